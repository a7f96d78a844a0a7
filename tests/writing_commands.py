"""Every command that writes, over a small world, for the tests of what happens where it can not.

Run as a program it is told by lines `WORLD<tab>NUMBER<tab>COMMAND` what to do. For each line a
process of its own runs the command in the world and is killed at the call with this number; then a
line is written back. So the interpreter and the program are loaded once, and not for each kill.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.sitting import Sitting
from annotator.storage.settings import Settings, change_settings
from annotator.web.class_project import ClassProject
from annotator.web.joining import JoinRequest, join
from annotator.web.page_edits import PageEdit
from annotator.web.student_pass import NotSavedError
from tests.faults import KILL, KILLED, Faults

TEXT = "The port of {0} closed, police said.\n\nThe mayor of {0} denied it.\n\nIt was dark.\n"
PROJECT, ARTICLE = "project", "article.txt"

COMMANDS: dict[str, tuple[str, ...]] = {
    "set": ("set", ARTICLE, "s2", "claim", "-a", "Cy"),
    "set in a project": ("set", PROJECT, "-d", "a", "-a", "Cy", "s2", "claim"),
    "source": ("source", "article.ada.yaml", "police", "--rename", "the police"),
    "finish": ("finish", "article.ada.yaml", "--unusable", "spoilt"),
    "key": ("key", ARTICLE, "s1", "claim"),
    "report": ("report", PROJECT, "-o", "report.html"),
    "worksheet": ("worksheet", PROJECT, "-d", "a", "-o", "sheet.html", "--key", "answers.html"),
    "lesson": ("lesson", "start", "who-says-so", PROJECT, "--yes"),
    "samples": ("samples", "articles", "--yes"),
    "handout": ("handout", ARTICLE, "-o", "lesson.html"),
    "codebook": ("codebook", "--copy", "own.yaml", "--html", "codebook.html"),
    "grade": ("grade", PROJECT, "-o", "marks.csv", "--feedback", "feedback", "--yes"),
    "init": ("init", "new", "-a", "Ada", "--codebook", "next.yaml"),
    "add": ("add", PROJECT, "c.txt", "d.txt"),
    "assign": ("assign", PROJECT, "--round", "second", "--share", "1"),
    "adjudicate": ("adjudicate", PROJECT, "--apply-rules", "--curator", "Grace"),
    "collect": ("collect", PROJECT, "handed-in"),
    "resegment": ("resegment", PROJECT, "a", "--join", "s1"),
    "migrate": ("migrate", PROJECT, "--to", "next.yaml"),
    "suggest": ("suggest", PROJECT),
    "suggest and evaluate": ("suggest", PROJECT, "--evaluate", "--against", "Ada"),
    "roster": ("roster", PROJECT, "--not-listed", "Guest"),
    "forget": ("forget", PROJECT, "Ben", "--yes"),
    "import": ("import", "taken", "rows.jsonl"),
    "import into a project": ("import", PROJECT, "rows.jsonl"),
    "export": ("export", PROJECT, "--format", "brat", "-o", "brat-out"),
    "export a file": ("export", PROJECT, "--format", "csv", "-o", "rows.csv"),
    "release": ("release", PROJECT, "-o", "released", "--force", "--without-text"),
    "rehydrate": ("rehydrate", "bare", PROJECT, "-o", "whole"),
    "serve": ("serve", PROJECT, "-d", "a"),
    "settings": (),
}
SEVERAL = ("samples", "codebook", "grade", "init", "assign", "resegment", "migrate", "forget",
           "import", "import into a project", "export", "release", "rehydrate")  # fmt: skip
"""Those that write several files which belong together."""
ONE_BY_ONE = frozenset({"add", "adjudicate", "collect", "grade", "codebook", "worksheet", "serve",
                        "init", "lesson", "roster", "suggest", "suggest and evaluate"})  # fmt: skip
"""Those of which each file stands for itself, and what is done is passed over the next time."""


OF_WHAT_IS_READ = frozenset({"grade", "report", "serve"})
"""Those that go on with what can be read, and say what can not; and a class, which goes on."""


def make_world(world: Path) -> None:
    """A project of two documents that Ada and Ben tagged, and what else the commands are given."""
    world.mkdir()
    for name in ("article", "a", "b", "c", "d"):
        (world / f"{name}.txt").write_text(TEXT.format(name), "utf-8")
    at = partial_run(world)
    at("init", PROJECT, "-a", "Ada", "-a", "Ben", "-a", "Cy")
    at("add", PROJECT, "a.txt", "b.txt")
    at("assign", PROJECT, "--limit", "1")
    for document in ("a", "b"):
        for name, tag in (("Ada", "claim"), ("Ben", "background")):
            whose = (PROJECT, "-d", document, "-a", name)
            at("set", *whose, "s1", tag, "--source", "police")
            at("finish", *whose, "--yes")
    at("key", PROJECT, "-d", "a", "s1", "claim", "--accept", "background")
    at("set", ARTICLE, "s1", "claim", "-a", "Ada", "--source", "police")
    at("codebook", "--copy", "next.yaml")
    text = (world / "next.yaml").read_text("utf-8")
    (world / "next.yaml").write_text(text.replace("version: 2", "version: 3", 1), "utf-8")
    at("set", "b.txt", "s2", "claim", "-a", "Cy")
    at("set", "a.txt", "s2", "claim", "-a", "Cy")
    (world / "handed-in").mkdir()
    for name in ("a", "b"):
        (world / f"{name}.cy.yaml").rename(world / "handed-in" / f"{name}.cy.yaml")
    at("export", ".", "--format", "jsonl", "-o", "one.jsonl")
    at("init", "other", "-a", "Ada")
    at("add", "other", "c.txt", "d.txt")
    for document in ("c", "d"):
        at("set", "other", "-d", document, "-a", "Ada", "s1", "claim")
    at("export", "other", "--format", "jsonl", "-o", "rows.jsonl")
    at("release", PROJECT, "-o", "bare", "--without-text")
    at("release", PROJECT, "-o", "released")


def partial_run(world: Path) -> Callable[..., None]:
    """Runs a command in the world, which must go well."""

    def at(*arguments: str) -> None:
        assert run([arguments[0], *placed(world, arguments[1:])]) == 0, arguments

    return at


def placed(world: Path, arguments: tuple[str, ...]) -> list[str]:
    """The arguments with the paths among them in the world."""
    known = {
        "articles",
        PROJECT,
        "brat-out",
        "taken",
        "new",
        "other",
        "bare",
        "whole",
        "released",
        "feedback",
    }
    known |= {"handed-in", "articles", "."}
    return [str(world / each) if each in known or Path(each).suffix else each for each in arguments]


def run_command(world: Path, name: str) -> int:
    """Run one of the commands in the world; its exit code.

    Settings are no command: what the screen does with them is done.
    """
    if name == "settings":
        change_settings(world / "config" / "settings.yaml", lambda _: Settings("Ada"))
        return 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_CONFIG_DIR", str(world / "settings"))
        # The class page without a network: a student joins and tags, then it is closed.
        patch.setattr(
            "annotator.web.server.serve", lambda sittings, *_: asyncio.run(_hour(sittings))
        )
        patch.setattr("annotator.web.server.open_socket", lambda *_: _Socket())
        patch.setattr("annotator.web.sittings.new_code", lambda: "ABCDEF")
        patch.setattr(ClassProject, "clock", _StoppedClock(), raising=False)
        for place in ("joining", "sittings"):
            patch.setattr(f"annotator.web.{place}.new_token", lambda: "token")
        command, *rest = COMMANDS[name]
        return run([command, *placed(world, tuple(rest))])


class _StoppedClock:
    """Stands for the clock of every class, whichever it is given."""

    def __get__(self, owner: object, kind: type) -> Callable[[], float]:
        return lambda: 1_796_000_000.0

    def __set__(self, owner: object, clock: Callable[[], float]) -> None:
        pass


async def _hour(sittings: Any) -> None:
    await sittings.begin()
    (room,) = sittings.sittings
    student = room.sitting.student("cy")
    if student is None:
        student = room.student_by_token(await join(room, JoinRequest("Cy")))
    if not room.sitting.vote > 1:
        await room.change(Sitting.open)
    said = {"do": "tag", "sentence": "s2", "tag": "claim"}
    page_edit = PageEdit("0123456789abcdef", 1, said, "s2")
    try:
        await room.edit(student, page_edit)
    except NotSavedError:
        # The page sends it again.
        with suppress(NotSavedError):
            await room.edit(student, page_edit)


class _Socket:
    def getsockname(self) -> tuple[str, int]:
        return "127.0.0.1", 8000


class KilledRuns:
    """The program that runs commands in processes which are killed."""

    def __enter__(self) -> "KilledRuns":
        program = [sys.executable, "-m", "tests.writing_commands"]
        self._program = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        return self

    def __exit__(self, *failure: object) -> None:
        self._program.communicate()

    def run(self, world: Path, name: str, at: int) -> None:
        """Run a command in the world, and kill it at a call."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(f"{world}\t{at}\t{name}\n")
        self._program.stdin.flush()
        assert self._program.stdout.readline() == "killed\n"


def _run_and_kill(world: Path, at: int, name: str) -> None:
    """Run a command in a process of its own; that it outlives the call is a fault of the test."""
    child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print("killed" if code == KILLED else f"exit code {code}", flush=True)
        return
    code = 1
    try:
        # What a command prints is not for the one who told the program to run it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with Faults(world, at, KILL).injected():
            code = run_command(world, name)
    finally:
        os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        where, number, command = line.rstrip("\n").split("\t")
        _run_and_kill(Path(where), int(number), command)
