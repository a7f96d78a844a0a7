"""What the screen is opened with."""

import pytest

from annotator.cli import run
from annotator.cli.tag import asking_for
from annotator.model.asking import Ask, Asking
from annotator.model.project import Project
from annotator.storage.settings import Settings


@pytest.mark.parametrize(
    ("option", "project", "setting", "asked"),
    [
        (None, None, None, Asking()),
        (None, None, "links", Asking(Ask.LINKS)),
        (None, Project(ask=Ask.SOURCES, cues=False), "links", Asking(Ask.SOURCES, cues=False)),
        (None, Project(), "links", Asking(Ask.TAGS)),
        ("tags", Project(ask=Ask.LINKS), None, Asking(Ask.TAGS)),
    ],
)
def test_the_option_says_what_is_asked_for_else_the_project_else_the_settings(
    option: str | None, project: Project | None, setting: str | None, asked: Asking
) -> None:
    assert asking_for(option, project, Settings(ask=setting)) == asked


def test_another_way_of_asking_is_refused_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["tag", "article.txt", "--ask", "everything"]) == 2
    assert "tags" in capsys.readouterr().err
