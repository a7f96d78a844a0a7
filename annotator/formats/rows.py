"""One row per sentence and annotator: as JSON Lines, and the common part of CSV and Parquet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ColumnValues,
    ExportOptions,
    Files,
    ImportedRow,
    ImportedSet,
    ImportOptions,
    ImportResult,
)
from annotator.formats.export_layout import document_name
from annotator.formats.json_values import as_objects, json_lines, parse_json_lines
from annotator.formats.row_columns import (
    COLUMNS,
    COLUMNS_BY_NAME,
    DOCUMENT_COLUMNS,
    HEADER_NAMES,
    NEEDED_COLUMNS,
    current_columns,
    decision_values,
    document_values,
    place_values,
    set_values,
    unused_sources,
)
from annotator.formats.set_builder import (
    RawSet,
    build_article,
    build_set,
    check_spans,
    complete_set_values,
    import_result,
    join_sentences,
)
from annotator.formats.spans import SpanRole, label_meaning
from annotator.model.annotation import Document, Sentence, text_hash
from annotator.model.errors import MAX_QUOTED, DataError, Problem
from annotator.model.name_folding import file_name
from annotator.project.pass_selection import NumberedSet
from annotator.storage.strict_yaml import by_line

Record = dict[str, Any]
_MOST_NAMED = 12


def rows_of(corpus: Iterable[AnnotatedArticle]) -> Iterator[Record]:
    """One row per sentence of each set, with all columns in their order."""
    for annotated in corpus:
        document = document_values(annotated.article.document)
        for numbered_set in annotated.sets:
            head = document | set_values(numbered_set)
            for own in _of_sentences(annotated.article.text, numbered_set):
                row = head | own
                yield {column.name: row[column.name] for column in COLUMNS}


def _of_sentences(text: str, numbered_set: NumberedSet) -> Iterator[Record]:
    annotations = numbered_set.annotations
    end, last = 0, len(annotations.sentences) - 1
    for position, sentence in enumerate(annotations.sentences):
        start, stop = sentence.span
        yield {
            **place_values(sentence),
            **decision_values(annotations, sentence),
            "space_before": text[end:start],
            "space_after": text[stop:] if position == last else None,
            "unused_sources": [] if position else unused_sources(annotations),
        }
        end = stop


@dataclass(slots=True)
class _SetRows:
    """The rows of one set, in order."""

    said: ColumnValues
    rows: list[ImportedRow] = field(default_factory=list)


def import_rows(
    rows: Sequence[ImportedRow], options: ImportOptions, file: str, name: str
) -> ImportResult:
    """The articles and sets in rows.

    Args:
        rows: The rows in their order; a set's rows are those of the same document, annotator,
            form and pass.
        options: How to read.
        file: The file that they came from.
        name: The document's id if the rows have none.

    Raises:
        DataError: With all errors, each with its line.
    """
    renamed = [ImportedRow(_renamed(row.columns, options), row.line) for row in rows]
    _refuse_columnless(renamed, file)
    groups = _groups(renamed, name)
    named: dict[str, str] = {}
    for own, *_ in groups:
        named.setdefault(_folded(own, name), own)
    readings = (
        _read(group, options, file, name, named, own) for (own, *_), group in groups.items()
    )
    nothing = "has no rows, so there is nothing to import"
    return import_result(readings, file, nothing, options, _unknown(renamed, file))


def _renamed(columns: Mapping[str, Any], options: ImportOptions) -> Record:
    ours = {theirs: own for own, theirs in options.columns.items()}
    mapped = {*options.columns, *ours}
    kept = {name: each for name, each in columns.items() if name not in mapped}
    return current_columns(kept) | {
        ours[name]: each for name, each in columns.items() if name in ours
    }


def _unknown(rows: Sequence[ImportedRow], file: str) -> Iterator[str]:
    others = {name for row in rows for name in row.columns if name not in COLUMNS_BY_NAME}
    if others:
        yield f"{file}: the columns {', '.join(sorted(others))}"


def _groups(rows: Iterable[ImportedRow], name: str) -> dict[tuple[str, ...], _SetRows]:
    groups: dict[tuple[str, ...], _SetRows] = {}
    for row in rows:
        parts = ("document", name), ("annotator", ""), ("form", ""), ("pass", 1)
        own = tuple(str(_given(row.columns.get(part), usual)) for part, usual in parts)
        groups.setdefault(own, _SetRows(row.columns)).rows.append(row)
    return groups


def _given(value: object, usual: object) -> object:
    return usual if value is None else value


def _folded(document: str, name: str) -> str:
    """The document's name as `annotator add` would simplify it."""
    return file_name(document if document.strip() else name)


def _read(
    group: _SetRows,
    options: ImportOptions,
    file: str,
    name: str,
    named: Mapping[str, str],
    own: str,
) -> Iterator[ImportedSet]:
    folded = _folded(own, name)
    if named[folded] != own:
        message = (
            f"“{own}” and “{named[folded]}” would both be the document “{folded}”. "
            "Rename one of them."
        )
        raise DataError(Problem(message, file, group.rows[0].line, "document"))
    if isinstance(group.said.get("document"), list | dict):
        raise DataError(Problem("This must be text.", file, group.rows[0].line, "document"))
    _refuse_textless(group, file)
    rows = list(_with_places([_with_tag(row, options) for row in group.rows]))
    document = {column.name: group.said.get(column.name) for column in DOCUMENT_COLUMNS}
    document["document"] = folded
    unused = as_objects(
        group.said.get("unused_sources"), file, "unused_sources", group.rows[0].line
    )
    header = complete_set_values(options, group.said, file)
    # The text is not known before the sentences are.
    numbered_set = build_set(RawSet(Document(folded, ""), header, rows, file, unused))
    text, guessed = _text(numbered_set.annotations.sentences, rows, file)
    notes = list(_left(group, file))
    if guessed and document["sha256"] not in (None, text_hash(text)):
        notes += [f"{file}: {folded}: the white space between its sentences was guessed"]
        document["sha256"] = None
    article = build_article(document, text, file, name)
    check_spans(article, numbered_set, file, rows)
    placed = replace(
        numbered_set, annotations=replace(numbered_set.annotations, document=article.document)
    )
    yield ImportedSet(article, placed, notes, file, group.rows[0].line)


def _left(group: _SetRows, file: str) -> Iterator[str]:
    """What is not imported: set columns that differ from the first row, and columns without use."""
    # A flag from a CSV file is still a word here.
    nothing: tuple[object, ...] = (None, "", [], {}, False, "false")
    for row in group.rows:
        for name in HEADER_NAMES:
            own, first = row.columns.get(name), group.said.get(name)
            if own != first and own not in nothing:
                yield f"{file}:{row.line}: the {name} “{own}”, because the first row has “{first}”"
        for name, needed in NEEDED_COLUMNS.items():
            alone = all(row.columns.get(each) in nothing for each in needed)
            if alone and row.columns.get(name) not in nothing:
                yield f"{file}:{row.line}: {name}, because there is no {needed[0]}"


def _refuse_columnless(rows: Sequence[ImportedRow], file: str) -> None:
    names = {name: None for row in rows for name in row.columns}
    if rows and not {"text", "start"} & set(names):
        known = ", ".join(name[:MAX_QUOTED] for name in [*names][:_MOST_NAMED])
        message = f"There is no column “text”, only {known}. Name one with --column text=NAME."
        raise DataError(Problem(message, file, rows[0].line))


def _refuse_textless(group: _SetRows, file: str) -> None:
    message = (
        "the text of the sentence is missing. If it was left out of a release, "
        "restore it with `annotator rehydrate`."
    )
    lines = [row.line for row in group.rows if not row.columns.get("text")]
    if lines:
        raise DataError(by_line(Problem(message, file, line, "text") for line in lines))


def _with_tag(row: ImportedRow, options: ImportOptions) -> ImportedRow:
    label = row.columns.get("tag")
    if label is None:
        return row
    # An unknown label stays. It may be a tag of another codebook, which `check` reports.
    meant: object = label_meaning(str(label), options) or label
    if str(label) in options.labels and meant in {SpanRole.SENTENCE, SpanRole.IGNORE}:
        meant = None
    return ImportedRow({**row.columns, "tag": meant}, row.line)


def _with_places(rows: Sequence[ImportedRow]) -> Iterator[ImportedRow]:
    """The rows, with a position for those that have none."""
    end, paragraph = 0, 1
    taken = {str(row.columns.get("sentence")) for row in rows}
    for position, row in enumerate(rows, 1):
        own: Record = dict(row.columns)
        if own.get("paragraph") is None:
            own["paragraph"] = paragraph
        if own.get("sentence") is None:
            own["sentence"] = _free(f"s{position}", taken)
        if own.get("start") is None:
            own["start"] = end + len(_gap(own, None if position == 1 else paragraph))
            own["end"] = own["start"] + len(str(own["text"]))
        paragraph = own["paragraph"]
        end = own["end"] if isinstance(own.get("end"), int) else end
        yield ImportedRow(own, row.line)


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted = f"{wanted}-1"
    taken.add(wanted)
    return wanted


def _gap(row: Mapping[str, Any], paragraph: object) -> str:
    """The white space before a row that has no position; empty before the first one."""
    if row.get("space_before") is not None:
        return str(row["space_before"])
    if paragraph is None:
        return ""
    return " " if row["paragraph"] == paragraph else "\n\n"


def _text(
    sentences: Sequence[Sentence], rows: Sequence[ImportedRow], file: str
) -> tuple[str, bool]:
    """The article's text, and whether the white space in it had to be guessed."""
    gaps = [row.columns.get("space_before") for row in rows]
    after = rows[-1].columns.get("space_after")
    try:
        return join_sentences(sentences, gaps, after)
    except ValueError as error:
        raise DataError(Problem(str(error), file, rows[0].line, "start")) from error


def write(corpus: Sequence[AnnotatedArticle], _: ExportOptions) -> Files:
    """One file of rows."""
    return {"sentences.jsonl": json_lines(rows_of(corpus))}


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file of rows.

    Raises:
        DataError: With all errors in it.
    """
    ((file, data),) = files.items()
    found = [ImportedRow(record, line) for line, record in parse_json_lines(data, file)]
    return import_rows(found, options, file, document_name(file))
