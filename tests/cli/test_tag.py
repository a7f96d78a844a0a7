"""What the screen is opened with."""

import pytest

from annotator.cli import run
from annotator.cli.tag import prompt_settings
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.storage.settings import Settings


@pytest.mark.parametrize(
    ("option", "project", "setting", "asked"),
    [
        (None, None, None, PromptSettings()),
        (None, None, "links", PromptSettings(PromptLevel.LINKS)),
        (
            None,
            Project(prompt_level=PromptLevel.SOURCES, cues=False),
            "links",
            PromptSettings(PromptLevel.SOURCES, cues=False),
        ),
        (None, Project(), "links", PromptSettings(PromptLevel.TAGS)),
        ("tags", Project(prompt_level=PromptLevel.LINKS), None, PromptSettings(PromptLevel.TAGS)),
    ],
)
def test_the_option_says_what_is_asked_for_else_the_project_else_the_settings(
    option: str | None, project: Project | None, setting: str | None, asked: PromptSettings
) -> None:
    assert prompt_settings(option, project, Settings(prompt_level=setting)) == asked


def test_another_way_of_asking_is_refused_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["tag", "article.txt", "--prompt-level", "everything"]) == 2
    assert "tags" in capsys.readouterr().err
