"""The suggesters in the documentation run, and their answers have no faults."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from annotator.cli import run
from annotator.project.documents import segment_article
from annotator.storage.codebooks import builtin
from annotator.storage.settings import SUGGESTER_SETTINGS, OutsideSuggesterRecord, read_settings
from annotator.storage.suggestion_protocol import (
    json_line,
    parse_answer,
    request,
    suggestions_in,
)
from docs.schemas import schema
from tests.factories import SAMPLES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "write-a-suggester.md").read_text("utf-8")
PAGES = [*(DOCS / "how-to").glob("*.md"), DOCS / "reference" / "settings.md"]
ARTICLES = sorted(SAMPLES.glob("*.txt"))


def example(name: str) -> str:
    """The code of an example in the page."""
    found = re.search(rf"<!-- example: {name} -->\n+```python\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_suggester_of_ten_lines_answers_for_every_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = example("suggest.py")
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path))
    (tmp_path / "suggest.py").write_text(code, "utf-8")
    settings = {"suggesters": {"mine": {"command": [sys.executable, "suggest.py"]}}}
    (tmp_path / "settings.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    assert run(["suggest", *map(str, ARTICLES), "--with", "mine", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found) == len(ARTICLES)
    for sentences in found.values():
        assert any(each["tag"] and each["cue"] for each in sentences)


def test_the_wrapped_pipeline_of_spacy_answers_for_every_sample() -> None:
    pytest.importorskip("spacy")
    names: dict[str, Any] = {}
    exec(compile(example("spacy_suggester.py"), "spacy_suggester.py", "exec"), names)  # noqa: S102
    for path in ARTICLES:
        document = a_sample(path)
        answer = names["suggest"](json.loads(json_line(request(document, builtin()))))
        assert suggestions_in(parse_answer(json_line(answer), "spacy", 1), document, builtin())


def a_sample(path: Path) -> Any:
    from annotator.storage.articles import article_from  # noqa: PLC0415

    return segment_article(article_from(path.read_bytes(), path.name).article)


def blocks(page: Path, language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)


def test_the_settings_in_the_pages_are_valid(tmp_path: Path) -> None:
    found = [each for page in PAGES for each in blocks(page, "yaml") if "suggesters:" in each]
    assert len(found) >= 5
    for text in found:
        path = tmp_path / "settings.yaml"
        path.write_text(text, "utf-8")
        settings, problems = read_settings(path)
        assert settings.suggesters
        assert problems == ()


def test_the_request_and_the_answer_in_the_page_fit_their_schemas() -> None:
    asked, answered = (
        json.loads(each.replace("“said” with a subject", "x"))
        for each in blocks(DOCS / "how-to" / "write-a-suggester.md", "json")
    )
    asked["codebook"]["sha256"] = "0" * 64
    for name, content in (("suggestion-request", asked), ("suggestion-answer", answered)):
        assert list(Draft202012Validator(schema(name)).iter_errors(content)) == []


def test_every_field_of_a_suggester_in_the_settings_is_described() -> None:
    described = [each.name for each in SUGGESTER_SETTINGS]
    assert sorted(described) == sorted(OutsideSuggesterRecord.__struct_fields__)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_request_fits_its_schema(path: Path) -> None:
    asked = json.loads(json_line(request(a_sample(path), builtin())))
    assert list(Draft202012Validator(schema("suggestion-request")).iter_errors(asked)) == []
