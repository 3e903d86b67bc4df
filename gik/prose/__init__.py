"""The prose (正文) of a report: every number in it, with its place and its meaning."""

from gik.prose.reading import read_figures

__all__ = ["read_figures"]
