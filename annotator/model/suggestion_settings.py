"""Which suggestions a round shows, how, and for which sentences it withholds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from annotator.model.annotation import SuggestedField

RULES: Final = "rules"
"""The name of the suggester that is built in."""
LEARNED: Final = "learned"
"""The name of the suggester that learns from a project's own decisions."""


class SuggestionMode(StrEnum):
    """The ways of showing suggestions.

    `OFF` shows nothing. `LIST` offers values in a prompt and highlights one. `SECOND_LOOK` shows,
    after the own decision, where the suggestion differs. `GHOST` shows a dim mark that one key
    takes.
    """

    OFF = "off"
    LIST = "list"
    SECOND_LOOK = "second-look"
    GHOST = "ghost"


_ALL = frozenset(SuggestionMode)
MODES: Mapping[SuggestedField, frozenset[SuggestionMode]] = MappingProxyType(
    {
        SuggestedField.TAG: _ALL - {SuggestionMode.LIST},
        SuggestedField.SOURCE: _ALL,
        SuggestedField.KIND: _ALL,
        SuggestedField.CUE: _ALL,
        SuggestedField.ANSWERS: _ALL - {SuggestionMode.GHOST},
    }
)
"""The modes of each field. No prompt asks for a tag, and ghosts show no answers."""

NOTHING_SHOWN: Mapping[SuggestedField, SuggestionMode] = MappingProxyType(
    dict.fromkeys(SuggestedField, SuggestionMode.OFF)
)
SOURCES_IN_LIST: Mapping[SuggestedField, SuggestionMode] = MappingProxyType(
    {
        **NOTHING_SHOWN,
        SuggestedField.SOURCE: SuggestionMode.LIST,
        SuggestedField.KIND: SuggestionMode.LIST,
        SuggestedField.CUE: SuggestionMode.LIST,
    }
)
"""The modes outside blind, pilot and retest rounds, if nothing else is set."""


def modes_of(mode: SuggestionMode) -> Mapping[SuggestedField, SuggestionMode]:
    """This mode for all fields that have it, and `OFF` for the others."""
    return {each: mode if mode in MODES[each] else SuggestionMode.OFF for each in SuggestedField}


@dataclass(frozen=True, slots=True)
class SuggestionSettings:
    """The suggestions of a round.

    Attributes:
        by: The name of the suggester.
        show: The mode of each field.
        hold: The share of sentences for which suggestions are withheld, from 0 to 1.
        seed: The seed of the draw of these sentences.
        by_annotator: Whether each annotator has a draw of their own.
    """

    by: str = RULES
    show: Mapping[SuggestedField, SuggestionMode] = field(default_factory=lambda: SOURCES_IN_LIST)
    hold: float = 0.0
    seed: str = ""
    by_annotator: bool = False

    def shows(self, *modes: SuggestionMode) -> bool:
        """Whether a field is shown in one of these ways."""
        return any(each in modes for each in self.show.values())

    def fields_shown(self, mode: SuggestionMode) -> frozenset[SuggestedField]:
        """The fields that are shown in this way."""
        return frozenset(field for field, each in self.show.items() if each is mode)

    def holds(self, document: str, sentence: str, annotator: str) -> bool:
        """Whether suggestions for a sentence are withheld from an annotator."""
        whose = annotator if self.by_annotator else ""
        return self.hold > 0 and is_held(self.seed, document, sentence, self.hold, whose)


NO_SUGGESTIONS = SuggestionSettings(show=NOTHING_SHOWN)
"""The settings of blind, pilot and retest rounds, if nothing else is set."""


def is_held(seed: str, document: str, sentence: str, share: float, annotator: str = "") -> bool:
    """Whether suggestions for a sentence are withheld, for a random share of the sentences.

    The draw depends on the arguments only, so that it is the same on every machine.

    Args:
        seed: The seed of the draw.
        document: The document's ID.
        sentence: The sentence's ID.
        share: The share of sentences to withhold, from 0 to 1.
        annotator: Empty for the same draw for all annotators of a document.
    """
    drawn = "\0".join((seed, document, sentence, annotator))
    number = int.from_bytes(sha256(drawn.encode("utf-8", "surrogatepass")).digest()[:8])
    return number < share * 2**64
