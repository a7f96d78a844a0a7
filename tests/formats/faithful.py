"""Writing and reading again, and what is then left of a set."""

from dataclasses import replace

from annotator.formats.registry import BY_NAME
from annotator.formats.values import Annotated, Harvest, Taking, Work, Writing
from annotator.model.annotation import AnnotationSet, Source
from annotator.model.beginning import CutArticle
from annotator.model.document import Article
from annotator.storage import codebooks
from annotator.text.cutting import cut


def cut_article(article: Article) -> CutArticle:
    return CutArticle.of(article, cut(article.text, article.document.language))


TAKING = Taking(codebooks.builtin(), cut_article)
WRITING = Writing(codebooks.builtin())


def there_and_back(name: str, *corpus: Annotated, taking: Taking = TAKING) -> Harvest:
    """What is read from the files that a format writes."""
    found = BY_NAME[name]
    return found.read(found.write(corpus, replace(WRITING, raw=taking.raw)), taking)


def in_order_of_use(annotated: Annotated) -> Annotated:
    """The same with each set's sources in the order in which its sentences name them."""
    work = tuple(Work(_sorted(each.annotations), each.number) for each in annotated.work)
    return Annotated(annotated.article, work)


def _sorted(annotations: AnnotationSet) -> AnnotationSet:
    used = list(dict.fromkeys(each.source for each in annotations.sentences))

    def place(source: Source) -> int:
        return used.index(source.id) if source.id in used else len(used)

    return replace(annotations, sources=tuple(sorted(annotations.sources, key=place)))
