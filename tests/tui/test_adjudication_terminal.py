"""Adjudication in a real terminal: no decision shown as saved is lost, however it ends."""

import signal
import sys
from pathlib import Path

import pytest

from tests.drivers.terminal import Terminal
from tests.project_factories import CURATOR, a_project_to_adjudicate, gold_bases, the_gold

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
RETURN = "\r"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_decision_that_was_shown_as_saved_is_there_however_it_ends(
    tmp_path: Path, number: int
) -> None:
    folder = a_project_to_adjudicate(tmp_path / "p")
    arguments = ["adjudicate", str(folder), "--curator", CURATOR]
    with Terminal(arguments, tmp_path / "settings") as terminal:
        terminal.wait_for(lambda text: "2 to decide" in text)
        terminal.type(RETURN)
        terminal.wait_for(lambda text: "1-3 adopt" in text)
        terminal.type("2")
        terminal.wait_for(lambda text: "1 left" in text and "  saved" in text)
        terminal.kill(number)
        if number == signal.SIGTERM:
            terminal.wait_for_end()
    assert gold_bases(the_gold(folder)) == ["unanimous", "adjudicated", "unresolved"]
