"""Assign documents to annotators in a round: balanced and reproducible. Started work never moves.

The order is a hash of the seed and the names, so every computer gets the same result for the same
project. After documents or annotators are added, a second run keeps earlier assignments if the
balance allows it, and always keeps documents that an annotator has started.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.model.errors import DataError, Problem
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
from annotator.storage.headers import document_outlets, read_progress
from annotator.storage.layout import document_files, document_ids, pass_of, set_files

AnnotatorsByDocument = Mapping[str, tuple[str, ...]]
"""The annotators of each document, by document id."""


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """The input of an assignment.

    Attributes:
        documents: The outlet of each document, by id; the same for all if outlets do not matter.
        annotators: The annotators who get documents.
        overlap: The documents that several annotators tag; None for no overlap.
        seed: Random seed. Another seed gives another assignment.
        earlier: The earlier assignment.
        started: For each document, every annotator who has started it.
    """

    documents: Mapping[str, str]
    annotators: tuple[str, ...]
    overlap: Overlap | None = None
    seed: str = ""
    earlier: AnnotatorsByDocument = field(default_factory=dict)
    started: AnnotatorsByDocument = field(default_factory=dict)


def assign_documents(request: AssignmentRequest) -> AnnotatorsByDocument:
    """The annotators of each document, in the order of the documents' ids.

    Each annotator gets the same number of documents, plus or minus one, unless documents are
    already started. In the overlap, every two annotators share about the same number of documents.
    If there are fewer annotators than copies, all of them tag the document.
    """
    copies = {
        document: min(count, len(request.annotators))
        for document, count in _copies(request).items()
    }
    builder = _AssignmentBuilder(request)
    order = _by_hash_rank(request.documents, request.seed)
    for document in order:
        builder.keep_started(document)
    most = -(-max(sum(copies.values()), 1) // max(len(request.annotators), 1))
    for document in order:
        builder.keep_earlier(document, copies[document], most)
    for document in sorted(order, key=lambda each: -copies[each]):
        builder.fill(document, copies[document])
    return {
        document: tuple(sorted(builder.annotators[document]))
        for document in sorted(request.documents)
    }


def hash_rank(seed: str, *names: str) -> str:
    """A pseudo-random number, as hex digits, that is always the same for the same names."""
    # Each name is preceded by its length, so that two names never look like one.
    whole = "".join(f"{len(name)}:{name}" for name in (seed, *names))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def sample_documents(documents: Iterable[str], count: int, seed: str) -> tuple[str, ...]:
    """`count` of the documents, chosen by the seed, in the order of their ids.

    A larger count gives the same documents and more.
    """
    return tuple(sorted(_by_hash_rank(documents, seed)[: max(count, 0)]))


def _by_hash_rank(documents: Iterable[str], seed: str) -> list[str]:
    return sorted(documents, key=lambda each: hash_rank(seed, each))


def _copies(request: AssignmentRequest) -> dict[str, int]:
    """How many annotators each document gets."""
    copies = dict.fromkeys(request.documents, 1)
    if request.overlap is None or request.overlap.copies < 2:
        return copies
    groups: dict[str, list[str]] = {}
    for document in _by_hash_rank(request.documents, request.seed):
        outlet = request.documents[document] if request.overlap.by_outlet else ""
        groups.setdefault(outlet, []).append(document)
    for documents, count in zip(
        groups.values(), _shares(groups.values(), request.overlap.share), strict=True
    ):
        # Documents that already have several annotators come first, above all those in progress.
        first = sorted(
            documents,
            key=lambda each: (
                -len(request.started.get(each, ())),
                -len(request.earlier.get(each, ())),
            ),
        )
        copies |= dict.fromkeys(first[:count], request.overlap.copies)
    return copies


def _shares(groups: Iterable[Sequence[str]], share: float) -> list[int]:
    """A share of each group, in whole documents. Together they are the share of all documents."""
    sizes = [len(each) for each in groups]
    exact = [size * share for size in sizes]
    counts = [int(each) for each in exact]
    missing = round(sum(exact)) - sum(counts)
    by_remainder = sorted(range(len(sizes)), key=lambda each: counts[each] - exact[each])
    for place in by_remainder[:missing]:
        counts[place] = min(counts[place] + 1, sizes[place])
    return counts


class _AssignmentBuilder:
    """An assignment under construction."""

    def __init__(self, request: AssignmentRequest) -> None:
        self._request = request
        self.annotators: dict[str, set[str]] = {document: set() for document in request.documents}
        self._load: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()

    def keep_started(self, document: str) -> None:
        """Assign a document to the annotators who have started it and had it before."""
        started = self._request.started.get(document, ())
        for annotator in self._request.earlier.get(document, started):
            if annotator in started:
                self._assign(document, annotator)

    def keep_earlier(self, document: str, copies: int, most: int) -> None:
        """Keep earlier annotators who have room, up to the document's number of copies."""
        before = self._request.earlier.get(document, ())
        for annotator in sorted(
            before, key=lambda each: hash_rank(self._request.seed, document, each)
        ):
            free = self._load[annotator] < most and len(self.annotators[document]) < copies
            if free and annotator in self._request.annotators:
                self._assign(document, annotator)

    def fill(self, document: str, copies: int) -> None:
        """Add the annotators with the fewest documents, up to the number of copies."""
        while len(self.annotators[document]) < copies:
            free = set(self._request.annotators) - self.annotators[document]
            self._assign(document, min(free, key=lambda each: self._rank(document, each)))

    def _rank(self, document: str, annotator: str) -> tuple[int, int, str]:
        shared = sum(self._together[_pair(annotator, other)] for other in self.annotators[document])
        return self._load[annotator], shared, hash_rank(self._request.seed, document, annotator)

    def _assign(self, document: str, annotator: str) -> None:
        if annotator in self.annotators[document]:
            return
        self._load[annotator] += 1
        for other in self.annotators[document]:
            self._together[_pair(annotator, other)] += 1
        self.annotators[document].add(annotator)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


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
        documents: The ids of the documents to choose from; empty for all that are free.
    """

    round: str
    purpose: RoundPurpose | None = None
    annotators: tuple[str, ...] = ()
    overlap: Overlap | None = None
    take: int | None = None
    seed: str | None = None
    share: float = RETEST_SHARE
    documents: tuple[str, ...] = ()


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
    _require_documents(options.documents, paths, others)
    free = set(options.documents or round_.documents or paths) - others - had
    if (
        round_.purpose is RoundPurpose.PILOT
        and options.take is None
        and not (options.documents or round_.documents or had)
    ):
        raise DataError("Set the number of documents of the pilot, for example with --limit 10.")
    take = options.take if options.take is not None else len(paths)
    if (
        round_.purpose is RoundPurpose.PILOT
        and options.take is None
        and not (options.documents or round_.documents)
    ):
        take = len(had)
    chosen = had | set(sample_documents(free & set(paths), take - len(had), seed))
    if not chosen:
        raise DataError(_nothing(paths, others))
    return dict(document_outlets(paths[each] for each in sorted(chosen)))


def _require_documents(
    named: Iterable[str], documents: Collection[str], elsewhere: Collection[str]
) -> None:
    """Check the documents that were named.

    Raises:
        DataError: One does not exist, or is in another round.
    """
    unknown = sorted({each for each in named if each not in documents})
    if unknown:
        raise DataError(Problem("The project has no such document.", each) for each in unknown)
    taken = sorted({each for each in named if each in elsewhere})
    if taken:
        raise DataError(Problem("is already in another round", each) for each in taken)


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
