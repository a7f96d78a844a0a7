"""`annotator add`: articles become documents of a project."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import click

from annotator.cli.articles import column_option, columns_in, private_option, summary
from annotator.cli.options import file_option, folder_argument, size_option
from annotator.cli.output import complain, say, say_first
from annotator.cli.watching import watched
from annotator.formats.articles import OF_TABLE, PAGES, TEXTS, WORD, Ways, articles_in, is_made_text
from annotator.formats.fetching import Fetcher, is_address
from annotator.formats.released import is_release
from annotator.model.faults import Fault, Refused
from annotator.model.words import so_many
from annotator.storage.adding import Fate, Shelf, clash_words
from annotator.storage.articles import MOST_BYTES, Reading
from annotator.storage.files import below
from annotator.storage.project_writing import writing
from annotator.storage.projects import HEAD
from annotator.storage.tables import MetadataTable, read_metadata

EPILOG = """\b
Examples:
  annotator add my-project articles/*.txt
  annotator add my-project articles --metadata articles.csv
  annotator add my-project https://example.org/news/blackout
  annotator add my-project corpus.jsonl --column text=body --column id=guid

\b
The CSV's first line names its columns: file, and any of title, outlet, url, published, language.
"""
# Not the tables: a folder of articles may hold one of metadata.
ENDINGS = (*TEXTS, *PAGES, *WORD)
MANY = 20
MOST_NAMED = 20
PATIENCE = 5.0
"""Seconds for which another command may hold the project when a page has come."""


@click.command("add", epilog=EPILOG)
@folder_argument
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@file_option("--metadata", metavar="FILE.csv", help="What is known of each article.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not UTF-8.")
@size_option(MOST_BYTES)
@column_option
@private_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    files: tuple[str, ...],
    metadata: str | None,
    encoding: str | None,
    most: int,
    columns: tuple[str, ...],
    private_address: bool,
) -> None:
    """Add articles to the project in DIR: text, Markdown, HTML, .docx, addresses, and folders.

    Of a page the main text is taken, with its title, outlet and date. A CSV or JSONL file has an
    article in each row; its columns are id, text, title, outlet, url, published and language.

    An article whose text is there already is passed over. Each document is kept as soon as it is
    cut, so that adding can be interrupted and run again.
    """
    table = read_metadata(Path(metadata)) if metadata else MetadataTable({})
    for warning in table.warnings:
        say(warning)
    names = list(_names(files))
    ways = Ways(encoding, most, columns_in(columns, OF_TABLE), Fetcher(private_address))
    tally = Tally(folder, table, ways)
    with tally:
        try:
            for name in watched(names, "Adding", MANY):
                tally.add(name)
        except KeyboardInterrupt:
            say("Interrupted; the same command goes on where it stopped.")
            raise
        finally:
            tally.tell()
    context.exit(1 if tally.fates["refused"] else 0)


def _names(files: Iterable[str]) -> Iterator[str]:
    for name in files:
        path = Path(name)
        if not (is_address(name) or path.exists()):
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            _refuse_project(path)
            yield from (str(each) for each in below(path) if each.suffix.lower() in ENDINGS)
        else:
            yield name


def _refuse_project(folder: Path) -> None:
    """See that a folder is one of articles, and no project or release."""
    if (folder / HEAD).is_file():
        words = "is a project; give the folder of its articles, or export and import its work"
    elif is_release(folder):
        words = f"is a release; take it with `annotator import DIR {folder}`"
    else:
        return
    raise Refused(Fault(words, str(folder)))


class Tally:
    """Adds file after file and counts what became of them.

    The project is held within `with tally:`, but not while the network is waited for: what others
    have done to it meanwhile is looked at again.
    """

    def __init__(self, folder: Path, table: MetadataTable, ways: Ways) -> None:
        self._folder, self._table, self._ways = folder, table, ways
        self._hold: ExitStack | None = None
        self.fates: Counter[str] = Counter()
        self._there: list[str] = []
        self._warnings: dict[str, None] = {}
        self._refused: list[Fault] = []

    def __enter__(self) -> None:
        self._hold_project()

    def __exit__(self, *failure: object) -> None:
        self._release_project()

    def _hold_project(self) -> None:
        with ExitStack() as stack:
            stack.enter_context(writing(self._folder))
            self._shelf = Shelf(self._folder)
            self._hold = stack.pop_all()

    def _release_project(self) -> None:
        if self._hold is not None:
            self._hold.close()
        self._hold = None

    def _hold_again(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._hold is None:
            try:
                self._hold_project()
            except Refused:
                # Another command that fetches holds the project for a moment only.
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def add(self, name: str) -> None:
        """Add what a file or address holds; what cannot be added is said, and the next ones are.

        Of a table with a faulty row nothing is added.
        """
        given = self._table.of(Path(name))
        try:
            if is_address(name):
                self._release_project()
            readings = list(articles_in(name, given, self._ways))
            self._hold_again()
            for reading in readings:
                self._warnings |= dict.fromkeys((*reading.warnings, *reading.notices))
                if is_made_text(name):
                    say(f"{name}: {summary(reading)}")
                self._take(name, reading)
        except Refused as refusal:
            self._refuse(*refusal.faults)

    def _take(self, name: str, reading: Reading) -> None:
        entry = self._shelf.add(reading.article)
        if entry.fate is Fate.CLASHES:
            words = clash_words(entry, in_table=reading.line is not None)
            self._refuse(Fault(words, name, reading.line))
            return
        self.fates[entry.fate] += 1
        if entry.fate is Fate.THERE:
            at = "" if reading.line is None else f":{reading.line}: {reading.article.document.id}"
            self._there.append(f"{name}{at}: is there already, as {entry.document}; passed over")

    def _refuse(self, *faults: Fault) -> None:
        self.fates["refused"] += 1
        self._refused += faults

    def tell(self) -> None:
        """Say what was not added, a line for each, and of very many how many more there are."""
        say_first([*self._warnings], MOST_NAMED, "warnings")
        say_first(self._there, MOST_NAMED, "are there already")
        complain(*self._refused)
        say(self.words())

    def words(self) -> str:
        """What became of all of them."""
        added, there = self.fates[Fate.ADDED], self.fates[Fate.THERE]
        said = [f"{added} added"]
        said += [f"{there} there already"] if there else []
        said += [f"{self.fates['refused']} not taken"] if self.fates["refused"] else []
        return f"{', '.join(said)}; the project has {so_many(len(self._shelf), 'document')}."
