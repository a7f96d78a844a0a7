"""Marks as plain data: the JSON document, the rows of a CSV file, and a line for a student."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.model.annotation import AnnotationSet
from annotator.model.keys import OUTCOME_WORDS, Outcome
from annotator.stats.borders import split
from annotator.stats.grading import ClassReply, Mark, Scheme, class_recall, class_replies
from annotator.stats.value import Value

Record = dict[str, Any]
Cell = str | int | float | None


def document_record(key: AnnotationSet, marks: Sequence[Mark], absent: Sequence[str]) -> Record:
    """Everything about one document: its students, how the class answered, and who was absent."""
    return {
        "id": key.document.id,
        "title": key.title,
        "key": key.annotator,
        "students": [_student(mark) for mark in marks],
        "class": [_class_reply(reply) for reply in class_replies(marks)],
        "recall": {tag: _value(value) for tag, value in class_recall(marks).items()},
        "absent": list(absent),
    }


def _student(mark: Mark) -> Record:
    record: Record = {
        "annotator": mark.annotator,
        "pass": mark.number,
        "status": mark.annotations.status,
        "score": _value(mark.score),
        "counts": dict(mark.counts),
        "recall": {tag: _value(value) for tag, value in mark.recall.items()},
    }
    if mark.sources:
        record["sources"] = _value(mark.sources.share) | {
            "missing": mark.sources.missing,
            "extra": mark.sources.extra,
        }
    if mark.links:
        record["links"] = _value(mark.links.f1) | {
            "missing": mark.links.missing,
            "extra": mark.links.extra,
        }
        record["stances"] = _value(mark.links.stances)
    record["sentences"] = {
        reply.sentence.id: {"tag": reply.given, "outcome": reply.outcome} for reply in mark.replies
    }
    return record


def _class_reply(reply: ClassReply) -> Record:
    return {
        "id": reply.sentence.id,
        "text": reply.sentence.text,
        "key": reply.sentence.tag,
        "also": list(reply.sentence.also),
        "tags": dict(reply.tags),
        "outcomes": dict(reply.outcomes),
        "split": split(reply),
    }


def _value(value: Value) -> Record:
    figure = {
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
    }
    return figure | ({"reason": value.reason} if value.reason else {})


def columns(scheme: Scheme) -> tuple[str, ...]:
    """The head of the rows that `rows` gives."""
    return (
        *("document", "student", "pass", "status", "score", "of"),
        *(outcome.value for outcome in Outcome),
        *(f"recall {tag.id}" for tag in scheme.codebook.tags),
        *(("sources", "sources of") if scheme.sources else ()),
        *(("links", "stances") if scheme.links else ()),
    )


def rows(marks: Iterable[Mark], scheme: Scheme) -> Iterator[tuple[Cell, ...]]:
    """One row for each mark, under `columns`; shares are from 0 to 1, undefined ones empty.

    Names are as the students typed them: whoever writes the file for a spreadsheet defuses them.
    """
    for mark in marks:
        recall = mark.recall
        yield (
            mark.annotations.document.id,
            mark.annotator,
            mark.number,
            mark.annotations.status,
            mark.score.numerator,
            mark.score.denominator,
            *(mark.counts[outcome] for outcome in Outcome),
            *(_share(recall.get(tag.id)) for tag in scheme.codebook.tags),
            *(
                (mark.sources.share.numerator, mark.sources.share.denominator)
                if mark.sources
                else ()
            ),
            *((_share(mark.links.f1), _share(mark.links.stances)) if mark.links else ()),
        )


def _share(value: Value | None) -> float | None:
    if value is None or not isinstance(value.value, int | float):
        return None
    return round(value.value, 4)


def comment(mark: Mark) -> str:
    """A mark in one sentence, for the student: "12 of 17: 11 as the key, 1 accepted too, …"."""
    counts = (f"{n} {OUTCOME_WORDS[outcome]}" for outcome, n in mark.counts.items() if n)
    parts = [f"{mark.score.numerator} of {mark.score.denominator}: {', '.join(counts)}."]
    if mark.sources:
        share = mark.sources.share
        parts.append(f"Sources: {share.numerator} of {share.denominator} as the key.")
    if mark.links and mark.links.f1.value is not None:
        parts.append(
            f"Links: {mark.links.missing} missing, {mark.links.extra} that the key has not."
        )
    return " ".join(parts)
