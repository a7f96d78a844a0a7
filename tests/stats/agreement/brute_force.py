"""The coefficients again, unit by unit as their definitions read: slow, and without numpy."""

from itertools import combinations, permutations
from math import fsum

from annotator.stats.agreement.label_matrix import MISSING, LabelMatrix

Undefined = None


def units(table: LabelMatrix) -> list[list[int]]:
    """The labels of each unit, holes left out."""
    return [[int(each) for each in unit if each != MISSING] for unit in table.codes.T]


def percent(table: LabelMatrix) -> float | None:
    shares = []
    for labels in units(table):
        pairs = list(combinations(labels, 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return fsum(shares) / len(shares) if shares else None


def alpha(table: LabelMatrix) -> float | None:
    """Observed over expected disagreement, every pair of values looked at."""
    pairable = [labels for labels in units(table) if len(labels) > 1]
    values = [label for labels in pairable for label in labels]
    if len(set(values)) < 2:
        return None
    observed = fsum(
        sum(one != other for one, other in permutations(labels, 2)) / (len(labels) - 1)
        for labels in pairable
    ) / len(values)
    unequal = sum(one != other for one, other in permutations(values, 2))
    return 1 - observed / (unequal / (len(values) * (len(values) - 1)))


def gwet_ac1(table: LabelMatrix) -> float | None:
    agreed = percent(table)
    labeled = [labels for labels in units(table) if labels]
    values = {label for labels in labeled if len(labels) > 1 for label in labels}
    if agreed is None or len(values) < 2:
        return None
    chance = 0.0
    for label in range(len(table.labels)):
        share = fsum(labels.count(label) / len(labels) for labels in labeled) / len(labeled)
        chance += share * (1 - share)
    chance /= len(table.labels) - 1
    return (agreed - chance) / (1 - chance)
