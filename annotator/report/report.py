"""The report on annotation sets as one page: of one article, of several annotators, of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.report import OUTCOME_COLOURS, rendered
from annotator.report.reading import End, Reading, ends
from annotator.stats import corpus_wording, wording
from annotator.stats.corpus import Article, Interval, Macro, Micro, articles, macro, micro, ranges
from annotator.stats.declaration import Measure
from annotator.stats.measures import BY_ID, MEASURES

MOST_TOLD = 12
"""A report on more sets than this leaves their articles out, and has the figures alone."""
COMPARED = (
    "attribution_rate",
    "independent_corroboration_rate",
    "another_party_speaks_rate",
    "concerned_heard_rate",
    "dependence",
    "unnamed_share",
)
"""The measures that stand beside each other where articles are compared, one for each question."""
NO_INTERVAL = Interval(None, None)


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
    micro: Micro | None
    macro: Macro
    interval: Interval

    @property
    def drawn(self) -> bool:
        """Whether it has a place between 0 and 1, and a mean to draw there."""
        return self.measure.range == "0 to 1" and self.macro.value is not None

    @property
    def said(self) -> str:
        """What is drawn, in words."""
        mean = corpus_wording.macro_figure(self.measure.id, self.macro)
        between = corpus_wording.ends(self.measure.id, self.interval.macro)
        return f"{corpus_wording.MEAN} {mean}, {corpus_wording.INTERVAL} {between}"


@dataclass(frozen=True, slots=True)
class Ranged:
    """An article with several annotators: each measure with its range over them."""

    title: str
    annotators: int
    lines: tuple[tuple[Measure, str], ...]


def page(readings: Sequence[Reading], intervals: Mapping[str, Interval]) -> str:
    """One self-contained HTML page.

    Args:
        readings: The annotation sets, at least one; those that were read whole are told whole.
        intervals: Of their measures, by `intervals.corpus_intervals`; empty for one article.
    """
    told = tuple(_placed(readings))
    corpus = articles(reading.measured for reading in told)
    return rendered(
        "report.html",
        title=_title(told, corpus),
        readings=told,
        tellings=[each.telling for each in told if each.telling],
        ends=ends(told, OUTCOME_COLOURS),
        ends_of=_ends_of,
        articles=len(corpus),
        several=len(told) > 1,
        compared=[BY_ID[each] for each in COMPARED],
        corpus=_lines(corpus, intervals) if len(corpus) > 1 else (),
        no_interval=tuple(corpus_wording.missing(intervals)),
        ranged=_ranged(told, corpus),
        most_told=MOST_TOLD,
    )


def _placed(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The readings with anchors that differ from each other."""
    for number, each in enumerate(readings, 1):
        telling = each.telling and replace(each.telling, at=f"a{number}")
        yield replace(each, telling=telling)


def _title(readings: Sequence[Reading], corpus: Sequence[Article]) -> str:
    return readings[0].title if len(corpus) == 1 else f"Who says so in {len(corpus)} articles"


def _ends_of(reading: Reading) -> tuple[End, ...]:
    return ends([reading], OUTCOME_COLOURS)


def _lines(corpus: Sequence[Article], intervals: Mapping[str, Interval]) -> tuple[CorpusLine, ...]:
    together, means = micro(corpus), macro(corpus)
    return tuple(
        CorpusLine(each, together.get(each.id), means[each.id], intervals.get(each.id, NO_INTERVAL))
        for each in MEASURES
    )


def _ranged(readings: Sequence[Reading], corpus: Sequence[Article]) -> list[Ranged]:
    """The articles that several people have tagged; of many such articles none."""
    several = [each for each in corpus if len(each.sets) > 1]
    if len(several) > MOST_TOLD:
        return []
    titles = {each.measured.document: each.title for each in readings}
    return [
        Ranged(
            titles[each.document],
            len(each.sets),
            tuple((BY_ID[name], wording.span(found)) for name, found in ranges(each).items()),
        )
        for each in several
    ]
