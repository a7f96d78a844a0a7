"""A second look: where an annotator's own decisions differ from what a suggester says."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    Sentence,
    Shown,
    Source,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.prompt_level import PromptSettings
from annotator.model.suggestions import (
    FieldSuggestions,
    Suggestion,
    Taken,
    own_value,
    taken,
)


class Difference(NamedTuple):
    """A decision that differs from the suggestion.

    Attributes:
        field: The field.
        own: The annotator's own value.
        suggestion: The suggestion.
    """

    field: SuggestedField
    own: SuggestedValue
    suggestion: Suggestion


def differences(
    annotations: AnnotationSet,
    sentence: Sentence,
    found: FieldSuggestions,
    fields: Collection[SuggestedField],
    codebook: Codebook,
    prompts: PromptSettings,
) -> Iterator[Difference]:
    """Where the decisions on a sentence differ from suggestions.

    Args:
        annotations: The set.
        sentence: One of its sentences.
        found: The suggestions for the sentence.
        fields: The fields to compare.
        codebook: The codebook of the set.
        prompts: What the annotator is asked for. What nobody asks for does not differ.
    """
    if not sentence.body or sentence.tag is None:
        return
    source = annotations.source_of(sentence)
    for field in (each for each in SuggestedField if each in fields):
        first = next(iter(found.get(field, ())), None)
        if first is None or not _is_decided(field, first, sentence, source, codebook, prompts):
            continue
        if taken(Shown(field, "", "", first.value), sentence, source) is not Taken.TRUE:
            yield Difference(field, own_value(field, sentence, source), first)


def _is_decided(
    field: SuggestedField,
    suggestion: Suggestion,
    sentence: Sentence,
    source: Source | None,
    codebook: Codebook,
    prompts: PromptSettings,
) -> bool:
    """Whether a field of a tagged sentence is decided, so that it can differ."""
    role: Role = codebook.role(sentence.tag)
    match field:
        case SuggestedField.TAG:
            return True
        case SuggestedField.SOURCE:
            return role.attributes and (prompts.sources or source is not None)
        case SuggestedField.KIND:
            return source is not None and bool(suggestion.value)
        case SuggestedField.CUE:
            return role.attributes and prompts.cues and source is not None
        case SuggestedField.ANSWERS:
            return role.answers and (prompts.links or bool(sentence.answers))
