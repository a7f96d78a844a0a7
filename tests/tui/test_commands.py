from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.storage import codebooks
from annotator.storage.codebooks import builtin, builtin_bytes
from annotator.tui.actions import actions
from annotator.tui.command_palette import palette_entries
from annotator.tui.commands import ADJUDICATION_COMMANDS, COMMANDS, Command, KeyBindings
from annotator.tui.widgets.hanging_text import HangingText
from tests.drivers.editor import open_editor

EVERY = {each.id: each for each in (*COMMANDS, *ADJUDICATION_COMMANDS)}.values()
SIGNS = [
    (each, key) for each in EVERY for key in each.keys if len(key) == 1 and not key.isdecimal()
]
YIELDING = [(command, key) for command, key in SIGNS if command.yields]
KEEPING = [(command, key) for command, key in SIGNS if not command.yields]


def named(case: object) -> str | None:
    return case.id if isinstance(case, Command) else None


def a_codebook(folder: Path, key: str) -> Path:
    """The built-in codebook, with this key for claims."""
    text = builtin_bytes().decode()
    assert 'key: "c"\n' in text
    path = folder / "codebook.yaml"
    quoted = key.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(text.replace('key: "c"\n', f'key: "{quoted}"\n', 1), "utf-8")
    return path


def test_no_two_commands_have_one_key() -> None:
    for table in (COMMANDS, ADJUDICATION_COMMANDS):
        keys = [key for command in table for key in command.keys]
        assert len(keys) == len(set(keys))


def test_every_command_of_the_table_does_something() -> None:
    assert set(actions()) == {command.id for command in COMMANDS}


def test_no_tag_of_the_built_in_codebook_has_a_commands_key() -> None:
    assert not {tag.key for tag in builtin().tags} & set(KeyBindings().reserved)
    assert not {tag.key for tag in builtin().tags} & {key for _, key in SIGNS}


def test_a_command_that_is_rebound_has_its_new_key_alone() -> None:
    commands = KeyBindings({"note": ("N",)}).commands
    assert commands["N"].id == "note"
    assert "m" not in commands


@pytest.mark.parametrize(("command", "key"), YIELDING, ids=named)
def test_a_key_that_a_person_gave_another_command_is_not_taken_by_one_that_yields(
    command: Command, key: str
) -> None:
    keys = KeyBindings({"note": (key,)})
    assert keys.commands[key].id == "note"
    assert key not in keys.keys_of(command)


@pytest.mark.parametrize(("command", "key"), YIELDING, ids=named)
async def test_a_codebook_with_a_key_of_a_command_that_yields_opens_and_wins(
    tmp_path: Path, command: Command, key: str
) -> None:
    async with open_editor(tmp_path, codebook=a_codebook(tmp_path, key)) as driver:
        assert key not in driver.screen.keys.keys_of(command)
        entry = next(each for each in palette_entries(driver.screen) if each.asks == command.id)
        assert key not in entry.key.split()
        await driver.press(key)
        assert driver.tags[0] == "claim"
        await driver.press("question_mark")
        lines = [str(each.content) for each in driver.app.screen.query(HangingText)]
        shown = next(each for each in lines if each.endswith(command.help))
        assert key not in shown.removesuffix(command.help).split()


@pytest.mark.parametrize(("command", "key"), KEEPING, ids=named)
def test_a_codebook_with_a_key_of_any_other_command_is_refused(
    tmp_path: Path, command: Command, key: str
) -> None:
    with pytest.raises(DataError, match="belongs to the command"):
        codebooks.load(a_codebook(tmp_path, key), KeyBindings().reserved)
