"""docs/measures.md says what the table of measures declares, and its figures are right."""

import json
import re
from pathlib import Path

import pytest

from annotator.stats.claims import ClaimOutcome
from annotator.stats.corpus import MEASURE_COLUMNS
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, Measure
from annotator.stats.wording import OUTCOME_DEFINITIONS, OUTCOME_NAMES
from tests.stats.examples import WORKED_FIGURES, WORKED_SHARES

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^#### (\w+)\n(.*?)(?=^#{2,4} |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def test_the_page_has_a_section_for_every_measure_in_the_order_of_the_table() -> None:
    assert list(SECTIONS) == list(MEASURE_BY_ID)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_a_section_has_the_formula_the_meaning_the_warning_and_the_source(
    measure: Measure,
) -> None:
    section = SECTIONS[measure.id]
    meaning = measure.meaning[0].upper() + measure.meaning[1:]
    assert f"\n`{measure.formula}`\n" in section
    assert f"\n{meaning}. Take care: {measure.warning}.\n" in section
    assert all(f"- *{part}:* " in section for part in ("Says", "Does not say", "Not for"))
    assert (f"- *See:* {measure.reference}." in section) == bool(measure.reference)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_the_table_at_a_glance_is_that_of_the_declaration(measure: Measure) -> None:
    row = (
        f"| [`{measure.id}`](#{measure.id}) | {measure.meaning} "
        f"| {measure.kind}, {measure.range} | {measure.warning} |"
    )
    assert row in PAGE.splitlines()


@pytest.mark.parametrize("outcome", ClaimOutcome)
def test_the_page_says_when_a_claim_comes_to_each_end(outcome: ClaimOutcome) -> None:
    row = f"| {OUTCOME_NAMES[outcome]} | {OUTCOME_DEFINITIONS[outcome]} |"
    assert row in PAGE.replace("*", "").splitlines()


def test_the_worked_example_is_printed_with_all_its_figures() -> None:
    shares = {name: f"{part}/{whole}" for name, (part, whole) in WORKED_SHARES.items()}
    figures = {name: str(figure).lower() for name, figure in WORKED_FIGURES.items()}
    for name, figure in (shares | figures).items():
        assert f"| `{name}` | {figure} |" in PAGE.splitlines(), name


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
