"""A small project with one document for a class, on the disk, for tests."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, Form
from annotator.model.edit import Edit
from annotator.model.session import Session
from annotator.storage import documents, projects
from annotator.storage.annotations import render
from annotator.storage.articles import Metadata, article_from
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.targets import cut_article, read_set

DOCUMENT = "harbour"
TEXT = (
    "Harbour goes dark\n\n"
    "The Night Owls said on Sunday that they had cut the power. “We will be back,” they wrote.\n\n"
    "The port authority said one line had failed. The mayor did not answer questions.\n\n"
    "The harbour was opened in 1902.\n"
)


def a_class(folder: Path, *annotators: str, ask: str = "tags", text: str = TEXT) -> Path:
    """A project with one document of some sentences."""
    names = ", ".join(f'"{name}"' for name in annotators)
    head = f"format: attribution-project/1\nask: {ask}\nannotators: [{names}]\n"
    folder.mkdir(exist_ok=True)
    overwrite(folder / projects.HEAD, head.encode())
    metadata = Metadata(title="Harbour goes dark")
    article = article_from(text.encode(), f"{DOCUMENT}.txt", metadata).article
    path = projects.document_path(folder, DOCUMENT)
    path.parent.mkdir(exist_ok=True)
    overwrite(path, documents.render(cut_article(article)))
    return folder


def a_key(folder: Path, *edits: Edit) -> Path:
    """The key of the document, with these edits done."""
    path = projects.document_path(folder, DOCUMENT)
    cut = documents.parse(path.read_bytes(), str(path))
    session = Session(cut.begun_by("Key", builtin().reference, Form.KEY), builtin())
    for edit in edits:
        session.do(edit)
    key = projects.key_path(folder, DOCUMENT)
    key.parent.mkdir(exist_ok=True)
    overwrite(key, render(session.annotations))
    return key


def the_set(folder: Path, annotator: str, number: int = 1) -> AnnotationSet:
    """What is on the disk of an annotator's pass."""
    return read_set(projects.annotations_path(folder, annotator, DOCUMENT, number))[0]
