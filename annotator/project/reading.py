"""The facts of a project from its files, of which hardly any is read in full."""

from collections.abc import Callable, Mapping
from pathlib import Path

from annotator.model.faults import Fault, Faults, Refused
from annotator.model.figures import Figures
from annotator.model.gold import By
from annotator.model.names import file_name
from annotator.model.project import Project
from annotator.project.facts import Facts, Work, facts_of
from annotator.storage.catalogue import document_ids
from annotator.storage.headers import Header, read_outline, read_ways
from annotator.storage.project_sets import gold_files, misplaced, set_files
from annotator.storage.projects import pass_number

ReadOutline = Callable[[Path], tuple[Header, Figures]]
"""What gives what a set says of itself, and its figures."""


def works_in(
    folder: Path, project: Project, read: ReadOutline = read_outline
) -> tuple[tuple[Work, ...], tuple[Fault, ...]]:
    """Every pass in a project, by the names that the project has; and what could not be read.

    Nothing is read in full that is laid out as ours is.
    """
    names = dict(project.by_folder)
    faults = Faults()
    works: list[Work] = []
    for path in set_files(folder):
        with faults:
            header, counted = read(path)
            fault = misplaced(header, path)
            if fault is not None:
                raise Refused(fault)
            name = names.setdefault(file_name(header.annotator), header.annotator)
            number = pass_number(header.document, path.name) or 1
            document = header.document, header.sha256
            works.append(Work(name, document, number, header.codebook, counted))
    return tuple(works), tuple(faults.found)


def project_facts(
    folder: Path, project: Project, read: ReadOutline = read_outline
) -> tuple[Facts, tuple[Fault, ...]]:
    """The facts of a project's folder, and what could not be read."""
    works, wrong = works_in(folder, project, read)
    faults = Faults()
    gold: list[Mapping[By, int]] = []
    for path in gold_files(folder):
        with faults:
            gold.append(read_ways(path))
    found = facts_of(works, len(document_ids(folder)), project.excluded, gold)
    return found, (*wrong, *faults.found)
