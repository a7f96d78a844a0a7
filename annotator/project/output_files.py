"""Write the files that commands make: pages, tables and folders.

Either all files of a folder are written, or none. A file is replaced only by a file of its own
kind, or with --force.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.storage.archives import archive_bytes
from annotator.storage.files import overwrite
from annotator.storage.transactions import (
    FileWrite,
    apply_writes,
    file_write,
    finish_outside_project,
)

_PAGE_START = b"<!doctype html>"
_ZIP_START = b"PK"
_TABLES = frozenset({".csv", ".tsv"})


def _write_unless_protected(
    folder: Path,
    files: Mapping[str, bytes],
    protected: Callable[[FileWrite], bool],
    words: str,
    gone: Iterable[Path] = (),
) -> None:
    """Write files into a folder, all or none; the folder is made if it does not exist.

    Args:
        folder: The folder.
        files: The content of each file, by its path in the folder.
        protected: Whether a file may not be replaced; if any is protected, nothing is written.
        words: The error message for a protected file.
        gone: Files of the folder to delete at the same time.

    Raises:
        DataError: A file is protected, or the files cannot be written.
    """
    if len(files) > 1:
        finish_outside_project(folder)
    writes = [file_write(folder / name, data) for name, data in files.items()]
    refused = [each for each in writes if each.before is not None and protected(each)]
    if refused:
        raise DataError([Problem(words, str(each.path)) for each in refused])
    apply_writes(folder, [*writes, *(file_write(path, None) for path in gone)])


def write_page(path: Path, page: str) -> None:
    """Write a page as a new file, or replace an earlier page.

    Raises:
        DataError: A file that is not a page has this name, or the page cannot be written.
    """
    write_pages(path.parent, {path.name: page})


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages into a folder like `write_page`, all or none.

    Args:
        folder: The folder; it is made if it does not exist.
        pages: The pages by their file names.

    Raises:
        DataError: A file that is not a page has one of the names, or the pages cannot be written.
    """
    _write_unless_protected(
        folder,
        {name: page.encode() for name, page in pages.items()},
        lambda each: not (each.before or b"").lower().startswith(_PAGE_START),
        "already exists and is not an HTML page. Choose another name, or move the file away.",
    )


def write_table(path: Path, table: str) -> None:
    """Write a table as a new file, or replace an earlier table.

    Raises:
        DataError: A file that is not a table has this name, or the table cannot be written.
    """
    if path.is_file() and path.suffix.lower() not in _TABLES:
        words = "already exists and is not a table. Choose a name that ends in .csv."
        raise DataError(Problem(words, str(path)))
    overwrite(path, table.encode())


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip file, or replace an earlier one.

    Raises:
        DataError: A file that is not a zip file has this name, or it cannot be written.
    """
    _write_unless_protected(
        path.parent,
        {path.name: archive_bytes(files)},
        lambda each: not (each.before or b"").startswith(_ZIP_START),
        "already exists and is not a zip file. Choose another name, or move the file away.",
    )


def replaced_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """The existing files with different content that a write would replace.

    Args:
        folder: The folder.
        files: The content of each file, by its path in the folder.
    """
    places = ((folder / name, data) for name, data in files.items())
    return tuple(path for path, data in places if path.is_file() and not _has(path, data))


def _has(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def write_files(
    folder: Path, files: Mapping[str, bytes], *, force: bool, gone: Iterable[Path] = ()
) -> None:
    """Write files into a folder, all or none; the folder is made if it does not exist.

    Args:
        folder: The folder.
        files: The content of each file, by its path in the folder.
        force: Whether to overwrite a file with different content.
        gone: Files of the folder to delete at the same time.

    Raises:
        DataError: A file already exists with different content and `force` is false, or the files
            cannot be written.
    """
    _write_unless_protected(
        folder,
        files,
        lambda each: not force and each.before != each.after,
        "already exists. Use --force to overwrite it.",
        gone,
    )
