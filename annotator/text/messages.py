"""The languages of pages, and the translations of their texts.

`make messages` compiles the catalogs `annotator/locales/*.po` to one JSON file for each language.
Python and the scripts of pages read the same file. A text that it does not have stays in English.
"""

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from annotator.model.messages import Alternatives, CountMessage, Message, Paragraph

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "de": "Deutsch", "es": "Español"}
"""The languages of pages, each with its own name for itself."""

LOCALES = Path(__file__).parents[1] / "locales"
LOCALES_VARIABLE = "ANNOTATOR_LOCALES"
"""The environment variable that names a folder with further compiled catalogs, to try them."""

_CONTEXT = "\x04"
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
PLURAL_TABLE = 200
"""The number of counts whose plural form a catalog lists. Larger counts follow their last two
digits, in every language that the formulas of gettext describe."""


def direction_of(language: str) -> str:
    """The direction in which a language is written: "ltr", or "rtl" from right to left."""
    return "rtl" if language.casefold().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


class Messages(NullTranslations):
    """The texts of pages in one language.

    Attributes:
        language: The language's tag, such as "de".
        texts: The translations by their English texts; for a plural, all its forms.
        scripts: Those of them that the scripts of pages need.
        plural: For each count, the number of its plural form, as one digit.
    """

    def __init__(self, language: str = ENGLISH, catalog: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        found: Mapping[str, Any] = catalog or {"plural": "", "pages": {}, "scripts": {}}
        self.language = language
        self.plural: str = found["plural"]
        self.scripts: Mapping[str, str | list[str]] = found["scripts"]
        self.texts: Mapping[str, str | list[str]] = {**found["pages"], **found["scripts"]}

    @property
    def direction(self) -> str:
        """The direction of writing, as the attribute `dir` has it."""
        return direction_of(self.language)

    def gettext(self, message: str) -> str:
        """The translation of a text."""
        found = self.texts.get(message)
        return found if isinstance(found, str) else message

    def pgettext(self, context: str, message: str) -> str:
        """The translation of a text that means different things in different contexts."""
        found = self.texts.get(f"{context}{_CONTEXT}{message}")
        return found if isinstance(found, str) else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of a text with a count."""
        found = self.texts.get(msgid1)
        if not isinstance(found, list):
            return msgid1 if n == 1 else msgid2
        return found[int(self.plural[n if n < PLURAL_TABLE else 100 + n % 100])]

    def translate(self, message: str) -> str:
        """A message in this language. Text that is no message stays as it is."""
        if isinstance(message, Alternatives):
            return self.alternatives(map(self.translate, message.names))
        if isinstance(message, Paragraph):
            return " ".join(map(self.translate, message.sentences))
        if isinstance(message, CountMessage):
            text = self.ngettext(message.one, message.many, message.number)
            return text % {"num": message.number, **self._translated(message.values)}
        if not isinstance(message, Message):
            return message
        context = message.context
        text = (
            self.gettext(message.template)
            if context is None
            else self.pgettext(context, message.template)
        )
        values = self._translated(message.values)
        return text % values if values else text

    def _translated(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self.translate(value) if isinstance(value, str) else value
            for name, value in values.items()
        }

    def alternatives(self, names: Iterable[str]) -> str:
        """Names of which one is meant, in one phrase."""
        pattern = self.pgettext("list", "%(first)s or %(second)s")
        return _joined(pattern, names)

    def listed(self, names: Iterable[str]) -> str:
        """Names in a list without a conjunction."""
        return _joined(self.pgettext("list", "%(first)s, %(second)s"), names)


def _joined(pattern: str, names: Iterable[str]) -> str:
    listed = list(names)
    if not listed:
        return ""
    return reduce(lambda first, second: pattern % {"first": first, "second": second}, listed)


def _folders() -> tuple[Path, ...]:
    extra = os.environ.get(LOCALES_VARIABLE)
    return (LOCALES, Path(extra)) if extra else (LOCALES,)


@cache
def messages_in(language: str) -> Messages:
    """The texts in a language; in English if there is no such catalog."""
    for folder in _folders():
        path = folder / f"{language}.json"
        if language in known_languages() and path.is_file():
            return Messages(language, json.loads(path.read_bytes()))
    return Messages()


@cache
def known_languages() -> Mapping[str, str]:
    """The languages that a page can have, each with its name."""
    extra = os.environ.get(LOCALES_VARIABLE)
    found = sorted(each.stem for each in Path(extra).glob("*.json")) if extra else []
    return {**LANGUAGES, **{each: each for each in found}}


def messages_for(language: str) -> Messages:
    """The texts in a language, with or without its region; in English if there is no catalog."""
    return messages_in(best_language([language], known_languages()) or ENGLISH)


def best_language(wanted: Iterable[str], known: Iterable[str]) -> str | None:
    """The first wanted language that is known, with or without its region; None if none is.

    Args:
        wanted: Tags, the most wanted first.
        known: The tags to choose from.
    """
    own = {each.casefold(): each for each in known}
    for each in wanted:
        tag = each.strip().casefold()
        found = own.get(tag) or own.get(tag.partition("-")[0])
        if found:
            return found
    return None


def accepted_languages(header: str) -> tuple[str, ...]:
    """The languages in the header Accept-Language, the most wanted first."""
    listed = (_weighted(place, each) for place, each in enumerate(header[:500].split(",")))
    return tuple(tag for weight, _, tag in sorted(listed) if tag and weight < 0)


def _weighted(place: int, part: str) -> tuple[float, int, str]:
    tag, _, quality = part.partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        weight = 0.0
    return -weight, place, tag.strip()
