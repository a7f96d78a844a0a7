"""Text is sent to hosts that may get it, once, and never further."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.formats.fetching import Sender, host_name, is_this_machine
from annotator.model.errors import DataError
from tests.drivers.text_service import TextService

KEY = "sk-very-secret"
SENDER = Sender(headers={"Authorization": f"Bearer {KEY}"}, has_key=True, total_seconds=20)
MOST = 10_000


@pytest.fixture
def service() -> Iterator[TextService]:
    with TextService() as service:
        yield service


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def said(sender: Sender, address: str) -> str:
    with pytest.raises(DataError) as caught:
        sender(address, b"the text", MOST)
    return str(caught.value)


def test_text_and_key_go_to_this_machine(service: TextService) -> None:
    service.answers = lambda asked: asked.body[::-1]
    assert SENDER(f"{service.address}/x?y=1", b"text", MOST) == b"txet"
    (asked,) = service.asked
    assert (asked.path, asked.body) == ("/x?y=1", b"text")
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_neither_text_nor_key_follows_a_redirect(service: TextService, status: int) -> None:
    with TextService() as other:
        for to in (f"{other.address}/x", f"{service.address}/other", "//evil.example/"):
            service.status, service.headers = status, {"Location": to}
            assert "redirect" in said(SENDER, service.address)
        assert other.asked == []
    assert [each.path for each in service.asked] == ["/"] * 3


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "10.0.0.1", "192.168.1.2", "fd00::1", "2606:2800:220:1::1"]
)
def test_no_other_machine_gets_text_unless_it_was_allowed(
    service: TextService, number: str
) -> None:
    for numbers in ([number], ["127.0.0.1", number]):
        sender = replace(SENDER, resolve=lambda *_, numbers=numbers: numbers)
        words = said(sender, "https://suggest.example/x")
        assert "--send-text-to suggest.example" in words
        with pytest.raises(DataError):
            sender.check("https://suggest.example/x")
    allowed = replace(SENDER, hosts=frozenset(["SUGGEST.example"]), resolve=lambda *_: [number])
    allowed.check("https://suggest.example/x")
    assert "unencrypted" in said(allowed, "http://suggest.example/x")
    replace(allowed, has_key=False).check("http://suggest.example/x")


@pytest.mark.parametrize("number", ["169.254.169.254", "0.0.0.0", "fe80::1", "224.0.0.1"])  # noqa: S104
def test_some_addresses_never_get_text(number: str) -> None:
    allowed = Sender(frozenset(["suggest.example"]), resolve=lambda *_: [number])
    assert "not public" in said(allowed, "https://suggest.example/x")


def test_what_is_allowed_for_one_host_is_not_for_another() -> None:
    allowed = Sender(frozenset(["example"]), resolve=lambda *_: ["93.184.216.34"])
    for address in ("https://suggest.example/", "https://example.evil/", "https://xexample/"):
        assert "--send-text-to" in said(allowed, address)
    for address in ("https://example@evil.test/", "ftp://example/", "https://u:p@example/"):
        assert said(allowed, address)


def test_a_proxy_never_gets_what_is_for_this_machine(
    service: TextService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TextService() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        assert SENDER(service.address, b"text", MOST) == b"{}"
        plain = Sender(frozenset(["suggest.example"]), resolve=lambda *_: ["127.0.0.1"])
        port = service.address.rpartition(":")[2]
        assert plain(f"http://suggest.example:{port}/", b"text", MOST) == b"{}"
        assert proxy.asked == []


def test_an_error_of_the_server_is_shown_without_the_key(service: TextService) -> None:
    service.status = 401
    service.answers = lambda _: f"wrong key {KEY}, see \x1b[2J".encode() + b"x" * 5000
    words = said(SENDER, service.address)
    assert "401" in words
    assert "wrong key" in words
    assert KEY not in words
    assert len(words) < 1000


def test_an_answer_has_limits_of_size_and_time(service: TextService) -> None:
    service.answers = lambda _: b"x" * (MOST + 1)
    assert "10,000 bytes" in said(SENDER, service.address)
    service.seconds = 5
    assert "0.3 seconds" in said(replace(SENDER, total_seconds=0.3), service.address)


def test_a_service_that_is_not_there_gives_one_sentence() -> None:
    with TextService() as service:
        address = service.address
    assert "cannot be fetched" in said(SENDER, address)
    unknown = replace(SENDER, resolve=no_such_host)
    assert "cannot be fetched" in said(unknown, "https://suggest.example/")
    with pytest.raises(DataError):
        unknown.check("https://suggest.example/")


def no_such_host(host: str, port: int) -> list[str]:
    raise OSError(-2, "Name or service not known")


def test_names_and_numbers_of_this_machine() -> None:
    assert host_name(" Köln.Example ") == "xn--kln-sna.example"
    assert all(map(is_this_machine, ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]))
    assert not any(map(is_this_machine, ["0.0.0.0", "10.0.0.1", "::", "128.0.0.1"]))  # noqa: S104
