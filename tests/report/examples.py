"""Sets to report on, and the pages that are made of them."""

from annotator.model.annotation import AnnotationSet, Answer
from annotator.model.codebook import Codebook
from annotator.report.article import ArticleSummary, summarize_with_report
from annotator.report.report import report_page
from annotator.stats.corpus import corpus_articles
from annotator.stats.intervals import corpus_intervals
from annotator.storage.codebooks import builtin
from annotator.storage.sets import read_set
from tests.factories import SAMPLES, a_codebook, a_document, a_sentence, a_set, a_source, a_tag

NAMES = ("harbour-blackout", "school-lunch")


HARBOUR, SCHOOL = (read_set(SAMPLES / f"{name}.sample.yaml")[0] for name in NAMES)


SEED = 7


def page_of_sets(*sets: AnnotationSet, codebook: Codebook | None = None) -> str:
    """The page of these sets, told whole."""
    return page_of([summarize_with_report(each, codebook or builtin()) for each in sets])


def page_of(summaries: list[ArticleSummary]) -> str:
    """The page of these readings."""
    corpus = corpus_articles(each.measured for each in summaries)
    return report_page(summaries, corpus_intervals(corpus) if len(corpus) > 1 else {})


def a_hostile_set(text: str) -> AnnotationSet:
    """A set that has this text wherever one may stand."""
    source = a_source(text, id="x", affiliation=text, concerned=True)
    document = a_document(
        title=text, outlet=text, url=text, published=text, language=text, id="hostile"
    )
    sentences = (
        a_sentence(f"{text} said it.", "claim", source="x", cue=text or None, note=text, via=text),
        a_sentence(text or "-", "confirmation", source="x", answers=(Answer("s1", "partial"),)),
        a_sentence(text or "-", part="title"),
        a_sentence(text or "-", "non-response", answers=("s1",), flag=True),
    )
    return a_set(*sentences, annotator=text, document=document, sources=(source,), reason=text)


BOOK = a_codebook(
    a_tag("claim", name="<b>claim</b>", mark="<", definition="</dl><script>alert(1)</script>"),
    a_tag("confirmation", mark="F"),
    a_tag("non-response", mark="&"),
    name="<i>",
)
