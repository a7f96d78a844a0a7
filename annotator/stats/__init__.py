"""Measures of attribution quality, as pure functions."""

DEFAULT_SEED = 2026
"""Default random seed."""
CONFIDENCE_LEVEL = 0.95
"""The confidence level of intervals."""
MINIMUM_CASES = {"documents": 5, "articles": 5, "units": 10}
"""Below these numbers there is no interval, because it would be unreliable.

See docs/explanation/agreement-intervals.md.
"""
