"""The head file of a project, read and written."""

import pytest
from hypothesis import given

from annotator.model.errors import DataError
from annotator.model.project import Overlap, Project, Round, RoundPurpose
from annotator.model.prompt_level import PromptLevel
from annotator.storage.project_file import parse, render
from tests.strategies import projects

WHOLE = """\
format: attribution-project/1
title: "Bay news"
codebook: "codebook.yaml"
annotators: ["Ada", "李雷"]
rounds:
- {id: pilot, purpose: pilot, codebook: "old/codebook.yaml", documents: [harbour]}
- {id: main}
overlap: {share: 0.25, copies: 3, by_outlet: true}
excluded:
- {annotator: "Ada", reason: "wrote the codebook"}
blind: false
prompt_level: links
cues: false
record_times: true
aliases:
- {name: "Twitter", variants: ["Twitter Inc.", "X"]}
"""


def refused(text: str) -> list[str]:
    """What parsing says of this file, one fault a line."""
    with pytest.raises(DataError) as caught:
        parse(text.encode(), "project.yaml")
    return [str(problem).removeprefix("project.yaml:") for problem in caught.value.problems]


def test_a_project_says_what_holds_for_its_documents() -> None:
    assert parse(WHOLE.encode(), "project.yaml") == Project(
        title="Bay news",
        codebook="codebook.yaml",
        annotators=("Ada", "李雷"),
        rounds=(
            Round("pilot", RoundPurpose.PILOT, "old/codebook.yaml", ("harbour",)),
            Round("main"),
        ),
        overlap=Overlap(0.25, 3, by_outlet=True),
        excluded={"Ada": "wrote the codebook"},
        blind=False,
        prompt_level=PromptLevel.LINKS,
        cues=False,
        record_times=True,
        aliases={"Twitter Inc.": "Twitter", "X": "Twitter"},
    )


def test_a_project_may_say_nothing_but_what_it_is() -> None:
    assert parse(b"format: attribution-project/1\n", "project.yaml") == Project()


@given(projects())
def test_what_is_written_of_a_project_is_read_back_as_it_was(project: Project) -> None:
    assert parse(render(project), "project.yaml") == project


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"李雷"', '"ADA"', "4: annotators[1]: “Ada” and “ADA” "),
        ('"李雷"', '"Ada"', "4: annotators[1]: “Ada” and “Ada” "),
        ('annotator: "Ada"', 'annotator: "Bo"', "10: excluded[0].annotator: “Bo” "),
        ("purpose: pilot", "purpose: fun", "6: rounds[0].purpose: This must be one of pilot"),
        ("0.25", "25", "8: overlap.share: This must be a number from 0 to 1, not “25”"),
        (
            "prompt_level: links",
            "prompt_level: cues",
            "12: prompt_level: This must be one of tags, sources, links",
        ),
        ('"codebook.yaml"', '"../codebook.yaml"', "3: codebook: This must be a path inside"),
        ('"codebook.yaml"', '"/etc/passwd"', "3: codebook: This must be a path inside"),
        ("[harbour]", "[../harbour]", "6: rounds[0].documents[0]: This must be a folded"),
    ],
)
def test_an_impossible_project_is_refused_with_its_line(old: str, new: str, expected: str) -> None:
    assert old in WHOLE
    (said,) = refused(WHOLE.replace(old, new, 1))
    assert said.startswith(expected)


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("{links: ghost}", "suggestions.show.links: This must be one of tag, source"),
        ("{tag: ghosts}", "suggestions.show.tag: This must be one of off, list"),
        ("ghosts", "suggestions.show: This must be one of off, list"),
        ("[ghost]", "suggestions.show: This must be one of off, list"),
    ],
)
def test_an_impossible_way_of_showing_suggestions_is_refused_at_its_field(
    show: str, expected: str
) -> None:
    (said,) = refused(f"{WHOLE}suggestions: {{show: {show}}}\n")
    assert expected in said
