"""Select the pass that counts: the first finished one of each annotator over each document.

Of the passes made in class, only those of the first vote count as first ones. A student who joined
in a later vote, after the discussion, has none.

This way, a later discussion cannot change the figures, and no annotator counts twice. Only
`select_passes` decides this. Agreement, status, measures, releases, adjudication and grades all
call it, each with its own `PassRule`.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.name_folding import file_name


class PassChoice(StrEnum):
    """Which pass of several counts: the first, made before any discussion, or the latest."""

    FIRST = "first"
    LATEST = "latest"


class Pass(Protocol):
    """A pass of an annotator over a document: a set in full, its header, or its file's name.

    Attributes:
        annotator: The name under which the pass is counted.
        document: The document.
        number: The number of the pass, from 1.
        status: Finished or unusable; None while it is in progress.
        vote: For a pass made in class: the number of the vote, from 1.
    """

    @property
    def annotator(self) -> str: ...  # noqa: D102 (said by the class)
    @property
    def document(self) -> Hashable: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def status(self) -> Status | None: ...  # noqa: D102
    @property
    def vote(self) -> int | None: ...  # noqa: D102


SomePass = TypeVar("SomePass", bound=Pass)


@dataclass(frozen=True, slots=True)
class NumberedSet:
    """One annotator's pass over a document, a key or gold, with its number from 1."""

    annotations: AnnotationSet
    number: int = 1

    @property
    def annotator(self) -> str:
        """The annotator's name."""
        return self.annotations.annotator

    @property
    def document(self) -> str:
        """The document's id."""
        return self.annotations.document.id

    @property
    def status(self) -> Status | None:
        """Finished or unusable; None while it is in progress."""
        return self.annotations.status

    @property
    def vote(self) -> int | None:
        """The number of the vote, if the pass was made in class."""
        return self.annotations.vote


@dataclass(frozen=True, slots=True)
class PassRule:
    """Which passes may count.

    Attributes:
        which: The first or the latest finished pass.
        unfinished: Whether a pass in progress counts if none is finished.
        unusable: Whether an unusable pass counts like one in progress.
        excluded: The folded names of annotators whose passes do not count.
    """

    which: PassChoice = PassChoice.FIRST
    unfinished: bool = False
    unusable: bool = False
    excluded: frozenset[str] = field(default_factory=frozenset)


NO_RULE = PassRule()
"""The first finished pass of every annotator."""
ANY_STATUS = PassRule(unfinished=True, unusable=True)
"""One pass counts whatever its status: the first finished one, or else the first."""


@dataclass(frozen=True, slots=True)
class PassSelection(Generic[SomePass]):
    """The passes that count, at most one per annotator and document, and what is left out.

    Attributes:
        passes: The passes that count, in the order in which their documents appeared.
        excluded: The passes of excluded annotators.
        unfinished: The number of pairs of annotator and document without a finished pass.
        unusable: The number of pairs of annotator and document with only unusable passes.
        unusable_passes: The number of passes marked unusable.
        repeat_passes: The number of passes other than one per annotator and document.
        late: The first pass of each annotator and document without one that can count as first.
    """

    passes: tuple[SomePass, ...]
    excluded: tuple[SomePass, ...]
    unfinished: int
    unusable: int
    unusable_passes: int
    repeat_passes: int
    late: tuple[SomePass, ...] = ()


def select_passes(passes: Iterable[SomePass], rule: PassRule = NO_RULE) -> PassSelection[SomePass]:
    """The pass of each annotator over each document that counts.

    Args:
        passes: All passes; of two with the same number, the one listed first comes first.
        rule: Which passes may count.
    """
    groups: dict[Hashable, list[SomePass]] = {}
    excluded: list[SomePass] = []
    for each in passes:
        # Names that differ only in case or accents belong to one person.
        annotator = file_name(each.annotator)
        if annotator in rule.excluded:
            excluded.append(each)
        else:
            groups.setdefault((annotator, each.document), []).append(each)
    usable = [_usable(own, rule) for own in groups.values()]
    early = [_early(own, rule) for own in usable]
    picked = [_pick(own, rule) for own in early]
    every = sum(map(len, groups.values()))
    return PassSelection(
        tuple(each for each in picked if each is not None),
        tuple(excluded),
        sum(bool(own) and each is None for own, each in zip(early, picked, strict=True)),
        sum(not own for own in usable),
        every - sum(map(len, usable)),
        every - len(groups),
        tuple(own[0] for own, first in zip(usable, early, strict=True) if own and not first),
    )


def _early(usable: list[SomePass], rule: PassRule) -> list[SomePass]:
    """The passes that the rule picks from: for the first one, not those of later votes."""
    if rule.which is PassChoice.LATEST:
        return usable
    return [each for each in usable if each.vote is None or each.vote == 1]


def _usable(own: Iterable[SomePass], rule: PassRule) -> list[SomePass]:
    """The passes over one document that may count, in their order."""
    ordered = sorted(own, key=lambda each: each.number)
    return [each for each in ordered if rule.unusable or each.status is not Status.UNUSABLE]


def _pick(usable: list[SomePass], rule: PassRule) -> SomePass | None:
    """The first or the latest finished pass, or else one in progress if the rule allows it."""
    finished = [each for each in usable if each.status is Status.FINISHED]
    open_to = finished or (usable if rule.unfinished else [])
    if not open_to:
        return None
    return open_to[0 if rule.which is PassChoice.FIRST else -1]


def retest_pairs(
    passes: Iterable[SomePass], numbers: Mapping[tuple[str, str], int]
) -> tuple[tuple[SomePass, SomePass], ...]:
    """The finished passes of a retest, each paired with the pass before it.

    Args:
        passes: All passes.
        numbers: The number of the retest pass, by annotator and document.
    """
    finished: dict[Hashable, dict[int, SomePass]] = {}
    for each in passes:
        if each.status is Status.FINISHED:
            finished.setdefault((each.annotator, each.document), {})[each.number] = each
    found = []
    for key, number in numbers.items():
        own = finished.get(key, {})
        before = [each for each in own if each < number]
        if number in own and before:
            found.append((own[max(before)], own[number]))
    return tuple(found)
