"""That mypy refuses to show what is not proved safe."""

import re
from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[1]
SAMPLE = """
from typing import Any

from rich.console import Console
from rich.segment import Segment
from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.widgets import Input, Static

from annotator.text.safe import Safe, safe_slice, safe_text
from annotator.tui.prompts.prompt import PromptPiece
from annotator.tui.widgets.sentence_drawing import Painter


def shown(name: str, count: int, anything: Any, painter: Painter) -> None:
    safe = safe_text(name)
    Text("as it is written here")
    Text(safe)
    Text(f"{safe}: {count:,}")
    Text("so " + safe if count else "not")
    Text(safe_slice(safe, 0, 3))
    Content.assemble(safe, (safe, "bold"), Content.styled(safe))
    Table().add_row(safe, str(count), *(safe_text(each) for each in [name]))
    painter.strip([(safe, ())], (), 3)
    Text(name)  # refused
    Text(anything)  # refused
    Text(f"{safe}: {name}")  # refused
    Text("so " + name if count else "not")  # refused
    Text.assemble((name, "bold"))  # refused
    Text().append(name)  # refused
    Segment(safe.replace("a", name))  # refused
    Console().print(safe, name)  # refused
    Table().add_row(safe, *[name])  # refused
    Content(name)  # refused
    Content.assemble(safe, (name, "bold"))  # refused
    Static(name)  # refused
    Input(value=name, placeholder=name)  # refused
    PromptPiece(name)  # refused
    painter.strip([(name, ())], (), 3)  # refused
    Safe(name)  # refused
"""


def test_mypy_refuses_to_show_what_is_not_proved_safe(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(SAMPLE, "utf-8")
    # With no other option what mypy knows of the packages from the last time is of use again.
    said, trouble, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(sample)])
    assert not trouble
    refused = {int(line.split(":")[1]) for line in said.splitlines() if "sample.py:" in line}
    lines = SAMPLE.splitlines()
    assert refused == {at for at, line in enumerate(lines, 1) if line.endswith("# refused")}, said


def test_nothing_is_cast_to_a_safe_text() -> None:
    for path in (ROOT / "annotator").rglob("*.py"):
        assert not re.search(r"cast\(\s*[\"']?(\w+\.)*Safe\b", path.read_text("utf-8")), path
