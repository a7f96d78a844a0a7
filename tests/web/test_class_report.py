"""The class report on the class page: live, of a sitting or the term, with or without names."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.model.edits import SetTag
from tests.drivers.class_page import School, edit
from tests.factories import BACKGROUND, CLAIM
from tests.project_factories import a_class, a_class_key
from tests.terms import SECTIONS, a_term, article

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ALL = ["s2", "s3"]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    folder = a_class(tmp_path / "class", "Ada Byron", "Zoe Absent")
    a_class_key(folder, SetTag(("s2",), CLAIM), SetTag(("s3",), BACKGROUND))
    with School(folder) as school:
        yield school


def test_the_teacher_sees_the_work_as_it_is_now(school: School) -> None:
    ada, teacher = school.opened("Ada Byron"), school.teacher()
    assert edit(ada, 1, "s2", CLAIM).status_code == 200
    page = teacher.get(f"{school.desk}/report").text
    assert "<b>50%</b>" in page
    assert edit(ada, 2, "s3", BACKGROUND).status_code == 200
    assert "<b>100%</b>" in teacher.get(f"{school.desk}/report").text
    assert "Ada Byron" in page


def test_the_page_for_the_class_has_no_names_and_waits_for_the_reveal(school: School) -> None:
    ada, teacher = school.opened("Ada Byron"), school.teacher()
    edit(ada, 1, "s2", CLAIM)
    for over in ("", "&over=term"):
        path = f"{school.desk}/report?names=no{over}"
        school.lead("reveal", sentences=ALL[:1])
        before = teacher.get(path)
        assert before.status_code == 404
        assert "Harbour goes dark" not in before.text
        school.lead("reveal", sentences=ALL)
        after = teacher.get(path)
        assert after.status_code == 200
        assert "Harbour goes dark" in after.text
        assert "Ada Byron" not in after.text


def test_students_cannot_open_the_report(school: School) -> None:
    ada = school.opened("Ada Byron")
    school.lead("reveal", sentences=ALL)
    assert ada.get(f"{school.desk}/report?names=no").status_code == 401


@pytest.fixture
def term(tmp_path: Path) -> Iterator[School]:
    folder = a_term(tmp_path / "term")
    with School(folder, sections=tuple(SECTIONS), documents=(article(0),), new=True) as school:
        yield school


def test_over_all_sittings_the_teacher_sees_the_whole_term_and_a_class_its_own(
    term: School,
) -> None:
    teacher, path = term.teacher(), f"{term.desk}/report?over=term"
    whole = teacher.get(path).text
    assert all(name in whole for own in SECTIONS.values() for name in own)
    own = teacher.get(f"{path}&names=no").text
    assert "MEDIA-101-01" in own
    assert "MEDIA-101-02" not in own
    assert not any(name in own for names in SECTIONS.values() for name in names)


def test_axe_finds_nothing_on_the_pages_of_a_term(
    term: School, tmp_path: Path, browser: "Browser"
) -> None:
    from tests.drivers.browser import opened, overflow, violations  # noqa: PLC0415

    teacher = term.teacher()
    for query in ("?over=term", "?over=term&names=no"):
        path = tmp_path / "report.html"
        path.write_text(teacher.get(f"{term.desk}/report{query}").text, "utf-8")
        with opened(browser, path, scheme="dark") as page:
            assert violations(page) == []
        with opened(browser, path, width=320) as page:
            assert overflow(page) == 0
