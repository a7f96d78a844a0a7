"""Print speed as ratios of times from the same run: `make bench`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import agreement, cutting, document_list_time, first_paint, key_press, save_time

RESULTS = Path(__file__).with_name("results.json")
Figures = dict[str, Any]

# The benchmarks, by their names in the results.
MEASUREMENTS: dict[str, Callable[[], Figures]] = {
    "first_paint": first_paint.run,
    "key_press": key_press.run,
    "durable": save_time.run,
    "listing": document_list_time.run,
    "agreement": agreement.run,
}

# A figure's label, how to compute it from the results, and its maximum.
TARGETS: tuple[tuple[str, Callable[[Figures], float], float], ...] = (
    ("first paint, ratio to an empty app", lambda results: results["first_paint"]["ratio"], 1.5),
    (
        "first paint of a new article, same ratio",
        lambda results: results["first_paint"]["ratio_of_a_new_article"],
        1.6,
    ),
    *(
        (
            f"key press at {length}, {words}, ratio",
            lambda results, at=(length, state): results["key_press"][at[0]][at[1]]["ratio"],
            most,
        )
        for length in ("40", "10000")
        for state, words, most in (
            ("at_rest", "without scrolling", 2.0),
            ("scrolling", "scrolling", 1.2),
        )
    ),
    ("key to durable file at 40, p99 ms", lambda results: results["durable"]["40"]["p99_ms"], 50),
    (
        "key to durable file at 5,000, p99 ms",
        lambda results: results["durable"]["5000"]["p99_ms"],
        200,
    ),
    (
        "list of 5,000 documents, ratio to 40",
        lambda results: results["listing"]["ratio"],
        1.5,
    ),
    (
        "a million units, ratio to krippendorff",
        lambda results: results["agreement"]["ratio"],
        1 / 3,
    ),
)


def main() -> None:
    """Run all benchmarks, print each figure with its maximum, and save the results as JSON."""
    results: Figures = {}
    for name, measure in MEASUREMENTS.items():
        sys.stderr.write(f"Measuring {name}.\n")
        results[name] = measure()
    for words, read, most in TARGETS:
        value = read(results)
        verdict = "met" if value <= most else "MISSED"
        sys.stdout.write(f"{words:<42}{value:>9.2f}   at most {most:<6.4g} {verdict}\n")
    try:
        results["cutting"] = cutting.run()
    except ImportError as absent:
        sys.stderr.write(f"Skipped cutting: {absent}. Run: pip install .[bench]\n")
    else:
        sys.stdout.write(cutting.report(results["cutting"]) + "\n")
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
