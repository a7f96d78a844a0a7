"""The samples, and what makes them."""
