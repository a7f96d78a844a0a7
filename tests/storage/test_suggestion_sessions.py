"""What a file says of a suggestion follows from its own values, whenever the program is killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rounds import rounds

SESSIONS = rounds(30, 1_000)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="sessions are forked")
def test_taken_follows_from_the_set_alone_after_undo_redo_and_a_kill(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.storage.suggestion_sessions"]
    command = [*program, str(tmp_path / "article.ada.yaml"), str(SESSIONS), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sessions, changed, checked = (int(word) for word in done.stdout.split() if word.isdigit())
    assert sessions == SESSIONS
    assert changed > SESSIONS / 4
    assert checked > SESSIONS
