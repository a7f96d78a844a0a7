"""What a measure gives: a figure, or none with the reason."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Figure = bool | int | float | str
"""A flag, a count, a share or number, or a band."""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of one annotation set.

    Attributes:
        value: The figure; None where it is undefined.
        numerator: Of a share: how many are counted. None of any other kind of figure.
        denominator: Of a share: out of how many; 0 where the share is therefore undefined.
        reason: Why the figure is undefined, in one clause; empty where it is defined.
    """

    value: Figure | None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""

    @property
    def defined(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None


def fraction(numerator: int, denominator: int, empty: str) -> Value:
    """The share `numerator / denominator`; undefined, for the reason `empty`, out of nothing."""
    if denominator == 0:
        return Value(None, numerator, denominator, empty)
    return Value(numerator / denominator, numerator, denominator)


def share(part: AbstractSet[str], whole: AbstractSet[str], empty: str) -> Value:
    """The share |part| / |whole|; undefined, for the reason `empty`, where `whole` is empty."""
    return fraction(len(part), len(whole), empty)


def undefined(reason: str) -> Value:
    """No figure, for this reason."""
    return Value(None, reason=reason)
