"""Writes `docs/reference/commands.md` from the commands themselves; a test compares the two.

To write it: `python -m docs.commands_page`.
"""

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from annotator.cli import GROUPS, cli
from annotator.storage.files import overwrite

PAGE = Path(__file__).parent / "reference" / "commands.md"
IN_EVERY_COMMAND = frozenset({"--list-all", "--help"})
"""The options that the page describes once."""
OPENING = """\
# Commands

This page is generated from the program by `make schemas`. `annotator help COMMAND` prints the same.

`annotator ARTICLE` is short for `annotator tag ARTICLE`. Every command also has `--help`, and
`--list-all` to print long lists in full. [Exit codes and
JSON](exit-codes-and-json.md) describes what commands return.
"""


def page() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="annotator")
    blocks = [OPENING, *_contents()]
    for group, summaries in GROUPS.items():
        blocks.append(f"## {group}\n")
        blocks += (block for name in summaries for block in _section(context, name))
    return "\n".join(blocks)


def _contents() -> Iterator[str]:
    for group, summaries in GROUPS.items():
        rows = (f"| [`{name}`](#{name}) | {what} |" for name, what in summaries.items())
        yield "\n".join((f"| {group} | |", "|---|---|", *rows, ""))


def _section(context: click.Context, name: str) -> Iterator[str]:
    command = cli.get_command(context, name)
    if command is None:
        return
    own = click.Context(command, parent=context, info_name=name)
    usage = " ".join(command.collect_usage_pieces(own))
    yield f"### {name}\n\n```text\nannotator {name} {usage}\n```\n"
    yield from _paragraphs(command.help or "")
    yield from _options(command, own)
    yield from _paragraphs(command.epilog or "")


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = [
        record
        for each in command.get_params(context)
        if isinstance(each, click.Option)
        and not IN_EVERY_COMMAND & {*each.opts}
        and (record := each.get_help_record(context))
    ]
    if records:
        rows = (f"| `{_cell(names)}` | {_cell(what)} |" for names, what in records)
        yield "\n".join(("| Option | Meaning |", "|---|---|", *rows, ""))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, with its examples as blocks."""
    for paragraph in cleandoc(text).split("\n\n"):
        lines = [each for each in paragraph.splitlines() if each != "\b"]
        first = next((at for at, line in enumerate(lines) if line.startswith(" ")), len(lines))
        last = max((at + 1 for at, line in enumerate(lines) if line.startswith(" ")), default=first)
        yield from _prose(lines[:first])
        if lines[first:last]:
            block = "\n".join(line.removeprefix("  ") for line in lines[first:last])
            yield f"```sh\n{block}\n```\n"
        yield from _prose(lines[last:])


def _prose(lines: list[str]) -> Iterator[str]:
    text = " ".join(lines).strip()
    if text:
        yield f"{text}\n"


if __name__ == "__main__":
    overwrite(PAGE, page().encode())
