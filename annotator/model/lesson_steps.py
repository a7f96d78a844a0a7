"""What each step of a lesson does to the class: open or close tagging, ask, vote, reveal, end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from annotator.model.classroom import ClassPhase, Classroom
from annotator.model.discussion_pairs import DiscussionPair
from annotator.model.errors import DataError
from annotator.model.lesson import LessonStep

FINAL_STEPS = (LessonStep.VOTE, LessonStep.REVEAL, LessonStep.END)
"""The steps that cannot be undone."""


@dataclass(frozen=True, slots=True)
class StepContent:
    """What a step needs to know about the class.

    Attributes:
        split: The sentences on which the class is split.
        all: All sentences, which a full reveal shows.
        pairs: Who talks with whom.
    """

    split: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    pairs: tuple[DiscussionPair, ...] = ()


def move_to_step(
    classroom: Classroom, step: LessonStep, now: float, content: StepContent
) -> Classroom:
    """The class at a step of its lesson.

    Args:
        classroom: The class.
        step: The step.
        now: The time in seconds since 1970.
        content: What the step needs to know about the class.

    Raises:
        DataError: The lesson has ended. Only another vote can continue it.
    """
    ended = classroom.phase is ClassPhase.ENDED
    if ended and step not in {LessonStep.VOTE, LessonStep.END}:
        raise DataError("The lesson has ended. Start another vote to continue.")
    changed = _CHANGES[step](classroom, now, content)
    return replace(changed, lesson=changed.lesson.go_to(step, now))


def next_step(classroom: Classroom, *, has_key: bool) -> LessonStep | None:
    """The step after the current one, or None after the last. Without a key nothing is revealed."""
    order = [each for each in LessonStep if has_key or each is not LessonStep.REVEAL]
    after = list(LessonStep).index(classroom.lesson.step) + 1
    return next((each for each in list(LessonStep)[after:] if each in order), None)


def restore(classroom: Classroom, before: Classroom) -> Classroom:
    """The class after the teacher's last action was undone. Students and tags stay as they are.

    Args:
        classroom: The class now.
        before: The class before the action.
    """
    return replace(classroom, phase=before.phase, asked=before.asked, lesson=before.lesson)


def can_restore(classroom: Classroom, before: Classroom) -> bool:
    """Whether nothing has happened since that cannot be undone."""
    same_work = (classroom.document, classroom.vote) == (before.document, before.vote)
    return same_work and ClassPhase.ENDED not in {classroom.phase, before.phase}


def _close(classroom: Classroom, now: float, _: StepContent) -> Classroom:
    return classroom.close(now)


def _open(classroom: Classroom, _: float, __: StepContent) -> Classroom:
    return classroom.open()


def _ask(classroom: Classroom, now: float, content: StepContent) -> Classroom:
    asked = [each for each in content.all if each in {*classroom.asked, *content.split}]
    return replace(classroom.close(now), asked=tuple(asked))


def _talk(classroom: Classroom, now: float, content: StepContent) -> Classroom:
    closed = classroom.close(now)
    return replace(closed, lesson=replace(closed.lesson, pairs=content.pairs))


def _vote(classroom: Classroom, now: float, _: StepContent) -> Classroom:
    return classroom.start_next_vote(now)


def _reveal(classroom: Classroom, now: float, content: StepContent) -> Classroom:
    return classroom.close(now).reveal_keys(content.all, now)


def _end(classroom: Classroom, now: float, _: StepContent) -> Classroom:
    return classroom.end(now)


_CHANGES: Mapping[LessonStep, Callable[[Classroom, float, StepContent], Classroom]] = {
    LessonStep.JOIN: _close,
    LessonStep.READ: _close,
    LessonStep.TAG: _open,
    LessonStep.WHY: _ask,
    LessonStep.TALK: _talk,
    LessonStep.VOTE: _vote,
    LessonStep.REVEAL: _reveal,
    LessonStep.END: _end,
}
