"""Spans that are not sentences: who says it, the words that say so, and what is said.

Such spans belong together where relations join them, or where both are arguments of one event,
whatever its trigger is here; a span without a relation belongs to the sentence that it stands in.
The source of a group becomes that of each sentence that its content or cue stands in, or where it
has neither, of the sentences that relations join it with.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.formats.labels import Mark
from annotator.formats.regions import Marked, Region

Columns = dict[str, Any]
_OF_SOURCE = ("kind", "affiliation", "concerned")


def attribute(
    rows: Sequence[Columns], regions: Mapping[Mark, Sequence[Region]], marked: Marked
) -> Iterator[str]:
    """Put sources and cues into the columns of their sentences; what finds none is told.

    Args:
        rows: The columns of each sentence, with `start`, `end` and the `key` of its region.
        regions: The regions that are a source, a cue or content.
        marked: All that was marked in the text.
    """
    kinds = {region.key: mark for mark, each in regions.items() for region in each}
    known = {region.key: region for each in regions.values() for region in each}
    joins = _joined(marked)
    for group in _groups(known, marked):
        own = _Group(tuple(known[key] for key in group), kinds)
        yield from _of_group(own, rows, marked, joins)
    for region in known.values():
        for name in sorted(region.facts.keys() - set(_OF_SOURCE)):
            yield _told(marked, region, f"is no sentence, so that its {name} is left out")


def _groups(known: Mapping[str, Region], marked: Marked) -> list[list[str]]:
    """The regions that relations join, in the order of the text."""
    group_of = {key: [key] for key in known}
    arguments: dict[str, str] = {}
    for relation in marked.relations:
        # A trigger that is none of these itself joins its arguments all the same.
        start = relation.start
        if start not in known and relation.end in known:
            start = arguments.setdefault(start, relation.end)
        one, other = group_of.get(start), group_of.get(relation.end)
        if one is None or other is None or one is other:
            continue
        one += other
        for key in other:
            group_of[key] = one
    distinct = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda key: known[key].span) for group in distinct.values()]


@dataclass(frozen=True, slots=True)
class _Group:
    """Regions that belong together, by what they are."""

    regions: tuple[Region, ...]
    kinds: Mapping[str, Mark]

    def of(self, mark: Mark) -> list[Region]:
        return [each for each in self.regions if self.kinds[each.key] is mark]

    def sentences(
        self, rows: Sequence[Columns], joins: Mapping[str, Collection[str]]
    ) -> list[Columns]:
        """The sentences that it is about."""
        said = [*self.of(Mark.CONTENT), *self.of(Mark.CUE)]
        if said:
            return [row for row in rows if _any_in(said, row)]
        joined = {key for each in self.regions for key in joins.get(each.key, ())}
        own = [row for row in rows if row["key"] in joined]
        return own or [row for row in rows if _any_in(self.of(Mark.SOURCE), row)]


def _of_group(
    group: _Group,
    rows: Sequence[Columns],
    marked: Marked,
    joins: Mapping[str, Collection[str]],
) -> Iterator[str]:
    sentences = group.sentences(rows, joins)
    for cue in group.of(Mark.CUE):
        yield from _cue(cue, rows, marked)
    for source in group.of(Mark.SOURCE):
        if not sentences or any(row.get("source") is not None for row in sentences):
            yield _told(marked, source, "finds no sentence without a source")
            continue
        start, end = source.span
        name = " ".join(marked.article.text[start:end].split())
        for row in sentences:
            row["source"] = name
            row |= {fact: source.facts[fact] for fact in _OF_SOURCE if fact in source.facts}
    if not group.of(Mark.SOURCE):
        for content in group.of(Mark.CONTENT):
            yield _told(marked, content, "has no source")


def _joined(marked: Marked) -> dict[str, set[str]]:
    """What relations join each region with, by their keys."""
    joins: dict[str, set[str]] = {}
    for each in marked.relations:
        joins.setdefault(each.start, set()).add(each.end)
        joins.setdefault(each.end, set()).add(each.start)
    return joins


def _any_in(regions: Sequence[Region], row: Columns) -> bool:
    spans = [span for each in regions for span in each.spans]
    return any(row["start"] < end and start < row["end"] for start, end in spans)


def _cue(cue: Region, rows: Sequence[Columns], marked: Marked) -> Iterator[str]:
    start, end = cue.span
    linked = {relation.end for relation in marked.relations if relation.start == cue.key}
    around = [row for row in rows if row["start"] <= start and end <= row["end"]]
    own = [row for row in around if row["key"] in linked] or around
    if own and own[0].get("cue") is None:
        own[0] |= {"cue": marked.article.text[start:end], "cue_start": start, "cue_end": end}
    else:
        yield _told(marked, cue, "stands in no sentence that has no cue yet")


def _told(marked: Marked, region: Region, why: str) -> str:
    start, end = region.span
    words = " ".join(marked.article.text[start:end].split())[:40]
    return f"{marked.file}:{region.line}: {region.label} “{words}” {why}"
