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
"""Files by their names; of what is read as the person would type them, of what is written from
the folder that they go to."""

Cell = str | int | bool | None
ColumnValues = Mapping[str, object]
"""A sentence, a set or a document as columns with plain values; see `columns`."""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article and the work on it.

    Attributes:
        article: The article; every span of the work indexes its text.
        sets: In the order in which it is written.
    """

    article: Article
    sets: tuple[NumberedSet, ...] = ()


def tags_in(corpus: Iterable[AnnotatedArticle]) -> list[str]:
    """The tags that sentences have, each once, in the order in which they are met."""
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
        codebook: The tags in their order, with their names and colors.
        raw: Cells exactly as they are, not made safe for spreadsheets.
    """

    codebook: Codebook
    raw: bool = False


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read.

    Attributes:
        codebook: What labels are tags.
        segment: Cuts an article, where a format does not say where its sentences are.
        annotator: Whose work it is, where the file does not say.
        labels: What a label of theirs is here: a tag, a part, `source`, `cue`, `content`, or
            `ignore`; those that are named alike need no entry.
        columns: Their name for a column of ours, where it is another.
        raw: Cells are exactly as they are, not made safe for spreadsheets.
        positions: What positions are counted in, where the person says it.
        skip_faulty: Whether what is faulty is left out; else it stops everything.
        by_file: Whose work is in a file, where the folder that it is in says so.
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
    """A row as read, and the line, from 1, where it is."""

    columns: ColumnValues
    line: int = 1


class ImportedSet(NamedTuple):
    """An article and the work on it, as one place of what is read has them.

    Attributes:
        article: The article.
        numbered_set: One set on it.
        not_imported: What of the place has no place here, each in one line.
        file: The file, as the person would type it.
        line: Where it begins there, from 1; None where lines say nothing.
    """

    article: Article
    numbered_set: NumberedSet
    not_imported: Sequence[str]
    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was read.

    Attributes:
        articles: Each with its work.
        not_imported: What in the files has no place here, each in one line.
        skipped: The faults of what was left out because it is faulty.
        notes: What the person should know of the reading, each in one line.
    """

    articles: tuple[AnnotatedArticle, ...]
    not_imported: tuple[str, ...] = ()
    skipped: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
