import pytest

from annotator.model.errors import DataError
from annotator.model.teacher_access import LINK_HOURS, MAX_TEACHER_LINKS, TeacherAccess

LATER = LINK_HOURS * 3600 + 1.0


def test_a_link_works_once() -> None:
    access = TeacherAccess().with_link("a" * 64, 0).use_link("a" * 64, "b" * 64, 5)
    assert access.has_browser("b" * 64)
    assert not access.has_browser("a" * 64)
    with pytest.raises(DataError):
        access.use_link("a" * 64, "c" * 64, 6)


def test_an_old_link_expires_and_a_browser_stays() -> None:
    access = TeacherAccess().with_link("a" * 64, 0).with_link("c" * 64, 0)
    access = access.use_link("a" * 64, "b" * 64, 5)
    assert access.has_browser("b" * 64)
    with pytest.raises(DataError):
        access.use_link("c" * 64, "d" * 64, LATER)


def test_a_second_teacher_does_not_lock_out_the_first() -> None:
    access = TeacherAccess()
    for link, browser in (("a", "b"), ("c", "d")):
        access = access.with_link(link, 0).use_link(link, browser, 1)
    assert access.has_browser("b")
    assert access.has_browser("d")


def test_unused_links_do_not_pile_up() -> None:
    access = TeacherAccess()
    for number in range(3 * MAX_TEACHER_LINKS):
        access = access.with_link(f"{number}", number)
    assert len(access.links) == MAX_TEACHER_LINKS
