"""Tuning of Python's garbage collector: seldom while a program starts, then in small steps."""

import gc

NEW_OBJECTS_WHILE_STARTING = 200_000
_USUAL = gc.get_threshold()


def delay_collection() -> None:
    """Look seldom: what a start makes stays, and looking through it takes a tenth of the time."""
    gc.set_threshold(NEW_OBJECTS_WHILE_STARTING)


def resume_collection() -> None:
    """Look as usual, and never again at what is there by now: no key waits for a long article."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
