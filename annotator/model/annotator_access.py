"""Who of a project's annotators may work in a browser: personal links, and browsers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name

ACCESS_DAYS = 30
"""A link expires after this many days, and a browser is signed out after as many."""

MAX_TOKENS = 20
"""The maximum number of links, and of browsers, of one annotator."""


@dataclass(frozen=True, slots=True)
class AnnotatorToken:
    """A link that has not been used, or a browser that used one.

    Attributes:
        annotator: The annotator's folded name.
        token: The SHA-256 of its token, in hex.
        until: When it expires, in seconds since 1970.
    """

    annotator: str
    token: str
    until: float


@dataclass(frozen=True, slots=True)
class AnnotatorAccess:
    """The access of all annotators of a project. Immutable.

    Attributes:
        links: The links that have not been used.
        browsers: The browsers that used one.
        address: The address at which the page was last served; empty if it never was.
    """

    links: tuple[AnnotatorToken, ...] = ()
    browsers: tuple[AnnotatorToken, ...] = ()
    address: str = ""

    def with_link(self, link: AnnotatorToken, now: float) -> "AnnotatorAccess":
        """The access with one more link, at `now` seconds since 1970."""
        return replace(self, links=_with(self.links, link, now))

    def owner_of_link(self, token: str, now: float) -> str | None:
        """The folded name of the annotator whose link this is, by its hashed token."""
        return _owner(self.links, token, now)

    def use_link(self, token: str, browser: str, until: float, now: float) -> "AnnotatorAccess":
        """The access after a browser used a link, which no longer works.

        Args:
            token: The link's token, hashed.
            browser: The token in the browser's cookie, hashed.
            until: When the browser is signed out, in seconds since 1970.
            now: The time in seconds since 1970.

        Raises:
            DataError: The link has been used, was revoked, has expired, or never existed.
        """
        owner = self.owner_of_link(token, now)
        if owner is None:
            raise DataError("This link does not work. It may have been used already.")
        return replace(
            self,
            links=tuple(each for each in self.links if each.token != token),
            browsers=_with(self.browsers, AnnotatorToken(owner, browser, until), now),
        )

    def owner_of_browser(self, token: str, now: float) -> str | None:
        """The folded name of the annotator who is signed in, by the hashed token in the cookie."""
        return _owner(self.browsers, token, now)

    def without_browser(self, token: str) -> "AnnotatorAccess":
        """The access after a browser signed out."""
        return replace(self, browsers=tuple(each for each in self.browsers if each.token != token))

    def without(self, annotator: str) -> "AnnotatorAccess":
        """The access without all links and browsers of an annotator."""
        name = file_name(annotator)
        return replace(
            self,
            links=tuple(each for each in self.links if each.annotator != name),
            browsers=tuple(each for each in self.browsers if each.annotator != name),
        )

    def until(self, annotator: str, now: float) -> tuple[float | None, float | None]:
        """Until when an annotator has a link, and is signed in; None where there is none."""
        return _until(self.links, annotator, now), _until(self.browsers, annotator, now)


def _with(
    known: Iterable[AnnotatorToken], new: AnnotatorToken, now: float
) -> tuple[AnnotatorToken, ...]:
    valid = [each for each in known if each.until > now]
    own = [each for each in valid if each.annotator == new.annotator]
    dropped = set(own[: len(own) + 1 - MAX_TOKENS]) if len(own) >= MAX_TOKENS else set()
    return (*(each for each in valid if each not in dropped), new)


def _owner(known: Iterable[AnnotatorToken], token: str, now: float) -> str | None:
    return next(
        (each.annotator for each in known if each.token == token and each.until > now), None
    )


def _until(known: Iterable[AnnotatorToken], annotator: str, now: float) -> float | None:
    name = file_name(annotator)
    return max(
        (each.until for each in known if each.annotator == name and each.until > now), default=None
    )
