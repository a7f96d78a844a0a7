"""The handout: one file, whose scripts do exactly what the model and the writer of files do."""

import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from annotator.cli import run
from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.answer_key import ExplainTag, Practice
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.model.name_folding import fold_name, identifier
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel
from annotator.model.session import Session
from annotator.project.documents import segment_article
from annotator.storage.articles import article_from
from annotator.storage.codebooks import builtin
from annotator.storage.sets import read_set, render
from annotator.text.safe import safe_text
from annotator.web.handout import handout_page, practice_page
from annotator.web.page_edits import MAX_SOURCE_LENGTH, MAX_TEXT_LENGTH, parse_edit
from annotator.web.pages import STATIC_FILES, script_json, static_file
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, requests_of, violations
from tests.hostile import CORPUS
from tests.project_factories import CLASS_DOCUMENT, CLASS_TEXT, a_class, the_pass

UNDER_LOAD = 20_000
"""Milliseconds for an event to reach another tab when the computer is busy."""

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
    *(each for each in CORPUS.values() if len(each) <= MAX_SOURCE_LENGTH),
)


def blank(text: str = CLASS_TEXT) -> AnnotationSet:
    article = article_from(text.encode(), "harbour.txt").article
    return segment_article(article).new_set("student", builtin().reference)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.html"
    path.write_text(
        handout_page(blank(), builtin(), Project(prompt_level=PromptLevel.LINKS)), "utf-8"
    )
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
    short = (each for each in CORPUS.values() if len(each) <= MAX_TEXT_LENGTH)
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
            {
                "do": "decide",
                "tag": chance.choice([tag.id for tag in builtin().tags]),
                "source": {"name": chance.choice(NAMES), "kind": chance.choice([None, "person"])},
                "cue": {"words": chance.choice([" ".join(words[start : start + 2]), "never"])},
            },
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
            session.apply(parse_edit(each, session.annotations, builtin()))
        except DataError:
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
    assert found == [[fold_name(each), identifier(each, ("no-1",))] for each in names]


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
        session.apply(parse_edit(said, session.annotations, builtin()))
    expected = render(session.annotations).replace(b'annotator: "student"', b"")
    assert re.sub(rb"(?m)^annotator: .*$", b"", path.read_bytes()) == expected
    assert run(["check", str(path)]) == 0


def test_what_is_handed_in_is_collected_into_the_project(browser: Browser, tmp_path: Path) -> None:
    project = a_class(tmp_path / "class", "Ada")
    lesson, handed = tmp_path / "lesson.html", tmp_path / "in"
    handed.mkdir()
    assert run(["handout", str(project), "--document", CLASS_DOCUMENT, "-o", str(lesson)]) == 0
    with opened(browser, lesson) as browser_page:
        browser_page.keyboard.press("c")
        downloaded(browser_page, "Ada", handed)
    assert run(["collect", str(project), str(handed)]) == 0
    assert the_pass(project, "Ada").sentence("s2").tag == "claim"


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
    session = Session(replace(blank(), form=SetForm.KEY), builtin())
    first, second = (each.id for each in session.annotations.sentences[1:3])
    session.apply(SetTag((first,), "claim"))
    session.apply(ExplainTag(first, "It is their own word."))
    session.apply(SetTag((second,), "background"))
    path = tmp_path / "practice.html"
    path.write_text(practice_page(session.annotations, builtin(), Project()), "utf-8")
    with opened(browser, path, 390) as browser_page:
        browser_page.keyboard.press("c")
        said = re.compile(r"\bclaim\b.*It is their own word\.")
        expect(browser_page.locator(f"#o-{first} .key")).to_contain_text(said)
        expect(browser_page.locator("#live")).to_contain_text(said)
        browser_page.keyboard.press("j")
        browser_page.keyboard.press("c")
        browser_page.keyboard.press("b")
        practiced = Practice(session.annotations, builtin())
        practiced = practiced.with_answer(first, "claim").with_answer(second, "claim")
        told = browser_page.locator("#summary").inner_text()
        assert all(line in told for line in practiced.summary_lines)
        assert "claim (1)" in told
        assert (violations(browser_page), overflow(browser_page)) == ([], 0)


def test_it_asks_nothing_of_any_network(lesson: Path, browser: Browser) -> None:
    assert requests_of(browser, lesson) == []


def test_nothing_in_an_article_ends_the_script_that_holds_it() -> None:
    told = json.dumps({"text": "</script><script>alert(1)</script><!-- & ]]>"})
    assert not re.search("[<>&]", script_json(told))
    assert json.loads(script_json(told)) == told


def test_our_own_files_can_stand_inside_a_page() -> None:
    for name in {*STATIC_FILES, "yaml.js", "offline.js"}:
        assert not re.search("</(?:script|style)|<!--", static_file(name), re.IGNORECASE)


def test_hostile_text_is_shown_as_marks_and_written_as_it_is(
    browser: Browser, tmp_path: Path
) -> None:
    text = "He said “a\u202eb” and </script><b>left</b>.\n\nNobody\u200b else knew \u2066it.\n"
    path = tmp_path / "lesson.html"
    path.write_text(handout_page(blank(text), builtin(), Project()), "utf-8")
    with opened(browser, path) as browser_page:
        shown = browser_page.inner_text("#article")
        browser_page.keyboard.press("c")
        file = downloaded(browser_page, "Ada", tmp_path)
    assert safe_text(text.split("\n", maxsplit=1)[0]) in shown
    assert run(["check", str(file)]) == 0


def test_the_command_writes_it_and_refuses_what_has_no_article(tmp_path: Path) -> None:
    article = tmp_path / "harbour.txt"
    article.write_text(CLASS_TEXT)
    out = tmp_path / "lesson.html"
    assert run(["handout", str(article), "-o", str(out), "--prompt-level", "sources"]) == 0
    assert '"prompt_level": "sources"' in out.read_text()
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


# Several tabs, shared computers, browsers that keep nothing.


@contextmanager
def two_tabs(browser: Browser, path: Path) -> Iterator[tuple[Page, Page]]:
    """The same file in two tabs of one browser."""
    with opened(browser, path) as first:
        second = first.context.new_page()
        second.goto(path.resolve().as_uri())
        yield first, second


def tagged(browser_page: Page) -> int:
    return int(browser_page.inner_text("#count").split()[0])


def press(browser_page: Page, *keys: str) -> None:
    browser_page.bring_to_front()
    browser_page.focus("#article")
    for key in keys:
        browser_page.keyboard.press(key)


def test_two_tabs_keep_what_is_tagged_in_either(
    tags_only: Path, browser: Browser, tmp_path: Path
) -> None:
    with two_tabs(browser, tags_only) as (first, second):
        press(first, "c", "c", "n")
        press(second, "End", "b")
        for each in (first, second):
            expect(each.locator("#count")).to_contain_text("4 of")
        press(first, "Home", "j", "f")
        first.reload()
        second.reload()
        for each in (first, second):
            expect(each.locator("#count")).to_contain_text("4 of")
        files = [downloaded(each, "Ada", tmp_path).read_bytes() for each in (first, second)]
    assert files[0] == files[1]
    assert b"tag: confirmation" in files[0]


def test_sources_that_two_tabs_name_are_kept_apart_and_shared(
    lesson: Path, browser: Browser
) -> None:
    with two_tabs(browser, lesson) as (first, second):
        for tab, at, names in ((first, "Home", "night"), (second, "End", "NIGHT")):
            press(tab, at, *("j" if at == "Home" else ""), "c", *names, "Enter")
            expect(tab.locator("#saving")).to_have_class(re.compile("good"))
        for tab in (first, second):
            # A person who looks at a tab sees all, even if a browser under load delayed an event.
            for _ in range(20):
                tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
                tab.wait_for_timeout(200)
                if tagged(tab) == 2:
                    break
            expect(tab.locator("#count")).to_contain_text("2 of")
            found = tab.locator(".sentence .links").all_inner_texts()
            assert [each.strip() for each in found] == ["night", "night"]


def test_the_second_tab_is_told_of_the_first_until_that_is_closed(
    lesson: Path, browser: Browser
) -> None:
    with two_tabs(browser, lesson) as (first, second):
        expect(second.locator("#notice")).to_contain_text("open in another tab")
        assert not first.locator("#notice").is_visible()
        # A browser under load may kill a tab that closes before it can say goodbye.
        first.goto("about:blank")
        expect(second.locator("#notice")).to_be_hidden(timeout=UNDER_LOAD)


@pytest.mark.parametrize(("blocked", "asks"), [(True, True), (False, False)])
def test_leaving_asks_where_the_browser_keeps_nothing(
    lesson: Path, browser: Browser, *, blocked: bool, asks: bool
) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    with opened(browser, "about:blank") as browser_page:
        if blocked:
            browser_page.add_init_script(
                "Storage.prototype.setItem = () => { throw new Error('full') }"
            )
        browser_page.on("dialog", answer)
        browser_page.goto(lesson.resolve().as_uri())
        press(browser_page, "b", "b")
        assert tagged(browser_page) == 2
        browser_page.goto("about:blank")
    assert asked == (["beforeunload"] if asks else [])


def test_the_next_student_on_a_computer_starts_over_and_the_work_is_downloaded(
    lesson: Path, browser: Browser, tmp_path: Path
) -> None:
    with two_tabs(browser, lesson) as (first, second):
        assert first.locator("#whose").is_hidden()
        press(first, "b", "b")
        first.fill("#name", "Zoë")
        assert first.locator("#whose").is_hidden()
        first.reload()
        expect(first.locator("#owner")).to_contain_text("Zoë")
        first.get_by_role("button", name="Not Zoë? Start over").click()
        with first.expect_download() as waiting:
            first.click("#sure [value=yes]")
        waiting.value.save_as(tmp_path / "zoe.yaml")
        for each in (first, second):
            expect(each.locator("#count")).to_contain_text("0 of")
            assert each.input_value("#name") == ""
        assert first.locator("#whose").is_hidden()
        first.reload()
        assert tagged(first) == 0
    kept = (tmp_path / "zoe.yaml").read_text("utf-8")
    assert ('annotator: "Zoë"' in kept, kept.count("tag: background")) == (True, 2)
    assert run(["check", str(tmp_path / "zoe.yaml")]) == 0


def test_what_an_earlier_version_kept_in_one_piece_is_taken_over(
    lesson: Path, browser: Browser
) -> None:
    with opened(browser, lesson) as browser_page:
        browser_page.evaluate(
            """() => {
                const material = JSON.parse(document.getElementById("material").textContent);
                const [, second] = material.sentences;
                const edit = { do: "tag", sentence: second.id, tag: "claim" };
                const state = Model.apply(Model.blank(material), edit, material);
                localStorage.clear();
                const kept = { state, at: second.id, undone: [], name: "Ada" };
                localStorage.setItem(`annotator handout ${material.sha256}`, JSON.stringify(kept));
            }"""
        )
        browser_page.reload()
        assert (tagged(browser_page), browser_page.input_value("#name")) == (1, "Ada")
        browser_page.reload()
        assert tagged(browser_page) == 1


def test_a_browser_whose_storage_is_emptied_keeps_what_is_on_the_page(
    lesson: Path, browser: Browser
) -> None:
    with two_tabs(browser, lesson) as (first, second):
        press(first, "b", "b")
        expect(second.locator("#count")).to_contain_text("2 of")
        second.evaluate("localStorage.clear()")
        press(first, "b")
        first.reload()
        assert tagged(first) == 3


# Keys.


@pytest.fixture
def tags_only(tmp_path: Path) -> Path:
    path = tmp_path / "tags.html"
    path.write_text(handout_page(blank(), builtin(), Project()), "utf-8")
    return path


def dispatch(browser_page: Page, key: str, code: str, **fields: Any) -> None:
    """Press a key as a keyboard of another layout does."""
    browser_page.evaluate(
        """([key, code, fields]) => {
            const event = { key, code, bubbles: true, cancelable: true, ...fields };
            const article = document.getElementById("article");
            article.dispatchEvent(new KeyboardEvent("keydown", event));
        }""",
        [key, code, fields],
    )


@pytest.mark.parametrize("key", ["c", "Backspace", "u", " ", "x", "."])
def test_a_key_that_is_held_down_acts_once(tags_only: Path, browser: Browser, key: str) -> None:
    found = []
    for times in (1, 5):
        with opened(browser, tags_only) as browser_page:
            press(browser_page, "c", "c", "f", "k")
            for _ in range(times):
                browser_page.keyboard.down(key)
            browser_page.keyboard.up(key)
            found.append(browser_page.inner_text("#article"))
    assert found[0] == found[1]


def test_a_held_key_that_opens_a_form_writes_nothing_into_it(
    lesson: Path, browser: Browser
) -> None:
    with opened(browser, lesson) as browser_page:
        for _ in range(5):
            browser_page.keyboard.down("c")
        browser_page.keyboard.up("c")
        assert browser_page.input_value("#f-source") == ""
        browser_page.keyboard.type("cc")
        assert browser_page.input_value("#f-source") == "cc"
        assert tagged(browser_page) == 1


def test_enter_held_on_a_tags_button_tags_one_sentence(tags_only: Path, browser: Browser) -> None:
    with opened(browser, tags_only) as browser_page:
        browser_page.focus("#t-claim")
        for _ in range(5):
            browser_page.keyboard.down("Enter")
        browser_page.keyboard.up("Enter")
        assert tagged(browser_page) == 1


def test_a_held_arrow_key_keeps_moving(tags_only: Path, browser: Browser) -> None:
    with opened(browser, tags_only) as browser_page:
        press(browser_page, "Home")
        for _ in range(3):
            browser_page.keyboard.down("ArrowDown")
        assert browser_page.inner_text("[aria-selected=true] .number") == "4"


@pytest.mark.parametrize(
    ("key", "code", "fields"),
    [
        ("C", "KeyC", {}),
        ("C", "KeyC", {"shiftKey": True}),
        ("с", "KeyC", {}),
        ("ψ", "KeyC", {}),
        ("ｃ", "KeyC", {}),
        ("Process", "KeyC", {}),
        ("c", "KeyI", {}),
        ("&", "Digit1", {}),
        ("１", "Digit1", {}),
    ],
)
def test_a_tag_key_is_understood_on_every_keyboard(
    tags_only: Path, browser: Browser, key: str, code: str, fields: dict[str, Any]
) -> None:
    with opened(browser, tags_only) as browser_page:
        dispatch(browser_page, key, code, **fields)
        assert browser_page.inner_text("#o-s2 .mark") == "C"


@pytest.mark.parametrize(
    ("key", "code", "fields"),
    [
        ("o", "KeyC", {}),
        ("O", "KeyC", {}),
        ("ç", "KeyC", {}),
        (",", "KeyM", {}),
        ("!", "Digit1", {"shiftKey": True}),
        ("ж", "Semicolon", {}),
    ],
)
def test_a_key_that_is_none_of_ours_tags_nothing_and_that_is_said_once(
    tags_only: Path, browser: Browser, key: str, code: str, fields: dict[str, Any]
) -> None:
    with opened(browser, tags_only) as browser_page:
        dispatch(browser_page, key, code, **fields)
        expect(browser_page.locator("#live")).to_contain_text("does nothing here")
        expect(browser_page.locator("#notice")).to_contain_text(key)
        press(browser_page, "c")
        dispatch(browser_page, key, code, **fields)
        expect(browser_page.locator("#notice")).to_be_hidden()
        assert tagged(browser_page) == 1


def test_single_keys_stay_off_after_a_reload_and_on_another_page(
    tags_only: Path, lesson: Path, browser: Browser
) -> None:
    with opened(browser, tags_only) as browser_page:
        browser_page.evaluate("document.querySelector('#keys').open = true")
        browser_page.uncheck("#single")
        browser_page.reload()
        assert not browser_page.is_checked("#single")
        press(browser_page, "c")
        expect(browser_page.locator("#notice")).to_be_visible()
        assert tagged(browser_page) == 0
        press(browser_page, "ArrowDown")
        browser_page.goto(lesson.resolve().as_uri())
        assert not browser_page.is_checked("#single")


# Practice in several tabs.


def test_practice_in_two_tabs_keeps_the_first_answers_of_both(
    browser: Browser, tmp_path: Path
) -> None:
    session = Session(replace(blank(), form=SetForm.KEY), builtin())
    first, second = (each.id for each in session.annotations.sentences[1:3])
    for each in (first, second):
        session.apply(SetTag((each,), "claim"))
    path = tmp_path / "practice.html"
    path.write_text(practice_page(session.annotations, builtin(), Project()), "utf-8")
    with two_tabs(browser, path) as (one, other):
        expect(other.locator("#notice")).to_contain_text("open in another tab")
        press(one, "b", "c")
        press(other, "Home", "j", "j", "c")
        for tab in (one, other):
            expect(tab.locator("#summary")).to_contain_text("1 of 2 answers agreed")
        one.reload()
        expect(one.locator("#summary")).to_contain_text("1 of 2 answers agreed")
        one.get_by_role("button", name="Start over").click()
        for tab in (one, other):
            expect(tab.locator("#count")).to_contain_text("0 of")
            expect(tab.locator("#summary")).to_be_hidden()
