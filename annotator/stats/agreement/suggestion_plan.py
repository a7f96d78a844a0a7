"""How large a study must be to see what suggestions do to annotators, by simulation.

A study withholds suggestions for a random share of the sentences. Its figure is a difference: how
much more often annotators agree with the suggester where its suggestion was shown. The simulated
studies have that effect built in. The power is the share of them whose 95% interval excludes 0.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from annotator.stats import DEFAULT_SEED, MINIMUM_CASES
from annotator.stats.intervals import Bounds, Numbers, difference_interval

POWER = 0.8
"""The power that a study should have."""
STUDIES = 400
"""The number of simulated studies behind each power."""
MOST_DOCUMENTS = 2_000
"""No plan looks for studies of more documents."""
# Beta distribution of the documents: standard deviation 0.14 around 0.7.
_ALIKE = 10
# How strongly the annotators of one sentence depend on each other.
_SAME_SENTENCE = 0.5

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class StudyDesign:
    """A study.

    Attributes:
        documents: The number of documents.
        sentences: The mean number of sentences with a suggestion in a document.
        annotators: The number of annotators of each document.
        hold: The share of sentences for which suggestions are withheld.
        agreement: The share of sentences on which annotators agree with a suggestion that they do
            not see.
        effect: How much larger this share is if they see it, from 0 to 1 - `agreement`.
    """

    documents: int = 40
    sentences: float = 20
    annotators: int = 2
    hold: float = 0.25
    agreement: float = 0.7
    effect: float = 0.08


def simulate(design: StudyDesign, studies: int, random: Random) -> Numbers:
    """Simulated studies: what each document adds, (studies, documents, 4).

    The four numbers are those of `difference_interval`: agreements with the suggester and
    decisions where suggestions were shown, then the same where they were withheld. Documents differ
    in length and in how easy they are, and the annotators of a sentence depend on each other.

    Args:
        design: The study.
        studies: The number of studies.
        random: The random numbers.
    """
    shape = studies, design.documents
    low = max(1, round(design.sentences / 2))
    sizes = random.integers(low, max(low, round(design.sentences * 1.5)) + 1, size=shape)
    share = design.agreement
    easy = random.beta(share * _ALIKE, (1 - share) * _ALIKE, size=shape)
    # A product of rounded numbers can exceed 1 by a little.
    pulled = np.minimum(easy + design.effect * (1 - easy) / (1 - share), 1)
    withheld = random.binomial(sizes, design.hold)
    shown = sizes - withheld
    return np.stack(
        [
            _agreements(shown, pulled, design.annotators, random),
            shown * design.annotators,
            _agreements(withheld, easy, design.annotators, random),
            withheld * design.annotators,
        ],
        axis=-1,
    ).astype(np.float64)


def _agreements(
    sentences: NDArray[np.int64], share: Numbers, annotators: int, random: Random
) -> NDArray[np.int64]:
    """The number of decisions that agree. On some sentences, all annotators decide alike."""
    alike = random.binomial(sentences, _SAME_SENTENCE)
    apart = random.binomial(annotators * (sentences - alike), share)
    return np.asarray(annotators * random.binomial(alike, share) + apart)


def power(design: StudyDesign, studies: int = STUDIES, seed: int = DEFAULT_SEED) -> float:
    """The share of such studies that see the effect: their interval excludes 0."""
    found = simulate(design, studies, np.random.default_rng(seed))
    return sum(map(_sees_effect, found)) / studies


def _sees_effect(sums: Numbers) -> bool:
    interval: Bounds | None = difference_interval(sums, "documents")[0]
    return interval is not None and interval[0] > 0


def documents_needed(design: StudyDesign, wanted: float = POWER) -> int | None:
    """The number of documents that give a study this power, or None if `MOST_DOCUMENTS` do not.

    Args:
        design: The study; its number of documents is not used.
        wanted: The power.
    """

    def enough(documents: int) -> bool:
        return power(replace(design, documents=documents)) >= wanted

    low, high = MINIMUM_CASES["documents"] - 1, MINIMUM_CASES["documents"]
    while high < MOST_DOCUMENTS and not enough(high):
        low, high = high, min(high * 2, MOST_DOCUMENTS)
    if high == MOST_DOCUMENTS and not enough(high):
        return None
    # Neighboring numbers differ by less than the simulation can tell.
    while high - low > max(1, high // 50):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def smallest_effect(design: StudyDesign, wanted: float = POWER) -> float | None:
    """The smallest effect that a study sees with this power, in whole points, or None.

    Args:
        design: The study; its effect is not used.
        wanted: The power.
    """
    points = range(1, int((1 - design.agreement) * 100) + 1)
    low, high = 0, len(points)
    while low < high:
        middle = (low + high) // 2
        seen = power(replace(design, effect=points[middle] / 100)) >= wanted
        low, high = (low, middle) if seen else (middle + 1, high)
    return points[low] / 100 if low < len(points) else None
