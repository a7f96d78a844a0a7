"""The answers that pages get: pages, streams of events, and problems in words."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from annotator.model.faults import Refused
from annotator.text.safe import visible
from annotator.web.admission import NotNow, TooLate
from annotator.web.counted import NumberTaken
from annotator.web.desk import Malformed, NotSaved
from annotator.web.pages import rendered

BEAT = 15
"""After so many seconds without news a stream says that it is there."""

PROBLEMS: Mapping[int, str] = {
    401: "That is not the code of this class. Look at the board again.",
    429: "Too many wrong codes came from here. Wait half a minute, then try again.",
}
"""Why somebody was not let in, by the status."""


def root(request: Request) -> str:
    """The path before every path of ours; empty at the top of a host."""
    return str(request.scope.get("root_path", ""))


def door(
    request: Request,
    status: int = 200,
    code: str = "",
    name: str = "",
    problem: str = "",
    *,
    taken: bool = False,
) -> Response:
    """The page on which a student joins, with what was typed and what is wrong with it."""
    said = {"code": code, "name": name, "problem": problem, "taken": taken}
    page = rendered("join.html", root=root(request), **said)
    headers = {"Retry-After": "30"} if status == 429 else None
    return HTMLResponse(page, status, headers)


def html(request: Request, template: str, **values: Any) -> Response:
    """A page of ours."""
    return HTMLResponse(rendered(template, root=root(request), **values))


def entered(request: Request, path: str) -> Response:
    """Goes on to a page of ours by the page's own doing.

    A redirection would do as well but for links in a mail or a chat: there the browser holds a
    strict cookie back until a page of ours itself asks for the next.
    """
    return html(request, "onward.html", address=root(request) + (path or "/"))


class _Stream(StreamingResponse):
    """A stream of events that no proxy holds back, and that says when it is over."""

    def __init__(self, lines: AsyncIterator[str], ended: Callable[[], None]) -> None:
        headers = {"X-Accel-Buffering": "no"}
        super().__init__(lines, media_type="text/event-stream", headers=headers)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Not where the lines end: of a client that is gone at once they never begin.
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def stream(lines: AsyncIterator[str], ended: Callable[[], None] = lambda: None) -> Response:
    """A stream of events.

    Args:
        lines: What it says.
        ended: Is called once when it is over, however that came.
    """
    return _Stream(lines, ended)


_STATUS: Mapping[type[Refused], int] = {TooLate: 410, Malformed: 400}
"""Of what is refused otherwise than as impossible."""


def _problem(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"problem": visible(words)}, status, headers)


async def _refused(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return _problem(status, str(error))


async def _not_now(_: Request, error: Exception) -> Response:
    return _problem(409, str(error))


async def _number_taken(_: Request, error: Exception) -> Response:
    return JSONResponse({"problem": visible(str(error)), "again": "another number"}, 409)


async def _not_saved(_: Request, error: Exception) -> Response:
    return _problem(503, f"not saved yet: {error}", {"Retry-After": "2"})


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it is registered for that alone)
    return _problem(error.status_code, error.detail, error.headers)


async def _failed(_: Request, __: Exception) -> Response:
    return _problem(500, "Something went wrong in the class page; your work is kept and sent again")


async def _gone(_: Request, __: Exception) -> Response:
    return _problem(400, "the connection ended before all had arrived")


HANDLERS: Mapping[Any, Any] = {
    Refused: _refused,
    NotNow: _not_now,
    NumberTaken: _number_taken,
    NotSaved: _not_saved,
    HTTPException: _http,
    ClientDisconnect: _gone,
    Exception: _failed,
}
"""What becomes of each kind of failure."""
