"""Standard output and standard error, whatever reads them."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest
from rich.table import Table
from rich.text import Text

from annotator.cli import output
from annotator.cli.output import data_console, prepare_streams, print_file, print_json
from annotator.storage.sets import read_set
from tests.hostile import CORPUS

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
def test_a_closed_pipe_is_not_an_error(arguments: tuple[str, ...], article: Path) -> None:
    command, *options = arguments
    pipe = unread()
    assert annotator(command, str(article), *options, folder=article.parent, stdout=pipe) == 0
    os.close(pipe)


def test_a_pipe_closed_during_help_is_not_an_error(tmp_path: Path) -> None:
    pipe = unread()
    assert annotator("--help", folder=tmp_path, stdout=pipe) == 0
    os.close(pipe)


def test_work_is_done_even_if_standard_error_is_closed(article: Path) -> None:
    pipe = unread()
    line = ("set", str(article), "s1", "claim", "--source", "Port", "--annotator", "ada")
    assert annotator(*line, folder=article.parent, stderr=pipe) == 0
    os.close(pipe)
    annotations, _ = read_set(article.with_name("article.ada.yaml"))
    assert annotations.sentences[0].tag == "claim"


def test_streams_that_are_closed_are_empty_and_swallow_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    prepare_streams()
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
    prepare_streams()
    sys.stdout.write("“so”")
    assert written(sys.stdout) == "“so”".encode()  # type: ignore[arg-type]


def test_an_encoding_that_was_asked_for_is_kept_and_what_it_lacks_is_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setattr(sys, "stdout", stream("latin-1"))
    prepare_streams()
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


def test_json_drives_no_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x9b31mb\u202ec\x7f"
    print_json({"title": hostile})
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert json.loads(printed) == {"title": hostile}


class TerminalStream(io.TextIOWrapper):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "shown"),
    [(io.TextIOWrapper, b"a\xc2\x9b31m\n"), (TerminalStream, "a⟨U+009B⟩31m\n".encode())],
)
def test_a_file_is_printed_exactly_but_to_a_terminal_only_what_is_safe(
    stream: type[io.TextIOWrapper], shown: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", stream(written, "utf-8", write_through=True))
    print_file("a\x9b31m\n".encode())
    assert written.getvalue() == shown


def test_bytes_that_are_not_text_are_not_printed_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdout", TerminalStream(io.BytesIO(), "utf-8"))
    with pytest.raises(click.UsageError, match="-o"):
        print_file(b"PAR1\xff")


def test_no_control_is_printed_even_where_the_text_was_not_made_safe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = Table()
    table.add_row(f"cell {CORPUS['clears the screen, C1 CSI']}")  # type: ignore[misc]
    data_console(width=80).print(Text(CORPUS["every C0 control"]), table)  # type: ignore[misc]
    printed = capsys.readouterr().out
    assert "beforeJafter" not in printed
    assert not [each for each in printed if each != "\n" and unicodedata.category(each) == "Cc"]


def test_what_is_watched_comes_in_its_order_and_few_items_show_no_bar(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(output.show_progress([3, 1, 2])) == [3, 1, 2]
    assert capsys.readouterr().err == ""


def test_what_all_cores_give_is_what_one_gives_in_the_same_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = [Path(f"{each}.txt") for each in range(5)]
    alone = list(output.on_all_cores(os.fspath, paths, "Reading"))
    monkeypatch.setattr(output, "MANY_FOR_ALL_CORES", 2)
    assert list(output.on_all_cores(os.fspath, paths, "Reading")) == alone
