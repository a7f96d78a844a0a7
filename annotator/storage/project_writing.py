"""Changing a project's own files: made, held for writing, and its head file written anew."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.model.project import Project
from annotator.storage import project_file, projects, strict_yaml, together
from annotator.storage.files import replace
from annotator.storage.locks import Holder, acquire
from annotator.storage.system import make_folder
from annotator.storage.together import Exchange

CODEBOOK = "codebook.yaml"
_BESIDE = {
    # Whoever keeps the project in git should not keep the notes of open windows in it.
    ".gitignore": b".*.lock\n.*.holder\n.*.tmp\n.together/\n",
    # A hash is of a text whose newlines are line feeds.
    ".gitattributes": b"*.yaml text eol=lf\n",
}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def make(folder: Path, project: Project, codebook: bytes | None = None) -> None:
    """Make a folder a project.

    Args:
        folder: It is made if it is not there.
        project: What its head file is to say.
        codebook: The file of a codebook of its own.

    Raises:
        Refused: It is a project already, or lies in one, or cannot be written to.
    """
    # The same command that was killed midway: it is done now.
    if together.finish(folder) and projects.load(folder) == project:
        return
    around = projects.folder_of(folder.resolve())
    if around is not None:
        message = "is a project already" if around == folder.resolve() else f"lies in {around}"
        raise Refused(Fault(f"{message}; nothing was changed", str(folder)))
    make_folder(folder)
    for name, data in _BESIDE.items():
        if not (folder / name).exists():
            replace(folder / name, data, None)
    made = [Exchange(folder / projects.HEAD, None, project_file.render(project))]
    if codebook is not None:
        made.append(Exchange(folder / CODEBOOK, None, codebook))
    together.exchange(folder, made)


@contextmanager
def writing(folder: Path, *, finishing: bool = False) -> Iterator[Project]:
    """The project in a folder, held so that no second command changes its own files meanwhile.

    Args:
        folder: The project's folder.
        finishing: Whether this is to end a change that was interrupted.

    Raises:
        Refused: The folder is no project, another command is changing it, or an earlier one was
            interrupted midway.
    """
    project = projects.load(folder)
    hold = acquire(folder / projects.HEAD, "annotator")
    if isinstance(hold, Holder):
        raise Refused(Fault(f"is being changed by {hold}; wait for it", str(folder)))
    with hold:
        if not finishing:
            together.refuse_waiting(folder)
        yield project


def save(folder: Path, project: Project, *others: Exchange) -> bool:
    """Write the head file anew, where it says something else; call it within `writing`.

    Args:
        folder: The project's folder.
        project: What the head file is to say.
        others: What changes with it, all or none.

    Returns:
        Whether comments stood in it, which are gone now.

    Raises:
        Refused: It cannot be written.
    """
    head = folder / projects.HEAD
    data = strict_yaml.read(head)
    if project_file.parse(data, str(head)) == project:
        together.exchange(folder, others)
        return False
    together.exchange(folder, [*others, Exchange(head, data, project_file.render(project))])
    return _COMMENT.search(_QUOTED.sub("", data.decode("utf-8", "replace"))) is not None
