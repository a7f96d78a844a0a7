"""The annotators' decisions on the sentence under the cursor, and the basis of its gold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from annotator.model.adjudication import (
    AdoptDecision,
    DecisionView,
    DocumentAdjudication,
    decision_views,
)
from annotator.model.annotation import Sentence
from annotator.model.codebook import Codebook
from annotator.model.decisions import DecisionRecord, describe_provenance
from annotator.tui.widgets.detail import DetailView, field_values, tag_label
from annotator.tui.widgets.safe_content import quote, safe_content
from annotator.tui.widgets.sentence_drawing import FINDING

_NAMES = {"via": "via ", "answers": "→ ", "checkable": "checkable: ", "note": "note: "}
"""The label of a field if several are on one line."""


@dataclass(frozen=True, slots=True)
class AdjudicationView:
    """The current sentence, with the votes that the curator sees.

    Attributes:
        adjudication: The document as it was opened.
        codebook: Its codebook.
        sentence: The sentence in the current gold standard.
        left: The number of sentences still to decide.
        blind: Whether names are hidden.
        reason: The curator's reason for a decision that is still to be made.
    """

    adjudication: DocumentAdjudication
    codebook: Codebook
    sentence: Sentence
    left: int
    blind: bool = False
    reason: str | None = None

    @property
    def decisions(self) -> tuple[DecisionView, ...]:
        """The decisions in the order of their numbers."""
        return decision_views(self.adjudication, self.sentence.id, blind=self.blind)


def describe_changes(changed: Mapping[str, DecisionRecord]) -> str:
    """The changes since the curator's decision, in words."""
    new = sum(not before for before in changed.values())
    parts = [(new, "new"), (len(changed) - new, "changed")]
    said = " and ".join(f"{count} {word}" for count, word in parts if count)
    return f"review: {said} since your decision"


class Decisions(VerticalScroll, can_focus=False):
    """The decisions next to or below the article. A click on one adopts it."""

    @dataclass
    class Pressed(Message):
        """A decision was clicked."""

        asks: str

    def compose(self) -> Iterable[Static]:
        """The lines."""
        yield Static(id="decisions")

    def show(self, view: AdjudicationView, *, wide: bool) -> None:
        """Draw a sentence.

        Args:
            view: The sentence.
            wide: Whether each field has its own line. If not, each annotator has one line.
        """
        lines = [_head(view)]
        for number, decision in enumerate(view.decisions, 1):
            lines += _decision_lines(view, number, decision, wide=wide)
        if view.reason:
            lines.append(safe_content(f"your reason: {view.reason}", "italic"))
        self.query_one("#decisions", Static).update(Content("\n").join(lines))
        self.scroll_home(animate=False)

    def on_click(self, event: events.Click) -> None:
        """Adopt the decision that was clicked."""
        asks = event.style.meta.get("asks")
        if asks:
            event.stop()
            self.post_message(self.Pressed(asks))


def _head(view: AdjudicationView) -> Content:
    waits = view.adjudication.is_pending(view.sentence)
    said = describe_provenance(view.sentence.provenance, blind=view.blind)
    changed = view.adjudication.changed_records(view.sentence.id) if waits else {}
    if changed:
        said = f"{said}; {describe_changes(changed)}"
    left = f"{view.left} left" if view.left else "none left"
    style = "bold $text-warning" if waits else "bold $text-success"
    return Content.assemble(
        safe_content(said, style), ("  ·  ", "$quiet"), safe_content(left, "$quiet")
    )


def _decision_lines(
    view: AdjudicationView, number: int, decision: DecisionView, *, wide: bool
) -> list[Content]:
    pressed = Style.from_meta({"asks": f"take:{number}"})
    shown = _as_decided(view, decision)
    # Findings and flags belong to the current gold standard, not to a decision.
    fields = [(name, value) for name, value in field_values(shown) if name not in {FINDING, "flag"}]
    key = str(number) if number < 10 else " "
    first = [
        safe_content(f"{key} ", "bold $act"),
        safe_content(f"{decision.annotator}  " if decision.annotator else "", "$quiet"),
        safe_content(tag_label(shown), "bold"),
        safe_content(_before(decision.earlier_record, view.codebook), "$text-warning"),
        safe_content(_assisted(decision), "$quiet"),
    ]
    if wide:
        lines = [Content.assemble(*first)]
        lines += [
            Content.assemble(
                safe_content(f"  {name:<10}", "$quiet"), safe_content(_said(name, value))
            )
            for name, value in fields
        ]
    else:
        rest = "".join(f" · {_NAMES.get(name, '')}{_said(name, value)}" for name, value in fields)
        lines = [Content.assemble(*first, safe_content(rest))]
    return [line.stylize(pressed) for line in lines]


def _said(name: str, value: str) -> str:
    return quote(value) if name == "note" else value


def _as_decided(view: AdjudicationView, decision: DecisionView) -> DetailView:
    """The gold standard with this decision, so that it is shown like any decision."""
    gold = view.adjudication.gold
    taken = AdoptDecision(view.sentence.id, decision.decision).apply(gold, view.codebook)
    return DetailView(taken, view.codebook, gold.positions[view.sentence.id])


def _assisted(decision: DecisionView) -> str:
    fields = decision.decision.assisted
    return f"  (suggested: {', '.join(fields)})" if fields else ""


def _before(before: DecisionRecord | None, codebook: Codebook) -> str:
    if before is None:
        return ""
    if not before:
        return "  (new)"
    tag = codebook.tag(before.get("tag"))
    said = [tag.name if tag else before.get("tag") or before.get("part", "")]
    said += [before[name] for name in ("source", "answers") if name in before]
    return f"  (was {', '.join(said)})"
