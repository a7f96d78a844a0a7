"""The names that learning platforms give to submitted files, and back again for feedback.

Canvas: `byronada_12345_67890_article.yaml`, or `byronada_LATE_12345_67890_article.yaml`. The
numbers are the user and the attachment. Moodle: `Ada Byron_12345_assignsubmission_file_/a.yaml`,
or the same without the folder. Since Moodle 4.1, the folder has no `_` at its end. The number is
the participant.

Both platforms find the student of a feedback file by these parts of its name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.name_folding import file_name, fold_name


class SubmissionPlatform(StrEnum):
    """The platform that named a file."""

    CANVAS = "canvas"
    MOODLE = "moodle"


_CANVAS = re.compile(
    r"(?P<person>[^/]+?)(?P<late>_LATE|_late)?_(?P<id>[0-9]{1,20})_(?P<submission>[0-9]{1,20})_(?P<file>[^/]+)"
)
_MOODLE = re.compile(
    r"(?P<person>[^/_]+)_(?P<id>[0-9]{1,20})_assign(?:submission|feedback)_[a-z]+(?:_?/|_)[^/]+"
)
_MAX_NAME = 500


@dataclass(frozen=True, slots=True)
class PlatformName:
    """What a platform's name for a submitted file says.

    Attributes:
        platform: The platform.
        person: The student as the platform writes the name in files.
        person_id: The platform's number for the student.
        name: The name, with its folder if the platform made one for each student.
        late: Whether the name says that the work was late. Moodle's names do not.
    """

    platform: SubmissionPlatform
    person: str
    person_id: str
    name: str
    late: bool = False

    def is_same_person(self, other: "PlatformName") -> bool:
        """Whether two names are of one student, according to the platform.

        Moodle can give a participant another number in each assignment. Canvas's numbers stay.
        """
        if self.platform is not other.platform:
            return True
        same_id = self.person_id == other.person_id
        if self.platform is SubmissionPlatform.CANVAS:
            return same_id
        return same_id or fold_name(self.person) == fold_name(other.person)

    @property
    def feedback_name(self) -> str:
        """The name of a feedback page that the platform gives to this student."""
        if self.platform is SubmissionPlatform.CANVAS:
            return f"{_without_ending(self.name)}.html"
        folder, slash, _ = self.name.partition("/")
        if slash:
            return f"{folder}/feedback.html"
        start = re.match(r"[^_]+_[0-9]+_[a-z]+_[a-z]+_", self.name)
        return f"{start[0] if start else ''}feedback.html"


def _without_ending(name: str) -> str:
    return re.sub(r"\.ya?ml$", "", name, flags=re.IGNORECASE)


def platform_name(path: str) -> PlatformName | None:
    """What the platform's name for a file says; None if no platform named it.

    Args:
        path: The file's path with forward slashes. Only its last two parts count.
    """
    parts = path.split("/")
    last, two = parts[-1], "/".join(parts[-2:])
    for name, pattern, platform in (
        (two, _MOODLE, SubmissionPlatform.MOODLE),
        (last, _MOODLE, SubmissionPlatform.MOODLE),
        (last, _CANVAS, SubmissionPlatform.CANVAS),
    ):
        match = pattern.fullmatch(name)
        if match is not None and len(name) <= _MAX_NAME and name.isprintable():
            late = platform is SubmissionPlatform.CANVAS and match["late"] is not None
            return PlatformName(platform, match["person"], match["id"], name, late)
    return None


@dataclass(frozen=True, slots=True)
class PlatformSubmission:
    """A collected set and the platform's name for its file.

    Attributes:
        annotator: The name of the annotator in the project.
        document: The id of the document.
        submitted: The platform's name.
    """

    annotator: str
    document: str
    submitted: PlatformName


@dataclass(frozen=True, slots=True)
class PlatformSubmissions:
    """All sets that came from a platform, one for each annotator and document."""

    entries: tuple[PlatformSubmission, ...] = ()

    def find(self, annotator: str, document: str) -> PlatformName | None:
        """The platform's name for an annotator's work on a document; None if it has none."""
        folded = file_name(annotator)
        return next(
            (
                each.submitted
                for each in self.entries
                if each.document == document and file_name(each.annotator) == folded
            ),
            None,
        )

    def with_entry(self, entry: PlatformSubmission) -> "PlatformSubmissions":
        """The same with this entry in place of an earlier one for the annotator and document."""
        folded = file_name(entry.annotator)
        others = (
            each
            for each in self.entries
            if each.document != entry.document or file_name(each.annotator) != folded
        )
        return PlatformSubmissions(tuple(_sorted((*others, entry))))

    def without(self, annotator: str) -> "PlatformSubmissions":
        """The same without an annotator, by folded name."""
        kept = (each for each in self.entries if file_name(each.annotator) != annotator)
        return PlatformSubmissions(tuple(kept))


def _sorted(entries: Iterable[PlatformSubmission]) -> list[PlatformSubmission]:
    return sorted(entries, key=lambda each: (each.document, file_name(each.annotator)))
