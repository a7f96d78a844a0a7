"""A class page in this process, with browsers that know nothing of one another."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from annotator.web.classroom import LiveClassroom
from annotator.web.login import STUDENT_COOKIE, TEACHER_COOKIE, cookie_name
from annotator.web.server import application
from annotator.web.site_security import Site
from annotator.web.teacher_links import TeacherLinks
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT

PAGE = "00000000000000a1"
OTHER_PAGE = "00000000000000b2"
NOON = 1_700_000_000.0
"""When a school begins, in seconds since 1970."""


class School:
    """A server in this process, and browsers that know nothing of one another."""

    def __init__(self, folder: Path, site: Site | None = None, *, revoke: bool = False) -> None:
        self.folder = folder
        self.clock = Clock()
        self.wall = Clock(NOON)
        self.room = LiveClassroom(folder, CLASS_DOCUMENT, clock=self.wall)
        self.links = TeacherLinks(folder, self.wall, revoke=revoke)
        self.app = application(
            self.room, self.clock, site, sleep=self.clock.sleep, links=self.links
        )
        self.student, self.teachers = (
            cookie_name(self.room, STUDENT_COOKIE),
            cookie_name(self.room, TEACHER_COOKIE),
        )
        self._client = TestClient(self.app)

    def __enter__(self) -> "School":
        self._client.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._client.__exit__(*failure)

    def browser(self, **options: Any) -> TestClient:
        """A browser without a cookie, in the same process's loop; options go to the client."""
        browser = TestClient(self.app, **options)
        browser.portal = self._client.portal
        return browser

    def join(self, name: str, **fields: str) -> TestClient:
        """A student's browser after joining."""
        browser = self.browser()
        form = {"code": self.room.classroom.code, "name": name, **fields}
        answer = browser.post("/join", data=form)
        assert answer.status_code == 200, answer.text
        return browser

    def teacher(self) -> TestClient:
        """The instructor's browser."""
        browser = self.browser()
        path = f"/teach/in/{self.links.new_link()}"
        assert browser.get(path).status_code == 200
        assert browser.post(path).status_code == 200
        return browser

    def lead(self, command: str, **fields: Any) -> Any:
        """What the instructor gets for a command."""
        answer = self.teacher().post("/teach/do", json={"do": command, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def opened(self, name: str = "Ada") -> TestClient:
        """A student's browser while the work is open."""
        browser = self.join(name)
        self.lead("open")
        return browser


def sent(number: int, sentence: str = "s2", tag: str = "claim", **fields: Any) -> dict[str, Any]:
    edit = {"do": "tag", "sentence": sentence, "tag": tag}
    return {"page": PAGE, "number": number, "vote": 1, "edit": edit, "at": sentence, **fields}


def edit(browser: TestClient, *arguments: Any, **fields: Any) -> Any:
    return browser.post("/api/edit", json=sent(*arguments, **fields))


def again(school: School, *, revoke: bool = False) -> School:
    """The same class in another process, after this one has ended."""
    school.__exit__(None, None, None)
    return School(school.folder, revoke=revoke)
