"""doccano JSON Lines: each line has a text with its entities and relations.

Entities in doccano have no fields of their own. The other facts about a sentence are in the
metadata of the line, which doccano keeps and exports again. They are found there by the position of
the entity. The words of each entity are there too, so that its position can be checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedSet,
    ImportOptions,
    ImportResult,
)
from annotator.formats.export_layout import document_name
from annotator.formats.json_values import (
    JsonPlace,
    as_list,
    as_objects,
    as_text,
    json_lines,
    parse_json_lines,
    unused_fields,
    unused_in_lists,
)
from annotator.formats.positions import TextPositions
from annotator.formats.row_columns import HEADER_NAMES, current_columns
from annotator.formats.set_builder import build_article, import_result
from annotator.formats.spans import (
    FACT_NAMES,
    LabeledSpan,
    Relation,
    SpanSet,
    header_values,
    import_spans,
    labeled_span,
    span_set_of,
)

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
    """One line per article and annotator, for a relation extraction project."""
    lines = [
        _line(number, span_set_of(article, numbered_set))
        for number, (article, numbered_set) in enumerate(
            (
                (annotated.article, numbered_set)
                for annotated in corpus
                for numbered_set in annotated.sets
            ),
            1,
        )
    ]
    return {"doccano.jsonl": json_lines(lines)}


def _line(number: int, own: SpanSet) -> dict[str, Any]:
    ids = {region.span_id: place for place, region in enumerate(own.regions, 1)}
    return {
        "id": number,
        "text": own.article.text,
        "entities": [
            {"id": ids[each.span_id], "label": each.label, "start_offset": each.span[0],
             "end_offset": each.span[1]}
            for each in own.regions
        ],
        "relations": [
            {"id": number, "from_id": ids[each.from_id], "to_id": ids[each.to_id],
             "type": each.label}
            for number, each in enumerate(own.relations, 1)
        ],
        "Comments": [],
        **header_values(own),
        "sentences": list(_said(own)),
    }  # fmt: skip


def _said(own: SpanSet) -> Iterator[dict[str, Any]]:
    """The words and facts of each position once, because a cue may cover its whole sentence."""
    seen = set()
    for each in own.regions:
        if each.facts or each.span not in seen:
            start, end = each.span
            text = own.article.text[start:end]
            yield {"start": start, "end": end, "text": text, **each.facts}
        seen.add(each.span)


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file, from relation extraction or from sequence labeling.

    Raises:
        DataError: With all errors in it.
    """
    ((file, data),) = files.items()
    readings = (
        _of_line(value, JsonPlace(file, {(): line}), options)
        for line, value in parse_json_lines(data, file)
    )
    return import_result(readings, file, "has no lines, so there is nothing to import", options)


def _of_line(
    value: Mapping[str, Any], place: JsonPlace, options: ImportOptions
) -> Iterator[ImportedSet]:
    file, line = place.file, place.line
    value = current_columns(value, _OWN)
    places = TextPositions(as_text(value.get("text"), file, "text", line))
    name = f"{document_name(file)}-{value.get('id', line)}"
    article = build_article(value, places.text, file, name)
    said = [
        current_columns(each, FACT_NAMES)
        for each in as_objects(value.get("sentences"), file, "sentences", line)
    ]
    regions = list(_regions(value, said, place))
    relations = [
        Relation(str(each.get("from_id")), str(each.get("to_id")), str(each.get("type")), line)
        for each in as_objects(value.get("relations"), file, "relations", line)
    ]
    spans = SpanSet(article, value, regions, relations, file, line)
    yield import_spans(spans, places, options, _left(value, regions, said, str(place)))


def _place(start: object, end: object) -> str:
    return f"{start} {end}"


def _regions(
    value: Mapping[str, Any], said: Sequence[Mapping[str, Any]], here: JsonPlace
) -> Iterator[LabeledSpan]:
    facts = {_place(each.get("start"), each.get("end")): each for each in said}
    # A cue may cover its whole sentence. The facts belong to the first of the two.
    met: set[str] = set()
    for key, (start, end, label), inside in _entities(value, here):
        place = _place(start, end)
        own = facts.get(place, {})
        own = {"text": own.get("text")} if place in met else own
        met.add(place)
        yield labeled_span(key, (start, end), label, own, inside)


def _left(
    value: Mapping[str, Any],
    own: Sequence[LabeledSpan],
    said: Sequence[Mapping[str, Any]],
    place: str,
) -> Iterator[str]:
    """What is not imported from a line."""
    yield from sorted(unused_fields(value, _OWN, place))
    yield from unused_in_lists(value, {"entities": _OF_ENTITY, "relations": _OF_RELATION}, place)
    spans = {_place(*region.span) for region in own}
    for at, each in enumerate(said):
        if _place(each.get("start"), each.get("end")) not in spans:
            yield f"{place}sentences[{at}], because no entity is at its position"
        else:
            yield from unused_fields(
                each, {*FACT_NAMES, "start", "end", "text"}, f"{place}sentences[{at}]."
            )


_Entity = tuple[str, tuple[object, object, object], JsonPlace]
"""An entity's key, its start, end and label, and its place in the file."""


def _entities(value: Mapping[str, Any], place: JsonPlace) -> Iterator[_Entity]:
    file, line = place.file, place.line
    for at, each in enumerate(as_objects(value.get("entities"), file, "entities", line)):
        entity = each.get("start_offset"), each.get("end_offset"), each.get("label")
        yield str(each.get("id")), entity, place.at("entities", at)
    for name in ("label", "labels"):
        for at, each in enumerate(as_list(value.get(name), file, name, line)):
            entity = tuple(each) if isinstance(each, list) and len(each) == 3 else (None,) * 3
            yield f"{name} {at}", entity, place.at(name, at)
