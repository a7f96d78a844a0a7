import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.json_values import JsonPlace, element_lines
from annotator.model.errors import Problem

TEXTS = st.text('ab\n"{}[],:🙂', max_size=5)
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3),
    max_leaves=6,
)
MARKED = st.fixed_dictionaries({"b": VALUES, "mark": st.just("here")})
TASKS = st.lists(
    st.fixed_dictionaries({"a": VALUES, "on": st.lists(MARKED, max_size=3)}), max_size=3
)


@given(TASKS, st.sampled_from([None, 1, "\t"]))
def test_each_element_on_the_way_is_found_on_its_line(
    tasks: list[dict[str, object]], indent: int | str | None
) -> None:
    text = json.dumps(tasks, indent=indent, ensure_ascii=False)
    lines = element_lines(text, (None, "on", None, "mark"))
    marked = [number for number, line in enumerate(text.split("\n"), 1) if '"here"' in line]
    found = [line for way, line in lines.items() if way[-1:] == ("mark",)]
    assert sorted(set(found)) == sorted(set(marked))
    assert len(found) == sum(len(each["on"]) for each in tasks)  # type: ignore[misc, arg-type]  # lists


@pytest.mark.parametrize("text", ["3", '"x"', "[]", "{}", " [1,\n2] ", '{"on": 3}', "[[], {}]"])
def test_what_has_no_such_way_has_the_lines_that_there_are(text: str) -> None:
    assert element_lines(text, (None, "on", None))[()] == 1


def test_a_place_has_the_line_of_the_nearest_one_that_is_known() -> None:
    place = JsonPlace("f", {(): 1, (0,): 4}).at(0, "on", 2)
    assert str(place.problem("is wrong")) == "f:4: [0].on[2]: is wrong"
    assert str(place.with_place(Problem("odd", "f"))) == "f:4: [0].on[2]: odd"
    assert str(place.with_place(Problem("odd", "f", 9))) == "f:9: odd"
