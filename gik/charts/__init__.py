"""Charts (图): the frames of trends as figures for an A4 page, in Chinese or English.

Each states its breaks, units, n and source. How charts look stands in ``definitions/theme.toml``; matplotlib's global
settings are left as they are.
"""

from gik.charts.flows import draw_flow
from gik.charts.heat import draw_heatmap
from gik.charts.lines import draw_multiples, draw_trend
from gik.charts.paper import Chart
from gik.charts.parts import draw_parts
from gik.charts.saving import save_chart
from gik.charts.slopes import draw_slope

__all__ = [
    "Chart",
    "draw_flow",
    "draw_heatmap",
    "draw_multiples",
    "draw_parts",
    "draw_slope",
    "draw_trend",
    "save_chart",
]
