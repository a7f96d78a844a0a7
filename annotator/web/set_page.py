"""The routes of the student's page on a set outside a sitting."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from annotator.model.annotation import Status
from annotator.model.messages import Message
from annotator.report import ENGLISH_MESSAGES
from annotator.storage.codebooks import translated
from annotator.text.messages import Messages
from annotator.text.safe import safe_text
from annotator.web import pages
from annotator.web.http import (
    RateLimit,
    check_rate,
    page_response,
    parse_page_edit,
    read_json_object,
    root_path,
)
from annotator.web.languages import messages_of
from annotator.web.page_edits import MAX_TEXT_LENGTH, PAGE_ID
from annotator.web.page_sets import PageSet, PageSets, SetView
from annotator.web.student_pass import StudentPass

FindSet = Callable[[Request], Awaitable[PageSet]]
"""Gives the set that a request is about.

It is asked for every request, and it alone decides who may do this. It raises an HTTPException for
anyone who may not, before anything is opened.
"""

_STATUS_COMMANDS: dict[str, Status | None] = {
    "finish": Status.FINISHED,
    "unusable": Status.UNUSABLE,
    "reopen": None,
}


class SetRoutes:
    """The routes of one kind of set.

    Args:
        sets: The sets that this server has open.
        find: Gives the set that a request is about, to those who may work on it.
        wall: The time in seconds since 1970.
    """

    def __init__(self, sets: PageSets, find: FindSet, wall: Callable[[], float]) -> None:
        self._sets = sets
        self._find = find
        self._wall = wall
        self._edits = RateLimit(60, 10, sets.clock)
        self._looks = RateLimit(60, 4, sets.clock)

    def at(self, path: str) -> list[Route]:
        """The routes of the page at a path and below it."""
        return [
            Route(path, self.page),
            Route(f"{path}/api/work", self.work),
            Route(f"{path}/api/edit", self.edit, methods=["POST"]),
            Route(f"{path}/api/here", self.report_presence, methods=["POST"]),
            Route(f"{path}/api/do", self.run_command, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The student's page."""
        found = await self._find(request)
        found.prepare(self._sets.threads)
        view = found.view
        here = str(request.scope["path"]).removeprefix(root_path(request))
        return page_response(
            request,
            "work.html",
            title=safe_text(view.blank.title),
            name=safe_text(view.owner),
            api=f"{here}/api",
            identity=found.identity,
            back=view.back,
            back_label=messages_of(request).translate(view.back_label),
        )

    async def work(self, request: Request) -> Response:
        """Everything that the page shows."""
        found = await self._find(request)
        check_rate(self._looks, found.identity)
        self._see(found, request.query_params.get("page", ""))
        student_pass = await found.load(self._sets.threads)
        return JSONResponse(
            {
                "material": set_material(found.view, student_pass, messages_of(request)),
                "now": self._now(),
                "standing": _standing(found, student_pass),
                "first_vote": student_pass.vote,
                "state": pages.set_data(student_pass.annotations),
                "at": student_pass.receipts.at,
                "read_only": _read_only(student_pass, messages_of(request)),
                "set": _set_data(found.view, student_pass) | _suggested(student_pass),
            }
        )

    async def edit(self, request: Request) -> Response:
        """Apply an edit. The response is sent when it is on the disk."""
        found = await self._find(request)
        check_rate(self._edits, found.identity)
        page_edit = parse_page_edit(await read_json_object(request))
        self._see(found, page_edit.page)
        student_pass = await found.edit(self._sets.threads, page_edit)
        told = pages.edit_data(student_pass, page_edit) | _differing(student_pass)
        return JSONResponse(
            {
                "number": page_edit.number,
                "version": found.version,
                "now": self._now(),
                **told,
            }
        )

    async def report_presence(self, request: Request) -> Response:
        """Record that a page is open, or that it was closed."""
        found = await self._find(request)
        check_rate(self._looks, found.identity)
        said = await read_json_object(request)
        page = _page_id(said.get("page"))
        if said.get("left") is True:
            found.leave(page)
            if not found.is_watched(self._sets.clock()):
                await found.release(self._sets.threads)
        else:
            self._see(found, page)
        return JSONResponse({"version": found.version, "now": self._now()})

    async def run_command(self, request: Request) -> Response:
        """Finish the pass, mark the article unusable, take either back, or begin the next pass."""
        found = await self._find(request)
        check_rate(self._looks, found.identity)
        said = await read_json_object(request)
        command, number, reason = said.get("do"), said.get("vote"), said.get("reason")
        if type(number) is not int or not found.view.finishes:
            raise HTTPException(400, Message("This page has no such command."))
        if command == "next pass":
            await found.begin_next_pass(self._sets.threads, number)
        elif isinstance(command, str) and command in _STATUS_COMMANDS:
            words = reason[:MAX_TEXT_LENGTH] if isinstance(reason, str) else None
            status = _STATUS_COMMANDS[command]
            await found.set_status(self._sets.threads, status, words, number)
        else:
            raise HTTPException(400, Message("This page has no such command."))
        return JSONResponse({"version": found.version, "now": self._now()})

    def _see(self, found: PageSet, page: str) -> None:
        if PAGE_ID.fullmatch(page):
            found.see(page, self._sets.clock())

    def _now(self) -> int:
        return int(self._wall() * 1000)


def _page_id(said: Any) -> str:
    if not isinstance(said, str) or not PAGE_ID.fullmatch(said):
        raise HTTPException(400, Message("`page` must be an id."))
    return said


def set_material(
    view: SetView, student_pass: StudentPass, messages: Messages = ENGLISH_MESSAGES
) -> pages.PageData:
    """What does not change while the page is open: the article, the codebook, what to ask for."""
    annotations = student_pass.annotations
    # A set may change what is furniture. The page can then change it back.
    parts = {each.id: each.part for each in view.blank.sentences}
    sentences = tuple(
        replace(each, part=parts.get(each.id, each.part)) for each in annotations.sentences
    )
    return pages.article_data(
        replace(annotations, sentences=sentences),
        translated(student_pass.codebook, messages.language),
        view.project,
        messages,
        view.form,
    )


def _standing(found: PageSet, student_pass: StudentPass) -> pages.PageData:
    """What a class would be doing: the set is always open to its owner."""
    return {
        "version": found.version,
        "document": student_pass.document,
        "phase": "open",
        "vote": student_pass.vote,
        "asked": [],
        "revealed": {},
        "feedback": False,
    }


def _set_data(view: SetView, student_pass: StudentPass) -> pages.PageData:
    """What the page shows and allows, which the class page does not have."""
    annotations = student_pass.annotations
    return {
        "form": view.form,
        "finishes": view.finishes,
        "status": annotations.status,
        "reason": safe_text(annotations.reason or ""),
        "reopens": student_pass.read_only_reason is None,
        "onward": view.onward,
        "times": student_pass.records_times,
    }


def _suggested(student_pass: StudentPass) -> pages.PageData:
    """What the page may show of suggestions, if it has anything to show."""
    suggestions, annotations = student_pass.suggestions, student_pass.annotations
    if suggestions is None or annotations.closed:
        return {}
    offered = suggestions.offered(annotations, student_pass.codebook)
    return ({"suggestions": offered} if offered else {}) | _differing(student_pass)


def _differing(student_pass: StudentPass) -> pages.PageData:
    """Where decisions differ from suggestions. Nothing is said where none does."""
    suggestions, annotations = student_pass.suggestions, student_pass.annotations
    if suggestions is None:
        return {}
    at = student_pass.receipts.at
    found = suggestions.differences(annotations, student_pass.codebook, at)
    return {"differences": found} if found else {}


def _read_only(student_pass: StudentPass, messages: Messages) -> str | None:
    """Why the set cannot be changed, as a sentence; None if it can."""
    reason = student_pass.read_only_reason
    if reason is None:
        closed = student_pass.annotations.closed
        return messages.translate(Message("This pass is finished.")) if closed else None
    told = messages.translate(reason)
    return safe_text(told[:1].upper() + told[1:])
