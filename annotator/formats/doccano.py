"""doccano's JSON Lines: a text with its entities and relations on each line.

doccano has no fields of an entity; what else was decided of a sentence goes along in the line's
metadata, which doccano keeps and exports again, and is found there by the entity's place.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import OF_DOCUMENT, OF_SET
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places, Span
from annotator.formats.reading import a_list, a_span, a_text, json_lines, objects, stem
from annotator.formats.regions import Marked, Region, Relation, facts_of, head, marked
from annotator.formats.values import Annotated, Files, Found, Harvest, Taking, Writing
from annotator.formats.writing import json_lines_of
from annotator.model.faults import Fault, Refused
from annotator.storage.tree import capped

_ABOUT = {column.name for column in (*OF_DOCUMENT, *OF_SET)}
_OWN = {*_ABOUT, "text", "id", "entities", "relations", "label", "labels", "Comments", "unheard"}


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
        "sentences": [
            {"start": each.span[0], "end": each.span[1], **each.facts}
            for each in own.regions
            if each.facts
        ],
    }  # fmt: skip


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of one file, of relation extraction or of sequence labelling.

    Raises:
        Refused: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    readings = (_of_line(value, line, file, taking) for line, value in json_lines(data, file))
    return harvested(readings, file, "has no lines; there is nothing to take")


def _of_line(value: Mapping[str, Any], line: int, file: str, taking: Taking) -> Iterator[Found]:
    places = Places(a_text(value.get("text"), file, "text", line))
    article = article_of(value, places.text, file, f"{stem(file)}-{value.get('id', line)}")
    facts = {
        f"{each.get('start')} {each.get('end')}": facts_of(each)
        for each in objects(value.get("sentences"), file, "sentences", line)
    }
    regions = list(_regions(value, line, file, places, facts))
    known = {region.key for region in regions}
    relations = []
    for each in objects(value.get("relations"), file, "relations", line):
        relation = Relation(
            str(each.get("from_id")), str(each.get("to_id")), str(each.get("type")), line
        )
        if not {relation.start, relation.end} <= known:
            raise Refused(Fault("a relation joins what is no entity here", file, line, "relations"))
        relations.append(relation)
    about = {name: value.get(name) for name in _ABOUT}
    others = objects(value.get("unheard"), file, "unheard", line)
    work, notes = work_of(Marked(article, about, regions, relations, file, others), taking)
    unknown = sorted(set(value) - _OWN - {"sentences"})
    not_taken = (*(f"{file}:{line}: {name}" for name in unknown), *notes)
    yield Found(article, work, not_taken, file, line)


def _regions(
    value: Mapping[str, Any],
    line: int,
    file: str,
    places: Places,
    facts: Mapping[str, dict[str, Any]],
) -> Iterator[Region]:
    faults: list[Fault] = []
    # A cue may cover its whole sentence; what is said stands beside the first of the two.
    left = dict(facts)
    for key, label, span in _entities(value, line, file):
        fitted = places.fitted(span, bool)
        if fitted is None:
            message = f"[{span[0]}, {span[1]}) is no place in the text"
            faults.append(Fault(message, file, line, label))
        else:
            yield Region(key, fitted, label, left.pop(f"{span[0]} {span[1]}", {}), line)
    if faults:
        raise Refused(capped(faults))


def _entities(value: Mapping[str, Any], line: int, file: str) -> Iterator[tuple[str, str, Span]]:
    for each in objects(value.get("entities"), file, "entities", line):
        triple = each.get("start_offset"), each.get("end_offset"), each.get("label")
        yield _entity(str(each.get("id")), triple, file, line)
    listed = value.get("label") or value.get("labels")
    for number, each in enumerate(a_list(listed, file, "label", line)):
        yield _entity(f"label {number}", each, file, line)


def _entity(key: str, triple: Any, file: str, line: int) -> tuple[str, str, Span]:
    if isinstance(triple, list | tuple) and len(triple) == 3:
        start, end, label = triple
        span = a_span(start, end)
        if span is not None and isinstance(label, str):
            return key, label, span
    message = "this is no entity: it has a start and an end, in whole numbers, and a label"
    raise Refused(Fault(message, file, line, key))
