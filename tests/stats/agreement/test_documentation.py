"""docs/reference/agreement.md says what is there."""

import json
import re
from pathlib import Path

import pytest

from annotator.stats.agreement.project_agreement import (
    ComparisonConfig,
    compare,
    project_agreement_record,
)
from annotator.stats.agreement.result import coefficients_record
from annotator.stats.agreement.table_agreement import agreement
from tests.stats.agreement.tables import ARTSTEIN_POESIO, KRIPPENDORFF_C, from_confusion, table

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "agreement.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^#### (\w+)\n(.*?)(?=^#{2,4} |\Z)", PAGE, re.DOTALL | re.MULTILINE))
COEFFICIENTS = ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")


@pytest.mark.parametrize("name", [*COEFFICIENTS, "alpha_by_label"])
def test_a_coefficient_has_its_formula_when_it_is_undefined_and_what_it_is_not_for(
    name: str,
) -> None:
    section = SECTIONS[name]
    assert section.startswith("\n`")
    assert "- *Undefined:* " in section
    assert "- *Not for:* " in section


def test_every_key_of_the_json_is_on_the_page() -> None:
    found = coefficients_record(agreement(table(*KRIPPENDORFF_C), intervals=True))
    for key in {*found, *project_agreement_record(compare([], ComparisonConfig(())))}:
        assert f"`{key}`" in PAGE, key


def test_the_example_of_the_json_is_what_its_data_give() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    shown = json.loads(example)
    found = coefficients_record(agreement(from_confusion(ARTSTEIN_POESIO)))
    assert shown["percent"] == found["percent"]
    for one, other in (
        (shown["fleiss_kappa"], found["fleiss_kappa"]),
        (shown["cohen_kappa"][0], found["cohen_kappa"][0]),
    ):
        assert one["value"] == round(other["value"], 4)
    assert (
        shown["krippendorff_alpha"]
        == coefficients_record(agreement(table("a.", ".a")))["krippendorff_alpha"]
    )


def test_every_source_that_a_section_names_is_in_the_list() -> None:
    listed = PAGE[PAGE.index("\nReferences:") :]
    for line in re.findall(r"\*See:\* (.*)", PAGE):
        for author, year in re.findall(r"([A-Z]\w+) (\d{4})", line):
            assert re.search(rf"^- {author}, .*\({year}\)", listed, re.MULTILINE), (author, year)


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", PAGE)) <= anchors
