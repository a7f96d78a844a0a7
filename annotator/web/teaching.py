"""The instructor's pages: the class as it works, the projector's view, and the commands."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from annotator.model.faults import Refused
from annotator.web import views
from annotator.web.answers import BEAT, html, stream
from annotator.web.asking import json_object, spend
from annotator.web.door import TEACHER, is_teacher
from annotator.web.leading import COMMANDS
from annotator.web.limits import Limit
from annotator.web.qr import picture
from annotator.web.room import Room
from annotator.web.site import Site


class Teaching:
    """The addresses of the instructor's pages.

    Args:
        room: The class.
        site: How the page is reached.
        material: The article and the codebook, as pages are told them.
        clock: The time in seconds, for the limits.
    """

    def __init__(
        self, room: Room, site: Site, material: dict[str, Any], clock: Callable[[], float]
    ) -> None:
        self.room = room
        self._site = site
        self._material = material
        self._leads = Limit(60, 5, clock)

    async def teach(self, request: Request) -> Response:
        """The instructor's page."""
        self._require_teacher(request)
        room = self.room.classroom
        address, title = self._site.link(request, "/"), self._material["title"]
        return html(request, "teach.html", title=title, code=room.code, address=address)

    async def projector(self, request: Request) -> Response:
        """What the class may see of itself."""
        self._require_teacher(request)
        room = self.room.classroom
        address = self._site.link(request, "/")
        return html(
            request,
            "projector.html",
            title=self._material["title"],
            code=room.code,
            address=address,
            qr=picture(f"{address}?code={room.code}"),
        )

    async def led(self, request: Request) -> Response:
        """The class, for the instructor's page and without names for the projector."""
        self._require_teacher(request)
        if self.room.key is None:
            # It may have been made since.
            await self.room.load_key()
        names = request.query_params.get("names") != "no"
        view = views.led(self.room, names=names)
        return JSONResponse(view | {"material": self._material})

    async def pulse(self, request: Request) -> Response:
        """A line whenever something has changed, at most one a second."""
        self._require_teacher(request)

        async def lines() -> AsyncIterator[str]:
            seen, since = -1, 0
            while True:
                if seen != self.room.hearing.pulse or since >= BEAT:
                    seen, since = self.room.hearing.pulse, 0
                    yield f"data: {seen}\n\n"
                since += 1
                await asyncio.sleep(1)

        return stream(lines())

    async def lead(self, request: Request) -> Response:
        """Carry out what the instructor wants."""
        self._require_teacher(request)
        spend(self._leads, TEACHER)
        said = await json_object(request)
        command = COMMANDS.get(str(said.get("do")))
        if command is None:
            raise Refused("the class page knows no such command")
        found = await command(self.room, said)
        if "token" in found:
            found = {"link": self._site.link(request, f"/me/{found['token']}")}
        return JSONResponse(found)

    def _require_teacher(self, request: Request) -> None:
        if not is_teacher(self.room, request):
            raise HTTPException(401, "This page is opened by the instructor's link.")
