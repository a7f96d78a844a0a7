"""The routes of a student's page: the student's work, its edits, and events of the class."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from annotator.model.annotation import AnnotationSet
from annotator.model.messages import Message
from annotator.model.sitting import Student
from annotator.report.feedback import feedback_page
from annotator.storage.codebooks import translated
from annotator.text.safe import safe_text
from annotator.web import pages
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    message_page,
    page_response,
    parse_browser_report,
    parse_page_edit,
    read_json_object,
    root_path,
)
from annotator.web.languages import messages_of
from annotator.web.login import student_of
from annotator.web.site_security import own_style_header
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings

_OTHER_TEXT = Message("The article has changed since the key was made. Tell your teacher.")
MAX_STREAMS = 4
"""The maximum number of open event streams of one student."""


class StudentRoutes:
    """The routes of a student's page.

    Args:
        sittings: The sittings of this server.
        clock: The time in seconds, for the limits.
        most_streams: The maximum number of open event streams of all students.
    """

    def __init__(
        self,
        sittings: LiveSittings,
        clock: Callable[[], float],
        most_streams: int,
    ) -> None:
        self._sittings = sittings
        self._most_streams = most_streams
        self._edits = RateLimit(60, 10, clock)
        self._looks = RateLimit(30, 2, clock)

    async def work(self, request: Request) -> Response:
        """Everything that a student's page shows."""
        live, student = self._known(request)
        check_rate(self._looks, (live.sitting.id, student.id))
        student_pass = await live.load_pass(student)
        return JSONResponse(
            {
                "material": pages.material_of(
                    live.articles[student_pass.document], messages_of(request)
                ),
                "now": _now(live),
                "standing": _standing(live, student, request),
                **pages.student_data(
                    live.expected.shown_name(student),
                    student_pass,
                    live.sitting.first_vote(student, student_pass.document),
                    messages_of(request),
                ),
            }
        )

    async def edit(self, request: Request) -> Response:
        """Apply an edit. The response is sent when it is on the disk."""
        live, student = self._known(request)
        check_rate(self._edits, (live.sitting.id, student.id))
        said = await read_json_object(request)
        page_edit = parse_page_edit(said)
        student_pass = await live.edit(student, page_edit)
        told = pages.edit_data(student_pass, page_edit)
        version = live.events.version
        return JSONResponse(
            {"number": page_edit.number, "version": version, "now": _now(live), **told}
        )

    async def report_presence(self, request: Request) -> Response:
        """Record that a page is open, and what work it has not sent yet."""
        live, student = self._known(request)
        check_rate(self._looks, (live.sitting.id, student.id))
        browser, report = parse_browser_report(await read_json_object(request), live.clock())
        live.events.record_report(student.id, browser, report)
        return JSONResponse(
            {
                "version": live.events.version,
                "now": _now(live),
                "beat": round(1000 * live.events.interval),
            }
        )

    async def events(self, request: Request) -> Response:
        """An event stream with the state of the class, now and after each change."""
        live, student = self._known(request)
        watching = live.events.open_pages
        streams = sum(each.events.open_pages.total() for each in self._sittings.sittings)
        if watching[student.id] >= MAX_STREAMS or streams >= self._most_streams:
            words = Message("Too many pages are open. Close some of them.")
            raise HTTPException(429, words, {"Retry-After": "4"})

        async def lines() -> AsyncIterator[str]:
            seen = -1
            # The teacher may have said meanwhile that this is another student.
            while (found := student_of(self._sittings, request)) is not None:
                if seen != live.events.version:
                    seen = live.events.version
                    yield f"data: {json.dumps(_standing(live, found[1], request))}\n\n"
                else:
                    # A keepalive, so that an idle connection is not taken for a dead one.
                    yield ": \n\n"
                await live.events.wait_for_change(KEEPALIVE_SECONDS)

        # Count before the first await, so that simultaneous requests cannot exceed the limit.
        live.events.count_page(student.id, 1)
        return event_stream(lines(), lambda: live.events.count_page(student.id, -1))

    async def feedback(self, request: Request) -> Response:
        """The student's tags beside the key, after the lesson has ended."""
        live, student = self._known(request)
        check_rate(self._looks, (live.sitting.id, student.id))
        article = live.article_of(student)
        await live.shared.run_in_thread(article.read_key)
        votes = await live.shared.run_in_thread(live.read_votes, student)
        if not votes or not pages.has_feedback(live, article):
            raise HTTPException(404, Message("There is no feedback yet. Ask your teacher."))
        first = live.sitting.first_vote(student, article.document) or 1
        try:
            work = pages.student_feedback(votes, article, first, messages_of(request).language)
        except ValueError:
            raise HTTPException(409, _OTHER_TEXT) from None
        page = feedback_page([work], f"{root_path(request)}/", messages_of(request))
        return HTMLResponse(page, headers=own_style_header(page))

    async def sources(self, request: Request) -> Response:
        """The sources of the student's article as cards, after the whole key was revealed."""
        live, student = self._known(request)
        check_rate(self._looks, (live.sitting.id, student.id))
        document = live.sitting.document_of(student)
        revealed = live.sitting.article_of(document).revealed
        messages = messages_of(request)
        cards = live.articles[document].revealed_cards(revealed, messages.language)
        if cards is None:
            return message_page(request, Message("Sources"), pages.NO_SOURCES_YET, "/")
        return HTMLResponse(pages.sources_page(cards, root_path(request), "/", messages))

    async def practice_page(self, request: Request) -> Response:
        """The practice page, which compares each tag with the key of another document."""
        live, student = self._known(request)
        title = safe_text(_practised(live).title)
        name = safe_text(live.expected.shown_name(student))
        return page_response(request, "practice.html", title=title, name=name, style="")

    async def practice_data(self, request: Request) -> Response:
        """The document for practice, with its key."""
        live, student = self._known(request)
        check_rate(self._looks, (live.sitting.id, student.id))
        key = _practised(live)
        messages = messages_of(request)
        codebook = translated(live.article.codebook, messages.language)
        told = pages.practice_material(key, codebook, live.project, messages)
        # On a shared device each student has separate answers.
        return JSONResponse(told | {"student": student.id})

    def _known(self, request: Request) -> tuple[LiveSitting, Student]:
        found = student_of(self._sittings, request)
        if found is None:
            raise HTTPException(401, Message("Join the class first, with the class code."))
        return found


def _now(live: LiveSitting) -> int:
    """The time in milliseconds since 1970, which pages compare with their clock."""
    return int(live.clock() * 1000)


def _standing(live: LiveSitting, student: Student, request: Request) -> dict[str, Any]:
    """The state of the class for a page. Records which keys the page is shown."""
    document = live.sitting.document_of(student)
    standing = pages.class_data(live, document, messages_of(request))
    shown = ((standing["document"], each) for each in standing["revealed"])
    live.events.record_shown_keys(request.query_params.get("page", ""), shown)
    return standing | pages.talk_data(live, student) | {"student": student.id}


def _practised(live: LiveSitting) -> AnnotationSet:
    if live.practice is None:
        raise HTTPException(404, Message("This class has no article for practice."))
    return live.practice
