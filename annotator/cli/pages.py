"""Pages and tables that commands write, which take the place of nothing but their like."""

from collections.abc import Mapping
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.files import overwrite
from annotator.storage.together import as_it_is, exchange, settle

_BEGINNING = b"<!doctype html>"
_TABLES = frozenset({".csv", ".tsv"})


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
    if len(pages) > 1:
        settle(folder)
    exchanges = [as_it_is(folder / name, page.encode()) for name, page in pages.items()]
    for each in exchanges:
        if each.before is not None and not each.before.lower().startswith(_BEGINNING):
            words = "is there already and is no page; choose another name, or move it away"
            raise Refused(Fault(words, str(each.path)))
    exchange(folder, exchanges)


def put_table(path: Path, table: str) -> None:
    """Write a table, where there is no file yet or in the place of a table.

    Raises:
        Refused: Another file has the name, an article for example; or it cannot be written.
    """
    if path.is_file() and path.suffix.lower() not in _TABLES:
        words = "is there already and is no table; choose a name that ends in .csv"
        raise Refused(Fault(words, str(path)))
    overwrite(path, table.encode())
