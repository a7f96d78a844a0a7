import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.storage.layout import key_path
from annotator.storage.sets import read_set
from tests.drivers.editor import ARTICLE
from tests.drivers.terminal import Terminal
from tests.hostile import CORPUS, forbidden_bytes
from tests.project_factories import a_graded_class, a_grading_key

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

PUT_BACK = b"\x1b[?1049l"


def hostile_class(folder: Path) -> Path:
    """A class whose key explains its second sentence with everything hostile."""
    text = "".join(each for each in CORPUS.values() if "\ud800" not in each and len(each) < 1000)
    key = a_grading_key()
    second = replace(key.sentences[1], explanation=text)
    hostile = replace(key, sentences=(key.sentences[0], second, *key.sentences[2:]))
    answers = (None, "non-response", None, None, None, None)
    return a_graded_class(folder / "project", {"Ada": answers}, key=hostile)


def test_practice_in_a_terminal_shows_nothing_hostile_and_puts_the_terminal_back(
    tmp_path: Path,
) -> None:
    project = hostile_class(tmp_path)
    before = key_path(project, "harbour").read_bytes()
    arguments = ["practice", str(project), "--document", "harbour"]
    with Terminal(arguments, tmp_path / "settings") as terminal:
        terminal.wait_for(lambda text: "5 left" in text)
        terminal.type("f")
        terminal.wait_for(lambda text: "not confirmation" in text)
        terminal.type("\rq")
        terminal.wait_for(lambda text: "0 of 1 answer agreed" in text)
        terminal.type("\r")
        assert terminal.wait_for_end() == 0
        assert PUT_BACK in terminal.output
        assert forbidden_bytes(terminal.output) == []
    assert key_path(project, "harbour").read_bytes() == before


def test_a_key_made_on_the_screen_is_saved_and_the_marks_it_changes_are_said(
    tmp_path: Path,
) -> None:
    project = hostile_class(tmp_path)
    arguments = ["key", str(project), "--document", "harbour", "--annotator", "Ms Rivera"]
    with Terminal(arguments, tmp_path / "settings") as terminal:
        terminal.wait_for(lambda text: "key by Ms Rivera" in text)
        terminal.type("j+")
        terminal.wait_for(lambda text: "Also accept" in text)
        terminal.type("n")
        terminal.wait_for(lambda text: "also accepted" in text)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert "Ada: 0/5 → 1/5" in terminal.text
        assert forbidden_bytes(terminal.output) == []
    annotations, _ = read_set(key_path(project, "harbour"))
    assert annotations.sentence("s2").accepted_tags == ("background", "non-response")


def test_keys_typed_ahead_reach_the_dialog_that_they_were_meant_for(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    arguments = [str(tmp_path / "article.txt"), "--annotator", "ada"]
    with Terminal(arguments, tmp_path / "settings") as terminal:
        terminal.wait_for(lambda text: "0 of 6" in text)
        terminal.type("mcf b n\r:4\rcmwhy\rq")
        assert terminal.wait_for_end() == 0
    sentences = read_set(tmp_path / "article.ada.yaml")[0].sentences
    assert [(each.tag, each.note) for each in sentences[1:4]] == [
        (None, "cf b n"),
        (None, None),
        ("claim", None),
    ]
    assert sentences[4].note == "why"


@pytest.mark.parametrize("command", ["tag", "practice"])
def test_mistakes_in_the_settings_are_shown_on_the_screen_at_the_start(
    tmp_path: Path, command: str
) -> None:
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "settings.yaml").write_text("keys:\n  flag: [x]\n  note: [x]\n", "utf-8")
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    arguments = [command, str(article), "--annotator", "ada"]
    if command == "practice":
        arguments = [command, str(hostile_class(tmp_path)), "--document", "harbour"]
    with Terminal(arguments, settings) as terminal:
        terminal.wait_for(lambda text: "annotator settings --check" in text)
        terminal.type("q")
        assert terminal.wait_for_end() in {0, 1}
