"""Agreement over a project as plain data, ready for a JSON writer."""

from collections.abc import Iterable, Iterator
from typing import Any

from annotator.stats.agreement.against import Standing
from annotator.stats.agreement.project import Again, Compared, Stretch
from annotator.stats.agreement.records import GROUP, figure, record, with_interval
from annotator.stats.agreement.result import Figure
from annotator.stats.agreement.shares import Share
from annotator.stats.pairing import Disagreement
from annotator.stats.value import Value

Record = dict[str, Any]

FIGURE_COLUMNS = (
    "of", "coefficient", "label", "annotators", "value", "units", "low", "high", "reason",
)  # fmt: skip
"""The columns of `figure_rows`."""

_TABLES = ("tag", "checkable", "kind", "stance")
_SHARES = {"source": "same_source", "links": "links_f1", "links_same_tags": "links_f1_same_tags"}


def compared_record(found: Compared) -> Record:
    """The agreement on tags under the names of any table, and all else beside it."""
    cuts = found.cuts
    return record(found.tag) | {
        "tokens": record(found.tokens) if found.tokens else None,
        "checkable": record(found.checkable),
        "kind": record(found.kind),
        "stance": record(found.stance),
        "same_source": share_record(found.source),
        "links_f1": share_record(found.links),
        "links_f1_same_tags": share_record(found.links_same_tags),
        "cuts": {
            "documents": cuts.documents,
            "cut_differently": cuts.differing,
            "sentences": cuts.spans,
            "sentences_compared": cuts.shared,
        },
    }


def figure_rows(found: Compared) -> Iterator[Record]:
    """A flat record for each coefficient, with all of `FIGURE_COLUMNS`.

    Those of one label have it under `label`, those of two annotators have both names under
    `annotators`; `low` and `high` are the interval, where one was drawn.
    """
    for part in _TABLES:
        one = getattr(found, part)
        for name in GROUP:
            yield _figure_row(part, name, getattr(one, name))
        for label, each in one.alpha_by_label.items():
            yield _figure_row(part, "krippendorff_alpha", each, label=label)
        for pair in one.pairs:
            names = " and ".join(pair.annotators)
            yield _figure_row(part, "cohen_kappa", pair.kappa, annotators=names)
    for part, name in _SHARES.items():
        yield _figure_row(part, name, getattr(found, part).figure)


def _figure_row(
    of: str,
    coefficient: str,
    found: Figure,
    label: str | None = None,
    annotators: str | None = None,
) -> Record:
    low, high = found.interval or (None, None)
    cells = (of, coefficient, label, annotators, found.value, found.units, low, high)
    return dict(zip(FIGURE_COLUMNS, (*cells, found.reason or None), strict=True))


def share_record(found: Share) -> Record:
    """A share with numerator, denominator and interval."""
    counts = {"numerator": found.numerator, "denominator": found.denominator}
    return with_interval(found.figure) | counts


def disagreement_record(found: Disagreement) -> Record:
    """A sentence and everybody's tags."""
    return {
        "document": found.document,
        "number": found.number,
        "text": found.text,
        "tags": dict(found.tags),
        "share": found.share,
    }


def stretch_records(found: Iterable[Stretch]) -> list[Record]:
    """Each annotator against the others, a record for each stretch."""
    return [
        {
            "annotator": each.annotator,
            "stretch": each.number,
            "documents": each.documents,
            "percent": share_record(each.share),
            "krippendorff_alpha": figure(each.alpha),
        }
        for each in found
    ]


def again_records(found: Iterable[Again]) -> list[Record]:
    """Each annotator against an earlier pass of the same annotator."""
    return [
        {
            "annotator": each.annotator,
            "documents": each.documents,
            "percent": figure(each.percent),
            "cohen_kappa": figure(each.kappa),
        }
        for each in found
    ]


def standing_records(found: Iterable[Standing]) -> list[Record]:
    """Each annotator beside the gold."""
    return [
        {
            "annotator": each.annotator,
            "left_out": each.left_out,
            "percent": _value(each.same),
            "cohen_kappa": figure(each.kappa),
            "tags": {
                score.tag: {
                    "precision": _value(score.precision),
                    "recall": _value(score.recall),
                    "f1": _value(score.f1),
                }
                for score in each.scores
            },
        }
        for each in found
    ]


def _value(value: Value) -> Record:
    counts = {"numerator": value.numerator, "denominator": value.denominator}
    reason = {"reason": value.reason} if value.reason else {}
    return {"value": value.value} | counts | reason
