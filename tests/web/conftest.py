from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.class_page import School
from tests.project_factories import a_class


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with School(a_class(tmp_path / "class", "Ada", "Zoe")) as school:
        yield school
