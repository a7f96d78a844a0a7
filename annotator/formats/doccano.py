"""doccano's JSON Lines: a text with its entities and relations on each line.

doccano has no fields of an entity; what else was decided of a sentence goes along in the line's
metadata, which doccano keeps and exports again, and is found there by the entity's place. The
words of each entity are there too, so that its place can be checked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import OF_WHOLE
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places, Span
from annotator.formats.reading import a_list, a_span, a_text, json_lines, left, objects, stem
from annotator.formats.regions import (
    FACTS,
    Marked,
    Region,
    Relation,
    facts_of,
    head,
    marked,
    placed,
)
from annotator.formats.values import Annotated, Files, Found, Harvest, Taking, Writing
from annotator.formats.writing import json_lines_of
from annotator.model.faults import Fault, Refused

_OWN = {*OF_WHOLE, "text", "id", "entities", "relations", "label", "labels", "unheard", "sentences"}
_OF_ENTITY = {"id", "start_offset", "end_offset", "label"}
_OF_RELATION = {"id", "from_id", "to_id", "type"}


def write(corpus: Sequence[Annotated], _: Writing) -> Files:
    """A line for each article and annotator, for a project of relation extraction."""
    lines = [
        _line(number, marked(article, work))
        for number, (article, work) in enumerate(
            ((annotated.article, work) for annotated in corpus for work in annotated.work), 1
        )
    ]
    return {"doccano.jsonl": json_lines_of(lines)}


def _line(number: int, own: Marked) -> dict[str, Any]:
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
        **head(own),
        "sentences": list(_said(own)),
    }  # fmt: skip


def _said(own: Marked) -> Iterator[dict[str, Any]]:
    """The words and facts of each place, once: a cue may cover its whole sentence."""
    seen = set()
    for each in own.regions:
        if each.facts or each.span not in seen:
            start, end = each.span
            text = own.article.text[start:end]
            yield {"start": start, "end": end, "text": text, **each.facts}
        seen.add(each.span)


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of one file, of relation extraction or of sequence labelling.

    Raises:
        Refused: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    readings = (_of_line(value, line, file, taking) for line, value in json_lines(data, file))
    return harvested(readings, file, "has no lines; there is nothing to take", taking)


def _of_line(value: Mapping[str, Any], line: int, file: str, taking: Taking) -> Iterator[Found]:
    places = Places(a_text(value.get("text"), file, "text", line))
    article = article_of(value, places.text, file, f"{stem(file)}-{value.get('id', line)}")
    said = objects(value.get("sentences"), file, "sentences", line)
    facts = {_place(each.get("start"), each.get("end")): each for each in said}
    own = list(_regions(value, line, file, facts))
    regions = placed(own, places, taking, file)
    relations = list(_relations(value, line, file, {region.key for region in regions}))
    about = {name: value.get(name) for name in OF_WHOLE}
    others = objects(value.get("unheard"), file, "unheard", line)
    work, notes = work_of(Marked(article, about, regions, relations, file, others), taking)
    not_taken = _left(value, own, said, f"{file}:{line}: ")
    yield Found(article, work, (*not_taken, *notes), file, line)


def _place(start: object, end: object) -> str:
    return f"{start} {end}"


def _regions(
    value: Mapping[str, Any], line: int, file: str, facts: Mapping[str, Mapping[str, Any]]
) -> Iterator[Region]:
    # A cue may cover its whole sentence; what is said stands beside the first of the two.
    met: set[Span] = set()
    for key, label, span in _entities(value, line, file):
        said = facts.get(_place(*span), {})
        words = said.get("text")
        own = {} if span in met else facts_of(said)
        met.add(span)
        yield Region(key, span, label, own, line, words if isinstance(words, str) else None)


def _relations(
    value: Mapping[str, Any], line: int, file: str, known: Collection[str]
) -> Iterator[Relation]:
    for each in objects(value.get("relations"), file, "relations", line):
        relation = Relation(
            str(each.get("from_id")), str(each.get("to_id")), str(each.get("type")), line
        )
        if not {relation.start, relation.end} <= set(known):
            raise Refused(Fault("a relation joins what is no entity here", file, line, "relations"))
        yield relation


def _left(
    value: Mapping[str, Any], own: Sequence[Region], said: Sequence[Mapping[str, Any]], place: str
) -> Iterator[str]:
    """What of a line is not taken."""
    yield from sorted(left(value, _OWN, place))
    for name, known in (("entities", _OF_ENTITY), ("relations", _OF_RELATION)):
        for at, each in enumerate(value.get(name) or ()):
            yield from left(each, known, f"{place}{name}[{at}].")
    spans = {_place(*region.span) for region in own}
    for at, each in enumerate(said):
        if _place(each.get("start"), each.get("end")) not in spans:
            yield f"{place}sentences[{at}], because no entity is at its place"
        else:
            yield from left(each, {*FACTS, "start", "end", "text"}, f"{place}sentences[{at}].")


def _entities(value: Mapping[str, Any], line: int, file: str) -> Iterator[tuple[str, str, Span]]:
    for each in objects(value.get("entities"), file, "entities", line):
        triple = each.get("start_offset"), each.get("end_offset"), each.get("label")
        yield _entity(str(each.get("id")), triple, file, line)
    for name in ("label", "labels"):
        for number, each in enumerate(a_list(value.get(name), file, name, line)):
            yield _entity(f"{name} {number}", each, file, line)


def _entity(key: str, triple: Any, file: str, line: int) -> tuple[str, str, Span]:
    if isinstance(triple, list | tuple) and len(triple) == 3:
        start, end, label = triple
        span = a_span(start, end)
        if span is not None and isinstance(label, str):
            return key, label, span
    message = "this is no entity: it has a start and an end, in whole numbers, and a label"
    raise Refused(Fault(message, file, line, key))
