"""Find the files of a folder that hold the passes that count, or the newest passes."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from annotator.model.annotation import Status
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.project.pass_selection import PassChoice, PassRule, select_passes
from annotator.storage import layout
from annotator.storage.headers import read_header
from annotator.storage.layout import PassFile


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
    vote: int | None = None


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
    document = (path.parent, header.document)
    return _FileOfPass(path, whose, document, number, header.status, header.vote)


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
