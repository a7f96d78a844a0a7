"""Measures over many articles: micro and macro averages, distributions, ranges over annotators.

All articles have the same weight, however many annotators they have: an article's values are the
means over its annotators. Sources are not joined across articles. The values are also available as
plain data, for JSON and for rows of CSV.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from annotator.model.annotation import AnnotationSet, Document, DocumentKey
from annotator.model.codebook import Codebook
from annotator.stats.measure_formulas import BANDS
from annotator.stats.measure_input import MeasureValue, Scalar, prepare_measure_input
from annotator.stats.measures import MEASURES, Measure, MeasureKind, MeasureValues, evaluate

NOWHERE_DEFINED = "it is undefined in every article"
BAND_HAS_NO_MEAN = "a band has a distribution, not a mean"


@dataclass(frozen=True, slots=True)
class MeasuredSet:
    """The measures of one annotation set, with its document and annotator."""

    document: Document
    annotator: str
    values: MeasureValues

    @classmethod
    def from_set(cls, annotations: AnnotationSet, codebook: Codebook) -> "MeasuredSet":
        """The measures of one set. The codebook gives each tag its role."""
        values = evaluate(prepare_measure_input(annotations, codebook))
        return cls(annotations.document, annotations.annotator, values)


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """One document of a corpus, with the values from each of its annotators."""

    document: Document
    sets: tuple[MeasuredSet, ...]

    def values(self, measure: str) -> tuple[MeasureValue, ...]:
        """The defined values of a measure, in the order of the annotators."""
        values = (each.values[measure] for each in self.sets)
        return tuple(value for value in values if value.defined)


@dataclass(frozen=True, slots=True)
class ArticleMean:
    """One measure of one article, as a mean over its annotators.

    Attributes:
        value: The mean. True counts as 1 and false as 0.
        numerator: The mean numerator of a share, or 0 for other measures.
        denominator: The mean denominator of a share, or 0 for other measures.
    """

    value: float
    numerator: float = 0.0
    denominator: float = 0.0


@dataclass(frozen=True, slots=True)
class MicroAverage:
    """The sum of the numerators divided by the sum of the denominators: sentences weigh the same.

    Numerators are whole numbers unless articles have several annotators.
    """

    value: float | None
    numerator: float
    denominator: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MacroAverage:
    """The mean over the articles where the measure is defined: every article weighs the same.

    For a yes-or-no measure it is the share of articles where it is true.

    Attributes:
        value: The mean, or None for a band, or if the measure is undefined in every article.
        articles: The number of articles where the measure is defined.
        distribution: For a band: the number of articles in each, averaged over annotators.
        reason: Why there is no mean.
    """

    value: float | None
    articles: int
    distribution: Mapping[str, float] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AverageIntervals:
    """The 95% intervals of a corpus measure. See `intervals.py`.

    Attributes:
        micro: For the micro average of a share: low and high. None for other measures.
        macro: For the macro average: low and high. None if there is none.
        reason: Why an interval is missing. Empty if none is.
    """

    micro: tuple[float, float] | None
    macro: tuple[float, float] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatorRange:
    """The lowest and highest value from the annotators of one article.

    Attributes:
        low: The lowest value, or None if it is undefined for all. False is lower than true.
        high: The highest value.
        annotators: The number of annotators for whom the measure is defined.
        total_annotators: The number of annotators.
    """

    low: Scalar | None
    high: Scalar | None
    annotators: int
    total_annotators: int


def corpus_articles(sets: Iterable[MeasuredSet]) -> tuple[CorpusArticle, ...]:
    """The sets grouped by document (same id and text), in order of appearance."""
    gathered: defaultdict[DocumentKey, list[MeasuredSet]] = defaultdict(list)
    for each in sets:
        gathered[each.document.key].append(each)
    return tuple(CorpusArticle(group[0].document, tuple(group)) for group in gathered.values())


def article_mean(article: CorpusArticle, measure: str) -> ArticleMean | None:
    """A measure of an article as a number, or None if it is undefined or a band."""
    values = article.values(measure)
    if not values or isinstance(values[0].value, str):
        return None
    return ArticleMean(
        _mean(float(value.value or 0) for value in values),
        _mean(float(value.numerator or 0) for value in values),
        _mean(float(value.denominator or 0) for value in values),
    )


def micro_averages(corpus: Iterable[CorpusArticle]) -> Mapping[str, MicroAverage]:
    """For each share: the sum of its numerators divided by the sum of its denominators."""
    corpus = tuple(corpus)
    shares = (measure for measure in MEASURES if measure.kind is MeasureKind.SHARE)
    return {measure.id: _micro(_article_means(corpus, measure)) for measure in shares}


def macro_averages(corpus: Iterable[CorpusArticle]) -> Mapping[str, MacroAverage]:
    """For each measure: its mean over the articles where it is defined, or its distribution."""
    corpus = tuple(corpus)
    return {measure.id: _macro(corpus, measure) for measure in MEASURES}


def annotator_ranges(article: CorpusArticle) -> Mapping[str, AnnotatorRange]:
    """For each measure: its range over the annotators of an article."""
    return {measure.id: _range(article, measure) for measure in MEASURES}


def _article_means(corpus: tuple[CorpusArticle, ...], measure: Measure) -> tuple[ArticleMean, ...]:
    means = (article_mean(article, measure.id) for article in corpus)
    return tuple(each for each in means if each is not None)


def _mean(numbers: Iterable[float]) -> float:
    numbers = tuple(numbers)
    return fsum(numbers) / len(numbers)


def _micro(points: tuple[ArticleMean, ...]) -> MicroAverage:
    numerator = fsum(each.numerator for each in points)
    denominator = fsum(each.denominator for each in points)
    if not denominator:
        return MicroAverage(None, numerator, denominator, NOWHERE_DEFINED)
    return MicroAverage(numerator / denominator, numerator, denominator)


def _macro(corpus: tuple[CorpusArticle, ...], measure: Measure) -> MacroAverage:
    if measure.kind is MeasureKind.BAND:
        return _distribution([article.values(measure.id) for article in corpus])
    points = _article_means(corpus, measure)
    if not points:
        return MacroAverage(None, 0, reason=NOWHERE_DEFINED)
    return MacroAverage(_mean(each.value for each in points), len(points))


def _distribution(article_values: list[tuple[MeasureValue, ...]]) -> MacroAverage:
    defined = [values for values in article_values if values]
    times = dict.fromkeys(BANDS, 0.0)
    for values in defined:
        for value in values:
            times[str(value.value)] += 1 / len(values)
    reason = BAND_HAS_NO_MEAN if defined else NOWHERE_DEFINED
    return MacroAverage(None, len(defined), times, reason)


def _range(article: CorpusArticle, measure: Measure) -> AnnotatorRange:
    figures = [value.value for value in article.values(measure.id) if value.value is not None]
    if not figures:
        return AnnotatorRange(None, None, 0, len(article.sets))
    ordered = sorted(figures, key=_rank)
    return AnnotatorRange(ordered[0], ordered[-1], len(figures), len(article.sets))


def _rank(figure: Scalar) -> float:
    return BANDS.index(figure) if isinstance(figure, str) else figure


MEASURE_COLUMNS = (
    "document",
    "annotator",
    "measure",
    "value",
    "numerator",
    "denominator",
    "reason",
)
"""The column names of the rows of `measure_rows`."""

Record = dict[str, Any]
Cell = str | int | float | None


def measured_set_record(measured: MeasuredSet) -> Record:
    """One annotation set: `{"id", "annotator", "measures": {NAME: {"value", …}}}`.

    An undefined measure has the value None and a "reason".
    """
    return {
        "id": measured.document.id,
        "annotator": measured.annotator,
        "measures": {name: _value_record(value) for name, value in measured.values.items()},
    }


def corpus_record(sets: Iterable[MeasuredSet], intervals: Mapping[str, AverageIntervals]) -> Record:
    """The data that `annotator measure --json` prints, ready for a JSON writer.

    `{"documents": [record, …], "corpus": {"micro", "macro", "interval", "articles"}}`. "micro" has
    only shares. "macro" has every measure. A band has its distribution instead of a mean.
    "articles" counts documents, however many annotators they have.

    Args:
        sets: The annotation sets with their values.
        intervals: The intervals of the same sets, from `intervals.corpus_intervals`, or empty.
    """
    sets = tuple(sets)
    corpus = corpus_articles(sets)
    return {
        "documents": [measured_set_record(each) for each in sets],
        "corpus": {
            "micro": {name: _micro_record(each) for name, each in micro_averages(corpus).items()},
            "macro": {name: _macro_record(each) for name, each in macro_averages(corpus).items()},
            "interval": {name: _interval_record(each) for name, each in intervals.items()},
            "articles": len(corpus),
        },
    }


def measure_rows(sets: Iterable[MeasuredSet]) -> Iterator[tuple[Cell, ...]]:
    """One row for each annotation set and measure, with the columns `MEASURE_COLUMNS`.

    Names are as the annotators typed them. Make them safe before you write them for a spreadsheet.
    """
    for each in sets:
        for name, value in each.values.items():
            yield (
                each.document.id,
                each.annotator,
                name,
                str(value.value).lower() if isinstance(value.value, bool) else value.value,
                value.numerator,
                value.denominator,
                value.reason or None,
            )


def _value_record(value: MeasureValue) -> Record:
    return {
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
    } | _reason_record(value.reason)


def _micro_record(figure: MicroAverage) -> Record:
    return {
        "value": figure.value,
        "numerator": _whole_number(figure.numerator),
        "denominator": _whole_number(figure.denominator),
    } | _reason_record(figure.reason)


def _macro_record(figure: MacroAverage) -> Record:
    distribution = figure.distribution
    shown = (
        {band: _whole_number(times) for band, times in distribution.items()}
        if distribution
        else None
    )
    return (
        {"value": figure.value, "articles": figure.articles}
        | ({"distribution": shown} if shown else {})
        | _reason_record(figure.reason)
    )


def _interval_record(interval: AverageIntervals) -> Record:
    return {
        "micro": list(interval.micro) if interval.micro else None,
        "macro": list(interval.macro) if interval.macro else None,
    } | _reason_record(interval.reason)


def _reason_record(reason: str) -> Record:
    return {"reason": reason} if reason else {}


def _whole_number(number: float) -> int | float:
    return int(number) if number.is_integer() else number
