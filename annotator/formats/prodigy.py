"""Prodigy JSON Lines: each line has a text with tokens, spans and relations.

Decisions about a sentence are in its span, and facts about the set in `meta`. Prodigy keeps both. A
relation joins spans by their last tokens, and names the spans too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
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
    as_object,
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
    label_meaning,
    labeled_span,
    span_set_of,
)
from annotator.model.annotation import Article

ACCEPTED = "accept"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_OWN = {"text", "meta", "tokens", "spans", "relations", "answer", "label", "accept"}
_OF_META = {*HEADER_NAMES, "unused_sources"}
_OF_SPAN = {*FACT_NAMES, "start", "end", "label", "text", "token_start", "token_end"}
_OF_RELATION = {"head", "child", "head_span", "child_span", "label", "color"}


def write(corpus: Sequence[AnnotatedArticle], _: ExportOptions) -> Files:
    """One line per article and annotator."""
    lines = (
        _line(span_set_of(annotated.article, numbered_set))
        for annotated in corpus
        for numbered_set in annotated.sets
    )
    return {"prodigy.jsonl": json_lines(lines)}


def _line(own: SpanSet) -> dict[str, Any]:
    text = own.article.text
    tokens = list(_tokens(text, own.regions))
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    spans = {
        each.span_id: {
            "start": each.span[0], "end": each.span[1], "label": each.label,
            "text": text[each.span[0] : each.span[1]],
            "token_start": first[each.span[0]], "token_end": last[each.span[1]],
        }
        for each in own.regions
    }  # fmt: skip
    relations = [
        {
            "head": spans[each.from_id]["token_end"], "child": spans[each.to_id]["token_end"],
            "head_span": spans[each.from_id], "child_span": spans[each.to_id], "label": each.label,
        }
        for each in own.relations
    ]  # fmt: skip
    return {
        "text": text,
        "meta": header_values(own),
        "tokens": tokens,
        "spans": [spans[each.span_id] | dict(each.facts) for each in own.regions],
        "relations": relations,
        "answer": ACCEPTED,
        "_annotator_id": own.about["annotator"],
    }


def _tokens(text: str, regions: Sequence[LabeledSpan]) -> Iterator[dict[str, Any]]:
    """Words and punctuation marks with their positions; a span begins and ends with a token."""
    bounds = sorted({0, len(text), *(place for region in regions for place in region.span)})
    pieces = [
        (match.start(), match.end())
        for start, end in pairwise(bounds)
        for match in _TOKEN.finditer(text, start, end)
    ]
    # White space at the start or end of a span must be a token too.
    begins, ends = {start for start, _ in pieces}, {end for _, end in pieces}
    for region in regions:
        start, end = region.span
        pieces += [(start, start + 1)] if start not in begins else []
        pieces += [(end - 1, end)] if end not in ends and end - 1 not in {start} - begins else []
        begins |= {start}
        ends |= {end}
    for number, (start, end) in enumerate(sorted(pieces)):
        blank = text[end : end + 1].isspace()
        yield {"text": text[start:end], "start": start, "end": end, "id": number, "ws": blank}


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file.

    Raises:
        DataError: With all errors in it.
    """
    ((file, data),) = files.items()
    rejected: list[str] = []
    readings = _readings(data, file, options, rejected)
    return import_result(readings, file, "has no accepted lines", options, rejected)


def _readings(
    data: bytes, file: str, options: ImportOptions, rejected: list[str]
) -> Iterator[Iterator[ImportedSet]]:
    """The sets of accepted lines; notes about the others are added to `rejected`."""
    for line, value in parse_json_lines(data, file):
        answer = value.get("answer", ACCEPTED)
        if answer == ACCEPTED:
            yield _of_line(value, JsonPlace(file, {(): line}), options)
        else:
            rejected.append(f"{file}:{line}: its answer is {answer}")


def _of_line(
    value: Mapping[str, Any], place: JsonPlace, options: ImportOptions
) -> Iterator[ImportedSet]:
    file, line = place.file, place.line
    text = as_text(value.get("text"), file, "text", line)
    places = TextPositions(text)
    meta = current_columns(as_object(value.get("meta") or {}, file, line), _OF_META)
    article = build_article(meta, places.text, file, f"{document_name(file)}-{line}")
    spans = [
        current_columns(each, _OF_SPAN)
        for each in as_objects(value.get("spans"), file, "spans", line)
    ]
    regions = [_region(each, place.at("spans", at)) for at, each in enumerate(spans)]
    links = as_objects(value.get("relations"), file, "relations", line)
    relations = [_relation(each, place) for each in links]
    about = {"annotator": None if options.annotator else value.get("_annotator_id")} | meta
    whole = _of_whole(value)
    one = whole[0] if len(whole) == 1 and not spans else None
    if one is not None and label_meaning(one, options) is not None and _is_one(article, options):
        regions, whole = [LabeledSpan("whole", (0, len(text)), one, line=line, words=text)], []
    marked = SpanSet(article, about, regions, relations, file, line)
    not_imported = [f"{place}the label of the whole text: {each}" for each in whole]
    not_imported += _left({**value, "spans": spans}, meta, str(place))
    yield import_spans(marked, places, options, not_imported)


def _relation(link: Mapping[str, Any], place: JsonPlace) -> Relation:
    head, child = (
        _key(as_object(link.get(end), place.file, place.line))
        for end in ("head_span", "child_span")
    )
    return Relation(head, child, str(link.get("label")), place.line)


def _of_whole(value: Mapping[str, Any]) -> list[str]:
    """The labels of the whole text: the label of the question, or the accepted choices."""
    options = value.get("options")
    listed = (
        [each for each in options if isinstance(each, dict)] if isinstance(options, list) else ()
    )
    named = {str(each.get("id")): str(each.get("text") or each.get("id")) for each in listed}
    chosen = value.get("accept")
    chosen = chosen if isinstance(chosen, list) else [chosen]
    labels = [value.get("label"), *chosen]
    given = dict.fromkeys(str(each) for each in labels if each not in (None, ""))
    # An option's id is its label, unless the id is a number.
    return [named.get(each, each) if each.isdecimal() else each for each in given]


def _is_one(article: Article, options: ImportOptions) -> bool:
    """Whether an article is one sentence, so that a label of the text applies to the sentence."""
    return len(options.segment(article).sentences) == 1


def _left(value: Mapping[str, Any], meta: Mapping[str, Any], place: str) -> Iterator[str]:
    """What is not imported from a line; names that begin with _ are internal to Prodigy."""
    unused = unused_fields(value, _OWN, place)
    yield from (each for each in unused if not each.startswith(f"{place}_"))
    yield from unused_fields(meta, _OF_META, f"{place}meta.")
    yield from unused_in_lists(value, {"spans": _OF_SPAN, "relations": _OF_RELATION}, place)


def _key(span: Mapping[str, Any]) -> str:
    return f"{span.get('start')} {span.get('end')} {span.get('label')}"


def _region(span: Mapping[str, Any], here: JsonPlace) -> LabeledSpan:
    place = span.get("start"), span.get("end")
    return labeled_span(_key(span), place, span.get("label"), span, here)
