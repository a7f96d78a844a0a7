"""Corpora from Python: read, measured, compared, stored, exported, and as plain records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import singledispatch
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.api import python_messages
from annotator.formats import registry, rows
from annotator.formats.annotated_corpus import SetFilter, find_set_files, load_corpus
from annotator.formats.exchange_types import AnnotatedArticle, ExportOptions, ImportOptions
from annotator.formats.export_layout import is_release
from annotator.formats.import_pipeline import (
    plan_for_folder,
    plan_for_project,
    read_import,
    write_import,
)
from annotator.formats.positions import PositionUnit
from annotator.formats.row_columns import COLUMNS_BY_NAME
from annotator.formats.spans import check_label_mapping
from annotator.model.annotation import AnnotationSet, Article, Document, SegmentedDocument, SetForm
from annotator.model.codebook import Codebook
from annotator.model.edits import merge_aliases
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.project.documents import segment_article
from annotator.project.open_set import find_codebook
from annotator.project.output_files import write_files
from annotator.project.pass_selection import NumberedSet
from annotator.project.project_store import lock_project
from annotator.stats.corpus import MEASURE_COLUMNS, MeasuredSet, measure_rows
from annotator.storage import codebooks, layout
from annotator.storage.layout import PROJECT_FILE

if TYPE_CHECKING:
    from annotator.stats.agreement.project_agreement import ProjectAgreement


MOST_BYTES = 1_000_000_000
Record = dict[str, Any]
AnyPath = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles and the sets on them.

    Attributes:
        articles: Each article with the work on it.
        codebook: What the sets' tags mean.
        aliases: Other names of sources, each with the name that replaces it.
        notes: What you should know about the reading, each in one line.
        problems: What is wrong with the sets that were skipped.
    """

    articles: tuple[AnnotatedArticle, ...]
    codebook: Codebook
    aliases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls,
        sets: Iterable[AnnotationSet],
        articles: Iterable[Article | SegmentedDocument],
        codebook: Codebook | None = None,
    ) -> "Collection":
        """Sets that a script made, with their articles.

        Args:
            sets: The sets. The second set of an annotator on one article is a second pass.
            articles: The articles, or what `segment` gave for them.
            codebook: What the sets' tags mean (default: the built-in codebook).

        Raises:
            DataError: A set has no article of its text, or two articles have the same id.
        """
        plain = [each if isinstance(each, Article) else each.article for each in articles]
        work: dict[str, list[NumberedSet]] = {each.document.id: [] for each in plain}
        texts = {each.document.id: each.document.sha256 for each in plain}
        if len(work) < len(plain):
            raise DataError("Two articles have the same id. Give each its own name.")
        for each in _number_passes(sets):
            document = each.annotations.document
            if texts.get(document.id) != document.sha256:
                name = each.annotations.annotator
                raise DataError(f"The set of {name} on “{document.id}” has no matching article.")
            work[document.id].append(each)
        annotated = (AnnotatedArticle(each, tuple(work[each.document.id])) for each in plain)
        return cls(tuple(annotated), codebook or codebooks.builtin())

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles' metadata."""
        return tuple(each.article.document for each in self.articles)

    @property
    def work(self) -> tuple[NumberedSet, ...]:
        """Every set with the number of its pass."""
        return tuple(numbered_set for each in self.articles for numbered_set in each.sets)

    @property
    def sets(self) -> tuple[AnnotationSet, ...]:
        """Every annotation set, key and gold."""
        return tuple(numbered_set.annotations for numbered_set in self.work)

    def __repr__(self) -> str:
        # In a notebook, the full texts of the articles would fill the page.
        counted = f"{plural(len(self), 'set')} on {plural(len(self.articles), 'article')}"
        return f"<Collection: {counted}>"

    def __iter__(self) -> Iterator[AnnotationSet]:
        return iter(self.sets)

    def __len__(self) -> int:
        return len(self.work)

    def text(self, document: str) -> str:
        """The text of the document with this id.

        Raises:
            KeyError: There is none.
        """
        texts = {each.article.document.id: each.article.text for each in self.articles}
        return texts[document]

    def to_records(self) -> list[Record]:
        """A plain record for each sentence and annotator, ready for pandas or polars."""
        return list(rows.rows_of(self.articles))


@python_messages()
def read(
    path: AnyPath,
    *,
    codebook: AnyPath | None = None,
    format: str | None = None,  # noqa: A002 (it is what the command line calls it)
    annotator: str | None = None,
    labels: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    raw: bool = False,
    positions: str | None = None,
    skip_faulty: bool = False,
    max_bytes: int = MOST_BYTES,
) -> Collection:
    """Everything in a project, a release, a folder of sets, a set, or another tool's file.

    Args:
        path: The folder or file.
        codebook: The codebook's file (default: the project's or the release's own, or the built-in
            codebook).
        format: The format, if the file does not show it; see docs/reference/formats.md.
        annotator: The annotator's name, if the file does not have it.
        labels: The meaning of another tool's labels: a tag, a part, `source`, `cue`, `content` or
            `ignore`. Labels with the same name as here need no entry.
        columns: The names of our columns in their CSV or JSONL file: {"text": "sentence"}.
        raw: Whether CSV cells are read exactly as they are.
        positions: What positions count: "code-points", "utf-16" or "bytes" (default: detected from
            the texts).
        skip_faulty: Whether to skip invalid sets and list their problems in `problems`.
        max_bytes: Maximum size of a file in bytes.

    Raises:
        DataError: With all problems, each with its file and line.
    """
    place = Path(path)
    if not place.exists():
        raise DataError(Problem("This file or folder does not exist.", str(place)))
    project = place if layout.is_project(place) else None
    if codebook is None and format is None and is_release(place):
        codebook = layout.codebook_path(place)
    book = find_codebook(project, None if codebook is None else str(codebook))
    aliases = layout.load_project(place).aliases if project else {}
    if format is None and (project or _holds_sets(place)):
        corpus = load_corpus(place, SetFilter.ALL)
        return Collection(corpus.corpus, book, aliases, corpus.notes)
    check_label_mapping(labels or {}, book, "labels")
    options = ImportOptions(
        book,
        segment_article,
        annotator,
        labels or {},
        _known_columns(columns or {}),
        raw,
        _position_unit(positions),
        skip_faulty,
    )
    result = read_import(place, format, options, max_bytes, "name it with --format")
    notes = (*result.notes, *result.not_imported)
    return Collection(result.articles, book, aliases, notes, result.skipped)


def _known_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    unknown = [each for each in columns if each not in COLUMNS_BY_NAME]
    if unknown:
        raise DataError(
            f"Unknown column “{unknown[0]}”. The columns are: {', '.join(COLUMNS_BY_NAME)}."
        )
    return columns


def _position_unit(name: str | None) -> PositionUnit | None:
    known = [each.value for each in PositionUnit]
    if name is not None and name not in known:
        raise DataError(f"Positions cannot count “{name}”. They count {', '.join(known)}.")
    return PositionUnit(name) if name else None


def _holds_sets(place: Path) -> bool:
    return bool(find_set_files(place)) if place.is_dir() else layout.is_yaml(place)


def _sets(of: Collection | AnnotationSet | Iterable[AnnotationSet]) -> list[AnnotationSet]:
    return [of] if isinstance(of, AnnotationSet) else list(of)


def _book(of: object, codebook: Codebook | None) -> Codebook:
    return codebook or (of.codebook if isinstance(of, Collection) else codebooks.builtin())


def measures(
    of: Collection | AnnotationSet | Iterable[AnnotationSet], codebook: Codebook | None = None
) -> tuple[MeasuredSet, ...]:
    """The measures of attribution quality of each set, in order; see docs/reference/measures.md.

    Args:
        of: A collection, or sets.
        codebook: The codebook (default: the collection's, or the built-in codebook).
    """
    book = _book(of, codebook)
    aliases = of.aliases if isinstance(of, Collection) else {}
    return tuple(MeasuredSet.from_set(merge_aliases(each, aliases), book) for each in _sets(of))


def agreement(
    of: Collection | Iterable[AnnotationSet],
    codebook: Codebook | None = None,
    *,
    intervals: bool = False,
    unfinished: bool = False,
) -> "ProjectAgreement":
    """The agreement between annotators; docs/reference/agreement.md explains each coefficient.

    It compares each annotator's first finished pass. Sets alone have no pass numbers: several sets
    of one annotator on an article are passes in their order.

    Args:
        of: A collection, or sets.
        codebook: The codebook (default: the collection's, or the built-in codebook).
        intervals: Whether to compute 95% intervals.
        unfinished: Whether to include work that is not finished.
    """
    from annotator.project.agreement import compare_passes  # noqa: PLC0415 (it loads numpy)

    book = _book(of, codebook)
    work = of.work if isinstance(of, Collection) else _number_passes(of)
    passes = [each for each in work if each.annotations.form is SetForm.ANNOTATIONS]
    aliases = of.aliases if isinstance(of, Collection) else {}
    return compare_passes(passes, book, aliases, intervals=intervals, unfinished=unfinished)


def _number_passes(sets: Iterable[AnnotationSet]) -> Iterator[NumberedSet]:
    """The sets, numbered as passes in their order."""
    passes: Counter[tuple[str, str, SetForm]] = Counter()
    for each in sets:
        own = each.annotator, each.document.id, each.form
        passes[own] += 1
        yield NumberedSet(each, passes[own])


@singledispatch
def to_records(what: Any) -> list[Record]:
    """Plain records of sets, measures or agreement, ready for pandas or polars.

    A collection or sets give one record per sentence. Measures give one per measure and set.
    Agreement gives one per coefficient.

    Raises:
        TypeError: The argument has another type.
    """
    return _of_many(list(what)) if isinstance(what, Iterable) else _of_agreement(what)


@to_records.register
def _(what: Collection) -> list[Record]:
    return what.to_records()


@to_records.register
def _(what: AnnotationSet) -> list[Record]:
    return _of_many([what])


def _of_many(items: list[Any]) -> list[Record]:
    if all(isinstance(each, MeasuredSet) for each in items):
        return [dict(zip(MEASURE_COLUMNS, row, strict=True)) for row in measure_rows(items)]
    for each in items:
        if not isinstance(each, AnnotationSet):
            raise _wrong_type(each)
    return [record for each in items for record in _of_set(each)]


def _wrong_type(what: object) -> TypeError:
    known = "a collection, sets, measures or an agreement"
    return TypeError(f"to_records takes {known}, not {type(what).__name__}")


def _of_set(annotations: AnnotationSet) -> list[Record]:
    # The white space between sentences is in the article, not in the set.
    alone = AnnotatedArticle(Article(annotations.document, ""), (NumberedSet(annotations),))
    return [record | {"before": None, "after": None} for record in rows.rows_of([alone])]


def _of_agreement(agreement: object) -> list[Record]:
    from annotator.stats.agreement.project_agreement import ProjectAgreement, estimate_rows  # noqa: PLC0415

    if not isinstance(agreement, ProjectAgreement):
        raise _wrong_type(agreement)
    return list(estimate_rows(agreement))


_NOTHING = "None of these has a set to export. `which` chooses the annotators, gold or all."


@python_messages()
def store(collection: Collection, folder: AnyPath) -> tuple[Path, ...]:
    """Store articles and their sets in a project or folder: all of them or none.

    `read` and `store` together do what `annotator import` does.

    Args:
        collection: The articles with their sets.
        folder: A project's folder, or another folder, which is created if necessary.

    Returns:
        The new files. In a project, an existing article stays unchanged.

    Raises:
        DataError: A file already exists, a set does not match the project, or a file cannot be
            written. Nothing has changed.
    """
    place, corpus = Path(folder), collection.articles
    in_project = (place / PROJECT_FILE).is_file()
    with lock_project(place) if in_project else nullcontext():
        plan = (
            plan_for_project(place, corpus, segment_article)
            if in_project
            else plan_for_folder(place, corpus)
        )
        write_import(place, plan)
    return tuple(each.path for each in plan.files)


@python_messages()
def export(
    collection: Collection | AnyPath,
    output: AnyPath,
    *,
    format: str | None = None,  # noqa: A002 (it is what the command line calls it)
    which: str = "annotators",
    raw: bool = False,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write sets in another format, as `annotator export` does.

    Args:
        collection: A collection, or the path of a project, a folder of sets, or a set.
        output: The file to write, or a folder for a format with several files.
        format: The format, from docs/reference/formats.md (default: by the ending
            .jsonl, .csv or .parquet).
        which: The work to export: "annotators", "gold" or "all".
        raw: Whether to leave CSV cells as they are, not made safe for spreadsheets.
        force: Whether to replace files with other content.

    Returns:
        The files that contain the work.

    Raises:
        DataError: The format is unknown or cannot hold the work, there is no work, or a file cannot
            be written. Nothing has changed.
    """
    source = collection if isinstance(collection, Collection) else read(collection)
    place = Path(output)
    chosen_format = registry.find_format(_format_name(place, format))
    corpus = _select(source.articles, _set_filter(which))
    if not corpus:
        raise DataError(_NOTHING)
    files = chosen_format.write(corpus, ExportOptions(source.codebook, raw))
    if chosen_format.folder:
        folder = place
    else:
        folder, files = place.parent, {place.name: next(iter(files.values()))}
    write_files(folder, files, force=force)
    return tuple(folder / name for name in files)


def _format_name(output: Path, name: str | None) -> str:
    known = name or registry.format_by_ending(output.suffix.lower())
    if known is None:
        names = ", ".join(each.name for each in registry.FORMATS if each.writes)
        message = f"The name does not show the format. Give --format ({names})."
        raise DataError(Problem(message, str(output)))
    return known


def _set_filter(which: str) -> SetFilter:
    try:
        return SetFilter(which)
    except ValueError as error:
        names = ", ".join(f'"{each}"' for each in SetFilter)
        raise DataError(f"Unknown value “{which}”. `which` is one of {names}.") from error


def _select(articles: tuple[AnnotatedArticle, ...], which: SetFilter) -> list[AnnotatedArticle]:
    chosen = (
        AnnotatedArticle(
            each.article,
            tuple(
                numbered_set
                for numbered_set in each.sets
                if which.includes(numbered_set.annotations.form)
            ),
        )
        for each in articles
    )
    return [each for each in chosen if each.sets]
