"""The list of the documents that are adjudicated: what is pending, and on to the next."""

from pathlib import Path

from annotator.storage import layout
from annotator.tui.screens.adjudication import AdjudicationQueueScreen
from annotator.tui.widgets.document_list import READY
from tests.drivers.adjudication import open_adjudication
from tests.project_factories import a_project_to_adjudicate, gold_bases, the_gold, the_queue
from tests.statements import states


async def test_the_list_says_what_is_pending_and_leads_on_to_the_next(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path)), None) as driver:
        assert [row.progress_text for row in driver.listing.rows] == [
            "2 to decide",
            READY,
            "no finished set",
        ]
        await driver.press("enter", "1", "1")
        await driver.back()
        assert driver.listing.rows[0].progress_text == "done"
        await driver.press("space")
        assert AdjudicationQueueScreen.nothing_waits in driver.said


async def test_what_is_agreed_throughout_is_accepted_by_one_key_after_a_question(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    async with open_adjudication(the_queue(folder), None) as driver:
        await driver.press("A", "n")
        assert not layout.gold_path(folder, "b").exists()
        await driver.press("A", "y")
        await driver.app.workers.wait_for_complete()
        await driver.pilot.pause()
        assert states(driver.said, "1 document")
        assert driver.listing.rows[1].progress_text == "done"
    assert gold_bases(the_gold(folder, "b")) == ["unanimous"] * 3
    assert not layout.gold_path(folder, "a").exists()


async def test_a_document_that_can_not_be_read_is_said_and_the_others_are_there(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    layout.annotations_path(folder, "Ben", "a").write_text("", "utf-8")
    async with open_adjudication(the_queue(folder), None) as driver:
        assert [row.state for row in driver.listing.rows] == [
            "faulty",
            "not-started",
            "not-started",
        ]
        await driver.press("g", "enter")
        assert "ben/a.yaml" in driver.said
