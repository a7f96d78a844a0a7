"""The language of each request: the student's own choice, the sitting's, or the browser's."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from annotator.model.errors import DataError
from annotator.text.messages import (
    ENGLISH,
    Messages,
    accepted_languages,
    best_language,
    known_languages,
    messages_in,
)
from annotator.web.sitting import LiveSitting

LANGUAGE_COOKIE = "annotator-language"
"""The cookie with the language that was chosen in this browser. It identifies nobody."""

_YEAR_SECONDS = 365 * 24 * 3600
_KEY = "annotator.messages"

SittingOf = Callable[[Request], LiveSitting | None]


def _no_sitting(_: Request) -> LiveSitting | None:
    return None


class LanguageMiddleware:
    """The application, which finds the language of each request in the request's scope.

    Args:
        app: The application.
        sitting_of: Which sitting a request is about, or None if that is not known.
        of_browser: Whether a page outside a sitting has the language that the browser asks for.
    """

    def __init__(
        self, app: ASGIApp, sitting_of: SittingOf = _no_sitting, *, of_browser: bool = False
    ) -> None:
        self._app = app
        self._sitting_of = sitting_of
        self._of_browser = of_browser

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            request = Request(scope)
            live = self._sitting_of(request)
            scope[_KEY] = messages_in(_language(request, live, of_browser=self._of_browser))
        await self._app(scope, receive, send)


def _language(request: Request, live: LiveSitting | None, *, of_browser: bool) -> str:
    known = known_languages()
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in known and not _is_projector(request):
        return chosen
    asks = of_browser if live is None else live.sitting.browser_language
    if asks and not _is_projector(request):
        accepted = accepted_languages(request.headers.get("accept-language", ""))
        found = best_language(accepted, known)
        if found:
            return found
    return ENGLISH if live is None else sitting_language(live)


def _is_projector(request: Request) -> bool:
    """Whether a request is for what the whole class sees, in the language of the sitting."""
    return request.url.path.endswith("/projector") or request.query_params.get("names") == "no"


def sitting_language(live: LiveSitting) -> str:
    """The language of a sitting: its own, or that of its codebook."""
    wanted = live.sitting.language or live.article.codebook.language
    return best_language([wanted], known_languages()) or ENGLISH


def messages_of(request: Request) -> Messages:
    """The texts in the language of a request."""
    found = request.scope.get(_KEY)
    return found if isinstance(found, Messages) else messages_in(ENGLISH)


def error_message(error: Exception) -> str:
    """The text of an error, which can still be translated if it has no place in a file."""
    if isinstance(error, DataError):
        only = error.problems[0] if len(error.problems) == 1 else None
        return only.message if only and str(only) == only.message else str(error)
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


def with_language(answer: RedirectResponse, language: str, path: str) -> Response:
    """The answer, after which this browser keeps a language; unknown ones are ignored."""
    if language in known_languages():
        answer.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_YEAR_SECONDS,
            path=path,
            httponly=True,
            samesite="strict",
        )
    return answer
