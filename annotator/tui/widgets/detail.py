"""The decisions on the sentence under the cursor, and the codebook's rules for its tag."""

from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, Tag
from annotator.model.lint import relevant_findings
from annotator.model.prompt_level import PromptSettings
from annotator.text.cell_layout import wrap
from annotator.text.safe import Safe, safe_slice, safe_text
from annotator.tui.prompts.prompt import STANCE_SIGNS
from annotator.tui.suggestions import Ghost
from annotator.tui.widgets.changed_lines import ViewWidget
from annotator.tui.widgets.hanging_text import hang
from annotator.tui.widgets.safe_content import quote, safe_content
from annotator.tui.widgets.sentence_drawing import DIFFERENCE, FINDING, findings_text


class DetailView(NamedTuple):
    """The state of the set, and the current sentence.

    Attributes:
        position: The position of the sentence.
        answering: The IDs of the sentences that answer it.
        prompt_settings: The questions after a tag. Only what they ask for is reported as missing.
        ghost: What is suggested for the sentence before it has a tag, or None.
        suggestion_key: The key that takes it, or that shows a suggestion that differs. Or empty.
    """

    annotations: AnnotationSet
    codebook: Codebook
    position: int
    answering: tuple[str, ...] = ()
    prompt_settings: PromptSettings = PromptSettings()
    ghost: Ghost | None = None
    suggestion_key: str = ""

    @property
    def differs(self) -> bool:
        """Whether a suggestion differs from the decisions."""
        return bool(self.suggestion_key) and self.ghost is None

    @property
    def sentence(self) -> Sentence:
        """The current sentence."""
        return self.annotations.sentences[self.position]


def field_values(view: DetailView, *, brief: bool = False) -> list[tuple[str, str]]:
    """The decisions, as pairs of a field's name and its value. Empty fields are left out.

    Args:
        view: The sentence.
        brief: Whether a stance is its sign, and what describes the source comes last.
    """
    sentence, annotations, codebook = view.sentence, view.annotations, view.codebook
    source = annotations.source_of(sentence)
    more = (codebook.kind_name(source.kind), source.affiliation) if source else ()
    about = " · ".join(filter(None, more))
    named = (source.name, "" if brief else about) if source else ()
    answered = ", ".join(
        _numbered(view, each.claim, each.stance, brief)
        for each in sentence.answers
        if each.claim in annotations.positions
    )
    found = relevant_findings(sentence, annotations, codebook, view.prompt_settings)
    pairs = [
        (DIFFERENCE, f"a suggestion differs: {view.suggestion_key}" if view.differs else ""),
        (FINDING, findings_text(annotations, found)),
        ("also", " or ".join(_names(view, sentence.accepted_tags))),
        ("why", sentence.explanation or ""),
        ("source", " · ".join(filter(None, named))),
        ("via", sentence.via or ""),
        ("cue", f"“{sentence.cue.text}”" if sentence.cue else ""),
        ("answers", answered),
        ("answered", _answering(view, brief)),
        ("checkable", "" if sentence.checkable else "no"),
        ("note", sentence.note or ""),
        ("flag", "flagged" if sentence.flag else ""),
        ("kind", about if brief else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _names(view: DetailView, tags: tuple[str, ...]) -> list[str]:
    return [found.name if (found := view.codebook.tag(tag)) else tag for tag in tags]


def _numbered(view: DetailView, sentence: str, stance: str | None, brief: bool) -> str:
    """The number of a sentence with a stance."""
    name = view.codebook.stance_name(stance)
    said = STANCE_SIGNS.get(stance or "", name) if brief else name
    return f"{view.annotations.positions[sentence] + 1} {said}".rstrip()


def _answering(view: DetailView, brief: bool) -> str:
    """The numbers of the sentences that answer this one, each with its stance."""
    annotations, own = view.annotations, view.sentence.id
    said = []
    for each in sorted(view.answering, key=annotations.positions.__getitem__):
        answers = annotations.sentence(each).answers
        stance = next((answer.stance for answer in answers if answer.claim == own), None)
        said.append(_numbered(view, each, stance, brief))
    return f"by {', '.join(said)}" if said else ""


def suggested_values(view: DetailView) -> list[tuple[str, str]]:
    """What is suggested, as pairs of a field's name and its value."""
    ghost, codebook = view.ghost, view.codebook
    if ghost is None:
        return []
    tag, source = codebook.tag(ghost.tag), ghost.source
    new = source is not None and source.source is None
    about = (
        f" (new{f', {codebook.kind_name(source.kind)}' if source.kind else ''})" if source else ""
    )
    nobody = "nobody" if ghost.nobody else ""
    pairs = [
        ("tag", tag.name if tag else ""),
        ("source", f"{source.name}{about if new else ''}" if source else nobody),
        ("cue", f"“{view.sentence.text[slice(*ghost.cue)]}”" if ghost.cue else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def tag_label(view: DetailView) -> str:
    """The tag's name, or why there is none."""
    sentence = view.sentence
    if not sentence.body:
        return f"furniture: {view.codebook.part_name(sentence.part)}"
    tag = view.codebook.tag(sentence.tag)
    return tag.name if tag else (sentence.tag or "no tag yet")


FIELD_COMMANDS = dict.fromkeys(("source", "via"), "source")
FIELD_COMMANDS |= {name: name for name in ("cue", "answers", "checkable", "note", "flag")}
"""The command that a click on a field runs, by its ID."""


class Detail(ViewWidget[DetailView]):
    """The pane on the right of a wide screen. A click on a field edits it."""

    @dataclass
    class Pressed(Message):
        """A field was clicked."""

        asks: str

    class Resized(Message):
        """The list below took or gave back rows, so a prompt over the pane ends elsewhere."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())

    def draw(self, view: DetailView) -> Content:
        """The decision, then the codebook's rules for it."""
        lines = [
            Content.assemble(
                (f"{view.position + 1}  ", "$quiet"), safe_content(tag_label(view), "bold")
            )
        ]
        width = max(self.size.width, _LABEL * 2)
        lines += [_field(name, value, width) for name, value in field_values(view)]
        lines += _suggested(view, width)
        tag = view.codebook.tag(view.sentence.tag) if view.sentence.body else None
        rules = _rules(tag, view.codebook) if tag else _order(view.codebook)
        hung = (hang(safe_content(label), text, len(label), width) for label, text in rules)
        lines += [Content(""), *hung]
        return _within(Content("\n").join(lines), self.size.height)

    def on_click(self, event: events.Click) -> None:
        """Edit the field that was clicked."""
        asks = event.style.meta.get("asks")
        if asks:
            event.stop()
            self.post_message(self.Pressed(asks))


_LABEL = 10
"""The cells of a field's name."""


def _within(content: Content, height: int) -> Content:
    """As many lines as fit. The last one shows that there are more."""
    lines = content.split("\n")
    if len(lines) <= height or height < 1:
        return content
    return Content("\n").join([*lines[: height - 1], Content.styled("…", "$quiet")])


def _suggested(view: DetailView, width: int) -> list[Content]:
    """What is suggested, dimly, and the key that takes it."""
    pairs = suggested_values(view)
    if not pairs:
        return []
    heading = Content.styled(safe_text(f"suggested   {view.suggestion_key}: take"), "$quiet")
    values = (
        hang(safe_content(name, "$quiet"), safe_content(value, "$quiet italic"), _LABEL, width)
        for name, value in pairs
    )
    return [Content(""), heading, *values]


def _field(name: str, value: str, width: int) -> Content:
    line = hang(safe_content(name, "$quiet"), safe_content(value), _LABEL, width)
    return line.stylize(Style.from_meta({"asks": FIELD_COMMANDS.get(name, "")}))


LabelledText = tuple[str, Content]
"""What is before a text on its first line, and the text."""


def _rules(tag: Tag, codebook: Codebook) -> list[LabelledText]:
    lines = [safe_content(tag.definition), Content(""), safe_content(tag.decision, "italic")]
    if tag.near_misses:
        miss = tag.near_misses[0]
        lines += [
            Content(""),
            Content.assemble(("But not ", "bold"), safe_content(quote(miss.text), "$quiet")),
            safe_content(f"{codebook.by_id[miss.instead].name}: {miss.why}", "$quiet"),
        ]
    return [("", line) for line in lines]


def _order(codebook: Codebook) -> list[LabelledText]:
    lines = [("", Content.styled("Use the first that fits:", "$quiet")), ("", Content(""))]
    for number, step in enumerate(codebook.order, 1):
        tag = codebook.by_id[step.tag]
        name = " ".join((*codebook.keys(tag)[:1], tag.name))
        lines += [(f"{number} ", safe_content(step.question)), ("  ", safe_content(name, "bold"))]
    return lines


class Summary(ViewWidget[DetailView]):
    """The same decision on one line, for screens too narrow for the pane."""

    def draw(self, view: DetailView) -> Content:
        """Number, tag and the other decisions, as many words as there is room for."""
        named = {
            DIFFERENCE: f"{DIFFERENCE} ",
            FINDING: f"{FINDING} ",
            "via": "via ",
            "answers": "→ ",
            "answered": "answered ",
            "checkable": "checkable: ",
            "also": "or ",
        }
        said = [f"{named.get(name, '')}{value}" for name, value in field_values(view, brief=True)]
        # A suggested cue is underlined in the article.
        values = [value for name, value in suggested_values(view) if name != "cue"]
        suggested = f"suggested ({view.suggestion_key}): {', '.join(values or ['the cue'])}"
        label = suggested if view.ghost is not None else tag_label(view)
        text = " · ".join([f"{view.position + 1} {label}", *said])
        return safe_content(_whole_words(safe_text(text), self.size.width))


def _whole_words(text: Safe, width: int) -> Safe:
    """As many whole words as fit in one line, with an ellipsis if there are more."""
    lines = wrap(text, max(width, 1))
    if len(lines) < 2:
        return text
    first = next(iter(wrap(text, max(width - 2, 1))))
    return safe_text(f"{safe_slice(text, first.start, first.end)} …")
