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


def test_the_output_of_a_command_is_updated_and_all_else_stays(
    tmp_path: Path, transcripts: ModuleType
) -> None:
    page = "A page.\n\n```console\n$ echo one\nold\n$ echo two >&2; exit 3\n```\n\nThe end.\n"
    now = transcripts.with_current_output(page, tmp_path)
    assert now == page.replace("old\n", "one\n").replace("exit 3\n", "exit 3\ntwo\n")
    assert transcripts.with_current_output(now, tmp_path) == now


def test_every_command_that_is_shown_exists(transcripts: ModuleType) -> None:
    for page in transcripts.PAGES:
        shown = re.findall(r"^\$ (?:cd \S+ && )?annotator (\S+)", page.read_text("utf-8"), re.M)
        assert shown
        assert set(shown) <= set(COMMANDS)


def test_the_sample_articles_are_in_the_folder_and_the_program_is_on_the_path(
    tmp_path: Path, transcripts: ModuleType
) -> None:
    folder = transcripts.make_work_folder(tmp_path)
    assert "harbour-blackout.txt" in transcripts.output_of("ls articles", folder)
    assert "annotator, version" in transcripts.output_of("annotator --version", folder)
