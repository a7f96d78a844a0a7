import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from annotator.formats.fetching import Fetcher, is_address
from annotator.model.faults import Refused

MOST = 100_000
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
        body, packing = PAGES.get(name, (b"", ""))
        self.send_response(200 if name in PAGES else 404)
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
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def said(address: str, fetch: Fetcher = HERE) -> str:
    with pytest.raises(Refused) as caught:
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
        ("large", "is larger than 100,000 bytes"),
        ("bomb", "is larger than 100,000 bytes"),
        ("broken", "cannot be fetched"),
        ("odd", "it is packed by br"),
        ("none", "answers 404"),
        ("on-on-on-on-on-on-on-page", "leads on more than 5 times"),
        ("on-ftp://a/b", "is neither http nor https"),
    ],
)
def test_what_can_not_be_had_is_said_in_one_sentence(site: str, path: str, reason: str) -> None:
    assert reason in said(f"{site}/{path}")


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "0.0.0.1",
     "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_no_address_of_the_machine_or_its_network_is_reached_unless_told(number: str) -> None:
    fetch = Fetcher(resolve=lambda *_: ["93.184.216.34", number])
    assert f"leads to {number}, which is not public" in said("http://news.example/x", fetch)


def test_a_redirect_into_the_network_is_refused_too(site: str) -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert "not public" in said(f"{site}/on-page", Fetcher(resolve=once))
    assert asked == ["127.0.0.1"]


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


def test_an_address_is_told_from_a_file() -> None:
    assert is_address("https://a.example/b.html")
    assert not is_address("C:\\news\\b.html")
    assert not is_address("b.html")


def test_an_address_that_is_broken_is_refused_wherever_it_stands(site: str) -> None:
    assert is_address("http://[::1")
    assert "is no address" in said("http://[::1")
    assert "cannot be fetched" in said(f"{site}/on-http://[::1")
