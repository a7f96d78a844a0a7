"""The web server: its routes, and the process that serves the sittings of a project on one port."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from annotator.model.errors import DataError
from annotator.web.connections import (
    ACCEPT_BATCH,
    Connection,
    ConnectionLimits,
    ConnectionRegistry,
    ServerConfig,
    Stage,
)
from annotator.web.http import ERROR_HANDLERS, keep_language
from annotator.web.languages import LanguageMiddleware
from annotator.web.login import LoginRoutes, has_teacher_access, sitting_of
from annotator.web.pages import STATIC_FILES, static_file
from annotator.web.site_security import PROXIES, SecurityMiddleware, Site
from annotator.web.sittings import LiveSittings
from annotator.web.student_page import StudentRoutes
from annotator.web.teacher_page import TeacherRoutes

Sleep = Callable[[float], Awaitable[None]]


def application(
    sittings: LiveSittings,
    clock: Callable[[], float],
    site: Site | None = None,
    most_streams: int = 2000,
    sleep: Sleep = asyncio.sleep,
) -> SecurityMiddleware:
    """The class page as an ASGI application.

    Args:
        sittings: The sittings. They are closed when the application ends.
        clock: The time in seconds, for the limits.
        site: How the page is reached, if not only by the address it listens on.
        most_streams: The maximum number of open event streams.
        sleep: Waits a number of seconds.
    """

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(each) for each in (sittings.begin(), sittings.keep_time())]
        try:
            yield
        finally:
            for each in tasks:
                each.cancel()
            sittings.close()

    site = site or Site()
    routes = Starlette(
        routes=_routes(sittings, site, clock, most_streams, sleep),
        exception_handlers=ERROR_HANDLERS,
        lifespan=life,
    )
    app = LanguageMiddleware(routes, lambda request: sitting_of(sittings, request))
    # The security check sees the real client. The pages see the client that a proxy names.
    forwarded: Any = ProxyHeadersMiddleware(cast("Any", app), list(PROXIES))
    return SecurityMiddleware(forwarded, site)


def _routes(
    sittings: LiveSittings,
    site: Site,
    clock: Callable[[], float],
    most_streams: int,
    sleep: Sleep,
) -> list[Route]:
    login = LoginRoutes(sittings, site, clock, sleep)
    working = StudentRoutes(sittings, clock, most_streams)
    known = login.renew_cookies
    return [
        # Routes are tried in order, and almost all requests are for these.
        Route("/api/edit", known(working.edit), methods=["POST"]),
        # No cookie renewal here: a late report could undo that a student signed out.
        Route("/api/here", working.report_presence, methods=["POST"]),
        Route("/static/{name}", static_page),
        Route("/", known(login.home)),
        Route("/join", login.join, methods=["POST"]),
        Route("/names", login.find_names, methods=["POST"]),
        Route("/leave", login.leave, methods=["POST"]),
        Route("/language", keep_language, methods=["POST"]),
        Route("/me/{token}", login.open_student_link),
        Route("/api/work", known(working.work)),
        Route("/api/events", working.events),
        Route("/feedback", known(working.feedback)),
        Route("/sources", known(working.sources)),
        Route("/practice", known(working.practice_page)),
        Route("/api/practice", working.practice_data),
        *_teacher_routes(TeacherRoutes(sittings, site, clock), login),
    ]


def _teacher_routes(teaching: TeacherRoutes, login: LoginRoutes) -> list[Route]:
    known = login.renew_cookies
    return [
        Route("/teach", known(teaching.sittings_page)),
        Route("/teach/in/{token}", login.teacher_link_page),
        Route("/teach/in/{token}", login.open_teacher_link, methods=["POST"]),
        Route("/teach/{sitting}", known(teaching.overview_page)),
        Route("/teach/{sitting}/sources", known(teaching.sources_page)),
        Route("/teach/{sitting}/report", known(teaching.report_page)),
        Route("/teach/{sitting}/projector", known(teaching.projector_page)),
        Route("/teach/{sitting}/state", known(teaching.overview_data)),
        Route("/teach/{sitting}/pulse", teaching.activity),
        Route("/teach/{sitting}/people", teaching.people),
        Route("/teach/{sitting}/do", known(teaching.run_command), methods=["POST"]),
    ]


async def static_page(request: Request) -> Response:
    """A static file of the pages."""
    name = request.path_params["name"]
    if name not in STATIC_FILES:
        raise HTTPException(404)
    return Response(static_file(name), media_type=STATIC_FILES[name])


_QUEUE = 2048
"""The number of connections that wait in the system until we accept them."""

_SWITCH_SECONDS = 0.0005
"""How long a thread that reads a file may hold up the thread that answers requests, which gives the
interpreter away several times in each request."""

_PATIENCE = 2
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, and only bound when it is asked for)
"""The addresses that stand for every network of this computer."""


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens on this address and port.

    Raises:
        DataError: The port is in use, or this computer does not have the address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        words = f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port."
        raise DataError(words) from None
    return listening


def reachable_host(host: str) -> str:
    """The address at which other devices reach this computer, if it listens on `host`."""
    if host not in EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            # This sends nothing. It only asks which of our addresses would be used.
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])


def serve(
    sittings: LiveSittings,
    site: Site,
    caps: ConnectionLimits,
    listening: socket.socket,
    begun: Callable[[], None],
) -> None:
    """Serve sittings until the process is told to stop. Then save everything and release all files.

    Args:
        sittings: The sittings.
        site: How the page is reached.
        caps: The maximum numbers of connections.
        listening: The socket to listen on.
        begun: Called when the first request can be answered.
    """
    app = application(sittings, time.monotonic, site, caps.streams)
    run(app, caps, listening, begun, lambda scope: has_teacher_access(sittings, scope))


def run(
    app: SecurityMiddleware,
    caps: ConnectionLimits,
    listening: socket.socket,
    begun: Callable[[], None],
    is_known: Callable[[Scope], bool],
) -> None:
    """Run an application until the process is told to stop.

    Args:
        app: The application.
        caps: The maximum numbers of connections.
        listening: The socket to listen on.
        begun: Called when the first request can be answered.
        is_known: Whether a request is from someone who is let in however many others there are.
    """
    run_until_stopped(page_server(app, caps, begun, is_known), listening)


def class_server(
    sittings: LiveSittings, site: Site, caps: ConnectionLimits, begun: Callable[[], None]
) -> "PageServer":
    """The server of a class page. The arguments are those of `serve`."""
    app = application(sittings, time.monotonic, site, caps.streams)
    return page_server(app, caps, begun, lambda scope: has_teacher_access(sittings, scope))


def page_server(
    app: SecurityMiddleware,
    caps: ConnectionLimits,
    begun: Callable[[], None],
    is_known: Callable[[Scope], bool],
) -> "PageServer":
    """A server with limits for its connections. The arguments are those of `run`.

    Args:
        app: The application.
        caps: The maximum numbers of connections.
        begun: Called when the first request can be answered.
        is_known: Whether a request is from someone who is let in however many others there are.
    """
    config = ServerConfig(
        app,
        http=Connection,
        # Anyone can send enough invalid requests to fill the terminal with warnings.
        log_level="error",
        access_log=False,
        server_header=False,
        backlog=ACCEPT_BATCH,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_keep_alive=int(Stage.IDLE.value or 0),
        # The application reads a local proxy's headers itself, after it has checked the host.
        proxy_headers=False,
        ws="none",
    )
    config.connections = ConnectionRegistry(caps)
    config.is_teacher = is_known
    return PageServer(config, begun)


def run_until_stopped(server: "PageServer", listening: socket.socket) -> None:
    """Run a server until the process is told to stop."""
    # The server raises its stop signal again. By then everything is saved.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)


class PageServer(uvicorn.Server):
    """A server that says when it has begun, and accepts many connections in a row."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        await super().startup(sockets)
        # asyncio uses one number both for the queue and for how many it accepts in a row.
        for each in sockets or ():
            each.listen(_QUEUE)
        if self.started:
            self._begun()

    async def serve_beside(self, listening: socket.socket) -> None:
        """Serve in a process whose signals another server handles, until `should_exit`."""
        await self._serve([listening])
