from pathlib import Path

import pytest

from annotator.cli.teacher_entry import TeacherEntry
from annotator.web.teacher_links import TeacherLinks
from tests.factories import Clock

ADDRESS = "http://192.168.1.20:8000"


@pytest.fixture
def links(tmp_path: Path) -> TeacherLinks:
    return TeacherLinks(tmp_path, Clock())


def test_a_printed_link_lets_one_browser_in(
    links: TeacherLinks, capsys: pytest.CaptureFixture[str]
) -> None:
    TeacherEntry(links, ADDRESS, print_link=True).open()
    printed = capsys.readouterr().out.strip()
    assert printed.startswith(f"{ADDRESS}/teach/in/")
    token = printed.rpartition("/")[2]
    assert links.has_browser(links.use_link(token))
    assert not links.has_link(token)


def test_without_a_terminal_no_link_is_made_unasked(
    links: TeacherLinks, capsys: pytest.CaptureFixture[str]
) -> None:
    TeacherEntry(links, ADDRESS, print_link=False).open()
    shown = capsys.readouterr()
    assert "/teach/in/" not in shown.out + shown.err
    assert "--print-link" in shown.out + shown.err
