"""The teacher's last actions, each with the class as it was before it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from annotator.model.lesson_steps import can_restore
from annotator.model.sitting import Sitting

MAX_UNDO = 50


@dataclass(frozen=True, slots=True)
class UndoableAction:
    """An action that can be undone.

    Attributes:
        name: What the teacher did.
        before: The class before it.
        reverse: Takes back an action about people, whatever else has happened since. None for an
            action of the lesson, which restores what the lesson was before.
    """

    name: str
    before: Sitting
    reverse: Callable[[], Awaitable[None]] | None = None


class UndoHistory:
    """The actions that can be undone, the last one last."""

    def __init__(self) -> None:
        self._actions: list[UndoableAction] = []

    def add(
        self, name: str, before: Sitting, reverse: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Remember an action."""
        self._actions = [*self._actions, UndoableAction(name, before, reverse)][-MAX_UNDO:]

    def clear(self) -> None:
        """Forget all actions, after one that cannot be undone."""
        self._actions = []

    def last(self, sitting: Sitting) -> UndoableAction | None:
        """The last action, or None if there is none that can be undone."""
        last = self._actions[-1] if self._actions else None
        if last is None or last.reverse is not None:
            return last
        return last if can_restore(sitting, last.before) else None

    def drop_last(self) -> None:
        """Forget the last action."""
        self._actions = self._actions[:-1]
