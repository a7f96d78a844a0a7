"""The report on annotation sets as one page: of one article, of several annotators, of a corpus."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.model.plurals import plural
from annotator.report import OUTCOME_COLORS, render
from annotator.report.article import TAG_MEASURES, ArticleSummary, OutcomeRow, outcome_rows
from annotator.report.claim_map import ClaimMap, draw, small_layout, strip_layout
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
from annotator.stats.measures import KEY_MEASURES, MEASURE_BY_ID, MEASURES, Measure

MOST_REPORTED = 12
"""A report on more sets than this leaves their articles out, and has the figures alone."""
MOST_SUMMED = 30
"""A report on more sets than this has the small maps and their figures without the findings."""
COMPARED_MEASURES = (
    "claim_attribution_rate",
    "corroboration_rate",
    "another_party_speaks_rate",
)
"""The measures at each of many maps, by their ids."""
ORDER_MEASURE = "corroboration_rate"
"""The measure that puts articles in order, the highest figure first."""
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


@dataclass(frozen=True, slots=True)
class Card:
    """One of many annotation sets: its small map and its figures.

    Attributes:
        summary: The set.
        map: Its claim map, small.
        at: What the ids of its drawing begin with.
    """

    summary: ArticleSummary
    map: ClaimMap
    at: str

    @property
    def description(self) -> str:
        """The map in words."""
        content = self.summary.content
        sentences = plural(len(content.sentences), "sentence")
        return f"{sentences}, {plural(len(content.links), 'answer')} to claims."


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
    lines = _lines(corpus, intervals) if len(corpus) > 1 else ()
    only_tags = all(each.only_tags for each in told)
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
        cards=_cards(told, in_order=len(corpus) > 1) if len(told) > 1 else (),
        only_tags=only_tags,
        key_lines=[each for each in lines if each.measure in KEY_MEASURES],
        corpus=tuple(_groups(lines, only_tags=only_tags)),
        no_interval=tuple(measure_wording.missing_interval_notes(intervals)),
        ranged=_ranged(told, corpus),
        most_told=MOST_REPORTED,
        most_summed=MOST_SUMMED,
    )


def _placed(summaries: Sequence[ArticleSummary]) -> Iterator[ArticleSummary]:
    """The readings with anchors that differ from each other."""
    for number, each in enumerate(summaries, 1):
        report = each.report and replace(each.report, anchor=f"a{number}")
        yield replace(each, report=report)


def _cards(summaries: Sequence[ArticleSummary], *, in_order: bool) -> tuple[Card, ...]:
    ordered = sorted(summaries, key=_rank) if in_order else summaries
    return tuple(
        Card(each, draw(each.content, small_layout if in_order else strip_layout), f"card-{number}")
        for number, each in enumerate(ordered, 1)
    )


def _rank(summary: ArticleSummary) -> tuple[float, str]:
    value = summary.measured.values[ORDER_MEASURE].value
    return (-value if isinstance(value, float) else 1.0, summary.title)


def _groups(
    lines: Iterable[CorpusLine], *, only_tags: bool
) -> Iterator[tuple[str, tuple[CorpusLine, ...]]]:
    """The measures by what they are about; of sets with tags only, those that they support."""
    supported = (each for each in lines if not only_tags or each.measure.id in TAG_MEASURES)
    for group, found in groupby(supported, key=lambda line: line.measure.group.value):
        yield group, tuple(found)


def _title(summaries: Sequence[ArticleSummary], corpus: Sequence[CorpusArticle]) -> str:
    return (
        summaries[0].title if len(corpus) == 1 else f"Sources and claims in {len(corpus)} articles"
    )


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
