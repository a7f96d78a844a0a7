"""A small HTTP client with a persistent connection, light enough to simulate 1,000 students."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE = 300.0
"""How long a browser waits for a page. The page itself waits less long for its requests."""

_END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its status, its headers in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class _Line(asyncio.Protocol):
    """One connection. It reads one answer at a time, or hears a stream that has no end."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.closed = loop.create_future()
        self.answer: asyncio.Future[Answered] | None = None
        self.news: asyncio.Event | None = None
        self._got = bytearray()

    def data_received(self, data: bytes) -> None:
        if self.news is not None:
            self.news.set()
            return
        self._got += data
        head = self._got.find(_END_OF_HEAD)
        if head < 0 or self.answer is None or self.answer.done():
            return
        status, headers = _head(bytes(self._got[:head]))
        start = head + len(_END_OF_HEAD)
        end = start + int(headers.get("content-length", 0))
        if len(self._got) >= end:
            body = bytes(self._got[start:end])
            self._got.clear()
            self.answer.set_result(Answered(status, headers, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(ConnectionError(str(exc or "The connection was closed.")))
        if self.news is not None:
            self.news.set()


def _head(head: bytes) -> tuple[int, Mapping[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return int(first.split()[1]), {name.strip().lower(): value.strip() for name, value in pairs}


class Client:
    """One client of a server on this computer, with its cookies.

    Args:
        port: The server's port.
        address: The address from which it connects.
    """

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port = port
        self._address = address
        self._line: _Line | None = None
        self._transport: asyncio.Transport | None = None
        self.cookies: dict[str, str] = {}

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", wait: float = PATIENCE
    ) -> Answered:
        """Send a request and wait for the answer.

        Raises:
            ConnectionError: The connection was refused or failed. The next request opens a new one.
        """
        try:
            async with asyncio.timeout(wait):
                line, transport = await self._open()
                line.answer = asyncio.get_running_loop().create_future()
                transport.write(self._request(method, path, body, kind))
                answer = await line.answer
        except (OSError, TimeoutError, ValueError) as error:
            self.close()
            raise ConnectionError(str(error)) from error
        said = answer.headers.get("set-cookie", "").split(";")[0]
        if said:
            name, _, value = said.partition("=")
            self.cookies[name] = value
        return answer

    async def listen(self, path: str, news: asyncio.Event) -> None:
        """Keep a stream of events open until it ends. `news` is set at each event.

        Raises:
            ConnectionError: The connection was refused.
        """
        try:
            line, transport = await self._open()
            line.news = news
            transport.write(self._request("GET", path, b"", ""))
            await line.closed
        except OSError as error:
            raise ConnectionError(str(error)) from error
        finally:
            self.close()

    async def _open(self) -> tuple[_Line, asyncio.Transport]:
        if self._line is None or self._transport is None or self._line.closed.done():
            loop = asyncio.get_running_loop()
            self._transport, self._line = await loop.create_connection(
                _Line, "127.0.0.1", self._port, local_addr=(self._address, 0)
            )
        return self._line, self._transport

    def _request(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        if method == "POST":
            lines += [f"Origin: http://127.0.0.1:{self._port}", f"Content-Type: {kind}"]
            lines.append(f"Content-Length: {len(body)}")
        if self.cookies:
            said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {said}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()
        self._line = self._transport = None
