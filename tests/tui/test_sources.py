"""The dialogs of the sources, on the whole screen."""

from pathlib import Path

import pytest

from annotator.model.annotation import Source
from tests.drivers.editor import EditorDriver, drawn_lines, open_editor

ARTICLE = "Twitter Inc. said so. Twitter said more. Ana Roe, the mayor, denied it. It rained."


def sources(driver: EditorDriver) -> dict[str, Source]:
    return {each.name: each for each in driver.screen.session.annotations.sources}


def named(driver: EditorDriver) -> list[str | None]:
    annotations = driver.screen.session.annotations
    found = [annotations.source_of(each) for each in annotations.sentences]
    return [each.name if each else None for each in found]


async def test_a_digit_chooses_and_closes(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "1")
        assert named(driver)[0] == "Twitter Inc."
        assert sources(driver)["Twitter Inc."].kind == "organization"


async def test_every_field_is_kept_as_one_edit(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "tab", "right", "tab", *"City", "tab", "space", "tab")
        await driver.press(*"Post", "enter")
        source = sources(driver)["Bo"]
        assert (source.affiliation, source.concerned) == ("City", True)
        assert driver.screen.session.annotations.sentences[0].via == "Post"
        await driver.press("u")
        assert sources(driver) == {}
        assert driver.screen.session.annotations.sentences[0].via is None


async def test_a_standing_and_its_reason_are_kept_and_undone(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", *["tab"] * 5, "right", "tab", *"ran it", "enter")
        source = sources(driver)["Bo"]
        assert (source.standing, source.standing_reason) == ("informed", "ran it")
        await driver.press("s", "s", "tab", "right", "enter")
        assert sources(driver)["Bo"].standing_reason == "ran it"
        await driver.press("u", "u")
        assert sources(driver) == {}


async def test_tab_completes_a_known_name_and_shows_what_is_known_of_it(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "tab", "tab", *"City", "enter", "j")
        await driver.press("s", "s", *"B", "tab", "enter")
        assert named(driver)[:2] == ["Bo", "Bo"]
        assert sources(driver)["Bo"].affiliation == "City"


async def test_a_new_name_typed_over_a_known_one_has_none_of_its_facts(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "tab", "right", "tab", *"City", "tab", "space", "enter")
        await driver.press("s", "s", *[*["backspace"] * 2, *"Mia Li"], "enter")
        new = sources(driver)["Mia Li"]
        assert (new.affiliation, new.concerned, new.kind) == (None, False, "person")


async def test_a_name_that_passes_a_known_one_while_it_is_typed_has_none_of_its_facts(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "tab", "right", "tab", *"City", "tab", "space", "enter")
        await driver.press("j", "s", "s", *"Bo", *" Derek", "enter")
        new = sources(driver)["Bo Derek"]
        assert (new.affiliation, new.concerned) == (None, False)
        assert sources(driver)["Bo"].affiliation == "City"


async def test_what_was_filled_in_for_a_new_name_outlasts_a_known_one_typed_on_the_way(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "tab", "tab", *"City", "enter", "j")
        await driver.press("s", "s", *"X", "tab", "tab", *"Port", "shift+tab", "shift+tab")
        await driver.press("end", "backspace", *"Bo", *"b", "enter")
        assert sources(driver)["Bob"].affiliation == "Port"


async def test_a_name_that_folds_to_a_known_one_is_that_one(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Bo", "enter", "j", "s", "s", *"bO", "enter")
        assert list(sources(driver)) == ["Bo"]


async def test_a_pronoun_is_refused(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"she", "enter")
        assert named(driver)[0] is None
        await driver.press("escape")


async def test_an_empty_name_takes_the_source_off(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "1", "s", "s", "delete", "enter")
        assert named(driver)[0] is None


async def test_renaming_changes_every_sentence_and_is_one_undo(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press(
            "s", "s", *"Bo", "enter", "j", "full_stop", "s", "s", "ctrl+o", "end", "b", "enter"
        )
        assert named(driver)[:2] == ["Bob", "Bob"]
        assert any("‹Bob›" in line for line in drawn_lines(driver.app))
        await driver.press("u")
        assert named(driver)[:2] == ["Bo", "Bo"]


async def test_renaming_to_another_source_merges_the_two_once_it_is_agreed(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("s", "s", *"Twitter Inc.", "enter", "j", "s", "s", *"Bird", "enter")
        await driver.press("s", "s", "ctrl+o", *"Twitter Inc.", "enter", "n")
        assert named(driver)[:2] == ["Twitter Inc.", "Bird"]
        await driver.press("s", "s", "ctrl+o", *"twitter inc.", "enter", "y")
        assert named(driver)[:2] == ["Twitter Inc.", "Twitter Inc."]
        assert list(sources(driver)) == ["Twitter Inc."]
        await driver.press("u")
        assert named(driver)[:2] == ["Twitter Inc.", "Bird"]


async def test_a_party_that_nobody_quotes_is_added_as_concerned(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("S", "+", *"Quiet Ltd.", "enter")
        assert sources(driver)["Quiet Ltd."].concerned
        await driver.press("S", "1", "tab", "tab", *"Holding", "enter")
        assert sources(driver)["Quiet Ltd."].affiliation == "Holding"


@pytest.mark.parametrize("key", ["full_stop", "l", "h"])
async def test_what_cannot_be_done_is_reported(tmp_path: Path, key: str) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("b", "k", key)
        assert driver.said
        assert driver.screen.session.revision == 1
