"""The class page as an application: every address, and who answers it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from annotator.web import views
from annotator.web.answers import HANDLERS
from annotator.web.door import Door
from annotator.web.guard import Guard
from annotator.web.pages import STATIC, static
from annotator.web.room import Room
from annotator.web.site import PROXIES, Site
from annotator.web.teaching import Teaching
from annotator.web.working import Working

Sleep = Callable[[float], Awaitable[None]]


def application(
    room: Room,
    clock: Callable[[], float],
    site: Site | None = None,
    most_streams: int = 2000,
    sleep: Sleep = asyncio.sleep,
) -> Guard:
    """The class page as an ASGI application.

    Args:
        room: The class; it is closed when the application ends.
        clock: The time in seconds, for the limits.
        site: How the page is reached, where that is more than the address listened on.
        most_streams: How many pages may hear of changes at a time.
        sleep: Waits so many seconds.
    """

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        opening = asyncio.create_task(room.begin())
        try:
            yield
        finally:
            opening.cancel()
            room.close()

    site = site or Site()
    app = Starlette(
        routes=_routes(room, site, clock, most_streams, sleep),
        exception_handlers=HANDLERS,
        lifespan=life,
    )
    # The guard sees who really asks; the pages behind it see whom a proxy speaks for.
    forwarded: Any = ProxyHeadersMiddleware(cast("Any", app), list(PROXIES))
    return Guard(forwarded, site)


def _routes(
    room: Room, site: Site, clock: Callable[[], float], most_streams: int, sleep: Sleep
) -> list[Route]:
    material = views.material(room.blank, room.codebook, room.project)
    door = Door(room, site, clock, sleep)
    working = Working(room, material, clock, most_streams)
    teaching = Teaching(room, site, material, clock)
    known = door.renewing
    return [
        Route("/", known(door.front)),
        Route("/join", door.join, methods=["POST"]),
        Route("/leave", door.leave, methods=["POST"]),
        Route("/me/{token}", door.personal),
        Route("/api/work", known(working.work)),
        Route("/api/edit", known(working.edit), methods=["POST"]),
        Route("/api/events", working.events),
        # Not by what a page says unasked: it could undo that somebody leaves this device.
        Route("/api/here", working.here, methods=["POST"]),
        Route("/practice", known(working.practise)),
        Route("/api/practice", working.practice),
        Route("/teach", known(teaching.teach)),
        Route("/teach/in/{secret}", door.instructor),
        Route("/teach/projector", known(teaching.projector)),
        Route("/teach/state", known(teaching.led)),
        Route("/teach/pulse", teaching.pulse),
        Route("/teach/do", known(teaching.lead), methods=["POST"]),
        Route("/static/{name}", _static),
    ]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), media_type=STATIC[name])
