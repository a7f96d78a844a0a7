from hypothesis import given
from hypothesis import strategies as st

from annotator.model.discussion_pairs import DiscussionPair
from annotator.model.lesson import Lesson, LessonStep, ProjectorScreen, ProjectorView


def test_a_lesson_starts_with_joining() -> None:
    assert (Lesson().step, Lesson().since, Lesson().seconds_spent(9)) == (LessonStep.JOIN, None, {})


def test_each_step_has_its_time_also_when_the_class_comes_back_to_it() -> None:
    lesson = Lesson().go_to(LessonStep.TAG, 100).go_to(LessonStep.WHY, 160)
    again = lesson.go_to(LessonStep.TAG, 190)
    assert again.seconds_spent(200) == {LessonStep.TAG: 70, LessonStep.WHY: 30}


def test_going_to_the_current_step_changes_nothing() -> None:
    lesson = Lesson().go_to(LessonStep.TAG, 100, 15)
    assert lesson.go_to(LessonStep.TAG, 200) is lesson
    assert (lesson.since, lesson.minutes) == (100, 15)


def test_advancing_never_goes_back() -> None:
    lesson = Lesson().go_to(LessonStep.TALK, 100)
    assert lesson.advance_to(LessonStep.TAG, 200).step is LessonStep.TALK
    assert lesson.advance_to(LessonStep.END, 200).step is LessonStep.END


def test_minutes_belong_to_the_current_step() -> None:
    lesson = Lesson().set_minutes(5, 50).go_to(LessonStep.TAG, 100)
    assert (lesson.starts[0].minutes, lesson.minutes) == (5, None)


def test_a_new_step_takes_the_sentence_off_the_projector() -> None:
    shown = Lesson().show(ProjectorView(ProjectorScreen.SENTENCE, "s7"))
    assert shown.go_to(LessonStep.VOTE, 1).projector == ProjectorView(ProjectorScreen.TASK)


def test_a_student_who_is_removed_is_in_no_pair() -> None:
    pairs = (DiscussionPair("s7", ("ada", "ben")), DiscussionPair("s7", ("eve", "kai", "zoe")))
    assert Lesson(pairs=pairs).without("ada").pairs == pairs[1:]
    left = (pairs[0], DiscussionPair("s7", ("eve", "kai")))
    assert Lesson(pairs=pairs).without("zoe").pairs == left


SEVERAL = (
    DiscussionPair("s7", ("ada", "ben")),
    DiscussionPair("s7", ("eve", "kai", "zoe")),
    DiscussionPair("s9", ("max", "noa")),
)
EVERYONE = [student for each in SEVERAL for student in each.students]


@given(st.lists(st.sampled_from(EVERYONE), unique=True))
def test_pairs_are_as_before_after_everyone_who_was_removed_is_back(removed: list[str]) -> None:
    steps = [Lesson(pairs=SEVERAL)]
    for student in removed:
        steps.append(steps[-1].without(student))
    present = set(EVERYONE) - set(removed)
    now = steps[-1]
    for student, before in zip(reversed(removed), reversed(steps[:-1]), strict=True):
        present.add(student)
        now = now.readmit(student, before, present)
        assert set(now.pairs) == set(before.pairs)
    assert now.pairs == SEVERAL


def test_who_is_back_moves_nobody_who_has_found_another_partner() -> None:
    before = Lesson(pairs=SEVERAL)
    since = Lesson(pairs=(DiscussionPair("s7", ("ben", "eve", "kai")), SEVERAL[2]))
    assert since.readmit("ada", before, set(EVERYONE)) is since
    assert before.without("ada").readmit("ada", Lesson(), set(EVERYONE)) == before.without("ada")
