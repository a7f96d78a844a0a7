"""Build articles and annotation sets from columns.

Columns have the types of our own files, and a set must be as consistent as a set in such a file.
Every error has its line and column. If an article's text is missing, it is joined from the
sentences.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ColumnValues,
    ImportedRow,
    ImportedSet,
    ImportOptions,
    ImportResult,
)
from annotator.formats.export_layout import set_values_from_path
from annotator.formats.row_columns import (
    COLUMNS_BY_NAME,
    NEEDED_COLUMNS,
    ColumnKind,
    current_columns,
)
from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    AnnotationSet,
    Answer,
    Article,
    Cue,
    Document,
    FieldType,
    Provenance,
    Sentence,
    SetForm,
    Source,
    Status,
    text_hash,
)
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.lint import PartialSet, set_inconsistencies, text_inconsistencies
from annotator.model.name_folding import file_name, fold_name, identifier
from annotator.model.plurals import plural
from annotator.project.pass_selection import NumberedSet
from annotator.storage.articles import Metadata, new_article, unfit_reason
from annotator.storage.file_records import (
    SINGLE_COLUMN_FIELDS,
    HeaderRecord,
    RowPlaceRecord,
    RowRecord,
    RowSourceNameRecord,
    RowSourceRecord,
    source_fields,
)
from annotator.storage.shown_records import shown_from
from annotator.storage.strict_yaml import Steps, by_line, convert, path_text

MAX_GAP = 100_000
"""The maximum white space between two sentences, in code points."""


def join_sentences(
    sentences: Sequence[Sentence], gaps: Sequence[object], after: object = None
) -> tuple[str, bool]:
    """The text, and whether white space in it was guessed because only its width is known.

    Args:
        sentences: The sentences with their spans, in order.
        gaps: The white space before each sentence, or None if it is unknown.
        after: The white space after the last sentence, or None if it is unknown.

    Raises:
        ValueError: A sentence is too far from the one before it.
    """
    pieces: list[str] = []
    end, paragraph = 0, None
    guessed = after is None
    for sentence, gap in zip(sentences, gaps, strict=True):
        width = max(sentence.span[0] - end, 0)
        if width > MAX_GAP:
            raise ValueError(
                f"{sentence.id} begins {width:,} code points after the text before it. "
                f"The maximum is {MAX_GAP:,}. Correct its start."
            )
        guess = "\n\n" if width == 2 and paragraph != sentence.paragraph else " " * width
        guessed |= gap is None and width > 0
        pieces += (guess if gap is None else str(gap), sentence.text)
        end, paragraph = sentence.span[1], sentence.paragraph
    pieces.append("" if after is None else str(after))
    return "".join(pieces), guessed


def recover_text(annotations: AnnotationSet, file: str) -> tuple[str, bool]:
    """The text joined from a set's sentences, and whether it is the text that was tagged.

    Args:
        annotations: The set.
        file: Its file, for the error.

    Raises:
        DataError: A sentence is too far from the one before it.
    """
    try:
        text, _ = join_sentences(annotations.sentences, [None] * len(annotations.sentences))
    except ValueError as error:
        raise DataError(Problem(str(error), file)) from error
    for candidate in (text, f"{text}\n"):
        if text_hash(candidate) == annotations.document.sha256:
            return candidate, True
    return text, False


NO_ANNOTATOR = "This file does not name the annotator. Use --annotator NAME."


class RawSet(NamedTuple):
    """One set as read from a format.

    Attributes:
        document: Its document.
        header: The columns of the set.
        rows: The columns of each sentence, in order.
        file: The file's name as the person would type it.
        unused: Sources that no sentence names.
    """

    document: Document
    header: ColumnValues
    rows: Sequence[ImportedRow]
    file: str
    unused: Sequence[ColumnValues] = ()


class _RowReading(NamedTuple):
    """The place of a row, and the list for its errors."""

    file: str
    line: int
    problems: list[Problem]

    def refuse(self, steps: Steps, message: str) -> None:
        """Add an error in the column at `steps`."""
        self.problems.append(Problem(message, self.file, self.line, path_text(steps) or None))


_ColumnRecord = TypeVar("_ColumnRecord", HeaderRecord, RowSourceNameRecord, RowPlaceRecord)


def _read_columns(
    reading: _RowReading, columns: ColumnValues, wanted: type[_ColumnRecord], steps: Steps = ()
) -> _ColumnRecord | None:
    """The record from its columns, ignoring others; None if they have errors."""
    values: dict[str, object] = {}
    for name in wanted.__struct_encode_fields__:
        value, is_text = columns.get(name), COLUMNS_BY_NAME[name].kind is ColumnKind.TEXT
        needed = NEEDED_COLUMNS.get(name, (name,))
        says = value is not None and (is_text or value != "")
        if says and any(columns.get(each) is not None for each in needed):
            values[name] = _plain(value, is_text=is_text)
    return convert(reading, values, steps, wanted)


def _plain(value: object, *, is_text: bool) -> object:
    """The value as records need it; in a text column, a number or boolean becomes a text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | list | dict) or (isinstance(value, int) and not is_text):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def build_set(raw: RawSet) -> NumberedSet:
    """The set read from a format.

    Raises:
        DataError: With all errors in it, each with its line and column.
    """
    problems: list[Problem] = []
    readings = [_RowReading(raw.file, row.line, problems) for row in raw.rows]
    first = readings[0] if readings else _RowReading(raw.file, 1, problems)
    header = _read_columns(first, raw.header, HeaderRecord)
    sources = _SourceTable()
    sentences: dict[int, Sentence] = {}
    for at, (row, reading) in enumerate(zip(raw.rows, readings, strict=True)):
        record = _read_columns(reading, row.columns, RowRecord)
        if record is not None:
            _refuse_contradictions(record, header, reading)
            sentences[at] = _sentence(record, sources.add(record, reading))
    sources.add_unused(raw.unused, first)
    next_id = (header.next_id if header else None) or _next_id(sentences.values())
    ids = {str(row.columns.get("sentence")) for row in raw.rows}
    parts = PartialSet(sentences, {}, ids, sources.by_id, next_id if header else None)
    for found in set_inconsistencies(parts):
        _, position, *field = found.steps
        readings[int(position)].refuse(_column_steps(*field), found.message)
    if problems or header is None:
        raise DataError(by_line(problems))
    annotations = _annotation_set(header, raw.document, sentences.values(), sources, next_id)
    return NumberedSet(annotations, header.number)


def _annotation_set(
    header: HeaderRecord,
    document: Document,
    sentences: Iterable[Sentence],
    sources: "_SourceTable",
    next_id: int,
) -> AnnotationSet:
    return AnnotationSet(
        document,
        header.annotator,
        CodebookReference(header.codebook, header.codebook_version, header.codebook_sha256),
        tuple(sentences),
        tuple(sources.by_id.values()),
        next_id,
        Status(header.status) if header.status else None,
        header.status_reason,
        SetForm(header.form),
        header.sitting,
        header.vote,
    )


_COLUMN_OF_FIELD = {"id": "sentence", "span": "start"}
_NUMBERED = re.compile(r"s([0-9]{1,18})")


def _column_steps(field: str | int, *inside: str | int) -> Steps:
    """The path of a sentence's field in a row."""
    return (_COLUMN_OF_FIELD.get(str(field), field), *inside)


def _next_id(sentences: Iterable[Sentence]) -> int:
    found = (_NUMBERED.fullmatch(sentence.id) for sentence in sentences)
    return max((int(each[1]) for each in found if each), default=0) + 1


def _refuse_contradictions(
    record: RowPlaceRecord, header: HeaderRecord | None, reading: _RowReading
) -> None:
    """Add errors for columns that a set of this form cannot have, and for cues without a place."""
    for name, form in ((each.name, each.form) for each in SENTENCE_FIELDS if each.form):
        if header is not None and header.form != form and getattr(record, name) not in (None, []):
            message = (
                f"Only a set of the form “{form}” can have this column. "
                f"The form of this set is “{header.form}”. Leave the column empty."
            )
            reading.refuse((name,), message)
    if record.cue is not None and None in (record.cue_start, record.cue_end):
        message = "A cue also needs its position. Fill in the columns cue_start and cue_end."
        reading.refuse(("cue",), message)


_SINGLE_VALUES = tuple(each.name for each in SOURCE_FIELDS if each.default is None)
"""The fields of a source that all its rows must agree on."""


class _SourceTable:
    """The sources of a set, each joined from all rows that name it."""

    def __init__(self) -> None:
        self.by_id: dict[str, Source] = {}

    def add(self, record: RowSourceNameRecord, reading: _RowReading) -> str | None:
        """Add what a row states about its source, and give the source's id."""
        name = record.source or record.source_id
        if name is None:
            return None
        own = record.source_id or self._id_of(name)
        new = Source(own, name, **source_fields(record))
        known = self.by_id.setdefault(own, new)
        for field in _SINGLE_VALUES:
            value, first = getattr(new, field), getattr(known, field)
            if None not in (value, first) and value != first:
                message = (
                    f"The {field} of {own} is “{value}” here but “{first}” in an earlier row. "
                    "Use the same value in both."
                )
                reading.refuse((field,), message)
        self.by_id[own] = known.merge_with(new)
        return own

    def add_unused(self, sources: Iterable[ColumnValues], reading: _RowReading) -> None:
        """Add sources that no row names."""
        for at, each in enumerate(sources):
            names = {"source": each.get("name"), "source_id": each.get("id")}
            named = current_columns({**each, **names})
            record = _read_columns(reading, named, RowSourceRecord, ("unused_sources", at))
            if record is not None and self.add(record, reading) is None:
                reading.refuse(("unused_sources", at), "This source has no name. Add one.")

    def _id_of(self, name: str) -> str:
        wanted = fold_name(name)
        same = (each.id for each in self.by_id.values() if fold_name(each.name) == wanted)
        return next(same, None) or identifier(name, self.by_id)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_FROM_COLUMN: Mapping[FieldType, Callable[[Any], object]] = {FieldType.SHOWN: shown_from}


def _sentence(record: RowPlaceRecord, source: str | None) -> Sentence:
    cue, start, end = record.cue, record.cue_start, record.cue_end
    single: dict[str, Any] = {}
    for each in SINGLE_COLUMN_FIELDS:
        value = getattr(record, each.name)
        single[each.name] = _FROM_COLUMN.get(each.type, _frozen)(value)
    return Sentence(
        id=record.sentence,
        span=(record.start, record.end),
        paragraph=record.paragraph,
        text=record.text,
        source=source,
        cue=None if cue is None or start is None or end is None else Cue(cue, (start, end)),
        answers=tuple(Answer(each.claim, each.stance) for each in record.answers),
        provenance=(
            Provenance(record.provenance, record.curator, record.reason, record.decisions)
            if record.provenance
            else None
        ),
        **single,
    )


def check_spans(
    article: Article, numbered_set: NumberedSet, file: str, rows: Sequence[ImportedRow]
) -> None:
    """Check that the text of each sentence is in the article at its span.

    Raises:
        DataError: With every mismatch.
    """
    sentences = numbered_set.annotations.sentences
    problems = []
    for inconsistency in text_inconsistencies(article.text, sentences):
        at = inconsistency.steps[1]
        line = rows[int(at)].line if rows else None
        problems.append(
            Problem(inconsistency.message, file, line, numbered_set.annotations.document.id)
        )
    if problems:
        raise DataError(by_line(problems))


def complete_set_values(options: ImportOptions, said: ColumnValues, file: str) -> dict[str, Any]:
    """The columns of a set, completed from the options.

    Raises:
        DataError: Neither the file nor the options name the annotator.
    """
    book = options.codebook.reference
    about = {name: value for name, value in said.items() if value is not None}
    annotator = (
        options.by_file.get(file)
        or set_values_from_path(file).get("annotator")
        or options.annotator
    )
    if "annotator" not in about and annotator is None:
        raise DataError(Problem(NO_ANNOTATOR, file))
    usual = {"annotator": annotator, "form": "annotations", "pass": 1}
    of_book = {
        "codebook": book.name,
        "codebook_version": book.version,
        "codebook_sha256": book.sha256,
    }
    return usual | ({} if "codebook_sha256" in about else of_book) | about


def build_article(said: ColumnValues, text: str, file: str, name: str) -> Article:
    """The article with this text.

    Args:
        said: The known columns of the document.
        text: The whole text.
        file: The file that it came from.
        name: The name to make an id of if none is given.

    Raises:
        DataError: The text is empty or not valid text, or does not match the given hash.
    """
    own = str(said.get("document") or name)
    reason = unfit_reason(text)
    if reason is not None:
        raise DataError(Problem(reason, file, path=own))
    texts = {
        column: _plain_text(said[column], file, f"{own}: {column}")
        for column in Metadata._fields
        if said.get(column) is not None
    }
    article = new_article(own, text, Metadata(**texts))
    if said.get("sha256") not in (None, article.document.sha256):
        message = "The sha256 shows that this is not the text that was tagged. Use that text."
        raise DataError(Problem(message, file, path=own))
    return article


def _plain_text(value: object, file: str, path: str) -> str:
    if isinstance(value, list | dict):
        raise DataError(Problem("This must be text.", file, path=path))
    return str(value)


def import_result(
    readings: Iterable[Iterator[ImportedSet]],
    file: str,
    nothing: str,
    options: ImportOptions,
    notes: Iterable[str] = (),
) -> ImportResult:
    """The result of several readings, or all errors in them.

    Args:
        readings: One for each part. The errors of all parts are collected.
        file: The file to name if there is nothing to import.
        nothing: The message if there is nothing to import.
        options: How to read, and whether to skip parts with errors.
        notes: Notes on what is not imported from the whole.

    Raises:
        DataError: There is nothing to import, or there are errors that may not be skipped.
    """
    problems = ProblemCollector()
    found: list[ImportedSet] = []
    # Splitting a file into parts may fail at the end, after all valid parts were given.
    with problems:
        for reading in readings:
            with problems:
                # One by one: what a part gave before its error is complete.
                for each in reading:
                    found.append(each)  # noqa: PERF402
    kept = list(_consistent(found, problems))
    wrong = summarize_problems(by_line(problems.problems))
    if not found or (wrong and not options.skip_faulty):
        raise DataError(wrong or Problem(nothing, file or None))
    not_imported = (*notes, *(said for each in kept for said in each.not_imported))
    return ImportResult(_by_article(kept), not_imported, tuple(wrong))


def summarize_problems(problems: Sequence[Problem]) -> list[Problem]:
    """The errors, with one error for all files that do not name the annotator."""
    unnamed = [each for each in problems if each.message == NO_ANNOTATOR]
    if len(unnamed) < 2:
        return list(problems)
    others = plural(len(unnamed) - 1, "other file")
    message = f"This file and {others} do not name the annotator. Use --annotator NAME."
    return [
        unnamed[0]._replace(message=message),
        *(each for each in problems if each.message != NO_ANNOTATOR),
    ]


def _consistent(
    imported: Iterable[ImportedSet], problems: ProblemCollector
) -> Iterator[ImportedSet]:
    """The sets that are consistent with earlier ones. Errors are added for the others."""
    texts: dict[str, str] = {}
    places: set[tuple[str, str, str, int]] = set()
    for each in imported:
        article, numbered_set, _, file, line = each
        own = article.document.id
        place = (own, *_set_key(numbered_set))
        if texts.setdefault(own, article.text) != article.text:
            message = "Two different texts have this id. Change one of the ids."
            problems.add(Problem(message, file, line, own))
        elif place in places:
            who = f"{numbered_set.annotations.annotator}, pass {numbered_set.number}"
            problems.add(Problem(f"There are two sets by {who}. Keep one.", file, line, own))
        else:
            places.add(place)
            yield each


def _set_key(numbered_set: NumberedSet) -> tuple[str, str, int]:
    own = numbered_set.annotations
    return file_name(own.annotator), own.form, numbered_set.number


def _by_article(imported: Iterable[ImportedSet]) -> tuple[AnnotatedArticle, ...]:
    """The articles with their sets, one entry per document, in the order of their appearance."""
    found: dict[str, AnnotatedArticle] = {}
    for article, numbered_set, *_ in imported:
        known = found.setdefault(article.document.id, AnnotatedArticle(article))
        found[article.document.id] = replace(known, sets=(*known.sets, numbered_set))
    return tuple(found.values())
