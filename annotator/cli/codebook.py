"""`annotator codebook`: printed, as a page to hand out, or copied to make one's own."""

from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from annotator.cli.options import codebook_option, json_option
from annotator.cli.output import out, print_json, say
from annotator.cli.show import TERMINAL_COLOURS
from annotator.model.codebook import Codebook, Rule, Tag, Term
from annotator.model.faults import Fault, Refused
from annotator.storage import codebooks
from annotator.storage.files import overwrite
from annotator.text.safe import visible

WIDEST = 88

EPILOG = """\b
Examples:
  annotator codebook | less -R
  annotator codebook --html codebook.html
  annotator codebook --copy my-codebook.yaml
  annotator codebook --codebook my-codebook.yaml
"""


@click.command("codebook", epilog=EPILOG)
@codebook_option
@click.option("--html", metavar="FILE", type=click.Path(), help="Write it as a page to hand out.")
@click.option(
    "--copy",
    metavar="FILE",
    type=click.Path(),
    help="Copy the built-in one, to make your own of it.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@json_option
def command(
    codebook: str | None, html: str | None, copy: str | None, force: bool, as_json: bool
) -> None:
    """Print the codebook: the tags, how to decide between them, and the rules.

    With --codebook it is one of your own; what makes it impossible is said, with exit code 1.
    """
    from annotator.tui.commands import Keys  # noqa: PLC0415

    book = codebooks.load(Path(codebook), Keys().reserved) if codebook else codebooks.builtin()
    if copy is not None:
        _write(Path(copy), codebooks.builtin_bytes(), force=force)
    if html is not None:
        from annotator.report.codebook import page  # noqa: PLC0415

        _write(Path(html), page(book).encode(), force=force)
    if as_json:
        print_json(asdict(book))
    elif copy is None and html is None:
        console = out()
        console.width = min(console.width, WIDEST)
        print_codebook(console, book)


def _write(path: Path, data: bytes, *, force: bool) -> None:
    if path.exists() and not force:
        raise Refused(Fault("is there already; --force writes over it", str(path)))
    overwrite(path, data)
    say(f"written to {path}")


def print_codebook(console: Console, book: Codebook) -> None:
    """Print the whole of a codebook, wrapped to the console's width."""
    _heading(console, book.title or book.name)
    _paragraph(console, book.introduction)
    if book.order:
        _heading(console, "The order of decision: the first that fits wins")
    for number, step in enumerate(book.order, 1):
        _item(console, f"{number}", step.question, book.by_id[step.tag].name)
    for tag in book.tags:
        _tag(console, book, tag)
    _rules(console, "In every case", book.rules)
    for heading, terms in (
        ("Kinds of source", book.kinds),
        ("Stances", book.stances),
        ("Furniture, which is not tagged", book.parts),
    ):
        _terms(console, heading, terms)


def _tag(console: Console, book: Codebook, tag: Tag) -> None:
    digit = book.tags.index(tag) + 1
    keys = " or ".join(key for key in (tag.key, str(digit) if digit < 10 else None) if key)
    colour = TERMINAL_COLOURS.get(tag.colour, tag.colour)
    console.print()
    heading = Text.assemble((visible(f"{tag.mark}  {tag.name}"), f"bold {colour}"), f"  key {keys}")
    console.print(heading)
    _paragraph(console, tag.definition)
    _paragraph(console, tag.decision, "italic")
    for example in tag.examples:
        _item(console, "+", example)
    for rule in tag.rules:
        _item(console, "•", rule.rule, rule.example)
    for miss in tag.near_misses:
        _item(console, "−", miss.text, f"{book.by_id[miss.instead].name}: {miss.why}")


def _rules(console: Console, heading: str, rules: tuple[Rule, ...]) -> None:
    if rules:
        _heading(console, heading)
    for rule in rules:
        _item(console, "•", rule.rule, rule.example)


def _terms(console: Console, heading: str, terms: tuple[Term, ...]) -> None:
    if terms:
        _heading(console, heading)
    for term in terms:
        key = f" ({term.key})" if term.key else ""
        _item(console, "•", f"{term.name}{key}: {term.definition}", term.example)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(visible(text), "bold"))


def _paragraph(console: Console, text: str, style: str = "") -> None:
    if text:
        console.print(Padding(Text(visible(text), style), (0, 0, 1, 0)))


def _item(console: Console, sign: str, text: str, more: str = "") -> None:
    line = Text(visible(text))
    if more:
        line.append(f"  {visible(more)}", "dim")
    console.print(_hanging(sign, line, console))


def _hanging(sign: str, line: Text, console: Console) -> Text:
    lines = line.wrap(console, console.width - 4)
    return Text("\n").join(
        Text.assemble(f"  {sign} " if not index else "    ", each)
        for index, each in enumerate(lines)
    )
