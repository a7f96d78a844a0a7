"""Measures of attribution quality, as pure functions."""
