"""What is wrong with a person's keys and theme, and what is used instead."""

import re
from pathlib import Path

import pytest

from annotator.model.errors import Problem
from annotator.storage.settings import Settings, read_settings_file
from annotator.tui.commands import COMMANDS, KeyBindings
from annotator.tui.default_settings import default_settings_text
from annotator.tui.key_settings import PLACES, check_settings, every_command
from tests.statements import states


def checked(folder: Path, text: str) -> tuple[Settings, tuple[Problem, ...]]:
    path = folder / "settings.yaml"
    path.write_text(text, "utf-8")
    return check_settings(read_settings_file(path))


@pytest.mark.parametrize(
    ("keys", "line", "facts"),
    [
        ("note: x", 2, ("“x”", "`note`", "`flag`")),
        ("note: Y\n  flag: Y", 3, ("“Y”", "`note`", "`flag`", "line 2")),
        ("note: n", 2, ("“n”", "`note`", "non-response")),
        ("note: 7", 2, ("“7”", "digits")),
        ("nte: y", 2, ("“nte”", "“note”")),
        ("note: escap", 2, ("“escap”", "“escape”")),
        ("note: ctrl+entr", 2, ("“ctrl+enter”",)),
        ("note: ctrl+p", 2, ("palette",)),
        ("note: ctrl+i", 2, ("tab",)),
        ("note: shift+w", 2, ("“W”",)),
        ("leave: []", 2, ("needs a key",)),
        ("take: q", 2, ("decisions",)),
        ("prompt.accept: tab", 2, ("“tab”", "`prompt.accept`", "`prompt.pick`")),
        ("prompt.cue: h", 2, ("“h”", "`prompt.cue`", "`checkable`")),
        ("prompt.type: c", 2, ("“c”", "claim")),
        ("dialog.cancel: x", 2, ("text in a dialog",)),
        ("dialog.editor: tab", 2, ("`dialog.editor`", "`dialog.next`")),
        ("documents.open: o", 2, ("`documents.open`", "`documents.others`")),
        ("reason: D", 2, ("`reason`", "`all_decisions`")),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_with_its_line_and_both_commands(
    tmp_path: Path, keys: str, line: int, facts: tuple[str, ...]
) -> None:
    settings, problems = checked(tmp_path, f"keys:\n  {keys}\n")
    problem = problems[0]
    assert str(problem).startswith(f"{tmp_path / 'settings.yaml'}:{line}: keys.")
    assert states(str(problem), *facts)
    assert settings == Settings()


@pytest.mark.parametrize(
    "keys",
    [
        "note: [Y, f2, ctrl+e]",
        "note: x\n  flag: m",
        "checkable: k\n  up: up\n  prompt.previous: up",
        "note: []",
        "untag: delete",
        "documents.open: [enter, c]",
        "dialog.accept: ctrl+d",
        "prompt.accept: [enter, ctrl+y]",
    ],
)
def test_keys_that_no_other_command_has_there_can_be_used(tmp_path: Path, keys: str) -> None:
    settings, problems = checked(tmp_path, f"keys:\n  {keys}\n")
    assert problems == ()
    assert settings.keys


def test_a_theme_that_does_not_exist_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    settings, (problem,) = checked(tmp_path, "annotator: Ada\ntheme: gruvbx\n")
    assert str(problem).startswith(f"{tmp_path / 'settings.yaml'}:2: theme:")
    assert states(str(problem), "“gruvbox”")
    assert settings == Settings("Ada")


@pytest.mark.parametrize("theme", ["nord", "annotator-light", "dracula"])
def test_a_theme_of_ours_or_of_textual_can_be_used(tmp_path: Path, theme: str) -> None:
    assert checked(tmp_path, f"theme: {theme}\n") == (Settings(theme=theme), ())


def test_what_is_used_in_the_end_has_no_conflict(tmp_path: Path) -> None:
    # Each refused command gets its first keys back, which others have meanwhile.
    text = "keys:\n  note: x\n  flag: u\n  undo: z\n  jump: z\n  up: [U, k]\n"
    settings, problems = checked(tmp_path, text)
    assert problems
    bindings = KeyBindings(settings.keys)
    for place in PLACES[:2]:
        keys = [key for each in place for key in bindings.keys_of(each)]
        assert len(keys) == len(set(keys))


def test_without_changes_no_two_commands_of_a_place_share_a_key() -> None:
    for place in PLACES:
        keys = [key for each in place for key in each.keys]
        assert len(keys) == len(set(keys))


def test_every_line_of_the_commented_file_can_be_used(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (?=[a-z_]+:|  )", "", default_settings_text())
    settings, problems = checked(tmp_path, text)
    assert problems == ()
    assert all(value is not None for value in settings)
    assert set(settings.keys) == set(every_command())


def test_the_commented_file_itself_changes_nothing(tmp_path: Path) -> None:
    assert checked(tmp_path, default_settings_text()) == (Settings(), ())


def test_each_command_is_in_the_commented_file_below_its_own_group() -> None:
    group, groups = "", dict[str, str]()
    for line in default_settings_text().split("\n"):
        if heading := re.fullmatch(r"#   # (.+)", line):
            group = heading[1]
            assert group not in groups.values()
        elif command := re.match(r"#   ([\w.]+): ", line):
            groups[command[1]] = group
    assert groups == {name: each.group for name, each in every_command().items()}
    assert all(groups[each.id] == each.group for each in COMMANDS)
