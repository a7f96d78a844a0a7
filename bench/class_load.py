"""A load test of 200 students in three sittings, with a server crash in the middle.

`python bench/class_load.py` runs against a real server process. The students come within thirty
seconds, all from one address, as behind a school's router. Each does what the page does: loads the
join page and the student's page with their scripts, keeps the event stream open, reports that it is
present as often as the server asks, and sends an edit every three seconds on average. A teacher's
page and a projector follow the class. `--students 1000 --sittings 1 --pause 10` is a lecture hall.
`--half-open 3000` adds that many half-open connections from another address. Halfway, the server is
killed with -9 and restarted. Unanswered edits are sent
again with the same number. Sometimes an answered edit is sent twice, which must give the first
answer, or another edit is sent with its number, which must not count.

The output is JSON: `edits`, the answered edits; `p50_ms` and `p95_ms`, from the request to the
answer, which comes after the file is durable; `errors` outside the restart; `lost`, sentences whose
last answered tag is not in the student's file; `twice`, edits that counted twice; `rss_mb`, the
server's peak memory; `phases`, for each part of the class the requests, their times, and how much
of one core the server and the simulated students took. The exit code is 1 if a target is missed.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain, repeat
from pathlib import Path
from urllib.parse import urlencode

from annotator.model.sitting import Sitting
from annotator.project.documents import segment_article
from annotator.storage import documents, layout, sittings
from annotator.storage.articles import article_from
from annotator.storage.files import overwrite
from annotator.storage.layout import class_files
from annotator.storage.sets import read_set
from annotator.web.teacher_links import TeacherLinks
from bench.http_client import PATIENCE, Answered, Client

# So that this file also runs as a script from any folder.
sys.path.insert(0, str(Path(__file__).parents[1]))

TAGS = ("claim", "confirmation", "non-response", "background")
SENTENCES = 40
DOCUMENT = "load"
PAUSE = 3.0
BEAT = 4.0
JOINING = 30.0
AGAIN = 0.05
RECOVERY = 10.0
MOST_P95_MS, MOST_RSS_MB = 100.0, 150.0
MOST_P95_MS_OF_MANY, MOST_RSS_MB_OF_MANY = 250.0, 400.0
FEW_STUDENTS = 200
SCHOOL = "127.0.0.3"
"""The address of the school's router."""

LINKED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How long a page waits before it sends an edit again, before the random part."""

PAGE_PATIENCE = 25.0
"""How long a page waits for the answer to one of its requests."""

LOOK_AGAIN = 4.0


def a_project(folder: Path) -> Path:
    """A project with one document of forty sentences."""
    overwrite(folder / layout.PROJECT_FILE, b"format: attribution-project/1\n")
    text = "\n\n".join(
        f"The number of ships in the harbour on day {number} was given by the port as {number * 7}."
        for number in range(1, SENTENCES + 1)
    )
    path = layout.document_path(folder, DOCUMENT)
    path.parent.mkdir()
    article = article_from(text.encode(), f"{DOCUMENT}.txt").article
    overwrite(path, documents.render(segment_article(article)))
    return folder


@dataclass(slots=True)
class Server:
    """A server process that can be killed and restarted. `down` lists its downtimes."""

    folder: Path
    port: int
    sections: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    down: list[tuple[float, float]] = field(default_factory=list)
    rss_kb: int = 0
    spent: float = 0.0

    async def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "annotator", "serve", str(self.folder)]
        command += ["--port", str(self.port)]
        for each in self.sections:
            command += ["--section", each]
        root = Path(__file__).parents[1]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=root, stdout=quiet, stderr=quiet)
        client = Client(self.port)
        for _ in range(600):
            with suppress(ConnectionError):
                if (await client.ask("GET", "/")).status == HTTPStatus.OK:
                    client.close()
                    return
            await asyncio.sleep(0.05)
        raise RuntimeError("The server does not start.")

    async def kill_and_restart(self) -> None:
        """Kill the server with -9 and restart it."""
        assert self.process is not None  # noqa: S101 (started before)
        self.spent = self.cpu
        begun = time.monotonic()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        await self.start()
        self.down.append((begun, time.monotonic()))

    @property
    def cpu(self) -> float:
        """The seconds of processor time that the server has taken, before and after a restart."""
        if self.process is None or self.process.poll() is not None:
            return self.spent
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return self.spent + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def watch(self) -> None:
        """Measure the server's memory every second."""
        while self.process is not None:
            with suppress(OSError):
                status = Path(f"/proc/{self.process.pid}/status").read_text()
                found = re.search(r"VmRSS:\s+(\d+)", status)
                self.rss_kb = max(self.rss_kb, int(found[1]) if found else 0)
            await asyncio.sleep(1)

    def was_down(self, since: float, until: float) -> bool:
        """Whether the server was down at some time in this period."""
        return any(since <= end and begun <= until for begun, end in self.down) or (
            self.process is not None and self.process.poll() is not None
        )

    def stop(self) -> None:
        """Stop the server and wait until it has ended."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None


@dataclass(slots=True)
class Seen:
    """The results of all students."""

    times: list[tuple[float, float]] = field(default_factory=list)
    edits: int = 0
    requests: int = 0
    failures: list[tuple[float, float, str]] = field(default_factory=list)
    looks: list[tuple[float, float]] = field(default_factory=list)
    twice: int = 0


class Pupil:
    """One student."""

    def __init__(self, number: int, server: Server, code: str, pause: float, seen: Seen) -> None:
        self.name = f"Student {number}"
        self._random = random.Random(number)
        self._client = Client(server.port, SCHOOL)
        self._stream = Client(server.port, SCHOOL)
        self._stream.cookies = self._client.cookies
        self._turn = asyncio.Lock()
        self._code = code
        self._pause = pause
        self.seen = seen
        self._page = f"{number:016x}"
        self._number = 0
        self._tasks: list[asyncio.Task[None]] = []
        self.tags: dict[str, str] = {}

    async def join(self, joining: float) -> None:
        """Join within this many seconds."""
        await asyncio.sleep(self._random.uniform(0, joining))
        await self._load_page(f"/?code={self._code}")
        form = urlencode({"code": self._code, "name": self.name}).encode()
        await self._surely("POST", "/join", form, "application/x-www-form-urlencoded")
        await self._load_page("/")
        await self._surely("GET", f"/api/work?page={self._page}")
        self._tasks = [asyncio.create_task(each) for each in (self._listen(), self._beat())]

    async def work(self, until: float) -> None:
        """Tag until the end."""
        while time.monotonic() < until:
            await asyncio.sleep(self._random.expovariate(1 / self._pause))
            await self._edit()
        for task in self._tasks:
            task.cancel()
        for client in (self._client, self._stream):
            client.close()

    async def _load_page(self, path: str) -> None:
        page = await self._surely("GET", path)
        for each in LINKED.findall(page.body.decode()):
            await self._surely("GET", each)

    async def _listen(self) -> None:
        """Keep the event stream open, as the page does."""
        while True:
            with suppress(ConnectionError):
                await self._stream.listen(f"/api/events?page={self._page}", asyncio.Event())
            await asyncio.sleep(self._random.uniform(1, 3))

    async def _beat(self) -> None:
        """Report repeatedly that the page is open, as the page does."""
        report = {"browser": self._page, "unsent": 0, "refused": 0, "resting": False}
        beat = BEAT
        while True:
            await asyncio.sleep(beat)
            body = json.dumps(report).encode()
            with suppress(ConnectionError):
                answer = await self._once("POST", "/api/here", body, "application/json")
                beat = answer.json().get("beat", 1000 * beat) / 1000

    async def _edit(self) -> None:
        sentence = f"s{self._random.randint(1, SENTENCES)}"
        tag = self._random.choice([tag for tag in TAGS if tag != self.tags.get(sentence)])
        self._number += 1
        answer_to_edit = await self._send(sentence, tag)
        self.seen.edits += 1
        self.tags[sentence] = tag
        self.seen.twice += answer_to_edit["tag"] != tag
        if self._random.random() < AGAIN:
            self.seen.twice += (await self._send(sentence, tag))["tag"] != tag
            other = next(each for each in TAGS if each != tag)
            with suppress(ConnectionError):
                body = self._body(sentence, other)
                answer = await self._ask("POST", "/api/edit", body, "application/json")
                self.seen.twice += answer.status == HTTPStatus.OK

    def _body(self, sentence: str, tag: str) -> bytes:
        edit = {"do": "tag", "sentence": sentence, "tag": tag}
        made = {"number": self._number, "made": int(time.time() * 1000)}
        body = {"page": self._page, "vote": 1, "edit": edit, "at": sentence, **made}
        return json.dumps(body).encode()

    async def _send(self, sentence: str, tag: str) -> Mapping[str, str]:
        answer = await self._surely("POST", "/api/edit", self._body(sentence, tag))
        decision: Mapping[str, str] = answer.json()["decision"]
        return decision

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answered:
        # One connection answers one request after the other.
        async with self._turn:
            self.seen.requests += 1
            wait = PAGE_PATIENCE if path.startswith("/api/") else PATIENCE
            return await self._client.ask(method, path, body, kind, wait)

    async def _once(self, method: str, path: str, body: bytes, kind: str) -> Answered:
        """The answer to one request.

        Raises:
            ConnectionError: There is none, or it is not the one asked for.
        """
        since = time.monotonic()
        try:
            answer = _required(await self._ask(method, path, body, kind), path)
        except ConnectionError as error:
            self.seen.failures.append((since, time.monotonic(), str(error)))
            raise
        if path == "/api/edit":
            self.seen.times.append((since, (time.monotonic() - since) * 1000))
        return answer

    async def _surely(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json"
    ) -> Answered:
        """The answer, after as many attempts as necessary, with the pauses of the page."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            with suppress(ConnectionError):
                return await self._once(method, path, body, kind)
            await asyncio.sleep(pause * self._random.uniform(0.5, 1.5))
        raise AssertionError("There is always one more attempt.")


def _required(answer: Answered, path: str) -> Answered:
    if answer.status != HTTPStatus.OK:
        raise ConnectionError(f"{answer.status} {path} {answer.body[:200]!r}")
    return answer


class Onlooker:
    """A page that follows the class: the teacher's, or without names the projector."""

    def __init__(self, server: Server, sitting: str, cookies: dict[str, str], seen: Seen) -> None:
        self._client, self._stream = Client(server.port), Client(server.port)
        self._client.cookies = self._stream.cookies = cookies
        self._base = f"/teach/{sitting}"
        self.seen = seen
        self._news = asyncio.Event()

    async def follow(self, query: str) -> None:
        """Fetch the state at each event and every few seconds, as the page does. Never ends."""
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK_AGAIN)
                self._news.clear()
                since = time.monotonic()
                with suppress(ConnectionError):
                    await self._client.ask("GET", f"{self._base}/state{query}")
                    self.seen.looks.append((since, (time.monotonic() - since) * 1000))
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        while True:
            with suppress(ConnectionError):
                await self._stream.listen(f"{self._base}/pulse", self._news)
            await asyncio.sleep(3)


@dataclass(frozen=True, slots=True)
class Lesson:
    """How many students in how many sittings tag for how long, and the limits of the figures."""

    students: int
    sittings: int
    seconds: float
    pause: float
    half_open: int = 0

    @property
    def limits(self) -> tuple[float, float]:
        """The largest p95 in milliseconds and the largest memory in megabytes."""
        if self.students <= FEW_STUDENTS:
            return MOST_P95_MS, MOST_RSS_MB
        return MOST_P95_MS_OF_MANY, MOST_RSS_MB_OF_MANY


class Phases:
    """What each part of the class cost, on the standard error while it runs, and at the end."""

    def __init__(self, server: Server, seen: Seen) -> None:
        self._server = server
        self.seen = seen
        self.figures: list[dict[str, object]] = []
        self._begin()

    def _begin(self) -> None:
        self._since, self._requests = time.monotonic(), self.seen.requests
        self._server_cpu, self._own_cpu = self._server.cpu, _own_cpu()

    def end(self, name: str) -> None:
        """End a part, and begin the next one."""
        seconds = time.monotonic() - self._since
        requests = max(self.seen.requests - self._requests, 1)
        spent = self._server.cpu - self._server_cpu
        times = sorted(took for since, took in self.seen.times if since >= self._since)
        looks = sorted(took for since, took in self.seen.looks if since >= self._since)
        figures = {
            "phase": name,
            "seconds": round(seconds, 1),
            "requests_per_second": round(requests / seconds, 1),
            "edits": len(times),
            "p50_ms": _share(times, 0.5),
            "p95_ms": _share(times, 0.95),
            "look_p95_ms": _share(looks, 0.95),
            "server_cpu": round(spent / seconds, 2),
            "server_cpu_ms_per_request": round(1000 * spent / requests, 2),
            "students_cpu": round((_own_cpu() - self._own_cpu) / seconds, 2),
        }
        sys.stderr.write(f"{json.dumps(figures)}\n")
        self.figures.append(figures)
        self._begin()


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _share(times: Sequence[float], share: float) -> float:
    return round(times[int(len(times) * share)], 1) if times else 0.0


@contextmanager
def _half_open(port: int, number: int) -> Iterator[None]:
    """This many half-open connections from another address, while the block runs."""
    if not number:
        yield
        return
    command = [sys.executable, "-m", "bench.half_open", str(port), str(number)]
    flooding = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    try:
        yield
    finally:
        flooding.terminate()
        flooding.wait()


async def load(folder: Path, lesson: Lesson) -> tuple[dict[str, float], list[dict[str, object]]]:
    """Run the lesson and return the figures, and those of each part of it."""
    sections = [f"Section {number}" for number in range(1, lesson.sittings + 1)]
    server = Server(a_project(folder), _free_port(), sections)
    # The server reads the links only when it starts.
    link = TeacherLinks(folder, time.time).new_link()
    await server.start()
    held = [sittings.load(path) for path in class_files(folder)]
    cookies = await _open(server, held, link)
    seen = Seen()
    pupils = [
        Pupil(number, server, held[number % len(held)].code, lesson.pause, seen)
        for number in range(1, lesson.students + 1)
    ]
    try:
        with _half_open(server.port, lesson.half_open):
            phases = await _run(server, lesson, pupils, _onlookers(server, held, cookies, seen))
    finally:
        server.stop()
    errors = [each for each in seen.failures if not server.was_down(each[0], each[1])]
    for since, end, words in errors[:5]:
        sys.stderr.write(f"error after {end - since:.2f} s: {words}\n")
    times = [took for _, took in seen.times]
    figures = {
        "students": lesson.students,
        "sittings": lesson.sittings,
        "half_open": lesson.half_open,
        "edits": seen.edits,
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": _p95(times),
        "errors": len(errors),
        "lost": sum(_lost(folder, pupil) for pupil in pupils),
        "twice": seen.twice,
        "rss_mb": round(server.rss_kb / 1024, 1),
    }
    return figures, phases.figures


def _onlookers(
    server: Server, held: Sequence[Sitting], cookies: dict[str, str], seen: Seen
) -> list[Coroutine[None, None, None]]:
    return [
        Onlooker(server, each.id, cookies, seen).follow(query)
        for each in held
        for query in ("", "?names=no")
    ]


async def _run(
    server: Server,
    lesson: Lesson,
    pupils: Sequence[Pupil],
    onlookers: Sequence[Coroutine[None, None, None]],
) -> Phases:
    """The class: joining, tagging, the restart, and tagging until the end."""
    phases = Phases(server, pupils[0].seen)
    others = [asyncio.create_task(each) for each in (server.watch(), *onlookers)]
    joining = min(JOINING, lesson.seconds / 4)
    await asyncio.gather(*(pupil.join(joining) for pupil in pupils))
    phases.end("joining")
    until = time.monotonic() + lesson.seconds
    work = [asyncio.create_task(pupil.work(until)) for pupil in pupils]
    await asyncio.sleep(lesson.seconds / 2)
    phases.end("tagging")
    await server.kill_and_restart()
    await asyncio.sleep(RECOVERY)
    phases.end("restart")
    await asyncio.gather(*work)
    phases.end("tagging again")
    for each in others:
        each.cancel()
    return phases


async def _open(server: Server, held: Sequence[Sitting], link: str) -> dict[str, str]:
    """Open tagging in every sitting, as the teacher. Returns the teacher's cookies."""
    teacher = Client(server.port)
    await teacher.ask("POST", f"/teach/in/{link}")
    for each in held:
        kind = "application/json"
        opened = await teacher.ask("POST", f"/teach/{each.id}/do", b'{"do": "open"}', kind)
        assert opened.status == HTTPStatus.OK, opened.body  # noqa: S101 (the rest would wait)
    teacher.close()
    return teacher.cookies


def _p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[18], 1)


def _lost(folder: Path, pupil: Pupil) -> int:
    if not pupil.tags:
        return 0
    annotations, _ = read_set(layout.annotations_path(folder, pupil.name, DOCUMENT))
    return sum(annotations.sentence(each).tag != tag for each, tag in pupil.tags.items())


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _raise_file_limit() -> None:
    """Let this process and those that it starts open as many files as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main() -> int:
    """Run the test and print the figures. The exit code shows whether all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--sittings", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=PAUSE)
    parser.add_argument("--half-open", type=int, default=0)
    options = parser.parse_args()
    lesson = Lesson(
        options.students, options.sittings, options.seconds, options.pause, options.half_open
    )
    _raise_file_limit()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".class-load-") as folder:
        results, phases = asyncio.run(load(Path(folder), lesson))
    sys.stdout.write(json.dumps({**results, "phases": phases}) + "\n")
    most_ms, most_mb = lesson.limits
    met = results["p95_ms"] <= most_ms and results["rss_mb"] < most_mb
    return 0 if met and not any(results[each] for each in ("errors", "lost", "twice")) else 1


if __name__ == "__main__":
    sys.exit(main())
