"""`annotator codebook`: print the codebook, write it as a handout, or copy it to change it."""

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from annotator.cli.options import codebook_option, file_option, json_option, language_option
from annotator.cli.output import data_console, print_json, print_message
from annotator.cli.show import mark_style
from annotator.model.codebook import Codebook, Rule, Tag, Term
from annotator.project.output_files import write_files
from annotator.storage import codebooks
from annotator.text.messages import ENGLISH
from annotator.text.safe import Safe, safe_text

WIDEST = 88

EPILOG = """\b
Examples:
  annotator codebook | less -R
  annotator codebook --html codebook.html
  annotator codebook --copy my-codebook.yaml
  annotator codebook --language es --html codebook.html
  annotator codebook --codebook my-codebook.yaml
"""


@click.command("codebook", epilog=EPILOG)
@codebook_option
@language_option("--language", "Language of the built-in codebook (default: English).")
@file_option("--html", help="Write it as a web page for a handout.")
@file_option("--copy", help="Copy the built-in codebook to a file you can change.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@json_option
def command(
    codebook: str | None,
    language: str | None,
    html: str | None,
    copy: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Print the codebook: the tags, how to choose between them, and the rules.

    Use --codebook to print and check your own. If it has errors, they are listed and the exit
    code is 1.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    book = (
        codebooks.load(Path(codebook), KeyBindings().reserved)
        if codebook
        else codebooks.translated(codebooks.builtin(), language or ENGLISH)
    )
    if copy is not None:
        _write(Path(copy), codebooks.builtin_bytes(language or ENGLISH), force=force)
    if html is not None:
        from annotator.report.worksheets import codebook_page  # noqa: PLC0415

        _write(Path(html), codebook_page(book).encode(), force=force)
    if as_json:
        print_json(book)
    elif copy is None and html is None:
        console = data_console()
        console.width = min(console.width, WIDEST)
        print_codebook(console, book)


def _write(path: Path, data: bytes, *, force: bool) -> None:
    write_files(path.parent, {path.name: data}, force=force)
    print_message(f"Wrote {path}.")


def print_codebook(console: Console, codebook: Codebook) -> None:
    """Print the whole of a codebook, wrapped to the console's width."""
    _heading(console, codebook.title or codebook.name)
    _paragraph(console, codebook.introduction)
    if codebook.order:
        _heading(console, "Questions to ask in this order: the first yes gives the tag")
    for number, step in enumerate(codebook.order, 1):
        _item(console, f"{number}", step.question, f"→ {codebook.by_id[step.tag].name}")
    for tag in codebook.tags:
        _tag(console, codebook, tag)
    if codebook.rules:
        _heading(console, "Rules for every sentence")
    _rules(console, codebook.rules)
    for heading, terms in (
        ("Kinds of source", codebook.kinds),
        ("Stances", codebook.stances),
        ("Furniture (not tagged)", codebook.parts),
    ):
        _terms(console, heading, terms)


def _tag(console: Console, codebook: Codebook, tag: Tag) -> None:
    keys = " or ".join(codebook.keys(tag))
    console.print()
    heading = Text.assemble(
        (safe_text(tag.mark), mark_style(tag)),
        (safe_text(f"  {tag.name}"), "bold"),
        safe_text(f"  key {keys}"),
    )
    console.print(heading)
    _paragraph(console, tag.definition)
    _paragraph(console, tag.decision, "italic")
    _subheading(console, "Examples", tag.examples)
    for example in tag.examples:
        _item(console, "•", example)
    _subheading(console, "Rules", tag.rules)
    _rules(console, tag.rules)
    _subheading(console, f"Easily mistaken for {tag.name}", tag.near_misses)
    for miss in tag.near_misses:
        _item(console, "•", miss.text, f"→ {codebook.by_id[miss.instead].name}: {miss.why}")


def _rules(console: Console, rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        _item(console, "•", rule.rule, name=rule.name)
        _example(console, "Example: " if rule.near_miss else "", rule.example)
        _example(console, "But: ", rule.near_miss)
        if rule.near_miss:
            console.print()


def _terms(console: Console, heading: str, terms: tuple[Term, ...]) -> None:
    if terms:
        _heading(console, heading)
    for term in terms:
        key = f" ({term.key})" if term.key else ""
        words = f"{term.name}{key}: {term.definition}" if term.definition else f"{term.name}{key}"
        _item(console, "•", words, term.example)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(_hanging(safe_text(""), Text(safe_text(text), "bold"), console))


def _subheading(console: Console, text: str, of: tuple[object, ...]) -> None:
    if of:
        console.print()
        console.print(Text(safe_text(f"  {text}"), "bold"))


def _paragraph(console: Console, text: str, style: str = "") -> None:
    if text:
        console.print()
        console.print(_hanging(safe_text(""), Text(safe_text(text), style), console))


def _item(console: Console, sign: str, text: str, more: str = "", name: str = "") -> None:
    heading = Text(safe_text(f"{name}. " if name else ""), "bold")
    console.print(
        _hanging(safe_text(f"  {sign} "), heading.append(safe_text(text), "not bold"), console)
    )
    _example(console, "", more)


def _example(console: Console, lead: str, text: str) -> None:
    if text:
        words = Text(safe_text(f"{lead}{text}"), "dim")
        console.print(_hanging(safe_text("      "), words, console))


def _hanging(lead: Safe, text: Text, console: Console) -> Text:
    """Wrapped lines that all begin below the first one's words, without a space at their ends."""
    lines = text.wrap(console, console.width - len(lead))
    for line in lines:
        line.rstrip()
    return Text("\n").join(
        Text.assemble(" " * len(lead) if index else lead, line) for index, line in enumerate(lines)
    )
