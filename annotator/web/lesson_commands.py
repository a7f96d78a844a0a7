"""The teacher's commands: the steps of the lesson, the projector, reasons, links and undo."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.class_reasons import ReasonState, decide_reasons, merge_reasons
from annotator.model.classroom import Classroom
from annotator.model.discussion_pairs import DiscussionPair, discussion_pairs
from annotator.model.errors import DataError
from annotator.model.lesson import (
    MAX_STEP_MINUTES,
    Lesson,
    LessonStep,
    ProjectorScreen,
    ProjectorView,
)
from annotator.model.lesson_steps import FINAL_STEPS, StepContent, move_to_step, restore
from annotator.web.classroom import LiveClassroom
from annotator.web.teacher_view import reason_groups

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]
Command = Callable[[LiveClassroom, CommandRequest], Awaitable[CommandResult]]

STEP_NAMES: Mapping[LessonStep, str] = {
    LessonStep.JOIN: "Join",
    LessonStep.READ: "Read",
    LessonStep.TAG: "Tag",
    LessonStep.WHY: "Why",
    LessonStep.TALK: "Talk",
    LessonStep.VOTE: "Vote again",
    LessonStep.REVEAL: "Reveal",
    LessonStep.END: "End",
}


async def _undoable(
    live: LiveClassroom, name: str, how: Callable[[Classroom], Classroom]
) -> CommandResult:
    """Change the class so that the teacher can undo it."""
    before = live.classroom
    await live.change(how)
    if live.classroom != before:
        live.history.add(name, before)
    return {}


async def _lesson(live: LiveClassroom, name: str, how: Callable[[Lesson], Lesson]) -> CommandResult:
    return await _undoable(
        live, name, lambda classroom: replace(classroom, lesson=how(classroom.lesson))
    )


async def _open(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    now = live.clock()

    def opened(classroom: Classroom) -> Classroom:
        lesson = classroom.lesson.advance_to(LessonStep.TAG, now)
        return replace(classroom.open(), lesson=lesson)

    return await _undoable(live, "Open tagging", opened)


async def _close(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    now = live.clock()
    return await _undoable(live, "Close tagging", lambda classroom: classroom.close(now))


async def _step(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Go to a step of the lesson."""
    step = _choice(LessonStep, said.get("step"), "step")
    if step is LessonStep.REVEAL:
        await _require_key(live)
    now, content = live.clock(), _content(live)

    def moved(classroom: Classroom) -> Classroom:
        return move_to_step(classroom, step, now, content)

    if step not in FINAL_STEPS:
        return await _undoable(live, f"Go to “{STEP_NAMES[step]}”", moved)
    failed: tuple[str, ...] = ()
    if step is LessonStep.VOTE:
        failed = await live.start_next_vote(moved)
    elif step is LessonStep.END:
        failed = await live.end(moved)
    else:
        await live.change(moved)
    live.history.clear()
    return {"failed": list(failed)}


def _content(live: LiveClassroom) -> StepContent:
    split = [each for each in live.tag_distributions if each.lacks_clear_majority]
    ordered = tuple(each.sentence for each in sorted(split, key=lambda each: each.agreement))
    all_ids = tuple(each.sentence for each in live.tag_distributions)
    return StepContent(ordered, all_ids, _pairs(live, ordered))


def _pairs(live: LiveClassroom, split: tuple[str, ...]) -> tuple[DiscussionPair, ...]:
    """The pairs from the first vote. In a later vote they stay as they were."""
    kept = live.classroom.lesson.pairs
    if kept and live.classroom.vote > 1:
        return kept
    tags = {
        student.id: {
            each.id: each.tag for each in student_pass.annotations.sentences if each.tag is not None
        }
        for student in live.classroom.students
        if (student_pass := live.loaded_pass(student)) is not None
    }
    return discussion_pairs(tags, split)


async def _minutes(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Set how long the current step should take."""
    minutes, now = said.get("minutes"), live.clock()
    if minutes is not None and (type(minutes) is not int or not 1 <= minutes <= MAX_STEP_MINUTES):
        raise DataError(f"Enter whole minutes from 1 to {MAX_STEP_MINUTES}.")
    return await _lesson(live, "Set minutes", lambda lesson: lesson.set_minutes(minutes, now))


async def _show(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Choose what the projector shows."""
    screen = _choice(ProjectorScreen, said.get("screen"), "screen")
    sentence = None
    if screen is ProjectorScreen.SENTENCE:
        (sentence,) = _sentences(live, {"sentences": [said.get("sentence")]})
    view = ProjectorView(screen, sentence)
    return await _lesson(live, "Change the projector", lambda lesson: lesson.show(view))


async def _ask(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Ask students to explain their tags for these sentences and no others."""
    asked = _sentences(live, said)
    return await _undoable(live, "Ask why", lambda classroom: replace(classroom, asked=asked))


async def _approve(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    return await _decide(live, said, ReasonState.APPROVED, "Approve a reason")


async def _hide(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    return await _decide(live, said, ReasonState.HIDDEN, "Hide a reason")


async def _decide(
    live: LiveClassroom, said: CommandRequest, state: ReasonState, name: str
) -> CommandResult:
    ids = _reasons(live, said)
    return await _lesson(
        live,
        name,
        lambda lesson: replace(lesson, reasons=decide_reasons(lesson.reasons, ids, state)),
    )


async def _merge(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Count reasons with another one, or alone again."""
    ids, same_as = _reasons(live, said), said.get("same_as")
    if same_as is not None:
        (same_as,) = _reasons(live, {"reasons": [same_as]})

    def merged(lesson: Lesson) -> Lesson:
        decisions = lesson.reasons
        for each in ids:
            decisions = merge_reasons(decisions, each, same_as)
        return replace(lesson, reasons=decisions)

    return await _lesson(live, "Group reasons", merged)


async def _undo(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    """Undo the last action."""
    last = live.history.last(live.classroom)
    if last is None:
        raise DataError("There is nothing to undo.")
    await live.change(lambda classroom: restore(classroom, last.before))
    live.history.drop_last()
    return {}


async def _reveal(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    """Show the key of these sentences and no others."""
    revealed = _sentences(live, said)
    if revealed:
        await _require_key(live)
    now = live.clock()
    await live.change(lambda classroom: classroom.reveal_keys(revealed, now))
    return {}


async def _require_key(live: LiveClassroom) -> None:
    if await live.load_key() is None:
        raise DataError("This document has no answer key. Create one with `annotator key`.")


async def _vote(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    return await _step(live, {"step": LessonStep.VOTE})


async def _end(live: LiveClassroom, _: CommandRequest) -> CommandResult:
    return await _step(live, {"step": LessonStep.END})


async def _link(live: LiveClassroom, said: CommandRequest) -> CommandResult:
    return {"token": await live.new_link(str(said.get("student")))}


def _choice(kind: Any, said: Any, name: str) -> Any:
    if said not in list(kind):
        raise DataError(f"`{name}` must be one of {', '.join(kind)}.")
    return kind(said)


def _sentences(live: LiveClassroom, said: CommandRequest) -> tuple[str, ...]:
    named, known = said.get("sentences"), [each.id for each in live.blank.sentences]
    if not isinstance(named, list) or any(each not in known for each in named):
        raise DataError("`sentences` must be a list of sentence ids of the article.")
    return tuple(each for each in known if each in named)


def _reasons(live: LiveClassroom, said: CommandRequest) -> tuple[str, ...]:
    """The ids of reasons in a request, all of which exist now."""
    named = said.get("reasons")
    known = {each for group in reason_groups(live) for each in (group.id, *group.merged)}
    if not isinstance(named, list) or not all(
        isinstance(each, str) and each in known for each in named
    ):
        raise DataError("This reason has changed. Look at it again.")
    return tuple(named)


COMMANDS: Mapping[str, Command] = {
    "open": _open,
    "close": _close,
    "step": _step,
    "minutes": _minutes,
    "show": _show,
    "ask": _ask,
    "approve": _approve,
    "hide": _hide,
    "merge": _merge,
    "undo": _undo,
    "reveal": _reveal,
    "vote": _vote,
    "end": _end,
    "link": _link,
}
"""The commands on one class, by the name in the request."""
