"""Every command line that the documentation and the help show can be typed as it stands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from annotator.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")))
BLOCK = re.compile(r"^```(?:sh|console)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ENDS = {"|", ">", "&&", "&", ";", "2>", "||"}
CONTEXT = click.Context(cli)
NAMES = cli.list_commands(CONTEXT)


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of each call of the program in a text, up to where another program goes on."""
    for line in text.replace("\\\n", " ").splitlines():
        words = line.strip().removeprefix("$ ")
        if re.match(r"(?:\S+/)?annotator\s", words):
            told = re.split(r"\s{2,}(?=[^-\s])", words)[0]
            parts = shlex.split(told.replace("…", "").rstrip("."), comments=True)[1:]
            yield parts[: next((at for at, each in enumerate(parts) if each in ENDS), len(parts))]


SHOWN = [
    (page.name, words)
    for page in PAGES
    for block in BLOCK.findall(page.read_text("utf-8"))
    for words in command_lines(block)
] + [
    (name, words)
    for name in NAMES
    if (command := cli.get_command(CONTEXT, name)) is not None
    for words in command_lines(command.epilog or "")
]


def options_of(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)}


@pytest.mark.parametrize(("where", "words"), SHOWN, ids=lambda each: str(each)[:60])
def test_every_command_line_that_is_shown_has_a_command_and_options_that_exist(
    where: str, words: list[str]
) -> None:
    first = words[0] if words else "--help"
    command = cli.get_command(CONTEXT, first if first in NAMES else "tag")
    assert command is not None
    known = options_of(command) | options_of(cli) | {"--help", "-h"}
    given = [each.partition("=")[0] for each in words if re.match(r"--?[a-zA-Z]", each)]
    assert [each for each in given if each not in known and each[:2] not in known] == [], where


def test_there_are_command_lines_to_look_at() -> None:
    assert len(SHOWN) > 50
