"""How many connections there may be, and how long each may take; against a real process."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from annotator.cli.serve import CLASS_CLOSED
from annotator.model.sitting import MAX_STUDENTS
from annotator.web.connections import (
    MAX_FILES,
    MAX_HEADER_PIECES,
    RESERVED_FILES,
    TEACHER_CONNECTIONS,
    ConnectionLimits,
    ConnectionRegistry,
    Stage,
    connection_limits,
)
from annotator.web.site_security import SECURITY_HEADERS
from tests.drivers.class_page import sent
from tests.drivers.server_process import ServerProcess, free_port
from tests.project_factories import a_class

FILES = 200
STUDENTS = 12


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    process = ServerProcess(
        a_class(tmp_path_factory.mktemp("few") / "class"), free_port(), files=FILES
    )
    yield process
    process.kill()


@pytest.fixture
def sockets() -> Iterator[Callable[[ServerProcess, str], socket.socket]]:
    with ExitStack() as stack:

        def connected(served: ServerProcess, said: str) -> socket.socket:
            one = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), 5))
            one.sendall(said.replace("HOST", f"127.0.0.1:{served.port}").encode())
            return one

        yield connected


@pytest.fixture
def browsers() -> Iterator[Callable[[ServerProcess], httpx.Client]]:
    with ExitStack() as stack:
        yield lambda served: stack.enter_context(httpx.Client(base_url=served.address, timeout=20))


def joined(browser: httpx.Client, served: ServerProcess, name: str) -> httpx.Client:
    """A student's browser after joining."""
    form = {"code": served.sitting.code, "name": name}
    assert browser.post("/join", data=form).status_code == 200
    return browser


def leading(browser: httpx.Client, served: ServerProcess) -> httpx.Client:
    """The instructor's browser."""
    assert browser.post(served.desk).status_code == 200
    return browser


Sockets = Callable[[ServerProcess, str], socket.socket]
Browsers = Callable[[ServerProcess], httpx.Client]

UNFINISHED = {
    "nothing": "",
    "half a head": "GET / HTTP/1.1\r\nHost: HOST",
    "half a body": "POST /join HTTP/1.1\r\nHost: HOST\r\nContent-Length: 100\r\n\r\ncode=",
    "half a body of a refused post": (
        "POST /join HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 100\r\n\r\ncode="
    ),
}


@pytest.mark.parametrize("said", UNFINISHED.values(), ids=UNFINISHED)
def test_a_class_works_while_more_connections_are_open_than_the_system_has_files(
    served: ServerProcess, sockets: Sockets, browsers: Browsers, said: str
) -> None:
    for _ in range(FILES + 50):
        sockets(served, said)
    number = list(UNFINISHED.values()).index(said)
    students = [joined(browsers(served), served, f"S {number} {each}") for each in range(STUDENTS)]
    assert (
        leading(browsers(served), served)
        .post(f"{served.teach}/do", json={"do": "open"})
        .status_code
        == 200
    )
    for student in students:
        assert student.post("/api/edit", json=sent(1)).status_code == 200


def test_streams_of_events_leave_room_for_everybody_else(
    served: ServerProcess, sockets: Sockets, browsers: Browsers
) -> None:
    students = [joined(browsers(served), served, f"Listening {each}") for each in range(STUDENTS)]
    streams = []
    for student in students:
        cookies = "; ".join(f"{name}={value}" for name, value in student.cookies.items())
        said = f"GET /api/events HTTP/1.1\r\nHost: HOST\r\nCookie: {cookies}\r\n\r\n"
        # At once, before any of them has said anything.
        streams += [sockets(served, said) for _ in range(8)]
    answered = [stream.recv(12) for stream in streams]
    assert answered.count(b"HTTP/1.1 200") == 4 * STUDENTS
    assert answered.count(b"HTTP/1.1 429") == 4 * STUDENTS
    assert students[0].get("/api/work").status_code == 200
    assert leading(browsers(served), served).get(f"{served.teach}/state").status_code == 200


def closed_after(one: socket.socket, byte: bytes, most: float) -> float:
    """For how many seconds a connection is kept to which a byte comes each half second."""
    began = time.monotonic()
    one.settimeout(0.5)
    while time.monotonic() - began < most:
        try:
            one.send(byte)
            if not one.recv(10_000):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


def test_heads_and_bodies_that_come_byte_by_byte_are_given_up(
    served: ServerProcess, sockets: Sockets
) -> None:
    heads = sockets(served, "GET / HTTP/1.1\r\nHost: HOST\r\nX: ")
    body = sockets(served, UNFINISHED["half a body of a refused post"])
    longest = max(float(Stage.HEAD.value or 0), float(Stage.BODY.value or 0)) + 4
    assert closed_after(heads, b"x", longest) < longest
    assert closed_after(body, b"x", 4) < 4


def test_a_header_in_very_many_pieces_is_given_up_before_its_time_is_over(
    served: ServerProcess, sockets: Sockets
) -> None:
    one = sockets(served, "GET / HTTP/1.1\r\nHost: HOST\r\nX: ")
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.monotonic()
    with suppress(OSError):
        for _ in range(4 * MAX_HEADER_PIECES):
            one.send(b"x")
            time.sleep(0.01)
        one.recv(10_000)
    assert time.monotonic() - began < float(Stage.HEAD.value or 0) - 2


def test_students_behind_one_address_are_served_while_another_address_floods_the_page(
    served: ServerProcess, browsers: Browsers
) -> None:
    flooding = subprocess.Popen(
        [sys.executable, "-m", "bench.half_open", str(served.port), str(4 * FILES)]
    )
    try:
        time.sleep(3)
        students = [
            joined(browsers(served), served, f"In flood {each}") for each in range(STUDENTS)
        ]
        for student in students:
            assert student.get("/api/work").status_code == 200
    finally:
        flooding.kill()
        flooding.wait()


def test_what_is_no_http_is_refused_with_the_headers_of_every_answer(
    served: ServerProcess, sockets: Sockets
) -> None:
    said = sockets(served, "nonsense\r\n\r\n").recv(10_000).decode().lower()
    assert said.startswith("http/1.1 400")
    assert all(f"{name}: {value}".lower() in said for name, value in SECURITY_HEADERS.items())


def test_ended_while_pages_listen_it_says_that_all_is_saved_and_nothing_else(
    tmp_path: Path, sockets: Sockets, browsers: Browsers
) -> None:
    process = ServerProcess(a_class(tmp_path / "class"), free_port())
    student = joined(browsers(process), process, "Ada")
    cookies = "; ".join(f"{name}={value}" for name, value in student.cookies.items())
    head = f"Host: HOST\r\nCookie: {cookies}\r\n\r\n"
    assert sockets(process, f"GET /api/events HTTP/1.1\r\n{head}").recv(12).endswith(b"200")
    code, said = process.end()
    assert (code, said.strip()) == (0, CLASS_CLOSED)


class FakeConnection:
    """A connection that knows whether it was dropped."""

    dropped = False

    def drop(self) -> None:
        self.dropped = True


def a_registry(most: int, each: int) -> ConnectionRegistry:
    return ConnectionRegistry(ConnectionLimits(1000, most, each, most))


def test_the_longest_idle_connection_of_whoever_has_most_gives_way() -> None:
    crowd, school, eve = (
        a_registry(6, 6),
        [FakeConnection() for _ in range(2)],
        [FakeConnection() for _ in range(4)],
    )
    for one in school:
        assert crowd.add(one, "192.0.2.1", 10)
    for one in eve:
        assert crowd.add(one, "192.0.2.9", 10)
    assert crowd.add(FakeConnection(), "192.0.2.1", 10)
    assert [one.dropped for one in (*school, *eve)] == [False, False, True, False, False, False]


def test_one_address_never_has_all_connections() -> None:
    crowd = a_registry(10, 3)
    first = [FakeConnection() for _ in range(5)]
    for one in first:
        crowd.add(one, "192.0.2.9", 10)
    assert sum(not one.dropped for one in first) == 3


def test_a_proxy_on_this_computer_speaks_for_many() -> None:
    crowd = a_registry(10, 3)
    first = [FakeConnection() for _ in range(9)]
    for one in first:
        crowd.add(one, "127.0.0.1", 10)
    assert not any(one.dropped for one in first)


def test_what_is_being_answered_is_never_dropped_for_another() -> None:
    crowd = a_registry(2, 2)
    for one in (FakeConnection(), FakeConnection()):
        crowd.add(one, "192.0.2.9", 10)
        crowd.mark_busy(one)
    assert not crowd.add(FakeConnection(), "192.0.2.1", 10)
    assert crowd.has_teacher_slot(), "for the instructor"


def test_files_stay_free_for_saving_whatever_else_is_open() -> None:
    crowd, first = a_registry(900, 900), FakeConnection()
    crowd.add(first, "192.0.2.1", 10)
    crowd.add(FakeConnection(), "192.0.2.1", 1000 - RESERVED_FILES)
    assert first.dropped


@pytest.mark.parametrize("files", [100, 200, 256, 1024, 8192, 16_384])
def test_there_are_fewer_connections_than_files(files: int) -> None:
    most = connection_limits(files)
    assert most.total + TEACHER_CONNECTIONS < files
    assert most.per_address < most.total
    assert most.streams < most.total


def test_a_lecture_hall_behind_one_address_has_four_connections_for_each_student() -> None:
    assert connection_limits(MAX_FILES).per_address >= 4 * MAX_STUDENTS
