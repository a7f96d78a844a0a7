"""The screens: each asks its widgets, and answers with values."""
