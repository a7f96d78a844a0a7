"""Connections to the class page: how many there may be, and how long each may take.

uvicorn and h11 limit the size of a request's header and the idle time between two requests. They do
not limit how long a header or body may take, or the number of connections. A connection refused or
dropped here loses no work: a page sends again whatever was not answered.
"""

import asyncio
import resource
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple, Protocol

import h11
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from annotator.web.site_security import PROXIES, SECURITY_HEADERS

MAX_FILES = 16_384
MAX_CONNECTIONS = 6000
RESERVED_FILES = 64
"""The number of files kept free: for writing (each of sixteen writers opens two), and for
connections that the system accepts before we can refuse them."""

ACCEPT_BATCH = 8
"""The number of connections accepted before the first of them is handled."""

TEACHER_CONNECTIONS = 8
"""The number of additional connections for the teacher only."""

UNACKNOWLEDGED_MILLISECONDS = 60_000
"""How long sent data may stay unconfirmed before the device counts as gone, in milliseconds."""

WRITE_SECONDS = 30

MAX_HEADER_PIECES = 64
"""In how many pieces a request's header may arrive. A browser sends it in one to three."""


class Stage(Enum):
    """What a connection waits for."""

    HEAD = 10.0
    BODY = 12.0
    # Students often think for more than five seconds between two edits.
    IDLE = 75.0
    ANSWER = None


class ConnectionLimits(NamedTuple):
    """The maximum numbers of connections.

    Attributes:
        files: The number of files that this process may have open.
        total: The maximum number of connections.
        per_address: The maximum from one address, which a whole school may share.
        streams: The maximum number of event streams.
    """

    files: int
    total: int
    per_address: int
    streams: int


def connection_limits(files: int) -> ConnectionLimits:
    """The limits that stay below a maximum number of open files."""
    most = max(
        min(files - RESERVED_FILES - TEACHER_CONNECTIONS, MAX_CONNECTIONS), TEACHER_CONNECTIONS
    )
    return ConnectionLimits(files, most, most * 3 // 4, most // 2)


def file_limit() -> int:
    """The number of files this process may have open, after raising the system's limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_FILES if soft == resource.RLIM_INFINITY else soft


class ConnectionHandle(Protocol):
    """A connection, as the registry knows it."""

    def drop(self) -> None:
        """Close the connection at once."""


class ConnectionRegistry:
    """All connections by address. When it is full, the one idle for longest is dropped.

    Args:
        caps: The maximum numbers of connections.
    """

    def __init__(self, caps: ConnectionLimits) -> None:
        self._caps = caps
        self._addresses: dict[ConnectionHandle, str] = {}
        self._counts: Counter[str] = Counter()
        self._idle: dict[str, dict[ConnectionHandle, None]] = {}

    def add(self, one: ConnectionHandle, address: str, number: int) -> bool:
        """Add a connection, if necessary in place of an idle one. Returns whether there is room.

        Args:
            one: The connection.
            address: The address that it comes from.
            number: Its file descriptor. The system always assigns the lowest free number.
        """
        own = self._counts[address] >= self._caps.per_address and address not in PROXIES
        full = own or len(self._addresses) >= self._caps.total
        full = full or number >= self._caps.files - RESERVED_FILES
        if full and not self._drop(address if own else self._heaviest()):
            return False
        self._addresses[one] = address
        self._counts[address] += 1
        self.mark_idle(one)
        return True

    def remove(self, one: ConnectionHandle) -> None:
        """Remove a connection. Does nothing if it is unknown."""
        address = self._addresses.pop(one, None)
        if address is None:
            return
        self.mark_busy(one, address)
        self._counts[address] -= 1
        if not self._counts[address]:
            del self._counts[address]

    def mark_idle(self, one: ConnectionHandle) -> None:
        """Mark a connection as idle: it has no complete request that is being answered."""
        address = self._addresses.get(one)
        if address is not None:
            self._idle.setdefault(address, {})[one] = None

    def mark_busy(self, one: ConnectionHandle, address: str | None = None) -> None:
        """Mark a connection as busy: one of its requests is being answered."""
        address = address or self._addresses.get(one, "")
        idle = self._idle.get(address, {})
        idle.pop(one, None)
        if not idle:
            self._idle.pop(address, None)

    def has_teacher_slot(self) -> bool:
        """Whether there is room for one more connection of the teacher."""
        return len(self._addresses) < self._caps.total + TEACHER_CONNECTIONS

    def add_teacher(self, one: ConnectionHandle, address: str) -> None:
        """Add a connection of the teacher beyond the limits."""
        self._addresses[one] = address
        self._counts[address] += 1

    def _heaviest(self) -> str:
        return max(self._idle, key=self._counts.__getitem__, default="")

    def _drop(self, address: str) -> bool:
        idle = self._idle.get(address)
        if not idle:
            return False
        one = next(iter(idle))
        self.remove(one)
        one.drop()
        return True


class ServerConfig(uvicorn.Config):
    """The server's settings, including its connections.

    Attributes:
        connections: All connections.
        is_teacher: Whether a request is the teacher's.
    """

    connections: ConnectionRegistry
    is_teacher: Callable[[Scope], bool]


class Connection(H11Protocol):
    """A connection with time limits that suffice for a browser on a slow line."""

    def __init__(self, config: ServerConfig, **given: Any) -> None:
        super().__init__(config, **given)
        self._crowd, self._leads = config.connections, config.is_teacher
        self._stage = Stage.HEAD
        self._pieces = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start, if there is room."""
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLISECONDS)
        address = self.client[0] if self.client else ""
        if not self._crowd.add(self, address, raw.fileno()):
            if not self._crowd.has_teacher_slot():
                self._say(503, "Too many connections. Try again in a moment.")
                return
            self._crowd.add_teacher(self, address)
            self.app = _teacher_only(self.app, self._leads)
        self._await(Stage.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timers and remove the connection from the registry."""
        self._crowd.remove(self)
        for timer in (self._deadline, self._stuck):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Handle received data."""
        self._pieces += 1
        if self._pieces > MAX_HEADER_PIECES and self._stage is Stage.HEAD:
            self._late()
            return
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Give the client some time to read."""
        super().pause_writing()
        self._stuck = self.loop.call_later(WRITE_SECONDS, self.drop)

    def resume_writing(self) -> None:
        """Continue writing."""
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()

    def shutdown(self) -> None:
        """Finish the current response, but drop an event stream, which has no end."""
        if self.cycle and self.cycle.response_started and not self.cycle.response_complete:
            self.drop()
        else:
            super().shutdown()

    def drop(self) -> None:
        """Close the connection at once. The request in progress is told."""
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that is not valid HTTP."""
        self._say(400, msg)

    def _look(self) -> None:
        """Determine the current stage, and set its deadline if the stage has changed."""
        state = self.conn.their_state
        if state is h11.IDLE:
            now = Stage.HEAD if self.conn.trailing_data[0] else Stage.IDLE
        else:
            now = Stage.BODY if state is h11.SEND_BODY else Stage.ANSWER
        if now is not self._stage and not self.transport.is_closing():
            self._await(now)

    def _await(self, stage: Stage) -> None:
        self._stage, self._pieces = stage, 0
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None
        if stage.value is None:
            self._crowd.mark_busy(self)
            return
        self._crowd.mark_idle(self)
        self._deadline = self.loop.call_later(stage.value, self._late)

    def _late(self) -> None:
        if self._stage is Stage.HEAD and self.conn.trailing_data[0]:
            self._say(408, "The request took too long to arrive.")
        else:
            self.drop()

    def _say(self, status: int, words: str) -> None:
        """Send an answer of the server itself, if no other has started, and close."""
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE} or self.transport.is_closing():
            self.drop()
            return
        said = {
            **SECURITY_HEADERS,
            "Content-Type": "text/plain; charset=utf-8",
            "Connection": "close",
        }
        said |= {"Retry-After": "5"} if status == 503 else {}
        headers = [(name.encode(), value.encode()) for name, value in said.items()]
        for event in (
            h11.Response(status_code=status, headers=headers),
            h11.Data(data=f"{words}\n".encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _teacher_only(app: ASGIApp, leads: Callable[[Scope], bool]) -> ASGIApp:
    """The application for the teacher only. Others are asked to try again."""

    async def judged(scope: Scope, receive: Receive, send: Send) -> None:
        if leads(scope):
            await app(scope, receive, send)
            return
        headers = {**SECURITY_HEADERS, "Retry-After": "5", "Connection": "close"}
        words = "Too many connections. Try again in a moment.\n"
        await PlainTextResponse(words, 503, headers)(scope, receive, send)

    return judged
