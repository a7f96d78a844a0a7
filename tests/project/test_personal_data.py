import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import run
from annotator.model.annotation import Provenance, SetForm
from annotator.model.codebook import CodebookReference
from annotator.model.discussion_pairs import DiscussionPair
from annotator.model.edits import SetNote, SetTag
from annotator.model.errors import DataError
from annotator.model.platform_names import (
    PlatformName,
    PlatformSubmission,
    PlatformSubmissions,
    SubmissionPlatform,
)
from annotator.model.project import Assignment, Project, RoundAssignments
from annotator.model.sitting import Sitting
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestions import Suggester
from annotator.project.forget import forget
from annotator.project.personal_data import NamePolicy, find_personal_data, removed
from annotator.project.personal_export import export_person
from annotator.project.project_store import create_project
from annotator.storage import layout, platform_names, sittings
from annotator.storage.sets import render
from annotator.storage.suggestion_evaluations import render as render_evaluation
from tests.factories import BACKGROUND, CLAIM, a_source
from tests.project_factories import (
    CLASS_DOCUMENT,
    CLASS_TEXT,
    a_class_key,
    a_project,
    a_set_in,
    set_in_file,
    store_assignments,
    store_set,
)

PEOPLE = ("Zoë Quillfeather", "Æsop Brakspear", "Ms. O’Thornbury")
SITTING = "2026-11-30"
PLACES = (
    "set",
    "class",
    "assignment",
    "gold",
    "curator",
    "excluded",
    "key",
    "second pass",
    "submission",
)


@st.composite
def traces(draw: st.DrawFn) -> Mapping[str, frozenset[str]]:
    """The places in which each person has left something; everyone is an annotator."""
    return {name: draw(st.frozensets(st.sampled_from(PLACES))) for name in PEOPLE}


def a_term(folder: Path, where: Mapping[str, frozenset[str]]) -> Path:
    """A project in which each person is in these places, with a note of their own."""
    from tests.project_factories import a_class  # noqa: PLC0415

    create_project(
        folder,
        Project(
            annotators=PEOPLE,
            excluded={name: _mark(name, "why") for name in PEOPLE if "excluded" in where[name]},
        ),
    )
    head = (folder / layout.PROJECT_FILE).read_bytes()
    a_class(folder, text=CLASS_TEXT)
    (folder / layout.PROJECT_FILE).write_bytes(head)
    for name in PEOPLE:
        _leave(folder, name, where[name])
    _join(folder, [name for name in PEOPLE if "class" in where[name]])
    given_to = [name for name in PEOPLE if "assignment" in where[name]]
    entries = (Assignment(CLASS_DOCUMENT, tuple(given_to)),) if given_to else ()
    store_assignments(folder, RoundAssignments("main", entries=entries))
    _adjudicate(folder, where)
    _submit(folder, [name for name in PEOPLE if "submission" in where[name]])
    return folder


def _mark(name: str, what: str) -> str:
    return f"{what} of person {PEOPLE.index(name) + 71}"


def _leave(folder: Path, name: str, where: frozenset[str]) -> None:
    edits = (SetTag(("s2",), CLAIM), SetNote("s2", _mark(name, "note")))
    if "set" in where:
        a_set_in(folder, name, *edits, document=CLASS_DOCUMENT, sitting=SITTING, vote=1)
    if "second pass" in where:
        vote = PEOPLE.index(name) + 71
        a_set_in(
            folder, name, *edits, document=CLASS_DOCUMENT, number=2, sitting=SITTING, vote=vote
        )
    if "key" in where:
        path = a_class_key(folder, *edits)
        store_set(path, replace(set_in_file(path), annotator=name))


def _join(folder: Path, names: Sequence[str]) -> None:
    sitting = Sitting(SITTING, "ACDEFH", "secret", (CLASS_DOCUMENT,), CLASS_DOCUMENT)
    for name in names:
        token = f"{PEOPLE.index(name) + 1:064x}"
        sitting = sitting.admit(name, token, lambda _: False)
    sittings.make_private_folders(folder)
    sittings.save(layout.class_path(folder, sitting.id), sitting)


def _submit(folder: Path, names: Sequence[str]) -> None:
    submissions = PlatformSubmissions()
    for name in names:
        number = str(PEOPLE.index(name) + 71_000)
        submitted = PlatformName(SubmissionPlatform.CANVAS, f"x{number}", number, f"x_{number}_1_a")
        submissions = submissions.with_entry(PlatformSubmission(name, CLASS_DOCUMENT, submitted))
    path = layout.submitted_names_path(folder)
    path.parent.mkdir()
    path.write_bytes(platform_names.render(submissions))


def _adjudicate(folder: Path, where: Mapping[str, frozenset[str]]) -> None:
    votes = {name: {"tag": BACKGROUND} for name in PEOPLE if "gold" in where[name]}
    curator = next((name for name in PEOPLE if "curator" in where[name]), None)
    if not votes and curator is None:
        return
    path = a_set_in(folder, "Rules", document=CLASS_DOCUMENT)
    gold = replace(set_in_file(path), form=SetForm.GOLD, annotator=curator or "Rules")
    path.unlink()
    path.parent.rmdir()
    reason = _mark(curator, "reason") if curator else None
    decided = Provenance("adjudicated" if curator else "majority", curator, reason, votes)
    first = replace(gold.sentences[1], tag=CLAIM, provenance=decided)
    sentences = (gold.sentences[0], first, *gold.sentences[2:])
    store_set(layout.gold_path(folder, CLASS_DOCUMENT), replace(gold, sentences=sentences))
    assert render(set_in_file(layout.gold_path(folder, CLASS_DOCUMENT)))


def _leaves(value: Any) -> Iterator[str]:
    """Every text, number and name in plain data."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield str(name)
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    elif value is not None:
        yield str(value)


def _stored(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".yaml", ".json"} and not path.name.startswith("."):
            found.update(_leaves(yaml.safe_load(path.read_text("utf-8"))))
    return found


@given(traces(), st.sampled_from(PEOPLE), st.sampled_from(NamePolicy))
def test_what_forget_removes_is_given_by_the_export_and_nothing_of_anyone_else(
    where: Mapping[str, frozenset[str]], name: str, names: NamePolicy
) -> None:
    with TemporaryDirectory() as place:
        folder = a_term(Path(place, "term"), where)
        export = export_person(folder, name)
        before = _stored(folder)
        forget(folder, find_personal_data(folder, name, names))
        lost = before - _stored(folder)
    copies = (yaml.safe_load(data) for data in export.files.values())
    given_out = {*_leaves(export.record), *(leaf for each in copies for leaf in _leaves(each))}
    # The format of a file, and the names of its fields, are nobody's data.
    fields = {
        "annotators",
        "excluded",
        "reason",
        "annotator",
        "documents",
        "provenance",
        "curator",
        "pass",
        "id",
    }
    assert set(lost) - given_out <= fields
    text = json.dumps(export.record, ensure_ascii=False) + b"".join(export.files.values()).decode()
    for other in set(PEOPLE) - {name}:
        assert other not in text
        assert f"of person {PEOPLE.index(other) + 71}" not in text
        assert f"x{PEOPLE.index(other) + 71_000}" not in text


def test_a_curators_reasons_are_given_although_they_stay_in_the_gold_standard(
    tmp_path: Path,
) -> None:
    where = dict.fromkeys(PEOPLE, frozenset[str]()) | {PEOPLE[0]: frozenset({"curator"})}
    folder = a_term(tmp_path / "term", where)
    assert "reason of person 71" in str(export_person(folder, PEOPLE[0]).shared)


def test_whom_a_student_talked_with_is_not_given(tmp_path: Path) -> None:
    folder = a_term(tmp_path / "term", dict.fromkeys(PEOPLE, frozenset({"class"})))
    path = layout.class_path(folder, SITTING)
    sitting = sittings.load(path)
    ids = [each.id for each in sitting.students]
    pairs = (DiscussionPair("s2", tuple(ids)), DiscussionPair("s3", tuple(ids[:2])))
    sittings.save(path, replace(sitting, lesson=replace(sitting.lesson, pairs=pairs)))
    given_out = str(export_person(folder, PEOPLE[0]).record)
    assert "s2" in given_out
    assert [each for each in ids if each in given_out] == ids[:1]


def test_each_set_says_in_which_sitting_and_vote_it_was_made(tmp_path: Path) -> None:
    where = dict.fromkeys(PEOPLE, frozenset({"set", "second pass"}))
    export = export_person(a_term(tmp_path / "term", where), PEOPLE[1])
    made = {(each["sitting"], each["vote"]) for each in export.sets}
    assert made == {(SITTING, 1), (SITTING, 72)}


def test_a_key_has_the_sources_that_its_author_judged(tmp_path: Path) -> None:
    where = dict.fromkeys(PEOPLE, frozenset[str]()) | {PEOPLE[0]: frozenset({"key"})}
    folder = a_term(tmp_path / "term", where)
    path = layout.key_path(folder, CLASS_DOCUMENT)
    judged = a_source("Mayor", standing="informed", standing_reason="was there")
    store_set(path, replace(set_in_file(path), sources=(judged,)))
    own = export_person(folder, PEOPLE[0]).shared[path.relative_to(folder).as_posix()]
    assert own["sources"][0]["standing_reason"] == "was there"


def test_a_person_without_data_is_refused(tmp_path: Path) -> None:
    folder = a_term(tmp_path / "term", dict.fromkeys(PEOPLE, frozenset()))
    with pytest.raises(DataError, match="Eve"):
        export_person(folder, "Eve")


def test_grades_have_the_answers_and_how_they_compare(tmp_path: Path) -> None:
    where = dict.fromkeys(PEOPLE, frozenset({"set"}))
    folder = a_term(tmp_path / "term", where)
    a_class_key(folder, SetTag(("s2",), CLAIM), SetTag(("s3",), CLAIM))
    (graded,) = export_person(folder, PEOPLE[1]).grades
    assert graded["score"]["numerator"] == 1
    assert graded["sentences"]["s2"] == {"tag": CLAIM, "outcome": "key_tag"}


def test_an_entry_that_lost_a_part_keeps_what_tells_it_from_others() -> None:
    before = {"round": "main", "entries": [{"document": "a", "annotators": ["Ada", "Ben"]}]}
    after = {"round": "main", "entries": [{"document": "a", "annotators": ["Ben"]}]}
    assert removed(before, after) == {
        "round": "main",
        "entries": [{"document": "a", "annotators": ["Ada"]}],
    }
    assert removed(before, before) == {}


@pytest.mark.parametrize("place", ["data", "data.zip"])
def test_the_command_writes_a_page_the_data_and_the_files(tmp_path: Path, place: str) -> None:
    folder = a_term(tmp_path / "term", dict.fromkeys(PEOPLE, frozenset({"set", "class"})))
    out = tmp_path / place
    assert run(["export", str(folder), "--person", PEOPLE[0], "-o", str(out)]) == 0
    assert run(["export", str(folder), "--person", PEOPLE[0], "-o", str(out)]) == 0
    if place == "data":
        assert PEOPLE[0] in (out / "index.html").read_text("utf-8")
        assert json.loads((out / "data.json").read_text("utf-8"))["person"] == PEOPLE[0]
        assert list((out / "files" / "annotations").glob("*/*.yaml"))


def test_a_person_and_a_format_together_are_refused(tmp_path: Path) -> None:
    folder = a_term(tmp_path / "term", dict.fromkeys(PEOPLE, frozenset({"set"})))
    both = ["export", str(folder), "--person", PEOPLE[0], "--format", "csv", "-o", "x.csv"]
    assert run(both) == 2
    assert run(["export", str(folder)]) == 2


def test_what_was_computed_from_a_persons_decisions_alone_goes_with_them(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    tags = (TagPrecision("claim", 1, 2),)
    for suggester, against in (("rules", "Ada"), ("other", "Ben"), ("third", "gold")):
        made = Suggester(suggester, "1", "a" * 64)
        book = CodebookReference("attribution", "2", "c" * 64)
        path = layout.evaluation_path(folder, suggester)
        path.parent.mkdir(parents=True)
        path.write_bytes(
            render_evaluation(SuggesterEvaluation(made, book, against, 1, 2, tags=tags))
        )
    forget(folder, find_personal_data(folder, "ada"))
    left = [each for each in ("rules", "other", "third")
            if layout.evaluation_path(folder, each).exists()]  # fmt: skip
    assert left == ["other", "third"]
