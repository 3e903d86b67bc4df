"""Folders of many reports: plain ones in any number, and good ones among files that aren't annual reports."""

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from random import Random

from tests.generator.html_layouts import HTML_LAYOUTS, HtmlLayout
from tests.generator.samples import LAYOUTS, draft, plainly
from tests.generator.text_layouts import TEXT_LAYOUTS
from tests.generator.truth import Body, form_due, truth

PLACES = tuple(
    first + second for first in "岚澄桐芷枫柳霁筠" for second in ("溪", "禾", "泉", "浦", "陵", "川", "麓", "塘")
)
BUREAUS = ("教育局", "民政局", "水务局", "财政局", "交通运输局", "农业农村局", "卫生健康局", "文化和旅游局", "人民政府")
CLEAR = tuple(
    layout.name for layout in (*TEXT_LAYOUTS, *HTML_LAYOUTS) if isinstance(layout, HtmlLayout) or layout.shows_blanks
)
HALF_YEAR = """云溪市2023年上半年政府信息公开工作统计
填报单位：云溪市人民政府办公室（虚构）
统计时段：2023年1月1日至6月30日
指标 | 单位 | 数量 |
主动公开政府信息数 | 条 | 812 |
收到申请数 | 件 | 17 |
申请办结数 | 件 | 15 |
填表人：方某  2023年7月6日
"""
NOTICE = """云溪市人民政府办公室关于做好2023年度政府信息公开工作年度报告编制发布工作的通知
各县人民政府，市直各单位（本通知为虚构样例）：
为把今年的年度报告写好、按时发出去，现将有关要求说明如下。
一、内容要求
报告应当包括总体情况、主动公开、依申请公开、行政复议和行政诉讼、存在问题、其他事项六个部分，表格用统一格式。
二、时间要求
各单位请于2024年1月31日前在本单位网站发布，各县请于3月31日前发布，逾期的予以通报。
三、联系方式
联系人：何某，电话0000-7654321。
云溪市人民政府办公室
2023年12月11日
"""


def plain_reports(count: int, seed: int | str = 0, format: str = "") -> Iterator[tuple[str, bytes]]:
    """Give the names and contents of that many plain reports of all forms, in clear layouts.

    ``format`` is txt or html for files of one kind only.
    """
    names = [name for name in CLEAR if not format or (format == "html") == isinstance(LAYOUTS[name], HtmlLayout)]
    for position in range(count):
        random = Random(f"{seed}plain{position}")
        place = random.choice(PLACES) + random.choice("市县区")
        bureau = random.choice(BUREAUS)
        year = random.randrange(2014, 2025)
        level = "county" if bureau == "人民政府" else "department"
        body = Body(place + bureau, "我县" if level == "county" else "我局", place, level)
        made = draft(truth(form_due(year), year, f"{seed}{position}", body), position, published=f"{year + 1}-01-22")
        layout = LAYOUTS[names[position % len(names)]]
        suffix = "html" if isinstance(layout, HtmlLayout) else "txt"
        yield f"{position:05}_{body.name}_{year}.{suffix}", plainly(made, layout).encode()


def mixed_folder(seed: int | str = 0, good: int = 50) -> dict[str, bytes]:
    """Give fifty good reports and five files that can't be read as one, by name.

    The five: an empty file, random bytes, a picture named .txt, a half-year statistic, and a notice on how to
    compile reports.
    """
    return dict(islice(plain_reports(good, seed), good)) | not_reports(seed)


def not_reports(seed: int | str = 0) -> dict[str, bytes]:
    """Give the five files that aren't annual reports, by name."""
    return {
        "empty.txt": b"",
        "random.txt": Random(f"{seed}bytes").randbytes(4096),
        "picture.txt": picture(),
        "half_year.txt": HALF_YEAR.encode(),
        "notice.txt": NOTICE.encode(),
    }


def picture() -> bytes:
    """Give a small PNG: 16 × 16 grey points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    points = zlib.compress(b"".join(b"\0" + bytes(range(row, row + 16)) for row in range(16)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")
