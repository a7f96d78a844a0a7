"""The file of a learned model: weights as JSON, read strictly. It can run nothing."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.storage import json_records, strict_yaml
from annotator.storage.file_records import (
    CodebookReferenceRecord,
    Name,
    Ordinal,
    Sha256,
    Share,
    StrictRecord,
)
from annotator.text.learned_features import LABELS, VERSION
from annotator.text.learned_suggester import (
    ATTRIBUTED,
    LEARNED_FIELDS,
    UNATTRIBUTED,
    LearnedModels,
)
from annotator.text.linear_model import LinearModel, Weights
from annotator.text.sequence_model import SequenceModel

_WHAT, _REMEDY = "The model", "Run `annotator learn` again."
_VERSION_DIGITS = 12
_LARGEST_WEIGHT: Final = 1e6
"""Larger weights are never learned, and their sum could become infinite."""
Difference = Annotated[float, Meta(ge=-1, le=1)]


class FieldScoreRecord(StrictRecord, kw_only=True):
    """The figures of a field: F1 on documents that the model had not seen, and that of the rules.

    `cases` is the number of values that the annotator set. `interval` is the 95% interval of the
    difference over documents; without it, `reason` says why there is none. `better` is whether the
    model beats the rules.
    """

    cases: Annotated[int, Meta(ge=0)]
    learned: Share | None
    rules: Share | None
    difference: Difference | None
    interval: tuple[Difference, Difference] | None = None
    reason: str = ""
    better: bool = False


class LearnedFromRecord(StrictRecord):
    """What a model learned from."""

    by: Name
    codebook: CodebookReferenceRecord
    documents: Ordinal
    sentences: Ordinal
    folds: Ordinal
    seed: int
    assisted: int = 0


class LinearModelRecord(StrictRecord):
    """A linear model."""

    classes: list[str]
    bias: list[float]
    weights: dict[str, list[float]]


class SequenceModelRecord(StrictRecord):
    """A model of the labels of words."""

    labels: list[str]
    transitions: list[list[float]]
    weights: dict[str, list[float]]


class LearnedModelRecord(StrictRecord, kw_only=True):
    """A learned model. `sha256` is the hash of everything else, and so tells damage."""

    format: Literal["attribution-model/1"]
    sha256: Sha256
    features: int
    rules: Sha256
    learned_from: LearnedFromRecord
    scores: dict[str, FieldScoreRecord]
    suggests: list[str]
    tags: LinearModelRecord | None
    attributed: LinearModelRecord | None
    words: SequenceModelRecord | None


@dataclass(frozen=True, slots=True)
class LearnedFieldScore:
    """How a learned model does on a field, next to the rules, on documents it had not seen.

    Attributes:
        cases: The number of values that the annotator set.
        learned: The F1 of the model; for tags, the mean over tags. None if it is undefined.
        rules: The same of the rules.
        difference: The first minus the second.
        interval: The 95% interval of the difference over documents, or None.
        reason: Why there is no interval.
        better: Whether the model beats the rules.
    """

    cases: int
    learned: float | None
    rules: float | None
    difference: float | None
    interval: tuple[float, float] | None = None
    reason: str = ""
    better: bool = False


@dataclass(frozen=True, slots=True)
class LearnedFrom:
    """What a model learned from.

    Attributes:
        by: The annotator, or the word `gold`.
        codebook: The codebook of the decisions.
        documents: The number of documents.
        sentences: The number of decided sentences.
        folds: The number of parts of the documents for the figures.
        seed: The seed of the draw of these parts.
        assisted: The number of decisions that were made with suggestions of a learned model.
    """

    by: str
    codebook: CodebookReference
    documents: int
    sentences: int
    folds: int
    seed: int
    assisted: int = 0


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """A learned model with everything about it.

    Attributes:
        models: The weights.
        learned_from: What it learned from.
        scores: Its figures on documents that it had not seen, by field.
        rules: The hash of the rules whose signals it uses.
    """

    models: LearnedModels
    learned_from: LearnedFrom
    scores: Mapping[SuggestedField, LearnedFieldScore]
    rules: str

    @property
    def fields(self) -> tuple[SuggestedField, ...]:
        """The fields for which it suggests something: those in which it beats the rules."""
        return tuple(field for field, each in self.scores.items() if each.better)

    @property
    def sha256(self) -> str:
        """The hash of everything that decides what it suggests, and of its figures."""
        return _hash(_content(self))

    @property
    def version(self) -> str:
        """The first digits of the hash."""
        return self.sha256[:_VERSION_DIGITS]


# Writing


def render(model: LearnedModel) -> bytes:
    """The file of a model, with everything in a fixed order.

    Raises:
        DataError: The file would be too large to read again.
    """
    content = _content(model)
    record = {"format": "attribution-model/1", "sha256": _hash(content), **content}
    data = "".join((*_lines(record), "\n")).encode()
    if len(data) >= strict_yaml.MAX_BYTES:
        limit = strict_yaml.MAX_BYTES // 1024 // 1024
        raise DataError(f"The model would be larger than {limit} MB. Learn from fewer documents.")
    return data


_LINES_TO_DEPTH = 3


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    """JSON with a line for each feature, so that two models can be compared with `diff`."""
    if not isinstance(value, dict) or depth >= _LINES_TO_DEPTH or not value:
        # Lone surrogates, which a text can have, are escaped.
        yield json.dumps(value, allow_nan=False)
        return
    for at, (name, each) in enumerate(value.items()):
        yield f"{',' if at else '{'}\n{json.dumps(name)}: "
        yield from _lines(each, depth + 1)
    yield "\n}"


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(model: LearnedModel) -> dict[str, Any]:
    return {
        "features": VERSION,
        "rules": model.rules,
        "learned_from": _learned_from_record(model.learned_from),
        "scores": {field.value: _score_record(each) for field, each in model.scores.items()},
        "suggests": [each.value for each in model.fields],
        "tags": _linear_record(model.models.tags),
        "attributed": _linear_record(model.models.attributed),
        "words": _sequence_record(model.models.words),
    }


def _learned_from_record(each: LearnedFrom) -> dict[str, Any]:
    book = each.codebook
    return {
        "by": each.by,
        "codebook": {"name": book.name, "version": book.version, "sha256": book.sha256},
        "documents": each.documents,
        "sentences": each.sentences,
        "folds": each.folds,
        "seed": each.seed,
        "assisted": each.assisted,
    }


def _score_record(each: LearnedFieldScore) -> dict[str, Any]:
    return {
        "cases": each.cases,
        "learned": each.learned,
        "rules": each.rules,
        "difference": each.difference,
        "interval": each.interval and list(each.interval),
        "reason": each.reason,
        "better": each.better,
    }


def _linear_record(model: LinearModel | None) -> dict[str, Any] | None:
    if model is None:
        return None
    return {
        "classes": list(model.classes),
        "bias": list(model.bias),
        "weights": _sorted(model.weights),
    }


def _sequence_record(model: SequenceModel | None) -> dict[str, Any] | None:
    if model is None:
        return None
    return {
        "labels": list(model.labels),
        "transitions": [list(each) for each in model.transitions],
        "weights": _sorted(model.weights),
    }


def _sorted(weights: Weights) -> dict[str, list[float]]:
    return {name: list(each) for name, each in sorted(weights.items())}


# Reading


def read_model(path: Path) -> LearnedModel:
    """The model in a file.

    Raises:
        DataError: The file cannot be read, is damaged, or does not fit this version.
    """
    return parse(strict_yaml.read_bytes(path), str(path))


def parse(data: bytes, file: str) -> LearnedModel:
    """The model in a file's bytes.

    Raises:
        DataError: The file is damaged, or does not fit this version.
    """
    record = json_records.read_record(data, LearnedModelRecord, file, _WHAT, _REMEDY)
    wrong = next(_faults(record), None)
    if wrong is not None:
        raise DataError(Problem(f"{_WHAT} is damaged: {wrong}. {_REMEDY}", file))
    if record.features != VERSION:
        words = "The model is from another version of annotator. Run `annotator learn` again."
        raise DataError(Problem(words, file))
    model = _model(record)
    if model.sha256 != record.sha256:
        words = "The model was changed after it was learned. Run `annotator learn` again."
        raise DataError(Problem(words, file))
    return model


def _faults(record: LearnedModelRecord) -> Iterator[str]:
    """What is wrong with the values of a record."""
    fields = {each.value for each in LEARNED_FIELDS}
    if not fields.issuperset(record.scores) or not fields.issuperset(record.suggests):
        yield "it names a field that is not learned"
    for each in (record.tags, record.attributed):
        if each is not None:
            yield from _linear_faults(each)
    if record.attributed and sorted(record.attributed.classes) != [ATTRIBUTED, UNATTRIBUTED]:
        yield "its classes are not the expected ones"
    if record.words is not None:
        yield from _sequence_faults(record.words)


def _linear_faults(record: LinearModelRecord) -> Iterator[str]:
    count = len(record.classes)
    if count < 2 or len(set(record.classes)) < count:
        yield "a model needs at least two different classes"
    yield from _weight_faults([record.bias, *record.weights.values()], count)


def _sequence_faults(record: SequenceModelRecord) -> Iterator[str]:
    count = len(record.labels)
    if not count or len(set(record.labels)) < count or not set(record.labels) <= set(LABELS):
        yield "its labels are not the expected ones"
    if len(record.transitions) != count:
        yield "it has too many or too few transitions"
    yield from _weight_faults([*record.transitions, *record.weights.values()], count)


def _weight_faults(rows: Iterable[list[float]], count: int) -> Iterator[str]:
    for each in rows:
        if len(each) != count:
            yield "a feature has too many or too few weights"
        if not all(math.isfinite(one) and abs(one) <= _LARGEST_WEIGHT for one in each):
            yield "a weight is not a number of the expected size"


def _model(record: LearnedModelRecord) -> LearnedModel:
    from_ = record.learned_from
    book = from_.codebook
    return LearnedModel(
        LearnedModels(
            _linear_model(record.tags),
            _linear_model(record.attributed),
            _sequence_model(record.words),
        ),
        LearnedFrom(
            from_.by,
            CodebookReference(book.name, book.version, book.sha256),
            from_.documents,
            from_.sentences,
            from_.folds,
            from_.seed,
            from_.assisted,
        ),
        {SuggestedField(name): _score(each) for name, each in record.scores.items()},
        record.rules,
    )


def _score(each: FieldScoreRecord) -> LearnedFieldScore:
    return LearnedFieldScore(**msgspec.structs.asdict(each))


def _linear_model(record: LinearModelRecord | None) -> LinearModel | None:
    if record is None:
        return None
    return LinearModel(tuple(record.classes), tuple(record.bias), _weights(record.weights))


def _sequence_model(record: SequenceModelRecord | None) -> SequenceModel | None:
    if record is None:
        return None
    transitions = tuple(tuple(each) for each in record.transitions)
    return SequenceModel(tuple(record.labels), transitions, _weights(record.weights))


def _weights(rows: Mapping[str, list[float]]) -> Weights:
    return {name: tuple(each) for name, each in rows.items()}
