"""Every text field of the model, filled with what drives a terminal, on every screen."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rich.segment import ControlType, Segment
from textual.color import Color
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from annotator.model.annotation import AnnotationSet, Provenance, SetForm
from annotator.model.answer_key import Practice
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.project.adjudication import AdjudicationQueue
from annotator.project.open_set import OpenSet
from annotator.storage.layout import PassFile
from annotator.tui.app import CONTROL_FILTER, AnnotatorApp, ControlFilter
from annotator.tui.commands import COMMANDS, Command
from annotator.tui.file_session import FileSession
from annotator.tui.screens.adjudication import (
    AdjudicationQueueScreen,
    AdjudicationScreen,
    AdjudicationSession,
)
from annotator.tui.screens.task_list import TaskList
from tests.factories import a_codebook, a_sentence, a_set, a_source
from tests.hostile import CORPUS, forbidden_bytes
from tests.hostile_world import a_world
from tests.project_factories import the_queue

Model = TypeVar("Model")
PAYLOADS = {
    name: text
    for name, text in CORPUS.items()
    if 3 < len(text) < 120 and any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 for each in text)
}
NOT_FREE = frozenset({"key", "color", "sha256"})
"""Texts that have to be one of a few, or are looked up by a key that is pressed."""
QUESTIONS = (
    *("c", "tab", "escape", "e", "left", "1", "f", "slash", "B", "o", "right", "enter"),
    *("1", "y", "enter", "n", "escape"),
)


def filled(value: Model, payload: str) -> Model:
    """The same value, with `payload` behind every text in it; what names another still does."""
    found: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        found = value + payload
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            each.name: _field(each.name, getattr(value, each.name), payload)
            for each in dataclasses.fields(value)
            if each.init
        }
        found = dataclasses.replace(value, **fields)
    elif isinstance(value, tuple):
        made = (
            _field(name, each, payload)
            for name, each in zip(getattr(value, "_fields", [""] * len(value)), value, strict=True)
        )
        found = type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    elif isinstance(value, dict):
        found = {key: filled(each, payload) for key, each in value.items()}
    return found  # type: ignore[no-any-return]


def _field(name: str, value: Model, payload: str) -> Model:
    return value if name in NOT_FREE else filled(value, payload)


def hostile_set(payload: str, form: SetForm) -> AnnotationSet:
    """A set that uses every field there is, each of them hostile."""
    owls = a_source("Owls", affiliation="Port", concerned=True)
    given: dict[str, Any] = {"via": "Post", "note": "note", "flag": True, "explanation": "why"}
    annotations = a_set(
        a_sentence("Title", None, part="title"),
        a_sentence(
            "Owls said so.",
            "claim",
            cue="said",
            source=owls.id,
            accepted_tags=("background",),
            **given,
        ),
        a_sentence("It was so.", "confirmation", answers=("s2",), source=owls.id, **given),
        a_sentence("No answer.", "non-response", answers=("s2",), **given),
        a_sentence("It rained.", "background", **given),
        a_sentence("Ana Roe said no.", None),
        a_sentence("It snowed and hailed.", None),
        sources=(owls,),
        form=form,
        reason="reason",
    )
    by = Provenance("adjudicated", "Grace", "reason", {"Ada": {"tag": "claim"}})
    sentences = tuple(dataclasses.replace(each, provenance=by) for each in annotations.sentences)
    return filled(dataclasses.replace(annotations, sentences=sentences), payload)


class Watched:
    """What was painted: whether anything of it had a control, and whether anything had its mark."""

    def __init__(self) -> None:
        self.controls: list[str] = []
        self.faults: list[str] = []
        self.marked = 0

    def watch(self, segments: list[Segment]) -> None:
        for each in segments:
            text = each.text
            self.controls += [text] if any(unicode_control(one) for one in text) else []
            self.faults += forbidden_bytes(text.encode("utf-8", "surrogatepass"))
            self.marked += any("\u2400" <= one <= "\u2421" or one == "⟨" for one in text)


def unicode_control(character: str) -> bool:
    return ord(character) < 32 or 0x7F <= ord(character) < 0xA0


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Look at what comes to the last line, which must have nothing to do."""
    seen = Watched()
    taken = ControlFilter.apply

    def apply(self: ControlFilter, segments: list[Segment], background: Color) -> list[Segment]:
        seen.watch(segments)
        return taken(self, segments, background)

    monkeypatch.setattr(ControlFilter, "apply", apply)
    yield seen
    assert seen.controls == []
    assert seen.faults == []
    assert seen.marked


async def press_everything(
    pilot: Pilot[None], table: tuple[Command, ...], extra: tuple[str, ...] = ()
) -> None:
    """Press every key of a table but those that leave, and close what it opens."""
    for command in table:
        if command.id.endswith("leave"):
            continue
        await pilot.press(*command.keys[:1])
        await pilot.pause()
        await pilot.press("escape", "escape")
    await pilot.press(*extra, "escape")
    await pilot.pause()


@pytest.mark.parametrize(
    ("form", "payload", "size", "keys"),
    [
        (SetForm.ANNOTATIONS, "sets the window title (OSC 0)", (80, 24), None),
        (SetForm.KEY, "clears the screen, C1 CSI", (120, 40), ("+", "escape", "E", "escape", "i")),
        (SetForm.GOLD, "every C0 control", (120, 40), ("l", "escape", "s", "escape")),
    ],
)
async def test_no_text_of_a_set_or_a_codebook_drives_the_terminal_on_the_tagging_screen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: SetForm,
    payload: str,
    size: tuple[int, int],
    keys: tuple[str, ...] | None,
) -> None:
    text = CORPUS[payload].replace("\x00", "")
    codebook = filled(a_codebook(introduction="words", title="title"), text)
    path = Path(f"{tmp_path}/{text.replace('/', '')}a.yaml")
    open_set = OpenSet(
        hostile_set(text, form), codebook, PassFile(1, path), None, None, notices=(text,)
    )
    app = AnnotatorApp(FileSession(open_set), prompts=PromptSettings(PromptLevel.LINKS))
    with watched(monkeypatch):
        async with app.run_test(size=size) as pilot:
            await pilot.press("colon", "2", "enter", *(keys or ()))
            if keys is None:
                await press_everything(pilot, COMMANDS)
            await pilot.press("colon", "6", "enter", *QUESTIONS, "escape")
            app.work.close()


async def test_a_sources_name_with_any_control_in_it_is_painted_as_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tuple(
        a_source(f"Owls{text}", id=f"o{at}") for at, text in enumerate(PAYLOADS.values())
    )
    annotations = a_set(*(a_sentence("They said so.", "claim", source=each.id) for each in sources))
    annotations = dataclasses.replace(annotations, sources=sources)
    open_set = OpenSet(annotations, a_codebook(), PassFile(1, tmp_path / "a.yaml"), None)
    with watched(monkeypatch):
        async with AnnotatorApp(FileSession(open_set)).run_test(size=(120, 80)) as pilot:
            await pilot.press("s", "escape", "S", "escape")
            await pilot.pause()


async def test_no_text_of_a_key_drives_the_terminal_in_practice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = PAYLOADS["sets the window title (OSC 0)"]
    key = hostile_set(text, SetForm.KEY)
    app = AnnotatorApp(Practice(key, filled(a_codebook(), text)))
    with watched(monkeypatch):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("c", "enter", "b", "enter", "?", "escape", "v", "escape", "q")
            await pilot.pause()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_world(tmp_path_factory.mktemp("world")).project


async def test_no_text_of_a_project_drives_the_terminal_on_its_lists(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotator = the_queue(project).project.annotators[0]
    for app in (
        AnnotatorApp(TaskList.for_annotator(project, annotator, {})),
        AnnotatorApp(
            lambda keys, asking: AdjudicationQueueScreen(the_queue(project), keys, asking)
        ),
    ):
        with watched(monkeypatch):
            async with app.run_test(size=(80, 24)) as pilot:
                await app.workers.wait_for_complete(
                    [each for each in app.workers if each.group == "reading"]
                )
                await pilot.press("o", "escape", "slash", "escape", "question_mark", "escape", "G")
                await pilot.pause()
        app.close()


async def test_no_text_of_a_project_drives_the_terminal_in_adjudication(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue: AdjudicationQueue = the_queue(project)
    session = AdjudicationSession.of(queue, "other")
    app = AnnotatorApp(lambda keys, asking: AdjudicationScreen(session, keys, asking))
    with watched(monkeypatch):
        async with app.run_test(size=(120, 40)) as pilot:
            for keys in ("D", "R", "=", "s", "S", "l", "e", "m", "v", "?"):
                await pilot.press(keys, "escape")
            await pilot.press("1", "enter", "G", "D", "escape")
    app.close()


class Raw(Widget):
    """A widget that paints what it should not."""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("a\x1b]0;HOSTILE\x07b\x9b2Jc\nd")])

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return 20


async def test_the_last_line_takes_controls_out_whatever_a_widget_paints(tmp_path: Path) -> None:
    open_set = OpenSet(a_set(), a_codebook(), PassFile(1, tmp_path / "a.yaml"))
    app = AnnotatorApp(FileSession(open_set))
    async with app.run_test() as pilot:
        await app.screen.mount(Raw())
        await pilot.pause()
        strips = app.screen.query_one(Raw).render_lines(app.screen.size.region)
    assert "a]0;HOSTILEb2Jcd" in "".join(strip.text for strip in strips)
    assert CONTROL_FILTER in app.get_line_filters()


def test_the_last_line_leaves_what_textual_itself_writes() -> None:
    own = Segment("\x1b]52;c;YQ==\x07", None, [(ControlType.BELL,)])
    assert CONTROL_FILTER.apply([own], Color(0, 0, 0)) == [own]
