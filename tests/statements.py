"""Checks what a sentence says and not how it is worded, so that prose can change freely."""

import os
import re
from pathlib import Path

from annotator.storage.system import os_error


def states(text: str, *facts: str) -> bool:
    """Whether a text has all these facts: numbers, names, places, each as a whole word."""
    return all(re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", text) for fact in facts)


def cause_of(number: int) -> str:
    """How the program reports this error of the system: the cause, and what to do about it."""
    message = os_error(OSError(number, os.strerror(number)), Path("x"), "").message
    return message.removeprefix(": ")
