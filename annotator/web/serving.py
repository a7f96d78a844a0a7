"""The server process: one room, one port, until it is stopped."""

import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from annotator.model.faults import Refused
from annotator.web.app import application
from annotator.web.room import Room

_BACKLOG = 2048
# A class thinks for longer than five seconds between two edits.
_KEEP_ALIVE = 75
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


def run(room: Room, listening: socket.socket, begun: Callable[[], None]) -> None:
    """Serve a class until the process is told to stop; then everything is saved and given free.

    Args:
        room: The class.
        listening: Where to.
        begun: Is called when the first request can be answered.
    """
    config = uvicorn.Config(
        application(room, time.monotonic),
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_keep_alive=_KEEP_ALIVE,
        # A proxy on this very computer says whom it speaks for; nobody else is believed.
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        ws="none",
    )
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
        if self.started:
            self._begun()
