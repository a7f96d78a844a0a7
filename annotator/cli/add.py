"""`annotator add`: articles become documents of a project."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.progress import track

from annotator.cli.output import complain, say, talk
from annotator.model.faults import Fault, Refused
from annotator.storage.adding import Fate, Shelf, clash_words
from annotator.storage.articles import MOST_BYTES, NOTHING, Metadata, Reading, read_article
from annotator.storage.project_writing import writing
from annotator.storage.tables import MetadataTable, read_metadata

EPILOG = """\b
Examples:
  annotator add my-project articles/*.txt
  annotator add my-project articles --metadata articles.csv

\b
The CSV's first line names its columns: file, and any of title, outlet, url, published, language.
"""
ENDINGS = (".txt", ".md")
MANY = 20
MOST_NAMED = 20


@click.command("add", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--metadata", metavar="FILE.csv", help="What is known of each article.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not UTF-8.")
@click.option(
    "--max-size", "most", type=int, default=MOST_BYTES, metavar="BYTES", help="Read up to so much."
)
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    files: tuple[str, ...],
    metadata: str | None,
    encoding: str | None,
    most: int,
) -> None:
    """Add articles to the project in DIR: text, Markdown, or folders of them.

    An article whose text is there already is passed over. Each document is kept as soon as it is
    cut, so that adding can be interrupted and run again.
    """
    table = read_metadata(Path(metadata)) if metadata else MetadataTable({})
    for warning in table.warnings:
        say(warning)
    paths = list(_paths(files))
    with writing(folder):
        tally = Tally(Shelf(folder), table, encoding, most)
        bar = track(paths, "Adding", console=talk(), disable=len(paths) < MANY, transient=True)
        try:
            for path in bar:
                tally.add(path)
        except KeyboardInterrupt:
            say("Interrupted; the same command goes on where it stopped.")
            raise
        finally:
            say(tally.words())
    context.exit(1 if tally.fates["refused"] else 0)


def _paths(files: Iterable[str]) -> Iterator[Path]:
    for name in files:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS)
        else:
            yield path


def articles_in(
    path: Path, given: Metadata = NOTHING, encoding: str | None = None, most: int = MOST_BYTES
) -> Iterator[Reading]:
    """The articles that a file holds; every format is read here and nowhere else.

    Raises:
        Refused: The file can not be read, or holds no text.
    """
    yield read_article(path, given, encoding, most)


class Tally:
    """Adds file after file and counts what became of them."""

    def __init__(self, shelf: Shelf, table: MetadataTable, encoding: str | None, most: int) -> None:
        self._shelf, self._table = shelf, table
        self._encoding, self._most = encoding, most
        self.fates: Counter[str] = Counter()

    def add(self, path: Path) -> None:
        """Add what a file holds; what can not be added is said, and the next ones are."""
        given = self._table.of(path)
        try:
            for reading in articles_in(path, given, self._encoding, self._most):
                for warning in reading.warnings:
                    say(warning)
                self._take(path, reading)
        except Refused as refusal:
            self._refuse(*refusal.faults)

    def _take(self, path: Path, reading: Reading) -> None:
        entry = self._shelf.add(reading.article)
        if entry.fate is Fate.CLASHES:
            self._refuse(Fault(clash_words(entry), str(path)))
            return
        self.fates[entry.fate] += 1
        if entry.fate is Fate.THERE and self.fates[Fate.THERE] <= MOST_NAMED:
            say(f"{path}: is there already, as {entry.document}; passed over")

    def _refuse(self, *faults: Fault) -> None:
        self.fates["refused"] += 1
        complain(*faults)

    def words(self) -> str:
        """What became of all of them."""
        added, there = self.fates[Fate.ADDED], self.fates[Fate.THERE]
        said = [f"{added} added"]
        said += [f"{there} there already"] if there else []
        said += [f"{self.fates['refused']} not taken"] if self.fates["refused"] else []
        return f"{', '.join(said)}; the project has {len(self._shelf)} documents."
