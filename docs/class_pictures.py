"""Takes the pictures of the class page: a lesson with a real server and a real Chromium.

`python -m docs.class_pictures` makes a project of a sample, serves it, lets a class of invented
students tag it over HTTP, leads the hour as the page says, and photographs what is to be seen. All
that is random is drawn from one seed, so the pictures change only where the pages do.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from annotator.model.sitting import Sitting
from annotator.storage import sittings
from annotator.storage.files import overwrite
from annotator.storage.layout import class_path
from annotator.storage.sets import read_set
from tests.drivers.browser import ARGUMENTS, chromium

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = "harbour-blackout"
CODE = "HXRC7A"
HOST = "192.168.1.20"
SHOWN = f"{HOST}:8000"
"""The address in the pictures. The browser is sent to the real port."""
NAMES = (
    "Amina Yildiz", "Ben Okafor", "Chloé Martin", "Dilan Kaya", "Elif Aydın", "Finn Larsen",
    "Grace Mensah", "Hugo Silva", "Ida Nyström", "Jonas Weber", "Kofi Asante", "Lena Fischer",
    "Mateo Ruiz", "Noor Haddad", "Oskar Lind", "Priya Nair", "Quentin Roux", "Rosa Conti",
    "Sami Rahman", "Tess de Vries", "Ulla Berg", "Viktor Novak",
)  # fmt: skip
LATE = ("Wanda Kowalska", "Yusuf Demir")
"""Students who are listed in the project and absent."""
SPLIT: Mapping[str, Mapping[str, int]] = {
    "s7": {"non-response": 12, "claim": 2, "confirmation": 6, "background": 2},
    "s13": {"confirmation": 9, "claim": 11, "non-response": 2},
    "s14": {"claim": 14, "confirmation": 7, "background": 1},
    "s16": {"background": 13, "claim": 9},
}
"""The votes on the sentences that the lesson discusses. On the rest, few students differ."""
FEW = 4
PERSUADED = 0.6
COLORS = 192
"""The number of colors in a picture: enough for text, and small."""
REASONS = {
    "s13": {
        "claim": ("The new passwords are news.", "They only say it about themselves."),
        "confirmation": ("It answers what the hackers wrote.", "A denial is an answer to a claim."),
        "non-response": ("They do not admit anything.",),
    }
}


@dataclass(slots=True)
class Pupil:
    """One student, on a connection of their own."""

    name: str
    client: httpx.Client
    number: int = 0
    tags: dict[str, str] | None = None

    def send(self, vote: int, sentence: str, **edit: str) -> None:
        """Send one edit, and see it saved."""
        self.number += 1
        edits = {"do": next(iter(edit)), "sentence": sentence, **edit}
        page = f"{NAMES.index(self.name) + 1:016x}"
        said = {"page": page, "number": self.number, "vote": vote, "edit": edits, "at": sentence}
        self.client.post("/api/edit", json=said).raise_for_status()


class Lesson:
    """A class on the sample, served by a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = read_set(ROOT / "annotator" / "samples" / f"{SAMPLE}.key.yaml")[0]
        self._random = random.Random(2026)  # noqa: S311 (pictures, not secrets)
        self._project()
        command = [*PROGRAM, "serve", str(folder), "--port", "0", "--host-name", HOST]
        command.append("--print-link")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self.process.stdout is not None  # noqa: S101 (asked for)
        link = next(line.strip() for line in self.process.stdout if "/teach/in/" in line)
        self.port = int(link.split("127.0.0.1:")[1].split("/")[0])
        self.teacher_path = link.split(str(self.port))[1]
        self.pupils: list[Pupil] = []
        # A page that is open hears of changes; without it a student is away.
        self._streams = ExitStack()

    def _project(self) -> None:
        who = [part for name in (*NAMES, *LATE) for part in ("-a", name)]
        ran("init", str(self.folder), "--title", "Media class", *who)
        ran("add", str(self.folder), str(ROOT / "annotator" / "samples" / f"{SAMPLE}.txt"))
        (self.folder / "keys").mkdir()
        key = (ROOT / "annotator" / "samples" / f"{SAMPLE}.key.yaml").read_bytes()
        overwrite(self.folder / "keys" / f"{SAMPLE}.yaml", key)
        sittings.make_private_folders(self.folder)
        path = class_path(self.folder, SAMPLE)
        sittings.save(path, Sitting(SAMPLE, CODE, "picture", (SAMPLE,), SAMPLE))

    def join(self) -> None:
        """All students join except the last two, who use a browser."""
        for name in NAMES[:-2]:
            client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False)
            client.post("/join", data={"code": CODE, "name": name}).raise_for_status()
            self._streams.enter_context(client.stream("GET", "/api/events"))
            self.pupils.append(Pupil(name, client))

    def tag(self) -> None:
        """The first vote; three have not come to the end yet."""
        drawn = {each.id: self._draw(each.id, each.tag) for each in self.key.sentences if each.tag}
        for place, pupil in enumerate(self.pupils):
            own = list(drawn)[: {5: 9, 11: 13, 17: 15}.get(place)]
            pupil.tags = {sentence: drawn[sentence][place] for sentence in own}
            for sentence, tag in pupil.tags.items():
                pupil.send(1, sentence, tag=tag)

    def _draw(self, sentence: str, key: str | None) -> list[str]:
        tags = [tag for tag, count in SPLIT.get(sentence, {}).items() for _ in range(count)]
        if not tags:
            own = str(key)
            other = "background" if own == "claim" else "claim"
            aside = self._random.randint(0, FEW)
            tags = [other] * aside + [own] * (len(NAMES) - aside)
        self._random.shuffle(tags)
        return tags

    def reason(self) -> None:
        """Some say in a line why they tagged a split sentence so."""
        for sentence, reasons in REASONS.items():
            left = {tag: list(said) for tag, said in reasons.items()}
            for pupil in self.pupils:
                said = left.get((pupil.tags or {}).get(sentence, ""))
                if said:
                    pupil.send(1, sentence, note=said.pop())

    def vote_again(self) -> None:
        """After the discussion some have come over to the key's side."""
        for pupil in self.pupils:
            for sentence in SPLIT:
                tag = self.key.sentence(sentence).tag
                persuaded = self._random.random() < PERSUADED
                if tag and persuaded and (pupil.tags or {}).get(sentence) not in {None, tag}:
                    pupil.send(2, sentence, tag=tag)

    def end(self) -> None:
        """Stop the server."""
        self._streams.close()
        for pupil in self.pupils:
            pupil.client.close()
        self.process.terminate()
        self.process.communicate()


PROGRAM = (sys.executable, "-m", "annotator")


def ran(*arguments: str) -> None:
    """Run a command of the program."""
    subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True)  # noqa: S603


@contextmanager
def browsing(port: int) -> Iterator[Browser]:
    """A Chromium that finds the class page at the address in the pictures."""
    there = f"--host-resolver-rules=MAP {SHOWN} 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        path = chromium()
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, there])
        yield browser
        browser.close()


def window(browser: Browser, width: int, height: int, **more: Any) -> Page:
    """A window of this size, in CSS pixels, that knows of no other."""
    size: Any = {"width": width, "height": height}
    return browser.new_context(viewport=size, reduced_motion="reduce", **more).new_page()


def take(page: Page, name: str) -> None:
    """Take one picture of what the window shows."""
    taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
    few = taken.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def student(browser: Browser, name: str, size: tuple[int, int], keys: str, **more: Any) -> Page:
    """A student's window, after these keys."""
    page = window(browser, *size, **more)
    page.goto(f"http://{SHOWN}/?code={CODE}")
    page.fill("#name", name)
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=option]")
    expect(page.locator("#notice")).to_be_hidden()
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("#saving")).to_have_text("Saved")
    return page


def go(page: Page, step: str) -> None:
    """Go to a step of the lesson; say yes where it asks, and wait where it waits."""
    page.click(f"[data-step={step}]")
    if page.locator("#sure[open]").count():
        page.click("#sure [value=yes]")
    expect(page.locator("[aria-current] [data-step]")).to_have_attribute(
        "data-step", step, timeout=9000
    )


def the_hour(browser: Browser, lesson: Lesson) -> None:
    """The lesson from the open door to the end, with a picture of each page."""
    teacher = window(browser, 1180, 760)
    teacher.goto(f"http://{SHOWN}{lesson.teacher_path}")
    teacher.wait_for_selector("#steps li")
    lesson.join()
    go(teacher, "read")
    go(teacher, "tag")
    lesson.tag()
    phone = student(browser, NAMES[-2], (390, 780), "ccc", has_touch=True, is_mobile=True)
    take(phone, "class-phone")
    laptop = student(browser, NAMES[-1], (1180, 720), "cccccf")
    take(laptop, "class-laptop")
    go(teacher, "why")
    expect(teacher.get_by_role("button", name="Stop asking: sentence 13")).to_be_visible()
    lesson.reason()
    expect(teacher.locator(".reasons li")).to_have_count(5)
    teacher.get_by_role("button", name="Approve all").click()
    teacher.get_by_role("button", name="Show on projector: sentence 13").click()
    expect(teacher.locator(".reasons li.approved")).to_have_count(5)
    expect(teacher.locator(".spread.on")).to_be_visible()
    teacher.evaluate("scrollTo(0, 0)")
    take(teacher, "class-instructor")
    go(teacher, "talk")
    go(teacher, "vote")
    lesson.vote_again()
    projected(teacher)
    go(teacher, "end")
    expect(teacher.locator("#stage")).to_contain_text("ended")


def projected(teacher: Page) -> None:
    """The projector's view of the second vote, with the key to one sentence shown."""
    teacher.get_by_role("button", name="Show on projector: sentence 13").click()
    teacher.get_by_role("button", name="Reveal key: sentence 13").click()
    expect(teacher.locator(".key")).to_be_visible(timeout=9000)
    beamer = teacher.context.new_page()
    beamer.set_viewport_size({"width": 1180, "height": 720})
    beamer.goto(f"http://{SHOWN}{teacher.evaluate('document.body.dataset.teach')}/projector")
    expect(beamer.locator(".key")).to_be_visible()
    take(beamer, "class-projector")
    beamer.close()


def on_paper(browser: Browser, lesson: Lesson) -> None:
    """The worksheet and a feedback page."""
    sheet, feedback = lesson.folder / "worksheet.html", lesson.folder / "feedback"
    ran("worksheet", str(lesson.folder), "--document", SAMPLE, "-o", str(sheet))
    ran("grade", str(lesson.folder), "--feedback", str(feedback))
    page = window(browser, 794, 930)
    page.emulate_media(media="print")
    page.goto(sheet.as_uri())
    # A window has no margins, which the printer gives the page.
    page.add_style_tag(content="body { margin: 12mm 14mm }")
    take(page, "class-worksheet")
    page = window(browser, 794, 900)
    page.goto((feedback / "ben-okafor.html").as_uri())
    take(page, "class-feedback")


def main() -> None:
    """Take every picture; without a Chromium, say so and leave the old ones."""
    if chromium() is None:
        sys.stderr.write("no Chromium is installed: the pictures of the class stay as they are\n")
        return
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        lesson = Lesson(Path(folder) / "media-class")
        try:
            with browsing(lesson.port) as browser:
                the_hour(browser, lesson)
                on_paper(browser, lesson)
        finally:
            lesson.end()


if __name__ == "__main__":
    main()
