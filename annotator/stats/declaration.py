"""How a measure is declared: what it is, how it is reckoned, and what has to be said beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.codebook import Role
from annotator.stats.index import View
from annotator.stats.value import Value, undefined


class Kind(StrEnum):
    """What sort of figure a measure gives; only a share has a numerator and a denominator."""

    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    BAND = "band"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: what it is, how it is reckoned, and what has to be said beside it.

    Attributes:
        id: Its name in files, on the screen and in the documentation.
        function: Gives its value for a view that has the roles it needs.
        needs: Roles of which the codebook must have some: of each group at least one.
        formula: The formula in words and in the letters of the documentation.
        meaning: What the figure is, in plain words.
        warning: What it is easily mistaken for, in one line.
        reference: Where the formula or the idea is from; empty where it is this project's own.
        kind: What sort of figure it is.
        range: Between what the figure lies.
        beside: The id of a measure that is to be read on the same line.
    """

    id: str
    function: Callable[[View], Value]
    needs: tuple[frozenset[Role], ...]
    formula: str
    meaning: str
    warning: str
    reference: str = ""
    kind: Kind = Kind.SHARE
    range: str = "0 to 1"
    beside: str | None = None

    def of(self, prepared: View) -> Value:
        """Its value; undefined where no tag of the codebook has a role that it needs."""
        for group in self.needs:
            if not group & prepared.roles:
                roles = " or ".join(role for role in Role if role in group)
                return undefined(f"no tag of the codebook has the role {roles}")
        return self.function(prepared)
