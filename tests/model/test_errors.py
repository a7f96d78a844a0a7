"""What is wrong, said with its place, and all of it at once."""

import pytest

from annotator.model.errors import (
    MAX_QUOTED,
    DataError,
    Inconsistency,
    Problem,
    ProblemCollector,
    shorten,
)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("is empty"), "is empty"),
        (Problem("is empty", "a.yaml"), "a.yaml: is empty"),
        (Problem("is empty", "a.yaml", 3), "a.yaml:3: is empty"),
        (Problem("is empty", "a.yaml", 3, "tags[0]"), "a.yaml:3: tags[0]: is empty"),
        (Problem("is empty", path="tags[0]"), "tags[0]: is empty"),
    ],
)
def test_a_fault_says_its_place_as_far_as_it_is_known(problem: Problem, said: str) -> None:
    assert str(problem) == said


def test_a_fault_can_be_said_of_another_file() -> None:
    assert str(Problem("is empty", "copy", 3).in_file("a.yaml")) == "a.yaml:3: is empty"


def test_a_misfit_says_what_does_not_fit() -> None:
    assert str(Inconsistency(("tags", 0), "it has no name")) == "it has no name"


def test_a_refusal_has_all_its_faults_one_to_a_line() -> None:
    assert DataError("no").problems == (Problem("no"),)
    assert DataError(Problem("no", "a")).problems == (Problem("no", "a"),)
    assert str(DataError(Problem("no", name) for name in "ab")) == "a: no\nb: no"


def test_what_is_refused_hides_nothing_that_comes_after_it() -> None:
    problems, done = ProblemCollector(), []
    for number in range(4):
        with problems:
            if number % 2:
                raise DataError(f"{number} is odd")
            done.append(number)
    problems.add(Problem("and more"))
    assert done == [0, 2]
    with pytest.raises(DataError) as refused:
        problems.raise_any()
    assert [str(each) for each in refused.value.problems] == ["1 is odd", "3 is odd", "and more"]


def test_where_nothing_is_wrong_nothing_is_refused() -> None:
    problems = ProblemCollector()
    with problems:
        pass
    problems.raise_any()
    assert problems.problems == []


def test_a_fault_of_the_program_is_not_kept_as_one_of_the_data() -> None:
    with pytest.raises(KeyError), ProblemCollector():
        raise KeyError("x")


@pytest.mark.parametrize(
    "value",
    ["x" * 5000, "x y " * 900, "”" * 900, "x”x" * 400, "\n" * 900, "é" * 900, "“x" * 900],
)
def test_a_fault_quotes_at_most_two_hundred_characters_of_a_value(value: str) -> None:
    said = str(
        Problem(f"“{value}” is no tag; the tags are: claim", "a.yaml", 3, "sentences[1].tag")
    )
    assert said.startswith("a.yaml:3: sentences[1].tag: “")
    assert len(said) < 2 * MAX_QUOTED
    assert said.endswith("is no tag; the tags are: claim") or "“x" * 3 in said


def test_a_value_that_stands_without_quotation_marks_is_shortened_too() -> None:
    assert len(str(DataError(Problem(f"there is no sentence {'s' * 3000}")))) < 2 * MAX_QUOTED
    assert len(str(Problem("is no field", path="x" * 3000))) < 2 * MAX_QUOTED


def test_a_refusal_of_one_string_is_shortened_like_any_fault() -> None:
    assert len(str(DataError(f"“{'x' * 3000}” is nobody here"))) < 2 * MAX_QUOTED


def test_what_is_short_stays_as_it_is() -> None:
    words = f"“{'x' * MAX_QUOTED}” is not “a” or “b”; name one"
    assert shorten(words) == words
