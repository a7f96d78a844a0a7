"""A set as regions of its text and relations between them, as most tools for annotation have it.

A sentence is a region whose label is its tag, its part, or `sentence` where it has no tag; its cue
is a region of its own; a link is a relation whose label is the stance. What else was decided goes
along as facts, under the names of `columns`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats import flat
from annotator.formats.columns import DEFAULTS, OF_DECISION, OF_PLACE
from annotator.formats.labels import Mark
from annotator.formats.offsets import Span
from annotator.formats.values import Flat, Work
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import PARTS
from annotator.model.document import Article
from annotator.model.faults import Fault, Refused

ANSWERS = "answers"
OF_SENTENCE = "cue"
"""The label of a relation from a cue to its sentence."""

_STRUCTURE = {"start", "end", "text", "part", "tag", "cue", "cue_start", "cue_end", "answers"}
_FACTS = {column.name for column in (*OF_PLACE, *OF_DECISION)} - _STRUCTURE | {"tag"}
_NOTHING: tuple[object, ...] = (None, [], {})


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text with a label.

    Attributes:
        key: What relations know it by.
        span: In code points of the text.
        label: What it is.
        facts: What else is said of it, by names of `columns`; defaults are left out.
        line: The line of the file, from 1, where it stands.
    """

    key: str
    span: Span
    label: str
    facts: Flat = field(default_factory=dict)
    line: int = 1


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
    return {name: each for name, each in value.items() if name in _FACTS and each is not None}
