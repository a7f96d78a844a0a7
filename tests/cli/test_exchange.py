import json
import shutil
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli import tag as cli_articles
from annotator.formats.registry import FORMATS_BY_NAME
from annotator.model.errors import DataError
from annotator.project.locate import Target
from annotator.storage.files import replace_file
from annotator.storage.sets import read_set, render
from tests.factories import SAMPLES
from tests.hostile import CORPUS, forbidden_bytes
from tests.statements import states

NAMES = ("dam-warning", "harbour-blackout")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two of the samples, with their articles."""
    for name in NAMES:
        for ending in ("txt", "sample.yaml"):
            shutil.copy(SAMPLES / f"{name}.{ending}", tmp_path / f"{name}.{ending}")
    return tmp_path


def exported(folder: Path, name: str, output: str, *more: str) -> Path:
    target = folder / "out" / output
    target.parent.mkdir(exist_ok=True)
    assert run(["export", str(folder), "--format", name, "-o", str(target), *more]) == 0
    return target


@pytest.mark.parametrize(
    ("name", "output"),
    [
        ("jsonl", "s.jsonl"),
        ("csv", "s.csv"),
        ("parquet", "s.parquet"),
        ("brat", "brat"),
        ("label-studio", "ls"),
        ("doccano", "d.jsonl"),
        ("prodigy", "p.jsonl"),
        ("inception", "i"),
    ],
)
def test_what_is_exported_comes_back_byte_for_byte(folder: Path, name: str, output: str) -> None:
    file = exported(folder, name, output)
    assert run(["import", str(folder / "back"), str(file)]) == 0
    for each in NAMES:
        set_, back = f"{each}.sample.yaml", folder / "back"
        assert (back / set_).read_bytes() == (folder / set_).read_bytes()
        assert run(["check", str(back / set_)]) == 0


def test_export_lists_what_a_format_cannot_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(folder, "csv", "s.csv")
    said = " ".join(capsys.readouterr().err.split())
    assert "2 sets on 2 articles" in said
    assert all(each in said for each in FORMATS_BY_NAME["csv"].lacks)


def test_a_project_takes_sets_in_and_gives_them_out_again(folder: Path) -> None:
    file, project = exported(folder, "jsonl", "s.jsonl"), str(folder / "project")
    assert run(["init", project]) == 0
    assert run(["import", project, str(file), "--dry-run"]) == 0
    assert not (folder / "project" / "annotations").exists()
    assert run(["import", project, str(file)]) == 0
    assert run(["check", project]) == 0
    again = folder / "again.jsonl"
    assert run(["export", project, "--format", "jsonl", "-o", str(again)]) == 0
    assert again.read_bytes() == file.read_bytes()
    assert run(["import", project, str(file)]) == 1


def test_of_a_file_with_one_fault_nothing_is_taken(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(folder, "jsonl", "s.jsonl")
    lines = file.read_text("utf-8").splitlines()
    lines[4] = json.dumps(json.loads(lines[4]) | {"source_id": "x", "kind": "ghost"})
    lines[-1] = json.dumps(json.loads(lines[-1]) | {"end": 5})
    file.write_text("\n".join(lines), "utf-8")
    capsys.readouterr()
    assert run(["import", str(folder / "back"), str(file)]) == 1
    said = capsys.readouterr().err
    assert "s.jsonl:5: kind: This must be one of person" in said
    assert f"s.jsonl:{len(lines)}: " in said
    assert not (folder / "back").exists()


def test_where_a_write_fails_what_was_made_before_is_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = exported(folder, "jsonl", "s.jsonl")
    done: list[Path] = []

    def second_fails(path: Path, data: bytes, expected: None) -> object:
        if done and path.parent.name == "back":
            raise DataError("the disk is full")
        done.append(path)
        return replace_file(path, data, expected)

    monkeypatch.setattr("annotator.storage.transactions.replace_file", second_fails)
    assert run(["import", str(folder / "back"), str(file)]) == 1
    assert done
    assert not list((folder / "back").iterdir())


def test_nothing_is_written_over_unless_told(folder: Path) -> None:
    file = exported(folder, "csv", "s.csv")
    before = file.read_bytes()
    arguments = ["export", str(folder), "--format", "csv", "-o", str(file), "--raw"]
    assert run(arguments) == 1
    assert file.read_bytes() == before
    assert run([*arguments, "--force"]) == 0


def test_rows_of_others_come_in_under_their_own_columns_and_labels(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sent,label\nIt said so.,Assertion\nSo what?,x\n", "utf-8")
    (tmp_path / "m.yaml").write_text("Assertion: claim\nx: ignore\n", "utf-8")
    arguments = ["--column", "text=sent", "--column", "tag=label", "-a", "ada"]
    target = str(tmp_path / "o")
    labels = ["--labels", str(tmp_path / "m.yaml")]
    assert run(["import", target, str(tmp_path / "t.csv"), *arguments, *labels]) == 0
    annotations, _ = read_set(tmp_path / "o" / "t.ada.yaml")
    assert [each.tag for each in annotations.sentences] == ["claim", None]
    (tmp_path / "m.yaml").write_text("Assertion: nonsense\n", "utf-8")
    assert run(["import", target, str(tmp_path / "t.csv"), *arguments, *labels]) == 1


@pytest.mark.parametrize(
    "arguments", [["--column", "text"], ["--column", "x=y"], ["--format", "xml"]]
)
def test_wrong_use_is_reported_with_exit_code_2(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "t.csv").write_text("text\nso\n", "utf-8")
    assert run(["import", str(tmp_path / "o"), str(tmp_path / "t.csv"), *arguments]) == 2


def test_a_release_without_words_gets_them_back_from_the_articles(folder: Path) -> None:
    bare, whole = folder / "bare", folder / "whole"
    assert run(["release", str(folder), "-o", str(bare), "--without-text"]) == 0
    assert b"crane" not in b"".join(path.read_bytes() for path in bare.glob("data/*.jsonl"))
    some = str(folder / "dam-warning.txt")
    assert run(["rehydrate", str(bare), some, "-o", str(whole)]) == 1
    assert run(["rehydrate", str(bare), *map(str, folder.glob("*.txt")), "-o", str(whole)]) == 1
    texts = [str(path) for path in folder.glob("*.txt")]
    assert run(["rehydrate", str(bare), *texts, "-o", str(whole), "--force"]) == 0
    assert b"crane" in b"".join(path.read_bytes() for path in whole.glob("data/*.jsonl"))
    assert run(["rehydrate", str(folder), some]) == 1


def test_a_release_over_an_earlier_one_leaves_none_of_its_data(folder: Path) -> None:
    target = folder / "set"
    arguments = ["release", str(folder), "-o", str(target), "--force", "--split"]
    assert run([*arguments, "50,0,50"]) == 0
    (target / "data" / "mine.csv").write_text("kept")
    assert run([*arguments, "100", "--without-text"]) == 0
    left = {path.name for path in (target / "data").iterdir()}
    assert left == {"train.jsonl", "train.parquet", "mine.csv"}


def test_a_page_is_made_a_text_that_is_shown_and_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for words in ("It said so.", "photo\u202egpj.exe"):
        made.add_paragraph(words)
    made.save(str(folder / "w.docx"))
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    target = cli_articles.convert_to_text(Target(str(folder / "w.docx")), private=False)
    assert target.name == str(folder / "w.txt")
    assert "It said so." in (folder / "w.txt").read_text("utf-8")
    assert cli_articles.convert_to_text(Target(str(folder / "w.docx")), private=False) == target
    captured = capsys.readouterr()
    assert "4 words" in captured.err
    assert not forbidden_bytes(captured.err.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError, match="annotator add"):
        cli_articles.convert_to_text(Target("t.csv"), private=False)


def test_hostile_names_in_a_file_are_shown_safely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"text": "So.", "tag": "claim", "document": f"d{n}", "annotator": "a", "kind": text,
             "source": "x", text: 1} for n, text in enumerate(CORPUS.values())]  # fmt: skip
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run(["import", str(tmp_path / "o"), str(tmp_path / "t.jsonl")]) == 1
    captured = capsys.readouterr()
    assert not forbidden_bytes((captured.out + captured.err).encode("utf-8", "surrogatepass"))


def test_a_set_alone_is_exported_with_a_word_about_its_white_space(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotations, _ = read_set(folder / "dam-warning.sample.yaml")
    alone = folder / "alone" / "dam-warning.sample.yaml"
    alone.parent.mkdir()
    alone.write_bytes(render(annotations))
    assert run(["export", str(alone), "--format", "doccano", "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["text"].startswith(annotations.sentences[0].text)


def brat(folder: Path, name: str, text: str, line: str = "T1\tclaim 0 12\tOne said so.") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / f"{name}.ann").write_text(f"{line}\n", "utf-8")


def test_faulty_files_can_be_skipped_and_every_one_of_them_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brat(tmp_path / "in", "good", "One said so. Good.")
    for number in range(3):
        brat(tmp_path / "in", f"bad{number}", f"One said so. {number}", "T1\tclaim 0 12\tTwo")
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "in"), "-a", "ada"]
    assert run(arguments) == 1
    assert not (tmp_path / "out").exists()
    capsys.readouterr()
    assert run([*arguments, "--skip-faulty"]) == 1
    said = capsys.readouterr().err
    assert [f"bad{number}.ann:1: T1: " in said for number in range(3)] == [True] * 3
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "good.ada.yaml",
        "good.txt",
    ]


def test_what_is_left_out_is_there_for_programs_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brat(tmp_path / "in", "good", "One said so.")
    brat(tmp_path / "in", "there", "One said so. There.")
    brat(tmp_path / "in", "bad", "One said so. Bad.", "T1\tclaim 0 12\tTwo")
    brat(tmp_path / "out", "there", "One said so. There.")
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "in"), "-a", "ada"]
    assert run([*arguments, "--skip-faulty", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [Path(each).name for each in told["files"]] == ["good.txt", "good.ada.yaml"]
    assert [Path(each["file"]).name for each in told["left_out"]] == ["bad.ann", "there.txt"]


def test_a_folder_for_each_annotator_says_whose_work_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ada", "ben"):
        brat(tmp_path / "in" / name, "port", "One said so.")
        brat(tmp_path / "mine" / "annotators" / name, "port", "One said so.")
    for place in ("in", "mine"):
        assert run(["import", str(tmp_path / place / "out"), str(tmp_path / place)]) == 0
        made = sorted(each.name for each in (tmp_path / place / "out").iterdir())
        assert made == ["port.ada.yaml", "port.ben.yaml", "port.txt"]
    assert "ada, ben" in capsys.readouterr().err


def test_missing_annotator_names_are_reported_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(24):
        brat(tmp_path / "in", f"port{number}", f"One said so. {number}")
    for paths in ([tmp_path / "in"], sorted((tmp_path / "in").glob("*.ann"))):
        assert run(["import", str(tmp_path / "out"), *map(str, paths)]) == 1
        (said,) = capsys.readouterr().err.splitlines()
        assert states(said, "23 other files", "--annotator NAME")


def test_names_of_documents_are_folded_and_two_that_meet_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "document,text\nhttps://ex.org/a?b=1,One.\nPort.A,Two.\n"
    (tmp_path / "Rows.csv").write_text(rows, "utf-8")
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "Rows.csv"), "-a", "ada"]
    assert run(arguments) == 0
    made = sorted(each.name for each in (tmp_path / "out").glob("*.txt"))
    assert [each.split("-")[0] for each in made] == ["https", "port.a.txt"]
    (tmp_path / "Rows.csv").write_text(f"{rows}port.a,Three.\n", "utf-8")
    shutil.rmtree(tmp_path / "out")
    assert run(arguments) == 1
    assert "Rows.csv:4: document: “port.a” and “Port.A” would both be" in capsys.readouterr().err


def test_repeated_messages_are_printed_once_and_all_of_them_with_list_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (json.dumps({"text": f"Sentence {each}.", "score": each + 1}) for each in range(50))
    (tmp_path / "p.jsonl").write_text("\n".join(lines), "utf-8")
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "p.jsonl"), "-a", "ada"]
    arguments += ["--format", "prodigy", "--dry-run"]
    assert run(arguments) == 0
    said = capsys.readouterr().err
    assert said.count("Not imported") == 1
    assert "and in 49 more places" in said
    assert run([*arguments, "--list-all"]) == 0
    assert capsys.readouterr().err.count("Not imported") == 50


def test_faults_of_which_there_are_very_many_are_counted_or_all_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brat(tmp_path / "in", "bad", "One said so.", "\n".join(["nothing"] * 150))
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "in"), "-a", "ada"]
    assert run(arguments) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 101
    assert states(said[-1], "50", "--list-all")
    assert run([*arguments, "--list-all"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 150


def test_the_unit_of_positions_can_be_named(tmp_path: Path) -> None:
    line = {"text": "The mayor said so.", "entities": [
        {"id": 1, "label": "claim", "start_offset": 5, "end_offset": 14}]}  # fmt: skip
    (tmp_path / "d.jsonl").write_text(json.dumps(line), "utf-8")
    arguments = ["import", str(tmp_path / "out"), str(tmp_path / "d.jsonl"), "-a", "ada"]
    assert run(arguments) == 1
    assert run([*arguments, "--positions", "code-points"]) == 0


def test_one_set_is_written_to_one_file_if_the_output_is_named_like_a_file_of_the_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "tasks.json"
    one = str(folder / f"{NAMES[0]}.sample.yaml")
    assert run(["export", one, "--format", "label-studio", "-o", str(file)]) == 0
    assert len(json.loads(file.read_bytes())) == 1
    assert run(["import", str(folder / "back"), str(file)]) == 0
    capsys.readouterr()
    assert run(["export", one, "--format", "brat", "-o", str(folder / "x.ann")]) == 2
    assert "folder" in capsys.readouterr().err
    assert not (folder / "x.ann").exists()
