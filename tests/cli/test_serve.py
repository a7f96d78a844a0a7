"""How sittings begin: new ones, or the last ones gone on with."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.sitting import ClassPhase
from annotator.storage import layout, sittings
from tests.project_factories import CLASS_DOCUMENT, a_class, another_article


class _Socket:
    def getsockname(self) -> tuple[str, int]:
        return "127.0.0.1", 8000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and a server that ends at once."""
    monkeypatch.setattr("annotator.web.server.serve", lambda *_: None)
    monkeypatch.setattr("annotator.web.server.open_socket", lambda *_: _Socket())
    return a_class(tmp_path / "class")


def held(folder: Path) -> list[Any]:
    return [sittings.load(path) for path in layout.class_files(folder)]


def ended(folder: Path) -> None:
    """End the only sitting."""
    (path,) = layout.class_files(folder)
    sittings.save(path, sittings.load(path).end(0.0))


def test_each_section_has_a_sitting_with_its_own_code(folder: Path) -> None:
    said = ["--section", "M1", "--section", "M2", "--section", "m1"]
    assert run(["serve", str(folder), *said]) == 0
    assert [each.section for each in held(folder)] == ["M1", "M2"]
    assert len({each.code for each in held(folder)}) == 2


def test_the_sections_may_come_from_the_roster(folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(
        'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n"Hopper, Grace",2,gh,M1 and M2\n'
    )
    assert run(["serve", str(folder), "--roster", str(roster)]) == 0
    assert [each.section for each in held(folder)] == ["M1", "M2"]
    assert run(["serve", str(folder), "--roster", str(roster), "--section", "M3"]) == 2


def test_starting_again_goes_on_until_the_lesson_has_ended(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(["serve", str(folder)]) == 0
        assert len(held(folder)) == 1
    ended(folder)
    assert run(["serve", str(folder)]) == 2
    assert "--new-sitting" in capsys.readouterr().err
    assert run(["serve", str(folder), "--continue"]) == 0
    assert len(held(folder)) == 1
    assert run(["serve", str(folder), "--new-sitting"]) == 0
    first, second = sorted(held(folder), key=lambda each: len(each.id))
    assert (first.phase, second.phase) == (ClassPhase.ENDED, ClassPhase.CLOSED)
    assert second.id == f"{first.id}-2"


def test_going_on_with_homework_moves_its_closing_time_and_asks_for_pins(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text('Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n')
    serve = ["serve", str(folder), "--roster", str(roster)]
    assert run(serve) == 0
    assert [(each.closes, each.pins) for each in held(folder)] == [(None, False)]
    for day in (1, 2):
        closes = datetime(2030, 1, day, 18, 0)  # noqa: DTZ001 (the teacher's own time)
        assert run([*serve, "--closes", closes.isoformat(" ", "minutes")]) == 0
        known = [(each.closes, each.pins) for each in held(folder)]
        assert known == [(closes.timestamp(), True)]
    assert run(serve) == 0
    assert [(each.closes, each.pins) for each in held(folder)] == known
    assert run([*serve, "--no-pins"]) == 0
    assert [each.pins for each in held(folder)] == [False]
    # Students have their articles already.
    assert run([*serve, "--deal"]) == 2
    assert "--new-sitting" in capsys.readouterr().err


def test_a_sitting_has_the_articles_that_were_named_in_their_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another_article(folder, "bridge")
    assert run(["serve", str(folder)]) != 0
    named = ["-d", "bridge", "-d", CLASS_DOCUMENT, "--deal", "--closes", "2030-01-01 18:00"]
    assert run(["serve", str(folder), *named]) == 0
    (sitting,) = held(folder)
    assert (sitting.documents, sitting.deal) == (("bridge", CLASS_DOCUMENT), True)
    assert sitting.closes is not None
    # A sitting that goes on needs no article named.
    assert run(["serve", str(folder)]) == 0
    assert run(["serve", str(folder), "-d", "hall"]) != 0
    assert run(["serve", str(folder), "--section", "M9", "--continue"]) != 0
    assert len(held(folder)) == 1
    assert "M9" in capsys.readouterr().err
