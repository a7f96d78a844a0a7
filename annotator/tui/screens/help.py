"""The help: the codebook in use, and the keys."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.model.codebook import Codebook, Rule, Tag, Term
from annotator.tui.commands import COMMANDS, Command, KeyBindings, key_label
from annotator.tui.prompts import answers, cue, source
from annotator.tui.prompts.prompt_keys import prompt_keys
from annotator.tui.widgets.safe_content import quote, safe_content


class HelpScreen(ModalScreen[None]):
    """The text of the codebook, then every key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
        Binding("space", "page", show=False),
        Binding("tab", "keys", show=False, priority=True),
    ]

    def __init__(
        self, codebook: Codebook, keys: KeyBindings, table: tuple[Command, ...] = COMMANDS
    ) -> None:
        super().__init__()
        self._codebook, self._keys, self._table = codebook, keys, table

    def compose(self) -> ComposeResult:
        """One long page that scrolls."""
        with VerticalScroll(classes="page"):
            for content, name in self._blocks():
                yield Static(content, classes=name)
        yield Static(
            safe_content("↑ ↓ space: scroll   tab: go to the keys   escape: back"),
            classes="page-hint",
        )

    def _blocks(self) -> Iterator[tuple[Content, str]]:
        codebook = self._codebook
        yield safe_content(codebook.title or codebook.name), "page-title"
        yield safe_content(codebook.introduction), "page-text"
        yield from _order(codebook)
        for tag in codebook.tags:
            yield from _tag(tag, codebook)
        yield from _rules("Rules for every sentence", codebook.rules)
        yield from _terms("Kinds of source", codebook.kinds)
        yield from _terms("Stances", codebook.stances)
        yield from _terms("Furniture", codebook.parts)
        yield from self._key_blocks()

    def _key_blocks(self) -> Iterator[tuple[Content, str]]:
        groups = dict.fromkeys(command.group for command in self._table)
        for group in groups:
            yield safe_content(f"Keys: {group.lower()}"), "page-heading keys"
            for command in self._table:
                if command.group == group:
                    keys = " ".join(key_label(key) for key in self._keys.keys_of(command))
                    yield _key(keys, command.help)
        for prompt in (source.KEYS, cue.KEYS, answers.KEYS):
            yield safe_content(f"Keys {prompt.heading}"), "page-heading"
            for key in prompt.keys:
                yield _key(prompt_keys(self._keys).shown(key.shown), key.help)

    def action_leave(self) -> None:
        """Return to the article."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_keys(self) -> None:
        """Scroll to the first keys."""
        heading = self.query(".keys").first()
        self.query_one(VerticalScroll).scroll_to_widget(heading, animate=False, top=True)

    def action_page(self) -> None:
        """Scroll a page."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)


def _key(shown: str, does: str) -> tuple[Content, str]:
    return Content.assemble(
        safe_content(f"{shown:<16}", "bold $act"), safe_content(does)
    ), "page-line"


def _order(codebook: Codebook) -> Iterator[tuple[Content, str]]:
    if codebook.order:
        yield (
            safe_content("Questions to ask in this order: the first yes gives the tag"),
            "page-heading",
        )
    for number, step in enumerate(codebook.order, 1):
        line = Content.assemble(
            f"{number}  ",
            safe_content(step.question),
            "  ",
            safe_content(codebook.by_id[step.tag].name, "bold"),
        )
        yield line, "page-line"


def _tag(tag: Tag, codebook: Codebook) -> Iterator[tuple[Content, str]]:
    keys = " or ".join(codebook.keys(tag))
    yield safe_content(f"{tag.mark}  {tag.name}  ({keys})"), "page-heading"
    yield safe_content(tag.definition), "page-text"
    yield safe_content(tag.decision, "italic"), "page-text"
    for example in tag.examples:
        yield (
            Content.assemble(("for example  ", "$quiet"), safe_content(quote(example))),
            "page-line",
        )
    for rule in tag.rules:
        yield _rule(rule), "page-line"
    for miss in tag.near_misses:
        name = codebook.by_id[miss.instead].name
        yield (
            Content.assemble(
                ("but not  ", "bold"),
                safe_content(quote(miss.text)),
                safe_content(f" {name}: {miss.why}", "$quiet"),
            ),
            "page-line",
        )


def _rule(rule: Rule) -> Content:
    example = safe_content(f" {quote(rule.example)}", "$quiet") if rule.example else Content("")
    name = safe_content(f"{rule.name}. " if rule.name else "", "bold")
    near_miss = safe_content(f" But: {rule.near_miss}" if rule.near_miss else "", "$quiet")
    return Content.assemble("• ", name, safe_content(rule.rule), example, near_miss)


def _rules(heading: str, rules: tuple[Rule, ...]) -> Iterator[tuple[Content, str]]:
    if rules:
        yield safe_content(heading), "page-heading"
    for rule in rules:
        yield _rule(rule), "page-line"


def _terms(heading: str, terms: tuple[Term, ...]) -> Iterator[tuple[Content, str]]:
    if terms:
        yield safe_content(heading), "page-heading"
    for term in terms:
        line = Content.assemble(
            safe_content(f"{term.name}: ", "bold"),
            safe_content(term.definition),
            safe_content(f" {quote(term.example)}" if term.example else "", "$quiet"),
        )
        yield line, "page-line"
