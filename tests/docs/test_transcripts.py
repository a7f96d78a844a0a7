"""The pages that show commands with their output; CI runs all of them again."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from annotator.cli import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def transcripts() -> ModuleType:
    spec = spec_from_file_location("transcripts", DOCS / "transcripts.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_command_prints_stands_behind_it_and_all_else_stays(
    tmp_path: Path, transcripts: ModuleType
) -> None:
    page = "A page.\n\n```console\n$ echo one\nold\n$ echo two >&2; exit 3\n```\n\nThe end.\n"
    now = transcripts.renewed(page, tmp_path)
    assert now == page.replace("old\n", "one\n").replace("exit 3\n", "exit 3\ntwo\n")
    assert transcripts.renewed(now, tmp_path) == now


def test_every_command_that_is_shown_is_there(transcripts: ModuleType) -> None:
    for page in transcripts.PAGES:
        shown = re.findall(r"^\$ (?:cd \S+ && )?annotator (\S+)", page.read_text("utf-8"), re.M)
        assert shown
        assert set(shown) <= set(COMMANDS)


def test_the_samples_articles_lie_ready_and_the_program_is_on_the_way(
    tmp_path: Path, transcripts: ModuleType
) -> None:
    folder = transcripts.prepared(tmp_path)
    assert "harbour-blackout.txt" in transcripts.ran("ls articles", folder)
    assert "annotator, version" in transcripts.ran("annotator --version", folder)
