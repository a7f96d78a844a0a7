"""The layout of files in an export and in a release, and the split of a release.

An export with one file per set has one folder per annotator. A release has one file each for train,
validation and test. The same seed always splits the documents in the same way.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath

from annotator.model.annotation import Article, SetForm
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.project.pass_selection import NumberedSet
from annotator.storage.files import matching_paths

_ANNOTATORS = "annotators"
LAYOUT_FOLDERS = (_ANNOTATORS, "annotation", "curation", *(form.value for form in SetForm))
"""Folders that are not named after an annotator, because their layout has another meaning."""


def set_file_stem(numbered_set: NumberedSet, article: Article) -> str:
    """The path of a set's file without its ending, relative to the export's folder."""
    own = numbered_set.annotations
    whose_ = PurePosixPath(_ANNOTATORS, file_name(own.annotator))
    folder = whose_ if own.form is SetForm.ANNOTATIONS else PurePosixPath(own.form.value)
    ending = "" if numbered_set.number == 1 else f".{numbered_set.number}"
    return str(folder / f"{article.document.id}{ending}")


def set_values_from_path(file: str) -> dict[str, str]:
    """The columns of a set that follow from its file's folders; empty for another layout.

    The annotator's name is the folded one.
    """
    folders = PurePath(file).parts[:-1]
    if len(folders) > 1 and folders[-2] == _ANNOTATORS:
        return {"annotator": folders[-1]}
    if folders and folders[-1] in {SetForm.KEY.value, SetForm.GOLD.value}:
        return {"form": folders[-1]}
    return {}


SPLIT_NAMES = ("train", "validation", "test")


def parse_shares(text: str) -> tuple[int, ...]:
    """The shares of train, validation and test in a text such as "80,10,10".

    Raises:
        DataError: They are not percentages that sum to 100.
    """
    parts = text.split(",")
    if not all(part.strip().isascii() and part.strip().isdecimal() for part in parts):
        raise DataError(f"“{text}” is not a list of percentages such as 80,10,10")
    found = tuple(int(part) for part in parts)
    if sum(found) != 100 or len(found) > len(SPLIT_NAMES):
        raise DataError(
            f"the percentages {text} sum to {sum(found)}. Use up to three that sum to 100."
        )
    return found


def split_documents(documents: Iterable[str], parts: Sequence[int], seed: int) -> Mapping[str, str]:
    """The part of the split that each document is in; an article is never in two parts.

    The split depends only on hashes of the seed and the ids.

    Args:
        documents: The ids of the documents.
        parts: The shares in percent, in the order of `SPLIT_NAMES`.
        seed: The random seed.
    """
    ordered = sorted(set(documents), key=lambda each: _hash(seed, each))
    found: dict[str, str] = {}
    reached = 0
    for name, share in zip(SPLIT_NAMES, parts, strict=False):
        begin = round(len(ordered) * reached / 100)
        reached += share
        end = round(len(ordered) * reached / 100)
        found |= dict.fromkeys(ordered[begin:end], name)
    return found


def _hash(seed: int, document: str) -> str:
    return hashlib.sha256(f"{seed}\n{document}".encode()).hexdigest()


CHECKSUM_FILE = "SHA256SUMS"
DATA_FOLDER = "data"


def is_release(folder: Path) -> bool:
    """Whether a folder has the files that every release has."""
    return (folder / CHECKSUM_FILE).is_file() and bool(row_files(folder))


def files_of_data(folder: Path) -> list[Path]:
    """All files in the data folder of a release."""
    return matching_paths(folder, f"{DATA_FOLDER}/*.*")


def row_files(folder: Path) -> list[Path]:
    """The JSON Lines files with the rows of a release, in the order of its parts."""
    files = (folder / DATA_FOLDER / f"{part}.jsonl" for part in SPLIT_NAMES)
    return [each for each in files if each.is_file()]


def document_name(file: str) -> str:
    """The name of a file without folder and ending, for use as a document's name."""
    return PurePath(file).stem or "article"
