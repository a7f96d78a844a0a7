"""The screens: each uses its widgets, and returns values."""
