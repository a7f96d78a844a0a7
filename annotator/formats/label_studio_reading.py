"""Label Studio's JSON, read: each annotation of each task, checked against the task's text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import BY_NAME, OF_DECISION, OF_DOCUMENT, OF_SET, Kind
from annotator.formats.json_places import Here, lines_along
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places
from annotator.formats.reading import a_list, a_span, a_text, an_object, json_value, left, stem
from annotator.formats.regions import Marked, Region, Relation, facts_of, placed
from annotator.formats.values import Files, Found, Harvest, Taking
from annotator.model.document import Article
from annotator.model.faults import Fault, Faults, Refused
from annotator.storage.tree import by_line
from annotator.text.decoding import decoded

TEXT, LABEL, LABELS = "text", "label", "labels"
CHECKS = {"checkable": "not checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the choice that says that they are not as usual."""

CONTROLS = {"annotator": "tagged_by"}
"""The controls that are not called as their columns, because JSON-MIN has the name for its own."""

_MINIMAL = "JSON-MIN"
_WAY = ("annotations", None, "result", None)
_COLUMN_OF = {check: column for column, check in CHECKS.items()}
_OF_SET = {*(column.name for column in OF_SET), "unheard"}
_COLUMN_OF_CONTROL = {control: column for column, control in CONTROLS.items()}
_OF_DATA = {column.name for column in OF_DOCUMENT}
_OF_REGION = {"sentence", "paragraph", *(column.name for column in OF_DECISION)}
# What Label Studio keeps for itself, and what says nothing of the work.
_OF_TASK = {
    *("id", "inner_id", "data", "annotations", "file_upload", "project", "updated_by", "drafts"),
    *("created_at", "updated_at", "lead_time", "total_annotations", "cancelled_annotations"),
    *("total_predictions", "comment_count", "unresolved_comment_count", "comment_authors"),
    *("last_comment_updated_at", "overlap", "is_labeled", "annotator", "annotation_id"),
    *("agreement", "annotators_count", "annotations_ids", "annotations_results"),
    *("completed_at", "draft_exists", "reviews_rejected", "reviews_accepted", "reviewed"),
}
_OF_RESULT = {
    *("id", "from_name", "to_name", "type", "value", "origin", "score", "readonly", "hidden"),
    *("from_id", "to_id", "direction", "labels", "parentID"),
}
_SHOWS_SET = {"form", "codebook_sha256"}


@dataclass(slots=True)
class _Results:
    """What the results of one annotation say.

    Attributes:
        facts: Of regions, by their keys.
        told: Where the facts of each region are first said.
    """

    places: Places
    regions: dict[str, Region] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, Here] = field(default_factory=dict)
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
    return harvested(readings, next(iter(files), ""), "has no annotated task", taking)


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
    faults = Faults()
    not_taken = [] if minimal else _left(task, said, taking, here)
    for by, results, own in annotations(task, here):
        with faults:
            found = _read(results, _whose(by, taking), article, _Results(places), own, taking)
            # What a task says beside its annotations is told once.
            yield found._replace(not_taken=(*not_taken, *found.not_taken))
            not_taken = []
    faults.refuse()


def _left(
    task: Mapping[str, Any], data: Mapping[str, Any], taking: Taking, here: Here
) -> list[str]:
    """What a task says beside its annotations that is not taken."""
    inside = here.at("data")
    own = {*_OF_DATA, taking.columns.get(TEXT, TEXT)}
    listed = task.get("annotations")
    cancelled = [
        f"{here.at('annotations', at)}, because it was cancelled"
        for at, each in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and each.get("was_cancelled")
    ]
    return [*left(task, _OF_TASK, f"{here}: "), *left(data, own, f"{inside}: "), *cancelled]


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
    results = chain(_spans(task, here), _of_whole(task, here), _of_unknown(task, here))
    yield task.get("annotator"), results, here


def _spans(task: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    for name, value in task.items():
        for at, each in enumerate(value if isinstance(value, list) else ()):
            if isinstance(each, dict) and LABELS in each:
                own = {"type": "labels", "id": f"{name} {at}", "from_name": name, "value": each}
                yield own, here.at(name, at)


def _of_whole(task: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    """What our own controls of the whole text say; other tasks may have data of the same names."""
    for name, value in task.items():
        if _is_of_set(name, task):
            text = value if isinstance(value, list) else [value]
            yield {"type": "textarea", "from_name": name, "value": {"text": text}}, here.at(name)


def _is_of_set(name: str, task: Mapping[str, Any]) -> bool:
    control = name in _COLUMN_OF_CONTROL or (name in _OF_SET and name not in CONTROLS)
    return control and set(task) >= _SHOWS_SET


def _of_unknown(task: Mapping[str, Any], here: Here) -> Iterator[Placed]:
    known = {name for name in task if _is_of_set(name, task) or _has_spans(task[name])}
    for name in left(task, {*_OF_TASK, *_OF_DATA, TEXT, *known}, ""):
        yield {"type": _MINIMAL, "from_name": name}, here


def _has_spans(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(each, dict) and LABELS in each for each in value)


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
        raise Refused(by_line(said.faults))
    for relation in said.relations:
        said.faults += [
            Fault(f"there is no region “{end}”", here.file, relation.line, here.path)
            for end in (relation.start, relation.end)
            if end not in said.regions
        ]
    if said.faults:
        raise Refused(by_line(said.faults))
    regions = [
        replace(each, facts=facts_of(said.facts.get(each.key, {})))
        for each in placed([*said.regions.values()], said.places, taking, here.file)
    ]
    for key in set(said.facts) - set(said.regions):
        names = ", ".join(said.facts[key])
        said.not_taken.append(f"{said.told[key]}: {names}, because it is of no region")
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
    name = _COLUMN_OF_CONTROL.get(name, name)
    said.told.setdefault(key, here)
    said.not_taken += left(result, _OF_RESULT, f"{here}: ")
    if kind == "relation":
        _relation(result, here, said)
        return
    if kind == _MINIMAL:
        reason = "because JSON-MIN does not say of which region"
        known = name in {*_OF_REGION, "checks"}
        said.not_taken.append(f"{here}: {name}, {reason}" if known else f"{here}: {name}")
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
    words = words if isinstance(words, str) else None
    said.regions[key] = Region(key, place, labels[0], {}, here.line, words, path=here.path)
    said.not_taken += [f"{here}: the second label {each}" for each in labels[1:]]


def _relation(result: Mapping[str, Any], here: Here, said: _Results) -> None:
    ends = [str(result.get("from_id")), str(result.get("to_id"))]
    if result.get("direction") == "left":
        ends.reverse()
    labels = result.get(LABELS)
    labels = labels if isinstance(labels, list) else []
    label = labels[0] if labels else "answers"
    said.not_taken += [f"{here}: the second label {each}" for each in labels[1:]]
    said.relations.append(Relation(ends[0], ends[1], str(label), here.line))


def _choice(name: str, choice: object, key: str, here: Here, said: _Results) -> None:
    facts = said.facts.setdefault(key, {})
    if name == "kind" and "kind" not in facts:
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
