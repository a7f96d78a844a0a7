"""Shown names: renamed students, and two names of one student."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet
from annotator.model.shown_names import ShownNames, join_passes
from tests.factories import a_numbered_sentence, a_set, a_set_of

NAMES = st.sampled_from(["ada", "ben", "zoe", "kim"])


def a_pass(annotator: str, tag: str | None, vote: int = 1, sitting: str = "mon") -> AnnotationSet:
    made = a_set_of(a_numbered_sentence(1, tag))
    return replace(made, annotator=annotator, vote=vote, sitting=sitting)


def joined(names: ShownNames, *works: tuple[AnnotationSet, ...]) -> list[list[object]]:
    found = join_passes(works, names)
    return [[(e.annotator, e.vote, e.sentences[0].tag) for e in own] for own in found]


TWO = ShownNames({"ada-2": "Ada"})


def test_the_work_under_the_kept_name_counts() -> None:
    works = (a_pass("Ada 2", "claim"),), (a_pass("Ada", "background"),)
    assert joined(TWO, *works) == [[("Ada", 1, "background")]]


def test_work_without_a_tag_does_not_count_against_work_with_tags() -> None:
    works = (a_pass("Ada", None),), (a_pass("Ada 2", "claim"),)
    assert joined(TWO, *works) == [[("Ada", 1, "claim")]]


def test_a_vote_that_only_one_of_the_names_has_counts() -> None:
    works = (a_pass("Ada", "background", 2),), (a_pass("Ada 2", "claim"),)
    assert joined(TWO, *works) == [[("Ada", 1, "claim"), ("Ada", 2, "background")]]


def test_a_student_with_a_new_name_keeps_the_passes() -> None:
    names = ShownNames({"sparky": "Grace", "grace": "Grace Hopper"})
    assert joined(names, (a_pass("Sparky", "claim"),)) == [[("Grace Hopper", 1, "claim")]]


def test_without_any_answer_everything_stays_as_it_is() -> None:
    works = ((a_set(),), (a_set(annotator="Zoe"),))
    assert join_passes(works, ShownNames()) == works


@given(st.dictionaries(NAMES, NAMES), NAMES)
def test_names_that_lead_around_in_a_circle_still_have_a_shown_name(
    links: dict[str, str], name: str
) -> None:
    names = ShownNames(links)
    works = tuple((a_pass(each, "claim"),) for each in ("ada", "ben", "zoe", "kim"))
    assert names.of(name) in {*links.values(), name}
    assert join_passes(works, names)
