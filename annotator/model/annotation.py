"""The annotation set: one annotator's work on one document."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from annotator.model.codebook import TITLE, CodebookReference
from annotator.model.document import Document

Span = tuple[int, int]
"""A stretch of the document's text in Unicode code points, `[start, end)`."""


class Form(StrEnum):
    """What an annotation set is for; each is a file format of its own."""

    ANNOTATIONS = "annotations"
    KEY = "key"
    GOLD = "gold"


class Status(StrEnum):
    """What the annotator says of the whole set."""

    FINISHED = "finished"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: somebody on whose word sentences of this document rest."""

    id: str
    name: str
    kind: str | None = None
    affiliation: str | None = None
    concerned: bool = False

    def merged_with(self, other: "Source") -> "Source":
        """This source with what only the other one says; concerned where either is."""
        return replace(
            self,
            kind=self.kind or other.kind,
            affiliation=self.affiliation or other.affiliation,
            concerned=self.concerned or other.concerned,
        )


class Cue(NamedTuple):
    """The words that attribute: "said", "according to"."""

    text: str
    span: Span


class Answer(NamedTuple):
    """A link from a confirmation (with a stance) or a non-response (without) to a claim."""

    claim: str
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a gold sentence came by its tag: by which rule, by whom, why, and the votes."""

    by: str
    curator: str | None = None
    reason: str | None = None
    # A mapping has no hash; a sentence that is drawn is looked up by its own.
    votes: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and everything that its annotator decided about it.

    Attributes:
        id: Never renumbered; the number on the screen is a position.
        span: Where `text` stands in the document.
        paragraph: The paragraph's number, from 1.
        part: The kind of furniture; None for a sentence of the body.
        via: The name of a relay between the source and the outlet.
        checkable: Of a claim: whether what is said could be checked.
        seconds: Attention spent on it, where the project records times.
        also: On a key: further tags that are accepted.
        explanation: On a key: why.
        provenance: On gold: how the decision came about.
    """

    id: str
    span: Span
    paragraph: int
    text: str
    part: str | None = None
    tag: str | None = None
    source: str | None = None
    via: str | None = None
    cue: Cue | None = None
    answers: tuple[Answer, ...] = ()
    checkable: bool = True
    note: str | None = None
    flag: bool = False
    seconds: int | None = None
    also: tuple[str, ...] = ()
    explanation: str | None = None
    provenance: Provenance | None = None

    @property
    def body(self) -> bool:
        """Whether it is tagged and counted; furniture is neither."""
        return self.part is None

    @property
    def undecided(self) -> "Sentence":
        """The sentence as it was cut, with nothing decided about it."""
        return Sentence(self.id, self.span, self.paragraph, self.text, self.part)


@dataclass(frozen=True)
class AnnotationSet:
    """Everything that one annotator decided about one document; a value that never changes."""

    document: Document
    annotator: str
    codebook: CodebookReference
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...] = ()
    next_id: int = 1
    status: Status | None = None
    reason: str | None = None
    form: Form = Form.ANNOTATIONS

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each sentence stands in `sentences`, from 0, by its id."""
        return {sentence.id: position for position, sentence in enumerate(self.sentences)}

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """The sources by their ids."""
        return {source.id: source for source in self.sources}

    @property
    def closed(self) -> bool:
        """Whether it is a finished pass, which is edited no more.

        A key is nobody's vote: it has no passes, and can be made better at any time.
        """
        return self.status is Status.FINISHED and self.form is not Form.KEY

    @property
    def title(self) -> str:
        """The article's title: from its metadata, else as it stands in the text, else its id."""
        titles = (each.text for each in self.sentences[:3] if each.part == TITLE)
        return self.document.title or next(titles, self.document.id)

    def sentence(self, sentence: str) -> Sentence:
        """The sentence with this id.

        Raises:
            KeyError: There is none.
        """
        return self.sentences[self.positions[sentence]]

    def source_of(self, sentence: Sentence) -> Source | None:
        """The source that a sentence names; None where it names none."""
        return self.source_by_id.get(sentence.source) if sentence.source else None
