"""HTTP requests and responses: rate limits, bodies, JSON, pages, event streams, and errors."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard
from urllib.parse import parse_qs, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.types import Receive, Scope, Send

from annotator.model.errors import DataError, shorten
from annotator.model.messages import Message
from annotator.model.name_folding import MAX_NAME_LENGTH
from annotator.storage import strict_json
from annotator.text.safe import safe_text
from annotator.web.events import BrowserReport
from annotator.web.languages import error_message, messages_of, with_language
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
    """A rate limit for each client: `burst` requests at once, then `rate` per second.

    Args:
        burst: The number of requests at once.
        rate: The number of requests per second.
        clock: The time in seconds.
    """

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def is_exhausted(self, who: Hashable) -> bool:
        """Whether this client has to wait."""
        return self._filled(who).left < 1

    def spend(self, who: Hashable) -> None:
        """Count one request."""
        bucket = self._filled(who)
        bucket.left = max(bucket.left - 1, 0)

    def reserve(self, who: Hashable, longest: float) -> float | None:
        """Count one request and return its wait in seconds, or None if longer than `longest`.

        A client that sends one request after another is never refused: each waits for the last.
        """
        bucket = self._filled(who)
        wait = max(1 - bucket.left, 0) / self._rate
        if wait > longest:
            return None
        bucket.left -= 1
        return wait

    def refund(self, who: Hashable) -> None:
        """Count one request less."""
        self._filled(who).left += 1

    def _filled(self, who: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.since) * self._rate)
        bucket.since = now
        self._buckets[who] = bucket
        # The oldest client has a full bucket, or belongs to an attacker with many addresses.
        while len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket


BODY_SECONDS = 10
MAX_NUMBER = 10**9 - 1
MAX_MILLISECONDS = 10**15


def normalize_code(code: str) -> str:
    """A typed code without spaces and hyphens, in upper case."""
    return "".join(code.split()).replace("-", "").upper()


def client_address(request: Request) -> str:
    """The network address that a request comes from."""
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
        raise HTTPException(408, Message("The request took too long to arrive.")) from None


async def read_json_object(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        HTTPException: The body is not a JSON object.
    """
    try:
        said = strict_json.loads(await read_body(request))
    except strict_json.DuplicateNameError as twice:
        raise HTTPException(400, f"The request is ambiguous: {shorten(str(twice))}.") from None
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request is not valid JSON.") from None
    if not isinstance(said, dict):
        raise HTTPException(400, "The request is not a JSON object.")
    return said


def parse_page_edit(said: Mapping[str, Any]) -> PageEdit:
    """The edit in a page's request.

    Raises:
        HTTPException: A field is missing or invalid.
    """
    page, number, vote = said.get("page"), said.get("number"), said.get("vote")
    edit, at, made = said.get("edit"), said.get("at"), said.get("made")
    if not isinstance(page, str) or not PAGE_ID.fullmatch(page) or not isinstance(edit, dict):
        raise HTTPException(400, "An edit needs `page`, `number`, `vote` and `edit`.")
    if not (_is_whole_number(number) and _is_whole_number(vote)):
        raise HTTPException(400, "`number` and `vote` must be whole numbers from 1.")
    if made is not None and not _is_whole_number(made, MAX_MILLISECONDS):
        raise HTTPException(400, "`made` must be a whole number of milliseconds since 1970.")
    document = said.get("document", "")
    if not isinstance(document, str) or len(document) > MAX_NAME_LENGTH:
        raise HTTPException(400, "`document` must be the id of an article.")
    seconds = math.inf if made is None else made / 1000
    place = at if isinstance(at, str) else None
    return PageEdit(page, number, edit, place, vote, seconds, document)


def parse_browser_report(said: Mapping[str, Any], now: float) -> tuple[str, BrowserReport]:
    """The browser's id, and its report about work that is not on the server yet.

    Raises:
        HTTPException: A field is missing or invalid.
    """
    browser, unsent, refused = said.get("browser"), said.get("unsent"), said.get("refused")
    if not isinstance(browser, str) or not PAGE_ID.fullmatch(browser):
        raise HTTPException(400, "`browser` must be an id.")
    if not (_is_whole_number(unsent, least=0) and _is_whole_number(refused, least=0)):
        raise HTTPException(400, "`unsent` and `refused` must be whole numbers from 0.")
    return browser, BrowserReport(now, unsent, refused, hidden=said.get("resting") is True)


def _is_whole_number(value: Any, most: int = MAX_NUMBER, least: int = 1) -> TypeGuard[int]:
    return type(value) is int and least <= value <= most


def check_rate(limit: RateLimit, who: Hashable) -> None:
    """Count one request.

    Raises:
        HTTPException: The client has to wait.
    """
    if limit.is_exhausted(who):
        words = Message("Too many requests. Wait a moment.")
        raise HTTPException(429, words, {"Retry-After": "2"})
    limit.spend(who)


KEEPALIVE_SECONDS = 15
"""After this many seconds without an event a stream sends a keepalive."""


def root_path(request: Request) -> str:
    """The path before every path of the site; empty if the site is at the root of its host."""
    return str(request.scope.get("root_path", ""))


def page_response(request: Request, template: str, **values: Any) -> Response:
    """A page from a template."""
    page = render_page(template, messages_of(request), root=root_path(request), **values)
    return HTMLResponse(page)


async def keep_language(request: Request) -> Response:
    """Keep the language that was chosen on a page, and go back to the page."""
    form = parse_qs((await read_body(request)).decode("utf-8", "replace"), max_num_fields=5)
    language, code = ((form.get(each) or [""])[0] for each in ("language", "code"))
    query = f"?{urlencode({'code': code[:40]})}" if code else ""
    answer = RedirectResponse(f"{root_path(request)}/{query}", 303)
    return with_language(answer, language, root_path(request) or "/")


def message_page(
    request: Request, title: str, words: str, home: str, status: int = 404
) -> Response:
    """A page that says why there is nothing to see, or nothing was done.

    Args:
        request: The request.
        title: What the page would show.
        words: Why not.
        home: The path of the page to go back to.
        status: The status of the response.
    """
    messages = messages_of(request)
    page = render_page(
        "message.html",
        messages,
        root=root_path(request),
        title=messages.translate(title),
        words=safe_text(messages.translate(words)),
        home=home,
    )
    return HTMLResponse(page, status)


class _EventStream(StreamingResponse):
    """A stream of events that proxies do not buffer, and that reports when it ends."""

    def __init__(self, lines: AsyncIterator[str], ended: Callable[[], None]) -> None:
        headers = {"X-Accel-Buffering": "no"}
        super().__init__(lines, media_type="text/event-stream", headers=headers)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Not at the end of the lines: if the client is already gone, they never start.
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def event_stream(lines: AsyncIterator[str], ended: Callable[[], None] = lambda: None) -> Response:
    """A stream of events.

    Args:
        lines: The lines of the stream.
        ended: Called once when the stream ends, for whatever reason.
    """
    return _EventStream(lines, ended)


_STATUS: Mapping[type[DataError], int] = {TooLateError: 410, MalformedEditError: 400}
"""The status of errors that are not answered with 422."""


def _problem_response(
    request: Request, status: int, words: str, headers: Mapping[str, str] | None = None
) -> Response:
    problem = safe_text(messages_of(request).translate(words))
    return JSONResponse({"problem": problem}, status, headers)


async def _refused(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return _problem_response(request, status, error_message(error))


async def _not_now(request: Request, error: Exception) -> Response:
    return _problem_response(request, 409, error_message(error))


async def _number_taken(_: Request, error: Exception) -> Response:
    return JSONResponse({"problem": safe_text(str(error)), "again": "another number"}, 409)


async def _not_saved(request: Request, error: Exception) -> Response:
    words = Message("Not saved yet: %(reason)s", reason=error_message(error))
    return _problem_response(request, 503, words, {"Retry-After": "2"})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it is registered for that alone)
    return _problem_response(request, error.status_code, error.detail, error.headers)


async def _failed(request: Request, _: Exception) -> Response:
    words = Message("The class page has an internal error. Your work is kept and sent again.")
    return _problem_response(request, 500, words)


async def _gone(request: Request, _: Exception) -> Response:
    words = Message("The connection ended before the request was complete.")
    return _problem_response(request, 400, words)


ERROR_HANDLERS: Mapping[Any, Any] = {
    DataError: _refused,
    WorkClosedError: _not_now,
    EditNumberError: _number_taken,
    NotSavedError: _not_saved,
    HTTPException: _http,
    ClientDisconnect: _gone,
    Exception: _failed,
}
"""The handler for each kind of failure."""
