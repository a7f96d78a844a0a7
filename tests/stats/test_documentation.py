"""docs/reference/measures.md agrees with the table of measures, and its figures are right."""

import json
import re
from pathlib import Path

import pytest

from annotator.stats.corpus import MEASURE_COLUMNS
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, Measure
from docs.measures_page import PARTS, with_generated_parts
from tests.stats.examples import WORKED_FIGURES, WORKED_SHARES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "measures.md").read_text(
    encoding="utf-8"
)


def test_the_page_is_the_one_that_the_table_of_measures_makes() -> None:
    assert with_generated_parts(PAGE) == PAGE, "run: make schemas"


def test_the_page_has_every_part_that_the_table_makes() -> None:
    assert re.findall(r"<!-- generated: (\w+) -->", PAGE) == list(PARTS)


def test_a_part_of_the_page_that_is_out_of_date_is_made_again() -> None:
    row = next(each for each in PAGE.splitlines() if each.startswith("| `coverage` |"))
    assert with_generated_parts(PAGE.replace(row, "| `coverage` | 1/2 |")) == PAGE


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_the_page_has_a_section_for_every_measure(measure: Measure) -> None:
    assert PAGE.count(f"\n#### {measure.id}\n") == 1


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_the_worked_example_is_declared_with_the_figure_that_it_has(measure: Measure) -> None:
    part, whole = WORKED_SHARES.get(measure.id, (None, None))
    figure = WORKED_FIGURES.get(measure.id)
    assert measure.example == (str(figure).lower() if whole is None else f"{part}/{whole}")


def test_every_source_that_a_measure_names_is_in_the_list_of_references() -> None:
    listed = PAGE[PAGE.index("\nReferences:") :]
    named = " ".join(measure.reference for measure in MEASURES)
    assert "Center for News Literacy" in listed
    for author, year in set(re.findall(r"([A-Z]\w+)(?: and \w+| et al\.)? (\d{4})", named)):
        assert re.search(rf"^- {author}, .*\({year}\)", listed, re.MULTILINE), author


def test_the_example_of_the_json_is_json_of_the_documented_names() -> None:
    found = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    assert set(found["corpus"]) == {"micro", "macro", "interval", "articles"}
    assert set(found["documents"][0]["measures"]) <= set(MEASURE_BY_ID)
    assert f"`{', '.join(MEASURE_COLUMNS)}`" in PAGE


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", PAGE)) <= anchors
