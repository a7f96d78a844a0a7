"""`annotator rehydrate`: the articles' words put back into a release that came without them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from annotator.cli.options import file_option, force_option
from annotator.cli.output import say, say_first
from annotator.cli.release import refuse_missing
from annotator.cli.watching import watched
from annotator.formats.articles import PAGES, TEXTS, WORD, articles_in
from annotator.formats.reading import json_lines
from annotator.formats.released import CODEBOOK, DATA, SUMS, files_of_rows
from annotator.model.faults import Fault, Refused
from annotator.model.words import out_of, verb_of
from annotator.storage import codebooks, documents
from annotator.storage.files import below, read_limited

MOST_BYTES = 2_000_000_000
MOST_NAMED = 20

EPILOG = """\b
Examples:
  annotator rehydrate dataset articles -o dataset-with-text
  annotator rehydrate dataset my-project
"""


@click.command("rehydrate", epilog=EPILOG)
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, path_type=Path))
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES...", type=click.Path())
@file_option("--output", "-o", metavar="FOLDER", help="Where it goes; FOLDER-with-text else.")
@force_option
@click.pass_context
def command(
    context: click.Context, folder: Path, articles: tuple[str, ...], output: str | None, force: bool
) -> None:
    """Put the words of the ARTICLES (files, folders, a project) back into the release in FOLDER.

    An article is known by the hash of its text, and by nothing else. Those that are not at hand
    are named; their rows stay without words, and the exit code is 1.
    """
    from annotator.cli.export import put_files  # noqa: PLC0415
    from annotator.formats.card import PUT_BACK, WITHHELD  # noqa: PLC0415
    from annotator.formats.release import data_files, rehydrated, sums  # noqa: PLC0415

    refuse_missing(folder, SUMS)
    book = codebooks.load(refuse_missing(folder, CODEBOOK), {})
    texts = dict(_texts(articles))
    parts: dict[str, str] = {}
    told = []
    missing: set[str] = set()
    for path in files_of_rows(folder):
        data = read_limited(path, MOST_BYTES)
        rows = [_whole(row, str(path), line) for line, row in json_lines(data, str(path))]
        own, absent = rehydrated(rows, texts)
        told += own
        missing |= absent
        parts |= {str(row["document"]): path.stem for row in rows}
    others = {
        path.relative_to(folder).as_posix(): read_limited(path, MOST_BYTES)
        for path in below(folder)
        if path.parent != folder / DATA
        and path.name != SUMS
        # What stands hidden in it, such as git's own files, is of that folder and not of the data.
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    if not missing and "README.md" in others:
        card = others["README.md"]
        others["README.md"] = card.replace(WITHHELD.encode(), PUT_BACK.encode())
    files = {**others, **data_files(told, parts, book)}
    target = Path(output or f"{folder.resolve()}-with-text")
    whole = {**files, SUMS: sums(files)}
    put_files(target, whole, force=force)
    _tell(len(parts), missing, target)
    context.exit(1 if missing else 0)


def _whole(row: dict[str, object], file: str, line: int) -> dict[str, object]:
    from annotator.formats.columns import COLUMNS  # noqa: PLC0415

    lacking = [column.name for column in COLUMNS if column.name not in row]
    if lacking:
        raise Refused(Fault(f"the row lacks {', '.join(lacking[:5])}", file, line))
    return row


def _texts(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text of each article by its hash; what is no article is passed over."""
    for path in watched(list(_files(names))):
        try:
            found = list(_articles(path))
        except Refused as refusal:
            # What is no article is passed over; one that the disk does not give may be one.
            if isinstance(refusal.__cause__, OSError):
                raise
            say(f"passed over: {refusal}")
            continue
        yield from found


def _files(names: Iterable[str]) -> Iterator[Path]:
    endings = {*TEXTS, *PAGES, *WORD}
    for name in names:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if not path.is_dir():
            yield path
            continue
        for each in below(path):
            if each.suffix.lower() in endings or each.parent.name == "documents":
                yield each


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".yaml":
        article = documents.load(path).article
        yield article.document.sha256, article.text
        return
    for reading in articles_in(str(path)):
        yield reading.article.document.sha256, reading.article.text


def _tell(count: int, missing: set[str], target: Path) -> None:
    lines = [f"not at hand: {document}" for document in sorted(missing)]
    say_first(lines, MOST_NAMED, "that are not at hand")
    whole = count - len(missing)
    are = verb_of(whole, count, "is", "are")
    say(f"{out_of(whole, count, 'article')} {are} whole again in {target}.")
