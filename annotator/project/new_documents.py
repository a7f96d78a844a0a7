"""Add an article, with its key if it has one, to a folder that need not be a project yet."""

from dataclasses import replace
from itertools import count
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Article
from annotator.model.errors import DataError, Problem
from annotator.model.project import Project
from annotator.project.documents import (
    AddResult,
    AddStatus,
    DocumentAdder,
    describe_clash,
    segment_article,
)
from annotator.project.project_store import create_project, lock_project
from annotator.storage import layout
from annotator.storage.files import replace_file
from annotator.storage.samples import sample_article, sample_key
from annotator.storage.sets import render
from annotator.storage.system import make_folder


def add_document(
    folder: Path,
    title: str,
    article: Article,
    key: AnnotationSet | None = None,
    *,
    rename: bool = False,
) -> str:
    """Put an article and its key into a folder, which becomes a project if it is not one.

    A key that is already in the project is kept, because a teacher may have changed it.

    Args:
        folder: The folder of the project.
        title: The title of a new project.
        article: The article.
        key: Its key, made with the built-in codebook, or None.
        rename: Whether to number the document's name if another one has it.

    Returns:
        The document's id in the project.

    Raises:
        DataError: The article is too long, the project has another document with its name or a
            codebook of its own for which the key is not made, or it cannot be written.
    """
    segment_article(article)
    if not layout.is_project(folder):
        create_project(folder, Project(title=title))
    with lock_project(folder) as project:
        if key is not None and project.codebook is not None:
            words = (
                "This project has its own codebook, but the lesson's key uses the built-in one. "
                "Start the lesson in another folder."
            )
            raise DataError(Problem(words, str(folder)))
        result = _add(DocumentAdder(folder), article, rename=rename)
        if result.status is AddStatus.NAME_CLASH:
            raise DataError(
                Problem(describe_clash(result, in_table=False), str(article.document.id))
            )
        if key is not None:
            _put_key(layout.key_path(folder, result.document), key, result.document)
        return result.document


def _add(documents: DocumentAdder, article: Article, *, rename: bool) -> AddResult:
    result = documents.add(article)
    for number in count(2):
        if not rename or result.status is not AddStatus.NAME_CLASH:
            break
        name = f"{article.document.id}-{number}"
        result = documents.add(article._replace(document=replace(article.document, id=name)))
    return result


def _put_key(path: Path, key: AnnotationSet, document: str) -> None:
    if not path.exists():
        make_folder(path.parent)
        own = replace(key, document=replace(key.document, id=document))
        replace_file(path, render(own), None)


def add_sample(folder: Path, name: str) -> str:
    """Put a sample, with its key if it has one, into a folder like `add_document`.

    Returns:
        The document's id in the project.

    Raises:
        DataError: There is no such sample, or it cannot be added.
    """
    article = sample_article(name)
    return add_document(folder, article.document.title or name, article, sample_key(name))
