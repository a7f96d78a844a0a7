"""Agreement over a project as plain data, ready for a JSON writer."""

from collections.abc import Iterable
from typing import Any

from annotator.stats.agreement.against import Standing
from annotator.stats.agreement.project import Again, Compared, Stretch
from annotator.stats.agreement.records import figure, record, with_interval
from annotator.stats.agreement.shares import Share
from annotator.stats.pairing import Disagreement
from annotator.stats.value import Value

Record = dict[str, Any]


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
