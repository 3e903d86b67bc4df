"""Exploring (探索): a choice of series, bodies and years → chart, table, sources and findings of exactly that choice.

Everything that a page of a notebook shows is worked out here by plain functions; ``desk`` only puts it on the screen.
"""

from gik.exploring.views import Choice, View, explore

__all__ = ["Choice", "View", "explore"]
