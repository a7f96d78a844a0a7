"""Benchmarks: `python -m bench` prints ratios, so that results from different computers compare."""
