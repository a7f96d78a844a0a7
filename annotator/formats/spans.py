"""A set as labeled spans of its text and relations between them, as in most annotation tools.

On export, a sentence is a span whose label is its tag, its part, or `sentence` if it has no tag.
Its cue is a separate span. A link is a relation whose label is the stance. Everything else is
exported as facts, under the names of the columns.

On import, a label is matched to a tag, a part or a role. Spans with tags become sentences, and the
text between them is segmented. Sources, cues and contents that relations or events join belong
together. The source becomes that of each sentence that contains the content or the cue. If there is
neither, it becomes that of the sentences that relations join it with. A span without a relation
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
from annotator.model.annotation import SOURCE_FIELDS, AnnotationSet, Article, Sentence
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
    """The tag, part or `SpanRole` that a label means; None if it means nothing here.

    The mapping in the options comes first. If it has no entry, a label means what has the same id
    or name, ignoring case.
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
    """Check that every entry of a label mapping has a known meaning.

    Raises:
        DataError: With every entry that has not.
    """
    known = [*codebook.by_id, *PARTS, *SpanRole]
    problems = [
        Problem(
            f"“{meant}” is not a known meaning. Use one of: {', '.join(known)}.", file, path=label
        )
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
"""The columns that a format can give for a region besides its position and label."""

_NOTHING: tuple[object, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class LabeledSpan:
    """A labeled part of a text.

    Attributes:
        span_id: The key that relations use for it.
        span: Its span in code points of the text; before `locate_spans`, in the unit of the file.
        label: Its label.
        facts: Other facts about it, by names of columns; defaults are left out.
        line: Its line in the file, from 1.
        words: The words that the file quotes there; None if it quotes none.
        pieces: Its spans, if it has several, in the order of its words.
        path: Its field in the file; None if that is not useful.
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
        """Its pieces, or its whole span if it has only one."""
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
    """The spans and relations of one annotator in one text.

    Attributes:
        article: The article.
        about: The known columns of the set, and under `unused_sources` the sources that no
            sentence names.
        regions: The spans in any order.
        relations: The relations in the order in which they are kept.
        file: The file.
        line: The line where the set begins, from 1; None for files without useful lines.
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
    """The regions with positions in code points of the text, all counted in the same way.

    Args:
        regions: The regions with the positions in the file.
        places: The positions of the text.
        options: How to read.
        file: The file, for errors.
        usual: The usual unit of the format.
        trusted: Whether this unit is certain; regions may then begin inside words.

    Raises:
        DataError: No way of counting fits all of them.
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
        DataError: A tag has the name of a part or a role, so its regions would be ambiguous.
    """
    annotations = numbered_set.annotations
    reserved = {*PARTS, *SpanRole}
    for sentence in annotations.sentences:
        if sentence.tag in reserved:
            message = f"The tag name {sentence.tag} has another meaning in this format. Rename it."
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
    """The values of a region that are facts; anything else is dropped."""
    current = current_columns(value, FACT_NAMES)
    return {name: each for name, each in current.items() if name in FACT_NAMES and each is not None}


SentenceColumns = dict[str, Any]
_OF_SOURCE = tuple(each.name for each in SOURCE_FIELDS)


def attach_sources(
    rows: Sequence[SentenceColumns],
    regions: Mapping[SpanRole, Sequence[LabeledSpan]],
    spans: SpanSet,
) -> Iterator[str]:
    """Add sources and cues to the columns of their sentences; give notes on those without one.

    Args:
        rows: The columns of each sentence, with `start`, `end` and the `key` of its region.
        regions: The regions that are a source, a cue or content.
        spans: All spans and relations of the text.
    """
    kinds = {region.span_id: mark for mark, each in regions.items() for region in each}
    known = {region.span_id: region for each in regions.values() for region in each}
    joins = _joined(spans)
    for group in _groups(known, spans):
        own = _SpanGroup(tuple(known[key] for key in group), kinds)
        yield from _of_group(own, rows, spans, joins)
    for region in known.values():
        for name in sorted(region.facts.keys() - set(_OF_SOURCE)):
            yield _unattached_note(spans, region, f"is not a sentence, so its {name} is left out")


def _groups(known: Mapping[str, LabeledSpan], spans: SpanSet) -> list[list[str]]:
    """The regions that relations join, in the order of the text."""
    group_of = {key: [key] for key in known}
    arguments: dict[str, str] = {}
    for relation in spans.relations:
        # A trigger without such a role still joins its arguments.
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
    """Regions that belong together, by their roles."""

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
            yield _unattached_note(spans, source, "has no sentence that still needs a source")
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
    """The keys of the regions that relations join with each region."""
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
        yield _unattached_note(spans, cue, "is not in a sentence that still needs a cue")


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
        key: The key that relations use for it.
        place: Its start and end.
        label: Its label.
        said: Its other values in the file.
        here: Its place in the file.

    Raises:
        DataError: It has no position or no label.
    """
    span, words = as_span(*place), said.get("text")
    if span is None or not isinstance(label, str):
        message = "A region needs a label, and a start and an end that are whole numbers."
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
        spans: The spans and relations, with the positions in the file.
        places: The positions of the text.
        options: How to read.
        not_imported: Notes on what else is not imported from the file.
        problems: The errors in the file so far.
        usual: The usual unit of the format.
        trusted: Whether this unit is certain.

    Raises:
        DataError: With all errors.
    """
    collector, regions = ProblemCollector(), spans.regions
    collector.problems += problems
    # If a region could not be read, errors about its relations would only repeat that.
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
                message = f"A relation joins “{end}”, which is not a region of this text."
                yield Problem(message, spans.file, each.line, each.label)


Columns = dict[str, Any]
_LONGEST_QUOTATION = 40


@dataclass(slots=True)
class SpansByRole:
    """The regions of a text by their roles, and notes on those without one."""

    sentences: list[LabeledSpan] = field(default_factory=list)
    others: dict[SpanRole, list[LabeledSpan]] = field(default_factory=dict)
    not_imported: list[str] = field(default_factory=list)
    untaken: set[str] = field(default_factory=set)

    def of(self, mark: SpanRole) -> list[LabeledSpan]:
        """The regions with this role, in the order of the text."""
        return sorted(self.others.get(mark, ()), key=lambda region: region.span)


def set_from_spans(spans: SpanSet, options: ImportOptions) -> tuple[NumberedSet, tuple[str, ...]]:
    """The set from regions and relations, and notes on what is not imported.

    Raises:
        DataError: With all errors, each with its file and line.
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
            why = "is not a tag and not in the label mapping"
            found.not_imported.append(_skipped_note(spans, region, why))
            found.untaken.add(region.span_id)
        elif meant != SpanRole.IGNORE:
            found.sentences.append(replace(_trimmed(region, spans.article.text), label=meant))
    found.sentences.sort(key=lambda region: region.span)
    return found


def _skipped_note(spans: SpanSet, region: LabeledSpan, why: str) -> str:
    """The note on a region that is not imported."""
    start, end = region.span
    words = spans.article.text[start:end]
    words = words if len(words) <= _LONGEST_QUOTATION else f"{words[:_LONGEST_QUOTATION]}…"
    return f"{spans.file}:{region.line}: {region.label} [{start}, {end}) “{words}” {why}"


def _trimmed(region: LabeledSpan, text: str) -> LabeledSpan:
    start, end = region.span
    own = text[start:end]
    # Our own sentences have exact bounds. A span marked with a mouse often has extra spaces.
    stripped = "" if "sentence" in region.facts else own.strip()
    first = start + len(own) - len(own.lstrip())
    return replace(region, span=(first, first + len(stripped))) if stripped else region


def _refuse_overlaps(regions: Sequence[LabeledSpan], spans: SpanSet) -> None:
    problems = [
        Problem(
            f"{second.label} [{second.span[0]}, {second.span[1]}) overlaps {first.label} "
            f"[{first.span[0]}, {first.span[1]}). A sentence can have only one tag.",
            spans.file,
            second.line,
        )
        for first, second in pairwise(regions)
        if second.span[0] < first.span[1]
    ]
    if problems:
        raise DataError(by_line(problems))


def _rows(regions: Sequence[LabeledSpan], spans: SpanSet, options: ImportOptions) -> list[Columns]:
    """The columns of each sentence, including those between the labeled ones, in order."""
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
    """The columns of the text without labels, split into sentences."""
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
    """Add links to the columns of their sentences; give notes on relations that are not links."""
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
            reason = "because a region that it joins is not imported"
            yield f"{spans.file}:{relation.line}: the relation {relation.label}, {reason}"


def _unknown(spans: SpanSet, relation: Relation) -> str:
    known = ", ".join((*STANCES, ANSWER_RELATION, CUE_RELATION))
    return f"{spans.file}:{relation.line}: unknown relation {relation.label} (known: {known})"
