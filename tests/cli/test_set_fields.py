"""`annotator set` with sources, cues and links."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import AnnotationSet, Answer, Sentence
from annotator.storage.sets import read_set
from tests.factories import SAMPLES

TEXT = """The port is closed, the Harbour Authority said.

"It said so," said Mayor Ilse Varga. "It is not closed."

Brenn Grid did not respond.
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def decide(article: Path, *arguments: str) -> AnnotationSet:
    assert run(["set", str(article), *arguments, "--annotator", "ada"]) == 0
    return read_set(article.with_name("article.ada.yaml"))[0]


def test_everything_about_a_sentence_is_set_in_one_edit(article: Path) -> None:
    decide(article, "s1", "claim")
    annotations = decide(
        article,
        *("s2", "confirmation", "--source", "Ilse Varga", "--kind", "person", "--cue", "said"),
        *("--affiliation", "City", "--answers", "s1:contradicts", "--via", "Courier"),
        *("--note", "flat", "--flag"),
    )
    sentence = annotations.sentence("s2")
    source = annotations.source_of(sentence)
    assert source is not None
    assert (source.name, source.kind, source.affiliation) == ("Ilse Varga", "person", "City")
    assert sentence.answers == (Answer("s1", "contradicts"),)
    assert (sentence.via, sentence.note, sentence.flag) == ("Courier", "flat", True)


def test_a_cue_is_taken_where_it_attributes_and_not_where_it_is_quoted(article: Path) -> None:
    cue = decide(article, "s2", "claim", "--cue", "said").sentence("s2").cue
    assert cue is not None
    assert TEXT[slice(*cue.span)] == "said"
    assert cue.span[0] == TEXT.index("said Mayor")


@pytest.mark.parametrize("stance", ["partial", "p"])
def test_a_stance_is_given_by_its_id_or_its_key(article: Path, stance: str) -> None:
    annotations = decide(article, "s2", "f", "--answers", f"s1:{stance}", "--answers", "s4")
    expected = (Answer("s1", "partial"), Answer("s4", "supports"))
    assert annotations.sentence("s2").answers == expected


def test_the_kind_of_a_new_source_is_guessed_and_said(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotations = decide(article, "s1", "claim", "--source", "Harbour Authority")
    assert annotations.sources[0].kind == "organization"
    assert "--kind" in capsys.readouterr().err


def test_a_known_source_is_taken_again_whatever_its_case(article: Path) -> None:
    decide(article, "s1", "claim", "--source", "Harbour Authority")
    annotations = decide(article, "s4", "n", "--source", "harbour authority")
    assert len(annotations.sources) == 1


def test_a_new_name_that_may_be_a_known_source_is_reported(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(article, "s1", "claim", "--source", "Harbour Authority")
    decide(article, "s4", "n", "--source", "Authority")
    assert '--merge-into "Harbour Authority"' in capsys.readouterr().err


def test_an_empty_text_takes_off_what_it_would_give(article: Path) -> None:
    decide(article, "s1", "claim")
    decide(article, "s2", "f", "--source", "Ilse Varga", "--cue", "said", "--answers", "s1")
    empty = ("--source", "", "--cue", "", "--answers", "", "--via", "")
    annotations = decide(article, "s2", *empty)
    sentence = annotations.sentence("s2")
    assert (sentence.source, sentence.cue, sentence.answers) == (None, None, ())
    assert annotations.sources == ()


def test_an_affiliation_and_a_kind_are_changed_without_naming_the_source_again(
    article: Path,
) -> None:
    decide(article, "s2", "claim", "--source", "Ilse Varga", "--affiliation", "City")
    annotations = decide(article, "s2", "--kind", "unnamed", "--affiliation", "")
    assert (annotations.sources[0].kind, annotations.sources[0].affiliation) == ("unnamed", None)


def test_checkable_is_set_and_taken_back(article: Path) -> None:
    assert not decide(article, "s1", "claim", "--no-checkable").sentence("s1").checkable
    assert decide(article, "s1", "--checkable").sentence("s1").checkable


def test_a_pronoun_is_refused_as_a_source_and_nothing_is_made(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["set", str(article), "s1", "claim", "--source", "it", "-a", "ada"]) == 1
    assert "“it” is a pronoun" in capsys.readouterr().err
    assert not article.with_name("article.ada.yaml").exists()


def arguments_of(sentence: Sentence, annotations: AnnotationSet) -> list[str]:
    """What `annotator set` is told to come to the same decision."""
    told = [sentence.id, *([sentence.tag] if sentence.tag else [])]
    source = annotations.source_of(sentence)
    if source is not None:
        told += ["--source", source.name, "--kind", source.kind or ""]
        told += ["--affiliation", source.affiliation or ""]
    told += ["--cue", sentence.cue.text] if sentence.cue else []
    told += ["--via", sentence.via] if sentence.via else []
    told += ["--note", sentence.note] if sentence.note else []
    told += [] if sentence.checkable else ["--no-checkable"]
    for answer in sentence.answers:
        told += ["--answers", f"{answer.claim}:{answer.stance}" if answer.stance else answer.claim]
    return told


def test_the_finished_annotation_of_a_sample_is_made_without_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    path = tmp_path / "harbour-blackout.txt"
    path.write_bytes((SAMPLES / path.name).read_bytes())
    wanted, _ = read_set(SAMPLES / "harbour-blackout.sample.yaml")
    for sentence in wanted.sentences:
        if sentence.body:
            assert run(["set", str(path), "-a", "me", *arguments_of(sentence, wanted)]) == 0
    for source in wanted.sources:
        if source.concerned:
            assert run(["source", str(path), "-a", "me", source.name, "--concerned"]) == 0
    annotations, _ = read_set(tmp_path / "harbour-blackout.me.yaml")
    assert annotations.sentences == wanted.sentences
    assert set(annotations.sources) == set(wanted.sources)
