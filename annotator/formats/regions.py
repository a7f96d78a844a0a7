"""A set as regions of its text and relations between them, as most tools for annotation have it.

A sentence is a region whose label is its tag, its part, or `sentence` where it has no tag; its cue
is a region of its own; a link is a relation whose label is the stance. What else was decided goes
along as facts, under the names of `columns`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats import flat
from annotator.formats.columns import DEFAULTS, OF_DECISION, OF_PLACE
from annotator.formats.labels import Mark, meaning
from annotator.formats.offsets import Mention, Places, Span, Unit
from annotator.formats.values import Flat, Taking, Work
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import PARTS
from annotator.model.document import Article
from annotator.model.faults import Fault, Refused
from annotator.storage.tree import by_line

ANSWERS = "answers"
OF_SENTENCE = "cue"
"""The label of a relation from a cue to its sentence."""

_STRUCTURE = {"start", "end", "text", "part", "tag", "cue", "cue_start", "cue_end", "answers"}
FACTS = {column.name for column in (*OF_PLACE, *OF_DECISION)} - _STRUCTURE | {"tag"}
"""The columns that a format may say of a region beside its place and label."""

_NOTHING: tuple[object, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text with a label.

    Attributes:
        key: What relations know it by.
        span: In code points of the text; as long as it is not `placed`, as the file counts.
        label: What it is.
        facts: What else is said of it, by names of `columns`; defaults are left out.
        line: The line of the file, from 1, where it stands.
        words: What the file says stands there; None where it says nothing.
        pieces: Its spans, where it is made of several; in the order of its words.
        path: Its field in the file; None where that says nothing.
    """

    key: str
    span: Span
    label: str
    facts: Flat = field(default_factory=dict)
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

    start: str
    end: str
    label: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Marked:
    """What one annotator marked in one text.

    Attributes:
        article: The article.
        about: The columns of the set, as far as they are known.
        regions: In any order.
        relations: In the order in which they are to be kept.
        file: Where it comes from.
        others: Sources that no sentence names.
    """

    article: Article
    about: Flat
    regions: Sequence[Region]
    relations: Sequence[Relation]
    file: str
    others: Sequence[Flat] = ()


def placed(
    regions: Sequence[Region],
    places: Places,
    taking: Taking,
    file: str,
    usual: Unit = Unit.CODE_POINTS,
    *,
    trusted: bool = False,
) -> list[Region]:
    """The regions at their places in code points of the text, all of them counted in one way.

    Args:
        regions: With their places as the file counts.
        places: The positions of the text.
        taking: How to read.
        file: The file, for the faults.
        usual: What the format counts in.
        trusted: Whether the file is known to count so; regions may then begin inside words.

    Raises:
        Refused: There is no way of counting in which all of them fit.
    """
    left_out = {None, Mark.IGNORE}
    mentions = [
        Mention(each.spans, each.words, not trusted and meaning(each.label, taking) not in left_out)
        for each in regions
    ]
    fits = places.fitted(mentions, usual, taking.positions)
    found = list(zip(regions, fits, strict=True))
    faults = [
        Fault(fit.problem, file, region.line, region.path or region.label)
        for region, fit in found
        if fit.problem is not None
    ]
    if faults:
        raise Refused(by_line(faults))
    return [_at(region, tuple(sorted(fit.pieces))) for region, fit in found]


def _at(region: Region, pieces: tuple[Span, ...]) -> Region:
    span = pieces[0][0], max(end for _, end in pieces)
    return replace(region, span=span, pieces=pieces if len(pieces) > 1 else ())


def marked(article: Article, work: Work) -> Marked:
    """A set as regions and relations.

    Raises:
        Refused: A tag is called as a part or a mark is, so that its regions could not be told.
    """
    annotations = work.annotations
    reserved = {*PARTS, *Mark}
    for sentence in annotations.sentences:
        if sentence.tag in reserved:
            message = f"the tag {sentence.tag} is called like something else in this format"
            raise Refused(Fault(message, path=f"{article.document.id}: {sentence.id}"))
    regions: list[Region] = []
    relations: list[Relation] = []
    for sentence in annotations.sentences:
        regions.append(_region(annotations, sentence))
        if sentence.cue is not None:
            key = f"{sentence.id}.cue"
            regions.append(Region(key, sentence.cue.span, Mark.CUE))
            relations.append(Relation(key, sentence.id, OF_SENTENCE))
        relations += [
            Relation(sentence.id, answer.claim, answer.stance or ANSWERS)
            for answer in sentence.answers
        ]
    about = flat.of_set(work)
    return Marked(article, about, regions, relations, "", flat.unheard(annotations))


def _region(annotations: AnnotationSet, sentence: Sentence) -> Region:
    columns = flat.of_place(sentence) | flat.of_decision(annotations, sentence)
    facts = {
        name: value
        for name, value in columns.items()
        if name not in _STRUCTURE and value not in _NOTHING and value != DEFAULTS.get(name, None)
    }
    label = sentence.part or sentence.tag or Mark.SENTENCE
    if sentence.part and sentence.tag:
        facts["tag"] = sentence.tag
    return Region(sentence.id, sentence.span, label, facts)


def head(marked_: Marked) -> dict[str, Any]:
    """The columns of the document and the set, and the sources that no sentence names."""
    columns = flat.of_document(marked_.article.document) | dict(marked_.about)
    columns["unheard"] = list(marked_.others)
    return {
        name: value
        for name, value in columns.items()
        if value not in _NOTHING and value != DEFAULTS.get(name, None)
    }


def facts_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """The facts among other things that a format says of a region; nothing else is let in."""
    return {name: each for name, each in value.items() if name in FACTS and each is not None}
