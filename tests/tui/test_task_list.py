"""The documents of an annotator: in, tag, back, on with the next; nothing is ever lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.model.annotation import Status
from annotator.model.edits import SetFlag, SetStatus, SetTag
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.project import Assignment, Round, RoundAssignments
from annotator.storage import locks
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import DOCUMENT_LIST_COMMANDS, DOCUMENT_LIST_GROUP
from annotator.tui.file_session import FileSession
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.screens.task_list import BLIND_PROJECT, TaskList, TaskListScreen
from annotator.tui.widgets.document_list import DocumentRow
from annotator.tui.widgets.header_footer import StatusLine
from tests.drivers.editor import drawn_lines
from tests.hostile import CORPUS
from tests.project_factories import a_project, a_set_in, set_in_file, store_assignments
from tests.statements import states

SENTENCES = ("s1", "s2", "s3")


class Listed:
    """The app on a project, and what a test asks of it."""

    def __init__(self, app: AnnotatorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> TaskListScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, TaskListScreen)
        return screen

    @property
    def inside(self) -> bool:
        return isinstance(self.app.screen, TaggingScreen)

    @property
    def words(self) -> list[str]:
        return [row.progress_text for row in self.screen.rows]

    @property
    def at(self) -> str:
        return self.screen.task_list.tasks[self.screen.listing.cursor].document

    @property
    def said(self) -> str:
        return self.app.screen.query_one(StatusLine).words

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def back(self) -> None:
        """Press q, and wait until the list is there again."""
        await self.pilot.press("q")
        await self.until_back()

    async def until_back(self) -> None:
        """Wait until the list is there again."""
        for _ in range(200):
            await self.pilot.pause(0.01)
            if self.app.screen is self.screen and self.screen.work is None:
                return
        raise AssertionError(self.app.screen_stack)


@asynccontextmanager
async def listed(
    folder: Path, annotator: str = "ada", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Listed]:
    app = AnnotatorApp(TaskList.for_annotator(folder, annotator, {}))
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete(
                [each for each in app.workers if each.group == "reading"]
            )
            await pilot.pause()
            yield Listed(app, pilot)
    finally:
        app.close()


async def test_one_goes_in_tags_comes_back_and_goes_on_with_the_next(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    async with listed(folder) as driver:
        assert driver.words == ["not started"] * 3
        await driver.press("enter", "c", "b")
        assert driver.inside
        await driver.back()
        assert driver.words == ["2/3", "not started", "not started"]
        assert set_in_file(folder / "annotations/ada/a.yaml").sentences[0].tag == "claim"
        await driver.press("enter", "c", "F", "y")
        await driver.back()
        assert driver.words[0] == "finished"
        assert driver.at == "b"
        await driver.press("enter", "c")
        await driver.back()
    assert set_in_file(folder / "annotations/ada/b.yaml").sentences[0].tag == "claim"
    assert sorted(path.name for path in (folder / "annotations/ada").iterdir()) == [
        "a.yaml",
        "b.yaml",
    ]


async def test_coming_back_gives_the_file_free_and_a_second_window_may_have_it(
    tmp_path: Path,
) -> None:
    folder = a_project(tmp_path)
    path = folder / "annotations/ada/a.yaml"
    async with listed(folder) as driver:
        await driver.press("enter", "c")
        assert isinstance(locks.try_lock(path, "other"), locks.LockHolder)
        await driver.back()
        hold = locks.try_lock(path, "other")
        assert isinstance(hold, locks.WriteLock)
        await driver.press("enter")
        assert states(driver.said, "other")
        hold.release()


async def inside(driver: Listed, document: str) -> None:
    """Wait until this document is open, and no other."""
    for _ in range(200):
        await driver.pilot.pause(0.01)
        open_screens = [each for each in driver.app.screen_stack if isinstance(each, TaggingScreen)]
        names = [each.session.annotations.document.id for each in open_screens]
        if names == [document] and driver.app.screen is open_screens[0]:
            return
    raise AssertionError(names)


async def test_the_next_and_the_previous_document_are_opened_from_inside(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    path = folder / "annotations/ada/a.yaml"
    async with listed(folder) as driver:
        await driver.press("enter", "c", "]")
        await inside(driver, "b")
        assert states(driver.said, "a.yaml", "2 of 3")
        assert set_in_file(path).sentences[0].tag == "claim"
        hold = locks.try_lock(path, "other")
        assert isinstance(hold, locks.WriteLock)
        hold.release()
        await driver.press("b", "2", "]")
        await inside(driver, "c")
        await driver.press("]")
        assert states(driver.said, "last")
        await driver.press("[", "[", "[")
        await inside(driver, "a")
        assert states(driver.said, "first")
        await driver.press("f", "q")
        await driver.until_back()
        assert driver.at == "a"
        assert driver.words == ["2/3", "1/3", "not started"]


async def test_keys_typed_ahead_reach_the_document_that_they_are_for(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    async with listed(folder) as driver:
        await driver.pilot.press("enter", "c", "]", "f", "]", "n", "[", "n")
        await inside(driver, "b")
        await driver.back()
        tags = [set_in_file(folder / f"annotations/ada/{each}.yaml").sentences for each in "abc"]
    firsts = [[each.tag for each in sentences[:2]] for sentences in tags]
    assert firsts == [["claim", None], ["confirmation", "non-response"], ["non-response", None]]


async def test_one_key_finishes_and_continues_with_what_is_not_done(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    a_set_in(folder, "Ada", SetTag(SENTENCES, "claim"), SetStatus(Status.FINISHED), document="b")
    async with listed(folder) as driver:
        await driver.press("g", "enter", "b", "b", "b", "Z")
        await inside(driver, "c")
        assert set_in_file(folder / "annotations/ada/a.yaml").status is Status.FINISHED
        await driver.press("b", "Z", "n")
        await inside(driver, "c")
        await driver.press("Z", "y")
        await driver.until_back()
        assert driver.words == ["finished"] * 3


async def test_a_document_that_does_not_open_is_said_and_the_open_one_stays(
    tmp_path: Path,
) -> None:
    folder = a_project(tmp_path)
    a_set_in(folder, "Ada", document="b").write_text("", "utf-8")
    async with listed(folder) as driver:
        await driver.press("g", "enter", "c", "]")
        await driver.pilot.pause(0.1)
        assert states(driver.said, "empty")
        await driver.press("f", "2", "]")
        await inside(driver, "c")
    sentences = set_in_file(folder / "annotations/ada/a.yaml").sentences
    assert [each.tag for each in sentences[:2]] == ["claim", "confirmation"]


async def test_what_is_not_saved_keeps_its_document_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileSession, "flush", lambda _: False)
    async with listed(a_project(tmp_path)) as driver:
        await driver.press("enter", "c", "]")
        await driver.pilot.pause(0.1)
        await inside(driver, "a")
        assert states(driver.said, "not saved")
        monkeypatch.undo()
        await driver.press("]")
        await inside(driver, "b")


async def test_what_could_not_be_saved_on_the_way_out_leads_back_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(FileSession, "flush", lambda _: answers.pop(0))
    async with listed(a_project(tmp_path)) as driver:
        await driver.press("enter", "c")
        tags = driver.app.work.session.annotations
        await driver.press("q")
        await driver.pilot.pause(0.1)
        assert driver.inside
        assert driver.app.work.session.annotations is tags
        await driver.back()


async def test_looking_into_documents_writes_nothing(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    async with listed(folder) as driver:
        await driver.press("enter", "j", "G")
        await driver.back()
    assert not list(folder.glob("annotations/*/*"))


async def test_it_begins_where_work_waits_and_space_passes_over_what_is_done(
    tmp_path: Path,
) -> None:
    folder = a_project(tmp_path, "a", "b", "c", "d")
    for document in ("a", "c"):
        a_set_in(folder, "Ada", SetStatus(Status.FINISHED), document=document)
    async with listed(folder) as driver:
        assert driver.at == "b"
        await driver.press("space")
        assert driver.at == "d"
        await driver.press("slash", "c", "enter")
        assert driver.at == "c"


async def test_only_what_is_assigned_is_listed_and_a_retest_begins_from_nothing(
    tmp_path: Path,
) -> None:
    folder = a_project(tmp_path, rounds=(Round("main"), Round("retest")))
    store_assignments(folder, RoundAssignments("main", "", (Assignment("b", ("Ada",)),)))
    store_assignments(folder, RoundAssignments("retest", "", (Assignment("b", ("Ada",), 2),)))
    first = a_set_in(folder, "Ada", SetTag(SENTENCES, "claim"), document="b", status="finished")
    before = first.read_bytes()
    async with listed(folder) as driver:
        assert [(row.round, row.progress_text) for row in driver.screen.rows] == [
            ("main", "finished"),
            ("retest", "not started"),
        ]
        await driver.press("enter", "b")
        await driver.back()
        assert driver.words == ["finished", "1/3"]
    assert first.read_bytes() == before
    again = set_in_file(folder / "annotations/ada/b.2.yaml")
    assert [each.tag for each in again.sentences] == ["background", None, None]


async def test_a_damaged_set_is_marked_and_not_opened(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    path = a_set_in(folder, "Ada", SetTag(("s1",), "claim"))
    path.write_text("", "utf-8")
    async with listed(folder) as driver:
        assert driver.screen.rows[0].state == "faulty"
        await driver.press("g", "enter")
        assert not driver.inside
        assert "The file is empty" in driver.said
    assert path.read_bytes() == b""


async def test_annotators_see_each_others_work_only_if_the_project_allows_it(
    tmp_path: Path,
) -> None:
    blind = a_project(tmp_path / "blind")
    seeing = a_project(tmp_path / "seeing", blind=False)
    for folder in (blind, seeing):
        path = a_set_in(folder, "Ben", SetTag(("s1",), "claim"))
    before = path.read_bytes()
    async with listed(blind) as driver:
        await driver.press("o")
        assert BLIND_PROJECT in driver.said
    async with listed(seeing) as driver:
        await driver.press("o", "1")
        await driver.pilot.pause(0.1)
        assert driver.inside
        assert sorted(each.name for each in path.parent.iterdir()) == ["a.yaml"]
        await driver.press("b")
        assert states(driver.said, "Ben")
        await driver.back()
    assert path.read_bytes() == before


def test_an_unknown_annotator_sees_the_names_of_the_annotators(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    assert TaskList.for_annotator(folder, "ADA", {}).annotator == "Ada"
    with pytest.raises(DataError, match=r"Zoe.*Ada, Ben"):
        TaskList.for_annotator(folder, "Zoe", {})


async def test_the_list_looks_as_it_is_meant_to(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p", "a", "b", "c", "d", title="Bay news", blind=False)
    a_set_in(folder, "Ada", SetTag(SENTENCES, "claim"), SetStatus(Status.FINISHED))
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), SetFlag(("s2",), flag=True), document="b")
    a_set_in(folder, "Ada", document="c").write_text("", "utf-8")
    async with listed(folder) as driver:
        lines = drawn_lines(driver.app)
    assert [line for line in lines if line] == [
        " Bay news — Ada     1 of 4 done   1 in progress   1 not started   1 with errors",
        "  ✓  a                                                                 finished",
        "▌ ◐  b                                                                   ⚑1 1/3",
        "  !  c                                                               has errors",
        "  ·  d                                                              not started",
        " enter open  space next  / find  o others  ? help  q quit",
    ]


async def test_hostile_titles_are_drawn_as_safe_lines(tmp_path: Path) -> None:
    async with listed(a_project(tmp_path)) as driver:
        listing = driver.screen.listing
        for text in CORPUS.values():
            driver.screen.show_rows(0, [DocumentRow(text, file_name(text + "x"))])
            line = listing.render_line(0)
            assert line.cell_length == listing.size.width
            assert "\x1b" not in line.text
            assert "\u202e" not in line.text


async def test_times_are_recorded_only_if_the_project_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(0, 10_000, 5))
    monkeypatch.setattr("annotator.tui.file_session.monotonic", lambda: next(ticks))
    for name, record in (("timed", True), ("untimed", False)):
        folder = a_project(tmp_path / name, record_times=record)
        async with listed(folder) as driver:
            await driver.press("enter", "c", "b")
            await driver.back()
        seconds = set_in_file(folder / "annotations/ada/a.yaml").sentences[0].seconds
        assert (seconds is not None and seconds > 0) is record


async def test_the_list_has_a_help_with_the_codebook_and_its_own_keys(tmp_path: Path) -> None:
    async with listed(a_project(tmp_path)) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        page = "\n".join(str(each.content) for each in driver.app.screen.query(Static))
        assert DOCUMENT_LIST_GROUP.lower() in page.lower()
        assert all(each.help in page for each in DOCUMENT_LIST_COMMANDS)
        assert "Untag" not in page
        await driver.press("escape")
        assert len(driver.app.screen_stack) == 1


async def test_help_on_a_codebook_that_is_gone_says_so(tmp_path: Path) -> None:
    folder = a_project(tmp_path, codebook="gone.yaml")
    async with listed(folder) as driver:
        await driver.press("question_mark")
        assert "gone.yaml" in driver.said


async def test_the_palette_of_the_list_has_its_commands(tmp_path: Path) -> None:
    async with listed(a_project(tmp_path)) as driver:
        await driver.press("ctrl+p", *"last", "enter")
        assert driver.at == "c"


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_no_count_above_the_list_is_cut(tmp_path: Path, width: int) -> None:
    folder = a_project(tmp_path / "p", "a", "b", title="News of the bay and of its harbors")
    async with listed(folder, size=(width, 15)) as driver:
        head = " ".join(" ".join(drawn_lines(driver.app)[:4]).split())
    assert all(each in head for each in ("0 of 2 done", "0 in progress", "2 not started"))
