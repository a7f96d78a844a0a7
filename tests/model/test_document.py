"""The document and the hash that its text is known by."""

import pytest

from annotator.model.document import text_hash


@pytest.mark.parametrize(
    ("text", "sha256"),
    [
        # As sha256sum gives them.
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("é\n", "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2"),
    ],
)
def test_a_texts_hash_is_that_of_its_file(text: str, sha256: str) -> None:
    assert text_hash(text) == sha256


def test_a_lone_surrogate_has_a_hash_of_its_own() -> None:
    assert len({text_hash("\ud800"), text_hash("\ud801"), text_hash("?")}) == 3
