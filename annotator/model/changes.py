"""Changes of an annotation set: what an edit is, the diff that it makes, and the answer index.

The edits themselves are in `edits`. A diff is small and reversible, so undo keeps it. The answer
index says which sentences answer each claim, and follows each diff without a look at all sentences.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import is_
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, share_positions
from annotator.model.codebook import Codebook


class Replacement(NamedTuple):
    """The sentences from position `at` on that were `before` and are `after`."""

    at: int
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]


class Diff(NamedTuple):
    """What has to be exchanged to come from one annotation set to the other.

    Attributes:
        replacements: At positions of the earlier set; where their number of sentences changes
            there is one swap alone, so that the positions hold in both directions.
        before: The earlier set without its sentences.
        after: The later set without its sentences.
    """

    replacements: tuple[Replacement, ...]
    before: AnnotationSet
    after: AnnotationSet

    @classmethod
    def between(cls, before: AnnotationSet, after: AnnotationSet) -> "Diff":
        """The difference from `before` to `after`, found by the identity of their sentences."""
        return cls(
            _replacements(before.sentences, after.sentences),
            _without_sentences(before),
            _without_sentences(after),
        )

    def __bool__(self) -> bool:
        return bool(self.replacements) or self.before != self.after

    @property
    def inverse(self) -> "Diff":
        """The difference that leads back."""
        swaps = tuple(
            Replacement(replacement.at, replacement.after, replacement.before)
            for replacement in self.replacements
        )
        return Diff(swaps, self.after, self.before)

    @property
    def keeps_order(self) -> bool:
        """Whether every sentence stands where it stood."""
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
        """The positions, in the later set, of the sentences that are new or changed."""
        return tuple(
            position
            for replacement in self.replacements
            for position in range(replacement.at, replacement.at + len(replacement.after))
        )

    @property
    def changed_sources(self) -> frozenset[str]:
        """The ids of the sources that are in both sets, and differ."""
        if self.before.sources == self.after.sources:
            return frozenset()
        before = self.before.source_by_id
        return frozenset(
            each.id for each in self.after.sources if before.get(each.id, each) != each
        )

    def apply(self, annotations: AnnotationSet) -> AnnotationSet:
        """The later set, made from the earlier one."""
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
            for position, same in enumerate(map(is_, before, after))
            if not same
        )
    start = _common_length(before, after)
    end = _common_length(before[start:][::-1], after[start:][::-1])
    return (Replacement(start, before[start : len(before) - end], after[start : len(after) - end]),)


def _common_length(left: tuple[Sentence, ...], right: tuple[Sentence, ...]) -> int:
    pairs = enumerate(map(is_, left, right))
    return next((position for position, same in pairs if not same), min(len(left), len(right)))


SentenceIds = tuple[str, ...]


class Edit(ABC):
    """One change that a person makes; it never changes the set that it is applied to."""

    @abstractmethod
    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        """The set after the edit.

        Raises:
            DataError: The edit is impossible here, with the reason in words.
            KeyError: A sentence that it names is not there.
        """

    @abstractmethod
    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        """What the edit does, for the status line; `annotations` is the set before it."""

    def changes_status(self) -> bool:
        """Whether it says of the whole set that it is done or not, which a finished one allows."""
        return False

    def changes_segmentation(self) -> bool:
        """Whether it moves the boundaries of sentences, which in a project are everybody's."""
        return False


def sentence_numbers(annotations: AnnotationSet, sentences: SentenceIds) -> str:
    """The positions of sentences as the screen numbers them: "4" or "4-6" or "4, 9"."""
    positions = sorted(annotations.positions[sentence] + 1 for sentence in sentences)
    if len(positions) > 1 and positions[-1] - positions[0] == len(positions) - 1:
        return f"{positions[0]}-{positions[-1]}"
    return ", ".join(str(position) for position in positions)


def change_sentences(
    annotations: AnnotationSet, sentences: Iterable[str], how: Callable[[Sentence], Sentence]
) -> AnnotationSet:
    """The set with `how` applied to each of the sentences named; equal results change nothing."""
    changed = list(annotations.sentences)
    for sentence in sentences:
        position = annotations.positions[sentence]
        new = how(changed[position])
        if new != changed[position]:
            changed[position] = new
    result = replace(annotations, sentences=tuple(changed))
    share_positions(annotations, result)
    return result


AnswerIndex = Mapping[str, tuple[str, ...]]
"""The ids of the sentences that answer each claim, by the claim's id."""


def answer_index_after(answered: AnswerIndex, diff: Diff) -> AnswerIndex:
    """What answers what after a change; the same mapping where no link has changed."""
    gone = [link for replacement in diff.replacements for link in _answer_pairs(replacement.before)]
    come = [link for replacement in diff.replacements for link in _answer_pairs(replacement.after)]
    if gone == come:
        return answered
    after = dict(answered)
    for sentence, claim in gone:
        after[claim] = tuple(each for each in after.get(claim, ()) if each != sentence)
    for sentence, claim in come:
        after[claim] = (*after.get(claim, ()), sentence)
    return {claim: sentences for claim, sentences in after.items() if sentences}


def linked_positions(
    annotations: AnnotationSet, answered: AnswerIndex, position: int
) -> tuple[int, ...]:
    """The positions of what a sentence answers and of what answers it, in order."""
    sentence, positions = annotations.sentences[position], annotations.positions
    others = {answer.claim for answer in sentence.answers} | {*answered.get(sentence.id, ())}
    return tuple(sorted(positions[other] for other in others if other in positions))


def _answer_pairs(sentences: tuple[Sentence, ...]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        for answer in sentence.answers:
            yield sentence.id, answer.claim


def answer_index(annotations: AnnotationSet) -> Mapping[str, tuple[str, ...]]:
    """The ids of the sentences that answer each claim, by the claim's id.

    A change of a claim changes what `lint_sentence` says of these.
    """
    answering: dict[str, list[str]] = {}
    for sentence in annotations.sentences:
        for answer in sentence.answers:
            answering.setdefault(answer.claim, []).append(sentence.id)
    return {claim: tuple(sentences) for claim, sentences in answering.items()}
