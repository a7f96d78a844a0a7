"""Fetch pages, and send text to suggesters: the only module that uses the network, and its limits.

urllib3 handles HTTP. This module decides which addresses it may connect to, and for how long.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message as MailMessage
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from annotator import __version__
from annotator.formats.registry import require_package
from annotator.model.errors import MAX_QUOTED, DataError, Problem
from annotator.model.messages import Message

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager

MAX_REDIRECTS = 5
STEP_SECONDS = 15
"""The limit for one step: one connection, or one piece of a response."""

TOTAL_SECONDS = 60
"""The limit for the whole fetch, from the first name lookup to the last byte."""

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}
_HEAD = {
    "User-Agent": f"annotator/{__version__}",
    "Accept": "text/html, text/plain;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


def _networks(*given: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(map(ipaddress.ip_network, given))


# IANA's lists of special addresses. They are written out because Python's own differ by version.
_PRIVATE_NETWORKS = _networks(
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128",
    "fc00::/7",
)  # fmt: skip
"""The person's own computer and the network around it."""

_THIS_MACHINE = _networks("127.0.0.0/8", "::1/128")
_SPECIAL = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
    "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48",
    "3fff::/20",
)  # fmt: skip
"""Networks that are neither private nor public: unset, link-local, documentation, tunnels."""

_UNICAST = ipaddress.IPv6Network("2000::/3")
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A fetched page.

    Attributes:
        address: Its final address after redirects.
        kind: Its media type in lowercase, such as text/html.
        charset: The character set that the server states; None if it states none.
        data: The content.
        proxy_note: A note about the proxy; empty if there was none.
    """

    address: str
    kind: str
    charset: str | None
    data: bytes
    proxy_note: str = ""


Fetch = Callable[[str, int], WebPage]
"""Fetches the page at an address, up to a number of bytes, or refuses it with one message."""

Resolve = Callable[[str, int], list[str]]
"""Gives the IP addresses of a host."""


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_address(name: str) -> bool:
    """Whether a name on the command line is a web address, with any scheme."""
    scheme, sign, _ = name.partition("://")
    return bool(sign) and scheme.isalnum()


class Host(NamedTuple):
    """The host of a request."""

    scheme: str
    name: str
    port: int

    def matches(self, other: "Host") -> bool:
        """Whether it is the same host as another, which may have switched to TLS."""
        usual = all(each.port == _PORTS[each.scheme] for each in (self, other))
        return self.name == other.name and (self.port == other.port or usual)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages over http and https, and connects only to the IP address that was checked.

    Attributes:
        private: Whether to fetch a requested address on the person's own computer or network too.
            Redirects to other private addresses are never followed.
        resolve: Gives a host's IP addresses.
        clock: Gives the seconds since an arbitrary moment.
        total_seconds: The maximum number of seconds for the whole fetch.
    """

    private: bool = False
    resolve: Resolve = resolve
    clock: Callable[[], float] = time.monotonic
    total_seconds: float = TOTAL_SECONDS

    def __call__(self, address: str, most: int) -> WebPage:
        """The page at an address.

        Raises:
            DataError: The address is not allowed, or the page cannot be fetched.
        """
        return _in_time(_PageVisit(self, address, most))


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends text to an address, and gives the answer. Neither text nor key follows a redirect.

    It connects to this machine without a proxy. To other hosts, it sends only what was permitted,
    and a key only encrypted.

    Attributes:
        hosts: The other hosts that may get text.
        headers: The headers to send, including the key.
        has_key: Whether a header has a key.
        resolve: Gives a host's IP addresses.
        clock: Gives the seconds since an arbitrary moment.
        total_seconds: The maximum number of seconds for one answer.
    """

    hosts: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)
    has_key: bool = False
    resolve: Resolve = resolve
    clock: Callable[[], float] = time.monotonic
    total_seconds: float = TOTAL_SECONDS

    def __call__(self, address: str, body: bytes, most: int) -> bytes:
        """The answer of an address to a text.

        Args:
            address: The address.
            body: The text.
            most: The maximum number of bytes of the answer.

        Raises:
            DataError: The address may not get it, or gives no answer.
        """
        return _in_time(_TextVisit(self, address, body, most)).data

    def check(self, address: str) -> None:
        """Check that an address may get text, without sending any.

        Raises:
            DataError: It may not, or it is unknown.
        """
        require_package("urllib3")
        try:
            self.numbers(_host(address), address)
        except OSError as error:
            raise DataError(Problem(_cannot_fetch(error), address)) from error

    def numbers(self, host: Host, address: str) -> list[str]:
        """The IP addresses of a host that may get text.

        Raises:
            DataError: It may get none. OSError: The name is unknown.
        """
        allowed = host.name in map(host_name, self.hosts)
        try:
            numbers = self.resolve(host.name, host.port)
        except OSError:
            # Behind a proxy, often only the proxy can resolve outside names.
            if allowed and self.proxy(host) is not None:
                return []
            raise
        if numbers and all(map(is_this_machine, numbers)):
            return numbers
        self._refuse_stranger(host, address, allowed=allowed)
        refused = [
            each for each in numbers if not (is_public_address(each) or is_private_address(each))
        ]
        if refused or not numbers:
            raise DataError(Problem(_not_public(refused, asked_for=False), address))
        return numbers

    def _refuse_stranger(self, host: Host, address: str, *, allowed: bool) -> None:
        if not allowed:
            message = (
                f"This would send the text of articles to another computer, {host.name}. To allow "
                f"that, use --send-text-to {host.name} once."
            )
            raise DataError(Problem(message, address))
        if self.has_key and host.scheme != "https":
            message = "This would send your key unencrypted. Use an address with https."
            raise DataError(Problem(message, address))

    def proxy(self, host: Host) -> "_Proxy | None":
        """The proxy for a host. It gets encrypted text only, and nothing for this machine."""
        if host.scheme != "https" or host.name not in map(host_name, self.hosts):
            return None
        return _proxy(host)


def host_name(text: str) -> str:
    """The name of a host as addresses have it: in lowercase ASCII."""
    try:
        return text.strip().lower().encode("idna").decode()
    except UnicodeError:
        return text.strip().lower()


def host_of(address: str) -> str:
    """The name of the host of an address.

    Raises:
        DataError: It is not the address of a web page.
    """
    return _host(address).name


def is_this_machine(text: str) -> bool:
    """Whether an IP address is the person's own computer."""
    number = _number(text)
    return any(number in each for each in _THIS_MACHINE)


def _in_time(visit: "_Visit") -> WebPage:
    """What a visit fetches, within its seconds."""
    require_package("urllib3")
    # A name lookup can take very long, and headers can arrive byte by byte. Only a second
    # thread can be abandoned. It ends with its connection and does not delay the exit.
    worker = Thread(target=visit.run, daemon=True)
    worker.start()
    worker.join(visit.seconds)
    if worker.is_alive():
        visit.abandon()
        raise _timed_out(visit.address, visit.seconds)
    return visit.page()


class _Visit:
    """One request to an address: its connection, and finally the answer or the error."""

    _method = "GET"
    _body: bytes | None = None
    _head: Mapping[str, str] = _HEAD

    def __init__(self, how: "Fetcher | Sender", address: str, most: int) -> None:
        self.address, self._most = address, most
        self.seconds, self._clock = how.total_seconds, how.clock
        self._asked_for = _host(address)
        self._until = how.clock() + how.total_seconds
        self._answer: HTTPResponse | None = None
        self._end: Callable[[], None] = _nothing
        self._abandoned = False
        self._found: WebPage | BaseException | None = None

    def run(self) -> None:
        """Fetch."""
        try:
            self._found = self._follow()
        except BaseException as error:  # noqa: BLE001 (it is raised where it is waited for)
            self._found = error
        finally:
            self._close()

    def page(self) -> WebPage:
        """The page that was fetched.

        Raises:
            DataError: It could not be fetched.
        """
        if isinstance(self._found, WebPage):
            return self._found
        assert self._found is not None  # noqa: S101 (it has run to its end)
        raise self._found

    def abandon(self) -> None:
        """Have the other thread end soon."""
        self._abandoned = True
        answer = self._answer
        if answer is not None:
            with suppress(Exception):
                answer.shutdown()

    def _follow(self) -> WebPage:
        here = self.address
        for _ in range(MAX_REDIRECTS + 1):
            self._refuse_late()
            found = self._ask(here)
            if isinstance(found, WebPage):
                return found
            here = found
        raise DataError(
            Problem(Message("redirects more than %(most)s times", most=MAX_REDIRECTS), self.address)
        )

    def _ask(self, address: str) -> WebPage | str:
        """The page, or the address that it redirects to."""
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 (it is loaded when it is needed)

        parts, host = urlsplit(address), _host(address)
        proxy = self._proxy(host)
        try:
            self._answer = answer = self._opened(parts, host, proxy)
            to = answer.headers.get("Location")
            if answer.status in _REDIRECTS and to:
                return self._redirected(address, to)
            if answer.status != HTTPStatus.OK:
                raise DataError(Problem(self._refusal(answer), address))
            return self._page(address, answer, _proxy_note(proxy) if proxy else "")
        except (OSError, HTTPError, zlib.error, ValueError) as error:
            words = (
                Message(
                    "cannot be fetched through the proxy %(proxy)s: %(reason)s",
                    proxy=proxy.shown,
                    reason=_reason(error),
                )
                if proxy
                else _cannot_fetch(error)
            )
            raise DataError(Problem(words, address)) from error
        finally:
            self._close()

    def _opened(self, parts: SplitResult, host: Host, proxy: "_Proxy | None") -> "HTTPResponse":
        numbers = self._judged(host, parts.geturl(), by_proxy=proxy is not None)
        if proxy is not None:
            return self._asked(proxy.pool(), parts.geturl(), host)
        path = parts.path or "/"
        target = _ascii(f"{path}?{parts.query}" if parts.query else path)
        return self._first_of(numbers, target, host)

    def _first_of(self, numbers: list[str], target: str, host: Host) -> "HTTPResponse":
        """The response of the first of a host's addresses that can be reached."""
        from urllib3.exceptions import ConnectTimeoutError, NewConnectionError  # noqa: PLC0415

        for number in numbers[:-1]:
            try:
                return self._asked(_pool(number, host), target, host)
            except (NewConnectionError, ConnectTimeoutError):
                self._refuse_late()
        return self._asked(_pool(numbers[-1], host), target, host)

    def _asked(
        self, pool: "HTTPConnectionPool | PoolManager", target: str, host: Host
    ) -> "HTTPResponse":
        from urllib3 import PoolManager, Timeout  # noqa: PLC0415

        self._close()
        self._end = pool.clear if isinstance(pool, PoolManager) else pool.close
        name = f"[{host.name}]" if ":" in host.name else host.name
        usual = host.port == _PORTS[host.scheme]
        answer: Any = pool.urlopen(
            self._method,
            target,
            body=self._body,
            headers={**self._head, "Host": name if usual else f"{name}:{host.port}"},
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=Timeout(connect=self._step(), read=self._step()),
        )
        return cast("HTTPResponse", answer)

    def _page(self, address: str, answer: "HTTPResponse", by: str) -> WebPage:
        data = bytearray()
        for piece in _unpacked(answer, self._most):
            data += piece
            if len(data) > self._most:
                raise DataError(Problem(self._too_large(), address))
            self._refuse_late()
        kind, charset = _kind(answer.headers.get("Content-Type", ""))
        return WebPage(address, kind, charset, bytes(data), by)

    def _step(self) -> float:
        return max(min(STEP_SECONDS, self._until - self._clock()), 0.001)

    def _refuse_late(self) -> None:
        if self._abandoned or self._clock() > self._until:
            raise _timed_out(self.address, self.seconds)

    def _close(self) -> None:
        if self._answer is not None:
            self._answer.close()
        self._end()
        self._answer, self._end = None, _nothing

    # What depends on the purpose

    def _proxy(self, host: Host) -> "_Proxy | None":
        return _proxy(host)

    def _judged(self, host: Host, address: str, *, by_proxy: bool) -> list[str]:
        """The host's addresses, if connections to all of them are allowed."""
        raise NotImplementedError

    def _redirected(self, address: str, to: str) -> str:
        """The address to follow a redirect to."""
        return urljoin(address, to)

    def _refusal(self, answer: "HTTPResponse") -> str:
        """What a server answers that gives no page."""
        why = (answer.reason or "")[:MAX_QUOTED]
        return Message("the server answered %(status)s %(why)s", status=answer.status, why=why)

    def _too_large(self) -> str:
        return Message(
            "has more than %(most)s bytes. To read more, use --max-size BYTES.",
            most=format(self._most, ","),
        )


class _PageVisit(_Visit):
    """The fetch of a page."""

    def __init__(self, how: Fetcher, address: str, most: int) -> None:
        super().__init__(how, address, most)
        self._how = how

    def _judged(self, host: Host, address: str, *, by_proxy: bool) -> list[str]:
        """The host's addresses, if connections to all of them are allowed."""
        try:
            numbers = self._how.resolve(host.name, host.port)
        except OSError:
            # Behind a proxy, often only the proxy can resolve outside names.
            if by_proxy:
                return []
            raise
        asked_for = host.matches(self._asked_for)
        allowed = self._how.private and asked_for
        refused = [
            each
            for each in numbers
            if not (is_public_address(each) or (allowed and is_private_address(each)))
        ]
        if numbers and not refused:
            return numbers
        raise DataError(Problem(_not_public(refused, asked_for=asked_for), address))


class _TextVisit(_Visit):
    """The delivery of a text."""

    _method = "POST"

    def __init__(self, how: Sender, address: str, body: bytes, most: int) -> None:
        super().__init__(how, address, most)
        self._how, self._body = how, body
        plain = {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._head = {**_HEAD, **plain, **how.headers}

    def _proxy(self, host: Host) -> "_Proxy | None":
        return self._how.proxy(host)

    def _judged(self, host: Host, address: str, *, by_proxy: bool) -> list[str]:
        return self._how.numbers(host, address)

    def _redirected(self, address: str, to: str) -> str:
        message = f"redirects to {to}. Neither text nor key follows a redirect."
        raise DataError(Problem(message, address))

    def _refusal(self, answer: "HTTPResponse") -> str:
        words = answer.read(_CHUNK, decode_content=False).decode("utf-8", "replace").strip()
        for value in self._how.headers.values() if self._how.has_key else ():
            for secret in value.split():
                words = words.replace(secret, "…")
        return f"{super()._refusal(answer)}: {words[:MAX_QUOTED]}"

    def _too_large(self) -> str:
        return f"answers more than {self._most:,} bytes."

    def _step(self) -> float:
        # A model may think for long before its first byte. The limit for all of it comes first.
        return max(self._until - self._clock(), 0.001) + 1


def _not_public(refused: list[str], *, asked_for: bool) -> str:
    """Why an address is not fetched: it leads to none, or to these that are not public."""
    if not refused:
        return Message("leads to no address")
    if asked_for and is_private_address(refused[0]):
        return Message(
            "leads to %(number)s, which is not public. To fetch it anyway, use --private-address.",
            number=refused[0],
        )
    return Message("leads to %(number)s, which is not public", number=refused[0])


def _cannot_fetch(error: BaseException) -> str:
    return Message("cannot be fetched: %(reason)s", reason=_reason(error))


def _nothing() -> None: ...


class _Proxy(NamedTuple):
    """A proxy that the environment names."""

    address: str
    shown: str
    headers: dict[str, str]

    def pool(self) -> "PoolManager":
        from urllib3 import ProxyManager  # noqa: PLC0415

        return ProxyManager(self.address, proxy_headers=self.headers)


def _proxy(host: Host) -> _Proxy | None:
    """The proxy for a host; None if the environment names none."""
    from urllib3.util import make_headers  # noqa: PLC0415

    given = getproxies_environment()
    typed = given.get(host.scheme) or given.get("all")
    if not typed or proxy_bypass(f"{host.name}:{host.port}"):
        return None
    parts = urlsplit(typed if "://" in typed else f"http://{typed}")
    shown = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    if parts.scheme not in _PORTS or not parts.hostname:
        message = f"the proxy {shown or typed} from the environment is not an http proxy"
        raise DataError(f"{message}. Correct HTTP_PROXY and HTTPS_PROXY, or unset them.")
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    headers = make_headers(proxy_basic_auth=login) if login else {}
    place = parts.netloc.rpartition("@")[2]
    return _Proxy(f"{parts.scheme}://{place}", shown, dict(headers))


def _proxy_note(proxy: _Proxy) -> str:
    return (
        f"fetched through the proxy {proxy.shown} from the environment. The proxy decides which "
        "server it connects to"
    )


def _pool(number: str, host: Host) -> "HTTPConnectionPool":
    """Connections to one address of a host and to no other."""
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool  # noqa: PLC0415

    if host.scheme == "http":
        return HTTPConnectionPool(number, host.port)
    return HTTPSConnectionPool(
        number, host.port, server_hostname=host.name, assert_hostname=host.name
    )


def _host(address: str) -> Host:
    """The host of an address.

    Raises:
        DataError: It is not the address of a web page.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
        name = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise DataError(
            Problem(Message("is not a valid address: %(why)s", why=str(error)), address)
        ) from error
    if parts.scheme not in _PORTS:
        raise DataError(Problem(Message("is not an http or https address"), address))
    if not name or port == 0 or parts.username or parts.password:
        raise DataError(Problem(Message("is not a plain web address"), address))
    return Host(parts.scheme, name, port or _PORTS[parts.scheme])


def _number(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IP address; an IPv4 address in IPv6 notation becomes IPv4."""
    number = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address) and number in _MAPPED:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number


def is_private_address(text: str) -> bool:
    """Whether an IP address belongs to a private network, such as a home or an office."""
    number = _number(text)
    return any(number in each for each in _PRIVATE_NETWORKS)


def is_public_address(text: str) -> bool:
    """Whether an IP address is one that anybody on the internet can reach."""
    number = _number(text)
    if isinstance(number, ipaddress.IPv6Address) and number in _TRANSLATED:
        # What a network without IPv4 makes of an IPv4 address: it is as public as that.
        number = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    if isinstance(number, ipaddress.IPv6Address) and number not in _UNICAST:
        return False
    return not any(number in each for each in (*_PRIVATE_NETWORKS, *_SPECIAL))


def _ascii(target: str) -> str:
    return quote(target, safe="/?=&%+,;:@!$'()*~-._[]")


def _timed_out(address: str, seconds: float) -> DataError:
    return DataError(
        Problem(
            Message("took longer than %(seconds)s seconds", seconds=format(seconds, "g")), address
        )
    )


def _reason(error: BaseException) -> str:
    """What the system or the other side says is wrong, without the machinery's own names."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        inner = inner.__cause__ or inner.__context__
    return str(error).rpartition(": ")[2] or type(error).__name__


def _kind(header: str) -> tuple[str, str | None]:
    """The media type and the encoding that a header names."""
    message = MailMessage()
    if header:
        message["Content-Type"] = header
    return message.get_content_type(), message.get_content_charset()


def _unpacked(answer: "HTTPResponse", most: int) -> Iterator[bytes]:
    """The page piece by piece; compressed data is never unpacked beyond the limit."""
    packing = answer.headers.get("Content-Encoding", "identity").lower()
    pieces = answer.stream(_CHUNK, decode_content=False)
    if packing == "identity":
        yield from pieces
        return
    if packing not in {"gzip", "deflate"}:
        raise ValueError(f"it is compressed with {packing}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for piece in pieces:
        yield unpacker.decompress(piece, most + 1)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, most + 1)
