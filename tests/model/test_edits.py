"""The edits of sentences and of the whole set."""

import pytest

from annotator.model.annotation import Answer, Cue, Status
from annotator.model.codebook import Role
from annotator.model.edit import Edit, numbers, without_unused_sources
from annotator.model.edits import (
    Answered,
    Checkable,
    Cued,
    Flagged,
    Furnished,
    Marked,
    Noted,
    Relayed,
    Tagged,
    Together,
    Untagged,
)
from annotator.model.faults import Refused
from tests.builders import (
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    a_tag,
)

BOOK = a_codebook()
THREE = a_set("One said.", "Two.", "Three.")


def test_a_tag_is_given_to_every_sentence_named_and_to_no_other() -> None:
    after = Tagged(("s1", "s3"), CLAIM).apply(THREE, BOOK)
    assert [each.tag for each in after.sentences] == [CLAIM, None, CLAIM]
    assert after.sentences[1] is THREE.sentences[1]


def test_a_tag_that_the_codebook_has_not_is_refused() -> None:
    with pytest.raises(Refused, match="no tag “rumour”"):
        Tagged(("s1",), "rumour").apply(THREE, BOOK)


def test_furniture_takes_no_tag_and_is_passed_over_among_others() -> None:
    annotations = a_set(a_sentence("Dark", part="title"), "It is dark.")
    after = Tagged(("s1", "s2"), CLAIM).apply(annotations, BOOK)
    assert [each.tag for each in after.sentences] == [None, CLAIM]
    with pytest.raises(Refused, match="furniture"):
        Tagged(("s1",), CLAIM).apply(annotations, BOOK)


def test_tagging_again_deletes_nothing() -> None:
    whole = a_sentence("One said.", CONFIRMATION, source="owls", cue="said", checkable=False)
    annotations = a_set(whole, sources=(a_source("Owls"),))
    after = Tagged(("s1",), CLAIM).apply(annotations, BOOK)
    again = Tagged(("s1",), CONFIRMATION).apply(after, BOOK)
    assert again == annotations


def test_a_stance_is_always_on_a_confirmations_answer_and_never_on_a_non_responses() -> None:
    annotations = a_set("One.", a_sentence("Two.", answers=("s1",)))
    confirmed = Tagged(("s2",), CONFIRMATION).apply(annotations, BOOK)
    assert confirmed.sentences[1].answers == (Answer("s1", "supports"),)
    silent = Tagged(("s2",), NON_RESPONSE).apply(confirmed, BOOK)
    assert silent.sentences[1].answers == (Answer("s1"),)


def test_untagging_takes_the_tag_alone() -> None:
    annotations = a_set(a_sentence("One.", CLAIM, note="why?"))
    (sentence,) = Untagged(("s1",)).apply(annotations, BOOK).sentences
    assert (sentence.tag, sentence.note) == (None, "why?")


@pytest.mark.parametrize("empty", ["", "  \n", None])
def test_an_empty_note_or_relay_is_none(empty: str | None) -> None:
    annotations = a_set(a_sentence("One.", note="why?", via="the Weekly"))
    after = Together((Noted("s1", empty), Relayed(("s1",), empty))).apply(annotations, BOOK)
    assert (after.sentences[0].note, after.sentences[0].via) == (None, None)


def test_a_cue_stands_in_its_sentence() -> None:
    after = Cued("s1", Cue("said", (4, 8))).apply(THREE, BOOK)
    assert after.sentences[0].cue == Cue("said", (4, 8))
    for wrong in (Cue("said", (3, 7)), Cue("", (4, 4)), Cue("One said.", (-9, 0))):
        with pytest.raises(Refused, match="do not stand there"):
            Cued("s1", wrong).apply(THREE, BOOK)


def test_a_cue_is_found_by_code_points_after_an_emoji() -> None:
    annotations = a_set("🙂 👩‍🚒.", "One said.")
    start = annotations.sentences[1].span[0]
    cue = Cue("said", (start + 4, start + 8))
    assert Cued("s2", cue).apply(annotations, BOOK).sentences[1].cue == cue


def test_answers_lead_to_sentences_that_are_there_and_never_to_their_own() -> None:
    with pytest.raises(Refused, match="itself"):
        Answered(("s1", "s2"), (Answer("s2"),)).apply(THREE, BOOK)
    with pytest.raises(Refused, match="no sentence s9"):
        Answered(("s1",), (Answer("s9"),)).apply(THREE, BOOK)


def test_of_two_answers_to_one_claim_the_later_holds() -> None:
    twice = (Answer("s1", "partial"), Answer("s3"), Answer("s1", "contradicts"))
    after = Answered(("s2",), twice).apply(THREE, BOOK)
    assert after.sentences[1].answers == (Answer("s1", "contradicts"), Answer("s3"))


def test_a_set_is_unusable_for_a_reason() -> None:
    with pytest.raises(Refused, match="why"):
        Marked(Status.UNUSABLE, " ").apply(THREE, BOOK)
    after = Marked(Status.UNUSABLE, "a live blog").apply(THREE, BOOK)
    assert (after.status, after.reason) == (Status.UNUSABLE, "a live blog")
    assert Marked(None, "a live blog").apply(after, BOOK) == THREE


def test_edits_done_together_follow_one_another() -> None:
    edit = Together((Tagged(("s2",), CONFIRMATION), Answered(("s2",), (Answer("s1"),))))
    assert edit.apply(THREE, BOOK).sentences[1].answers == (Answer("s1", "supports"),)
    assert edit.words(THREE, BOOK) == "2: confirmation; 2: answers 1"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Tagged(("s2", "s1"), CLAIM), "1-2: claim"),
        (Untagged(("s1", "s3")), "1, 3: no tag"),
        (Noted("s1", "why?"), "1: note kept"),
        (Noted("s1", " "), "1: note taken off"),
        (Flagged(("s1",), True), "1: flagged"),
        (Flagged(("s1",), False), "1: flag off"),
        (Furnished(("s1",), "title"), "1: furniture (title)"),
        (Furnished(("s1",), None), "1: body text"),
        (Checkable(("s1",), False), "1: not checkable"),
        (Cued("s1", Cue("said", (4, 8))), "1: cue “said”"),
        (Cued("s1", None), "1: no cue"),
        (Relayed(("s1",), "the Weekly"), "1: via the Weekly"),
        (Relayed(("s1",), None), "1: no relay"),
        (Answered(("s3",), (Answer("s1"), Answer("s2"))), "3: answers 1-2"),
        (Answered(("s3",), ()), "3: answers nothing"),
        (Marked(Status.FINISHED), "the article is marked finished"),
        (Marked(None), "the article is open again"),
    ],
)
def test_an_edit_says_what_it_does_by_the_numbers_on_the_screen(edit: Edit, words: str) -> None:
    assert edit.words(THREE, BOOK) == words


def test_positions_are_told_as_a_range_only_where_none_is_missing() -> None:
    assert numbers(THREE, ("s3", "s1", "s2")) == "1-3"
    assert numbers(THREE, ("s3", "s1")) == "1, 3"


def test_a_source_that_nobody_names_leaves_unless_it_is_concerned() -> None:
    owls, port = a_source("Owls"), a_source("Port", concerned=True)
    annotations = a_set(a_sentence("One.", CLAIM), sources=(owls, port))
    assert without_unused_sources(annotations).sources == (port,)


def test_a_role_belongs_to_every_tag_that_names_it() -> None:
    book = a_codebook(a_tag(CLAIM), a_tag("denial", role=Role.CONFIRMATION))
    annotations = a_set("One.", a_sentence("Two.", answers=("s1",)))
    (_, after) = Tagged(("s2",), "denial").apply(annotations, book).sentences
    assert after.answers == (Answer("s1", "supports"),)
