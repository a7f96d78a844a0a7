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
    """Create a project in a folder.

    Args:
        folder: The folder; it is made if it does not exist.
        project: The content of its project.yaml.
        codebook: The content of its own codebook file, if it has one.

    Raises:
        DataError: The folder is already a project or is inside one, or cannot be written to.
    """
    # If the same command was killed midway, this completes it.
    if transactions.finish_interrupted_writes(folder) and layout.load_project(folder) == project:
        return
    around = layout.project_folder(folder.resolve())
    if around is not None:
        itself = around == folder.resolve()
        message = "is already a project" if itself else f"is inside the project {around}"
        raise DataError(Problem(f"{message}. Nothing was changed.", str(folder)))
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
    """The project in a folder, locked so that no other command changes its files meanwhile.

    Args:
        folder: The project's folder.
        finishing: Whether the purpose is to complete an interrupted change.

    Raises:
        DataError: The folder is not a project, another command is changing it, or an earlier
            command was interrupted midway.
    """
    project = layout.load_project(folder)
    hold = try_lock(layout.project_path(folder), "annotator")
    if isinstance(hold, LockHolder):
        words = f"is being changed by {hold}. Wait until that is done, and try again."
        raise DataError(Problem(words, str(folder)))
    with hold:
        if not finishing:
            transactions.refuse_interrupted_writes(folder)
        yield project


def save_project(folder: Path, project: Project, *others: FileWrite) -> bool:
    """Write project.yaml if its content changes; call this within `lock_project`.

    Args:
        folder: The project's folder.
        project: The content of project.yaml.
        others: Other files to write at the same time, all or none.

    Returns:
        Whether project.yaml had comments, which are now lost.

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
