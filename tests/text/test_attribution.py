"""Which words attribute a sentence, and to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.attribution import attributions, leading_phrase
from tests.hostile import CORPUS

# A cue in braces, its subject in brackets; a sentence without them attributes to nobody.
SENTENCES = (
    "[Penn] {said} the bridge was safe.",
    "Harbor Master [Dora Penn] {said} the bridge was safe.",
    "Labour's Shadow Home Secretary [Ann Orr] {said} the plan was late.",
    "[Ana Ruiz], 34, a nurse at the clinic, {said} the ward was full.",
    "[Ana Ruiz], who runs the clinic and was away in May, {said} the ward was full.",
    "The town's mayor, [Ola Trane], {told} the Ledger that the dam was sound.",
    "On Friday [Ola Trane], after a walk by the dam, {said} it was sound.",
    "After the leak, head of the Relief Council [Ann Orr] {told} Bay News that it was late.",
    "Minister of Works [Ann Orr] {said} the pump was new.",
    "A [leaked internal letter] seen by Bay News {says} the pump was broken.",
    "[Two people with knowledge of the plan] {said} the plant would close.",
    "[Officials] who spoke on condition of anonymity {said} the plant would close.",
    "“The bridge is safe,” {said} [Dora Penn], the mayor of Port Calder.",
    "“The bridge is safe,” {said} the mayor, [Dora Penn], on Monday.",
    "“It broke at noon,” {said} the post by an [unknown sailor on a ferry forum].",
    "The bridge, {said} [Dora Penn], a local engineer, is safe.",
    "The club's head, [Jan van der Berg], {told} the Ledger that it would close.",
    "Health Minister [Ann Orr] and her brother {said} the border would stay open.",
    "Asked about it, a [spokesman for the port] {said} it would not comment on leaks.",
    "A [senior official], speaking on condition of anonymity, {said} the talks had failed.",
    "In a statement, [Brandt] {said} it was aware of the leak.",
    "Lorries were queuing for miles, [Dora Penn] {said}.",
    "The pumps had not been checked, {according to} the harbor's engineer, [Lem Okafor].",
    "{According to} [Orr] the pumps had not been checked since May.",
    "The Night Owls broke in with ease, {according to} [police].",
    "The daily Signal reported a sale, {citing} an [adviser to the minister].",
    "Neighbors were angry, with [one farmer] {writing} that the road was lost.",
    "[Penn] {asks} how long the road will be closed.",
    "[Penn] {described} the road as lost.",
    "The [WHO] {says} that salt should be cheap.",
    "The club met on Monday and elected a chairman.",
    "Orr, who had told Penn he would help, left for the coast.",
    "The works council has called a meeting for Friday.",
    "Orr had read an article in the Ledger about pumps.",
    "He was taken to the quay, as promised.",
    "Most of the pledged money went to the alleged owner.",
    "No group has claimed responsibility for the fire.",
)
LIKELY = 1.5


def marked(sentence: str) -> tuple[str, str | None, str | None]:
    """A sentence without its marks, its cue, and its subject."""
    cue = sentence.partition("{")[2].partition("}")[0] or None
    subject = sentence.partition("[")[2].partition("]")[0] or None
    return sentence.translate(str.maketrans("", "", "{}[]")), cue, subject


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_likeliest_attribution_has_the_cue_and_its_subject(sentence: str) -> None:
    text, cue, subject = marked(sentence)
    found = [each for each in attributions(text) if each.score >= LIKELY]
    if cue is None:
        assert not found
        return
    named = found[0].subject
    assert text[slice(*found[0].cue)] == cue
    assert named is not None
    assert named.name.casefold() == (subject or "").casefold()


def test_two_attributions_have_each_their_own_subject() -> None:
    text = "Officials would not say why, but Ambassador Ann Orr says there were doubts."
    pairs = {
        text[slice(*each.cue)]: each.subject.name for each in attributions(text) if each.subject
    }
    assert pairs["says"] == "Ann Orr"


def test_a_second_verb_shares_the_subject_of_the_first() -> None:
    text = "Brandt confirmed that the board had met, but said that no vote had been taken."
    assert {each.subject.name for each in attributions(text) if each.subject} == {"Brandt"}


def test_a_noun_with_the_form_of_a_verb_is_no_cue() -> None:
    text = "The document, of which media reports speak, must be completed in English."
    assert "reports" not in {text[slice(*each.cue)] for each in attributions(text)}


def test_a_sentence_begins_with_its_subject_after_an_adverbial() -> None:
    lead = leading_phrase("On Monday, Mayor Ola Trane opened the bridge.")
    assert lead is not None
    assert lead.name == "Ola Trane"


@given(st.text(max_size=300))
def test_any_text_has_attributions_that_lie_within_it(text: str) -> None:
    for each in attributions(text):
        spans = [each.cue, *([each.subject.span] if each.subject else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_a_hostile_text_is_read(text: str) -> None:
    for sentence in (text, f"Penn said {text} on Friday.", f"{text}, Penn said."):
        for each in attributions(sentence):
            assert each.cue[1] <= len(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister erklärte, die Brücke sei sicher.",
        "Le maire a déclaré que la route était libre.",
        "El alcalde dijo que el puente era seguro.",
        "市長は橋は安全だと述べた。",
    ],
)
def test_another_language_has_none(text: str) -> None:
    assert attributions(text) == ()
