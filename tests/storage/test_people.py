from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.person_matching import Identification
from annotator.storage.layout import people_path
from annotator.storage.people import load, parse, render
from tests.strategies import maybe, names

identifications = st.lists(
    st.builds(Identification, names, maybe(names)),
    max_size=4,
    unique_by=lambda each: file_name(each.name),
).map(tuple)


@given(identifications)
def test_what_is_written_is_read_back_as_it_was(people: tuple[Identification, ...]) -> None:
    assert parse(render(people), "f") == people


def test_each_name_has_a_line_of_its_own() -> None:
    people = (Identification("Tony L", "9012"), Identification("Guest", None))
    assert render(people).decode() == (
        "format: attribution-people/1\n"
        "people:\n"
        '- {name: "Tony L", person: "9012"}\n'
        '- {name: "Guest"}\n'
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('- {name: "Ada"}\n- {name: "ADA", person: "7"}', r"f:4: people\[1\]\.name: .*Ada"),
        ('- {name: "Ada", id: "7"}', "f:3: .*id"),
        ('- {person: "7"}', "f:3: .*name"),
        ('- {name: " "}', "f:3: .*name"),
        ("- Ada", "f:3"),
    ],
)
def test_what_is_not_an_answer_is_refused_with_its_line(lines: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse(f"format: attribution-people/1\npeople:\n{lines}\n".encode(), "f")


def test_a_project_without_answers_has_none_and_a_newer_file_is_refused(tmp_path: Path) -> None:
    assert load(tmp_path) == ()
    people_path(tmp_path).parent.mkdir()
    people_path(tmp_path).write_text("format: attribution-people/2\n", "utf-8")
    with pytest.raises(DataError, match=r"people\.yaml.*newer"):
        load(tmp_path)
