import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError
from annotator.storage.files import Fingerprint
from annotator.storage.save_events import SaveConflict, SaveEvent, SaveFailure, SaveSuccess
from annotator.storage.saver import Saver
from annotator.storage.system import SYSTEM, System
from tests.factories import a_set_on
from tests.storage.failing_system import CALLS, ERRORS, failing, names

OLD = b"old\n"
SOON = 10.0


def state(number: int) -> AnnotationSet:
    return a_set_on("One.", str(number))


def rendered(annotations: AnnotationSet) -> bytes:
    return f"revision {annotations.annotator}\n".encode()


class Desk:
    """A saver, its file, and what it reported."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: list[SaveEvent] = []
        self.savers: list[Saver] = []

    def saver(self, system: System = SYSTEM, known: bytes | None = OLD) -> Saver:
        fingerprint = Fingerprint.from_bytes(known) if known is not None else None
        self.savers.append(Saver(self.path, fingerprint, rendered, self.outcomes.append, system))
        return self.savers[-1]


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Desk]:
    driver = Desk(tmp_path / "article.ada.yaml")
    driver.path.write_bytes(OLD)
    yield driver
    for saver in driver.savers:
        saver.close(SOON)


def test_saved_is_reported_when_the_file_holds_the_revision(driver: Desk) -> None:
    saver = driver.saver()
    saver.save(state(1), 1)
    assert saver.wait(SOON)
    assert driver.outcomes == [SaveSuccess(1, driver.path)]
    assert driver.path.read_bytes() == b"revision 1\n"
    assert not saver.pending


def test_saved_comes_only_after_the_last_sync(driver: Desk) -> None:
    class Watched(System):
        def sync_folder(self, descriptor: int) -> None:
            super().sync_folder(descriptor)
            driver.outcomes.append(SaveFailure(0, "synced"))

    saver = driver.saver(Watched())
    saver.save(state(1), 1)
    saver.wait(SOON)
    assert driver.outcomes == [SaveFailure(0, "synced"), SaveSuccess(1, driver.path)]


class Gate(System):
    """A disk that stands still until it is let go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.free = threading.Event()

    def sync(self, descriptor: int) -> None:
        self.reached.set()
        assert self.free.wait(SOON)


def test_the_latest_state_wins_and_no_call_waits_for_the_disk(driver: Desk) -> None:
    gate = Gate()
    saver = driver.saver(gate)
    saver.save(state(1), 1)
    gate.reached.wait(SOON)
    begun = time.monotonic()
    for number in range(2, 1000):
        saver.save(state(number), number)
    assert time.monotonic() - begun < 1
    assert not saver.wait(0)
    assert saver.pending
    gate.free.set()
    assert saver.wait(SOON)
    assert driver.outcomes == [SaveSuccess(1, driver.path), SaveSuccess(999, driver.path)]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", [*CALLS, "sync_folder"])
def test_a_save_that_failed_is_never_called_saved_and_can_be_tried_again(
    driver: Desk, call: str, error: str
) -> None:
    saver = driver.saver(failing(call, error))
    saver.save(state(1), 1)
    assert not saver.wait(SOON)
    (outcome,) = driver.outcomes
    assert isinstance(outcome, SaveFailure)
    assert outcome.revision == 1
    assert str(driver.path) in outcome.reason
    assert saver.pending
    assert driver.path.read_bytes() == (b"revision 1\n" if call == "sync_folder" else OLD)
    saver.retry()
    assert saver.wait(SOON)
    assert driver.outcomes[1:] == [SaveSuccess(1, driver.path)]
    assert driver.path.read_bytes() == b"revision 1\n"
    assert names(driver.path.parent) == [driver.path.name]


def test_after_a_failure_the_next_edit_is_saved_with_all_before_it(driver: Desk) -> None:
    saver = driver.saver(failing("write", "ENOSPC"))
    saver.save(state(1), 1)
    saver.wait(SOON)
    saver.save(state(2), 2)
    assert saver.wait(SOON)
    assert driver.outcomes[1:] == [SaveSuccess(2, driver.path)]


def test_work_that_could_not_be_saved_can_be_saved_elsewhere(driver: Desk) -> None:
    saver = driver.saver(failing("write", "ENOSPC"))
    saver.save(state(1), 1)
    saver.wait(SOON)
    other = driver.path.with_name("other.yaml")
    saver.save_elsewhere(other)
    assert saver.wait(SOON)
    saver.save(state(2), 2)
    assert saver.wait(SOON)
    assert driver.outcomes[1:] == [SaveSuccess(1, other), SaveSuccess(2, other)]
    assert other.read_bytes() == b"revision 2\n"
    assert driver.path.read_bytes() == OLD


def test_saving_elsewhere_takes_no_file_that_is_there_unless_it_was_read(driver: Desk) -> None:
    saver = driver.saver()
    other = driver.path.with_name("other.yaml")
    other.write_bytes(b"theirs")
    saver.save(state(1), 1)
    with pytest.raises(DataError, match="already exists"):
        saver.save_elsewhere(other)
    assert saver.path == driver.path
    saver.save_elsewhere(other, Fingerprint.from_bytes(b"theirs"))
    assert saver.wait(SOON)
    assert other.read_bytes() == b"revision 1\n"


def test_a_file_chosen_while_the_disk_is_busy_is_the_one_that_is_used(driver: Desk) -> None:
    gate = Gate()
    saver = driver.saver(gate)
    other = driver.path.with_name("other.yaml")
    saver.save(state(1), 1)
    gate.reached.wait(SOON)
    saver.save_elsewhere(other)
    gate.free.set()
    assert saver.wait(SOON)
    assert driver.outcomes == [SaveSuccess(1, driver.path), SaveSuccess(1, other)]
    assert saver.path == other


def test_an_edit_made_elsewhere_sends_ours_to_a_copy_and_all_after_it(driver: Desk) -> None:
    saver = driver.saver()
    driver.path.write_bytes(b"theirs")
    copy = driver.path.with_name("article.ada.conflict-1.yaml")
    saver.save(state(1), 1)
    assert saver.wait(SOON)
    (outcome,) = driver.outcomes
    assert isinstance(outcome, SaveConflict)
    assert (outcome.revision, outcome.copy_path) == (1, copy)
    assert "changed" in outcome.reason
    saver.save(state(2), 2)
    assert saver.wait(SOON)
    assert driver.outcomes[1:] == [SaveSuccess(2, copy)]
    assert copy.read_bytes() == b"revision 2\n"
    assert driver.path.read_bytes() == b"theirs"


def test_an_edit_of_the_copy_sends_ours_to_the_next_one(driver: Desk) -> None:
    saver = driver.saver()
    driver.path.write_bytes(b"theirs")
    saver.save(state(1), 1)
    saver.wait(SOON)
    saver.path.write_bytes(b"theirs too")
    saver.save(state(2), 2)
    saver.wait(SOON)
    assert names(driver.path.parent) == [
        "article.ada.conflict-1.yaml",
        "article.ada.conflict-2.yaml",
        "article.ada.yaml",
    ]
    assert saver.path.read_bytes() == b"revision 2\n"


def test_the_person_may_decide_for_ours_after_a_conflict(driver: Desk) -> None:
    saver = driver.saver()
    driver.path.write_bytes(b"theirs")
    saver.save(state(1), 1)
    saver.wait(SOON)
    saver.save_elsewhere(driver.path, Fingerprint.from_bytes(b"theirs"))
    assert saver.wait(SOON)
    assert driver.path.read_bytes() == b"revision 1\n"


def test_a_file_that_appeared_since_opening_is_an_edit_made_elsewhere(driver: Desk) -> None:
    saver = driver.saver(known=None)
    saver.save(state(1), 1)
    saver.wait(SOON)
    assert isinstance(driver.outcomes[0], SaveConflict)
    assert driver.path.read_bytes() == OLD


def test_a_copy_that_can_not_be_written_is_a_failure_and_is_tried_again(driver: Desk) -> None:
    saver = driver.saver(failing("place", "ENOSPC"))
    driver.path.write_bytes(b"theirs")
    saver.save(state(1), 1)
    assert not saver.wait(SOON)
    saver.retry()
    assert saver.wait(SOON)
    assert [type(outcome) for outcome in driver.outcomes] == [SaveFailure, SaveConflict]
    assert driver.path.read_bytes() == b"theirs"


def test_a_state_like_the_last_saved_one_is_not_written_again(driver: Desk) -> None:
    saver = driver.saver()
    saver.save(state(1), 1)
    saver.wait(SOON)
    before = driver.path.stat()
    saver.save(state(1), 3)
    assert saver.wait(SOON)
    after = driver.path.stat()
    assert driver.outcomes[1:] == [SaveSuccess(3, driver.path)]
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_state_like_the_last_saved_one_is_not_called_saved_if_the_file_is_gone(
    driver: Desk,
) -> None:
    saver = driver.saver()
    saver.save(state(1), 1)
    saver.wait(SOON)
    driver.path.unlink()
    saver.save(state(1), 2)
    saver.wait(SOON)
    assert isinstance(driver.outcomes[1], SaveConflict)


def test_a_fault_in_rendering_is_a_failed_save_and_the_thread_lives(driver: Desk) -> None:
    def broken(annotations: AnnotationSet) -> bytes:
        if annotations.annotator == "1":
            raise ZeroDivisionError("by zero")
        return rendered(annotations)

    saver = Saver(driver.path, Fingerprint.from_bytes(OLD), broken, driver.outcomes.append)
    saver.save(state(1), 1)
    assert not saver.wait(SOON)
    assert isinstance(driver.outcomes[0], SaveFailure)
    assert "ZeroDivisionError: by zero" in driver.outcomes[0].reason
    saver.save(state(2), 2)
    assert saver.close(SOON)
    assert driver.outcomes[1] == SaveSuccess(2, driver.path)


def test_rendering_happens_in_the_savers_thread(driver: Desk) -> None:
    threads: list[str] = []

    def watched(annotations: AnnotationSet) -> bytes:
        threads.append(threading.current_thread().name)
        return rendered(annotations)

    saver = Saver(driver.path, Fingerprint.from_bytes(OLD), watched, driver.outcomes.append)
    saver.save(state(1), 1)
    assert saver.close(SOON)
    assert threads == ["saver"]


def test_a_report_that_fails_does_not_end_the_saving(driver: Desk) -> None:
    def report(outcome: SaveEvent) -> None:
        driver.outcomes.append(outcome)
        raise RuntimeError("the screen has gone")

    saver = Saver(driver.path, Fingerprint.from_bytes(OLD), rendered, report)
    saver.save(state(1), 1)
    saver.wait(SOON)
    saver.save(state(2), 2)
    assert saver.close(SOON)
    assert driver.outcomes[-1] == SaveSuccess(2, driver.path)


def test_a_revision_never_goes_back(driver: Desk) -> None:
    saver = driver.saver()
    saver.save(state(2), 2)
    saver.save(state(2), 2)
    with pytest.raises(ValueError, match=r"evision 1 .* revision 2"):
        saver.save(state(1), 1)
    saver.wait(SOON)
    assert driver.outcomes == [SaveSuccess(2, driver.path)]


def test_closing_saves_what_is_waiting_and_refuses_more(driver: Desk) -> None:
    saver = driver.saver()
    saver.save(state(1), 1)
    assert saver.close(SOON)
    assert saver.close(SOON)
    assert driver.path.read_bytes() == b"revision 1\n"
    with pytest.raises(RuntimeError, match="closed"):
        saver.save(state(2), 2)


def test_closing_says_when_work_is_not_saved(driver: Desk) -> None:
    saver = driver.saver(failing("write", "ENOSPC"))
    saver.save(state(1), 1)
    assert not saver.close(SOON)


def test_a_saver_that_saved_nothing_has_no_thread_and_touches_nothing(driver: Desk) -> None:
    before = driver.path.stat()
    saver = driver.saver()
    saver.retry()
    assert "saver" not in {each.name for each in threading.enumerate()}
    assert saver.wait(0)
    assert saver.close(0)
    assert driver.path.stat().st_mtime_ns == before.st_mtime_ns
    assert names(driver.path.parent) == [driver.path.name]


def test_many_threads_may_ask_at_once(driver: Desk) -> None:
    saver = driver.saver()
    numbers = iter(range(1, 10_000))
    turn = threading.Lock()

    def work() -> None:
        for _ in range(50):
            with turn:
                number = next(numbers)
                saver.save(state(number), number)
            saver.retry()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert saver.wait(SOON)
    assert driver.path.read_bytes() == b"revision 200\n"
    revisions = [outcome.revision for outcome in driver.outcomes]
    assert revisions == sorted(revisions)


FORKING = """
import os, sys
from pathlib import Path
from annotator.storage.saver import Saver
from tests.factories import a_set_on
saver = Saver(Path(sys.argv[1]), None, lambda each: each.annotator.encode(), lambda outcome: None)
saver.save(a_set_on("One.", "parent"), 1)
if os.fork() == 0:
    try:
        saver.save(a_set_on("One.", "child"), 2)
    except RuntimeError as error:
        print(type(error).__name__, flush=True)
    sys.exit(0 if saver.close() is False else 1)
print(os.wait()[1], flush=True)
"""


def test_a_forked_child_is_refused_and_a_program_that_just_ends_has_saved(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new.yaml"
    command = [sys.executable, "-W", "ignore", "-c", FORKING, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=os.getcwd())
    assert said.stdout == "RuntimeError\n0\n"
    assert path.read_bytes() == b"parent"
