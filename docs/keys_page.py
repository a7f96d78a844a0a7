"""Writes the tables of `docs/reference/keys.md` and `settings.md`; a test compares page and code.

To write them: `python -m docs.keys_page`. All other text of the pages is written by hand.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from textual.theme import BUILTIN_THEMES

from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.settings import SETTINGS, SUGGESTER_SETTINGS
from annotator.tui.commands import (
    ADJUDICATION_COMMANDS,
    ADJUDICATION_QUEUE_COMMANDS,
    COMMANDS,
    DOCUMENT_LIST_COMMANDS,
    Command,
    key_label,
)
from annotator.tui.prompts import answers, cue, second_look, source
from annotator.tui.prompts.prompt import PromptKeys
from annotator.tui.prompts.prompt_keys import DIALOG_COMMANDS, PROMPT_COMMANDS
from annotator.tui.themes import THEMES

PAGE = Path(__file__).parent / "reference" / "keys.md"
SETTINGS_PAGE = PAGE.with_name("settings.md")
PART = re.compile(r"(<!-- generated: (\w+) -->\n\n).*?(\n\n<!-- end -->)", re.DOTALL)


def with_generated_parts(page: str) -> str:
    """The page with its generated tables as the program has them now."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", page)


def tags() -> str:
    """The tags of the built-in codebook with their keys."""
    rows = (
        f"| {_code(each.key or str(at))} | {each.name} |"
        for at, each in enumerate(builtin().tags, start=1)
    )
    return "\n".join(("| Key | Tag |", "|---|---|", *rows))


def tagging() -> str:
    """The commands of the tagging screen."""
    return _table(COMMANDS)


def prompts() -> str:
    """The keys of each prompt, under a heading of their own."""
    return "\n\n".join(map(_prompt_table, (source.KEYS, cue.KEYS, answers.KEYS, second_look.KEYS)))


def _prompt_table(keys: PromptKeys) -> str:
    rows = (f"| `{key.shown}` | {key.help} |" for key in keys.keys if key.help)
    heading = f"### {keys.heading.capitalize()}"
    return "\n".join((heading, "", "| Key | What it does |", "|---|---|", *rows))


def yielding() -> str:
    """The commands whose keys a tag may have."""
    return _table(tuple(each for each in COMMANDS if each.yields and any(map(_is_sign, each.keys))))


def _is_sign(key: str) -> bool:
    return len(key) == 1


def documents() -> str:
    """The commands of the list of documents."""
    return _table(DOCUMENT_LIST_COMMANDS)


def adjudication() -> str:
    """The commands that adjudication has besides those of tagging."""
    queue = (each for each in ADJUDICATION_QUEUE_COMMANDS if each not in DOCUMENT_LIST_COMMANDS)
    return _table(tuple(each for each in ADJUDICATION_COMMANDS if each not in COMMANDS), *queue)


def settings() -> str:
    """The settings, with what each means."""
    rows = (f"| `{each.name}` | {each.help} | {each.default} |" for each in SETTINGS)
    return "\n".join(("| Setting | Meaning | Without it |", "|---|---|---|", *rows))


def suggesters() -> str:
    """The fields of a suggester, with what each means."""
    rows = (
        f"| `{each.name}` | {each.help} | {each.default} | `{each.example}` |"
        for each in SUGGESTER_SETTINGS
    )
    return "\n".join(("| Field | Meaning | Without it | Example |", "|---|---|---|---|", *rows))


def themes() -> str:
    """The themes that the theme key steps through, and those of Textual."""
    others = sorted(set(BUILTIN_THEMES) - set(THEMES))
    return f"{_listed(THEMES)}. Also {_listed(others)}."


def prompt_commands() -> str:
    """The commands of prompts."""
    return _table(PROMPT_COMMANDS)


def dialogs() -> str:
    """The commands of dialogs."""
    return _table(DIALOG_COMMANDS)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


PARTS: Mapping[str, Callable[[], str]] = {
    each.__name__: each
    for each in (
        *(tags, tagging, prompts, yielding, documents, adjudication),
        *(settings, suggesters, themes, prompt_commands, dialogs),
    )
}
"""What makes each generated part, by its name in the page."""


def _table(commands: tuple[Command, ...], *more: Command) -> str:
    rows = (
        f"| {' '.join(map(_code, each.keys))} | {each.title} | {each.help} | `{each.id}` |"
        for each in (*commands, *more)
    )
    return "\n".join(("| Key | Command | What it does | Id |", "|---|---|---|---|", *rows))


def _code(key: str) -> str:
    return f"`{key_label(key)}`".replace("|", "\\|")


if __name__ == "__main__":
    for path in (PAGE, SETTINGS_PAGE):
        overwrite(path, with_generated_parts(path.read_text("utf-8")).encode())
