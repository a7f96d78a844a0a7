"""The exchange formats, declared once. The commands and the table in the docs use this list."""

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
    """Reads files, or refuses them with all errors, each with its file and line."""

    def __call__(self, files: Files, options: ImportOptions) -> ImportResult: ...  # noqa: D102 (said above)


Writer = Callable[[Sequence[AnnotatedArticle], ExportOptions], Files]


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format.

    Attributes:
        name: Its name on the command line.
        module: The module with `read` and `write`, loaded when one of them is called.
        title: A short description.
        endings: The endings of its files. The first is that of the main file, the others are those
            of files next to it.
        reads: Whether it can be imported.
        writes: Whether it can be exported to.
        lacks: What it cannot hold and leaves out, each in a few words.
        refuses: What it cannot hold and rejects with an error, each in a few words.
        folder: Whether it is a folder of files instead of one file.
        signature: A pattern in the first bytes, to tell it from formats with the same ending.
        positions: The unit of its positions.
        needs: The packages that it needs, all in the extra `exchange`.
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
            DataError: With all errors in them, or because a package is missing.
        """
        return cast("Reader", self._function("read"))(files, options)

    def write(self, corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
        """The files with these articles and sets.

        Raises:
            DataError: They contain what the format cannot hold, or a package is missing.
        """
        return cast("Writer", self._function("write"))(corpus, options)

    def _function(self, name: str) -> object:
        for package in self.needs:
            require_package(package)
        return getattr(import_module(f"annotator.formats.{self.module}"), name)


INSTALL_COMMAND = "pip install 'attribution-annotator[exchange]'"


def require_package(package: str) -> None:
    """Check that a package of the extra `exchange` is installed.

    Raises:
        DataError: It is not installed. The message has the command that installs it.
    """
    try:
        import_module(package)
    except ImportError as error:
        message = f"This needs the package {package}, which is not installed. To install it, run: "
        raise DataError(message + INSTALL_COMMAND) from error


_SURROGATE = "half of a surrogate pair"
_TAG_NAMES = "a tag named like a kind of furniture, or “sentence”, “source”, “cue” or “content”"
_EMPTY_TEXTS = "the difference between an empty text and a missing one"

LOST_IN_ALL = ("the order of a set's sources", "a set without sentences")
"""What no format other than our own can hold."""

FORMATS = (
    Format(
        "jsonl",
        "rows",
        "JSON Lines, one row per sentence and annotator",
        (".jsonl",),
        signature=r'"(?:text|tag)"\s*:',
    ),
    Format(
        "csv",
        "csv_rows",
        "CSV, one row per sentence and annotator",
        (".csv",),
        lacks=(_EMPTY_TEXTS,),
        refuses=(_SURROGATE,),
    ),
    Format(
        "yaml",
        "yaml_sets",
        "annotation sets, answer keys and gold of annotator itself",
        (*YAML_ENDINGS, *TEXT_ENDINGS),
        writes=False,
        folder=True,
    ),
    Format(
        "parquet",
        "parquet",
        "Parquet, one row per sentence and annotator, for datasets, polars and DuckDB",
        (".parquet",),
        refuses=(_SURROGATE,),
        needs=("pyarrow",),
    ),
    Format(
        "brat",
        "brat",
        "brat standoff, one folder per annotator",
        (".ann", ".txt"),
        lacks=("white space at the start and end of a cue",),
        refuses=(_SURROGATE, _TAG_NAMES),
        folder=True,
    ),
    Format(
        "label-studio",
        "label_studio",
        "Label Studio tasks and their labeling interface",
        (".json",),
        folder=True,
        # A list of objects can be its JSON-MIN, in which a long text may come first.
        signature=r'"(?:annotations|data)"\s*:|\A\s*\[\s*\{',
        refuses=(_TAG_NAMES,),
    ),
    Format(
        "doccano",
        "doccano",
        "doccano JSON Lines for relation extraction",
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
        "UIMA CAS JSON for INCEpTION, one folder per annotator",
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
    """The format of a file, by its ending, and by its first bytes if several formats share it."""
    ending = PurePath(file).suffix.lower()
    candidates = [each for each in FORMATS if each.reads and ending in _main_endings(each)]
    text = head.decode("utf-8", "replace")
    # Our own rows come first in the table, but their pattern matches any file of rows.
    return next((each for each in reversed(candidates) if re.search(each.signature, text)), None)


def format_by_ending(ending: str) -> str | None:
    """The first format in the table that writes a file with this ending; None if there is none."""
    writers = (each for each in FORMATS if each.writes and not each.folder)
    return next((each.name for each in writers if each.endings[0] == ending), None)


def _main_endings(each: Format) -> tuple[str, ...]:
    # The text next to a file of annotations does not show the format.
    return tuple(ending for ending in each.endings if ending not in {".txt", ".md"})


def find_format(name: str, *, reads: bool = False) -> Format:
    """The format of this name that can be written, or with `reads` be read.

    Raises:
        DataError: There is no such format.
    """
    known = {each.name: each for each in FORMATS if (each.reads if reads else each.writes)}
    if name not in known:
        raise DataError(Problem(f"There is no format “{name}”. Formats: {', '.join(known)}."))
    return known[name]
