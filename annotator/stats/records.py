"""The measures as plain data: the JSON document and the rows of a CSV file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.stats.corpus import Interval, Macro, Measured, Micro, articles, macro, micro
from annotator.stats.value import Value

COLUMNS = ("document", "annotator", "measure", "value", "numerator", "denominator", "reason")
"""The head of the rows that `rows` gives."""

Record = dict[str, Any]
Cell = str | int | float | None


def record(measured: Measured) -> Record:
    """One annotation set: `{"id", "annotator", "measures": {NAME: {"value", …}}}`.

    A measure that is undefined has the value None and says why under "reason".
    """
    return {
        "id": measured.document.id,
        "annotator": measured.annotator,
        "measures": {name: _value(value) for name, value in measured.values.items()},
    }


def records(sets: Iterable[Measured], intervals: Mapping[str, Interval]) -> Record:
    """Everything that `annotator measure --json` prints, ready for a JSON writer.

    `{"documents": [record, …], "corpus": {"micro", "macro", "interval", "articles"}}`. Micro has
    the shares alone; macro has every measure, a band with its distribution for a mean; articles
    counts documents, however many annotators each has.

    Args:
        sets: The annotation sets with their values.
        intervals: Of the same sets, by `intervals.corpus_intervals`; empty where none are wanted.
    """
    sets = tuple(sets)
    corpus = articles(sets)
    return {
        "documents": [record(each) for each in sets],
        "corpus": {
            "micro": {name: _micro(each) for name, each in micro(corpus).items()},
            "macro": {name: _macro(each) for name, each in macro(corpus).items()},
            "interval": {name: _interval(each) for name, each in intervals.items()},
            "articles": len(corpus),
        },
    }


def rows(sets: Iterable[Measured]) -> Iterator[tuple[Cell, ...]]:
    """One row for each annotation set and measure, under `COLUMNS`; flags read true and false.

    Names are as the annotator typed them: whoever writes the file for a spreadsheet defuses them.
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


def _value(value: Value) -> Record:
    return {
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
    } | _reason(value.reason)


def _micro(figure: Micro) -> Record:
    return {
        "value": figure.value,
        "numerator": _whole(figure.numerator),
        "denominator": _whole(figure.denominator),
    } | _reason(figure.reason)


def _macro(figure: Macro) -> Record:
    distribution = figure.distribution
    shown = {band: _whole(times) for band, times in distribution.items()} if distribution else None
    return (
        {"value": figure.value, "articles": figure.articles}
        | ({"distribution": shown} if shown else {})
        | _reason(figure.reason)
    )


def _interval(interval: Interval) -> Record:
    return {
        "micro": list(interval.micro) if interval.micro else None,
        "macro": list(interval.macro) if interval.macro else None,
    } | _reason(interval.reason)


def _reason(reason: str) -> Record:
    return {"reason": reason} if reason else {}


def _whole(number: float) -> int | float:
    return int(number) if number.is_integer() else number
