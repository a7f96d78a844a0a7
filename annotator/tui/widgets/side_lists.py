"""The lists next to the article: its sources, and its claims with their answers."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len as cells
from textual.content import Content

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.codebook import Codebook, Role
from annotator.text.cell_layout import around
from annotator.tui.prompts.prompt import STANCE_SIGNS
from annotator.tui.widgets.changed_lines import ViewWidget
from annotator.tui.widgets.safe_content import clip_content, clipped_lines, safe_content

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
    name = clip_content(source.name, max(width - 3 - len(sign), 1), "bold" if here else "")
    # The name comes first. A kind that does not fit is in the details of its sentences.
    fits = 3 + name.cell_length + len(sign) + 2 + cells(kind) <= width
    return Content.assemble(
        safe_content("▸" if here else " ", "bold $act"),
        safe_content(f"{view.keys.get(source.id, ' ')} ", "bold $act"),
        name,
        safe_content(sign, "$act"),
        safe_content(f"  {kind}" if fits else "", "$quiet"),
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


class ClaimList(ViewWidget[ClaimListView]):
    """The claims and their answers, next to the article of a very wide screen."""

    def draw(self, view: ClaimListView) -> Content:
        """A heading, and each claim with its answers below it."""
        if not self.size.width:
            return Content("")
        claims = list(_claims(view))
        if not claims:
            return Content.styled("No claims yet", "$quiet")
        at = max(bisect_right(claims, view.position) - 1, 0)
        lines = _lines_around(view, claims, at, self.size.width, max(self.size.height - 1, 1))
        return Content("\n").join([Content.styled("Claims and their answers", "$quiet"), *lines])


_MOST_LINES, _FEWEST_LINES = 3, 2
"""The lines of a claim: the most if that shows every claim."""


def _lines_around(
    view: ClaimListView, claims: Sequence[int], at: int, width: int, height: int
) -> Sequence[Content]:
    """The lines of the claims around the one at index `at`. It lays out only what may be seen."""
    near = range(max(at - height, 0), min(at + height, len(claims)))
    for most in (_MOST_LINES, _FEWEST_LINES):
        blocks = [_block(view, claims[each], width, most) for each in near]
        if len(near) == len(claims) and sum(map(len, blocks)) <= height:
            break
    before = sum(map(len, blocks[: at - near.start]))
    lines = [line for block in blocks for line in block]
    # The middle of the claim is in the middle of the list.
    return around(lines, min(before + len(blocks[at - near.start]) // 2, len(lines) - 1), height)


def _claims(view: ClaimListView) -> Iterator[int]:
    sentences = view.annotations.sentences
    first = max(view.position - _NEARBY, 0)
    for position in range(first, min(view.position + _NEARBY, len(sentences))):
        sentence = sentences[position]
        if sentence.body and view.codebook.role(sentence.tag) is Role.CLAIM:
            yield position


def _block(view: ClaimListView, position: int, width: int, most: int) -> list[Content]:
    """The lines of a claim, and a line for each sentence that answers it."""
    claim = view.annotations.sentences[position].id
    answers = view.answer_index.get(claim, ())
    answered = [_answer_row(view, claim, each, width) for each in answers]
    return [*_claim_lines(view, position, width, most), *answered]


def _claim_lines(view: ClaimListView, position: int, width: int, most: int) -> list[Content]:
    """Number, source and text of a claim, in as many lines as it needs or `most`."""
    claim, here = view.annotations.sentences[position], position == view.position
    source = view.annotations.source_of(claim)
    text = f"{source.name}: {claim.text}" if source else claim.text
    number = Content.assemble(
        safe_content("▸" if here else " ", "bold $act"),
        safe_content(f"{position + 1:>{_digits(view)}} ", "$quiet"),
    )
    blank = safe_content(" " * number.cell_length)
    lines = clipped_lines(text, width - number.cell_length, most)
    return [
        Content.assemble(blank if at else number, safe_content(line, "bold" if here else ""))
        for at, line in enumerate(lines)
    ]


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
