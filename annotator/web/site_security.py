"""The site of the class page: its address, accepted hosts and origins, and security headers."""

import base64
import hashlib
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROXIES = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
"""Only a proxy on this computer is trusted to name the client that it forwards for."""

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9._:%-]+")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


class Origin(NamedTuple):
    """An origin as browsers define it, always with its port."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Site:
    """How the class page is reached.

    Attributes:
        address: The address that students type, without a slash at its end; empty if not given.
        host_names: The host names given for it, in lower case.
        listen_hosts: The host names or IP addresses that it listens on.
    """

    address: str = ""
    host_names: frozenset[str] = frozenset()
    listen_hosts: frozenset[str] = frozenset()

    @property
    def root(self) -> str:
        """The path before every path of the site; empty if it is at the root of its host."""
        return urlsplit(self.address).path

    @property
    def origin(self) -> Origin | None:
        """The origin of the address."""
        return origin_of(self.address)

    def link(self, request: Request, path: str) -> str:
        """A link to a path of the site that also works on another device."""
        return (self.address or self._reached(request)) + path

    def _reached(self, request: Request) -> str:
        """The address of a request, as other devices reach it.

        The teacher may have typed `localhost`, and students read the address on the projector.
        """
        url = request.base_url
        shared = min((each for each in self.listen_hosts if not _is_loopback(each)), default="")
        if shared and _is_loopback(url.hostname or ""):
            host = f"[{shared}]" if ":" in shared else shared
            url = url.replace(netloc=f"{host}:{url.port}" if url.port else host)
        return str(url).rstrip("/")

    def accepts_host(self, scope: Any, host: str) -> bool:
        """Whether a Host header names this site: the listening address, its address or a name."""
        named, own = _host_name(host), self.origin
        local = scope.get("server") or ("", None)
        return bool(named) and (
            named in self.host_names | self.listen_hosts
            or (own is not None and named == own.host)
            or _same_machine(named, str(local[0]))
        )

    def accepts_origin(self, origin: str) -> bool:
        """Whether an origin is that of the given address or of a given host name."""
        said = origin_of(origin)
        if said is None:
            return False
        return said == self.origin or (
            said.host in self.host_names and said.port == _PORTS[said.scheme]
        )

    def uses_tls(self, request: Request) -> bool:
        """Whether the browser uses TLS, which may end at a proxy."""
        own, headers = self.origin, Headers(scope=request.scope)
        if request.url.scheme == "https" or headers.get("origin", "").startswith("https:"):
            return True
        return own is not None and own.scheme == "https" and _host_name(headers["host"]) == own.host


def parse_site(address: str | None, names: Iterable[str], listening: str) -> Site:
    """The site for an address, host names and a listening host, as they were typed.

    Raises:
        ValueError: One of them is not valid. The message says why.
    """
    typed = (address or "").rstrip("/")
    parts = urlsplit(typed)
    plain = _PATH.fullmatch(parts.path) and not (parts.query or parts.fragment)
    if typed and not (plain and origin_of(typed) and "@" not in parts.netloc):
        message = f"“{typed}” is not an address. Example: https://class.school.example/tagging"
        raise ValueError(message)
    return Site(
        typed, frozenset(map(_parse_host_name, names)), frozenset({_parse_host_name(listening)})
    )


def _parse_host_name(typed: str) -> str:
    named = _host_name(typed)
    if not _NAME.fullmatch(named):
        raise ValueError(f"“{typed}” is not a host name. Example: class.school.example")
    return named


def origin_of(address: str) -> Origin | None:
    """The origin of an address, or None if it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return Origin(parts.scheme, _ascii(parts.hostname), port or _PORTS[parts.scheme])


def same_origin(origin: str, host: str) -> bool:
    """Whether an origin is that of a request's Host header."""
    said = origin_of(origin)
    return said is not None and said == origin_of(f"{said.scheme}://{host}")


def _host_name(host: str) -> str:
    """The host name or IP address in a Host header, in lower case; empty if invalid."""
    bare = f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
    try:
        parts = urlsplit(f"http://{bare}")
        _ = parts.port
    except ValueError:
        return ""
    plain = parts.netloc == bare and "@" not in bare
    return _ascii(parts.hostname or "") if plain else ""


def _ascii(name: str) -> str:
    """A host name as browsers send it, with non-ASCII letters encoded."""
    try:
        return name.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return name.rstrip(".")


def _same_machine(named: str, local: str) -> bool:
    """Whether a name is the IP address that a connection came to, or an equivalent."""
    if named == local:
        return True
    try:
        here = _number(local)
        return (here.is_loopback and named == "localhost") or _number(named) == here
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    """Whether only the same computer can reach a host."""
    try:
        return _number(host).is_loopback
    except ValueError:
        return host == "localhost"


def _number(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    number = ipaddress.ip_address(text.partition("%")[0])
    return getattr(number, "ipv4_mapped", None) or number


MAX_BODY_BYTES = 64 * 1024
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


def hash_source(text: str) -> str:
    """What a content policy says to allow exactly this text inside a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def content_policy(style: str = "'self'") -> str:
    """The content policy of a page.

    Args:
        style: Where its style may come from.
    """
    return "; ".join((*_POLICY, f"style-src {style}"))


def own_style_header(page: str) -> dict[str, str]:
    """The header that allows the style inside a page that is one file, and no other."""
    style = hash_source(page.partition("<style>")[2].partition("</style>")[0])
    return {"Content-Security-Policy": content_policy(style)}


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Headers of every response that does not set them itself. Without a same-origin referrer, browsers
would send our own forms with the origin “null”. Nothing is cached, because students may share a
computer."""


_DEFAULTS = tuple(
    (name.lower().encode("latin-1"), value.encode("latin-1"))
    for name, value in SECURITY_HEADERS.items()
)


class SecurityMiddleware:
    """The application behind these checks.

    Args:
        app: The application. Its error responses also get the headers.
        site: How the page is reached.
        most_bytes: The maximum size of a request's body.
        too_large: Answers a request with a larger body in place of a line of text. It must read
            the body, because a browser that is still sending shows no answer.
    """

    def __init__(
        self,
        app: ASGIApp,
        site: Site,
        most_bytes: int = MAX_BODY_BYTES,
        too_large: ASGIApp | None = None,
    ) -> None:
        self._app = app
        self._site = site
        self._most_bytes = most_bytes
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                names = {name for name, _ in own}
                message["headers"] = [*own, *(each for each in _DEFAULTS if each[0] not in names)]
            await send(message)

        refusal = _refusal(scope, Headers(scope=scope), self._site, self._most_bytes)
        if refusal is not None:
            known_page = self._too_large if refusal.status_code == 413 else None
            await (known_page or refusal)(scope, receive, with_headers)
            return
        limited = _limit_body(receive, self._most_bytes)
        await self._app(_under_root(scope, self._site.root), limited, with_headers)


def _under_root(scope: Scope, root: str) -> Scope:
    """The request under the root, whether or not a proxy has removed the root from its path."""
    path = scope["path"]
    if not root:
        return scope
    inside = path == root or path.startswith(f"{root}/")
    full = path if inside and path != root else f"{root}/" if inside else root + path
    return {**scope, "path": full, "root_path": root}


def _refusal(
    scope: Scope, headers: Headers, site: Site, most_bytes: int
) -> PlainTextResponse | None:
    if "transfer-encoding" in headers and "content-length" in headers:
        # If a proxy and this server disagree about where a request ends, one can be smuggled in.
        return _text_response("This request states its length in two ways.\n", 400)
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return _text_response("A request must name exactly one host.\n", 400)
    origin = headers.get("origin")
    given = origin is not None and site.accepts_origin(origin)
    if not (site.accepts_host(scope, hosts[0]) or (given and _is_from_proxy(scope))):
        words = "The class page does not accept this host name. Your teacher can add it with"
        return _text_response(f"{words} --host-name NAME.\n", 421)
    if scope["method"] not in _SAFE_METHODS and not given and _is_cross_origin(headers, hosts[0]):
        return _text_response("This request came from another site and was refused.\n", 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most_bytes:
        return _text_response(f"The request is too large. The limit is {most_bytes} bytes.\n", 413)
    return None


def _text_response(words: str, status: int) -> PlainTextResponse:
    # The rest of a request refused unread must not be read as another request.
    return PlainTextResponse(words, status, {"Connection": "close"})


def _is_from_proxy(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and client[0] in PROXIES


def _is_cross_origin(headers: Headers, host: str) -> bool:
    """Whether a browser says that the request comes from another origin.

    Every browser sends the origin of a POST request. A client that sends none is not a browser, so
    it has no other person's cookie to misuse.
    """
    origin = headers.get("origin")
    if origin is not None:
        return not same_origin(origin, host)
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _limit_body(receive: Receive, most_bytes: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most_bytes:
            # The body has no length and is too long: treat the client as disconnected.
            return {"type": "http.disconnect"}
        return message

    return limited
