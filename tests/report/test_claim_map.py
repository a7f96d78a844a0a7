"""The geometry of the claim map."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings

from annotator.model.annotation import AnnotationSet, Answer
from annotator.model.codebook import Codebook, Role
from annotator.report.claim_map import (
    MOST_SOURCES,
    Box,
    ClaimMap,
    MapArc,
    MapContent,
    MapLayout,
    Point,
    draw,
    map_content,
    small_layout,
    strip_layout,
    upright_layout,
    wide_layout,
)
from annotator.stats.claims import source_counts
from annotator.stats.measure_input import prepare_measure_input
from tests.factories import a_codebook, a_sentence, a_set, a_source
from tests.rounds import rounds
from tests.strategies import MeasureCase, measure_cases

Layout = Callable[[MapContent], MapLayout]
LAYOUTS: tuple[Layout, ...] = (wide_layout, upright_layout, small_layout, strip_layout)


def content_of(annotations: AnnotationSet, codebook: Codebook | None = None) -> MapContent:
    codebook = codebook or a_codebook()
    return map_content(annotations, codebook, prepare_measure_input(annotations, codebook))


def a_long_set(sentences: int, sources: int) -> AnnotationSet:
    """Claims and answers to them in turn, each source in turn."""
    said = [a_source(f"Source {number}", id=f"x{number}") for number in range(sources)]
    return a_set(
        *(
            a_sentence(
                "It is so." * (number % 40 + 1),
                "confirmation" if number % 2 else "claim",
                source=f"x{number % sources}",
                answers=(Answer(f"s{number}", "supports"),) if number % 2 else (),
            )
            for number in range(sentences)
        ),
        sources=tuple(said),
    )


def curve(arc: MapArc) -> Iterator[Point]:
    """Places on an arc from its start to its end."""
    for step in range(41):
        t = step / 40
        weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        weighted = list(zip(weights, arc.points, strict=True))
        yield Point(sum(w * p.x for w, p in weighted), sum(w * p.y for w, p in weighted))


def points(drawn: ClaimMap) -> Iterator[Point]:
    """The corners and centers of everything on a drawing."""
    boxes = [drawn.strip, *(cell.box for cell in drawn.cells)]
    for arc in drawn.arcs:
        yield from curve(arc)
        if arc.badge:
            yield arc.badge
    for row in drawn.rows:
        yield from (*row.line, row.count)
        boxes += [row.label, *(cell.box for cell in row.cells)]
    yield from (cell.label for cell in drawn.cells if cell.label)
    for x, y, width, height in boxes:
        yield from (Point(x, y), Point(x + width, y + height))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width - 1e-6
        and other.x < one.x + one.width - 1e-6
        and one.y < other.y + other.height - 1e-6
        and other.y < one.y + one.height - 1e-6
    )


@given(measure_cases())
@settings(max_examples=rounds(20, 200))
def test_every_sentence_link_and_source_is_on_the_map_once(case: MeasureCase) -> None:
    measured = prepare_measure_input(case.annotations, case.codebook)
    drawn = draw(content_of(case.annotations, case.codebook), wide_layout)
    numbers = {each: position + 1 for each, position in measured.positions.items()}
    assert sorted(cell.sentence.number for cell in drawn.cells) == sorted(
        numbers[each] for each in measured.sentences
    )
    claimed = [each.sentence.number for each in drawn.cells if each.sentence.role is Role.CLAIM]
    assert sorted(claimed) == sorted(numbers[each] for each in measured.claims)
    assert Counter(arc.link for arc in drawn.arcs) == Counter(
        (numbers[each.answer], numbers[each.claim], each.stance) for each in measured.links
    )
    if measured.source_by_sentence:
        assert Counter(each for row in drawn.rows for each in row.source.sources) == Counter(
            each.source.id for each in source_counts(measured) if each.source
        )
        assert sorted(number for row in drawn.rows for number in row.source.numbers) == sorted(
            numbers[each] for each in measured.attributable
        )
    else:
        assert drawn.rows == ()


@pytest.mark.parametrize("layout", LAYOUTS)
@given(case=measure_cases())
@settings(max_examples=rounds(15, 150))
def test_nothing_is_outside_the_drawing(layout: Layout, case: MeasureCase) -> None:
    drawn = draw(content_of(case.annotations, case.codebook), layout)
    for point in points(drawn):
        assert -1e-6 <= point.x <= drawn.width + 1e-6
        assert -1e-6 <= point.y <= drawn.height + 1e-6


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("sentences", "sources"), [(3, 1), (17, 5), (400, 60)])
def test_an_article_of_any_size_fits(layout: Layout, sentences: int, sources: int) -> None:
    drawn = draw(content_of(a_long_set(sentences, sources)), layout)
    assert len(drawn.cells) == sentences
    assert drawn.height <= 1000
    assert all(0 <= each.x <= drawn.width and 0 <= each.y <= drawn.height for each in points(drawn))
    boxes = [each.box for each in drawn.cells]
    assert not any(overlap(one, other) for one, other in pairwise(boxes))


def test_the_sources_beyond_the_most_frequent_share_one_row() -> None:
    rows = content_of(a_long_set(400, 60)).sources
    assert len(rows) == MOST_SOURCES + 1
    assert len(rows[-1].sources) == 60 - MOST_SOURCES
    assert rows[-1].name == ""
    assert len(content_of(a_long_set(400, MOST_SOURCES + 1)).sources[-1].sources) == 1


def test_sentences_without_a_source_have_the_last_row() -> None:
    ada = a_source("Ada", concerned=True)
    found = content_of(
        a_set(a_sentence(tag="claim"), a_sentence(tag="claim", source=ada.id), sources=(ada,))
    )
    assert [(row.name, row.concerned, row.numbers) for row in found.sources] == [
        ("Ada", True, (2,)),
        ("", False, (1,)),
    ]


def test_a_set_that_only_has_tags_has_neither_arcs_nor_rows() -> None:
    drawn = draw(content_of(a_set(a_sentence(tag="claim"), a_sentence())), wide_layout)
    assert (drawn.arcs, drawn.rows) == ((), ())
    assert drawn.strip.y == 0
    assert [each.sentence.mark for each in drawn.cells] == ["C", "·"]


def test_a_claim_that_no_sentence_answers_is_named() -> None:
    annotations = a_set(
        a_sentence(tag="claim"),
        a_sentence(tag="claim"),
        a_sentence(tag="non-response", answers=("s1",)),
    )
    assert content_of(annotations).unanswered == (2,)


def test_short_cells_have_no_letter_and_a_height_by_role() -> None:
    cells = draw(content_of(a_long_set(400, 3)), wide_layout).cells
    assert not any(each.letter for each in cells)
    assert cells[0].box.height > cells[1].box.height
    few = draw(content_of(a_long_set(4, 3)), wide_layout).cells
    assert all(each.letter and each.label for each in few)
    assert len({each.box.height for each in few}) == 1


def test_the_upright_map_has_the_same_parts() -> None:
    content = content_of(a_long_set(17, 5))
    wide, upright = draw(content, wide_layout), draw(content, upright_layout)
    assert wide.content == upright.content
    assert [each.link for each in wide.arcs] == [each.link for each in upright.arcs]
    assert wide.width > wide.height
    assert upright.height > upright.width
    tops = [each.box.y for each in upright.cells]
    assert tops == sorted(tops)
