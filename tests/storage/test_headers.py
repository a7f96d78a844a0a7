"""Counting a set by its lines gives what reading it gives."""

from pathlib import Path

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.faults import Refused
from annotator.model.figures import Figures, figures
from annotator.storage.annotations import render
from annotator.storage.headers import figures_of, read_figures
from tests.builders import a_sentence, a_set
from tests.strategies import annotation_sets


@given(annotation_sets())
def test_counted_by_lines_or_read_in_full_the_figures_are_the_same(
    annotations: AnnotationSet,
) -> None:
    assert figures_of(render(annotations), "f") == figures(annotations)


def test_furniture_stands_outside_and_time_counts_where_there_is_a_tag(tmp_path: Path) -> None:
    annotations = a_set(
        a_sentence("Title", part="title", flag=True),
        a_sentence("One.", "claim", seconds=20),
        a_sentence("Two.", seconds=9, flag=True),
        a_sentence("Three.", "claim"),
        status=Status.FINISHED,
    )
    path = tmp_path / "a.yaml"
    path.write_bytes(render(annotations))
    expected = Figures(Status.FINISHED, "c" * 64, 3, 2, 1, 20, 1)
    assert read_figures(path) == expected
    path.write_text(render(annotations).decode().replace("  tag: ", '  "tag": '), "utf-8")
    assert read_figures(path) == expected


def test_what_is_no_set_is_refused() -> None:
    with pytest.raises(Refused):
        figures_of(b"format: attribution-annotations/1\nsentences:\n", "f")


def test_a_set_is_begun_with_its_first_tag_or_flag() -> None:
    assert not figures(a_set("One.")).begun
    assert figures(a_set(a_sentence("One.", flag=True))).begun
    assert figures(a_set("One.", status=Status.UNUSABLE, reason="no news")).done
