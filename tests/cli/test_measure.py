"""`annotator measure` on the samples."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.stats.measures import KEY_MEASURES, MEASURES, MeasureGroup
from annotator.storage.codebooks import builtin_bytes
from tests.factories import SAMPLES
from tests.statements import states

NAMES = [measure.id for measure in MEASURES]
KEY_FIGURES = ("7/8 (88%)", "2/5 (40%)", "2/5 (40%)", "3/5 (60%)", "0/2 (0%)", "0/5 (0%)")
DETAILS = re.compile(
    r"^(?:  (?:source|cue|answers|checkable):.*\n(?:  - .*\n)*|sources:\n(?:- .*\n)*)", re.MULTILINE
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def lunch(tmp_path: Path) -> Path:
    """A sample, and another annotator's set on it that takes one confirmation for a claim."""
    source = SAMPLES / "school-lunch.sample.yaml"
    shutil.copy(source, tmp_path)
    other = source.read_text("utf-8").replace('annotator: "sample"', 'annotator: "Ben"')
    (tmp_path / "school-lunch.ben.yaml").write_text(
        other.replace("tag: confirmation", "tag: claim", 1), "utf-8"
    )
    return tmp_path


def only_tags(folder: Path, name: str, change: tuple[str, str] = ("", "")) -> Path:
    """A sample with nothing but its tags, as another annotator's set; one tag may be changed."""
    text = DETAILS.sub("", (SAMPLES / "harbour-blackout.sample.yaml").read_text("utf-8"))
    path = folder / f"harbour-blackout.{name}.yaml"
    renamed = text.replace('annotator: "sample"', f'annotator: "{name}"')
    path.write_text(renamed.replace(*change, 1), "utf-8")
    return path


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["measure", *arguments]) == 0
    return capsys.readouterr().out


def test_the_claims_come_first_with_their_words_and_what_became_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES / "harbour-blackout.sample.yaml"))
    claim = said.index("A power failure stopped the cranes")
    assert claim < said.index(KEY_MEASURES[0].label)
    line = next(each for each in said.splitlines() if "A group of hackers" in each)
    assert states(line, "4", "Night Owls", "partly supported")


@pytest.mark.parametrize("width", ["80", "120"])
def test_the_six_key_figures_are_printed_with_their_numbers_and_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    said = measured(capsys, str(SAMPLES / "harbour-blackout.sample.yaml"))
    assert [each for each in NAMES if each in said] == []
    for key, figure in zip(KEY_MEASURES, KEY_FIGURES, strict=True):
        line = next(each for each in said.splitlines() if each.startswith(f"{key.label} "))
        assert figure in line
    assert all(len(line) <= int(width) for line in said.splitlines())


def test_all_measures_are_printed_in_their_groups_with_what_to_keep_in_mind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES / "harbour-blackout.sample.yaml"), "--all")
    assert all(name in said for name in NAMES)
    lines = said.splitlines()
    groups = [lines.index(group) for group in MeasureGroup]
    assert groups == sorted(groups)
    assert "12/13 (92%)" in said
    words = " ".join(said.split()).lower()
    assert all(measure.warning.lower() in words for measure in MEASURES)


def test_a_set_with_only_tags_gets_the_shares_of_its_tags_and_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = only_tags(tmp_path, "Ada")
    said = measured(capsys, str(path))
    line = next(each for each in said.splitlines() if each.startswith("claim "))
    assert states(line, "8/17")
    assert [key.label for key in KEY_MEASURES if key.label in said] == []
    assert states(said, "source", "link", "six")


def test_annotators_who_only_tagged_are_told_where_they_agree_and_where_they_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only_tags(tmp_path, "Ada")
    only_tags(tmp_path, "Ben", ("tag: claim", "tag: background"))
    said = measured(capsys, str(tmp_path))
    assert states(" ".join(said.split()), "16 of 17 sentences", "split on 1")
    line = next(each for each in said.splitlines() if "A power failure" in each)
    assert states(line, "3", "1 claim", "1 background")
    assert [key.label for key in KEY_MEASURES if key.label in said] == []


def test_json_has_the_shape_and_the_names_that_are_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = json.loads(measured(capsys, str(SAMPLES), "--json"))
    assert set(data) == {"documents", "corpus"}
    assert set(data["corpus"]) == {"micro", "macro", "interval", "articles"}
    assert data["corpus"]["articles"] == 5
    assert list(data["corpus"]["macro"]) == NAMES
    for document in data["documents"]:
        assert set(document) == {"id", "annotator", "measures"}
        assert list(document["measures"]) == NAMES
        for value in document["measures"].values():
            assert set(value) - {"reason"} == {"value", "numerator", "denominator"}


def test_csv_has_a_row_for_each_set_and_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "measures.csv"
    assert measured(capsys, str(SAMPLES), "--csv", str(table)) == ""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5 * len(NAMES)
    assert {row["measure"] for row in rows} == set(NAMES)


def test_several_articles_have_both_means_their_intervals_and_where_they_are_defined(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES), "--all")
    line = next(each for each in said.splitlines() if each.startswith("disputed_rate"))
    assert line.split()[1:3] == ["6/43", "(14%)"]
    assert line.split()[-1] == "5"
    assert "0: 0, 1: 0, 2-3: 0, 4+: 5" in said


def test_several_articles_have_the_six_key_figures_with_average_and_interval(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES))
    line = next(each for each in said.splitlines() if each.startswith(KEY_MEASURES[0].label))
    assert states(line, "44/53")
    assert states(said, "69% to 91%")
    assert [each for each in NAMES if each in said] == []


def test_several_annotators_of_one_article_have_a_range_and_each_their_claims(
    lunch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = measured(capsys, str(lunch), "--all")
    assert states(said, "by Ben")
    assert states(said, "by sample")
    line = next(each for each in said.splitlines() if "mixed_response_rate" in each)
    assert "0.20 to 0.40 (2 of 2 annotators)" in line


def test_many_annotators_of_one_article_have_the_ranges_alone(
    lunch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (lunch / "school-lunch.ben.yaml").read_text("utf-8")
    for name in ("Cy", "Di"):
        (lunch / f"school-lunch.{name}.yaml").write_text(text.replace('"Ben"', f'"{name}"'))
    said = measured(capsys, str(lunch))
    assert states(said, "4 annotators")
    assert states(said, "4 of 4 annotators")
    assert not states(said, "by Ben")


def test_a_project_is_measured_by_its_own_codebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = builtin_bytes().decode().replace("role: confirmation", "role: none")
    (tmp_path / "own.yaml").write_text(own, "utf-8")
    (tmp_path / "project.yaml").write_text(
        'format: attribution-project/1\ncodebook: "own.yaml"\n', "utf-8"
    )
    folder = tmp_path / "annotations" / "sample"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "dam-warning.sample.yaml", folder / "dam-warning.yaml")
    data = json.loads(measured(capsys, str(tmp_path), "--json"))
    corroboration = data["documents"][0]["measures"]["corroboration_rate"]
    assert corroboration["value"] is None
    assert states(corroboration["reason"], "codebook", "confirmation")


def test_the_pass_that_counts_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (SAMPLES / "school-lunch.sample.yaml").read_text("utf-8")
    (tmp_path / "school-lunch.sample.yaml").write_text(first, "utf-8")
    second = first.replace("tag: confirmation", "tag: claim")
    (tmp_path / "school-lunch.sample.2.yaml").write_text(second, "utf-8")

    def confirmed(*more: str) -> object:
        data = json.loads(measured(capsys, str(tmp_path), "--json", *more))
        assert len(data["documents"]) == 1
        return data["documents"][0]["measures"]["reporter_share_of_confirmations"]["denominator"]

    assert confirmed() == 5
    assert confirmed("--passes", "latest") == 0


def test_a_faulty_set_is_named_the_others_are_measured_and_the_exit_code_is_1(
    lunch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lunch / "school-lunch.ben.yaml"
    path.write_text(path.read_text("utf-8").replace("tag: claim", "tagg: claim", 1), "utf-8")
    assert run(["measure", str(lunch)]) == 1
    captured = capsys.readouterr()
    assert "school-lunch.ben.yaml:" in captured.err
    assert KEY_MEASURES[0].label in captured.out


@pytest.mark.parametrize(
    ("arguments", "code"), [(["nowhere"], 2), ([], 2), (["--seed", "x", "."], 2)]
)
def test_wrong_use_has_exit_code_2(arguments: list[str], code: int) -> None:
    assert run(["measure", *arguments]) == code


def test_a_folder_without_sets_is_reported_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["measure", str(tmp_path)]) == 1
    assert "annotation set" in capsys.readouterr().err
