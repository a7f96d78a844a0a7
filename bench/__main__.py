"""Prints the figures of speed as ratios taken in one run: `make bench`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import agreement, cutting, document_list_time, first_paint, key_press, save_time

RESULTS = Path(__file__).with_name("results.json")
Figures = dict[str, Any]

# What is measured, by its name in the results.
MEASUREMENTS: dict[str, Callable[[], Figures]] = {
    "first_paint": first_paint.run,
    "key_press": key_press.run,
    "durable": save_time.run,
    "listing": document_list_time.run,
    "agreement": agreement.run,
}

# A figure in words, how it is read off the results, and the most that it may be.
TARGETS: tuple[tuple[str, Callable[[Figures], float], float], ...] = (
    ("first paint, ratio to an empty app", lambda found: found["first_paint"]["ratio"], 1.6),
    (
        "the same of an article that is cut first",
        lambda found: found["first_paint"]["ratio_of_a_new_article"],
        1.6,
    ),
    ("key press at 40, p99 ms of CPU", lambda found: found["key_press"]["40"]["p99_ms"], 16),
    ("key press at 10,000, the same", lambda found: found["key_press"]["10000"]["p99_ms"], 16),
    (
        "key press at 10,000, ratio to 40 (p50)",
        lambda found: found["key_press"]["10000"]["p50_ms"] / found["key_press"]["40"]["p50_ms"],
        1.5,
    ),
    ("key to durable file at 40, p99 ms", lambda found: found["durable"]["40"]["p99_ms"], 50),
    ("key to durable file at 5,000, p99 ms", lambda found: found["durable"]["5000"]["p99_ms"], 200),
    (
        "5,000 documents listed, ratio to 40",
        lambda found: found["listing"]["ratio"],
        1.5,
    ),
    (
        "a million units, ratio to krippendorff",
        lambda found: found["agreement"]["ratio"],
        1 / 3,
    ),
)


def main() -> None:
    """Measure, print each figure beside its target, and keep all of them as JSON."""
    found: Figures = {}
    for name, measure in MEASUREMENTS.items():
        sys.stderr.write(f"measuring {name}\n")
        found[name] = measure()
    for words, read, most in TARGETS:
        value = read(found)
        verdict = "met" if value <= most else "MISSED"
        sys.stdout.write(f"{words:<42}{value:>9.2f}   at most {most:<6.4g} {verdict}\n")
    try:
        found["cutting"] = cutting.run()
    except ImportError as absent:
        sys.stderr.write(f"cutting is not compared: {absent}; pip install .[bench]\n")
    else:
        sys.stdout.write(cutting.report(found["cutting"]) + "\n")
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
