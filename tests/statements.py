"""Checks what a sentence says and not how it is worded, so that prose can change freely."""

import re


def states(text: str, *facts: str) -> bool:
    """Whether a text has all these facts: numbers, names, places, each as a whole word."""
    return all(re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", text) for fact in facts)
