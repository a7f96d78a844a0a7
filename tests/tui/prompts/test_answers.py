"""The prompt for answers: which claims, with which stances."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.model.annotation import Answer
from annotator.model.codebook import Term
from annotator.tui.prompts.answers import AnswerSelection, AnswersPrompt, ClaimChoices
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from tests.drivers.prompts import press, text
from tests.factories import BACKGROUND, BOOK, CLAIM, a_codebook, a_sentence, a_set, a_source
from tests.statements import states

OWLS = a_source()
# The claims are 1, 3, 4 and 10; the sentence that answers is 12 of 14.
TAGS = {1: CLAIM, 2: BACKGROUND, 3: CLAIM, 4: CLAIM, 10: CLAIM}
SET = a_set(
    *(
        a_sentence(f"Sentence {number}.", TAGS.get(number), source=OWLS.id if number == 3 else None)
        for number in range(1, 15)
    ),
    sources=(OWLS,),
)

NOTHING = PromptAnswer(AnswerSelection(()))


def a_prompt(*, silent: bool = False, picked: tuple[Answer, ...] = ()) -> AnswersPrompt:
    return AnswersPrompt(ClaimChoices(SET, BOOK, 11, () if silent else BOOK.stances), picked)


def answers(*keys: str, silent: bool = False) -> list[tuple[str, str | None]]:
    """The answers that these keys and enter lead to."""
    result = press(a_prompt(silent=silent), *keys, "enter")
    assert isinstance(result, PromptAnswer), text(result) if isinstance(result, Prompt) else result
    return [(each.claim, each.stance) for each in result.value.answers]


def test_numbers_pick_claims_and_letters_give_the_last_one_its_stance() -> None:
    assert answers("3", "p", "4") == [("s3", "partial"), ("s4", "supports")]
    assert answers("4", "c", "s") == [("s4", "supports")]


def test_a_stance_is_given_and_shown_as_the_codebook_calls_it() -> None:
    stances = (
        Term("supports", "unterstützt", key="u"),
        Term("contradicts", "widerspricht", key="w"),
    )
    codebook = a_codebook(stances=stances)
    prompt = AnswersPrompt(ClaimChoices(SET, codebook, 11, codebook.stances))
    shown = press(prompt, "3", "w")
    assert isinstance(shown, Prompt)
    assert "widerspricht" in text(shown)
    assert "contradicts" not in text(shown)
    result = press(prompt, "3", "w", "u", "enter")
    assert isinstance(result, PromptAnswer)
    assert result.value.answers == (Answer("s3", "supports"),)


def test_a_number_of_two_digits_is_typed_in_full() -> None:
    assert answers("1", "0") == [("s10", "supports")]


def test_a_number_that_could_go_on_is_complete_with_enter_or_a_stance() -> None:
    assert answers("1") == [("s1", "supports")]
    assert answers("1", "p") == [("s1", "partial")]


def test_digits_are_read_as_claims_where_they_can_be() -> None:
    assert answers("1", "4") == [("s1", "supports"), ("s4", "supports")]


def test_the_same_number_again_drops_it() -> None:
    assert answers("3", "4", "3") == [("s4", "supports")]


def test_a_silence_has_no_stance() -> None:
    assert answers("3", "4", silent=True) == [("s3", None), ("s4", None)]
    assert "partial" not in text(a_prompt(silent=True))


def test_the_number_of_a_sentence_that_is_no_claim_is_taken_and_may_be_made_one() -> None:
    offered = press(a_prompt(), "2")
    assert isinstance(offered, Prompt)
    assert states(text(offered), "2", "(background)")
    assert press(offered, "y", "enter") == PromptAnswer(
        AnswerSelection((Answer("s2", "supports"),), ("s2",))
    )
    assert press(offered, "enter") == PromptAnswer(AnswerSelection((Answer("s2", "supports"),)))


def test_its_own_number_and_one_that_nothing_has_pick_nothing() -> None:
    for keys in (("1", "2"), ("9", "9"), ("0",)):
        assert press(a_prompt(), *keys, "escape") is PromptExit.STOP
    assert press(a_prompt(), "0", "enter", "enter") == NOTHING


def test_the_offer_is_whole_also_where_it_does_not_fit_on_one_line() -> None:
    offered = press(a_prompt(), "2")
    assert isinstance(offered, Prompt)
    assert text(offered, 60).split() == text(offered, 200).split()


def test_furniture_is_no_claim_and_is_not_taken_for_one() -> None:
    title, *rest = SET.sentences
    furnished = replace(SET, sentences=(replace(title, tag=None, part="title"), *rest))
    prompt = AnswersPrompt(ClaimChoices(furnished, BOOK, 11, BOOK.stances))
    assert press(prompt, "1", "enter", "enter") == NOTHING
    assert prompt.click("s1") is None


def test_arrows_and_space_pick_too() -> None:
    assert answers("down", "down", "space") == [("s3", "supports")]
    assert answers("up", "c") == [("s10", "contradicts")]


def test_backspace_takes_back_a_digit_then_a_claim_then_the_step_before() -> None:
    assert answers("1", "backspace", "3") == [("s3", "supports")]
    assert press(a_prompt(), "3", "backspace", "enter") == NOTHING
    assert press(a_prompt(), "backspace") is PromptExit.BACK


def test_a_click_on_a_sentence_picks_it_and_on_its_own_means_nothing() -> None:
    clicked = a_prompt().click("s4")
    assert clicked is not None
    assert [*clicked.highlights] == ["s4"]
    assert a_prompt().click("s12") is None


def test_claims_are_listed_with_first_words_and_source_and_those_picked_are_marked() -> None:
    lines = text(a_prompt(picked=(Answer("s3", "partial"),))).splitlines()
    line = next(each for each in lines if "Sentence 3." in each)
    assert "✓ partial" in line
    assert "‹Night Owls›" in line


@given(st.lists(st.sampled_from([*"0123456789spcyx,", "space", "up", "down", "backspace"])))
def test_whatever_is_pressed_each_claim_is_answered_once_with_a_stance(keys: list[str]) -> None:
    result: object = a_prompt()
    for key in keys:
        if isinstance(result, Prompt):
            result = result.press(key) or result
    if isinstance(result, AnswersPrompt):
        claims = [each.claim for each in result.picked]
        assert len(claims) == len(set(claims))
        assert "s12" not in claims
        assert all(each.stance for each in result.picked)
        for line in result.lines(60):
            assert cell_len("".join(piece.text for piece in line)) <= 60


def test_a_number_that_cannot_be_answered_is_said_and_never_dropped_in_silence() -> None:
    title, *rest = SET.sentences
    furnished = replace(SET, sentences=(replace(title, tag=None, part="title"), *rest))
    claims = ClaimChoices(furnished, BOOK, 11, BOOK.stances)
    picked = (Answer("s3", "supports"),)
    for keys, said in ((("0", "enter"), "1 to 14"), (("1", "enter"), "1 ")):
        stays = press(AnswersPrompt(claims, picked), *keys)
        assert isinstance(stays, AnswersPrompt)
        assert said in text(stays)
        assert press(stays, "enter") == PromptAnswer(AnswerSelection(picked))
