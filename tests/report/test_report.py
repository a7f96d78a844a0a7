"""The report as a page."""

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings

from annotator.model.annotation import AnnotationSet
from annotator.report.article import ArticleReport, summarize
from annotator.report.report import MOST_REPORTED
from annotator.stats.intervals import too_few_reason
from annotator.stats.measure_wording import (
    claimant_text,
    coverage_notice,
    measure_lines,
    missing_note,
    votes_notice,
)
from annotator.stats.measures import MEASURE_BY_ID, MEASURES
from annotator.stats.set_content import tag_votes
from annotator.storage.codebooks import builtin
from tests.factories import a_codebook, a_document, a_sentence, a_set, a_source
from tests.hostile import CORPUS, forbidden_bytes
from tests.report.examples import BOOK, HARBOUR, SCHOOL, a_hostile_set, page_of, page_of_sets
from tests.report.html_checks import dangers, dead_links, elements, repeated_ids, text_of
from tests.rounds import rounds
from tests.strategies import MeasureCase, measure_cases


def by(name: str, annotations: AnnotationSet = HARBOUR) -> AnnotationSet:
    return a_set(
        *annotations.sentences,
        annotator=name,
        document=annotations.document,
        sources=annotations.sources,
    )


ORGANIZATION = builtin().kind_name("organization")
PAGES = {
    "one": (HARBOUR,),
    "several articles": (HARBOUR, SCHOOL),
    "two annotators": (HARBOUR, by("Ben")),
}


# Made when a test asks for it: every worker loads this module.
@cache
def page_named(name: str) -> str:
    return page_of_sets(*PAGES[name])


@pytest.fixture
def one() -> str:
    return page_named("one")


@pytest.fixture
def several() -> str:
    return page_named("several articles")


@pytest.fixture
def two() -> str:
    return page_named("two annotators")


@pytest.fixture(params=PAGES)
def html(request: pytest.FixtureRequest) -> str:
    return page_named(str(request.param))


def test_it_runs_nothing_and_asks_nothing_of_the_network(html: str) -> None:
    assert dangers(html) == []
    assert not re.search(r"url\(|@import", html)
    policy = next(each for each in elements(html) if each.attributes.get("http-equiv"))
    assert policy.attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_every_link_leads_somewhere_and_no_id_is_there_twice(html: str) -> None:
    assert dead_links(html) == []
    assert repeated_ids(html) == []


def test_headings_go_down_one_level_at_a_time_from_a_single_first(html: str) -> None:
    levels = [int(each.tag[1]) for each in elements(html) if re.fullmatch("h[1-6]", each.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_it_has_landmarks_and_a_way_past_the_contents(html: str) -> None:
    tags = [each.tag for each in elements(html)]
    assert (tags.count("main"), tags.count("nav"), tags.count("header")) == (1, 1, 1)
    first = next(each for each in elements(html) if each.tag == "a")
    assert first.attributes == {"class": "skip", "href": "#content"}


def test_every_drawing_has_a_title_and_a_description(html: str) -> None:
    drawings = [each for each in elements(html) if each.tag == "svg"]
    shown = [each for each in drawings if each.attributes.get("aria-hidden") != "true"]
    assert len(shown) >= 7
    named = {each.attributes.get("id"): each.text.strip() for each in elements(html)}
    for each in shown:
        assert each.attributes["role"] == "img"
        title, description = each.attributes["aria-labelledby"].split()
        assert named[title]
        assert named[description]


def test_the_claims_are_told_in_the_words_that_the_terminal_has(one: str) -> None:
    report = ArticleReport(HARBOUR, builtin())
    said = [each.text for each in elements(one) if each.attributes.get("class") == "became"]
    assert [" ".join(each.split()).split(". ")[0] for each in said] == [
        claimant_text(claim) for claim in report.claims
    ]
    assert "7: Coastwire could not verify it" in text_of(one, "li")
    assert "13: contradicted by Brenn Grid" in text_of(one, "li")


def test_every_measure_is_told_with_its_figure_words_and_warning(one: str) -> None:
    report = ArticleReport(HARBOUR, builtin())
    rows = text_of(one, "tr")
    for line in measure_lines(report.values):
        start = f"{line.measure.label} {line.figure} {line.says}"
        (row,) = [each for each in rows if each.startswith(start)]
        assert line.measure.meaning in row
        assert line.warning in row
    assert coverage_notice(report.values) in " ".join(text_of(one, "p"))


def test_each_sentence_carries_its_source_cue_and_links(one: str) -> None:
    found = {each.attributes.get("id"): each for each in elements(one)}
    shown = " ".join(found["a1-8"].text.split())
    assert shown.startswith("8 Fconfirmation: The Port Authority confirmed that power")
    assert f"Source: Port Authority, {ORGANIZATION} Cue: “confirmed”" in shown
    assert "Answers 3 (supports), 4 (partial)" in shown
    assert "green" in found["a1-8"].attributes["class"]
    assert "7, 13" in " ".join(found["a1-5"].text.split())
    assert '<a href="#a1-4">4</a> (partial)' in one


def test_who_speaks_how_much_names_silence_and_the_concerned(one: str) -> None:
    row = next(each for each in text_of(one, "tr") if each.startswith("Port Authority "))
    assert row.startswith(f"Port Authority {ORGANIZATION} · concerned 2 1 1")
    assert any("1 claim, 0 confirmation, 0 non-response" in each for each in text_of(one, "tr"))


def test_a_corpus_is_told_with_intervals_and_its_articles_compared(
    one: str, several: str, two: str
) -> None:
    rows = text_of(several, "tr")
    figures = r"together \d/10 \(\d+%\) mean \d+% in 2 articles"
    label = re.escape(MEASURE_BY_ID["corroboration_rate"].label)
    assert [each for each in rows if re.match(f"{label} .*{figures}", each)]
    cards = [each for each in elements(several) if each.attributes.get("class") == "card"]
    assert len(cards) == 2
    assert too_few_reason(2, "articles") in several
    assert 'id="corpus"' not in one + two


def test_several_annotators_of_an_article_are_told_with_their_range(
    one: str, several: str, two: str
) -> None:
    row = next(each for each in text_of(two, "tr") if "(2 of 2 annotators)" in each)
    assert row.startswith(f"{MEASURE_BY_ID['coverage'].label} 1.00 (2 of 2 annotators)")
    assert text_of(two, "h1") == [HARBOUR.title]
    assert 'id="differing-1"' not in one + several


def test_a_class_that_only_tagged_is_told_where_it_agrees_and_where_it_is_split() -> None:
    agreed = a_sentence("It is.", "claim")
    claims = a_set(agreed, a_sentence("It was.", "claim"))
    other = by("Ben", a_set(agreed, a_sentence("It was.", "background")))
    html = page_of_sets(claims, other)
    split = [each for each in text_of(html, "tr") if each.startswith("2 It was.")]
    assert "1 background, 1 claim" in split[0]
    assert sum(each.startswith("1 It is.") for each in text_of(html, "tr")) == 1
    assert len(split) == 2
    assert votes_notice(tag_votes([(claims, builtin()), (other, builtin())])) in html
    assert "(2 of 2 annotators)" not in html
    assert 'id="figures"' not in html
    assert dead_links(html) == []
    assert repeated_ids(html) == []


def test_annotators_of_whom_one_named_sources_are_told_with_their_range() -> None:
    source = a_source("Ada")
    sourced = a_set(a_sentence(tag="claim", source=source.id), sources=(source,))
    html = page_of_sets(sourced, by("Ben", a_set(a_sentence(tag="claim"))))
    assert "Split sentences" not in html
    assert MEASURE_BY_ID["claim_attribution_rate"].label in html


def test_a_set_without_links_has_no_figures_and_outcomes_that_need_them() -> None:
    source = a_source("Ada")
    claim, reply = (a_sentence(tag=tag, source=source.id) for tag in ("claim", "confirmation"))
    html = page_of_sets(a_set(claim, reply, sources=(source,)))
    report = ArticleReport(a_set(claim, reply, sources=(source,)), builtin())
    shown = " ".join(" ".join(text_of(html, "p")).split())
    assert missing_note(report.content) in shown
    assert MEASURE_BY_ID["claim_attribution_rate"].label in html
    assert MEASURE_BY_ID["corroboration_rate"].label not in " ".join(text_of(html, "dt"))


def test_articles_are_in_the_order_of_their_supported_claims() -> None:
    found = re.findall(r'<h3><a href="#(a\d)">', page_of_sets(a_set("It is."), SCHOOL, HARBOUR))
    assert found[-1] == "a1"
    assert len(found) == 3


def test_a_set_that_only_has_tags_has_no_figures_about_sources() -> None:
    html = page_of_sets(a_set(a_sentence(tag="claim"), a_sentence(tag="background")))
    assert 'class="map wide"' in html
    assert 'class="figures"' not in html
    assert MEASURE_BY_ID["coverage"].label in html
    assert MEASURE_BY_ID["dependence"].label not in html
    assert dead_links(html) == []


def test_a_corpus_that_only_has_tags_has_strips_and_no_figures_about_sources() -> None:
    tagged = a_set(a_sentence(tag="claim"), document=a_document(id="a", sha256="a" * 64))
    html = page_of_sets(tagged, a_set(a_sentence(tag="background")))
    assert html.count('class="map small"') == 2
    assert MEASURE_BY_ID["dependence"].label not in html
    assert dead_links(html) == []


def test_the_figures_lead_to_the_sentences_behind_them(one: str) -> None:
    figures = next(each for each in elements(one) if each.attributes.get("class") == "figures")
    assert "7 of 8" in figures.text
    assert '<a href="#a1-13">13</a>' in one


def test_a_long_name_on_the_map_is_short_and_complete_elsewhere() -> None:
    source = a_source("N" * 200, id="x")
    html = page_of_sets(a_set(a_sentence(tag="claim", source="x"), sources=(source,)))
    names = [each.text for each in elements(html) if each.attributes.get("class") == "name"]
    assert names
    assert all(len(each) < 30 for each in names)
    assert "N" * 200 in html


def test_an_article_that_two_have_tagged_is_said_to_count_twice_among_several(several: str) -> None:
    assert "counts twice" in page_of_sets(HARBOUR, SCHOOL, by("Ben"))
    assert "counts twice" not in several


def test_a_report_on_many_sets_has_the_figures_alone_and_says_so() -> None:
    html = page_of([summarize(each, builtin()) for each in (HARBOUR, SCHOOL)])
    assert f"more than {MOST_REPORTED} sets" in html
    assert html.count('class="map small"') == 2
    assert 'class="sentence' not in html
    assert dead_links(html) == []


def test_figures_that_may_change_are_said_to_be_provisional() -> None:
    annotations = a_set(a_sentence(tag="claim"), a_sentence())
    html = page_of_sets(annotations, codebook=a_codebook())
    notice = coverage_notice(ArticleReport(annotations, a_codebook()).values)
    assert notice.startswith("Provisional")
    assert notice in html


def test_the_text_has_the_articles_language_and_the_page_its_own() -> None:
    annotations = a_set("Der Hafen ist zu.", document=a_document(language="de"))
    found = elements(page_of_sets(annotations, codebook=a_codebook()))
    assert next(each for each in found if each.tag == "html").attributes["lang"] == "en"
    text = next(each for each in found if each.attributes.get("class") == "text")
    assert (text.attributes["lang"], text.attributes["dir"]) == ("de", "auto")


def test_only_web_addresses_are_linked_and_others_are_printed() -> None:
    for url, linked in (("https://example.org/a", True), ("javascript:alert(1)", False)):
        annotations = a_set("It is.", document=a_document(url=url))
        html = page_of_sets(annotations, codebook=a_codebook())
        assert url in html
        assert (f'href="{url}"' in html) is linked
        assert dangers(html) == []


def test_an_article_without_a_claim_or_a_source_says_so() -> None:
    html = page_of_sets(a_set("It is."), codebook=a_codebook())
    assert 'class="claims"' not in html
    assert ArticleReport(a_set("It is."), a_codebook()).finding.opening in html


def test_a_tag_that_the_codebook_lacks_is_shown_as_it_stands() -> None:
    html = page_of_sets(a_set(a_sentence(tag="rumour")), codebook=a_codebook())
    assert "rumour:" in html


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_hostile_breaks_out_of_the_page(name: str) -> None:
    html = page_of_sets(a_hostile_set(CORPUS[name]), codebook=BOOK)
    assert dangers(html) == []
    assert dead_links(html) == []
    assert forbidden_bytes(html.encode()) == []
    plain = page_of_sets(a_hostile_set("x"), codebook=BOOK)
    assert {each.tag for each in elements(html)} <= {"a", *(each.tag for each in elements(plain))}


@given(measure_cases())
@settings(max_examples=rounds(8, 50))
def test_any_set_can_be_told(case: MeasureCase) -> None:
    html = page_of_sets(case.annotations, codebook=case.codebook)
    assert dead_links(html) == []
    assert repeated_ids(html) == []
    rows = text_of(html, "tr")
    report = ArticleReport(case.annotations, case.codebook)
    lines = [each for _, group in report.measure_groups for each in group]
    assert all(any(row.startswith(line.measure.label) for row in rows) for line in lines)
    assert {line.measure for line in lines} == set(filter(report.content.supports, MEASURES))
