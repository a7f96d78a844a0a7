"""HTTP requests and responses: rate limits, bodies, JSON, pages, event streams, and errors."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from annotator.model.errors import DataError, shorten
from annotator.storage import strict_json
from annotator.text.safe import safe_text
from annotator.web.events import BrowserReport
from annotator.web.page_edits import (
    PAGE_ID,
    EditNumberError,
    MalformedEditError,
    PageEdit,
    TooLateError,
    WorkClosedError,
)
from annotator.web.pages import render_page
from annotator.web.student_pass import NotSavedError

MAX_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    since: float


class RateLimit:
    """At most `burst` at once, and `rate` a second from then on, for each who asks.

    Args:
        burst: How many at once.
        rate: How many a second.
        clock: The time in seconds.
    """

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def is_exhausted(self, who: Hashable) -> bool:
        """Whether this one has to wait."""
        return self._filled(who).left < 1

    def spend(self, who: Hashable) -> None:
        """Count one."""
        bucket = self._filled(who)
        bucket.left = max(bucket.left - 1, 0)

    def reserve(self, who: Hashable, longest: float) -> float | None:
        """Count one, and give the seconds until its turn; None where that is longer than `longest`.

        Nobody who asks one after another is refused: each waits for the one before.
        """
        bucket = self._filled(who)
        wait = max(1 - bucket.left, 0) / self._rate
        if wait > longest:
            return None
        bucket.left -= 1
        return wait

    def refund(self, who: Hashable) -> None:
        """Count one less."""
        self._filled(who).left += 1

    def _filled(self, who: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.since) * self._rate)
        bucket.since = now
        self._buckets[who] = bucket
        # Whoever was not seen for longest has a full bucket, or an attacker's many addresses.
        while len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket


BODY_SECONDS = 10
MAX_NUMBER = 10**9 - 1
MAX_MILLISECONDS = 10**15


def normalize_code(code: str) -> str:
    """A code as typed: case, blanks and hyphens do not count."""
    return "".join(code.split()).replace("-", "").upper()


def client_address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


async def read_body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        HTTPException: It took too long to arrive.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise HTTPException(408, "That took too long to arrive.") from None


async def read_json_object(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        HTTPException: There is none.
    """
    try:
        said = strict_json.loads(await read_body(request))
    except strict_json.DuplicateNameError as twice:
        raise HTTPException(400, f"This is ambiguous: {shorten(str(twice))}.") from None
    except (ValueError, RecursionError):
        raise HTTPException(400, "This is no JSON.") from None
    if not isinstance(said, dict):
        raise HTTPException(400, "This is no JSON object.")
    return said


def parse_page_edit(said: Mapping[str, Any]) -> PageEdit:
    """An edit as a page sends it.

    Raises:
        HTTPException: It is not whole.
    """
    page, number, vote = said.get("page"), said.get("number"), said.get("vote")
    edit, at, made = said.get("edit"), said.get("at"), said.get("made")
    if not isinstance(page, str) or not PAGE_ID.fullmatch(page) or not isinstance(edit, dict):
        raise HTTPException(400, "An edit has a page, a number, a vote, and what is to be done.")
    if not (_is_whole_number(number) and _is_whole_number(vote)):
        raise HTTPException(400, "An edit and a vote have numbers from 1.")
    if made is not None and not _is_whole_number(made, MAX_MILLISECONDS):
        raise HTTPException(400, "When an edit was made is a number of milliseconds since 1970.")
    seconds = math.inf if made is None else made / 1000
    return PageEdit(page, number, edit, at if isinstance(at, str) else None, vote, seconds)


def parse_browser_report(said: Mapping[str, Any], now: float) -> tuple[str, BrowserReport]:
    """Which browser says that it is there, and what of its work is not here yet.

    Raises:
        HTTPException: It is not whole.
    """
    browser, unsent, refused = said.get("browser"), said.get("unsent"), said.get("refused")
    if not isinstance(browser, str) or not PAGE_ID.fullmatch(browser):
        raise HTTPException(400, "A browser has an identity.")
    if not (_is_whole_number(unsent, least=0) and _is_whole_number(refused, least=0)):
        raise HTTPException(400, "The number of edits that are not sent or refused is a number.")
    return browser, BrowserReport(now, unsent, refused, hidden=said.get("resting") is True)


def _is_whole_number(value: Any, most: int = MAX_NUMBER, least: int = 1) -> TypeGuard[int]:
    return type(value) is int and least <= value <= most


def check_rate(limit: RateLimit, who: str) -> None:
    """Count one.

    Raises:
        HTTPException: This one has to wait.
    """
    if limit.is_exhausted(who):
        raise HTTPException(429, "That is too fast; wait a moment.", {"Retry-After": "2"})
    limit.spend(who)


KEEPALIVE_SECONDS = 15
"""After so many seconds without news a stream says that it is there."""


def root_path(request: Request) -> str:
    """The path before every path of ours; empty at the top of a host."""
    return str(request.scope.get("root_path", ""))


def page_response(request: Request, template: str, **values: Any) -> Response:
    """A page of ours."""
    return HTMLResponse(render_page(template, root=root_path(request), **values))


class _EventStream(StreamingResponse):
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


def event_stream(lines: AsyncIterator[str], ended: Callable[[], None] = lambda: None) -> Response:
    """A stream of events.

    Args:
        lines: What it says.
        ended: Is called once when it is over, however that came.
    """
    return _EventStream(lines, ended)


_STATUS: Mapping[type[DataError], int] = {TooLateError: 410, MalformedEditError: 400}
"""Of what is refused otherwise than as impossible."""


def _problem_response(
    status: int, words: str, headers: Mapping[str, str] | None = None
) -> Response:
    return JSONResponse({"problem": safe_text(words)}, status, headers)


async def _refused(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return _problem_response(status, str(error))


async def _not_now(_: Request, error: Exception) -> Response:
    return _problem_response(409, str(error))


async def _number_taken(_: Request, error: Exception) -> Response:
    return JSONResponse({"problem": safe_text(str(error)), "again": "another number"}, 409)


async def _not_saved(_: Request, error: Exception) -> Response:
    return _problem_response(503, f"not saved yet: {error}", {"Retry-After": "2"})


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it is registered for that alone)
    return _problem_response(error.status_code, error.detail, error.headers)


async def _failed(_: Request, __: Exception) -> Response:
    return _problem_response(
        500, "Something went wrong in the class page; your work is kept and sent again"
    )


async def _gone(_: Request, __: Exception) -> Response:
    return _problem_response(400, "the connection ended before all had arrived")


ERROR_HANDLERS: Mapping[Any, Any] = {
    DataError: _refused,
    WorkClosedError: _not_now,
    EditNumberError: _number_taken,
    NotSavedError: _not_saved,
    HTTPException: _http,
    ClientDisconnect: _gone,
    Exception: _failed,
}
"""What becomes of each kind of failure."""
