"""`annotator agree --table`: anybody's labels."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.cli import run
from annotator.cli.agreement_tables import format_coefficient
from annotator.stats.agreement.label_matrix import LabelMatrix
from annotator.stats.agreement.result import NOTHING_SHARED, PAIR_SHARES_NOTHING
from tests.statements import states
from tests.stats.agreement.tables import ARTSTEIN_POESIO, KRIPPENDORFF_C, from_confusion, table

NAMED = ("--item", "unit", "--annotator", "coder", "--label", "code")
Captured = pytest.CaptureFixture[str]


def write(folder: Path, labels: LabelMatrix) -> str:
    """A CSV file of a table; holes are absent rows."""
    rows = [
        f"u{unit},{name},{labels.labels[code]}"
        for name, codes in zip(labels.annotators, labels.codes, strict=True)
        for unit, code in enumerate(codes)
        if code >= 0
    ]
    path = folder / "labels.csv"
    path.write_text("\n".join(["unit,coder,code", *rows, ""]), "utf-8")
    return str(path)


def read_json(path: str, captured: Captured, *options: str) -> dict[str, Any]:
    assert run(["agree", "--table", path, *NAMED, "--json", *options]) == 0
    found = json.loads(captured.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_the_published_values_come_out_of_a_file(tmp_path: Path, capsys: Captured) -> None:
    found = read_json(write(tmp_path, table(*KRIPPENDORFF_C)), capsys)
    assert found["krippendorff_alpha"]["value"] == pytest.approx(0.743, abs=5e-4)
    assert (found["units"], found["units_compared"]) == (12, 11)
    assert found["annotators"] == [f"annotator {number}" for number in range(4)]
    found = read_json(write(tmp_path, from_confusion(ARTSTEIN_POESIO)), capsys)
    assert found["fleiss_kappa"]["value"] == pytest.approx(0.79953, abs=5e-6)
    assert found["confusion"]["counts"] == ARTSTEIN_POESIO


def test_the_json_has_every_key_and_an_interval_for_every_figure(
    tmp_path: Path, capsys: Captured
) -> None:
    found = read_json(write(tmp_path, table(*KRIPPENDORFF_C)), capsys)
    keys = "percent cohen_kappa fleiss_kappa krippendorff_alpha gwet_ac1 alpha_by_label confusion"
    assert {*keys.split(), "intervals", "units", "annotators"} <= set(found)
    intervals = found["intervals"]
    assert (intervals["over"], intervals["count"]) == ("units", 11)
    assert intervals["krippendorff_alpha"]["low"] < found["krippendorff_alpha"]["value"]
    assert len(intervals["cohen_kappa"]) == len(found["cohen_kappa"]) == 6


def test_what_is_undefined_is_null_with_its_reason(tmp_path: Path, capsys: Captured) -> None:
    found = read_json(write(tmp_path, table("ab..", "..ab")), capsys)
    for name in ("percent", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        assert found[name]["value"] is None
        assert found[name]["reason"] == NOTHING_SHARED
    assert found["cohen_kappa"][0]["reason"] == PAIR_SHARES_NOTHING
    assert found["intervals"]["percent"]["low"] is None


def test_without_intervals_there_are_none(tmp_path: Path, capsys: Captured) -> None:
    path = write(tmp_path, table(*KRIPPENDORFF_C))
    assert read_json(path, capsys, "--no-intervals")["intervals"] is None


def test_a_label_given_twice_is_refused_with_both_lines(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("unit,coder,code\nu1,Ada,x\nu1,Bo,x\nu1,Ada,y\n", "utf-8")
    assert run(["agree", "--table", str(path), *NAMED]) == 1
    said = capsys.readouterr().err
    assert f"{path}:4:" in said
    assert states(said, "“Ada”", "“u1”", "2")


def test_the_tables_show_ac1_and_bands_only_on_request(tmp_path: Path, capsys: Captured) -> None:
    path = write(tmp_path, table(*KRIPPENDORFF_C))
    assert run(["agree", "--table", path, *NAMED]) == 0
    plain = capsys.readouterr().out
    assert "Krippendorff’s α" in plain
    assert "AC1" not in plain
    assert "bands" not in plain
    assert run(["agree", "--table", path, *NAMED, "--ac1", "--bands"]) == 0
    asked = capsys.readouterr().out
    assert "Gwet’s AC1" in asked
    assert states(asked, "bands", "2004", "0.667")


def test_a_matrix_of_many_long_labels_has_numbers_for_heads(
    tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "labels.csv"
    rows = [f"u{at},{who},a rather long label {at}" for at in range(9) for who in ("Ada", "Bo")]
    path.write_text("\n".join(["unit,coder,code", *rows, ""]), "utf-8")
    assert run(["agree", "--table", str(path), *NAMED]) == 0
    shown = capsys.readouterr().out
    assert "9 a rather long label 8  0  0" in shown


def test_many_annotators_are_listed_from_the_lowest_pair_on(
    tmp_path: Path, capsys: Captured
) -> None:
    path = write(tmp_path, table(*["abcabcab", "abcabcba"] * 6))
    assert run(["agree", "--table", path, *NAMED]) == 0
    assert "66 pairs" in capsys.readouterr().out


def test_names_and_labels_from_the_file_do_not_drive_the_terminal(
    tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("unit,coder,code\nu,A\x1b[31m,[red]x\nu,B\x9b,\x07y\nv,A\x1b[31m,\x07y\n")
    assert run(["agree", "--table", str(path), *NAMED]) == 0
    shown = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\x07"} & set(shown)
    assert "[red]x" in shown


@pytest.mark.parametrize("missing", ["--item", "--annotator", "--label"])
def test_columns_that_are_not_named_are_wrong_use(
    tmp_path: Path, missing: str, capsys: Captured
) -> None:
    path = write(tmp_path, table("ab", "ab"))
    at = NAMED.index(missing)
    assert run(["agree", "--table", path, *NAMED[:at], *NAMED[at + 2 :]]) == 2
    assert states(capsys.readouterr().err, missing)


def test_the_items_most_disagreed_about_are_named_with_everybodys_labels(
    tmp_path: Path, capsys: Captured
) -> None:
    path = write(tmp_path, table("aab", "aba"))
    (first,) = read_json(path, capsys, "--disagreements", "1")["disagreements"]
    labels = {"annotator 0": "a", "annotator 1": "b"}
    assert first == {"item": "u1", "labels": labels, "share": 1.0}
    assert run(["agree", "--table", path, *NAMED]) == 0
    assert "u1  annotator 0: a; annotator 1: b" in capsys.readouterr().out


def test_a_table_too_can_be_printed_for_a_paper(tmp_path: Path, capsys: Captured) -> None:
    path = write(tmp_path, table(*KRIPPENDORFF_C))
    assert run(["agree", "--table", path, *NAMED, "--latex"]) == 0
    shown = capsys.readouterr().out
    assert r"Krippendorff's $\alpha$ & $0.743$" in shown
    assert "Besides" not in shown


@pytest.mark.parametrize(
    "option", ["--by-round", "--over-time", "--methods", "--round=x", "--passes=latest"]
)
def test_what_only_a_project_has_is_wrong_use_with_a_table(
    tmp_path: Path, option: str, capsys: Captured
) -> None:
    path = write(tmp_path, table("ab", "ab"))
    assert run(["agree", "--table", path, *NAMED, option]) == 2
    assert states(capsys.readouterr().err, option.split("=", maxsplit=1)[0], "project")


def test_a_figure_a_hair_below_nought_is_nought() -> None:
    assert format_coefficient(-0.0001) == "0.000"
    assert format_coefficient(-0.0006) == "-0.001"


def rows_of(folder: Path, *rows: str) -> str:
    path = folder / "labels.csv"
    path.write_text("\n".join(["unit,coder,code", *rows, ""]), "utf-8")
    return str(path)


def said_of(path: str, captured: Captured, *options: str) -> str:
    assert run(["agree", "--table", path, *NAMED, "--no-intervals", *options]) == 0
    return " ".join(captured.readouterr().out.split())


def test_the_number_of_missing_labels_is_printed_and_is_in_the_json(
    tmp_path: Path, capsys: Captured
) -> None:
    path = rows_of(tmp_path, "u,Ada,x", "u,Bo,NA", "v,Ada,-", "v,Bo,", "w,Ada,y", "w,Bo,y")
    assert "Missing labels: 3 rows (empty 1, “-” 1, “NA” 1)." in said_of(path, capsys)
    found = read_json(path, capsys)
    assert found["missing"] == {"rows": 3, "values": {"NA": 1, "-": 1, "": 1}}
    assert found["confusion"]["labels"] == ["y"]
    kept = read_json(path, capsys, "--missing", "")
    assert kept["missing"]["rows"] == 1
    assert set(kept["alpha_by_label"]) == {"-", "NA", "x", "y"}


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("labels", "u,Ada,Claim", "u,Bo,claim"),
        ("labels", "u,Ada,0", "u,Bo,00"),
        ("labels", "u,Ada,1", "u,Bo,1.0"),
        ("labels", "u,Ada,non-response", "u,Bo,Non response"),
        ("labels", "u,Ada,e\u0301", "u,Bo,\xe9"),
        ("annotators", "u,Ada,x", "u,ada,x"),
        ("items", "u,Ada,x", "U,Bo,x"),
    ],
)
def test_names_that_differ_in_case_or_form_alone_are_pointed_out(
    tmp_path: Path, what: str, one: str, other: str, capsys: Captured
) -> None:
    path = rows_of(tmp_path, one, other, "v,Ada,z", "v,Bo,z")
    names = [
        row.split(",")[{"items": 0, "annotators": 1, "labels": 2}[what]] for row in (one, other)
    ]
    assert states(said_of(path, capsys), what, *(f"“{each}”" for each in names))
    assert list(read_json(path, capsys)["differ_in_case_or_form"]) == [what]


def test_with_a_level_a_message_names_numbers_written_in_two_ways_that_count_as_one(
    tmp_path: Path, capsys: Captured
) -> None:
    path = rows_of(tmp_path, "u,Ada,3", "u,Bo,03", "v,Ada,4", "v,bo,5")
    named, numbers = said_of(path, capsys), said_of(path, capsys, "--level", "interval")
    assert states(named, "labels", "“03”", "“3”")
    assert states(numbers, "labels", "“03”", "“3”", "one number")
    assert "one number" not in named


def test_names_that_differ_in_more_are_not_pointed_out(tmp_path: Path, capsys: Captured) -> None:
    path = rows_of(tmp_path, "u,Ada,C", "u,Bo,C++", "v,Ada,1", "v,Bo,-1", "w,Ada,-x", "w,Bo,+")
    said = said_of(path, capsys)
    assert not any(f"“{each}”" in said for each in ("C", "C++", "1", "-1", "-x", "+"))


def test_a_message_says_that_labels_that_are_all_numbers_are_treated_as_names(
    tmp_path: Path, capsys: Captured
) -> None:
    numbers = rows_of(tmp_path, "u,Ada,1", "u,Bo,2", "v,Ada,2", "v,Bo,2")
    assert "--level ordinal" in said_of(numbers, capsys)
    assert "--level ordinal" not in said_of(numbers, capsys, "--level", "ordinal")
    mixed = rows_of(tmp_path, "u,Ada,1", "u,Bo,x", "v,Ada,2", "v,Bo,2")
    assert "--level ordinal" not in said_of(mixed, capsys)


def test_a_level_gives_its_alpha_and_weighted_kappas(tmp_path: Path, capsys: Captured) -> None:
    path = write(tmp_path, table(*KRIPPENDORFF_C))
    found = read_json(path, capsys, "--level", "interval")
    assert found["krippendorff_alpha"]["value"] == pytest.approx(0.849, abs=5e-4)
    assert found["krippendorff_alpha_nominal"]["value"] == pytest.approx(0.743, abs=5e-4)
    assert (found["level"], len(found["weighted_kappa"])) == ("interval", 6)
    assert found["intervals"]["krippendorff_alpha"]["low"] < 0.849
    shown = said_of(path, capsys, "--level", "ordinal", "--bands")
    assert "Krippendorff’s α, ordinal 0.815" in shown
    assert "weighted κ, annotator 0 and annotator 1" in shown
    assert "reliable: 0.800" in shown
    assert r"Krippendorff's $\alpha$, ratio & $0.797$" in said_of(
        path, capsys, "--level", "ratio", "--latex"
    )


def test_a_level_takes_numbers_by_their_size_and_the_same_number_once(
    tmp_path: Path, capsys: Captured
) -> None:
    path = rows_of(tmp_path, "u,Ada,10", "u,Bo,9", "v,Ada,02", "v,Bo,2.0", "w,Ada,9", "w,Bo,10")
    found = read_json(path, capsys, "--level", "ordinal")
    assert list(found["alpha_by_label"]) == ["2", "9", "10"]


@pytest.mark.parametrize(
    ("level", "label", "said"),
    [("ordinal", "high", "“high” is not a number"), ("ratio", "-1", "“-1” is below 0")],
)
def test_a_label_that_does_not_suit_the_level_is_named_with_its_line(
    tmp_path: Path, level: str, label: str, said: str, capsys: Captured
) -> None:
    path = rows_of(tmp_path, "u,Ada,1", f"u,Bo,{label}")
    assert run(["agree", "--table", path, *NAMED, "--level", level]) == 1
    assert f"labels.csv:3: {said}" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--level=ordinal", "--missing=NA"])
def test_what_only_a_table_has_is_wrong_use_with_a_project(
    tmp_path: Path, option: str, capsys: Captured
) -> None:
    assert run(["agree", str(tmp_path), option]) == 2
    assert states(capsys.readouterr().err, option.split("=", maxsplit=1)[0], "--table")


def test_no_figure_depends_on_the_order_of_the_rows(tmp_path: Path, capsys: Captured) -> None:
    random = Random(3)  # noqa: S311 (nothing here is secret)
    rows = [
        f"u{unit},{who},{random.choice('aaab') if who == 'Cy' else 'ab'[unit % 2]}"
        for unit in range(30)
        for who in ("Ada", "Bo", "Cy")
    ]
    first = read_json(rows_of(tmp_path, *rows), capsys)
    random.shuffle(rows)
    again = read_json(rows_of(tmp_path, *rows), capsys)
    assert {**first, "disagreements": 0} == {**again, "disagreements": 0}


def test_many_labels_and_people_print_no_matrix_of_noughts(
    tmp_path: Path, capsys: Captured
) -> None:
    random = Random(4)  # noqa: S311 (nothing here is secret)
    cells = sorted({(random.randrange(120), random.randrange(38)) for _ in range(1_100)})
    path = rows_of(tmp_path, *(f"u{u},p{p},label {random.randrange(41)}" for u, p in cells))
    assert run(["agree", "--table", path, *NAMED, "--json"]) == 0
    text = capsys.readouterr().out
    found = json.loads(text)["confusion"]
    assert all(times for pair in found["pairs"] for *_, times in pair["cells"])
    assert len(text) < 1_000_000
