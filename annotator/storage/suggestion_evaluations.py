"""Files of evaluations: how well a suggester did in a project, tag by tag."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from annotator.model.codebook import CodebookReference
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestions import Suggester
from annotator.storage import strict_yaml
from annotator.storage.file_records import (
    CodebookReferenceRecord,
    Id,
    Share,
    StrictRecord,
    Text,
)
from annotator.storage.strict_yaml import Steps, format_line, read_record
from annotator.storage.suggestions import SuggesterRecord
from annotator.storage.yaml_writer import flow_mapping, id_field, text_field

_FORMAT = "attribution-evaluation"
Count = Annotated[int, Meta(ge=0, description="a whole number from 0")]


class AgainstRecord(StrictRecord):
    """What the suggester was compared with: gold, or a person's sets."""

    by: Text
    documents: Count
    sentences: Count
    inflated: bool = False
    out_of_fold: bool = False


class TagPrecisionRecord(StrictRecord):
    """The precision of a tag: the share of its suggestions that are right."""

    tag: Id
    right: Count
    cases: Count
    precision: Share | None = None
    shown: bool = False


class EvaluationRecord(StrictRecord):
    """How well a suggester did in a project."""

    format: Literal["attribution-evaluation/1"]
    suggester: SuggesterRecord
    codebook: CodebookReferenceRecord
    against: AgainstRecord
    tags: list[TagPrecisionRecord]


def parse(data: bytes, file: str) -> SuggesterEvaluation:
    """The evaluation in a file's bytes. Precision, and what is shown, follow from the counts.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    record: EvaluationRecord = read_record(data, file, _FORMAT, EvaluationRecord, _inconsistencies)
    made, book, against = record.suggester, record.codebook, record.against
    return SuggesterEvaluation(
        Suggester(made.name, made.version, made.sha256),
        CodebookReference(book.name, book.version, book.sha256),
        against.by,
        against.documents,
        against.sentences,
        against.inflated,
        against.out_of_fold,
        tuple(TagPrecision(each.tag, each.right, each.cases) for each in record.tags),
    )


def _inconsistencies(record: EvaluationRecord) -> Iterator[tuple[Steps, str]]:
    seen: set[str] = set()
    for position, each in enumerate(record.tags):
        if each.tag in seen:
            yield ("tags", position, "tag"), f"{each.tag} is in the list twice."
        if each.right > each.cases:
            yield ("tags", position, "right"), "is more than the number of cases."
        seen.add(each.tag)


def render(evaluation: SuggesterEvaluation) -> bytes:
    """The file of an evaluation."""
    return "".join(f"{line}\n" for line in _lines(evaluation)).encode()


def _lines(evaluation: SuggesterEvaluation) -> Iterator[str]:
    suggester, book = evaluation.suggester, evaluation.codebook
    yield f"format: {format_line(_FORMAT)}"
    yield "suggester: " + flow_mapping(
        id_field("name", suggester.name),
        text_field("version", suggester.version),
        text_field("sha256", suggester.sha256),
    )
    yield "codebook: " + flow_mapping(
        id_field("name", book.name),
        text_field("version", book.version),
        text_field("sha256", book.sha256),
    )
    yield "against: " + flow_mapping(
        text_field("by", evaluation.against),
        f"documents: {evaluation.documents}",
        f"sentences: {evaluation.sentences}",
        "inflated: true" if evaluation.inflated else None,
        "out_of_fold: true" if evaluation.out_of_fold else None,
    )
    yield "tags:" if evaluation.tags else "tags: []"
    for each in evaluation.tags:
        precision = each.precision
        yield "- " + flow_mapping(
            id_field("tag", each.tag),
            f"right: {each.right}",
            f"cases: {each.cases}",
            None if precision is None else f"precision: {round(precision, 4)!r}",
            "shown: true" if each.is_shown and not evaluation.inflated else None,
        )


def read_evaluation(path: Path) -> SuggesterEvaluation:
    """The evaluation in a file.

    Raises:
        DataError: The file cannot be read, or has problems. The error has all of them.
    """
    return parse(strict_yaml.read_bytes(path), str(path))
