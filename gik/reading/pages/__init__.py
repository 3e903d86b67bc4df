"""Printed pages (版面): what stands where on a page → tables, lines and paragraphs in reading order.

glyphs → segments → lattice (tables with ruling lines) and aligned (those without) → columns (reading order) →
margins (page furniture) → assembly (paragraphs and tables that go on over pages → Document).
PDFs and scans differ only in where glyphs and ruling lines come from.
"""
