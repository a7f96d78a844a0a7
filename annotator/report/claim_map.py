"""The claim map: an article's sentences as a strip, what answers each claim, and who speaks.

`map_content` says what is on the map, and `draw` says where. Neither knows HTML: a template fills
in the colors. The strip reads from left to right, or downward on a narrow page. Arcs lead from the
sentence that answers to the claim. On the other side of the strip each source has a line of bars.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, Role, Tag
from annotator.stats.claims import Claim, SourceCounts, claims, source_counts
from annotator.stats.measure_input import MeasureInput

MOST_SOURCES = 8
"""The sources with a row of their own; if there are more than one further, they share one."""
LETTER_LENGTH = 14.0
"""The shortest cell with a letter."""
DIGIT_WIDTH, LINE_HEIGHT = 8.0, 14.0
"""The space of a number at the strip."""
ROLE_HEIGHTS: Mapping[Role, float] = {
    Role.CLAIM: 1.0,
    Role.CONFIRMATION: 0.75,
    Role.NON_RESPONSE: 0.5,
}
"""The height of a cell without a letter, as a share of the strip, to read it without color."""
LEAST_HEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class MapSentence:
    """One sentence of the body on the map.

    Attributes:
        number: As the screen numbers it, from 1.
        color: The color of its tag, as the codebook names it; empty for a sentence without one.
        mark: The letter of its tag; a dot for a sentence without one.
        role: The role of its tag.
        checkable: False for a claim that cannot be checked.
        characters: The length of its text.
    """

    number: int
    color: str
    mark: str
    role: Role
    checkable: bool
    characters: int


class MapLink(NamedTuple):
    """A sentence that answers a claim, both by number; without a stance it gives no answer."""

    answer: int
    claim: int
    stance: str | None


@dataclass(frozen=True, slots=True)
class MapSource:
    """A row of the map: one source, all the sources that share the last row, or no source.

    Attributes:
        sources: The ids of the sources; empty for the sentences that name none.
        name: Of a single source, as the annotator typed it; empty for any other row.
        concerned: Whether it is a single source that is marked as concerned.
        numbers: Its sentences, by number.
    """

    sources: tuple[str, ...]
    name: str
    concerned: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapContent:
    """What is on a map.

    Attributes:
        sentences: Those of the body, in the order of the article.
        links: The answers to claims, by claim.
        sources: The rows, the most frequent source first; none if no sentence names a source.
    """

    sentences: tuple[MapSentence, ...]
    links: tuple[MapLink, ...]
    sources: tuple[MapSource, ...]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The claims that no sentence answers, by number."""
        answered = {link.claim for link in self.links}
        claimed = (each.number for each in self.sentences if each.role is Role.CLAIM)
        return tuple(number for number in claimed if number not in answered)


def map_content(
    annotations: AnnotationSet, codebook: Codebook, measure_input: MeasureInput
) -> MapContent:
    """What is on the map of a set."""
    numbered = enumerate(annotations.sentences, 1)
    return MapContent(
        tuple(_sentence(number, each, codebook) for number, each in numbered if each.body),
        tuple(link for claim in claims(measure_input) for link in _links(claim)),
        tuple(_sources(measure_input)),
    )


def _sentence(number: int, sentence: Sentence, codebook: Codebook) -> MapSentence:
    tag: Tag | None = codebook.tag(sentence.tag)
    role = codebook.role(sentence.tag)
    return MapSentence(
        number=number,
        color=tag.color if tag else "",
        mark=tag.mark if tag else "·",
        role=role,
        checkable=sentence.checkable or role is not Role.CLAIM,
        characters=len(sentence.text),
    )


def _links(claim: Claim) -> Iterator[MapLink]:
    for reply in claim.replies:
        yield MapLink(reply.position + 1, claim.position + 1, reply.stance)


def _sources(measure_input: MeasureInput) -> Iterator[MapSource]:
    if not measure_input.source_by_sentence:
        return
    *named, last = source_counts(measure_input)
    unnamed = [last] if last.source is None else []
    named += [last] if last.source is not None else []
    shown = len(named) if len(named) <= MOST_SOURCES + 1 else MOST_SOURCES
    rows = [[each] for each in named[:shown]] + [named[shown:], unnamed]
    yield from (_source_row(measure_input, row) for row in rows if row)


def _source_row(measure_input: MeasureInput, row: Sequence[SourceCounts]) -> MapSource:
    ids = tuple(each.source.id for each in row if each.source)
    single = row[0].source if len(row) == 1 else None
    by_sentence = measure_input.source_by_sentence
    numbers = (
        measure_input.positions[sentence] + 1
        for sentence in measure_input.attributable
        if (by_sentence[sentence].id in ids if sentence in by_sentence else not ids)
    )
    return MapSource(
        sources=ids,
        name=single.name if single else "",
        concerned=bool(single and single.concerned),
        numbers=tuple(sorted(numbers)),
    )


class Point(NamedTuple):
    """A place on the drawing, from its upper left corner."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle on the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its center."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class MapLayout:
    """How large the parts of a drawing are, in its own units, close to CSS pixels.

    "Along" is the direction in which the strip reads, "across" is the other one.

    Attributes:
        upright: Whether the strip reads downward.
        before: Along: the space ahead of the strip, for the names of sources.
        length: Along: the strip.
        after: Along: the space behind it, for the numbers of sentences of each source.
        arcs: Across: the space for arcs.
        strip: Across: the strip.
        numbers: Across: the space for the numbers of sentences.
        row: Across: from one source to the next.
        bar: Across: a bar of a source.
        badge: The radius of the sign at the end of an arc; 0 for none.
    """

    upright: bool
    length: float
    arcs: float
    strip: float
    before: float = 0
    after: float = 0
    numbers: float = 0
    row: float = 0
    bar: float = 0
    badge: float = 0


def wide_layout(content: MapContent) -> MapLayout:
    """A map as wide as a page."""
    before, after = (158, 42) if content.sources else (0, 0)
    return MapLayout(
        upright=False,
        before=before,
        length=1000 - before - after,
        after=after,
        arcs=128,
        strip=34,
        numbers=26,
        row=24,
        bar=15,
        badge=7.5,
    )


def upright_layout(content: MapContent) -> MapLayout:
    """A map for a phone or a sheet of paper; no taller than a page."""
    return MapLayout(
        upright=True,
        before=148 if content.sources else 0,
        length=min(max(31.0 * len(content.sentences), 60), 800),
        after=24 if content.sources else 2,
        arcs=96,
        strip=30,
        numbers=32,
        row=20,
        bar=14,
        badge=6.5,
    )


def small_layout(_content: MapContent) -> MapLayout:
    """One of many maps: the strip and the arcs alone."""
    return MapLayout(upright=False, length=320, arcs=34, strip=14)


def strip_layout(content: MapContent) -> MapLayout:
    """One of several maps of the same article, one under the other."""
    return replace(small_layout(content), length=1000, arcs=48)


@dataclass(frozen=True, slots=True)
class MapCell:
    """A sentence on the drawing: in the strip, or as a bar of its source.

    Attributes:
        sentence: Which.
        box: Where.
        letter: Whether there is space for the letter of the tag.
        label: Where its number is; None without space for it, and at a bar.
    """

    sentence: MapSentence
    box: Box
    letter: bool
    label: Point | None = None


@dataclass(frozen=True, slots=True)
class MapArc:
    """A link on the drawing, a cubic curve.

    Attributes:
        link: Which.
        points: The start at the answer, two control points, and the end at the claim.
        badge: The center of the sign of the stance; None without space for it.
        radius: Of the badge.
    """

    link: MapLink
    points: tuple[Point, Point, Point, Point]
    badge: Point | None
    radius: float


@dataclass(frozen=True, slots=True)
class MapRow:
    """A source on the drawing.

    Attributes:
        source: Which.
        label: Where its name has space.
        line: The ends of its line.
        cells: Its sentences.
        count: Where the number of its sentences is.
    """

    source: MapSource
    label: Box
    line: tuple[Point, Point]
    cells: tuple[MapCell, ...]
    count: Point


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """A drawing of a map: its size, and where everything is."""

    content: MapContent
    upright: bool
    width: float
    height: float
    strip: Box
    cells: tuple[MapCell, ...]
    arcs: tuple[MapArc, ...]
    rows: tuple[MapRow, ...]


def draw(content: MapContent, layout_of: Callable[[MapContent], MapLayout]) -> ClaimMap:
    """The map of this content in a layout."""
    return _Drawing(content, layout_of(content)).claim_map()


class _Drawing:
    """Places along and across, turned to x and y."""

    def __init__(self, content: MapContent, layout: MapLayout) -> None:
        self.content, self.layout = content, layout
        weights = [60 + min(each.characters, 300) for each in content.sentences]
        self.ends = [layout.length * each / max(sum(weights), 1) for each in accumulate(weights)]
        self.starts = [0.0, *self.ends[:-1]] if self.ends else []
        self.index = {each.number: at for at, each in enumerate(content.sentences)}
        reach = max((self.reach(link) for link in content.links), default=0.0)
        # An article in which all answers are close to their claims has low arcs, and no void.
        self.arcs = layout.arcs * max(reach, 0.4) if content.links else 0.0

    def claim_map(self) -> ClaimMap:
        sources = self.content.sources if self.layout.row else ()
        across = self.rows_at + len(sources) * self.layout.row
        along = self.layout.before + self.layout.length + self.layout.after
        width, height = (across, along) if self.layout.upright else (along, across)
        return ClaimMap(
            content=self.content,
            upright=self.layout.upright,
            width=width,
            height=height,
            strip=self.box(0, self.layout.length, self.arcs, self.layout.strip),
            cells=tuple(self.cells()),
            arcs=tuple(self.links()),
            rows=tuple(self.row(at, each) for at, each in enumerate(sources)),
        )

    @property
    def rows_at(self) -> float:
        return self.arcs + self.layout.strip + self.layout.numbers

    def point(self, along: float, across: float) -> Point:
        along += self.layout.before
        return Point(across, along) if self.layout.upright else Point(along, across)

    def box(self, along: float, length: float, across: float, thickness: float) -> Box:
        x, y = self.point(along, across)
        return Box(x, y, thickness, length) if self.layout.upright else Box(x, y, length, thickness)

    def cell(self, at: int, across: float, thickness: float) -> MapCell:
        sentence = self.content.sentences[at]
        start, whole = self.starts[at], self.ends[at] - self.starts[at]
        length = whole - min(3.0, whole / 5)
        letter = length >= LETTER_LENGTH and bool(self.layout.row)
        height = thickness * (1 if letter else ROLE_HEIGHTS.get(sentence.role, LEAST_HEIGHT))
        # Upright, short cells stay at the numbers' side as well, away from the arcs.
        box = self.box(start, length, across + thickness - height, height)
        return MapCell(sentence, box, letter)

    def cells(self) -> Iterator[MapCell]:
        free = 0.0
        for at, start in enumerate(self.starts):
            cell = self.cell(at, self.arcs, self.layout.strip)
            middle = (start + self.ends[at]) / 2
            label = None
            digits = len(str(cell.sentence.number))
            space = LINE_HEIGHT if self.layout.upright else DIGIT_WIDTH * (digits + 1)
            if self.layout.numbers and middle - space / 2 >= free - 1:
                free = middle + space / 2
                label = self.point(middle, self.arcs + self.layout.strip + 13)
            yield MapCell(cell.sentence, cell.box, cell.letter, label)

    def links(self) -> Iterator[MapArc]:
        links = self.content.links
        answers = self.spread((link.answer, link.claim, at) for at, link in enumerate(links))
        asked = self.spread((link.claim, link.answer, at) for at, link in enumerate(links))
        for at, link in enumerate(links):
            start, _ = answers[at]
            end, step = asked[at]
            space = step >= 2 * self.layout.badge
            yield self.arc(link, start, end, self.layout.badge if space else 0)

    def spread(self, ends: Iterable[tuple[int, int, int]]) -> dict[int, tuple[float, float]]:
        """The position of each end of a link on its sentence, and its distance from the next."""
        found: dict[int, tuple[float, float]] = {}
        by_number: dict[int, list[int]] = {}
        for number, _, link in sorted(ends):
            by_number.setdefault(number, []).append(link)
        for number, there in by_number.items():
            start, end = self.starts[self.index[number]], self.ends[self.index[number]]
            step = min(20.0, 0.9 * (end - start) / len(there))
            first = (start + end - min(2.0, (end - start) / 10)) / 2 - step * (len(there) - 1) / 2
            found |= {link: (first + step * at, step) for at, link in enumerate(there)}
        return found

    def reach(self, link: MapLink) -> float:
        """How high an arc rises, as a share; the root keeps short ones apart from the strip."""
        one, other = self.index[link.answer], self.index[link.claim]
        way = abs(self.starts[one] - self.starts[other]) / max(self.layout.length, 1)
        return float(min(max(way**0.5, 0.2), 1.0))

    def arc(self, link: MapLink, start: float, end: float, badge: float) -> MapArc:
        foot = self.arcs - (2 * badge + 3 if badge else 0)
        # A curve reaches three quarters of the way to its control points.
        top = (
            foot
            - 4 / 3 * min(self.layout.arcs * self.reach(link), self.arcs - 3) * foot / self.arcs
        )
        points = (
            self.point(start, self.arcs),
            self.point(start, top),
            self.point(end, top),
            self.point(end, foot),
        )
        center = self.point(end, self.arcs - badge - 2) if badge else None
        return MapArc(link, points, center, badge)

    def row(self, number: int, source: MapSource) -> MapRow:
        layout = self.layout
        top = self.rows_at + number * layout.row
        middle = top + layout.row / 2
        bar_at = middle - layout.bar / 2
        return MapRow(
            source=source,
            label=self.box(-layout.before, max(layout.before - 8, 0), top, layout.row),
            line=(self.point(0, middle), self.point(layout.length, middle)),
            cells=tuple(self.cell(self.index[each], bar_at, layout.bar) for each in source.numbers),
            count=self.point(layout.length + layout.after * 0.6, middle),
        )
