"""Find an annotation set's sentences again in an article whose text has changed.

The rule. A sentence is found where its exact text is, but not inside a longer word or inside a
longer sentence of the set. The search starts with texts that occur once in the set and once in the
article, and keeps the largest number of them that are still in the same order. Between two kept
sentences it searches again, in the old and the new text between them. So neighbors identify a text
that occurs several times. If it occurs equally often before and now, its order identifies it. A
sentence that is not found between its neighbors is lost, even if it was only moved past one of
them. A sentence with more or fewer places than before is ambiguous and gets none of them: a tag on
the wrong sentence is worse than a tag to set again. All text without a found sentence becomes new,
untagged sentences, cut where a new segmentation of the article begins a sentence.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.model.annotation import AnnotationSet, Answer, Sentence, Span, without_unused_sources
from annotator.model.suggestions import move_shown


@dataclass(frozen=True, slots=True)
class ReanchorResult:
    """An annotation set on the changed text, and what happened to its sentences.

    Attributes:
        annotations: The set on the new text. Sources that no sentence names any more are removed.
        found_ids: The ids of the sentences that were found, in order.
        lost: The sentences whose text is no longer in its place, unchanged.
        ambiguous: The sentences whose text has several places, or too few, unchanged.
        added: The ids of the new, untagged sentences.
        dropped_links: The links to lost claims, each as the ids of the sentence and the claim.
    """

    annotations: AnnotationSet
    found_ids: tuple[str, ...]
    lost: tuple[Sentence, ...]
    ambiguous: tuple[Sentence, ...]
    added: tuple[str, ...]
    dropped_links: tuple[tuple[str, str], ...]


def reanchor(
    annotations: AnnotationSet, text: str, sha256: str, cut: Sequence[Sentence]
) -> ReanchorResult:
    """Move a set to the article's current text, by the rule of this module.

    Args:
        annotations: The set, with sentences in the order of the text.
        text: The article's current text. Every span of the result is a position in it.
        sha256: The hash of the text.
        cut: The sentences of a new segmentation of the text, in order. Their spans, paragraphs and
            parts are used, but not their ids.
    """
    found, ambiguous = _Search(annotations.sentences, text).places()
    at = _Segmentation(cut)
    kept = [
        _move_sentence(sentence, found[position], at)
        for position, sentence in enumerate(annotations.sentences)
        if position in found
    ]
    fresh = list(_new_sentences(text, [each.span for each in kept], at, annotations.next_id))
    linked, unlinked = _without_broken_links(kept)
    moved = replace(
        annotations,
        document=replace(annotations.document, sha256=sha256),
        sentences=tuple(sorted([*linked, *fresh], key=lambda each: each.span)),
        next_id=annotations.next_id + len(fresh),
    )
    missing = [position for position in range(len(annotations.sentences)) if position not in found]
    return ReanchorResult(
        without_unused_sources(moved),
        found_ids=tuple(each.id for each in kept),
        lost=tuple(annotations.sentences[each] for each in missing if each not in ambiguous),
        ambiguous=tuple(annotations.sentences[each] for each in missing if each in ambiguous),
        added=tuple(each.id for each in fresh),
        dropped_links=unlinked,
    )


@dataclass(frozen=True, slots=True)
class _TextRange:
    """A run of sentences, by position, and the range of the new text that may contain them."""

    positions: range
    span: Span


class _Search:
    """The search for sentences: first in the whole text, then between each two that are found."""

    def __init__(self, sentences: Sequence[Sentence], text: str) -> None:
        self._texts = [sentence.text for sentence in sentences]
        self._text = text

    def places(self) -> tuple[dict[int, int], set[int]]:
        """The start of each found sentence, and the ambiguous ones, by position."""
        found: dict[int, int] = {}
        ambiguous: set[int] = set()
        left = [_TextRange(range(len(self._texts)), (0, len(self._text)))]
        while left:
            text_range = left.pop()
            places = self._free_places(text_range)
            chain = _longest_in_order(self._sure(text_range, places))
            if chain:
                found.update(chain)
                left += self._between(text_range, chain)
            else:
                ambiguous.update(each for each in text_range.positions if places[self._texts[each]])
        return found, ambiguous

    def _free_places(self, text_range: _TextRange) -> dict[str, list[int]]:
        """The places of each text in the range that are not inside the place of a longer text."""
        start, end = text_range.span
        taken = bytearray(end - start)
        places = {}
        texts = {self._texts[position] for position in text_range.positions}
        for text in sorted(texts, key=lambda each: (-len(each), each)):
            places[text] = [
                at
                for at in self._occurrences(text, text_range.span)
                if taken.find(1, at - start, at - start + len(text)) < 0
            ]
            for at in places[text]:
                taken[at - start : at - start + len(text)] = b"\1" * len(text)
        return places

    def _occurrences(self, text: str, span: Span) -> Iterator[int]:
        at = self._text.find(text, *span) if text else -1
        while at >= 0:
            end = at + len(text)
            if self._between_words(at) and self._between_words(end):
                yield at
                at = self._text.find(text, end, span[1])
            else:
                at = self._text.find(text, at + 1, span[1])

    def _between_words(self, at: int) -> bool:
        around = self._text[max(at - 1, 0) : at + 1]
        return len(around) < 2 or not around.isalnum()

    def _sure(
        self, text_range: _TextRange, places: Mapping[str, list[int]]
    ) -> list[tuple[int, int]]:
        """Position and place of the texts that occur once, or else equally often, in order."""
        often = Counter(self._texts[position] for position in text_range.positions)
        equal = {text for text, count in often.items() if len(places[text]) == count}
        once = {text for text in equal if often[text] == 1}
        next_place = {text: iter(places[text]) for text in once or equal}
        return [
            (position, next(next_place[self._texts[position]]))
            for position in text_range.positions
            if self._texts[position] in next_place
        ]

    def _between(
        self, text_range: _TextRange, chain: Sequence[tuple[int, int]]
    ) -> Iterator[_TextRange]:
        first, start = text_range.positions.start, text_range.span[0]
        for position, at in [*chain, (text_range.positions.stop, text_range.span[1])]:
            if first < position:
                yield _TextRange(range(first, position), (start, at))
            first = position + 1
            start = at + len(self._texts[position]) if position < len(self._texts) else at


def _longest_in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which the places increase with the positions."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


class _Segmentation:
    """The new segmentation at each place of the text."""

    def __init__(self, cut: Sequence[Sentence]) -> None:
        self._cut = cut
        self._starts = [each.span[0] for each in cut]

    def starts(self, span: Span) -> list[int]:
        """Where new sentences begin inside a span. The span's own start is not included."""
        return self._starts[
            bisect_right(self._starts, span[0]) : bisect_left(self._starts, span[1])
        ]

    def paragraph(self, at: int) -> int:
        """The number of the paragraph at a place."""
        piece = self._piece(at)
        return piece.paragraph if piece else 1

    def part(self, at: int) -> str | None:
        """The kind of furniture at a place; None for body text."""
        piece = self._piece(at)
        return piece.part if piece else None

    def _piece(self, at: int) -> Sentence | None:
        return self._cut[max(bisect_right(self._starts, at) - 1, 0)] if self._cut else None


def _move_sentence(sentence: Sentence, start: int, at: _Segmentation) -> Sentence:
    by = start - sentence.span[0]
    cue = sentence.cue
    if cue is not None:
        cue = cue._replace(span=(cue.span[0] + by, cue.span[1] + by))
    span = (start, start + len(sentence.text))
    shown = move_shown(sentence.shown, by)
    return replace(sentence, span=span, paragraph=at.paragraph(start), cue=cue, shown=shown)


def _new_sentences(
    text: str, covered: Sequence[Span], at: _Segmentation, number: int
) -> Iterator[Sentence]:
    starts = [0, *(end for _, end in covered)]
    ends = [*(start for start, _ in covered), len(text)]
    for gap in zip(starts, ends, strict=True):
        bounds = [gap[0], *at.starts(gap), gap[1]]
        for start, end in pairwise(bounds):
            piece = text[start:end]
            words = piece.strip()
            if words:
                first = start + len(piece) - len(piece.lstrip())
                span = (first, first + len(words))
                yield Sentence(f"s{number}", span, at.paragraph(first), words, at.part(first))
                number += 1


def _without_broken_links(
    sentences: Sequence[Sentence],
) -> tuple[list[Sentence], tuple[tuple[str, str], ...]]:
    there = {sentence.id for sentence in sentences}
    linked, unlinked = [], []
    for sentence in sentences:
        answers: tuple[Answer, ...] = tuple(
            answer for answer in sentence.answers if answer.claim in there
        )
        unlinked += [
            (sentence.id, answer.claim) for answer in sentence.answers if answer.claim not in there
        ]
        linked.append(replace(sentence, answers=answers))
    return linked, tuple(unlinked)
