"""Where sentences end within one paragraph.

`nupunkt` proposes. At each place where a sentence could end, the rules that
know news are asked first, and where they have no opinion its proposal stands.
"""

import re
from collections.abc import Iterator

from annotator.model.document import BLANK
from annotator.text.abbreviations import HANDING_OVER
from annotator.text.marks import BLANKS, ENDING, INVISIBLE, without_trailing_marks
from annotator.text.stops import Grammar, Place, ends_sentence

_STARTERS = r"[\"'“‘„‚«‹(\[{¿¡*_#@$€£]"
_OPENING_ENTITY = r"&(?:quot|ldquo|lsquo|laquo|bdquo|#34|#0?39|#x22|#822[02]|#8216|#171);"
# The look-behind and the possessive quantifiers keep a long run of stops linear.
_PLACE = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…؟۔।።։]++)(?P<closers>(?:{ENDING})*+)(?P<gap>(?:{BLANK})*+)"
    rf"(?P<starters>(?:(?:{_STARTERS}|{_OPENING_ENTITY})[\u00a0\u2000-\u200a\u202f{INVISIBLE}]?+|«[{BLANKS}])*+)"
    rf"(?P<following>[^\W_]*+(?:['’-][^\W_]++)*+)"
)
_WIDE = re.compile(r"[。！？｡．]++(?P<closers>[」』）”’〉》]*+)(?=(?P<next>.{0,12}))")
# Signs that end sentences and nothing else, in scripts that the model was not made for.
_ONLY_STOPS = "؟۔।။።"
_OPENING_MARKS = "\"'“”‘’„«»([{—–-/"
_ELIDED = re.compile(r"\A[^\W\d_]{1,6}['’]")  # L’on., dell’avv.
_WORD_REACH = 60  # a longer run without a space is no word whose form says anything
_BREAKS = str.maketrans(dict.fromkeys("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def sentence_spans(text: str, start: int, end: int, grammar: Grammar) -> list[tuple[int, int]]:
    """Give the sentences of one paragraph.

    Args:
        text: The document's text.
        start: Where the paragraph begins, in code points.
        end: Where it ends (exclusive).
        grammar: The tables of its language.

    Returns:
        Spans [start, end) in code points of `text`, in order, none of which
        begins or ends with white space; only white space, or an entity that
        means it, stands between them.
    """
    spans: list[tuple[int, int]] = []
    for stop, following in [*sorted(_ends(text, start, end, grammar).items()), (end, end)]:
        piece = text[start:stop]
        stripped = piece.strip()
        if spans and not any(map(str.isalnum, without_trailing_marks(stripped))):
            # Marks, pictures and links alone are no sentence; they stay with the one before.
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + len(piece.rstrip())))
        elif stripped:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
        start = following
    return spans


def _ends(text: str, start: int, end: int, grammar: Grammar) -> dict[int, int]:
    """Where sentences end, each with the place from which the next one may begin."""
    proposed = _proposed(text, start, end)
    ends = {}
    since = start
    for match in _PLACE.finditer(text, start, end):
        place_end, gap_end = match.end("closers"), match.end("gap")
        if gap_end == end:
            break
        verdict = ends_sentence(_place(text, match, since, grammar))
        if verdict is None:
            reach = range(match.end("stop"), gap_end + 1)
            verdict = not proposed.isdisjoint(reach) or match["stop"][-1] in _ONLY_STOPS
        if verdict:
            ends[place_end] = gap_end
            since = gap_end
    ends.update({at: at for at in _wide_ends(text, start, end)})
    return ends


def _proposed(text: str, start: int, end: int) -> set[int]:
    from nupunkt import sentence_spans as propose  # noqa: PLC0415 - 80 ms that only cutting pays

    # A line break inside a paragraph is only white space, but the model reads more into it.
    paragraph = text[start:end].translate(_BREAKS)
    return {start + stop for _, stop in propose(paragraph, paragraph_breaks=False)[:-1]}


def _place(text: str, match: re.Match[str], since: int, grammar: Grammar) -> Place:
    stop, closers, gap, starters, following = match.groups()
    at = match.start()
    words = text[max(since, at - _WORD_REACH) : at].split()
    word = words[-1].lstrip(_OPENING_MARKS) if words else ""
    position = match.start("following")
    shouts = following.isupper() or following.isdigit()
    if shouts and text[max(since, at - _WORD_REACH) : at].isupper():
        # In a text of capitals "SEN. PENN" is what "Sen. Penn" is elsewhere.
        word, following = _calmed(word, grammar), following.capitalize()
        return Place(
            *(text, word, stop, closers, gap, starters, following, position, since, grammar, True)
        )
    spaced = "".join(words[-2:]).lstrip(_OPENING_MARKS)
    if spaced in grammar.abbreviations:
        word = spaced
    elif not (grammar.trained or word in grammar.abbreviations or text[since:at].split()[1:]):
        word = _opening(word, grammar)
    elif "’" in word or "'" in word:
        word = _elided(word, grammar)
    return Place(text, word, stop, closers, gap, starters, following, position, since, grammar)


def _opening(word: str, grammar: Grammar) -> str:
    """A short form that has its capital only because it opens the sentence: "Kl. 10"."""
    form = word[:1].lower() + word[1:]
    return form if form in grammar.abbreviations else _elided(word, grammar)


def _elided(word: str, grammar: Grammar) -> str:
    """A short form without the article that runs into it: "L’on." is "on."."""
    form = _ELIDED.sub("", word)
    return form if form in grammar.abbreviations else word


def _calmed(word: str, grammar: Grammar) -> str:
    """A word in capitals as the tables of short forms have it."""
    forms = (word, word.capitalize(), word.lower())
    return next((form for form in forms if form in grammar.abbreviations), word)


def _wide_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Ends in scripts that set no space between sentences."""
    for match in _WIDE.finditer(text, start, end):
        speaker = match["closers"] and any(word in match["next"] for word in HANDING_OVER)
        if not speaker:
            yield match.end("closers")
