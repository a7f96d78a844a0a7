"""What requests say: from where, with which body, in which words."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any, TypeGuard

from starlette.exceptions import HTTPException
from starlette.requests import Request

from annotator.model.faults import shortened
from annotator.text import strict_json
from annotator.web.counted import PAGE
from annotator.web.desk import Sent
from annotator.web.hearing import Report
from annotator.web.limits import Limit

BODY_SECONDS = 10
MOST_NUMBER = 10**9 - 1
MOST_MILLISECONDS = 10**15


def plain(code: str) -> str:
    """A code as typed: case, blanks and hyphens do not count."""
    return "".join(code.split()).replace("-", "").upper()


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


async def body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        HTTPException: It took too long to arrive.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise HTTPException(408, "That took too long to arrive.") from None


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        HTTPException: There is none.
    """
    try:
        said = strict_json.loads(await body(request))
    except strict_json.GivenTwice as twice:
        raise HTTPException(400, f"This is ambiguous: {shortened(str(twice))}.") from None
    except (ValueError, RecursionError):
        raise HTTPException(400, "This is no JSON.") from None
    if not isinstance(said, dict):
        raise HTTPException(400, "This is no JSON object.")
    return said


def sent_edit(said: Mapping[str, Any]) -> Sent:
    """An edit as a page sends it.

    Raises:
        HTTPException: It is not whole.
    """
    page, number, vote = said.get("page"), said.get("number"), said.get("vote")
    edit, at, made = said.get("edit"), said.get("at"), said.get("made")
    if not isinstance(page, str) or not PAGE.fullmatch(page) or not isinstance(edit, dict):
        raise HTTPException(400, "An edit has a page, a number, a vote, and what is to be done.")
    if not (_whole(number) and _whole(vote)):
        raise HTTPException(400, "An edit and a vote have numbers from 1.")
    if made is not None and not _whole(made, MOST_MILLISECONDS):
        raise HTTPException(400, "When an edit was made is a number of milliseconds since 1970.")
    seconds = math.inf if made is None else made / 1000
    return Sent(page, number, edit, at if isinstance(at, str) else None, vote, seconds)


def page_report(said: Mapping[str, Any], now: float) -> tuple[str, Report]:
    """Which browser says that it is there, and what of its work is not here yet.

    Raises:
        HTTPException: It is not whole.
    """
    browser, unsent, refused = said.get("browser"), said.get("unsent"), said.get("refused")
    if not isinstance(browser, str) or not PAGE.fullmatch(browser):
        raise HTTPException(400, "A browser has an identity.")
    if not (_whole(unsent, least=0) and _whole(refused, least=0)):
        raise HTTPException(400, "The number of edits that are not sent or refused is a number.")
    return browser, Report(now, unsent, refused, resting=said.get("resting") is True)


def _whole(value: Any, most: int = MOST_NUMBER, least: int = 1) -> TypeGuard[int]:
    return type(value) is int and least <= value <= most


def spend(limit: Limit, who: str) -> None:
    """Count one.

    Raises:
        HTTPException: This one has to wait.
    """
    if limit.exhausted(who):
        raise HTTPException(429, "That is too fast; wait a moment.", {"Retry-After": "2"})
    limit.spend(who)
