"""A class page in this process, with browsers that know nothing of one another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator.project.roster import Roster
from annotator.storage import layout, sittings
from annotator.web.login import STUDENT_COOKIE, TEACHER_COOKIE, cookie_name
from annotator.web.server import application
from annotator.web.site_security import Site
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT

PAGE = "00000000000000a1"
OTHER_PAGE = "00000000000000b2"
NOON = 1_700_000_000.0
"""When a school begins, in seconds since 1970."""


def application_of(app: Any) -> Starlette:
    """The application within what surrounds it."""
    while not isinstance(app, Starlette):
        app = app._app if hasattr(app, "_app") else app.app
    return app


class School:
    """A server in this process, and browsers that know nothing of one another."""

    def __init__(
        self,
        folder: Path,
        site: Site | None = None,
        sections: Sequence[str | None] = (None,),
        documents: Sequence[str] = (CLASS_DOCUMENT,),
        *,
        new: bool = False,
        going_on: str | None = None,
        deal: bool = False,
        closes: float | None = None,
        roster: Roster | None = None,
        pins: bool = False,
    ) -> None:
        self.folder = folder
        self.clock = Clock()
        self.wall = Clock(NOON)
        self.sittings = LiveSittings(folder, roster=roster, clock=self.wall)
        if going_on is not None:
            known = sittings.load(layout.class_path(folder, going_on))
            self.rooms = [self.sittings.resume(known)]
        elif new or deal or closes:
            ways: Any = {"deal": deal, "closes": closes and NOON + closes, "pins": pins}
            self.rooms = [self.sittings.open(each, documents, **ways) for each in sections]
        else:
            self.rooms = [begun(self.sittings, *documents, section=each) for each in sections]
        self.room = self.rooms[0]
        self.app = application(self.sittings, self.clock, site, sleep=self.clock.sleep)
        self.student, self.teachers = (
            cookie_name(self.sittings, STUDENT_COOKIE),
            cookie_name(self.sittings, TEACHER_COOKIE),
        )
        self._client = TestClient(self.app)

    def __enter__(self) -> "School":
        self._client.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._client.__exit__(*failure)

    @property
    def desk(self) -> str:
        """Where the instructor's pages of the sitting are."""
        return f"/teach/{self.room.sitting.id}"

    def tick(self) -> None:
        """Let the server look at its clock."""
        portal = self._client.portal
        assert portal is not None
        portal.call(self.room.close_on_time)

    def browser(self, **options: Any) -> TestClient:
        """A browser without a cookie, in the same process's loop; options go to the client."""
        browser = TestClient(self.app, **options)
        browser.portal = self._client.portal
        return browser

    def join(self, name: str, room: LiveSitting | None = None, **fields: str) -> TestClient:
        """A student's browser after joining the first sitting, or the one that is named."""
        browser = self.browser()
        form = {"code": (room or self.room).sitting.code, "name": name, **fields}
        answer = browser.post("/join", data=form)
        assert answer.status_code == 200, answer.text
        return browser

    def teacher(self) -> TestClient:
        """The instructor's browser."""
        browser = self.browser()
        path = f"/teach/in/{self.sittings.teachers.new_link()}"
        assert browser.get(path).status_code == 200
        assert browser.post(path).status_code == 200
        return browser

    def lead(self, command: str, room: LiveSitting | None = None, **fields: Any) -> Any:
        """What the instructor gets for a command in the first sitting, or the one named."""
        desk = f"/teach/{(room or self.room).sitting.id}"
        answer = self.teacher().post(f"{desk}/do", json={"do": command, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def opened(self, name: str = "Ada") -> TestClient:
        """A student's browser while the work is open."""
        browser = self.join(name)
        self.lead("open")
        return browser


def begun(sittings: LiveSittings, *documents: str, section: str | None = None) -> LiveSitting:
    """A new sitting on these documents, or the last one of the section if there is one."""
    last = sittings.known.last(section, documents)
    return sittings.resume(last) if last else sittings.open(section, documents)


def sent(number: int, sentence: str = "s2", tag: str = "claim", **fields: Any) -> dict[str, Any]:
    edit = {"do": "tag", "sentence": sentence, "tag": tag}
    return {"page": PAGE, "number": number, "vote": 1, "edit": edit, "at": sentence, **fields}


def edit(browser: TestClient, *arguments: Any, **fields: Any) -> Any:
    return browser.post("/api/edit", json=sent(*arguments, **fields))


def again(school: School) -> School:
    """The same class in another process, after this one has ended."""
    school.__exit__(None, None, None)
    return School(school.folder)
