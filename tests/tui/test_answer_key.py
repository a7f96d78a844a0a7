from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from annotator.model.annotation import SetForm
from annotator.project.answer_keys import open_key
from annotator.project.locate import Target
from annotator.storage.sets import read_set
from annotator.tui.app import AnnotatorApp
from annotator.tui.file_session import FileSession
from annotator.tui.widgets.detail import Detail, DetailView, field_values
from annotator.tui.widgets.header_footer import HeaderBar
from tests.drivers.editor import ARTICLE, EditorDriver, open_editor
from tests.statements import states


@asynccontextmanager
async def keying(folder: Path) -> AsyncIterator[EditorDriver]:
    article = folder / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    app = AnnotatorApp(FileSession(open_key(Target(str(article), annotator="Ms Rivera"))))
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            yield EditorDriver(app, pilot, folder / "article.key.yaml")
    finally:
        app.work.close()


async def test_a_key_is_tagged_accepts_a_further_tag_and_explains_itself(tmp_path: Path) -> None:
    async with keying(tmp_path) as driver:
        await driver.press("c", "up", "+", "b", "E", *"Why.", "enter")
        await driver.until_saved()
        annotations, _ = read_set(driver.path)
    assert annotations.form is SetForm.KEY
    sentence = next(each for each in annotations.sentences if each.tag)
    assert (sentence.accepted_tags, sentence.explanation) == (("background",), "Why.")


async def test_what_is_accepted_already_is_taken_off_and_both_are_undone(tmp_path: Path) -> None:
    async with keying(tmp_path) as driver:
        await driver.press("c", "up", "+", "b", "+", "b")
        position = driver.cursor - 1
        assert driver.screen.session.annotations.sentences[position].accepted_tags == ()
        await driver.press("u")
        assert driver.screen.session.annotations.sentences[position].accepted_tags == (
            "background",
        )


async def test_the_header_says_whose_key_it_is_and_the_pane_what_is_accepted(
    tmp_path: Path,
) -> None:
    async with keying(tmp_path) as driver:
        await driver.press("c", "up", "+", "b")
        head = driver.screen.query_one(HeaderBar).view
        assert head is not None
        assert head.annotator == "key by Ms Rivera"
        view = driver.screen.query_one(Detail).view
        assert isinstance(view, DetailView)
        assert ("also", "background") in field_values(view)


async def test_a_sentence_without_a_tag_accepts_none(tmp_path: Path) -> None:
    async with keying(tmp_path) as driver:
        await driver.press("+")
        assert states(driver.said, "tag")


async def test_a_finished_key_has_no_next_pass(tmp_path: Path) -> None:
    async with keying(tmp_path) as driver:
        await driver.press("F", "y")
        assert driver.status() == "finished"
        await driver.press("c", "F", "n", "o")
        assert driver.status() is None


async def test_an_annotation_set_accepts_and_explains_nothing(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        for key in ("+", "E"):
            await driver.press(key)
            assert "annotator key" in driver.said
