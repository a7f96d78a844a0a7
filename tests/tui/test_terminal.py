import random
import re
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.sets import read_set
from tests.drivers.editor import ARTICLE
from tests.drivers.terminal import Terminal
from tests.hostile import CORPUS, forbidden_bytes
from tests.kill9 import KILLS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

PLAIN: Mapping[str, str] = {}
# Each screen and dialog in turn, and the way back; a search that finds nothing among them.
EVERY_DIALOG = (
    *("v", "\x1b", "?", "\x1b", "m", "\x1b", "|", "\x1b", "p", "\x1b", ":", "\x1b"),
    *("F", "\x1b", "U", "\x1b", "W", "\x1b", "\x10", "\x1b", "/nowhere\r", "i"),
    *("s", "\x1b", "S", "\x1b", "c1eke", "\x1b", "fl", "\x1b", "k"),
)
PUT_BACK = b"\x1b[?1049l"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("Harbour goes dark\n\n" + "The port said so. " * 400, "utf-8")
    return path


def tagging(article: Path, *more: str, environment: Mapping[str, str] = PLAIN) -> Terminal:
    arguments = [str(article), "--annotator", "ada", *more]
    return Terminal(arguments, article.parent / "settings", environment=environment)


def shown_as_saved(text: str) -> int:
    """How many tagged sentences the screen calls saved; 0 while it calls nothing saved."""
    count = re.search(r"(\d+) of \d+", text)
    saved = re.search(r"\bsaved\s*$", text.split("\n", maxsplit=1)[0])
    return int(count[1]) if count and saved else 0


def tagged_on_disk(article: Path) -> int:
    path = article.with_name("article.ada.yaml")
    return sum(each.tag is not None for each in read_set(path)[0].sentences) if path.exists() else 0


def test_what_the_screen_called_saved_survives_kill_9_at_any_instant(article: Path) -> None:
    instants = random.Random(9)  # noqa: S311 (no secret)
    shown = 0
    for _ in range(KILLS):
        with tagging(article) as terminal:
            terminal.wait_for(lambda text: "of 400" in text)
            terminal.read(0.05)
            for _ in range(instants.randrange(1, 12)):
                terminal.type("c" * instants.randrange(1, 4))
                terminal.read(instants.uniform(0, 0.03))
                shown = max(shown, shown_as_saved(terminal.text))
        assert tagged_on_disk(article) >= shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_loses_nothing_and_leaves_the_terminal_whole(
    article: Path, number: int
) -> None:
    with tagging(article) as terminal:
        terminal.wait_for(lambda text: "of 400" in text)
        terminal.type("cfn")
        terminal.wait_for(lambda text: "3 of 400" in text)
        terminal.kill(number)
        terminal.wait_for_end()
        assert PUT_BACK in terminal.output
    assert tagged_on_disk(article) == 3


@pytest.mark.parametrize("keys", ["q", "\x03", "\x11"])
def test_every_way_to_leave_saves_and_says_what_was_done_and_where(
    article: Path, keys: str
) -> None:
    with tagging(article) as terminal:
        terminal.wait_for(lambda text: "of 400" in text)
        terminal.type("cf" + keys)
        assert terminal.wait_for_end() == 0
        assert PUT_BACK in terminal.output
        assert "2 of 400 sentences are tagged" in terminal.text
        assert "article.ada.yaml" in terminal.text.replace("\n", "")
    assert tagged_on_disk(article) == 2


@pytest.mark.skipif(not shutil.which("setsid"), reason="a shell with job control needs setsid")
def test_it_stops_at_ctrl_z_and_comes_back_whole(article: Path) -> None:
    shell = ("setsid", "--ctty", "--wait", "bash", "--norc", "--noprofile", "-i")
    with Terminal([], article.parent / "settings", shell, {"PS1": "ready> "}) as terminal:
        terminal.type(f"{sys.executable} -m annotator {article} -a ada\n")
        terminal.wait_for(lambda text: "of 400" in text)
        terminal.type("c")
        terminal.wait_for(lambda text: "1 of 400" in text)
        terminal.type("\x1a")
        terminal.wait_for(lambda text: "Stopped" in text)
        terminal.type("fg\n")
        terminal.wait_for(lambda text: "Stopped" not in text and "1 of 400" in text)
        terminal.type("f")
        terminal.wait_for(lambda text: "2 of 400" in text)
        terminal.type("q")
        terminal.wait_for(lambda text: "2 of 400 sentences are tagged" in text)
        terminal.type("exit\n")
        terminal.wait_for_end()
    assert tagged_on_disk(article) == 2


def test_a_second_window_sees_who_holds_the_file(article: Path) -> None:
    with tagging(article) as first:
        first.wait_for(lambda text: "of 400" in text)
        with tagging(article) as second:
            text = second.wait_for(lambda text: "open elsewhere" in text.lower())
            assert "by ada" in text
            assert "read-only" in text


def test_a_terminal_that_has_gone_ends_the_program_which_keeps_nothing_locked(
    article: Path,
) -> None:
    with tagging(article) as terminal:
        terminal.type("cfc")
        terminal.wait_for(lambda text: "C 2" in text and " saved" in text)
        terminal.vanish()
        terminal.process.wait(timeout=60)
    with tagging(article) as terminal:
        text = terminal.wait_for(lambda text: "C 2" in text)
        assert "open elsewhere" not in text


def test_a_terminal_that_goes_while_keys_are_painted_ends_the_program_and_keeps_their_edits(
    article: Path,
) -> None:
    with tagging(article) as terminal:
        terminal.type("cb" * 100)
        terminal.wait_for(lambda text: "C 2" in text)
        terminal.vanish()
        terminal.process.wait(timeout=60)
    with tagging(article) as terminal:
        text = terminal.wait_for(lambda text: "of 400" in text)
        assert "open elsewhere" not in text
        assert "C 0" not in text


def test_the_name_is_asked_once_and_remembered(article: Path) -> None:
    settings = article.parent / "settings"
    with Terminal([str(article)], settings) as terminal:
        terminal.wait_for(lambda text: "Your name:" in text)
        terminal.type("Ada Roe\n")
        terminal.wait_for(lambda text: "of 400" in text)
        terminal.type("cq")
        terminal.wait_for_end()
    assert article.with_name("article.ada-roe.yaml").exists()
    with Terminal([str(article)], settings) as terminal:
        assert "Ada Roe" in terminal.wait_for(lambda text: "of 400" in text)


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}])
def test_nothing_hostile_in_an_article_or_a_note_reaches_the_terminal(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    hostile = [text for text in CORPUS.values() if "\x00" not in text and "\ud800" not in text]
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE + "\n\n".join(each for each in hostile if each.strip()), "utf-8")
    title = next(text for text in hostile if "\x1b]52" in text)
    run(["set", str(article), "s2", "claim", "--annotator", "ada", "--note", title])
    with tagging(article, "--title", title, environment=variables) as terminal:
        terminal.wait_for(lambda text: "claim" in text)
        for keys in (*EVERY_DIALOG, "c", "G", *EVERY_DIALOG):
            terminal.type(keys)
            terminal.read(0.2)
            terminal.read(0.2)
        terminal.kill(signal.SIGTERM)
        terminal.wait_for_end()
        assert forbidden_bytes(terminal.output) == []


def test_without_a_terminal_it_says_what_it_needs_and_which_command_does_without(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(article), "--annotator", "ada"]) == 2
    assert "annotator set" in capsys.readouterr().err
