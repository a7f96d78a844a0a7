"""How well and how fast sentences are cut, beside other tools, in one run.

    python -m bench.cutting [--gold FILE] [--json FILE]

A boundary is the place between two sentences of one paragraph, counted in
characters other than white space from the paragraph's beginning. Precision and
recall are taken over all boundaries of all paragraphs together (micro), and F1
from them. A paragraph's beginning and end are given, so they count for nobody.
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
"""The gold sentences of one paragraph; the paragraph is they, joined by single spaces."""


class Counts(NamedTuple):
    """Boundaries found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall in per cent; 100 where there is nothing."""
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
    """Read a trap list; every other case, from the first on, is of the tuned half."""
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
    """Read gold articles: a list of `{"doc": name, "paras": [[sentence, ...], ...]}`."""
    articles = json.loads(path.read_text(encoding="utf-8"))
    return {article["doc"].rpartition("_")[2]: article["paras"] for article in articles}


def boundaries(sentences: Iterable[str]) -> set[int]:
    """Give where sentences meet, in characters other than white space from the beginning."""
    ends, length = set(), 0
    for sentence in sentences:
        length += len("".join(sentence.split()))
        ends.add(length)
    return ends - {length}


def ours(paragraph: str, language: str = "en") -> list[str]:
    """Cut one paragraph; a dateline at its head goes with its first sentence, as in the gold."""
    return [paragraph[start:end] for start, end in _without_datelines(cut(paragraph, language))]


def score_harder(traps: Iterable[Trap]) -> Counts:
    """Count our boundaries in traps of several languages, each cut in its own."""
    return _total(
        _compared(boundaries(trap.sentences), boundaries(ours(trap.text, trap.language)))
        for trap in traps
    )


def score(paragraphs: Iterable[Paragraph], cutter: Cutter) -> Counts:
    """Count a tool's boundaries inside paragraphs that it is given one by one."""
    return _total(
        _compared(boundaries(paragraph), boundaries(cutter(" ".join(paragraph))))
        for paragraph in paragraphs
    )


def score_whole(articles: Iterable[Sequence[Paragraph]]) -> Counts:
    """Count our boundaries inside paragraphs of articles that are cut as wholes."""
    return _total(_compared(*_whole(article)) for article in articles)


def measure_gold(path: Path) -> dict[str, dict[str, float]]:
    """Give every tool's F1 on the gold: on the tuned articles, on the others, and on all."""
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
    """Give every tool's F1 on the traps: on each half, on all, and by category."""
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
    """Measure everything.

    Args:
        gold: The gold articles; without it the environment variable ANNOTATOR_GOLD
            names the file, and where that is unset the gold is skipped.

    Returns:
        F1 in per cent under "gold" (or None) and "traps", by tool and then by part,
        and the ratios of time under "speed".
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
    """Set the figures of `run` as a table for people."""
    lines = []
    for name in ("gold", "traps"):
        if figures[name] is None:
            lines.append("gold: skipped, for want of a file (--gold or ANNOTATOR_GOLD)\n")
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
    """Measure, print the tables, and write the figures as JSON where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.cutting", description=__doc__)
    parser.add_argument("--gold", type=Path, help="gold articles (default: ANNOTATOR_GOLD)")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args(arguments)
    figures = run(options.gold)
    sys.stdout.write(report(figures) + "\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
