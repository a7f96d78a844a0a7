"""The catalogs of translations, and how they are made."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from annotator.text.messages import ENGLISH, LANGUAGES, LOCALES, LOCALES_VARIABLE
from docs import messages

SCRIPTS = Path("annotator/web/static")
LOOKED_UP = re.compile(r'\bn?gettext\(\s*"((?:[^"\\]|\\.)*)"')


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return messages.extracted()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_a_catalog_translates_every_text_with_the_same_places(
    language: str, texts: Catalog
) -> None:
    assert list(messages.problems(language, texts)) == []


def test_the_compiled_catalogs_are_current(texts: Catalog) -> None:
    assert list(messages.stale_files(texts)) == []


def test_every_text_that_a_script_looks_up_is_found_by_the_extraction(texts: Catalog) -> None:
    known = {each.id if isinstance(each.id, str) else each.id[0] for each in texts if each.id}
    for script in SCRIPTS.glob("*.js"):
        looked_up = LOOKED_UP.findall(script.read_text("utf-8"))
        assert set(looked_up) <= known, script.name


def test_no_script_builds_a_text_that_it_looks_up(texts: Catalog) -> None:
    for script in SCRIPTS.glob("*.js"):
        if script.name == "messages.js":
            continue
        source = script.read_text("utf-8")
        assert not re.search(r"\b[np]?gettext\(\s*[^\"\s]", source), script.name


def test_a_missing_translation_is_listed(monkeypatch: pytest.MonkeyPatch, texts: Catalog) -> None:
    catalog = messages.read_catalog("de")
    catalog["Saved"].string = ""
    catalog["Undo"].string = "%(nothing)s"
    monkeypatch.setattr(messages, "read_catalog", lambda _: catalog)
    found = list(messages.problems("de", texts))
    assert len(found) == 2
    assert any("Saved" in each for each in found)


def test_what_is_not_translated_is_left_out_of_the_compiled_catalog(texts: Catalog) -> None:
    catalog = messages.updated("de", texts)
    catalog["Saved"].string = ""
    assert '"Saved":' not in messages.compiled(catalog).decode()


def test_the_pseudo_languages_change_every_text(tmp_path: Path) -> None:
    messages.write_pseudo_languages(tmp_path)
    assert {each.stem for each in tmp_path.iterdir()} == set(messages.PSEUDO_LANGUAGES)
    assert LOCALES_VARIABLE
    assert not any(each in LANGUAGES for each in messages.PSEUDO_LANGUAGES)
    assert not list(LOCALES.glob("*X[AB]*"))
