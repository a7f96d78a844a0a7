"""Import: read files of any format, and store their articles and sets in a project or folder.

The format is detected if none is named. Either everything is written, or nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats import registry
from annotator.formats.exchange_types import AnnotatedArticle, ImportOptions, ImportResult
from annotator.formats.export_layout import LAYOUT_FOLDERS, is_release, row_files
from annotator.formats.set_builder import summarize_problems
from annotator.model.annotation import Article, SegmentedDocument, SetForm
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.name_folding import file_name
from annotator.project.pass_selection import NumberedSet
from annotator.storage import articles, documents, layout, sets
from annotator.storage.files import (
    Fingerprint,
    files_below,
    files_beside,
    has_fingerprint,
    read_limited,
)
from annotator.storage.headers import DocumentIndex
from annotator.storage.layout import document_files
from annotator.storage.strict_yaml import by_line
from annotator.storage.system import os_error
from annotator.storage.transactions import FileWrite, apply_writes, finish_outside_project

_HEAD_BYTES = 4096
_HINT = "to read it anyway, use --max-size BYTES"


def read_import(
    path: Path, name: str | None, options: ImportOptions, most: int, option: str
) -> ImportResult:
    """The articles and sets in a file with its companion files, in a folder, or in a release.

    Args:
        path: The file or folder.
        name: The name of the format; None to detect it.
        options: How to read.
        most: The maximum size of a file in bytes.
        option: How the caller names a format, for the message, such as "give --format".

    Raises:
        DataError: With all errors, each with its file and line.
    """
    if name is None and is_release(path):
        return _of_release(path, options, most)
    chosen_format = registry.find_format(name, reads=True) if name else format_of(path, option)
    paths = files_below(path) if path.is_dir() else [path, *_companion_files(path, chosen_format)]
    if path.is_dir():
        paths = [each for each in paths if each.suffix.lower() in chosen_format.endings]
    if not paths:
        raise DataError(Problem(f"has no files in the format {chosen_format.name}", str(path)))
    if not chosen_format.folder and len(paths) > 1:
        named = ", ".join(str(each) for each in paths[:3])
        message = f"has several files, such as {named}. Name them one by one."
        raise DataError(Problem(message, str(path)))
    problems, files = ProblemCollector(), {}
    for each in paths:
        with problems:
            files[str(each)] = read_limited(each, most, _HINT)
    if problems.problems and not (options.skip_faulty and files):
        problems.raise_any()
    by_file = _by_folder(path, paths) if path.is_dir() else {}
    found = chosen_format.read(files, replace(options, by_file=by_file))
    notes = [f"Annotators named by folders: {', '.join(sorted({*by_file.values()}))}."]
    return replace(
        found,
        skipped=(*problems.problems, *found.skipped),
        notes=(*found.notes, *(notes if by_file and options.annotator is None else ())),
    )


def _by_folder(root: Path, paths: Sequence[Path]) -> dict[str, str]:
    """The annotator of each file, if a folder has one subfolder per annotator.

    The sign for this layout is that several subfolders have a file of the same name.
    """
    inside = {str(each): each.relative_to(root).parts for each in paths}
    if any(len(parts) < 2 or parts[0] in LAYOUT_FOLDERS for parts in inside.values()):
        return {}
    rests = [parts[1:] for parts in inside.values()]
    return {file: parts[0] for file, parts in inside.items()} if len({*rests}) < len(rests) else {}


def _of_release(folder: Path, options: ImportOptions, most: int) -> ImportResult:
    """The articles of all parts of a release; each article is in only one part."""
    problems, rows = ProblemCollector(), registry.find_format("jsonl", reads=True)
    parts: list[ImportResult] = []
    for path in row_files(folder):
        with problems:
            parts.append(rows.read({str(path): read_limited(path, most, _HINT)}, options))
    return combine_results(parts, problems, options)


def combine_results(
    parts: Sequence[ImportResult], problems: ProblemCollector, options: ImportOptions
) -> ImportResult:
    """The results of several readings as one.

    Args:
        parts: The results.
        problems: The errors of readings that failed.
        options: Whether to skip sets with errors.

    Raises:
        DataError: There are errors that may not be skipped, or there are only errors.
    """
    wrong = summarize_problems(problems.problems)
    if wrong and not (options.skip_faulty and parts):
        raise DataError(wrong)
    return ImportResult(
        tuple(article for each in parts for article in each.articles),
        tuple(note for each in parts for note in each.not_imported),
        (*wrong, *(problem for each in parts for problem in each.skipped)),
        tuple(note for each in parts for note in each.notes),
    )


def format_of(path: Path, option: str) -> registry.Format:
    """The detected format of a file, or of the first file in a folder with a known format.

    Raises:
        DataError: The format is not recognized.
    """
    paths = [path]
    if path.is_dir():
        paths = files_below(path)
    for each in paths:
        chosen_format = registry.detect_format(str(each), _head(each))
        if chosen_format is not None:
            return chosen_format
    known = ", ".join(each.name for each in registry.FORMATS if each.reads)
    words = f"its format is not recognized. {option[:1].upper()}{option[1:]}: {known}."
    raise DataError(Problem(words, str(path)))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise DataError(os_error(error, path, "cannot be read")) from error


def _companion_files(path: Path, chosen_format: registry.Format) -> list[Path]:
    """The files that belong to a file of a folder format: its text, which has the same name."""
    if not chosen_format.folder:
        return []
    return [
        each
        for each in files_beside(path)
        if each.suffix.lower() in chosen_format.endings[1:]
        and f"{path.stem}.".startswith(f"{each.stem}.")
    ]


Segmenter = Callable[[Article], SegmentedDocument]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write: an article or a set."""

    path: Path
    data: bytes
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The files to write.

    Attributes:
        files: The files.
        existing: The documents that already exist and do not change.
        skipped: The errors of what is left out.
    """

    files: tuple[NewFile, ...]
    existing: tuple[str, ...] = ()
    skipped: tuple[Problem, ...] = ()

    @property
    def sets(self) -> int:
        """The number of files that are sets, not articles."""
        return sum(each.is_set for each in self.files)


def plan_for_project(
    folder: Path, corpus: Sequence[AnnotatedArticle], cut: Segmenter, *, skip: bool = False
) -> ImportPlan:
    """The plan for importing into a project; nothing is written.

    All annotators of a project share a document's sentences. A new document gets the sentences of
    its sets. A set with different sentences is an error.

    Args:
        folder: The project's folder.
        corpus: The articles with their sets.
        cut: Splits an article without sets into sentences.
        skip: Whether to leave out sets with errors.

    Raises:
        DataError: With all errors that may not be skipped.
    """
    known = DocumentIndex.from_paths(document_files(folder))
    files: list[NewFile] = []
    there: list[str] = []
    problems = ProblemCollector()
    for annotated in corpus:
        with problems:
            files += list(_of_document(folder, known, annotated, cut, there, problems))
    return _plan(_free(files, set(), problems), problems, tuple(there), skip=skip)


def _plan(
    files: Iterable[NewFile], problems: ProblemCollector, there: tuple[str, ...], *, skip: bool
) -> ImportPlan:
    made = tuple(files)
    if not skip or not made:
        problems.raise_any(by_line)
    return ImportPlan(made, there, tuple(by_line(problems.problems)))


def _of_document(
    folder: Path,
    known: DocumentIndex,
    annotated: AnnotatedArticle,
    cut: Segmenter,
    there: list[str],
    problems: ProblemCollector,
) -> Iterator[NewFile]:
    article = annotated.article
    own = known.by_hash.get(article.document.sha256)
    if own is None:
        clash = known.clashing_document(article.document.id)
        if clash is not None:
            message = (
                f"The document “{clash}” has this name and a different text. Rename one of them."
            )
            raise DataError(Problem(message, str(folder), path=article.document.id))
        sentences = _segmented_as_in_sets(annotated) or cut(article)
        known.add(article.document.id, article.document.sha256)
        path = layout.document_path(folder, article.document.id)
        yield NewFile(path, documents.render(sentences), is_set=False)
    else:
        path = layout.document_path(folder, own)
        sentences = documents.load(path)
        there.append(own)
    for numbered_set in annotated.sets:
        with problems:
            yield _in_project(folder, sentences, numbered_set)


def _segmented_as_in_sets(annotated: AnnotatedArticle) -> SegmentedDocument | None:
    if not annotated.sets:
        return None
    cut = annotated.sets[0].annotations.sentences
    next_id = max(numbered_set.annotations.next_id for numbered_set in annotated.sets)
    return SegmentedDocument(
        annotated.article, tuple(each.without_decisions for each in cut), next_id
    )


def _in_project(folder: Path, segmented: SegmentedDocument, numbered_set: NumberedSet) -> NewFile:
    own = numbered_set.annotations
    document = segmented.article.document
    spans = [(each.id, each.span) for each in segmented.sentences]
    if spans != [(each.id, each.span) for each in own.sentences]:
        message = f"The sentences in {own.annotator}’s set differ from those of the document."
        raise DataError(Problem(message, str(folder), path=document.id))
    place = {
        SetForm.ANNOTATIONS: layout.annotations_path(
            folder, own.annotator, document.id, numbered_set.number
        ),
        SetForm.KEY: layout.key_path(folder, document.id),
        SetForm.GOLD: layout.gold_path(folder, document.id),
    }
    return NewFile(place[own.form], sets.render(replace(own, document=document)))


def plan_for_folder(
    folder: Path, corpus: Sequence[AnnotatedArticle], *, skip: bool = False
) -> ImportPlan:
    """The plan for importing into a plain folder: articles with their sets next to them.

    An earlier import that was killed midway is completed first.

    Args:
        folder: The folder.
        corpus: The articles with their sets.
        skip: Whether to leave out sets with errors.

    Raises:
        DataError: A file already exists, or two would have the same name, and may not be skipped.
    """
    again = finish_outside_project(folder) > 0
    files: list[NewFile] = []
    problems, seen = ProblemCollector(), set[Path]()
    for annotated in corpus:
        article = annotated.article
        own = NewFile(
            layout.article_path(folder, article.document.id), articles.render(article), is_set=False
        )
        own_sets = [_in_folder(folder, article, numbered_set) for numbered_set in annotated.sets]
        sets = _free(own_sets, seen, problems, again=again)
        # A set needs the article next to it, so it is left out if the article is.
        if taken := _free([own], seen, problems, again=again):
            files += [*taken, *sets]
    return _plan(files, problems, (), skip=skip)


def _in_folder(folder: Path, article: Article, numbered_set: NumberedSet) -> NewFile:
    own = numbered_set.annotations
    who = own.form.value if own.form is not SetForm.ANNOTATIONS else file_name(own.annotator)
    path = layout.set_beside(
        layout.article_path(folder, article.document.id), who, numbered_set.number
    )
    return NewFile(path, sets.render(own))


def _free(
    files: Sequence[NewFile], seen: set[Path], problems: ProblemCollector, *, again: bool = False
) -> list[NewFile]:
    """The files whose path is free; the others are added to the errors.

    Args:
        files: All files.
        seen: The paths used so far.
        problems: Collects the errors.
        again: Whether an interrupted import, perhaps this one, was just completed. Files that it
            made with the same content count as free.
    """
    free: list[NewFile] = []
    for new in files:
        if new.path.exists() and not (again and _is_made(new)):
            problems.add(Problem("already exists and is not overwritten", str(new.path)))
        elif new.path in seen:
            problems.add(
                Problem("Two sets would have this file. Import only one of them.", str(new.path))
            )
        else:
            free.append(new)
        seen.add(new.path)
    return free


def write_import(folder: Path, plan: ImportPlan) -> None:
    """Write the files of a plan into its folder, all or none.

    Raises:
        DataError: A file cannot be written.
    """
    new = (each for each in plan.files if not _is_made(each))
    apply_writes(folder, [FileWrite(each.path, None, each.data) for each in new])


def _is_made(new: NewFile) -> bool:
    return has_fingerprint(new.path, Fingerprint.from_bytes(new.data))
