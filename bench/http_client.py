"""A small HTTP client with a persistent connection, light enough to simulate 200 students."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its status, its headers in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """One client of a server on this computer, with its cookie.

    Args:
        port: The server's port.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.cookie = ""

    async def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answered:
        """Send a request and wait for the answer.

        Raises:
            OSError: The connection was refused or failed. The next request opens a new one.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                reader = await self.send(method, path, body, kind)
                return await _answer(reader)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            self.close()
            raise ConnectionError(str(error)) from error

    async def send(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> asyncio.StreamReader:
        """Send a request, and return the reader for its answer."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        if method == "POST":
            lines += [f"Origin: http://127.0.0.1:{self._port}", f"Content-Type: {kind}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        lines += [f"Content-Length: {len(body)}", "", ""]
        self._writer.write("\r\n".join(lines).encode() + body)
        await self._writer.drain()
        return self._reader

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
        self._reader = self._writer = None


async def _answer(reader: asyncio.StreamReader) -> Answered:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split()[1])
    pairs = (line.split(":", 1) for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answered(status, headers, body)
