"""The results of a class over all documents of a project that have a key."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.sitting import Sitting, same_section
from annotator.project.answer_keys import KeySubmissions, key_targets, load_submissions
from annotator.project.class_names import ClassNames
from annotator.project.class_sittings import find_sittings
from annotator.project.locate import Target
from annotator.project.roster import Roster
from annotator.project.votes import DocumentVotes, document_votes
from annotator.stats.class_results import ClassResults, DocumentResults
from annotator.stats.grading import Grade, GradingConfig, grade_set
from annotator.storage import layout, sittings


@dataclass(frozen=True, slots=True)
class ResultsScope:
    """Which work of a class counts.

    Attributes:
        section: Only the work of this section; None for all.
        sitting: Only the work of this sitting; None for all.
        documents: Only these documents; None for all.
    """

    section: str | None = None
    sitting: str | None = None
    documents: frozenset[str] | None = None

    @property
    def everything(self) -> bool:
        """Whether the work of all sittings, and work made outside of class, counts."""
        return self.section is None and self.sitting is None


ALL_WORK = ResultsScope()


def class_results(
    target: Target,
    codebook: str | None = None,
    scope: ResultsScope = ALL_WORK,
    roster: Roster | None = None,
) -> tuple[ClassResults, tuple[Problem, ...]]:
    """The results of a class, and the problems of files that cannot be used.

    Args:
        target: A project, a folder of articles with keys, or one document.
        codebook: The codebook file, if not the project's.
        scope: Which work counts.
        roster: The people of the course. Without it, only those who joined can be missing.

    Raises:
        DataError: There is no key, or a key or the file of a class cannot be read.
    """
    found = [load_submissions(each, codebook) for each in key_targets(target)]
    project = layout.project_folder(found[0].file)
    held = _chosen(project, scope)
    if scope.documents is not None:
        found = [each for each in found if each.key.document.id in scope.documents]
    if not scope.everything:
        found = [each.made_in(held) for each in found if _has_sitting(each, held)]
    if not found:
        raise DataError("No document of these sittings has an answer key yet.")
    return _results(found, project, held, roster)


def _sittings_of(project: Path | None, sections: Iterable[str | None]) -> tuple[Sitting, ...]:
    """All sittings of these sections: who joined one of them belongs to the section."""
    if project is None:
        return ()
    known = map(sittings.load, layout.class_files(project))
    return tuple(each for each in known if any(same_section(each.section, one) for one in sections))


def _chosen(project: Path | None, scope: ResultsScope) -> tuple[Sitting, ...]:
    if project is None:
        if not scope.everything:
            raise DataError("Only a project has sections and sittings.")
        return ()
    if scope.everything:
        return tuple(sittings.load(path) for path in layout.class_files(project))
    return find_sittings(project, scope.section, scope.sitting)


def _has_sitting(submissions: KeySubmissions, held: Iterable[Sitting]) -> bool:
    return any(submissions.key.document.id in each.documents for each in held)


def _results(
    found: Sequence[KeySubmissions],
    project: Path | None,
    held: tuple[Sitting, ...],
    roster: Roster | None,
) -> tuple[ClassResults, tuple[Problem, ...]]:
    works = [[own[0].annotator for own in each.passes] for each in found]
    known = _sittings_of(project, [each.section for each in held])
    names = ClassNames(project, known, works, roster)
    group = _Class(found, names, held, known)
    votes = sorted(map(document_votes, found), key=group.order)
    documents = tuple(group.document(each) for each in votes)
    lessons = tuple(lesson for each in votes for lesson in group.lessons(each))
    members = {section: group.members(section) for section in {each.section for each in lessons}}
    problems = tuple(problem for each in found for problem in each.problems)
    return ClassResults(documents, lessons, members), problems


class _Class:
    """A class: who is in it, in which section, and when each sitting was held."""

    def __init__(
        self,
        found: Sequence[KeySubmissions],
        names: ClassNames,
        held: Sequence[Sitting],
        known: Sequence[Sitting],
    ) -> None:
        self._names = names
        self._held = {each.id: each for each in held}
        joined = [(each.section or "", one.name) for each in known for one in each.students]
        typed = [own[0].annotator for each in found for own in each.passes]
        listed = [name for each in found for name in each.absent]
        everyone = dict.fromkeys(names.name_of(name) for name in [*typed, *listed])
        everyone |= dict.fromkeys(names.name_of(name) for _, name in joined)
        out = {file_name(each.key.annotator) for each in found}
        out |= {name for each in found for name in _excluded(each)}
        working = {names.name_of(name) for name in typed}
        self._everyone = tuple(
            each for each in everyone if each in working or file_name(each) not in out
        )
        self._sections = self._sections_of(joined)

    def _sections_of(self, joined: Iterable[tuple[str, str]]) -> Mapping[str, str]:
        """The section of each student: the one whose sittings the student joined most often."""
        counted: dict[str, Counter[str]] = {}
        for section, name in joined:
            counted.setdefault(self._names.name_of(name), Counter())[section] += 1
        return {name: each.most_common(1)[0][0] for name, each in counted.items()}

    def order(self, votes: DocumentVotes) -> tuple[str, str]:
        """By date, then by id. Documents without a date come first."""
        return self._date(votes.submissions, None) or "", votes.submissions.key.document.id

    def _date(self, submissions: KeySubmissions, section: str | None) -> str | None:
        """The date of the first sitting in which a student worked on a document."""
        worked = {each.sitting for own in submissions.passes for each in own}
        dates = (
            each.date
            for each in self._held.values()
            if each.id in worked and each.date and section in {None, each.section or ""}
        )
        return min(dates, default=None)

    def members(self, section: str) -> tuple[str, ...]:
        """Everyone who belongs to a section; without sections, everyone in the class."""
        own = [each for each in self._everyone if self._section_of(each) == section]
        return (*own, *self._names.absent(section, self._everyone))

    def _section_of(self, name: str) -> str:
        return self._sections.get(name, "")

    def document(self, votes: DocumentVotes) -> DocumentResults:
        """The results of the whole class on a document."""
        sections = {self._section_in(name, own) for name, own in votes.votes.items()} or {""}
        missing = tuple(
            name
            for section in sorted(sections)
            for name in self._missing(section, votes, tuple(votes.votes))
        )
        found = self._graded(votes, tuple(votes.votes))
        return replace(found, missing=missing, date=self._date(votes.submissions, None))

    def _missing(
        self, section: str, votes: DocumentVotes, students: Iterable[str]
    ) -> tuple[str, ...]:
        """The members of a section who have no work on a document, and were dealt no other one."""
        here = {self._names.name_of(name) for name in students}
        document = votes.submissions.key.document.id
        here |= {
            self._names.name_of(student.name)
            for sitting in self._held.values()
            if sitting.deal and document in sitting.documents
            for student in sitting.students
            if student.document != document
        }
        return tuple(name for name in self.members(section) if name not in here)

    def lessons(self, votes: DocumentVotes) -> Iterator[DocumentResults]:
        """The results of each section on a document."""
        by_section: dict[str, list[str]] = {}
        for name, own in votes.votes.items():
            by_section.setdefault(self._section_in(name, own), []).append(name)
        for section, names in sorted(by_section.items()):
            found = self._graded(votes, names)
            day = self._date(votes.submissions, section)
            missing = self._missing(section, votes, names)
            yield replace(
                found, missing=missing, section=section, date=day, week=_week(day) if day else ""
            )

    def _section_in(self, name: str, own: Mapping[int, AnnotationSet]) -> str:
        """The section of the sitting in which a student made these sets, or the student's own."""
        held = next((each.sitting for each in own.values() if each.sitting), None)
        sitting = self._held.get(held) if held else None
        return (
            self._section_of(self._names.name_of(name))
            if sitting is None
            else (sitting.section or "")
        )

    def _graded(self, votes: DocumentVotes, students: Sequence[str]) -> DocumentResults:
        submissions = votes.submissions
        config = GradingConfig(submissions.codebook, aliases=submissions.aliases)

        def graded(vote: int) -> Iterator[Grade]:
            for name in students:
                if vote in votes.votes[name]:
                    found = grade_set(votes.votes[name][vote], submissions.key, config)
                    yield replace(found, annotations=self._named(found.annotations))

        late = (name for name in students if 1 not in votes.votes[name])
        return DocumentResults(
            submissions.key,
            submissions.codebook,
            tuple(graded(1)),
            tuple(graded(2)),
            late=tuple(map(self._names.name_of, late)),
        )

    def _named(self, annotations: AnnotationSet) -> AnnotationSet:
        """The set with one name of the student in all documents."""
        return replace(annotations, annotator=self._names.name_of(annotations.annotator))


def _excluded(submissions: KeySubmissions) -> frozenset[str]:
    project = layout.project_folder(submissions.file)
    return layout.load_project(project).excluded_folders if project else frozenset()


def _week(day: str) -> str:
    """The Monday of the week of a day."""
    held = date.fromisoformat(day)
    return (held - timedelta(days=held.weekday())).isoformat()
