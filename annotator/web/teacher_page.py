"""The teacher's pages: commands, routes of the live overview, and the projector view."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from annotator.model.errors import DataError
from annotator.model.messages import Message, Paragraph
from annotator.model.palette import BLACK, WHITE
from annotator.text.safe import safe_text
from annotator.web import pages
from annotator.web.class_report import report
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    message_page,
    page_response,
    read_json_object,
    root_path,
)
from annotator.web.languages import messages_of
from annotator.web.lesson_commands import COMMANDS
from annotator.web.login import is_teacher
from annotator.web.machine_column import is_after_vote, machine_column
from annotator.web.page_suggestions import SuggestionLibrary
from annotator.web.people_commands import PEOPLE_COMMANDS, people_data
from annotator.web.site_security import Site, own_style_header
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings
from annotator.web.teacher_view import teacher_data

_ALL_COMMANDS = {**COMMANDS, **PEOPLE_COMMANDS}


class TeacherRoutes:
    """The routes of the teacher's pages.

    Args:
        sittings: The sittings of this server.
        site: How the page is reached.
        clock: The time in seconds, for the limits.
    """

    def __init__(self, sittings: LiveSittings, site: Site, clock: Callable[[], float]) -> None:
        self._sittings = sittings
        self._site = site
        self._suggestions = SuggestionLibrary(sittings.project.folder)
        self._machine: dict[str, pages.PageData] = {}
        self._leads = RateLimit(60, 5, clock)
        self._reports = RateLimit(10, 0.5, clock)

    async def sittings_page(self, request: Request) -> Response:
        """The list of sittings, or the only one at once."""
        self._require_teacher(request)
        held = self._sittings.sittings
        if len(held) == 1:
            return RedirectResponse(f"{root_path(request)}/teach/{held[0].sitting.id}", 303)
        listed = [
            {
                "id": each.sitting.id,
                "section": safe_text(each.sitting.section or each.sitting.id),
                "code": each.sitting.code,
                "title": safe_text(each.blank.title),
                "students": len(each.sitting.students),
            }
            for each in held
        ]
        return page_response(request, "sittings.html", sittings=listed)

    async def overview_page(self, request: Request) -> Response:
        """The teacher's page of one sitting."""
        live = self._led(request)
        return page_response(request, "teach.html", **self._texts(live, request))

    async def projector_page(self, request: Request) -> Response:
        """The projector view, which the class may see."""
        live = self._led(request)
        address = self._site.link(request, "/")
        qr = qr_data_uri(f"{address}?code={live.sitting.code}")
        return page_response(request, "projector.html", qr=qr, **self._texts(live, request))

    async def sources_page(self, request: Request) -> Response:
        """The sources of the current article as cards, after the whole key was revealed."""
        live = self._led(request)
        # The teacher may have entered what the class decided about a source.
        await live.load_key()
        cards = live.article.revealed_cards(live.sitting.revealed, messages_of(request).language)
        home = f"/teach/{live.sitting.id}"
        if cards is None:
            return message_page(request, Message("Sources"), pages.NO_SOURCES_YET, home)
        return HTMLResponse(
            pages.sources_page(cards, root_path(request), home, messages_of(request))
        )

    async def report_page(self, request: Request) -> Response:
        """What the class found hard: in this sitting or the term, with names or for the class."""
        live = self._led(request)
        check_rate(self._reports, live.sitting.id)
        term = request.query_params.get("over") == "term"
        names = request.query_params.get("names") != "no"
        home = f"{root_path(request)}/teach/{live.sitting.id}" if names else None
        try:
            page = await live.shared.run_in_thread(
                report, live, messages_of(request), term=term, names=names, home=home
            )
        except DataError as error:
            words = Paragraph(each.message for each in error.problems)
            return message_page(request, Message("Results"), words, f"/teach/{live.sitting.id}")
        return HTMLResponse(page, headers=own_style_header(page))

    def _texts(self, live: LiveSitting, request: Request) -> dict[str, Any]:
        return {
            "title": safe_text(live.blank.title),
            "code": live.sitting.code,
            "address": typed_address(self._site.link(request, "/")),
            "base": f"/teach/{live.sitting.id}",
            "section": safe_text(live.sitting.section or ""),
            "many": len(self._sittings.sittings) > 1,
        }

    async def overview_data(self, request: Request) -> Response:
        """The state of the class, with names for the teacher or without for the projector."""
        live = self._led(request)
        if live.key is None:
            # It may have been created since.
            await live.load_key()
        names = request.query_params.get("names") != "no"
        messages = messages_of(request)
        view = teacher_data(live, messages, names=names)
        if names and is_after_vote(live):
            view |= {"machine": await self._machine_column(live)}
        return JSONResponse(view | {"material": pages.material_of(live.article, messages)})

    async def _machine_column(self, live: LiveSitting) -> pages.PageData:
        document = live.sitting.document
        if document not in self._machine:
            found = await live.shared.run_in_thread(machine_column, self._suggestions, live)
            self._machine[document] = found
        return self._machine[document]

    async def people(self, request: Request) -> Response:
        """Who joined and is not in the roster, who waits, and the door."""
        return JSONResponse(people_data(self._led(request)))

    async def activity(self, request: Request) -> Response:
        """An event stream with one event per change, at most one a second."""
        live = self._led(request)

        async def lines() -> AsyncIterator[str]:
            seen, since = -1, 0
            while True:
                if seen != live.events.activity or since >= KEEPALIVE_SECONDS:
                    seen, since = live.events.activity, 0
                    yield f"data: {seen}\n\n"
                since += 1
                await asyncio.sleep(1)

        return event_stream(lines())

    async def run_command(self, request: Request) -> Response:
        """Carry out a command of the teacher."""
        live = self._led(request)
        check_rate(self._leads, live.sitting.id)
        said = await read_json_object(request)
        if said.get("do") == "teacher":
            return await self._new_teacher_link(request)
        command = _ALL_COMMANDS.get(str(said.get("do")))
        if command is None:
            raise DataError(Message("The class page does not know this command."))
        found = await command(live, said)
        if "token" in found:
            found = {"link": self._site.link(request, f"/me/{found['token']}")}
        if isinstance(found.get("ask"), str):
            found = {"ask": messages_of(request).translate(found["ask"])}
        return JSONResponse(found)

    async def _new_teacher_link(self, request: Request) -> Response:
        """A link for another teacher, which works once."""
        token = await self._sittings.project.run_in_thread(self._sittings.teachers.new_link)
        return JSONResponse({"link": self._site.link(request, f"/teach/in/{token}")})

    def _led(self, request: Request) -> LiveSitting:
        """The sitting that a request of the teacher is about."""
        self._require_teacher(request)
        live = self._sittings.get(request.path_params["sitting"])
        if live is None:
            raise HTTPException(404, Message("This server does not hold this sitting."))
        return live

    def _require_teacher(self, request: Request) -> None:
        if not is_teacher(self._sittings, request):
            raise HTTPException(401, Message("Open this page with the teacher's link."))


def typed_address(address: str) -> str:
    """An address as students type it, without the scheme and the slash at the end."""
    return address.partition("://")[2].rstrip("/")


def qr_half_blocks(address: str) -> str:
    """A QR code in half blocks, two rows per line, to print in black on white."""
    rows = [list(row) for row in _code(address).matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_half(*pair) for pair in zip(*both, strict=True)) for both in pairs)


def _half(upper: int, lower: int) -> str:
    return {(0, 0): " ", (0, 1): "▄", (1, 0): "▀", (1, 1): "█"}[bool(upper), bool(lower)]


def qr_data_uri(address: str) -> str:
    """A QR code as a data URI of an image, dark on light in every theme."""
    return str(_code(address).svg_data_uri(border=4, dark=BLACK, light=WHITE))


def qr_svg(address: str) -> str:
    """A QR code as an SVG element, for a page that loads no images. It has the size of its box."""
    drawn = _code(address).svg_inline(border=2, omitsize=True, dark=BLACK, light=WHITE)
    return str(drawn)


def _code(address: str) -> segno.QRCode:
    # The lowest error correction: a screen has no scratches, and the modules should be large.
    return segno.make_qr(address, error="l")
