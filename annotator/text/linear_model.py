"""A linear classifier: weights for features that a text has or lacks, one for each class."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Weights = Mapping[str, tuple[float, ...]]
"""The weights of each feature, one for each class. Unknown features have none."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A linear classifier.

    Attributes:
        classes: The classes, at least two.
        bias: The score of each class without any feature.
        weights: What each feature adds to the scores.
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Weights

    def scores(self, features: Iterable[str]) -> list[float]:
        """The score of each class, from minus infinity to infinity."""
        return add_weights(self.weights, features, self.bias)

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each class, the likeliest first. Among equals, in their order."""
        shares = softmax(self.scores(features))
        found = zip(self.classes, shares, strict=True)
        return dict(sorted(found, key=lambda each: -each[1]))


def add_weights(
    weights: Weights, features: Iterable[str], bias: tuple[float, ...] = ()
) -> list[float]:
    """The sum of the weights of features by class, and of a bias. Empty if there is neither."""
    known = [found for each in features if (found := weights.get(each))]
    return [sum(column) for column in zip(*known, *([bias] if bias else []), strict=True)]


def softmax(scores: Iterable[float]) -> list[float]:
    """The shares that scores mean: positive, and 1 in sum."""
    listed = list(scores)
    most = max(listed)
    powers = [math.exp(each - most) for each in listed]
    whole = sum(powers)
    return [each / whole for each in powers]
