"""Suggestions: what a suggester says about a document, and the record of what became of it.

A set never holds a suggestion as a decision of its own. It records what was suggested, when the
annotator saw it, and, compared with the annotator's own value, whether it was taken.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    DocumentKey,
    Exposure,
    Sentence,
    Shown,
    Source,
    Span,
    SuggestedField,
    SuggestedValue,
    share_positions,
)
from annotator.model.codebook import CodebookReference
from annotator.model.name_folding import fold_name

MAX_REASON_LENGTH = 200
"""The maximum length of the reason for a suggestion, in code points."""


class Suggestion(NamedTuple):
    """One suggested value.

    Attributes:
        value: The value; empty if no value at all is suggested.
        score: A calibrated probability that it is right, from 0 to 1, or None.
        reason: Why it is suggested, at most `MAX_REASON_LENGTH` code points.
        span: For a source: its words in the sentence, in code points of the document; None if they
            are elsewhere or unknown. Files do not keep it.
    """

    value: SuggestedValue
    score: float | None = None
    reason: str = ""
    span: Span | None = None


FieldSuggestions = Mapping[SuggestedField, tuple[Suggestion, ...]]
"""The suggestions for a sentence, the best first, by field."""


@dataclass(frozen=True, slots=True)
class Suggester:
    """Who makes suggestions.

    Attributes:
        name: Its name, an ID.
        version: Its version, and if it has none, the first digits of the hash.
        sha256: The hash of everything that decides what it suggests.
    """

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentSuggestions:
    """The suggestions of one suggester for one document.

    Attributes:
        suggester: The suggester.
        document: The document's ID and the hash of its text.
        codebook: The codebook that the tags are from.
        sentences: The suggestions by the sentence's ID. Sentences without any are left out.
    """

    suggester: Suggester
    document: DocumentKey
    codebook: CodebookReference
    sentences: Mapping[str, FieldSuggestions]


# The record of what was shown


class Taken(StrEnum):
    """Whether an annotator's own value is the suggested one, shares a part with it, or neither."""

    TRUE = "true"
    CHANGED = "changed"
    FALSE = "false"


def own_value(field: SuggestedField, sentence: Sentence, source: Source | None) -> SuggestedValue:
    """The annotator's own value of a field; empty if there is none.

    Args:
        field: The field.
        sentence: The sentence.
        source: The sentence's source, or None.
    """
    match field:
        case SuggestedField.TAG:
            return sentence.tag or ""
        case SuggestedField.SOURCE:
            return source.name if source else ""
        case SuggestedField.KIND:
            return (source.kind or "") if source else ""
        case SuggestedField.CUE:
            return sentence.cue.span if sentence.cue else ()
        case SuggestedField.ANSWERS:
            return sentence.answers


def taken(shown: Shown, sentence: Sentence, source: Source | None) -> Taken:
    """Whether a suggestion was taken. It depends on the values only, not on how they were set.

    That nothing was suggested is taken only if the sentence has a tag, and so was decided.

    Args:
        shown: The suggestion.
        sentence: The sentence with the annotator's decisions.
        source: The sentence's source, or None.
    """
    own = own_value(shown.field, sentence, source)
    if _same(own, shown.value):
        return Taken.TRUE if own or sentence.tag is not None else Taken.FALSE
    return Taken.CHANGED if _overlaps(shown.field, own, shown.value) else Taken.FALSE


def rank(shown: Shown, sentence: Sentence, source: Source | None) -> int | None:
    """The place of the annotator's own value among the offered ones, from 1; None if it has none.

    Of several answers, the first one counts.
    """
    own = own_value(shown.field, sentence, source)
    if isinstance(own, tuple):
        own = next((each.claim for each in own if isinstance(each, Answer)), "")
    offered = [fold_name(each) for each in shown.offered]
    return offered.index(fold_name(own)) + 1 if own and fold_name(own) in offered else None


def _same(own: SuggestedValue, suggested: SuggestedValue) -> bool:
    if isinstance(own, str) and isinstance(suggested, str):
        return fold_name(own) == fold_name(suggested)
    return tuple(own) == tuple(suggested)


def _overlaps(field: SuggestedField, own: SuggestedValue, suggested: SuggestedValue) -> bool:
    """Whether two different values have a part in common: words of a name, a place, a claim."""
    if not own or not suggested:
        return False
    match field:
        case SuggestedField.SOURCE:
            words = set(fold_name(str(own)).split()) & set(fold_name(str(suggested)).split())
            return bool(words - _SMALL_WORDS)
        case SuggestedField.CUE:
            (start, end), (first, last) = _span(own), _span(suggested)
            return max(start, first) < min(end, last)
        case SuggestedField.ANSWERS:
            return bool(_claims(own) & _claims(suggested))
        case SuggestedField.TAG | SuggestedField.KIND:
            return False


def _span(value: SuggestedValue) -> Span:
    start, end = (each for each in value if isinstance(each, int))
    return start, end


_SMALL_WORDS = frozenset(["a", "an", "the", "of", "and", "for", "in", "on", "at", "to"])


def _claims(value: SuggestedValue) -> set[str]:
    return {each.claim for each in value if isinstance(each, Answer)}


class ShownSuggestions:
    """What has been suggested in a session, by sentence. An undo does not take it back.

    A sentence's record is written with its next decision. That something was seen changes no set.

    Args:
        annotations: The set at the start of the session, with what it has recorded already.
    """

    def __init__(self, annotations: AnnotationSet) -> None:
        self._by_sentence: dict[str, dict[SuggestedField, Shown]] = {
            each.id: {shown.field: shown for shown in each.shown}
            for each in annotations.sentences
            if each.shown
        }

    def __bool__(self) -> bool:
        return bool(self._by_sentence)

    def record(self, sentence: str, shown: Iterable[Shown]) -> None:
        """Record suggestions for a sentence.

        The first sight decides whether it was before or after the own decision, and the last one
        which value was suggested. What was seen was not withheld.
        """
        known = self._by_sentence.setdefault(sentence, {})
        for each in shown:
            earlier = known.get(each.field)
            known[each.field] = _merged(earlier, each) if earlier else each

    def of(self, sentence: str) -> tuple[Shown, ...]:
        """What has been suggested for a sentence, in the order of the fields."""
        known = self._by_sentence.get(sentence, {})
        return tuple(known[field] for field in SuggestedField if field in known)

    def stamp(self, annotations: AnnotationSet, positions: Iterable[int]) -> AnnotationSet:
        """The set with the record of the sentences at these positions.

        Args:
            annotations: The set after an edit, an undo or a redo.
            positions: The positions of the sentences that it changed.
        """
        known = annotations.sentences
        stamped = {
            at: self._stamped(known[at], annotations.source_of(known[at])) for at in positions
        }
        if all(each is known[at] for at, each in stamped.items()):
            return annotations
        sentences = [stamped.get(at, each) for at, each in enumerate(known)]
        result = replace(annotations, sentences=tuple(sentences))
        share_positions(annotations, result)
        return result

    def _stamped(self, sentence: Sentence, source: Source | None) -> Sentence:
        shown = tuple(_with_was(each, sentence, source) for each in self.of(sentence.id))
        return sentence if shown == sentence.shown else replace(sentence, shown=shown)


def _merged(earlier: Shown, later: Shown) -> Shown:
    """The record after the same field was suggested again."""
    if earlier.exposure is Exposure.NEVER:
        return later
    if later.exposure is Exposure.NEVER:
        return earlier
    was = later.was if earlier.was is None else earlier.was
    return replace(later, exposure=earlier.exposure, was=was)


def _with_was(shown: Shown, sentence: Sentence, source: Source | None) -> Shown:
    """The record without the earlier value where the annotator still has it, or is back at it."""
    if shown.was is None:
        return shown
    own = own_value(shown.field, sentence, source)
    return replace(shown, was=None) if _same(own, shown.was) else shown


def move_shown(shown: tuple[Shown, ...], by: int) -> tuple[Shown, ...]:
    """The record of a sentence that moved by some code points: cues move with it."""

    def moved(value: SuggestedValue) -> SuggestedValue:
        return tuple(each + by for each in value if isinstance(each, int))

    return _mapped(shown, SuggestedField.CUE, moved)


def redirect_shown(
    shown: tuple[Shown, ...], redirect: Callable[[tuple[Answer, ...]], tuple[Answer, ...]]
) -> tuple[Shown, ...]:
    """The record of a sentence after claims got other IDs.

    Args:
        shown: The record.
        redirect: Gives the answers with the claims' new IDs.
    """

    def redirected(value: SuggestedValue) -> SuggestedValue:
        return redirect(tuple(each for each in value if isinstance(each, Answer)))

    def of_claim(claim: str) -> str:
        return next((each.claim for each in redirect((Answer(claim),))), claim)

    answers = SuggestedField.ANSWERS
    return tuple(
        replace(each, offered=tuple(map(of_claim, each.offered))) if each.field is answers else each
        for each in _mapped(shown, answers, redirected)
    )


def rename_shown_tags(shown: tuple[Shown, ...], new_tag: Callable[[str], str]) -> tuple[Shown, ...]:
    """The record of a sentence in another codebook.

    Args:
        shown: The record.
        new_tag: Gives a tag's ID in the other codebook, or an empty text if it has none.
    """
    return _mapped(shown, SuggestedField.TAG, lambda tag: new_tag(str(tag)) if tag else "")


def _mapped(
    shown: tuple[Shown, ...],
    field: SuggestedField,
    change: Callable[[SuggestedValue], SuggestedValue],
) -> tuple[Shown, ...]:
    """The record, with both values of one field changed."""
    return tuple(
        replace(each, value=change(each.value), was=None if each.was is None else change(each.was))
        if each.field is field
        else each
        for each in shown
    )
