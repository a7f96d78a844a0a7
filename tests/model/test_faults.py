"""What is wrong, said with its place, and all of it at once."""

import pytest

from annotator.model.faults import MOST_QUOTED, Fault, Faults, Misfit, Refused, shortened


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("is empty"), "is empty"),
        (Fault("is empty", "a.yaml"), "a.yaml: is empty"),
        (Fault("is empty", "a.yaml", 3), "a.yaml:3: is empty"),
        (Fault("is empty", "a.yaml", 3, "tags[0]"), "a.yaml:3: tags[0]: is empty"),
        (Fault("is empty", path="tags[0]"), "tags[0]: is empty"),
    ],
)
def test_a_fault_says_its_place_as_far_as_it_is_known(fault: Fault, said: str) -> None:
    assert str(fault) == said


def test_a_fault_can_be_said_of_another_file() -> None:
    assert str(Fault("is empty", "copy", 3).within("a.yaml")) == "a.yaml:3: is empty"


def test_a_misfit_says_what_does_not_fit() -> None:
    assert str(Misfit(("tags", 0), "it has no name")) == "it has no name"


def test_a_refusal_has_all_its_faults_one_to_a_line() -> None:
    assert Refused("no").faults == (Fault("no"),)
    assert Refused(Fault("no", "a")).faults == (Fault("no", "a"),)
    assert str(Refused(Fault("no", name) for name in "ab")) == "a: no\nb: no"


def test_what_is_refused_hides_nothing_that_comes_after_it() -> None:
    faults, done = Faults(), []
    for number in range(4):
        with faults:
            if number % 2:
                raise Refused(f"{number} is odd")
            done.append(number)
    faults.add(Fault("and more"))
    assert done == [0, 2]
    with pytest.raises(Refused) as refused:
        faults.refuse()
    assert [str(each) for each in refused.value.faults] == ["1 is odd", "3 is odd", "and more"]


def test_where_nothing_is_wrong_nothing_is_refused() -> None:
    faults = Faults()
    with faults:
        pass
    faults.refuse()
    assert faults.found == []


def test_a_fault_of_the_program_is_not_kept_as_one_of_the_data() -> None:
    with pytest.raises(KeyError), Faults():
        raise KeyError("x")


@pytest.mark.parametrize(
    "value",
    ["x" * 5000, "x y " * 900, "”" * 900, "x”x" * 400, "\n" * 900, "é" * 900, "“x" * 900],
)
def test_a_fault_quotes_at_most_two_hundred_characters_of_a_value(value: str) -> None:
    said = str(Fault(f"“{value}” is no tag; the tags are: claim", "a.yaml", 3, "sentences[1].tag"))
    assert said.startswith("a.yaml:3: sentences[1].tag: “")
    assert len(said) < 2 * MOST_QUOTED
    assert said.endswith("is no tag; the tags are: claim") or "“x" * 3 in said


def test_a_value_that_stands_without_quotation_marks_is_shortened_too() -> None:
    assert len(str(Refused(Fault(f"there is no sentence {'s' * 3000}")))) < 2 * MOST_QUOTED
    assert len(str(Fault("is no field", path="x" * 3000))) < 2 * MOST_QUOTED


def test_a_refusal_of_one_string_is_shortened_like_any_fault() -> None:
    assert len(str(Refused(f"“{'x' * 3000}” is nobody here"))) < 2 * MOST_QUOTED


def test_what_is_short_stays_as_it_is() -> None:
    words = f"“{'x' * MOST_QUOTED}” is none of “a”, “b”; name one"
    assert shortened(words) == words
