"""The teacher's pages: commands, routes of the live overview, and the projector view."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from annotator.model.errors import DataError
from annotator.model.palette import BLACK, WHITE
from annotator.model.plurals import plural
from annotator.model.sitting import Sitting
from annotator.text.safe import safe_text
from annotator.web import pages
from annotator.web.http import (
    KEEPALIVE_SECONDS,
    RateLimit,
    check_rate,
    event_stream,
    page_response,
    read_json_object,
    root_path,
)
from annotator.web.login import is_teacher
from annotator.web.people_commands import PEOPLE_COMMANDS, people_data
from annotator.web.site_security import Site
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]
Command = Callable[[LiveSitting, CommandRequest], Awaitable[CommandResult]]


async def _open(live: LiveSitting, _: CommandRequest) -> CommandResult:
    await live.change(Sitting.open)
    return {}


async def _close(live: LiveSitting, _: CommandRequest) -> CommandResult:
    now = live.clock()
    await live.change(lambda sitting: sitting.close(now))
    return {}


async def _ask(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Ask students to explain their tags for these sentences and no others."""
    asked = _sentences(live, said)
    await live.change(lambda sitting: sitting.ask(asked))
    return {}


async def _reveal(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Show the key of these sentences and no others."""
    revealed = _sentences(live, said)
    if revealed and await live.load_key() is None:
        raise DataError("This document has no answer key. Create one with `annotator key`.")
    now = live.clock()
    await live.change(lambda sitting: sitting.reveal_keys(revealed, now))
    return {}


async def _vote(live: LiveSitting, _: CommandRequest) -> CommandResult:
    return {"failed": list(await live.start_next_vote())}


async def _article(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Go to the article that is named, or to the next one."""
    named = said.get("document")
    if named is not None and not isinstance(named, str):
        raise DataError("`document` must be the id of an article.")
    return {"failed": list(await live.move_to(named))}


async def _end(live: LiveSitting, _: CommandRequest) -> CommandResult:
    return {"failed": list(await live.end())}


async def _link(live: LiveSitting, said: CommandRequest) -> CommandResult:
    return {"token": await live.new_link(str(said.get("student")))}


def _sentences(live: LiveSitting, said: CommandRequest) -> tuple[str, ...]:
    # A page that still shows another article must not reveal sentences of this one.
    if said.get("document", live.sitting.document) != live.sitting.document:
        raise DataError("The class works on another article now. Nothing was changed.")
    named, known = said.get("sentences"), [each.id for each in live.blank.sentences]
    if not isinstance(named, list) or any(each not in known for each in named):
        raise DataError("`sentences` must be a list of sentence ids of the article.")
    return tuple(each for each in known if each in named)


COMMANDS: Mapping[str, Command] = {
    "open": _open,
    "close": _close,
    "ask": _ask,
    "reveal": _reveal,
    "vote": _vote,
    "article": _article,
    "end": _end,
    "link": _link,
    **PEOPLE_COMMANDS,
}


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
        self._leads = RateLimit(60, 5, clock)

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
                "students": plural(len(each.sitting.students), "student"),
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

    def _texts(self, live: LiveSitting, request: Request) -> dict[str, Any]:
        return {
            "title": safe_text(live.blank.title),
            "code": live.sitting.code,
            "address": self._site.link(request, "/"),
            "sitting": live.sitting.id,
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
        view = pages.teacher_data(live, names=names)
        return JSONResponse(view | {"material": pages.material_of(live.article)})

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
        command = COMMANDS.get(str(said.get("do")))
        if command is None:
            raise DataError("The class page does not know this command.")
        found = await command(live, said)
        if "token" in found:
            found = {"link": self._site.link(request, f"/me/{found['token']}")}
        return JSONResponse(found)

    def _led(self, request: Request) -> LiveSitting:
        """The sitting that a request of the teacher is about."""
        self._require_teacher(request)
        live = self._sittings.get(request.path_params["sitting"])
        if live is None:
            raise HTTPException(404, "This server does not hold this sitting.")
        return live

    def _require_teacher(self, request: Request) -> None:
        if not is_teacher(self._sittings, request):
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
