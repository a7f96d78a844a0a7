"""When Python looks for rubbish: seldom while a program starts, and then in small steps."""

import gc

NEW_OBJECTS_WHILE_STARTING = 200_000
_USUAL = gc.get_threshold()


def begin() -> None:
    """Look seldom: what a start makes stays, and looking through it takes a tenth of the time."""
    gc.set_threshold(NEW_OBJECTS_WHILE_STARTING)


def settle() -> None:
    """Look as usual, and never again at what is there by now: no key waits for a long article."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
