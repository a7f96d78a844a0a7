"""Votes: which of a student's passes belongs to which vote of the class.

This is the only place that reads votes for the class report. A set made on the class page has its
sitting and its vote. Otherwise a pass number stands for a vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet
from annotator.project.answer_keys import KeySubmissions


@dataclass(frozen=True, slots=True)
class DocumentVotes:
    """The votes on one document.

    Attributes:
        submissions: The key and everything that was submitted.
        votes: Each student's set in each vote, from 1, by the student's name. A student who joined
            late has no first vote.
    """

    submissions: KeySubmissions
    votes: Mapping[str, Mapping[int, AnnotationSet]]

    def in_vote(self, vote: int) -> tuple[AnnotationSet, ...]:
        """The sets of all students in a vote."""
        return tuple(own[vote] for own in self.votes.values() if vote in own)


def document_votes(submissions: KeySubmissions) -> DocumentVotes:
    """The votes on the document of a key."""
    votes = {own[0].annotator: _own_votes(own) for own in submissions.passes}
    return DocumentVotes(submissions, votes)


def _own_votes(passes: Sequence[AnnotationSet]) -> Mapping[int, AnnotationSet]:
    """A student's sets by vote: those of the first sitting, or else every pass."""
    first = next((each.sitting for each in passes if each.sitting is not None), None)
    if first is None:
        return dict(enumerate(passes, 1))
    return {each.vote or 1: each for each in passes if each.sitting == first}
