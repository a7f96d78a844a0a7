"""The document, its sentences, and the annotation set: one annotator's work on one document."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from annotator.model.codebook import TITLE, CodebookReference

WHITE_SPACE: Final = (
    r"\s|&(?:nbsp|ensp|emsp|thinsp|#(?:32|160|819[4-9]|820[0-2]|8239|x(?:[aA]0|20|202[fF]|200\d)));"
)
"""One piece of white space, or an entity of HTML that means one, as a regular expression."""

_WHITE_SPACES = re.compile(rf"(?:{WHITE_SPACE})*+")


def is_blank(text: str) -> bool:
    """Whether a text between two sentences is nothing but white space and entities for it."""
    return _WHITE_SPACES.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of an article, and the hash that its text is recognised by.

    Attributes:
        id: Its folded name, which also names its files.
        sha256: Of the UTF-8 text after newlines are normalised and front matter is taken off.
    """

    id: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"


class Article(NamedTuple):
    """A document together with its text; every span of the document indexes this text."""

    document: Document
    text: str


def text_hash(text: str) -> str:
    """The SHA-256 of a text's UTF-8 form, in hex; a lone surrogate counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


Span = tuple[int, int]
"""A stretch of the document's text in Unicode code points, `[start, end)`."""


class SetForm(StrEnum):
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

    def merge_with(self, other: "Source") -> "Source":
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

    basis: str
    curator: str | None = None
    reason: str | None = None
    # A mapping has no hash; a sentence that is drawn is looked up by its own.
    decisions: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)


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
        accepted_tags: On a key: further tags that are accepted.
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
    accepted_tags: tuple[str, ...] = ()
    explanation: str | None = None
    provenance: Provenance | None = None

    @property
    def body(self) -> bool:
        """Whether it is tagged and counted; furniture is neither."""
        return self.part is None

    @property
    def without_decisions(self) -> "Sentence":
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
    form: SetForm = SetForm.ANNOTATIONS

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
        return self.status is Status.FINISHED and self.form is not SetForm.KEY

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


class SegmentLike(Protocol):
    """A sentence as cut: its span in code points, its paragraph from 1, its part if furniture."""

    @property
    def start(self) -> int: ...  # noqa: D102 (said by the class)
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def paragraph(self) -> int: ...  # noqa: D102
    @property
    def part(self) -> str | None: ...  # noqa: D102


class SegmentedDocument(NamedTuple):
    """An article and its sentences, untagged: what every annotator of it begins with.

    Attributes:
        article: The article.
        sentences: With spans, paragraphs and parts, and nothing decided.
        next_id: The number of the next new sentence.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    next_id: int

    @classmethod
    def from_segments(cls, article: Article, pieces: Iterable[SegmentLike]) -> "SegmentedDocument":
        """The article with a sentence for each piece, numbered from s1."""
        sentences = tuple(
            Sentence(
                f"s{number}",
                (piece.start, piece.end),
                piece.paragraph,
                article.text[piece.start : piece.end],
                piece.part,
            )
            for number, piece in enumerate(pieces, 1)
        )
        return cls(article, sentences, len(sentences) + 1)

    def new_set(
        self, annotator: str, codebook: CodebookReference, form: SetForm = SetForm.ANNOTATIONS
    ) -> AnnotationSet:
        """An annotation set in which nothing is decided yet."""
        return AnnotationSet(
            self.article.document,
            annotator,
            codebook,
            self.sentences,
            next_id=self.next_id,
            form=form,
        )


def without_unused_sources(annotations: AnnotationSet) -> AnnotationSet:
    """The set without the sources that no sentence names, those concerned aside."""
    used = {sentence.source for sentence in annotations.sentences if sentence.source}
    kept = tuple(source for source in annotations.sources if source.concerned or source.id in used)
    if kept == annotations.sources:
        return annotations
    result = replace(annotations, sources=kept)
    share_positions(annotations, result)
    return result


def contains_cue(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue's words stand in the sentence at the cue's span."""
    start, end = cue.span[0] - sentence.span[0], cue.span[1] - sentence.span[0]
    return 0 <= start < end and sentence.text[start:end] == cue.text


def share_positions(known: AnnotationSet, other: AnnotationSet) -> None:
    """Hand the index of `known` to `other`, whose sentences have the same ids in the same order."""
    other.__dict__["positions"] = known.positions
