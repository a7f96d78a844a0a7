from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.style import Style

from annotator.cli import run
from annotator.cli.show import mark_style
from annotator.storage.codebooks import builtin, builtin_bytes
from tests.statements import states


def own(folder: Path, old: str, new: str) -> str:
    path = folder / "own.yaml"
    path.write_text(builtin_bytes().decode().replace(old, new, 1), "utf-8")
    return str(path)


def test_it_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    for tag in builtin().tags:
        assert " ".join(tag.definition.split()) in printed
        for rule in tag.rules:
            assert " ".join(rule.example.split()) in printed


def test_an_example_stands_below_its_rule_and_no_line_ends_in_a_space(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["codebook"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rule = builtin().rules[0]
    assert f"      Example: {rule.example[:40]}" in [line[:55] for line in lines]
    assert f"      But: {rule.near_miss[:40]}" in [line[:51] for line in lines]
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_copy_is_the_built_in_one_byte_for_byte_and_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "own.yaml"
    assert run(["codebook", "--copy", str(copy)]) == 0
    assert copy.read_bytes() == builtin_bytes()
    copy.write_bytes(builtin_bytes() + b"# mine\n")
    assert run(["codebook", "--copy", str(copy)]) == 1
    assert copy.read_bytes().endswith(b"# mine\n")
    assert "--force" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key: "f"', 'key: "c"', "have the same key “c”"),
        ('key: "f"', 'key: "u"', "belongs to the command “Undo”"),
        ("role: confirmation", "role: rumour", "rumour"),
    ],
)
def test_an_impossible_codebook_is_refused_in_one_sentence(
    tmp_path: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["codebook", "--codebook", own(tmp_path, old, new)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_the_hand_out_is_written(tmp_path: Path) -> None:
    assert run(["codebook", "--html", str(tmp_path / "book.html")]) == 0
    assert "<!doctype html>" in (tmp_path / "book.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["show", "measure"])
def test_showing_a_set_with_another_codebook_prints_a_warning(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The gate was open. The guard slept.\n", "utf-8")
    book = own(tmp_path, 'name: "claim"', 'name: "Behauptung"')
    assert run(["set", str(article), "s1", "Behauptung", "-a", "ada", "--codebook", book]) == 0
    capsys.readouterr()
    assert run([command, str(tmp_path / "a.ada.yaml"), "--codebook", book]) == 0
    assert "codebook" not in capsys.readouterr().err
    assert run([command, str(tmp_path / "a.ada.yaml")]) == 0
    assert states(capsys.readouterr().err, f"attribution {builtin().version}", "--codebook")


@pytest.mark.parametrize("system", [*ColorSystem])
def test_the_marks_of_the_tags_differ_in_color_on_every_terminal(system: ColorSystem) -> None:
    grounds = set()
    for tag in builtin().tags:
        style = Style.parse(mark_style(tag))
        assert style.bgcolor
        grounds.add(style.bgcolor.downgrade(system))
    assert len(grounds) == len(builtin().tags)
