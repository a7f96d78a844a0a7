"""What `annotator adjudicate` prints: how far each document is, and what the codebook left open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from annotator.cli.output import out, print_by_name
from annotator.cli.watching import watched
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.faults import Fault, Faults
from annotator.model.gold import By, gaps
from annotator.model.project import Project
from annotator.storage import codebooks
from annotator.storage.docket import Docket, Hearing
from annotator.text.safe import printable, visible

UNKNOWN_RULE = "the codebook at hand has no such tag"


@dataclass(frozen=True, slots=True)
class Row:
    """A document as it stands."""

    hearing: Hearing

    @property
    def gold(self) -> str:
        """Whether its gold's file is there, and holds all of it."""
        if self.hearing.earlier is None:
            return "none"
        return "written" if self.hearing.written else "behind"


def read_rows(docket: Docket, documents: Sequence[str]) -> tuple[list[Row], list[Fault]]:
    """The documents as they stand, and the faults of those that could not be read."""
    rows: list[Row] = []
    faults = Faults()
    for each in watched(documents):
        with faults:
            rows.append(Row(docket.hear(each)))
    return rows, faults.found


def print_status(rows: Iterable[Row]) -> None:
    """A line for each document: how many sentences came about in which way, what is asked again."""
    headings = ["document", "sets", *By, "again", "gold"]
    print_by_name(out(), headings, [_cells(row) for row in rows], padding=1)


def _cells(row: Row) -> list[str]:
    hearing = row.hearing
    if not hearing.annotators:
        return [hearing.document, "0", *("" for _ in By), "", ""]
    counts = [hearing.counts[by] for by in By]
    figures = (len(hearing.annotators), *counts, len(hearing.case.again))
    return [hearing.document, *map(str, figures), row.gold]


def record_of_status(docket: Docket, rows: Iterable[Row], faults: Iterable[Fault]) -> Any:
    """The same for programs."""
    return {
        "project": str(docket.folder),
        "documents": [_document(row) for row in rows],
        "faults": [{"message": each.message, "file": each.file} for each in faults],
    }


def _document(row: Row) -> dict[str, Any]:
    hearing, case = row.hearing, row.hearing.case
    return {
        "document": hearing.document,
        "annotators": list(hearing.annotators),
        **{by.value: hearing.counts[by] for by in By},
        "open": list(case.open) if hearing.annotators else [],
        "asked_again": list(case.again),
        "lost": [{"tag": each.tag, "text": each.text} for each in case.lost],
        "gold": row.gold,
    }


Group = tuple[str, tuple[str, ...]]
"""The tag that was decided on, and the others that were voted for."""
Gap = tuple[AnnotationSet, Sentence]


def _grouped(gold: Iterable[AnnotationSet]) -> Mapping[Group, list[Gap]]:
    found: dict[Group, list[Gap]] = {}
    for annotations, sentence in gaps(gold):
        own = sentence.tag or sentence.part or ""
        others = {each.get("tag") or each.get("part", "") for each in _votes(sentence).values()}
        found.setdefault((own, tuple(sorted(others - {own}))), []).append((annotations, sentence))
    return dict(sorted(found.items()))


def _votes(sentence: Sentence) -> Mapping[str, Mapping[str, str]]:
    return sentence.provenance.votes if sentence.provenance else {}


def _rules(
    folder: Path, project: Project, gold: Sequence[AnnotationSet]
) -> Mapping[CodebookReference, Codebook]:
    return codebooks.of_project(folder, project) if gold else {}


def record_of_gaps(folder: Path, project: Project, gold: Sequence[AnnotationSet]) -> Any:
    """What the codebook left open, by tag and rule, for programs."""
    books = _rules(folder, project, gold)
    return [
        {
            "tag": tag,
            "voted_too": list(others),
            "rules": {each: _rule(books, found[0][0], each) for each in (tag, *others)},
            "sentences": [
                {
                    "document": annotations.document.id,
                    "sentence": sentence.id,
                    "text": sentence.text,
                    "note": sentence.note,
                    "curator": sentence.provenance.curator if sentence.provenance else None,
                    "votes": {name: dict(vote) for name, vote in _votes(sentence).items()},
                }
                for annotations, sentence in found
            ],
        }
        for (tag, others), found in _grouped(gold).items()
    ]


def _rule(
    books: Mapping[CodebookReference, Codebook], annotations: AnnotationSet, tag: str
) -> str | None:
    book = books.get(annotations.codebook)
    found = book.tag(tag) if book else None
    return found.decision if found else None


def print_gaps(folder: Path, project: Project, gold: Sequence[AnnotationSet]) -> None:
    """What the codebook left open, by tag and rule, for its next version."""
    console, books = out(), _rules(folder, project, gold)
    grouped = _grouped(gold)
    if not grouped:
        console.print("No decision was needed for a gap in the codebook.")
    for (tag, others), found in grouped.items():
        against = f", where {' and '.join(others)} was voted too" if others else ""
        console.print(Text(printable(f"{tag}{against}: {len(found)}"), "bold"))
        for each in (tag, *others):
            rule = _rule(books, found[0][0], each) or UNKNOWN_RULE
            console.print(Text(printable(f"  {each}: {rule}"), "italic"))
        for annotations, sentence in found:
            place = f"  {annotations.document.id} {sentence.id}: "
            console.print(Text.assemble((printable(place), "cyan"), visible(sentence.text)))
            said = "; ".join(
                f"{name}: {vote.get('tag') or vote.get('part', '')}"
                for name, vote in _votes(sentence).items()
            )
            note = f" ({sentence.note})" if sentence.note else ""
            console.print(Text(visible(f"    {said}{note}"), "dim"))
