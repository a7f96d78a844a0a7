from annotator.storage.codebooks import builtin
from annotator.tui.actions import actions
from annotator.tui.commands import COMMANDS, KeyBindings


def test_no_two_commands_have_one_key() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


def test_every_command_of_the_table_does_something() -> None:
    assert set(actions()) == {command.id for command in COMMANDS}


def test_no_tag_of_the_built_in_codebook_has_a_commands_key() -> None:
    assert not {tag.key for tag in builtin().tags} & set(KeyBindings().reserved)


def test_a_command_that_is_rebound_has_its_new_key_alone() -> None:
    commands = KeyBindings({"note": ("N",)}).commands
    assert commands["N"].id == "note"
    assert "m" not in commands
