"""Where a TARGET is: an article, a set, a document of a project; and which pass is meant."""

from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import SetForm
from annotator.model.errors import DataError, Problem
from annotator.model.names import file_name
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


class Location(NamedTuple):
    """Where the files of a target are.

    Attributes:
        first: The set's first pass; None where nobody's work was named.
        explicit: Whether that very file was named, and no other pass is meant.
        article: The file of the article or of the project's document; None for a set alone.
        project: The project's folder; None outside a project.
    """

    first: Path | None
    explicit: bool = False
    article: Path | None = None
    project: Path | None = None


def locate(target: Target) -> Location:
    """Where the files of a target are; of theirs only the head is looked at.

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


def _standard_input(target: Target) -> Location:
    if target.output is None:
        raise DataError("an article from standard input needs -o FILE to be kept in")
    return Location(Path(target.output), article=Path(STANDARD_INPUT))


def _in_project(target: Target, folder: Path) -> Location:
    layout.load_project(folder)
    if target.document is None:
        raise DataError(Problem("name one document of the project with --document ID", target.name))
    return _document(target, folder, layout.find_document(folder, target.document))


def _document(target: Target, folder: Path, path: Path) -> Location:
    if target.output is not None:
        first: Path | None = Path(target.output)
    elif target.form is SetForm.KEY:
        first = layout.key_path(folder, path.stem)
    elif target.annotator is None:
        first = None
    else:
        first = layout.annotations_path(folder, target.annotator, path.stem)
    return Location(first, article=path, project=folder)


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
        return Location(path, True, document if document.exists() else None, folder)
    return Location(path, True, layout.article_beside(path))


def _article(target: Target, path: Path) -> Location:
    folder = layout.project_folder(path.resolve())
    if folder is not None:
        message = (
            f"lies in the project {folder} but is no document of it; "
            f"add it with `annotator add {folder} {path}`"
        )
        raise DataError(Problem(message, target.name))
    if target.output is not None:
        return Location(Path(target.output), article=path)
    if target.form is not SetForm.ANNOTATIONS:
        return Location(layout.set_beside(path, target.form), article=path)
    if target.annotator is None:
        return Location(None, article=path)
    name = file_name(target.annotator)
    if name in layout.FORM_NAMES:
        message = f"a set of “{name}” would lie where the {name} lies; write the name differently"
        raise DataError(Problem(message, target.name))
    return Location(layout.set_beside(path, name), article=path)


def first_passes(place: Location) -> tuple[Path, ...]:
    """The sets of first passes that lie where `locate` would keep one, whoever's they are."""
    if place.article is None or place.first is not None:
        return ()
    if place.project is not None:
        return tuple(layout.first_pass_files(place.project, place.article.stem))
    return tuple(layout.sets_beside(place.article))


def latest_pass(place: Location) -> PassFile:
    """The newest pass that is there, or the first where there is none; a file named is itself.

    Raises:
        DataError: Nobody's work was named.
    """
    if place.first is None:
        raise DataError("say whose tags with --annotator NAME")
    latest = PassFile(
        layout.stem_pass_number(place.first.stem) if place.explicit else 1, place.first
    )
    while not place.explicit and latest.next.path.exists():
        latest = latest.next
    return latest
