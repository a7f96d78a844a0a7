"""Codebooks as files."""

from pathlib import Path

import pytest

from annotator.model.codebook import KINDS, PARTS, STANCES, Role, codebook_inconsistencies
from annotator.model.errors import DataError
from annotator.storage.codebooks import builtin, builtin_bytes, codebook_hash, load, parse
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE
from tests.factories import SHORT_CODEBOOK as SHORT
from tests.statements import states


def refused(text: str) -> list[str]:
    """What parsing says of this file, one fault a line."""
    with pytest.raises(DataError) as caught:
        parse(text.encode(), "mine.yaml", {"q": "quit"})
    return [str(problem).removeprefix("mine.yaml:") for problem in caught.value.problems]


def test_the_built_in_codebook_has_the_four_tags_and_every_term() -> None:
    codebook = builtin()
    assert {tag.id: tag.role for tag in codebook.tags} == {
        CLAIM: Role.CLAIM,
        CONFIRMATION: Role.CONFIRMATION,
        NON_RESPONSE: Role.NON_RESPONSE,
        BACKGROUND: Role.BACKGROUND,
    }
    assert tuple(term.id for term in codebook.kinds) == KINDS
    assert tuple(term.id for term in codebook.stances) == STANCES
    assert {term.id for term in codebook.parts} == set(PARTS)
    assert codebook_inconsistencies(codebook, {}) == ()


def test_a_copy_of_the_built_in_codebook_is_the_same_codebook(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(builtin_bytes().replace(b"\n", b"\r\n"))
    assert load(path, {}) == builtin()


def test_a_short_codebook_takes_its_terms_from_the_built_in_one() -> None:
    codebook = parse(SHORT.encode(), "kort.yaml", {})
    assert (codebook.name, codebook.version, codebook.language) == ("kort", "2", "no")
    assert [tag.name for tag in codebook.tags] == ["påstand", "annet"]
    assert codebook.kinds == builtin().kinds
    assert codebook.sha256 == codebook_hash(SHORT.encode())


def test_a_codebook_may_leave_kinds_out() -> None:
    assert parse((SHORT + "kinds: []\n").encode(), "kort.yaml", {}).kinds == ()


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("key: a", "key: q", ("7: tags[1].key:", "“annet”", "“q”")),
        ("mark: A", "mark: P", ("7: tags[1].mark:", "“påstand”", "“annet”")),
        ("role: none", "role: gossip", ("7: tags[1].role:", *Role)),
        ("id: annet", "id: Annet", ("7: tags[1].id:",)),
        ("color: gray", "color: pink", ("7: tags[1].color:", "“annet”", "“pink”")),
        ('version: "2"\n', "", ("1:", "“version”")),
        ("tags:", "order:\n- {tag: x, question: y}\ntags:", ("6: order[0].tag:", "“x”")),
        ("book/1", "book/2", ("1: format:", "attribution-codebook/2", "attribution-codebook/1")),
        ("tags:", "kinds:\n- {id: band, name: b}\ntags:", ("6: kinds[0].id:", "“band”")),
    ],
)
def test_an_impossible_codebook_is_refused_in_a_sentence_with_its_line(
    old: str, new: str, facts: tuple[str, ...]
) -> None:
    assert old in SHORT
    (said,) = refused(SHORT.replace(old, new))
    assert states(said, *facts)


def test_all_errors_are_reported_at_once() -> None:
    wrong = SHORT.replace("key: a", "key: q").replace("yellow", "pink").replace('"2"', "&v 2")
    assert len(refused(wrong)) == 3
