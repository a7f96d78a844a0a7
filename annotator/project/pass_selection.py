"""Select the pass that counts: the first finished one of each annotator over each document.

This way, a later discussion cannot change the figures, and no annotator counts twice. Only
`select_passes` decides this. Agreement, status, measures, releases, adjudication and grades all
call it, each with its own `PassRule`.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.storage import layout
from annotator.storage.headers import read_header
from annotator.storage.layout import PassFile


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
    """

    @property
    def annotator(self) -> str: ...  # noqa: D102 (said by the class)
    @property
    def document(self) -> Hashable: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def status(self) -> Status | None: ...  # noqa: D102


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
    """

    passes: tuple[SomePass, ...]
    excluded: tuple[SomePass, ...]
    unfinished: int
    unusable: int
    unusable_passes: int
    repeat_passes: int


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
    picked = [_pick(own, rule) for own in usable]
    every = sum(map(len, groups.values()))
    return PassSelection(
        tuple(each for each in picked if each is not None),
        tuple(excluded),
        sum(bool(own) and each is None for own, each in zip(usable, picked, strict=True)),
        sum(not own for own in usable),
        every - sum(map(len, usable)),
        every - len(groups),
    )


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


@dataclass(frozen=True, slots=True)
class FileSelection:
    """The files that count, and the number of those left out, by reason.

    Attributes:
        files: The files that count.
        other_passes: Files of an annotator who has another pass over the same document.
        unusable: Files marked as unusable.
        excluded: Files of annotators whom their project excludes.
    """

    files: tuple[Path, ...]
    other_passes: int = 0
    unusable: int = 0
    excluded: int = 0

    @property
    def description(self) -> str:
        """What was left out, in one sentence; empty if nothing was."""
        counted = (
            (self.other_passes, "other pass", "other passes"),
            (self.unusable, "unusable set", "unusable sets"),
            (self.excluded, "set of an excluded annotator", "sets of excluded annotators"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
        return f"Left out: {', '.join(said)}." if said else ""


@dataclass(frozen=True, slots=True)
class _FileOfPass:
    """A pass known only by its file, or by its header."""

    path: Path
    annotator: str
    document: Hashable
    number: int
    status: Status | None = None


def select_files(files: Iterable[Path], which: PassChoice = PassChoice.FIRST) -> FileSelection:
    """The files of the passes that count, without unusable and excluded ones.

    If no pass is finished, the first (or the latest) in progress counts. Only headers are read.

    Args:
        files: Annotation sets.
        which: The first or the latest finished pass.
    """
    files = tuple(files)
    wanted = [path for path in files if not _is_excluded(path)]
    found = select_passes(map(_header, sorted(wanted)), PassRule(which, unfinished=True))
    picked = {each.path for each in found.passes}
    return FileSelection(
        tuple(path for path in wanted if path in picked),
        other_passes=len(wanted) - found.unusable_passes - len(found.passes),
        unusable=found.unusable_passes,
        excluded=len(files) - len(wanted),
    )


def _header(path: Path) -> _FileOfPass:
    number = layout.stem_pass_number(path.stem)
    try:
        header = read_header(path)
    except DataError:
        # A damaged file counts by itself. Its error is reported when it is read.
        return _FileOfPass(path, path.stem, path, number)
    whose = file_name(header.annotator)
    return _FileOfPass(path, whose, (path.parent, header.document), number, header.status)


def _is_excluded(path: Path) -> bool:
    path = path.resolve()
    project = layout.project_of_set(path)
    return project is not None and layout.set_owner(path) in _excluded_in(project)


@cache
def _excluded_in(project: Path) -> frozenset[str]:
    if not layout.is_project(project):
        return frozenset()
    try:
        return layout.load_project(project).excluded_folders
    except DataError:
        # The error in the project is reported with its first set.
        return frozenset()


def newest_passes(folder: Path) -> dict[tuple[str, str], PassFile]:
    """The newest pass of each annotator over each document, whatever its status.

    The keys are the annotator's folder and the document's id. No file is read.
    """
    known = set(layout.document_ids(folder))
    passes = (
        _FileOfPass(path, layout.set_owner(path), *layout.pass_of(path, known))
        for path in layout.set_files(folder)
    )
    found = select_passes(passes, PassRule(PassChoice.LATEST, unfinished=True))
    return {
        (each.annotator, str(each.document)): PassFile(each.number, each.path)
        for each in found.passes
    }
