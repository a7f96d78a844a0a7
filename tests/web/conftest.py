from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.drivers.class_page import School
from tests.drivers.server_process import ServerProcess, ServerThread, free_port
from tests.project_factories import a_class


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with School(a_class(tmp_path / "class", "Ada", "Zoe")) as school:
        yield school


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., ServerThread]]:
    """Serves a class in this process, with options of `annotator serve`."""
    begun: list[ServerThread] = []

    def serve(ask: str = "tags", folder: Path | None = None, *options: str) -> ServerThread:
        folder = folder or a_class(tmp_path / "class", "Ada", ask=ask)
        begun.append(ServerThread(folder, free_port(), *options))
        return begun[-1]

    yield serve
    for each in begun:
        each.stop()


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Serves a class in a process of its own, after a kill on the same port."""
    begun: list[ServerProcess] = []

    def serve(ask: str = "tags", folder: Path | None = None, *options: str) -> ServerProcess:
        port = begun[0].port if begun else free_port()
        folder = folder or a_class(tmp_path / "class", "Ada", ask=ask)
        begun.append(ServerProcess(folder, port, *options))
        return begun[-1]

    yield serve
    for each in begun:
        each.kill()
