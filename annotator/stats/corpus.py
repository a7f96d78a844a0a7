"""Measures over many articles: micro and macro figures, distributions, ranges over annotators.

Every article weighs the same however many annotators it had: its figures are the means over
them. Sources are those of their article; nothing here joins them across articles.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.stats.declaration import Kind, Measure
from annotator.stats.formulas import BANDS
from annotator.stats.index import view
from annotator.stats.measures import MEASURES, Values, evaluate
from annotator.stats.value import Figure, Value

NOWHERE_DEFINED = "it is undefined in every article"
BAND_HAS_NO_MEAN = "a band has a distribution, not a mean"


@dataclass(frozen=True, slots=True)
class Measured:
    """One annotation set's values, with what tells it from the others of a corpus."""

    document: Document
    annotator: str
    values: Values

    @classmethod
    def of(cls, annotations: AnnotationSet, codebook: Codebook) -> "Measured":
        """The measures of one set; `codebook` says which role each tag has."""
        values = evaluate(view(annotations, codebook))
        return cls(annotations.document, annotations.annotator, values)


@dataclass(frozen=True, slots=True)
class Article:
    """One document of a corpus with the values that each of its annotators gave it."""

    document: Document
    sets: tuple[Measured, ...]

    def values(self, measure: str) -> tuple[Value, ...]:
        """The values of a measure where it is defined, in the order of the annotators."""
        found = (each.values[measure] for each in self.sets)
        return tuple(value for value in found if value.defined)


@dataclass(frozen=True, slots=True)
class Point:
    """One measure of one article as a number, the mean over its annotators.

    Attributes:
        value: The figure; true counts as 1 and false as 0.
        numerator: Of a share; 0 of any other figure.
        denominator: Of a share; 0 of any other figure.
    """

    value: float
    numerator: float = 0.0
    denominator: float = 0.0


@dataclass(frozen=True, slots=True)
class Micro:
    """The sum of the numerators over the sum of the denominators: every sentence weighs the same.

    Numerators are whole unless articles have several annotators, which give them means.
    """

    value: float | None
    numerator: float
    denominator: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Macro:
    """The mean over the articles where the measure is defined: every article weighs the same.

    Of a flag it is the share of articles where it is true.

    Attributes:
        value: The mean; None of a band, and where it is undefined in every article.
        articles: In how many articles the measure is defined.
        distribution: Of a band: how many articles have each, means over their annotators.
        reason: Why there is no mean.
    """

    value: float | None
    articles: int
    distribution: Mapping[str, float] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a figure of a corpus; see `intervals.py`.

    Attributes:
        micro: For the micro figure of a share, low and high; None of any other figure.
        macro: For the macro figure, low and high; None where there is none.
        reason: Why one of them that could be is missing; empty where none is.
    """

    micro: tuple[float, float] | None
    macro: tuple[float, float] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """What several annotators of one article found: the least, the greatest, and how many.

    Attributes:
        low: The least figure; None where it is undefined for all. False is less than true.
        high: The greatest.
        annotators: For how many of them the measure is defined.
        of: How many annotators there are.
    """

    low: Figure | None
    high: Figure | None
    annotators: int
    of: int


def articles(sets: Iterable[Measured]) -> tuple[Article, ...]:
    """The sets gathered by document: the same id and the same text; in the order first met."""
    gathered: defaultdict[tuple[str, str], list[Measured]] = defaultdict(list)
    for each in sets:
        gathered[each.document.id, each.document.sha256].append(each)
    return tuple(Article(group[0].document, tuple(group)) for group in gathered.values())


def point(article: Article, measure: str) -> Point | None:
    """A measure of an article as a number; None where it is undefined, or a band."""
    values = article.values(measure)
    if not values or isinstance(values[0].value, str):
        return None
    return Point(
        _mean(float(value.value or 0) for value in values),
        _mean(float(value.numerator or 0) for value in values),
        _mean(float(value.denominator or 0) for value in values),
    )


def micro(corpus: Iterable[Article]) -> Mapping[str, Micro]:
    """For every share: the sum of its numerators over the sum of its denominators."""
    corpus = tuple(corpus)
    shares = (measure for measure in MEASURES if measure.kind is Kind.SHARE)
    return {measure.id: _micro(_points(corpus, measure)) for measure in shares}


def macro(corpus: Iterable[Article]) -> Mapping[str, Macro]:
    """For every measure: its mean over the articles where it is defined, or its distribution."""
    corpus = tuple(corpus)
    return {measure.id: _macro(corpus, measure) for measure in MEASURES}


def ranges(article: Article) -> Mapping[str, Range]:
    """For every measure: its range over the annotators of one article."""
    return {measure.id: _range(article, measure) for measure in MEASURES}


def _points(corpus: tuple[Article, ...], measure: Measure) -> tuple[Point, ...]:
    found = (point(article, measure.id) for article in corpus)
    return tuple(each for each in found if each is not None)


def _mean(numbers: Iterable[float]) -> float:
    numbers = tuple(numbers)
    return fsum(numbers) / len(numbers)


def _micro(points: tuple[Point, ...]) -> Micro:
    numerator = fsum(each.numerator for each in points)
    denominator = fsum(each.denominator for each in points)
    if not denominator:
        return Micro(None, numerator, denominator, NOWHERE_DEFINED)
    return Micro(numerator / denominator, numerator, denominator)


def _macro(corpus: tuple[Article, ...], measure: Measure) -> Macro:
    if measure.kind is Kind.BAND:
        return _distribution([article.values(measure.id) for article in corpus])
    points = _points(corpus, measure)
    if not points:
        return Macro(None, 0, reason=NOWHERE_DEFINED)
    return Macro(_mean(each.value for each in points), len(points))


def _distribution(found: list[tuple[Value, ...]]) -> Macro:
    defined = [values for values in found if values]
    times = dict.fromkeys(BANDS, 0.0)
    for values in defined:
        for value in values:
            times[str(value.value)] += 1 / len(values)
    reason = BAND_HAS_NO_MEAN if defined else NOWHERE_DEFINED
    return Macro(None, len(defined), times, reason)


def _range(article: Article, measure: Measure) -> Range:
    figures = [value.value for value in article.values(measure.id) if value.value is not None]
    if not figures:
        return Range(None, None, 0, len(article.sets))
    ordered = sorted(figures, key=_rank)
    return Range(ordered[0], ordered[-1], len(figures), len(article.sets))


def _rank(figure: Figure) -> float:
    return BANDS.index(figure) if isinstance(figure, str) else figure
