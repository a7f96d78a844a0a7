"""Where the class page is reached: its address, the names it answers to, and its links."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

PROXIES = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
"""A proxy on this computer says whom it speaks for; nobody else is believed."""

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9._:%-]+")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


class Origin(NamedTuple):
    """What browsers call an origin; the port is never left out."""

    scheme: str
    name: str
    port: int


@dataclass(frozen=True, slots=True)
class Site:
    """How the class page is reached.

    Attributes:
        address: As students type it, without a slash at its end; empty where nobody said.
        names: Host names given for it, in small letters.
        listening: The name or number that it listens on, where it is one.
    """

    address: str = ""
    names: frozenset[str] = frozenset()
    listening: frozenset[str] = frozenset()

    @property
    def root(self) -> str:
        """The path before every path of ours; empty at the top of a host."""
        return urlsplit(self.address).path

    @property
    def origin(self) -> Origin | None:
        """The origin of the address."""
        return origin_of(self.address)

    def link(self, request: Request, path: str) -> str:
        """A link to a path of ours, as whoever is not here can open it."""
        return (self.address or str(request.base_url).rstrip("/")) + path

    def knows(self, scope: Any, host: str) -> bool:
        """Whether a Host names us: the address listened on, the address given, or a name given."""
        named, own = _named(host), self.origin
        local = scope.get("server") or ("", None)
        return bool(named) and (
            named in self.names | self.listening
            or (own is not None and named == own.name)
            or _same_machine(named, str(local[0]))
        )

    def is_given(self, origin: str) -> bool:
        """Whether an origin is that of the address given, or of a name given."""
        said = origin_of(origin)
        if said is None:
            return False
        return said == self.origin or (said.name in self.names and said.port == _PORTS[said.scheme])

    def by_tls(self, request: Request) -> bool:
        """Whether the browser asks by TLS, which a proxy before us may have ended."""
        own, headers = self.origin, Headers(scope=request.scope)
        if request.url.scheme == "https" or headers.get("origin", "").startswith("https:"):
            return True
        return own is not None and own.scheme == "https" and _named(headers["host"]) == own.name


def site(address: str | None, names: Iterable[str], listening: str) -> Site:
    """The site of an address, of names, and of what is listened on, as they were typed.

    Raises:
        ValueError: One of them is no such thing; the words say why.
    """
    typed = (address or "").rstrip("/")
    parts = urlsplit(typed)
    plain = _PATH.fullmatch(parts.path) and not (parts.query or parts.fragment)
    if typed and not (plain and origin_of(typed) and "@" not in parts.netloc):
        message = f"“{typed}” is not an address such as https://class.school.example/tagging"
        raise ValueError(message)
    return Site(typed, frozenset(map(_name, names)), frozenset({_name(listening)}))


def _name(typed: str) -> str:
    named = _named(typed)
    if not _NAME.fullmatch(named):
        raise ValueError(f"“{typed}” is not a host name such as class.school.example")
    return named


def origin_of(address: str) -> Origin | None:
    """The origin of an address; None where it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return Origin(parts.scheme, _ascii(parts.hostname), port or _PORTS[parts.scheme])


def same_origin(origin: str, host: str) -> bool:
    """Whether an origin is that of the Host that a request names."""
    said = origin_of(origin)
    return said is not None and said == origin_of(f"{said.scheme}://{host}")


def _named(host: str) -> str:
    """The name or number in a Host, in small letters; empty where it is none."""
    bare = f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
    try:
        parts = urlsplit(f"http://{bare}")
        _ = parts.port
    except ValueError:
        return ""
    plain = parts.netloc == bare and "@" not in bare
    return _ascii(parts.hostname or "") if plain else ""


def _ascii(name: str) -> str:
    """A host name as browsers send it, whatever its letters are."""
    try:
        return name.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return name.rstrip(".")


def _same_machine(named: str, local: str) -> bool:
    """Whether a name is the number that a connection came to, or another word for it."""
    if named == local:
        return True
    try:
        here = _number(local)
        return (here.is_loopback and named == "localhost") or _number(named) == here
    except ValueError:
        return False


def _number(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    number = ipaddress.ip_address(text.partition("%")[0])
    return getattr(number, "ipv4_mapped", None) or number
