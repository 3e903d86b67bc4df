"""Exploring (探索): a choice of series, bodies and years → chart, table, sources and findings of exactly that choice.

``views`` work a choice out: its numbers rest on the cells and sentences that ``sources`` finds. ``browsing`` shows them
on a page and ``wide`` in a notebook, ``telling`` each source as it is printed; ``saving`` writes all to files, and
``words`` has what all of them say. What a notebook shows is worked out there by plain functions; ``desk`` only puts it
on the screen.
"""

from gik.exploring.views import Choice, View, explore

__all__ = ["Choice", "View", "explore"]
