"""The routes of a student's page: the student's work, its edits, and events of the class."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from annotator.model.annotation import AnnotationSet
from annotator.model.classroom import Student
from annotator.report.feedback import feedback_page
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
    root_path,
)
from annotator.web.login import student_of
from annotator.web.site_security import content_policy, hash_source

_OTHER_TEXT = "The article has changed since the key was made. Tell your teacher."
MAX_STREAMS = 4
"""The maximum number of open event streams of one student."""


class StudentRoutes:
    """The routes of a student's page.

    Args:
        classroom: The class.
        material: The article and the codebook, as pages get them.
        clock: The time in seconds, for the limits.
        most_streams: The maximum number of open event streams of all students.
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
        """Apply an edit. The response is sent when it is on the disk."""
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
        """Record that a page is open, and what work it has not sent yet."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        browser, report = parse_browser_report(await read_json_object(request), self.live.clock())
        self.live.events.record_report(student.id, browser, report)
        return JSONResponse({"version": self.live.events.version, "now": self._now()})

    def _now(self) -> int:
        """The time in milliseconds since 1970, which pages compare with their clock."""
        return int(self.live.clock() * 1000)

    def _standing(self, request: Request) -> dict[str, Any]:
        """The state of the class for a page. Records which keys the page is shown."""
        standing = pages.class_data(self.live)
        self.live.events.record_shown_keys(
            request.query_params.get("page", ""), standing["revealed"]
        )
        return standing

    async def events(self, request: Request) -> Response:
        """An event stream with the state of the class, now and after each change."""
        student = self._known(request)
        watching = self.live.events.open_pages
        if watching[student.id] >= MAX_STREAMS or watching.total() >= self._most_streams:
            raise HTTPException(
                429, "Too many pages are open. Close some of them.", {"Retry-After": "4"}
            )

        async def lines() -> AsyncIterator[str]:
            seen = -1
            while student_of(self.live, request) is not None:
                if seen != self.live.events.version:
                    seen = self.live.events.version
                    yield f"data: {json.dumps(self._standing(request))}\n\n"
                else:
                    # A keepalive, so that an idle connection is not taken for a dead one.
                    yield ": \n\n"
                await self.live.events.wait_for_change(KEEPALIVE_SECONDS)

        # Count before the first await, so that simultaneous requests cannot exceed the limit.
        self.live.events.count_page(student.id, 1)
        return event_stream(lines(), lambda: self.live.events.count_page(student.id, -1))

    async def feedback(self, request: Request) -> Response:
        """The student's tags beside the key, after the lesson has ended."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        key = await self.live.load_key()
        if key is None or not pages.has_feedback(self.live):
            raise HTTPException(404, "There is no feedback yet. Ask your teacher.")
        votes = await self.live.run_in_thread(self.live.read_votes, student)
        try:
            work = pages.student_feedback(votes, key, self.live.codebook, student.joined)
        except ValueError:
            raise HTTPException(409, _OTHER_TEXT) from None
        page = feedback_page([work], f"{root_path(request)}/")
        # The page is one file, so its style is inside it.
        style = hash_source(page.partition("<style>")[2].partition("</style>")[0])
        return HTMLResponse(page, headers={"Content-Security-Policy": content_policy(style)})

    async def practice_page(self, request: Request) -> Response:
        """The practice page, which compares each tag with the key of another document."""
        student = self._known(request)
        title = safe_text(self._practised().title)
        return page_response(request, "practice.html", title=title, name=student.name, style="")

    async def practice_data(self, request: Request) -> Response:
        """The document for practice, with its key."""
        student = self._known(request)
        check_rate(self._looks, student.id)
        key = self._practised()
        told = pages.practice_material(key, self.live.codebook, self.live.project)
        # On a shared device each student has separate answers.
        return JSONResponse(told | {"student": student.id})

    def _practised(self) -> AnnotationSet:
        if self.live.practice is None:
            raise HTTPException(404, "This class has no article for practice.")
        return self.live.practice

    def _known(self, request: Request) -> Student:
        student = student_of(self.live, request)
        if student is None:
            raise HTTPException(401, "Join the class first, with the class code.")
        return student
