"""The form for a source: name, kind, affiliation, whether it is concerned, standing, and via."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from annotator.model.annotation import Source, Standing
from annotator.model.name_folding import is_pronoun
from annotator.text.proposals import SourceProposal
from annotator.text.safe import safe_text
from annotator.tui.prompts.prompt import wrap_items
from annotator.tui.prompts.source import SourceChoices, row_items
from annotator.tui.screens.dialogs import Dialog
from annotator.tui.widgets.prompt_panel import prompt_content
from annotator.tui.widgets.safe_content import safe_content


class Cycle(Widget, can_focus=True):
    """A value between two arrows. Left, right, space or a click change it.

    Args:
        choices: The values with their names, in order.
        value: The first value.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The person chose another value."""

        cycle: "Cycle"

    value: reactive[str | None] = reactive(None)

    def __init__(
        self, choices: tuple[tuple[str | None, str], ...], value: str | None, name: str
    ) -> None:
        super().__init__(id=name)
        self._choices = choices
        self.set_reactive(Cycle.value, value)

    def render(self) -> Content:
        """The value's name between its arrows."""
        name = dict(self._choices).get(self.value, self.value or "not set")
        return Content.assemble(("‹ ", "$quiet"), safe_content(name), (" ›", "$quiet"))

    def action_turn(self, step: int) -> None:
        """Change to the next or the previous value. The first follows the last."""
        values = [value for value, _ in self._choices]
        at = values.index(self.value) + step if self.value in values else 0
        self.value = values[at % len(values)]
        self.post_message(self.Turned(self))

    def on_click(self, event: events.Click) -> None:
        """Change to the next value."""
        event.stop()
        self.action_turn(1)


_STANDINGS: tuple[tuple[str | None, str], ...] = (
    (None, "not judged"),
    (Standing.INFORMED.value, "informed: it can know what it speaks about"),
    (Standing.UNINFORMED.value, "uninformed: it cannot know"),
    (Standing.UNCLEAR.value, "unclear: the article does not show it"),
)
_REASON = "why it has this standing"
DIALOG_WIDTH = 76
"""The width of a dialog, in cells."""


@dataclass(frozen=True, slots=True)
class SourceFields:
    """The values of the form. An empty field is None.

    Attributes:
        name: The source's name. None for no source.
        via: The outlet that passed the information on.
        known: The source of the article with this name, if there is one.
    """

    name: str | None = None
    kind: str | None = None
    affiliation: str | None = None
    concerned: bool = False
    via: str | None = None
    known: Source | None = None
    standing: str | None = None
    standing_reason: str | None = None


@dataclass(frozen=True, slots=True)
class SourceEditRequest:
    """A request to rename, merge or describe this source everywhere."""

    source: Source


class NameInput(Input):
    """The field for the name. While it is unchanged, a digit chooses a proposal instead."""

    @dataclass
    class Digit(Message):
        """A digit was pressed before anything was typed."""

        number: int

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, value: str, known: tuple[str, ...], *, digits: bool) -> None:
        suggester = SuggestFromList(known, case_sensitive=False)
        super().__init__(value, suggester=suggester, id="name", placeholder="name of the source")
        self._begun, self._digits, self._known = value, digits, known

    def action_complete(self) -> None:
        """Complete the typed name. If there is nothing to complete, go to the next field."""
        typed = self.value.casefold()
        longer = (each for each in self._known if each.casefold().startswith(typed))
        found = next(longer, self.value) if typed else self.value
        if found == self.value:
            self.screen.focus_next()
        else:
            self.value = found
            self.cursor_position = len(found)

    async def _on_key(self, event: events.Key) -> None:
        digit = event.character if event.character and event.character in "123456789" else None
        if digit and self._digits and self.value == self._begun:
            event.stop()
            event.prevent_default()
            self.post_message(self.Digit(int(digit)))


class SourceForm(Dialog[SourceFields | SourceEditRequest]):
    """Name, kind, affiliation, whether the source is concerned, and its standing.

    Args:
        title: The question.
        sources: The possible sources, with those of the article.
        fields: The first values of the form.
        hint: The text about the keys.
    """

    chooses: ClassVar[bool] = False
    """Whether a new name chooses another source. If not, it renames this source."""

    def __init__(self, title: str, sources: SourceChoices, fields: SourceFields, hint: str) -> None:
        super().__init__(title, hint)
        self._sources, self._given = sources, fields
        self._known = fields.known
        self._corrected = fields.known is not None
        # The values for a new source. They contain nothing about a known source.
        self._own = SourceFields() if fields.known else fields

    def body(self) -> ComposeResult:
        """The fields, each on a line."""
        fields, names = self._given, self._sources.proposals
        known = tuple(safe_text(each.name) for each in names)
        yield from _labelled(
            "name", NameInput(safe_text(fields.name or ""), known, digits=self.chooses)
        )
        yield Static(self._preview(), id="said")
        kinds = tuple((term.id, term.name) for term in self._sources.kinds)
        yield from _labelled("kind", Cycle(((None, "not set"), *kinds), fields.kind, "kind"))
        yield from _labelled(
            "affiliation",
            _field("affiliation", fields.affiliation, "organization that it speaks or works for"),
        )
        choices: tuple[tuple[str | None, str], ...] = (
            (None, "no"),
            ("yes", "yes: the claims are about it, so it should be heard"),
        )
        concerned = Cycle(choices, "yes" if fields.concerned else None, "concerned")
        yield from _labelled("concerned", concerned)
        yield from self.more()
        yield from _labelled("standing", Cycle(_STANDINGS, fields.standing, "standing"))
        yield from _labelled("reason", _field("reason", fields.standing_reason, _REASON))

    def more(self) -> ComposeResult:
        """Further fields."""
        yield from ()

    @property
    def typed(self) -> str:
        """The name in its field. An unchanged name is returned as it was."""
        value = self.query_one("#name", Input).value
        unchanged = value == safe_text(self._given.name or "")
        return " ".join(((self._given.name or "") if unchanged else value).split())

    def _preview(self, name: str | None = None) -> Content:
        if name and is_pronoun(name):
            return safe_content(f"“{name}” is a pronoun. Type a name.", "$text-warning")
        if name and self._known is not None:
            merged = not self.chooses and self._known is not self._given.known
            words = "Already a source in this article." + (
                " Press enter to merge the two." if merged else ""
            )
            return safe_content(words, "$quiet")
        return Content("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the details of a known name, or guess the kind of a new one."""
        if event.input.id != "name" or not self.is_mounted:
            return
        self.named(self.typed)
        self.query_one("#said", Static).update(self._preview(self.typed))

    def named(self, name: str) -> None:
        """React to a new name: show a known source, or guess the kind of a new one."""
        found = self._sources.known(name)
        known = found.source if found else None
        if self._given.known is not None and not self.chooses:
            self._known = known
            return
        if known is self._known and known is not None:
            return
        if self._known is None:
            self._own = self._fields()
        if known is not None:
            self._show(fields_of_source(known))
        elif self._known is not None:
            self._corrected = False
            self._show(self._own_facts())
        if known is None and not self._corrected:
            kind = found.kind if found else self._sources.guess(name)
            self.query_one("#kind", Cycle).value = kind if name else None
        self._known = known

    def _own_facts(self) -> SourceFields:
        """The values for a new name: what was typed for it, without those of a known source."""
        theirs, own, now = fields_of_source(self._known), self._own, self._fields()
        affiliation = own if now.affiliation == theirs.affiliation else now
        concerned = own if now.concerned == theirs.concerned else now
        standing = own if now.standing == theirs.standing else now
        reason = own if now.standing_reason == theirs.standing_reason else now
        return replace(
            own,
            affiliation=affiliation.affiliation,
            concerned=concerned.concerned,
            standing=standing.standing,
            standing_reason=reason.standing_reason,
        )

    def _show(self, facts: SourceFields) -> None:
        self.query_one("#kind", Cycle).value = facts.kind
        self.query_one("#affiliation", Input).value = safe_text(facts.affiliation or "")
        self.query_one("#concerned", Cycle).value = "yes" if facts.concerned else None
        self.query_one("#standing", Cycle).value = facts.standing
        self.query_one("#reason", Input).value = safe_text(facts.standing_reason or "")

    def on_cycle_turned(self, event: Cycle.Turned) -> None:
        """Stop guessing the kind after the person has corrected it."""
        self._corrected |= event.cycle.id == "kind"

    def on_input_submitted(self) -> None:
        """Return the values of the form."""
        self.submit()

    def on_key(self, event: events.Key) -> None:
        """Enter submits the form from every field."""
        if event.key == "enter":
            event.stop()
            self.submit()

    def submit(self) -> None:
        """Return the values, unless the name is a pronoun."""
        if is_pronoun(self.typed):
            self.query_one("#said", Static).update(self._preview(self.typed))
        else:
            self.dismiss(self._fields())

    def _fields(self) -> SourceFields:
        return SourceFields(
            self.typed or None,
            self.query_one("#kind", Cycle).value,
            self._text("affiliation", self._known.affiliation if self._known else None),
            self.query_one("#concerned", Cycle).value is not None,
            known=self._known,
            standing=self.query_one("#standing", Cycle).value,
            standing_reason=self._text(
                "reason", self._known.standing_reason if self._known else None
            ),
        )

    def _text(self, name: str, before: str | None) -> str | None:
        """The value of a field. An unchanged value keeps its unsafe characters."""
        value = self.query_one(f"#{name}", Input).value
        return before if value == safe_text(before or "") else value.strip() or None


class SourceChoiceForm(SourceForm):
    """The form for a sentence: a digit chooses a source, a name adds one, and via is a field."""

    chooses = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o,f2", "describe", "Rename", show=False, priority=True)
    ]

    def __init__(self, title: str, text: str, sources: SourceChoices, fields: SourceFields) -> None:
        hint = "1-9: choose   enter: save   tab: next   ctrl+o: rename, merge   escape: cancel"
        super().__init__(title, sources, fields, hint)
        self._text_of_sentence = text

    def body(self) -> ComposeResult:
        """The sentence and the proposals above the fields."""
        yield Static(safe_content(self._text_of_sentence, "$quiet"), id="sentence")
        yield Static(self._proposals(), id="proposals")
        yield from super().body()

    def _proposals(self) -> Content:
        width = min(DIALOG_WIDTH, self.app.size.width) - 6
        lines = wrap_items(row_items(_with_digits(self._sources)), width)
        return Content("\n").join([prompt_content(line) for line in lines])

    def more(self) -> ComposeResult:
        """The field for via."""
        field = _field("via", self._given.via, "outlet that passed it on, if any")
        yield from _labelled("via", field)

    def on_name_input_digit(self, event: NameInput.Digit) -> None:
        """Return the proposal with this number."""
        row = self._sources.row(str(event.number))
        if row is not None and row.proposal is not None:
            self.dismiss(fields_of_proposal(row.proposal, self._given.via))

    def _fields(self) -> SourceFields:
        return replace(super()._fields(), via=self._text("via", self._given.via))

    def action_describe(self) -> None:
        """Rename or merge the source that the form shows."""
        if self._known is not None:
            self.dismiss(SourceEditRequest(self._known))


def _with_digits(sources: SourceChoices) -> SourceChoices:
    """The possible sources without nobody. Only digits are keys where letters are text."""
    rows = tuple(
        each._replace(key=each.key if each.key.isdecimal() else "")
        for each in sources.rows
        if each.proposal is not None
    )
    return replace(sources, rows=rows)


def fields_of_proposal(proposal: SourceProposal, via: str | None = None) -> SourceFields:
    """The values for a proposed source."""
    source = proposal.source
    if source is None:
        return SourceFields(proposal.name, proposal.kind, via=via)
    return fields_of_source(source, via)


def fields_of_source(source: Source | None, via: str | None = None) -> SourceFields:
    """The values of a source."""
    if source is None:
        return SourceFields(via=via)
    return SourceFields(
        source.name,
        source.kind,
        source.affiliation,
        source.concerned,
        via,
        source,
        source.standing,
        source.standing_reason,
    )


def _field(name: str, value: str | None, placeholder: str) -> Input:
    return Input(safe_text(value or ""), id=name, placeholder=safe_text(placeholder))


def _labelled(label: str, field: Widget) -> ComposeResult:
    """A field on its own line, after its label."""
    with Horizontal(classes="field"):
        yield Static(safe_content(label), classes="label")
        yield field
