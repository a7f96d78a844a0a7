"""`annotator add`: add articles to a project as its documents."""

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
from annotator.cli.output import print_first_messages, print_message, print_problems, show_progress
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
from annotator.model.plurals import plural, verb
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
The first line of the metadata CSV names its columns: file, and any of title, outlet, url,
published and language.
"""
# Without the tables: a CSV in a folder of articles may hold their metadata.
ENDINGS = (*TEXT_ENDINGS, *PAGE_ENDINGS, *WORD_ENDINGS)
MANY = 20
MOST_NAMED = 20
PATIENCE = 5.0
"""How many seconds to wait for another command that holds the project after a page is fetched."""


@click.command("add", epilog=EPILOG)
@folder_argument
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@file_option("--metadata", metavar="FILE.csv", help="CSV file that describes the articles.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files (default: UTF-8).")
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
    """Add articles to the project in DIR.

    A FILE is a text, Markdown, HTML or Word (.docx) file, a web address, or a folder of such files.
    From a web page, the main text is kept, with its title, outlet and date. A CSV or JSONL file has
    one article per row, in the columns id, text, title, outlet, url, published and language.

    Articles whose text is already in the project are skipped. Each document is saved at once. If
    you interrupt the command, run it again to continue.
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
            print_message("Interrupted. Run the same command again to continue.")
            raise
        finally:
            tally.print_results()
    context.exit(1 if tally.counts["refused"] else 0)


def _names(files: Iterable[str]) -> Iterator[str]:
    for name in files:
        path = Path(name)
        if not (is_address(name) or path.exists()):
            raise click.UsageError(f"{name} does not exist")
        if path.is_dir():
            _refuse_project(path)
            yield from (str(each) for each in files_below(path) if each.suffix.lower() in ENDINGS)
        else:
            yield name


def _refuse_project(folder: Path) -> None:
    """Check that a folder holds articles and is not a project or a release."""
    if layout.is_project(folder):
        words = (
            "is a project, not a folder of articles. "
            "To copy its sets, use `annotator export` and `annotator import`."
        )
    elif is_release(folder):
        words = f"is a dataset release. To import it, run `annotator import DIR {folder}`."
    else:
        return
    raise DataError(Problem(words, str(folder)))


class ArticleAdder:
    """Adds one file after another and counts the results.

    The project is locked within `with tally:`, except while a page is fetched. After that, the
    project is read again, because other commands may have changed it.
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
        """Add what a file or address holds; an error is kept for the end, and the work goes on.

        If any row of a table has an error, nothing of that table is added.
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
            self._there.append(f"{name}{at}: already in the project as {entry.document}. Skipped.")

    def _refuse(self, *problems: Problem) -> None:
        self.counts["refused"] += 1
        self._refused += problems

    def print_results(self) -> None:
        """Print what was not added, one line each, and the number of those not listed."""
        print_first_messages([*self._warnings], MOST_NAMED, "warnings")
        print_first_messages(self._there, MOST_NAMED, "already in the project")
        print_problems(*self._refused)
        print_message(self.describe())

    def describe(self) -> str:
        """The number of articles added, skipped and refused, and the size of the project."""
        added, there = self.counts[AddStatus.ADDED], self.counts[AddStatus.DUPLICATE]
        refused = self.counts["refused"]
        said = [f"Added {plural(added, 'document')}."]
        said += [f"{there:,} {verb(there, 'was', 'were')} already in the project."] if there else []
        said += [f"{refused:,} could not be added."] if refused else []
        said += [f"The project has {plural(len(self._document_adder), 'document')}."]
        return " ".join(said)
