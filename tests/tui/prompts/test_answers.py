"""The prompt for answers: which claims, with which stances."""

from dataclasses import replace

import pytest
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


RANKED = ("s10", "s3", "s4", "s1")


def a_prompt(
    *, silent: bool = False, picked: tuple[Answer, ...] = (), at: str | None = None
) -> AnswersPrompt:
    """The prompt with claim 10 as the likeliest, if `at` is that."""
    stances = () if silent else BOOK.stances
    return AnswersPrompt(ClaimChoices(SET, BOOK, 11, stances, RANKED), picked, at=at)


def likeliest(*, silent: bool = False) -> AnswersPrompt:
    return a_prompt(silent=silent, at="s10")


def answered(prompt: AnswersPrompt, *keys: str) -> list[tuple[str, str | None]]:
    """The answers that these keys lead to."""
    result = press(prompt, *keys)
    assert isinstance(result, PromptAnswer), text(result) if isinstance(result, Prompt) else result
    return [(each.claim, each.stance) for each in result.value.answers]


def answers(*keys: str, silent: bool = False) -> list[tuple[str, str | None]]:
    """The answers that these keys and enter lead to, with no claim likely."""
    return answered(a_prompt(silent=silent), *keys, "enter")


def test_enter_alone_takes_the_likeliest_claim_with_the_first_stance() -> None:
    assert answered(likeliest(), "enter") == [("s10", "supports")]
    assert answered(likeliest(silent=True), "enter") == [("s10", None)]


def test_zero_links_nothing_also_where_a_claim_is_likely_or_picked() -> None:
    assert answered(likeliest(), "0") == []
    assert answered(a_prompt(picked=(Answer("s3", "partial"),)), "0") == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("j",), [("s3", "supports")]),
        (("down", "down", "k"), [("s3", "supports")]),
        (("c",), [("s10", "contradicts")]),
        (("j", "p"), [("s3", "partial")]),
        (("4",), [("s4", "supports")]),
        (("4", "j", "c"), [("s4", "supports"), ("s1", "contradicts")]),
        (("space", "j", "space"), [("s10", "supports"), ("s3", "supports")]),
        (("space", "space"), []),
    ],
)
def test_the_highlight_is_taken_only_if_nothing_was_picked_or_dropped(
    keys: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    assert answered(likeliest(), *keys, "enter") == expected


@pytest.mark.parametrize("silent", [True, False])
def test_letters_of_stances_and_j_and_k_never_tag_and_other_letters_are_left_to_the_screen(
    *, silent: bool
) -> None:
    for key in "spcjk":
        assert isinstance(likeliest(silent=silent).press(key), Prompt)
    for key in "fnb":
        assert likeliest(silent=silent).press(key) is None
    assert answered(likeliest(silent=True), "c", "enter") == [("s10", None)]


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
    assert answers("1", "space") == [("s1", "supports")]
    assert answers("1", "p") == [("s1", "partial")]


def test_digits_are_read_as_claims_where_they_can_be() -> None:
    assert answers("1", "4") == [("s1", "supports"), ("s4", "supports")]


@given(st.lists(st.sampled_from(["1", "3", "4", "10"]), min_size=1, max_size=4, unique=True))
def test_space_after_a_number_ends_it_and_drops_no_claim(numbers: list[str]) -> None:
    keys = [key for number in numbers for key in (*number, "space")]
    assert answers(*keys) == [(f"s{number}", "supports") for number in numbers]


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
    title, *rest = SET.sentences
    furnished = replace(SET, sentences=(replace(title, tag=None, part="title"), *rest))
    prompt = AnswersPrompt(ClaimChoices(furnished, BOOK, 11, BOOK.stances))
    for keys in (("1", "2"), ("1", "5")):
        assert press(prompt, *keys, "enter", "enter") == NOTHING


def test_the_offer_is_whole_also_where_it_does_not_fit_on_one_line() -> None:
    offered = press(a_prompt(), "2")
    assert isinstance(offered, Prompt)
    whole = text(offered, 200).split("\n")[0].split()
    assert text(offered, 60).split()[: len(whole)] == whole


@pytest.mark.parametrize("keys", [("9", "9"), ("1", "2"), ("2",), ("9", "9", "3"), ("2", "y")])
@pytest.mark.parametrize("width", [38, 60, 78])
def test_no_message_makes_the_prompt_taller(keys: tuple[str, ...], width: int) -> None:
    prompt = likeliest()
    shown = press(prompt, *keys)
    assert isinstance(shown, Prompt)
    assert len(shown.lines(width)) <= len(prompt.lines(width))


def test_furniture_is_no_claim_and_is_not_taken_for_one() -> None:
    title, *rest = SET.sentences
    furnished = replace(SET, sentences=(replace(title, tag=None, part="title"), *rest))
    prompt = AnswersPrompt(ClaimChoices(furnished, BOOK, 11, BOOK.stances))
    assert press(prompt, "1", "enter", "enter") == NOTHING
    assert prompt.click("s1") is None


@pytest.mark.parametrize("digits", ["15", "1"])
def test_space_after_a_number_that_cannot_be_answered_picks_no_other_claim(digits: str) -> None:
    title, *rest = SET.sentences
    furnished = replace(SET, sentences=(replace(title, tag=None, part="title"), *rest))
    claims = ClaimChoices(furnished, BOOK, 11, BOOK.stances, RANKED)
    stays = press(AnswersPrompt(claims, at="s10"), *digits, "space")
    assert isinstance(stays, AnswersPrompt)
    assert stays.picked == ()
    assert digits in text(stays)


def test_arrows_and_space_pick_too() -> None:
    assert answers("down", "down", "space") == [("s3", "supports")]
    assert answers("up", "c") == [("s1", "contradicts")]


def test_backspace_takes_back_a_digit_then_a_claim_then_the_step_before() -> None:
    assert answers("1", "backspace", "3") == [("s3", "supports")]
    assert press(a_prompt(), "3", "backspace", "enter") == NOTHING
    assert press(a_prompt(), "backspace") is PromptExit.BACK


def test_a_click_on_a_sentence_picks_it_and_on_its_own_means_nothing() -> None:
    clicked = a_prompt().click("s4")
    assert clicked is not None
    assert clicked.highlights["s4"] == "✓"
    assert a_prompt().click("s12") is None


def test_claims_are_listed_likeliest_first_with_a_sign_for_the_stance_and_source_at_the_right() -> (
    None
):
    prompt = a_prompt(picked=(Answer("s3", "partial"),), at="s10")
    lines = text(prompt).splitlines()
    assert [line.split()[-1] for line in lines[1:4]] == ["10.", "Owls", "4."]
    line = next(each for each in lines if "Sentence 3." in each)
    assert "½ Sentence 3." in line
    assert line.endswith("Night Owls")
    assert cell_len(line) == 70
    assert prompt.highlights == {"s10": "▸", "s3": "½", "s4": "┆", "s1": "┆"}


LONG = "The port said that " + " ".join(f"word{number}" for number in range(40))


@pytest.mark.parametrize(("width", "least"), [(30, 38), (42, 60), (70, 40), (120, 90)])
def test_a_claim_shows_as_much_of_itself_as_fits_on_two_lines_where_there_is_little_room(
    width: int, least: int
) -> None:
    claims = a_set(a_sentence(LONG, CLAIM, source=OWLS.id), a_sentence("No."), sources=(OWLS,))
    prompt = AnswersPrompt(ClaimChoices(claims, BOOK, 1, BOOK.stances, ("s1",)), at="s1")
    shown = text(prompt, width).partition("?")[2].partition("Night Owls")[0]
    assert len(" ".join(shown.split())) >= least


def test_the_highlighted_claim_is_shown_however_many_are_listed() -> None:
    many = a_set(*(a_sentence(f"Claim {number}.", CLAIM) for number in range(1, 31)))
    ranked = tuple(f"s{number}" for number in range(29, 0, -1))
    prompt = AnswersPrompt(ClaimChoices(many, BOOK, 29, BOOK.stances, ranked), at=ranked[0])
    for steps in range(8):
        moved = press(prompt, *["j"] * steps)
        assert isinstance(moved, AnswersPrompt)
        assert f"Claim {29 - steps}." in text(moved)
        assert len(moved.lines(70)) <= 10


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
    for keys, said in ((("1", "5", "enter"), "1 to 14"), (("1", "enter"), "1 ")):
        stays = press(AnswersPrompt(claims, picked), *keys)
        assert isinstance(stays, AnswersPrompt)
        assert said in text(stays)
        assert press(stays, "enter") == PromptAnswer(AnswerSelection(picked))
