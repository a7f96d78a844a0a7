"""Selects which of an annotator's passes over a document are compared."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from annotator.model.annotation import AnnotationSet, Status


class PassChoice(StrEnum):
    """Which pass of several: the first, untouched by any discussion afterwards, or the latest."""

    FIRST = "first"
    LATEST = "latest"


class HasStatus(Protocol):
    """What its annotator marked as finished, or did not."""

    @property
    def status(self) -> Status | str | None: ...  # noqa: D102 (said by the class)


Thing = TypeVar("Thing", bound=HasStatus)


def select_pass(passes: Sequence[Thing], which: PassChoice = PassChoice.FIRST) -> Thing:
    """The pass that counts: the first or latest finished one, else the first or latest there is.

    Args:
        passes: Of one annotator over one document, from the first on; at least one.
        which: The first or the latest.
    """
    finished = [each for each in passes if each.status == Status.FINISHED]
    return (finished or passes)[0 if which is PassChoice.FIRST else -1]


class Pass(Protocol):
    """One pass of an annotator over a document."""

    @property
    def number(self) -> int: ...  # noqa: D102 (said by the class)
    @property
    def annotations(self) -> AnnotationSet: ...  # noqa: D102


Some = TypeVar("Some", bound=Pass)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _PassStatus:
    """The status of a pass, by its position among others."""

    at: int
    status: Status | None


@dataclass(frozen=True, slots=True)
class SelectedPasses(Generic[Item]):
    """The passes that are compared, one for each annotator and document.

    Attributes:
        passes: They.
        unfinished: How many annotators' documents have no finished pass and are left out.
        unusable: How many are marked unusable and are left out.
    """

    passes: tuple[Item, ...]
    unfinished: int
    unusable: int


def select_passes(
    passes: Iterable[Some], which: PassChoice = PassChoice.FIRST, *, unfinished: bool = False
) -> SelectedPasses[Some]:
    """One pass for each annotator and document, in the order given.

    Args:
        passes: All passes.
        which: The first or the latest finished one.
        unfinished: Whether a document without a finished pass counts with one under work.
    """
    return select_passes_by(
        passes,
        lambda each: (each.annotations.annotator, each.annotations.document.id),
        lambda each: each.annotations.status,
        lambda each: each.number,
        which,
        unfinished=unfinished,
    )


def select_passes_by(
    passes: Iterable[Item],
    whose: Callable[[Item], Hashable],
    status: Callable[[Item], Status | None],
    number: Callable[[Item], int],
    which: PassChoice = PassChoice.FIRST,
    *,
    unfinished: bool = False,
) -> SelectedPasses[Item]:
    """The same of anything that stands for a pass.

    Args:
        passes: All passes.
        whose: Of which annotator and document a pass is.
        status: What its annotator said of it.
        number: Which pass it is.
        which: The first or the latest finished one.
        unfinished: Whether a document without a finished pass counts with one under work.
    """
    gathered: dict[Hashable, list[Item]] = {}
    for each in passes:
        gathered.setdefault(whose(each), []).append(each)
    found: list[Item] = []
    left, unusable = 0, 0
    for own in gathered.values():
        usable = [each for each in own if status(each) is not Status.UNUSABLE]
        done = any(status(each) is Status.FINISHED for each in usable)
        if done or (usable and unfinished):
            ordered = sorted(usable, key=number)
            statuses = [_PassStatus(at, status(each)) for at, each in enumerate(ordered)]
            found.append(ordered[select_pass(statuses, which).at])
        elif usable:
            left += 1
        else:
            unusable += 1
    return SelectedPasses(tuple(found), left, unusable)


def retest_pairs(
    passes: Iterable[Some], numbers: Mapping[tuple[str, str], int]
) -> tuple[tuple[Some, Some], ...]:
    """The finished passes that were made to be tagged again, each after the one before it.

    Args:
        passes: All passes.
        numbers: Which pass is the second look, by annotator and document.
    """
    gathered: dict[tuple[str, str], dict[int, Some]] = {}
    for each in passes:
        if each.annotations.status is Status.FINISHED:
            key = each.annotations.annotator, each.annotations.document.id
            gathered.setdefault(key, {})[each.number] = each
    found = []
    for key, number in numbers.items():
        own = gathered.get(key, {})
        before = [each for each in own if each < number]
        if number in own and before:
            found.append((own[max(before)], own[number]))
    return tuple(found)
