"""Suggesters outside this program: what a name stands for on one person's computer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotator.model.suggestion_settings import LEARNED, RULES

BUILT_IN_NAMES: Final = frozenset([RULES, LEARNED])
"""Names that stand for the same suggester on every computer."""

DEFAULT_SECONDS: Final = 120
MAX_SECONDS: Final = 3600

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True, slots=True)
class OutsideSuggester:
    """What a name of a suggester stands for: a command, an address, a chat model or an entry point.

    Attributes:
        command: A program and its arguments. It reads and writes lines.
        address: The address of a web service that reads and writes the same lines.
        chat: The address of a service with the interface of OpenAI, up to and including `v1`.
        model: The model that the chat service uses.
        entry_point: The name of an entry point in the group `annotator.suggesters`.
        key: The environment variable that has the key of the service.
        version: Its version. Change it when the suggester changes.
        seconds: The maximum number of seconds for a document.
        temperature: How much the answers of the chat model may vary.
    """

    command: tuple[str, ...] = ()
    address: str | None = None
    chat: str | None = None
    model: str | None = None
    entry_point: str | None = None
    key: str | None = None
    version: str | None = None
    seconds: int = DEFAULT_SECONDS
    temperature: float | None = None

    @property
    def url(self) -> str | None:
        """The address that it sends text to, or None."""
        return self.address or self.chat


Fault = tuple[str | None, str]
"""A field, or None for all of them together, and what is wrong with it."""


def suggester_faults(name: str, suggester: OutsideSuggester) -> Iterator[Fault]:
    """What makes a suggester impossible to use. No fault quotes a key."""
    if name in BUILT_IN_NAMES:
        yield None, f"“{name}” is built in. Choose another name."
    ways = {
        "command": suggester.command,
        "address": suggester.address,
        "chat": suggester.chat,
        "entry_point": suggester.entry_point,
    }
    given = [way for way, value in ways.items() if value]
    if len(given) != 1:
        yield None, f"Give exactly one of {', '.join(ways)}."
    yield from _chat_faults(suggester)
    if suggester.key is not None:
        if suggester.url is None:
            yield "key", "Only an address and a chat have a key."
        if _VARIABLE.fullmatch(suggester.key) is None:
            yield (
                "key",
                (
                    "This must be the name of an environment variable, such as MY_KEY. Never write "
                    "the key itself into a file."
                ),
            )
    if any("\0" in each for each in suggester.command):
        yield "command", "This contains a control character."


def _chat_faults(suggester: OutsideSuggester) -> Iterator[Fault]:
    if suggester.chat and not suggester.model:
        yield None, "A chat needs a model. Add “model”."
    for field in ("model", "temperature"):
        if not suggester.chat and getattr(suggester, field) is not None:
            yield field, f"Only a chat has a {field}."
