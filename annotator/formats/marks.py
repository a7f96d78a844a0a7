"""From regions and relations to a set: labelled spans become sentences, the rest is filled in."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from annotator.formats import flat
from annotator.formats.attribution import attribute
from annotator.formats.building import Stated, about_by, built, checked, with_document
from annotator.formats.labels import Mark, meaning
from annotator.formats.offsets import Span
from annotator.formats.regions import ANSWERS, OF_SENTENCE, Marked, Region, Relation
from annotator.formats.values import Taking, Work
from annotator.model.annotation import Sentence
from annotator.model.codebook import PARTS, STANCES
from annotator.model.faults import Fault, Refused
from annotator.model.names import folded, is_identifier
from annotator.storage.tree import by_line

Columns = dict[str, Any]
_LONGEST_QUOTATION = 40


@dataclass(slots=True)
class Sorted:
    """The regions of a text by what they are here, and what is none of it."""

    sentences: list[Region] = field(default_factory=list)
    others: dict[Mark, list[Region]] = field(default_factory=dict)
    not_taken: list[str] = field(default_factory=list)
    untaken: set[str] = field(default_factory=set)

    def of(self, mark: Mark) -> list[Region]:
        """The regions that are this, in the order of the text."""
        return sorted(self.others.get(mark, ()), key=lambda region: region.span)


def work_of(marked: Marked, taking: Taking) -> tuple[Work, tuple[str, ...]]:
    """The work that regions and relations say, and what of them is not taken.

    Raises:
        Refused: With everything that is wrong, each fault with its file and line.
    """
    found = _sorted(marked, taking)
    _refuse_overlaps(found.sentences, marked)
    rows = _rows(found.sentences, marked, taking)
    by_key = {row["key"]: row for row in rows if row["key"] is not None}
    found.not_taken += _linked(by_key, marked, found.untaken)
    found.not_taken += attribute(rows, found.others, marked)
    lines = [row["line"] for row in rows]
    about = about_by(taking, marked.about, marked.file)
    document = flat.of_document(marked.article.document)
    work = built(Stated(document, about, rows, marked.file, lines, marked.others))
    checked(marked.article, work, marked.file, lines)
    annotations = with_document(work.annotations, marked.article)
    return replace(work, annotations=annotations), tuple(found.not_taken)


def _sorted(marked: Marked, taking: Taking) -> Sorted:
    found = Sorted()
    for region in marked.regions:
        meant = meaning(region.label, taking)
        if meant is None and "sentence" in region.facts and is_identifier(region.label):
            meant = region.label
        if meant in {Mark.SOURCE, Mark.CUE, Mark.CONTENT}:
            found.others.setdefault(Mark(meant), []).append(region)
        elif meant is None:
            found.not_taken.append(told(marked, region, "is no tag and in no mapping"))
            found.untaken.add(region.key)
        elif meant != Mark.IGNORE:
            found.sentences.append(replace(_trimmed(region, marked.article.text), label=meant))
    found.sentences.sort(key=lambda region: region.span)
    return found


def told(marked: Marked, region: Region, why: str) -> str:
    """What is to be said of a region that is not taken."""
    start, end = region.span
    words = marked.article.text[start:end]
    words = words if len(words) <= _LONGEST_QUOTATION else f"{words[:_LONGEST_QUOTATION]}…"
    return f"{marked.file}:{region.line}: {region.label} [{start}, {end}) “{words}” {why}"


def _trimmed(region: Region, text: str) -> Region:
    start, end = region.span
    own = text[start:end]
    # A sentence of ours has its bounds already; what a mouse marked often has a blank too many.
    stripped = "" if "sentence" in region.facts else own.strip()
    first = start + len(own) - len(own.lstrip())
    return replace(region, span=(first, first + len(stripped))) if stripped else region


def _refuse_overlaps(regions: Sequence[Region], marked: Marked) -> None:
    faults = [
        Fault(
            f"{second.label} [{second.span[0]}, {second.span[1]}) overlaps {first.label} "
            f"[{first.span[0]}, {first.span[1]}); a sentence has one tag",
            marked.file,
            second.line,
        )
        for first, second in pairwise(regions)
        if second.span[0] < first.span[1]
    ]
    if faults:
        raise Refused(by_line(faults))


def _rows(regions: Sequence[Region], marked: Marked, taking: Taking) -> list[Columns]:
    """The columns of each sentence, those between the labelled ones too, in order."""
    text = marked.article.text
    ends = [0, *(region.span[1] for region in regions)]
    starts = [*(region.span[0] for region in regions), len(text)]
    gaps = [gap for gap in zip(ends, starts, strict=True) if text[gap[0] : gap[1]].strip()]
    placed = all("paragraph" in region.facts for region in regions)
    cut = () if placed and not gaps else taking.cut(marked.article).sentences
    rows = [_labelled(region, text, cut) for region in regions]
    rows += [row for gap in gaps for row in _between(gap, text, cut)]
    rows.sort(key=lambda row: row["start"])
    _name(rows)
    return rows


def _labelled(region: Region, text: str, cut: Sequence[Sentence]) -> Columns:
    start, end = region.span
    row: Columns = dict(region.facts)
    if region.label in PARTS:
        row["part"] = region.label
    elif region.label != Mark.SENTENCE:
        row["tag"] = region.label
    row.setdefault("paragraph", _piece_at(cut, start).paragraph if cut else 1)
    return row | _place(start, text[start:end], region.key, region.line)


def _place(start: int, words: str, key: str | None, line: int) -> Columns:
    return {"start": start, "end": start + len(words), "text": words, "key": key, "line": line}


def _between(gap: Span, text: str, cut: Sequence[Sentence]) -> Iterator[Columns]:
    """The columns of what no label covers, cut into sentences."""
    inside = [each.span[0] for each in cut if gap[0] < each.span[0] < gap[1]]
    for start, end in pairwise([gap[0], *inside, gap[1]]):
        piece = text[start:end]
        words = piece.strip()
        if words:
            first = start + len(piece) - len(piece.lstrip())
            own = _piece_at(cut, first)
            row: Columns = {"paragraph": own.paragraph}
            if own.part is not None:
                row["part"] = own.part
            yield row | _place(first, words, None, 1)


def _piece_at(cut: Sequence[Sentence], place: int) -> Sentence:
    return cut[max(bisect_right(cut, place, key=lambda each: each.span[0]) - 1, 0)]


def _name(rows: Sequence[Columns]) -> None:
    """Give an id to each sentence that has none."""
    taken = {str(row["sentence"]) for row in rows if "sentence" in row}
    number = 0
    for row in rows:
        while "sentence" not in row:
            number += 1
            if f"s{number}" not in taken:
                row["sentence"] = f"s{number}"


def _linked(by_key: dict[str, Columns], marked: Marked, untaken: set[str]) -> Iterator[str]:
    """Put the links into their sentences' columns; those that are none are told."""
    for relation in marked.relations:
        start, end = by_key.get(relation.start), by_key.get(relation.end)
        label = folded(relation.label)
        if start is not None and end is not None and label in {*STANCES, ANSWERS}:
            stance = None if label == ANSWERS else label
            answers = start.setdefault("answers", [])
            answers.append({"claim": end["sentence"], "stance": stance})
        elif start is not None and end is not None:
            yield _unknown(marked, relation)
        elif untaken & {relation.start, relation.end}:
            reason = "because what it joins is not taken"
            yield f"{marked.file}:{relation.line}: the relation {relation.label}, {reason}"


def _unknown(marked: Marked, relation: Relation) -> str:
    known = ", ".join((*STANCES, ANSWERS, OF_SENTENCE))
    return f"{marked.file}:{relation.line}: the relation {relation.label} is none of {known}"
