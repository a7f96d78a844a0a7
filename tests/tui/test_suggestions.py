"""Suggestions on the screen: off, in a list, as ghosts and in a second look; and their record."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.segment import Segment

from annotator.model.annotation import Answer, Exposure, Sentence, Shown, SuggestedField
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.model.suggestions import FieldSuggestions, Suggestion, Taken, rank, taken
from annotator.project.locate import Target
from annotator.project.open_set import open_for_reading
from annotator.storage.sets import read_set
from tests.drivers.editor import EditorDriver, drawn_lines, open_editor

PROMPTS = PromptSettings(PromptLevel.LINKS)
TAG, SOURCE, KIND, CUE, ANSWERS = SuggestedField


def shown_as(mode: SuggestionMode, hold: float = 0.0) -> SuggestionSettings:
    return SuggestionSettings(show=modes_of(mode), hold=hold)


OFF, LISTED, SECOND, GHOST = (
    shown_as(each)
    for each in (
        SuggestionMode.OFF,
        SuggestionMode.LIST,
        SuggestionMode.SECOND_LOOK,
        SuggestionMode.GHOST,
    )
)


def suggestions_for(sentence: Sentence, tag: str, name: str, cue: str) -> FieldSuggestions:
    """A tag, a source and a cue, which must be in the sentence."""
    begin = sentence.span[0] + sentence.text.index(cue) if cue else 0
    found: dict[SuggestedField, tuple[Suggestion, ...]] = {TAG: (Suggestion(tag, 0.8),)}
    if name:
        found[SOURCE] = (Suggestion(name, None, "Its name is the subject."),)
        found[KIND] = (Suggestion("unnamed"),)
        found[CUE] = (Suggestion((begin, begin + len(cue))),)
    return found


@pytest.fixture
def sentences(tmp_path: Path) -> dict[int, Sentence]:
    """The sentences of the article by their numbers."""
    article = tmp_path / "article.txt"
    from tests.drivers.editor import ARTICLE  # noqa: PLC0415

    article.write_text(ARTICLE, "utf-8")
    annotations, _ = open_for_reading(Target(str(article), annotator="ada"))
    return dict(enumerate(annotations.sentences, 1))


def record(driver: EditorDriver, number: int) -> dict[SuggestedField, Shown]:
    sentence = driver.screen.session.annotations.sentences[number - 1]
    return {each.field: each for each in sentence.shown}


def outcome(driver: EditorDriver, number: int, field: SuggestedField) -> Taken:
    annotations = driver.screen.session.annotations
    sentence = annotations.sentences[number - 1]
    return taken(record(driver, number)[field], sentence, annotations.source_of(sentence))


def row(driver: EditorDriver, number: int) -> str:
    return next(
        line for line in drawn_lines(driver.app) if line.lstrip("▌ ").startswith(f"{number} ")
    )


# A ghost


async def test_one_key_takes_the_tag_the_source_and_the_cue_of_a_ghost(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    ghost = suggestions_for(sentences[3], "claim", "The Night Owls", "said")
    by = {sentences[3].id: ghost}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=GHOST, by=by) as driver:
        await driver.press("colon", "3", "enter")
        assert "The Night Owls" in "\n".join(drawn_lines(driver.app))
        assert driver.screen.session.annotations.sentences[2].tag is None
        await driver.press("enter")
        annotations = driver.screen.session.annotations
        sentence = annotations.sentences[2]
        source = annotations.source_of(sentence)
        assert source is not None
        assert (sentence.tag, source.name, source.kind) == ("claim", "The Night Owls", "unnamed")
        assert sentence.cue is not None
        assert sentence.cue.text == "said"
        assert driver.cursor == 4
        assert {each.exposure for each in sentence.shown} == {Exposure.BEFORE}
        assert [outcome(driver, 3, each) for each in (TAG, SOURCE, KIND, CUE)] == [Taken.TRUE] * 4
        await driver.press("u")
        assert [outcome(driver, 3, each) for each in (TAG, SOURCE)] == [Taken.FALSE] * 2


async def test_a_ghost_that_suggests_nobody_is_taken_without_a_question(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[2].id: {TAG: (Suggestion("claim"),), SOURCE: (Suggestion(""),)}}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=GHOST, by=by) as driver:
        await driver.press("colon", "2", "enter")
        assert "nobody" in "\n".join(drawn_lines(driver.app))
        await driver.press("enter")
        assert driver.cursor == 3
        assert outcome(driver, 2, SOURCE) is Taken.TRUE


async def test_where_no_ghost_is_shown_its_key_takes_nothing(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=GHOST, by={}) as driver:
        await driver.press("enter")
        assert not any(driver.tags)
        assert driver.screen.session.revision == 0


async def test_a_tag_that_may_not_be_suggested_is_no_ghost(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[2].id: {TAG: (Suggestion("no-such-tag"),)}}
    async with open_editor(tmp_path, suggestions=GHOST, by=by) as driver:
        await driver.press("colon", "2", "enter", "enter")
        assert not any(driver.tags)


async def test_after_an_own_tag_the_ghost_of_the_source_is_in_the_prompt(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "claim", "The Night Owls", "said")}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=GHOST, by=by) as driver:
        await driver.press("colon", "3", "enter", "c")
        assert "suggested: The Night Owls" in "\n".join(drawn_lines(driver.app))
        await driver.press("enter")
        assert outcome(driver, 3, SOURCE) is Taken.TRUE
        assert outcome(driver, 3, CUE) is Taken.TRUE


async def test_a_block_has_no_ghost(tmp_path: Path, sentences: dict[int, Sentence]) -> None:
    by = {each.id: suggestions_for(each, "background", "", "") for each in sentences.values()}
    async with open_editor(tmp_path, suggestions=GHOST, by=by) as driver:
        await driver.press("V", "j", "enter")
        assert not any(driver.tags)


# A list


async def test_a_list_is_recorded_with_what_it_offered_and_the_place_of_the_choice(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("colon", "3", "enter", "c", "enter")
        annotations = driver.screen.session.annotations
        shown = record(driver, 3)[SOURCE]
        assert (shown.by, shown.value) == ("rules", "Night Owls")
        assert rank(shown, annotations.sentences[2], annotations.sources[0]) == 1
        assert outcome(driver, 3, CUE) is Taken.TRUE
        assert KIND in record(driver, 3)
        await driver.until_saved()
        assert read_set(driver.path)[0].sentences[2].shown == annotations.sentences[2].shown


async def test_a_source_that_a_quotation_carries_on_is_recorded(tmp_path: Path) -> None:
    text = "Title\n\n“We left,” Ravi Orr said. “We had no choice.” It rained."
    async with open_editor(tmp_path, text, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("c", "enter", "c")
        annotations = driver.screen.session.annotations
        second = next(each for each in annotations.sentences if "no choice" in each.text)
        assert second.source is not None
        assert [each.value for each in second.shown if each.field is SOURCE] == ["Ravi Orr"]


async def test_a_list_of_another_suggester_has_its_sources_first(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "claim", "Some people", "said")}
    async with open_editor(
        tmp_path, prompts=PROMPTS, suggestions=replace(LISTED, by="oracle"), by=by
    ) as driver:
        await driver.press("colon", "3", "enter", "c", "enter")
        shown = record(driver, 3)[SOURCE]
        assert (shown.by, shown.value, shown.offered[0]) == ("oracle", "Some people", "Some people")
        assert "Night Owls" in shown.offered
        assert outcome(driver, 3, CUE) is Taken.TRUE
        # It says nothing about the next sentence, so nothing is likely there.
        await driver.press("c", "0")
        assert SOURCE not in record(driver, 4)


async def test_seeing_a_list_alone_saves_nothing(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("s", "escape")
        assert driver.screen.session.revision == 0


async def test_the_claims_that_a_list_offers_are_recorded(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("colon", "3", "enter", "c", "enter")
        await driver.press("colon", "4", "enter", "f", "0", "enter")
        shown = record(driver, 4)[ANSWERS]
        assert shown.offered == (driver.screen.session.annotations.sentences[2].id,)
        assert shown.value == (Answer(shown.offered[0], "supports"),)
        assert outcome(driver, 4, ANSWERS) is Taken.TRUE


# Off


async def test_where_suggestions_are_off_nothing_is_likely(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=OFF) as driver:
        await driver.press("colon", "3", "enter", "c", "enter")
        assert driver.screen.session.annotations.sentences[2].source is None
        await driver.press("/", *"Night Owls", "enter")
        annotations = driver.screen.session.annotations
        assert [(each.name, each.kind) for each in annotations.sources] == [("Night Owls", None)]
        assert annotations.sentences[2].cue is None
        await driver.press("f", "0", "enter")
        assert annotations.sentences[3].answers == ()
        assert not any(each.shown for each in driver.screen.session.annotations.sentences)


async def test_where_suggestions_are_off_a_name_can_be_picked_from_the_text(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=OFF) as driver:
        await driver.press("colon", "3", "enter", "c", "tab", "enter")
        assert driver.screen.session.annotations.sentences[2].source is not None


async def test_where_suggestions_are_off_the_key_of_the_cue_asks(tmp_path: Path) -> None:
    async with open_editor(tmp_path, suggestions=OFF) as driver:
        await driver.press("a", "colon", "3", "enter", "c", "e", "enter")
        assert driver.screen.session.annotations.sentences[2].cue is None


# A second look


DECISIONS = {
    2: ("c", "0"),
    3: ("c", "/", "A", "enter"),
    4: ("f", "/", "B", "enter", "3", "enter"),
    5: ("n", "/", "C", "enter", "enter"),
    6: ("b",),
    7: ("b",),
}
"""The keys of a whole article, where nothing is suggested."""
TAGS = {2: "claim", 3: "claim", 4: "confirmation", 5: "non-response"}
SOURCES = {3: "A", 4: "B", 5: "C"}
Lines = list[list[Segment]]


async def screens(
    folder: Path,
    settings: SuggestionSettings,
    by: dict[str, FieldSuggestions] | None,
    size: tuple[int, int] = (80, 24),
) -> list[Lines]:
    """Every cell of the screen with its style, before each key of the decisions on an article."""
    seen: list[Lines] = []
    async with open_editor(
        folder, prompts=PROMPTS, suggestions=settings, by=by, size=size
    ) as driver:
        for number, keys in DECISIONS.items():
            await driver.press("colon", str(number), "enter")
            for key in keys:
                await driver.until_saved()
                strips = driver.app.screen._compositor.render_strips()
                seen.append([list(strip) for strip in strips])
                await driver.press(key)
        await driver.until_saved()
    driver.path.unlink()
    return seen


def text_of(line: list[Segment]) -> str:
    return "".join(each.text for each in line)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_before_the_own_decision_off_and_a_second_look_show_the_same(
    tmp_path: Path, sentences: dict[int, Sentence], size: tuple[int, int]
) -> None:
    same: dict[str, FieldSuggestions] = {
        sentences[number].id: {
            TAG: (Suggestion(TAGS.get(number, "background")),),
            SOURCE: (Suggestion(SOURCES.get(number, "")),),
        }
        for number in DECISIONS
    }
    other: dict[str, FieldSuggestions] = {
        each: {TAG: (Suggestion("background"),), SOURCE: (Suggestion("X"),)} for each in same
    }
    off = await screens(tmp_path, OFF, {}, size)
    # A suggestion that is the same as the decision is never seen.
    assert await screens(tmp_path, SECOND, same, size) == off
    # One that differs is seen as a mark of the sentence, when it is decided.
    second = await screens(tmp_path, SECOND, other, size)
    marked = 0
    for before, now in zip(off, second, strict=True):
        for own, line in zip(before, now, strict=True):
            if own != line:
                assert text_of(line)[4] == "≠"
                assert text_of(own)[4] in " ?"
                assert text_of(line)[:4] + text_of(own)[4:] == text_of(own)
                assert text_of(line)[5:] == text_of(own)[5:]
                marked += 1
    assert marked


async def test_a_second_look_keeps_the_first_decision_in_the_file(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "confirmation", "", "")}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND, by=by) as driver:
        await driver.press("colon", "3", "enter", "c", "0")
        assert "≠" in row(driver, 3)
        assert not record(driver, 3)
        await driver.press("d", "t")
        shown = record(driver, 3)[TAG]
        assert (shown.exposure, shown.was) == (Exposure.AFTER, "claim")
        assert driver.screen.session.annotations.sentences[2].tag == "confirmation"
        await driver.press("escape")
        assert "≠" not in row(driver, 3)
        await driver.press("u")
        shown = record(driver, 3)[TAG]
        assert (shown.exposure, shown.was) == (Exposure.AFTER, None)
        assert "≠" not in row(driver, 3)


async def test_to_keep_a_decision_is_recorded_and_ends_its_mark(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "confirmation", "", "")}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND, by=by) as driver:
        await driver.press("colon", "3", "enter", "c", "0", "d", "r", "enter")
        assert outcome(driver, 3, TAG) is Taken.FALSE
        assert "≠" not in row(driver, 3)
        await driver.until_saved()
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND, by=by) as driver:
        await driver.pilot.pause(0.1)
        assert "≠" not in row(driver, 3)
        await driver.press("colon", "3", "enter", "b")
        await driver.pilot.pause(0.1)
        assert "≠" in row(driver, 3)


async def test_the_rules_give_a_second_look_too(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND) as driver:
        await driver.press("colon", "3", "enter", "c", "/", *"The port", "enter")
        await driver.pilot.pause(0.1)
        assert "≠" in row(driver, 3)
        await driver.press("d", "t", "escape")
        assert [each.name for each in driver.screen.session.annotations.sources] == ["Night Owls"]
        assert record(driver, 3)[SOURCE].was == "The port"


# Withheld


@pytest.mark.parametrize("mode", [each for each in SuggestionMode if each != "off"])
async def test_what_is_withheld_looks_like_off(tmp_path: Path, mode: SuggestionMode) -> None:
    off = await screens(tmp_path, OFF, None)
    assert await screens(tmp_path, shown_as(mode, hold=1.0), None) == off


@pytest.mark.parametrize("mode", [each for each in SuggestionMode if each != "off"])
async def test_what_is_withheld_is_recorded(tmp_path: Path, mode: SuggestionMode) -> None:
    held = shown_as(mode, hold=1.0)
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=held) as driver:
        await driver.press("colon", "3", "enter", "c", "/", "X", "enter")
        shown = record(driver, 3)[SOURCE]
        assert (shown.value, shown.held, shown.exposure) == ("Night Owls", True, Exposure.NEVER)
        assert outcome(driver, 3, SOURCE) is Taken.FALSE


async def test_a_difference_that_is_withheld_is_recorded_with_the_decision(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "confirmation", "", "")}
    held = shown_as(SuggestionMode.SECOND_LOOK, hold=1.0)
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=held, by=by) as driver:
        await driver.press("colon", "3", "enter", "c", "0")
        assert record(driver, 3)[TAG] == Shown(
            TAG, "oracle", "1", "confirmation", Exposure.NEVER, held=True
        )
        await driver.press("d")
        assert "≠" not in row(driver, 3)


async def test_a_difference_that_nobody_looked_at_is_recorded_next_to_the_withheld_ones(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "confirmation", "", "")}
    seldom = shown_as(SuggestionMode.SECOND_LOOK, hold=1e-9)
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=seldom, by=by) as driver:
        await driver.press("colon", "3", "enter", "c", "0")
        unseen = Shown(TAG, "oracle", "1", "confirmation", Exposure.NEVER)
        assert record(driver, 3)[TAG] == unseen
        await driver.press("d", "t")
        assert record(driver, 3)[TAG] == replace(unseen, exposure=Exposure.AFTER, was="claim")


async def test_a_second_look_after_a_decision_for_nobody_comes_after_it(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[3].id: suggestions_for(sentences[3], "claim", "Night Owls", "")}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND, by=by) as driver:
        await driver.press("colon", "3", "enter", "c", "0", "d", "t")
        shown = record(driver, 3)[SOURCE]
        assert (shown.exposure, shown.was) == (Exposure.AFTER, "")


# Other edits


async def test_an_undo_takes_back_the_value_and_not_that_it_was_seen(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("colon", "3", "enter", "c", "enter")
        assert outcome(driver, 3, SOURCE) is Taken.TRUE
        await driver.press("u")
        assert outcome(driver, 3, SOURCE) is Taken.FALSE
        assert record(driver, 3)[SOURCE].exposure is Exposure.BEFORE
        await driver.press("ctrl+r")
        assert outcome(driver, 3, SOURCE) is Taken.TRUE


async def test_after_a_join_the_left_record_stays_and_marks_are_at_their_sentences(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {sentences[6].id: suggestions_for(sentences[6], "claim", "", "")}
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=SECOND, by=by) as driver:
        await driver.press("colon", "6", "enter", "b", "colon", "2", "enter", "b")
        await driver.press("colon", "2", "enter", "J")
        await driver.pilot.pause(0.1)
        assert "≠" in row(driver, 5)
        assert "≠" not in row(driver, 6)


async def test_a_next_pass_carries_the_record_and_goes_on_suggesting(
    tmp_path: Path, sentences: dict[int, Sentence]
) -> None:
    by = {
        each.id: suggestions_for(each, "background", "", "")
        for number, each in sentences.items()
        if number > 1
    }
    async with open_editor(tmp_path, suggestions=GHOST, by=by) as driver:
        await driver.press("colon", "2", "enter", "enter", "enter", "F", "y")
        assert driver.status() == "finished"
        await driver.pilot.pause(0.1)
        await driver.press("F", "n")
        assert outcome(driver, 2, TAG) is Taken.TRUE
        await driver.press("colon", "5", "enter", "enter")
        assert driver.tags[3] == "background"


async def test_of_a_block_each_sentence_has_the_list_recorded(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=LISTED) as driver:
        await driver.press("colon", "2", "enter", "V", "j", "c", "/", *"Bo", "enter")
        assert [SOURCE in record(driver, number) for number in (2, 3)] == [True, True]
        assert CUE not in record(driver, 2)


async def test_in_a_block_with_a_withheld_sentence_nothing_is_suggested(tmp_path: Path) -> None:
    some = shown_as(SuggestionMode.LIST, hold=0.5)
    async with open_editor(tmp_path, prompts=PROMPTS, suggestions=some) as driver:
        annotations = driver.screen.session.annotations
        held = [
            driver.screen.suggester.holds(annotations, each.id) for each in annotations.sentences
        ]
        assert {True, False} == set(held[1:])
        first = next(at for at in range(1, len(held) - 1) if held[at] is not held[at + 1])
        await driver.press("colon", str(first + 1), "enter", "V", "j", "c", "/", *"Bo", "enter")
        for at in (first, first + 1):
            shown = record(driver, at + 1).values()
            assert (bool(shown), all(each.held for each in shown)) == (held[at], True)
