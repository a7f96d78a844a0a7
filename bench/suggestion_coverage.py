"""Coverage of the interval of `agree --suggested`: `python -m bench.suggestion_coverage`.

Two thousand studies each: 40 documents, a quarter of the suggestions withheld, and a planted
effect. The table shows how often the 95% interval contains the effect, and how wide it is. The
studies are those behind `annotator suggest --plan`.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from annotator.stats.agreement.suggestion_plan import StudyDesign, simulate
from annotator.stats.intervals import difference_interval
from bench.interval_coverage import coverage

STUDIES = 2_000
EFFECTS = (0.0, 0.08, 0.15)
DESIGNS = {
    "40 documents": StudyDesign(documents=40),
    "40 documents, three annotators": StudyDesign(documents=40, annotators=3),
    "40 documents, a tenth withheld": StudyDesign(documents=40, hold=0.1),
    "40 documents, agreement 0.84": StudyDesign(documents=40, agreement=0.84),
    "10 documents": StudyDesign(documents=10),
    "5 documents": StudyDesign(documents=5),
}


def rows() -> Iterator[str]:
    """The table."""
    yield "| study | effect in points | coverage | mean width in points |"
    yield "| --- | --- | --- | --- |"
    for name, design in DESIGNS.items():
        for effect in EFFECTS:
            held, width = covered(design, effect)
            yield f"| {name} | {effect * 100:.0f} | {held:.3f} | {width * 100:.0f} |"


def covered(design: StudyDesign, effect: float) -> tuple[float, float]:
    """The share of the studies whose interval contains the effect, and its mean width."""
    studies = simulate(replace(design, effect=effect), STUDIES, np.random.default_rng(2026))
    found = [difference_interval(each, "documents")[0] for each in studies]
    widths = [high - low for low, high in (each for each in found if each is not None)]
    return coverage(found, effect)[0], float(np.mean(widths))


def main() -> None:
    """Print the table in docs/explanation/suggestions.md."""
    for line in rows():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
