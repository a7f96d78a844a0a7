"""Cutting time compared with nupunkt and pysbd, as ratios of times from the same run."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from annotator.text.cutting import cut
from bench.cutters import nupunkt_alone, pysbd

_WORD = re.compile(r"\b[a-z]{5,}\b")
_SMALL, _LARGE = 1_000, 10_000  # sentences


def news_text(sentences: int) -> str:
    """A text of about this number of sentences, made from the trap list.

    Each repetition spells its longer words differently, so that no tool can use its cache.
    """
    cases = [
        case.strip()
        for cases in yaml.safe_load(
            Path(__file__).with_name("traps.yaml").read_text(encoding="utf-8")
        ).values()
        for case in cases
    ]
    once = "\n\n".join(case.replace("\n", " ") for case in cases)
    count = sum(case.count("\n") + 1 for case in cases)
    return "\n\n".join(_varied(once, at) for at in range(-(-sentences // count)))


def measure_speed() -> dict[str, float]:
    """The ratios of processor time. Each time is the minimum of several rounds."""
    small, large = news_text(_SMALL), news_text(_LARGE)
    cut(small)
    ours_small, ours_large = _least(cut, small), _least(cut, large)
    few, many = "a\n" * 2_500, "a\n" * 25_000  # one paragraph
    return {
        "cut 10,000 sentences, ratio to nupunkt": ours_large / _least(nupunkt_alone, large),
        "cut 1,000 sentences, ratio to pysbd": ours_small / _least(pysbd, small, rounds=1),
        "10,000 sentences over 1,000 sentences": ours_large / ours_small,
        "a paragraph of 25,000 lines over one of 2,500": _least(cut, many) / _least(cut, few),
        "cut 10,000 sentences, seconds": ours_large,
    }


def _varied(text: str, at: int) -> str:
    mark = chr(ord("a") + at % 26) * (1 + at // 26)
    return _WORD.sub(lambda match: match[0][:-1] + mark + match[0][-1], text)


def _least(call: Callable[[str], object], text: str, rounds: int = 3) -> float:
    least = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        call(text)
        least = min(least, time.process_time() - begin)
    return least
