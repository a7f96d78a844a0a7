"""Measures of attribution quality, as pure functions."""

SEED = 2026
"""Of everything that is drawn, unless the person gives another."""
