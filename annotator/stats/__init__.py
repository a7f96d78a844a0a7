"""Measures of attribution quality, as pure functions."""

SEED = 2026
"""Of everything that is drawn, unless the person gives another."""
LEVEL = 0.95
"""How often an interval is to hold the true figure."""
FEWEST = {"documents": 5, "articles": 5, "units": 10}
"""Over fewer of them no interval is given, for none holds what it promises: docs/agreement.md."""
