"""The report on annotation sets as one page: of one article, of several annotators, of a corpus.

A class that only tagged has no sources and links to compare. Its report is about the tags: how
often each was given, and on what the annotators split.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.model.annotation import DocumentKey
from annotator.model.plurals import plural
from annotator.report import OUTCOME_COLORS, render
from annotator.report.article import ArticleSummary, OutcomeRow, TagLook, outcome_rows
from annotator.report.charts import BarPart, BarSegment, bar, longest_total
from annotator.report.claim_map import ClaimMap, draw, small_layout, strip_layout
from annotator.stats import measure_wording
from annotator.stats.corpus import (
    AverageIntervals,
    CorpusArticle,
    MacroAverage,
    MicroAverage,
    annotator_ranges,
    article_mean,
    corpus_articles,
    macro_averages,
    micro_averages,
)
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, Measure
from annotator.stats.set_content import SetContent, TagVotes, add_votes, combine


@dataclass(frozen=True, slots=True)
class TagShare:
    """How often a tag was given, as text ("5/16 (31%)") and as a bar."""

    tag: TagLook
    figure: str
    bar: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The votes on one sentence, as text ("14 claim, 6 background") and as a bar."""

    votes: TagVotes
    figure: str
    bar: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class VoteTable:
    """An article whose annotators only tagged.

    Attributes:
        title: The article's title.
        annotators: How many annotators tagged it.
        notice: On how many sentences they agree, and on how many they are split.
        lines: The sentences in the order of the article.
    """

    title: str
    annotators: int
    notice: str
    lines: tuple[VoteLine, ...]

    @property
    def split(self) -> tuple[VoteLine, ...]:
        """The sentences on which the annotators are split."""
        return tuple(each for each in self.lines if each.votes.split)


def tag_shares(summaries: Iterable[ArticleSummary], content: SetContent) -> tuple[TagShare, ...]:
    """How often each tag was given in these sets, in the order of the codebook.

    Args:
        summaries: The sets.
        content: What they hold together.
    """
    looks, longest = _looks(summaries), longest_total(content.tags.values())
    return tuple(
        _tag_share(looks.get(name, TagLook(name, "", "?")), count, content, longest)
        for name, count in content.tags.items()
    )


def _tag_share(look: TagLook, count: int, content: SetContent, longest: int) -> TagShare:
    drawn = bar([BarPart(count, look.color, look.mark)], longest)
    return TagShare(look, measure_wording.tag_share_text(count, content), drawn)


def vote_table(summaries: Sequence[ArticleSummary]) -> VoteTable:
    """The votes on each sentence of one article.

    Args:
        summaries: The sets of its annotators, at least one.
    """
    looks = _looks(summaries)
    votes = add_votes(each.votes for each in summaries)
    lines = (
        VoteLine(each, measure_wording.votes_text(each), _bar(each, looks, len(summaries)))
        for each in votes
    )
    notice = measure_wording.votes_notice(votes)
    return VoteTable(summaries[0].title, len(summaries), notice, tuple(lines))


def _bar(votes: TagVotes, looks: Mapping[str, TagLook], most: int) -> tuple[BarSegment, ...]:
    """The votes in the order of the codebook, so that a tag is at the same place in each bar."""
    unknown = {name: TagLook(name, "", "?") for name in votes.votes if name not in looks}
    shown = [*looks.values(), *unknown.values()]
    return bar(
        [BarPart(votes.votes.get(each.name, 0), each.color, each.mark) for each in shown], most
    )


def _looks(summaries: Iterable[ArticleSummary]) -> Mapping[str, TagLook]:
    return {look.name: look for each in summaries for look in each.tags}


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
ArticleGroup = tuple[CorpusArticle, tuple[ArticleSummary, ...]]
"""An article, and the sets of its annotators."""


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
    """The measures of an article that its annotators' sets support, with their ranges.

    Attributes:
        lines: Each measure, and its lowest and highest value.
        note: What the sets lack, and for which figures; empty if they lack nothing.
    """

    lines: tuple[tuple[Measure, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Differences:
    """How the annotators of one article differ: in the figures, or if they only tagged, in tags."""

    title: str
    annotators: int
    ranges: RangeTable | None
    votes: VoteTable | None


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
        content = self.summary.map_content
        sentences = plural(len(content.sentences), "sentence")
        return f"{sentences}, {plural(len(content.links), 'answer')} to claims."


def report_page(
    summaries: Sequence[ArticleSummary], intervals: Mapping[str, AverageIntervals]
) -> str:
    """One self-contained HTML page.

    Args:
        summaries: The annotation sets, at least one. Those with a report are shown in full.
        intervals: Of their measures, by `intervals.corpus_intervals`; empty for one article.
    """
    told = tuple(_placed(summaries))
    corpus = corpus_articles(summary.measured for summary in told)
    groups = _by_article(told, corpus)
    lines = _lines(corpus, intervals) if len(corpus) > 1 else ()
    content = combine(each.content for each in told)
    differing = _differing(groups)
    return render(
        "report.html",
        title=_title(told, corpus),
        readings=told,
        tellings=[each.report for each in told if each.report],
        ends=outcome_rows(told, OUTCOME_COLORS),
        ends_of=_ends_of,
        articles=len(corpus),
        several=len(told) > 1,
        compared=[each for each in _compared() if content.supports(each)],
        cards=_cards(groups) if len(told) > 1 else (),
        content=content,
        has_outcomes=content.shows_outcomes,
        has_figures=bool(lines) or content.shows_outcomes,
        tags_only_note=_tags_only_note(told, content),
        tag_shares=tag_shares(told, content),
        key_lines=[each for each in lines if each.measure in content.key_measures],
        corpus=tuple(_groups(lines, content)),
        missing_key_intervals=tuple(_missing(intervals, content.key_measures)),
        missing_intervals=tuple(_missing(intervals, filter(content.supports, MEASURES))),
        differing=differing,
        ranged=[each for each in differing if each.ranges] if len(corpus) > 1 else (),
        most_told=MOST_REPORTED,
        most_summed=MOST_SUMMED,
    )


def _placed(summaries: Sequence[ArticleSummary]) -> Iterator[ArticleSummary]:
    """The summaries with anchors that differ from each other."""
    for number, each in enumerate(summaries, 1):
        report = each.report and replace(each.report, anchor=f"a{number}")
        yield replace(each, report=report)


def _by_article(
    summaries: Iterable[ArticleSummary], corpus: Iterable[CorpusArticle]
) -> tuple[ArticleGroup, ...]:
    found: dict[DocumentKey, list[ArticleSummary]] = {}
    for each in summaries:
        found.setdefault(each.measured.document.key, []).append(each)
    return tuple((article, tuple(found[article.document.key])) for article in corpus)


def _cards(groups: Sequence[ArticleGroup]) -> tuple[Card, ...]:
    """The sets of an article stay together; the articles are in the order of the measure."""
    layout = small_layout if len(groups) > 1 else strip_layout
    by_rank = sorted(groups, key=lambda group: (_rank(group[0]), group[1][0].title))
    ordered = (each for _, found in by_rank for each in found)
    return tuple(
        Card(each, draw(each.map_content, layout), f"card-{number}")
        for number, each in enumerate(ordered, 1)
    )


def _rank(article: CorpusArticle) -> float:
    mean = article_mean(article, ORDER_MEASURE)
    return 1.0 if mean is None else -mean.value


def _missing(
    intervals: Mapping[str, AverageIntervals], measures: Iterable[Measure]
) -> Iterator[str]:
    shown = {each.id: intervals[each.id] for each in measures if each.id in intervals}
    return measure_wording.missing_interval_notes(shown)


def _compared() -> tuple[Measure, ...]:
    return tuple(MEASURE_BY_ID[each] for each in COMPARED_MEASURES)


def _tags_only_note(summaries: Sequence[ArticleSummary], content: SetContent) -> str:
    """That some of the sets have only tags; empty if all of them have, or none."""
    found = 0 if content.tags_only else sum(each.content.tags_only for each in summaries)
    return measure_wording.tags_only_note(found, len(summaries))


def _groups(
    lines: Iterable[CorpusLine], content: SetContent
) -> Iterator[tuple[str, tuple[CorpusLine, ...]]]:
    """The measures that the sets support, by what they are about."""
    supported = (each for each in lines if content.supports(each.measure))
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


def _differing(groups: Iterable[ArticleGroup]) -> list[Differences]:
    """The articles that several people have tagged; of many such articles none."""
    several = [each for each in groups if len(each[1]) > 1]
    return [_differences(*each) for each in several if len(several) <= MOST_REPORTED]


def _differences(article: CorpusArticle, summaries: Sequence[ArticleSummary]) -> Differences:
    content = combine(each.content for each in summaries)
    return Differences(
        summaries[0].title,
        len(summaries),
        None if content.tags_only else _ranges(article, content),
        vote_table(summaries) if content.tags_only else None,
    )


def _ranges(article: CorpusArticle, content: SetContent) -> RangeTable:
    ranges = annotator_ranges(article)
    lines = tuple(
        (each, measure_wording.range_text(ranges[each.id]))
        for each in MEASURES
        if content.supports(each)
    )
    return RangeTable(lines, measure_wording.missing_note(content))
