"""The prompt for the source."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.model.annotation import Span
from annotator.storage.codebooks import builtin
from annotator.text.proposals import Mention, SourceProposal
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source import (
    Passage,
    SourceChoices,
    SourceDecision,
    SourceLine,
    SourcePrompt,
)
from tests.drivers.prompts import press, text
from tests.factories import a_source
from tests.hostile import CORPUS
from tests.statements import states

TEXT = "Ana Roe, the mayor, said the Port Authority lied."
ABOVE = "The Night Owls met Mr. Bo Derek."
BELOW = 'She wrote the "Owl" part of the book.'
SAID: Span = (20, 24)
LIED: Span = (44, 48)
OWLS = SourceProposal("Night Owls", "organization", a_source())
PORT = SourceProposal("Port Authority", "organization", cue=LIED)
ROE = SourceProposal("Ana Roe", "person", a_source("Ana Roe", kind="person"))
NOBODY = SourceLine("0", None)
MENTIONS = (
    Mention("s2", (0, 7), "Ana Roe", "person"),
    Mention("s2", (29, 43), "Port Authority", "organization"),
    Mention("s1", (4, 14), "Night Owls", "organization"),
)


def guessed(name: str) -> str:
    return "organization"


def a_prompt(
    *rows: SourceLine,
    before: SourceProposal | None = OWLS,
    takes_cue: bool = True,
    mentions: tuple[Mention, ...] = MENTIONS,
) -> SourcePrompt:
    """Port Authority, the likeliest; then Night Owls, Ana Roe without a key, and nobody."""
    rows = rows or (SourceLine("2", PORT), SourceLine("1", OWLS), SourceLine("", ROE), NOBODY)
    passages = (Passage("s1", ABOVE), Passage("s2", TEXT), Passage("s3", BELOW))
    return SourcePrompt(
        SourceChoices(
            *(rows, builtin().kinds, guessed, before, SAID, mentions, passages, 1, takes_cue),
            tag_keys=frozenset("cfnb"),
        )
    )


def taken(*keys: str, prompt: SourcePrompt | None = None) -> SourceDecision:
    """What these keys take."""
    result = press(prompt or a_prompt(), *keys)
    assert isinstance(result, PromptAnswer), text(result) if isinstance(result, Prompt) else result
    decision: SourceDecision = result.value
    return decision


def name(*keys: str, prompt: SourcePrompt | None = None) -> str | None:
    source = taken(*keys, prompt=prompt).source
    return source.name if source else None


def words(*keys: str) -> str | None:
    """The cue that these keys take."""
    cue = taken(*keys).cue
    return TEXT[slice(*cue)] if cue else None


def test_enter_takes_the_first_source_with_its_cue_which_is_underlined_and_named_before() -> None:
    assert taken("enter") == SourceDecision(PORT, LIED, "2")
    assert a_prompt().underlined == {"s2": LIED}
    assert "“lied”" in text(a_prompt())


def test_a_key_takes_its_source_with_the_likeliest_cue() -> None:
    assert taken("1") == SourceDecision(OWLS, SAID, "1")


def test_nobody_has_a_key_and_no_cue() -> None:
    assert taken("0") == SourceDecision(None, None, "0")
    nobody_first = a_prompt(NOBODY, SourceLine("1", OWLS))
    assert taken("enter", prompt=nobody_first).source is None
    assert nobody_first.underlined == {"s2": None}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("down",), "Night Owls"),
        (("j", "j"), "Ana Roe"),
        (("up",), None),
        (("j", "k"), "Port Authority"),
    ],
)
def test_arrows_and_j_and_k_move_the_highlight(keys: tuple[str, ...], expected: str | None) -> None:
    assert name(*keys, "enter") == expected


def test_a_dot_takes_the_source_of_the_sentence_before() -> None:
    assert taken(".") == SourceDecision(OWLS, SAID)
    assert press(a_prompt(before=None), ".") == a_prompt(before=None)


def test_a_digit_that_no_source_has_changes_nothing_and_a_tags_key_is_left_to_the_screen() -> None:
    assert press(a_prompt(), "7", "9") == a_prompt()
    for key in "cfnb":
        assert a_prompt().press(key) is None


@pytest.mark.parametrize(
    ("key", "way"),
    [("escape", PromptExit.STOP), ("backspace", PromptExit.BACK), ("u", PromptExit.BACK)],
)
def test_it_is_left_or_the_step_before_is_undone(key: str, way: PromptExit) -> None:
    assert press(a_prompt(), key) is way


def test_s_asks_for_the_form() -> None:
    assert taken("s").asks_for_details


# Typing


def test_after_a_slash_every_letter_is_text() -> None:
    assert taken("/", *"cfnb1j.", "enter").source == SourceProposal("cfnb1j.", "organization")
    assert name("/", *"Channel", "space", "4", "enter") == "Channel 4"


@pytest.mark.parametrize("typed", ["night owls", "NIGHT  OWLS", " Night Owls"])
def test_a_name_that_folds_to_a_known_one_is_that_one(typed: str) -> None:
    prompt = a_prompt().paste(typed)
    assert "new" not in text(prompt)
    assert taken("enter", prompt=prompt).source == OWLS


def test_tab_completes_what_is_typed() -> None:
    assert name("/", *"roe", "tab") == "Ana Roe"


@pytest.mark.parametrize("word", ["it", "They", "she"])
def test_a_pronoun_is_never_a_source(word: str) -> None:
    result = press(a_prompt(), "/", *word, "enter")
    assert isinstance(result, Prompt)
    assert f"“{word}”" in text(result)


def test_escape_and_backspace_go_back_to_the_list() -> None:
    assert press(a_prompt(), "/", "a", "b", "escape") == a_prompt()
    assert press(a_prompt(), "/", "a", "backspace", "backspace") == a_prompt()


def test_the_kind_of_a_new_source_is_corrected_by_arrows_and_of_a_known_one_it_is_not() -> None:
    assert taken("right", "enter").source == replace(PORT, kind="unnamed")
    assert taken("down", "right", "enter").source == OWLS
    assert taken("/", "X", "left", "enter").source == SourceProposal("X", "person")


def test_a_kind_goes_with_the_name_that_it_was_chosen_for() -> None:
    corrected = press(a_prompt(), "/", *"Bo", "right")
    assert isinstance(corrected, SourcePrompt)
    assert taken("b", "enter", prompt=corrected).source == SourceProposal("Bob", corrected.kind)
    other = taken("backspace", "backspace", *"Al", "enter", prompt=corrected)
    assert other.source == SourceProposal("Al", "organization")


# The cue


@pytest.mark.parametrize(
    ("keys", "cue"),
    [
        (("e",), "lied"),
        (("e", "left"), "Authority"),
        (("e", "shift+up"), "Authority lied"),
        (("e", "backspace"), None),
        (("e", "left", "escape"), "lied"),
        (("e", "s"), "said"),
        (("e", "s", "A"), "said the Port Authority"),
    ],
)
def test_e_corrects_the_cue_that_enter_takes(keys: tuple[str, ...], cue: str | None) -> None:
    assert words(*keys, "enter") == cue
    assert name(*keys, "enter") == "Port Authority"


def test_one_key_takes_the_source_without_its_cue_and_again_brings_it_back() -> None:
    for keys in ("1",), ("enter",), (".",), ("tab", "enter"), ("/", "x", "enter"):
        assert taken("-", *keys).cue is None
        assert taken("-", "-", *keys) == taken(*keys)
    assert taken("e", "home", "-", "1").cue == taken("1").cue
    assert a_prompt(takes_cue=False).press("-") is None


def test_a_source_brings_no_other_cue_if_nobody_is_the_likeliest_answer() -> None:
    nobody_first = a_prompt(NOBODY, SourceLine("1", OWLS))
    assert taken("1", prompt=nobody_first).cue is None
    assert taken("e", "1", prompt=nobody_first).cue == SAID


def test_a_corrected_cue_stays_for_any_source() -> None:
    assert words("e", "home", "1") == "Ana"
    assert taken("e", "home", "0") == SourceDecision(None, (0, 3), "0")


def test_a_corrected_cue_stays_when_another_source_is_highlighted() -> None:
    assert taken("e", "home", "down", "enter") == SourceDecision(OWLS, (0, 3), "1")
    letter = a_prompt(SourceLine("2", PORT), SourceLine("a", OWLS))
    assert taken("e", "home", "down", "a", prompt=letter) == SourceDecision(OWLS, (0, 3), "a")


def test_where_no_cue_is_set_none_is_named_or_corrected() -> None:
    prompt = a_prompt(takes_cue=False)
    assert taken("enter", prompt=prompt).cue is None
    assert prompt.press("e") is None
    assert "cue" not in text(prompt)


# Picking from the text


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("tab",), "Ana Roe"),
        (("tab", "tab"), "Port Authority"),
        (("tab", "tab", "tab", "tab"), "Night Owls"),
        (("tab", "tab", "shift+tab"), "Ana Roe"),
        (("tab", "right", "shift+right"), "Roe, the mayor"),
        (("tab", "left"), "Derek"),
        (("tab", "up"), None),
        (("tab", "up", "shift+right", "shift+right"), "Night Owls"),
        (("tab", "left", "shift+up", "shift+up"), "Bo Derek"),
        (("tab", "m"), "mayor"),
        (("tab", "p"), "Port"),
        (("tab", "p", "A"), "Port Authority"),
        (("tab", "n", "O"), "Night Owls"),
        (("tab", "b"), "Bo"),
        (("tab", "down"), None),
        (("tab", "o", "P", "B"), "Bo"),
        (("tab", "w", "O", "B"), 'wrote the "Owl" part of the book'),
        (("tab", "down", "o", "B"), '"Owl" part of the book'),
        (("tab", "z", "Z"), "Ana Roe"),
    ],
)
def test_words_of_the_text_are_picked_as_a_name(
    keys: tuple[str, ...], expected: str | None
) -> None:
    result = press(a_prompt(), *keys, "enter")
    named = result.value.source if isinstance(result, PromptAnswer) else None
    assert (named.name if named else None) == expected


def test_what_is_picked_is_marked_also_in_the_sentence_before() -> None:
    picking = press(a_prompt(), "tab", "tab", "tab")
    assert isinstance(picking, SourcePrompt)
    assert picking.marked == {"s1": (4, 14)}
    assert "Night Owls" in text(picking)
    assert press(picking, "escape") == a_prompt()


def test_a_known_source_that_is_picked_is_that_one_and_a_new_one_has_its_kind() -> None:
    assert taken("tab", "tab", "tab", "enter").source == OWLS
    assert taken("tab", "enter").source == ROE
    prompt = a_prompt(SourceLine("1", OWLS), NOBODY)
    assert taken("tab", "enter", prompt=prompt) == SourceDecision(
        SourceProposal("Ana Roe", "person"), SAID
    )


def test_without_mentions_tab_goes_to_words_with_a_capital() -> None:
    assert name("tab", "tab", "enter", prompt=a_prompt(mentions=())) == "Port Authority"
    assert name("tab", "tab", "tab", "enter", prompt=a_prompt(mentions=())) == "Night Owls"


# The lines


@given(st.integers(8, 120), st.text(max_size=30))
def test_no_line_is_wider_than_there_is_room(width: int, typed: str) -> None:
    long = SourceProposal(
        "The Department of Ports, Harbours and Very Long Names " * 3, "organization"
    )
    row = SourceLine("3", long)
    prompts = (a_prompt(SourceLine("1", OWLS), row), a_prompt(row).paste(typed), a_prompt())
    for prompt in (*prompts, *(press(prompts[2], key) for key in ("e", "tab"))):
        assert isinstance(prompt, SourcePrompt)
        for line in prompt.lines(width):
            assert cell_len("".join(piece.text for piece in line)) <= width


@pytest.mark.parametrize("length", range(20, 45))
def test_where_there_is_room_a_new_source_shows_its_name_and_kind_uncut(length: int) -> None:
    name = f"Ministry {'o' * (length - 18)} of Ports"
    new = SourceProposal(name, "organization")
    below = SourceProposal(name.replace("Ports", "Roads"), "organization")
    lines = a_prompt(SourceLine("1", new), SourceLine("2", below)).lines(40, 30)
    words = " ".join("".join(piece.text for piece in line) for line in lines).split()
    assert f"{name} new, organization 2 {below.name} new" in " ".join(words)


def test_the_highlighted_source_is_shown_however_many_there_are() -> None:
    many = tuple(SourceLine("", SourceProposal(f"Source {at}", "person")) for at in range(60))
    for steps, more in ((1, "↓ more"), (30, "↑↓ more"), (59, "↑ more")):
        prompt = press(a_prompt(*many), *["down"] * steps)
        assert isinstance(prompt, Prompt)
        assert f"▸Source {steps} " in text(prompt)
        assert more in text(prompt)
        assert len(prompt.lines(70)) < 12
    assert "more" not in text(a_prompt())


def test_nothing_hostile_in_a_name_is_shown_as_it_is() -> None:
    for hostile in CORPUS.values():
        row = SourceLine("1", SourceProposal(hostile, "person"))
        shown = text(a_prompt(row)) + text(a_prompt().paste(hostile))
        assert not {"\x1b", "\x9b", "\u202e", "\x00"} & set(shown)


@given(st.lists(st.sampled_from([*"019c/eh.", "tab", "shift+tab", "left", "up", "enter"])))
def test_whatever_is_pressed_the_marks_are_within_their_sentences(keys: list[str]) -> None:
    result: object = a_prompt()
    for key in keys:
        if isinstance(result, SourcePrompt):
            result = result.press(key) or result
    if isinstance(result, SourcePrompt):
        texts = {each.sentence: each.text for each in result.sources.passages}
        for sentence, (start, end) in result.marked.items():
            assert 0 <= start < end <= len(texts[sentence])


def test_enter_takes_the_name_that_typing_found_and_up_keeps_what_was_typed() -> None:
    assert name("/", *"roe", "enter") == "Ana Roe"
    assert name("/", *"roe", "up", "enter") == "roe"
    assert name("/", *"Roesler", "enter") == "Roesler"


def lines(prompt: Prompt[SourceDecision], width: int = 70) -> list[str]:
    return text(prompt, width).split("\n")


def picking(*keys: str) -> SourcePrompt:
    prompt = press(a_prompt(), "tab", *keys)
    assert isinstance(prompt, SourcePrompt)
    return prompt


def test_the_kind_of_a_picked_name_can_be_changed_and_is_shown() -> None:
    kinds = [each.id for each in builtin().kinds]
    prompt = picking("=")
    decision = taken("=", "enter", prompt=picking("tab"))
    assert decision.source is not None
    assert decision.source.kind == kinds[kinds.index("organization") + 1]
    assert builtin().kinds[kinds.index(decision.source.kind)].name in text(picking("tab", "="))
    moved = press(picking("tab", "="), "shift+left")
    assert isinstance(moved, SourcePrompt)
    assert moved.kind is None
    assert prompt.kind is None  # Ana Roe is known, and her kind is not changed here


def test_the_kind_of_a_listed_new_source_can_be_changed() -> None:
    kinds = [each.id for each in builtin().kinds]
    decision = taken("=", "enter")
    assert decision.source is not None
    assert decision.source.kind == kinds[kinds.index("organization") + 1]


@pytest.mark.parametrize("keys", [("tab", "tab"), ("/", *"Anonymous", "space", *"Ferry")])
def test_the_kind_of_a_new_source_is_whole_in_a_narrow_pane(keys: tuple[str, ...]) -> None:
    prompt = press(a_prompt(), *keys)
    assert isinstance(prompt, SourcePrompt)
    assert states(text(prompt, 38), "organization")


@pytest.mark.parametrize("width", range(20, 40))
def test_the_kind_of_a_new_source_in_the_list_is_whole_beside_any_name(width: int) -> None:
    department = SourceProposal("U.S. Department of Agriculture", "organization")
    prompt = a_prompt(SourceLine("3", department), NOBODY)
    shown = "\n".join("".join(piece.text for piece in line) for line in prompt.body(width, 40))
    assert states(shown, "Agriculture", "new, organization")


@pytest.mark.parametrize("width", [20, 30, 70])
def test_the_words_marked_for_a_name_are_shown_with_their_sentence(width: int) -> None:
    passages = (Passage("s1", "Old words. " * 30 + ABOVE, 7), Passage("s2", TEXT, 8))
    mention = Mention("s1", (334, 344), "Night Owls", "organization")
    choices = replace(a_prompt().sources, passages=passages, mentions=(mention,))
    prompt = press(SourcePrompt(choices), "tab")
    assert isinstance(prompt, SourcePrompt)
    shown = lines(prompt, width)
    assert any(line.lstrip().startswith("7 ") for line in shown)
    below = " ".join(line.strip() for line in shown[1:])
    assert "Night Owls" in below


def test_while_typing_it_is_said_what_enter_does() -> None:
    new = press(a_prompt(), "/", *"Zo")
    assert isinstance(new, Prompt)
    assert states(lines(new, 100)[0], "enter", "new", "organization")
    assert lines(new, 100)[0].count("Zo") == 2
    known = press(a_prompt(), "/", *"Ana", "space", *"Roe")
    assert isinstance(known, Prompt)
    assert states(lines(known)[0], "enter", "known")
