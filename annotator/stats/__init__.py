"""Measures of attribution quality, as pure functions."""

DEFAULT_SEED = 2026
"""Of everything that is drawn, unless the person gives another."""
CONFIDENCE_LEVEL = 0.95
"""How often an interval is to hold the true figure."""
MINIMUM_CASES = {"documents": 5, "articles": 5, "units": 10}
"""With fewer documents there is no interval, as none would be reliable: see
docs/explanation/agreement-intervals.md."""
