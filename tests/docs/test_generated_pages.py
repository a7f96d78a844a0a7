"""The pages of commands, keys and settings agree with the program."""

import re
from pathlib import Path

import pytest

from annotator.cli import COMMANDS
from annotator.storage.settings import Settings, read_settings_file
from annotator.tui.commands import ADJUDICATION_COMMANDS, DOCUMENT_LIST_COMMANDS
from annotator.tui.commands import COMMANDS as KEYS
from annotator.tui.key_settings import check_settings
from annotator.tui.prompts.prompt_keys import DIALOG_COMMANDS, PROMPT_COMMANDS
from docs import commands_page, keys_page

COMMANDS_PAGE = commands_page.PAGE.read_text("utf-8")
KEYS_PAGE = keys_page.PAGE.read_text("utf-8")
SETTINGS_PAGE = keys_page.SETTINGS_PAGE.read_text("utf-8")


def test_the_page_of_commands_is_the_one_that_the_program_gives() -> None:
    assert commands_page.page() == COMMANDS_PAGE, "run: make schemas"


@pytest.mark.parametrize("page", [KEYS_PAGE, SETTINGS_PAGE])
def test_the_pages_of_keys_and_settings_are_those_that_the_program_gives(page: str) -> None:
    assert keys_page.with_generated_parts(page) == page, "run: make schemas"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_its_usage(name: str) -> None:
    assert f"### {name}\n\n```text\nannotator {name} " in COMMANDS_PAGE


def test_every_key_and_every_setting_is_on_its_page() -> None:
    own = (*PROMPT_COMMANDS, *DIALOG_COMMANDS)
    for command in (*KEYS, *DOCUMENT_LIST_COMMANDS, *ADJUDICATION_COMMANDS, *own):
        assert f"`{command.id}` |" in KEYS_PAGE, command.id
    for setting in Settings._fields:
        assert f"| `{setting}` |" in SETTINGS_PAGE


def test_the_example_of_settings_can_be_used(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", SETTINGS_PAGE, re.DOTALL)
    assert example
    path = tmp_path / "settings.yaml"
    path.write_text(example[1], "utf-8")
    settings, problems = check_settings(read_settings_file(path))
    assert problems == ()
    assert settings.keys
