"""What the tagging screen works on: a session, the file that it is saved to, and its saver."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.session import Session
from annotator.storage.saver import Saver


@dataclass
class Work:
    """One set opened for tagging, or only for looking (then there is no saver).

    Attributes:
        session: The set and its undo.
        path: The file that it is kept in.
        text: The document's text where it is at hand.
        saver: Saves in its own thread; None where nothing may be saved.
        following: Opens the next pass.
        notices: What the person should know on opening it.
    """

    session: Session
    path: Path
    text: str | None = None
    saver: Saver | None = None
    following: Callable[[], "Work"] | None = None
    notices: tuple[str, ...] = field(default=())

    def save(self, revision: int) -> None:
        """Have the state of the session saved, under its revision."""
        if self.saver is not None:
            self.saver.save(self.session.annotations, revision)

    def retry(self, revision: int) -> None:
        """Save once more."""
        if self.saver is not None:
            self.saver.save(self.session.annotations, revision)
            self.saver.retry()

    def save_elsewhere(self, path: str, revision: int) -> None:
        """Save to another file from now on.

        Raises:
            Refused: That file can not be used.
        """
        if self.saver is not None:
            self.path = Path(path)
            self.saver.save_elsewhere(self.path)
            self.saver.save(self.session.annotations, revision)
