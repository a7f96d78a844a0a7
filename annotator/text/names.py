"""Names and describing phrases in a sentence that may be the source of what it says.

No model: capitals, the place of the cue, and small tables of words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from annotator.model.annotation import Span
from annotator.model.codebook import REPORTER, UNNAMED
from annotator.model.names import folded, is_pronoun
from annotator.text.attributing import CITING
from annotator.text.cues import likeliest
from annotator.text.kinds import guess_kind
from annotator.text.mentions import Name, mentions, subject_ends
from annotator.text.quotations import quoted_spans
from annotator.text.sourcewords import ARTICLES
from annotator.text.tokens import tokens

__all__ = ["Name", "guess_kind", "names", "short_for"]

_REACH = 2_000  # what names nobody in so many characters is no sentence of news
_BEFORE_NAME = re.compile(r"(?: (?:the|a|an|[A-Z][\w-]*\.?))*\s*")
_WITH_OBJECT = ("told", "tells", "telling")
_CHECKING = re.compile(r"verif|corroborat|establish|be confirmed", re.IGNORECASE)
_BEFORE_INVERSION = frozenset(["", ",", *"\"”’'»"])

_Rank = tuple[int, int, int]


def names(text: str) -> tuple[Name, ...]:
    """What in a sentence may be its source, the likeliest first.

    Whoever stands beside the cue as its subject comes first, a name before a description; then
    what stands nearest to the cue. Words inside quotation marks are passed over; no pronoun and no
    month or weekday is a name.

    Args:
        text: The sentence's own text.
    """
    text = text[:_REACH]
    cue = likeliest(text)
    closed = [*quoted_spans(text), *([cue] if cue else [])]
    found = [
        name
        for name in mentions(text, cue)
        if not is_pronoun(name.text) and not any(_overlap(name.span, each) for each in closed)
    ]
    ranked = _ranked(text, found, cue) if cue else found
    once: dict[str, Name] = {}
    for name in ranked:
        once.setdefault(folded(name.text), name)
    return tuple(once.values())


def short_for(short: str, name: str) -> bool:
    """Whether one name may be a shorter form of another: "Varga" or "the ministry" of a known one.

    Its words stand in the longer one in their order, or it is made of that one's first letters.
    """
    few = [word.lower for word in tokens(short) if word.lower not in ARTICLES]
    many = [word.lower for word in tokens(name)]
    if not few or is_pronoun(short):
        return False
    rest = iter(many)
    initials = "".join(word.text[0] for word in tokens(name) if word.text[0].isupper())
    return all(word in rest for word in few) or (len(initials) > 1 and short.strip() == initials)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _ranked(text: str, found: Sequence[Name], cue: Span) -> list[Name]:
    behind = _follows(text, found, cue)
    places = _places_behind(text, found, cue) if behind else subject_ends(text[: cue[0]])
    rank = _rank_behind if behind else _rank_before
    ranked = sorted(found, key=lambda name: (_is_part(name, found), rank(name, cue, places)))
    if ranked and _CHECKING.search(text[slice(*cue)]):
        ranked[0] = replace(ranked[0], kind=REPORTER)
    return ranked


def _is_part(name: Name, found: Sequence[Name]) -> bool:
    """Whether it only carries a longer description on."""
    return any(
        other.span != name.span and other.span[0] <= name.span[0] and name.span[1] <= other.span[1]
        for other in found
    )


def _follows(text: str, found: Sequence[Name], cue: Span) -> bool:
    """Whether the source stands behind the cue: "according to", or "…,” said Dora Penn"."""
    if text[slice(*cue)].lower().startswith(CITING):
        return True
    before = text[: cue[0]].rstrip()
    if before[-1:] not in _BEFORE_INVERSION or text[slice(*cue)].startswith(_WITH_OBJECT):
        return False
    first_comma = text.find(",")
    if before[-1:] == "," and any(name.span[1] == first_comma for name in found):
        return False
    return any(
        name.span[0] >= cue[1] and _BEFORE_NAME.fullmatch(text[cue[1] : name.span[0]])
        for name in found
    )


def _rank_behind(name: Name, cue: Span, places: Sequence[int]) -> _Rank:
    start, end = name.span
    if start in places:
        return 0, _describes(name), places.index(start)
    return (1, 0, start - cue[1]) if start >= cue[1] else (2, 0, cue[0] - end)


def _places_behind(text: str, found: Sequence[Name], cue: Span) -> list[int]:
    """Where the source behind a cue may begin: with what stands first there, or in apposition.

    "According to police, Penn fled" has no apposition: only one person who is named by a role, as
    "the mayor, Anton Brezan," has one, and a comma or the sentence's end closes it.
    """
    behind = [name for name in found if name.span[0] >= cue[1]]
    first = [name.span[0] for name in behind[:1]]
    near = [
        later.span[0]
        for name, later in pairwise(behind[:2])
        if later.span[0] == name.span[1] + 2
        and name.kind == UNNAMED
        and text[: name.span[0]].lower().endswith("the ")
        and text[later.span[1] : later.span[1] + 1] in {",", ".", ""}
    ]
    return [*first, *near]


def _describes(name: Name) -> bool:
    return name.text[0].islower()


def _rank_before(name: Name, cue: Span, places: Sequence[int]) -> _Rank:
    start, end = name.span
    if end in places:
        return 0, _describes(name), places.index(end)
    return (1, 0, cue[0] - end) if end <= cue[0] else (2, 0, start)
