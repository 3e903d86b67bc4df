"""Benchmarks: ratios measured in one run on the same files, so that they hold on any machine."""
