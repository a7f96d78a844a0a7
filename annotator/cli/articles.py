"""What commands that read articles have in common: their options, and what was taken, shown."""

from collections.abc import Collection, Iterable
from pathlib import Path

import click

from annotator.cli.output import say
from annotator.model.faults import Fault, Refused
from annotator.model.words import so_many
from annotator.storage.articles import Reading, read_article, render
from annotator.storage.files import replace as put
from annotator.storage.targets import Target
from annotator.text.safe import printable

MOST_SHOWN = 300
READY = ("", ".txt", ".md", ".yaml", ".yml")

column_option = click.option(
    "--column",
    "columns",
    metavar="OURS=THEIRS",
    multiple=True,
    help="Their column of a CSV or JSONL file.",
)
private_option = click.option(
    "--private-address",
    is_flag=True,
    help="Fetch addresses of this machine or of the network around it too.",
)


def columns_in(given: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Their columns by ours, as the options say.

    Raises:
        UsageError: An option is no such pair, or names no column that is known.
    """
    parted = [each.partition("=") for each in given]
    for ours, sign, theirs in parted:
        if not (sign and theirs and ours in known):
            words = f"--column takes OURS=THEIRS, and ours are: {', '.join(known)}"
            raise click.UsageError(words)
    return {ours: theirs for ours, _, theirs in parted}


def summary(reading: Reading) -> str:
    """What was taken of an article, in one line."""
    document, text = reading.article.document, reading.article.text
    known = [document.title, document.outlet, document.published, document.url]
    said = " · ".join(each for each in known if each)
    return f"{so_many(len(text.split()), 'word')} taken{': ' if said else ''}{said}"


def as_text(target: Target, *, private: bool) -> Target:
    """The target; where it is a page or a .docx, the text file that is made of it.

    What was taken is shown, and nothing is made unless the person agrees. A text file that was
    made before is what is gone on with.

    Raises:
        Refused: The article cannot be read, or another file has the name.
    """
    # Most targets are ready to be tagged, and do without loading what reads pages.
    if "://" not in target.name and Path(target.name).suffix.lower() in READY:
        return target
    from annotator.formats.articles import Ways, articles_in, is_made_text, is_table  # noqa: PLC0415
    from annotator.formats.fetching import Fetcher  # noqa: PLC0415

    if is_table(target.name):
        message = "holds an article in each row; `annotator add DIR FILE` adds them to a project"
        raise Refused(Fault(message, target.name))
    if not is_made_text(target.name):
        return target
    path = _text_file(target.name)
    if path.exists():
        _refuse_other(path, target)
        say(f"{path} was made of it before, and is opened.")
        return target._replace(name=str(path))
    ways = Ways(target.encoding, target.most, fetch=Fetcher(private))
    (reading,) = articles_in(target.name, target.metadata, ways)
    _show(reading)
    question = printable(f"Keep it as {path} and tag it?")
    if not click.confirm(question, default=True, err=True):
        raise click.Abort
    put(path, render(reading.article), None)
    return target._replace(name=str(path))


def _text_file(name: str) -> Path:
    from annotator.formats.fetching import is_address  # noqa: PLC0415
    from annotator.formats.web_page import name_of  # noqa: PLC0415
    from annotator.model.names import file_name  # noqa: PLC0415

    if is_address(name):
        return Path(f"{file_name(name_of(name))}.txt")
    return Path(name).with_suffix(".txt")


def _refuse_other(path: Path, target: Target) -> None:
    from annotator.formats.fetching import is_address  # noqa: PLC0415

    said = read_article(path).article.document.url
    if is_address(target.name) and said != target.name:
        message = f"is there already, and is not said to be of {target.name}; move it away"
        raise Refused(Fault(message, str(path)))


def _show(reading: Reading) -> None:
    text = reading.article.text
    say(summary(reading))
    for warning in (*reading.warnings, *reading.notices):
        say(warning)
    if len(text) <= 2 * MOST_SHOWN:
        say(" ".join(text.split()))
        return
    say(f"It begins: {' '.join(text[:MOST_SHOWN].split())}")
    say(f"It ends: {' '.join(text[-MOST_SHOWN:].split())}")
