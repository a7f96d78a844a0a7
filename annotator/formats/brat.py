"""brat standoff: a text file and a file of annotations beside it for each article and annotator.

Sentences, cues, sources and contents are T lines; a sentence that goes over a line's end is a
discontinuous span, since no span of brat's may hold a newline. Links are R lines with the stance
as their type. What A lines can say of a sentence they say; everything else stands in # lines whose
type is the column's name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.formats.brat_reading import FLAGS, read
from annotator.formats.folders import stem_of
from annotator.formats.labels import Mark
from annotator.formats.offsets import Span
from annotator.formats.regions import ANSWERS, OF_SENTENCE, Marked, Region, head, marked
from annotator.formats.values import Annotated, Files, Writing, tags_in
from annotator.formats.writing import encoded, escaped
from annotator.model.codebook import KINDS, PARTS, STANCES, Codebook

__all__ = ["read", "write"]

_BETWEEN_LINES = re.compile(r"[^\n]+")


def write(corpus: Sequence[Annotated], writing: Writing) -> Files:
    """A folder for each annotator with two files for each article, and `annotation.conf`.

    Raises:
        Refused: A text holds what UTF-8 cannot.
    """
    configuration = _configuration(writing.codebook, tags_in(corpus))
    files = {"annotation.conf": encoded(configuration, "conf")}
    for annotated in corpus:
        for work in annotated.work:
            stem = stem_of(work, annotated.article)
            lines = _lines(marked(annotated.article, work), annotated.article.text)
            files[f"{stem}.txt"] = encoded(annotated.article.text, f"{stem}.txt")
            files[f"{stem}.ann"] = encoded("".join(f"{line}\n" for line in lines), f"{stem}.ann")
    return files


def _configuration(book: Codebook, used: Sequence[str]) -> str:
    tags = dict.fromkeys([*(tag.id for tag in book.tags), *used])
    labels = [*tags, Mark.SENTENCE, *PARTS, Mark.SOURCE, Mark.CUE, Mark.CONTENT]
    sentences = "|".join([*tags, Mark.SENTENCE, *PARTS])
    relations = [f"{label}\tArg1:{sentences}, Arg2:{sentences}" for label in (*STANCES, ANSWERS)]
    kinds = f"kind\tArg:{sentences}, Value:{'|'.join(KINDS)}"
    flags = [f"{name}\tArg:{sentences}" for name in FLAGS.values()]
    of_cue = f"{OF_SENTENCE}\tArg1:{Mark.CUE}, Arg2:{sentences}"
    sections = {
        "entities": labels,
        "relations": [*relations, of_cue],
        "events": [],
        "attributes": [kinds, *flags],
    }
    parts = ("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
    return "\n".join(parts)


def _lines(own: Marked, text: str) -> Iterator[str]:
    # A cue of nothing but white space would be a span of nothing.
    kept = [each for each in own.regions if text[each.span[0] : each.span[1]].strip()]
    relations = [each for each in own.relations if {each.start, each.end} <= {r.key for r in kept}]
    own = replace(own, regions=kept, relations=relations)
    names = {region.key: f"T{number}" for number, region in enumerate(own.regions, 1)}
    for region in own.regions:
        yield f"{names[region.key]}\t{_span_line(region, text)}"
    for number, relation in enumerate(own.relations, 1):
        ends = f"Arg1:{names[relation.start]} Arg2:{names[relation.end]}"
        yield f"R{number}\t{relation.label} {ends}"
    attributes = list(_attributes(own.regions, names))
    yield from (f"A{number}\t{line}" for number, line in enumerate(attributes, 1))
    notes = list(_notes(own, names))
    yield from (f"#{number}\t{line}" for number, line in enumerate(notes, 1))


def _span_line(region: Region, text: str) -> str:
    pieces = fragments(text, region.span)
    places = ";".join(f"{start} {end}" for start, end in pieces)
    return f"{region.label} {places}\t{' '.join(text[start:end] for start, end in pieces)}"


def fragments(text: str, span: Span) -> list[Span]:
    """The pieces of a span between its newlines, none of them empty."""
    found = _BETWEEN_LINES.finditer(text, *span)
    return [match.span() for match in found if match[0].strip()]


def _attributes(regions: Sequence[Region], names: Mapping[str, str]) -> Iterator[str]:
    for region in regions:
        if "kind" in region.facts:
            yield f"kind {names[region.key]} {region.facts['kind']}"
        for column, attribute in FLAGS.items():
            if column in region.facts:
                yield f"{attribute} {names[region.key]}"


def _notes(own: Marked, names: Mapping[str, str]) -> Iterator[str]:
    for region in own.regions:
        for name, value in region.facts.items():
            if name == "note":
                yield f"AnnotatorNotes {names[region.key]}\t{escaped(value)}"
            elif name != "kind" and name not in FLAGS:
                yield f"{name} {names[region.key]}\t{escaped(value)}"
    for name, value in head(own).items():
        if own.regions:
            yield f"{name} {names[own.regions[0].key]}\t{escaped(value)}"
