"""Pages and tables that commands write, which take the place of nothing but their like."""

from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.files import overwrite

_BEGINNING = b"<!doctype html>"
_TABLES = frozenset({".csv", ".tsv"})


def put_page(path: Path, page: str) -> None:
    """Write a page, where there is no file yet or in the place of an earlier page.

    Raises:
        Refused: Another file has the name, an article for example; or it cannot be written.
    """
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_BEGINNING)).lower() != _BEGINNING:
                words = "is there already and is no page; choose another name, or move it away"
                raise Refused(Fault(words, str(path)))
    overwrite(path, page.encode())


def put_table(path: Path, table: str) -> None:
    """Write a table, where there is no file yet or in the place of a table.

    Raises:
        Refused: Another file has the name, an article for example; or it cannot be written.
    """
    if path.is_file() and path.suffix.lower() not in _TABLES:
        words = "is there already and is no table; choose a name that ends in .csv"
        raise Refused(Fault(words, str(path)))
    overwrite(path, table.encode())
