"""Who tags what, as files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.project import Assignment, Project, Round, RoundAssignments
from annotator.storage.assignments import codebook_file, load, parse, render, with_round_documents
from tests.project_factories import store_assignments
from tests.strategies import any_text, identifiers, names

entries = st.lists(
    st.builds(
        Assignment,
        document=names.map(file_name),
        annotators=st.lists(names, max_size=2, unique=True).map(tuple),
        number=st.integers(1, 3),
    ),
    max_size=3,
    unique_by=lambda each: each.document,
)


@given(st.builds(RoundAssignments, identifiers, any_text, entries.map(tuple)))
def test_what_is_written_is_read_back_as_it_was(assignments: RoundAssignments) -> None:
    assert parse(render(assignments), "f") == assignments


def test_each_document_has_a_line_of_its_own() -> None:
    given_ = (Assignment("a", ("Ada", "Ben")), Assignment("b", ("Ada",), 2))
    assert render(RoundAssignments("main", "main", given_)).decode() == (
        "format: attribution-assignments/1\n"
        "round: main\n"
        'seed: "main"\n'
        "documents:\n"
        '- {id: a, annotators: ["Ada", "Ben"]}\n'
        '- {id: b, annotators: ["Ada"], pass: 2}\n'
    )


def test_who_has_a_document_twice_is_named_with_the_line() -> None:
    text = render(
        RoundAssignments("main", "", (Assignment("a", ("Ada",)), Assignment("a", ("Ada",))))
    )
    with pytest.raises(DataError, match=r"f:6: documents\[1\]\.annotators\[0\]: .*Ada.* twice"):
        parse(text, "f")


def test_a_round_has_the_documents_that_it_names_or_else_those_assigned(tmp_path: Path) -> None:
    project = Project(rounds=(Round("pilot", documents=("z",)), Round("main"), Round("later")))
    store_assignments(
        tmp_path,
        RoundAssignments("main", "", (Assignment("a", ("Ada",)), Assignment("a", ("Ben",)))),
    )
    rounds = with_round_documents(tmp_path, project).rounds
    assert [each.documents for each in rounds] == [("z",), ("a",), ()]
    assert load(tmp_path, "later") == RoundAssignments("later")


@pytest.mark.parametrize(
    ("document", "number", "expected"),
    [
        ("a", 1, "pilot.yaml"),
        ("b", 1, "own.yaml"),
        ("b", 2, "late.yaml"),
        # A pass that nobody was given is made by what the document was first given for.
        ("b", 3, "own.yaml"),
        ("c", 1, "own.yaml"),
    ],
)
def test_a_pass_is_made_by_the_codebook_of_its_round(
    tmp_path: Path, document: str, number: int, expected: str
) -> None:
    rounds = (
        Round("pilot", codebook="pilot.yaml", documents=("a",)),
        Round("main"),
        Round("later", codebook="late.yaml"),
    )
    store_assignments(tmp_path, RoundAssignments("main", "", (Assignment("b", ("Ada",)),)))
    store_assignments(tmp_path, RoundAssignments("later", "", (Assignment("b", ("Ada",), 2),)))
    project = Project(rounds=rounds, codebook="own.yaml")
    assert codebook_file(tmp_path, project, document, number) == expected


def test_where_no_round_has_a_codebook_no_assignments_are_read(tmp_path: Path) -> None:
    (tmp_path / "assignments").mkdir()
    (tmp_path / "assignments" / "main.yaml").write_text("damaged")
    assert codebook_file(tmp_path, Project(rounds=(Round("main"),)), "a") is None
