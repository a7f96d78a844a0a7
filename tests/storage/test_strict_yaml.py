"""Strict YAML: what is read, what is refused, and that nothing hostile gets further."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Answer, Cue, Source
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError
from annotator.model.project import Assignment, Project, RoundAssignments
from annotator.project.documents import DocumentAdder, segment_article
from annotator.storage import assignments, documents, project_file, strict_yaml
from annotator.storage.articles import Metadata, new_article
from annotator.storage.sets import parse, render
from annotator.storage.strict_yaml import MAX_BYTES, MAX_DEPTH, parse_tree
from tests.statements import states
from tests.strategies import annotation_sets, projects

ALIASES = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name} {{p: {{<<: *{before}}}, q: {{<<: *{before}}}}}\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def faults(text: str) -> list[str]:
    """What is refused in a file, whether or not there is a tree of it."""
    try:
        found = parse_tree(text.encode(), "f").problems
    except DataError as refusal:
        found = list(refusal.problems)
    return [str(problem).removeprefix("f:") for problem in found]


@pytest.fixture(params=["fast", "in Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything holds with the parser in C, and where there is none."""
    if request.param == "in Python":
        monkeypatch.setattr(strict_yaml, "LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(
    "scalar", ["No", "12:30:45", "012", "1e3", "~", "null", "true", "", "=", ".inf", "2026-03-02"]
)
def test_every_scalar_is_the_string_that_stands_there(scalar: str) -> None:
    assert parse_tree(f"a: {scalar}\n".encode(), "f").root == {"a": scalar}


def test_an_escape_is_read_and_never_written_as_it_is() -> None:
    assert parse_tree(b'a: "\\e]0;x\\a"\n', "f").root == {"a": "\x1b]0;x\x07"}
    assert strict_yaml.parse_tree(b'a: "\\ud800"', "f").root == {"a": "\ud800"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a: 1\nb: 2\na: 3\n", ("3: a:", "“a”")),
        ("a:\n- {b: 1, b: 2}\n", ("2: a[0].b:", "“b”")),
        ("a: &x 1\n", ("1: a:", "“&x”")),
        ("a: *x\n", ("1: a:", "“*x”")),
        ("a: [*x]\n", ("1: a[0]:", "“*x”")),
        ("a: !!python/object:os.system x\n", ("1: a:", "“tag:yaml.org,2002:python")),
        ("a: !!binary [x]\n", ("1: a:", "“tag:yaml.org,2002:binary”")),
        ("<<: {a: 1}\n", ("1: <<:", "“<<”")),
        ("? [a, b]\n: 1\n", ("1:",)),
        ("? *x\n: 1\n", ("1:",)),
        ("a: 1\n---\nb: 2\n", ("2:", "YAML")),
        ("a: [1\nb: 2\n", ("YAML",)),
        ("a: 1\n\tb: 2\n", ("2:", "YAML")),
        ('a: "\\q"\n', ("1:", "YAML")),
        ("a: 1\nb: \x1b[2J\n", ("2:", "YAML")),
        ("", ()),
        ("\n# nothing\n", ()),
        ("[" * (MAX_DEPTH + 1), ("32 levels",)),
        ("- " * (MAX_DEPTH + 1), ("32 levels",)),
        ("{a: " * (MAX_DEPTH + 1), ("32 levels",)),
        (ALIASES, ("1: a:", "“&a”")),
        (MERGES, ("2: b.p.<<:",)),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line_and_path(
    text: str, facts: tuple[str, ...]
) -> None:
    assert any(states(problem, *facts) for problem in faults(text)), faults(text)


def test_a_field_named_like_a_merge_key_in_quotes_is_a_field() -> None:
    assert parse_tree(b'"<<": 1\n', "f").root == {"<<": "1"}


def test_all_faults_are_found_in_one_go() -> None:
    text = "a: &x 1\nb: *x\na: 3\nc: !!str 4\nd: [\n"
    assert [problem.split(":")[0] for problem in faults(text)[:4]] == ["1", "2", "3", "4"]
    assert "YAML" in faults(text)[4]


def test_conflict_markers_are_called_that() -> None:
    text = "a: 1\n<<<<<<< ours\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n"
    assert [problem.split(": ")[0] for problem in faults(text)] == ["2", "6"]
    assert "git" in faults(text)[0]


def test_a_byte_that_is_not_utf8_is_named() -> None:
    with pytest.raises(DataError, match=r"f:2: .*8.*UTF-8"):
        parse_tree(b"a: 1\nb: \xff\n", "f")


def test_a_line_is_known_for_every_value() -> None:
    tree = parse_tree(b"a: 1\nb:\n- x\n- {c: 1,\n   d: 2}\n", "f")
    assert [tree.line(steps) for steps in [("a",), ("b",), ("b", 0), ("b", 1, "d")]] == [1, 2, 3, 5]
    assert tree.line(("b", 1, "gone", "deeper")) == 4
    assert tree.line(("b", 7)) == 2


def test_a_file_too_large_is_not_looked_into() -> None:
    with pytest.raises(DataError, match="larger than 16 MB"):
        parse_tree(b" " * (MAX_BYTES + 1), "f")


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "MAX_NODES", 100)
    assert "has more than 100 values" in faults("- a\n" * 100)[0]


@given(
    st.binary(max_size=200) | st.text("-?:,[]{}&*!|>'\"%@ab \n\t#<", max_size=80).map(str.encode)
)
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with suppress(DataError):
        parse(data, "f")


@given(annotation_sets(), st.data())
def test_a_damaged_file_is_refused_or_read_and_never_more(
    annotations: AnnotationSet, data: st.DataObject
) -> None:
    whole = render(annotations)
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :]
    for damaged in (whole[:at], flipped):
        with suppress(DataError):
            parse(damaged, "f")


def test_two_hundred_thousand_brackets_do_not_end_the_process() -> None:
    program = (
        "from annotator.model.errors import DataError\n"
        "from annotator.storage.strict_yaml import parse_tree\n"
        "for text in ('[', '{a: ', '- ', '? ', '[{'):\n"
        "    try:\n"
        "        parse_tree((text * 200_000).encode(), 'f')\n"
        "    except DataError:\n"
        "        print('refused')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "refused\n" * 5


def bounded(monkeypatch: pytest.MonkeyPatch, values: int) -> None:
    monkeypatch.setattr(strict_yaml, "MAX_NODES", values)
    monkeypatch.setattr(strict_yaml, "MAX_BYTES", values * 16)


def written(render: Callable[[], bytes]) -> bytes | None:
    """What is written; None where it is refused for its size."""
    with suppress(DataError):
        return render()
    return None


@given(annotation_sets(), st.integers(20, 300))
def test_a_set_that_is_written_is_never_too_large_to_be_read(
    annotations: AnnotationSet, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bounded(patch, most)
        data = written(lambda: render(annotations))
        if data is not None:
            assert parse(data, "ada.yaml") == annotations


@given(projects(), st.integers(10, 60))
def test_a_project_that_is_written_is_never_too_large_to_be_read(
    project: Project, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bounded(patch, most)
        data = written(lambda: project_file.render(project))
        if data is not None:
            parse_tree(data, "project.yaml")


def test_half_of_a_surrogate_pair_is_written_and_read_again() -> None:
    data = project_file.render(Project(title="\ud800"))
    assert project_file.parse(data, "project.yaml").title == "\ud800"


@given(st.integers(0, 60), st.integers(10, 300))
def test_assignments_that_are_written_are_never_too_large_to_be_read(
    documents: int, most: int
) -> None:
    entries = tuple(Assignment(f"d{each}", ("ada", "ben")) for each in range(documents))
    with pytest.MonkeyPatch.context() as patch:
        bounded(patch, most)
        data = written(lambda: assignments.render(RoundAssignments("main", "seed", entries)))
        if data is not None:
            assert assignments.parse(data, "main.yaml").entries == entries


def tagged_in_full(annotations: AnnotationSet) -> AnnotationSet:
    """A set in which every sentence has a tag, a source, a cue and an answer."""
    whole = tuple(
        replace(
            each,
            tag="claim",
            source="police",
            via="the Ledger",
            cue=Cue("said", each.span),
            answers=(Answer(annotations.sentences[0].id, "supports"),),
            checkable=False,
            seconds=99,
        )
        for each in annotations.sentences
    )
    return replace(annotations, sentences=whole, sources=(Source("police", "police"),))


@pytest.mark.parametrize("end", [".\n", ".\n\n", ". ", "\x01.\n", ".\u2028"])
def test_an_article_that_is_taken_can_be_tagged_in_full_and_opened_again(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    bounded(monkeypatch, 4_000)
    taken = 0
    for sentences in range(1, 140, 6):
        article = new_article("a", f"It is so{end}" * sentences, Metadata())
        with suppress(DataError):
            segmented = segment_article(article)
            annotations = segmented.new_set("Ada", CodebookReference("attribution", "1", "c" * 64))
            parse_tree(documents.render(segmented), "a.yaml")
            parse_tree(render(tagged_in_full(annotations)), "a.ada.yaml")
            taken += 1
    assert 5 < taken < 20


def test_an_article_of_very_many_lines_is_refused_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bounded(monkeypatch, 4_000)
    article = new_article("a", "So.\n" * 5_000, Metadata())
    with pytest.raises(DataError, match="5,000 sentences"):
        DocumentAdder(tmp_path).add(article)
    assert not list((tmp_path / "documents").iterdir())
