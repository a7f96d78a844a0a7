"""The lesson of a class: its steps and their times, and what the projector shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.class_reasons import ReasonDecision
from annotator.model.discussion_pairs import DiscussionPair

MAX_STEP_MINUTES = 180


class LessonStep(StrEnum):
    """The steps of a lesson in their order."""

    JOIN = "join"
    READ = "read"
    TAG = "tag"
    WHY = "why"
    TALK = "talk"
    VOTE = "vote"
    REVEAL = "reveal"
    END = "end"


class ProjectorScreen(StrEnum):
    """What the projector shows."""

    JOIN = "join"
    TASK = "task"
    SENTENCE = "sentence"
    SOURCE = "source"


class ProjectorTheme(StrEnum):
    """Whether the projector is dark, on a bright wall, or light, in a bright room."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class ProjectorView:
    """What the projector shows.

    Attributes:
        screen: How to join, what to do in this step, one sentence, or one source.
        sentence: The id of the sentence, or None.
        source: The id of the source in the key, or None.
    """

    screen: ProjectorScreen = ProjectorScreen.JOIN
    sentence: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class StepStart:
    """When the class came to a step.

    Attributes:
        step: The step.
        since: The time in seconds since 1970.
        minutes: How long the step should take. None if the teacher has not set it.
    """

    step: LessonStep
    since: float
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """Where a class is in its lesson. Immutable.

    Attributes:
        starts: The steps that the class came to, in the order in which it did.
        projector: What the projector shows.
        reasons: What the teacher decided about the reasons.
        pairs: Who talks with whom. They are kept, so that late tags do not move anyone.
    """

    starts: tuple[StepStart, ...] = ()
    projector: ProjectorView = ProjectorView()
    reasons: tuple[ReasonDecision, ...] = ()
    pairs: tuple[DiscussionPair, ...] = ()

    @property
    def step(self) -> LessonStep:
        """The current step."""
        return self.starts[-1].step if self.starts else LessonStep.JOIN

    @property
    def since(self) -> float | None:
        """When the current step started, in seconds since 1970. None if that is not known."""
        return self.starts[-1].since if self.starts else None

    @property
    def minutes(self) -> int | None:
        """How long the current step should take."""
        return self.starts[-1].minutes if self.starts else None

    def go_to(self, step: LessonStep, now: float, minutes: int | None = None) -> "Lesson":
        """The lesson at another step since `now`; as it is if it is there already."""
        if self.starts and self.step is step:
            return self
        screen = ProjectorScreen.JOIN if step is LessonStep.JOIN else ProjectorScreen.TASK
        starts = (*self.starts, StepStart(step, now, minutes))
        return replace(self, starts=starts, projector=ProjectorView(screen))

    def advance_to(self, step: LessonStep, now: float) -> "Lesson":
        """The lesson at a step, unless the class is already past it."""
        order = list(LessonStep)
        return self if order.index(self.step) >= order.index(step) else self.go_to(step, now)

    def set_minutes(self, minutes: int | None, now: float) -> "Lesson":
        """The lesson whose current step should take this long."""
        starts = self.starts or (StepStart(self.step, now),)
        return replace(self, starts=(*starts[:-1], replace(starts[-1], minutes=minutes)))

    def show(self, projector: ProjectorView) -> "Lesson":
        """The lesson with another view on the projector."""
        return replace(self, projector=projector)

    def without(self, student: str) -> "Lesson":
        """The lesson without a student. One who is left without a partner is in no pair."""
        left = (
            replace(pair, students=tuple(each for each in pair.students if each != student))
            for pair in self.pairs
        )
        return replace(self, pairs=tuple(each for each in left if len(each.students) > 1))

    def readmit(self, student: str, before: "Lesson", present: Collection[str]) -> "Lesson":
        """The lesson in which a student who was removed talks with the same partners again.

        If the partners have found others since, nobody is moved.

        Args:
            student: The student.
            before: The lesson before the removal.
            present: The ids of all students who are there now.
        """
        places = (at for at, each in enumerate(before.pairs) if student in each.students)
        place = next(places, None)
        if place is None:
            return self
        pair = before.pairs[place]
        together = tuple(each for each in pair.students if each in present)
        rest = tuple(each for each in self.pairs if set(together).isdisjoint(each.students))
        found = [each for each in self.pairs if each not in rest]
        as_before = all(
            each.sentence == pair.sentence and set(each.students) < set(together) for each in found
        )
        if len(together) < 2 or not as_before:
            return self
        back = replace(pair, students=together)
        return replace(self, pairs=(*rest[:place], back, *rest[place:]))

    def seconds_spent(self, now: float) -> Mapping[LessonStep, float]:
        """The seconds that the class spent in each step, the current one up to `now`."""
        ends = [each.since for each in self.starts[1:]] + [now]
        spent: dict[LessonStep, float] = {}
        for start, end in zip(self.starts, ends, strict=True) if self.starts else ():
            spent[start.step] = spent.get(start.step, 0.0) + max(end - start.since, 0.0)
        return spent
