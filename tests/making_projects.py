"""A small project on the disk, for tests."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet, SegmentedDocument
from annotator.model.changes import Edit
from annotator.model.project import Project, RoundAssignments
from annotator.model.session import Session
from annotator.project.documents import DocumentAdder
from annotator.project.updates import create_project
from annotator.storage import documents, layout
from annotator.storage.articles import article_from
from annotator.storage.assignments import to_file_write
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.sets import read_set, render
from annotator.storage.transactions import apply_writes

TEXT = (
    "The port of {0} said so on Monday.\n\nNobody else knew why, and nobody asked.\n\n"
    "It was dark in {0}.\n"
)


def a_project(folder: Path, *names: str, **fields: Any) -> Path:
    """A project of Ada and Ben with a document of three sentences for each name."""
    create_project(folder, Project(**({"annotators": ("Ada", "Ben")} | fields)))
    shelf = DocumentAdder(folder)
    for name in names or ("a", "b", "c"):
        shelf.add(article_from(TEXT.format(name).encode(), f"{name}.txt").article)
    return folder


def the_document(folder: Path, document: str = "a") -> SegmentedDocument:
    """A document as it lies there."""
    path = layout.document_path(folder, document)
    return documents.parse(path.read_bytes(), str(path))


def a_set_in(
    folder: Path, annotator: str, *edits: Edit, document: str = "a", number: int = 1, **fields: Any
) -> Path:
    """The file of a set, begun and with these edits done."""
    cut = the_document(folder, document)
    session = Session(cut.new_set(annotator, builtin().reference), builtin())
    for edit in edits:
        session.apply(edit)
    path = layout.annotations_path(folder, annotator, document, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    overwrite(path, render(replace(session.annotations, **fields)))
    return path


def the_set(path: Path) -> AnnotationSet:
    """The set in a file."""
    return read_set(path)[0]


def assigned(folder: Path, assignments: RoundAssignments) -> None:
    """The assignments of a round, put into their file."""
    apply_writes(folder, [to_file_write(folder, assignments)])
