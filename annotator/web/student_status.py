"""How a student is doing: done, working, stuck, away or not started, and since when."""

from dataclasses import dataclass
from enum import StrEnum

STUCK_SECONDS = 180
"""A student who has not tagged for this long while tagging is open is stuck."""


class StudentStatus(StrEnum):
    """How a student is doing."""

    STUCK = "stuck"
    AWAY = "away"
    NOT_STARTED = "not started"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StudentActivity:
    """What is known about a student's work. All times are in seconds since 1970.

    Attributes:
        tagged: The number of sentences with a tag.
        total: The number of sentences to tag.
        here: Whether the page is open and online.
        last_edit: The time of the last edit, or None.
        last_report: When the page was last known to be open, or None.
    """

    tagged: int
    total: int
    here: bool
    last_edit: float | None = None
    last_report: float | None = None


def student_status(
    activity: StudentActivity, opened: float | None, now: float
) -> tuple[StudentStatus, float | None]:
    """The status of a student, and since when, if that is known.

    Args:
        activity: What is known about the student's work.
        opened: Since when tagging is open, or None while it is closed.
        now: The time in seconds since 1970.
    """
    if activity.total and activity.tagged >= activity.total:
        return StudentStatus.DONE, activity.last_edit
    if not activity.here:
        return StudentStatus.AWAY, activity.last_report
    if not activity.tagged:
        return StudentStatus.NOT_STARTED, opened
    worked = max((each for each in (activity.last_edit, opened) if each is not None), default=now)
    stuck = opened is not None and now - worked >= STUCK_SECONDS
    return (StudentStatus.STUCK if stuck else StudentStatus.WORKING), activity.last_edit or opened
