"""The measures printed for a person: of one article, of several annotators, of many articles."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.words import so_many
from annotator.stats import corpus_wording, wording
from annotator.stats.claims import claims
from annotator.stats.corpus import Article, Interval, macro, micro, ranges
from annotator.stats.declaration import Kind
from annotator.stats.index import View, view
from annotator.stats.measures import MEASURES, evaluate
from annotator.text.layout import clip
from annotator.text.safe import Safe, visible

NARROW = 100
"""Below so many columns a table of many articles has the interval of the mean alone."""
MOST_LISTED = 3
"""Of an article with more annotators than this the claims of each are not listed."""
NO_INTERVAL = Interval(None, None)

Read = tuple[AnnotationSet, Codebook]


def print_article(console: Console, annotations: AnnotationSet, codebook: Codebook) -> None:
    """Print the claims of one article and what became of each, then its measures in words."""
    prepared = view(annotations, codebook)
    values = evaluate(prepared)
    console.print(Text(visible(annotations.title), "bold"))
    console.print(Text(visible(wording.opening(values)), "dim"))
    _print_claims(console, annotations, prepared, "The claims, and what became of each")
    console.print(Text("\nThe measures", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=70)
    for line in wording.lines(values):
        words = f"{line.says} {line.warning}".strip()
        table.add_row(visible(line.measure.id), visible(line.figure), Text(visible(words)))
    console.print(table)


def _print_claims(
    console: Console, annotations: AnnotationSet, prepared: View, heading: str
) -> None:
    console.print(Text(f"\n{visible(heading)}", "bold"))
    found = claims(prepared)
    if not found:
        console.print(Text("There are none.", "dim"))
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    width = max(console.width - 8, 20)
    for each in found:
        words = visible(" ".join(annotations.sentences[each.position].text.split()))
        table.add_row(str(each.position + 1), _claim(clip(words, width), wording.claim(each)))
    console.print(table)


def _claim(words: Safe, became: str) -> Text:
    return Text.assemble((words, "italic"), "\n", visible(became))


def print_annotators(console: Console, article: Article, sets: Sequence[Read]) -> None:
    """Print each figure of one article with its range over several annotators.

    The claims of each are listed first, unless there are many.

    Args:
        console: Where it is printed.
        article: The article with everybody's values.
        sets: The same sets, in the same order; empty where the claims are not to be listed.
    """
    names = ", ".join(each.annotator for each in article.sets)
    console.print(Text(visible(_title(article, sets)), "bold"))
    console.print(Text(visible(f"{so_many(len(article.sets), 'annotator')}: {names}"), "dim"))
    for annotations, codebook in sets:
        heading = f"{annotations.annotator}: the claims, and what became of each"
        _print_claims(console, annotations, view(annotations, codebook), heading)
    console.print(Text("\nThe measures, from the least to the greatest", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=60)
    found = ranges(article)
    for measure in MEASURES:
        table.add_row(*map(visible, (measure.id, wording.span(found[measure.id]), measure.meaning)))
    console.print(table)
    console.print(Text("\nA wide range says that the figure is not yet a finding.", "dim"))


def _title(article: Article, sets: Sequence[Read]) -> str:
    return sets[0][0].title if sets else article.document.title or article.document.id


def print_corpus(
    console: Console, corpus: Sequence[Article], intervals: Mapping[str, Interval]
) -> None:
    """Print the measures over many articles: micro and macro side by side, with their intervals."""
    sets = sum(len(article.sets) for article in corpus)
    counted = f"{so_many(sets, 'set')} on {so_many(len(corpus), 'article')}"
    console.print(Text(visible(counted), "bold"))
    wide = console.width >= NARROW
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("measure", style="cyan", no_wrap=True)
    for heading in ("micro", *(["95 %"] if wide else []), "macro", "95 %", "in"):
        table.add_column(visible(heading), justify="right", no_wrap=True)
    for row in _rows(corpus, intervals, wide=wide):
        table.add_row(*map(visible, row))
    console.print(table)
    for words in _explained(corpus, intervals):
        console.print(words)


def _rows(
    corpus: Sequence[Article], intervals: Mapping[str, Interval], *, wide: bool
) -> Iterator[tuple[str, ...]]:
    together, means = micro(corpus), macro(corpus)
    for measure in MEASURES:
        if measure.kind is Kind.BAND:
            continue
        name, mean = measure.id, means[measure.id]
        interval = intervals.get(name, NO_INTERVAL)
        yield (
            name,
            corpus_wording.micro_figure(together.get(name)),
            *((corpus_wording.ends(name, interval.micro),) if wide else ()),
            corpus_wording.macro_figure(name, mean),
            corpus_wording.ends(name, interval.macro),
            str(mean.articles),
        )


def _explained(corpus: Sequence[Article], intervals: Mapping[str, Interval]) -> Iterator[Text]:
    means = macro(corpus)
    for measure in MEASURES:
        if measure.kind is Kind.BAND:
            shown = corpus_wording.macro_figure(measure.id, means[measure.id])
            yield Text.assemble(
                (visible(measure.id), "cyan"), visible(f"  articles with each: {shown}")
            )
    yield Text(visible(f"\nmicro: {corpus_wording.MICRO}", newlines=True), "dim")
    yield Text(visible(f"macro: {corpus_wording.MACRO} “in” says how many those are."), "dim")
    yield Text(visible(f"95 %: {corpus_wording.LEVEL}"), "dim")
    for words in corpus_wording.missing(intervals):
        yield Text(visible(words), "dim")
