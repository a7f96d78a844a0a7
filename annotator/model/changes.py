"""Changes of an annotation set: edits, diffs, and the index of answers.

The edits themselves are in `edits`. A diff is small and reversible, so undo stores diffs. The
answer index lists the sentences that answer each claim. A diff updates it without a scan of all
sentences.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import is_
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, share_positions
from annotator.model.codebook import Codebook


class Replacement(NamedTuple):
    """The sentences from position `at` on, before and after a change."""

    at: int
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]


class Diff(NamedTuple):
    """The difference between two annotation sets.

    Attributes:
        replacements: The changed sentences, at positions of the earlier set. If the number of
            sentences changes there is only one replacement, so that the positions are valid in both
            directions.
        before: The earlier set without its sentences.
        after: The later set without its sentences.
    """

    replacements: tuple[Replacement, ...]
    before: AnnotationSet
    after: AnnotationSet

    @classmethod
    def between(cls, before: AnnotationSet, after: AnnotationSet) -> "Diff":
        """The difference from `before` to `after`. Sentences are compared by identity."""
        return cls(
            _replacements(before.sentences, after.sentences),
            _without_sentences(before),
            _without_sentences(after),
        )

    def __bool__(self) -> bool:
        return bool(self.replacements) or self.before != self.after

    @property
    def inverse(self) -> "Diff":
        """The reverse difference."""
        swaps = tuple(
            Replacement(replacement.at, replacement.after, replacement.before)
            for replacement in self.replacements
        )
        return Diff(swaps, self.after, self.before)

    @property
    def keeps_order(self) -> bool:
        """Whether every sentence keeps its position."""
        return all(
            len(replacement.before) == len(replacement.after)
            and all(
                old.id == new.id
                for old, new in zip(replacement.before, replacement.after, strict=True)
            )
            for replacement in self.replacements
        )

    @property
    def changed_positions(self) -> tuple[int, ...]:
        """The positions, in the later set, of the new and changed sentences."""
        return tuple(
            position
            for replacement in self.replacements
            for position in range(replacement.at, replacement.at + len(replacement.after))
        )

    @property
    def changed_sources(self) -> frozenset[str]:
        """The ids of the sources that are in both sets and differ."""
        if self.before.sources == self.after.sources:
            return frozenset()
        before = self.before.source_by_id
        return frozenset(
            each.id for each in self.after.sources if before.get(each.id, each) != each
        )

    def apply(self, annotations: AnnotationSet) -> AnnotationSet:
        """The later set, computed from the earlier one."""
        sentences = list(annotations.sentences)
        for replacement in self.replacements:
            sentences[replacement.at : replacement.at + len(replacement.before)] = replacement.after
        result = replace(self.after, sentences=tuple(sentences))
        if self.keeps_order:
            share_positions(annotations, result)
        return result


def _without_sentences(annotations: AnnotationSet) -> AnnotationSet:
    return replace(annotations, sentences=())


def _replacements(
    before: tuple[Sentence, ...], after: tuple[Sentence, ...]
) -> tuple[Replacement, ...]:
    if len(before) == len(after):
        return tuple(
            Replacement(position, (before[position],), (after[position],))
            for position in _different(before, after)
        )
    start = _common_length(before, after)
    end = _common_length(before[start:][::-1], after[start:][::-1])
    return (Replacement(start, before[start : len(before) - end], after[start : len(after) - end]),)


def _different(left: tuple[Sentence, ...], right: tuple[Sentence, ...]) -> Iterator[int]:
    """The positions of sentences that differ. A search of bytes is fast in a long article too."""
    same = bytes(map(is_, left, right))
    position = same.find(0)
    while position >= 0:
        yield position
        position = same.find(0, position + 1)


def _common_length(left: tuple[Sentence, ...], right: tuple[Sentence, ...]) -> int:
    pairs = enumerate(map(is_, left, right))
    return next((position for position, same in pairs if not same), min(len(left), len(right)))


SentenceIds = tuple[str, ...]


class Edit(ABC):
    """One change by a person. It never modifies the set that it is applied to."""

    @abstractmethod
    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        """The set after the edit.

        Raises:
            DataError: The edit is not possible. The message says why. KeyError: A sentence that it
            names does not exist.
        """

    @abstractmethod
    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        """What the edit does, for the status line. `annotations` is the set before the edit."""

    def changes_status(self) -> bool:
        """Whether it changes the status of the set, which is allowed in a finished set too."""
        return False

    def changes_segmentation(self) -> bool:
        """Whether it moves sentence boundaries, which all annotators of a project share."""
        return False


def sentence_numbers(annotations: AnnotationSet, sentences: SentenceIds) -> str:
    """The positions of sentences as the screen shows them: "4", "4-6" or "4, 9"."""
    positions = sorted(annotations.positions[sentence] + 1 for sentence in sentences)
    if len(positions) > 1 and positions[-1] - positions[0] == len(positions) - 1:
        return f"{positions[0]}-{positions[-1]}"
    return ", ".join(str(position) for position in positions)


def change_sentences(
    annotations: AnnotationSet, sentences: Iterable[str], change: Callable[[Sentence], Sentence]
) -> AnnotationSet:
    """The set with `change` applied to each named sentence. Equal results change nothing."""
    changed = list(annotations.sentences)
    for sentence in sentences:
        position = annotations.positions[sentence]
        new = change(changed[position])
        if new != changed[position]:
            changed[position] = new
    result = replace(annotations, sentences=tuple(changed))
    share_positions(annotations, result)
    return result


AnswerIndex = Mapping[str, tuple[str, ...]]
"""The ids of the sentences that answer each claim, by the claim's id."""


def answer_index_after(answered: AnswerIndex, diff: Diff) -> AnswerIndex:
    """The answer index after a change; the same mapping if no link has changed."""
    removed = [link for each in diff.replacements for link in _answer_pairs(each.before)]
    added = [link for each in diff.replacements for link in _answer_pairs(each.after)]
    if removed == added:
        return answered
    after = dict(answered)
    for sentence, claim in removed:
        after[claim] = tuple(each for each in after.get(claim, ()) if each != sentence)
    for sentence, claim in added:
        after[claim] = (*after.get(claim, ()), sentence)
    return {claim: sentences for claim, sentences in after.items() if sentences}


def linked_positions(
    annotations: AnnotationSet, answered: AnswerIndex, position: int
) -> tuple[int, ...]:
    """The positions of the claims that a sentence answers, and of its answers, in order."""
    sentence, positions = annotations.sentences[position], annotations.positions
    others = {answer.claim for answer in sentence.answers} | {*answered.get(sentence.id, ())}
    return tuple(sorted(positions[other] for other in others if other in positions))


def _answer_pairs(sentences: tuple[Sentence, ...]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        for answer in sentence.answers:
            yield sentence.id, answer.claim


def answer_index(annotations: AnnotationSet) -> Mapping[str, tuple[str, ...]]:
    """The ids of the sentences that answer each claim, by the claim's id.

    When a claim changes, the findings of `lint_sentence` for these sentences can change too.
    """
    answering: dict[str, list[str]] = {}
    for sentence in annotations.sentences:
        for answer in sentence.answers:
            answering.setdefault(answer.claim, []).append(sentence.id)
    return {claim: tuple(sentences) for claim, sentences in answering.items()}
