"""Archives: read a zip file from elsewhere safely, and write one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.storage.files import overwrite, read_limited

MAX_ARCHIVE_BYTES = 256 << 20
MAX_ARCHIVE_FILES = 5_000
MAX_FILE_BYTES = 16 << 20
_BLOCK = 1 << 16
_DATE = (1980, 1, 1, 0, 0, 0)
_LEFTOVERS = ("__MACOSX/",)
UNREADABLE_ARCHIVE: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, IndexError),
    *(NotImplementedError, RuntimeError, OSError, ValueError, OverflowError),
)
"""What the standard library raises for archives that are damaged, encrypted or of another kind."""


class ArchivedFile(NamedTuple):
    """A file in an archive.

    Attributes:
        name: Its path in the archive, with forward slashes. It is never used as a path on the disk.
        data: Its content; None if it is larger than `MAX_FILE_BYTES`.
    """

    name: str
    data: bytes | None

    @property
    def path(self) -> Path:
        """Its name as a path, for messages and for the name's ending."""
        return Path(PurePosixPath(self.name))


def read_archive(path: Path) -> tuple[ArchivedFile, ...]:
    """The visible files in a zip file. Nothing is written to the disk.

    The sizes that the archive states are not trusted: reading stops at the limit.

    Raises:
        DataError: The file cannot be read, is not a zip file, is encrypted, or has too many files
            or too much data.
    """
    data = read_limited(path, MAX_ARCHIVE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(_read(archive, str(path)))
    except UNREADABLE_ARCHIVE as error:
        words = "This zip file is damaged, or it is encrypted. Download it again."
        raise DataError(Problem(words, str(path))) from error


def _read(archive: zipfile.ZipFile, file: str) -> Iterator[ArchivedFile]:
    wanted = [each for each in archive.infolist() if _is_visible(each)]
    if len(wanted) > MAX_ARCHIVE_FILES:
        counted = plural(len(wanted), "file")
        words = f"This zip file has {counted}. At most {MAX_ARCHIVE_FILES:,} are read."
        raise DataError(Problem(words, file))
    total = 0
    for each in sorted(wanted, key=lambda info: info.filename):
        content = _limited(archive, each, MAX_FILE_BYTES)
        total += MAX_FILE_BYTES if content is None else len(content)
        if total > MAX_ARCHIVE_BYTES:
            words = (
                f"This zip file unpacks to more than {MAX_ARCHIVE_BYTES >> 20} MB. "
                "Nothing was collected."
            )
            raise DataError(Problem(words, file))
        yield ArchivedFile(each.filename.replace("\\", "/"), content)


def _is_visible(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    hidden = not parts or parts[-1].startswith(".") or info.filename.startswith(_LEFTOVERS)
    return not info.is_dir() and not hidden


def _limited(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """The content of a file in an archive; None if it is larger than `most`."""
    blocks: list[bytes] = []
    left = most
    with archive.open(info) as content:
        while block := content.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                return None
            blocks.append(block)
    return b"".join(blocks)


def archive_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip file with these files, by their names. The same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def is_archive(path: Path) -> bool:
    """Whether a file has the ending of a zip file."""
    return path.suffix.lower() == ".zip"


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip file durably.

    Raises:
        DataError: The file cannot be written.
    """
    overwrite(path, archive_bytes(files))
