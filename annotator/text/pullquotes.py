"""Which paragraphs are pull quotes: words lifted out of the text to stand in large type."""

import re
from collections.abc import Sequence

from annotator.text.furniture import speaks

_QUOTED = re.compile(r"[\"“‘«„](?P<quote>[^\"”»“]{8,600})[\"”’»“](?P<rest>.*)", re.DOTALL)
_SIGNED = re.compile(r"\s*(?:—|–|--?|~)\s*[^\W\d_a-z][^.!?\"”]{1,80}")
_MARKS = re.compile('["“”«»„]')
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_QUOTED, _SHORTEST_BARE, _LONGEST = 4, 8, 60  # in words
_REST_WORDS = 12
_ENDINGS = (".", "!", "?", "…")


def pull_quotes(paragraphs: Sequence[str]) -> set[int]:
    """Give the paragraphs that are pull quotes, as positions in the list from 0.

    A pull quote is a short paragraph whose words, a signature aside, all stand in a
    longer paragraph too, and which says nothing of its own about who spoke.
    """
    found: set[int] = set()
    claims = {
        at: words for at, paragraph in enumerate(paragraphs) if (words := _repeatable(paragraph))
    }
    sources = _longest_holding({tuple(w[:_SHORTEST_QUOTED]) for w in claims.values()}, paragraphs)
    for at, words in claims.items():
        source = sources.get(tuple(words[:_SHORTEST_QUOTED]))
        if source is None or source == at or speaks(paragraphs[at]):
            continue
        if _repeats(words, paragraphs[source]):
            found.add(at)
    return found


def is_signed(paragraph: str) -> bool:
    """Whether a paragraph is one quotation and, behind a dash, whose it is."""
    match = _QUOTED.fullmatch(paragraph)
    return match is not None and _SIGNED.fullmatch(match["rest"]) is not None


def _repeatable(paragraph: str) -> list[str]:
    """The words that would have to stand elsewhere too, or none for what can be no pull quote."""
    if len(paragraph) > 2000:
        return []
    match = _QUOTED.fullmatch(paragraph)
    if match is None:
        # A finished sentence without marks may be the article's own, and is.
        words = [] if paragraph.endswith(_ENDINGS) else _words(paragraph)
        return words if _SHORTEST_BARE <= len(words) <= _LONGEST else []
    rest = match["rest"].strip()
    if _MARKS.search(rest):
        return []
    if rest.endswith(_ENDINGS) or len(rest.split()) > _REST_WORDS:
        return []
    words = _words(match["quote"])
    return words if _SHORTEST_QUOTED <= len(words) <= _LONGEST else []


def _longest_holding(
    keys: set[tuple[str, ...]], paragraphs: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """For each run of words that a pull quote begins with, the longest paragraph that has it."""
    longest: dict[tuple[str, ...], int] = {}
    for at, paragraph in enumerate(paragraphs):
        words = _words(paragraph)
        for key in keys.intersection(
            zip(*(words[i:] for i in range(_SHORTEST_QUOTED)), strict=False)
        ):
            before = longest.get(key)
            if before is None or len(paragraph) > len(paragraphs[before]):
                longest[key] = at
    return longest


def _repeats(words: list[str], paragraph: str) -> bool:
    held = _words(paragraph)
    return len(held) > len(words) and f" {' '.join(words)} " in f" {' '.join(held)} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
