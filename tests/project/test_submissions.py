"""Which of two states of one's work goes on from the other."""

from dataclasses import replace

from hypothesis import given

from annotator.model.annotation import AnnotationSet, Status
from annotator.project.submissions import SubmissionRelation, compare_submission
from tests.factories import BACKGROUND, CLAIM, a_sentence, a_set, a_source
from tests.strategies import annotation_sets

BEGUN = a_set(a_sentence("One.", CLAIM), "Two.")
MORE = a_set(a_sentence("One.", CLAIM), a_sentence("Two.", BACKGROUND))


def test_what_holds_all_of_the_other_and_more_is_newer() -> None:
    assert compare_submission(BEGUN, MORE) is SubmissionRelation.NEWER
    assert compare_submission(MORE, BEGUN) is SubmissionRelation.OLDER
    assert compare_submission(a_set("One.", "Two."), BEGUN) is SubmissionRelation.NEWER
    assert (
        compare_submission(MORE, replace(MORE, status=Status.FINISHED)) is SubmissionRelation.NEWER
    )


def test_where_each_has_what_the_other_lacks_nobody_can_tell() -> None:
    other = a_set("One.", a_sentence("Two.", BACKGROUND))
    assert compare_submission(BEGUN, other) is SubmissionRelation.DIVERGED
    assert (
        compare_submission(BEGUN, a_set(a_sentence("One.", BACKGROUND), "Two."))
        is SubmissionRelation.DIVERGED
    )


def test_a_finished_pass_gives_way_to_nothing() -> None:
    finished = replace(BEGUN, status=Status.FINISHED)
    assert compare_submission(finished, MORE) is SubmissionRelation.OLDER
    assert (
        compare_submission(finished, a_set(a_sentence("One.", BACKGROUND), "Two."))
        is SubmissionRelation.OLDER
    )


def test_sources_are_compared_as_what_they_are() -> None:
    owls = a_set(a_sentence("One.", CLAIM, source="x"), "Two.", sources=(a_source(id="x"),))
    renamed = replace(owls, sources=(a_source("Other", id="x"),))
    assert compare_submission(owls, renamed) is SubmissionRelation.DIVERGED
    concerned = replace(BEGUN, sources=(a_source(concerned=True),))
    assert compare_submission(BEGUN, concerned) is SubmissionRelation.NEWER


@given(annotation_sets())
def test_the_same_is_the_same(annotations: AnnotationSet) -> None:
    assert compare_submission(annotations, annotations) is SubmissionRelation.SAME
