"""A release as it lies in a folder: what it is known by, and where its rows are."""

from pathlib import Path

from annotator.formats.splits import NAMES

SUMS = "SHA256SUMS"
CODEBOOK = "codebook.yaml"
DATA = "data"


def is_release(folder: Path) -> bool:
    """Whether a folder has what every release of ours has."""
    return (folder / SUMS).is_file() and bool(files_of_rows(folder))


def files_of_rows(folder: Path) -> list[Path]:
    """The files of a release that hold its rows in JSON Lines, in the order of its parts."""
    files = (folder / DATA / f"{part}.jsonl" for part in NAMES)
    return [each for each in files if each.is_file()]
