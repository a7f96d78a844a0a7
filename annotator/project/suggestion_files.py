"""The files of suggestions in a project: replaced at any time, and never edited."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import DocumentKey
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.suggestion_evaluation import without_unproven_tags
from annotator.model.suggestions import DocumentSuggestions, Suggester
from annotator.project.suggesters import DocumentSuggester, suggestions_for
from annotator.storage import documents, layout
from annotator.storage.files import overwrite
from annotator.storage.suggestion_evaluations import read_evaluation
from annotator.storage.suggestions import read_suggestions, render
from annotator.storage.system import make_folder


class WrittenSuggestions(NamedTuple):
    """What became of a document's suggestions.

    Attributes:
        document: The document's ID.
        path: Their file.
        written: Whether the file was written. One that is current is not.
    """

    document: str
    path: Path
    written: bool


def write_suggestions(
    folder: Path, path: Path, suggester: DocumentSuggester, codebook: Codebook, *, force: bool
) -> WrittenSuggestions:
    """Write the suggestions for a document of a project, unless its file is current.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.
        path: The document's file.
        suggester: What makes the suggestions.
        codebook: The project's codebook.
        force: Whether to write them even if the file is current, or has errors.

    Raises:
        DataError: The document or the file cannot be read, or the suggester failed.
    """
    document = documents.load(path)
    file = layout.suggestions_path(folder, suggester.suggester.name, path.stem)
    if not force and _is_current(
        file, suggester.suggester, document.article.document.key, codebook
    ):
        return WrittenSuggestions(path.stem, file, written=False)
    made = suggestions_for(suggester, document, codebook)
    make_folder(file.parent)
    overwrite(file, render(made))
    return WrittenSuggestions(path.stem, file, written=True)


def has_current_suggestions(
    folder: Path, path: Path, suggester: Suggester, codebook: Codebook
) -> bool:
    """Whether the suggestions for a document of a project are current.

    Args:
        folder: The project's folder.
        path: The document's file.
        suggester: The suggester, with its version.
        codebook: The project's codebook.

    Raises:
        DataError: The document or the file has errors.
    """
    file = layout.suggestions_path(folder, suggester.name, path.stem)
    key = documents.load(path).article.document.key
    return _is_current(file, suggester, key, codebook)


def _is_current(file: Path, suggester: Suggester, key: DocumentKey, codebook: Codebook) -> bool:
    if not file.exists():
        return False
    found = read_suggestions(file)
    return (found.suggester, found.document, found.codebook) == (
        suggester,
        key,
        codebook.reference,
    )


def current_suggestions(
    folder: Path, name: str, document: DocumentKey
) -> DocumentSuggestions | None:
    """The suggestions of a suggester for a document; None if there are none for its text.

    Args:
        folder: The project's folder.
        name: The suggester's name.
        document: The document's ID and the hash of its text.

    Raises:
        DataError: Their file has errors.
    """
    file = layout.suggestions_path(folder, name, document[0])
    if not file.exists():
        return None
    found = read_suggestions(file)
    if found.suggester.name != name:
        words = f"has suggestions of “{found.suggester.name}”, in the folder of “{name}”."
        raise DataError(Problem(words, str(file)))
    return found if found.document == document else None


def shown_tags(folder: Path, suggester: Suggester, codebook: CodebookReference) -> frozenset[str]:
    """The tags that a suggester may show in a project, by its evaluation there.

    Raises:
        DataError: The file of the evaluation has errors.
    """
    path = layout.evaluation_path(folder, suggester.name)
    if not path.exists():
        return frozenset()
    return read_evaluation(path).shown_tags(suggester, codebook)


def shown_suggestions(folder: Path, name: str, document: DocumentKey) -> DocumentSuggestions | None:
    """The suggestions that may be shown: those of a file, without tags that are not proven.

    Args:
        folder: The project's folder.
        name: The suggester's name.
        document: The document's ID and the hash of its text.

    Raises:
        DataError: A file has errors.
    """
    found = current_suggestions(folder, name, document)
    if found is None:
        return None
    shown = shown_tags(folder, found.suggester, found.codebook)
    kept = {
        sentence: without_unproven_tags(fields, shown)
        for sentence, fields in found.sentences.items()
    }
    return replace(found, sentences={each: fields for each, fields in kept.items() if fields})
