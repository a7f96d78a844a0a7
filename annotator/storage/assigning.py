"""Assigning a round of a project: what is there and begun, put before the rule in the model."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.assignment import Lot, assign, sample
from annotator.model.faults import Refused
from annotator.model.names import file_name
from annotator.model.project import Assignment, Assignments, Overlap, Project, Purpose, Round
from annotator.model.words import so_many
from annotator.storage import assignments as files
from annotator.storage.catalogue import document_ids, document_paths, outlets
from annotator.storage.headers import read_figures
from annotator.storage.project_sets import newest_passes, set_files
from annotator.storage.projects import pass_of

RETEST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants assigned; None where they did not say.

    Attributes:
        round: The round's id.
        purpose: What the round is for.
        annotators: Among whom; empty for all of the project's who are not excluded.
        overlap: What several are to tag.
        take: How many documents.
        seed: The chance.
        share: Of a retest: which part of their own finished documents annotators tag again.
    """

    round: str
    purpose: Purpose | None = None
    annotators: tuple[str, ...] = ()
    overlap: Overlap | None = None
    take: int | None = None
    seed: str | None = None
    share: float = RETEST_SHARE


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written.

    Attributes:
        project: With the round, and with annotators that are new.
        assignments: Of the round.
        moved: How many documents would leave somebody who had not begun them.
        lacking: How many documents fewer than wished the round has, because none is left.
    """

    project: Project
    assignments: Assignments
    moved: int = 0
    lacking: int = 0


def plan(folder: Path, project: Project, wish: Wish) -> Plan:
    """What assigning would give; nothing is written.

    Raises:
        Refused: It cannot be done as wished, or files of the project have faults.
    """
    project, round_ = _with_round(project, wish)
    before = files.load(folder, round_.id)
    team = wish.annotators or tuple(
        each for each in project.annotators if each not in project.excluded
    )
    if not team:
        raise Refused("the project has no annotators yet; name them with -a NAME")
    seed = wish.seed if wish.seed is not None else before.seed or round_.id
    if round_.purpose is Purpose.RETEST:
        entries = _retest(folder, before, team, wish.share, seed)
        return Plan(project, Assignments(round_.id, seed, entries))
    documents = _documents(folder, project, round_, before, wish, seed)
    overlap = wish.overlap or _usual(project, round_.purpose, team)
    if wish.overlap is not None and round_.purpose is Purpose.MAIN:
        project = replace(project, overlap=wish.overlap)
    had = {each.document: each.annotators for each in before.entries}
    lot = Lot(documents, team, overlap, seed, had, _begun(folder, project, before))
    given = assign(lot)
    entries = tuple(Assignment(document, who) for document, who in given.items())
    moved = sum(not set(who) <= set(given.get(document, ())) for document, who in had.items())
    lacking = max((wish.take or 0) - len(documents), 0)
    return Plan(project, Assignments(round_.id, seed, entries), moved, lacking)


def _with_round(project: Project, wish: Wish) -> tuple[Project, Round]:
    """The project with the round and the annotators that the wish names."""
    known = project.by_folder
    new = tuple(each for each in wish.annotators if file_name(each) not in known)
    project = replace(project, annotators=(*project.annotators, *new))
    for each in project.rounds:
        if each.id == wish.round:
            if wish.purpose not in {None, each.purpose}:
                raise Refused(f"the round {each.id} is there already, as a {each.purpose} round")
            return project, each
    usual = {each.value: each for each in Purpose}.get(wish.round, Purpose.MAIN)
    round_ = Round(wish.round, wish.purpose or usual)
    return replace(project, rounds=(*project.rounds, round_)), round_


def _usual(project: Project, purpose: Purpose, team: tuple[str, ...]) -> Overlap | None:
    return Overlap(1, len(team)) if purpose is Purpose.PILOT else project.overlap


def _documents(
    folder: Path, project: Project, round_: Round, before: Assignments, wish: Wish, seed: str
) -> Mapping[str, str]:
    """The documents of the round, each with its outlet; those of other rounds are not among them.

    Those that the round had stay in it.
    """
    paths = {path.stem: path for path in document_paths(folder)}
    had = {each.document for each in before.entries} & set(paths)
    others = {
        document
        for each in files.with_documents(folder, project).rounds
        if each.id != round_.id and each.purpose is not Purpose.RETEST
        for document in each.documents
    }
    free = set(round_.documents or paths) - others - had
    if round_.purpose is Purpose.PILOT and wish.take is None and not (round_.documents or had):
        raise Refused("say how many documents the pilot takes: --take 10")
    take = wish.take if wish.take is not None else len(paths)
    if round_.purpose is Purpose.PILOT and wish.take is None and not round_.documents:
        take = len(had)
    chosen = had | set(sample(free & set(paths), take - len(had), seed))
    if not chosen:
        raise Refused(_nothing(paths, others))
    return dict(outlets(paths[each] for each in sorted(chosen)))


def _nothing(documents: Collection[str], elsewhere: Collection[str]) -> str:
    """Why there is nothing to assign, and what to do."""
    if not documents:
        return "there are no documents to assign; `annotator add` adds some"
    verb = "is" if len(elsewhere) == 1 else "are"
    assigned = f"{so_many(len(elsewhere), 'document')} {verb} in other rounds already"
    return f"no document is left to assign: {assigned}; `annotator status` lists them"


def _begun(folder: Path, project: Project, before: Assignments) -> Mapping[str, tuple[str, ...]]:
    """Who has a set of each document, whatever is in it."""
    earlier = {file_name(who): who for each in before.entries for who in each.annotators}
    names = {**project.by_folder, **earlier}
    known = set(document_ids(folder))
    begun: dict[str, list[str]] = {}
    for path in set_files(folder):
        document, _ = pass_of(path, known)
        if path.parent.name in names:
            begun.setdefault(document, []).append(names[path.parent.name])
    return {document: tuple(who) for document, who in begun.items()}


def _retest(
    folder: Path, before: Assignments, team: tuple[str, ...], share: float, seed: str
) -> tuple[Assignment, ...]:
    """A share of each annotator's own finished documents, which they tag again from nothing."""
    entries = {
        (each.document, who, each.number) for each in before.entries for who in each.annotators
    }
    newest = newest_passes(folder)
    for annotator in team:
        mine = {document for document, who, _ in entries if who == annotator}
        finished = {
            document: each.number
            for (whose, document), each in newest.items()
            if whose == file_name(annotator) and read_figures(each.path).done
        }
        wanted = round(len(finished) * share)
        for document in sample(set(finished) - mine, wanted - len(mine), f"{seed} {annotator}"):
            entries.add((document, annotator, finished[document] + 1))
    grouped: dict[tuple[str, int], list[str]] = {}
    for document, who, number in sorted(entries):
        grouped.setdefault((document, number), []).append(who)
    return tuple(
        Assignment(document, tuple(who), number) for (document, number), who in grouped.items()
    )
