"""The routes of a student's page: the work it shows, its edits, and events of the class."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.model.annotation import AnnotationSet
from annotator.model.classroom import Student
from annotator.text.safe import safe_text
from annotator.web import pages
from annotator.web.classroom import LiveClassroom
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    page_response,
    parse_browser_report,
    parse_page_edit,
    read_json_object,
)
from annotator.web.login import student_of

MAX_STREAMS = 4
"""So many pages of one student may be open at once and hear of changes."""


class StudentRoutes:
    """The addresses of a student's page.

    Args:
        live: The class.
        material: The article and the codebook, as pages are told them.
        clock: The time in seconds, for the limits.
        most_streams: How many pages of all students may hear of changes at a time.
    """

    def __init__(
        self,
        classroom: LiveClassroom,
        material: dict[str, Any],
        clock: Callable[[], float],
        most_streams: int,
    ) -> None:
        self.live = classroom
        self._most_streams = most_streams
        self._material = material
        self._edits = RateLimit(60, 10, clock)
        self._looks = RateLimit(30, 2, clock)

    async def work(self, request: Request) -> Response:
        """Everything that a student's page shows."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        student_pass = await self.live.load_pass(student)
        return JSONResponse(
            {
                "material": self._material,
                "now": self._now(),
                "standing": self._standing(request),
                **pages.student_data(student, student_pass),
            }
        )

    async def edit(self, request: Request) -> Response:
        """Carry out an edit; the answer comes when it is on the disk."""
        student = self._known(request)
        check_rate(self._edits, student.id)
        said = await read_json_object(request)
        page_edit = parse_page_edit(said)
        student_pass = await self.live.edit(student, page_edit)
        told = pages.edit_data(student_pass, page_edit.sentence)
        version = self.live.events.version
        return JSONResponse(
            {"number": page_edit.number, "version": version, "now": self._now(), **told}
        )

    async def report_presence(self, request: Request) -> Response:
        """A page says that it is there, and what of its work is not here yet."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        browser, report = parse_browser_report(await read_json_object(request), self.live.clock())
        self.live.events.record_report(student.id, browser, report)
        return JSONResponse({"version": self.live.events.version, "now": self._now()})

    def _now(self) -> int:
        """The time in milliseconds since 1970, which pages compare with their own."""
        return int(self.live.clock() * 1000)

    def _standing(self, request: Request) -> dict[str, Any]:
        """The class as a page is told it; what keys it saw by that is remembered."""
        standing = pages.class_data(self.live)
        self.live.events.record_shown_keys(
            request.query_params.get("page", ""), standing["revealed"]
        )
        return standing

    async def events(self, request: Request) -> Response:
        """The class as it stands, again whenever that changes."""
        student = self._known(request)
        watching = self.live.events.open_pages
        if watching[student.id] >= MAX_STREAMS or watching.total() >= self._most_streams:
            raise HTTPException(429, "Too many pages are open.", {"Retry-After": "4"})

        async def lines() -> AsyncIterator[str]:
            seen = -1
            while student_of(self.live, request) is not None:
                if seen != self.live.events.version:
                    seen = self.live.events.version
                    yield f"data: {json.dumps(self._standing(request))}\n\n"
                else:
                    # What keeps a sleeping connection from being taken for a dead one.
                    yield ": \n\n"
                await self.live.events.wait_for_change(KEEPALIVE_SECONDS)

        # Counted before anything is awaited: of many asked for at once none slips through.
        self.live.events.count_page(student.id, 1)
        return event_stream(lines(), lambda: self.live.events.count_page(student.id, -1))

    async def practice_page(self, request: Request) -> Response:
        """The page on which the key of another document answers each tag."""
        self._known(request)
        return page_response(
            request, "practice.html", title=safe_text(self._practised().title), style=""
        )

    async def practice_data(self, request: Request) -> Response:
        """The other document, and what its key says."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        key = self._practised()
        told = pages.practice_material(key, self.live.codebook, self.live.project)
        # On a shared device each student's answers are kept by themselves.
        return JSONResponse(told | {"student": student.id})

    def _practised(self) -> AnnotationSet:
        if self.live.practice is None:
            raise HTTPException(404, "There is nothing to practise on here.")
        return self.live.practice

    def _known(self, request: Request) -> Student:
        student = student_of(self.live, request)
        if student is None:
            raise HTTPException(401, "Come in with the code of the class first.")
        return student
