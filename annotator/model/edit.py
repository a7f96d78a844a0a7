"""What every edit is, and the steps that several of them take; `edits` has the edits themselves."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import replace

from annotator.model.annotation import AnnotationSet, Cue, Sentence
from annotator.model.codebook import Codebook
from annotator.model.delta import share_positions

SentenceIds = tuple[str, ...]


class Edit(ABC):
    """One change that a person makes; it never changes the set that it is applied to."""

    @abstractmethod
    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        """The set after the edit.

        Raises:
            Refused: The edit is impossible here, with the reason in words.
            KeyError: A sentence that it names is not there.
        """

    @abstractmethod
    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        """What the edit does, for the status line; `annotations` is the set before it."""

    def closes(self) -> bool:
        """Whether it says of the whole set that it is done or not, which a finished one allows."""
        return False

    def reshapes(self) -> bool:
        """Whether it moves the boundaries of sentences, which in a project are everybody's."""
        return False


def numbers(annotations: AnnotationSet, sentences: SentenceIds) -> str:
    """The positions of sentences as the screen numbers them: "4" or "4-6" or "4, 9"."""
    positions = sorted(annotations.positions[sentence] + 1 for sentence in sentences)
    if len(positions) > 1 and positions[-1] - positions[0] == len(positions) - 1:
        return f"{positions[0]}-{positions[-1]}"
    return ", ".join(str(position) for position in positions)


def change(
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


def without_unused_sources(annotations: AnnotationSet) -> AnnotationSet:
    """The set without the sources that no sentence names, those concerned aside."""
    used = {sentence.source for sentence in annotations.sentences if sentence.source}
    kept = tuple(source for source in annotations.sources if source.concerned or source.id in used)
    if kept == annotations.sources:
        return annotations
    result = replace(annotations, sources=kept)
    share_positions(annotations, result)
    return result


def holds(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue's words stand in the sentence at the cue's span."""
    start, end = cue.span[0] - sentence.span[0], cue.span[1] - sentence.span[0]
    return 0 <= start < end and sentence.text[start:end] == cue.text
