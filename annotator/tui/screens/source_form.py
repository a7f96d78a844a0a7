"""The form of a source: name, kind, affiliation, whether it is concerned, and via."""

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

from annotator.model.annotation import Source
from annotator.model.name_folding import is_pronoun
from annotator.text.safe import safe_text
from annotator.text.source_proposals import SourceProposal
from annotator.tui.prompts.prompt import wrap_items
from annotator.tui.prompts.source import SourceChoices, proposal_lines
from annotator.tui.screens.dialogs import Dialog
from annotator.tui.widgets.safe_content import safe_content


class Cycle(Widget, can_focus=True):
    """A value between two arrows; left, right, space or a click go from one to the next.

    Args:
        choices: The values with their names for people, in order.
        value: The one that it begins with.
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
        name = dict(self._choices).get(self.value, self.value or "not given")
        return Content.assemble(("‹ ", "$text-muted"), safe_content(name), (" ›", "$text-muted"))

    def action_turn(self, step: int) -> None:
        """To the next value or the one before, round and round."""
        values = [value for value, _ in self._choices]
        at = values.index(self.value) + step if self.value in values else 0
        self.value = values[at % len(values)]
        self.post_message(self.Turned(self))

    def on_click(self, event: events.Click) -> None:
        """To the next value."""
        event.stop()
        self.action_turn(1)


DIALOG_WIDTH = 76
"""Of a dialog, in cells."""
STYLES = {"": "", "key": "bold $text-accent", "strong": "bold", "muted": "$text-muted"}


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What was filled in; what is empty is None.

    Attributes:
        name: The source's name; None for no source.
        via: The name of a relay.
        known: The source that was meant, where it is one of the article's.
    """

    name: str | None = None
    kind: str | None = None
    affiliation: str | None = None
    concerned: bool = False
    via: str | None = None
    known: Source | None = None


@dataclass(frozen=True, slots=True)
class SourceEditRequest:
    """The person wants to rename, merge or describe this source everywhere."""

    source: Source


class NameInput(Input):
    """A name; as long as it is as it was, a digit chooses a proposal instead."""

    @dataclass
    class Digit(Message):
        """A digit was pressed before anything was typed."""

        number: int

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, value: str, known: tuple[str, ...], *, digits: bool) -> None:
        suggester = SuggestFromList(known, case_sensitive=False)
        super().__init__(value, suggester=suggester, id="name", placeholder="whose word it is")
        self._begun, self._digits, self._known = value, digits, known

    def action_complete(self) -> None:
        """Complete what is typed; where there is nothing to complete, to the next field."""
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
    """Name, kind, affiliation and whether the source is concerned.

    Args:
        title: The question.
        sources: Whom the article knows already.
        fields: What the form begins with.
        hint: The keys.
    """

    chooses: ClassVar[bool] = False
    """Whether another name is another source; where it is not, it is a new name for this one."""

    def __init__(self, title: str, sources: SourceChoices, fields: SourceFields, hint: str) -> None:
        super().__init__(title, hint)
        self._sources, self._given = sources, fields
        self._known = fields.known
        self._corrected = fields.known is not None
        # What the form says of somebody new: nothing that is known of somebody else.
        self._own = SourceFields() if fields.known else fields

    def body(self) -> ComposeResult:
        """The fields, each on a line."""
        fields, names = self._given, (*self._sources.proposals, *self._sources.others)
        known = tuple(safe_text(each.name) for each in names)
        yield from _labelled(
            "name", NameInput(safe_text(fields.name or ""), known, digits=self.chooses)
        )
        yield Static(self._preview(), id="said")
        kinds = tuple((term.id, term.name) for term in self._sources.kinds)
        yield from _labelled("kind", Cycle(((None, "not given"), *kinds), fields.kind, "kind"))
        yield from _labelled(
            "affiliation", _field("affiliation", fields.affiliation, "whom it speaks or works for")
        )
        choices: tuple[tuple[str | None, str], ...] = (
            (None, "no"),
            ("yes", "yes: the claims are about it, and it should be heard"),
        )
        concerned = Cycle(choices, "yes" if fields.concerned else None, "concerned")
        yield from _labelled("concerned", concerned)
        yield from self.more()

    def more(self) -> ComposeResult:
        """Further fields."""
        yield from ()

    @property
    def typed(self) -> str:
        """The name as it stands in its field; one that was not changed is as it was."""
        value = self.query_one("#name", Input).value
        unchanged = value == safe_text(self._given.name or "")
        return " ".join(((self._given.name or "") if unchanged else value).split())

    def _preview(self, name: str | None = None) -> Content:
        if name and is_pronoun(name):
            return safe_content(f"“{name}” names nobody: whose word is it?", "$text-warning")
        if name and self._known is not None:
            merged = not self.chooses and self._known is not self._given.known
            words = "A source of this article already" + (
                ": enter merges the two." if merged else "."
            )
            return safe_content(words, "$text-muted")
        return Content("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is known of this name, or guess its kind."""
        if event.input.id != "name" or not self.is_mounted:
            return
        self.named(self.typed)
        self.query_one("#said", Static).update(self._preview(self.typed))

    def named(self, name: str) -> None:
        """Another name was typed: a known source is shown as it is, a new one's kind is guessed."""
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
        """What the form is to say of a new name: what was typed for it, and nobody else's facts."""
        theirs, own, now = fields_of_source(self._known), self._own, self._fields()
        affiliation = own if now.affiliation == theirs.affiliation else now
        concerned = own if now.concerned == theirs.concerned else now
        return replace(own, affiliation=affiliation.affiliation, concerned=concerned.concerned)

    def _show(self, facts: SourceFields) -> None:
        self.query_one("#kind", Cycle).value = facts.kind
        self.query_one("#affiliation", Input).value = safe_text(facts.affiliation or "")
        self.query_one("#concerned", Cycle).value = "yes" if facts.concerned else None

    def on_cycle_turned(self, event: Cycle.Turned) -> None:
        """A kind that was corrected is guessed no more."""
        self._corrected |= event.cycle.id == "kind"

    def on_input_submitted(self) -> None:
        """Answer with what is filled in."""
        self.submit()

    def on_key(self, event: events.Key) -> None:
        """Enter answers on every field."""
        if event.key == "enter":
            event.stop()
            self.submit()

    def submit(self) -> None:
        """Answer, unless the name is a pronoun."""
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
        )

    def _text(self, name: str, before: str | None) -> str | None:
        """What a field says; what could not be shown as it is stays as it was where unchanged."""
        value = self.query_one(f"#{name}", Input).value
        return before if value == safe_text(before or "") else value.strip() or None


class SourceChoiceForm(SourceForm):
    """Who says so: a digit chooses, a name makes a new one; the relay has a field too."""

    chooses = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o,f2", "describe", "Rename", show=False, priority=True)
    ]

    def __init__(self, title: str, text: str, sources: SourceChoices, fields: SourceFields) -> None:
        hint = "1-9: choose   enter: keep   tab: next   ctrl+o: rename or merge   escape: cancel"
        super().__init__(title, sources, fields, hint)
        self._text_of_sentence = text

    def body(self) -> ComposeResult:
        """The sentence and the proposals above the fields."""
        yield Static(safe_content(self._text_of_sentence, "$text-muted"), id="sentence")
        yield Static(self._proposals(), id="proposals")
        yield from super().body()

    def _proposals(self) -> Content:
        width = min(DIALOG_WIDTH, self.app.size.width) - 6
        lines = wrap_items(proposal_lines(self._sources), width)
        return Content("\n").join(
            Content.assemble(*((piece.text, STYLES[piece.style]) for piece in line))
            for line in lines
        )

    def more(self) -> ComposeResult:
        """The relay."""
        field = _field("via", self._given.via, "who passed it on, if anybody did")
        yield from _labelled("via", field)

    def on_name_input_digit(self, event: NameInput.Digit) -> None:
        """Answer with the proposal of this number."""
        if event.number <= len(self._sources.proposals):
            self.dismiss(
                fields_of_proposal(self._sources.proposals[event.number - 1], self._given.via)
            )

    def _fields(self) -> SourceFields:
        return replace(super()._fields(), via=self._text("via", self._given.via))

    def action_describe(self) -> None:
        """Rename or merge the source that the form shows."""
        if self._known is not None:
            self.dismiss(SourceEditRequest(self._known))


def fields_of_proposal(proposal: SourceProposal, via: str | None = None) -> SourceFields:
    """The fields of somebody proposed."""
    source = proposal.source
    if source is None:
        return SourceFields(proposal.name, proposal.kind, via=via)
    return fields_of_source(source, via)


def fields_of_source(source: Source | None, via: str | None = None) -> SourceFields:
    """The fields of a source."""
    if source is None:
        return SourceFields(via=via)
    return SourceFields(source.name, source.kind, source.affiliation, source.concerned, via, source)


def _field(name: str, value: str | None, placeholder: str) -> Input:
    return Input(safe_text(value or ""), id=name, placeholder=safe_text(placeholder))


def _labelled(label: str, field: Widget) -> ComposeResult:
    """A field on a line of its own, behind its label."""
    with Horizontal(classes="field"):
        yield Static(safe_content(label), classes="label")
        yield field
