"""How far a set is."""

from hypothesis import given

from annotator.model.annotation import AnnotationSet
from annotator.model.delta import Delta
from annotator.model.progress import count
from tests.builders import BACKGROUND, CLAIM, a_sentence, a_set
from tests.strategies import annotation_sets


@given(annotation_sets(), annotation_sets())
def test_counts_that_follow_a_difference_are_those_counted_anew(
    before: AnnotationSet, after: AnnotationSet
) -> None:
    followed = count(before.sentences).after(Delta.between(before, after))
    assert followed == count(after.sentences)


def test_furniture_stands_outside_and_untagged_is_not_background() -> None:
    annotations = a_set(
        a_sentence("Harbour dark", part="title", flag=True),
        a_sentence("It is dark.", CLAIM, flag=True),
        a_sentence("It was built in 1974.", BACKGROUND),
        a_sentence("Why?"),
    )
    progress = count(annotations.sentences)
    assert progress.tags == {CLAIM: 1, BACKGROUND: 1}
    assert (progress.untagged, progress.flagged) == (1, 1)
    assert (progress.tagged, progress.total) == (2, 3)
