"""The teacher's commands: the steps of the lesson, the projector, reasons, links and undo."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.class_reasons import ReasonState, decide_reasons, merge_reasons
from annotator.model.discussion_pairs import DiscussionPair, discussion_pairs
from annotator.model.errors import DataError
from annotator.model.lesson import (
    MAX_STEP_MINUTES,
    Lesson,
    LessonStep,
    ProjectorScreen,
    ProjectorTheme,
    ProjectorView,
)
from annotator.model.lesson_steps import FINAL_STEPS, StepContent, move_to_step, restore
from annotator.model.messages import Message, message_in
from annotator.model.sitting import Sitting
from annotator.web.sitting import LiveSitting
from annotator.web.teacher_view import reason_groups

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]
Command = Callable[[LiveSitting, CommandRequest], Awaitable[CommandResult]]

STEP_NAMES: Mapping[LessonStep, str] = {
    LessonStep.JOIN: Message("Join"),
    LessonStep.READ: Message("Read"),
    LessonStep.TAG: message_in("step", "Tag"),
    LessonStep.WHY: Message("Why"),
    LessonStep.TALK: Message("Talk"),
    LessonStep.VOTE: Message("Vote again"),
    LessonStep.REVEAL: Message("Reveal"),
    LessonStep.END: Message("End"),
}


async def _undoable(
    live: LiveSitting, name: str, how: Callable[[Sitting], Sitting]
) -> CommandResult:
    """Change the class so that the teacher can undo it."""
    before = live.sitting
    await live.change(how)
    if live.sitting != before:
        live.history.add(name, before)
    return {}


async def _lesson(live: LiveSitting, name: str, how: Callable[[Lesson], Lesson]) -> CommandResult:
    return await _undoable(live, name, lambda sitting: replace(sitting, lesson=how(sitting.lesson)))


async def _open(live: LiveSitting, _: CommandRequest) -> CommandResult:
    now = live.clock()

    def opened(sitting: Sitting) -> Sitting:
        lesson = sitting.lesson.advance_to(LessonStep.TAG, now)
        return replace(sitting.open(), lesson=lesson)

    return await _undoable(live, Message("Open tagging"), opened)


async def _close(live: LiveSitting, _: CommandRequest) -> CommandResult:
    now = live.clock()
    return await _undoable(live, Message("Close tagging"), lambda sitting: sitting.close(now))


async def _step(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Go to a step of the lesson."""
    step = _choice(LessonStep, said.get("step"), "step")
    if step is LessonStep.REVEAL:
        await _require_key(live)
    now, content = live.clock(), _content(live)

    def moved(sitting: Sitting) -> Sitting:
        return move_to_step(sitting, step, now, content)

    if step not in FINAL_STEPS:
        name = Message("Go to “%(step)s”", step=STEP_NAMES[step])
        return await _undoable(live, name, moved)
    failed: tuple[str, ...] = ()
    if step is LessonStep.VOTE:
        failed = await live.start_next_vote(moved)
    elif step is LessonStep.END:
        failed = await live.end(moved)
    else:
        await live.change(moved)
    live.history.clear()
    return {"failed": list(failed)}


def _content(live: LiveSitting) -> StepContent:
    split = [each for each in live.tag_distributions if each.lacks_clear_majority]
    ordered = tuple(each.sentence for each in sorted(split, key=lambda each: each.agreement))
    all_ids = tuple(each.sentence for each in live.tag_distributions)
    return StepContent(ordered, all_ids, _pairs(live, ordered))


def _pairs(live: LiveSitting, split: tuple[str, ...]) -> tuple[DiscussionPair, ...]:
    """The pairs from the first vote. In a later vote they stay as they were."""
    kept = live.sitting.lesson.pairs
    if kept and live.sitting.vote > 1:
        return kept
    tags = {
        student.id: {
            each.id: each.tag for each in student_pass.annotations.sentences if each.tag is not None
        }
        for student in live.sitting.students
        if (student_pass := live.loaded_pass(student)) is not None
    }
    return discussion_pairs(tags, split)


async def _minutes(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Set how long the current step should take."""
    minutes, now = said.get("minutes"), live.clock()
    if minutes is not None and (type(minutes) is not int or not 1 <= minutes <= MAX_STEP_MINUTES):
        raise DataError(Message("Enter whole minutes from 1 to %(most)s.", most=MAX_STEP_MINUTES))
    return await _lesson(
        live, Message("Set minutes"), lambda lesson: lesson.set_minutes(minutes, now)
    )


async def _show(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Choose what the projector shows."""
    screen = _choice(ProjectorScreen, said.get("screen"), "screen")
    sentence = None
    if screen is ProjectorScreen.SENTENCE:
        (sentence,) = _sentences(live, {**said, "sentences": [said.get("sentence")]})
    source = _source(live, said) if screen is ProjectorScreen.SOURCE else None
    view = ProjectorView(screen, sentence, source)
    return await _lesson(live, Message("Change the projector"), lambda lesson: lesson.show(view))


async def _theme(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Make the projector dark or light."""
    theme, before = _choice(ProjectorTheme, said.get("theme"), "theme"), live.sitting

    async def reverse() -> None:
        await live.change(lambda now: replace(now, projector_theme=before.projector_theme))

    await live.change(lambda now: replace(now, projector_theme=theme))
    if live.sitting != before:
        live.history.add(Message("Change the projector"), before, reverse)
    return {}


def _source(live: LiveSitting, said: CommandRequest) -> str:
    """The id of a source in a request, whose card the class may see."""
    found = live.article.revealed_cards(live.sitting.revealed)
    known = {each.source.id for each in found.cards} if found else set()
    named = said.get("source")
    if not isinstance(named, str) or named not in known:
        raise DataError(Message("Sources can be shown after the whole key is revealed."))
    return named


async def _ask(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Ask students to explain their tags for these sentences and no others."""
    asked = _sentences(live, said)
    return await _undoable(live, Message("Ask why"), lambda sitting: sitting.ask(asked))


async def _approve(live: LiveSitting, said: CommandRequest) -> CommandResult:
    return await _decide(live, said, ReasonState.APPROVED, "Approve a reason")


async def _hide(live: LiveSitting, said: CommandRequest) -> CommandResult:
    return await _decide(live, said, ReasonState.HIDDEN, "Hide a reason")


async def _decide(
    live: LiveSitting, said: CommandRequest, state: ReasonState, name: str
) -> CommandResult:
    ids = _reasons(live, said)
    return await _lesson(
        live,
        name,
        lambda lesson: replace(lesson, reasons=decide_reasons(lesson.reasons, ids, state)),
    )


async def _merge(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Count reasons with another one, or alone again."""
    ids, same_as = _reasons(live, said), said.get("same_as")
    if same_as is not None:
        (same_as,) = _reasons(live, {"reasons": [same_as]})

    def merged(lesson: Lesson) -> Lesson:
        decisions = lesson.reasons
        for each in ids:
            decisions = merge_reasons(decisions, each, same_as)
        return replace(lesson, reasons=decisions)

    return await _lesson(live, Message("Group reasons"), merged)


async def _undo(live: LiveSitting, _: CommandRequest) -> CommandResult:
    """Undo the last action."""
    last = live.history.last(live.sitting)
    if last is None:
        raise DataError(Message("There is nothing to undo."))
    if last.reverse is not None:
        await last.reverse()
    else:
        await live.change(lambda sitting: restore(sitting, last.before))
    live.history.drop_last()
    return {}


async def _reveal(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Show the key of these sentences and no others."""
    revealed = _sentences(live, said)
    if revealed:
        await _require_key(live)
    now = live.clock()
    await live.change(lambda sitting: sitting.reveal_keys(revealed, now))
    return {}


async def _require_key(live: LiveSitting) -> None:
    if await live.load_key() is None:
        raise DataError(
            Message("This document has no answer key. Create one with `annotator key`.")
        )


async def _vote(live: LiveSitting, _: CommandRequest) -> CommandResult:
    return await _step(live, {"step": LessonStep.VOTE})


async def _article(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Go to the article that is named, or to the next one."""
    named = said.get("document")
    if named is not None and not isinstance(named, str):
        raise DataError("`document` must be the id of an article.")
    failed = await live.move_to(named)
    live.history.clear()
    return {"failed": list(failed)}


async def _end(live: LiveSitting, _: CommandRequest) -> CommandResult:
    return await _step(live, {"step": LessonStep.END})


async def _link(live: LiveSitting, said: CommandRequest) -> CommandResult:
    return {"token": await live.new_link(str(said.get("student")))}


def _choice(kind: Any, said: Any, name: str) -> Any:
    if said not in list(kind):
        raise DataError(f"`{name}` must be one of {', '.join(kind)}.")
    return kind(said)


def _sentences(live: LiveSitting, said: CommandRequest) -> tuple[str, ...]:
    # A page that still shows another article must not reveal sentences of this one.
    if said.get("document", live.sitting.document) != live.sitting.document:
        raise DataError(Message("The class works on another article now. Nothing was changed."))
    named, known = said.get("sentences"), [each.id for each in live.blank.sentences]
    if not isinstance(named, list) or any(each not in known for each in named):
        raise DataError("`sentences` must be a list of sentence ids of the article.")
    return tuple(each for each in known if each in named)


def _reasons(live: LiveSitting, said: CommandRequest) -> tuple[str, ...]:
    """The ids of reasons in a request, all of which exist now."""
    named = said.get("reasons")
    known = {each for group in reason_groups(live) for each in (group.id, *group.merged)}
    if not isinstance(named, list) or not all(
        isinstance(each, str) and each in known for each in named
    ):
        raise DataError(Message("This reason has changed. Look at it again."))
    return tuple(named)


COMMANDS: Mapping[str, Command] = {
    "open": _open,
    "close": _close,
    "step": _step,
    "minutes": _minutes,
    "show": _show,
    "theme": _theme,
    "ask": _ask,
    "approve": _approve,
    "hide": _hide,
    "merge": _merge,
    "undo": _undo,
    "reveal": _reveal,
    "vote": _vote,
    "article": _article,
    "end": _end,
    "link": _link,
}
"""The commands on one class, by the name in the request."""
