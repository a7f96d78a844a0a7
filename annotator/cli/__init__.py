"""The command line: one table of commands. Each is loaded when it runs."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import __version__
from annotator.cli.output import discard_stream, prepare_streams, print_problems, set_list_all
from annotator.model.errors import DataError
from annotator.storage.system import os_error
from annotator.text.safe import safe_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SUCCESS, DATA_ERROR, USAGE_ERROR, INTERRUPTED = 0, 1, 2, 130

GROUPS: dict[str, dict[str, str]] = {
    "Start here": {
        "tag": "Tag an article. `annotator ARTICLE` does the same.",
        "show": "Print a tagged article.",
        "measure": "Show what became of each claim, and the main figures.",
        "report": "Make a web page of tagged articles to read, hand out or print.",
        "check": "Find errors in files.",
    },
    "Without the screen": {
        "set": "Tag one sentence, or change what is recorded about it.",
        "source": "Rename, merge or describe a source in all its sentences.",
        "finish": "Mark a set as finished, or an article as unusable.",
        "codebook": "Print the codebook, or copy it to write your own.",
        "settings": "Show, check or edit your settings: name, theme, questions, keys.",
    },
    "For a class": {
        "lessons": "List the lessons that are ready to teach.",
        "lesson": "Start a class in your browser, or a lesson from the package.",
        "samples": "Write the sample articles and their keys into a folder.",
        "key": "Make an answer key for an article, and check it.",
        "practice": "Practice on an article that has an answer key, with feedback.",
        "serve": "Run a web page on which a class tags one article together.",
        "handout": "Make the class page as one file that works without a network.",
        "worksheet": "Make a paper worksheet for a class without devices.",
        "roster": "Show who is who in a class, and say who typed a name.",
        "grade": "Grade a class against the answer key.",
        "class-report": "Make a page about what a class found hard, over one or more articles.",
        "forget": "Delete everything that is stored about a student.",
    },
    "For a dataset": {
        "init": "Create a project: many documents, several annotators.",
        "add": "Add articles to a project.",
        "assign": "Assign documents to annotators.",
        "status": "Show the progress of each annotator, and flagged sentences.",
        "collect": "Collect the sets that annotators submit as files.",
        "agree": "Measure how well annotators agree.",
        "adjudicate": "Resolve disagreements to make a gold standard.",
        "release": "Make a dataset that is ready to publish.",
        "rehydrate": "Restore the text of a dataset that was released without it.",
        "links": "Print or revoke the links with which annotators work in a browser.",
        "suggest": "Print what a suggester says about an article, or write it into a project.",
        "learn": "Learn from decisions in a project, to suggest tags, sources and cues.",
        "migrate": "Move a project to a new version of its codebook.",
        "resegment": "Split or join sentences of a document for all its annotators.",
    },
    "Exchange": {
        "import": "Import labeled articles from other tools.",
        "export": "Export annotation sets to other formats.",
    },
    "Help": {"help": "Show help for a command, or list all commands."},
}
"""The commands with their summaries, by purpose. Each is in the module with its name."""

RARE_COMMANDS = frozenset(
    {
        "roster",
        "worksheet",
        "source",
        "finish",
        "lessons",
        "samples",
        "links",
        "forget",
        "rehydrate",
        "suggest",
        "migrate",
        "resegment",
        "help",
    }
)
"""The commands that only `annotator help --all` lists."""

COMMANDS = {name: summary for group in GROUPS.values() for name, summary in group.items()}
FORMER_COMMANDS = {"recode": "migrate", "recut": "resegment"}
"""The current names of commands by their former names. Those still run, but are not listed."""

EPILOG = """\b
Examples:
  annotator article.txt                 tag an article, one key per sentence
  annotator report article.ada.yaml     make a page of what you tagged
More help: annotator help COMMAND, annotator help --all
"""
EXIT_CODES = "Exit codes: 0 success, 1 an error in your data, 2 wrong use of the command."


@contextmanager
def _allow_closed_pipe(context: click.Context) -> Iterator[None]:
    """End without an error if the output is no longer read: `annotator show … | head`."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_stream(1)
        context.exit(SUCCESS)


def current_command(name: str) -> str:
    """The current name of a command. Any other word is returned unchanged."""
    return FORMER_COMMANDS.get(name, name)


_LIST_ALL = click.Option(
    ["--list-all"],
    is_flag=True,
    expose_value=False,
    callback=lambda _, __, wanted: set_list_all(wanted),
    help="Print long lists in full.",
)


class LazyGroup(click.Group):
    """Loads a command's module when it is needed. An unknown first word is an article."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name or former name, or None."""
        cmd_name = current_command(cmd_name)
        if cmd_name not in COMMANDS:
            return None
        # If the name is a keyword of Python, the module's name ends with an underscore.
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        module = import_module(f"annotator.cli.{name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 (an error in the program, not in the data)
        # `help` has an --all of its own.
        if cmd_name != "help" and _LIST_ALL not in command.params:
            command.params.append(_LIST_ALL)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `annotator ARTICLE …` as `annotator tag ARTICLE …`."""
        if not args and not ctx.resilient_parsing:
            click.echo(safe_text(ctx.get_help(), newlines=True), err=True)
            ctx.exit(USAGE_ERROR)
        own = {"--help", "-h", "--version"}
        if args and current_command(args[0]) not in {*COMMANDS, *own}:
            args = ["tag", *args]
        with _allow_closed_pipe(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, under its current name."""
        return super().resolve_command(ctx, [current_command(args[0]), *args[1:]])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        with _allow_closed_pipe(ctx):
            return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """The commands and files, because the first word may be an article."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 (only for the shell)

        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, "file")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first commands with their summaries, the others by name. No module is loaded."""
        (heading, first), *others = GROUPS.items()
        with formatter.section(heading):
            _write_summaries(formatter, first)
        rows = [(group, " ".join(_usual(commands))) for group, commands in others]
        formatter.write_paragraph()
        formatter.write_dl([(group, names) for group, names in rows if names])


def _usual(commands: Iterable[str]) -> list[str]:
    return [name for name in commands if name not in RARE_COMMANDS]


def _write_summaries(formatter: click.HelpFormatter, commands: Mapping[str, str]) -> None:
    widest = max(map(len, COMMANDS))
    formatter.write_dl([(f"{name:<{widest}}", summary) for name, summary in commands.items()])


def list_all_commands(ctx: click.Context) -> str:
    """Every command with its summary, by purpose, and the exit codes."""
    formatter = ctx.make_formatter()
    for heading, commands in GROUPS.items():
        with formatter.section(heading):
            _write_summaries(formatter, commands)
    formatter.write_paragraph()
    formatter.write(EXIT_CODES)
    return formatter.getvalue().strip("\n")


@click.group(
    cls=LazyGroup,
    subcommand_metavar="ARTICLE | COMMAND [ARGS]...",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="annotator")
def cli() -> None:
    """Tag each sentence of a news article, and see which sources it rests on."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Returns:
        The exit code: 0 for success, 1 for an error in the person's data, 2 for wrong use, 130 if
        interrupted.
    """
    prepare_streams()
    set_list_all(False)
    try:
        code = cli.main(list(arguments), prog_name="annotator", standalone_mode=False)
    except (DataError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        return _report_error(error, next(iter(arguments), ""))
    return code if isinstance(code, int) else SUCCESS


def _report_error(error: BaseException, first: str) -> int:
    """Print one sentence for each error. Gives the exit code."""
    match error:
        case DataError():
            print_problems(*error.problems)
            code = DATA_ERROR
        case click.UsageError():
            said = error.format_message()
            if current_command(first) not in COMMANDS and (suggestion := suggest_command(first)):
                said = f"{said.rstrip('.')}.{suggestion}"
            print_problems(said, hint=_hint(error))
            code = USAGE_ERROR
        case click.ClickException():
            print_problems(error.format_message())
            code = DATA_ERROR
        case OSError():
            print_problems(os_error(error, Path(error.filename or "the output"), "Cannot use it"))
            code = DATA_ERROR
        case _:
            code = INTERRUPTED
    return code


def _hint(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "annotator"
    return f"Run `{path} --help` for help."


def suggest_command(word: str) -> str:
    """A sentence that suggests the command closest to `word`, or an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415 (only after a mistake)

    close = get_close_matches(word, COMMANDS, n=1)
    return f" Did you mean the command `{close[0]}`?" if close and not Path(word).suffix else ""
