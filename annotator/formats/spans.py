"""A set as labeled spans of its text and relations between them, as most annotation tools have it.

To a tool: a sentence is a span whose label is its tag, its part, or `sentence` where it has no tag.
Its cue is a span of its own. A link is a relation whose label is the stance. Everything else goes
along as facts, under the names of `columns`.

From a tool: a label is matched to a tag, a part or a role. Spans with tags become sentences, and
the text between them is segmented. Sources, cues and contents that relations or events join belong
together, and the source becomes that of each sentence in which the content or the cue is; where
there is neither, that of the sentences that relations join it with. A span without a relation
belongs to the sentence that it is in.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from annotator.formats.exchange_types import ColumnValues, ImportedRow, ImportedSet, ImportOptions
from annotator.formats.json_values import JsonPlace, as_objects, as_span
from annotator.formats.positions import PositionUnit, Span, SpanReference, TextPositions
from annotator.formats.row_columns import (
    DECISION_COLUMNS,
    DEFAULTS,
    PLACE_COLUMNS,
    current_columns,
    decision_values,
    document_values,
    place_values,
    set_values,
    unused_sources,
)
from annotator.formats.set_builder import RawSet, build_set, check_spans, complete_set_values
from annotator.model.annotation import AnnotationSet, Article, Sentence
from annotator.model.codebook import PARTS, STANCES, Codebook
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.name_folding import fold_name, is_identifier
from annotator.project.pass_selection import NumberedSet
from annotator.storage.strict_yaml import by_line


class SpanRole(StrEnum):
    """What a label can be besides a tag or a part."""

    SENTENCE = "sentence"
    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"
    IGNORE = "ignore"


def label_meaning(label: str, options: ImportOptions) -> str | None:
    """The tag, part or `SpanRole` that a label is; None where nothing here is called that.

    The options say so first; then a label is what has the same id or name, case aside.
    """
    if label in options.labels:
        return options.labels[label]
    wanted = fold_name(label)
    for tag in options.codebook.tags:
        if wanted in {fold_name(tag.id), fold_name(tag.name)}:
            return tag.id
    plain = wanted.replace(" ", "-").replace("_", "-")
    known = {*PARTS, *SpanRole, *options.codebook.by_id}
    return plain if plain in known else None


def check_label_mapping(labels: Mapping[str, str], codebook: Codebook, file: str) -> None:
    """See that every label of a mapping stands for something that there is.

    Raises:
        DataError: With every entry that does not.
    """
    known = [*codebook.by_id, *PARTS, *SpanRole]
    problems = [
        Problem(f"“{meant}” is none of {', '.join(known)}", file, path=label)
        for label, meant in labels.items()
        if meant not in known
    ]
    if problems:
        raise DataError(problems)


ANSWER_RELATION = "answers"
CUE_RELATION = "cue"
"""The label of a relation from a cue to its sentence."""

_STRUCTURE = {"start", "end", "text", "part", "tag", "cue", "cue_start", "cue_end", "answers"}
FACT_NAMES = {column.name for column in (*PLACE_COLUMNS, *DECISION_COLUMNS)} - _STRUCTURE | {"tag"}
"""The columns that a format may say of a region beside its place and label."""

_NOTHING: tuple[object, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class LabeledSpan:
    """A stretch of a text with a label.

    Attributes:
        span_id: What relations know it by.
        span: In code points of the text; as long as it is not `locate_spans`, as the file counts.
        label: What it is.
        facts: What else is said of it, by names of `columns`; defaults are left out.
        line: The line of the file, from 1, where it stands.
        words: What the file says stands there; None where it says nothing.
        pieces: Its spans, where it is made of several; in the order of its words.
        path: Its field in the file; None where that says nothing.
    """

    span_id: str
    span: Span
    label: str
    facts: ColumnValues = field(default_factory=dict)
    line: int = 1
    words: str | None = None
    pieces: tuple[Span, ...] = ()
    path: str | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its pieces, or all of it where it is made of one."""
        return self.pieces or (self.span,)


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation between two regions, by their keys."""

    from_id: str
    to_id: str
    label: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class SpanSet:
    """What one annotator marked in one text.

    Attributes:
        article: The article.
        about: The columns of the set, as far as they are known, and under `unused_sources` the
            sources
            that no sentence names.
        regions: In any order.
        relations: In the order in which they are to be kept.
        file: Where it comes from.
        line: The line where it begins there, from 1; None where lines say nothing.
    """

    article: Article
    about: ColumnValues
    regions: Sequence[LabeledSpan]
    relations: Sequence[Relation]
    file: str
    line: int | None = None


def locate_spans(
    regions: Sequence[LabeledSpan],
    places: TextPositions,
    options: ImportOptions,
    file: str,
    usual: PositionUnit = PositionUnit.CODE_POINTS,
    *,
    trusted: bool = False,
) -> list[LabeledSpan]:
    """The regions at their places in code points of the text, all of them counted in one way.

    Args:
        regions: With their places as the file counts.
        places: The positions of the text.
        options: How to read.
        file: The file, for the faults.
        usual: What the format counts in.
        trusted: Whether the file is known to count so; regions may then begin inside words.

    Raises:
        DataError: There is no way of counting in which all of them fit.
    """
    left_out = {None, SpanRole.IGNORE}
    mentions = [
        SpanReference(
            each.spans,
            each.words,
            not trusted and label_meaning(each.label, options) not in left_out,
        )
        for each in regions
    ]
    fits = places.locate(mentions, usual, options.positions)
    found = list(zip(regions, fits, strict=True))
    problems = [
        Problem(fit.problem, file, region.line, region.path or region.label)
        for region, fit in found
        if fit.problem is not None
    ]
    if problems:
        raise DataError(by_line(problems))
    return [_at(region, tuple(sorted(fit.pieces))) for region, fit in found]


def _at(region: LabeledSpan, pieces: tuple[Span, ...]) -> LabeledSpan:
    span = pieces[0][0], max(end for _, end in pieces)
    return replace(region, span=span, pieces=pieces if len(pieces) > 1 else ())


def span_set_of(article: Article, numbered_set: NumberedSet) -> SpanSet:
    """A set as regions and relations.

    Raises:
        DataError: A tag is called as a part or a mark is, so that its regions could not be told.
    """
    annotations = numbered_set.annotations
    reserved = {*PARTS, *SpanRole}
    for sentence in annotations.sentences:
        if sentence.tag in reserved:
            message = f"the tag {sentence.tag} is called like something else in this format"
            raise DataError(Problem(message, path=f"{article.document.id}: {sentence.id}"))
    regions: list[LabeledSpan] = []
    relations: list[Relation] = []
    for sentence in annotations.sentences:
        regions.append(_sentence_span(annotations, sentence))
        if sentence.cue is not None:
            key = f"{sentence.id}.cue"
            regions.append(LabeledSpan(key, sentence.cue.span, SpanRole.CUE))
            relations.append(Relation(key, sentence.id, CUE_RELATION))
        relations += [
            Relation(sentence.id, answer.claim, answer.stance or ANSWER_RELATION)
            for answer in sentence.answers
        ]
    about = set_values(numbered_set) | {"unused_sources": unused_sources(annotations)}
    return SpanSet(article, about, regions, relations, "")


def _sentence_span(annotations: AnnotationSet, sentence: Sentence) -> LabeledSpan:
    columns = place_values(sentence) | decision_values(annotations, sentence)
    facts = {
        name: value
        for name, value in columns.items()
        if name not in _STRUCTURE and value not in _NOTHING and value != DEFAULTS.get(name, None)
    }
    label = sentence.part or sentence.tag or SpanRole.SENTENCE
    if sentence.part and sentence.tag:
        facts["tag"] = sentence.tag
    return LabeledSpan(sentence.id, sentence.span, label, facts)


def header_values(marked_: SpanSet) -> dict[str, Any]:
    """The columns of the document and the set, and the sources that no sentence names."""
    columns = document_values(marked_.article.document) | dict(marked_.about)
    return {
        name: value
        for name, value in columns.items()
        if value not in _NOTHING and value != DEFAULTS.get(name, None)
    }


def span_facts(value: Mapping[str, Any]) -> dict[str, Any]:
    """The facts among other things that a format says of a region; nothing else is let in."""
    current = current_columns(value, FACT_NAMES)
    return {name: each for name, each in current.items() if name in FACT_NAMES and each is not None}


SentenceColumns = dict[str, Any]
_OF_SOURCE = ("kind", "affiliation", "concerned")


def attach_sources(
    rows: Sequence[SentenceColumns],
    regions: Mapping[SpanRole, Sequence[LabeledSpan]],
    spans: SpanSet,
) -> Iterator[str]:
    """Put sources and cues into the columns of their sentences; what finds none is told.

    Args:
        rows: The columns of each sentence, with `start`, `end` and the `key` of its region.
        regions: The regions that are a source, a cue or content.
        spans: All that was marked in the text.
    """
    kinds = {region.span_id: mark for mark, each in regions.items() for region in each}
    known = {region.span_id: region for each in regions.values() for region in each}
    joins = _joined(spans)
    for group in _groups(known, spans):
        own = _SpanGroup(tuple(known[key] for key in group), kinds)
        yield from _of_group(own, rows, spans, joins)
    for region in known.values():
        for name in sorted(region.facts.keys() - set(_OF_SOURCE)):
            yield _unattached_note(spans, region, f"is no sentence, so that its {name} is left out")


def _groups(known: Mapping[str, LabeledSpan], spans: SpanSet) -> list[list[str]]:
    """The regions that relations join, in the order of the text."""
    group_of = {key: [key] for key in known}
    arguments: dict[str, str] = {}
    for relation in spans.relations:
        # A trigger that is none of these itself joins its arguments all the same.
        start = relation.from_id
        if start not in known and relation.to_id in known:
            start = arguments.setdefault(start, relation.to_id)
        one, other = group_of.get(start), group_of.get(relation.to_id)
        if one is None or other is None or one is other:
            continue
        one += other
        for key in other:
            group_of[key] = one
    distinct = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda key: known[key].span) for group in distinct.values()]


@dataclass(frozen=True, slots=True)
class _SpanGroup:
    """Regions that belong together, by what they are."""

    regions: tuple[LabeledSpan, ...]
    kinds: Mapping[str, SpanRole]

    def of(self, mark: SpanRole) -> list[LabeledSpan]:
        return [each for each in self.regions if self.kinds[each.span_id] is mark]

    def sentences(
        self, rows: Sequence[SentenceColumns], joins: Mapping[str, Collection[str]]
    ) -> list[SentenceColumns]:
        """The sentences that it is about."""
        said = [*self.of(SpanRole.CONTENT), *self.of(SpanRole.CUE)]
        if said:
            return [row for row in rows if _any_in(said, row)]
        joined = {key for each in self.regions for key in joins.get(each.span_id, ())}
        own = [row for row in rows if row["key"] in joined]
        return own or [row for row in rows if _any_in(self.of(SpanRole.SOURCE), row)]


def _of_group(
    group: _SpanGroup,
    rows: Sequence[SentenceColumns],
    spans: SpanSet,
    joins: Mapping[str, Collection[str]],
) -> Iterator[str]:
    sentences = group.sentences(rows, joins)
    for cue in group.of(SpanRole.CUE):
        yield from _cue(cue, rows, spans)
    for source in group.of(SpanRole.SOURCE):
        if not sentences or any(row.get("source") is not None for row in sentences):
            yield _unattached_note(spans, source, "finds no sentence without a source")
            continue
        start, end = source.span
        name = " ".join(spans.article.text[start:end].split())
        for row in sentences:
            row["source"] = name
            row |= {fact: source.facts[fact] for fact in _OF_SOURCE if fact in source.facts}
    if not group.of(SpanRole.SOURCE):
        for content in group.of(SpanRole.CONTENT):
            yield _unattached_note(spans, content, "has no source")


def _joined(spans: SpanSet) -> dict[str, set[str]]:
    """What relations join each region with, by their keys."""
    joins: dict[str, set[str]] = {}
    for each in spans.relations:
        joins.setdefault(each.from_id, set()).add(each.to_id)
        joins.setdefault(each.to_id, set()).add(each.from_id)
    return joins


def _any_in(regions: Sequence[LabeledSpan], row: SentenceColumns) -> bool:
    spans = [span for each in regions for span in each.spans]
    return any(row["start"] < end and start < row["end"] for start, end in spans)


def _cue(cue: LabeledSpan, rows: Sequence[SentenceColumns], spans: SpanSet) -> Iterator[str]:
    start, end = cue.span
    linked = {relation.to_id for relation in spans.relations if relation.from_id == cue.span_id}
    around = [row for row in rows if row["start"] <= start and end <= row["end"]]
    own = [row for row in around if row["key"] in linked] or around
    if own and own[0].get("cue") is None:
        own[0] |= {"cue": spans.article.text[start:end], "cue_start": start, "cue_end": end}
    else:
        yield _unattached_note(spans, cue, "stands in no sentence that has no cue yet")


def _unattached_note(spans: SpanSet, region: LabeledSpan, why: str) -> str:
    start, end = region.span
    words = " ".join(spans.article.text[start:end].split())[:40]
    return f"{spans.file}:{region.line}: {region.label} “{words}” {why}"


def labeled_span(
    key: str,
    place: tuple[object, object],
    label: object,
    said: Mapping[str, Any],
    here: JsonPlace,
) -> LabeledSpan:
    """A region as a JSON file has it, with its facts and words.

    Args:
        key: What relations know it by.
        place: Its start and end.
        label: Its label.
        said: What the file says of it.
        here: Where it is in the file.

    Raises:
        DataError: It has no place or no label.
    """
    span, words = as_span(*place), said.get("text")
    if span is None or not isinstance(label, str):
        message = "a region has start and end, in whole numbers, and a label"
        raise DataError(here.problem(message))
    words = words if isinstance(words, str) else None
    return LabeledSpan(key, span, label, span_facts(said), here.line, words, path=here.path)


def import_spans(
    spans: SpanSet,
    places: TextPositions,
    options: ImportOptions,
    not_imported: Iterable[str] = (),
    problems: Iterable[Problem] = (),
    usual: PositionUnit = PositionUnit.CODE_POINTS,
    *,
    trusted: bool = False,
) -> ImportedSet:
    """The set that regions and relations give.

    Args:
        spans: What was marked, with places as the file counts.
        places: The positions of the text.
        options: How to read.
        not_imported: What else the file says that has no place here.
        problems: What is wrong in the file already.
        usual: What the format counts in.
        trusted: Whether the file is known to count so.

    Raises:
        DataError: With everything that is wrong.
    """
    collector, regions = ProblemCollector(), spans.regions
    collector.problems += problems
    # Of a region that could not be read its relations need no complaint.
    collector.problems += [] if collector.problems else _open_ends(spans)
    with collector:
        regions = locate_spans(regions, places, options, spans.file, usual, trusted=trusted)
    collector.raise_any(by_line)
    numbered_set, notes = set_from_spans(replace(spans, regions=regions), options)
    return ImportedSet(spans.article, numbered_set, (*not_imported, *notes), spans.file, spans.line)


def _open_ends(spans: SpanSet) -> Iterator[Problem]:
    known = {region.span_id for region in spans.regions}
    for each in spans.relations:
        for end in dict.fromkeys((each.from_id, each.to_id)):
            if end not in known:
                message = f"a relation joins “{end}”, which is no region of this text"
                yield Problem(message, spans.file, each.line, each.label)


Columns = dict[str, Any]
_LONGEST_QUOTATION = 40


@dataclass(slots=True)
class SpansByRole:
    """The regions of a text by what they are here, and what is none of it."""

    sentences: list[LabeledSpan] = field(default_factory=list)
    others: dict[SpanRole, list[LabeledSpan]] = field(default_factory=dict)
    not_imported: list[str] = field(default_factory=list)
    untaken: set[str] = field(default_factory=set)

    def of(self, mark: SpanRole) -> list[LabeledSpan]:
        """The regions that are this, in the order of the text."""
        return sorted(self.others.get(mark, ()), key=lambda region: region.span)


def set_from_spans(spans: SpanSet, options: ImportOptions) -> tuple[NumberedSet, tuple[str, ...]]:
    """The work that regions and relations say, and what of them is not taken.

    Raises:
        DataError: With everything that is wrong, each fault with its file and line.
    """
    found = _sorted(spans, options)
    _refuse_overlaps(found.sentences, spans)
    rows = _rows(found.sentences, spans, options)
    by_key = {row["key"]: row for row in rows if row["key"] is not None}
    found.not_imported += _linked(by_key, spans, found.untaken)
    found.not_imported += attach_sources(rows, found.others, spans)
    header = complete_set_values(options, spans.about, spans.file)
    placed = [ImportedRow(row, row["line"]) for row in rows]
    unused = as_objects(spans.about.get("unused_sources"), spans.file, "unused_sources", spans.line)
    raw = RawSet(spans.article.document, header, placed, spans.file, unused)
    numbered_set = build_set(raw)
    check_spans(spans.article, numbered_set, spans.file, placed)
    return numbered_set, tuple(found.not_imported)


def _sorted(spans: SpanSet, options: ImportOptions) -> SpansByRole:
    found = SpansByRole()
    for region in spans.regions:
        meant = label_meaning(region.label, options)
        if meant is None and "sentence" in region.facts and is_identifier(region.label):
            meant = region.label
        if meant in {SpanRole.SOURCE, SpanRole.CUE, SpanRole.CONTENT}:
            found.others.setdefault(SpanRole(meant), []).append(region)
        elif meant is None:
            found.not_imported.append(_skipped_note(spans, region, "is no tag and in no mapping"))
            found.untaken.add(region.span_id)
        elif meant != SpanRole.IGNORE:
            found.sentences.append(replace(_trimmed(region, spans.article.text), label=meant))
    found.sentences.sort(key=lambda region: region.span)
    return found


def _skipped_note(spans: SpanSet, region: LabeledSpan, why: str) -> str:
    """What is to be said of a region that is not taken."""
    start, end = region.span
    words = spans.article.text[start:end]
    words = words if len(words) <= _LONGEST_QUOTATION else f"{words[:_LONGEST_QUOTATION]}…"
    return f"{spans.file}:{region.line}: {region.label} [{start}, {end}) “{words}” {why}"


def _trimmed(region: LabeledSpan, text: str) -> LabeledSpan:
    start, end = region.span
    own = text[start:end]
    # A sentence of ours has its bounds already; what a mouse marked often has a blank too many.
    stripped = "" if "sentence" in region.facts else own.strip()
    first = start + len(own) - len(own.lstrip())
    return replace(region, span=(first, first + len(stripped))) if stripped else region


def _refuse_overlaps(regions: Sequence[LabeledSpan], spans: SpanSet) -> None:
    problems = [
        Problem(
            f"{second.label} [{second.span[0]}, {second.span[1]}) overlaps {first.label} "
            f"[{first.span[0]}, {first.span[1]}); a sentence has one tag",
            spans.file,
            second.line,
        )
        for first, second in pairwise(regions)
        if second.span[0] < first.span[1]
    ]
    if problems:
        raise DataError(by_line(problems))


def _rows(regions: Sequence[LabeledSpan], spans: SpanSet, options: ImportOptions) -> list[Columns]:
    """The columns of each sentence, those between the labeled ones too, in order."""
    text = spans.article.text
    ends = [0, *(region.span[1] for region in regions)]
    starts = [*(region.span[0] for region in regions), len(text)]
    gaps = [gap for gap in zip(ends, starts, strict=True) if text[gap[0] : gap[1]].strip()]
    placed = all("paragraph" in region.facts for region in regions)
    cut = () if placed and not gaps else options.segment(spans.article).sentences
    rows = [_labeled_columns(region, text, cut) for region in regions]
    rows += [row for gap in gaps for row in _unlabeled_columns(gap, text, cut)]
    rows.sort(key=lambda row: row["start"])
    _add_ids(rows)
    return rows


def _labeled_columns(region: LabeledSpan, text: str, cut: Sequence[Sentence]) -> Columns:
    start, end = region.span
    row: Columns = dict(region.facts)
    if region.label in PARTS:
        row["part"] = region.label
    elif region.label != SpanRole.SENTENCE:
        row["tag"] = region.label
    row.setdefault("paragraph", _piece_at(cut, start).paragraph if cut else 1)
    return row | _place(start, text[start:end], region.span_id, region.line)


def _place(start: int, words: str, key: str | None, line: int) -> Columns:
    return {"start": start, "end": start + len(words), "text": words, "key": key, "line": line}


def _unlabeled_columns(gap: Span, text: str, cut: Sequence[Sentence]) -> Iterator[Columns]:
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


def _add_ids(rows: Sequence[Columns]) -> None:
    """Give an id to each sentence that has none."""
    taken = {str(row["sentence"]) for row in rows if "sentence" in row}
    number = 0
    for row in rows:
        while "sentence" not in row:
            number += 1
            if f"s{number}" not in taken:
                row["sentence"] = f"s{number}"


def _linked(by_key: dict[str, Columns], spans: SpanSet, untaken: set[str]) -> Iterator[str]:
    """Put the links into their sentences' columns; those that are none are told."""
    for relation in spans.relations:
        start, end = by_key.get(relation.from_id), by_key.get(relation.to_id)
        label = fold_name(relation.label)
        if start is not None and end is not None and label in {*STANCES, ANSWER_RELATION}:
            stance = None if label == ANSWER_RELATION else label
            answers = start.setdefault("answers", [])
            answers.append({"claim": end["sentence"], "stance": stance})
        elif start is not None and end is not None:
            yield _unknown(spans, relation)
        elif untaken & {relation.from_id, relation.to_id}:
            reason = "because what it joins is not taken"
            yield f"{spans.file}:{relation.line}: the relation {relation.label}, {reason}"


def _unknown(spans: SpanSet, relation: Relation) -> str:
    known = ", ".join((*STANCES, ANSWER_RELATION, CUE_RELATION))
    return f"{spans.file}:{relation.line}: the relation {relation.label} is none of {known}"
