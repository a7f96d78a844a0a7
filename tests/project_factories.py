"""Projects on the disk for tests: small ones, classes, graded classes, and ones to adjudicate."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import (
    AnnotationSet,
    SegmentedDocument,
    Sentence,
    SetForm,
    Shown,
    Source,
    Status,
    SuggestedField,
)
from annotator.model.changes import Edit
from annotator.model.edits import SetTag
from annotator.model.project import Project, RoundAssignments
from annotator.model.session import Session
from annotator.model.suggestions import DocumentSuggestions, FieldSuggestions, Suggester
from annotator.project.adjudication import AdjudicationQueue
from annotator.project.documents import DocumentAdder, segment_article
from annotator.project.project_store import create_project
from annotator.storage import codebooks, documents, layout
from annotator.storage.articles import Metadata, article_from
from annotator.storage.assignments import to_file_write
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.layout import PROJECT_FILE, annotations_path, document_path, key_path
from annotator.storage.sets import read_set, render
from annotator.storage.suggestions import render as render_suggestions
from annotator.storage.transactions import apply_writes
from annotator.storage.yaml_writer import quote
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE, a_cut_article

PROJECT_TEXT = (
    "The port of {0} said so on Monday.\n\nNobody else knew why, and nobody asked.\n\n"
    "It was dark in {0}.\n"
)


def a_project(folder: Path, *names: str, **fields: Any) -> Path:
    """A project of Ada and Ben with a document of three sentences for each name."""
    create_project(folder, Project(**({"annotators": ("Ada", "Ben")} | fields)))
    shelf = DocumentAdder(folder)
    for name in names or ("a", "b", "c"):
        shelf.add(article_from(PROJECT_TEXT.format(name).encode(), f"{name}.txt").article)
    return folder


def the_document(folder: Path, document: str = "a") -> SegmentedDocument:
    """A document as it lies there."""
    path = layout.document_path(folder, document)
    return documents.parse(path.read_bytes(), str(path))


def a_set_in(
    folder: Path, annotator: str, *edits: Edit, document: str = "a", number: int = 1, **fields: Any
) -> Path:
    """The file of a set, begun and with these edits done."""
    segmented = the_document(folder, document)
    session = Session(segmented.new_set(annotator, builtin().reference), builtin())
    for edit in edits:
        session.apply(edit)
    path = layout.annotations_path(folder, annotator, document, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    overwrite(path, render(replace(session.annotations, **fields)))
    return path


def set_in_file(path: Path) -> AnnotationSet:
    """The set in a file."""
    return read_set(path)[0]


def store_assignments(folder: Path, assignments: RoundAssignments) -> None:
    """The assignments of a round, put into their file."""
    apply_writes(folder, [to_file_write(folder, assignments)])


CLASS_DOCUMENT = "harbour"
CLASS_TEXT = (
    "Harbour goes dark\n\n"
    "The Night Owls said on Sunday that they had cut the power. “We will be back,” they wrote.\n\n"
    "The port authority said one line had failed. The mayor did not answer questions.\n\n"
    "The harbour was opened in 1902.\n"
)


def a_class(folder: Path, *annotators: str, ask: str = "tags", text: str = CLASS_TEXT) -> Path:
    """A project with one document of some sentences."""
    names = ", ".join(f'"{name}"' for name in annotators)
    head = f"format: attribution-project/1\nask: {ask}\nannotators: [{names}]\n"
    folder.mkdir(exist_ok=True)
    overwrite(folder / layout.PROJECT_FILE, head.encode())
    metadata = Metadata(title="Harbour goes dark")
    article = article_from(text.encode(), f"{CLASS_DOCUMENT}.txt", metadata).article
    path = layout.document_path(folder, CLASS_DOCUMENT)
    path.parent.mkdir(exist_ok=True)
    overwrite(path, documents.render(segment_article(article)))
    return folder


def another_article(folder: Path, document: str, text: str = CLASS_TEXT) -> str:
    """One more document of a class; its id."""
    article = article_from(text.encode(), f"{document}.txt", Metadata(title=document)).article
    overwrite(layout.document_path(folder, document), documents.render(segment_article(article)))
    return document


def a_class_key(folder: Path, *edits: Edit) -> Path:
    """The key of the document, with these edits done."""
    path = layout.document_path(folder, CLASS_DOCUMENT)
    segmented = documents.parse(path.read_bytes(), str(path))
    session = Session(segmented.new_set("Key", builtin().reference, SetForm.KEY), builtin())
    for edit in edits:
        session.apply(edit)
    key = layout.key_path(folder, CLASS_DOCUMENT)
    key.parent.mkdir(exist_ok=True)
    overwrite(key, render(session.annotations))
    return key


def a_key_with_source(folder: Path, source: Source, sentence: str) -> Path:
    """The key of the document, in which this source is that of a sentence."""
    path = layout.key_path(folder, CLASS_DOCUMENT)
    key = set_in_file(path)
    sentences = (
        replace(each, source=source.id) if each.id == sentence else each for each in key.sentences
    )
    return store_set(path, replace(key, sources=(source,), sentences=tuple(sentences)))


def stored_suggestions(
    folder: Path, document: str, name: str, sentences: Mapping[str, FieldSuggestions]
) -> Path:
    """The file of a suggester's suggestions for a document, by the sentence's id."""
    key = the_document(folder, document).article.document.key
    suggester = Suggester(name, "1", "0" * 64)
    made = DocumentSuggestions(suggester, key, builtin().reference, sentences)
    path = layout.suggestions_path(folder, name, document)
    path.parent.mkdir(parents=True, exist_ok=True)
    overwrite(path, render_suggestions(made))
    return path


def the_pass(folder: Path, annotator: str, number: int = 1) -> AnnotationSet:
    """What is on the disk of an annotator's pass."""
    return read_set(layout.annotations_path(folder, annotator, CLASS_DOCUMENT, number))[0]


GRADED_TEXTS = (
    "By Ada Lovelace",
    "The port is closed.",
    "The mayor confirmed that the talks would begin.",
    "The port denied it.",
    "The owner did not respond.",
    "The port lies on the coast.",
)
GRADED_TAGS = (None, CLAIM, CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND)


def a_graded_article() -> SegmentedDocument:
    """Six sentences, of which the first is the byline."""
    segmented = a_cut_article(*GRADED_TEXTS)
    first = replace(segmented.sentences[0], part="byline")
    return segmented._replace(sentences=(first, *segmented.sentences[1:]))


def a_graded_set(
    annotator: str, tags: Sequence[str | None], form: SetForm = SetForm.ANNOTATIONS
) -> AnnotationSet:
    """A finished set on the article, with these tags."""
    annotations = a_graded_article().new_set(annotator, builtin().reference, form)
    return replace(
        annotations, sentences=_with_tags(annotations.sentences, tags), status=Status.FINISHED
    )


def _with_tags(sentences: tuple[Sentence, ...], tags: Sequence[str | None]) -> tuple[Sentence, ...]:
    return tuple(replace(each, tag=tag) for each, tag in zip(sentences, tags, strict=True))


def a_grading_key() -> AnnotationSet:
    """The key: the second sentence also accepts background, and is explained."""
    key = a_graded_set("Ms Rivera", GRADED_TAGS, SetForm.KEY)
    second = replace(
        key.sentences[1], accepted_tags=(BACKGROUND,), explanation="The outlet says so."
    )
    return replace(key, sentences=(key.sentences[0], second, *key.sentences[2:]), status=None)


def store_set(path: Path, annotations: AnnotationSet) -> Path:
    """Put a set into its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(annotations))
    return path


def a_graded_class(
    folder: Path,
    students: Mapping[str, Sequence[str | None]],
    absent: Sequence[str] = (),
    key: AnnotationSet | None = None,
) -> Path:
    """A project with the article, the key and each student's finished first pass."""
    names = ", ".join(map(quote, (*students, *absent)))
    folder.mkdir(exist_ok=True)
    (folder / PROJECT_FILE).write_text(
        f"format: attribution-project/1\nannotators: [{names}]\n", "utf-8"
    )
    document = document_path(folder, "harbour")
    document.parent.mkdir()
    document.write_bytes(documents.render(a_graded_article()))
    store_set(key_path(folder, "harbour"), key or a_grading_key())
    for name, tags in students.items():
        store_set(annotations_path(folder, name, "harbour"), a_graded_set(name, tags))
    return folder


CURATOR = "Grace"
ADJUDICATION_TAGS = {
    "a": {
        "Ada": ("claim", "claim", "background"),
        "Ben": ("claim", "background", "claim"),
        "Cleo": ("claim", "background", "confirmation"),
    },
    "b": {
        "Ada": ("claim", "claim", "background"),
        "Ben": ("claim", "claim", "background"),
    },
}
"""Of document a the first sentence is agreed, the second has a majority; of b all is agreed."""


def a_project_to_adjudicate(folder: Path, *names: str) -> Path:
    """A project with the documents a and b, tagged as in `TAGS`, and c, which nobody has tagged."""
    a_project(folder, *names, annotators=("Ada", "Ben", "Cleo"))
    for document, sets in ADJUDICATION_TAGS.items():
        for name, tags in sets.items():
            a_finished_pass(folder, name, *tags, document=document)
    return folder


def a_finished_pass(folder: Path, name: str, *tags: str, document: str = "a") -> Path:
    """A finished pass whose sentences have these tags."""
    edits = [SetTag((f"s{number}",), tag) for number, tag in enumerate(tags, 1)]
    return a_set_in(folder, name, *edits, document=document, status=Status.FINISHED)


def record_suggestion(path: Path, *sentences: str, **fields: Any) -> None:
    """Record in a set that the tag claim was suggested for these sentences."""
    annotations = set_in_file(path)
    shown = (replace(Shown(SuggestedField.TAG, "rules", "1", CLAIM), **fields),)
    changed = (
        replace(each, shown=shown) if each.id in sentences else each
        for each in annotations.sentences
    )
    overwrite(path, render(replace(annotations, sentences=tuple(changed))))


def the_queue(
    folder: Path, *, majority: bool | None = None, blind: bool = False
) -> AdjudicationQueue:
    """What the curator goes through."""
    project = layout.load_project(folder)
    books = codebooks.project_codebooks(folder, project)
    return AdjudicationQueue(folder, project, books, CURATOR, majority=majority, blind=blind)


def the_gold(folder: Path, document: str = "a") -> AnnotationSet:
    """The gold as it lies there."""
    return set_in_file(layout.gold_path(folder, document))


def gold_bases(gold: AnnotationSet) -> list[str]:
    """How each sentence was decided."""
    return [each.provenance.basis for each in gold.sentences if each.provenance]
