"""The types that every exchange format shares: annotated articles, options and results."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.formats.positions import PositionUnit
from annotator.model.annotation import Article, SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import Problem
from annotator.project.pass_selection import NumberedSet

Files = Mapping[str, bytes]
"""Files by their names: for reading, as the person would type them; for writing, relative to the
target folder."""

Cell = str | int | bool | None
ColumnValues = Mapping[str, object]
"""A sentence, a set or a document as columns with plain values; see `row_columns`."""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article and its sets.

    Attributes:
        article: The article; every span in the sets indexes its text.
        sets: The sets, in the order in which they are written.
    """

    article: Article
    sets: tuple[NumberedSet, ...] = ()


def tags_in(corpus: Iterable[AnnotatedArticle]) -> list[str]:
    """The tags that sentences have, each once, in the order of their first appearance."""
    tags = (
        sentence.tag
        for annotated in corpus
        for numbered_set in annotated.sets
        for sentence in numbered_set.annotations.sentences
    )
    return list(dict.fromkeys(tag for tag in tags if tag))


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to write.

    Attributes:
        codebook: The codebook with the order, names and colors of the tags.
        raw: Whether to write CSV cells as they are, not protected for spreadsheets.
    """

    codebook: Codebook
    raw: bool = False


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read.

    Attributes:
        codebook: The codebook that defines the tags.
        segment: Splits an article into sentences, for text that the file does not split.
        annotator: The annotator, if the file does not name one.
        labels: The meaning of labels in the file: a tag, a part, `source`, `cue`, `content` or
            `ignore`. Labels with the same name here need no entry.
        columns: The file's names of our columns, if they differ.
        raw: Whether to read CSV cells as they are.
        positions: The unit of positions, if the person named it.
        skip_faulty: Whether to leave out sets with errors instead of importing nothing.
        by_file: The annotator of each file whose folder names one.
    """

    codebook: Codebook
    segment: Callable[[Article], SegmentedDocument]
    annotator: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    raw: bool = False
    positions: PositionUnit | None = None
    skip_faulty: bool = False
    by_file: Mapping[str, str] = field(default_factory=dict)


class ImportedRow(NamedTuple):
    """A row as read, and its line, from 1."""

    columns: ColumnValues
    line: int = 1


class ImportedSet(NamedTuple):
    """An article and one set on it, as read from one place of a file.

    Attributes:
        article: The article.
        numbered_set: The set.
        not_imported: What could not be imported from that place, one line each.
        file: The file, as the person would type it.
        line: The line where it begins, from 1; None for files without useful lines.
    """

    article: Article
    numbered_set: NumberedSet
    not_imported: Sequence[str]
    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of reading files.

    Attributes:
        articles: The articles with their sets.
        not_imported: What could not be imported from the files, one line each.
        skipped: The errors of what was left out.
        notes: What the person should know, one line each.
    """

    articles: tuple[AnnotatedArticle, ...]
    not_imported: tuple[str, ...] = ()
    skipped: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
