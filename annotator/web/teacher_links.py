"""The teacher's links, which work once, and the browsers that used one."""

import threading
from collections.abc import Callable
from pathlib import Path

from annotator.model.teacher_access import NO_TEACHER_ACCESS, TeacherAccess
from annotator.storage import teacher_access
from annotator.web.tokens import hash_token, new_token


class OneUseLinks:
    """Links that each let one browser in, and these browsers. They end with the process.

    Args:
        clock: The time in seconds since 1970.
        access: Who has access at the beginning.
    """

    def __init__(
        self, clock: Callable[[], float], access: TeacherAccess = NO_TEACHER_ACCESS
    ) -> None:
        self._clock = clock
        # The terminal makes links too, in a thread of its own.
        self._changing = threading.Lock()
        self._access = access

    def revoke_all(self) -> None:
        """Sign all teachers out, and make all links invalid.

        Raises:
            DataError: This cannot be saved.
        """
        with self._changing:
            self._save(TeacherAccess())

    def new_link(self) -> str:
        """The token of a new link.

        Raises:
            DataError: It cannot be saved.
        """
        token = new_token()
        with self._changing:
            self._save(self._access.with_link(hash_token(token), self._clock()))
        return token

    def use_link(self, token: str) -> str:
        """The token for the cookie of the browser that uses a link. The link no longer works.

        Raises:
            DataError: The link has been used, has expired, or never existed; or this cannot be
                saved.
        """
        browser = new_token()
        with self._changing:
            self._save(self._access.use_link(hash_token(token), hash_token(browser), self._clock()))
        return browser

    def has_link(self, token: str) -> bool:
        """Whether a link can still be used."""
        return self._access.has_link(hash_token(token), self._clock())

    def has_browser(self, token: str) -> bool:
        """Whether a browser with this token in its cookie may lead."""
        return bool(token) and self._access.has_browser(hash_token(token))

    def _save(self, access: TeacherAccess) -> None:
        self._access = access


class TeacherLinks(OneUseLinks):
    """Who may lead the classes of a project. Methods that change it wait for the disk.

    Args:
        folder: The project's folder.
        clock: The time in seconds since 1970.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        super().__init__(clock, teacher_access.load(folder))
        self._folder = folder

    def _save(self, access: TeacherAccess) -> None:
        teacher_access.save(self._folder, access)
        super()._save(access)
