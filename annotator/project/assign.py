"""Assign documents to annotators in a round: plan the round from the project."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.assignment import AssignmentRequest, assign_documents, sample_documents
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.project import (
    Assignment,
    Overlap,
    Project,
    Round,
    RoundAssignments,
    RoundPurpose,
)
from annotator.project.pass_files import newest_passes
from annotator.storage import assignments as files
from annotator.storage import layout
from annotator.storage.document_index import document_outlets
from annotator.storage.headers import read_progress
from annotator.storage.layout import document_files, document_ids, pass_of, set_files

RETEST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class AssignmentOptions:
    """What to assign; None for what was not specified.

    Attributes:
        round: The round's id.
        purpose: The purpose of the round.
        annotators: The annotators to assign to; empty for all who are not excluded.
        overlap: The share of the documents that several annotators tag.
        take: The maximum number of documents.
        seed: The random seed.
        share: In a retest, the share of their own finished documents that annotators tag again.
    """

    round: str
    purpose: RoundPurpose | None = None
    annotators: tuple[str, ...] = ()
    overlap: Overlap | None = None
    take: int | None = None
    seed: str | None = None
    share: float = RETEST_SHARE


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """The assignments that would be written.

    Attributes:
        project: The project with the round and any new annotators.
        assignments: The assignments of the round.
        reassignments: The number of documents that move away from an annotator who had not
            started them.
        shortfall: How many documents the round lacks compared with `take`, because none is left.
    """

    project: Project
    assignments: RoundAssignments
    reassignments: int = 0
    shortfall: int = 0


def plan_assignments(folder: Path, project: Project, options: AssignmentOptions) -> AssignmentPlan:
    """The plan of a round; nothing is written.

    Raises:
        DataError: The options cannot be met, or files of the project have errors.
    """
    project, round_ = _with_round(project, options)
    before = files.load(folder, round_.id)
    team = options.annotators or tuple(
        each for each in project.annotators if each not in project.excluded
    )
    if not team:
        raise DataError("The project has no annotators yet. Name them with -a NAME.")
    seed = options.seed if options.seed is not None else before.seed or round_.id
    if round_.purpose is RoundPurpose.RETEST:
        entries = _retest(folder, before, team, options.share, seed)
        return AssignmentPlan(project, RoundAssignments(round_.id, seed, entries))
    documents = _documents(folder, project, round_, before, options, seed)
    overlap = options.overlap or _usual(project, round_.purpose, team)
    if options.overlap is not None and round_.purpose is RoundPurpose.MAIN:
        project = replace(project, overlap=options.overlap)
    had = {each.document: each.annotators for each in before.entries}
    request = AssignmentRequest(
        documents, team, overlap, seed, had, _begun(folder, project, before)
    )
    given = assign_documents(request)
    entries = tuple(Assignment(document, who) for document, who in given.items())
    moved = sum(not set(who) <= set(given.get(document, ())) for document, who in had.items())
    lacking = max((options.take or 0) - len(documents), 0)
    return AssignmentPlan(project, RoundAssignments(round_.id, seed, entries), moved, lacking)


def _with_round(project: Project, options: AssignmentOptions) -> tuple[Project, Round]:
    """The project with the round and the annotators that the options name."""
    known = project.by_folder
    new = tuple(each for each in options.annotators if file_name(each) not in known)
    project = replace(project, annotators=(*project.annotators, *new))
    for each in project.rounds:
        if each.id == options.round:
            if options.purpose not in {None, each.purpose}:
                raise DataError(
                    f"the round {each.id} already exists as a {each.purpose} round. "
                    "Leave --purpose out, or choose another id with --round."
                )
            return project, each
    usual = {each.value: each for each in RoundPurpose}.get(options.round, RoundPurpose.MAIN)
    round_ = Round(options.round, options.purpose or usual)
    return replace(project, rounds=(*project.rounds, round_)), round_


def _usual(project: Project, purpose: RoundPurpose, team: tuple[str, ...]) -> Overlap | None:
    return Overlap(1, len(team)) if purpose is RoundPurpose.PILOT else project.overlap


def _documents(
    folder: Path,
    project: Project,
    round_: Round,
    before: RoundAssignments,
    options: AssignmentOptions,
    seed: str,
) -> Mapping[str, str]:
    """The documents of the round, each with its outlet, without those of other rounds.

    Documents that are already in the round stay in it.
    """
    paths = {path.stem: path for path in document_files(folder)}
    had = {each.document for each in before.entries} & set(paths)
    others = {
        document
        for each in files.with_round_documents(folder, project).rounds
        if each.id != round_.id and each.purpose is not RoundPurpose.RETEST
        for document in each.documents
    }
    free = set(round_.documents or paths) - others - had
    if (
        round_.purpose is RoundPurpose.PILOT
        and options.take is None
        and not (round_.documents or had)
    ):
        raise DataError("Set the number of documents of the pilot, for example with --limit 10.")
    take = options.take if options.take is not None else len(paths)
    if round_.purpose is RoundPurpose.PILOT and options.take is None and not round_.documents:
        take = len(had)
    chosen = had | set(sample_documents(free & set(paths), take - len(had), seed))
    if not chosen:
        raise DataError(_nothing(paths, others))
    return dict(document_outlets(paths[each] for each in sorted(chosen)))


def _nothing(documents: Collection[str], elsewhere: Collection[str]) -> str:
    """Why there is nothing to assign, and what to do."""
    if not documents:
        return "the project has no documents. Run `annotator add` to add some."
    verb = "is" if len(elsewhere) == 1 else "are"
    assigned = f"{plural(len(elsewhere), 'document')} {verb} already in other rounds"
    return f"no document is left to assign: {assigned}. `annotator status` lists them."


def _begun(
    folder: Path, project: Project, before: RoundAssignments
) -> Mapping[str, tuple[str, ...]]:
    """The annotators who have a set of each document, even one without tags."""
    earlier = {file_name(who): who for each in before.entries for who in each.annotators}
    names = {**project.by_folder, **earlier}
    known = set(document_ids(folder))
    begun: dict[str, list[str]] = {}
    for path in set_files(folder):
        document, _ = pass_of(path, known)
        owner = layout.set_owner(path)
        if owner in names:
            begun.setdefault(document, []).append(names[owner])
    return {document: tuple(who) for document, who in begun.items()}


def _retest(
    folder: Path, before: RoundAssignments, team: tuple[str, ...], share: float, seed: str
) -> tuple[Assignment, ...]:
    """A share of each annotator's own finished documents, to be tagged again without old tags."""
    entries = {
        (each.document, who, each.number) for each in before.entries for who in each.annotators
    }
    newest = newest_passes(folder)
    for annotator in team:
        mine = {document for document, who, _ in entries if who == annotator}
        finished = {
            document: each.number
            for (whose, document), each in newest.items()
            if whose == file_name(annotator) and read_progress(each.path).is_done
        }
        wanted = round(len(finished) * share)
        for document in sample_documents(
            set(finished) - mine, wanted - len(mine), f"{seed} {annotator}"
        ):
            entries.add((document, annotator, finished[document] + 1))
    grouped: dict[tuple[str, int], list[str]] = {}
    for document, who, number in sorted(entries):
        grouped.setdefault((document, number), []).append(who)
    return tuple(
        Assignment(document, tuple(who), number) for (document, number), who in grouped.items()
    )
