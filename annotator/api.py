"""What the package offers to Python: reading, measuring, agreement, and plain records of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats import rows
from annotator.formats.annotated_corpus import SetFilter, find_set_files, load_corpus
from annotator.formats.export_layout import is_release
from annotator.formats.import_pipeline import read_import
from annotator.formats.interface import AnnotatedArticle, ImportOptions
from annotator.model.annotation import AnnotationSet, Article, Document, SetForm
from annotator.model.codebook import Codebook
from annotator.model.edits import merge_aliases
from annotator.model.errors import DataError, Problem
from annotator.project.documents import segment_article
from annotator.project.open_set import find_codebook
from annotator.project.selection import NumberedSet
from annotator.stats.corpus import MEASURE_COLUMNS, MeasuredSet, measure_rows
from annotator.storage import codebooks, layout

if TYPE_CHECKING:
    from annotator.stats.agreement.project_agreement import ProjectAgreement

MOST_BYTES = 1_000_000_000
Record = dict[str, Any]
AnyPath = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles and the sets on them, as they were read.

    Attributes:
        articles: Each article with the work on it.
        codebook: What the sets' tags mean.
        aliases: Other names of sources, each with the name that it counts as.
        notes: What is to be said of the reading, each in one line.
    """

    articles: tuple[AnnotatedArticle, ...]
    codebook: Codebook
    aliases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles' metadata."""
        return tuple(each.article.document for each in self.articles)

    @property
    def work(self) -> tuple[NumberedSet, ...]:
        """Every set with the number of its pass."""
        return tuple(work for each in self.articles for work in each.work)

    @property
    def sets(self) -> tuple[AnnotationSet, ...]:
        """Every annotation set, key and gold."""
        return tuple(work.annotations for work in self.work)

    def __iter__(self) -> Iterator[AnnotationSet]:
        return iter(self.sets)

    def __len__(self) -> int:
        return len(self.work)

    def text(self, document: str) -> str:
        """The text of the document with this id.

        Raises:
            KeyError: There is none.
        """
        texts = {each.article.document.id: each.article.text for each in self.articles}
        return texts[document]

    def to_records(self) -> list[Record]:
        """A plain record for each sentence and annotator, ready for pandas or polars."""
        return list(rows.rows_of(self.articles))


def read(
    path: AnyPath,
    *,
    codebook: AnyPath | None = None,
    format: str | None = None,  # noqa: A002 (it is what the command line calls it)
    annotator: str | None = None,
) -> Collection:
    """Everything that a project, a release, a folder of sets, a set, or another tool's file holds.

    Args:
        path: The folder or file.
        codebook: The codebook's file; else the project's or the release's own, else the built-in
            one.
        format: The format, where it cannot be seen from the file; see docs/formats.md.
        annotator: Whose work it is, where the file does not say.

    Raises:
        DataError: With everything that is wrong, each fault with its file and line.
    """
    place = Path(path)
    if not place.exists():
        raise DataError(Problem("there is no such file or folder", str(place)))
    project = place if layout.is_project(place) else None
    if codebook is None and format is None and is_release(place):
        codebook = layout.codebook_path(place)
    book = find_codebook(project, None if codebook is None else str(codebook))
    aliases = layout.load_project(place).aliases if project else {}
    if format is None and (project or _holds_sets(place)):
        gathered = load_corpus(place, SetFilter.ALL)
        return Collection(gathered.corpus, book, aliases, gathered.notes)
    taking = ImportOptions(book, segment_article, annotator)
    harvest = read_import(place, format, taking, MOST_BYTES, "name it with format=…")
    return Collection(harvest.articles, book, aliases, harvest.not_taken)


def _holds_sets(place: Path) -> bool:
    return bool(find_set_files(place)) if place.is_dir() else layout.is_yaml(place)


def _sets(of: Collection | AnnotationSet | Iterable[AnnotationSet]) -> list[AnnotationSet]:
    return [of] if isinstance(of, AnnotationSet) else list(of)


def _book(of: object, codebook: Codebook | None) -> Codebook:
    return codebook or (of.codebook if isinstance(of, Collection) else codebooks.builtin())


def measures(
    of: Collection | AnnotationSet | Iterable[AnnotationSet], codebook: Codebook | None = None
) -> tuple[MeasuredSet, ...]:
    """The measures of attribution quality of each set, in order; see docs/measures.md.

    Args:
        of: What was read, or sets.
        codebook: Says which role each tag has; else that of the collection, else the built-in one.
    """
    book = _book(of, codebook)
    aliases = of.aliases if isinstance(of, Collection) else {}
    return tuple(MeasuredSet.of(merge_aliases(each, aliases), book) for each in _sets(of))


def agreement(
    of: Collection | Iterable[AnnotationSet],
    codebook: Codebook | None = None,
    *,
    intervals: bool = False,
    unfinished: bool = False,
) -> "ProjectAgreement":
    """How far the annotators agree; docs/agreement.md says what each coefficient is.

    Compared are the first finished passes of every annotator; of sets alone, without the numbers
    of their passes, each is a pass after those of the same annotator that stand before it.

    Args:
        of: What was read, or sets.
        codebook: Its tags; else those of the collection's, else of the built-in one.
        intervals: Whether 95 % intervals are wanted.
        unfinished: Whether work that is not finished counts too.
    """
    from annotator.project.agreement import compare_passes  # noqa: PLC0415 (it loads numpy)

    book = _book(of, codebook)
    work = of.work if isinstance(of, Collection) else _number_passes(of)
    passes = [each for each in work if each.annotations.form is SetForm.ANNOTATIONS]
    aliases = of.aliases if isinstance(of, Collection) else {}
    return compare_passes(passes, book, aliases, intervals=intervals, unfinished=unfinished)


def _number_passes(sets: Iterable[AnnotationSet]) -> Iterator[NumberedSet]:
    """Sets as work, each with the number of the pass that it is in its place."""
    passes: Counter[tuple[str, str, SetForm]] = Counter()
    for each in sets:
        own = each.annotator, each.document.id, each.form
        passes[own] += 1
        yield NumberedSet(each, passes[own])


@singledispatch
def to_records(what: Any) -> list[Record]:
    """Plain records of what was read, measured or compared, ready for pandas or polars.

    Of a collection or sets there is one for each sentence, of measures one for each measure and
    set, of agreement one for each coefficient.

    Raises:
        TypeError: It is none of these.
    """
    return _of_many(list(what)) if isinstance(what, Iterable) else _of_agreement(what)


@to_records.register
def _(what: Collection) -> list[Record]:
    return what.to_records()


@to_records.register
def _(what: AnnotationSet) -> list[Record]:
    return _of_many([what])


def _of_many(items: list[Any]) -> list[Record]:
    if all(isinstance(each, MeasuredSet) for each in items):
        return [dict(zip(MEASURE_COLUMNS, row, strict=True)) for row in measure_rows(items)]
    for each in items:
        if not isinstance(each, AnnotationSet):
            raise _wrong_type(each)
    return [record for each in items for record in _of_set(each)]


def _wrong_type(what: object) -> TypeError:
    known = "a collection, sets, measures or an agreement"
    return TypeError(f"to_records takes {known}, and not {type(what).__name__}")


def _of_set(annotations: AnnotationSet) -> list[Record]:
    # The white space between sentences is the article's, which a set alone does not have.
    alone = AnnotatedArticle(Article(annotations.document, ""), (NumberedSet(annotations),))
    return [record | {"before": None, "after": None} for record in rows.rows_of([alone])]


def _of_agreement(found: object) -> list[Record]:
    from annotator.stats.agreement.project_agreement import ProjectAgreement, estimate_rows  # noqa: PLC0415

    if not isinstance(found, ProjectAgreement):
        raise _wrong_type(found)
    return list(estimate_rows(found))
