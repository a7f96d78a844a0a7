"""`annotator help`: help for one command, or a list of all commands."""

import click

from annotator.cli import COMMANDS, cli, current_command, list_all_commands, suggest_command
from annotator.text.safe import safe_text

EPILOG = """\b
Examples:
  annotator help              the first commands
  annotator help measure      one command with its options
  annotator help --all        all commands
"""


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in COMMANDS if name.startswith(incomplete)]


@click.command("help", epilog=EPILOG)
@click.argument("name", metavar="[COMMAND]", required=False, shell_complete=_complete)
@click.option("--all", "list_all", is_flag=True, help="List all commands.")
@click.pass_context
def command(context: click.Context, name: str | None, list_all: bool) -> None:
    """Show help for a command, or list all commands."""
    root = context.find_root()
    if list_all:
        text = list_all_commands(root)
    elif name is None:
        text = root.get_help()
    else:
        text = _help_of(root, name)
    click.echo(safe_text(text, newlines=True))


def _help_of(root: click.Context, name: str) -> str:
    """The help of a command, by its name of today or a former one.

    Raises:
        click.UsageError: There is no such command.
    """
    named = cli.get_command(root, name)
    if named is None:
        raise click.UsageError(
            f"{name} is not a command.{suggest_command(name)} "
            "`annotator help --all` lists all commands."
        )
    own = click.Context(named, parent=root, info_name=current_command(name))
    return named.get_help(own)
