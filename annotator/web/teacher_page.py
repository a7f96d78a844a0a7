"""The teacher's pages: commands, routes of the live overview, and the projector view."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.model.classroom import Classroom
from annotator.model.errors import DataError
from annotator.model.palette import BLACK, WHITE
from annotator.web import pages
from annotator.web.classroom import LiveClassroom
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    page_response,
    read_json_object,
)
from annotator.web.login import TEACHER_COOKIE, is_teacher
from annotator.web.site_security import Site

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]
Command = Callable[[LiveClassroom, CommandRequest], Awaitable[CommandResult]]


async def _open(classroom: LiveClassroom, _: CommandRequest) -> CommandResult:
    await classroom.change(Classroom.open)
    return {}


async def _close(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    now = live.clock()
    await live.change(lambda classroom: classroom.close(now))
    return {}


async def _ask(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Ask students to explain their tags for these sentences and no others."""
    asked = _sentences(live, said)
    await live.change(lambda classroom: replace(classroom, asked=asked))
    return {}


async def _reveal(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Show the key of these sentences and no others."""
    revealed = _sentences(live, said)
    if revealed and await live.load_key() is None:
        raise DataError("This document has no answer key. Create one with `annotator key`.")
    now = live.clock()
    await live.change(lambda classroom: classroom.reveal_keys(revealed, now))
    return {}


async def _vote(classroom: LiveClassroom, _: CommandRequest) -> CommandResult:
    return {"failed": list(await classroom.start_next_vote())}


async def _end(classroom: LiveClassroom, _: CommandRequest) -> CommandResult:
    return {"failed": list(await classroom.end())}


async def _link(classroom: LiveClassroom, said: CommandRequest) -> CommandResult:
    return {"token": await classroom.new_link(str(said.get("student")))}


def _sentences(classroom: LiveClassroom, said: CommandRequest) -> tuple[str, ...]:
    named, known = said.get("sentences"), [each.id for each in classroom.blank.sentences]
    if not isinstance(named, list) or any(each not in known for each in named):
        raise DataError("`sentences` must be a list of sentence ids of the article.")
    return tuple(each for each in known if each in named)


COMMANDS: Mapping[str, Command] = {
    "open": _open,
    "close": _close,
    "ask": _ask,
    "reveal": _reveal,
    "vote": _vote,
    "end": _end,
    "link": _link,
}


class TeacherRoutes:
    """The routes of the teacher's pages.

    Args:
        classroom: The class.
        site: How the page is reached.
        material: The article and the codebook, as pages get them.
        clock: The time in seconds, for the limits.
    """

    def __init__(
        self,
        classroom: LiveClassroom,
        site: Site,
        material: dict[str, Any],
        clock: Callable[[], float],
    ) -> None:
        self.live = classroom
        self._site = site
        self._material = material
        self._leads = RateLimit(60, 5, clock)

    async def overview_page(self, request: Request) -> Response:
        """The teacher's page."""
        self._require_teacher(request)
        classroom = self.live.classroom
        address, title = self._site.link(request, "/"), self._material["title"]
        return page_response(
            request, "teach.html", title=title, code=classroom.code, address=address
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
            address=address,
            qr=qr_data_uri(f"{address}?code={classroom.code}"),
        )

    async def overview_data(self, request: Request) -> Response:
        """The state of the class, with names for the teacher or without for the projector."""
        self._require_teacher(request)
        if self.live.key is None:
            # It may have been created since.
            await self.live.load_key()
        names = request.query_params.get("names") != "no"
        view = pages.teacher_data(self.live, names=names)
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
        command = COMMANDS.get(str(said.get("do")))
        if command is None:
            raise DataError("The class page does not know this command.")
        found = await command(self.live, said)
        if "token" in found:
            found = {"link": self._site.link(request, f"/me/{found['token']}")}
        return JSONResponse(found)

    def _require_teacher(self, request: Request) -> None:
        if not is_teacher(self.live, request):
            raise HTTPException(401, "Open this page with the teacher's link.")


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
