"""One annotation set as a page tells it."""

import pickle

from hypothesis import given, settings

from annotator.model.annotation import Answer
from annotator.model.codebook import Role
from annotator.report import OUTCOME_COLORS
from annotator.report.article import (
    ArticleReport,
    SentenceLine,
    outcome_rows,
    summarize,
    summarize_with_report,
)
from annotator.stats.claims import OUTCOME_COMBINATIONS, ClaimOutcome
from annotator.stats.measure_input import prepare_measure_input
from tests.factories import FOUR_TAGS, a_codebook, a_sentence, a_set, a_source, a_tag
from tests.rounds import rounds
from tests.stats.examples import worked_example
from tests.strategies import MeasureCase, measure_cases


def lines(*sentences: object, **fields: object) -> list[SentenceLine]:
    report = ArticleReport(a_set(*sentences, **fields), a_codebook())  # type: ignore[arg-type]
    return [line for paragraph in report.paragraphs for line in paragraph]


CLAIMED = a_sentence("It was the Owls, Ada said.", "claim", cue="said", source="ada")
ADA = a_source("Ada", kind="person", affiliation="Port")


def test_a_text_is_cut_at_its_cue() -> None:
    (line,) = lines(CLAIMED, sources=(ADA,))
    assert line.pieces == ("It was the Owls, Ada ", "said", ".")
    assert line.source == ADA
    assert line.kind == "person"


def test_marks_for_what_is_unsafe_before_the_cue_do_not_shift_it() -> None:
    sentence = a_sentence("\u202eIt\x1b was, she said.", "claim", cue="said")
    (line,) = lines(sentence)
    assert line.pieces == ("⟨U+202E⟩It␛ was, she ", "said", ".")


def test_what_an_earlier_tag_left_behind_is_not_shown() -> None:
    left = a_sentence("She said.", "background", cue="said", source="ada", answers=("s1",))
    (line,) = lines(left, sources=(ADA,))
    assert line.pieces == ("She said.", "", "")
    assert (line.source, line.answers, line.claim) == (None, (), None)


def test_answers_lead_to_the_numbers_of_sentences_with_the_name_of_the_stance() -> None:
    denial = a_sentence(
        "No.", "confirmation", answers=(Answer("s1", "contradicts"), Answer("s2"), Answer("s99"))
    )
    silent = a_sentence("Nothing.", "non-response", answers=(Answer("s1", "supports"),))
    found = lines(CLAIMED, CLAIMED, denial, silent, sources=(ADA,))
    assert [(link.number, link.stance) for link in found[2].answers] == [
        (1, "contradicts"),
        (2, "supports"),
    ]
    assert [(link.number, link.stance) for link in found[3].answers] == [(1, "")]
    claim = found[0].claim
    assert claim is not None
    assert [reply.sentence for reply in claim.replies] == ["s3", "s4"]


def test_furniture_has_neither_tag_nor_facts() -> None:
    (line,) = lines(a_sentence("By Ada", "claim", part="byline", source="ada"), sources=(ADA,))
    assert (line.tag, line.source, line.claim) == (None, None, None)


def test_the_first_tag_of_each_role_that_rests_on_a_source_stands_for_it() -> None:
    codebook = a_codebook(
        a_tag("background"),
        a_tag("denial", role=Role.CONFIRMATION, mark="D"),
        a_tag("confirmation", mark="F"),
        a_tag("claim"),
    )
    report = ArticleReport(a_set(a_sentence(tag="denial"), a_sentence(tag="claim")), codebook)
    assert [tag.id for tag in report.attributing_tags] == ["claim", "denial"]
    (nobody,) = report.source_rows
    assert [(tag.id, count) for tag, count in nobody.counts] == [("claim", 1), ("denial", 1)]
    assert nobody.description == "1 claim, 1 denial"


def test_paragraphs_are_kept() -> None:
    report = ArticleReport(
        a_set(a_sentence("A."), a_sentence("B."), a_sentence("C.", paragraph=2)), a_codebook()
    )
    assert [[line.number for line in lines] for lines in report.paragraphs] == [[1, 2], [3]]


def test_tags_are_counted_in_the_body_alone() -> None:
    furniture = a_sentence("By Ada", "claim", part="byline")
    report = ArticleReport(a_set(CLAIMED, furniture), a_codebook())
    assert {tag.id: count for tag, count in report.counts} == {
        "claim": 1,
        "confirmation": 0,
        "non-response": 0,
        "background": 0,
    }


def test_claims_that_could_not_be_checked_are_counted_apart() -> None:
    summary = summarize(worked_example(), FOUR_TAGS)
    assert summary.checkable[(ClaimOutcome.SUPPORTED,)] == 1
    assert summary.checkable[(ClaimOutcome.PARTLY_SUPPORTED,)] == 1
    assert summary.other[(ClaimOutcome.NOT_ADDRESSED,)] == 3


def test_figures_alone_are_those_of_the_whole_and_small_enough_for_another_process() -> None:
    figures, whole = (
        summarize(worked_example(), FOUR_TAGS),
        summarize_with_report(worked_example(), FOUR_TAGS),
    )
    assert figures.report is None
    assert whole.report is not None
    assert (figures.measured, figures.checkable) == (whole.measured, whole.checkable)
    assert pickle.loads(pickle.dumps(figures)) == figures  # noqa: S301 (our own bytes)


@given(measure_cases())
@settings(max_examples=rounds(15, 120))
def test_every_claim_comes_to_one_end_of_the_chart(case: MeasureCase) -> None:
    found = outcome_rows([summarize(case.annotations, case.codebook)], OUTCOME_COLORS)
    measure_input = prepare_measure_input(case.annotations, case.codebook)
    assert [end.outcomes for end in found] == list(OUTCOME_COMBINATIONS)
    assert sum(end.checkable for end in found) == len(measure_input.checkable_claims)
    assert sum(end.checkable + end.other for end in found) == len(measure_input.claims)


def test_the_claims_of_many_sets_are_added_and_the_commonest_end_fills_the_width() -> None:
    one = summarize(worked_example(), FOUR_TAGS)
    found = {end.outcomes: end for end in outcome_rows([one, one], OUTCOME_COLORS)}
    assert found[ClaimOutcome.SUPPORTED,].checkable == 2
    nobody = found[ClaimOutcome.NOT_ADDRESSED,]
    assert (nobody.checkable, nobody.other) == (0, 6)
    assert nobody.bar[0].width == 1
    assert nobody.bar[0].part.hollow
