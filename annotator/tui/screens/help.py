"""The help: the codebook in use, and the keys."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotator.model.codebook import Codebook, Rule, Tag, Term
from annotator.tui.commands import COMMANDS, Command, KeyBindings, key_label
from annotator.tui.prompts import answers, cue, second_look, source
from annotator.tui.prompts.prompt_keys import prompt_keys
from annotator.tui.stylesheet import SHEET_STYLES
from annotator.tui.widgets.hanging_text import HangingText
from annotator.tui.widgets.safe_content import nothing_found, quote, safe_content

Block = tuple[Content, Content, str]
"""A label, the text after it, and the class of its widget."""
_INDENTS = {"page-line page-key": 16, "page-line": 2}
"""The cells before the text of a block, by its class."""
_HEADINGS = ("page-title", "page-heading")


class HelpScreen(ModalScreen[None]):
    """A sheet with the text of the codebook, then every key. Typing finds words in it."""

    CSS_PATH = SHEET_STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("tab", "keys", show=False, priority=True),
    ]

    def __init__(
        self, codebook: Codebook, keys: KeyBindings, table: tuple[Command, ...] = COMMANDS
    ) -> None:
        super().__init__()
        self._codebook, self._keys, self._table = codebook, keys.for_codebook(codebook), table

    def compose(self) -> ComposeResult:
        """The words to find, and one long page that scrolls."""
        yield Input(placeholder="type to find words in the help", compact=True)
        yield Static(classes="nothing-found")
        with VerticalScroll(classes="page", can_focus=False):
            for label, body, name in self._blocks():
                yield HangingText(label, body, _INDENTS.get(name, 0), name)
        yield Static(
            safe_content("type to find   ↑ ↓ PgUp PgDn: scroll   tab: keys   escape: back"),
            classes="page-hint",
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the blocks with the typed words, each below its heading."""
        words = event.value.casefold().split()
        heading: HangingText | None = None
        found_any = False
        with self.app.batch_update():
            for block in self.query(HangingText):
                text = str(block.content).casefold()
                found = all(word in text for word in words)
                found_any |= found
                if any(block.has_class(each) for each in _HEADINGS):
                    heading, block.display = block, found
                else:
                    block.display = found
                    if found and heading is not None:
                        heading.display = True
            nothing = self.query_one(".nothing-found", Static)
            nothing.update(safe_content(nothing_found(event.value)))
            nothing.display = not found_any
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _blocks(self) -> Iterator[Block]:
        codebook = self._codebook
        yield _NO_LABEL, safe_content(codebook.title or codebook.name), "page-title"
        yield _NO_LABEL, safe_content(codebook.introduction), "page-text"
        yield from _order(codebook)
        for tag in codebook.tags:
            yield from _tag(tag, codebook)
        yield from _rules("Rules for every sentence", codebook.rules)
        yield from _terms("Kinds of source", codebook.kinds)
        yield from _terms("Stances", codebook.stances)
        yield from _terms("Furniture", codebook.parts)
        yield from self._key_blocks()

    def _key_blocks(self) -> Iterator[Block]:
        groups = dict.fromkeys(command.group for command in self._table)
        for group in groups:
            yield _NO_LABEL, safe_content(f"Keys: {group.lower()}"), "page-heading keys"
            for command in self._table:
                if command.group == group:
                    keys = " ".join(key_label(key) for key in self._keys.keys_of(command))
                    yield _key(keys, command.help)
        for prompt in (source.KEYS, cue.KEYS, answers.KEYS, second_look.KEYS):
            yield _NO_LABEL, safe_content(f"Keys {prompt.heading}"), "page-heading"
            for key in prompt.keys:
                yield _key(prompt_keys(self._keys).shown(key.shown), key.help)

    def action_leave(self) -> None:
        """Return to the article."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by a few lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        page = self.query_one(VerticalScroll)
        page.scroll_relative(y=pages * max(page.size.height - 2, 1), animate=False)

    def action_keys(self) -> None:
        """Scroll to the first keys."""
        heading = self.query(".keys").first()
        self.query_one(VerticalScroll).scroll_to_widget(heading, animate=False, top=True)


_NO_LABEL = Content("")


def _key(shown: str, does: str) -> Block:
    return safe_content(shown, "bold $act"), safe_content(does), "page-line page-key"


def _order(codebook: Codebook) -> Iterator[Block]:
    if codebook.order:
        question = "Questions to ask in this order: the first yes gives the tag"
        yield _NO_LABEL, safe_content(question), "page-heading"
    for number, step in enumerate(codebook.order, 1):
        line = Content.assemble(
            safe_content(step.question), "  ", safe_content(codebook.by_id[step.tag].name, "bold")
        )
        yield safe_content(f"{number} "), line, "page-line"


def _tag(tag: Tag, codebook: Codebook) -> Iterator[Block]:
    keys = " ".join(codebook.keys(tag)[:1])
    yield _NO_LABEL, safe_content(f"{tag.mark}  {tag.name}  ({keys})"), "page-heading"
    yield _NO_LABEL, safe_content(tag.definition), "page-text"
    yield _NO_LABEL, safe_content(tag.decision, "italic"), "page-text"
    for example in tag.examples:
        line = Content.assemble(("For example: ", "$quiet"), safe_content(quote(example)))
        yield _BULLET, line, "page-line"
    for rule in tag.rules:
        yield _rule(rule)
    for miss in tag.near_misses:
        name = codebook.by_id[miss.instead].name
        line = Content.assemble(
            ("But not ", "bold"),
            safe_content(quote(miss.text)),
            safe_content(f" {name}: {miss.why}", "$quiet"),
        )
        yield _BULLET, line, "page-line"


_BULLET = Content("• ")


def _rule(rule: Rule) -> Block:
    line = Content.assemble(
        safe_content(f"{rule.name}. " if rule.name else "", "bold"),
        safe_content(rule.rule),
        safe_content(f" {quote(rule.example)}" if rule.example else "", "$quiet"),
        safe_content(f" But: {rule.near_miss}" if rule.near_miss else "", "$quiet"),
    )
    return _BULLET, line, "page-line"


def _rules(heading: str, rules: tuple[Rule, ...]) -> Iterator[Block]:
    if rules:
        yield _NO_LABEL, safe_content(heading), "page-heading"
    yield from map(_rule, rules)


def _terms(heading: str, terms: tuple[Term, ...]) -> Iterator[Block]:
    if terms:
        yield _NO_LABEL, safe_content(heading), "page-heading"
    for term in terms:
        line = Content.assemble(
            safe_content(f"{term.name}: ", "bold"),
            safe_content(term.definition),
            safe_content(f" {quote(term.example)}" if term.example else "", "$quiet"),
        )
        yield _BULLET, line, "page-line"
