"""What an annotation set holds, and which figures it can give."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Sentence, Source
from annotator.stats import measure_wording
from annotator.stats.measure_input import MeasuredPart
from annotator.stats.measures import KEY_MEASURES, MEASURE_BY_ID, MEASURES
from annotator.stats.set_content import SetContent, combine, tag_votes
from tests.factories import FOUR_TAGS, a_numbered_sentence, a_set_of
from tests.stats.examples import worked_example

A = Source("a", "A", "person")
CLAIM = a_numbered_sentence(1, "claim")
CLAIM_BY_A = a_numbered_sentence(1, "claim", "a")
CONFIRMATION = a_numbered_sentence(2, "confirmation")
LINKED = a_numbered_sentence(2, "confirmation", None, "1")


def content(*sentences: Sentence) -> SetContent:
    return SetContent.of(a_set_of(*sentences, sources=(A,)), FOUR_TAGS)


def test_a_set_with_tags_sources_and_links_supports_every_measure() -> None:
    found = SetContent.of(worked_example(), FOUR_TAGS)
    assert found.key_measures == KEY_MEASURES
    assert all(map(found.supports, MEASURES))
    assert (found.sentences, found.attributable, found.sourced, found.links) == (16, 9, 8, 7)
    assert measure_wording.missing_note(found) == ""


@pytest.mark.parametrize(
    "sentences", [(), (CLAIM,), (CLAIM, CONFIRMATION), (a_numbered_sentence(1, "background"),)]
)
def test_a_set_without_sources_and_links_has_only_tags_and_supports_no_measure(
    sentences: tuple[Sentence, ...],
) -> None:
    found = content(*sentences)
    assert found.tags_only
    assert found.key_measures == ()


def test_without_links_only_measures_of_sources_are_supported_and_the_others_are_named() -> None:
    found = content(CLAIM_BY_A, CONFIRMATION)
    assert found.missing == {MeasuredPart.LINKS}
    assert [each.id for each in found.key_measures] == [
        "claim_attribution_rate",
        "nonresponse_rate",
        "unnamed_source_share",
    ]
    note = measure_wording.missing_note(found)
    assert [each.label in note for each in KEY_MEASURES] == [
        each not in found.key_measures for each in KEY_MEASURES
    ]


def test_without_sources_only_measures_of_links_are_supported() -> None:
    found = content(CLAIM, LINKED)
    assert found.missing == {MeasuredPart.SOURCES}
    assert found.key_measures == (MEASURE_BY_ID["corroboration_rate"],)


def test_an_article_in_which_nothing_could_respond_to_a_claim_lacks_no_links() -> None:
    found = content(CLAIM_BY_A)
    assert found.missing == frozenset()
    assert found.key_measures == KEY_MEASURES


def test_the_contents_of_several_sets_add_up() -> None:
    one, two = content(CLAIM), content(CLAIM_BY_A, CONFIRMATION)
    both = combine([one, two])
    assert both.tags == {**one.tags, "claim": 2, "confirmation": 1}
    assert (both.sentences, both.sourced, both.tagged) == (3, 1, 3)
    assert not both.tags_only


def test_votes_are_counted_by_sentence_and_tell_agreement_from_a_split() -> None:
    claims = a_set_of(CLAIM, CONFIRMATION)
    other = a_set_of(CLAIM, replace(CONFIRMATION, tag="claim"))
    first, second = tag_votes([(claims, FOUR_TAGS), (other, FOUR_TAGS)])
    assert first.votes == {"claim": 2}
    assert (first.unanimous, first.split) == (True, False)
    assert second.votes == {"claim": 1, "confirmation": 1}
    assert (second.unanimous, second.split) == (False, True)


def test_a_sentence_that_one_annotator_tagged_is_neither_agreed_nor_split() -> None:
    (found,) = tag_votes([(a_set_of(CLAIM), FOUR_TAGS)])
    assert (found.voters, found.unanimous, found.split) == (1, False, False)


def test_three_quarters_of_the_votes_are_a_clear_majority() -> None:
    four = [
        (a_set_of(replace(CLAIM, tag=tag)), FOUR_TAGS) for tag in ["claim"] * 3 + ["background"]
    ]
    assert [each.split for each in tag_votes(four)] == [False]
    assert [each.split for each in tag_votes(four[1:])] == [True]
