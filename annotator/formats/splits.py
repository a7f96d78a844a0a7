"""Documents divided into the parts of a dataset, the same way for the same seed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from annotator.model.faults import Refused

NAMES = ("train", "validation", "test")


def shares(text: str) -> tuple[int, ...]:
    """The shares that a text such as "80,10,10" names, for train, validation and test.

    Raises:
        Refused: They are no shares that sum to 100.
    """
    parts = text.split(",")
    if not all(part.strip().isascii() and part.strip().isdecimal() for part in parts):
        raise Refused(f"“{text}” is no list of shares; write 80,10,10")
    found = tuple(int(part) for part in parts)
    if sum(found) != 100 or len(found) > len(NAMES):
        raise Refused(
            f"the shares {text} are {sum(found)} in all; they should be 100, of at most 3"
        )
    return found


def split(documents: Iterable[str], parts: Sequence[int], seed: int) -> Mapping[str, str]:
    """The part of each document, by its id; an article is never in two parts.

    The order is that of hashes of seed and id, so that it depends on nothing else.

    Args:
        documents: Their ids.
        parts: The shares in percent, in the order of `NAMES`.
        seed: Another one divides them otherwise.
    """
    ordered = sorted(set(documents), key=lambda each: _hash(seed, each))
    found: dict[str, str] = {}
    reached = 0
    for name, share in zip(NAMES, parts, strict=False):
        begin = round(len(ordered) * reached / 100)
        reached += share
        end = round(len(ordered) * reached / 100)
        found |= dict.fromkeys(ordered[begin:end], name)
    return found


def _hash(seed: int, document: str) -> str:
    return hashlib.sha256(f"{seed}\n{document}".encode()).hexdigest()
