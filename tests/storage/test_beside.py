"""The hidden files that stand beside a file."""

import os
from pathlib import Path

from annotator.storage.beside import sibling, sweep, temporary_of


def test_what_a_killed_save_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "article.ada.yaml"
    left = temporary_of(path).name
    for name in (path.name, ".article.ada.yaml.0a1b2c3d.tmp", left, ".other.yaml.0a1b2c3d.tmp"):
        (tmp_path / name).touch()
    (tmp_path / ".my.tmp").touch()
    sweep(path)
    there = sorted(each.name for each in tmp_path.iterdir())
    assert there == [".my.tmp", ".other.yaml.0a1b2c3d.tmp", path.name]


def test_what_stands_beside_a_file_of_any_name_has_a_name_that_the_disk_takes(
    tmp_path: Path,
) -> None:
    for name in ("x" * 250 + ".yaml", "字" * 83 + ".yaml"):
        for each in (sibling(tmp_path / name, ".holder"), temporary_of(tmp_path / name)):
            assert each.parent == tmp_path
            assert len(os.fsencode(each.name)) <= 255
            each.touch()
