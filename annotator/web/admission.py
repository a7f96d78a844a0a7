"""Which edits a class takes at the moment."""

from annotator.model.classroom import Classroom, Phase
from annotator.model.faults import Refused
from annotator.web.desk import Sent


class NotNow(Exception):  # noqa: N818 (it is what the student reads)
    """The instructor has closed the work; the same edit may be welcome later."""


class TooLate(Refused):
    """The edit belongs to a vote that is over, or to a sentence whose key is shown."""


def admit(classroom: Classroom, vote: int, sent: Sent) -> None:
    """Let an edit through.

    Args:
        classroom: The class as it stands.
        vote: The vote that the page meant it for.
        sent: The edit.

    Raises:
        NotNow: The work is closed.
        TooLate: The vote or the hour is over, or the key to the sentence is shown.
    """
    sentence, note = sent.said.get("sentence"), sent.said.get("do") == "note"
    if vote != classroom.vote:
        raise TooLate("another vote has begun since; the last one stays as it was")
    if classroom.phase is Phase.ENDED:
        raise TooLate("the hour has ended; nothing is changed any more")
    if sentence in classroom.revealed and not note:
        raise TooLate("the key to this sentence is shown already; your tag stays as it was")
    if classroom.phase is Phase.CLOSED and not (note and sentence in classroom.asked):
        raise NotNow("your teacher has closed the work for now")
