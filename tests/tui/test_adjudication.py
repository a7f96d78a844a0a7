"""The adjudication screen: from disagreement to disagreement, each decision saved and signed."""

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

from annotator.model.annotation import Status
from annotator.model.edits import SetNote, SetTag
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.storage import layout
from annotator.tui.commands import ADJUDICATION_COMMANDS, COMMANDS, KeyBindings
from annotator.tui.screens.adjudication import NOTHING_LEFT
from annotator.tui.screens.help import HelpScreen
from annotator.tui.widgets.decisions import Decisions
from annotator.tui.widgets.header_footer import KeyBar
from tests.drivers.adjudication import open_adjudication
from tests.hostile import SHOWABLE, forbidden_bytes
from tests.project_factories import (
    a_finished_pass,
    a_project_to_adjudicate,
    a_set_in,
    gold_bases,
    record_suggestion,
    set_in_file,
    the_gold,
    the_queue,
)
from tests.statements import states


async def test_it_begins_at_the_first_disagreement_and_shows_everybodys_decision(
    tmp_path: Path,
) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        assert driver.cursor == 2
        first, *decisions = driver.shown.splitlines()
        assert states(first, "3", "2 left")
        assert decisions == ["1 Ada  claim", "2 Ben  background", "3 Cleo  background"]


async def test_it_shows_which_decisions_were_made_with_a_suggestion(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    record_suggestion(layout.annotations_path(folder, "Ben", "a"), "s2")
    async with open_adjudication(the_queue(folder)) as driver:
        first, *decisions = driver.shown.splitlines()
        assert "1 of 3 votes assisted" in first
        assert decisions == [
            "1 Ada  claim",
            "2 Ben  background  (suggested: tag)",
            "3 Cleo  background",
        ]


async def test_a_digit_takes_a_whole_decision_signs_it_saves_it_and_goes_on(
    tmp_path: Path,
) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("2")
        assert driver.cursor == 3
        assert states(driver.said, "2", "background", "Ben", "Grace")
        assert await driver.saved() == ["unanimous", "adjudicated", "unresolved"]
    decided = the_gold(tmp_path).sentences[1]
    assert decided.tag == "background"
    assert decided.provenance is not None
    assert decided.provenance.curator == "Grace"
    assert decided.provenance.decisions["Ada"] == {"tag": "claim"}


async def test_a_tags_key_decides_afresh_and_the_last_decision_ends_the_round(
    tmp_path: Path,
) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("n", "c")
        assert await driver.saved() == ["unanimous", "adjudicated", "adjudicated"]
        assert driver.said == NOTHING_LEFT
        assert driver.cursor == 3
    assert [each.tag for each in the_gold(tmp_path).sentences] == ["claim", "non-response", "claim"]


async def test_what_a_tag_goes_on_to_ask_for_is_part_of_the_decision(tmp_path: Path) -> None:
    prompts = PromptSettings(PromptLevel.SOURCES, cues=False)
    async with open_adjudication(
        the_queue(a_project_to_adjudicate(tmp_path)), prompts=prompts
    ) as driver:
        await driver.press("c", "/", *"the port", "enter")
        assert driver.cursor == 3
        assert driver.provenance(2).basis == "adjudicated"
        await driver.saved()
    gold = the_gold(tmp_path)
    assert [each.name for each in gold.sources] == ["the port"]
    assert gold.sentences[1].source == "the-port"


async def test_undo_takes_a_decision_back_with_its_signature(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("1", "u")
        assert driver.cursor == 2
        assert await driver.saved() == ["unanimous", "unresolved", "unresolved"]
        await driver.press("ctrl+r")
        assert await driver.saved() == ["unanimous", "adjudicated", "unresolved"]


async def test_what_is_agreed_can_still_be_opened(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("g")
        assert driver.shown.startswith("unanimous")
        await driver.press("b")
        assert await driver.saved() == ["adjudicated", "unresolved", "unresolved"]


async def test_what_stands_there_can_be_let_stand_but_nothing_can_not(tmp_path: Path) -> None:
    async with open_adjudication(
        the_queue(a_project_to_adjudicate(tmp_path), majority=True)
    ) as driver:
        await driver.press("enter")
        assert driver.screen.session.revision == 0
        assert driver.said
        await driver.press("up")
        assert driver.shown.startswith("majority of 3")
        await driver.press("enter")
        assert await driver.saved() == ["unanimous", "adjudicated", "unresolved"]


async def test_space_goes_from_one_disagreement_to_the_next_and_round(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("space")
        assert driver.cursor == 3
        await driver.press("space")
        assert driver.cursor == 2


async def test_a_number_without_an_annotator_is_reported(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("4")
        assert states(driver.said, "4", "1", "3")
        assert driver.screen.session.revision == 0


async def test_a_reason_is_kept_with_the_decision_whether_it_is_given_before_or_after(
    tmp_path: Path,
) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("R", "2")
        assert "gap in the codebook" in driver.said
        assert "your reason: gap in the codebook" in driver.shown
        await driver.press("1")
        assert driver.provenance(2).reason == "gap in the codebook"
        await driver.press("c", "R", "o", *"told so", "enter")
        assert driver.provenance(3).reason == "told so"
        await driver.press("R", "0")
        assert driver.provenance(3).reason is None
        await driver.saved()


async def test_a_reason_for_what_a_rule_decided_is_refused_in_words(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("g", "R", "1")
        assert "decided by rule" in driver.said


async def test_a_blind_curator_sees_no_name_anywhere(tmp_path: Path) -> None:
    async with open_adjudication(
        the_queue(a_project_to_adjudicate(tmp_path), blind=True), size=(120, 40)
    ) as driver:
        assert not [name for name in ("Ada", "Ben", "Cleo") if name in driver.shown]
        await driver.press("1")
        assert "number 1" in driver.said
        await driver.press("D")
        assert not [name for name in ("Ada", "Ben", "Cleo") if name in str(driver.app.screen.tree)]
        await driver.press("escape")
        assert set(driver.provenance(2).decisions) == {"Ada", "Ben", "Cleo"}


async def test_the_list_of_decisions_takes_one_too(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("D", "1")
        assert driver.said.startswith("2: claim, as Ada ")


async def test_a_tag_can_be_chosen_from_a_list(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("equals_sign", "n")
        assert driver.said.startswith("2: non-response")


async def test_new_annotations_ask_again_only_what_they_change_and_say_what_is_new(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    async with open_adjudication(the_queue(folder)) as driver:
        await driver.press("1", "c")
        await driver.saved()
    a_finished_pass(folder, "Cleo", "claim", "confirmation", "claim")
    async with open_adjudication(the_queue(folder)) as driver:
        assert driver.cursor == 2
        assert states(driver.shown.splitlines()[0], "Grace", "1 changed", "1 left")
        assert states(driver.shown.splitlines()[3], "3 Cleo", "confirmation", "was background")
        assert driver.screen.session.annotations.sentences[1].tag == "claim"
        await driver.press("enter")
        assert driver.said == NOTHING_LEFT
        assert states(driver.shown.splitlines()[0], "Grace", "none left")
        await driver.saved()
    assert the_queue(folder).load("a").adjudication.pending == ()


async def test_a_single_decision_is_never_passed_off_as_agreement(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    a_finished_pass(folder, "Ada", "claim", "claim", "claim", document="c")
    async with open_adjudication(the_queue(folder), "c") as driver:
        assert driver.shown.startswith("single: tagged only by Ada")


async def test_gold_that_is_open_elsewhere_is_only_looked_at(tmp_path: Path) -> None:
    queue = the_queue(a_project_to_adjudicate(tmp_path))
    open_set = queue.open(queue.load("a"))
    async with open_adjudication(queue) as driver:
        assert "Grace" in driver.said
        await driver.press("1")
        assert driver.screen.session.revision == 0
    assert open_set.write_lock is not None
    open_set.write_lock.release()
    assert not layout.gold_path(tmp_path, "a").exists()


async def test_gold_that_was_changed_elsewhere_is_never_overwritten(tmp_path: Path) -> None:
    queue = the_queue(a_project_to_adjudicate(tmp_path))
    queue.write(queue.load("a"))
    path = layout.gold_path(tmp_path, "a")
    async with open_adjudication(queue) as driver:
        theirs = path.read_bytes() + b"# theirs\n"
        path.write_bytes(theirs)
        await driver.press("1")
        assert driver.screen.work.flush()
        copy = driver.screen.work.path
    assert path.read_bytes() == theirs
    assert copy != path
    assert gold_bases(set_in_file(copy))[1] == "adjudicated"


async def test_looking_writes_nothing(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.press("space", "j", "k", "i", "i")
    assert not layout.gold_path(tmp_path, "a").exists()


async def test_a_click_on_a_decision_takes_it(tmp_path: Path) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        await driver.pilot.click("#decisions", offset=(3, 3))
        await driver.pilot.pause()
        assert driver.said.startswith("2: background, as Cleo ")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_article_and_decisions_both_have_room(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path)), size=size) as driver:
        decisions, article = driver.screen.query_one(Decisions), driver.screen.article
        assert decisions.max_scroll_y == 0
        assert article.size.height >= 10
        beside = decisions.region.x > article.region.x
        assert beside == (size[0] > 100)


async def test_keys_come_from_one_table_and_stand_at_the_foot_and_in_the_help(
    tmp_path: Path,
) -> None:
    async with open_adjudication(the_queue(a_project_to_adjudicate(tmp_path))) as driver:
        foot = driver.screen.query_one(KeyBar).hints
        assert [(each.key, each.command) for each in foot[:5]] == [
            ("1-3", "all_decisions"),
            ("c f n b", "choose_tag"),
            ("enter", "let_stand"),
            ("space", "next_untagged"),
            ("R", "reason"),
        ]
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        said = str([each.content for each in driver.app.screen.query(".page-line").results(Static)])
        take = next(each for each in ADJUDICATION_COMMANDS if each.id == "take")
        split = next(each for each in COMMANDS if each.id == "split")
        assert take.help in said
        assert split.help not in said


def test_no_two_commands_of_adjudication_have_one_key() -> None:
    keys = [key for command in ADJUDICATION_COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert {"R", "D", "enter"} <= set(KeyBindings().reserved)


async def test_nothing_hostile_in_a_note_or_a_reason_is_drawn(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    text = " ".join(each for each in SHOWABLE.values() if len(each) < 200)
    a_set_in(
        folder,
        "Ada",
        SetTag(("s1", "s2", "s3"), "claim"),
        SetNote("s2", text),
        status=Status.FINISHED,
    )
    async with open_adjudication(the_queue(folder), size=(120, 40)) as driver:
        await driver.press("R", "o")
        driver.app.screen.query_one(Input).value = text
        await driver.press("enter")
        assert "your reason: " in driver.shown
        assert forbidden_bytes(driver.shown.encode()) == []
        await driver.press("D")
        first = driver.app.screen.query_one(OptionList).options[0]
        assert forbidden_bytes(str(first.prompt).encode()) == []
