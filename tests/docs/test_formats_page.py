"""docs/reference/formats.md says what the registry declares."""

from pathlib import Path

import pytest

from annotator.formats.registry import FORMATS, Format
from docs.formats_page import page

ROOT = Path(__file__).parents[2]


def test_the_page_is_the_one_that_the_registry_makes() -> None:
    there = (ROOT / "docs" / "reference" / "formats.md").read_text("utf-8")
    assert there == page(), "run: make schemas"


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_format_reads_and_writes_as_it_is_declared(each: Format) -> None:
    assert callable(each.read)
    for name, declared in (("read", each.reads), ("write", each.writes)):
        module = pytest.importorskip(f"annotator.formats.{each.module}")
        assert callable(getattr(module, name, None)) == declared
