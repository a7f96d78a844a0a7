"""Migrate a project to another codebook: every set, key and gold, all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from annotator.storage.codebooks import builtin, former_builtin
from annotator.storage.layout import CODEBOOK_FILE, gold_files, key_files, set_files
from annotator.storage.locks import lock_file
from annotator.storage.sets import read_set
from annotator.storage.transactions import FileWrite, apply_writes
from annotator.text.rule_detectors import hit_reasons, rule_hits

ProgressWrapper = Callable[[list[Path]], Iterable[Path]]
"""Iterates over files, for example with a progress bar."""


@dataclass(frozen=True, slots=True)
class SentenceToReview:
    """A sentence to review, with its annotator."""

    path: Path
    annotator: str
    document: str
    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What a migration changes.

    Attributes:
        migrated_files: The number of files that were migrated.
        current_files: The number of files already made with the new codebook.
        sentences_to_review: The sentences to review.
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
    flag_changed_rules: bool = False,
) -> MigrationResult:
    """Carry all sets of a project to another codebook, which becomes the project's.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.
        project: The project, as its file describes it.
        migration: The old and the new codebook, and the mapping of tags.
        codebook: The other codebook's file.
        watch: Iterates over the files of the sets.
        write: Whether to write the files, or only report what would change.
        flag_changed_rules: Whether to flag the sentences to review, and reopen their passes.
            Without it, only a tag that is taken off does so.

    Raises:
        DataError: A set cannot be read or carried, or is open; no file has changed.
    """
    found = list(_read(folder, watch))
    old = [each for each in found if each.annotations.codebook != migration.new.reference]
    migrations = {each.path: _migration_of(each, migration) for each in old}
    _refuse(old, migrations)
    newest = {each.path for each in newest_passes(folder).values()}
    writes = list(_of_project(folder, project, codebook))
    again: list[SentenceToReview] = []
    for each in old:
        changed, asked = _carried(
            each, migrations[each.path], newest=each.path in newest, flag=flag_changed_rules
        )
        writes.append(changed)
        again += asked
    if write:
        apply_writes(folder, writes)
    return MigrationResult(len(old), len(found) - len(old), tuple(again))


def _migration_of(found: _SetFile, migration: CodebookMigration) -> CodebookMigration:
    """The migration for a set: from the version of the built-in codebook that it was made with."""
    made_with = found.annotations.codebook
    if made_with == migration.old.reference:
        return migration
    former = former_builtin(made_with)
    related = builtin().reference in (migration.old.reference, migration.new.reference)
    return replace(migration, old=former) if former and related else migration


def _carried(
    found: _SetFile, migration: CodebookMigration, *, newest: bool, flag: bool
) -> tuple[FileWrite, list[SentenceToReview]]:
    annotations = found.annotations
    rules = migration.changed_rules or ()
    hits = dict(hit_reasons(rule_hits(annotations, migration.old, rules)))
    result = migrate_set(annotations, migration, hits, ask=newest, removed_only=not flag)
    again = [
        SentenceToReview(
            found.path, annotations.annotator, annotations.document.id, sentence, reason
        )
        for sentence, reason in result.to_review
        if newest or annotations.form is not SetForm.ANNOTATIONS
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


def _refuse(old: list[_SetFile], migrations: Mapping[Path, CodebookMigration]) -> None:
    problems = [
        Problem(
            f"was made with the codebook {each.annotations.codebook.name} "
            f"{each.annotations.codebook.version}, which is another one than that of the project; "
            "give that codebook's file with --from",
            str(each.path),
        )
        for each in old
        if each.annotations.codebook != migrations[each.path].old.reference
    ]
    messages = dict.fromkeys(
        message
        for each in old
        for message in mapping_problems(migrations[each.path], used_tags(each.annotations))
    )
    problems += [Problem(message) for message in messages]
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
