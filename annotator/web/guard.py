"""What stands before every address: hosts, origins and bodies are judged, headers are set."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.web.site import PROXIES, Site, same_origin

MOST_BODY_BYTES = 64 * 1024
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""On every answer. Without a referrer for ourselves a browser would send our own forms with the
origin “null”. What a student sees is nobody else's on a shared computer: nothing is kept."""


class Guard:
    """The application with these refusals before it.

    Args:
        app: The application; what it answers when it fails has the headers too.
        site: How the page is reached.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = _refusal(scope, Headers(scope=scope), self._site)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
            return
        await self._app(_rooted(scope, self._site.root), _limited(receive), with_headers)


def _rooted(scope: Scope, root: str) -> Scope:
    """The request under the root, whether a proxy has cut the root off its path or not."""
    path = scope["path"]
    if not root:
        return scope
    inside = path == root or path.startswith(f"{root}/")
    full = path if inside and path != root else f"{root}/" if inside else root + path
    return {**scope, "path": full, "root_path": root}


def _refusal(scope: Scope, headers: Headers, site: Site) -> PlainTextResponse | None:
    if "transfer-encoding" in headers and "content-length" in headers:
        # Where two servers in a row disagree about where a request ends, one is smuggled in.
        return _said("This request gives its length in two ways.\n", 400)
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return _said("A request names one host.\n", 400)
    origin = headers.get("origin")
    given = origin is not None and site.is_given(origin)
    if not (site.knows(scope, hosts[0]) or (given and _by_proxy(scope))):
        words = "The class page does not answer to this host name. If it should, your teacher"
        return _said(f"{words} starts it with --host-name NAME.\n", 421)
    if scope["method"] not in _SAFE_METHODS and not given and _foreign(headers, hosts[0]):
        return _said("This was sent by another site, and is refused.\n", 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
        return _said("This is more than a class page takes.\n", 413)
    return None


def _said(words: str, status: int) -> PlainTextResponse:
    # What comes behind a request that was refused unread is not taken for another one.
    return PlainTextResponse(words, status, {"Connection": "close"})


def _by_proxy(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and client[0] in PROXIES


def _foreign(headers: Headers, host: str) -> bool:
    """Whether a browser says that another origin than ours sends this.

    Every browser names the origin of a post. What names none is no browser, and has no cookie of
    somebody else's to misuse.
    """
    origin = headers.get("origin")
    if origin is not None:
        return not same_origin(origin, host)
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BODY_BYTES:
            # A body without a length that goes on and on: the client is gone, as far as we care.
            return {"type": "http.disconnect"}
        return message

    return limited
