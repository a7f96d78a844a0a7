"""Label Studio: a task for each article with its sentences as regions, and the labelling interface.

Positions are code points, as Label Studio's editor has counted them since 1.4; files from before
count UTF-16 units, and are told by their covered texts. What was decided of a sentence stands in
controls of that region, what is said of the whole set in controls of the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from annotator.formats import flat
from annotator.formats.columns import COLUMNS, OF_DECISION, OF_SET, Column, Kind
from annotator.formats.label_studio_reading import CHECKS, CONTROLS, LABEL, LABELS, TEXT, read
from annotator.formats.labels import Mark
from annotator.formats.regions import ANSWERS, OF_SENTENCE, Marked, Region, head, marked
from annotator.formats.values import Annotated, Files, Work, Writing, tags_in
from annotator.formats.writing import escaped, json_text
from annotator.model.annotation import Form
from annotator.model.codebook import KINDS, PARTS, STANCES, Codebook
from annotator.model.document import Article

__all__ = ["read", "write"]

TASKS, INTERFACE = "tasks.json", "interface.xml"
_COLOURS = {
    "red": "#d64545", "green": "#2e9e5b", "yellow": "#c9a400", "blue": "#3b78c9",
    "magenta": "#a8449c", "cyan": "#1f9aa6", "orange": "#d9822b", "grey": "#808890",
}  # fmt: skip
_OF_REGION = ("sentence", "paragraph", *(column.name for column in OF_DECISION))
_NO_CONTROL = {"part", "cue", "cue_start", "cue_end", "answers", "kind", *CHECKS}


def write(corpus: Sequence[Annotated], writing: Writing) -> Files:
    """The tasks with everybody's annotations, and the labelling interface that they need."""
    tasks = [_task(annotated) for annotated in corpus]
    return {
        TASKS: json_text(tasks, indent=1).encode(),
        INTERFACE: interface(writing.codebook, set(tags_in(corpus))).encode(),
    }


def _task(annotated: Annotated) -> dict[str, Any]:
    article = annotated.article
    columns = flat.of_document(article.document)
    about = {name: value for name, value in columns.items() if value is not None}
    annotations = [_annotation(article, work) for work in annotated.work]
    return {"data": {TEXT: article.text, **about}, "annotations": annotations}


def _annotation(article: Article, work: Work) -> dict[str, Any]:
    own = marked(article, work)
    result = [each for region in own.regions for each in _results(region, article.text)]
    result += _of_whole(own)
    result += [
        {"type": "relation", "from_id": each.start, "to_id": each.end, "direction": "right",
         "labels": [each.label]}
        for each in own.relations
    ]  # fmt: skip
    return {"result": result, "ground_truth": work.annotations.form is Form.GOLD}


def _results(region: Region, text: str) -> Iterator[dict[str, Any]]:
    start, end = region.span
    place = {"start": start, "end": end, "text": text[start:end]}
    yield _result(LABEL, LABELS, place | {LABELS: [region.label]}, region.key)
    if "kind" in region.facts:
        yield _result("kind", "choices", place | {"choices": [region.facts["kind"]]}, region.key)
    checks = [check for column, check in CHECKS.items() if column in region.facts]
    if checks:
        yield _result("checks", "choices", place | {"choices": checks}, region.key)
    for name, value in region.facts.items():
        if name not in _NO_CONTROL:
            yield _result(name, "textarea", place | {"text": [_typed(value)]}, region.key)


def _of_whole(own: Marked) -> Iterator[dict[str, Any]]:
    of_set = {*(column.name for column in OF_SET), "unheard"}
    for name, value in head(own).items():
        if name in of_set:
            control = CONTROLS.get(name, name)
            yield _result(control, "textarea", {"text": [_typed(value)]}, f"set.{control}")


def _result(name: str, kind: str, value: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": TEXT, "type": kind, "value": value}


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else escaped(value)


def interface(book: Codebook, used: set[str]) -> str:
    """The labelling interface: labels of the codebook's tags, relations, controls of a region."""
    return "\n".join(["<View>", *(f"  {line}" for line in _controls(book, used)), "</View>", ""])


def _controls(book: Codebook, used: set[str]) -> Iterator[str]:
    # Without it the editor folds white space, and positions go astray.
    yield "<Style>.htx-text { white-space: pre-wrap; }</Style>"
    yield f'<Labels name="{LABEL}" toName="{TEXT}">'
    for tag in book.tags:
        key = f" hotkey={quoteattr(tag.key)}" if tag.key else ""
        yield f'  <Label value={quoteattr(tag.id)} background="{_COLOURS[tag.colour]}"{key}/>'
    for label in (*sorted(used - set(book.by_id)), Mark.SENTENCE, *PARTS, *_OTHER_MARKS):
        yield f'  <Label value={quoteattr(label)} background="#b0b0b0"/>'
    yield "</Labels>"
    yield f'<Text name="{TEXT}" value="${TEXT}"/>'
    yield "<Relations>"
    yield from (f'  <Relation value="{each}"/>' for each in (*STANCES, ANSWERS, OF_SENTENCE))
    yield "</Relations>"
    yield from _choices("kind", "single", KINDS)
    yield from _choices("checks", "multiple", tuple(CHECKS.values()))
    for column in COLUMNS:
        if column.name in _OF_REGION and column.name not in _NO_CONTROL:
            yield _area(column, per_region=True)
        elif column in OF_SET or column.kind is Kind.SOURCES:
            yield _area(column, per_region=False)


_OTHER_MARKS = (Mark.SOURCE, Mark.CUE, Mark.CONTENT)


def _choices(name: str, choice: str, values: Sequence[str]) -> Iterator[str]:
    yield f'<Choices name="{name}" toName="{TEXT}" choice="{choice}" perRegion="true">'
    yield from (f'  <Choice value="{value}"/>' for value in values)
    yield "</Choices>"


def _area(column: Column, *, per_region: bool) -> str:
    of_region = ' perRegion="true"' if per_region else ""
    return (
        f'<TextArea name="{CONTROLS.get(column.name, column.name)}" toName="{TEXT}" '
        'editable="true" maxSubmissions="1" '
        f'placeholder="{column.name}"{of_region}/>'
    )
