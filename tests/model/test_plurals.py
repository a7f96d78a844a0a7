"""Numbers in words."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.model.plurals import count_of_total, plural, verb_of_total
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measure_wording import measure_line
from annotator.stats.measures import MEASURE_BY_ID

PACKAGE = Path(__file__).parents[2] / "annotator"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 sets"), (1, "1 set"), (2, "2 sets"), (1_000, "1,000 sets")]
)
def test_one_is_one_and_everything_else_is_many(number: int, said: str) -> None:
    assert plural(number, "set") == said


COUNTED = (
    "annotators|articles|sentences|sets|documents|claims|sources|answers|decisions|files|pages|"
    "students|words|cells|faults|items|pairs|passes|places|rows|tags|units|votes|marks|commits"
)
AFTER = re.compile(rf"(?: (?:of|more|other|further|tagged|such))* (?:{COUNTED})\b")
NEVER_ONE = re.compile(r"[A-Z_]{3,}|so_many|out_of|verb|join")


def test_a_number_goes_with_its_noun_and_its_verb() -> None:
    assert plural(1, "set") == "1 set"
    assert plural(0, "set") == "0 sets"
    assert plural(2, "party", "parties") == "2 parties"
    assert count_of_total(0, 1, "claim") == "0 of 1 claim"
    assert count_of_total(1, 3, "claim") == "1 of 3 claims"
    assert [verb_of_total(n, d, "says", "say") for n, d in ((0, 1), (1, 1), (1, 3), (0, 3))] == [
        "says",
        "says",
        "says",
        "say",
    ]


def plural_after_a_number(file: Path) -> Iterator[str]:
    """The places where a text has a plural behind whatever number comes."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, after in pairwise(node.values):
            if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant):
                if not AFTER.match(str(after.value)):
                    continue
                source = ast.unparse(value.value)
                if not NEVER_ONE.search(source):
                    yield f"{file.name}:{value.lineno}: {source}{after.value!s}"


def test_no_text_in_the_program_has_a_plural_behind_a_number_that_may_be_one() -> None:
    found = [each for file in PACKAGE.rglob("*.py") for each in plural_after_a_number(file)]
    assert [each for each in found if not each.startswith(ALWAYS_SEVERAL)] == []


# Of these the number is two or more wherever the text is shown.
ALWAYS_SEVERAL = ("report.py", "agreement.py", "agreement_tables.py", "label_agreement.py")


@pytest.mark.parametrize("measure", MEASURE_BY_ID)
@pytest.mark.parametrize(("n", "d"), [(0, 1), (1, 1), (1, 2), (0, 2), (2, 2)])
def test_the_words_of_a_measure_go_with_their_numbers(measure: str, n: int, d: int) -> None:
    # A measure that is read beside it has no value, and so no words.
    values = dict.fromkeys(MEASURE_BY_ID, MeasureValue(None, 0, 0, "there is none"))
    values[measure] = MeasureValue(n / d, n, d)
    said = (
        measure_line(MEASURE_BY_ID[measure], values).says
        if "{d}" in MEASURE_BY_ID[measure].sentence
        else ""
    )
    few = re.search(rf"\b1 (?:tagged |checkable |concerned |sourced )*(?:{COUNTED})\b", said)
    assert not few, said
    if d == 1:
        assert not re.search(
            r"\b(?:are|have|say|rest|they)\b", said.replace("to have answered", "")
        ), said
