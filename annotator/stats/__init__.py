"""Measures of attribution quality, as pure functions."""

DEFAULT_SEED = 2026
"""Of everything that is drawn, unless the person gives another."""
CONFIDENCE_LEVEL = 0.95
"""How often an interval is to hold the true figure."""
MINIMUM_CASES = {"documents": 5, "articles": 5, "units": 10}
"""Over fewer of them no interval is given, for none holds what it promises: docs/agreement.md."""
