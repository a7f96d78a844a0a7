"""How often a test repeats: few times in `make test`, many times in `make test-long`."""

import os

LONG = bool(os.environ.get("LONG"))


def rounds(quick: int, long: int) -> int:
    """How often to repeat, here and now."""
    return long if LONG else quick
