"""Where sentences end within one paragraph.

`nupunkt` proposes. At each place where a sentence could end, the rules that
know news are asked first, and where they have no opinion its proposal stands.
"""

import re
from collections.abc import Iterator

from annotator.text.abbreviations import HANDING_OVER
from annotator.text.stops import Grammar, Place, ends_sentence

# Behind a stop and before a space the German and Nordic marks close too: „so.“ and »so.«
_CLOSERS = "\"'”’»›“‘«‹)\\]}*_"
_STARTERS = "\"'“‘„‚«‹(\\[{¿¡*_#@$€£"
# The look-behind and the possessive quantifiers keep a long run of stops linear.
_PLACE = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…؟۔।።։]++)(?P<closers>[{_CLOSERS}]*+)\s++"
    rf"(?P<starters>[{_STARTERS}]*+)(?P<following>[^\W_]*+(?:['’-][^\W_]++)*+)"
)
_WIDE = re.compile(r"[。！？｡．]++(?P<closers>[」』）”’〉》]*+)(?=(?P<next>.{0,12}))")
# Signs that end sentences and nothing else, in scripts that the model was not made for.
_ONLY_STOPS = "؟۔।။።"
_OPENING_MARKS = "\"'“”‘’„«»([{—–-/"
_WORD_REACH = 60  # a longer run without a space is no word whose form says anything


def sentence_spans(text: str, start: int, end: int, grammar: Grammar) -> list[tuple[int, int]]:
    """Give the sentences of one paragraph.

    Args:
        text: The document's text.
        start: Where the paragraph begins, in code points.
        end: Where it ends (exclusive).
        grammar: The tables of its language.

    Returns:
        Spans [start, end) in code points of `text`, in order, none of which
        begins or ends with white space; only white space stands between them.
    """
    spans = []
    for stop in [*sorted(_ends(text, start, end, grammar)), end]:
        piece = text[start:stop]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
        start = stop
    return spans


def _ends(text: str, start: int, end: int, grammar: Grammar) -> set[int]:
    ends = _proposed(text, start, end)
    since = start
    for match in _PLACE.finditer(text, start, end):
        place_end = match.end("closers")
        verdict = ends_sentence(_place(text, match, since, grammar))
        if verdict is None:
            verdict = place_end in ends or match["stop"][-1] in _ONLY_STOPS
        if verdict:
            ends.add(place_end)
            since = place_end
        else:
            ends.discard(place_end)
    ends.update(_wide_ends(text, start, end))
    return ends


def _proposed(text: str, start: int, end: int) -> set[int]:
    from nupunkt import sentence_spans as propose  # noqa: PLC0415 - 80 ms that only cutting pays

    # A line break inside a paragraph is only white space, but the model reads more into it.
    paragraph = text[start:end].replace("\n", " ")
    return {start + stop for _, stop in propose(paragraph, paragraph_breaks=False)[:-1]}


def _place(text: str, match: re.Match[str], since: int, grammar: Grammar) -> Place:
    stop, closers, starters, following = match.groups()
    at = match.start()
    words = text[max(since, at - _WORD_REACH) : at].split()
    word = words[-1].lstrip(_OPENING_MARKS) if words else ""
    position = match.start("following")
    return Place(text, word, stop, closers, starters, following, position, since, grammar)


def _wide_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Ends in scripts that set no space between sentences."""
    for match in _WIDE.finditer(text, start, end):
        speaker = match["closers"] and any(word in match["next"] for word in HANDING_OVER)
        if not speaker:
            yield match.end("closers")
