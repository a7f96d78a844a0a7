import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from annotator.model.annotation import Answer
from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome
from annotator.report.feedback import StudentWork, feedback_page
from annotator.stats.grading import GradingConfig, grade_comment, grade_set
from annotator.storage.codebooks import builtin
from tests.factories import a_source
from tests.hostile import CORPUS
from tests.project_factories import a_graded_set, a_grading_key

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GIVEN = (None, "background", "confirmation", None, "non-response", "background")


def a_work(annotator: str = "Bo Lind") -> StudentWork:
    return StudentWork(
        a_grading_key(),
        grade_set(a_graded_set(annotator, GIVEN), a_grading_key(), GradingConfig(builtin())),
    )


def items(html: str) -> list[str]:
    """What the page says of each sentence where all are listed, without its markup."""
    folded = html[html.index("<details") :]
    found = re.findall(r"<li.*?</li>", folded, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_each_sentence_has_the_students_tag_the_keys_and_the_reason() -> None:
    byline, accepted, other, untagged, *_ = items(feedback_page([a_work()]))
    assert "byline, not tagged" in byline
    assert f"{OUTCOME_LABELS[KeyOutcome.ACCEPTED]} You: B background Key: C claim" in accepted
    assert "The outlet says so." in accepted
    assert f"{OUTCOME_LABELS[KeyOutcome.OTHER]} You: F confirmation Key: C claim" in other
    assert "Compare: “The ministry confirmed" in other
    assert f"{OUTCOME_LABELS[KeyOutcome.UNTAGGED]} Key: F confirmation" in untagged


def test_the_rule_of_each_tag_that_was_missed_is_given_once() -> None:
    html = feedback_page([a_work()])
    assert [each.id for each in a_work().rules] == ["claim", "confirmation"]
    for tag in a_work().rules:
        assert html.count(str(escape(tag.decision))) == 1
        assert f'href="#rule-1-{tag.id}"' in html


def test_near_misses_are_given_once_for_each_pair_of_tags() -> None:
    key = a_grading_key()
    key = replace(key, sentences=tuple(replace(each, explanation=None) for each in key.sentences))
    reviews = []
    for tags in (GIVEN, (None, "confirmation", *GIVEN[2:])):
        grade = grade_set(a_graded_set("Bo", tags), key, GradingConfig(builtin()))
        reviews.append(feedback_page([StudentWork(key, grade)]).partition("<details")[0])
    once, twice = (each.count("Compare:") for each in reviews)
    assert once == twice > 0


def test_what_changed_between_votes_is_listed_with_the_result_of_each_tag() -> None:
    key, config = a_grading_key(), GradingConfig(builtin())
    later = (None, "claim", "claim", None, "non-response", "background")
    votes = [grade_set(a_graded_set("Bo", tags), key, config) for tags in (GIVEN, later)]
    (step,) = StudentWork(key, votes[1], (votes[0],), first_vote=2).vote_steps
    assert step.vote == 2
    assert [(each.number, each.before.outcome, each.after.outcome) for each in step.changes] == [
        (2, KeyOutcome.ACCEPTED, KeyOutcome.SAME),
        (3, KeyOutcome.OTHER, KeyOutcome.SAME),
    ]
    html = feedback_page([StudentWork(key, votes[1], (votes[0],), first_vote=2)])
    changes = html[html.index('<ul class="changes">') :].partition("</ul>")[0]
    assert changes.count("<li>") == 2


def test_the_sentences_to_look_at_are_those_that_do_not_count() -> None:
    found = a_work()
    assert [each.outcome for each in found.to_review] == [
        KeyOutcome.OTHER,
        KeyOutcome.UNTAGGED,
    ]
    assert [(each.expected, each.given, each.times) for each in found.confusions] == [
        ("claim", "confirmation", 1)
    ]


def test_the_strip_has_a_mark_for_each_sentence_of_the_key() -> None:
    html = feedback_page([a_work()])
    strip = html[html.index('<ol class="strip"') : html.index("</ol>")]
    assert strip.count("<li") == len(a_work().graded) == 5
    assert strip.count('class="bad"') == 2


def test_work_without_a_fault_has_nothing_to_look_at() -> None:
    key = a_grading_key()
    tags = tuple(each.tag if each.body else None for each in key.sentences)
    done = grade_set(a_graded_set("Bo", tags), key, GradingConfig(builtin()))
    work = StudentWork(key, done)
    assert work.to_review == ()
    assert feedback_page([work]).count('<ol class="sentences">') == 1


def test_the_score_is_at_the_top() -> None:
    html = feedback_page([a_work()])
    score = html[html.index('<p class="score">') : html.index('<ol class="strip"')]
    words = " ".join(re.sub(r"<[^>]+>", " ", score).split())
    assert words == grade_comment(a_work().grade)


def test_sources_and_links_stand_there_where_they_are_marked() -> None:
    owls, port = a_source("Night Owls"), a_source("Port Authority")
    key = a_grading_key()
    third = replace(key.sentences[2], source=owls.id)
    fourth = replace(key.sentences[3], source=port.id, answers=(Answer("s3", "contradicts"),))
    key = replace(key, sentences=(*key.sentences[:2], third, fourth, *key.sentences[4:]))
    key = replace(key, sources=(owls, port))
    other = replace(fourth, answers=(Answer("s2", "partial"),))
    sentences = (*key.sentences[:3], other, *key.sentences[4:])
    given = replace(key, annotator="Bo", sentences=sentences)
    config = GradingConfig(builtin(), sources=True, links=True)
    _, second, named, linked, *_ = items(
        feedback_page([StudentWork(key, grade_set(given, key, config))])
    )
    assert "Source" not in second
    assert "Source: same as key You: Night Owls" in named
    assert "Responds to: different You: 2 (partial) Key: 3 (contradicts)" in linked


def test_two_documents_of_a_student_stand_on_one_page() -> None:
    html = feedback_page([a_work(), a_work()])
    assert html.count("<details>") == 2
    assert html.count("<h1>") == 1


def test_nothing_hostile_becomes_markup_and_the_page_runs_and_loads_nothing() -> None:
    hostile = "".join(text for text in CORPUS.values() if "\ud800" not in text)
    work = a_work(hostile)
    first = replace(work.key.sentences[1], explanation=hostile, text=hostile)
    sentences = (work.key.sentences[0], first, *work.key.sentences[2:])
    html = feedback_page([replace(work, key=replace(work.key, sentences=sentences))])
    assert "default-src 'none'" in html
    assert not re.search(r"<script|src=|href=\"[^#]|url\(", html)
    assert "\x1b" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_it_is_accessible_and_fits_a_phone(
    browser: "Browser", tmp_path: Path, scheme: str
) -> None:
    from tests.drivers.browser import SCHEMES, opened, overflow, violations  # noqa: PLC0415

    path = tmp_path / "feedback.html"
    path.write_text(feedback_page([a_work()]), "utf-8")
    with opened(browser, path, 320, SCHEMES[scheme == "dark"]) as shown:
        assert violations(shown) == []
        assert overflow(shown) == 0
