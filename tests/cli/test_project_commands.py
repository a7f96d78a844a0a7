"""The commands of a project, as a person gives them."""

import json
import re
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from annotator.cli import run
from annotator.formats.fetching import WebPage
from annotator.model.project import Assignment, Overlap
from annotator.project.project_store import lock_project
from annotator.storage.assignments import load as load_assignments
from annotator.storage.layout import document_ids, load_project
from tests.statements import states


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("a", "b", "c"):
        (articles / f"{name}.txt").write_text(
            f"The port of {name} said so on Monday.\n\nNobody else knew.\n", "utf-8"
        )
    assert run(["init", str(tmp_path / "project"), "-a", "Ada", "-a", "Ben"]) == 0
    assert run(["add", str(tmp_path / "project"), str(articles)]) == 0
    return tmp_path / "project"


def test_a_folder_of_articles_becomes_documents_and_a_second_time_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert document_ids(folder) == ["a", "b", "c"]
    capsys.readouterr()
    assert run(["add", str(folder), str(folder.parent / "articles")]) == 0
    assert states(capsys.readouterr().err, "Added 0", "3 were already", "3 documents")


def test_a_row_whose_id_another_text_has_is_named_with_its_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("id;text\nx;One.\nx;Two.\ny;Three.\n", "utf-8")
    assert run(["add", str(folder), str(tmp_path / "t.csv")]) == 1
    said = capsys.readouterr().err
    assert states(said, "t.csv:3:", "“x”", "row", "id")
    assert states(said, "Added 2", "1 could not be added")


def test_what_can_not_be_added_is_named_and_the_rest_is_added(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = folder.parent / "more"
    files.mkdir()
    (files / "a.txt").write_text("Another text.", "utf-8")
    (files / "bad.txt").write_bytes(b"\x00")
    (files / "d.txt").write_text("It is new.", "utf-8")
    assert run(["add", str(folder), str(files)]) == 1
    said = capsys.readouterr().err
    assert states(said, "Added 1", "2 could not be added")
    assert states(said.lower(), "rename the file")
    assert document_ids(folder) == ["a", "b", "c", "d"]


def test_an_annotator_named_twice_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "p"), "-a", "Ada", "-a", "ada"]) == 1
    assert not (tmp_path / "p").exists()


def test_a_codebook_of_its_own_is_copied_in(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    assert run(["codebook", "--copy", str(own)]) == 0
    assert run(["init", str(tmp_path / "p"), "--codebook", str(own)]) == 0
    assert load_project(tmp_path / "p").codebook == "codebook.yaml"
    assert (tmp_path / "p" / "codebook.yaml").read_bytes() == own.read_bytes()


def status(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["status", str(folder), "--json"]) == 0
    record: dict[str, Any] = json.loads(capsys.readouterr().out)
    return record


def tag(folder: Path, document: str, annotator: str, *arguments: str) -> None:
    command = ["set", str(folder), *arguments, "--document", document, "-a", annotator]
    assert run(command) == 0


def assigned(folder: Path, round_: str = "main") -> dict[str, tuple[str, ...]]:
    return {each.document: each.annotators for each in load_assignments(folder, round_).entries}


def test_documents_are_assigned_and_the_second_run_is_the_first(folder: Path) -> None:
    assert run(["assign", str(folder), "--share", "0.34", "--copies", "2"]) == 0
    first = (folder / "assignments" / "main.yaml").read_bytes()
    assert sorted(len(each) for each in assigned(folder).values()) == [1, 1, 2]
    assert load_project(folder).overlap == Overlap(0.34, 2)
    assert run(["assign", str(folder)]) == 0
    assert (folder / "assignments" / "main.yaml").read_bytes() == first


def test_who_joins_gets_a_part_and_what_was_begun_stays(folder: Path) -> None:
    assert run(["assign", str(folder)]) == 0
    document, (who,) = next(iter(assigned(folder).items()))
    tag(folder, document, who, "s1", "claim")
    assert run(["assign", str(folder), "-a", "Ada", "-a", "Ben", "-a", "Cy"]) == 0
    assert load_project(folder).annotators == ("Ada", "Ben", "Cy")
    after = assigned(folder)
    assert after[document] == (who,)
    assert sorted(who for each in after.values() for who in each) == ["Ada", "Ben", "Cy"]


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "project.yaml").read_bytes()
    assert run(["assign", str(folder), "-a", "Zoe", "--dry-run"]) == 0
    assert "Zoe: 3" in capsys.readouterr().err
    assert (folder / "project.yaml").read_bytes() == before
    assert not (folder / "assignments").exists()


def test_everybody_has_the_whole_pilot_and_the_main_round_has_the_rest(folder: Path) -> None:
    assert run(["assign", str(folder), "--round", "pilot"]) == 1
    assert run(["assign", str(folder), "--round", "pilot", "--limit", "1"]) == 0
    assert run(["assign", str(folder)]) == 0
    pilot, main = assigned(folder, "pilot"), assigned(folder)
    assert list(pilot.values()) == [("Ada", "Ben")]
    assert sorted([*pilot, *main]) == ["a", "b", "c"]
    assert run(["assign", str(folder), "--round", "pilot"]) == 0
    assert assigned(folder, "pilot") == pilot


def test_a_retest_that_gets_no_document_says_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", str(folder), "--round", "retest"]) == 0
    assert re.search(r"\bretest: 0 documents.*\n.*finished", capsys.readouterr().err)


def test_in_a_retest_one_tags_ones_own_finished_documents_as_a_further_pass(folder: Path) -> None:
    tag(folder, "a", "Ada", "s1", "claim")
    path = folder / "annotations" / "ada" / "a.yaml"
    text = path.read_text("utf-8").replace("next_id", "status: finished\nnext_id")
    path.write_text(text, "utf-8")
    tag(folder, "b", "Ada", "s1", "claim")
    assert run(["assign", str(folder), "--round", "retest", "--share", "1"]) == 0
    assert load_assignments(folder, "retest").entries == (Assignment("a", ("Ada",), 2),)


def test_the_status_says_how_far_each_is_with_each_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(folder, "a", "Ada", "s1", "claim")
    tag(folder, "a", "Ada", "s2", "background", "--flag", "--note", "who knew?")
    tag(folder, "b", "Ada", "s1", "claim")
    found = status(folder, capsys)
    ada = found["annotators"][0]
    assert (ada["assigned"], ada["finished"], ada["in_progress"], ada["not_started"]) == (
        3,
        0,
        2,
        1,
    )
    assert (ada["sentences_tagged"], ada["sentences_left"]) == (3, 3)
    assert ada["seconds_left"] is None
    assert found["annotators"][1]["not_started"] == 3
    (flag,) = found["flagged"]
    assert (flag["document"], flag["sentence"], flag["note"]) == ("a", "s2", "who knew?")
    assert run(["status", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "2/2 ⚑1" in shown
    assert "who knew?" in shown


def test_the_time_left_goes_by_the_pace_so_far(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(folder, "a", "Ada", "s1", "claim")
    path = folder / "annotations" / "ada" / "a.yaml"
    text = path.read_text("utf-8").replace("  tag: claim\n", "  tag: claim\n  seconds: 90\n")
    path.write_text(text, "utf-8")
    ada = status(folder, capsys)["annotators"][0]
    assert (ada["seconds_per_sentence"], ada["seconds_left"]) == (90, 5 * 90)
    assert run(["status", str(folder)]) == 0
    assert "8 min" in capsys.readouterr().out


def test_a_damaged_set_is_named_and_the_others_are_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(folder, "a", "Ada", "s1", "claim")
    (folder / "annotations" / "ada" / "b.yaml").write_text("", "utf-8")
    capsys.readouterr()
    assert run(["status", str(folder)]) == 1
    captured = capsys.readouterr()
    assert "1/2" in captured.out
    assert "The file is empty" in captured.err


def test_a_name_is_written_as_in_the_project_and_an_unassigned_annotator_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(folder, "a", "ADA", "s1", "claim")
    text = (folder / "annotations" / "ada" / "a.yaml").read_text("utf-8")
    assert 'annotator: "Ada"' in text
    assert run(["set", str(folder), "s1", "claim", "-d", "a", "-a", "Zoe"]) == 1
    assert "assign" in capsys.readouterr().err
    assert not (folder / "annotations" / "zoe").exists()


def test_agreement_knows_the_rounds_as_they_were_assigned(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", str(folder), "--round", "pilot", "--limit", "2"]) == 0
    assert run(["assign", str(folder), "--share", "1"]) == 0
    for document in ("a", "b", "c"):
        for annotator, word in (("Ada", "claim"), ("Ben", "background")):
            tag(folder, document, annotator, "s1", word)
            tag(folder, document, annotator, "s2", "claim")
    capsys.readouterr()
    assert run(["agree", str(folder), "--by-round", "--unfinished", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["by_round"]
    assert {name: each["units"] for name, each in found.items()} == {"pilot": 4, "main": 2}


def test_assign_says_so_if_no_document_is_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", str(folder), "--limit", "2"]) == 0
    capsys.readouterr()
    assert run(["assign", str(folder), "--limit", "9"]) == 0
    assert states(capsys.readouterr().err, "6 documents", "--limit")
    assert run(["assign", str(folder), "--round", "extra", "--limit", "1"]) == 1
    said = capsys.readouterr().err
    assert states(said, "3 documents", "`annotator status`")
    assert "annotator add" not in said


def test_rows_that_are_there_already_are_named_by_line_and_id_and_very_many_summed_up(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"row-{each};It is number {each}.\n" for each in range(50))
    (tmp_path / "t.csv").write_text(f"id;text\n{rows}", "utf-8")
    arguments = ["add", str(folder), str(tmp_path / "t.csv")]
    assert run(arguments) == 0
    capsys.readouterr()
    assert run(arguments) == 0
    said = capsys.readouterr().err.splitlines()
    assert states(said[0], "t.csv:2: row-0:", "already")
    assert states(said[-2], "30 more", "already")
    assert run([*arguments, "--list-all"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 51


@pytest.mark.parametrize("columns", [30, 60, 80])
@pytest.mark.parametrize("command", [["status"], ["adjudicate", "--status"]])
def test_no_two_documents_look_the_same_however_narrow_the_terminal_is(
    folder: Path,
    columns: int,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    alike = "breitbart_2017-03-20_a-very-long-name-of-an-article"
    rows = "".join(f"{alike}-{each};It is number {each}.\n" for each in range(9))
    (folder.parent / "t.csv").write_text(f"id;text\n{rows}", "utf-8")
    assert run(["add", str(folder), str(folder.parent / "t.csv")]) == 0
    assert run(["assign", str(folder)]) == 0
    monkeypatch.setenv("COLUMNS", str(columns))
    capsys.readouterr()
    assert run([command[0], str(folder), *command[1:]]) == 0
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    said = [cells for cells in said if cells and cells[0].startswith("br")]
    names = [cells[0] for cells in said]
    assert len({*names}) == len(names) == 9
    assert not any("…" in cell for cells in said for cell in cells[1:])


class Meanwhile(BaseHTTPRequestHandler):
    """A page during whose fetching another command adds a document to the project."""

    project: Path
    found: list[int]

    def do_GET(self) -> None:
        other = self.project.parent / "other.txt"
        other.write_text("The mayor said so.\n", "utf-8")
        self.found.append(run(["add", str(self.project), str(other)]))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"The port said so on Tuesday.\n")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def test_while_a_page_is_waited_for_others_can_change_the_project(folder: Path) -> None:
    Meanwhile.project, Meanwhile.found = folder, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Meanwhile) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/page"
        assert run(["add", str(folder), "--private-address", address]) == 0
        server.shutdown()
    assert Meanwhile.found == [0]
    assert {"other", "page"} <= set(document_ids(folder))


def test_a_project_that_is_held_when_a_page_has_come_is_left_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("annotator.cli.add.PATIENCE", 0)
    before = document_ids(folder)

    def fetched(self: object, address: str, most: int) -> WebPage:
        held.enter_context(lock_project(folder))
        return WebPage(address, "text/plain", None, b"The port said so on Tuesday.\n")

    with ExitStack() as held:
        monkeypatch.setattr("annotator.formats.fetching.Fetcher.__call__", fetched)
        assert run(["add", str(folder), "http://news.example/page"]) == 1
    assert "is being changed by" in capsys.readouterr().err
    assert document_ids(folder) == before
