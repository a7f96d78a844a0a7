"""The teacher's pages: commands, routes of the live overview, and the projector view."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.model.errors import DataError
from annotator.model.palette import BLACK, WHITE
from annotator.web.classroom import LiveClassroom
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    page_response,
    read_json_object,
)
from annotator.web.lesson_commands import COMMANDS
from annotator.web.login import TEACHER_COOKIE, is_teacher
from annotator.web.site_security import Site
from annotator.web.teacher_links import TeacherLinks
from annotator.web.teacher_view import teacher_data


class TeacherRoutes:
    """The routes of the teacher's pages.

    Args:
        classroom: The class.
        site: How the page is reached.
        material: The article and the codebook, as pages get them.
        clock: The time in seconds, for the limits.
        links: The teachers' links.
    """

    def __init__(
        self,
        classroom: LiveClassroom,
        site: Site,
        material: dict[str, Any],
        clock: Callable[[], float],
        links: TeacherLinks,
    ) -> None:
        self.live = classroom
        self._links = links
        self._site = site
        self._material = material
        self._leads = RateLimit(60, 5, clock)

    async def overview_page(self, request: Request) -> Response:
        """The teacher's page."""
        self._require_teacher(request)
        classroom = self.live.classroom
        return page_response(
            request,
            "teach.html",
            title=self._material["title"],
            code=classroom.code,
            address=typed_address(self._site.link(request, "/")),
            base="/teach",
        )

    async def projector_page(self, request: Request) -> Response:
        """The projector view, which the class may see."""
        self._require_teacher(request)
        classroom = self.live.classroom
        address = self._site.link(request, "/")
        return page_response(
            request,
            "projector.html",
            title=self._material["title"],
            code=classroom.code,
            address=typed_address(address),
            qr=qr_data_uri(f"{address}?code={classroom.code}"),
            base="/teach",
        )

    async def overview_data(self, request: Request) -> Response:
        """The state of the class, with names for the teacher or without for the projector."""
        self._require_teacher(request)
        if self.live.key is None:
            # It may have been created since.
            await self.live.load_key()
        names = request.query_params.get("names") != "no"
        view = teacher_data(self.live, names=names)
        return JSONResponse(view | {"material": self._material})

    async def activity(self, request: Request) -> Response:
        """An event stream with one event per change, at most one a second."""
        self._require_teacher(request)

        async def lines() -> AsyncIterator[str]:
            seen, since = -1, 0
            while True:
                if seen != self.live.events.activity or since >= KEEPALIVE_SECONDS:
                    seen, since = self.live.events.activity, 0
                    yield f"data: {seen}\n\n"
                since += 1
                await asyncio.sleep(1)

        return event_stream(lines())

    async def run_command(self, request: Request) -> Response:
        """Carry out a command of the teacher."""
        self._require_teacher(request)
        check_rate(self._leads, TEACHER_COOKIE)
        said = await read_json_object(request)
        if said.get("do") == "teacher":
            return await self._new_teacher_link(request)
        command = COMMANDS.get(str(said.get("do")))
        if command is None:
            raise DataError("The class page does not know this command.")
        found = await command(self.live, said)
        if "token" in found:
            found = {"link": self._site.link(request, f"/me/{found['token']}")}
        return JSONResponse(found)

    async def _new_teacher_link(self, request: Request) -> Response:
        """A link for another teacher, which works once."""
        token = await self.live.run_in_thread(self._links.new_link)
        return JSONResponse({"link": self._site.link(request, f"/teach/in/{token}")})

    def _require_teacher(self, request: Request) -> None:
        if not is_teacher(self.live, self._links, request):
            raise HTTPException(401, "Open this page with the teacher's link.")


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


def _code(address: str) -> segno.QRCode:
    # The lowest error correction: a screen has no scratches, and the modules should be large.
    return segno.make_qr(address, error="l")
