"""brat standoff: a text file and an annotation file next to it for each article and annotator.

Sentences, cues, sources and contents are T lines. A sentence that spans lines is a discontinuous
span, because a brat span cannot contain a newline. Links are R lines with the stance as their type.
Facts about a sentence that fit in A lines are in A lines. The others are in # lines whose type is
the name of the column. On import, E lines are read too, and each line is checked against the text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedSet,
    ImportOptions,
    ImportResult,
    tags_in,
)
from annotator.formats.export_layout import document_name, set_file_stem, set_values_from_path
from annotator.formats.json_values import encode_utf8, escape, parse_json, unescape
from annotator.formats.positions import Span, TextPositions
from annotator.formats.row_columns import (
    COLUMNS_BY_NAME,
    DOCUMENT_COLUMNS,
    SET_COLUMNS,
    STRUCTURED_KINDS,
    ColumnKind,
    current_column,
)
from annotator.formats.set_builder import build_article, import_result
from annotator.formats.spans import (
    ANSWER_RELATION,
    CUE_RELATION,
    LabeledSpan,
    Relation,
    SpanRole,
    SpanSet,
    header_values,
    import_spans,
    span_facts,
    span_set_of,
)
from annotator.model.codebook import KINDS, PARTS, STANCES, Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.former_names import current_kind
from annotator.text.strict_text import decode_utf8

FLAG_ATTRIBUTES = {"checkable": "not_checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the attribute for a value that is not the default."""

_COLUMN_OF = {attribute: column for column, attribute in FLAG_ATTRIBUTES.items()}
_HEAD = {column.name for column in (*DOCUMENT_COLUMNS, *SET_COLUMNS)} | {"unused_sources"}
_T = re.compile(r"(T\S+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*;?)\t(.*)")
_R = re.compile(r"R\S+\t(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*")
_E = re.compile(r"(E\S+)\t(\S+?):(\S+)((?:\s+\S+:\S+)*)\s*")
_A = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.+))?")
_NOTE = re.compile(r"#\S*\t(\S+) (\S+)(?:\t(.*))?")
_PASSED_OVER = re.compile(r"[N*]\S*\t.*")


@dataclass(slots=True)
class _Standoff:
    """The content of one file.

    Attributes:
        file: The file.
        places: The positions of the text.
        regions: The spans, by the names of their T lines.
        triggers: The T line of each event.
        events: The events of each T line.
        relations: The relations between T lines or events.
        facts: The facts about T lines or events, by names of columns.
        first_lines: The number of the first line with facts about each.
        head: The facts about the document and the set.
        not_imported: What is not imported, one line each.
        problems: The errors.
    """

    file: str
    places: TextPositions
    regions: dict[str, LabeledSpan] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_lines: dict[str, int] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    not_imported: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, message: str, line: int) -> None:
        """Keep an error."""
        self.problems.append(Problem(message, self.file, line))

    def facts_of(self, target: str, line: int) -> dict[str, Any]:
        """The facts about a T line or event, for a line to add to."""
        self.first_lines.setdefault(target, line)
        return self.facts.setdefault(target, {})

    def leave(self, what: str, line: int) -> None:
        """Keep a note about something that is not imported."""
        self.not_imported.append(f"{self.file}:{line}: {what}")


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of a folder of .ann files, each with its .txt file next to it.

    Raises:
        DataError: With all errors in them.
    """
    annotated = [name for name in files if name.endswith(".ann")]
    readings = (_of_file(name, files, options) for name in annotated)
    alone = [
        f"{name}: there is no .ann file next to it"
        for name in files
        if name.endswith(".txt") and f"{name.removesuffix('.txt')}.ann" not in files
    ]
    first = next(iter([*annotated, *files]), "")
    return import_result(readings, first, "has no .ann file", options, alone)


def _of_file(name: str, files: Files, options: ImportOptions) -> Iterator[ImportedSet]:
    beside = f"{name.removesuffix('.ann')}.txt"
    if beside not in files:
        raise DataError(
            Problem(
                f"The text of this file is missing. Put {PurePath(beside).name} next to it.", name
            )
        )
    places = TextPositions(decode_utf8(files[beside], beside))
    standoff = _Standoff(name, places)
    lines = decode_utf8(files[name], name).split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            _take(line.removesuffix("\r"), number, standoff)
    article = build_article(standoff.head, places.text, beside, document_name(name))
    about = set_values_from_path(name) | standoff.head
    regions = [_with_facts(region, standoff) for region in standoff.regions.values()]
    for target, facts in standoff.facts.items():
        if facts and target not in standoff.regions.keys() | standoff.triggers.keys():
            standoff.leave(
                f"{', '.join(facts)} of {target}, which is not a T or E line",
                standoff.first_lines[target],
            )
    spans = SpanSet(
        article, about, regions, [_resolved(each, standoff) for each in standoff.relations], name
    )
    yield import_spans(spans, places, options, standoff.not_imported, standoff.problems)


def _take(line: str, number: int, standoff: _Standoff) -> None:
    for pattern, parse in _LINES.items():
        match = pattern.fullmatch(line)
        if match is not None:
            parse(match, number, standoff)
            return
    standoff.refuse(f"This is not a line of brat standoff: “{line[:40]}”.", number)


def _text_bound(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    key, label, where, words = match.groups()
    # In any order: brat writes the pieces and their words in the order in which they were marked.
    pieces = tuple(_span(piece) for piece in where.split(";") if piece)
    if key in standoff.regions:
        standoff.refuse(f"{key} is defined twice", number)
        return
    standoff.regions[key] = LabeledSpan(key, pieces[0], label, {}, number, words, pieces, key)


def _span(piece: str) -> Span:
    start, end = piece.split(" ")
    return int(start), int(end)


def _relation(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    label, start, end = match.groups()
    standoff.relations.append(Relation(start, end, label, number))


def _event(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    key, label, trigger, arguments = match.groups()
    standoff.triggers[key] = trigger
    standoff.events.setdefault(trigger, []).append(key)
    for argument in arguments.split():
        standoff.relations.append(Relation(trigger, argument.split(":", 1)[1], label, number))


def _attribute(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    name, target, value = match.groups()
    facts = standoff.facts_of(target, number)
    if name in _COLUMN_OF:
        facts[_COLUMN_OF[name]] = name != FLAG_ATTRIBUTES["checkable"]
    elif name == "kind" and value is not None:
        facts["kind"] = current_kind(value)
    else:
        standoff.leave(f"the attribute {name} of {target}", number)


def _note(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    name, target, text = current_column(match.group(1)), match.group(2), match.group(3) or ""
    facts = standoff.facts_of(target, number)
    if name == "AnnotatorNotes" and target[0] in "TE":
        facts["note"] = "\n".join([*([facts["note"]] if "note" in facts else []), text])
    elif name in COLUMNS_BY_NAME:
        value = _value(COLUMNS_BY_NAME[name].kind, text, number, standoff)
        (standoff.head if name in _HEAD else facts)[name] = value
    else:
        standoff.leave(f"the note {name} of {target}: {text[:60]}", number)


def _value(kind: ColumnKind, text: str, number: int, standoff: _Standoff) -> Any:
    if kind in STRUCTURED_KINDS:
        return parse_json(text, standoff.file, number)
    return unescape(text)


def _pass_over(match: re.Match[str], number: int, standoff: _Standoff) -> None:
    standoff.leave(match[0][:60], number)


_LINES: Mapping[re.Pattern[str], Callable[[re.Match[str], int, _Standoff], None]] = {
    _T: _text_bound,
    _R: _relation,
    _E: _event,
    _A: _attribute,
    _NOTE: _note,
    _PASSED_OVER: _pass_over,
}


def _resolved(relation: Relation, standoff: _Standoff) -> Relation:
    """The relation with each event replaced by its trigger."""
    start, end = (standoff.triggers.get(key, key) for key in (relation.from_id, relation.to_id))
    return replace(relation, from_id=start, to_id=end)


def _with_facts(region: LabeledSpan, standoff: _Standoff) -> LabeledSpan:
    facts: dict[str, Any] = {}
    for target in (region.span_id, *standoff.events.get(region.span_id, ())):
        facts |= standoff.facts.get(target, {})
    if "sha256" in standoff.head and "note" in facts:
        facts["note"] = unescape(facts["note"])
    return replace(region, facts=span_facts(facts))


_BETWEEN_LINES = re.compile(r"[^\n]+")


def write(corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
    """One folder per annotator with two files per article, and `annotation.conf`.

    Raises:
        DataError: A text contains a character that UTF-8 cannot hold.
    """
    configuration = _configuration(options.codebook, tags_in(corpus))
    files = {"annotation.conf": encode_utf8(configuration, "conf")}
    for annotated in corpus:
        for numbered_set in annotated.sets:
            stem = set_file_stem(numbered_set, annotated.article)
            lines = _lines(span_set_of(annotated.article, numbered_set), annotated.article.text)
            files[f"{stem}.txt"] = encode_utf8(annotated.article.text, f"{stem}.txt")
            files[f"{stem}.ann"] = encode_utf8(
                "".join(f"{line}\n" for line in lines), f"{stem}.ann"
            )
    return files


def _configuration(codebook: Codebook, used: Sequence[str]) -> str:
    tags = dict.fromkeys([*(tag.id for tag in codebook.tags), *used])
    labels = [*tags, SpanRole.SENTENCE, *PARTS, SpanRole.SOURCE, SpanRole.CUE, SpanRole.CONTENT]
    sentences = "|".join([*tags, SpanRole.SENTENCE, *PARTS])
    relations = [
        f"{label}\tArg1:{sentences}, Arg2:{sentences}" for label in (*STANCES, ANSWER_RELATION)
    ]
    kinds = f"kind\tArg:{sentences}, Value:{'|'.join(KINDS)}"
    flags = [f"{name}\tArg:{sentences}" for name in FLAG_ATTRIBUTES.values()]
    of_cue = f"{CUE_RELATION}\tArg1:{SpanRole.CUE}, Arg2:{sentences}"
    sections = {
        "entities": labels,
        "relations": [*relations, of_cue],
        "events": [],
        "attributes": [kinds, *flags],
    }
    parts = ("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
    return "\n".join(parts)


def _lines(own: SpanSet, text: str) -> Iterator[str]:
    # A cue of white space only would be an empty span.
    kept = [each for each in own.regions if text[each.span[0] : each.span[1]].strip()]
    relations = [
        each for each in own.relations if {each.from_id, each.to_id} <= {r.span_id for r in kept}
    ]
    own = replace(own, regions=kept, relations=relations)
    names = {region.span_id: f"T{number}" for number, region in enumerate(own.regions, 1)}
    for region in own.regions:
        yield f"{names[region.span_id]}\t{_span_line(region, text)}"
    for number, relation in enumerate(own.relations, 1):
        ends = f"Arg1:{names[relation.from_id]} Arg2:{names[relation.to_id]}"
        yield f"R{number}\t{relation.label} {ends}"
    attributes = list(_attributes(own.regions, names))
    yield from (f"A{number}\t{line}" for number, line in enumerate(attributes, 1))
    notes = list(_notes(own, names))
    yield from (f"#{number}\t{line}" for number, line in enumerate(notes, 1))


def _span_line(region: LabeledSpan, text: str) -> str:
    pieces = fragments(text, region.span)
    places = ";".join(f"{start} {end}" for start, end in pieces)
    return f"{region.label} {places}\t{' '.join(text[start:end] for start, end in pieces)}"


def fragments(text: str, span: Span) -> list[Span]:
    """The nonempty pieces of a span between its newlines."""
    found = _BETWEEN_LINES.finditer(text, *span)
    return [match.span() for match in found if match[0].strip()]


def _attributes(regions: Sequence[LabeledSpan], names: Mapping[str, str]) -> Iterator[str]:
    for region in regions:
        if "kind" in region.facts:
            yield f"kind {names[region.span_id]} {region.facts['kind']}"
        for column, attribute in FLAG_ATTRIBUTES.items():
            if column in region.facts:
                yield f"{attribute} {names[region.span_id]}"


def _notes(own: SpanSet, names: Mapping[str, str]) -> Iterator[str]:
    for region in own.regions:
        for name, value in region.facts.items():
            if name == "note":
                yield f"AnnotatorNotes {names[region.span_id]}\t{escape(value)}"
            elif name != "kind" and name not in FLAG_ATTRIBUTES:
                yield f"{name} {names[region.span_id]}\t{escape(value)}"
    for name, value in header_values(own).items():
        if own.regions:
            yield f"{name} {names[own.regions[0].span_id]}\t{escape(value)}"
