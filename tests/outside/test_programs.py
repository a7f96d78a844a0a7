"""Programs as suggesters: what they get, and how each of them ends."""

import os
import sys
import time
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.outside.programs import Program, find_command, program_environment

posix_only = pytest.mark.skipif(os.name == "nt", reason="process groups of POSIX")
ECHO = "import sys\nfor line in sys.stdin: print(line.strip()[::-1])"


def python(script: str, folder: Path, most: int = 1000) -> Program:
    return Program([sys.executable, "-c", script], folder, most)


def said(program: Program, seconds: float = 10) -> str:
    with pytest.raises(DataError) as caught:
        program.ask(b"abc\n", seconds)
    return str(caught.value)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(number: int) -> bool:
    """Whether a process ends within a few seconds."""
    until = time.monotonic() + 5
    while is_running(number) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(number)


def test_a_program_answers_line_by_line_in_one_run(tmp_path: Path) -> None:
    program = python("import os\n" + ECHO.replace("[::-1]", ", os.getpid()"), tmp_path)
    first, second = program.ask(b"a\n", 10), program.ask(b"b\n", 10)
    program.close()
    assert (first.split()[0], second.split()[0]) == (b"a", b"b")
    assert first.split()[1] == second.split()[1]


@pytest.mark.parametrize(
    ("script", "fact"),
    [
        ("import time; time.sleep(60)", "0.5 seconds"),
        ("import sys, time; print('x', end='', flush=True); time.sleep(60)", "0.5 seconds"),
        ("print('x' * 2000)", "1,000 bytes"),
        ("while True: print('x' * 100, end='')", "1,000 bytes"),
        ("import sys; sys.exit(3)", "exit code 3"),
        ("raise ValueError('no model')", "no model"),
        ("import os; os.close(1)", "exit code"),
    ],
)
def test_a_program_that_fails_ends_with_a_sentence(tmp_path: Path, script: str, fact: str) -> None:
    program = python(script, tmp_path)
    began = time.monotonic()
    assert fact in said(program, 0.5 if "seconds" in fact else 10)
    assert time.monotonic() - began < 8
    program.close()


def test_after_a_failure_the_program_starts_again(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "if not pathlib.Path('once').exists(): pathlib.Path('once').touch(); sys.exit(1)\n" + ECHO
    )
    program = python(script, tmp_path)
    assert "exit code 1" in said(program)
    assert program.ask(b"abc\n", 10) == b"cba\n"
    program.close()


def test_much_on_the_error_stream_blocks_nothing(tmp_path: Path) -> None:
    program = python("import sys\nsys.stderr.write('x' * 5_000_000)\n" + ECHO, tmp_path)
    assert program.ask(b"abc\n", 20) == b"cba\n"
    program.close()


def test_a_long_line_to_a_program_that_reads_nothing_blocks_nothing(tmp_path: Path) -> None:
    program = python("print('x')", tmp_path)
    assert program.ask(b"a" * 5_000_000 + b"\n", 20) == b"x\n"
    program.close()
    waiting = python("import time; time.sleep(60)", tmp_path)
    with pytest.raises(DataError):
        waiting.ask(b"a" * 5_000_000 + b"\n", 0.5)


CHILDREN = """
import pathlib, subprocess, sys
quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
sleeping = [sys.executable, "-c", "import time; time.sleep(600)"]
children = [subprocess.Popen(sleeping, **quiet), subprocess.Popen(sleeping)]
pathlib.Path("children").write_text(" ".join(str(each.pid) for each in children))
for line in sys.stdin:
"""


@posix_only
@pytest.mark.parametrize(
    "after", ["print(flush=True)", "print(); sys.exit(0)", "print(); sys.stdin = None", "pass"]
)
def test_everything_that_a_program_started_ends_with_it(tmp_path: Path, after: str) -> None:
    program = python(f"{CHILDREN}    {after}", tmp_path)
    if after == "pass":
        assert "1.5 seconds" in said(program, 1.5)
    else:
        assert program.ask(b"go\n", 10) == b"\n"
    program.close(grace=0.3)
    children = (tmp_path / "children").read_text().split()
    assert len(children) == 2
    assert all(gone(int(each)) for each in children)


def test_a_program_gets_no_key_and_no_folder_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "GH_TOKEN", "SSH_AUTH_SOCK"):
        monkeypatch.setenv(name, "secret")
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "LD_PRELOAD", "BASH_ENV", "NODE_OPTIONS"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "bin", os.environ["PATH"]]))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    program = python(
        "import json, os\nprint(json.dumps([dict(os.environ), os.getcwd()]))", tmp_path, 99999
    )
    answer = program.ask(b"x\n", 10).decode()
    program.close()
    assert "secret" not in answer
    assert str(tmp_path) in answer
    assert "C.UTF-8" in answer
    assert all(map(os.path.isabs, program_environment()["PATH"].split(os.pathsep)))


@posix_only
def test_a_program_has_no_terminal(tmp_path: Path) -> None:
    script = "import os\ntry: os.open('/dev/tty', 2)\nexcept OSError: print('none')"
    program = python(script, tmp_path)
    assert program.ask(b"x\n", 10) == b"none\n"
    program.close()


def test_a_relative_path_starts_in_the_folder_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, project = tmp_path / "own", tmp_path / "project"
    for folder in (own, project):
        folder.mkdir()
        (folder / "suggest.sh").write_text("#!/bin/sh\n")
        (folder / "suggest.sh").chmod(0o755)
    (project / "only-here").write_text("#!/bin/sh\n")
    (project / "only-here").chmod(0o755)
    monkeypatch.chdir(project)
    assert find_command(["./suggest.sh", "x"], own) == [str(own / "suggest.sh"), "x"]
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    for name in ("only-here", "./only-here", "suggest.sh"):
        with pytest.raises(DataError, match="cannot be run"):
            find_command([name], own)
