"""The lists next to the article: its sources, and its claims with their answers."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from textual.content import Content

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.codebook import Codebook, Role
from annotator.text.cell_layout import around
from annotator.tui.prompts.prompt import STANCE_SIGNS
from annotator.tui.widgets.changed_lines import ViewWidget
from annotator.tui.widgets.safe_content import clip_content, safe_content

NO_ANSWER = "?"
CONCERNED = "◆"
_NEARBY = 200
"""Claims are listed within this many sentences, so that a key takes the same time everywhere."""


class SourceListView(NamedTuple):
    """The article's sources, each with the key that chooses it in a prompt.

    Attributes:
        keys: The keys by the source's ID. A source without a key has none.
        current: The ID of the current sentence's source, or None.
    """

    sources: tuple[Source, ...]
    codebook: Codebook
    keys: Mapping[str, str]
    current: str | None = None


class SourceList(ViewWidget[SourceListView]):
    """The sources, below the details."""

    def draw(self, view: SourceListView) -> Content:
        """A heading, and a row for each source. With too many, those around the current one."""
        if not view.sources or not self.size.width:
            return Content.styled("No sources yet", "$quiet")
        ids = [each.id for each in view.sources]
        at = ids.index(view.current) if view.current in ids else 0
        near = around(view.sources, at, max(self.size.height - 1, 1))
        shown = (_source_row(view, each, self.size.width) for each in near)
        return Content("\n").join([Content.styled("Sources", "$quiet"), *shown])


def _source_row(view: SourceListView, source: Source, width: int) -> Content:
    here = source.id == view.current
    kind = view.codebook.kind_name(source.kind)
    sign = f" {CONCERNED}" if source.concerned else ""
    space = max(width - 4 - len(kind) - 1 - len(sign), 12)
    return Content.assemble(
        safe_content("▸" if here else " ", "bold $act"),
        safe_content(f"{view.keys.get(source.id, ' ')} ", "bold $act"),
        clip_content(source.name, space, "bold" if here else ""),
        safe_content(sign, "$act"),
        safe_content(f"  {kind}", "$quiet"),
    )


class ClaimListView(NamedTuple):
    """The claims around the current sentence, with the sentences that answer them.

    Attributes:
        position: The position of the current sentence.
        answer_index: The IDs of the sentences that answer a claim, by the claim's ID.
    """

    annotations: AnnotationSet
    codebook: Codebook
    position: int
    answer_index: Mapping[str, tuple[str, ...]]


ClaimRow = tuple[str, str | None]
"""The ID of a claim, and of the sentence that answers it. None in the row of the claim."""


class ClaimList(ViewWidget[ClaimListView]):
    """The claims and their answers, next to the article of a very wide screen."""

    def draw(self, view: ClaimListView) -> Content:
        """A heading, and each claim with its answers below it."""
        if not self.size.width:
            return Content("")
        rows: list[ClaimRow] = []
        at = 0
        for claim in _claims(view):
            at = len(rows) if claim <= view.position else at
            rows += _claim_rows(view, claim)
        if not rows:
            return Content.styled("No claims yet", "$quiet")
        near = around(rows, at, max(self.size.height - 1, 1))
        shown = (_drawn_row(view, each, self.size.width) for each in near)
        return Content("\n").join([Content.styled("Claims and their answers", "$quiet"), *shown])


def _claims(view: ClaimListView) -> Iterator[int]:
    sentences = view.annotations.sentences
    first = max(view.position - _NEARBY, 0)
    for position in range(first, min(view.position + _NEARBY, len(sentences))):
        sentence = sentences[position]
        if sentence.body and view.codebook.role(sentence.tag) is Role.CLAIM:
            yield position


def _claim_rows(view: ClaimListView, position: int) -> Iterator[ClaimRow]:
    claim = view.annotations.sentences[position].id
    yield claim, None
    yield from ((claim, each) for each in view.answer_index.get(claim, ()))


def _drawn_row(view: ClaimListView, row: ClaimRow, width: int) -> Content:
    claim, answering = row
    if answering is not None:
        return _answer_row(view, claim, answering, width)
    return _claim_row(view, claim, width)


def _claim_row(view: ClaimListView, claim_id: str, width: int) -> Content:
    annotations = view.annotations
    claim, position = annotations.sentence(claim_id), annotations.positions[claim_id]
    here = position == view.position
    source = annotations.source_of(claim)
    name = f"{source.name}: " if source else ""
    return Content.assemble(
        safe_content("▸" if here else " ", "bold $act"),
        safe_content(f"{position + 1:>{_digits(view)}} ", "$quiet"),
        clip_content(f"{name}{claim.text}", width - _digits(view) - 2, "bold" if here else ""),
    )


def _answer_row(view: ClaimListView, claim: str, answering: str, width: int) -> Content:
    annotations = view.annotations
    sentence, number = annotations.sentence(answering), annotations.positions[answering] + 1
    stance = next((each.stance for each in sentence.answers if each.claim == claim), None)
    sign = STANCE_SIGNS.get(stance or "", NO_ANSWER if stance is None else "·")
    source = annotations.source_of(sentence)
    said = source.name if source else " ".join(sentence.text.split())
    style = "bold" if number - 1 == view.position else ""
    indent = " " * (_digits(view) + 2)
    text = clip_content(said, width - len(indent) - 3 - _digits(view), style)
    return Content.assemble(
        safe_content(f"{indent}{sign} ", "bold"), safe_content(f"{number} ", "$quiet"), text
    )


def _digits(view: ClaimListView) -> int:
    return len(str(len(view.annotations.sentences)))
