"""A small project with one document for a class, on the disk, for tests."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.changes import Edit
from annotator.model.session import Session
from annotator.project.documents import segment_article
from annotator.storage import documents, layout
from annotator.storage.articles import Metadata, article_from
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.sets import read_set, render

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
    overwrite(folder / layout.PROJECT_FILE, head.encode())
    metadata = Metadata(title="Harbour goes dark")
    article = article_from(text.encode(), f"{DOCUMENT}.txt", metadata).article
    path = layout.document_path(folder, DOCUMENT)
    path.parent.mkdir(exist_ok=True)
    overwrite(path, documents.render(segment_article(article)))
    return folder


def a_key(folder: Path, *edits: Edit) -> Path:
    """The key of the document, with these edits done."""
    path = layout.document_path(folder, DOCUMENT)
    cut = documents.parse(path.read_bytes(), str(path))
    session = Session(cut.new_set("Key", builtin().reference, SetForm.KEY), builtin())
    for edit in edits:
        session.apply(edit)
    key = layout.key_path(folder, DOCUMENT)
    key.parent.mkdir(exist_ok=True)
    overwrite(key, render(session.annotations))
    return key


def the_set(folder: Path, annotator: str, number: int = 1) -> AnnotationSet:
    """What is on the disk of an annotator's pass."""
    return read_set(layout.annotations_path(folder, annotator, DOCUMENT, number))[0]
