"""Which edits a class takes: each is judged by the state of the class when it was made."""

from collections.abc import Iterator

from annotator.model.classroom import Classroom, Phase
from annotator.model.faults import Refused
from annotator.web.desk import Sent

LATE_SECONDS = 600
"""So long after the work was closed an edit is taken that was made before."""


class NotNow(Exception):  # noqa: N818 (it is what the student reads)
    """The instructor has closed the work; the same edit may be welcome later."""


class TooLate(Refused):
    """The edit belongs to a vote that is over, or to a sentence whose key is shown."""


Bar = tuple[float | None, Exception]
"""Since when an edit is not taken any more, in seconds since 1970, and what is said then."""


def admit(classroom: Classroom, sent: Sent, now: float, *, key_shown: bool = False) -> None:
    """Let an edit through.

    What bars an edit now does not bar it if it was made before, arrives within `LATE_SECONDS`, and
    its page had not been shown the key.

    Args:
        classroom: The class as it stands.
        sent: The edit.
        now: In seconds since 1970.
        key_shown: Whether the page that made the edit was told the key of its sentence.

    Raises:
        NotNow: The work is closed.
        TooLate: The vote or the hour is over, or the key to the sentence is shown.
        Refused: There is no such vote.
    """
    if not 0 < sent.vote <= classroom.vote:
        raise Refused("the class has no such vote")
    shown = key_shown and not sent.is_note
    for since, refusal in _bars(classroom, sent):
        if since is None or sent.made >= since or now > since + LATE_SECONDS or shown:
            raise refusal


def _bars(classroom: Classroom, sent: Sent) -> Iterator[Bar]:
    if sent.sentence in classroom.revealed and not sent.is_note:
        since = classroom.key_shown_since(sent.sentence)
        yield since, TooLate("the key to this sentence is shown already; your tag stays as it was")
    if sent.vote < classroom.vote:
        words = "another vote has begun since; the last one stays as it was"
        yield _ended(classroom, sent), TooLate(words)
    elif classroom.phase is Phase.ENDED:
        words = "the hour has ended; nothing is changed any more"
        yield _ended(classroom, sent), TooLate(words)
    elif classroom.phase is Phase.CLOSED and not _is_reason(sent, classroom.asked):
        yield _ended(classroom, sent), NotNow("the work is closed")


def _ended(classroom: Classroom, sent: Sent) -> float | None:
    """Since when the vote takes no such edit; a reason that was asked for longer than others."""
    end = classroom.end_of(sent.vote)
    if end is None:
        return None
    return end.over if end.over and _is_reason(sent, end.asked) else end.closed


def _is_reason(sent: Sent, asked: tuple[str, ...]) -> bool:
    return sent.is_note and sent.sentence in asked
