"""Label Studio: one task per article with its sentences as regions, and the labeling interface.

Positions are code points, as in Label Studio's editor since 1.4. Older files count UTF-16 units,
which the text that they quote shows. Decisions about a sentence are in controls of its region, and
facts about the whole set in controls of the text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any
from xml.sax.saxutils import quoteattr

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedSet,
    ImportOptions,
    ImportResult,
    tags_in,
)
from annotator.formats.export_layout import document_name
from annotator.formats.json_values import (
    JsonPlace,
    as_list,
    as_object,
    as_text,
    element_lines,
    escape,
    json_text,
    parse_json,
    unused_fields,
)
from annotator.formats.positions import TextPositions
from annotator.formats.row_columns import (
    COLUMNS,
    COLUMNS_BY_NAME,
    DECISION_COLUMNS,
    DOCUMENT_COLUMNS,
    SET_COLUMNS,
    STRUCTURED_KINDS,
    Column,
    ColumnKind,
    current_column,
    document_values,
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
    labeled_span,
    span_facts,
    span_set_of,
)
from annotator.model.annotation import Article, SetForm
from annotator.model.codebook import KINDS, PARTS, STANCES, Codebook
from annotator.model.errors import DataError, ProblemCollector
from annotator.model.palette import LIGHT
from annotator.project.pass_selection import NumberedSet
from annotator.text.strict_text import decode_utf8

TEXT, LABEL, LABELS = "text", "label", "labels"
CHECKS = {"checkable": "not checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the choice for a value that is not the default."""

CONTROL_NAMES = {"annotator": "tagged_by"}
"""Controls whose names differ from their columns, because JSON-MIN uses the name itself."""

_MINIMAL = "JSON-MIN"
_WAY = ("annotations", None, "result", None)
_COLUMN_OF = {check: column for column, check in CHECKS.items()}
_OF_SET = {*(column.name for column in SET_COLUMNS), "unused_sources"}
_COLUMN_OF_CONTROL = {control: column for column, control in CONTROL_NAMES.items()}
_OF_DATA = {column.name for column in DOCUMENT_COLUMNS}
_OF_REGION = {"sentence", "paragraph", *(column.name for column in DECISION_COLUMNS)}
# Label Studio's own fields, which are not annotations.
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
class _AnnotationContent:
    """The content of one annotation.

    Attributes:
        facts: The facts about regions, by the regions' keys.
        first_places: The first place in the file with facts about each region.
    """

    places: TextPositions
    regions: dict[str, LabeledSpan] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_places: dict[str, JsonPlace] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    not_imported: list[str] = field(default_factory=list)
    problems: ProblemCollector = field(default_factory=ProblemCollector)


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of tasks with annotations, as Label Studio exports them.

    Raises:
        DataError: With all errors in them.
    """
    readings = (
        _placed(task, place, options)
        for file, data in files.items()
        if not file.endswith(".xml")
        for task, place in _tasks(decode_utf8(data, file), file)
    )
    return import_result(readings, next(iter(files), ""), "has no annotated task", options)


def _tasks(text: str, file: str) -> Iterator[tuple[object, JsonPlace]]:
    """The tasks of a file (a list or a single task), each with its place."""
    value = parse_json(text, file)
    if isinstance(value, list):
        place = JsonPlace(file, element_lines(text, (None, *_WAY)))
        yield from ((task, place.at(number)) for number, task in enumerate(value))
    else:
        yield value, JsonPlace(file, element_lines(text, _WAY))


def _placed(value: object, place: JsonPlace, options: ImportOptions) -> Iterator[ImportedSet]:
    """The sets of a task; an error without a place gets that of the task."""
    try:
        yield from _of_task(value, place, options)
    except DataError as refusal:
        raise DataError(map(place.with_place, refusal.problems)) from refusal


def _of_task(value: object, place: JsonPlace, options: ImportOptions) -> Iterator[ImportedSet]:
    task = as_object(value, place.file)
    minimal = not {"data", "annotations"} & set(task)
    data, inside = (task, place) if minimal else (task.get("data"), place.at("data"))
    said = as_object(data, place.file)
    places = TextPositions(_text_of(said, options.columns.get(TEXT, TEXT), inside))
    document = {column.name: said.get(column.name) for column in DOCUMENT_COLUMNS}
    number = place.steps[0] if place.steps else 0
    usual = f"{document_name(place.file)}-{task.get('id', int(number) + 1)}"
    article = build_article(document, places.text, place.file, usual)
    annotations = _minimal_annotation if minimal else _annotations
    problems = ProblemCollector()
    not_imported = [] if minimal else _left(task, said, options, place)
    for by, results, own in annotations(task, place):
        with problems:
            found = _read(
                results,
                _annotator_value(by, options),
                article,
                _AnnotationContent(places),
                own,
                options,
            )
            # Notes about the task itself are listed once.
            yield found._replace(not_imported=(*not_imported, *found.not_imported))
            not_imported = []
    problems.raise_any()


def _left(
    task: Mapping[str, Any], data: Mapping[str, Any], options: ImportOptions, place: JsonPlace
) -> list[str]:
    """What is not imported from a task besides its annotations."""
    inside = place.at("data")
    own = {*_OF_DATA, options.columns.get(TEXT, TEXT)}
    listed = task.get("annotations")
    canceled = [
        f"{place.at('annotations', at)}, because it was canceled"
        for at, each in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and each.get("was_cancelled")
    ]
    return [
        *unused_fields(task, _OF_TASK, f"{place}: "),
        *unused_fields(data, own, f"{inside}: "),
        *canceled,
    ]


def _text_of(data: Mapping[str, Any], name: str, place: JsonPlace) -> str:
    if name not in data and data:
        known = ", ".join(data)
        message = f"There is no “{name}” here, only {known}. Name one with --column text=NAME."
        raise DataError(place.problem(message))
    return as_text(data.get(name), place.file, place.at(name).path, place.line)


LocatedResult = tuple[Mapping[str, Any], JsonPlace]
"""A result and its place."""
TaskAnnotation = tuple[object, Iterator[LocatedResult], JsonPlace]
"""The annotator, the results and the place of an annotation."""


def _annotations(task: Mapping[str, Any], place: JsonPlace) -> Iterator[TaskAnnotation]:
    inside = place.at("annotations")
    for at, each in enumerate(
        as_list(task.get("annotations"), place.file, inside.path, inside.line)
    ):
        annotation, own = as_object(each, place.file), inside.at(at)
        if not annotation.get("was_cancelled"):
            yield annotation.get("completed_by"), _results(annotation, own.at("result")), own


def _results(annotation: Mapping[str, Any], place: JsonPlace) -> Iterator[LocatedResult]:
    for at, each in enumerate(
        as_list(annotation.get("result"), place.file, place.path, place.line)
    ):
        yield as_object(each, place.file, place.at(at).line), place.at(at)


def _minimal_annotation(task: Mapping[str, Any], place: JsonPlace) -> Iterator[TaskAnnotation]:
    """The only annotation of a JSON-MIN task, which has the labeled spans in its own fields.

    Other facts about regions are there too, but nothing shows which region they belong to.
    """
    results = chain(
        _minimal_labels(task, place),
        _minimal_set_results(task, place),
        _minimal_unknown(task, place),
    )
    yield task.get("annotator"), results, place


def _minimal_labels(task: Mapping[str, Any], place: JsonPlace) -> Iterator[LocatedResult]:
    for name, value in task.items():
        for at, each in enumerate(value if isinstance(value, list) else ()):
            if isinstance(each, dict) and LABELS in each:
                own = {"type": "labels", "id": f"{name} {at}", "from_name": name, "value": each}
                yield own, place.at(name, at)


def _minimal_set_results(task: Mapping[str, Any], place: JsonPlace) -> Iterator[LocatedResult]:
    """The values of our own controls of the text; other tasks may have fields of the same names."""
    for name, value in task.items():
        if _is_of_set(name, task):
            text = value if isinstance(value, list) else [value]
            yield {"type": "textarea", "from_name": name, "value": {"text": text}}, place.at(name)


def _is_of_set(name: str, task: Mapping[str, Any]) -> bool:
    column = current_column(name)
    control = name in _COLUMN_OF_CONTROL or (column in _OF_SET and name not in CONTROL_NAMES)
    return control and set(task) >= _SHOWS_SET


def _minimal_unknown(task: Mapping[str, Any], place: JsonPlace) -> Iterator[LocatedResult]:
    known = {name for name in task if _is_of_set(name, task) or _has_spans(task[name])}
    for name in unused_fields(task, {*_OF_TASK, *_OF_DATA, TEXT, *known}, ""):
        yield {"type": _MINIMAL, "from_name": name}, place


def _has_spans(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(each, dict) and LABELS in each for each in value)


def _read(
    results: Iterable[LocatedResult],
    about: Mapping[str, Any],
    article: Article,
    content: _AnnotationContent,
    place: JsonPlace,
    options: ImportOptions,
) -> ImportedSet:
    for result, inside in results:
        _take(result, inside, content)
    for key in content.facts:
        if key not in content.regions:
            names = ", ".join(content.facts[key])
            content.not_imported.append(
                f"{content.first_places[key]}: {names}, because it belongs to no region"
            )
    regions = [
        replace(each, facts=span_facts(content.facts.get(each.span_id, {})))
        for each in content.regions.values()
    ]
    spans = SpanSet(
        article, {**about, **content.head}, regions, content.relations, place.file, place.line
    )
    return import_spans(
        spans, content.places, options, content.not_imported, content.problems.problems
    )


def _annotator_value(by: object, options: ImportOptions) -> dict[str, Any]:
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    if by is None or options.annotator is not None:
        return {}
    return {"annotator": by if isinstance(by, str) else f"user {by}"}


def _take(result: Mapping[str, Any], place: JsonPlace, content: _AnnotationContent) -> None:
    kind, key = result.get("type"), str(result.get("id"))
    name = str(result.get("from_name"))
    name = current_column(_COLUMN_OF_CONTROL.get(name, name))
    content.first_places.setdefault(key, place)
    content.not_imported += unused_fields(result, _OF_RESULT, f"{place}: ")
    if kind == "relation":
        _take_relation(result, place, content)
        return
    if kind == _MINIMAL:
        reason = "because JSON-MIN does not show which region it belongs to"
        known = name in {*_OF_REGION, "checks"}
        content.not_imported.append(f"{place}: {name}, {reason}" if known else f"{place}: {name}")
        return
    value = as_object(result.get("value"), place.file, place.line)
    if kind == "labels":
        _take_label(value, key, place, content)
    elif kind == "choices":
        path = place.at("value", "choices").path
        for choice in as_list(value.get("choices"), place.file, path, place.line):
            _take_choice(name, choice, key, place, content)
    elif kind == "textarea" and name in _OF_REGION | _OF_SET:
        _take_text_area(name, value, key, place, content)
    else:
        content.not_imported.append(f"{place}: {name}, of type {kind}")


def _take_label(
    value: Mapping[str, Any], key: str, here: JsonPlace, content: _AnnotationContent
) -> None:
    path = here.at("value", "labels").path
    labels = as_list(value.get(LABELS), here.file, path, here.line)
    place, label = (value.get("start"), value.get("end")), next(iter(labels), None)
    with content.problems:
        content.regions[key] = labeled_span(key, place, label, {"text": value.get("text")}, here)
    content.not_imported += [f"{here}: the second label {each}" for each in labels[1:]]


def _take_relation(
    result: Mapping[str, Any], place: JsonPlace, content: _AnnotationContent
) -> None:
    ends = [str(result.get("from_id")), str(result.get("to_id"))]
    if result.get("direction") == "left":
        ends.reverse()
    labels = result.get(LABELS)
    labels = labels if isinstance(labels, list) else []
    label = labels[0] if labels else "answers"
    content.not_imported += [f"{place}: the second label {each}" for each in labels[1:]]
    content.relations.append(Relation(ends[0], ends[1], str(label), place.line))


def _take_choice(
    name: str, choice: object, key: str, place: JsonPlace, content: _AnnotationContent
) -> None:
    facts = content.facts.setdefault(key, {})
    if name == "kind" and "kind" not in facts:
        facts["kind"] = choice
    elif isinstance(choice, str) and choice in _COLUMN_OF:
        column = _COLUMN_OF[choice]
        facts[column] = column != "checkable"
    else:
        content.not_imported.append(f"{place}: {name} is {choice}")


def _take_text_area(
    name: str, value: Mapping[str, Any], key: str, place: JsonPlace, content: _AnnotationContent
) -> None:
    path = place.at("value", "text").path
    lines = as_list(value.get("text"), place.file, path, place.line)
    text = "\n".join(str(line) for line in lines)
    structured = COLUMNS_BY_NAME[name].kind in STRUCTURED_KINDS
    typed = parse_json(text, place.file, place.line) if structured else text
    if name in _OF_SET:
        content.head[name] = typed
    else:
        content.facts.setdefault(key, {})[name] = typed


TASKS_FILE, INTERFACE_FILE = "tasks.json", "interface.xml"
_REGION_COLUMNS = ("sentence", "paragraph", *(column.name for column in DECISION_COLUMNS))
_WITHOUT_TEXT_AREA = {"part", "cue", "cue_start", "cue_end", "answers", "kind", *CHECKS}


def write(corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
    """The tasks with the annotations of all annotators, and the labeling interface for them."""
    tasks = [_task(annotated) for annotated in corpus]
    return {
        TASKS_FILE: json_text(tasks, indent=1).encode(),
        INTERFACE_FILE: labeling_interface(options.codebook, set(tags_in(corpus))).encode(),
    }


def _task(annotated: AnnotatedArticle) -> dict[str, Any]:
    article = annotated.article
    columns = document_values(article.document)
    about = {name: value for name, value in columns.items() if value is not None}
    annotations = [_annotation(article, numbered_set) for numbered_set in annotated.sets]
    return {"data": {TEXT: article.text, **about}, "annotations": annotations}


def _annotation(article: Article, numbered_set: NumberedSet) -> dict[str, Any]:
    own = span_set_of(article, numbered_set)
    result = [each for region in own.regions for each in _region_results(region, article.text)]
    result += _set_results(own)
    result += [
        {"type": "relation", "from_id": each.from_id, "to_id": each.to_id, "direction": "right",
         "labels": [each.label]}
        for each in own.relations
    ]  # fmt: skip
    return {"result": result, "ground_truth": numbered_set.annotations.form is SetForm.GOLD}


def _region_results(region: LabeledSpan, text: str) -> Iterator[dict[str, Any]]:
    start, end = region.span
    place = {"start": start, "end": end, "text": text[start:end]}
    yield _result(LABEL, LABELS, place | {LABELS: [region.label]}, region.span_id)
    if "kind" in region.facts:
        yield _result(
            "kind", "choices", place | {"choices": [region.facts["kind"]]}, region.span_id
        )
    checks = [check for column, check in CHECKS.items() if column in region.facts]
    if checks:
        yield _result("checks", "choices", place | {"choices": checks}, region.span_id)
    for name, value in region.facts.items():
        if name not in _WITHOUT_TEXT_AREA:
            yield _result(name, "textarea", place | {"text": [_typed(value)]}, region.span_id)


def _set_results(own: SpanSet) -> Iterator[dict[str, Any]]:
    of_set = {*(column.name for column in SET_COLUMNS), "unused_sources"}
    for name, value in header_values(own).items():
        if name in of_set:
            control = CONTROL_NAMES.get(name, name)
            yield _result(control, "textarea", {"text": [_typed(value)]}, f"set.{control}")


def _result(name: str, kind: str, value: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": TEXT, "type": kind, "value": value}


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else escape(value)


def labeling_interface(codebook: Codebook, used: set[str]) -> str:
    """The labeling interface: labels for the codebook's tags, relations, controls of a region."""
    return "\n".join(
        ["<View>", *(f"  {line}" for line in _controls(codebook, used)), "</View>", ""]
    )


def _controls(codebook: Codebook, used: set[str]) -> Iterator[str]:
    # Without this, the editor collapses white space, and positions are wrong.
    yield "<Style>.htx-text { white-space: pre-wrap; }</Style>"
    yield f'<Labels name="{LABEL}" toName="{TEXT}">'
    for tag in codebook.tags:
        key = f" hotkey={quoteattr(tag.key)}" if tag.key else ""
        fill = LIGHT.tags[tag.color].fill
        yield f'  <Label value={quoteattr(tag.id)} background="{fill}"{key}/>'
    for label in (*sorted(used - set(codebook.by_id)), SpanRole.SENTENCE, *PARTS, *_OTHER_MARKS):
        yield f'  <Label value={quoteattr(label)} background="{LIGHT.edge}"/>'
    yield "</Labels>"
    yield f'<Text name="{TEXT}" value="${TEXT}"/>'
    yield "<Relations>"
    yield from (
        f'  <Relation value="{each}"/>' for each in (*STANCES, ANSWER_RELATION, CUE_RELATION)
    )
    yield "</Relations>"
    yield from _choices("kind", "single", KINDS)
    yield from _choices("checks", "multiple", tuple(CHECKS.values()))
    for column in COLUMNS:
        if column.name in _REGION_COLUMNS and column.name not in _WITHOUT_TEXT_AREA:
            yield _text_area(column, per_region=True)
        elif column in SET_COLUMNS or column.kind is ColumnKind.SOURCES:
            yield _text_area(column, per_region=False)


_OTHER_MARKS = (SpanRole.SOURCE, SpanRole.CUE, SpanRole.CONTENT)


def _choices(name: str, choice: str, values: Sequence[str]) -> Iterator[str]:
    yield f'<Choices name="{name}" toName="{TEXT}" choice="{choice}" perRegion="true">'
    yield from (f'  <Choice value="{value}"/>' for value in values)
    yield "</Choices>"


def _text_area(column: Column, *, per_region: bool) -> str:
    of_region = ' perRegion="true"' if per_region else ""
    return (
        f'<TextArea name="{CONTROL_NAMES.get(column.name, column.name)}" toName="{TEXT}" '
        'editable="true" maxSubmissions="1" '
        f'placeholder="{column.name}"{of_region}/>'
    )
