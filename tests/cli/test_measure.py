"""`annotator measure` on the samples."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.cli.measure import CLAIMS_HEADING
from annotator.stats.measures import MEASURES
from annotator.storage.codebooks import builtin_bytes
from tests.factories import SAMPLES
from tests.statements import states

NAMES = [measure.id for measure in MEASURES]


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


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["measure", *arguments]) == 0
    return capsys.readouterr().out


def test_the_claims_come_first_with_their_words_and_what_became_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES / "harbour-blackout.sample.yaml"))
    claims, figures = said.index("The claims"), said.index("The measures")
    assert claims < said.index("A power failure stopped the cranes") < figures
    assert "Said by Night Owls, not checkable: nobody spoke." in said[claims:figures]
    assert "supported in part by Port Authority (8)" in " ".join(said[claims:figures].split())


def test_every_measure_is_printed_with_numerator_denominator_and_what_it_does_not_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = measured(capsys, str(SAMPLES / "harbour-blackout.sample.yaml"))
    assert all(name in said for name in NAMES)
    assert "12/13 (92%)" in said
    words = " ".join(said.split()).lower()
    assert all(each.warning.lower() in words for each in MEASURES)


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
    said = measured(capsys, str(SAMPLES))
    line = next(each for each in said.splitlines() if each.startswith("disputed_rate"))
    assert line.split()[1:3] == ["5/42", "(12%)"]
    assert line.split()[-1] == "5"
    assert "named_band  articles with each: 0: 0, 1: 0, 2-3: 0, 4+: 5" in said


def test_several_annotators_of_one_article_have_a_range_and_each_their_claims(
    lunch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = measured(capsys, str(lunch))
    assert "Ben: the claims" in said
    assert "sample: the claims" in said
    line = next(each for each in said.splitlines() if each.startswith("mixed_response_rate"))
    assert "0.20 to 0.40 (2 of 2 annotators)" in line


def test_many_annotators_of_one_article_have_the_ranges_alone(
    lunch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (lunch / "school-lunch.ben.yaml").read_text("utf-8")
    for name in ("Cy", "Di"):
        (lunch / f"school-lunch.{name}.yaml").write_text(text.replace('"Ben"', f'"{name}"'))
    said = measured(capsys, str(lunch))
    assert "4 annotators:" in said
    assert "(4 of 4 annotators)" in said
    assert CLAIMS_HEADING.lower() not in said.lower()


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
    assert "The measures" in captured.out


@pytest.mark.parametrize(
    ("arguments", "code"), [(["nowhere"], 2), ([], 2), (["--seed", "x", "."], 2)]
)
def test_wrong_use_has_exit_code_2(arguments: list[str], code: int) -> None:
    assert run(["measure", *arguments]) == code


def test_a_folder_without_a_set_is_said_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["measure", str(tmp_path)]) == 1
    assert "no annotation set" in capsys.readouterr().err
