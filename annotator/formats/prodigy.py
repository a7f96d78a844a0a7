"""Prodigy's JSON Lines: a text with tokens, spans and relations on each line.

What was decided of a sentence stands on its span, what is said of the set in `meta`; Prodigy
keeps both. A relation joins spans by their last tokens, and names them too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places
from annotator.formats.reading import a_span, a_text, an_object, json_lines, objects, stem
from annotator.formats.regions import Marked, Region, Relation, facts_of, head, marked
from annotator.formats.values import Annotated, Files, Found, Harvest, Taking, Writing
from annotator.formats.writing import json_lines_of
from annotator.model.faults import Fault, Refused

ACCEPTED = "accept"
_TOKEN = re.compile(r"\w+|[^\w\s]")


def write(corpus: Sequence[Annotated], _: Writing) -> Files:
    """A line for each article and annotator."""
    lines = (
        _line(marked(annotated.article, work)) for annotated in corpus for work in annotated.work
    )
    return {"prodigy.jsonl": json_lines_of(lines)}


def _line(own: Marked) -> dict[str, Any]:
    text = own.article.text
    tokens = list(_tokens(text, own.regions))
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    spans = {
        each.key: {
            "start": each.span[0], "end": each.span[1], "label": each.label,
            "token_start": first[each.span[0]], "token_end": last[each.span[1]],
        }
        for each in own.regions
    }  # fmt: skip
    relations = [
        {
            "head": spans[each.start]["token_end"], "child": spans[each.end]["token_end"],
            "head_span": spans[each.start], "child_span": spans[each.end], "label": each.label,
        }
        for each in own.relations
    ]  # fmt: skip
    return {
        "text": text,
        "meta": head(own),
        "tokens": tokens,
        "spans": [spans[each.key] | dict(each.facts) for each in own.regions],
        "relations": relations,
        "answer": ACCEPTED,
        "_annotator_id": own.about["annotator"],
    }


def _tokens(text: str, regions: Sequence[Region]) -> Iterator[dict[str, Any]]:
    """Words and signs, each with its place; a span begins and ends with a token."""
    bounds = sorted({0, len(text), *(place for region in regions for place in region.span)})
    pieces = [
        (found.start(), found.end())
        for start, end in pairwise(bounds)
        for found in _TOKEN.finditer(text, start, end)
    ]
    # White space that a span begins or ends with has to be a token too.
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


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of one file.

    Raises:
        Refused: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    lines = list(json_lines(data, file))
    answers = [(line, value.get("answer", ACCEPTED)) for line, value in lines]
    left = [
        f"{file}:{line}: its answer is {answer}" for line, answer in answers if answer != ACCEPTED
    ]
    readings = (
        _of_line(value, line, file, taking)
        for line, value in lines
        if value.get("answer", ACCEPTED) == ACCEPTED
    )
    return harvested(readings, file, "has no accepted lines", left)


def _of_line(value: Mapping[str, Any], line: int, file: str, taking: Taking) -> Iterator[Found]:
    places = Places(a_text(value.get("text"), file, "text", line))
    meta = an_object(value.get("meta", {}), file, line)
    article = article_of(meta, places.text, file, f"{stem(file)}-{line}")
    spans = objects(value.get("spans"), file, "spans", line)
    regions = [_region(each, places, file, line) for each in spans]
    known = {region.key for region in regions}
    relations: list[Relation] = []
    for each in objects(value.get("relations"), file, "relations", line):
        ends = [_key(an_object(each.get(end), file, line)) for end in ("head_span", "child_span")]
        if not set(ends) <= known:
            raise Refused(Fault("a relation joins what is no span here", file, line, "relations"))
        relations.append(Relation(ends[0], ends[1], str(each.get("label")), line))
    about = {"annotator": None if taking.annotator else value.get("_annotator_id")} | meta
    others = objects(meta.get("unheard"), file, "meta.unheard", line)
    work, notes = work_of(Marked(article, about, regions, relations, file, others), taking)
    yield Found(article, work, notes, file, line)


def _key(span: Mapping[str, Any]) -> str:
    return f"{span.get('start')} {span.get('end')} {span.get('label')}"


def _region(span: Mapping[str, Any], places: Places, file: str, line: int) -> Region:
    start, end, label = span.get("start"), span.get("end"), span.get("label")
    place = a_span(start, end)
    fitted = places.fitted(place, bool) if place is not None else None
    if fitted is None or not isinstance(label, str):
        raise Refused(Fault(f"[{start}, {end}) is no place in the text", file, line, "spans"))
    return Region(_key(span), fitted, label, facts_of(span), line)
