"""The report on annotation sets as one page: of one article, of several annotators, of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.report import OUTCOME_COLORS, render
from annotator.report.article import ArticleSummary, OutcomeRow, outcome_rows
from annotator.stats import measure_wording
from annotator.stats.corpus import (
    AverageIntervals,
    CorpusArticle,
    MacroAverage,
    MicroAverage,
    annotator_ranges,
    corpus_articles,
    macro_averages,
    micro_averages,
)
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, Measure

MOST_REPORTED = 12
"""A report on more sets than this leaves their articles out, and has the figures alone."""
COMPARED_MEASURES = (
    "attribution_rate",
    "independent_corroboration_rate",
    "another_party_speaks_rate",
    "concerned_heard_rate",
    "dependence",
    "unnamed_share",
)
"""The measures that stand beside each other where articles are compared, one for each question."""
NO_INTERVALS = AverageIntervals(None, None)


@dataclass(frozen=True, slots=True)
class CorpusLine:
    """One measure over all articles.

    Attributes:
        measure: Which.
        micro: Over all articles taken together, where it is a share.
        macro: The mean of the articles.
        interval: Of both.
    """

    measure: Measure
    micro: MicroAverage | None
    macro: MacroAverage
    interval: AverageIntervals

    @property
    def drawn(self) -> bool:
        """Whether it has a place between 0 and 1, and a mean to draw there."""
        return self.measure.range == "0 to 1" and self.macro.value is not None

    @property
    def description(self) -> str:
        """What is drawn, in words."""
        mean = measure_wording.macro_text(self.measure.id, self.macro)
        between = measure_wording.interval_text(self.measure.id, self.interval.macro)
        return f"{measure_wording.MEAN_LABEL} {mean}, {measure_wording.INTERVAL_LABEL} {between}"


@dataclass(frozen=True, slots=True)
class RangeTable:
    """An article with several annotators: each measure with its range over them."""

    title: str
    annotators: int
    lines: tuple[tuple[Measure, str], ...]


def report_page(
    summaries: Sequence[ArticleSummary], intervals: Mapping[str, AverageIntervals]
) -> str:
    """One self-contained HTML page.

    Args:
        summaries: The annotation sets, at least one; those that were read whole are told whole.
        intervals: Of their measures, by `intervals.corpus_intervals`; empty for one article.
    """
    told = tuple(_placed(summaries))
    corpus = corpus_articles(summary.measured for summary in told)
    return render(
        "report.html",
        title=_title(told, corpus),
        readings=told,
        tellings=[each.report for each in told if each.report],
        ends=outcome_rows(told, OUTCOME_COLORS),
        ends_of=_ends_of,
        articles=len(corpus),
        several=len(told) > 1,
        compared=[MEASURE_BY_ID[each] for each in COMPARED_MEASURES],
        corpus=_lines(corpus, intervals) if len(corpus) > 1 else (),
        no_interval=tuple(measure_wording.missing_interval_notes(intervals)),
        ranged=_ranged(told, corpus),
        most_told=MOST_REPORTED,
    )


def _placed(summaries: Sequence[ArticleSummary]) -> Iterator[ArticleSummary]:
    """The readings with anchors that differ from each other."""
    for number, each in enumerate(summaries, 1):
        report = each.report and replace(each.report, anchor=f"a{number}")
        yield replace(each, report=report)


def _title(summaries: Sequence[ArticleSummary], corpus: Sequence[CorpusArticle]) -> str:
    return summaries[0].title if len(corpus) == 1 else f"Who says so in {len(corpus)} articles"


def _ends_of(summary: ArticleSummary) -> tuple[OutcomeRow, ...]:
    return outcome_rows([summary], OUTCOME_COLORS)


def _lines(
    corpus: Sequence[CorpusArticle], intervals: Mapping[str, AverageIntervals]
) -> tuple[CorpusLine, ...]:
    together, means = micro_averages(corpus), macro_averages(corpus)
    return tuple(
        CorpusLine(
            each, together.get(each.id), means[each.id], intervals.get(each.id, NO_INTERVALS)
        )
        for each in MEASURES
    )


def _ranged(
    summaries: Sequence[ArticleSummary], corpus: Sequence[CorpusArticle]
) -> list[RangeTable]:
    """The articles that several people have tagged; of many such articles none."""
    several = [each for each in corpus if len(each.sets) > 1]
    if len(several) > MOST_REPORTED:
        return []
    titles = {each.measured.document: each.title for each in summaries}
    return [
        RangeTable(
            titles[each.document],
            len(each.sets),
            tuple(
                (MEASURE_BY_ID[name], measure_wording.range_text(found))
                for name, found in annotator_ranges(each).items()
            ),
        )
        for each in several
    ]
