"""doccano's JSON Lines: a text with its entities and relations on each line.

doccano has no fields of an entity; what else was decided of a sentence goes along in the line's
metadata, which doccano keeps and exports again, and is found there by the entity's place. The
words of each entity are there too, so that its place can be checked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from annotator.formats.columns import HEADER_NAMES, current_columns
from annotator.formats.export_layout import document_name
from annotator.formats.interface import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedSet,
    ImportOptions,
    ImportResult,
)
from annotator.formats.json_values import (
    as_list,
    as_objects,
    as_span,
    as_text,
    json_lines,
    parse_json_lines,
    unused_fields,
)
from annotator.formats.positions import Span, TextPositions
from annotator.formats.set_builder import build_article, import_result
from annotator.formats.spans import (
    FACT_NAMES,
    LabeledSpan,
    Relation,
    SpanSet,
    header_values,
    locate_spans,
    set_from_spans,
    span_facts,
    span_set_of,
)
from annotator.model.errors import DataError, Problem

_OWN = {
    *HEADER_NAMES,
    "text",
    "id",
    "entities",
    "relations",
    "label",
    "labels",
    "unused_sources",
    "sentences",
}
_OF_ENTITY = {"id", "start_offset", "end_offset", "label"}
_OF_RELATION = {"id", "from_id", "to_id", "type"}


def write(corpus: Sequence[AnnotatedArticle], _: ExportOptions) -> Files:
    """A line for each article and annotator, for a project of relation extraction."""
    lines = [
        _line(number, span_set_of(article, work))
        for number, (article, work) in enumerate(
            ((annotated.article, work) for annotated in corpus for work in annotated.work), 1
        )
    ]
    return {"doccano.jsonl": json_lines(lines)}


def _line(number: int, own: SpanSet) -> dict[str, Any]:
    ids = {region.key: place for place, region in enumerate(own.regions, 1)}
    return {
        "id": number,
        "text": own.article.text,
        "entities": [
            {"id": ids[each.key], "label": each.label, "start_offset": each.span[0],
             "end_offset": each.span[1]}
            for each in own.regions
        ],
        "relations": [
            {"id": place, "from_id": ids[each.start], "to_id": ids[each.end], "type": each.label}
            for place, each in enumerate(own.relations, 1)
        ],
        "Comments": [],
        **header_values(own),
        "sentences": list(_said(own)),
    }  # fmt: skip


def _said(own: SpanSet) -> Iterator[dict[str, Any]]:
    """The words and facts of each place, once: a cue may cover its whole sentence."""
    seen = set()
    for each in own.regions:
        if each.facts or each.span not in seen:
            start, end = each.span
            text = own.article.text[start:end]
            yield {"start": start, "end": end, "text": text, **each.facts}
        seen.add(each.span)


def read(files: Files, taking: ImportOptions) -> ImportResult:
    """The articles and sets of one file, of relation extraction or of sequence labelling.

    Raises:
        DataError: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    readings = (_of_line(value, line, file, taking) for line, value in parse_json_lines(data, file))
    return import_result(readings, file, "has no lines; there is nothing to take", taking)


def _of_line(
    value: Mapping[str, Any], line: int, file: str, taking: ImportOptions
) -> Iterator[ImportedSet]:
    value = current_columns(value, _OWN)
    places = TextPositions(as_text(value.get("text"), file, "text", line))
    article = build_article(
        value, places.text, file, f"{document_name(file)}-{value.get('id', line)}"
    )
    said = [
        current_columns(each, FACT_NAMES)
        for each in as_objects(value.get("sentences"), file, "sentences", line)
    ]
    facts = {_place(each.get("start"), each.get("end")): each for each in said}
    own = list(_regions(value, line, file, facts))
    regions = locate_spans(own, places, taking, file)
    relations = list(_relations(value, line, file, {region.key for region in regions}))
    about = {name: value.get(name) for name in HEADER_NAMES}
    others = as_objects(value.get("unused_sources"), file, "unused_sources", line)
    work, notes = set_from_spans(SpanSet(article, about, regions, relations, file, others), taking)
    not_taken = _left(value, own, said, f"{file}:{line}: ")
    yield ImportedSet(article, work, (*not_taken, *notes), file, line)


def _place(start: object, end: object) -> str:
    return f"{start} {end}"


def _regions(
    value: Mapping[str, Any], line: int, file: str, facts: Mapping[str, Mapping[str, Any]]
) -> Iterator[LabeledSpan]:
    # A cue may cover its whole sentence; what is said stands beside the first of the two.
    met: set[Span] = set()
    for key, label, span in _entities(value, line, file):
        said = facts.get(_place(*span), {})
        words = said.get("text")
        own = {} if span in met else span_facts(said)
        met.add(span)
        yield LabeledSpan(key, span, label, own, line, words if isinstance(words, str) else None)


def _relations(
    value: Mapping[str, Any], line: int, file: str, known: Collection[str]
) -> Iterator[Relation]:
    for each in as_objects(value.get("relations"), file, "relations", line):
        relation = Relation(
            str(each.get("from_id")), str(each.get("to_id")), str(each.get("type")), line
        )
        if not {relation.start, relation.end} <= set(known):
            raise DataError(
                Problem("a relation joins what is no entity here", file, line, "relations")
            )
        yield relation


def _left(
    value: Mapping[str, Any],
    own: Sequence[LabeledSpan],
    said: Sequence[Mapping[str, Any]],
    place: str,
) -> Iterator[str]:
    """What of a line is not taken."""
    yield from sorted(unused_fields(value, _OWN, place))
    for name, known in (("entities", _OF_ENTITY), ("relations", _OF_RELATION)):
        for at, each in enumerate(value.get(name) or ()):
            yield from unused_fields(each, known, f"{place}{name}[{at}].")
    spans = {_place(*region.span) for region in own}
    for at, each in enumerate(said):
        if _place(each.get("start"), each.get("end")) not in spans:
            yield f"{place}sentences[{at}], because no entity is at its place"
        else:
            yield from unused_fields(
                each, {*FACT_NAMES, "start", "end", "text"}, f"{place}sentences[{at}]."
            )


def _entities(value: Mapping[str, Any], line: int, file: str) -> Iterator[tuple[str, str, Span]]:
    for each in as_objects(value.get("entities"), file, "entities", line):
        triple = each.get("start_offset"), each.get("end_offset"), each.get("label")
        yield _entity(str(each.get("id")), triple, file, line)
    for name in ("label", "labels"):
        for number, each in enumerate(as_list(value.get(name), file, name, line)):
            yield _entity(f"{name} {number}", each, file, line)


def _entity(key: str, triple: Any, file: str, line: int) -> tuple[str, str, Span]:
    if isinstance(triple, list | tuple) and len(triple) == 3:
        start, end, label = triple
        span = as_span(start, end)
        if span is not None and isinstance(label, str):
            return key, label, span
    message = "this is no entity: it has a start and an end, in whole numbers, and a label"
    raise DataError(Problem(message, file, line, key))
