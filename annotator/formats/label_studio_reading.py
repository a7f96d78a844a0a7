"""Label Studio's JSON, read: each annotation of each task, checked against the task's text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import BY_NAME, OF_DECISION, OF_DOCUMENT, OF_SET, Kind
from annotator.formats.json_places import Here, lines_along
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places, same_words
from annotator.formats.reading import a_list, a_span, a_text, an_object, json_value, stem
from annotator.formats.regions import Marked, Region, Relation, facts_of
from annotator.formats.values import Files, Found, Harvest, Taking
from annotator.model.document import Article
from annotator.model.faults import Fault, Refused
from annotator.storage.tree import capped
from annotator.text.decoding import decoded

TEXT, LABEL, LABELS = "text", "label", "labels"
CHECKS = {"checkable": "not checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the choice that says that they are not as usual."""

_MINIMAL = "JSON-MIN"
_WAY = ("annotations", None, "result", None)
_COLUMN_OF = {check: column for column, check in CHECKS.items()}
_OF_SET = {*(column.name for column in OF_SET), "unheard"}
_OF_REGION = {"sentence", "paragraph", *(column.name for column in OF_DECISION)}


@dataclass(slots=True)
class _Results:
    """What the results of one annotation say."""

    places: Places
    regions: dict[str, Region] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    not_taken: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of tasks with annotations, as Label Studio exports them.

    Raises:
        Refused: With everything that is wrong in them.
    """
    readings = (
        _placed(task, here, taking)
        for file, data in files.items()
        if not file.endswith(".xml")
        for task, here in _tasks(decoded(data, file), file)
    )
    return harvested(readings, next(iter(files), ""), "has no annotated task")


def _tasks(text: str, file: str) -> Iterator[tuple[object, Here]]:
    """The tasks of a file, which has a list of them or one alone, and where each stands."""
    value = json_value(text, file)
    if isinstance(value, list):
        here = Here(file, lines_along(text, (None, *_WAY)))
        yield from ((task, here.at(number)) for number, task in enumerate(value))
    else:
        yield value, Here(file, lines_along(text, _WAY))


def _placed(value: object, here: Here, taking: Taking) -> Iterator[Found]:
    """What a task has; a fault that knows no nearer place has that of the task."""
    try:
        yield from _of_task(value, here, taking)
    except Refused as refusal:
        raise Refused(map(here.placed, refusal.faults)) from refusal


def _of_task(value: object, here: Here, taking: Taking) -> Iterator[Found]:
    task = an_object(value, here.file)
    minimal = not {"data", "annotations"} & set(task)
    data, inside = (task, here) if minimal else (task.get("data"), here.at("data"))
    said = an_object(data, here.file)
    places = Places(_text_of(said, taking.columns.get(TEXT, TEXT), inside))
    document = {column.name: said.get(column.name) for column in OF_DOCUMENT}
    number = here.steps[0] if here.steps else 0
    usual = f"{stem(here.file)}-{task.get('id', int(number) + 1)}"
    article = article_of(document, places.text, here.file, usual)
    annotations = _of_fields if minimal else _annotations
    for by, results, own in annotations(task, here):
        yield _read(results, _whose(by, taking), article, _Results(places), own, taking)


def _text_of(data: Mapping[str, Any], name: str, here: Here) -> str:
    if name not in data and data:
        known = ", ".join(data)
        message = f"there is no “{name}” here, but {known}; name one with --column text=…"
        raise Refused(here.fault(message))
    return a_text(data.get(name), here.file, here.at(name).path, here.line)


Placed = tuple[Mapping[str, Any], Here]
"""A result, and where it stands."""
Annotation = tuple[object, Iterator[Placed], Here]
"""By whom it is, what it has, and where it stands."""


def _annotations(task: Mapping[str, Any], here: Here) -> Iterator[Annotation]:
    inside = here.at("annotations")
    for at, each in enumerate(a_list(task.get("annotations"), here.file, inside.path, inside.line)):
        annotation, own = an_object(each, here.file), inside.at(at)
        if not annotation.get("was_cancelled"):
            yield annotation.get("completed_by"), _results(annotation, own.at("result")), own


def _results(annotation: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    for at, each in enumerate(a_list(annotation.get("result"), here.file, here.path, here.line)):
        yield an_object(each, here.file, here.at(at).line), here.at(at)


def _of_fields(task: Mapping[str, Any], here: Here) -> Iterator[Annotation]:
    """The one annotation of a task of JSON-MIN, which has the labelled spans in fields of its own.

    What else was said of a region is there too, and nothing says of which one.
    """
    yield task.get("annotator"), chain(_spans(task, here), _of_unknown(task, here)), here


def _spans(task: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    for name, value in task.items():
        for at, each in enumerate(value if isinstance(value, list) else ()):
            if isinstance(each, dict) and LABELS in each:
                own = {"type": "labels", "id": f"{name} {at}", "from_name": name, "value": each}
                yield own, here.at(name, at)


def _of_unknown(task: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    for name in task:
        if name in {*_OF_REGION, "checks"}:
            yield {"type": _MINIMAL, "from_name": name}, here


def _read(
    results: Iterable[Placed],
    about: Mapping[str, Any],
    article: Article,
    said: _Results,
    here: Here,
    taking: Taking,
) -> Found:
    for result, inside in results:
        _take(result, inside, said)
    if said.faults:
        raise Refused(capped(said.faults))
    for relation in said.relations:
        said.faults += [
            Fault(f"there is no region “{end}”", here.file, relation.line, here.path)
            for end in (relation.start, relation.end)
            if end not in said.regions
        ]
    if said.faults:
        raise Refused(capped(said.faults))
    regions = [
        replace(each, facts=facts_of(said.facts.get(each.key, {})))
        for each in said.regions.values()
    ]
    others = said.head.get("unheard", [])
    marked = Marked(article, {**about, **said.head}, regions, said.relations, here.file, others)
    work, notes = work_of(marked, taking)
    return Found(article, work, (*said.not_taken, *notes), here.file, here.line)


def _whose(by: object, taking: Taking) -> dict[str, Any]:
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    if by is None or taking.annotator is not None:
        return {}
    return {"annotator": by if isinstance(by, str) else f"user {by}"}


def _take(result: Mapping[str, Any], here: Here, said: _Results) -> None:
    kind, key = result.get("type"), str(result.get("id"))
    name = str(result.get("from_name"))
    if kind == "relation":
        _relation(result, here, said)
        return
    if kind == _MINIMAL:
        said.not_taken.append(f"{here}: {name}, because JSON-MIN does not say of which region")
        return
    value = an_object(result.get("value"), here.file, here.line)
    if kind == "labels":
        _label(value, key, here, said)
    elif kind == "choices":
        path = here.at("value", "choices").path
        for choice in a_list(value.get("choices"), here.file, path, here.line):
            _choice(name, choice, key, here, said)
    elif kind == "textarea" and name in _OF_REGION | _OF_SET:
        _area(name, value, key, here, said)
    else:
        said.not_taken.append(f"{here}: {name}, of type {kind}")


def _label(value: Mapping[str, Any], key: str, here: Here, said: _Results) -> None:
    path = here.at("value", "labels").path
    labels = a_list(value.get(LABELS), here.file, path, here.line)
    start, end = value.get("start"), value.get("end")
    place = a_span(start, end)
    if place is None or not labels or not isinstance(labels[0], str):
        message = "a region has start and end, in whole numbers, and a label"
        said.faults.append(here.fault(message))
        return
    words = value.get("text")
    span = said.places.fitted(
        place,
        lambda covered: not isinstance(words, str) or same_words(covered, words),
    )
    if span is None:
        message = f"the text at [{start}, {end}) is not “{str(words)[:60]}”"
        said.faults.append(here.fault(message))
        return
    said.regions[key] = Region(key, span, labels[0], line=here.line)
    said.not_taken += [f"{here}: the second label {each}" for each in labels[1:]]


def _relation(result: Mapping[str, Any], here: Here, said: _Results) -> None:
    ends = [str(result.get("from_id")), str(result.get("to_id"))]
    if result.get("direction") == "left":
        ends.reverse()
    labels = result.get(LABELS)
    label = labels[0] if isinstance(labels, list) and labels else "answers"
    said.relations.append(Relation(ends[0], ends[1], str(label), here.line))


def _choice(name: str, choice: object, key: str, here: Here, said: _Results) -> None:
    facts = said.facts.setdefault(key, {})
    if name == "kind":
        facts["kind"] = choice
    elif choice in _COLUMN_OF:
        column = _COLUMN_OF[str(choice)]
        facts[column] = column != "checkable"
    else:
        said.not_taken.append(f"{here}: {name} is {choice}")


def _area(name: str, value: Mapping[str, Any], key: str, here: Here, said: _Results) -> None:
    path = here.at("value", "text").path
    lines = a_list(value.get("text"), here.file, path, here.line)
    text = "\n".join(str(line) for line in lines)
    structured = BY_NAME[name].kind in {Kind.WORDS, Kind.VOTES, Kind.SOURCES}
    typed = json_value(text, here.file, here.line) if structured else text
    if name in _OF_SET:
        said.head[name] = typed
    else:
        said.facts.setdefault(key, {})[name] = typed
