"""Quotations: which words are inside quotation marks, and which sentences continue a quotation.

Only a mark's form and its neighbors count: a curly mark shows whether it opens, a straight one
opens at the start of a word, and an apostrophe does neither.
"""

import re
from collections.abc import Iterator, Sequence

from annotator.model.annotation import Sentence, Span

_PAIRS = {
    "“": "”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "„": "“",
    '"': '"',
    "‘": "’",
    "'": "'",
}
_CLOSING = frozenset(_PAIRS.values())
_SINGLE = frozenset("'‘’")
_MARK = re.compile(f"[{''.join(_PAIRS)}{''.join(_CLOSING)}]")
# Contractions that look like an opening quotation mark: "’em", "’til", "rock ’n’ roll".
_ELIDED = re.compile(r"['‘’](?:em|n|til|tis|twas|cause|bout|round|cos|re|s)\b", re.IGNORECASE)
_BEFORE_OPENING = frozenset("([{—–-/¡¿“‘\"'„")

OpenQuotations = tuple[str, ...]
"""The quotations that are open at one place, outermost first, each by its closing mark."""


def quotation_spans(text: str) -> tuple[Span, ...]:
    """The parts of `text` inside quotation marks, including the marks, in order.

    An unclosed quotation extends to the end. A quotation from an earlier sentence starts at the
    beginning.
    """
    spans: list[Span] = []
    begin: int | None = None
    before: OpenQuotations = ()
    for position, after in _states(text):
        if after and begin is None:
            begin = position
        elif not after:
            inside = begin is not None
            if inside or not spans:
                spans.append((begin or 0, position + 1))
            begin = None
        before = after
    if before and begin is not None:
        spans.append((begin, len(text)))
    return tuple(spans)


def outside_quotations(text: str, *, inside: bool = False, mark: str = "") -> str:
    """The text without its quotations.

    Args:
        text: A sentence's own text.
        inside: Whether it begins inside a quotation.
        mark: What is put in place of each quotation.
    """
    spans = list(quotation_spans(text))
    if inside:
        first = next(_states(text), None)
        end = _end_of_open_quotation(text) if first else len(text)
        spans = [(0, end), *(each for each in spans if each[0] >= end)]
    return _without(text, spans, mark)


def _without(text: str, spans: Sequence[Span], mark: str) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = max(at, end)
    return mark.join([*kept, text[at:]])


def _end_of_open_quotation(text: str) -> int:
    """Where the quotation ends that is open at the beginning; the length if it does not."""
    for position, after in _states(text):
        if not after:
            return position + 1
    return len(text)


def continues_quotation(sentences: Sequence[Sentence], position: int) -> bool:
    """Whether a sentence begins inside a quotation that an earlier one left open.

    Within a paragraph, the nearest earlier sentence with a mark decides. A paragraph continues the
    quotation of the previous one only if it opens with a mark of its own, as is usual in print, or
    if its first mark ends a quotation.
    Furniture in between is skipped.

    Args:
        sentences: The article's sentences, in order.
        position: The position of the sentence, from 0.
    """
    this = sentences[position]
    reached = this.paragraph
    for earlier in _backwards(sentences, position):
        if earlier.paragraph != reached:
            if reached != this.paragraph:
                return False
            if not _opens(this.text) and not _closes_first(sentences, position):
                return False
            reached = earlier.paragraph
        left = _left_open(earlier.text)
        if left is not None:
            return left
    return False


_LOOK_BACK = 200  # sentences in which the beginning of a quotation is looked for
_LOOK_AHEAD = 12  # sentences of a paragraph in which a quotation is looked for that ends


def _closes_first(sentences: Sequence[Sentence], position: int) -> bool:
    """Whether the first mark from a sentence to its paragraph's end closes a quotation."""
    paragraph = sentences[position].paragraph
    for sentence in sentences[position : position + _LOOK_AHEAD]:
        if sentence.paragraph != paragraph:
            return False
        first = next(_states(sentence.text), None)
        if first is not None:
            return not first[1]
    return False


def _backwards(sentences: Sequence[Sentence], position: int) -> Iterator[Sentence]:
    for before in range(position - 1, max(position - _LOOK_BACK, 0) - 1, -1):
        if sentences[before].body:
            yield sentences[before]


def _opens(text: str) -> bool:
    return next((position == 0 and bool(after) for position, after in _states(text)), False)


def _left_open(text: str) -> bool | None:
    """Whether a quotation is open at the end of the text; None if its marks do not tell.

    A quotation in single marks that begins and ends in the text may be inside another one.
    """
    states = [(text[at], after) for at, after in _states(text)]
    if not states:
        return None
    nested = all(mark in _SINGLE for mark, _ in states) and bool(states[0][1])
    left = bool(states[-1][1])
    return None if nested and not left else left


def _states(text: str) -> Iterator[tuple[int, OpenQuotations]]:
    """Each mark of the text: its place, and the quotations that are open after it."""
    state: OpenQuotations = ()
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark in _SINGLE and _is_apostrophe(text, at, state):
            continue
        if mark in state and not (mark in _PAIRS and _begins_word(text, at)):
            # All quotations opened within it end with it, closed or not.
            state = state[: len(state) - 1 - state[::-1].index(mark)]
        elif _is_opening(text, at, mark):
            closing = _PAIRS[mark]
            state = state if state[-1:] == (closing,) else (*state, closing)
        elif mark in _SINGLE and state:
            continue
        else:
            state = ()
        yield at, state


def _is_opening(text: str, at: int, mark: str) -> bool:
    if mark not in _PAIRS:
        return False
    return mark not in _CLOSING or _begins_word(text, at) or not _ends_word(text, at)


def _is_apostrophe(text: str, at: int, state: OpenQuotations) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return True
    if _begins_word(text, at):
        return text[at] == "’" or not after.isalpha() or bool(_ELIDED.match(text, at))
    if not before.isalnum():
        return False
    # "The workers’ demands", "goin’ home": this does not close a quotation, unless one is open and
    # nothing follows that the word could own.
    owns = before in "sSnN" and after.isspace()
    return owns or not (set(state) & _SINGLE)


def _begins_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    opens = not before or before.isspace() or before in _BEFORE_OPENING
    return opens and bool(after) and not after.isspace()


def _ends_word(text: str, at: int) -> bool:
    before = text[at - 1 : at] if at else ""
    return bool(before) and not before.isspace()
