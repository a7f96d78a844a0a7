import os
import sys
from pathlib import Path

from tests.kill9 import kill_over_and_over
from tests.storage.failing_system import names
from tests.storage.saving_program import revision


def test_what_was_shown_as_saved_survives_a_kill_at_any_instant(tmp_path: Path) -> None:
    path = tmp_path / "article.ada.yaml"
    command = [sys.executable, "-m", "tests.storage.saving_program", str(path)]
    shown = kill_over_and_over(command, lambda: revision(path.read_bytes()))
    assert shown > 0
    killed = {".article.ada.yaml.lock", ".article.ada.yaml.holder", path.name}
    leftover = [name for name in names(tmp_path) if name not in killed]
    assert len(leftover) <= 1, "a killed save leaves one file, which the next start sweeps away"
    assert os.path.getsize(path) > 0
