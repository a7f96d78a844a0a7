"""`annotator rehydrate`: restore the text of a dataset that was released without it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from annotator.cli.options import file_option, force_option
from annotator.cli.output import print_first_messages, print_message, show_progress
from annotator.cli.release import require_file
from annotator.formats.articles import PAGE_ENDINGS, TEXT_ENDINGS, WORD_ENDINGS, read_articles
from annotator.formats.export_layout import CHECKSUM_FILE, DATA_FOLDER, row_files
from annotator.formats.json_values import parse_json_lines
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import count_of_total
from annotator.storage import codebooks, documents, layout
from annotator.storage.files import files_below, read_limited, visible_files_below
from annotator.storage.layout import CODEBOOK_FILE

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
@file_option(
    "--output", "-o", metavar="FOLDER", help="Folder to write to (default: FOLDER-with-text)."
)
@force_option
@click.pass_context
def command(
    context: click.Context, folder: Path, articles: tuple[str, ...], output: str | None, force: bool
) -> None:
    """Restore the text of a dataset in FOLDER that was released without it.

    ARTICLES are files, folders or a project. An article is identified only by the hash of its text.
    Articles that are not found are listed. Their rows stay without text, and the exit code is 1.
    """
    from annotator.formats.dataset_card import REHYDRATED_NOTE, WITHOUT_TEXT_NOTE  # noqa: PLC0415
    from annotator.formats.release import checksums, data_files, rehydrate  # noqa: PLC0415
    from annotator.project.output_files import write_files  # noqa: PLC0415

    require_file(folder, CHECKSUM_FILE)
    codebook = codebooks.load(require_file(folder, CODEBOOK_FILE), {})
    texts = dict(_texts(articles))
    parts: dict[str, str] = {}
    told = []
    missing: set[str] = set()
    for path in row_files(folder):
        data = read_limited(path, MOST_BYTES)
        rows = [_whole(row, str(path), line) for line, row in parse_json_lines(data, str(path))]
        own, absent = rehydrate(rows, texts)
        told += own
        missing |= absent
        parts |= {str(row["document"]): path.stem for row in rows}
    others = {
        path.relative_to(folder).as_posix(): read_limited(path, MOST_BYTES)
        # Hidden files, such as those of git, belong to the folder and not to the data.
        for path in visible_files_below(folder)
        if path.parent != folder / DATA_FOLDER and path.name != CHECKSUM_FILE
    }
    if not missing and "README.md" in others:
        card = others["README.md"]
        others["README.md"] = card.replace(WITHOUT_TEXT_NOTE.encode(), REHYDRATED_NOTE.encode())
    files = {**others, **data_files(told, parts, codebook)}
    target = Path(output or f"{folder.resolve()}-with-text")
    whole = {**files, CHECKSUM_FILE: checksums(files)}
    write_files(target, whole, force=force)
    _tell(len(parts), missing, target)
    context.exit(1 if missing else 0)


def _whole(row: dict[str, object], file: str, line: int) -> dict[str, object]:
    from annotator.formats.row_columns import COLUMNS  # noqa: PLC0415

    lacking = [column.name for column in COLUMNS if column.name not in row]
    if lacking:
        words = f"the row has no column {', '.join(lacking[:5])}"
        raise DataError(Problem(words, file, line))
    return row


def _texts(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The text of each article by its hash; files that are not articles are skipped."""
    for path in show_progress(list(_files(names))):
        try:
            found = list(_articles(path))
        except DataError as refusal:
            # A file that is not an article is skipped. One that cannot be read may be an article.
            if isinstance(refusal.__cause__, OSError):
                raise
            print_message(f"Skipped: {refusal}")
            continue
        yield from found


def _files(names: Iterable[str]) -> Iterator[Path]:
    endings = {*TEXT_ENDINGS, *PAGE_ENDINGS, *WORD_ENDINGS}
    for name in names:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"{name} does not exist")
        if not path.is_dir():
            yield path
            continue
        for each in files_below(path):
            if each.suffix.lower() in endings or layout.is_in_documents(each):
                yield each


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    if layout.is_yaml(path):
        article = documents.load(path).article
        yield article.document.sha256, article.text
        return
    for article_file in read_articles(str(path)):
        yield article_file.article.document.sha256, article_file.article.text


def _tell(count: int, missing: set[str], target: Path) -> None:
    lines = [f"Not found: {document}" for document in sorted(missing)]
    print_first_messages(lines, MOST_NAMED, "not found")
    whole = count - len(missing)
    print_message(f"Wrote {target} with the text of {count_of_total(whole, count, 'article')}.")
