"""The process of the class page."""

from pathlib import Path

from tests.drivers.server_process import ServerProcess, free_port
from tests.project_factories import a_class


def test_ended_by_the_system_it_says_that_all_is_saved(tmp_path: Path) -> None:
    code, said = ServerProcess(a_class(tmp_path / "class"), free_port()).end()
    assert (code, "NOT saved" in said) == (0, False)
