"""A load test of 200 students in three sittings, with a server crash in the middle.

`python bench/class_load.py` runs against a real server process. The students join within thirty
seconds, keep the page's event stream open, report every four seconds that they are present, and
send an edit every three seconds on average. `--students 1000 --sittings 1 --pause 10` is a lecture
hall. Halfway, the server is killed with -9 and restarted. Unanswered edits are sent
again with the same number. Sometimes an answered edit is sent twice, which must give the first
answer, or another edit is sent with its number, which must not count.

The output is JSON: `edits`, the answered edits; `p50_ms` and `p95_ms`, from the request to the
answer, which comes after the file is durable; `errors` outside the restart; `lost`, sentences whose
last answered tag is not in the student's file; `twice`, edits that counted twice; `rss_mb`, the
server's peak memory. The exit code is 1 if a target is missed.
"""

import argparse
import asyncio
import json
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
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
from bench.http_client import Answered, Client

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
        begun = time.monotonic()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        await self.start()
        self.down.append((begun, time.monotonic()))

    async def watch(self) -> None:
        """Measure the server's memory every second."""
        while self.process is not None:
            result = subprocess.run(
                ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, check=False
            )
            self.rss_kb = max(self.rss_kb, int(result.stdout.strip() or 0))
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
    failures: list[tuple[float, float, str]] = field(default_factory=list)
    twice: int = 0


class Pupil:
    """One student."""

    def __init__(self, number: int, server: Server, code: str, pause: float, seen: Seen) -> None:
        self.name = f"Student {number}"
        self._random = random.Random(number)
        self._client = Client(server.port)
        self._stream, self._beats = Client(server.port), Client(server.port)
        self._code = code
        self._pause = pause
        self._seen = seen
        self._page = f"{number:016x}"
        self._number = 0
        self.tags: dict[str, str] = {}

    async def work(self, joining: float, until: float) -> None:
        """Join at `joining`, and tag until the end."""
        await asyncio.sleep(self._random.uniform(0, joining))
        form = urlencode({"code": self._code, "name": self.name}).encode()
        kind = "application/x-www-form-urlencoded"
        answer = await self._surely("POST", "/join", form, kind)
        for client in (self._client, self._stream, self._beats):
            client.cookie = _cookie(answer)
        await self._surely("GET", f"/api/work?page={self._page}")
        tasks = [asyncio.create_task(each) for each in (self._listen(), self._beat())]
        while time.monotonic() < until:
            await asyncio.sleep(self._random.expovariate(1 / self._pause))
            await self._edit()
        for task in tasks:
            task.cancel()
        for client in (self._client, self._stream, self._beats):
            client.close()

    async def _listen(self) -> None:
        """Keep the event stream open, as the page does."""
        while True:
            with suppress(OSError):
                reader = await self._stream.send("GET", f"/api/events?page={self._page}")
                while await reader.read(4096):
                    pass
            self._stream.close()
            await asyncio.sleep(self._random.uniform(1, 4))

    async def _beat(self) -> None:
        """Report repeatedly that the page is open, as the page does."""
        report = {"browser": self._page, "unsent": 0, "refused": 0, "resting": False}
        while True:
            await self._surely("POST", "/api/here", json.dumps(report).encode(), by=self._beats)
            await asyncio.sleep(BEAT)

    async def _edit(self) -> None:
        sentence = f"s{self._random.randint(1, SENTENCES)}"
        tag = self._random.choice([tag for tag in TAGS if tag != self.tags.get(sentence)])
        self._number += 1
        answer_to_edit = await self._send(sentence, tag)
        self._seen.edits += 1
        self.tags[sentence] = tag
        self._seen.twice += answer_to_edit["tag"] != tag
        if self._random.random() < AGAIN:
            self._seen.twice += (await self._send(sentence, tag))["tag"] != tag
            other = next(each for each in TAGS if each != tag)
            with suppress(ConnectionError):
                body = self._body(sentence, other)
                answer = await self._client.ask("POST", "/api/edit", body, "application/json")
                self._seen.twice += answer.status == HTTPStatus.OK

    def _body(self, sentence: str, tag: str) -> bytes:
        edit = {"do": "tag", "sentence": sentence, "tag": tag}
        made = {"number": self._number, "made": int(time.time() * 1000)}
        body = {"page": self._page, "vote": 1, "edit": edit, "at": sentence, **made}
        return json.dumps(body).encode()

    async def _send(self, sentence: str, tag: str) -> Mapping[str, str]:
        answer = await self._surely("POST", "/api/edit", self._body(sentence, tag))
        decision: Mapping[str, str] = answer.json()["decision"]
        return decision

    async def _surely(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "application/json",
        by: Client | None = None,
    ) -> Answered:
        """The answer, after as many attempts as necessary."""
        while True:
            since = time.monotonic()
            try:
                answer = await (by or self._client).ask(method, path, body, kind)
            except ConnectionError as error:
                self._seen.failures.append((since, time.monotonic(), str(error)))
            else:
                if answer.status == HTTPStatus.OK:
                    if path == "/api/edit":
                        self._seen.times.append((since, (time.monotonic() - since) * 1000))
                    return answer
                words = f"{answer.status} {path} {answer.body[:200]!r}"
                self._seen.failures.append((since, time.monotonic(), words))
            await asyncio.sleep(self._random.uniform(0.2, 0.6))


@dataclass(frozen=True, slots=True)
class Lesson:
    """How many students in how many sittings tag for how long, and the limits of the figures."""

    students: int
    sittings: int
    seconds: float
    pause: float

    @property
    def limits(self) -> tuple[float, float]:
        """The largest p95 in milliseconds and the largest memory in megabytes."""
        if self.students <= FEW_STUDENTS:
            return MOST_P95_MS, MOST_RSS_MB
        return MOST_P95_MS_OF_MANY, MOST_RSS_MB_OF_MANY


async def load(folder: Path, lesson: Lesson) -> dict[str, float]:
    """Run the lesson and return the figures."""
    sections = [f"Section {number}" for number in range(1, lesson.sittings + 1)]
    server = Server(a_project(folder), _free_port(), sections)
    # The server reads the links only when it starts.
    link = TeacherLinks(folder, time.time).new_link()
    await server.start()
    held = [sittings.load(path) for path in class_files(folder)]
    await _open(server, held, link)
    seen, seconds = Seen(), lesson.seconds
    pupils = [
        Pupil(number, server, held[number % len(held)].code, lesson.pause, seen)
        for number in range(1, lesson.students + 1)
    ]
    watching = asyncio.create_task(server.watch())
    joining = min(JOINING, seconds / 4)
    until = time.monotonic() + joining + seconds
    work = [asyncio.create_task(pupil.work(joining, until)) for pupil in pupils]
    await asyncio.sleep(joining + seconds / 2)
    await server.kill_and_restart()
    await asyncio.gather(*work)
    watching.cancel()
    errors = [each for each in seen.failures if not server.was_down(each[0], each[1])]
    server.stop()
    times = [took for _, took in seen.times]
    sys.stderr.write(
        f"p95 without the {RECOVERY:.0f} s after the restart: {_calm(seen, server)} ms\n"
    )
    for since, end, words in errors[:5]:
        sys.stderr.write(f"error after {end - since:.2f} s: {words}\n")
    return {
        "students": lesson.students,
        "sittings": lesson.sittings,
        "edits": seen.edits,
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": _p95(times),
        "errors": len(errors),
        "lost": sum(_lost(folder, pupil) for pupil in pupils),
        "twice": seen.twice,
        "rss_mb": round(server.rss_kb / 1024, 1),
    }


async def _open(server: Server, held: Sequence[Sitting], link: str) -> None:
    """Open tagging in every sitting, as the teacher."""
    teacher = Client(server.port)
    teacher.cookie = _cookie(await teacher.ask("POST", f"/teach/in/{link}"))
    for each in held:
        kind = "application/json"
        opened = await teacher.ask("POST", f"/teach/{each.id}/do", b'{"do": "open"}', kind)
        assert opened.status == HTTPStatus.OK, opened.body  # noqa: S101 (the rest would wait)
    teacher.close()


def _cookie(answer: Answered) -> str:
    return answer.headers["set-cookie"].split(";")[0]


def _p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[18], 1)


def _calm(seen: Seen, server: Server) -> float:
    """The p95 of requests outside the time when the whole class reconnects after the restart."""
    return _p95(
        [
            took
            for since, took in seen.times
            if not any(begun <= since <= end + RECOVERY for begun, end in server.down)
        ]
    )


def _lost(folder: Path, pupil: Pupil) -> int:
    if not pupil.tags:
        return 0
    annotations, _ = read_set(layout.annotations_path(folder, pupil.name, DOCUMENT))
    return sum(annotations.sentence(each).tag != tag for each, tag in pupil.tags.items())


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def main() -> int:
    """Run the test and print the figures. The exit code shows whether all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--sittings", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=PAUSE)
    options = parser.parse_args()
    lesson = Lesson(options.students, options.sittings, options.seconds, options.pause)
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".class-load-") as folder:
        results = asyncio.run(load(Path(folder), lesson))
    sys.stdout.write(json.dumps(results) + "\n")
    most_ms, most_mb = lesson.limits
    met = results["p95_ms"] <= most_ms and results["rss_mb"] < most_mb
    return 0 if met and not any(results[each] for each in ("errors", "lost", "twice")) else 1


if __name__ == "__main__":
    sys.exit(main())
