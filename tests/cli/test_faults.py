"""A disk that fails at any call of any command that writes: all of it or none, and it goes on."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.cli import run
from annotator.model.errors import DataError
from tests.faults import READING, SHORT, WRITING, Call, Faults, everything, files, interrupted
from tests.rounds import LONG
from tests.writing_commands import (
    COMMANDS,
    OF_WHAT_IS_READ,
    ONE_BY_ONE,
    SEVERAL,
    KilledRuns,
    make_world,
    run_command,
)

FEW = 4


class Stage(NamedTuple):
    """Where the world is set up again for each run, always at the same path."""

    pristine: Path
    content: dict[str, bytes | None]
    world: Path

    @property
    def is_pristine(self) -> bool:
        """Whether the world is as it is set up, to the last hidden file."""
        return everything(self.world) == self.content

    def set_up(self) -> dict[str, bytes]:
        """What every file holds before the command."""
        if not self.is_pristine:
            shutil.rmtree(self.world, ignore_errors=True)
            shutil.copytree(self.pristine, self.world)
        return files(self.world)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    home = tmp_path_factory.mktemp("faults")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_CONFIG_DIR", str(home / "settings"))
        make_world(home / "world")
    shutil.copytree(home / "world", home / "pristine")
    yield Stage(home / "pristine", everything(home / "pristine"), home / "world")
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def killed_runs() -> Iterator[KilledRuns]:
    with KilledRuns() as runs:
        yield runs


def counted(stage: Stage, name: str) -> tuple[dict[str, bytes], list[Call]]:
    """What an undisturbed run leaves, and the calls that it makes."""
    stage.set_up()
    with Faults(stage.world).injected() as problems:
        assert attempted(stage.world, name) == 0
    return files(stage.world), problems.calls


def attempted(world: Path, name: str) -> int:
    try:
        return run_command(world, name)
    except DataError:
        # Functions that are not commands report to their caller.
        assert name == "settings"
        return 1


def spread(numbers: list[int], few: int) -> list[int]:
    """At most `few` of them, at equal distances."""
    return numbers[:: max(1, -(-len(numbers) // few))]


def chosen(calls: list[Call]) -> Iterator[tuple[int, str]]:
    """Which calls fail, and how: each of them in the long run, a few of them else."""
    for kinds, writes in ((READING, False), (WRITING, True)):
        numbers = [number for number, call in enumerate(calls, 1) if call.writes == writes]
        some = numbers if LONG else spread(numbers, FEW if writes else FEW // 2)
        for place, number in enumerate(some):
            yield number, kinds[place % len(kinds)]
    first = next((number for number, call in enumerate(calls, 1) if call.name == "write"), 0)
    yield first, SHORT


@pytest.mark.parametrize("name", COMMANDS)
def test_whichever_call_fails_all_or_nothing_is_done_and_the_next_run_continues(
    stage: Stage, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done, calls = counted(stage, name)
    for at, error in chosen(calls):
        before = stage.set_up()
        capsys.readouterr()
        with Faults(stage.world, at, error).injected():
            code = attempted(stage.world, name)
        said = capsys.readouterr()
        where = f"{name}: call {at} of {len(calls)}, {calls[at - 1].name}, {error}: {said.err}"
        # Wrong use is what a path is taken for that cannot be looked at; nothing is done then.
        assert code in {0, 1} or (code == 2 and files(stage.world) == before), where
        assert "Traceback" not in said.err, where
        assert code == 0 or name == "settings" or said.err.strip(), where
        require_whole(stage, name, before, done, code, where)
        require_next(stage, name, done, where)


@pytest.mark.parametrize("name", COMMANDS)
def test_with_a_full_disk_nothing_is_half_done_unless_a_message_says_so(
    stage: Stage, name: str
) -> None:
    done, calls = counted(stage, name)
    numbers = [number for number, call in enumerate(calls, 1) if call.writes]
    for at in numbers[::3] if LONG else spread(numbers, FEW // 2):
        before = stage.set_up()
        with Faults(stage.world, at, "ENOSPC", lasting=True).injected():
            code = attempted(stage.world, name)
        where = f"{name}: from call {at} of {len(calls)} on"
        require_whole(stage, name, before, done, code, where)
        require_next(stage, name, done, where)


@pytest.mark.parametrize("name", SEVERAL)
def test_killed_at_any_call_what_was_begun_is_carried_to_its_end_or_not_begun(
    stage: Stage, name: str, killed_runs: KilledRuns
) -> None:
    done, calls = counted(stage, name)
    numbers = [number for number, call in enumerate(calls, 1) if call.writes]
    # The most is under way in the middle.
    for at in numbers[:: len(numbers) // 3] if LONG else [numbers[len(numbers) * 2 // 3]]:
        before = stage.set_up()
        killed_runs.run(stage.world, name, at)
        where = f"{name}: killed at call {at} of {len(calls)}"
        require_whole(stage, name, before, done, 1, where)
        require_next(stage, name, done, where)


def require_whole(
    stage: Stage,
    name: str,
    before: dict[str, bytes],
    done: dict[str, bytes],
    code: int,
    where: str,
) -> None:
    """Every file is wholly as it was or as it is to be; and so are all of them together."""
    after = files(stage.world)
    if name in OF_WHAT_IS_READ:
        return
    for path in before.keys() | done.keys() | after.keys():
        states = (before.get(path), done.get(path))
        assert after.get(path) in states, f"{where}: {path} is neither old nor new"
    if code == 0:
        assert after == done, f"{where}: it says that it went well"
    elif name not in ONE_BY_ONE and not interrupted(stage.world):
        assert after in (before, done), f"{where}: a part of it is done"


def require_next(stage: Stage, name: str, done: dict[str, bytes], where: str) -> None:
    """The same command again gives what an undisturbed run gives."""
    if stage.is_pristine:
        return  # it is the run that was not disturbed
    for folder in interrupted(stage.world):
        if (folder / "project.yaml").exists() and name != "init":
            assert run(["resegment", str(folder), "--resume"]) == 0, where
    if files(stage.world) != done or interrupted(stage.world):
        assert attempted(stage.world, name) == 0, f"{where}: the next run does not go on"
    assert files(stage.world) == done, f"{where}: the next run gives something else"
    assert not interrupted(stage.world), where
