"""Migrate a project to another codebook: every set, key and gold, all or none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Sentence, SetForm
from annotator.model.codebook_migration import (
    CodebookMigration,
    mapping_problems,
    migrate_set,
    used_tags,
)
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.project import Project
from annotator.project.pass_files import newest_passes
from annotator.storage import layout, project_file, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.layout import CODEBOOK_FILE, gold_files, key_files, set_files
from annotator.storage.locks import lock_file
from annotator.storage.sets import read_set
from annotator.storage.transactions import FileWrite, apply_writes

ProgressWrapper = Callable[[list[Path]], Iterable[Path]]
"""Goes through files, for example with a progress bar."""


@dataclass(frozen=True, slots=True)
class SentenceToReview:
    """A sentence that has to be judged again, and whose it is."""

    path: Path
    annotator: str
    document: str
    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What recoding a project comes to.

    Attributes:
        migrated_files: How many files are carried over.
        current_files: How many were made with the new codebook.
        sentences_to_review: The sentences to be judged again.
    """

    migrated_files: int
    current_files: int
    sentences_to_review: tuple[SentenceToReview, ...]


@dataclass(frozen=True, slots=True)
class _SetFile:
    path: Path
    annotations: AnnotationSet
    data: bytes


def migrate_project(
    folder: Path,
    project: Project,
    migration: CodebookMigration,
    codebook: bytes,
    watch: ProgressWrapper = iter,
    *,
    write: bool = True,
) -> MigrationResult:
    """Carry all sets of a project to another codebook, which becomes the project's.

    Args:
        folder: The project's folder; hold it with `project_store.lock_project`.
        project: What its head file says.
        migration: The way from the sets' codebook to the other.
        codebook: The other codebook's file.
        watch: How the sets' files are gone through.
        write: Whether to write it; without, it is only said what would be.

    Raises:
        DataError: A set cannot be read or carried, or is open; no file has changed.
    """
    found = list(_read(folder, watch))
    old = [each for each in found if each.annotations.codebook != migration.new.reference]
    _refuse(old, migration)
    newest = {each.path for each in newest_passes(folder).values()}
    writes = list(_of_project(folder, project, codebook))
    again: list[SentenceToReview] = []
    for each in old:
        changed, asked = _carried(each, migration, ask=each.path in newest)
        writes.append(changed)
        again += asked
    if write:
        apply_writes(folder, writes)
    return MigrationResult(len(old), len(found) - len(old), tuple(again))


def _carried(
    found: _SetFile, migration: CodebookMigration, *, ask: bool
) -> tuple[FileWrite, list[SentenceToReview]]:
    result = migrate_set(found.annotations, migration, ask=ask)
    annotations = found.annotations
    again = [
        SentenceToReview(
            found.path, annotations.annotator, annotations.document.id, sentence, reason
        )
        for sentence, reason in result.to_review
        if ask or annotations.form is not SetForm.ANNOTATIONS
    ]
    return FileWrite(found.path, found.data, annotation_files.render(result.annotations)), again


def _read(folder: Path, watch: ProgressWrapper) -> Iterator[_SetFile]:
    paths = [*set_files(folder), *key_files(folder), *gold_files(folder)]
    problems = ProblemCollector()
    for path in watch(paths):
        with problems:
            found = _SetFile(path, *read_set(path))
            _refuse_open(path)
            yield found
    problems.raise_any()


def _refuse_open(path: Path) -> None:
    # Held for a moment only: a system lets a program keep far fewer locks than there are sets. A
    # set that is changed after all is noticed when it is to be replaced.
    lock_file(path, "annotator").release()


def _refuse(old: list[_SetFile], migration: CodebookMigration) -> None:
    problems = [
        Problem(
            f"was made with the codebook {each.annotations.codebook.name} "
            f"{each.annotations.codebook.version}, which is another one than that of the project; "
            "give that codebook's file with --from",
            str(each.path),
        )
        for each in old
        if each.annotations.codebook != migration.old.reference
    ]
    used = {tag for each in old for tag in used_tags(each.annotations)}
    problems += [Problem(message) for message in mapping_problems(migration, used)]
    if problems:
        raise DataError(problems)


def _of_project(folder: Path, project: Project, codebook: bytes) -> Iterator[FileWrite]:
    place, head = layout.codebook_path(folder), layout.project_path(folder)
    before = strict_yaml.read_bytes(place) if place.exists() else None
    yield FileWrite(place, before, codebook)
    # All sets are made with the one codebook now, those of rounds that had their own as well.
    rounds = tuple(replace(each, codebook=None) for each in project.rounds)
    after = replace(project, codebook=CODEBOOK_FILE, rounds=rounds)
    if after != project:
        data = strict_yaml.read_bytes(head)
        yield FileWrite(head, data, project_file.render(after))
