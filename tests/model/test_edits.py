"""The edits of sentences and of the whole set."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet, Answer, Cue, Status, without_unused_sources
from annotator.model.changes import Edit, sentence_numbers
from annotator.model.codebook import Role
from annotator.model.edits import (
    Batch,
    ClearTag,
    EditSource,
    JoinSentences,
    MergeSources,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSource,
    SetStatus,
    SetTag,
    SetVia,
    SplitSentence,
    find_source,
    merge_aliases,
    new_source,
    put_source,
)
from annotator.model.errors import DataError
from tests.factories import (
    BOOK,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    a_tag,
)
from tests.strategies import tagged_articles

THREE = a_set("One said.", "Two.", "Three.")


def test_a_tag_is_given_to_every_sentence_named_and_to_no_other() -> None:
    after = SetTag(("s1", "s3"), CLAIM).apply(THREE, BOOK)
    assert [each.tag for each in after.sentences] == [CLAIM, None, CLAIM]
    assert after.sentences[1] is THREE.sentences[1]


def test_a_tag_that_the_codebook_has_not_is_refused() -> None:
    with pytest.raises(DataError, match="no tag “rumour”"):
        SetTag(("s1",), "rumour").apply(THREE, BOOK)


def test_furniture_takes_no_tag_and_is_passed_over_among_others() -> None:
    annotations = a_set(a_sentence("Dark", part="title"), "It is dark.")
    after = SetTag(("s1", "s2"), CLAIM).apply(annotations, BOOK)
    assert [each.tag for each in after.sentences] == [None, CLAIM]
    with pytest.raises(DataError, match="furniture"):
        SetTag(("s1",), CLAIM).apply(annotations, BOOK)


def test_tagging_again_deletes_nothing() -> None:
    whole = a_sentence("One said.", CONFIRMATION, source="owls", cue="said", checkable=False)
    annotations = a_set(whole, sources=(a_source("Owls"),))
    after = SetTag(("s1",), CLAIM).apply(annotations, BOOK)
    again = SetTag(("s1",), CONFIRMATION).apply(after, BOOK)
    assert again == annotations


def test_a_stance_is_always_on_a_confirmations_answer_and_never_on_a_non_responses() -> None:
    annotations = a_set("One.", a_sentence("Two.", answers=("s1",)))
    confirmed = SetTag(("s2",), CONFIRMATION).apply(annotations, BOOK)
    assert confirmed.sentences[1].answers == (Answer("s1", "supports"),)
    silent = SetTag(("s2",), NON_RESPONSE).apply(confirmed, BOOK)
    assert silent.sentences[1].answers == (Answer("s1"),)


def test_untagging_takes_the_tag_alone() -> None:
    annotations = a_set(a_sentence("One.", CLAIM, note="why?"))
    (sentence,) = ClearTag(("s1",)).apply(annotations, BOOK).sentences
    assert (sentence.tag, sentence.note) == (None, "why?")


@pytest.mark.parametrize("empty", ["", "  \n", None])
def test_an_empty_note_or_relay_is_none(empty: str | None) -> None:
    annotations = a_set(a_sentence("One.", note="why?", via="the Weekly"))
    after = Batch((SetNote("s1", empty), SetVia(("s1",), empty))).apply(annotations, BOOK)
    assert (after.sentences[0].note, after.sentences[0].via) == (None, None)


def test_a_cue_stands_in_its_sentence() -> None:
    after = SetCue("s1", Cue("said", (4, 8))).apply(THREE, BOOK)
    assert after.sentences[0].cue == Cue("said", (4, 8))
    for wrong in (Cue("said", (3, 7)), Cue("", (4, 4)), Cue("One said.", (-9, 0))):
        with pytest.raises(DataError, match="s1"):
            SetCue("s1", wrong).apply(THREE, BOOK)


def test_a_cue_is_found_by_code_points_after_an_emoji() -> None:
    annotations = a_set("🙂 👩‍🚒.", "One said.")
    start = annotations.sentences[1].span[0]
    cue = Cue("said", (start + 4, start + 8))
    assert SetCue("s2", cue).apply(annotations, BOOK).sentences[1].cue == cue


def test_answers_lead_to_sentences_that_are_there_and_never_to_their_own() -> None:
    with pytest.raises(DataError, match="itself"):
        SetAnswers(("s1", "s2"), (Answer("s2"),)).apply(THREE, BOOK)
    with pytest.raises(DataError, match="s9"):
        SetAnswers(("s1",), (Answer("s9"),)).apply(THREE, BOOK)


def test_of_two_answers_to_one_claim_the_later_holds() -> None:
    twice = (Answer("s1", "partial"), Answer("s3"), Answer("s1", "contradicts"))
    after = SetAnswers(("s2",), twice).apply(THREE, BOOK)
    assert after.sentences[1].answers == (Answer("s1", "contradicts"), Answer("s3"))


def test_a_set_is_unusable_for_a_reason() -> None:
    with pytest.raises(DataError, match="why"):
        SetStatus(Status.UNUSABLE, " ").apply(THREE, BOOK)
    after = SetStatus(Status.UNUSABLE, "a live blog").apply(THREE, BOOK)
    assert (after.status, after.reason) == (Status.UNUSABLE, "a live blog")
    assert SetStatus(None, "a live blog").apply(after, BOOK) == THREE


def test_edits_done_together_follow_one_another() -> None:
    edit = Batch((SetTag(("s2",), CONFIRMATION), SetAnswers(("s2",), (Answer("s1"),))))
    assert edit.apply(THREE, BOOK).sentences[1].answers == (Answer("s1", "supports"),)
    assert edit.describe(THREE, BOOK) == "2: confirmation; 2: answers 1"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SetTag(("s2", "s1"), CLAIM), "1-2: claim"),
        (ClearTag(("s1", "s3")), "1, 3: no tag"),
        (SetNote("s1", "why?"), "1: note saved"),
        (SetNote("s1", " "), "1: note removed"),
        (SetFlag(("s1",), True), "1: flagged"),
        (SetFlag(("s1",), False), "1: flag removed"),
        (SetPart(("s1",), "title"), "1: furniture (title)"),
        (SetPart(("s1",), None), "1: body text"),
        (SetCheckable(("s1",), False), "1: not checkable"),
        (SetCue("s1", Cue("said", (4, 8))), "1: cue “said”"),
        (SetCue("s1", None), "1: no cue"),
        (SetVia(("s1",), "the Weekly"), "1: via the Weekly"),
        (SetVia(("s1",), None), "1: no outlet in between"),
        (SetAnswers(("s3",), (Answer("s1"), Answer("s2"))), "3: answers 1-2"),
        (SetAnswers(("s3",), ()), "3: answers nothing"),
    ],
)
def test_an_edit_says_what_it_does_by_the_numbers_on_the_screen(edit: Edit, words: str) -> None:
    assert edit.describe(THREE, BOOK) == words


def test_an_edit_of_the_status_names_the_status() -> None:
    finished, opened = (SetStatus(each).describe(THREE, BOOK) for each in (Status.FINISHED, None))
    assert Status.FINISHED in finished
    assert Status.FINISHED not in opened
    assert opened


def test_positions_are_told_as_a_range_only_where_none_is_missing() -> None:
    assert sentence_numbers(THREE, ("s3", "s1", "s2")) == "1-3"
    assert sentence_numbers(THREE, ("s3", "s1")) == "1, 3"


def test_a_source_that_no_sentence_names_is_removed_unless_it_is_concerned() -> None:
    owls, port = a_source("Owls"), a_source("Port", concerned=True)
    annotations = a_set(a_sentence("One.", CLAIM), sources=(owls, port))
    assert without_unused_sources(annotations).sources == (port,)


def test_a_role_belongs_to_every_tag_that_names_it() -> None:
    codebook = a_codebook(a_tag(CLAIM), a_tag("denial", role=Role.CONFIRMATION))
    annotations = a_set("One.", a_sentence("Two.", answers=("s1",)))
    (_, after) = SetTag(("s2",), "denial").apply(annotations, codebook).sentences
    assert after.answers == (Answer("s1", "supports"),)


SOURCES_BOOK = a_codebook()
TWITTER, INC = a_source("Twitter"), a_source("Twitter Inc.", id="twitter-inc")
BOTH = a_set(
    a_sentence("One.", CLAIM, source="twitter"),
    a_sentence("Two.", CLAIM, source="twitter-inc"),
    "Three.",
    sources=(TWITTER, INC),
)


def test_a_new_source_comes_with_the_sentence_that_names_it_first() -> None:
    source = new_source(BOTH, " Port   Authority ", "organization")
    after = SetSource(("s3",), source).apply(BOTH, SOURCES_BOOK)
    assert after.sources[-1] == a_source("Port Authority")
    assert after.source_of(after.sentences[2]) == source


def test_a_source_named_like_a_word_of_yaml_has_another_id() -> None:
    assert new_source(BOTH, "No").id == "no-1"


def test_a_new_source_never_takes_an_id_that_is_there() -> None:
    assert new_source(BOTH, "TWITTER").id == "twitter-2"


def test_a_source_that_loses_its_last_sentence_leaves_in_the_same_edit() -> None:
    assert SetSource(("s1",), None).apply(BOTH, SOURCES_BOOK).sources == (INC,)


def test_a_concerned_source_stays_though_no_sentence_names_it() -> None:
    after = EditSource(a_source("Port", concerned=True)).apply(BOTH, SOURCES_BOOK)
    assert after.sources[-1].name == "Port"
    assert EditSource(a_source("Port")).apply(after, SOURCES_BOOK) == BOTH


def test_renaming_keeps_the_id_and_describes_the_change() -> None:
    edit = EditSource(replace(TWITTER, name="X"))
    after = edit.apply(BOTH, SOURCES_BOOK)
    assert after.source_by_id["twitter"].name == "X"
    assert after.sentences == BOTH.sentences
    assert edit.describe(BOTH, SOURCES_BOOK) == "Twitter is now X"


def test_a_rename_to_another_sources_name_is_refused() -> None:
    with pytest.raises(DataError, match="Twitter"):
        EditSource(replace(INC, name=" TWITTER ")).apply(BOTH, SOURCES_BOOK)


def test_a_rename_to_a_name_that_is_only_another_sources_id_is_none_of_its_business() -> None:
    after = EditSource(replace(TWITTER, name="twitter-inc")).apply(BOTH, SOURCES_BOOK)
    assert after.source_by_id["twitter"].name == "twitter-inc"


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_source_needs_a_name(name: str) -> None:
    with pytest.raises(DataError, match="name"):
        new_source(BOTH, name)
    with pytest.raises(DataError, match="name"):
        put_source(BOTH, replace(TWITTER, name=name))


def test_merging_rewrites_every_reference_and_keeps_what_either_knew() -> None:
    known = replace(INC, affiliation="Bay", concerned=True)
    annotations = replace(BOTH, sources=(replace(TWITTER, kind=None), known))
    after = MergeSources("twitter-inc", "twitter").apply(annotations, SOURCES_BOOK)
    assert after.sources == (replace(TWITTER, affiliation="Bay", concerned=True),)
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]
    assert after.sentences[2] is annotations.sentences[2]


def test_a_source_is_not_merged_into_itself() -> None:
    with pytest.raises(DataError, match="itself"):
        MergeSources("twitter", "twitter").apply(BOTH, SOURCES_BOOK)


@pytest.mark.parametrize("name", ["twitter inc.", "TWITTER  INC.", "twitter-inc"])
def test_a_source_is_found_by_its_name_or_id(name: str) -> None:
    assert find_source(BOTH, name) == INC


def test_nobody_is_found_under_a_name_that_is_not_there() -> None:
    assert find_source(BOTH, "Twit") is None


@pytest.mark.parametrize("name", ["it", "They", " she "])
def test_a_pronoun_is_not_a_source(name: str) -> None:
    with pytest.raises(DataError, match="pronoun"):
        new_source(BOTH, name)
    with pytest.raises(DataError, match="pronoun"):
        EditSource(replace(TWITTER, name=name)).apply(BOTH, SOURCES_BOOK)


def test_to_be_measured_sources_that_go_by_several_names_are_one() -> None:
    after = merge_aliases(BOTH, {"TWITTER inc.": "Twitter"})
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]
    assert after.sources == (TWITTER,)


def test_two_other_names_of_one_source_are_one_though_its_own_name_is_not_there() -> None:
    after = merge_aliases(BOTH, {"Twitter": "X", "Twitter Inc.": "X"})
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]


def test_without_other_names_every_source_is_its_own() -> None:
    assert merge_aliases(BOTH, {}) == merge_aliases(BOTH, {"Facebook": "Meta"}) == BOTH


BOUNDARIES_BOOK = a_codebook()
TEXT = "It is dark, they said, and cold."


@given(tagged_articles(), st.data())
def test_split_and_joined_again_a_sentence_is_as_it_was(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, before = article
    sentence = data.draw(st.sampled_from(before.sentences))
    start, end = sentence.span
    try:
        split = SplitSentence(sentence.id, data.draw(st.integers(start, end))).apply(
            before, BOUNDARIES_BOOK
        )
    except DataError:
        return
    left, right = split.sentences[split.positions[sentence.id] :][:2]
    joined = JoinSentences(left.id, text[left.span[1] : right.span[0]]).apply(
        split, BOUNDARIES_BOOK
    )
    assert joined == replace(before, next_id=before.next_id + 1)


def test_the_left_half_keeps_the_id_and_everything() -> None:
    whole = a_sentence(TEXT, CLAIM, source="they", note="why?", flag=True)
    after = SplitSentence("s1", 23).apply(
        a_set(whole, sources=(a_source("They"),)), BOUNDARIES_BOOK
    )
    left, right = after.sentences
    assert left == replace(whole, text="It is dark, they said,", span=(0, 22))
    assert (right.id, right.text, right.span, right.tag) == ("s2", "and cold.", (23, 32), None)
    assert after.next_id == 3


@pytest.mark.parametrize(
    ("at", "left", "right"),
    [(23, "they said", None), (11, None, "they said"), (17, None, None)],
)
def test_a_cue_goes_with_the_half_that_holds_it_whole(
    at: int, left: str | None, right: str | None
) -> None:
    before = a_set(a_sentence(TEXT, cue="they said"))
    halves = SplitSentence("s1", at).apply(before, BOUNDARIES_BOOK).sentences
    assert [half.cue.text if half.cue else None for half in halves] == [left, right]
    dropped = left is None and right is None
    assert ("is dropped" in SplitSentence("s1", at).describe(before, BOUNDARIES_BOOK)) is dropped


@pytest.mark.parametrize("at", [-5, 0, 32, 99])
def test_a_sentence_is_not_split_at_its_ends_or_beyond(at: int) -> None:
    with pytest.raises(DataError):
        SplitSentence("s1", at).apply(a_set(TEXT), BOUNDARIES_BOOK)


def test_the_left_decision_holds_in_a_joined_sentence() -> None:
    before = a_set(
        a_sentence("One.", CLAIM, note="first"),
        a_sentence("Two.", CONFIRMATION, note="second", flag=True, answers=("s1",)),
    )
    (joined,) = JoinSentences("s1", " ").apply(before, BOUNDARIES_BOOK).sentences
    assert (joined.id, joined.tag, joined.answers) == ("s1", CLAIM, ())
    assert (joined.note, joined.flag, joined.text) == ("first\nsecond", True, "One. Two.")


def test_the_right_decision_holds_where_the_left_has_none() -> None:
    before = a_set(
        a_sentence("They said it.", CLAIM),
        a_sentence("The minister stated,", answers=("s1",)),
        a_sentence("it is so.", CONFIRMATION, source="minister", cue="so"),
        sources=(a_source("Minister"),),
    )
    joined = JoinSentences("s2", " ").apply(before, BOUNDARIES_BOOK).sentence("s2")
    assert (joined.tag, joined.source) == (CONFIRMATION, "minister")
    assert joined.cue is not None
    assert joined.answers == (Answer("s1", "supports"),)


def test_links_to_the_right_half_lead_to_the_joined_sentence_once() -> None:
    before = a_set(
        "One.",
        "Two.",
        a_sentence("Three.", CONFIRMATION, answers=(Answer("s1", "partial"), Answer("s2"))),
    )
    after = JoinSentences("s1", " ").apply(before, BOUNDARIES_BOOK)
    assert after.sentence("s3").answers == (Answer("s1", "partial"),)


def test_a_source_that_only_the_dropped_decision_named_leaves() -> None:
    before = a_set(
        a_sentence("One.", CLAIM),
        a_sentence("Two.", CLAIM, source="owls"),
        sources=(a_source("Owls"),),
    )
    assert JoinSentences("s1", " ").apply(before, BOUNDARIES_BOOK).sources == ()


def test_a_join_across_a_paragraphs_end_keeps_the_text_between() -> None:
    before = a_set("The minister stated,", "it is so.")
    first, second = before.sentences
    apart = replace(second, span=(second.span[0] + 1, second.span[1] + 1), paragraph=2)
    (joined,) = (
        JoinSentences("s1", "\n\n")
        .apply(replace(before, sentences=(first, apart)), BOUNDARIES_BOOK)
        .sentences
    )
    assert joined.text == "The minister stated,\n\nit is so."
    assert joined.paragraph == 1


def test_body_text_joined_with_furniture_is_body_text() -> None:
    before = a_set(a_sentence("OSLO (AP) —", part="dateline"), a_sentence("It is dark."))
    assert JoinSentences("s1", " ").apply(before, BOUNDARIES_BOOK).sentences[0].part is None


def test_the_last_sentence_has_none_to_be_joined_with() -> None:
    with pytest.raises(DataError, match="last sentence"):
        JoinSentences("s1", "").apply(a_set(), BOUNDARIES_BOOK)


def test_text_that_is_not_white_space_is_never_joined_over() -> None:
    with pytest.raises(DataError, match=r"s1.*s2"):
        JoinSentences("s1", "x").apply(a_set("One.", "Two."), BOUNDARIES_BOOK)


@pytest.mark.parametrize(
    ("left", "right", "together"), [(3, 4, 7), (3, None, 3), (None, 4, 4), (None, None, None)]
)
def test_the_seconds_of_both_halves_are_the_seconds_of_the_joined_sentence(
    left: int | None, right: int | None, together: int | None
) -> None:
    before = a_set(a_sentence("One.", seconds=left), a_sentence("Two.", seconds=right))
    assert JoinSentences("s1", " ").apply(before, BOUNDARIES_BOOK).sentences[0].seconds == together


def test_whom_the_source_is_quoted_through_is_kept_by_the_decision_that_holds() -> None:
    said = a_sentence("One.", CLAIM, source="owls", via="port")
    sources = (a_source("Owls"), a_source("Port"))
    for halves in ((said, a_sentence("Two.", CLAIM)), (a_sentence("Two."), said)):
        (joined,) = (
            JoinSentences("s1", " ")
            .apply(a_set(*halves, sources=sources), BOUNDARIES_BOOK)
            .sentences
        )
        assert (joined.source, joined.via) == ("owls", "port")
