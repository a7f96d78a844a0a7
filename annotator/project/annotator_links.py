"""The personal links of a project's annotators: make, use and revoke them.

The file may be changed by a command while the page is served. Each change reads it again under a
lock, and each question asks first whether it has changed.
"""

import time
from collections.abc import Callable
from pathlib import Path

from annotator.model.annotator_access import ACCESS_DAYS, AnnotatorAccess, AnnotatorToken
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.project import Project
from annotator.project.document_tasks import project_annotators
from annotator.storage import annotator_access, layout, sittings, system
from annotator.storage.locks import LockHolder, WriteLock, try_lock

_DAY = 24 * 3600
_ATTEMPTS = 50
_PAUSE = 0.1


class AnnotatorLinks:
    """Who of a project's annotators may work in a browser. Its methods wait for the disk.

    Args:
        folder: The project's folder.
        clock: The time in seconds since 1970.
        new_token: Gives a random token, too long to guess.
        hash_token: Gives the hash under which a token is stored.

    Raises:
        DataError: The folder is not a project, or the file is damaged.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float],
        new_token: Callable[[], str],
        hash_token: Callable[[str], str],
    ) -> None:
        self.folder = folder
        self._clock = clock
        self._new_token = new_token
        self._hash = hash_token
        self._project_mark = system.file_mark(layout.project_path(folder))
        self._loaded = layout.load_project(folder)
        self._known = annotator_access.mark(folder)
        self._access = annotator_access.load(folder)

    @property
    def annotators(self) -> tuple[str, ...]:
        """The names of the project's annotators, as the project writes them now.

        A project that lists none has those with sets.

        Raises:
            DataError: The project cannot be read.
        """
        listed = self._project.annotators
        return listed or project_annotators(self.folder, self._project)

    def require(self, name: str) -> str:
        """The name of an annotator, as the project writes it.

        Raises:
            DataError: The project has no such annotator.
        """
        found = self._by_folder.get(file_name(name))
        if found is None:
            known = ", ".join(self.annotators) or "none"
            words = (
                f"“{name}” is not an annotator of the project. Known annotators: {known}. "
                f"`annotator assign {self.folder} -a NAME` adds an annotator."
            )
            raise DataError(Problem(words, str(self.folder)))
        return found

    @property
    def _by_folder(self) -> dict[str, str]:
        return {file_name(each): each for each in reversed(self.annotators)}

    @property
    def access(self) -> AnnotatorAccess:
        """The access as it is on the disk now."""
        now = annotator_access.mark(self.folder)
        if now != self._known:
            self._access, self._known = annotator_access.load(self.folder), now
        return self._access

    def until(self, annotator: str) -> tuple[float | None, float | None]:
        """Until when an annotator has a link, and is signed in; None where there is none."""
        return self.access.until(annotator, self._clock())

    def new_link(self, annotator: str, days: float = ACCESS_DAYS) -> str:
        """The token of one more link for an annotator.

        Raises:
            DataError: The project has no such annotator, or this cannot be saved.
        """
        name, token, now = self.require(annotator), self._new_token(), self._clock()
        link = AnnotatorToken(file_name(name), self._hash(token), now + days * _DAY)
        self._change(lambda access: access.with_link(link, now))
        return token

    def revoke(self, annotator: str) -> None:
        """Make all links of an annotator invalid, and sign the annotator out everywhere.

        Raises:
            DataError: This cannot be saved.
        """
        self._change(lambda access: access.without(annotator))

    def use_link(self, token: str) -> str:
        """The token for the cookie of the browser that uses a link. The link no longer works.

        Raises:
            DataError: The link has been used, was revoked, has expired, or never existed; or this
                cannot be saved.
        """
        browser, now = self._new_token(), self._clock()
        hashed, until = self._hash(browser), now + ACCESS_DAYS * _DAY
        self._change(lambda access: access.use_link(self._hash(token), hashed, until, now))
        return browser

    def sign_out(self, browser: str) -> None:
        """Sign a browser out, by the token in its cookie.

        Raises:
            DataError: This cannot be saved.
        """
        self._change(lambda access: access.without_browser(self._hash(browser)))

    def owner_of(self, browser: str) -> str | None:
        """The name of the annotator who is signed in with this cookie; None if nobody is.

        Someone who is no longer an annotator of the project is not.

        Raises:
            DataError: The project or the file cannot be read.
        """
        owner = (
            self.access.owner_of_browser(self._hash(browser), self._clock()) if browser else None
        )
        if owner is None:
            return None
        # This is asked for every request, so it does not look at the sets of all annotators.
        listed = self._project.by_folder
        if listed:
            return listed.get(owner)
        return owner if layout.annotator_folder(self.folder, owner).is_dir() else None

    @property
    def _project(self) -> Project:
        now = system.file_mark(layout.project_path(self.folder))
        if now != self._project_mark:
            self._loaded, self._project_mark = layout.load_project(self.folder), now
        return self._loaded

    def serve_at(self, address: str) -> None:
        """Remember the address at which the page is served, for links that are made later.

        Raises:
            DataError: This cannot be saved.
        """
        self._change(lambda access: AnnotatorAccess(access.links, access.browsers, address))

    def _change(self, how: Callable[[AnnotatorAccess], AnnotatorAccess]) -> None:
        sittings.make_private_folders(self.folder)
        path = layout.annotator_access_path(self.folder)
        system.make_private_folder(path.parent)
        with _locked(path):
            changed = how(annotator_access.load(self.folder))
            annotator_access.save(self.folder, changed)


def _locked(path: Path) -> WriteLock:
    """The lock of the file. It is held only for a moment."""
    for _ in range(_ATTEMPTS):
        hold = try_lock(path, "annotator")
        if not isinstance(hold, LockHolder):
            return hold
        time.sleep(_PAUSE)
    raise DataError(Problem("is being changed by another command. Try again.", str(path)))
