"""The codebook: the tags that there are, and how to decide between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


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
TITLE, DATELINE, BYLINE, CAPTION, PULL_QUOTE, OTHER = PARTS = (
    "title",
    "dateline",
    "byline",
    "caption",
    "pullquote",
    "other",
)
DIGITS = 9
"""How many tags have a digit, by their order."""
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

    @property
    def letter(self) -> str:
        """The key by which a stance is given: its own, else the first letter of its id."""
        return self.id[0] if self.key is None else self.key


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
        return {str(number): tag for number, tag in enumerate(self.tags[:DIGITS], 1)} | own

    def keys(self, tag: Tag) -> tuple[str, ...]:
        """The keys that give a tag: its own, and its digit; none where it has neither."""
        return tuple(key for key, given in self.by_key.items() if given is tag)[::-1]

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

    def kind_name(self, kind: str | None) -> str:
        """What people call a kind of source; empty where there is none."""
        return self._name(self.kinds, kind)

    def stance_name(self, stance: str | None) -> str:
        """What people call a stance; empty where there is none."""
        return self._name(self.stances, stance)

    def part_name(self, part: str | None) -> str:
        """What people call a kind of furniture; empty where there is none."""
        return self._name(self.parts, part)

    def _name(self, terms: tuple[Term, ...], wanted: str | None) -> str:
        term = self.term(terms, wanted)
        return term.name if term else wanted or ""
