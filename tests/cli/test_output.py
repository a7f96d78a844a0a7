"""Standard output and standard error, whatever stands at their other end."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from annotator.cli.output import make_ready, print_file, print_json
from annotator.storage.targets import read_set

TEXT = "The café said “so” on Monday.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def annotator(*arguments: str, folder: Path, **streams: int) -> int:
    """The exit code of the real program; what it says beside `streams` must be nothing."""
    line = [sys.executable, "-m", "annotator", *arguments]
    settings = {"ANNOTATOR_CONFIG_DIR": str(folder / "settings")}
    finished = subprocess.run(
        line,
        cwd=folder,
        env={**os.environ, **settings},
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=streams.get("stderr", subprocess.PIPE),
        timeout=60,
        check=False,
    )
    assert not finished.stdout
    assert not finished.stderr
    return finished.returncode


def unread() -> int:
    """The end to write to of a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("arguments", [("show",), ("show", "--plain"), ("show", "--json")])
def test_a_reader_who_has_read_enough_is_no_fault(
    arguments: tuple[str, ...], article: Path
) -> None:
    command, *options = arguments
    pipe = unread()
    assert annotator(command, str(article), *options, folder=article.parent, stdout=pipe) == 0
    os.close(pipe)


def test_help_that_nobody_reads_to_its_end_is_no_fault(tmp_path: Path) -> None:
    pipe = unread()
    assert annotator("--help", folder=tmp_path, stdout=pipe) == 0
    os.close(pipe)


def test_work_is_done_though_nobody_hears_what_is_said_of_it(article: Path) -> None:
    pipe = unread()
    line = ("set", str(article), "s1", "claim", "--source", "Port", "--annotator", "ada")
    assert annotator(*line, folder=article.parent, stderr=pipe) == 0
    os.close(pipe)
    annotations, _ = read_set(article.with_name("article.ada.yaml"))
    assert annotations.sentences[0].tag == "claim"


def test_streams_that_are_closed_are_empty_and_swallow_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    make_ready()
    print_json({"said": "to nobody"})
    assert not sys.stdin.isatty()
    assert sys.stdin.read() == ""
    for opened in (sys.stdin, sys.stdout, sys.stderr):
        opened.close()


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue()


def test_data_for_a_file_or_a_pipe_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", stream("ascii"))
    make_ready()
    sys.stdout.write("“so”")
    assert written(sys.stdout) == "“so”".encode()  # type: ignore[arg-type]


def test_an_encoding_that_was_asked_for_is_kept_and_what_it_lacks_is_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setattr(sys, "stdout", stream("latin-1"))
    make_ready()
    sys.stdout.write("café “so”")
    assert written(sys.stdout) == b"caf\xe9 ?so?"  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["café “so”", "a name that is not UTF-8: \udcff"])
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_json_is_exact_in_every_encoding(
    text: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", stream(encoding))
    print_json([text])
    assert json.loads(written(sys.stdout)) == [text]  # type: ignore[arg-type]


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def shown_of(data: bytes, kind: type[io.TextIOWrapper], patch: pytest.MonkeyPatch) -> bytes:
    """What a file's bytes are when they are printed on an output of this kind."""
    under = io.BytesIO()
    stream = kind(under, encoding="utf-8", newline="")
    with patch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        print_file(data)
    stream.flush()
    return under.getvalue()


def test_a_file_is_printed_exactly_but_safely_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = "café\x1b[2J\u202eso\r\nno\r\n".encode()
    assert shown_of(data, io.TextIOWrapper, monkeypatch) == data
    safe = "café␛[2J⟨U+202E⟩so\nno\n".encode()
    assert shown_of(data, _Terminal, monkeypatch) == safe


def test_a_file_that_is_no_text_is_not_printed_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert shown_of(b"\xff\xfe", io.TextIOWrapper, monkeypatch) == b"\xff\xfe"
    with pytest.raises(click.UsageError, match="name a file with -o"):
        shown_of(b"\xff\xfe", _Terminal, monkeypatch)
