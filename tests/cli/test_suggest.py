"""`annotator suggest`: what it prints, what it writes, and what it refuses."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.annotation import Status
from annotator.model.edits import SetTag
from annotator.storage import layout
from annotator.storage.articles import read_article
from annotator.storage.suggestions import read_suggestions
from tests.factories import SAMPLES
from tests.project_factories import a_project, a_set_in, the_document

ARTICLE = SAMPLES / "harbour-blackout.txt"


def _json(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["suggest", *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_each_sentence_of_an_article_has_its_suggestions_best_first(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = read_article(ARTICLE).article.text
    printed = _json(capfd, str(ARTICLE), "--with", "rules")
    assert [each["id"] for each in printed] == [f"s{at}" for at in range(1, len(printed) + 1)]
    for each in printed:
        assert list(each) == ["id", "span", "part", "text", "tag", "source", "cue"]
        assert text[slice(*each["span"])] == each["text"]
        for tag in each["tag"]:
            assert list(tag) == ["value", "score"]
        for source in each["source"]:
            assert list(source) == ["name", "span", "score"]
            assert source["name"]
        for cue in each["cue"]:
            assert text[slice(*cue["span"])] == cue["text"]


def test_a_source_stands_where_its_words_are_or_elsewhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "“We left,” said Ann Lee, the mayor of Calder. “It was late.\n\n“Nobody stayed.”\n"
    )
    first, second, third = _json(capfd, str(article))
    text = article.read_text()
    assert first["source"][0]["name"] == "Ann Lee"
    assert text[slice(*first["source"][0]["span"])] == "Ann Lee"
    for carried in (second, third):
        assert carried["source"][0] | {"score": None} == {
            "name": "Ann Lee", "span": None, "score": None
        }  # fmt: skip


def test_several_articles_are_told_apart(capfd: pytest.CaptureFixture[str]) -> None:
    names = [str(SAMPLES / f"{name}.txt") for name in ("harbour-blackout", "school-lunch")]
    assert list(_json(capfd, *names)) == names


def test_a_person_reads_a_line_for_each_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", str(ARTICLE)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines
    assert all(each.startswith("s") for each in lines)


def test_a_project_gets_a_file_for_each_document_and_keeps_current_ones(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = a_project(tmp_path / "p")
    assert _json(capfd, str(folder)) == {"written": ["a", "b", "c"], "current": []}
    path = layout.suggestions_path(folder, "rules", "a")
    assert read_suggestions(path).document == the_document(folder).article.document.key
    before = path.stat().st_mtime_ns
    assert _json(capfd, str(folder)) == {"written": [], "current": ["a", "b", "c"]}
    assert path.stat().st_mtime_ns == before
    assert _json(capfd, str(folder), "--force", "-d", "a")["written"] == ["a"]
    assert run(["check", str(folder)]) == 0


def test_a_file_with_errors_stops_no_other_and_stays(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = a_project(tmp_path / "p")
    path = layout.suggestions_path(folder, "rules", "b")
    path.parent.mkdir(parents=True)
    path.write_text("format: attribution-suggestions/1\nmood: 3\n")
    assert run(["suggest", str(folder)]) == 1
    assert path.read_text().endswith("mood: 3\n")
    assert layout.suggestions_path(folder, "rules", "c").exists()
    assert run(["suggest", str(folder), "--force"]) == 0
    assert read_suggestions(path)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{article}", "--with", "nobody"], 1),
        (["{project}", "--with", "../rules"], 1),
        (["{missing}"], 1),
        (["{project}", "-d", "nothing"], 1),
        (["{project}", "{article}"], 2),
        (["{project}", "--codebook", "x.yaml"], 2),
        (["{article}", "--force"], 2),
        (["{article}", "--evaluate"], 2),
        (["{article}", "--order", "uncertainty"], 2),
        (["{project}", "--order", "disagreement"], 2),
        (["{project}", "--order", "uncertainty", "--other", "rules"], 2),
        (["{project}", "--against", "Ada"], 2),
        (["{project}", "--representative", "0.3"], 2),
        (["{project}", "--evaluate", "--order", "uncertainty"], 2),
        (["{project}", "--evaluate"], 1),
        (["--evaluate"], 2),
        ([], 2),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    shutil.copy(ARTICLE, tmp_path / "article.txt")
    places = {
        "article": str(tmp_path / "article.txt"),
        "project": str(a_project(tmp_path / "p")),
        "missing": str(tmp_path / "missing.txt"),
    }
    assert run(["suggest", *(each.format(**places) for each in arguments)]) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("annotator: ")


def test_an_evaluation_is_printed_and_kept(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = a_project(tmp_path / "p")
    for name in "abc":
        body = tuple(each.id for each in the_document(folder, name).sentences if each.body)
        for annotator in ("Ada", "Ben"):
            edit = SetTag(body, "claim" if annotator == "Ada" else "background")
            a_set_in(folder, annotator, edit, document=name, status=Status.FINISHED)
    printed = _json(capfd, str(folder), "--evaluate", "--against", "Ada")
    assert printed["documents"] == 3
    assert [each["annotators"] for each in printed["people"]] == [["Ada", "Ben"]]
    assert not any(each["shown"] for each in printed["tags"])
    assert run(["suggest", str(folder), "--evaluate", "--against", "Ada"]) == 0
    assert "claim" in capfd.readouterr().out
    assert layout.evaluation_path(folder, "rules").exists()
    assert run(["check", str(folder)]) == 0


def test_documents_drawn_at_random_become_a_round_of_their_own(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = [f"article-{letter}" for letter in "abcdefghij"]
    folder = a_project(tmp_path / "p", *names)
    order = ["suggest", str(folder), "--order", "uncertainty", "--representative", "0.3"]
    assert run([*order, "--only", "random"]) == 0
    drawn = capfd.readouterr().out
    assert len(drawn.split()) == 3
    assert run([*order, "--only", "chosen"]) == 0
    chosen = capfd.readouterr().out.split()
    assert {*drawn.split(), *chosen} == set(names)
    (tmp_path / "drawn.txt").write_text(drawn)
    assign = ["assign", str(folder), "--round", "drawn", "--documents", f"{tmp_path}/drawn.txt"]
    assert run(assign) == 0
    for name in (drawn.split()[0], chosen[0]):
        body = tuple(each.id for each in the_document(folder, name).sentences if each.body)
        a_set_in(folder, "Ada", SetTag(body, "claim"), document=name, status=Status.FINISHED)
    capfd.readouterr()
    assert run(["measure", str(folder), "--round", "drawn", "--json"]) == 0
    measured = capfd.readouterr().out
    assert drawn.split()[0] in measured
    assert chosen[0] not in measured
    assert run(["measure", str(folder), "--round", "nothing"]) == 1


@pytest.mark.parametrize(
    ("written", "damaged", "named"),
    [
        ("value: claim", "value: klaim", "“klaim”"),
        ("- id: s3\n", "- id: s333\n", "s333"),
        ("cue: [{value: [", "cue: [{value: [0, 3]}, {value: [", "cue"),
    ],
)
def test_check_finds_suggestions_that_name_what_the_document_or_codebook_does_not_have(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], written: str, damaged: str, named: str
) -> None:
    folder = tmp_path / "project"
    assert run(["init", str(folder)]) == 0
    assert run(["add", str(folder), str(ARTICLE)]) == 0
    assert run(["suggest", str(folder)]) == 0
    assert run(["check", str(folder)]) == 0
    file = layout.suggestions_path(folder, "rules", ARTICLE.stem)
    text = file.read_text()
    assert written in text
    file.write_text(text.replace(written, damaged))
    capfd.readouterr()
    assert run(["check", str(folder)]) == 1
    said = capfd.readouterr()
    assert named in said.out + said.err
    assert "--with rules --force" in said.out + said.err
    assert run(["suggest", str(folder), "--with", "rules", "--force"]) == 0
    assert file.read_text() == text
