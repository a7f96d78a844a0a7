"""The record of what was suggested for a sentence, as plain data in files and in columns."""

from collections.abc import Callable, Mapping
from typing import Any

from annotator.model.annotation import (
    Answer,
    Exposure,
    Sentence,
    Shown,
    Source,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.suggestions import rank, taken

Plain = dict[str, Any]


def plain_shown(sentence: Sentence, source: Source | None) -> dict[str, Plain]:
    """The record of a sentence by field, with what became of each suggestion.

    Args:
        sentence: The sentence with the annotator's decisions.
        source: The sentence's source, or None.
    """
    return {each.field.value: _plain(each, sentence, source) for each in sentence.shown}


def _plain(shown: Shown, sentence: Sentence, source: Source | None) -> Plain:
    fields = {
        "by": shown.by,
        "version": shown.version,
        "value": plain_value(shown.value),
        "offered": list(shown.offered) or None,
        "rank": rank(shown, sentence, source),
        "was": None if shown.was is None else plain_value(shown.was),
        "when": shown.exposure.value,
        "held": shown.held or None,
        "taken": taken(shown, sentence, source).value,
    }
    return {name: value for name, value in fields.items() if value is not None}


def plain_value(value: SuggestedValue) -> Any:
    """A suggested value as plain data: a text, two numbers, or a list of answers."""
    if isinstance(value, str):
        return value
    return [_plain_answer(each) if isinstance(each, Answer) else each for each in value]


def _plain_answer(answer: Answer) -> Plain:
    return {"claim": answer.claim} | ({"stance": answer.stance} if answer.stance else {})


def shown_from(record: Any) -> tuple[Shown, ...]:
    """The suggestions in a record with one entry for each field, or None."""
    found = ((field, getattr(record, field.value, None)) for field in SuggestedField)
    return tuple(_shown(field, each) for field, each in found if each is not None)


def _shown(field: SuggestedField, record: Any) -> Shown:
    return Shown(
        field=field,
        by=record.by,
        version=record.version,
        value=value_from(field, record.value),
        exposure=Exposure(record.when),
        offered=tuple(record.offered),
        was=None if record.was is None else value_from(field, record.was),
        held=record.held,
    )


def value_from(field: SuggestedField, value: Any) -> SuggestedValue:
    """The value of a field in a record."""
    convert = _FROM_RECORD.get(field)
    return str(value) if convert is None else convert(value)


_FROM_RECORD: Mapping[SuggestedField, Callable[[Any], SuggestedValue]] = {
    SuggestedField.CUE: tuple,
    SuggestedField.ANSWERS: lambda answers: tuple(
        Answer(each.claim, each.stance) for each in answers
    ),
}
