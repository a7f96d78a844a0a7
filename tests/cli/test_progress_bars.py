"""Work that takes a while."""

import os
from pathlib import Path

import pytest

from annotator.cli import progress_bars


def test_what_is_watched_comes_in_its_order_and_few_items_show_no_bar(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(progress_bars.show_progress([3, 1, 2])) == [3, 1, 2]
    assert capsys.readouterr().err == ""


def test_what_all_cores_give_is_what_one_gives_in_the_same_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = [Path(f"{each}.txt") for each in range(5)]
    alone = list(progress_bars.on_all_cores(os.fspath, paths, "Reading"))
    monkeypatch.setattr(progress_bars, "MANY_FOR_ALL_CORES", 2)
    assert list(progress_bars.on_all_cores(os.fspath, paths, "Reading")) == alone
