"""Write a project: create it, lock it against other commands, save its project file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.model.project import Project
from annotator.storage import layout, project_file, strict_yaml, transactions
from annotator.storage.files import replace_file
from annotator.storage.locks import LockHolder, try_lock
from annotator.storage.system import make_folder
from annotator.storage.transactions import FileWrite

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def create_project(folder: Path, project: Project, codebook: bytes | None = None) -> None:
    """Make a folder a project.

    Args:
        folder: It is made if it is not there.
        project: What its head file is to say.
        codebook: The file of a codebook of its own.

    Raises:
        DataError: It is a project already, or lies in one, or cannot be written to.
    """
    # The same command that was killed midway: it is done now.
    if transactions.finish_interrupted_writes(folder) and layout.load_project(folder) == project:
        return
    around = layout.project_folder(folder.resolve())
    if around is not None:
        message = "is a project already" if around == folder.resolve() else f"lies in {around}"
        raise DataError(Problem(f"{message}; nothing was changed", str(folder)))
    make_folder(folder)
    for name, data in layout.GIT_FILES.items():
        if not (folder / name).exists():
            replace_file(folder / name, data, None)
    writes = [FileWrite(layout.project_path(folder), None, project_file.render(project))]
    if codebook is not None:
        writes.append(FileWrite(layout.codebook_path(folder), None, codebook))
    transactions.apply_writes(folder, writes)


@contextmanager
def lock_project(folder: Path, *, finishing: bool = False) -> Iterator[Project]:
    """The project in a folder, held so that no second command changes its own files meanwhile.

    Args:
        folder: The project's folder.
        finishing: Whether this is to end a change that was interrupted.

    Raises:
        DataError: The folder is no project, another command is changing it, or an earlier one was
            interrupted midway.
    """
    project = layout.load_project(folder)
    hold = try_lock(layout.project_path(folder), "annotator")
    if isinstance(hold, LockHolder):
        raise DataError(Problem(f"is being changed by {hold}; wait for it", str(folder)))
    with hold:
        if not finishing:
            transactions.refuse_interrupted_writes(folder)
        yield project


def save_project(folder: Path, project: Project, *others: FileWrite) -> bool:
    """Write the head file anew, where it says something else; call it within `lock_project`.

    Args:
        folder: The project's folder.
        project: What the head file is to say.
        others: What changes with it, all or none.

    Returns:
        Whether comments stood in it, which are gone now.

    Raises:
        DataError: It cannot be written.
    """
    head = layout.project_path(folder)
    data = strict_yaml.read_bytes(head)
    if project_file.parse(data, str(head)) == project:
        transactions.apply_writes(folder, others)
        return False
    transactions.apply_writes(
        folder, [*others, FileWrite(head, data, project_file.render(project))]
    )
    return _COMMENT.search(_QUOTED.sub("", data.decode("utf-8", "replace"))) is not None
