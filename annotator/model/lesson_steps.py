"""What each step of a lesson does to the class: open or close tagging, ask, vote, reveal, end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from annotator.model.discussion_pairs import DiscussionPair
from annotator.model.errors import DataError
from annotator.model.lesson import LessonStep
from annotator.model.sitting import ClassPhase, Sitting

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


def move_to_step(sitting: Sitting, step: LessonStep, now: float, content: StepContent) -> Sitting:
    """The class at a step of its lesson.

    Args:
        sitting: The sitting.
        step: The step.
        now: The time in seconds since 1970.
        content: What the step needs to know about the class.

    Raises:
        DataError: The lesson has ended. Only another vote can continue it.
    """
    ended = sitting.phase is ClassPhase.ENDED
    if ended and step not in {LessonStep.VOTE, LessonStep.END}:
        raise DataError("The lesson has ended. Start another vote to continue.")
    changed = _CHANGES[step](sitting, now, content)
    return replace(changed, lesson=changed.lesson.go_to(step, now))


def next_step(sitting: Sitting, *, has_key: bool) -> LessonStep | None:
    """The step after the current one, or None after the last. Without a key nothing is revealed."""
    order = [each for each in LessonStep if has_key or each is not LessonStep.REVEAL]
    after = list(LessonStep).index(sitting.lesson.step) + 1
    return next((each for each in list(LessonStep)[after:] if each in order), None)


def restore(sitting: Sitting, before: Sitting) -> Sitting:
    """The class after the teacher's last action was undone. Students and tags stay as they are.

    Args:
        sitting: The sitting now.
        before: The class before the action.
    """
    return replace(sitting.ask(before.asked), phase=before.phase, lesson=before.lesson)


def can_restore(sitting: Sitting, before: Sitting) -> bool:
    """Whether nothing has happened since that cannot be undone."""
    same_work = (sitting.document, sitting.vote) == (before.document, before.vote)
    return same_work and ClassPhase.ENDED not in {sitting.phase, before.phase}


def _close(sitting: Sitting, now: float, _: StepContent) -> Sitting:
    return sitting.close(now)


def _open(sitting: Sitting, _: float, __: StepContent) -> Sitting:
    return sitting.open()


def _ask(sitting: Sitting, now: float, content: StepContent) -> Sitting:
    asked = [each for each in content.all if each in {*sitting.asked, *content.split}]
    return sitting.close(now).ask(tuple(asked))


def _talk(sitting: Sitting, now: float, content: StepContent) -> Sitting:
    closed = sitting.close(now)
    return replace(closed, lesson=replace(closed.lesson, pairs=content.pairs))


def _vote(sitting: Sitting, now: float, _: StepContent) -> Sitting:
    return sitting.start_next_vote(now)


def _reveal(sitting: Sitting, now: float, content: StepContent) -> Sitting:
    return sitting.close(now).reveal_keys(content.all, now)


def _end(sitting: Sitting, now: float, _: StepContent) -> Sitting:
    return sitting.end(now)


_CHANGES: Mapping[LessonStep, Callable[[Sitting, float, StepContent], Sitting]] = {
    LessonStep.JOIN: _close,
    LessonStep.READ: _close,
    LessonStep.TAG: _open,
    LessonStep.WHY: _ask,
    LessonStep.TALK: _talk,
    LessonStep.VOTE: _vote,
    LessonStep.REVEAL: _reveal,
    LessonStep.END: _end,
}
