"""Values for tests: documents, sentences, sets, codebooks, with defaults for what is not named.

What lies on the disk is made in `tests.project_factories`, so that a program which only needs
values starts fast.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Article,
    Cue,
    Document,
    SegmentedDocument,
    Sentence,
    Source,
    text_hash,
)
from annotator.model.codebook import (
    KINDS,
    PARTS,
    STANCES,
    Codebook,
    CodebookReference,
    Role,
    Tag,
    Term,
)
from annotator.model.lint import PartialSet

SAMPLES = Path(__file__).parents[1] / "annotator" / "samples"
"""The folder of the sample articles."""

CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND = (
    "claim",
    "confirmation",
    "non-response",
    "background",
)


def a_tag(tag: str = CLAIM, **fields: Any) -> Tag:
    """A tag whose id is also its name, and whose key and mark are its first letter."""
    role = tag if tag in set(Role) else Role.NONE
    defaults: dict[str, Any] = {
        "name": tag,
        "key": tag[0],
        "mark": tag[0].upper(),
        "color": "gray",
        "role": Role(role),
        "definition": f"what a {tag} is",
    }
    return Tag(id=tag, **(defaults | fields))


SHORT_CODEBOOK = """\
format: attribution-codebook/1
name: "kort"
version: "2"
language: "no"
tags:
- {id: pastand, name: "påstand", mark: P, color: yellow, role: claim, definition: "…"}
- {id: annet, name: "annet", key: a, mark: A, color: gray, role: none, definition: "…"}
"""
"""The file of a codebook of two tags."""


def a_codebook(*tags: Tag, **fields: Any) -> Codebook:
    """A codebook with these tags, or else with the four."""
    four = (
        a_tag(CLAIM),
        a_tag(CONFIRMATION, key="f", mark="F"),
        a_tag(NON_RESPONSE),
        a_tag(BACKGROUND),
    )
    defaults: dict[str, Any] = {
        "name": "attribution",
        "version": "1",
        "sha256": "c" * 64,
        "tags": tags or four,
        "kinds": tuple(Term(each, each) for each in KINDS),
        "stances": tuple(Term(each, each, key=each[0]) for each in STANCES),
        "parts": tuple(Term(each, each) for each in PARTS),
    }
    return Codebook(**(defaults | fields))


BOOK = a_codebook()
"""The codebook of the four tags."""


def a_document(**fields: Any) -> Document:
    """A document's metadata."""
    defaults: dict[str, Any] = {"id": "harbour", "sha256": "d" * 64, "title": "Harbour dark"}
    return Document(**(defaults | fields))


def a_sentence(
    text: str = "The port is closed.",
    tag: str | None = None,
    *,
    start: int = 0,
    cue: str | None = None,
    answers: tuple[str | Answer, ...] = (),
    **fields: Any,
) -> Sentence:
    """A sentence that begins at `start`; a cue is given by its words, a link by the claim's id."""
    defaults: dict[str, Any] = {"id": "s1", "paragraph": 1}
    at = start + text.index(cue) if cue else 0
    return Sentence(
        span=(start, start + len(text)),
        text=text,
        tag=tag,
        cue=Cue(cue, (at, at + len(cue))) if cue else None,
        answers=tuple(Answer(each) if isinstance(each, str) else each for each in answers),
        **(defaults | fields),
    )


def moved(sentence: Sentence, start: int) -> Sentence:
    """The sentence, standing at `start`."""
    by = start - sentence.span[0]
    cue = sentence.cue
    return replace(
        sentence,
        span=(start, sentence.span[1] + by),
        cue=cue and cue._replace(span=(cue.span[0] + by, cue.span[1] + by)),
    )


def a_set(*sentences: Sentence | str, **fields: Any) -> AnnotationSet:
    """A set of these sentences, laid out one blank apart and numbered s1, s2 …."""
    laid: list[Sentence] = []
    start = 0
    for number, each in enumerate(sentences or ("The port is closed.",), 1):
        sentence = a_sentence(each) if isinstance(each, str) else each
        laid.append(replace(moved(sentence, start), id=f"s{number}"))
        start = laid[-1].span[1] + 1
    defaults: dict[str, Any] = {
        "document": a_document(),
        "annotator": "Ada",
        "codebook": CodebookReference("attribution", "1", "c" * 64),
        "next_id": len(laid) + 1,
    }
    return AnnotationSet(sentences=tuple(laid), **(defaults | fields))


def a_source(name: str = "Night Owls", **fields: Any) -> Source:
    """A source whose id follows from its name."""
    defaults: dict[str, Any] = {"id": name.lower().replace(" ", "-"), "kind": "organization"}
    return Source(name=name, **(defaults | fields))


def a_cut_article(*paragraphs: str, **fields: Any) -> SegmentedDocument:
    """An article of which each paragraph is one sentence."""
    text = "\n\n".join(paragraphs or ("The port is closed.", "Nobody knows why."))
    sentences: list[Sentence] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n\n"), 1):
        sentences.append(a_sentence(paragraph, start=start, id=f"s{number}", paragraph=number))
        start += len(paragraph) + 2
    document = a_document(sha256=text_hash(text), **fields)
    return SegmentedDocument(Article(document, text), tuple(sentences), len(sentences) + 1)


def parts_of(annotations: AnnotationSet) -> PartialSet:
    """The parts of a whole set."""
    return PartialSet(
        dict(enumerate(annotations.sentences)),
        dict(enumerate(annotations.sources)),
        annotations.positions.keys(),
        annotations.source_by_id.keys(),
        annotations.next_id,
    )


def split_at_stops(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text: each ends at a full stop, each line is a paragraph."""
    sentences: list[Sentence] = []
    at = 0
    for paragraph, line in enumerate(text.split("\n"), 1):
        for piece in line.split(".")[:-1]:
            words = piece.strip() + "."
            at = text.index(words, at)
            span = (at, at + len(words))
            sentences.append(Sentence(f"s{len(sentences) + 1}", span, paragraph, words))
            at = span[1]
    return tuple(sentences)


def a_set_on(text: str, annotator: str = "Ada") -> AnnotationSet:
    """An untagged set on a text whose sentences end in full stops."""
    sentences = split_at_stops(text)
    return AnnotationSet(
        document=Document("article", text_hash(text)),
        annotator=annotator,
        codebook=CodebookReference("attribution", "1", "0" * 64),
        sentences=sentences,
        next_id=len(sentences) + 1,
    )


def a_codebook_of(*roles: Role) -> Codebook:
    """A codebook with one tag for each role, named after it; several of a role are numbered."""
    tags: list[Tag] = []
    for role in roles:
        number = sum(tag.role is role for tag in tags)
        name = f"{role}-{number}" if number else str(role)
        tags.append(Tag(name, name, None, name[0], "red", role, ""))
    return Codebook("test", "1", "0" * 64, tuple(tags))


FOUR_TAGS = a_codebook_of(Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE, Role.BACKGROUND)


def a_numbered_sentence(
    number: int,
    tag: str | None = "background",
    source: str | None = None,
    answers: str = "",
    checkable: bool = True,
    part: str | None = None,
) -> Sentence:
    """A sentence `s<number>`; `answers` reads "1 partial, 2": claims by number, with stances."""
    parsed = tuple(_parse_answer(each) for each in answers.split(",") if each)
    return Sentence(
        f"s{number}",
        (number * 10, number * 10 + 4),
        1,
        "Text",
        part=part,
        tag=tag,
        source=source,
        answers=parsed,
        checkable=checkable,
    )


def _parse_answer(text: str) -> Answer:
    claim, _, stance = text.strip().partition(" ")
    return Answer(f"s{claim}", stance or None)


def a_set_of(
    *sentences: Sentence,
    sources: tuple[Source, ...] = (),
    document: str = "harbour",
    annotator: str = "Ada",
) -> AnnotationSet:
    """An annotation set of these sentences and sources."""
    return AnnotationSet(
        Document(document, "0" * 64),
        annotator,
        CodebookReference("test", "1", "0" * 64),
        sentences,
        sources,
    )


class Clock:
    """A clock that moves only when a test moves it."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let this time pass."""
        self.now += seconds
