"""The codebook: its tags, how to decide between them, and what makes a codebook unusable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from annotator.model.errors import Inconsistency
from annotator.model.palette import COLORS


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
PERSON, ORGANIZATION, UNNAMED, DOCUMENT, REPORTER = KINDS = (
    "person",
    "organization",
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


class Rule(NamedTuple):
    """A rule of the codebook.

    Attributes:
        rule: What the rule says.
        example: A sentence that the rule fits, with what it gives.
        near_miss: A sentence that looks like the example and is decided otherwise, with the reason.
        name: A heading of a few words; empty if there is none.
        id: Its name for programs, unique in the codebook. Only rules that a later version may
            list as changed need one.
    """

    rule: str
    example: str = ""
    near_miss: str = ""
    name: str = ""
    id: str | None = None


class CodebookChange(NamedTuple):
    """What changed since an earlier version of the same codebook.

    Attributes:
        since: The earlier version.
        rules: The ids of the rules that are new or changed. All other text means the same as
            before, even if its wording is new.
    """

    since: str
    rules: tuple[str, ...]


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
    color: str
    role: Role
    definition: str
    decision: str = ""
    rules: tuple[Rule, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


class DecisionStep(NamedTuple):
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
    order: tuple[DecisionStep, ...] = ()
    rules: tuple[Rule, ...] = ()
    kinds: tuple[Term, ...] = ()
    stances: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()
    changes: tuple[CodebookChange, ...] = ()

    @property
    def reference(self) -> CodebookReference:
        """The reference to this codebook in the header of an annotation set."""
        return CodebookReference(self.name, self.version, self.sha256)

    @cached_property
    def by_id(self) -> Mapping[str, Tag]:
        """The tags by their ids."""
        return {tag.id: tag for tag in self.tags}

    @property
    def all_rules(self) -> Iterator[Rule]:
        """The rules of each tag, then those for every sentence."""
        for tag in self.tags:
            yield from tag.rules
        yield from self.rules

    @property
    def near_misses(self) -> "Mapping[str, NearMiss | Rule]":
        """The near misses of tags by their texts, and the rules that have one by their names."""
        misses = {miss.text: miss for tag in self.tags for miss in tag.near_misses}
        rules = {rule.name: rule for rule in self.all_rules if rule.name and rule.near_miss}
        return misses | rules

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """The rules that have an id, by it."""
        return {rule.id: rule for rule in self.all_rules if rule.id is not None}

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


def codebook_inconsistencies(
    codebook: Codebook, reserved: Mapping[str, str]
) -> tuple[Inconsistency, ...]:
    """What makes a codebook impossible to use, each in one sentence; empty where nothing does.

    Args:
        codebook: The codebook as read.
        reserved: The keys that commands have, each with the command's name.
    """
    return (
        *_repeated(codebook),
        *_reserved(codebook, reserved),
        *_unknown_values(codebook),
        *_rule_inconsistencies(codebook),
        *_unknown_terms("kind of source", "kinds", codebook.kinds, KINDS),
        *_unknown_terms("stance", "stances", codebook.stances, STANCES),
        *_unknown_terms("part", "parts", codebook.parts, PARTS),
        *_stance_inconsistencies(codebook.stances),
    )


def _repeated(codebook: Codebook) -> Iterator[Inconsistency]:
    if not codebook.tags:
        yield Inconsistency(("tags",), "the codebook has no tags; give it at least one")
    first: dict[tuple[str, str], int] = {}
    for position, tag in enumerate(codebook.tags):
        for field in ("id", "name", "key", "mark"):
            value = getattr(tag, field)
            if value is None:
                continue
            other = first.setdefault((field, value), position)
            if other != position:
                message = (
                    f"The tags “{codebook.tags[other].name}” and “{tag.name}” have the same "
                    f"{field} “{value}”. Give each its own."
                )
                yield Inconsistency(("tags", position, field), message)


def _reserved(codebook: Codebook, reserved: Mapping[str, str]) -> Iterator[Inconsistency]:
    for position, tag in enumerate(codebook.tags):
        message = None
        if tag.key is None:
            if position >= DIGITS:
                message = (
                    f"The tag “{tag.name}” needs a key, because only the first {DIGITS} tags have "
                    "digits. Give it one."
                )
        elif not _is_valid_key(tag.key):
            message = f"The tag “{tag.name}” has the key “{tag.key}”. {_KEY_RULE}"
        elif tag.key in reserved:
            message = (
                f"The tag “{tag.name}” has the key “{tag.key}”, which belongs to the command "
                f"“{reserved[tag.key]}”. Choose another key, or leave it out and use the digit."
            )
        if message is not None:
            yield Inconsistency(("tags", position, "key"), message)


_KEY_RULE = "A key is one letter or sign. Digits are taken: they choose tags by number."


def _is_valid_key(key: str) -> bool:
    return len(key) == 1 and key.isprintable() and key != " " and not key.isdigit()


def _stance_inconsistencies(stances: tuple[Term, ...]) -> Iterator[Inconsistency]:
    """Stances without a usable key, stances with the same key, and a missing “supports”."""
    if stances and SUPPORTS not in {term.id for term in stances}:
        message = f"The stance “{SUPPORTS}” is missing. Add it, because every link begins with it."
        yield Inconsistency(("stances",), message)
    first: dict[str, Term] = {}
    for position, term in enumerate(stances):
        other, message = first.setdefault(term.letter, term), ""
        if not _is_valid_key(term.letter):
            message = f"The stance “{term.name}” has the key “{term.letter}”. {_KEY_RULE}"
        elif other is not term:
            message = (
                f"The stances “{other.name}” and “{term.name}” have the same key "
                f"“{term.letter}”. Give each its own."
            )
        if message:
            yield Inconsistency(("stances", position, "key"), message)


def _unknown_values(codebook: Codebook) -> Iterator[Inconsistency]:
    known = codebook.by_id
    for position, tag in enumerate(codebook.tags):
        at = ("tags", position)
        if tag.color not in COLORS:
            choice = f"Choose one of {', '.join(COLORS)}."
            message = f"The tag “{tag.name}” has the unknown color “{tag.color}”. {choice}"
            yield Inconsistency((*at, "color"), message)
        if len(tag.mark) != 1 or not tag.mark.isprintable() or tag.mark.isspace():
            message = f"The tag “{tag.name}” has the mark “{tag.mark}”. A mark is one character."
            yield Inconsistency((*at, "mark"), message)
        for number, miss in enumerate(tag.near_misses):
            if miss.instead not in known:
                message = (
                    f"A near miss of “{tag.name}” names the tag “{miss.instead}”, "
                    "which does not exist. Name one of the codebook's tags."
                )
                yield Inconsistency((*at, "near_misses", number, "instead"), message)
    for number, step in enumerate(codebook.order):
        if step.tag not in known:
            message = f"The order of decision names the tag “{step.tag}”, which does not exist."
            yield Inconsistency(("order", number, "tag"), message)


def _rule_inconsistencies(codebook: Codebook) -> Iterator[Inconsistency]:
    """Rules with the same id, and changes that name a rule that does not exist."""
    seen: set[str] = set()
    lists = [(("tags", number, "rules"), tag.rules) for number, tag in enumerate(codebook.tags)]
    for steps, rules in [*lists, (("rules",), codebook.rules)]:
        for position, rule in enumerate(rules):
            if rule.id in seen:
                message = f"Two rules have the id “{rule.id}”. Give each its own."
                yield Inconsistency((*steps, position, "id"), message)
            seen |= {rule.id} if rule.id is not None else set()
    for number, change in enumerate(codebook.changes):
        for position, rule_id in enumerate(change.rules):
            if rule_id not in seen:
                message = f"The codebook has no rule with the id “{rule_id}”."
                yield Inconsistency(("changes", number, "rules", position), message)


def _unknown_terms(
    what: str, field: str, terms: tuple[Term, ...], known: tuple[str, ...]
) -> Iterator[Inconsistency]:
    # A codebook can have no kinds of source. Every link has a stance, and all furniture has a kind.
    if not terms and field != "kinds":
        message = f"This list has no {what}. To use the built-in ones, leave the list out."
        yield Inconsistency((field,), message)
    for position, term in enumerate(terms):
        if term.id in {each.id for each in terms[:position]}:
            message = f"The {what} “{term.id}” is listed twice. Keep one."
            yield Inconsistency((field, position, "id"), message)
        elif term.id not in known:
            message = (
                f"The measures do not know the {what} “{term.id}”. Use one of these ids: "
                f"{', '.join(known)}. Its name can be any text."
            )
            yield Inconsistency((field, position, "id"), message)
