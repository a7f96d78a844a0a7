"""The document, its sentences with their fields, and the annotation set of one annotator on it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

from annotator.model.codebook import TITLE, CodebookReference

WHITE_SPACE: Final = (
    r"\s|&(?:nbsp|ensp|emsp|thinsp|#(?:32|160|819[4-9]|820[0-2]|8239|x(?:[aA]0|20|202[fF]|200\d)));"
)
"""One white-space character, or an HTML entity for one, as a regular expression."""

_WHITE_SPACES = re.compile(rf"(?:{WHITE_SPACE})*+")


def is_blank(text: str) -> bool:
    """Whether a text consists only of white space and HTML entities for it."""
    return _WHITE_SPACES.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Document:
    """An article's metadata, and the hash that identifies its text.

    Attributes:
        id: Its folded name, which is also part of its files' names.
        sha256: The hash of the UTF-8 text, after newlines are normalized and front matter is
            removed.
    """

    id: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"

    @property
    def key(self) -> "DocumentKey":
        """What tells it from any other document."""
        return self.id, self.sha256


DocumentKey = tuple[str, str]
"""A document's id and its text's hash."""


class Article(NamedTuple):
    """A document and its text. Every span of the document is a position in this text."""

    document: Document
    text: str


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hex digits. A lone surrogate is encoded as three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


Span = tuple[int, int]
"""A range of the document's text in Unicode code points: `[start, end)`."""


class SetForm(StrEnum):
    """The purpose of an annotation set. Each has its own file format."""

    ANNOTATIONS = "annotations"
    KEY = "key"
    GOLD = "gold"


class Status(StrEnum):
    """The annotator's verdict on the whole set."""

    FINISHED = "finished"
    UNUSABLE = "unusable"


class Standing(StrEnum):
    """Whether a source can know what it speaks about, as a person judged it."""

    INFORMED = "informed"
    UNINFORMED = "uninformed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Source:
    """A source: the person, organization or document that statements are attributed to.

    Attributes:
        concerned: Whether the claims are about it, so that a reader expects to hear from it.
        standing: One of `Standing`; None if nobody judged it.
        standing_reason: Why it has this standing.
    """

    id: str
    name: str
    kind: str | None = None
    affiliation: str | None = None
    concerned: bool = False
    standing: str | None = None
    standing_reason: str | None = None

    def merge_with(self, other: "Source") -> "Source":
        """This source with the missing fields filled from `other`; concerned if either one is.

        The reason for another standing is not taken over.
        """
        missing = {
            field.name: value
            for field in SOURCE_FIELDS
            if field.value_in(self) is None and (value := field.value_in(other)) is not None
        }
        if self.standing is not None and other.standing not in (None, self.standing):
            missing.pop("standing_reason", None)
        return replace(self, **missing)


class Cue(NamedTuple):
    """The cue: the words that attribute a statement, such as "said" or "according to"."""

    text: str
    span: Span


class Answer(NamedTuple):
    """A link to a claim, from a confirmation (with a stance) or a non-response (without)."""

    claim: str
    stance: str | None = None


class SuggestedField(StrEnum):
    """The fields that a suggester can suggest."""

    TAG = "tag"
    SOURCE = "source"
    KIND = "kind"
    CUE = "cue"
    ANSWERS = "answers"


class Exposure(StrEnum):
    """When the annotator saw a suggestion: before or after the first own decision, or never."""

    BEFORE = "before"
    AFTER = "after"
    NEVER = "never"


SuggestedValue = str | tuple[int, ...] | tuple[Answer, ...]
"""The value of a suggested field.

A tag's or a kind's ID, a source's name, the span of a cue in code points of the document, or the
answers. Empty if no value at all is suggested, such as no source.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion for one field of a sentence, and whether the annotator saw it.

    Attributes:
        field: The field.
        by: The name of the suggester.
        version: The suggester's version.
        value: The suggested value. In a list, the highlighted one.
        exposure: When the annotator saw it.
        offered: In a list: all values that were offered, in their order.
        was: The annotator's own value before the suggestion was shown, if it has changed since.
        held: Whether the suggestion was withheld by design.
    """

    field: SuggestedField
    by: str
    version: str
    value: SuggestedValue = ""
    exposure: Exposure = Exposure.BEFORE
    offered: tuple[str, ...] = ()
    was: SuggestedValue | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a gold sentence was decided: the rule, the curator, the reason, annotators' decisions."""

    basis: str
    curator: str | None = None
    reason: str | None = None
    # A mapping has no hash. Drawn sentences are cached by their hash, so this class needs its own.
    decisions: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its annotator's decisions about it.

    Attributes:
        id: Never renumbered. The screen shows the position instead.
        span: The range of `text` in the document.
        paragraph: The paragraph's number, from 1.
        part: The kind of furniture; None for a sentence of the body.
        via: The outlet that passed the statement on.
        checkable: For a claim: whether it could be checked.
        seconds: Seconds spent on it, if the project records times.
        shown: The suggestions for it, at most one for each field, in the order of the fields.
        accepted_tags: In an answer key: other tags that are accepted.
        explanation: In an answer key: why the tag is right.
        provenance: In gold: how the sentence was decided.
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
    shown: tuple[Shown, ...] = ()
    accepted_tags: tuple[str, ...] = ()
    explanation: str | None = None
    provenance: Provenance | None = None

    @property
    def body(self) -> bool:
        """Whether it belongs to the body, and so is tagged and counted. Furniture does not."""
        return self.part is None

    @property
    def cue_span(self) -> Span | None:
        """The cue, in code points of its own text; None if it has none."""
        if self.cue is None:
            return None
        start, end = self.cue.span
        return start - self.span[0], end - self.span[0]

    @property
    def without_decisions(self) -> "Sentence":
        """The sentence without any decisions."""
        return Sentence(self.id, self.span, self.paragraph, self.text, self.part)


@dataclass(frozen=True)
class AnnotationSet:
    """One annotator's decisions about one document. A value that never changes.

    Attributes:
        sitting: For a pass made in class: the id of the sitting.
        vote: For a pass made in class: the number of the vote, from 1.
    """

    document: Document
    annotator: str
    codebook: CodebookReference
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...] = ()
    next_id: int = 1
    status: Status | None = None
    reason: str | None = None
    form: SetForm = SetForm.ANNOTATIONS
    sitting: str | None = None
    vote: int | None = None

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The position of each sentence in `sentences`, from 0, by its id."""
        return {sentence.id: position for position, sentence in enumerate(self.sentences)}

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.sources}

    @property
    def closed(self) -> bool:
        """Whether it is a finished pass, which cannot be edited.

        An answer key has no passes and can be improved at any time.
        """
        return self.status is Status.FINISHED and self.form is not SetForm.KEY

    @property
    def title(self) -> str:
        """The article's title: from its metadata, or from its text, or else its id."""
        titles = (each.text for each in self.sentences[:3] if each.part == TITLE)
        return self.document.title or next(titles, self.document.id)

    def sentence(self, sentence: str) -> Sentence:
        """The sentence with this id.

        Raises:
            KeyError: There is no such sentence.
        """
        return self.sentences[self.positions[sentence]]

    def source_of(self, sentence: Sentence) -> Source | None:
        """The sentence's source, or None."""
        return self.source_by_id.get(sentence.source) if sentence.source else None


class SegmentLike(Protocol):
    """A segment of a text: span in code points, paragraph from 1, and its part if furniture."""

    @property
    def start(self) -> int: ...  # noqa: D102 (see the class)
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def paragraph(self) -> int: ...  # noqa: D102
    @property
    def part(self) -> str | None: ...  # noqa: D102


class SegmentedDocument(NamedTuple):
    """An article and its sentences, with no tags. Every annotator starts from this.

    Attributes:
        article: The article.
        sentences: The sentences with spans, paragraphs and parts, but no decisions.
        next_id: The number of the next new sentence.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    next_id: int

    @classmethod
    def from_segments(cls, article: Article, pieces: Iterable[SegmentLike]) -> "SegmentedDocument":
        """The article with one sentence for each piece, numbered from s1."""
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
        """A new annotation set without any decisions."""
        return AnnotationSet(
            self.article.document,
            annotator,
            codebook,
            self.sentences,
            next_id=self.next_id,
            form=form,
        )


def without_unused_sources(annotations: AnnotationSet) -> AnnotationSet:
    """The set without the sources that no sentence names. Concerned sources stay."""
    used = {sentence.source for sentence in annotations.sentences if sentence.source}
    kept = tuple(source for source in annotations.sources if source.concerned or source.id in used)
    if kept == annotations.sources:
        return annotations
    result = replace(annotations, sources=kept)
    share_positions(annotations, result)
    return result


def contains_cue(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue's text is in the sentence at the cue's span."""
    start, end = cue.span[0] - sentence.span[0], cue.span[1] - sentence.span[0]
    return 0 <= start < end and sentence.text[start:end] == cue.text


def share_positions(known: AnnotationSet, other: AnnotationSet) -> None:
    """Copy the position index of `known` to `other`, which has the same ids in the same order."""
    other.__dict__["positions"] = known.positions


class FieldType(StrEnum):
    """The type of a field's value."""

    PART = "part"
    ID = "id"
    SOURCE = "source"
    TEXT = "text"
    CUE = "cue"
    ANSWERS = "answers"
    FLAG = "flag"
    COUNT = "count"
    IDS = "ids"
    PROVENANCE = "provenance"
    SHOWN = "shown"
    KIND = "kind"
    STANDING = "standing"


class SentenceField(NamedTuple):
    """A field with a decision about a sentence.

    Attributes:
        name: Its name in the model, in files, in columns and on the class page.
        type: The type of its value.
        meaning: The description of its column.
        default: The value that is left out of a file.
        form: The only form of set that has the field; None if all have it.
        on_pages: Whether pages have it, and so change and restore it.
    """

    name: str
    type: FieldType
    meaning: str
    default: object = None
    form: SetForm | None = None
    on_pages: bool = False

    def value_in(self, sentence: Sentence) -> object:
        """The field's value in a sentence; None if it is the default."""
        value: object = getattr(sentence, self.name)
        # For a field that holds a list, any empty list is the default.
        empty = self.default == () and not value
        return None if empty or value == self.default else value


_PARTS = "`title`, `dateline`, `byline`, `caption`, `pullquote` or `other`"
SENTENCE_FIELDS = (
    SentenceField("part", FieldType.PART, f"kind of furniture: {_PARTS}", on_pages=True),
    SentenceField("tag", FieldType.ID, "the tag; empty if untagged", on_pages=True),
    SentenceField("source", FieldType.SOURCE, "the source's name", on_pages=True),
    SentenceField("via", FieldType.TEXT, "the outlet that passed the statement on", on_pages=True),
    SentenceField("cue", FieldType.CUE, "the attributing words", on_pages=True),
    SentenceField(
        "answers",
        FieldType.ANSWERS,
        "the claims that the sentence answers, each with its stance",
        default=(),
        on_pages=True,
    ),
    SentenceField(
        "checkable",
        FieldType.FLAG,
        "for a claim: whether it could be checked",
        default=True,
        on_pages=True,
    ),
    SentenceField("note", FieldType.TEXT, "a note", on_pages=True),
    SentenceField(
        "flag",
        FieldType.FLAG,
        "whether the sentence is flagged for review",
        default=False,
        on_pages=True,
    ),
    SentenceField("seconds", FieldType.COUNT, "seconds spent on the sentence", on_pages=True),
    SentenceField(
        "shown",
        FieldType.SHOWN,
        "what was suggested to the annotator, and what became of it",
        default=(),
    ),
    SentenceField(
        "accepted_tags",
        FieldType.IDS,
        "in a key: other tags that are accepted",
        default=(),
        form=SetForm.KEY,
    ),
    SentenceField(
        "explanation", FieldType.TEXT, "in a key: why the tag is right", form=SetForm.KEY
    ),
    SentenceField(
        "provenance",
        FieldType.PROVENANCE,
        "in gold: how the sentence was decided",
        form=SetForm.GOLD,
    ),
)
"""All fields, in the order of files and rows, declared once.

Files, columns of rows, the reader of headers and the class page take their fields from here. A new
field is an attribute of `Sentence` and a line in this table. Only a new type of field needs a
change in each of them.
"""


class SourceField(NamedTuple):
    """A field of a source besides its id and name.

    Attributes:
        name: Its name in the model, in files and in columns.
        type: The type of its value.
        meaning: The description of its column.
        default: The value that is left out of a file.
    """

    name: str
    type: FieldType
    meaning: str
    default: object = None

    def value_in(self, source: Source) -> Any:
        """The field's value in a source; None if it is the default."""
        value: object = getattr(source, self.name)
        return None if value == self.default else value


_STANDINGS = "`informed`, `uninformed` or `unclear`"
SOURCE_FIELDS = (
    SourceField("kind", FieldType.KIND, "the source's kind"),
    SourceField("affiliation", FieldType.TEXT, "the source's affiliation"),
    SourceField("concerned", FieldType.FLAG, "whether the claims are about the source", False),
    SourceField("standing", FieldType.STANDING, f"the source's standing: {_STANDINGS}"),
    SourceField("standing_reason", FieldType.TEXT, "why the source has this standing"),
)
"""The fields of a source, in the order of files and rows, declared once.

Files, columns of rows and the reader of headers take them from here.
"""


def page_fields(form: SetForm) -> tuple[SentenceField, ...]:
    """The fields that the page of a set has: those of every page, and its form's own."""
    return tuple(each for each in SENTENCE_FIELDS if each.on_pages or each.form is form)
