"""Messages to people that pages translate: each is its English text, and knows its template.

A whole sentence with named places is looked up in a catalog. A sentence is never put together from
pieces, because other languages have another order of words.
"""

from collections.abc import Iterable
from typing import Any, Self


class Message(str):
    """A text in English that can be translated.

    Attributes:
        template: The text with its places, for example "The class has no vote %(vote)s.".
        values: What goes into the places. A value may be a message itself.
        context: What tells it from a text with the same words and another meaning, or None.
    """

    template: str
    values: dict[str, Any]
    context: str | None = None

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """The message with its places filled in."""
        own = super().__new__(cls, template % values if values else template)
        own.template, own.values = template, values
        return own

    # Problems of files that were read in another process are pickled.
    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), self.values


def message_in(context: str, template: str, /, **values: Any) -> Message:
    """A message whose words mean something else in other contexts."""
    own = Message(template, **values)
    own.context = context
    return own


class CountMessage(str):
    """A text in English with a count, which decides its form: "1 claim" or "2 claims".

    Attributes:
        one: The text for one, with its places. `%(num)s` is the count.
        many: The text for other counts.
        number: The count.
        values: What goes into the other places.
    """

    one: str
    many: str
    number: int
    values: dict[str, Any]

    def __new__(cls, one: str, many: str, count: int, /, **values: Any) -> Self:
        """The text with its places filled in."""
        own = super().__new__(cls, (one if count == 1 else many) % {"num": count, **values})
        own.one, own.many, own.number, own.values = one, many, count, values
        return own

    def __getnewargs_ex__(self) -> tuple[tuple[str, str, int], dict[str, Any]]:
        return (self.one, self.many, self.number), self.values


class Paragraph(str):
    """Sentences one after the other.

    Attributes:
        sentences: Each of them a text of its own.
    """

    sentences: tuple[str, ...]

    def __new__(cls, sentences: Iterable[str]) -> Self:
        """The sentences in one paragraph."""
        listed = tuple(sentences)
        own = super().__new__(cls, " ".join(listed))
        own.sentences = listed
        return own

    def __getnewargs_ex__(self) -> tuple[tuple[tuple[str, ...]], dict[str, Any]]:
        return (self.sentences,), {}


class Alternatives(str):
    """Names of which one is meant: "claim or background".

    Attributes:
        names: The names.
    """

    names: tuple[str, ...]

    def __new__(cls, names: Iterable[str]) -> Self:
        """The names in an English sentence."""
        listed = tuple(names)
        own = super().__new__(cls, " or ".join(listed))
        own.names = listed
        return own

    def __getnewargs_ex__(self) -> tuple[tuple[tuple[str, ...]], dict[str, Any]]:
        return (self.names,), {}
