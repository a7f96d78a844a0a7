"""The cheapest keys from one state of the tagging screen to wanted decisions on a sentence.

It is a uniform-cost search over the states of a `Rehearsal`. Within a prompt only the prompt's own
value is asked, because prompts never change; every other key is pressed on the screen.
"""

import heapq
import string
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple

from annotator.model.codebook import Codebook
from annotator.model.name_folding import fold_name
from annotator.tui.actions.prompts import proposals, source_choices
from annotator.tui.commands import COMMANDS, MOVING, TAGGING
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source import SourceDecision
from annotator.tui.screens.dialogs import TextDialog
from annotator.tui.screens.source_form import SourceChoiceForm, SourceFields, fields_of_proposal
from bench.press_prompts import UNDECIDED, Aim, Decision, decision, is_typing, part_of, state_of
from bench.rehearsal import Rehearsal, Snapshot, typed_as

MOST_STATES = 30_000
"""The number of states after which a search gives up."""

NAMED_KEYS = (
    *("enter", "space", "tab", "shift+tab", "backspace", "delete", "escape", "home", "end"),
    *("left", "right", "up", "down"),
    *("shift+left", "shift+right", "shift+up", "shift+down"),
    *("ctrl+left", "ctrl+right"),
)
ALPHABET = (*NAMED_KEYS, *string.ascii_letters, *string.digits, *".,;:/'-+*")
_OTHERS = frozenset(
    [
        *("note", "flag", "sources", "furniture", "split", "join", "change_asking", "accept"),
        *("explain", "advance", "redo", "page_down", "page_up", "next_flagged"),
        *("select_block", "set_mark", "go_to_mark", "jump_back", "jump_forward"),
        *("undo", "untag", "next_difference"),
    ]
)
"""Commands that decide nothing that is compared, or that only take a decision back."""
_FIELDS = {
    "source": "source",
    "same_source": "source",
    "cue": "cue",
    "answers": "answers",
    "checkable": "checkable",
}
"""What a command decides. It can help as long as that is not as wanted."""
_MOVES = frozenset(each.id for each in COMMANDS if each.group == MOVING)


class Press(NamedTuple):
    """One press of a key.

    Attributes:
        key: Its name, as Textual's pilot takes it.
        prompt: The part of the questions that it answers: source, cue or answers. Or empty.
        command: The command that it ran, if the prompt did not use it.
        typed: Whether it belongs to a typed name.
        position: The position of the sentence.
    """

    key: str
    prompt: str
    command: str
    typed: bool
    position: int


class Task(NamedTuple):
    """The decisions to reach.

    Attributes:
        wanted: The wanted decisions by position.
        cursor: The position where the cursor has to be at the end, or None if it may be anywhere.
        finished: All decisions of the finished set, by position.
        names: The names of the wanted sources, as they may be typed.
        blocks: Whether several sentences may be selected.
        most: The number of presses after which the search gives up.
        states: The number of states after which the search gives up.
    """

    wanted: Mapping[int, Decision]
    cursor: int | None
    finished: Mapping[int, Decision]
    names: tuple[str, ...] = ()
    blocks: bool = False
    most: int = 400
    states: int = MOST_STATES


class Node(NamedTuple):
    """A state in the search: of the screen, and of its prompt."""

    state: Snapshot
    world: "World"
    prompt: Prompt[Any] | None
    root: bool
    before: "Node | None"
    press: tuple[Press, ...]


class World(NamedTuple):
    """What a state of the screen means for the search."""

    decided: tuple[tuple[int, Decision], ...]
    cursor: int
    anchor: int | None

    def of(self, position: int) -> Decision:
        """The decision at a position that has changed, or that is wanted."""
        return dict(self.decided).get(position, UNDECIDED)


class Search:
    """The search for one task.

    Args:
        screen: The screen in its first state. It is left in the last state.
        task: What to reach.
    """

    def __init__(self, screen: Rehearsal, task: Task) -> None:
        self._screen, self._task = screen, task
        self._begin = screen.session.annotations
        self._codebook: Codebook = screen.session.codebook
        self._queue: list[tuple[int, int, Node]] = []
        self._order = count()
        self._costs: dict[object, int] = {}
        self._results: set[object] = set()
        self._commands = self._useful_commands()
        self._aim = Aim(self._begin, task.wanted, task.names)

    @property
    def _all(self) -> list[Decision]:
        return list(self._task.wanted.values())

    def run(self) -> tuple[Press, ...] | None:
        """The cheapest presses, or None if none were found. The screen is left after them."""
        self._push(
            0,
            Node(self._screen.snapshot(), self._world(), self._screen.open_prompt, True, None, ()),
        )
        popped = 0
        while self._queue and popped < self._task.states:
            cost, _, node = heapq.heappop(self._queue)
            if cost > self._costs[_state(node)]:
                continue
            popped += 1
            if self._reached(node):
                self._screen.restore(node.state)
                return _presses(node)
            if cost < self._task.most:
                self._expand(cost, node)
        return None

    def _reached(self, node: Node) -> bool:
        world, task = node.world, self._task
        there = task.cursor is None or (world.cursor == task.cursor and world.anchor is None)
        return (
            node.prompt is None
            and there
            and all(world.of(at) == wanted for at, wanted in task.wanted.items())
        )

    def _push(self, cost: int, node: Node) -> None:
        key = _state(node)
        if cost < self._costs.get(key, cost + 1):
            self._costs[key] = cost
            heapq.heappush(self._queue, (cost, next(self._order), node))

    # Keys

    def _expand(self, cost: int, node: Node) -> None:
        if node.root:
            for key, command in self._commands.items():
                unused = node.prompt is None or _pressed(node.prompt, typed_as(key)) is None
                if unused and self._may_command(node.world, command):
                    self._try(cost, node, self._press(node, key, command))
        if node.prompt is not None:
            self._press_in_prompt(cost, node, node.prompt)

    def _press_in_prompt(self, cost: int, node: Node, prompt: Prompt[Any]) -> None:
        for key in self._aim.keys(prompt, ALPHABET):
            result = _pressed(prompt, typed_as(key))
            if not isinstance(result, Prompt):
                self._close(cost, node, key, result)
            elif result is not prompt and self._aim.may_follow(result, prompt):
                press = self._press(node, key, "", result)
                self._push(cost + 1, Node(node.state, node.world, result, False, node, (press,)))

    def _close(
        self, cost: int, node: Node, key: str, result: PromptAnswer[Any] | PromptExit | None
    ) -> None:
        """The prompt closes with a result. Each result is tried once in each state."""
        known = (node.state.number, _outcome(result))
        if (
            result is None
            or known in self._results
            or not self._aim.may_answer(node.prompt, node.world.cursor, result)
        ):
            return
        self._results.add(known)
        self._try(cost, node, self._press(node, key, ""))

    def _press(self, node: Node, key: str, command: str, after: object = None) -> Press:
        typed = not command and is_typing(node.prompt, after)
        return Press(key, part_of(node.prompt, after), command, typed, node.world.cursor)

    def _try(self, cost: int, node: Node, press: Press) -> None:
        """Press a key on the screen, and follow it if it can help."""
        screen = self._screen
        screen.restore(node.state)
        dialog = screen.press(press.key, node.prompt)
        if dialog is None:
            self._follow(cost + 1, node, (press,))
            return
        answers = list(_answers(screen, dialog, self._task, node.world))
        screen.cancel()
        for keys, answer in answers:
            screen.restore(node.state)
            screen.press(press.key, node.prompt)
            if screen.answer(answer):
                typed = tuple(press._replace(key=each, typed=len(keys) > 2) for each in keys)
                self._follow(cost + 1 + len(keys), node, (press, *typed))

    def _follow(self, cost: int, node: Node, presses: tuple[Press, ...]) -> None:
        world = self._world()
        if self._may_follow(node, world, presses[0]):
            prompt = self._screen.open_prompt
            root = prompt is None or prompt is not node.prompt
            self._push(cost, Node(self._screen.snapshot(), world, prompt, root, node, presses))

    def _useful_commands(self) -> dict[str, str]:
        screen = self._screen
        found = {
            screen.keys.keys_of(each)[0]: each.id
            for each in COMMANDS
            if each.group in {TAGGING, MOVING} and each.id not in _OTHERS
        }
        for tag in self._codebook.tags:
            if any(each.tag == tag.id for each in self._all) or self._any_tag():
                found[self._codebook.keys(tag)[0]] = f"tag:{tag.id}"
        return found

    def _any_tag(self) -> bool:
        """Whether a decision has a source that its tag does not ask for."""
        return any(
            each.source and not self._codebook.role(each.tag).attributes for each in self._all
        )

    # What can help

    def _may_command(self, world: World, command: str | None) -> bool:
        """Whether a command can help: moving does when all is decided, the form when it is not."""
        if command is None:
            return False
        if world.cursor not in self._task.wanted:
            return command in {"up", "down"}
        if command in _MOVES:
            decided = all(world.of(at) == wanted for at, wanted in self._task.wanted.items())
            return decided or self._task.blocks
        field = _FIELDS.get(command)
        now, wanted = world.of(world.cursor), self._task.wanted[world.cursor]
        return field is None or getattr(now, field) != getattr(wanted, field)

    def _world(self) -> World:
        now = self._screen.session.annotations
        changed = tuple(
            (at, decision(now, each))
            for at, each in enumerate(now.sentences)
            if at in self._task.wanted or each is not self._begin.sentences[at]
        )
        article = self._screen.article
        return World(changed, article.cursor, article.selection_anchor)

    def _may_follow(self, node: Node, world: World, press: Press) -> bool:
        task = self._task
        if (
            press.command
            and node.world.cursor not in task.wanted
            and world.decided != node.world.decided
        ):
            return False
        if world.anchor is not None and not task.blocks:
            return False
        if task.cursor is not None and world.cursor not in {*task.wanted, task.cursor}:
            return False
        return all(
            self._may_decide(node.world.of(at), now, task.wanted[at], press)
            if at in task.wanted
            else self._may_be(at, now)
            for at, now in world.decided
        )

    def _may_be(self, at: int, now: Decision) -> bool:
        """Whether a sentence outside the task is as it was, or as it will be."""
        before = decision(self._begin, self._begin.sentences[at])
        wanted = self._task.finished.get(at, before)
        return all(
            value in {was, will} for value, was, will in zip(now, before, wanted, strict=True)
        )

    def _may_decide(self, before: Decision, now: Decision, wanted: Decision, press: Press) -> bool:
        """Whether a step leads to the wanted decision, or may be corrected later."""
        in_prompt = bool(press.prompt) and not press.command
        carried = press.command.startswith("tag:")
        source = now.source in {wanted.source, before.source, None} or carried
        cue = (
            now.cue in {wanted.cue, before.cue, None}
            or not in_prompt
            or now.source != before.source
        )
        return (
            (now.tag in {wanted.tag, before.tag, None} or self._any_tag())
            and source
            and cue
            and (now.answers <= wanted.answers or now.answers == before.answers)
            and now.checkable in {wanted.checkable, before.checkable}
        )


def _pressed(prompt: Prompt[Any], key: str) -> Any:
    """What a key leads to. An unused capital is tried as a small letter, as the screen does."""
    result = prompt.press(key)
    small = key.lower() if len(key) == 1 else key
    return prompt.press(small) if result is None and small != key else result


def _presses(node: Node) -> tuple[Press, ...]:
    steps = []
    at: Node | None = node
    while at is not None:
        steps.append(at.press)
        at = at.before
    return tuple(press for step in reversed(steps) for press in step)


def _answers(
    screen: Rehearsal, dialog: Any, task: Task, world: World
) -> Iterator[tuple[tuple[str, ...], object]]:
    """The answers of a dialog that can help, each with its keys."""
    if isinstance(dialog, SourceChoiceForm):
        yield from _of_source_form(screen, next(iter(task.names), None), world)
    elif isinstance(dialog, TextDialog) and task.cursor is not None:
        number = str(task.cursor + 1)
        yield (*number, "enter"), number


def _of_source_form(
    screen: Rehearsal, wanted: str | None, world: World
) -> Iterator[tuple[tuple[str, ...], object]]:
    clear = ("ctrl+u",) if world.of(world.cursor).source else ()
    if wanted is None:
        yield (*clear, "enter"), SourceFields()
        return
    choices = source_choices(screen, proposals(screen))
    for row in choices.rows:
        same = row.proposal is not None and fold_name(row.proposal.name) == fold_name(wanted)
        if row.proposal is not None and same and row.key.isdecimal():
            yield (row.key,), fields_of_proposal(row.proposal)
    fields = fields_of_proposal(choices.named(wanted))
    letters = tuple("space" if each == " " else each for each in wanted)
    yield (*clear, *letters, "enter"), fields


def _state(node: Node) -> object:
    return node.world, state_of(node.prompt)


def _outcome(result: object) -> object:
    """A result without what makes no difference: the kind of a source, and the key it has."""
    value = result.value if isinstance(result, PromptAnswer) else result
    if not isinstance(value, SourceDecision):
        return value
    name = fold_name(value.source.name) if value.source else None
    return name, value.cue, value.asks_for_details
