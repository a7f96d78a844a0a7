"""Connections to the class page: how many there are, and how long each may take.

uvicorn and h11 limit how large a request's head is, and how long a connection may rest between two
requests; not how long a head or body may take, nor how many connections there are. A connection
that is refused or dropped here costs nobody's work: a page sends again what was not answered.
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

MAX_FILES = 8192
MAX_CONNECTIONS = 4000
RESERVED_FILES = 64
"""So many files stay free: for writing (each of sixteen writers opens two), and for what the system
accepts before we can refuse it."""

ACCEPT_BATCH = 8
"""So many connections are accepted before the first of them is looked at."""

TEACHER_CONNECTIONS = 8
"""So many connections more, for the instructor alone."""

UNACKNOWLEDGED_MILLISECONDS = 60_000
"""Milliseconds for which what was sent may go unconfirmed: a device that left without a word."""

WRITE_SECONDS = 30


class Stage(Enum):
    """What a connection waits for."""

    HEAD = 10.0
    BODY = 12.0
    # A class thinks for longer than five seconds between two edits.
    IDLE = 75.0
    ANSWER = None


class ConnectionLimits(NamedTuple):
    """How many connections there may be.

    Attributes:
        files: How many files this process may have open.
        total: At most so many connections.
        per_address: Of them so many from one address; a whole school may have one.
        streams: Of all, so many that only listen.
    """

    files: int
    total: int
    per_address: int
    streams: int


def connection_limits(files: int) -> ConnectionLimits:
    """The caps that keep below a limit of open files."""
    most = max(
        min(files - RESERVED_FILES - TEACHER_CONNECTIONS, MAX_CONNECTIONS), TEACHER_CONNECTIONS
    )
    return ConnectionLimits(files, most, most * 3 // 4, most // 2)


def file_limit() -> int:
    """How many files this process may have open, after asking the system for enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_FILES if soft == resource.RLIM_INFINITY else soft


class ConnectionHandle(Protocol):
    """Somebody's connection, as the crowd knows it."""

    def drop(self) -> None:
        """End at once."""


class ConnectionRegistry:
    """All connections, each by its address; where it is full, the longest idle one gives way.

    Args:
        caps: How many there may be.
    """

    def __init__(self, caps: ConnectionLimits) -> None:
        self._caps = caps
        self._addresses: dict[ConnectionHandle, str] = {}
        self._counts: Counter[str] = Counter()
        self._idle: dict[str, dict[ConnectionHandle, None]] = {}

    def add(self, one: ConnectionHandle, address: str, number: int) -> bool:
        """Take a connection in, in another's place where there is no room; whether there is room.

        Args:
            one: The connection.
            address: Where it comes from.
            number: The number of its file: of all that are open the system gives the lowest free.
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
        """Forget a connection; one that is not there is passed over."""
        address = self._addresses.pop(one, None)
        if address is None:
            return
        self.mark_busy(one, address)
        self._counts[address] -= 1
        if not self._counts[address]:
            del self._counts[address]

    def mark_idle(self, one: ConnectionHandle) -> None:
        """Say that a connection is idle now: no whole request of it is being answered."""
        address = self._addresses.get(one)
        if address is not None:
            self._idle.setdefault(address, {})[one] = None

    def mark_busy(self, one: ConnectionHandle, address: str | None = None) -> None:
        """Say that a request of a connection is being answered."""
        address = address or self._addresses.get(one, "")
        idle = self._idle.get(address, {})
        idle.pop(one, None)
        if not idle:
            self._idle.pop(address, None)

    def has_teacher_slot(self) -> bool:
        """Whether one more may come in, for the instructor alone."""
        return len(self._addresses) < self._caps.total + TEACHER_CONNECTIONS

    def add_teacher(self, one: ConnectionHandle, address: str) -> None:
        """Take one in beyond the caps."""
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
    """The server's settings, with the connections.

    Attributes:
        connections: All connections.
        is_teacher: Whether a request is the instructor's.
    """

    connections: ConnectionRegistry
    is_teacher: Callable[[Scope], bool]


class Connection(H11Protocol):
    """A connection that gets no more time than a browser on a bad line needs."""

    def __init__(self, config: ServerConfig, **given: Any) -> None:
        super().__init__(config, **given)
        self._crowd, self._leads = config.connections, config.is_teacher
        self._stage = Stage.HEAD
        self._deadline: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, if there is room."""
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLISECONDS)
        address = self.client[0] if self.client else ""
        if not self._crowd.add(self, address, raw.fileno()):
            if not self._crowd.has_teacher_slot():
                self._say(503, "Too many connections; try again in a moment.")
                return
            self._crowd.add_teacher(self, address)
            self.app = _teacher_only(self.app, self._leads)
        self._await(Stage.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._crowd.remove(self)
        for timer in (self._deadline, self._stuck):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Give the other side some time to read."""
        super().pause_writing()
        self._stuck = self.loop.call_later(WRITE_SECONDS, self.drop)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()

    def shutdown(self) -> None:
        """Finish what is being answered, but no stream of events: that has no end of its own."""
        if self.cycle and self.cycle.response_started and not self.cycle.response_complete:
            self.drop()
        else:
            super().shutdown()

    def drop(self) -> None:
        """End at once; what was being answered hears of it."""
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._say(400, msg)

    def _look(self) -> None:
        """See what is awaited now, and set the deadline for it where that is something else."""
        state = self.conn.their_state
        if state is h11.IDLE:
            now = Stage.HEAD if self.conn.trailing_data[0] else Stage.IDLE
        else:
            now = Stage.BODY if state is h11.SEND_BODY else Stage.ANSWER
        if now is not self._stage and not self.transport.is_closing():
            self._await(now)

    def _await(self, stage: Stage) -> None:
        self._stage = stage
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
            self._say(408, "That took too long to arrive.")
        else:
            self.drop()

    def _say(self, status: int, words: str) -> None:
        """Answer in the server's own words, if nobody else answers already, and end."""
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
    """The application for the instructor; everybody else is asked to come again."""

    async def judged(scope: Scope, receive: Receive, send: Send) -> None:
        if leads(scope):
            await app(scope, receive, send)
            return
        headers = {**SECURITY_HEADERS, "Retry-After": "5", "Connection": "close"}
        words = "Too many connections; try again in a moment.\n"
        await PlainTextResponse(words, 503, headers)(scope, receive, send)

    return judged
