from annotator.model.annotation import AnnotationSet
from annotator.web.tag_distribution import TagDistribution, tag_distributions
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_sentence, a_set


def tagged(*tags: str | None) -> AnnotationSet:
    return a_set(*(a_sentence(tag=tag) for tag in tags))


def test_each_sentence_of_the_body_is_counted_by_tag_and_without_a_tag_not_at_all() -> None:
    sets = [tagged(CLAIM, None), tagged(CLAIM, BACKGROUND), tagged(CONFIRMATION, None)]
    found = tag_distributions(sets[0].sentences, sets)
    assert [each.counts for each in found] == [{CLAIM: 2, CONFIRMATION: 1}, {BACKGROUND: 1}]


def test_furniture_is_not_counted() -> None:
    annotations = a_set(a_sentence(part="title", tag=CLAIM), a_sentence(tag=CLAIM))
    assert [each.sentence for each in tag_distributions(annotations.sentences, [annotations])] == [
        "s2"
    ]


def test_a_class_is_split_where_enough_have_tagged_and_too_few_alike() -> None:
    assert TagDistribution("s1", {CLAIM: 2, BACKGROUND: 1}).lacks_clear_majority
    assert not TagDistribution("s1", {CLAIM: 7, BACKGROUND: 3}).lacks_clear_majority
    assert TagDistribution("s1", {CLAIM: 69, BACKGROUND: 31}).lacks_clear_majority
    assert not TagDistribution("s1", {CLAIM: 1, BACKGROUND: 1}).lacks_clear_majority
    assert not TagDistribution("s1", {}).lacks_clear_majority
