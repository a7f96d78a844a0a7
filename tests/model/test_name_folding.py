"""Names folded to files, ids and comparisons."""

import re

import pytest
from hypothesis import given

from annotator.model.name_folding import (
    MAX_NAME_LENGTH,
    file_name,
    fold_name,
    identifier,
    is_identifier,
    is_pronoun,
)
from tests.strategies import any_text, names


@given(names)
def test_a_file_name_is_safe_and_folds_to_itself(name: str) -> None:
    result = file_name(name)
    assert re.fullmatch(rf"[a-z0-9_-][a-z0-9._-]{{0,{MAX_NAME_LENGTH - 1}}}", result)
    assert file_name(result) == result


@pytest.mark.parametrize("name", ["con", "NUL", "com1.txt", "aux." + "a" * 70])
def test_no_file_name_is_a_device_of_windows(name: str) -> None:
    assert file_name(name).split(".")[0] not in {"con", "nul", "com1", "aux"}
    assert len(file_name(name)) <= MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada", "ada"),
        ("Ada Lovelace", "ada-lovelace"),
        ("../../etc/passwd", "etc-passwd-"),
        (".hidden", "hidden"),
        ("李雷", ""),
        ("José", "jos-"),
    ],
)
def test_a_name_keeps_what_a_file_name_can_bear(name: str, expected: str) -> None:
    assert file_name(name).startswith(expected)


@pytest.mark.parametrize(("one", "other"), [("李雷", "韩梅"), ("José", "Jos"), ("a/b", "a b")])
def test_names_that_lose_letters_do_not_meet_in_one_file(one: str, other: str) -> None:
    assert file_name(one) != file_name(other)


def test_composed_and_decomposed_letters_are_one_name() -> None:
    assert file_name("Jose\u0301") == file_name("Jos\u00e9")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_an_empty_name_is_not_a_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        file_name(name)


@given(any_text)
def test_an_identifier_may_stand_unquoted_and_is_new(name: str) -> None:
    first = identifier(name)
    assert is_identifier(first)
    second = identifier(name, {first})
    assert is_identifier(second)
    assert second != first


def test_a_word_of_yaml_is_never_an_id() -> None:
    assert identifier("No") == "no-1"
    assert identifier("No", {"no-1"}) == "no-2"
    assert not is_identifier("null")


@pytest.mark.parametrize(
    "other", ["PORT authority", " Port  Authority ", "Port\u00a0Authority", "\uff30ort Authority"]
)
def test_case_and_space_do_not_count_in_comparisons(other: str) -> None:
    assert fold_name(other) == fold_name("Port Authority")


@pytest.mark.parametrize("name", ["he", "She", " they ", "I", "Somebody"])  # style: allow
def test_a_pronoun_names_nobody(name: str) -> None:
    assert is_pronoun(name)


@pytest.mark.parametrize("name", ["WHO", "US", "IT", "Itō", "the mayor"])
def test_an_abbreviation_that_looks_like_a_pronoun_is_a_name(name: str) -> None:
    assert not is_pronoun(name)
