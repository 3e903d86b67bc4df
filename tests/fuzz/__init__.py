"""Fuzzing: bytes that nobody would write, through everything that reads; ``python -m tests.fuzz`` looks for more."""
