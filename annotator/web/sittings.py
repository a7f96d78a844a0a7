"""All sittings that one server holds, and which of them a code or a link belongs to."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from annotator.model.errors import DataError
from annotator.model.lesson import Lesson, LessonStep
from annotator.model.sitting import Sitting, Student, sitting_id
from annotator.project.roster import Roster
from annotator.storage import sittings
from annotator.web.class_project import ClassProject
from annotator.web.known_sittings import KnownSittings
from annotator.web.sitting import LiveSitting
from annotator.web.teacher_links import TeacherLinks
from annotator.web.tokens import hash_token, new_code, new_token

_TIMER_SECONDS = 1.0


class LiveSittings:
    """The sittings that one server holds, all in one project.

    Args:
        folder: The project's folder.
        practice: The id of a document with a key, on which students may practice.
        roster: The expected students (default: the project's annotators).
        clock: The time in seconds since 1970.

    Raises:
        DataError: The project does not exist, or one of its class files is damaged.
    """

    def __init__(
        self,
        folder: Path,
        practice: str | None = None,
        roster: Roster | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.project = ClassProject(folder, practice, roster, clock)
        # For the names of cookies: the same after a restart, and another one for another project.
        self.mark = hash_token(str(folder.resolve()))[:8]
        sittings.make_private_folders(folder)
        self.known = KnownSittings(folder)
        self.teachers = TeacherLinks(folder, clock)
        self._live: dict[str, LiveSitting] = {}

    @property
    def sittings(self) -> tuple[LiveSitting, ...]:
        """The sittings that this server holds, in the order in which they were opened."""
        return tuple(self._live.values())

    def get(self, sitting: str) -> LiveSitting | None:
        """The sitting with this id, if this server holds it."""
        return self._live.get(sitting)

    def by_code(self, code: str) -> LiveSitting | None:
        """The sitting that students join with this code."""
        found = None
        for each in self.sittings:
            # Every code is compared, and each in constant time.
            if secrets.compare_digest(code.encode(), each.sitting.code.encode()):
                found = each
        return found

    def by_student_token(self, token: str) -> tuple[LiveSitting, Student] | None:
        """The sitting and the student that a personal link belongs to."""
        found = ((each, each.student_by_token(token)) for each in self.sittings)
        return next(((live, student) for live, student in found if student is not None), None)

    @property
    def secret(self) -> str:
        """A secret that stays the same over a restart."""
        return min(each.sitting.secret for each in self.sittings)

    # Opening.

    def open(
        self,
        section: str | None = None,
        documents: Sequence[str] = (),
        *,
        deal: bool = False,
        closes: float | None = None,
        pins: bool = False,
    ) -> LiveSitting:
        """Begin a new sitting.

        Args:
            section: The section, or None.
            documents: The ids of its documents, in their order.
            deal: Whether the documents are dealt out.
            closes: When tagging closes by itself, in seconds since 1970, or None.
            pins: Whether a student needs a PIN to join.

        Raises:
            DataError: A document does not exist, or there is none.
        """
        found = tuple(dict.fromkeys(self.project.article(each).document for each in documents))
        if not found:
            raise DataError("A sitting needs at least one document.")
        self._refuse_practice(found)
        date = datetime.fromtimestamp(self.project.clock()).astimezone().date().isoformat()
        name = sitting_id(date, section, self.known.__contains__)
        code = next(each for each in iter(new_code, None) if each not in self.known.codes)
        lesson = Lesson().go_to(LessonStep.JOIN, self.project.clock())
        made = Sitting(
            name,
            code,
            new_token(),
            found,
            found[0],
            section,
            date,
            deal,
            closes,
            lesson=lesson,
            pins=pins,
        )
        return self.resume(made)

    def resume(self, sitting: Sitting) -> LiveSitting:
        """Go on with a sitting.

        Raises:
            DataError: A document does not exist, or another process has the sitting open.
        """
        self._refuse_practice(sitting.documents)
        live = LiveSitting(self.project, sitting, self.known)
        self._live[sitting.id] = live
        return live

    def _refuse_practice(self, documents: Iterable[str]) -> None:
        practice = self.project.practice
        if practice is not None and practice.document.id in documents:
            raise DataError(
                "Practice shows the key, so it needs a different document. Change --practice."
            )

    # Running.

    async def begin(self) -> None:
        """Open the passes that were in progress when the server last stopped."""
        for each in self.sittings:
            await each.begin()

    async def keep_time(self) -> None:
        """Close tagging in each sitting when its closing time comes. Never ends."""
        while True:
            await asyncio.sleep(_TIMER_SECONDS)
            for each in self.sittings:
                # If the class cannot be saved now, this is repeated a second later.
                with suppress(DataError):
                    await each.close_on_time()

    def close(self) -> tuple[str, ...]:
        """Save, and release all files. Returns the students whose last edits are not saved."""
        unsaved = tuple(student for each in self.sittings for student in each.close())
        self.project.close()
        return unsaved
