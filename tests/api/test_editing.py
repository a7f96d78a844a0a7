"""Sets made from Python: the same edits, the same promises as the program's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli import run
from tests.statements import states

TEXT = (
    "Power failed in Brenn on Monday. It was hackers, Ida Lind said.\n\n"
    "The grid operator said it was a storm. The port did not respond.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "power.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def session() -> annotator.SetSession:
    return annotator.SetSession(annotator.new_set(TEXT, "ada"), text=TEXT)


def test_a_segment_is_where_its_span_says() -> None:
    document = annotator.segment("Title\r\n\r\nIt is so.\r\nIt is.", name="One two")
    assert document.article.document.id == "one-two"
    assert [each.text for each in document.sentences] == [
        document.article.text[slice(*each.span)] for each in document.sentences
    ]


def test_an_article_is_segmented_under_its_own_name_and_language(article: Path) -> None:
    read = annotator.read_article(article, language="de")
    document = annotator.segment(read)
    assert (document.article.document.id, document.article.document.language) == ("power", "de")
    assert annotator.segment(read, "en").article.document.language == "en"


@pytest.mark.parametrize("text", ["", " \n", "a\0b"])
def test_bytes_that_are_not_text_are_refused(text: str) -> None:
    with pytest.raises(annotator.DataError):
        annotator.segment(text)


def test_what_is_worth_knowing_of_a_text_is_a_warning_at_the_line_that_asked() -> None:
    with pytest.warns(annotator.DataWarning, match="xx") as caught:
        annotator.segment("It is so.", "xx")
    assert caught[0].filename == __file__


def test_a_sentence_is_set_as_the_command_line_sets_it(article: Path) -> None:
    options = ("--source", "grid operator", "--cue", "said", "--answers", "s2:partial")
    remarks = ("--note", "N", "--flag", "--via", "the Courier", "--affiliation", "Brenn")
    run(["set", str(article), "s3", "confirmation", *options, *remarks, "-a", "ada"])
    with annotator.open(article, "ben") as session:
        session.set(
            "s3",
            tag="confirmation",
            source="grid operator",
            cue="said",
            answers={"s2": "partial"},
            note="N",
            flag=True,
            via="the Courier",
            affiliation="Brenn",
        )
    ada = article.with_name("power.ada.yaml").read_text("utf-8")
    ben = article.with_name("power.ben.yaml").read_text("utf-8")
    assert ada.replace('"ada"', '"ben"').replace("annotator: ada", "annotator: ben") == ben


@pytest.mark.parametrize(
    "answers", ["s2:partial", ["s2:partial"], {"s2": "partial"}, ("s2:partial", "")]
)
def test_answers_are_given_as_a_word_a_list_or_a_mapping(
    session: annotator.SetSession, answers: Any
) -> None:
    session.set("s3", tag="confirmation", answers=answers)
    assert session.annotations.sentence("s3").answers == (annotator.Answer("s2", "partial"),)
    session.set("s3", answers=[])
    assert session.annotations.sentence("s3").answers == ()


def test_an_empty_text_clears_a_field(session: annotator.SetSession) -> None:
    session.set("s2", tag="claim", source="Ida Lind", cue="said", note="N")
    session.set("s2", tag="", source="", cue="", note="")
    assert session.annotations.sentence("s2") == annotator.new_set(TEXT, "ada").sentence("s2")
    assert session.annotations.sources == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tag": "x"}, "“x”"),
        ({"kind": "person"}, "`source`"),
        ({"cue": "nowhere"}, "s2.*nowhere"),
        ({"source": "she"}, "is a pronoun"),
        ({"part": "title", "tag": "claim"}, '`part=""`'),
        ({"answers": "s9"}, r"\bs9\b"),
    ],
)
def test_an_impossible_change_names_arguments_and_changes_nothing(
    session: annotator.SetSession, changes: dict[str, Any], message: str
) -> None:
    before = session.annotations
    with pytest.raises(annotator.DataError, match=message):
        session.set("s2", **changes)
    assert session.annotations is before


def test_an_edit_names_sentences_that_exist_in_a_tuple(session: annotator.SetSession) -> None:
    one: Any = "s2"
    with pytest.raises(annotator.DataError, match=r'SetTag\(\("s2",\)'):
        session.apply(annotator.SetTag(one, "claim"))
    with pytest.raises(annotator.DataError, match=r"\bs77\b"):
        session.apply(annotator.SetTag(("s77",), "claim"))


def test_a_source_is_renamed_merged_and_added_by_name(session: annotator.SetSession) -> None:
    session.set("s2", tag="claim", source="Lind")
    session.set("s3", tag="claim", source="grid operator")
    assert states(session.notices[0], "“Lind”", "kind")
    session.edit_source("Lind", rename="Ida Lind", affiliation="Brenn")
    session.edit_source("grid operator", merge_into="Ida Lind")
    session.edit_source("Brenn Grid", concerned=True)
    assert [each.name for each in session.annotations.sources] == ["Ida Lind", "Brenn Grid"]
    with pytest.raises(annotator.DataError, match="`concerned`"):
        session.edit_source("Nobody else", kind="person")


def test_boundaries_move_by_words(session: annotator.SetSession) -> None:
    before = session.annotations
    session.split("s1", before="on Monday")
    assert session.annotations.sentences[1].text == "on Monday."
    session.join("s1")
    assert [each.text for each in session.annotations.sentences] == [
        each.text for each in before.sentences
    ]
    with pytest.raises(annotator.DataError, match="are not in s1"):
        session.split("s1", before="Tuesday")
    with pytest.raises(annotator.DataError, match="last sentence"):
        session.join("s4")


def test_a_set_is_finished_when_all_is_tagged_or_said_to_be_enough(
    session: annotator.SetSession,
) -> None:
    with pytest.raises(annotator.DataError, match=r"s1, s2, s3, s4.*`untagged`"):
        session.finish()
    session.finish(untagged=True)
    assert session.annotations.status is annotator.Status.FINISHED
    with pytest.raises(annotator.DataError, match="finished"):
        session.set("s1", tag="claim")


def test_an_article_is_marked_unusable_and_usable_again(session: annotator.SetSession) -> None:
    session.mark_unusable("not news")
    assert session.annotations.reason == "not news"
    session.mark_usable()
    assert session.annotations.status is None


def test_what_a_block_fails_in_is_not_saved(article: Path) -> None:
    def fail() -> None:
        with annotator.open(article, "ada") as session:
            session.set("s1", tag="background")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(article.parent.glob("*.yaml")) == []
    with annotator.open(article, "ada") as session:
        session.set("s1", tag="claim")
    assert annotator.read(article.parent).sets[0].sentences[0].tag == "claim"


def test_a_set_is_open_once_and_free_after_the_block(article: Path) -> None:
    with annotator.open(article, "ada") as session:
        with pytest.raises(annotator.DataError, match="open elsewhere"):
            annotator.open(article, "ada")
        with pytest.raises(annotator.DataError, match="open elsewhere"):
            annotator.save(session.annotations, article.with_name("power.ada.yaml"))
    annotator.open(article, "ada").close()
    with pytest.raises(annotator.DataError, match="closed"):
        session.set("s1", tag="claim")
    with pytest.raises(annotator.DataError, match="closed"):
        session.save()


def test_a_file_that_was_changed_meanwhile_stays(article: Path) -> None:
    path = article.with_name("power.ada.yaml")
    session = annotator.open(article, "ada")
    session.set("s1", tag="claim")
    session.save()
    theirs = path.read_text("utf-8").replace("claim", "background")
    path.write_text(theirs, "utf-8")
    session.set("s2", tag="claim")
    with pytest.raises(annotator.DataError, match="changed"):
        session.save()
    session.close()
    assert path.read_text("utf-8") == theirs


def test_a_finished_pass_is_followed_by_the_next(article: Path) -> None:
    with annotator.open(article, "ada") as session:
        session.finish(untagged=True)
    with pytest.raises(annotator.DataError, match="`next_pass` begins the next"):
        annotator.open(article, "ada")
    with annotator.open(article, "ada", next_pass=True) as session:
        session.set("s1", tag="claim")
    assert session.path == article.with_name("power.ada.2.yaml")


def test_an_article_that_has_changed_is_carried_over_when_asked(article: Path) -> None:
    with annotator.open(article, "ada") as session:
        session.set("s1", tag="claim")
    article.write_text("New. " + TEXT, "utf-8")
    with pytest.raises(annotator.DataError, match="`carry_over`"):
        annotator.open(article, "ada")
    with annotator.open(article, "ada", carry_over=True) as session:
        assert [each.tag for each in session.annotations.sentences][:2] == [None, "claim"]
    assert annotator.check(article.parent) == ()


def test_a_key_accepts_and_explains(article: Path) -> None:
    with annotator.open(article, "teacher", key=True) as session:
        session.set("s1", tag="claim", accept="background", explanation="It is the outlet's.")
    with annotator.open(article, "teacher", key=True) as session:
        assert session.annotations.sentence("s1").accepted_tags == ("background",)
        session.set("s1", reject=["background"])
    assert session.annotations.sentence("s1").accepted_tags == ()


def test_a_set_in_a_project_keeps_its_boundaries_and_its_place(
    tmp_path: Path, article: Path
) -> None:
    project = tmp_path / "project"
    run(["init", str(project)])
    run(["add", str(project), str(article)])
    with annotator.open(project, "ada", document="power") as session:
        session.set("s1", tag="claim")
        with pytest.raises(annotator.DataError, match="annotator resegment"):
            session.split("s1", before="on Monday")
    place = project / "annotations" / "ben" / "power.yaml"
    ben = replace(session.annotations, annotator="ben")
    assert annotator.save(ben, place) == place
    with pytest.raises(annotator.DataError, match="belongs"):
        annotator.save(ben, project / "annotations" / "eve" / "power.yaml")
    assert not (project / "annotations" / "eve").exists()
    assert annotator.check(project) == ()


def test_a_saved_set_replaces_only_the_set_named_with_replaces(tmp_path: Path) -> None:
    path = tmp_path / "power.ada.yaml"
    session = annotator.SetSession(annotator.new_set(TEXT, "ada"))
    first = session.annotations
    annotator.save(first, path)
    annotator.save(first, path)
    session.set("s1", tag="claim")
    with pytest.raises(annotator.DataError, match="already exists"):
        annotator.save(session.annotations, path)
    annotator.save(session.annotations, path, replaces=first)
    with pytest.raises(annotator.DataError, match="has changed since"):
        annotator.save(replace(first, annotator="eve"), path, replaces=first)
    assert annotator.read(path).sets == (session.annotations,)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("tag", "Not an id", "sentences.0..tag: .* an id"),
        ("source", "nobody", "source nobody"),
        ("text", "Other words.", "sentences.0..span"),
        ("answers", [], "another value"),
    ],
)
def test_a_set_that_could_not_be_read_again_is_not_written(
    tmp_path: Path, field: str, value: Any, message: str
) -> None:
    whole = annotator.new_set(TEXT, "ada")
    changes: dict[str, Any] = {field: value}
    first = replace(whole.sentences[0], **changes)
    broken = replace(whole, sentences=(first, *whole.sentences[1:]))
    with pytest.raises(annotator.DataError, match=message) as refused:
        annotator.save(broken, tmp_path / "power.ada.yaml")
    assert field in (refused.value.problems[0].path or "") or field == "text"
    assert list(tmp_path.iterdir()) == []


def test_a_set_on_another_text_is_not_saved_beside_an_article(article: Path) -> None:
    other = annotator.new_set("Quite another text.", "ada")
    with pytest.raises(annotator.DataError, match=r"power\.ada\.yaml.*power\.txt"):
        annotator.save(other, article.with_name("power.ada.yaml"))


def test_a_set_of_another_codebook_is_not_edited_by_this_one() -> None:
    own = annotator.new_set(TEXT, "ada")
    with pytest.raises(annotator.DataError, match="`codebook`"):
        annotator.SetSession(replace(own, codebook=own.codebook._replace(sha256="0" * 64)))


def test_a_check_names_each_problem_with_its_place(tmp_path: Path, article: Path) -> None:
    with annotator.open(article, "ada") as session:
        session.set("s3", tag="confirmation")
    path = article.with_name("power.ada.yaml")
    assert annotator.check(article.parent) == ()
    findings = annotator.check(path, strict=True)
    assert {each.path for each in findings} == {"s3"}
    path.write_text("format: attribution-annotations/1\n", "utf-8")
    assert annotator.check(path)[0].file == str(path)
    with pytest.raises(annotator.DataError, match="nowhere"):
        annotator.check(tmp_path / "nowhere")
