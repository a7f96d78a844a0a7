"""`annotator help` and the first screen of help."""

import pytest

from annotator.cli import COMMANDS, FORMER_COMMANDS, RARE_COMMANDS, run


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(list(arguments)) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_the_first_help_fits_a_small_terminal_and_names_every_command_but_the_rare_ones(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = shown(capsys, "--help")
    lines = text.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    commands = {word for line in lines for word in line.split()} & set(COMMANDS)
    assert set(COMMANDS) - RARE_COMMANDS <= commands
    assert text == shown(capsys, "help")


def test_help_lists_all_commands_with_their_summaries(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "help", "--all").splitlines()
    assert {line.split()[0] for line in lines if line.startswith("  ")} >= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_what_its_own_option_shows(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys, "help", name) == shown(capsys, name, "--help")


def test_help_has_one_option_that_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "help", "--help")
    assert "--all" in text
    assert "--list-all" not in text


@pytest.mark.parametrize(("former", "name"), FORMER_COMMANDS.items())
def test_help_takes_the_former_name_of_a_command(
    former: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys, "help", former) == shown(capsys, "help", name)


def test_help_of_an_unknown_command_is_wrong_use_and_proposes_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = shown(capsys, "help", "mesure", code=2)
    assert "mesure" in text
    assert "measure" in text.replace("mesure", "")
