"""Quality of the detection of cues, sources and non-responses, on two halves of one list.

    python -m bench.cues [--wrong tuned|held]

The list is `attributions.txt`. One person wrote and marked it for this project, so the figures show
how well the tables cover the usual wordings of news, not how often these occur.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import Span
from annotator.text.cues import likeliest, non_response_span
from annotator.text.names import names

LIST = Path(__file__).with_name("attributions.txt")
_MARKS = re.compile(r"[\[\]{}]")


class Marked(NamedTuple):
    """A sentence of the list: its kind, its text, and the spans of its cue and source."""

    kind: str
    text: str
    cue: Span | None
    source: Span | None
    tuned: bool


class Figures(NamedTuple):
    """The results for one half, in percent: F1 if there may be nothing to find, or else a share."""

    has_cue: float
    cue_exact: float
    cue_overlaps: float
    source_overlaps: float
    silence: float


def load(path: Path = LIST) -> Iterator[Marked]:
    """The sentences of the list. Of each kind, every other one is in the tuned half."""
    met: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, marked = line.partition(" ")
            met[kind] = met.get(kind, 0) + 1
            yield _marked(kind, marked, tuned=met[kind] % 2 == 1)


def _marked(kind: str, marked: str, *, tuned: bool) -> Marked:
    places: dict[str, int] = {}
    for at, match in enumerate(_MARKS.finditer(marked)):
        places.setdefault(match.group(), match.start() - at)
    cue = (places["{"], places["}"]) if "{" in places else None
    source = (places["["], places["]"]) if "[" in places else None
    return Marked(kind, _MARKS.sub("", marked), cue, source, tuned)


def figures(sentences: Iterable[Marked]) -> Figures:
    """The results for these sentences, in percent."""
    marked = list(sentences)
    cues = [(each, likeliest(each.text)) for each in marked]
    with_cue = [(each.cue, found) for each, found in cues if each.cue]
    sources = [(each.source, found_source(each.text)) for each in marked if each.source]
    return Figures(
        f1((each.cue is not None, found is not None) for each, found in cues),
        share(cue == found for cue, found in with_cue),
        share(overlap(cue, found) for cue, found in with_cue),
        share(overlap(source, found) for source, found in sources),
        f1((each.kind == "s", non_response_span(each.text) is not None) for each in marked),
    )


def found_source(text: str) -> Span | None:
    """The span of the likeliest source of a sentence."""
    candidates = names(text)
    return candidates[0].span if candidates else None


def overlap(one: Span | None, other: Span | None) -> bool:
    """Whether two spans overlap."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def share(right: Iterable[bool]) -> float:
    """The share of true values, in percent."""
    all_of_them = list(right)
    return 100 * sum(all_of_them) / len(all_of_them)


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 in percent. In each pair, the first value is the truth and the second the result."""
    all_of_them = list(pairs)
    right = sum(is_so and found for is_so, found in all_of_them)
    total = sum(is_so + found for is_so, found in all_of_them)
    return 100 * 2 * right / total if total else 100.0


def _wrong(each: Marked) -> str | None:
    cue, source = likeliest(each.text), found_source(each.text)
    errors = [f"cue {each.text[slice(*cue)] if cue else None!r}"] if cue != each.cue else []
    if each.source and not overlap(source, each.source):
        errors.append(f"source {each.text[slice(*source)] if source else None!r}")
    if (non_response_span(each.text) is not None) != (each.kind == "s"):
        errors.append("non-response")
    return f"{each.kind} {each.text}   <- {', '.join(errors)}" if errors else None


def main() -> None:
    """Print the results of both halves, and on request the errors of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=["tuned", "held"])
    half_to_list = parser.parse_args().wrong
    for name, tuned in (("tuned", True), ("held", False)):
        half = [each for each in load() if each.tuned == tuned]
        sys.stdout.write(f"{name}, {len(half)} sentences:\n")
        for figure, value in figures(half)._asdict().items():
            sys.stdout.write(f"  {figure:<18}{value:6.1f}\n")
        if half_to_list == name:
            sys.stdout.writelines(f"{line}\n" for line in map(_wrong, half) if line)


if __name__ == "__main__":
    main()
