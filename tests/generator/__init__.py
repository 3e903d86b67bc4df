"""Fictional reports from a known truth, for tests, samples and benchmarks.

truth → sheets (the printed form) → prose (the words around it) → layouts, with damage on the way → samples.
A new layout is a function and a line in ``text_layouts`` or ``html_layouts``; a new perturbation is a function in
``cell_damage``, ``grid_damage`` or ``damage`` and a line in ``damage.DAMAGES``; both are then crossed with all others.
"""
