"""Pages fetched from the network: the one place that reaches it, and what it may not do."""

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from annotator import __version__
from annotator.model.faults import Fault, Refused

MOST_REDIRECTS = 5
SECONDS = 15
LONGEST = 60
_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536
_HEAD = {"User-Agent": f"annotator/{__version__}", "Accept": "text/html, text/plain;q=0.9"}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave.

    Attributes:
        address: Where it was in the end, redirects followed.
        kind: Its media type in small letters, such as text/html.
        charset: As the server has it; None where it says nothing.
        data: The page.
    """

    address: str
    kind: str
    charset: str | None
    data: bytes


Fetch = Callable[[str, int], Page]
"""Gives the page at an address, of at most so many bytes; refuses it in one sentence."""

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, as numbers."""


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_address(name: str) -> bool:
    """Whether a name on the command line is an address in the web, of whatever scheme."""
    scheme, sign, _ = name.partition("://")
    return bool(sign) and scheme.isalnum()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages by http and https, over a connection to the very address that was looked at.

    Attributes:
        private: Whether addresses of one's own machine or network are fetched too.
        resolve: Gives a host's addresses.
        clock: Gives the seconds since some moment.
    """

    private: bool = False
    resolve: Resolve = resolve
    clock: Callable[[], float] = time.monotonic

    def __call__(self, address: str, most: int) -> Page:
        """The page at an address.

        Raises:
            Refused: It is not to be fetched, or cannot be.
        """
        until = self.clock() + LONGEST
        here = address
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._ask(here, most, until)
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                reason = str(error) or type(error).__name__
                raise Refused(Fault(f"cannot be fetched: {reason}", address)) from error
            if isinstance(answer, Page):
                return answer
            here = answer
        raise Refused(Fault(f"leads on more than {MOST_REDIRECTS} times", address))

    def _ask(self, address: str, most: int, until: float) -> Page | str:
        """The page, or where it has moved to."""
        parts = _parts(address)
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        with ExitStack() as stack:
            connection = stack.enter_context(closing(self._connect(parts, address)))
            connection.request("GET", _ascii(target), headers=_HEAD)
            answer = stack.enter_context(closing(connection.getresponse()))
            if answer.status in _REDIRECTS and answer.getheader("Location"):
                return urljoin(address, answer.getheader("Location", ""))
            if answer.status != http.client.OK:
                raise Refused(Fault(f"answers {answer.status} {answer.reason}", address))
            return self._page(address, answer, most, until)

    def _connect(self, parts: SplitResult, address: str) -> http.client.HTTPConnection:
        host, secure = str(parts.hostname), parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        numbers = self.resolve(host, port)
        refused = [number for number in numbers if not _is_public(number)]
        if not numbers or (refused and not self.private):
            message = f"leads to {refused[0] if refused else 'no address'}, which is not public"
            raise Refused(Fault(f"{message}; give --private-address if it is meant", address))
        raw = socket.create_connection((numbers[0], port), SECONDS)
        made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = made(host, port, timeout=SECONDS)
        # It may not connect anew by itself, to a number that nobody has looked at.
        connection.auto_open = 0
        connection.sock = raw
        if secure:
            try:
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(raw, server_hostname=host)
            except OSError:
                raw.close()
                raise
        return connection

    def _page(
        self, address: str, answer: http.client.HTTPResponse, most: int, until: float
    ) -> Page:
        data = bytearray()
        for piece in _unpacked(answer, most):
            data += piece
            if len(data) > most:
                message = f"is larger than {most:,} bytes; give --max-size BYTES to read it"
                raise Refused(Fault(message, address))
            if self.clock() > until:
                raise Refused(Fault(f"took longer than {LONGEST} seconds", address))
        charset = answer.headers.get_content_charset()
        return Page(address, answer.headers.get_content_type(), charset, bytes(data))


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError as error:
        raise Refused(Fault(f"is no address: {error}", address)) from error
    if parts.scheme not in {"http", "https"}:
        raise Refused(Fault("is neither http nor https; nothing else is fetched", address))
    if not named or parts.username or parts.password:
        raise Refused(Fault("is no plain address of a page", address))
    return parts


def _is_public(number: str) -> bool:
    ip = ipaddress.ip_address(number.partition("%")[0])
    inside = getattr(ip, "ipv4_mapped", None) or ip
    return bool(inside.is_global) and not inside.is_multicast


def _ascii(target: str) -> str:
    return quote(target, safe="/?=&%+,;:@!$'()*~-._[]")


def _unpacked(answer: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """The page piece by piece; a packed one is never unpacked further than is asked for."""
    packing = (answer.getheader("Content-Encoding") or "identity").lower()
    if packing == "identity":
        while piece := answer.read(_CHUNK):
            yield piece
        return
    if packing not in {"gzip", "deflate"}:
        raise http.client.HTTPException(f"it is packed by {packing}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    while piece := answer.read(_CHUNK):
        yield unpacker.decompress(piece, most + 1)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, most + 1)
