"""The prompt under a sentence, and where keys, clicks and pasted text go while it stands there."""

from collections.abc import Callable
from typing import Any, Protocol

from annotator.tui.prompts.prompt import Given, Prompt, Way
from annotator.tui.widgets.article import ArticleView

Then = Callable[[Given[Any] | Way], None]


class Changed(Protocol):
    """What is told that a prompt has come, gone or become another one."""

    def __call__(self, *, came_or_went: bool) -> None: ...  # noqa: D102 (said by the class)


class Prompting:
    """At most one prompt, under the cursor's sentence of a list.

    An answer is handed on in the same step as the key that gave it, so that keys typed faster than
    the screen is drawn reach what they were meant for.

    Args:
        article: The list.
        changed: Told of every change.
    """

    def __init__(self, article: ArticleView, changed: Changed) -> None:
        self._article = article
        self._changed = changed
        self._then: Then | None = None
        self.prompt: Prompt[Any] | None = None

    def open(self, prompt: Prompt[Any], then: Then) -> None:
        """Ask something; `then` is called once, with the answer or the way that it was left."""
        self._then = then
        self._show(prompt)

    def close(self) -> None:
        """Take the prompt away; nothing follows."""
        self._then = None
        if self.prompt is not None:
            self._show(None)

    def press(self, key: str) -> bool:
        """Hand a key to the prompt; whether it meant something there.

        A capital that means nothing is taken for its small letter: caps lock may be on.
        """
        if self.prompt is None:
            return False
        small = key.lower() if len(key) == 1 else key
        return self._turn(self.prompt.press(key)) or (
            small != key and self._turn(self.prompt.press(small))
        )

    def paste(self, text: str) -> bool:
        """Hand pasted text to the prompt; whether there is one."""
        return self.prompt is not None and self._turn(self.prompt.paste(text))

    def click(self, sentence: str) -> bool:
        """Hand the click on a sentence to the prompt; whether it meant something there."""
        return self.prompt is not None and self._turn(self.prompt.click(sentence))

    def passes(self, command: str) -> bool:
        """Whether a command may be carried out with the prompt left standing."""
        return self.prompt is not None and command in self.prompt.passes

    def _turn(self, result: Prompt[Any] | Given[Any] | Way | None) -> bool:
        if isinstance(result, Prompt):
            self._show(result)
        elif result is not None:
            then = self._then
            self.close()
            if then is not None:
                then(result)
        return result is not None

    def _show(self, prompt: Prompt[Any] | None) -> None:
        came_or_went = (self.prompt is None) is not (prompt is None)
        self.prompt = prompt
        self._article.prompt(prompt)
        self._changed(came_or_went=came_or_went)
