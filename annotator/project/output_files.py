"""Files that commands write: pages, tables and folders.

All files of a folder are written, or none. A file is replaced only by a file of its own kind, or
with --force.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.storage.files import overwrite
from annotator.storage.transactions import (
    FileWrite,
    apply_writes,
    file_write,
    finish_outside_project,
)

_PAGE_START = b"<!doctype html>"
_TABLES = frozenset({".csv", ".tsv"})


def _write_unless_protected(
    folder: Path,
    files: Mapping[str, bytes],
    protected: Callable[[FileWrite], bool],
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
        DataError: A file is protected; or they cannot be written.
    """
    if len(files) > 1:
        finish_outside_project(folder)
    writes = [file_write(folder / name, data) for name, data in files.items()]
    refused = [each for each in writes if each.before is not None and protected(each)]
    if refused:
        raise DataError([Problem(words, str(each.path)) for each in refused])
    apply_writes(folder, [*writes, *(file_write(path, None) for path in gone)])


def write_page(path: Path, page: str) -> None:
    """Write a page, where there is no file yet or in the place of an earlier page.

    Raises:
        DataError: Another file has the name, an article for example; or it cannot be written.
    """
    write_pages(path.parent, {path.name: page})


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages into a folder, each where `write_page` would; all or none.

    Args:
        folder: The folder; it is made if need be.
        pages: What each page is, by its file's name.

    Raises:
        DataError: Another file has one of the names; or they cannot be written.
    """
    _write_unless_protected(
        folder,
        {name: page.encode() for name, page in pages.items()},
        lambda each: not (each.before or b"").lower().startswith(_PAGE_START),
        "is there already and is no page; choose another name, or move it away",
    )


def write_table(path: Path, table: str) -> None:
    """Write a table, where there is no file yet or in the place of a table.

    Raises:
        DataError: Another file has the name, an article for example; or it cannot be written.
    """
    if path.is_file() and path.suffix.lower() not in _TABLES:
        words = "is there already and is no table; choose a name that ends in .csv"
        raise DataError(Problem(words, str(path)))
    overwrite(path, table.encode())


def write_files(
    folder: Path, files: Mapping[str, bytes], *, force: bool, gone: Iterable[Path] = ()
) -> None:
    """Write files into a folder, which is made if need be; all or none.

    Args:
        folder: The folder.
        files: What each is to hold, by its place in the folder.
        force: Whether a file that holds something else is written over.
        gone: Files of the folder that go at the same time.

    Raises:
        DataError: One of them is there already, and is not to be written over; or it cannot be
            written.
    """
    _write_unless_protected(
        folder,
        files,
        lambda each: not force and each.before != each.after,
        "is there already; --force writes over it",
        gone,
    )
