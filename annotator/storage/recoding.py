"""Carrying a project to another codebook: every set, key and gold, all or none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.project import Project
from annotator.model.recode import Recoding, faults_of_mapping, recode, used_tags
from annotator.storage import annotations as annotation_files
from annotator.storage import project_file, projects, strict_yaml
from annotator.storage.locks import hold
from annotator.storage.project_sets import gold_files, key_files, newest_passes, set_files
from annotator.storage.project_writing import CODEBOOK
from annotator.storage.targets import read_set
from annotator.storage.together import Exchange, exchange

Watch = Callable[[list[Path]], Iterable[Path]]
"""Goes through files, for example with a progress bar."""


@dataclass(frozen=True, slots=True)
class Again:
    """A sentence that has to be judged again, and whose it is."""

    path: Path
    annotator: str
    document: str
    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recoding a project comes to.

    Attributes:
        carried: How many files are carried over.
        already: How many were made with the new codebook.
        again: The sentences to be judged again.
    """

    carried: int
    already: int
    again: tuple[Again, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    annotations: AnnotationSet
    data: bytes


def recode_project(
    folder: Path,
    project: Project,
    recoding: Recoding,
    codebook: bytes,
    watch: Watch = iter,
    *,
    write: bool = True,
) -> Outcome:
    """Carry all sets of a project to another codebook, which becomes the project's.

    Args:
        folder: The project's folder; hold it with `project_writing.writing`.
        project: What its head file says.
        recoding: The way from the sets' codebook to the other.
        codebook: The other codebook's file.
        watch: How the sets' files are gone through.
        write: Whether to write it; without, it is only said what would be.

    Raises:
        Refused: A set cannot be read or carried, or is open; no file has changed.
    """
    found = list(_read(folder, watch))
    old = [each for each in found if each.annotations.codebook != recoding.new.reference]
    _refuse(old, recoding)
    newest = {each.path for each in newest_passes(folder).values()}
    exchanges = list(_of_project(folder, project, codebook))
    again: list[Again] = []
    for each in old:
        changed, asked = _carried(each, recoding, ask=each.path in newest)
        exchanges.append(changed)
        again += asked
    if write:
        exchange(folder, exchanges)
    return Outcome(len(old), len(found) - len(old), tuple(again))


def _carried(found: _Found, recoding: Recoding, *, ask: bool) -> tuple[Exchange, list[Again]]:
    result = recode(found.annotations, recoding, ask=ask)
    whose = found.annotations
    again = [
        Again(found.path, whose.annotator, whose.document.id, sentence, reason)
        for sentence, reason in result.again
        if ask or whose.form is not Form.ANNOTATIONS
    ]
    return Exchange(found.path, found.data, annotation_files.render(result.annotations)), again


def _read(folder: Path, watch: Watch) -> Iterator[_Found]:
    paths = [*set_files(folder), *key_files(folder), *gold_files(folder)]
    faults = Faults()
    for path in watch(paths):
        with faults:
            found = _Found(path, *read_set(path))
            _refuse_open(path)
            yield found
    faults.refuse()


def _refuse_open(path: Path) -> None:
    # Held for a moment only: a system lets a program keep far fewer locks than there are sets. A
    # set that is changed after all is noticed when it is to be replaced.
    hold(path, "annotator").release()


def _refuse(old: list[_Found], recoding: Recoding) -> None:
    faults = [
        Fault(
            f"was made with the codebook {each.annotations.codebook.name} "
            f"{each.annotations.codebook.version}, which is another one than that of the project; "
            "give that codebook's file with --from",
            str(each.path),
        )
        for each in old
        if each.annotations.codebook != recoding.old.reference
    ]
    used = {tag for each in old for tag in used_tags(each.annotations)}
    faults += [Fault(message) for message in faults_of_mapping(recoding, used)]
    if faults:
        raise Refused(faults)


def _of_project(folder: Path, project: Project, codebook: bytes) -> Iterator[Exchange]:
    place, head = folder / CODEBOOK, folder / projects.HEAD
    before = strict_yaml.read(place) if place.exists() else None
    yield Exchange(place, before, codebook)
    # All sets are made with the one codebook now, those of rounds that had their own as well.
    rounds = tuple(replace(each, codebook=None) for each in project.rounds)
    after = replace(project, codebook=CODEBOOK, rounds=rounds)
    if after != project:
        data = strict_yaml.read(head)
        yield Exchange(head, data, project_file.render(after))
