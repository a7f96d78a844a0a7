"""A label as somebody gave it to a unit: what tables of agreement are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """One label that an annotator gave a unit.

    Attributes:
        unit: The unit; whatever can be told apart.
        annotator: The annotator's name.
        label: The label.
        cluster: The document that the unit belongs to.
    """

    unit: object
    annotator: str
    label: str
    cluster: object = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """What one unit adds to a share over pairs of annotators.

    Attributes:
        unit: The unit.
        cluster: The document that it belongs to.
        numerator: How many count.
        denominator: Out of how many.
    """

    unit: object
    cluster: object
    numerator: int
    denominator: int
