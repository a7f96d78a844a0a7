"""What a report takes from each annotation set."""

import pickle

from hypothesis import given, settings

from annotator.report import OUTCOME_COLOURS
from annotator.report.reading import ends, read_figures, read_whole
from annotator.stats.claims import EVERY_OUTCOME, Outcome
from annotator.stats.index import view
from tests.stats.build import FOUR, worked_example
from tests.stats.strategies import Case, cases


def test_claims_that_could_not_be_checked_are_counted_apart() -> None:
    reading = read_figures(worked_example(), FOUR)
    assert reading.claims == 5
    assert reading.checkable[(Outcome.SUPPORTED,)] == 1
    assert reading.checkable[(Outcome.PARTLY,)] == 1
    assert reading.other[(Outcome.NOBODY,)] == 3
    assert (reading.came_to(Outcome.SUPPORTED), reading.came_to(Outcome.DISPUTED)) == (1, 0)


def test_figures_alone_are_those_of_the_whole_and_small_enough_for_another_process() -> None:
    figures, whole = read_figures(worked_example(), FOUR), read_whole(worked_example(), FOUR)
    assert figures.telling is None
    assert whole.telling is not None
    assert (figures.measured, figures.checkable) == (whole.measured, whole.checkable)
    assert pickle.loads(pickle.dumps(figures)) == figures  # noqa: S301 (our own bytes)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_every_claim_comes_to_one_end_of_the_chart(case: Case) -> None:
    found = ends([read_figures(case.annotations, case.codebook)], OUTCOME_COLOURS)
    prepared = view(case.annotations, case.codebook)
    assert [end.outcomes for end in found] == list(EVERY_OUTCOME)
    assert sum(end.checkable for end in found) == len(prepared.checkable_claims)
    assert sum(end.checkable + end.other for end in found) == len(prepared.claims)


def test_the_claims_of_many_sets_are_added_and_the_commonest_end_fills_the_width() -> None:
    one = read_figures(worked_example(), FOUR)
    found = {end.outcomes: end for end in ends([one, one], OUTCOME_COLOURS)}
    assert found[Outcome.SUPPORTED,].checkable == 2
    nobody = found[Outcome.NOBODY,]
    assert (nobody.checkable, nobody.other) == (0, 6)
    assert nobody.bar[0].width == 1
    assert nobody.bar[0].part.hollow
