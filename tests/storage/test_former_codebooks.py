"""Sets that were made with a former version of the built-in codebook are read by that version."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.codebook import Codebook, CodebookReference
from annotator.project.locate import Target
from annotator.project.open_set import open_for_reading, open_for_tagging
from annotator.storage import codebooks
from annotator.storage.codebooks import (
    FORMER_CODEBOOKS,
    builtin,
    builtin_bytes,
    codebook_for,
    codebook_hash,
    former_builtin,
    parse,
)
from annotator.storage.sets import read_set, render
from tests.factories import a_cut_article

BEFORE = builtin_bytes().replace(b'name: "claim"', b'name: "assertion"')


@pytest.fixture
def former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Codebook:
    """A version of the built-in codebook that there never was, kept as a former one is."""
    folder = tmp_path / "former"
    folder.mkdir()
    (folder / f"{codebook_hash(BEFORE)}.yaml").write_bytes(BEFORE)
    monkeypatch.setattr(codebooks, "FORMER_CODEBOOKS", folder)
    return parse(BEFORE, "former.yaml", {})


@pytest.fixture
def made_before(tmp_path: Path, former: Codebook) -> Path:
    """A set that was made with it, beside its article."""
    segmented = a_cut_article("The port is closed.\n\nNobody knows why.\n")
    path = tmp_path / "article.ada.yaml"
    path.write_bytes(render(segmented.new_set("ada", former.reference)))
    (tmp_path / "article.txt").write_text(segmented.article.text)
    return path


def kept_codebooks() -> Iterator[Path]:
    yield from FORMER_CODEBOOKS.glob("*")


def test_every_former_version_in_the_package_is_a_codebook_under_its_own_hash() -> None:
    for path in kept_codebooks():
        data = path.read_bytes()
        assert path.name == f"{codebook_hash(data)}.yaml"
        assert parse(data, path.name, {}).reference != builtin().reference


def test_a_former_version_is_known_by_its_hash_and_no_other_codebook_is(former: Codebook) -> None:
    assert former_builtin(former.reference) == former
    assert former_builtin(builtin().reference) is None
    for sha256 in ("0" * 64, f"../former/{former.sha256}", ""):
        assert former_builtin(CodebookReference("attribution", "0", sha256)) is None


def test_a_former_version_stands_in_for_the_built_in_one_alone(former: Codebook) -> None:
    own = replace(former, sha256="f" * 64)
    assert codebook_for(former.reference, {builtin().reference: builtin()}) == former
    assert codebook_for(former.reference, {own.reference: own}) == own


def test_a_set_made_with_a_former_version_opens_for_work_with_it(
    made_before: Path, former: Codebook
) -> None:
    open_set = open_for_tagging(Target(str(made_before)))
    assert (open_set.codebook, open_set.other_codebook, open_set.read_only_reason) == (
        former,
        False,
        None,
    )
    assert open_set.write_lock is not None
    open_set.write_lock.release()
    assert open_for_reading(Target(str(made_before)))[1] == former


def test_commands_read_change_and_check_it_as_what_it_is(
    made_before: Path, former: Codebook, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["set", str(made_before), "s1", "assertion"]) == 0
    assert run(["show", str(made_before), "--plain"]) == 0
    assert run(["measure", str(made_before)]) == 0
    assert run(["check", str(made_before)]) == 0
    assert "codebook" not in capsys.readouterr().err
    annotations, _ = read_set(made_before)
    assert (annotations.codebook, annotations.sentences[0].tag) == (former.reference, "claim")
