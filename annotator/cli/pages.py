"""Pages and tables that commands write, which take the place of nothing but their like."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.files import overwrite
from annotator.storage.together import Exchange, as_it_is, exchange, settle

_BEGINNING = b"<!doctype html>"
_TABLES = frozenset({".csv", ".tsv"})


def put_together(
    folder: Path,
    files: Mapping[str, bytes],
    protected: Callable[[Exchange], bool],
    words: str,
    gone: Iterable[Path] = (),
) -> None:
    """Write files into a folder, which is made if need be; all or none.

    Args:
        folder: The folder.
        files: What each is to hold, by its place in the folder.
        protected: Whether a file stays as it is, so that nothing is written.
        words: What is said of each that is.
        gone: Files of the folder that go at the same time.

    Raises:
        Refused: A file is protected; or they cannot be written.
    """
    if len(files) > 1:
        settle(folder)
    exchanges = [as_it_is(folder / name, data) for name, data in files.items()]
    there = [each for each in exchanges if each.before is not None and protected(each)]
    if there:
        raise Refused([Fault(words, str(each.path)) for each in there])
    exchange(folder, [*exchanges, *(as_it_is(path, None) for path in gone)])


def put_page(path: Path, page: str) -> None:
    """Write a page, where there is no file yet or in the place of an earlier page.

    Raises:
        Refused: Another file has the name, an article for example; or it cannot be written.
    """
    put_pages(path.parent, {path.name: page})


def put_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages into a folder, each where `put_page` would; all or none.

    Args:
        folder: The folder; it is made if need be.
        pages: What each page is, by its file's name.

    Raises:
        Refused: Another file has one of the names; or they cannot be written.
    """
    put_together(
        folder,
        {name: page.encode() for name, page in pages.items()},
        lambda each: not (each.before or b"").lower().startswith(_BEGINNING),
        "is there already and is no page; choose another name, or move it away",
    )


def put_table(path: Path, table: str) -> None:
    """Write a table, where there is no file yet or in the place of a table.

    Raises:
        Refused: Another file has the name, an article for example; or it cannot be written.
    """
    if path.is_file() and path.suffix.lower() not in _TABLES:
        words = "is there already and is no table; choose a name that ends in .csv"
        raise Refused(Fault(words, str(path)))
    overwrite(path, table.encode())
