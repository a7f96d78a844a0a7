"""The likeliest cue of a sentence."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.cues import likeliest, may_have_cue, non_response_span, word_spans
from annotator.text.quotations import quotation_spans
from annotator.text.word_lists import verb_forms
from bench.cues import figures, load
from tests.strategies import hard_texts

SAMPLES = Path(__file__).parents[2] / "samples" / "decisions"
_PIECES = ["Varga", "the board", "said", "told", "according to", "did not respond", "that", "who"]
NEWS = st.lists(
    st.sampled_from([*_PIECES, "“We", "left,”", '"', ",", ".", "to", "denied", "reports", "It"]),
    max_size=12,
).map(" ".join)


def cue(text: str) -> str | None:
    found = likeliest(text)
    return text[found[0] : found[1]] if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill is closed, Ann Holm said.", "said"),
        ("Ann Holm told the Weekly that the mill is closed.", "told"),
        ("According to the council, the mill is closed.", "According to"),
        ("The Owls claimed responsibility for the fire.", "claimed responsibility"),
        ("Holm declined to comment on the fire.", "declined to comment"),
        ("The mill did not immediately respond to a request.", "did not immediately respond"),
        ("The owner could not be reached on Sunday.", "could not be reached"),
        ("Holm would not say who lit it.", "would not say"),
        ("The mill didn’t respond.", "didn’t respond"),
        ("Holm wrote in a statement that nobody was hurt.", "wrote in a statement"),
        ("Holm is quoted as saying that nobody was hurt.", "is quoted as saying"),
        ("The fire was put out at noon, the report shows.", "shows"),
        ("The mill was not available for comment.", "was not available for comment"),
        ("A Weekly reporter counted eleven engines.", "counted"),
        ("In a letter to the owner, the council asks for the keys.", "asks"),
        ("In a letter to the owner, the council set the rent at a crown.", "In a letter"),
    ],
)
def test_the_words_that_attribute_are_found(text: str, expected: str) -> None:
    assert cue(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The mill is closed.",
        "The reports of the board are long.",
        "They were denied entry.",
        "It has a name and a state.",
        "",
    ],
)
def test_a_sentence_that_attributes_nothing_has_no_cue(text: str) -> None:
    assert cue(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Holm had not responded by Tuesday.", "had not responded"),
        ("Holm did not answer by the end of the day.", "did not answer"),
        ("Messages left with Holm went unanswered.", "went unanswered"),
        ("Neither Holm nor her office replied.", "replied"),
        ("The mill has yet to respond.", "has yet to respond"),
        ("The mill referred all questions to its lawyer.", "referred all questions"),
        ("There was no immediate comment from the army.", "was no immediate comment"),
        ("HOLM DECLINED TO COMMENT.", "DECLINED TO COMMENT"),
        ("Holm, who knew, would neither confirm nor deny it.", "would neither confirm nor deny"),
    ],
)
def test_the_usual_wordings_of_silence_are_cues(text: str, expected: str) -> None:
    span = non_response_span(text)
    assert span is not None
    assert text[slice(*span)] == expected == cue(text)


@pytest.mark.parametrize(
    "text",
    [
        "The patient did not respond to treatment.",
        "Sales declined in May.",
        "The village could not be reached by road.",
        "There was no response from the engine.",
        "The council would not fund the bridge.",
        "“We did not respond,” Holm said.",
    ],
)
def test_what_is_no_silence_is_taken_for_none(text: str) -> None:
    assert non_response_span(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm hit five states on Monday.", None),
        ("Orr won both coastal states, and lost the rest.", None),
        ("The contract states that the wall is white.", "states"),
        ("Bank records show two payments.", "show"),
        ("The band sold its records at the door.", None),
        ("The mill is closed, critics contend.", "contend"),
        ("MAYOR DENIES TAKING BRIBES", "DENIES"),
        ("Mayor Holm Says Mill Is Safe", "Says"),
        ("The owner reportedly left.", "reportedly"),
    ],
)
def test_a_noun_is_no_cue_and_a_verb_of_the_same_form_is_one(
    text: str, expected: str | None
) -> None:
    assert cue(text) == expected


def test_words_inside_quotation_marks_attribute_nothing() -> None:
    assert cue("“He said that she denied it,” Holm recalled.") == "recalled"


def test_only_words_outside_quotation_marks_may_attribute() -> None:
    assert may_have_cue("“We left.” It rained.")
    assert not may_have_cue("“We left.”")
    assert not may_have_cue("…")


def test_the_clause_at_the_end_attributes_rather_than_one_that_is_reported() -> None:
    assert cue("The board, which had denied everything, will go, Holm said on Monday.") == "said"


def test_what_somebody_is_reported_to_have_said_is_not_preferred_to_the_report() -> None:
    assert cue("Holm said that the board denied it.") == "said"


def test_a_phrase_is_taken_whole() -> None:
    assert cue("Holm said in a written statement that it is so.") == "said in a written statement"


def test_an_exception_with_substance_outranks_the_refusal_before_it() -> None:
    assert cue("Holm declined to comment, except to say that the mill is sold.") == "say"


def test_verbs_come_in_the_forms_that_attribute() -> None:
    assert set(verb_forms(["deny", "announce", "say"])) == {
        *("denies", "denied", "denying", "announces", "announced", "announcing"),
        *("says", "said", "saying"),
    }


def test_a_cue_is_moved_over_words_without_the_marks_around_them() -> None:
    text = "“We’re out,” Jean-Luc said (twice)."
    assert [text[a:b] for a, b in word_spans(text)] == ["We’re", "out", "Jean-Luc", "said", "twice"]


def sample_cues() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(SAMPLES.glob("*.yaml")):
        decisions: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(each["text"], each["cue"]) for each in decisions["sentences"] if "cue" in each]
    return found


def test_most_cues_of_the_samples_are_the_likeliest() -> None:
    pairs = sample_cues()
    right = sum(cue(text) == wanted for text, wanted in pairs)
    assert len(pairs) > 50
    assert right / len(pairs) > 0.9


@given(hard_texts | NEWS)
def test_a_cue_is_a_stretch_of_the_text_outside_quotation_marks(text: str) -> None:
    found = likeliest(text)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not any(a < end and start < b for a, b in quotation_spans(text))


@given(hard_texts | NEWS)
def test_words_stand_apart_in_order(text: str) -> None:
    end = -1
    for start, stop in word_spans(text):
        assert end < start < stop
        end = stop


def test_a_long_sentence_takes_no_longer_than_its_length_asks_for() -> None:
    assert likeliest("the board that said " * 20_000) is not None


@pytest.mark.parametrize("tuned", [True, False])
def test_cues_sources_and_silences_of_the_list_are_found_in_both_halves(*, tuned: bool) -> None:
    found = figures(each for each in load() if each.tuned == tuned)
    assert found.has_cue > 90
    assert found.cue_exact > 85
    assert found.source_overlaps > 90
    assert found.silence > 90


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The Ledger received no response from the firm.", "received no response"),
        ("The paper got no immediate reply.", "got no immediate reply"),
        ("The data suggest a leak.", "suggest"),
    ],
)
def test_answers_that_never_came_and_data_that_suggest_have_cues(text: str, cue: str) -> None:
    span = likeliest(text)
    assert span is not None
    assert text[slice(*span)] == cue
