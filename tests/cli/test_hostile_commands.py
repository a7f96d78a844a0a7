"""Every command runs on a world of hostile texts, and prints none of them as they are."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli import COMMANDS, FINE, run
from tests.hostile import forbidden_bytes
from tests.hostile_world import NAMES, STRINGS, TITLE, World, a_world

ADA = NAMES[0]
TEXT = STRINGS[0]

# Each line is one run, of the command itself unless the line names another one first. A word in
# braces is a place of the world, or a hostile text.
RUNS: dict[str, tuple[str, ...]] = {
    "tag": ("{article} --annotator {title}", "{ada}", "{text}"),
    "set": (
        "{ada} s1 claim --note {title}",
        "{begun} s1 claim --note {title} --codebook {codebook}",
        "{begun} s1 --source {title} --affiliation {title} --codebook {codebook}",
        "{begun} {title} claim --codebook {codebook}",
        "{begun} s1 {title} --codebook {codebook}",
        "{begun} s1 --cue {title} --codebook {codebook}",
        "{begun} s1 --answers {title} --codebook {codebook}",
    ),
    "source": (
        "{begun} {text} --rename {title} --codebook {codebook}",
        "{begun} {text} --merge-into {title} --codebook {codebook}",
        "{begun} {title} --kind {title} --codebook {codebook}",
        "{ada} {text} --rename {title}",
    ),
    "finish": (
        "{ada}",
        "{begun} --unusable {title} --codebook {codebook}",
        "{begun} --usable --codebook {codebook}",
        "{begun} --codebook {codebook}",
        "{text}",
    ),
    "show": (
        "{ada}",
        "{ada} --plain",
        "{ada} --json",
        "{ada} --codebook {codebook}",
        "{key}",
        "{article}",
        "{text}",
    ),
    "check": ("{project} --strict", "{folder} --strict", "{folder} --json", "{text}"),
    "measure": ("{ada}", "{ada} --json", "{project}", "{folder} --csv {new}.csv"),
    "report": ("{ada} -o {new}.html", "{project} -o {new}2.html", "{text} -o {new}.html"),
    "codebook": ("--codebook {codebook}", "--codebook {codebook} --json", "--codebook {text}"),
    "key": (
        "{article} s1 --explanation {title} --codebook {codebook} --yes",
        "{article} s1 --explanation {title}",
        "{article} {text} claim",
        "{project} --document harbour --check",
        "{project} --document {text} --check",
    ),
    "practice": ("{project} --document harbour --plain", "{article} --plain"),
    "grade": ("{project}", "{project} --json", "{key}", "{project} --document {text}"),
    "worksheet": ("{article} -o {new}-sheet.html", "{text} -o {new}-sheet.html"),
    "serve": ("{project} --document {text}", "{text}"),
    "handout": ("{article} -o {new}-lesson.html", "{project} --document {text} -o {new}.html"),
    "forget": ("{project} {text}", "{project} {name}", "{project} {name} --yes"),
    "init": ("{new}-{escape} --title {title} --annotator {name}", "{project} --title {title}"),
    "add": ("{project} {article}", "{project} {text}"),
    "assign": ("{project} --dry-run", "{project} --seed {text}"),
    "status": ("{project}", "{project} --json", "{text}"),
    "agree": ("{project}", "{project} --json", "{project} --by-document", "{project} --latex"),
    "adjudicate": (
        "{project} --status",
        "{project} --status --json",
        "{project} --gaps",
        "{project} --document {text} --status",
        "{project} --accept --curator {title}",
    ),
    "collect": (
        "{project} {folder} --dry-run",
        "{project} {project}/annotations",
        "{project} {text}",
    ),
    "recut": (
        "{project} harbour --join s1",
        "{project} harbour --split s1 {text}",
        "{project} {text} --join s1",
    ),
    "recode": ("{project} --to {codebook} --dry-run", "{project} --to {text}"),
    "import": (
        "export {project} --format jsonl -o {new}.jsonl",
        "init {new}-project",
        "{new}-project {new}.jsonl --format jsonl --codebook {codebook}",
        "{project} {article}",
        "{project} {text}",
        "{project} {codebook} -a {title}",
    ),
    "export": (
        "{project} --format csv -o {new}.sheet",
        "{project} --format jsonl -o {new}.jsonl",
        "{project} --format brat -o {new}-brat",
        "{text} --format csv -o -",
    ),
    "release": ("{project} -o {new}-set --set gold", "{project} -o {new}-set --split {text}"),
    "rehydrate": (
        "release {project} -o {new}-set --without-text",
        "{new}-set {project}",
        "{folder} {article}",
        "{text} {article}",
    ),
}

ON_A_SCREEN = {"tag", "serve"}
"""What has no end of its own; their screens and pages have tests of their own."""


def arguments(line: str, world: World, command: str) -> list[str]:
    """The words of a line, each filled in."""
    places = {
        "article": world.article,
        "ada": world.ada,
        "begun": world.begun,
        "key": world.key,
        "project": world.project,
        "folder": world.article.parent,
        "codebook": world.codebook,
        "new": world.home / f"new-{command}",
        "escape": "\x1b[2J",
        "text": TEXT,
        "title": TITLE,
        "name": ADA,
    }
    words = [word.format(**places) for word in line.split()]
    return words if words[0] in COMMANDS else [command, *words]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    yield a_world(tmp_path)
    assert not list(tmp_path.glob("hostile*"))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_what_drives_a_terminal(
    command: str, world: World, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert command in RUNS, "a new command needs its lines in RUNS"
    codes = []
    for line in RUNS[command]:
        codes.append(run(arguments(line, world, command)))
        captured = capsysbinary.readouterr()
        said = captured.out + captured.err
        assert said, line
        assert forbidden_bytes(said) == [], line
        assert b"\x1b" not in said, line
    assert FINE in codes or command in ON_A_SCREEN
