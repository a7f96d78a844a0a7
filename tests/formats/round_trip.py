"""Writing and reading again, and what is then left of a set."""

from dataclasses import replace

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    ImportOptions,
    ImportResult,
)
from annotator.formats.registry import FORMATS_BY_NAME
from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, Source
from annotator.project.pass_selection import NumberedSet
from annotator.storage import codebooks
from annotator.text.cutting import cut


def cut_article(article: Article) -> SegmentedDocument:
    return SegmentedDocument.from_segments(article, cut(article.text, article.document.language))


IMPORT_OPTIONS = ImportOptions(codebooks.builtin(), cut_article)
EXPORT_OPTIONS = ExportOptions(codebooks.builtin())


def round_trip(
    name: str, *corpus: AnnotatedArticle, options: ImportOptions = IMPORT_OPTIONS
) -> ImportResult:
    """What is read from the files that a format writes."""
    found = FORMATS_BY_NAME[name]
    return found.read(found.write(corpus, replace(EXPORT_OPTIONS, raw=options.raw)), options)


def in_order_of_use(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """The same with each set's sources in the order in which its sentences name them."""
    work = tuple(NumberedSet(_sorted(each.annotations), each.number) for each in annotated.sets)
    return AnnotatedArticle(annotated.article, work)


def _sorted(annotations: AnnotationSet) -> AnnotationSet:
    used = list(dict.fromkeys(each.source for each in annotations.sentences))

    def place(source: Source) -> int:
        return used.index(source.id) if source.id in used else len(used)

    return replace(annotations, sources=tuple(sorted(annotations.sources, key=place)))
