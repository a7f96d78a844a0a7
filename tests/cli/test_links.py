"""`annotator links`: the links with which annotators work in their browsers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run as run_program
from annotator.storage import annotator_access, layout
from annotator.web.tokens import hash_token
from tests.project_factories import a_class

URL = ("--public-url", "https://tags.example")


Run = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(a_class(tmp_path / "study", "Ada", "Ben"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives what it printed, after checking its exit code."""

    def ran(*arguments: str, code: int = 0) -> str:
        assert run_program(["links", *arguments]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return ran


def tokens(said: str) -> list[str]:
    return [each.partition("/enter#")[2] for each in said.split() if "/enter#" in each]


def test_it_prints_a_link_for_each_named_annotator(run: Run, folder: str) -> None:
    (token,) = tokens(run(folder, "ada", *URL))
    (link,) = annotator_access.load(Path(folder)).links
    assert (link.annotator, link.token) == ("ada", hash_token(token))
    assert len(tokens(run(folder, "--all", *URL))) == 2


def test_without_a_name_it_lists_who_has_a_link_and_makes_none(run: Run, folder: str) -> None:
    run(folder, "Ada", *URL)
    said = run(folder)
    assert "Ada" in said
    assert "Ben" in said
    assert not tokens(said)
    assert len(annotator_access.load(Path(folder)).links) == 1


def test_renewing_replaces_the_links_of_one_and_keeps_those_of_others(
    run: Run, folder: str
) -> None:
    old, kept = tokens(run(folder, "--all", *URL))
    (new,) = tokens(run(folder, "Ada", "--renew", *URL))
    found = {each.token for each in annotator_access.load(Path(folder)).links}
    assert found == {hash_token(kept), hash_token(new)}
    assert old not in found


def test_revoking_removes_them_and_prints_none(run: Run, folder: str) -> None:
    run(folder, "--all", *URL)
    assert not tokens(run(folder, "--all", "--revoke"))
    assert annotator_access.load(Path(folder)).links == ()


@pytest.mark.parametrize(
    "arguments", [("--renew",), ("Ada", "--all"), ("Ada",), ("Ada", "--days", "0", *URL)]
)
def test_a_wrong_use_changes_nothing(run: Run, folder: str, arguments: tuple[str, ...]) -> None:
    run(folder, *arguments, code=2)
    assert not layout.annotator_access_path(Path(folder)).exists()


def test_who_is_no_annotator_gets_no_link(run: Run, folder: str) -> None:
    said = run(folder, "Eve", *URL, code=1)
    assert "Eve" in said
    assert "Ada" in said
    assert not tokens(said)


def test_a_damaged_file_is_named(run: Run, folder: str) -> None:
    path = layout.annotator_access_path(Path(folder))
    path.parent.mkdir(parents=True)
    path.write_text('{"format": "attribution-annotators/1", "links": 5}')
    assert path.name in run(folder, code=1)


def test_to_forget_a_person_removes_the_links_too(run: Run, folder: str) -> None:
    run(folder, "--all", *URL)
    assert run_program(["forget", folder, "Ada", "--yes"]) == 0
    assert [each.annotator for each in annotator_access.load(Path(folder)).links] == ["ben"]
