"""What suggestions do is the difference between decisions with them and decisions without them."""

from dataclasses import replace

import pytest

from annotator.model.annotation import (
    AnnotationSet,
    Exposure,
    Provenance,
    Sentence,
    SetForm,
    Shown,
    SuggestedField,
)
from annotator.model.decisions import ASSISTED, GoldBasis
from annotator.stats.agreement.gold_scores import gold_labels, gold_scores
from annotator.stats.agreement.suggestion_effect import (
    Contrast,
    EffectOptions,
    SuggestionEffect,
    effect_in_words,
    suggestion_effects,
)
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_sentence, a_source
from tests.rounds import rounds
from tests.stats.agreement.suggested_studies import (
    TAGS,
    a_decision,
    a_finished_set,
    a_study,
    a_tag_suggestion,
    compared,
)

STUDIES = rounds(6, 200)


def the_effect(
    *sets: AnnotationSet, gold: tuple[AnnotationSet, ...] = (), intervals: bool = False
) -> SuggestionEffect:
    options = EffectOptions(TAGS, intervals=intervals)
    (found,) = suggestion_effects(compared(*sets), gold, options)
    return found


def counts(found: Contrast) -> tuple[int, int, int, int]:
    shown, withheld = found.shown, found.withheld
    return shown.numerator, shown.denominator, withheld.numerator, withheld.denominator


ADA = a_finished_set(
    "Ada",
    "d1",
    a_decision(CLAIM, CLAIM, seconds=4),
    a_decision(CLAIM, BACKGROUND, seconds=8),
    a_decision(CLAIM, CLAIM, held=True, seconds=9),
    a_decision(BACKGROUND, CLAIM, held=True),
    a_decision(BACKGROUND, CLAIM, held=True),
)
BEN = a_finished_set(
    "Ben",
    "d1",
    a_decision(CLAIM, CLAIM),
    a_decision(BACKGROUND, BACKGROUND),
    a_decision(CLAIM, CLAIM, held=True),
    a_decision(BACKGROUND, CLAIM, held=True),
    a_decision(CLAIM, CLAIM, held=True),
)


def test_agreement_with_the_suggester_is_counted_where_shown_and_where_withheld() -> None:
    found = the_effect(ADA, BEN)
    assert counts(found.agreement) == (3, 4, 3, 6)
    assert found.agreement.difference.value == pytest.approx(0.25)
    assert counts(found.by_annotator["Ada"]) == (1, 2, 1, 3)


def test_people_are_compared_where_both_saw_the_suggestion_and_where_neither_did() -> None:
    found = the_effect(ADA, BEN)
    assert counts(found.people) == (1, 2, 2, 3)
    cid = a_finished_set("Cid", "d1", *(replace(each, shown=()) for each in BEN.sentences))
    assert counts(the_effect(ADA, BEN, cid).people) == (1, 2, 2, 3)


def test_a_pair_of_whom_one_saw_the_suggestion_is_left_out_and_counted() -> None:
    one = a_finished_set("Ada", "d1", a_decision(CLAIM, CLAIM))
    other = a_finished_set("Ben", "d1", a_decision(CLAIM, CLAIM, held=True))
    found = the_effect(one, other)
    assert counts(found.people) == (0, 0, 0, 0)
    assert found.mixed_pairs == 1


def test_tags_and_times_are_counted_in_the_same_two_groups() -> None:
    found = the_effect(ADA, BEN)
    assert counts(found.tags[CLAIM]) == (3, 4, 3, 6)
    assert list(found.tags) == [CLAIM, BACKGROUND]
    assert (found.seconds_shown, found.seconds_withheld) == ((4, 8), (9,))


def test_what_was_suggested_for_an_untagged_sentence_or_furniture_is_no_decision() -> None:
    nothing = (
        a_sentence(tag=None, shown=(a_tag_suggestion(CLAIM),)),
        a_sentence(tag=CLAIM, part="caption", shown=(a_tag_suggestion(CLAIM),)),
    )
    found = the_effect(a_finished_set("Ada", "d1", a_decision(CLAIM, CLAIM), *nothing))
    assert counts(found.agreement) == (1, 1, 0, 0)


def gold_of(*tags: str, **fields: object) -> AnnotationSet:
    provenance = replace(
        Provenance(GoldBasis.UNANIMOUS, decisions={"Cid": {"tag": CLAIM}, "Dee": {"tag": CLAIM}}),
        **fields,  # type: ignore[arg-type]
    )
    sentences = (a_sentence(tag=tag, provenance=provenance) for tag in tags)
    return replace(a_finished_set("Grace", "d1", *sentences), form=SetForm.GOLD, status=None)


def test_on_gold_made_blind_right_and_wrong_suggestions_are_kept_apart() -> None:
    found = the_effect(ADA, gold=(gold_of(CLAIM, CLAIM, CLAIM, CLAIM, BACKGROUND),))
    assert counts(found.right) == (1, 1, 1, 2)
    assert counts(found.wrong) == (1, 1, 1, 1)


def test_gold_made_with_suggestions_or_by_the_annotator_is_not_used() -> None:
    assisted = {"Cid": {"tag": CLAIM, ASSISTED: "tag"}, "Dee": {"tag": CLAIM}}
    found = the_effect(ADA, gold=(gold_of(*[CLAIM] * 5, decisions=assisted),))
    assert counts(found.right) == counts(found.wrong) == (0, 0, 0, 0)
    assert found.assisted_gold == 5
    own = the_effect(ADA, gold=(gold_of(*[CLAIM] * 5, decisions={"ADA": {"tag": CLAIM}}),))
    assert (counts(own.right), own.assisted_gold) == ((0, 0, 0, 0), 0)


def a_look(tag: str, suggested: str, was: str | None = None) -> Sentence:
    shown = a_tag_suggestion(suggested, exposure=Exposure.AFTER, was=was)
    return a_sentence(tag=tag, shown=(shown,))


def test_second_looks_are_counted_with_those_that_changed_a_decision() -> None:
    found = the_effect(
        a_finished_set(
            "Ada",
            "d1",
            a_look(CLAIM, BACKGROUND),
            a_look(BACKGROUND, BACKGROUND, was=CLAIM),
            a_look(CONFIRMATION, BACKGROUND, was=CLAIM),
            a_decision(CLAIM, CLAIM),
        )
    )
    assert (found.second_looks, found.second_looks_changed, found.second_looks_taken) == (3, 2, 1)


def test_a_suggestion_that_a_second_look_had_no_reason_to_show_is_not_withheld() -> None:
    agreed = a_tag_suggestion(CLAIM, exposure=Exposure.NEVER)
    found = the_effect(a_finished_set("Ada", "d1", a_sentence(tag=CLAIM, shown=(agreed,))))
    assert counts(found.agreement) == (1, 1, 0, 0)


def a_source_suggestion(name: str, *, held: bool = False) -> Shown:
    return replace(a_tag_suggestion("", held=held), field=SuggestedField.SOURCE, value=name)


def test_sources_are_compared_by_their_folded_names_and_aliases() -> None:
    owls = a_source("Night Owls")
    sentences = [
        a_sentence(tag=CLAIM, source=owls.id, shown=(a_source_suggestion(name),))
        for name in ("night  owls", "the Owls", "the port")
    ]
    left_over = a_sentence(
        tag=BACKGROUND, source=owls.id, shown=(a_source_suggestion("Night Owls"),)
    )
    one = replace(a_finished_set("Ada", "d1", *sentences, left_over), sources=(owls,))
    options = EffectOptions(TAGS, aliases={"the Owls": "Night Owls"})
    (found,) = suggestion_effects(compared(one), (), options)
    assert found.field is SuggestedField.SOURCE
    assert counts(found.agreement) == (2, 4, 0, 0)


def test_each_suggester_and_field_has_its_own_figures() -> None:
    both = (a_tag_suggestion(CLAIM), a_source_suggestion("the port"))
    mine = replace(a_tag_suggestion(CLAIM), by="learned")
    one = a_finished_set(
        "Ada", "d1", a_sentence(tag=CLAIM, shown=both), a_sentence(tag=CLAIM, shown=(mine,))
    )
    found = suggestion_effects(compared(one), (), EffectOptions(TAGS))
    assert [(each.suggester, each.field) for each in found] == [
        ("learned", SuggestedField.TAG),
        ("rules", SuggestedField.TAG),
        ("rules", SuggestedField.SOURCE),
    ]


def test_without_withheld_suggestions_there_is_no_difference_and_the_reason_is_given() -> None:
    found = the_effect(a_finished_set("Ada", "d1", a_decision(CLAIM, CLAIM)), intervals=True)
    assert found.agreement.difference.value is None
    assert "withheld" in found.agreement.difference.reason
    assert "hold" in effect_in_words(found)


def with_difference(value: float, interval: tuple[float, float] | None) -> str:
    found = the_effect(ADA, BEN)
    difference = replace(found.agreement.difference, value=value, interval=interval, no_interval="")
    return effect_in_words(
        replace(found, agreement=replace(found.agreement, difference=difference))
    )


def test_the_result_is_one_sentence() -> None:
    assert with_difference(0.09, (0.03, 0.15)) == (
        "Where a suggestion was shown, annotators agreed with it 9 points more often (3 to 15) "
        "than where it was withheld."
    )
    assert "4 points less often (1 to 7) than" in with_difference(-0.04, (-0.07, -0.01))
    assert "1 point more often" in with_difference(0.012, None)


def test_an_interval_with_zero_never_says_that_there_is_no_effect() -> None:
    said = with_difference(0.002, (-0.05, 0.06))
    assert "as often (from 5 points less to 6 points more) as where" in said
    assert "does not show that suggestions have no effect" in said


def test_with_few_documents_the_reason_for_no_interval_is_given() -> None:
    said = effect_in_words(the_effect(ADA, BEN, intervals=True))
    assert "at least 5 documents are needed (found: 1)" in said


@pytest.mark.parametrize("pull", [0, 0.08, 0.15])
def test_the_interval_contains_a_planted_effect_as_often_as_it_should(pull: float) -> None:
    contained = 0
    for seed in range(STUDIES):
        found = the_effect(*a_study(seed, pull), intervals=True).agreement.difference
        assert found.interval is not None
        contained += found.interval[0] <= pull <= found.interval[1]
    assert contained >= 0.9 * STUDIES - 2


def test_a_draw_for_each_annotator_leaves_pairs_of_all_three_kinds() -> None:
    found = the_effect(*a_study(1, 0.15, by_annotator=True, hold=0.5))
    shown, withheld = found.people.shown.denominator, found.people.withheld.denominator
    assert min(shown, withheld, found.mixed_pairs) > 50


def test_against_gold_the_sentences_with_assisted_votes_are_counted() -> None:
    assisted = {"Cid": {"tag": CLAIM, ASSISTED: "tag"}, "Dee": {"tag": CLAIM}}
    labels = gold_labels([gold_of(*[CLAIM] * 5, decisions=assisted)])
    (found,) = gold_scores(compared(ADA), labels, TAGS)
    assert (found.assisted, found.same_tag.denominator) == (5, 5)
    (plain,) = gold_scores(compared(ADA), gold_labels([gold_of(*[CLAIM] * 5)]), TAGS)
    assert plain.assisted == 0
