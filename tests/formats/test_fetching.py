import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from annotator.formats import fetching
from annotator.formats.fetching import Fetcher, is_address
from annotator.model.errors import DataError
from tests.statements import states

MOST = 100_000
NEAR = (
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "::1",
    "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
)  # fmt: skip
NEVER = (
    "169.254.169.254", "fe80::1", "fe80::1%eth0", "0.0.0.1", "::", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.9", "192.88.99.1", "ff02::1", "2001:db8::1", "2001::1", "2002::1",
    "2002:0808:0808::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1",
    "64:ff9b:1::808:808", "::808:808", "::ffff:169.254.169.254", "fec0::1", "100::1", "3fff::1",
    "5f00::1",
)  # fmt: skip
PUBLIC = (
    "93.184.216.34", "8.8.8.8", "172.32.0.1", "192.0.1.1", "2606:2800:220:1::1", "64:ff9b::808:808",
    "::ffff:8.8.8.8",
)  # fmt: skip
HERE = Fetcher(private=True)


class Pages(BaseHTTPRequestHandler):
    """A few pages that behave well, and some that do not."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name.startswith("on-"):
            self.send_response(302)
            self.send_header("Location", name.removeprefix("on-") or "/")
            self.end_headers()
            return
        name = name.removeprefix("http://news.example/")
        known = PAGES | {"host": (self.headers["Host"].encode(), "")}
        body, packing = known.get(name, (b"", ""))
        self.send_response(200 if name in known else 404)
        self.send_header("Content-Type", "text/html; charset=latin-1")
        if packing:
            self.send_header("Content-Encoding", packing)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


PAGES = {
    "page": (b"<p>caf\xe9</p>", ""),
    "packed": (gzip.compress(b"<p>so</p>"), "gzip"),
    "large": (b"x" * (MOST + 1), ""),
    "bomb": (gzip.compress(b"x" * 50_000_000), "gzip"),
    "broken": (b"no gzip", "gzip"),
    "odd": (b"x", "br"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    yield from serving()


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    yield from serving()


def serving() -> Iterator[str]:
    """The address of the pages, as long as it is wanted."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def said(address: str, fetch: Fetcher = HERE) -> str:
    with pytest.raises(DataError) as caught:
        fetch(address, MOST)
    return str(caught.value)


def test_a_page_comes_with_its_kind_and_encoding(site: str) -> None:
    page = HERE(f"{site}/on-page", MOST)
    assert (page.address, page.kind, page.charset) == (f"{site}/page", "text/html", "latin-1")
    assert page.data == b"<p>caf\xe9</p>"
    assert HERE(f"{site}/packed", MOST).data == b"<p>so</p>"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("large", "100,000 bytes"),
        ("bomb", "100,000 bytes"),
        ("broken", "cannot be fetched"),
        ("odd", " br"),
        ("none", "404"),
        ("on-on-on-on-on-on-on-page", "5 times"),
        ("on-ftp://a/b", "ftp://a/b"),
    ],
)
def test_a_page_that_cannot_be_fetched_gives_one_sentence(
    site: str, path: str, reason: str
) -> None:
    assert reason in said(f"{site}/{path}")


@pytest.mark.parametrize(
    "number",
    [*NEAR, *NEVER],
)
def test_no_address_of_the_machine_or_its_network_is_reached_unless_told(number: str) -> None:
    fetch = Fetcher(resolve=lambda *_: ["93.184.216.34", number])
    assert states(said("http://news.example/x", fetch), "http://news.example/x", number)


def test_a_redirect_into_the_network_is_refused_too(site: str) -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert "not public" in said(f"{site}/on-page", Fetcher(resolve=once))
    assert asked == ["127.0.0.1"]


@pytest.mark.parametrize("number", PUBLIC)
def test_what_is_public_is_asked(number: str) -> None:
    assert fetching.is_public_address(number)
    assert not fetching.is_private_address(number)


@pytest.mark.parametrize("number", NEVER)
def test_some_addresses_are_never_reached_whatever_is_allowed(number: str) -> None:
    fetch = Fetcher(private=True, resolve=lambda *_: [number])
    assert states(said("http://news.example/x", fetch), "http://news.example/x", number)


def test_a_private_address_that_is_allowed_opens_no_other(site: str, other: str) -> None:
    words = said(f"{site}/on-{other}/page")
    assert f"{other}/page" in words
    assert "not public" in words
    assert "--private-address" not in words
    assert HERE(f"{other}/page", MOST).data


def test_the_addresses_of_a_host_are_tried_in_turn(site: str) -> None:
    port = urlsplit(site).port
    numbers = ["127.0.0.3", "127.0.0.2", "127.0.0.1"]
    fetch = Fetcher(private=True, resolve=lambda *_: numbers)
    assert fetch(f"http://news.example:{port}/page", MOST).data == b"<p>caf\xe9</p>"


def test_a_host_is_asked_by_its_own_name(site: str) -> None:
    port = urlsplit(site).port
    fetch = Fetcher(private=True, resolve=lambda *_: ["127.0.0.1"])
    for name in ("news.example", "köln.example"):
        asked = fetch(f"http://{name}:{port}/host", MOST).data.decode()
        assert asked == f"{name.encode('idna').decode()}:{port}"


def slow(what: bytes) -> Iterator[str]:
    """A server that sends this at once and then a byte each tenth of a second."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                one, _ = listening.accept()
                with one:
                    one.sendall(what)
                    for _ in range(300):
                        one.sendall(b"x")
                        time.sleep(0.1)

        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


@pytest.mark.parametrize(
    "what",
    [
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
        b"",
    ],
)
def test_a_byte_now_and_then_does_not_hold_up_the_end(what: bytes) -> None:
    for address in slow(what):
        began = time.monotonic()
        assert "took longer than 0.5 seconds" in said(
            address, Fetcher(private=True, total_seconds=0.5)
        )
        assert time.monotonic() - began < 3


def test_looking_up_a_name_counts_too() -> None:
    ended = Event()

    def never(host: str, port: int) -> list[str]:
        ended.wait(20)
        return []

    began = time.monotonic()
    assert "took longer" in said("http://news.example/", Fetcher(resolve=never, total_seconds=0.3))
    assert time.monotonic() - began < 3
    ended.set()


@pytest.fixture
def proxy(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The site as the proxy that the environment names: it answers whatever address it is asked."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    place = site.removeprefix("http://")
    monkeypatch.setenv("http_proxy", f"http://ada:secret@{place}")
    return place


def test_a_proxy_that_the_environment_names_is_asked_and_said(proxy: str) -> None:
    fetch = Fetcher(resolve=lambda *_: ["93.184.216.34"])
    page = fetch("http://news.example/page", MOST)
    assert page.data == b"<p>caf\xe9</p>"
    assert proxy in page.proxy_note
    assert "secret" not in page.proxy_note


def test_behind_a_proxy_we_judge_what_we_can_look_up(proxy: str) -> None:
    fetch = Fetcher(resolve=lambda *_: ["169.254.169.254"])
    assert "which is not public" in said("http://news.example/page", fetch)

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown here")

    assert Fetcher(resolve=unknown)("http://news.example/page", MOST).data
    assert "not public" in said("http://10.1.2.3/page", Fetcher())


def test_what_the_environment_excepts_goes_by_no_proxy(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert not HERE(f"http://{proxy}/page", MOST).proxy_note


def test_a_proxy_of_another_kind_is_refused_by_name(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "socks5://ada:secret@127.0.0.1:1080")
    words = said("http://news.example/", Fetcher(resolve=lambda *_: ["93.184.216.34"]))
    assert "127.0.0.1:1080" in words
    assert "secret" not in words


def test_a_page_that_never_ends_is_given_up(site: str) -> None:
    ticks = iter(range(0, 10_000, 100))
    fetch = Fetcher(private=True, clock=lambda: float(next(ticks)))
    assert "took longer than" in said(f"{site}/on-page", fetch)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a/b",
        "http://",
        "http://u:p@a/",
        "http://a:99999/",
        "http://[x/",
    ],
)
def test_nothing_but_plain_web_addresses_is_asked_for(address: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    assert address in said(address, Fetcher(resolve=never))


def test_an_address_is_distinguished_from_a_file() -> None:
    assert is_address("https://a.example/b.html")
    assert not is_address("C:\\news\\b.html")
    assert not is_address("b.html")


def test_an_address_that_is_broken_is_refused_wherever_it_stands(site: str) -> None:
    assert is_address("http://[::1")
    assert "not a valid address" in said("http://[::1")
    assert "not a valid address" in said(f"{site}/on-http://[::1")
