"""A project's documents in a real terminal: nothing shown as saved is lost, however it ends."""

import signal
import sys
from pathlib import Path

import pytest

from tests.drivers.terminal import Terminal
from tests.project_factories import a_project, set_in_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
RETURN = "\r"


def listed(folder: Path) -> Terminal:
    return Terminal([str(folder), "--annotator", "ada"], folder.parent / "settings")


def in_the_second(terminal: Terminal) -> None:
    """Tag in the first document, come back, and tag in the second until it is saved."""
    terminal.wait_for(lambda text: "0 of 3 done" in text)
    terminal.type(RETURN)
    terminal.wait_for(lambda text: "3 left" in text)
    terminal.type("cb")
    terminal.wait_for(lambda text: "1 left" in text)
    terminal.type("q")
    terminal.wait_for(lambda text: "1 in progress" in text)
    terminal.type("j" + RETURN)
    terminal.wait_for(lambda text: "3 left" in text)
    terminal.type("n")
    terminal.wait_for(lambda text: "2 left" in text and "  saved" in text)


def tags(folder: Path, document: str) -> list[str | None]:
    return [each.tag for each in set_in_file(folder / f"annotations/ada/{document}.yaml").sentences]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_shown_as_saved_in_every_document_is_there_however_it_ends(
    tmp_path: Path, number: int
) -> None:
    folder = a_project(tmp_path / "p")
    with listed(folder) as terminal:
        in_the_second(terminal)
        terminal.kill(number)
        if number == signal.SIGTERM:
            terminal.wait_for_end()
    assert tags(folder, "a") == ["claim", "background", None]
    assert tags(folder, "b") == ["non-response", None, None]
    assert not (folder / "annotations/ada/.a.yaml.lock").exists()


def test_leaving_the_list_says_how_far_one_is(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    with listed(folder) as terminal:
        in_the_second(terminal)
        terminal.type("q")
        terminal.wait_for(lambda text: "2 in progress" in text)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert "0 of 3 documents are done" in terminal.text
    assert not list(folder.rglob("*.lock"))
