"""The handout: one file, whose scripts do exactly what the model and the writer of files do."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.cli import run
from annotator.model.annotation import AnnotationSet, Form
from annotator.model.asking import Ask
from annotator.model.edits import Tagged
from annotator.model.faults import Refused
from annotator.model.keys import Explained
from annotator.model.names import folded, identifier
from annotator.model.practice import Practice
from annotator.model.project import Project
from annotator.model.session import Session
from annotator.storage.annotations import render
from annotator.storage.articles import article_from
from annotator.storage.codebooks import builtin
from annotator.storage.targets import cut_article, read_set
from annotator.text.safe import visible
from annotator.web.handout import embedded, page, practice_page
from annotator.web.pages import STATIC, static
from annotator.web.wording import LONGEST_SOURCE, LONGEST_TEXT, edit_from
from tests.browser import SCHEMES, Scheme, opened, overflow, requests_of, violations
from tests.hostile import CORPUS
from tests.making_classes import DOCUMENT, TEXT, a_class, the_set

NAME = "Ada “the first” \\ O'Neill 🦉"
NAMES = (
    "Night Owls",
    "night  OWLS",
    "No",
    "El Niño",
    "李雷",
    "3rd Party",
    "x" * 60,
    "ﬁre brigade",
    "",
    "  ",
    "𝔊othic",
    "é\u0301tat",
    *(each for each in CORPUS.values() if len(each) <= LONGEST_SOURCE),
)


def blank(text: str = TEXT) -> AnnotationSet:
    article = article_from(text.encode(), "harbour.txt").article
    return cut_article(article).begun_by("student", builtin().reference)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.html"
    path.write_text(page(blank(), builtin(), Project(ask=Ask.LINKS)), "utf-8")
    return path


def downloaded(browser_page: Page, name: str, folder: Path) -> Path:
    """The file that the page's button gives."""
    browser_page.fill("#name", name)
    with browser_page.expect_download() as waiting:
        browser_page.click("#hand-in button")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def random_edits(chance: random.Random, annotations: AnnotationSet) -> Iterator[dict[str, Any]]:
    """Edits as the page makes them, some of them impossible."""
    short = (each for each in CORPUS.values() if len(each) <= LONGEST_TEXT)
    texts = [each.encode("utf-8", "replace").decode() for each in short]
    while True:
        sentence = chance.choice(annotations.sentences)
        words = sentence.text.split()
        start = chance.randrange(len(words))
        claims = [chance.choice(annotations.sentences).id for _ in range(chance.randint(0, 3))]
        stances = [None, "supports", "partial", "contradicts"]
        choices: list[dict[str, Any]] = [
            {"do": "tag", "tag": chance.choice([*(tag.id for tag in builtin().tags), None])},
            {
                "do": "source",
                "name": chance.choice(NAMES),
                "kind": chance.choice([None, "person"]),
            },
            {"do": "cue", "words": " ".join(words[start : start + 2])},
            {"do": "cue", "words": "never said"},
            {
                "do": "answers",
                "answers": [{"claim": each, "stance": chance.choice(stances)} for each in claims],
            },
            {"do": "checkable", "checkable": chance.random() < 0.5},
            {"do": "note", "note": chance.choice(texts)},
            {"do": "flag", "flag": chance.random() < 0.5},
            {"do": "part", "part": chance.choice([None, None, "title", "other", "hat"])},
        ]
        yield chance.choice(choices) | {"sentence": sentence.id}


def test_the_pages_scripts_do_what_the_model_does(lesson: Path, browser: Browser) -> None:
    session = Session(blank(), builtin())
    chance = random.Random(5)  # noqa: S311 (no secret)
    edits = random_edits(chance, session.annotations)
    said = [next(edits) for _ in range(400)]
    for each in said:
        try:
            session.do(edit_from(each, session.annotations, builtin()))
        except Refused:
            continue
    with opened(browser, lesson) as browser_page:
        file = browser_page.evaluate(
            """([edits, name]) => {
                const material = JSON.parse(document.getElementById("material").textContent);
                let state = Model.blank(material);
                for (const edit of edits) {
                    const before = state;
                    try { state = Model.apply(state, edit, material); } catch (error) {
                        if (!(error instanceof Model.Refused)) throw error;
                        continue;
                    }
                    // Undone and done again, it comes to the same.
                    const back = Model.restoring(before, edit.sentence);
                    const forth = Model.restoring(state, edit.sentence);
                    Model.apply(Model.apply(state, back, material), forth, material);
                }
                return Yaml.file(material, state, name);
            }""",
            [said, session.annotations.annotator],
        )
    assert file == render(session.annotations).decode()


def test_names_fold_and_become_ids_as_in_the_model(lesson: Path, browser: Browser) -> None:
    names = [each.encode("utf-8", "replace").decode() for each in NAMES]
    with opened(browser, lesson) as browser_page:
        found = browser_page.evaluate(
            """names => names.map(each =>
                [Model.folded(each), Model.identifier(each, new Set(["no-1"]))])""",
            names,
        )
    assert found == [[folded(each), identifier(each, ("no-1",))] for each in names]


def test_the_file_that_is_handed_in_passes_the_check(
    lesson: Path, browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, lesson) as browser_page:
        for key in ("c", "N", "i", "g", "h", "t", "Enter", "b"):
            browser_page.keyboard.press(key)
        path = downloaded(browser_page, NAME, tmp_path)
    session = Session(blank(), builtin())
    first, second = (each.id for each in session.annotations.sentences[1:3])
    for said in (
        {"do": "tag", "sentence": first, "tag": "claim"},
        {"do": "source", "sentence": first, "name": "Night"},
        {"do": "tag", "sentence": second, "tag": "background"},
    ):
        session.do(edit_from(said, session.annotations, builtin()))
    expected = render(session.annotations).replace(b'annotator: "student"', b"")
    assert re.sub(rb"(?m)^annotator: .*$", b"", path.read_bytes()) == expected
    assert run(["check", str(path)]) == 0


def test_what_is_handed_in_is_collected_into_the_project(browser: Browser, tmp_path: Path) -> None:
    project = a_class(tmp_path / "class", "Ada")
    lesson, handed = tmp_path / "lesson.html", tmp_path / "in"
    handed.mkdir()
    assert run(["handout", str(project), "--document", DOCUMENT, "-o", str(lesson)]) == 0
    with opened(browser, lesson) as browser_page:
        browser_page.keyboard.press("c")
        downloaded(browser_page, "Ada", handed)
    assert run(["collect", str(project), str(handed)]) == 0
    assert the_set(project, "Ada").sentence("s2").tag == "claim"


def test_a_reload_finds_the_work_and_the_name_again(lesson: Path, browser: Browser) -> None:
    with opened(browser, lesson) as browser_page:
        browser_page.keyboard.press("b")
        browser_page.keyboard.press("b")
        browser_page.fill("#name", "Ada")
        browser_page.reload()
        expect(browser_page.locator("#count")).to_contain_text("2 of")
        assert browser_page.input_value("#name") == "Ada"
        browser_page.locator("#article").focus()
        browser_page.keyboard.press("u")
        expect(browser_page.locator("#count")).to_contain_text("1 of")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_and_a_small_screen_is_enough(
    lesson: Path, browser: Browser, scheme: Scheme
) -> None:
    for width in (320, 1280):
        with opened(browser, lesson, width, scheme) as browser_page:
            browser_page.keyboard.press("c")
            assert (violations(browser_page), overflow(browser_page)) == ([], 0)


def test_practice_says_at_once_whether_the_key_agrees_and_why(
    browser: Browser, tmp_path: Path
) -> None:
    session = Session(replace(blank(), form=Form.KEY), builtin())
    first, second = (each.id for each in session.annotations.sentences[1:3])
    session.do(Tagged((first,), "claim"))
    session.do(Explained(first, "It is their own word."))
    session.do(Tagged((second,), "background"))
    path = tmp_path / "practice.html"
    path.write_text(practice_page(session.annotations, builtin(), Project()), "utf-8")
    with opened(browser, path, 390) as browser_page:
        browser_page.keyboard.press("c")
        said = "The key says so too: claim. It is their own word."
        expect(browser_page.locator(f"#o-{first} .key")).to_contain_text(said)
        expect(browser_page.locator("#live")).to_contain_text(said)
        browser_page.keyboard.press("j")
        browser_page.keyboard.press("c")
        browser_page.keyboard.press("b")
        practised = Practice(session.annotations, builtin())
        practised = practised.answered(first, "claim").answered(second, "claim")
        told = browser_page.locator("#summary").inner_text()
        assert all(line in told for line in practised.summary_lines)
        assert "background: 0 of 1; instead you said claim (1)." in told
        assert (violations(browser_page), overflow(browser_page)) == ([], 0)


def test_it_asks_nothing_of_any_network(lesson: Path, browser: Browser) -> None:
    assert requests_of(browser, lesson) == []


def test_nothing_in_an_article_ends_the_script_that_holds_it() -> None:
    told = json.dumps({"text": "</script><script>alert(1)</script><!-- & ]]>"})
    assert not re.search("[<>&]", embedded(told))
    assert json.loads(embedded(told)) == told


def test_our_own_files_can_stand_inside_a_page() -> None:
    for name in {*STATIC, "yaml.js", "offline.js"}:
        assert not re.search("</(?:script|style)|<!--", static(name), re.IGNORECASE)


def test_hostile_text_is_shown_as_marks_and_written_as_it_is(
    browser: Browser, tmp_path: Path
) -> None:
    text = "He said “a\u202eb” and </script><b>left</b>.\n\nNobody\u200b else knew \u2066it.\n"
    path = tmp_path / "lesson.html"
    path.write_text(page(blank(text), builtin(), Project()), "utf-8")
    with opened(browser, path) as browser_page:
        shown = browser_page.inner_text("#article")
        browser_page.keyboard.press("c")
        file = downloaded(browser_page, "Ada", tmp_path)
    assert visible(text.split("\n", maxsplit=1)[0]) in shown
    assert run(["check", str(file)]) == 0


def test_the_command_writes_it_and_refuses_what_has_no_article(tmp_path: Path) -> None:
    article = tmp_path / "harbour.txt"
    article.write_text(TEXT)
    out = tmp_path / "lesson.html"
    assert run(["handout", str(article), "-o", str(out), "--ask", "sources"]) == 0
    assert '"ask": "sources"' in out.read_text()
    assert run(["handout", str(article)]) == 2


def test_furniture_becomes_body_text_with_one_key_or_tap(
    lesson: Path, browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, lesson) as browser_page:
        for key in ("Home", "p", "c", "Escape", "u", "u"):
            browser_page.keyboard.press(key)
        expect(browser_page.locator("#o-s1")).to_have_class(re.compile("furniture"))
        browser_page.keyboard.press("Home")
        if not browser_page.locator("#more").evaluate("each => each.open"):
            browser_page.click("#more summary")
        browser_page.click("#f-part")
        browser_page.keyboard.press("c")
        path = downloaded(browser_page, NAME, tmp_path)
    first = read_set(path)[0].sentences[0]
    assert run(["check", str(path)]) == 0
    assert (blank().sentences[0].part, first.part, first.tag) == ("title", None, "claim")
