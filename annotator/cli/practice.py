"""`annotator practice`: tag a sentence and see at once whether the key agrees, and why."""

import sys
from collections.abc import Iterator

import click

from annotator.cli.options import codebook_option, target_options
from annotator.cli.tag import load_settings, make_app, run_app
from annotator.model.answer_key import Practice
from annotator.model.codebook import Codebook
from annotator.model.plurals import plural
from annotator.project.answer_keys import read_key
from annotator.project.locate import Target
from annotator.text.safe import safe_line

SKIP, LEAVE = ("s", "skip"), ("q", "quit")

EPILOG = """\b
Examples:
  annotator practice articles/harbour-blackout.txt
  annotator practice my-project --document harbour
  annotator practice article.txt --plain   line by line, for a screen reader

\b
Practice writes no file. Graded work and the key do not change.
"""


@click.command("practice", epilog=EPILOG)
@target_options
@click.option("--plain", is_flag=True, help="Ask line by line, without the screen.")
@codebook_option
def command(target: Target, plain: bool, codebook: str | None) -> None:
    """Practice tagging: after each sentence you see whether the key agrees, and why.

    The summary at the end counts your first answer to each sentence. Nothing is saved.
    """
    key, book = read_key(target, codebook)
    practice = Practice(key, book)
    if not practice.sentences:
        raise click.UsageError("The key has no tags yet, so there is nothing to practice on.")
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        for line in line_by_line(practice):
            click.echo(safe_line(line))
        return
    _on_screen(practice)


def _on_screen(practice: Practice) -> None:
    run_app(make_app(practice, load_settings()))


def line_by_line(practice: Practice) -> Iterator[str]:
    """The practice as lines: each sentence, the question and the verdict, then the summary.

    Answers are read from standard input. Its end ends the practice.
    """
    yield _title(practice)
    yield _choices(practice.codebook)
    for number, sentence in enumerate(practice.sentences, 1):
        yield ""
        yield f"Sentence {number} of {len(practice.sentences)}: {' '.join(sentence.text.split())}"
        word = _answer()
        while not _understood(practice.codebook, word):
            yield _choices(practice.codebook)
            word = _answer()
        tag = _tag(practice.codebook, word)
        if tag is not None:
            practice = practice.with_answer(sentence.id, tag)
            yield from practice.verdict(sentence.id, tag).lines
        elif word not in SKIP:
            break
    yield from ("", *_summary(practice))


def _title(practice: Practice) -> str:
    sentences = plural(len(practice.sentences), "sentence")
    return f"{practice.key.title}: {sentences} to tag. Nothing is saved."


def _choices(codebook: Codebook) -> str:
    tags = (f"{tag.key or number} {tag.name}" for number, tag in enumerate(codebook.tags, 1))
    return f"Type {', '.join(tags)}, skip or quit. Then press Enter."


def _answer() -> str:
    """A line of standard input. The end of the input counts as quitting."""
    click.echo("Tag: ", nl=False, err=not sys.stdout.isatty())
    line = sys.stdin.readline()
    return line.strip().lower() if line else LEAVE[0]


def _understood(codebook: Codebook, word: str) -> bool:
    return word in SKIP or word in LEAVE or _tag(codebook, word) is not None


def _tag(codebook: Codebook, word: str) -> str | None:
    """The tag with this key, id or name. A custom codebook may use the keys s and q."""
    by_key = codebook.by_key.get(word)
    named = (tag for tag in codebook.tags if word in {tag.id, tag.name.lower()})
    found = by_key or next(named, None)
    return found.id if found else None


def _summary(practice: Practice) -> tuple[str, ...]:
    return practice.summary_lines if practice.first_tags else ("You answered no sentence.",)
