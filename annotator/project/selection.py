"""Which files of a folder count: of each annotator and document one pass, the first finished one.

So a later discussion cannot change the figures, and no annotator counts twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from annotator.model.annotation import Status
from annotator.model.errors import DataError
from annotator.model.names import file_name
from annotator.stats.pass_selection import PassChoice, select_pass
from annotator.storage import layout
from annotator.storage.headers import read_header


@dataclass(frozen=True, slots=True)
class FileSelection:
    """The files that count, and how many were left out for which reason.

    Attributes:
        passes: Of an annotator who has another pass over the same document.
        unusable: Marked as unusable.
        excluded: Of annotators whom their project leaves out.
    """

    files: tuple[Path, ...]
    passes: int = 0
    unusable: int = 0
    excluded: int = 0

    @property
    def description(self) -> str:
        """What was left out, in one sentence; empty where nothing was."""
        counted = (
            (self.passes, "further pass", "further passes"),
            (self.unusable, "unusable set", "unusable sets"),
            (self.excluded, "set of an excluded annotator", "sets of excluded annotators"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
        return f"Left out: {', '.join(said)}." if said else ""


@dataclass(frozen=True, slots=True)
class _Head:
    """What is to be known of a file to choose among files."""

    path: Path
    whose: tuple[object, ...]
    number: int
    status: Status | None


def select_files(files: Iterable[Path], which: PassChoice = PassChoice.FIRST) -> FileSelection:
    """One pass of each annotator over each document, without what is unusable or excluded.

    Where none is finished, the first (or the latest) that is under work counts. The rule is that of
    `stats.passes.pick`; here it is applied before a single set is parsed.

    Args:
        files: Annotation sets.
        which: The first or the latest finished pass.
    """
    files = tuple(files)
    wanted = [path for path in files if not _excluded(path)]
    groups: dict[tuple[object, ...], list[_Head]] = {}
    for head in map(_head, wanted):
        groups.setdefault(head.whose, []).append(head)
    usable = [
        [head for head in group if head.status is not Status.UNUSABLE] for group in groups.values()
    ]
    picked = {_pick(group, which).path for group in usable if group}
    remaining = sum(map(len, usable))
    return FileSelection(
        tuple(path for path in wanted if path in picked),
        passes=remaining - len(picked),
        unusable=len(wanted) - remaining,
        excluded=len(files) - len(wanted),
    )


def _pick(group: Iterable[_Head], which: PassChoice) -> _Head:
    ordered = sorted(group, key=lambda head: (head.number, head.path))
    return select_pass(ordered, which)


def _head(path: Path) -> _Head:
    number = layout.stem_pass_number(path.stem)
    try:
        header = read_header(path)
    except DataError:
        # What is damaged stands for itself: its fault is told when it is read.
        return _Head(path, (path,), number, None)
    whose = (path.parent, header.document, file_name(header.annotator))
    return _Head(path, whose, number, header.status)


def _excluded(path: Path) -> bool:
    folder = path.resolve().parent
    return folder.parent.name == "annotations" and folder.name in _excluded_in(folder.parent.parent)


@cache
def _excluded_in(project: Path) -> frozenset[str]:
    if not (project / layout.PROJECT_FILE).is_file():
        return frozenset()
    try:
        return layout.load_project(project).excluded_folders
    except DataError:
        # What is wrong with the project is told with its first set.
        return frozenset()
