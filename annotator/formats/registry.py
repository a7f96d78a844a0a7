"""The exchange formats, declared once: the commands and the table in the docs come from here."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportOptions,
    ImportResult,
)
from annotator.model.errors import DataError, Problem
from annotator.storage.layout import TEXT_ENDINGS, YAML_ENDINGS


class Reader(Protocol):
    """Reads files; refuses them with everything that is wrong, each fault with file and line."""

    def __call__(self, files: Files, options: ImportOptions) -> ImportResult: ...  # noqa: D102 (said above)


Writer = Callable[[Sequence[AnnotatedArticle], ExportOptions], Files]


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format.

    Attributes:
        name: As it is named on the command line.
        module: The module that has `read` and `write`, loaded when one of them is called.
        title: What it is, in a few words.
        endings: Of its files; the first is that of what it is seen from, the others lie beside it.
        reads: Whether it can be read.
        writes: Whether it can be written.
        lacks: What it cannot carry and leaves out, each in a few words.
        refuses: What it cannot carry and is not written with, each in a few words.
        folder: Whether it is a folder of files; else it is one file.
        signature: What the beginning of its file holds, where other formats have the same ending.
        positions: What it counts positions in.
        needs: The packages that it needs, all of them in the extra `exchange`.
    """

    name: str
    module: str
    title: str
    endings: tuple[str, ...]
    reads: bool = True
    writes: bool = True
    lacks: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    folder: bool = False
    signature: str = ""
    positions: str = "code points"
    needs: tuple[str, ...] = ()

    def read(self, files: Files, options: ImportOptions) -> ImportResult:
        """The articles and sets in files of this format.

        Raises:
            DataError: With everything that is wrong in them, or because a package is missing.
        """
        return cast("Reader", self._function("read"))(files, options)

    def write(self, corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
        """The files that hold this work.

        Raises:
            DataError: It holds what the format cannot, or a package is missing.
        """
        return cast("Writer", self._function("write"))(corpus, options)

    def _function(self, name: str) -> object:
        for package in self.needs:
            require_package(package)
        return getattr(import_module(f"annotator.formats.{self.module}"), name)


INSTALL_COMMAND = "pip install 'attribution-annotator[exchange]'"


def require_package(package: str) -> None:
    """See that a package of the extra `exchange` is installed.

    Raises:
        DataError: It is not; the command that installs it is named.
    """
    try:
        import_module(package)
    except ImportError as error:
        message = f"this needs the package {package}, which is not installed; install it with: "
        raise DataError(message + INSTALL_COMMAND) from error


_SURROGATE = "half of a surrogate pair"
_TAG_NAMES = "a tag that is called like a part, or sentence, source, cue or content"
_EMPTY_TEXTS = "the difference between an empty text and none"

LOST_IN_ALL = ("the order in which a set's sources stand", "a set without sentences")
"""What no format carries, beside our own."""

FORMATS = (
    Format(
        "jsonl",
        "jsonl",
        "JSON Lines, a row per sentence and annotator",
        (".jsonl",),
        signature=r'"(?:text|tag)"\s*:',
    ),
    Format(
        "csv",
        "csv_rows",
        "CSV, a row per sentence and annotator",
        (".csv",),
        lacks=(_EMPTY_TEXTS,),
        refuses=(_SURROGATE,),
    ),
    Format(
        "yaml",
        "yaml_sets",
        "our own annotation sets, keys and gold",
        (*YAML_ENDINGS, *TEXT_ENDINGS),
        writes=False,
        folder=True,
    ),
    Format(
        "parquet",
        "parquet",
        "Parquet, a row per sentence and annotator, for datasets, polars and DuckDB",
        (".parquet",),
        refuses=(_SURROGATE,),
        needs=("pyarrow",),
    ),
    Format(
        "brat",
        "brat",
        "brat standoff, a folder for each annotator",
        (".ann", ".txt"),
        lacks=("white space at the ends of a cue",),
        refuses=(_SURROGATE, _TAG_NAMES),
        folder=True,
    ),
    Format(
        "label-studio",
        "label_studio",
        "Label Studio tasks and their labelling interface",
        (".json",),
        folder=True,
        # A list of objects may be its JSON-MIN, in which a long text comes before all else.
        signature=r'"(?:annotations|data)"\s*:|\A\s*\[\s*\{',
        refuses=(_TAG_NAMES,),
    ),
    Format(
        "doccano",
        "doccano",
        "doccano JSON Lines, of relation extraction",
        (".jsonl",),
        signature=r'"(?:entities|labels?)"\s*:\s*\[',
        refuses=(_TAG_NAMES,),
    ),
    Format(
        "prodigy",
        "prodigy",
        "Prodigy JSON Lines with spans and relations",
        (".jsonl",),
        signature=(
            r'"(?:spans|tokens|_input_hash|_task_hash)"\s*:|"accept"\s*:\s*\['
            r'|"answer"\s*:\s*"(?:accept|reject|ignore)"'
        ),
        refuses=(_TAG_NAMES,),
    ),
    Format(
        "inception",
        "inception",
        "UIMA CAS JSON for INCEpTION, a folder for each annotator",
        (".json",),
        folder=True,
        signature=r'"%(?:TYPES|FEATURE_STRUCTURES|FLAGS|VIEWS)"',
        positions="UTF-16 units, converted",
        needs=("cassis",),
        refuses=(_SURROGATE, _TAG_NAMES),
    ),
)
FORMATS_BY_NAME: Mapping[str, Format] = {each.name: each for each in FORMATS}


def detect_format(file: str, head: bytes) -> Format | None:
    """The format of a file, by its ending and where several have that, by its first bytes."""
    ending = PurePath(file).suffix.lower()
    candidates = [each for each in FORMATS if each.reads and ending in _main_endings(each)]
    text = head.decode("utf-8", "replace")
    # The rows of our own come first in the table, and any file of rows would do for them.
    return next((each for each in reversed(candidates) if re.search(each.signature, text)), None)


def format_by_ending(ending: str) -> str | None:
    """The format that writes a file with this ending, the first one of the table; None if none."""
    writers = (each for each in FORMATS if each.writes and not each.folder)
    return next((each.name for each in writers if each.endings[0] == ending), None)


def _main_endings(each: Format) -> tuple[str, ...]:
    # The text beside a file of annotations says nothing of the format.
    return tuple(ending for ending in each.endings if ending not in {".txt", ".md"})


def find_format(name: str, *, reads: bool = False) -> Format:
    """The format of this name, which can be read, or else written.

    Raises:
        DataError: There is none.
    """
    known = {each.name: each for each in FORMATS if (each.reads if reads else each.writes)}
    if name not in known:
        raise DataError(Problem(f"there is no format “{name}”; there are {', '.join(known)}"))
    return known[name]
