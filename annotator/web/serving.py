"""The server process: one room, one port, until it is stopped."""

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from annotator.model.faults import Refused
from annotator.web.app import application
from annotator.web.connections import BATCH, Caps, Config, Connection, Crowd, Stage
from annotator.web.door import leads
from annotator.web.room import Room
from annotator.web.site import Site

_QUEUE = 2048
"""So many connections wait in the system until we accept them."""

_PATIENCE = 2


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        Refused: The port is in use, or there is no such address here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        words = f"cannot listen on {host} port {port}: {error.strerror}; choose another --port"
        raise Refused(words) from None
    return listening


def run(
    room: Room, site: Site, caps: Caps, listening: socket.socket, begun: Callable[[], None]
) -> None:
    """Serve a class until the process is told to stop; then everything is saved and given free.

    Args:
        room: The class.
        site: How the page is reached.
        caps: How many connections there may be.
        listening: Where to.
        begun: Is called when the first request can be answered.
    """
    config = Config(
        application(room, time.monotonic, site, caps.streams),
        http=Connection,
        # Of requests that are none, anybody can send as many as would fill the terminal.
        log_level="error",
        access_log=False,
        server_header=False,
        backlog=BATCH,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_keep_alive=int(Stage.REST.value or 0),
        # The application asks a proxy on this computer whom it speaks for, after the hosts.
        proxy_headers=False,
        ws="none",
    )
    config.crowd = Crowd(caps)
    config.leads = lambda scope: leads(room, scope)
    # The server passes on by what it was ended; by then everything is saved.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            _Server(config, begun).run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # asyncio takes one number for both: how many wait, and how many it accepts in a row.
        for each in sockets or ():
            each.listen(_QUEUE)
        if self.started:
            self._begun()
