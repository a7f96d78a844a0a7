"""Label Studio's JSON, read: each annotation of each task, checked against the task's text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import BY_NAME, OF_DECISION, OF_DOCUMENT, OF_SET, Kind
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places, same_words
from annotator.formats.reading import a_list, a_span, a_text, an_object, decoded, json_value, stem
from annotator.formats.regions import Marked, Region, Relation, facts_of
from annotator.formats.values import Files, Found, Harvest, Taking, Work
from annotator.model.document import Article
from annotator.model.faults import Fault, Refused
from annotator.storage.tree import capped

TEXT, LABEL, LABELS = "text", "label", "labels"
CHECKS = {"checkable": "not checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the choice that says that they are not as usual."""

_COLUMN_OF = {check: column for column, check in CHECKS.items()}
_OF_SET = {*(column.name for column in OF_SET), "unheard"}
_OF_REGION = {"sentence", "paragraph", *(column.name for column in OF_DECISION)}


@dataclass(slots=True)
class _Results:
    """What the results of one annotation say."""

    file: str
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
        _of_task(task, number, file, taking)
        for file, data in files.items()
        if not file.endswith(".xml")
        for number, task in enumerate(_tasks(data, file))
    )
    return harvested(readings, next(iter(files), ""), "has no annotated task")


def _tasks(data: bytes, file: str) -> list[Any]:
    value = json_value(decoded(data, file), file)
    return value if isinstance(value, list) else [value]


def _of_task(value: object, number: int, file: str, taking: Taking) -> Iterator[Found]:
    where = f"[{number}]"
    task = an_object(value, file)
    data = an_object(task.get("data"), file)
    name = taking.columns.get(TEXT, TEXT)
    places = Places(a_text(data.get(name), file, f"{where}.data.{name}"))
    document = {column.name: data.get(column.name) for column in OF_DOCUMENT}
    usual = f"{stem(file)}-{task.get('id', number + 1)}"
    article = article_of(document, places.text, file, usual)
    for at, each in enumerate(a_list(task.get("annotations"), file, f"{where}.annotations")):
        annotation = an_object(each, file)
        path = f"{where}.annotations[{at}]"
        if annotation.get("was_cancelled"):
            continue
        yield article, *_of_annotation(annotation, article, _Results(file, places), path, taking)


def _of_annotation(
    annotation: Mapping[str, Any], article: Article, said: _Results, path: str, taking: Taking
) -> tuple[Work, tuple[str, ...]]:
    for at, each in enumerate(a_list(annotation.get("result"), said.file, f"{path}.result")):
        _take(an_object(each, said.file), f"{path}.result[{at}]", said)
    for relation in said.relations:
        for end in (relation.start, relation.end):
            if end not in said.regions:
                said.faults.append(Fault(f"there is no region “{end}”", said.file, path=path))
    if said.faults:
        raise Refused(capped(said.faults))
    regions = [
        Region(each.key, each.span, each.label, facts_of(said.facts.get(each.key, {})))
        for each in said.regions.values()
    ]
    about = _whose(annotation, taking) | said.head
    others = said.head.get("unheard", [])
    work, notes = work_of(
        Marked(article, about, regions, said.relations, said.file, others), taking
    )
    return work, (*said.not_taken, *notes)


def _whose(annotation: Mapping[str, Any], taking: Taking) -> dict[str, Any]:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    if by is None or taking.annotator is not None:
        return {}
    return {"annotator": by if isinstance(by, str) else f"user {by}"}


def _take(result: Mapping[str, Any], path: str, said: _Results) -> None:
    kind, key = result.get("type"), str(result.get("id"))
    if kind == "relation":
        _relation(result, said)
        return
    value = an_object(result.get("value"), said.file)
    name = str(result.get("from_name"))
    if kind == "labels":
        _label(value, key, path, said)
    elif kind == "choices":
        for choice in a_list(value.get("choices"), said.file, f"{path}.value.choices"):
            _choice(name, choice, key, path, said)
    elif kind == "textarea" and name in _OF_REGION | _OF_SET:
        _area(name, value, key, path, said)
    else:
        said.not_taken.append(f"{said.file}: {path}: {name}, of type {kind}")


def _label(value: Mapping[str, Any], key: str, path: str, said: _Results) -> None:
    labels = a_list(value.get(LABELS), said.file, f"{path}.value.labels")
    start, end = value.get("start"), value.get("end")
    place = a_span(start, end)
    if place is None or not labels or not isinstance(labels[0], str):
        message = "a region has start and end, in whole numbers, and a label"
        said.faults.append(Fault(message, said.file, path=path))
        return
    words = value.get("text")
    span = said.places.fitted(
        place,
        lambda covered: not isinstance(words, str) or same_words(covered, words),
    )
    if span is None:
        message = f"the text at [{start}, {end}) is not “{str(words)[:60]}”"
        said.faults.append(Fault(message, said.file, path=path))
        return
    said.regions[key] = Region(key, span, labels[0])
    said.not_taken += [f"{said.file}: {path}: the second label {each}" for each in labels[1:]]


def _relation(result: Mapping[str, Any], said: _Results) -> None:
    ends = [str(result.get("from_id")), str(result.get("to_id"))]
    if result.get("direction") == "left":
        ends.reverse()
    labels = result.get(LABELS)
    label = labels[0] if isinstance(labels, list) and labels else "answers"
    said.relations.append(Relation(ends[0], ends[1], str(label)))


def _choice(name: str, choice: object, key: str, path: str, said: _Results) -> None:
    facts = said.facts.setdefault(key, {})
    if name == "kind":
        facts["kind"] = choice
    elif choice in _COLUMN_OF:
        column = _COLUMN_OF[str(choice)]
        facts[column] = column != "checkable"
    else:
        said.not_taken.append(f"{said.file}: {path}: {name} is {choice}")


def _area(name: str, value: Mapping[str, Any], key: str, path: str, said: _Results) -> None:
    lines = a_list(value.get("text"), said.file, f"{path}.value.text")
    text = "\n".join(str(line) for line in lines)
    structured = BY_NAME[name].kind in {Kind.WORDS, Kind.VOTES, Kind.SOURCES}
    typed = json_value(text, said.file) if structured else text
    if name in _OF_SET:
        said.head[name] = typed
    else:
        said.facts.setdefault(key, {})[name] = typed
