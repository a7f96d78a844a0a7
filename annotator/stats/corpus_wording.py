"""Plain words for the figures of many articles, the same in the terminal and in the report."""

from collections.abc import Iterator, Mapping

from annotator.stats.corpus import Interval, Macro, Micro
from annotator.stats.declaration import Kind
from annotator.stats.measures import BY_ID
from annotator.stats.wording import NOTHING

MEAN, INTERVAL = "mean of the articles", "95 % interval"
MICRO = (
    "All articles taken together: the sum of the numerators over the sum of the denominators. "
    "Long articles weigh more."
)
MACRO = "The mean of the articles where the figure is defined. Every article weighs the same."
LEVEL = (
    "A 95 % interval is made so that 95 of 100 such intervals hold the figure that very many "
    "articles of the same sort would give. It speaks of which articles were chosen, not of how "
    "sure the tags are."
)


def missing(intervals: Mapping[str, Interval]) -> Iterator[str]:
    """Why figures have no interval, a sentence for each reason, with the measures that it hits."""
    by_reason: dict[str, list[str]] = {}
    for name, found in intervals.items():
        if found.reason:
            by_reason.setdefault(found.reason, []).append(name)
    for reason, names in by_reason.items():
        of = "any figure" if len(names) == len(intervals) else ", ".join(names)
        yield f"No interval for {of}: {reason}."


def micro_figure(found: Micro | None) -> str:
    """Of a share, over all articles taken together: "12/40 (30%)"; a dash of any other figure."""
    if found is None or found.value is None:
        return NOTHING
    return f"{_count(found.numerator)}/{_count(found.denominator)} ({found.value:.0%})"


def macro_figure(measure: str, found: Macro) -> str:
    """The mean of the articles, "0.30"; of a flag "40%"; of a band how many articles have each."""
    if found.distribution and found.articles:
        return ", ".join(f"{band}: {_count(times)}" for band, times in found.distribution.items())
    if found.value is None:
        return NOTHING
    shown = BY_ID[measure].kind in {Kind.SHARE, Kind.FLAG}
    return f"{found.value:.0%}" if shown else f"{found.value:.2f}"


def ends(measure: str, found: tuple[float, float] | None) -> str:
    """An interval from its low to its high end, "12% to 40%"; a dash where there is none."""
    if found is None:
        return NOTHING
    form = ".0%" if BY_ID[measure].kind in {Kind.SHARE, Kind.FLAG} else ".2f"
    return f"{found[0]:{form}} to {found[1]:{form}}"


def _count(number: float) -> str:
    # Several annotators of an article give it means of counts.
    return f"{number:.0f}" if number.is_integer() else f"{number:.1f}"
