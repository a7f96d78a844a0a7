"""The codebook: the tags that there are, and how to decide between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from annotator.model.faults import Misfit


class Role(StrEnum):
    """What a tag counts as in the measures; a codebook may give several tags one role."""

    CLAIM = "claim"
    CONFIRMATION = "confirmation"
    NON_RESPONSE = "non-response"
    BACKGROUND = "background"
    NONE = "none"

    @property
    def attributes(self) -> bool:
        """Whether a sentence of this role rests on a source."""
        return self in {Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE}

    @property
    def answers(self) -> bool:
        """Whether a sentence of this role answers claims."""
        return self in {Role.CONFIRMATION, Role.NON_RESPONSE}


SUPPORTS, PARTIAL, CONTRADICTS = "supports", "partial", "contradicts"
STANCES = (SUPPORTS, PARTIAL, CONTRADICTS)
PERSON, ORGANISATION, UNNAMED, DOCUMENT, REPORTER = KINDS = (
    "person",
    "organisation",
    "unnamed",
    "document",
    "reporter",
)
TITLE, DATELINE, BYLINE, CAPTION, PULL_QUOTE = PARTS = (
    "title",
    "dateline",
    "byline",
    "caption",
    "pullquote",
)
COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan", "orange", "grey")


class Rule(NamedTuple):
    """A rule of the codebook and a sentence that shows it."""

    rule: str
    example: str


class NearMiss(NamedTuple):
    """A sentence that looks like a tag and takes another one."""

    text: str
    instead: str
    why: str


class Tag(NamedTuple):
    """One tag: its key and look on the screen, its role in the measures, and its rules."""

    id: str
    name: str
    key: str | None
    mark: str
    colour: str
    role: Role
    definition: str
    decision: str = ""
    rules: tuple[Rule, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


class Step(NamedTuple):
    """One step in the order of decision: the question, and the tag where the answer is yes."""

    tag: str
    question: str


class Term(NamedTuple):
    """A kind of source, a stance or a kind of furniture; a stance has a key."""

    id: str
    name: str
    definition: str = ""
    example: str = ""
    key: str | None = None


class CodebookReference(NamedTuple):
    """Which codebook an annotation set was made with."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Codebook:
    """The tags, the order of decision, the rules, the kinds of source and the stances."""

    name: str
    version: str
    sha256: str
    tags: tuple[Tag, ...]
    language: str = "en"
    title: str = ""
    introduction: str = ""
    order: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()
    kinds: tuple[Term, ...] = ()
    stances: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()

    @property
    def reference(self) -> CodebookReference:
        """What the head of an annotation set says of its codebook."""
        return CodebookReference(self.name, self.version, self.sha256)

    @cached_property
    def by_id(self) -> Mapping[str, Tag]:
        """The tags by their ids."""
        return {tag.id: tag for tag in self.tags}

    @cached_property
    def by_key(self) -> Mapping[str, Tag]:
        """The tags by the keys that give them: their own key, and their digit by order."""
        own = {tag.key: tag for tag in self.tags if tag.key}
        return {str(number): tag for number, tag in enumerate(self.tags[:9], 1)} | own

    def tag(self, tag: str | None) -> Tag | None:
        """The tag with this id; None where there is none, or none is given."""
        return self.by_id.get(tag) if tag is not None else None

    def role(self, tag: str | None) -> Role:
        """The role of the tag with this id; `Role.NONE` where the codebook has no such tag."""
        found = self.tag(tag)
        return found.role if found else Role.NONE

    def term(self, terms: tuple[Term, ...], wanted: str | None) -> Term | None:
        """The kind, stance or part with this id among `terms`."""
        return next((term for term in terms if term.id == wanted), None)


def faults_of(codebook: Codebook, reserved: Mapping[str, str]) -> tuple[Misfit, ...]:
    """What makes a codebook impossible to use, each in one sentence; empty where nothing does.

    Args:
        codebook: The codebook as read.
        reserved: The keys that commands have, each with the command's name.
    """
    return (
        *_repeated(codebook),
        *_reserved(codebook, reserved),
        *_unknown(codebook),
        *_unknown_terms("kind of source", "kinds", codebook.kinds, KINDS),
        *_unknown_terms("stance", "stances", codebook.stances, STANCES),
        *_unknown_terms("part", "parts", codebook.parts, PARTS),
    )


def _repeated(codebook: Codebook) -> Iterator[Misfit]:
    if not codebook.tags:
        yield Misfit(("tags",), "the codebook has no tags; give it at least one")
    first: dict[tuple[str, str], int] = {}
    for position, tag in enumerate(codebook.tags):
        for field, value in (("id", tag.id), ("key", tag.key), ("mark", tag.mark)):
            if value is None:
                continue
            other = first.setdefault((field, value), position)
            if other != position:
                message = (
                    f"the tags “{codebook.tags[other].name}” and “{tag.name}” have the same "
                    f"{field} “{value}”; give each its own"
                )
                yield Misfit(("tags", position, field), message)


def _reserved(codebook: Codebook, reserved: Mapping[str, str]) -> Iterator[Misfit]:
    for position, tag in enumerate(codebook.tags):
        if tag.key is None:
            continue
        message = None
        if len(tag.key) != 1 or tag.key.isdigit() or not tag.key.isprintable() or tag.key == " ":
            message = f"the tag “{tag.name}” has the key “{tag.key}”; a key is one letter or sign"
        elif tag.key in reserved:
            message = (
                f"the tag “{tag.name}” has the key “{tag.key}”, which belongs to the command "
                f"“{reserved[tag.key]}”; choose another, or leave it out and use its digit"
            )
        if message is not None:
            yield Misfit(("tags", position, "key"), message)


def _unknown(codebook: Codebook) -> Iterator[Misfit]:
    known = codebook.by_id
    for position, tag in enumerate(codebook.tags):
        at = ("tags", position)
        if tag.colour not in COLOURS:
            choice = f"choose one of {', '.join(COLOURS)}"
            message = f"the tag “{tag.name}” has the unknown colour “{tag.colour}”; {choice}"
            yield Misfit((*at, "colour"), message)
        if len(tag.mark) != 1 or not tag.mark.isprintable() or tag.mark.isspace():
            message = f"the tag “{tag.name}” has the mark “{tag.mark}”; a mark is one character"
            yield Misfit((*at, "mark"), message)
        for number, miss in enumerate(tag.near_misses):
            if miss.instead not in known:
                message = (
                    f"a near miss of “{tag.name}” names the tag “{miss.instead}”, which is none"
                )
                yield Misfit((*at, "near_misses", number, "instead"), message)
    for number, step in enumerate(codebook.order):
        if step.tag not in known:
            message = f"the order of decision names the tag “{step.tag}”, which is none"
            yield Misfit(("order", number, "tag"), message)


def _unknown_terms(
    what: str, field: str, terms: tuple[Term, ...], known: tuple[str, ...]
) -> Iterator[Misfit]:
    for position, term in enumerate(terms):
        if term.id not in known:
            message = (
                f"“{term.id}” is no {what} that the measures know; its name may be any, "
                f"its id is one of {', '.join(known)}"
            )
            yield Misfit((field, position, "id"), message)
