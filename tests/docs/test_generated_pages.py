"""The pages of commands, keys and settings agree with the program."""

import pytest

from annotator.cli import COMMANDS
from annotator.storage.settings import Settings
from annotator.tui.commands import ADJUDICATION_COMMANDS, DOCUMENT_LIST_COMMANDS
from annotator.tui.commands import COMMANDS as KEYS
from docs import commands_page, keys_page

COMMANDS_PAGE = commands_page.PAGE.read_text("utf-8")
KEYS_PAGE = keys_page.PAGE.read_text("utf-8")


def test_the_page_of_commands_is_the_one_that_the_program_gives() -> None:
    assert commands_page.page() == COMMANDS_PAGE, "run: make schemas"


def test_the_page_of_keys_is_the_one_that_the_program_gives() -> None:
    assert keys_page.with_generated_parts(KEYS_PAGE) == KEYS_PAGE, "run: make schemas"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_its_usage(name: str) -> None:
    assert f"### {name}\n\n```text\nannotator {name} " in COMMANDS_PAGE


def test_every_key_and_every_setting_is_on_the_page() -> None:
    for command in (*KEYS, *DOCUMENT_LIST_COMMANDS, *ADJUDICATION_COMMANDS):
        assert f"`{command.id}` |" in KEYS_PAGE, command.id
    for setting in Settings._fields:
        assert f"| `{setting}` |" in KEYS_PAGE
