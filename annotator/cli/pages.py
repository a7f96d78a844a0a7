"""Pages that commands write, and that never take the place of anything but a page."""

from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.files import overwrite

_BEGINNING = b"<!doctype html>"


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
