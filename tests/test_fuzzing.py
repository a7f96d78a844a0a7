"""What the fuzzer begins from, and all that it ever found, taken as bytes from anywhere are."""

import pytest

from tests.fuzz_targets import TARGETS
from tests.fuzzing import KEPT


def found() -> list[tuple[str, str]]:
    """The inputs that once made a target fail: each in a file of the folder of its target."""
    return [(path.parent.name, path.name) for path in sorted(KEPT.glob("*/*"))]


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_taken_or_refused_is_written_and_read_again(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].take(seed)
        TARGETS[name].take(seed[: len(seed) // 2])
        TARGETS[name].take(seed.replace(b"1", b"-999999999999").replace(b"a", b"\xff"))


@pytest.mark.parametrize(("name", "file"), found())
def test_what_once_made_a_reader_fail_is_taken_or_refused(name: str, file: str) -> None:
    TARGETS[name].take((KEPT / name / file).read_bytes())


def test_every_folder_of_what_was_found_is_of_a_target() -> None:
    assert {name for name, _ in found()} <= TARGETS.keys()
