from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.making_classes import a_class
from tests.web.school import School


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with School(a_class(tmp_path / "class", "Ada", "Zoe")) as school:
        yield school
