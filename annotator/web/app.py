"""The class page as an application: every address, and who answers it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from annotator.web import views
from annotator.web.answers import HANDLERS
from annotator.web.door import Door
from annotator.web.guard import Guard
from annotator.web.pages import STATIC, static
from annotator.web.room import Room
from annotator.web.teaching import Teaching
from annotator.web.working import Working


def application(room: Room, clock: Callable[[], float]) -> Starlette:
    """The class page as an ASGI application.

    Args:
        room: The class; it is closed when the application ends.
        clock: The time in seconds, for the limits.
    """

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        opening = asyncio.create_task(room.begin())
        try:
            yield
        finally:
            opening.cancel()
            room.close()

    return Starlette(
        routes=_routes(room, clock),
        middleware=[Middleware(Guard)],
        exception_handlers=HANDLERS,
        lifespan=life,
    )


def _routes(room: Room, clock: Callable[[], float]) -> list[Route]:
    material = views.material(room.blank, room.codebook, room.project)
    door, working = Door(room, clock), Working(room, material, clock)
    teaching = Teaching(room, material, clock)
    return [
        Route("/", door.front),
        Route("/join", door.join, methods=["POST"]),
        Route("/leave", door.leave, methods=["POST"]),
        Route("/me/{token}", door.personal, name="personal"),
        Route("/api/work", working.work),
        Route("/api/edit", working.edit, methods=["POST"]),
        Route("/api/events", working.events),
        Route("/api/here", working.here, methods=["POST"]),
        Route("/practice", working.practise),
        Route("/api/practice", working.practice),
        Route("/teach", teaching.teach),
        Route("/teach/in/{secret}", door.instructor),
        Route("/teach/projector", teaching.projector),
        Route("/teach/state", teaching.led),
        Route("/teach/pulse", teaching.pulse),
        Route("/teach/do", teaching.lead, methods=["POST"]),
        Route("/static/{name}", _static),
    ]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), media_type=STATIC[name])
