"""`annotator add`: articles become documents of a project."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import click

from annotator.cli.options import (
    column_option,
    file_option,
    folder_argument,
    parse_columns,
    private_address_option,
    size_option,
)
from annotator.cli.output import print_first_messages, print_message, print_problems
from annotator.cli.progress_bars import show_progress
from annotator.cli.tag import summarize_article
from annotator.formats.articles import (
    PAGE_ENDINGS,
    TABLE_COLUMNS,
    TEXT_ENDINGS,
    WORD_ENDINGS,
    ArticleOptions,
    needs_conversion,
    read_articles,
)
from annotator.formats.export_layout import is_release
from annotator.formats.fetching import Fetcher, is_address
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.project.documents import AddStatus, DocumentAdder, describe_clash
from annotator.project.project_store import lock_project
from annotator.storage import layout
from annotator.storage.articles import MAX_ARTICLE_BYTES, ArticleReading
from annotator.storage.files import files_below
from annotator.storage.input_tables import MetadataTable, read_metadata

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
ENDINGS = (*TEXT_ENDINGS, *PAGE_ENDINGS, *WORD_ENDINGS)
MANY = 20
MOST_NAMED = 20
PATIENCE = 5.0
"""Seconds for which another command may hold the project when a page has come."""


@click.command("add", epilog=EPILOG)
@folder_argument
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@file_option("--metadata", metavar="FILE.csv", help="What is known of each article.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not UTF-8.")
@size_option(MAX_ARTICLE_BYTES)
@column_option
@private_address_option
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
        print_message(warning)
    names = list(_names(files))
    ways = ArticleOptions(
        encoding, most, parse_columns(columns, TABLE_COLUMNS), Fetcher(private_address)
    )
    tally = ArticleAdder(folder, table, ways)
    with tally:
        try:
            for name in show_progress(names, "Adding", MANY):
                tally.add(name)
        except KeyboardInterrupt:
            print_message("Interrupted; the same command goes on where it stopped.")
            raise
        finally:
            tally.print_results()
    context.exit(1 if tally.counts["refused"] else 0)


def _names(files: Iterable[str]) -> Iterator[str]:
    for name in files:
        path = Path(name)
        if not (is_address(name) or path.exists()):
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            _refuse_project(path)
            yield from (str(each) for each in files_below(path) if each.suffix.lower() in ENDINGS)
        else:
            yield name


def _refuse_project(folder: Path) -> None:
    """See that a folder is one of articles, and no project or release."""
    if layout.is_project(folder):
        words = "is a project; give the folder of its articles, or export and import its work"
    elif is_release(folder):
        words = f"is a release; take it with `annotator import DIR {folder}`"
    else:
        return
    raise DataError(Problem(words, str(folder)))


class ArticleAdder:
    """Adds file after file and counts what became of them.

    The project is held within `with tally:`, but not while the network is waited for: what others
    have done to it meanwhile is looked at again.
    """

    def __init__(self, folder: Path, table: MetadataTable, ways: ArticleOptions) -> None:
        self._folder, self._table, self._ways = folder, table, ways
        self._hold: ExitStack | None = None
        self.counts: Counter[str] = Counter()
        self._there: list[str] = []
        self._warnings: dict[str, None] = {}
        self._refused: list[Problem] = []

    def __enter__(self) -> None:
        self._hold_project()

    def __exit__(self, *failure: object) -> None:
        self._release_project()

    def _hold_project(self) -> None:
        with ExitStack() as stack:
            stack.enter_context(lock_project(self._folder))
            self._document_adder = DocumentAdder(self._folder)
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
            except DataError:
                # Another command that fetches holds the project for a moment only.
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def add(self, name: str) -> None:
        """Add what a file or address holds; what cannot be added is said, and the next ones are.

        Of a table with a faulty row nothing is added.
        """
        given = self._table.metadata_of(Path(name))
        try:
            if is_address(name):
                self._release_project()
            readings = list(read_articles(name, given, self._ways))
            self._hold_again()
            for article_file in readings:
                self._warnings |= dict.fromkeys((*article_file.warnings, *article_file.notices))
                if needs_conversion(name):
                    print_message(f"{name}: {summarize_article(article_file)}")
                self._take(name, article_file)
        except DataError as refusal:
            self._refuse(*refusal.problems)

    def _take(self, name: str, article_file: ArticleReading) -> None:
        entry = self._document_adder.add(article_file.article)
        if entry.status is AddStatus.NAME_CLASH:
            words = describe_clash(entry, in_table=article_file.line is not None)
            self._refuse(Problem(words, name, article_file.line))
            return
        self.counts[entry.status] += 1
        if entry.status is AddStatus.DUPLICATE:
            at = (
                ""
                if article_file.line is None
                else f":{article_file.line}: {article_file.article.document.id}"
            )
            self._there.append(f"{name}{at}: is there already, as {entry.document}; passed over")

    def _refuse(self, *problems: Problem) -> None:
        self.counts["refused"] += 1
        self._refused += problems

    def print_results(self) -> None:
        """Say what was not added, a line for each, and of very many how many more there are."""
        print_first_messages([*self._warnings], MOST_NAMED, "warnings")
        print_first_messages(self._there, MOST_NAMED, "are there already")
        print_problems(*self._refused)
        print_message(self.describe())

    def describe(self) -> str:
        """What became of all of them."""
        added, there = self.counts[AddStatus.ADDED], self.counts[AddStatus.DUPLICATE]
        said = [f"{added} added"]
        said += [f"{there} there already"] if there else []
        said += [f"{self.counts['refused']} not taken"] if self.counts["refused"] else []
        return (
            f"{', '.join(said)}; the project has {plural(len(self._document_adder), 'document')}."
        )
