"""Who speaks how much in an article."""

from hypothesis import given, settings

from annotator.stats.index import view
from annotator.stats.measures import measure
from annotator.stats.speakers import Speaker, speakers
from tests.stats.build import FOUR, annotations, sentence, worked_example
from tests.stats.strategies import Case, cases


def told(found: tuple[Speaker, ...]) -> list[tuple[str | None, int, int, int]]:
    return [
        (each.source.name if each.source else None, each.claims, each.confirmations, each.silences)
        for each in found
    ]


def test_the_worked_example_speaks_as_in_its_table() -> None:
    assert told(speakers(view(worked_example(), FOUR))) == [
        ("A", 4, 0, 0),
        ("K", 0, 1, 1),
        ("the outlet", 0, 1, 0),
        ("T", 0, 0, 1),
        ("Q", 0, 0, 0),
        (None, 1, 0, 0),
    ]


def test_a_source_that_nobody_names_is_told_only_where_it_is_concerned() -> None:
    sources = worked_example().sources
    found = speakers(view(annotations(sentence(1), sources=sources), FOUR))
    assert [each.source.id for each in found if each.source] == ["t", "k", "q"]


@given(cases())
@settings(max_examples=100, deadline=None)
def test_every_sentence_on_somebodys_word_is_counted_once(case: Case) -> None:
    prepared = view(case.annotations, case.codebook)
    found = speakers(prepared)
    assert sum(each.total for each in found) == len(prepared.attributable)
    assert sum(each.says for each in found if each.source) == len(prepared.sourced)


@given(cases(FOUR))
@settings(max_examples=100, deadline=None)
def test_the_first_speaker_who_is_no_reporter_is_the_one_that_dependence_measures(
    case: Case,
) -> None:
    most = measure(case.annotations, case.codebook)["dependence"].numerator
    found = speakers(view(case.annotations, case.codebook))
    others = [each.says for each in found if each.source and each.source.kind != "reporter"]
    assert (others or [0])[0] == (most or 0)
