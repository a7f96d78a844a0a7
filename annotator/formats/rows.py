"""One row for each sentence and annotator: what JSON Lines, CSV and Parquet have in common."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats import flat
from annotator.formats.building import (
    Stated,
    about_by,
    article_of,
    built,
    checked,
    harvested,
    with_document,
)
from annotator.formats.columns import BY_NAME, COLUMNS, OF_DOCUMENT, OF_SET, OF_WHOLE
from annotator.formats.labels import Mark, meaning
from annotator.formats.reading import objects
from annotator.formats.spacing import joined
from annotator.formats.values import Annotated, Found, Harvest, Taking, Work
from annotator.model.annotation import Sentence
from annotator.model.document import text_hash
from annotator.model.faults import MOST_QUOTED, Fault, Refused
from annotator.model.names import file_name
from annotator.storage.tree import by_line

Record = dict[str, Any]
_MOST_NAMED = 12
_NO_HASH = "0" * 64


def rows_of(corpus: Iterable[Annotated]) -> Iterator[Record]:
    """A row for each sentence of each set, with all the columns in their order."""
    for annotated in corpus:
        document = flat.of_document(annotated.article.document)
        for work in annotated.work:
            head = document | flat.of_set(work)
            for own in _of_sentences(annotated.article.text, work):
                row = head | own
                yield {column.name: row[column.name] for column in COLUMNS}


def _of_sentences(text: str, work: Work) -> Iterator[Record]:
    annotations = work.annotations
    end, last = 0, len(annotations.sentences) - 1
    for position, sentence in enumerate(annotations.sentences):
        start, stop = sentence.span
        yield {
            **flat.of_place(sentence),
            **flat.of_decision(annotations, sentence),
            "before": text[end:start],
            "after": text[stop:] if position == last else None,
            "unheard": [] if position else flat.unheard(annotations),
        }
        end = stop


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, and the line where it stands."""

    columns: Record
    line: int


@dataclass(slots=True)
class _Group:
    """The rows of one set, in order."""

    said: Record
    rows: list[Row] = field(default_factory=list)

    def lines(self) -> list[int]:
        return [row.line for row in self.rows]


def harvest(rows: Sequence[Row], taking: Taking, file: str, name: str) -> Harvest:
    """The articles and sets that rows hold.

    Args:
        rows: The rows in their order; a set's rows are those of the same document, annotator,
            form and pass.
        taking: How to read.
        file: The file that they came from.
        name: The document's id where no row has one.

    Raises:
        Refused: With everything that is wrong, each fault with its line.
    """
    renamed = [Row(_renamed(row.columns, taking), row.line) for row in rows]
    _refuse_columnless(renamed, file)
    groups = _groups(renamed, name)
    named: dict[str, str] = {}
    for own, *_ in groups:
        named.setdefault(_folded(own, name), own)
    readings = (_read(group, taking, file, name, named, own) for (own, *_), group in groups.items())
    nothing = "has no rows; there is nothing to take"
    return harvested(readings, file, nothing, taking, _unknown(renamed, file))


def _renamed(columns: Mapping[str, Any], taking: Taking) -> Record:
    ours = {theirs: own for own, theirs in taking.columns.items()}
    mapped = {*taking.columns, *ours}
    kept = {name: each for name, each in columns.items() if name not in mapped}
    return kept | {ours[name]: each for name, each in columns.items() if name in ours}


def _unknown(rows: Sequence[Row], file: str) -> Iterator[str]:
    others = {name for row in rows for name in row.columns if name not in BY_NAME}
    if others:
        yield f"{file}: the columns {', '.join(sorted(others))}"


def _groups(rows: Iterable[Row], name: str) -> dict[tuple[str, ...], _Group]:
    groups: dict[tuple[str, ...], _Group] = {}
    for row in rows:
        parts = ("document", name), ("annotator", ""), ("form", ""), ("pass", 1)
        own = tuple(str(_given(row.columns.get(part), usual)) for part, usual in parts)
        groups.setdefault(own, _Group(row.columns)).rows.append(row)
    return groups


def _given(value: object, usual: object) -> object:
    return usual if value is None else value


def _folded(document: str, name: str) -> str:
    """What a document is called here: as `annotator add` would call it."""
    return file_name(document if document.strip() else name)


def _read(
    group: _Group, taking: Taking, file: str, name: str, named: Mapping[str, str], own: str
) -> Iterator[Found]:
    folded = _folded(own, name)
    if named[folded] != own:
        message = (
            f"“{own}” and “{named[folded]}” would both be the document “{folded}”; "
            "give one of them another name"
        )
        raise Refused(Fault(message, file, group.rows[0].line, "document"))
    if isinstance(group.said.get("document"), list | dict):
        raise Refused(Fault("this should be a text", file, group.rows[0].line, "document"))
    _refuse_textless(group, file)
    rows = [_labelled(row, taking) for row in group.rows]
    document = {column.name: group.said.get(column.name) for column in OF_DOCUMENT}
    about = {column.name: group.said.get(column.name) for column in OF_SET}
    document["document"] = folded
    provisional = {**document, "sha256": _NO_HASH}
    said = {key: each for key, each in provisional.items() if each is not None}
    others = objects(group.said.get("unheard"), file, "unheard", group.rows[0].line)
    stated = Stated(
        said, about_by(taking, about, file), list(_placed(rows)), file, group.lines(), others
    )
    work = built(stated)
    text, guessed = _text(work.annotations.sentences, rows, file)
    notes = list(_left(group, file))
    if guessed and document["sha256"] not in (None, text_hash(text)):
        notes += [f"{file}: {said['document']}: the white space between its sentences is guessed"]
        document["sha256"] = None
    article = article_of(document, text, file, name)
    checked(article, work, file, group.lines())
    annotations = with_document(work.annotations, article)
    placed = replace(work, annotations=annotations)
    yield Found(article, placed, notes, file, group.rows[0].line)


_NEEDED = {
    **dict.fromkeys(("kind", "affiliation", "concerned"), ("source", "source_id")),
    **dict.fromkeys(("cue_start", "cue_end"), ("cue",)),
    **dict.fromkeys(("curator", "reason", "votes"), ("provenance",)),
}
"""What a column is said of; without one of these it says nothing."""


def _left(group: _Group, file: str) -> Iterator[str]:
    """What rows say that is not taken: of the set, where the first row says another; of nothing."""
    # A flag of a CSV file is still its word here.
    nothing: tuple[object, ...] = (None, "", [], {}, False, "false")
    for row in group.rows:
        for name in OF_WHOLE:
            own, first = row.columns.get(name), group.said.get(name)
            if own != first and own not in nothing:
                yield f"{file}:{row.line}: the {name} “{own}”, because the first row has “{first}”"
        for name, needed in _NEEDED.items():
            alone = all(row.columns.get(each) in nothing for each in needed)
            if alone and row.columns.get(name) not in nothing:
                yield f"{file}:{row.line}: {name}, because there is no {needed[0]}"


def _refuse_columnless(rows: Sequence[Row], file: str) -> None:
    names = {name: None for row in rows for name in row.columns}
    if rows and not {"text", "start"} & set(names):
        known = ", ".join(name[:MOST_QUOTED] for name in [*names][:_MOST_NAMED])
        message = f"there is no column “text”, but {known}; name theirs with --column text=…"
        raise Refused(Fault(message, file, rows[0].line))


def _refuse_textless(group: _Group, file: str) -> None:
    message = (
        "has no text of the sentence; where it was left out of a release, "
        "`annotator rehydrate` puts it back"
    )
    lines = [row.line for row in group.rows if not row.columns.get("text")]
    if lines:
        raise Refused(by_line(Fault(message, file, line, "text") for line in lines))


def _labelled(row: Row, taking: Taking) -> Row:
    label = row.columns.get("tag")
    if label is None:
        return row
    # What is no label here stays: it may be the tag of another codebook, and `check` says so.
    meant: object = meaning(str(label), taking) or label
    if str(label) in taking.labels and meant in {Mark.SENTENCE, Mark.IGNORE}:
        meant = None
    return Row({**row.columns, "tag": meant}, row.line)


def _placed(rows: Sequence[Row]) -> Iterator[Record]:
    """The columns of each row, with a place for those that have none."""
    end, paragraph = 0, 1
    taken = {str(row.columns.get("sentence")) for row in rows}
    for position, row in enumerate(rows, 1):
        own = row.columns
        if own.get("paragraph") is None:
            own = {**own, "paragraph": paragraph}
        if own.get("sentence") is None:
            own = {**own, "sentence": _free(f"s{position}", taken)}
        if own.get("start") is None:
            start = end + len(_gap(own, None if position == 1 else paragraph))
            own = {**own, "start": start, "end": start + len(str(own["text"]))}
        paragraph = own["paragraph"]
        end = own["end"] if isinstance(own.get("end"), int) else end
        yield own


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted = f"{wanted}-1"
    taken.add(wanted)
    return wanted


def _gap(row: Mapping[str, Any], paragraph: object) -> str:
    """The white space before a row that has no place; none before the first one."""
    if row.get("before") is not None:
        return str(row["before"])
    if paragraph is None:
        return ""
    return " " if row["paragraph"] == paragraph else "\n\n"


def _text(sentences: Sequence[Sentence], rows: Sequence[Row], file: str) -> tuple[str, bool]:
    """The article's text, and whether the white space in it had to be guessed."""
    gaps = [row.columns.get("before") for row in rows]
    after = rows[-1].columns.get("after")
    try:
        return joined(sentences, gaps, after)
    except ValueError as error:
        raise Refused(Fault(str(error), file, rows[0].line, "start")) from error
