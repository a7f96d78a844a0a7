"""Votes: which of a student's passes belongs to which vote of the class.

This is the only place that reads votes for the class report. A set made on the class page has its
sitting and its vote. Otherwise a pass number stands for a vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet
from annotator.project.answer_keys import KeySubmissions
from annotator.storage import layout, sittings


@dataclass(frozen=True, slots=True)
class DocumentVotes:
    """The votes on one document.

    Attributes:
        submissions: The key and everything that was submitted.
        votes: Each student's set in each vote, from 1, by the student's name. A student who joined
            late has no first vote.
        date: The date of the lesson (2026-11-30); None if it is not known.
    """

    submissions: KeySubmissions
    votes: Mapping[str, Mapping[int, AnnotationSet]]
    date: str | None = None

    def in_vote(self, vote: int) -> tuple[AnnotationSet, ...]:
        """The sets of all students in a vote."""
        return tuple(own[vote] for own in self.votes.values() if vote in own)


def document_votes(submissions: KeySubmissions) -> DocumentVotes:
    """The votes on the document of a key.

    Raises:
        DataError: The file of a sitting cannot be read.
    """
    votes = {own[0].annotator: _own_votes(own) for own in submissions.passes}
    return DocumentVotes(submissions, votes, _date(submissions))


def _own_votes(passes: Sequence[AnnotationSet]) -> Mapping[int, AnnotationSet]:
    """A student's sets by vote: those of the first sitting, or else every pass."""
    first = next((each.sitting for each in passes if each.sitting is not None), None)
    if first is None:
        return dict(enumerate(passes, 1))
    return {each.vote or 1: each for each in passes if each.sitting == first}


def _date(submissions: KeySubmissions) -> str | None:
    """The date of the first sitting in which a student worked on the document."""
    project = layout.project_folder(submissions.file)
    held = {each.sitting for own in submissions.passes for each in own}
    if project is None or held == {None}:
        return None
    known = map(sittings.load, layout.class_files(project))
    return min((each.date for each in known if each.id in held and each.date), default=None)
