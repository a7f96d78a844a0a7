"""What a TARGET on the command line names: an article, a set, a project's document, a project."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Form
from annotator.model.beginning import CutArticle
from annotator.model.codebook import CodebookReference
from annotator.model.document import Article, Document
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.model.words import so_many
from annotator.storage import annotations as annotation_files
from annotator.storage import documents, projects, strict_yaml
from annotator.storage.articles import (
    MOST_BYTES,
    NOTHING,
    STANDARD_INPUT,
    Metadata,
    article_from,
    read_article,
)
from annotator.storage.files import matching
from annotator.storage.headers import DOCUMENT, PROJECT, format_of
from annotator.storage.rendering import room_for_set

_FORM_NAMES = (Form.KEY.value, Form.GOLD.value)
"""What stands in an annotator's place in the name of a file that is nobody's annotation set."""


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
    metadata: Metadata = NOTHING
    encoding: str | None = None
    most: int = MOST_BYTES
    form: Form = Form.ANNOTATIONS


class Place(NamedTuple):
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


def place(target: Target) -> Place:
    """Where the files of a target are; of theirs only the head is looked at.

    Raises:
        Refused: There is no such file, or it cannot be told what is meant.
    """
    path = Path(target.name)
    if target.name == STANDARD_INPUT:
        return _standard_input(target)
    if path.is_dir():
        return _in_project(target, path)
    if not path.exists():
        raise Refused(Fault("there is no such file", target.name))
    if path.suffix.lower() in {".yaml", ".yml"}:
        return _yaml(target, path)
    _refuse_document(target)
    return _article(target, path)


def _refuse_document(target: Target) -> None:
    if target.document is not None:
        raise Refused(Fault("is no project; leave --document out", target.name))


def _standard_input(target: Target) -> Place:
    if target.output is None:
        raise Refused("an article from standard input needs -o FILE to be kept in")
    return Place(Path(target.output), article=Path(STANDARD_INPUT))


def _in_project(target: Target, folder: Path) -> Place:
    projects.load(folder)
    if target.document is None:
        raise Refused(Fault("name one document of the project with --document ID", target.name))
    return _document(target, folder, projects.find(folder, target.document))


def _document(target: Target, folder: Path, path: Path) -> Place:
    if target.output is not None:
        first: Path | None = Path(target.output)
    elif target.form is Form.KEY:
        first = projects.key_path(folder, path.stem)
    elif target.annotator is None:
        first = None
    else:
        first = projects.annotations_path(folder, target.annotator, path.stem)
    return Place(first, article=path, project=folder)


def _yaml(target: Target, path: Path) -> Place:
    what = format_of(path)
    if what == PROJECT:
        return _in_project(target, path.parent)
    _refuse_document(target)
    folder = projects.folder_of(path.resolve())
    if what == DOCUMENT:
        return _document(target, folder or path.parent.parent, path)
    if folder is not None:
        document = projects.document_path(folder, projects.without_number(path.stem))
        return Place(path, True, document if document.exists() else None, folder)
    return Place(path, True, _article_beside(path))


def _article_beside(path: Path) -> Path | None:
    stems = path.stem.split(".")
    names = (".".join(stems[:count]) for count in range(len(stems) - 1, 0, -1))
    beside = (path.with_name(f"{name}{ending}") for name in names for ending in (".txt", ".md"))
    return next((candidate for candidate in beside if candidate.is_file()), None)


def _article(target: Target, path: Path) -> Place:
    folder = projects.folder_of(path.resolve())
    if folder is not None:
        message = (
            f"lies in the project {folder} but is no document of it; "
            f"add it with `annotator add {folder} {path}`"
        )
        raise Refused(Fault(message, target.name))
    if target.output is not None:
        return Place(Path(target.output), article=path)
    if target.form is not Form.ANNOTATIONS:
        return Place(path.with_name(f"{path.stem}.{target.form}.yaml"), article=path)
    if target.annotator is None:
        return Place(None, article=path)
    name = file_name(target.annotator)
    if name in _FORM_NAMES:
        message = f"a set of “{name}” would lie where the {name} lies; write the name differently"
        raise Refused(Fault(message, target.name))
    return Place(path.with_name(f"{path.stem}.{name}.yaml"), article=path)


def whose(place: Place) -> tuple[Path, ...]:
    """The sets of first passes that lie where `place` would keep one, whoever's they are."""
    if place.article is None or place.first is not None:
        return ()
    if place.project is not None:
        name = place.article.name
        return tuple(matching(place.project, f"annotations/*/{name}"))
    stem = re.escape(place.article.stem)
    pattern = re.compile(rf"{stem}\.(?!(?:{'|'.join(_FORM_NAMES)})\.)[^.]+\.ya?ml")
    folder = place.article.parent
    return tuple(sorted(each for each in folder.iterdir() if pattern.fullmatch(each.name)))


class Pass(NamedTuple):
    """One of an annotator's passes over a document: its number from 1, and its file."""

    number: int
    path: Path

    @property
    def next(self) -> "Pass":
        """The pass after it."""
        stem = self.path.stem
        if self.number > 1:
            stem = stem.removesuffix(f".{self.number}")
        number = self.number + 1
        return Pass(number, self.path.with_name(f"{stem}.{number}{self.path.suffix}"))


def latest_pass(place: Place) -> Pass:
    """The newest pass that is there, or the first where there is none; a file named is itself.

    Raises:
        Refused: Nobody's work was named.
    """
    if place.first is None:
        raise Refused("say whose tags with --annotator NAME")
    latest = Pass(projects.number_of(place.first.stem) if place.explicit else 1, place.first)
    while not place.explicit and latest.next.path.exists():
        latest = latest.next
    return latest


class Found(NamedTuple):
    """An article that was read, and how to come by its sentences.

    Attributes:
        article: The article.
        cut: Its sentences; a text is cut only when they are asked for, because that takes longer
            than all else.
        warnings: What is to be said of reading it.
        notices: What is to be said once, when it is cut.
    """

    article: Article
    cut: Callable[[], CutArticle]
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def find_article(target: Target, place: Place) -> Found | None:
    """The article of a place; None where the place is a set alone, with no article beside it.

    Raises:
        Refused: The article cannot be read.
    """
    if place.article is None:
        return None
    if place.project is not None and place.article.suffix == ".yaml":
        document = documents.load(place.article)
        return Found(document.article, lambda: document)
    if str(place.article) == STANDARD_INPUT:
        data = sys.stdin.buffer.read(target.most + 1)
        if len(data) > target.most:
            message = f"is too large: more than {target.most:,} bytes; give --max-size BYTES"
            raise Refused(Fault(message, "standard input"))
        reading = article_from(data, STANDARD_INPUT, target.metadata, target.encoding)
    else:
        reading = read_article(place.article, target.metadata, target.encoding, target.most)
    return Found(
        reading.article,
        lambda: cut_article(reading.article),
        reading.warnings,
        reading.notices,
    )


def cut_article(article: Article) -> CutArticle:
    """An article cut into its sentences.

    Raises:
        Refused: A set of it would be too large to be read again.
    """
    # Loading what cuts sentences takes longer than all else; a set that is there needs none of it.
    from annotator.text.cutting import cut  # noqa: PLC0415

    document = article.document
    if 4 * len(article.text) > 3 * strict_yaml.MOST_BYTES:
        raise Refused(_too_long(document, f"{len(article.text):,} characters"))
    found = CutArticle.of(article, cut(article.text, document.language, title=document.title))
    if not room_for_set(found.begun_by("", CodebookReference("", "", ""))):
        raise Refused(_too_long(document, so_many(len(found.sentences), "sentence")))
    return found


def _too_long(document: Document, much: str) -> Fault:
    message = (
        f"has {much}, which is too long for one article: tagged, it could not be opened again; "
        "divide it into several files"
    )
    return Fault(message, document.id)


def read_set(path: Path) -> tuple[AnnotationSet, bytes]:
    """The set in a file, and the file's bytes.

    Raises:
        Refused: The file cannot be read, or is faulty; all its faults at once.
    """
    data = strict_yaml.read(path)
    return annotation_files.parse(data, str(path)), data
