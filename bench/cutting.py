"""Quality and speed of sentence cutting, compared with other tools in the same run.

    python -m bench.cutting [--gold FILE] [--json FILE]

A boundary is the place between two sentences of a paragraph, counted in characters from the start
of the paragraph, without white space. Precision, recall and F1 are computed over all boundaries of
all paragraphs together (micro). The start and end of a paragraph are given, so they do not count.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from annotator.text.cutting import TextSegment, cut
from bench.cutters import CUTTERS, Cutter
from bench.cutting_speed import measure_speed

TUNED_ARTICLES = frozenset({"afghan", "clock", "defector", "expo", "hackers", "ie9"})
TRAPS = Path(__file__).with_name("traps.yaml")
HARDER_TRAPS = Path(__file__).with_name("traps_more.yaml")
_NO_BLANK = "¦"
_WITHOUT_BLANKS = frozenset({"ja", "zh"})
_OURS, _OURS_WHOLE = "annotator", "annotator, whole articles"

Paragraph = Sequence[str]
"""The gold sentences of one paragraph. The paragraph is these, joined with single spaces."""


class Counts(NamedTuple):
    """Boundaries that are right, wrong or missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall in percent; 100 if there are no boundaries."""
        total = 2 * self.right + self.wrong + self.missed
        return 100 * 2 * self.right / total if total else 100.0


class Trap(NamedTuple):
    """One paragraph of the trap list."""

    category: str
    sentences: Paragraph
    tuned: bool
    text: str
    language: str


def load_traps(path: Path = TRAPS) -> list[Trap]:
    """The traps in a list. Every other case, from the first, is in the tuned half."""
    categories: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    cases = [(name, case) for name, cases in categories.items() for case in cases]
    return [_trap(name, case.strip(), at % 2 == 0) for at, (name, case) in enumerate(cases)]


def _trap(category: str, case: str, tuned: bool) -> Trap:
    named, colon, _ = category.partition(":")
    language = named if colon else "en"
    text = case.replace(_NO_BLANK, "").replace("\n", "" if language in _WITHOUT_BLANKS else " ")
    sentences = case.replace("&nbsp;" + _NO_BLANK, "\n").replace(_NO_BLANK, "\n").split("\n")
    return Trap(category, sentences, tuned, text, language)


def load_gold(path: Path) -> dict[str, list[Paragraph]]:
    """The gold articles in a file: a list of `{"doc": name, "paras": [[sentence, ...], ...]}`."""
    articles = json.loads(path.read_text(encoding="utf-8"))
    return {article["doc"].rpartition("_")[2]: article["paras"] for article in articles}


def boundaries(sentences: Iterable[str]) -> set[int]:
    """The boundaries between sentences, in characters from the start, without white space."""
    ends, length = set(), 0
    for sentence in sentences:
        length += len("".join(sentence.split()))
        ends.add(length)
    return ends - {length}


def ours(paragraph: str, language: str = "en") -> list[str]:
    """Cut one paragraph. A dateline at its start stays with the first sentence, as in the gold."""
    return [paragraph[start:end] for start, end in _without_datelines(cut(paragraph, language))]


def score_harder(traps: Iterable[Trap]) -> Counts:
    """Count our boundaries in traps of several languages, each cut with its own rules."""
    return _total(
        _compared(boundaries(trap.sentences), boundaries(ours(trap.text, trap.language)))
        for trap in traps
    )


def score(paragraphs: Iterable[Paragraph], cutter: Cutter) -> Counts:
    """Count a tool's boundaries in paragraphs that it cuts one at a time."""
    return _total(
        _compared(boundaries(paragraph), boundaries(cutter(" ".join(paragraph))))
        for paragraph in paragraphs
    )


def score_whole(articles: Iterable[Sequence[Paragraph]]) -> Counts:
    """Count our boundaries in the paragraphs of whole articles."""
    return _total(_compared(*_whole(article)) for article in articles)


def measure_gold(path: Path) -> dict[str, dict[str, float]]:
    """Every tool's F1 on the gold: for the tuned articles, the others, and all."""
    articles = load_gold(path)
    parts = {
        "tuned": [name for name in articles if name in TUNED_ARTICLES],
        "held out": [name for name in articles if name not in TUNED_ARTICLES],
        "all": list(articles),
    }
    figures: dict[str, dict[str, float]] = {_OURS: {}, _OURS_WHOLE: {}}
    for part, names in parts.items():
        chosen = [articles[name] for name in names]
        figures[_OURS_WHOLE][part] = score_whole(chosen).f1
        paragraphs = [paragraph for article in chosen for paragraph in article]
        for tool, cutter in _cutters().items():
            figures.setdefault(tool, {})[part] = score(paragraphs, cutter).f1
    return figures


def measure_traps() -> dict[str, dict[str, float]]:
    """Every tool's F1 on the traps: for each half, for all, and by category."""
    traps = load_traps()
    parts = {
        "tuned": [trap for trap in traps if trap.tuned],
        "held out": [trap for trap in traps if not trap.tuned],
        "all": traps,
    }
    for trap in traps:
        parts.setdefault(trap.category, []).append(trap)
    return {
        tool: {
            part: score([trap.sentences for trap in chosen], cutter).f1
            for part, chosen in parts.items()
        }
        for tool, cutter in _cutters().items()
    }


def run(gold: Path | None = None) -> dict[str, Any]:
    """Run all measurements.

    Args:
        gold: The gold articles (default: the file in the environment variable ANNOTATOR_GOLD).
            Without a file, the gold is skipped.

    Returns:
        F1 in percent under "gold" (or None) and "traps", by tool and part, and ratios of times
            under "speed".
    """
    named = os.environ.get("ANNOTATOR_GOLD")
    path = gold or (Path(named) if named else None)
    found = path is not None and path.is_file()
    return {
        "gold": measure_gold(path) if path is not None and found else None,
        "traps": measure_traps(),
        "speed": measure_speed(),
    }


def report(figures: dict[str, Any]) -> str:
    """The results of `run` as a table."""
    lines = []
    for name in ("gold", "traps"):
        if figures[name] is None:
            lines.append("Skipped gold: no file (--gold or ANNOTATOR_GOLD).\n")
            continue
        lines.append(f"{name + ': boundary F1':<28}{'tuned':>9}{'held out':>10}{'all':>8}")
        for tool, parts in figures[name].items():
            values = parts["tuned"], parts["held out"], parts["all"]
            lines.append("{:<28}{:>9.1f}{:>10.1f}{:>8.1f}".format(tool, *values))
        lines.append("")
    lines += [f"{name:<44}{value:>8.2f}" for name, value in figures["speed"].items()]
    return "\n".join(lines)


def _cutters() -> dict[str, Cutter]:
    return {_OURS: ours, **CUTTERS}


def _compared(gold: set[int], found: set[int]) -> Counts:
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def _total(counts: Iterable[Counts]) -> Counts:
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return Counts(*sums) if sums else Counts(0, 0, 0)


def _without_datelines(pieces: Sequence[TextSegment]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    dateline: TextSegment | None = None
    for piece in pieces:
        joined = dateline is not None and dateline.paragraph == piece.paragraph
        spans.append((dateline.start if joined and dateline else piece.start, piece.end))
        dateline = piece if piece.part == "dateline" else None
        if joined:
            del spans[-2]
    return spans


def _whole(article: Sequence[Paragraph]) -> tuple[set[int], set[int]]:
    text = "\n\n".join(" ".join(paragraph) for paragraph in article)
    spans = _without_datelines(cut(text))
    gold = boundaries(sentence for paragraph in article for sentence in paragraph)
    between = boundaries(" ".join(paragraph) for paragraph in article)
    found = boundaries(text[start:end] for start, end in spans)
    return gold - between, found - between


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements, print the tables, and write the figures as JSON if there is a file."""
    parser = argparse.ArgumentParser(prog="python -m bench.cutting", description=__doc__)
    parser.add_argument("--gold", type=Path, help="gold articles (default: ANNOTATOR_GOLD)")
    parser.add_argument("--json", type=Path, help="file for the figures as JSON")
    options = parser.parse_args(arguments)
    figures = run(options.gold)
    sys.stdout.write(report(figures) + "\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
