from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.sets import read_set
from tests.statements import states


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    path = tmp_path / "article.txt"
    path.write_text("The port said so on Monday.\n\nNobody else did.\n", "utf-8")
    return path


def tag(article: Path, *arguments: str) -> int:
    return run(["set", str(article), *arguments, "--annotator", "ada"])


def test_the_set_is_made_and_the_next_sentence_goes_into_it(article: Path) -> None:
    assert tag(article, "s1", "claim", "--note", "who?") == 0
    assert tag(article, "s2", "b", "--flag") == 0
    annotations, _ = read_set(article.with_name("article.ada.yaml"))
    first, second = annotations.sentences
    assert (first.tag, first.note) == ("claim", "who?")
    assert (second.tag, second.flag) == ("background", True)


def test_untagging_keeps_the_note(article: Path) -> None:
    tag(article, "s1", "claim", "--note", "who?")
    assert tag(article, "s1", "--untag") == 0
    annotations, _ = read_set(article.with_name("article.ada.yaml"))
    assert (annotations.sentences[0].tag, annotations.sentences[0].note) == (None, "who?")


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (["s9", "claim"], ("s9",)),
        (["s1", "rumour"], ("“rumour”",)),
        (["s1"], ("set",)),
        (["s1", "claim", "--untag"], ("--untag",)),
        (["s1", "claim", "--source", "Port", "--kind", "ship"], ("“ship”",)),
        (["s1", "claim", "--kind", "person"], ("s1", "source")),
        (["s1", "claim", "--cue", "told"], ("“told”", "s1")),
        (["s2", "f", "--answers", "s7"], ("s7",)),
        (["s2", "f", "--answers", "s1:maybe"], ("“maybe”",)),
        (["s2", "n", "--answers", "s1:partial"], ("non-response", "stance")),
        (["s1", "claim", "--part", "caption"], ("s1", "furniture")),
        (["s1", "--part", "footnote"], ("“footnote”",)),
    ],
)
def test_wrong_use_is_reported_with_exit_code_2_and_writes_nothing(
    article: Path,
    arguments: list[str],
    facts: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tag(article, *arguments) == 2
    assert states(capsys.readouterr().err, *facts)
    assert not article.with_name("article.ada.yaml").exists()


def test_a_text_that_changed_is_refused_until_it_is_agreed_to(article: Path) -> None:
    tag(article, "s1", "claim")
    article.write_text("The port said so on Monday.\n\nSomebody else did.\n", "utf-8")
    assert tag(article, "s1", "background") == 1
    assert tag(article, "s1", "background", "--carry-over") == 0
    assert tag(article, "s1", "claim") == 0


def test_a_damaged_set_is_named_with_its_line_and_left_as_it_is(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(article, "s1", "claim")
    path = article.with_name("article.ada.yaml")
    damaged = path.read_text("utf-8").replace("tag: claim", "tagg: claim")
    path.write_text(damaged, "utf-8")
    capsys.readouterr()
    assert tag(article, "s1", "background") == 1
    assert "article.ada.yaml:" in capsys.readouterr().err
    assert path.read_text("utf-8") == damaged


def test_show_check_and_measure_read_what_was_set(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(article, "s1", "claim")
    path = str(article.with_name("article.ada.yaml"))
    capsys.readouterr()
    assert run(["show", path, "--plain"]) == 0
    assert "s1\tclaim\tThe port said so on Monday." in capsys.readouterr().out
    assert run(["check", path]) == 0
    assert run(["measure", path, "--json"]) == 0
    assert '"coverage"' in capsys.readouterr().out


def test_an_unknown_word_is_taken_for_an_article_and_a_command_is_proposed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["shwo", "x"]) == 2
    assert "`show`" in capsys.readouterr().err


def test_decisions_are_printed_by_sentence_id_even_if_ids_and_positions_differ(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(article, "s1", "claim")
    path = article.with_name("article.ada.yaml")
    path.write_text(
        path.read_text("utf-8").replace("id: s2", "id: s7").replace("id: 3", "id: 8"), "utf-8"
    )
    capsys.readouterr()
    source = ("--source", "Port", "--kind", "organization")
    assert tag(article, "s7", "f", *source, "--answers", "s1") == 0
    said = capsys.readouterr().err
    assert states(said, "s7", "confirmation", "Port", "s1 supports", str(path))


def test_values_that_the_new_tag_does_not_use_are_kept_and_reported(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(article, "s1", "claim", "--source", "Port")
    assert tag(article, "s1", "background") == 0
    assert states(capsys.readouterr().err, "s1", "source")


def test_furniture_is_made_body_text_and_tagged_in_one_edit(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tag(article, "s1", "--part", "caption") == 0
    assert tag(article, "s1", "claim") == 2
    assert states(capsys.readouterr().err, "s1", "furniture", '--part ""')
    assert tag(article, "s1", "claim", "--part", "") == 0
    sentence = read_set(article.with_name("article.ada.yaml"))[0].sentences[0]
    assert (sentence.tag, sentence.part) == ("claim", None)


def test_a_document_option_without_a_project_is_refused(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tag(article, "s1", "claim", "--document", "harbour") == 1
    assert states(capsys.readouterr().err, str(article), "--document")
    assert not article.with_name("article.ada.yaml").exists()


def test_the_former_name_of_a_kind_is_accepted_and_the_current_one_is_written(
    article: Path,
) -> None:
    path = article.parent / "article.ada.yaml"
    former = "organisation"  # codespell:ignore organisation
    assert tag(article, "s2", "c", "--source", "Port", "--kind", former) == 0
    assert read_set(path)[0].sources[0].kind == "organization"
