"""Where a TARGET is: an article, a set, a document of a project; and which pass is meant."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import SetForm
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.storage import layout
from annotator.storage.articles import MAX_ARTICLE_BYTES, NO_METADATA, STANDARD_INPUT, Metadata
from annotator.storage.headers import DOCUMENT_FORMAT, PROJECT_FORMAT, format_of
from annotator.storage.layout import PassFile


class Target(NamedTuple):
    """What a person named.

    Attributes:
        name: The path as typed, or "-" for standard input.
        document: The id of a document, where the path is a project's folder.
        annotator: Whose work; None where it was not said.
        output: The file that the set is kept in, where it is to be another than usual.
        metadata: What the options say of the article.
        encoding: The article's encoding, where it is not one that is recognised.
        most: How many bytes the article may have.
        form: Whether an annotation set or the key is meant, where no such file itself was named.
    """

    name: str
    document: str | None = None
    annotator: str | None = None
    output: str | None = None
    metadata: Metadata = NO_METADATA
    encoding: str | None = None
    most: int = MAX_ARTICLE_BYTES
    form: SetForm = SetForm.ANNOTATIONS


@dataclass(frozen=True, slots=True)
class ArticleLocation:
    """An article in no project, next to which its sets are.

    Attributes:
        article: Its file, or "-" for standard input.
        path: The set's first pass; None where no annotator was named.
        metadata: What the options say of the article.
        encoding: The article's encoding, where it is not one that is recognised.
        most: How many bytes the article may have.
    """

    article: Path
    path: Path | None = None
    metadata: Metadata = NO_METADATA
    encoding: str | None = None
    most: int = MAX_ARTICLE_BYTES

    @property
    def project(self) -> None:
        """It is in no project."""
        return


@dataclass(frozen=True, slots=True)
class DocumentLocation:
    """A document of a project.

    Attributes:
        project: The project's folder.
        article: The document's file.
        path: The set's first pass; None where no annotator was named.
    """

    project: Path
    article: Path
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class SetLocation:
    """A set whose own file was named, so that no other pass is meant.

    Attributes:
        path: Its file.
        on: What it is on; None for a set alone.
        project: The project's folder; None outside a project.
    """

    path: Path
    on: ArticleLocation | DocumentLocation | None = None
    project: Path | None = None

    @property
    def article(self) -> Path | None:
        """The file of what it is on; None for a set alone."""
        return self.on.article if self.on is not None else None


Location = ArticleLocation | DocumentLocation | SetLocation
"""Where the files of a target are."""


def locate(target: Target) -> Location:
    """Where the files of a target are; of these only the first line is read.

    Raises:
        DataError: There is no such file, or it cannot be told what is meant.
    """
    path = Path(target.name)
    if target.name == STANDARD_INPUT:
        return _standard_input(target)
    if path.is_dir():
        return _in_project(target, path)
    if not path.exists():
        raise DataError(Problem("there is no such file", target.name))
    if layout.is_yaml(path):
        return _yaml(target, path)
    _refuse_document(target)
    return _article(target, path)


def _refuse_document(target: Target) -> None:
    if target.document is not None:
        raise DataError(Problem("is no project; leave --document out", target.name))


def _standard_input(target: Target) -> ArticleLocation:
    if target.output is None:
        raise DataError("an article from standard input needs -o FILE to be kept in")
    return _article_at(target, Path(STANDARD_INPUT), Path(target.output))


def _article_at(target: Target, article: Path, path: Path | None = None) -> ArticleLocation:
    return ArticleLocation(article, path, target.metadata, target.encoding, target.most)


def _in_project(target: Target, folder: Path) -> DocumentLocation:
    layout.load_project(folder)
    if target.document is None:
        raise DataError(Problem("name one document of the project with --document ID", target.name))
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
            f"lies in the project {folder} but is no document of it; "
            f"add it with `annotator add {folder} {path}`"
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
        message = f"a set of “{name}” would lie where the {name} lies; write the name differently"
        raise DataError(Problem(message, target.name))
    return _article_at(target, path, layout.set_beside(path, name))


def first_passes(place: Location) -> tuple[Path, ...]:
    """The sets of first passes that are where `locate` would put one, of every annotator."""
    if isinstance(place, SetLocation) or place.path is not None:
        return ()
    if isinstance(place, DocumentLocation):
        return tuple(layout.first_pass_files(place.project, place.article.stem))
    return tuple(layout.sets_beside(place.article))


def latest_pass(place: Location) -> PassFile:
    """The newest pass that is there, or the first where there is none; a file named is itself.

    Raises:
        DataError: Nobody's work was named.
    """
    if isinstance(place, SetLocation):
        return PassFile(layout.stem_pass_number(place.path.stem), place.path)
    if place.path is None:
        raise DataError("say whose tags with --annotator NAME")
    latest = PassFile(1, place.path)
    while latest.next.path.exists():
        latest = latest.next
    return latest
