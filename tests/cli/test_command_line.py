"""The command line as a whole: what is typed, what the shell completes, how it ends."""

import click
import pytest
from click.shell_completion import ShellComplete

from annotator.cli import COMMANDS, FORMER_COMMANDS, cli, run
from annotator.cli.options import RenamedOption

FILES = ("FILE", "FOLDER", "DIR", "PATH", "TARGET", "ARTICLES")


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def completions(*words: str) -> list[tuple[str, str]]:
    """What the shell proposes for the last word, each as its type and value."""
    shell = ShellComplete(cli, {}, "annotator", "_ANNOTATOR_COMPLETE")
    found = shell.get_completions(list(words[:-1]), words[-1])
    return [(each.type, each.value) for each in found]


def test_the_program_alone_prints_its_help_as_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "\n  tag " in said.err


def test_the_shell_completes_the_first_word_as_a_command_or_a_file() -> None:
    assert completions("sh") == [("plain", "show"), ("file", "sh")]


def test_the_shell_completes_options_after_an_article_as_those_of_tagging() -> None:
    assert completions("article.txt", "--pro") == [("plain", "--prompt-level")]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_shell_completes_whatever_the_help_calls_a_file_or_a_folder(name: str) -> None:
    for each in command(name).params:
        if (each.metavar or "").rstrip(".") in FILES:
            context = click.Context(command(name))
            assert {item.type for item in each.shell_complete(context, "a")} <= {"file", "dir"}, (
                each
            )
            assert each.shell_complete(context, "a"), each


@pytest.mark.parametrize(("former", "today"), FORMER_COMMANDS.items())
def test_a_command_runs_under_its_former_name_and_is_listed_under_none_but_todays(
    former: str, today: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([former, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"annotator {today} " in said
    assert former not in said
    assert ("plain", former) not in completions(former[:3])
    assert run(["--help"]) == 0
    assert former not in capsys.readouterr().out


RENAMED = [
    (name, option)
    for name in COMMANDS
    for option in command(name).params
    if isinstance(option, RenamedOption)
]


@pytest.mark.parametrize(("name", "option"), RENAMED)
def test_an_option_is_taken_by_its_former_name_and_shown_by_todays(
    name: str, option: RenamedOption, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = command(name)
    context = click.Context(taken)
    for former in (*option.former, *option.former_off):
        parser = taken.make_parser(context)
        found, _, _ = parser.parse_args([former, *([] if option.is_flag else ["7"])])
        assert option.name in found
        assert ("plain", former) not in completions(name, former)
    run([name, "--help"])
    assert not set(capsys.readouterr().out.split()) & {*option.former, *option.former_off}
