"""What a report takes from each annotation set: little from each of many, all of a few."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.report.article import Telling
from annotator.report.charts import Part, Segment, bar, most
from annotator.stats.claims import EVERY_OUTCOME, Claim, Outcome, Outcomes, tally
from annotator.stats.corpus import Measured

Tally = Mapping[Outcomes, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One annotation set as a report on many has it.

    Attributes:
        title: The article's.
        measured: The values of the measures, with the document and the annotator.
        checkable: What became of the claims that could be checked.
        other: What became of the other claims.
        telling: All of the set; None in a report on so many that their articles are left out.
    """

    title: str
    measured: Measured
    checkable: Tally
    other: Tally
    telling: Telling | None = None

    @classmethod
    def of(cls, telling: Telling) -> "Reading":
        """The reading of a set that is told whole."""
        return cls(
            telling.annotations.title,
            telling.measured,
            tally(_those(telling.claims, checkable=True)),
            tally(_those(telling.claims, checkable=False)),
            telling,
        )

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(self.checkable.values()) + sum(self.other.values())

    def came_to(self, outcome: Outcome) -> int:
        """How many checkable claims came to this, whatever else they came to."""
        return sum(count for ends, count in self.checkable.items() if outcome in ends)


def read_figures(annotations: AnnotationSet, codebook: Codebook) -> Reading:
    """The figures of one set."""
    return replace(read_whole(annotations, codebook), telling=None)


def read_whole(annotations: AnnotationSet, codebook: Codebook) -> Reading:
    """The figures of one set, and all of it."""
    return Reading.of(Telling(annotations, codebook))


def _those(claims: Iterable[Claim], *, checkable: bool) -> list[Claim]:
    return [claim for claim in claims if claim.checkable is checkable]


@dataclass(frozen=True, slots=True)
class End:
    """One end that claims come to, in the chart of them: how many did, and their bar."""

    outcomes: Outcomes
    checkable: int
    other: int
    bar: tuple[Segment, ...]


def ends(readings: Iterable[Reading], colours: Mapping[Outcome, str]) -> tuple[End, ...]:
    """Every end that claims can come to, with the claims of all the readings that did.

    Args:
        readings: One or many.
        colours: Of each outcome; a claim that came to two has the first one's.
    """
    readings = tuple(readings)
    checkable = {each: sum(one.checkable[each] for one in readings) for each in EVERY_OUTCOME}
    other = {each: sum(one.other[each] for one in readings) for each in EVERY_OUTCOME}
    longest = most(checkable[each] + other[each] for each in EVERY_OUTCOME)
    return tuple(
        End(
            each,
            checkable[each],
            other[each],
            bar(_parts(checkable[each], other[each], colours[each[0]]), longest),
        )
        for each in EVERY_OUTCOME
    )


def _parts(checkable: int, other: int, colour: str) -> tuple[Part, Part]:
    return Part(checkable, colour), Part(other, colour, hollow=True)
