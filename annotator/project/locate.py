"""Locate a TARGET: an article, a set or a document of a project, and the pass that is meant."""

from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import SetForm
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.storage import layout
from annotator.storage.articles import MAX_ARTICLE_BYTES, NO_METADATA, STANDARD_INPUT, Metadata
from annotator.storage.layout import PassFile


class Target(NamedTuple):
    """A target as a person named it.

    Attributes:
        name: The path as typed, or "-" for standard input.
        document: The id of a document, if the path is a project's folder.
        annotator: The annotator's name; None if it was not given.
        output: The file for the set, if it is not the default one.
        metadata: The article's metadata from the options.
        encoding: The article's encoding, if it is not one that is recognized.
        most: The maximum size of the article in bytes.
        form: Whether an annotation set or the answer key is meant, if the path names neither.
    """

    name: str
    document: str | None = None
    annotator: str | None = None
    output: str | None = None
    metadata: Metadata = NO_METADATA
    encoding: str | None = None
    most: int = MAX_ARTICLE_BYTES
    form: SetForm = SetForm.ANNOTATIONS


class ArticleLocation(NamedTuple):
    """An article outside a project, with its sets next to it.

    Attributes:
        article: Its file, or "-" for standard input.
        path: The file of the set's first pass; None if no annotator was named.
        metadata: The article's metadata from the options.
        encoding: The article's encoding, if it is not one that is recognized.
        most: The maximum size of the article in bytes.
    """

    article: Path
    path: Path | None = None
    metadata: Metadata = NO_METADATA
    encoding: str | None = None
    most: int = MAX_ARTICLE_BYTES

    @property
    def project(self) -> None:
        """None: the article is outside a project."""
        return


class DocumentLocation(NamedTuple):
    """A document of a project.

    Attributes:
        project: The project's folder.
        article: The document's file.
        path: The file of the set's first pass; None if no annotator was named.
    """

    project: Path
    article: Path
    path: Path | None = None


class SetLocation(NamedTuple):
    """A set whose own file was named, so that exactly this pass is meant.

    Attributes:
        path: Its file.
        on: The article or document of the set; None for a set alone.
        project: The project's folder; None outside a project.
    """

    path: Path
    on: ArticleLocation | DocumentLocation | None = None
    project: Path | None = None

    @property
    def article(self) -> Path | None:
        """The file of its article or document; None for a set alone."""
        return self.on.article if self.on is not None else None


Location = ArticleLocation | DocumentLocation | SetLocation
"""Where the files of a target are."""


def locate(target: Target) -> Location:
    """Where the files of a target are; only their first lines are read.

    Raises:
        DataError: The file does not exist, or the target is ambiguous.
    """
    path = Path(target.name)
    if target.name == STANDARD_INPUT:
        return _standard_input(target)
    if path.is_dir():
        return _in_project(target, path)
    if not path.exists():
        raise DataError(Problem("This file or folder does not exist. Check the name.", target.name))
    if layout.is_yaml(path):
        return _yaml(target, path)
    _refuse_document(target)
    return _article(target, path)


def _refuse_document(target: Target) -> None:
    if target.document is not None:
        raise DataError(Problem("is not a project. Leave out --document.", target.name))


def _standard_input(target: Target) -> ArticleLocation:
    if target.output is None:
        raise DataError(
            "An article from standard input needs a file for its set. Name it with -o FILE."
        )
    return _article_at(target, Path(STANDARD_INPUT), Path(target.output))


def _article_at(target: Target, article: Path, path: Path | None = None) -> ArticleLocation:
    return ArticleLocation(article, path, target.metadata, target.encoding, target.most)


def _in_project(target: Target, folder: Path) -> DocumentLocation:
    layout.load_project(folder)
    if target.document is None:
        words = "is a project. Name one of its documents with --document ID."
        raise DataError(Problem(words, target.name))
    return _document(target, folder, layout.find_document(folder, target.document))


def _document(target: Target, folder: Path, path: Path) -> DocumentLocation:
    if target.output is not None:
        first: Path | None = Path(target.output)
    elif target.form is SetForm.KEY:
        first = layout.key_path(folder, path.stem)
    elif target.annotator is None:
        first = None
    else:
        first = layout.annotations_path(folder, target.annotator, path.stem)
    return DocumentLocation(folder, path, first)


def _yaml(target: Target, path: Path) -> Location:
    from annotator.storage.headers import (  # noqa: PLC0415 (an article needs none of it)
        DOCUMENT_FORMAT,
        PROJECT_FORMAT,
        format_of,
    )

    what = format_of(path)
    if what == PROJECT_FORMAT:
        return _in_project(target, path.parent)
    _refuse_document(target)
    folder = layout.project_folder(path.resolve())
    if what == DOCUMENT_FORMAT:
        return _document(target, folder or path.parent.parent, path)
    if folder is not None:
        document = layout.document_path(folder, layout.without_pass_number(path.stem))
        on = DocumentLocation(folder, document) if document.exists() else None
        return SetLocation(path, on, folder)
    article = layout.article_beside(path)
    return SetLocation(path, _article_at(target, article) if article is not None else None)


def _article(target: Target, path: Path) -> ArticleLocation:
    folder = layout.project_folder(path.resolve())
    if folder is not None:
        message = (
            f"is inside the project {folder} but is not one of its documents. "
            f"To add it, run `annotator add {folder} {path}`."
        )
        raise DataError(Problem(message, target.name))
    if target.output is not None:
        return _article_at(target, path, Path(target.output))
    if target.form is not SetForm.ANNOTATIONS:
        return _article_at(target, path, layout.set_beside(path, target.form))
    if target.annotator is None:
        return _article_at(target, path)
    name = file_name(target.annotator)
    if name in layout.FORM_NAMES:
        message = f"“{name}” cannot be an annotator's name here. Choose a different name."
        raise DataError(Problem(message, target.name))
    return _article_at(target, path, layout.set_beside(path, name))


def first_passes(place: Location) -> tuple[Path, ...]:
    """The first passes of all annotators that are where `locate` would put one."""
    if isinstance(place, SetLocation) or place.path is not None:
        return ()
    if isinstance(place, DocumentLocation):
        return tuple(layout.first_pass_files(place.project, place.article.stem))
    return tuple(layout.sets_beside(place.article))


def latest_pass(place: Location) -> PassFile:
    """The newest pass that exists, or the first if none does; a named file is taken as it is.

    Raises:
        DataError: No annotator was named.
    """
    if isinstance(place, SetLocation):
        return PassFile(layout.stem_pass_number(place.path.stem), place.path)
    if place.path is None:
        raise DataError("Name the annotator with --annotator NAME.")
    latest = PassFile(1, place.path)
    while latest.next.path.exists():
        latest = latest.next
    return latest
