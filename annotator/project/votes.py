"""Votes: which of a student's passes belongs to which vote of the class.

This is the only place that reads votes for the class report. Today a pass number stands for a vote,
moved by the vote in which a late student joined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.classroom import Classroom
from annotator.model.name_folding import file_name
from annotator.project.answer_keys import KeySubmissions
from annotator.storage import classrooms, layout


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
        DataError: The file of the class cannot be read.
    """
    classroom = _classroom(submissions)
    joined = {each.id: each.joined for each in classroom.students} if classroom else {}
    votes = {
        own[0].annotator: dict(enumerate(own, joined.get(file_name(own[0].annotator), 1)))
        for own in submissions.passes
    }
    return DocumentVotes(submissions, votes, _date(classroom))


def _classroom(submissions: KeySubmissions) -> Classroom | None:
    project = layout.project_folder(submissions.file)
    path = project and layout.class_path(project, submissions.key.document.id)
    return classrooms.load(path) if isinstance(path, Path) and path.exists() else None


def _date(classroom: Classroom | None) -> str | None:
    if classroom is None or not classroom.ends:
        return None
    first = min(each.closed for each in classroom.ends)
    try:
        return datetime.fromtimestamp(first, UTC).astimezone().date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None
