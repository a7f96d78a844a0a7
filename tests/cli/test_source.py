"""`annotator source`, and the sources in `annotator show`."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import AnnotationSet, Source
from annotator.storage.sets import read_set
from tests.statements import states


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set in which Twitter says two things and Twitter Inc. one."""
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    article = tmp_path / "article.txt"
    article.write_text("One.\n\nTwo.\n\nThree.\n", "utf-8")
    for sentence, name in (("s1", "Twitter"), ("s2", "Twitter Inc."), ("s3", "Twitter")):
        run(["set", str(article), sentence, "claim", "--source", name, "-a", "ada"])
    return tmp_path / "article.ada.yaml"


def read(path: Path) -> AnnotationSet:
    return read_set(path)[0]


def test_a_source_renamed_is_renamed_in_every_sentence(path: Path) -> None:
    assert run(["source", str(path), "Twitter", "--rename", "X Corp."]) == 0
    after = read(path)
    assert [source.name for source in after.sources] == ["X Corp.", "Twitter Inc."]
    assert after.sentences[0].source == after.sentences[2].source == "twitter"


def test_merging_makes_two_sources_one(path: Path) -> None:
    assert run(["source", str(path), "twitter inc.", "--merge-into", "Twitter"]) == 0
    after = read(path)
    assert [source.name for source in after.sources] == ["Twitter"]
    assert {sentence.source for sentence in after.sentences} == {"twitter"}


def test_a_new_name_that_another_source_has_is_refused_with_what_helps(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    assert run(["source", str(path), "Twitter Inc.", "--rename", "twitter"]) == 1
    assert '--merge-into "Twitter"' in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_spelling_of_a_name_is_corrected(path: Path) -> None:
    assert run(["source", str(path), "Twitter", "--rename", "TWITTER"]) == 0
    assert read(path).sources[0].name == "TWITTER"


def test_what_is_known_of_a_source_is_set_in_one_edit(path: Path) -> None:
    told = ("--kind", "unnamed", "--affiliation", "X", "--concerned", "--rename", "a user")
    assert run(["source", str(path), "twitter", *told]) == 0
    assert read(path).sources[0] == Source("twitter", "a user", "unnamed", "X", concerned=True)


def test_a_standing_and_its_reason_are_set_kept_and_cleared(path: Path) -> None:
    judged = ("--standing", "informed", "--standing-reason", "runs  the network")
    assert run(["source", str(path), "Twitter", *judged]) == 0
    first = read(path).sources[0]
    assert (first.standing, first.standing_reason) == ("informed", "runs the network")
    assert run(["source", str(path), "Twitter", "--kind", "unnamed"]) == 0
    assert read(path).sources[0].standing == "informed"
    assert run(["source", str(path), "Twitter", "--standing", ""]) == 0
    cleared = read(path).sources[0]
    assert (cleared.standing, cleared.standing_reason) == (None, None)


def test_merging_and_describing_go_together(path: Path) -> None:
    told = ("--merge-into", "Twitter", "--concerned")
    assert run(["source", str(path), "Twitter Inc.", *told]) == 0
    assert [(each.name, each.concerned) for each in read(path).sources] == [("Twitter", True)]


def test_a_party_that_no_sentence_quotes_is_added_and_leaves_again(path: Path) -> None:
    assert run(["source", str(path), "Brenn Grid", "--concerned"]) == 0
    assert read(path).sources[-1].concerned
    assert run(["source", str(path), "Brenn Grid", "--no-concerned"]) == 0
    assert len(read(path).sources) == 2


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        (["nobody", "--kind", "person"], 1, "“nobody”"),
        (["Twitter", "--merge-into", "nobody"], 1, "“nobody”"),
        (["Twitter", "--merge-into", "Twitter"], 1, "merged"),
        (["Twitter", "--rename", "they"], 1, "is a pronoun"),
        (["it", "--concerned"], 1, "is a pronoun"),
        (["Twitter", "--kind", "ship"], 2, "“ship”"),
        (["Twitter", "--standing", "wise"], 2, "“wise”"),
        (["Twitter", "--standing-reason", "it was there"], 2, "--standing"),
        (["Twitter"], 2, "--rename"),
        (["Twitter", "--rename", "X", "--merge-into", "Twitter Inc."], 2, "--merge-into"),
    ],
)
def test_an_impossible_change_is_reported_and_changes_nothing(
    path: Path, told: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    assert run(["source", str(path), *told]) == code
    assert said in capsys.readouterr().err
    assert path.read_bytes() == before


def test_show_lists_the_sources_with_what_rests_on_them(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["source", str(path), "Brenn Grid", "--concerned", "--affiliation", "City"])
    capsys.readouterr()
    assert run(["show", str(path), "--plain"]) == 0
    said = capsys.readouterr().out
    assert "source\ttwitter\tTwitter\t[organization; sentences: 2]" in said
    assert "Brenn Grid\t[organization; City; concerned; sentences: 0]" in said


def test_show_says_at_a_claim_what_answers_it(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["set", str(path), "s2", "f", "--answers", "s1:partial"])
    run(["set", str(path), "s3", "n", "--answers", "s1"])
    capsys.readouterr()
    run(["show", str(path), "--plain"])
    assert "answered by: s2 partial, s3 no answer" in capsys.readouterr().out


def test_check_lists_a_claim_answered_by_its_own_source_only_when_strict(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["set", str(path), "s3", "f", "--answers", "s1"])
    capsys.readouterr()
    assert run(["check", str(path)]) == 0
    assert run(["check", str(path), "--strict"]) == 1
    assert states(capsys.readouterr().out, "s3", "s1", "source")
