"""Save a set that a script made: checked, in its place, and never over a changed file."""

from collections.abc import Iterator
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError, Problem
from annotator.model.lint import text_inconsistencies
from annotator.project.check import ProjectCheck
from annotator.storage import layout
from annotator.storage.articles import read_article
from annotator.storage.files import ChangedElsewhereError, Fingerprint, replace_file
from annotator.storage.locks import lock_file
from annotator.storage.sets import read_set, render_checked
from annotator.storage.system import make_folder


def save_set(annotations: AnnotationSet, path: Path, replaces: AnnotationSet | None = None) -> None:
    """Save a set durably, as a whole or not at all.

    Args:
        annotations: The set.
        path: Its file.
        replaces: The set that the file holds; None for a new file.

    Raises:
        ChangedElsewhereError: The file holds something else; it is not changed.
        DataError: The set could not be read again, is inconsistent with the article next to it or
            with its project, or cannot be written.
    """
    data = render_checked(annotations, str(path))
    if replaces is None or replaces.document != annotations.document:
        problems = tuple(_placement_problems(annotations, path))
        if problems:
            raise DataError(problems)
    if layout.project_folder(path.resolve().parent) is not None:
        make_folder(path.parent)
    with lock_file(path, annotations.annotator):
        expected = _fingerprint(path, replaces, data)
        if expected != Fingerprint.from_bytes(data):
            replace_file(path, data, expected)


def _fingerprint(path: Path, replaces: AnnotationSet | None, data: bytes) -> Fingerprint | None:
    """The fingerprint of the file that may be replaced; None if a new file is expected."""
    if not path.exists():
        if replaces is None:
            return None
        raise ChangedElsewhereError(Problem("no longer exists. Nothing was written.", str(path)))
    present, there = read_set(path)
    if there != data and replaces is None:
        message = "already exists. To change it, open it, or name the set that it --replaces."
        raise ChangedElsewhereError(Problem(message, str(path)))
    if there != data and present != replaces:
        message = "has changed since it was read. Nothing was written."
        raise ChangedElsewhereError(Problem(message, str(path)))
    return Fingerprint.from_bytes(there)


def _placement_problems(annotations: AnnotationSet, path: Path) -> Iterator[Problem]:
    folder = layout.project_folder(path.resolve().parent)
    if folder is not None:
        problems = ProjectCheck.from_folder(folder).check_set(path.resolve(), annotations)
        yield from (each.in_file(str(path)) for each in problems)
        return
    article = layout.article_beside(path)
    if article is None:
        return
    text = read_article(article).article.text
    for inconsistency in text_inconsistencies(text, annotations.sentences):
        message = f"does not match {article.name} next to it: {inconsistency}"
        yield Problem(message, str(path))
        return
