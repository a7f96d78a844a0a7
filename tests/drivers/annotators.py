"""The annotators' page in this process, with browsers that know nothing of one another."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from annotator.web.annotators import LiveAnnotators, annotator_application
from annotator.web.site_security import Site
from tests.drivers.class_page import NOON, sent
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT

WORK = f"/work/{CLASS_DOCUMENT}"


class Study:
    """A project whose annotators work in their browsers."""

    def __init__(self, folder: Path, site: Site | None = None) -> None:
        self.folder = folder
        self.clock, self.wall = Clock(), Clock(NOON)
        self.live = LiveAnnotators(folder, self.wall, self.clock)
        self.app = annotator_application(self.live, self.clock, site)
        self._client = TestClient(self.app)

    def __enter__(self) -> "Study":
        self._client.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._client.__exit__(*failure)
        self.live.sets.close()

    def browser(self) -> TestClient:
        """A browser that is not signed in."""
        browser = TestClient(self.app)
        browser.portal = self._client.portal
        return browser

    def signed_in(self, name: str) -> TestClient:
        """A browser in which an annotator has opened a personal link."""
        browser = self.browser()
        answer = browser.post("/enter", json={"token": self.live.links.new_link(name)})
        assert answer.status_code == 200, answer.text
        return browser

    def release_idle(self) -> None:
        """Let the server look at its clock."""
        portal = self._client.portal
        assert portal is not None
        portal.call(self.live.sets.release_idle)


def edit(browser: TestClient, *arguments: Any, path: str = WORK, **fields: Any) -> Any:
    return browser.post(f"{path}/api/edit", json=sent(*arguments, **fields))


def run(browser: TestClient, command: str, vote: int = 1, path: str = WORK, **fields: Any) -> Any:
    return browser.post(f"{path}/api/do", json={"do": command, "vote": vote, **fields})


def work(browser: TestClient, path: str = WORK) -> Any:
    return browser.get(f"{path}/api/work").json()


class AnnotatorsProcess:
    """The annotators' page in a process of its own, which can be killed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "annotator", "serve", str(folder), "--annotators"]
        self._process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert self._process.stdout is not None
        self.links: dict[str, str] = {}
        for line in self._process.stdout:
            name, _, link = line.decode().strip().rpartition("  ")
            if "/enter#" in link:
                self.links[name] = link
            if b"Ctrl+C" in line:
                break

    def kill(self) -> None:
        """Kill it with -9."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()
