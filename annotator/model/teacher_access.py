"""Who may lead the classes of a project: links that work once, and browsers that used one."""

from dataclasses import dataclass, replace

from annotator.model.errors import DataError

LINK_HOURS = 12
"""A link that nobody has used expires after this many hours."""

MAX_TEACHER_LINKS = 20
MAX_TEACHER_BROWSERS = 50


@dataclass(frozen=True, slots=True)
class TeacherToken:
    """A link that has not been used, or a browser that used one.

    Attributes:
        token: The SHA-256 of its token, in hex.
        since: When it was made, in seconds since 1970.
    """

    token: str
    since: float


@dataclass(frozen=True, slots=True)
class TeacherAccess:
    """Everyone who may lead. Immutable.

    Attributes:
        links: The links that have not been used.
        browsers: The browsers that used one.
    """

    links: tuple[TeacherToken, ...] = ()
    browsers: tuple[TeacherToken, ...] = ()

    def with_link(self, token: str, now: float) -> "TeacherAccess":
        """The access with one more link.

        Args:
            token: The link's token, hashed.
            now: The time in seconds since 1970.
        """
        links = (*self._valid_links(now), TeacherToken(token, now))[-MAX_TEACHER_LINKS:]
        return replace(self, links=links)

    def has_link(self, token: str, now: float) -> bool:
        """Whether a link, hashed, can still be used."""
        return any(each.token == token for each in self._valid_links(now))

    def use_link(self, token: str, browser: str, now: float) -> "TeacherAccess":
        """The access after a browser used a link, which no longer works.

        Args:
            token: The link's token, hashed.
            browser: The token in the browser's cookie, hashed.
            now: The time in seconds since 1970.

        Raises:
            DataError: The link has been used, has expired, or never existed.
        """
        if not self.has_link(token, now):
            raise DataError("This link does not work. It may have been used already.")
        links = tuple(each for each in self._valid_links(now) if each.token != token)
        browsers = (*self.browsers, TeacherToken(browser, now))[-MAX_TEACHER_BROWSERS:]
        return TeacherAccess(links, browsers)

    def has_browser(self, token: str) -> bool:
        """Whether a browser, by the hashed token in its cookie, may lead."""
        return any(each.token == token for each in self.browsers)

    def _valid_links(self, now: float) -> tuple[TeacherToken, ...]:
        return tuple(each for each in self.links if now - each.since < LINK_HOURS * 3600)


NO_TEACHER_ACCESS = TeacherAccess()
