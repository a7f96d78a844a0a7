"""Agreement for a paper."""

import re
from dataclasses import replace

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.decisions import GoldBasis
from annotator.model.project import Round, RoundPurpose
from annotator.project.project_summary import (
    AnnotatorSummary,
    AssistedShare,
    ProjectSummary,
    SuggestionSummary,
    summarize_gold,
)
from annotator.report.research_paper import (
    MethodsSection,
    escape_latex,
    latex_table,
    methods_paragraph,
)
from annotator.stats.agreement.result import NOTHING_SHARED, Estimate
from annotator.stats.agreement.table_agreement import agreement
from tests.hostile import CORPUS, forbidden_bytes
from tests.statements import states
from tests.stats.agreement.tables import KRIPPENDORFF_C, table

FOUND = agreement(table(*KRIPPENDORFF_C), intervals=True)
FACTS = ProjectSummary(
    12,
    10,
    4,
    14,
    (AnnotatorSummary("Ada", 10, 4, True, 90, 88), AnnotatorSummary("Bo", 4, 4, True, 30, 30)),
    excluded={"Cid": "left after the pilot"},
    codebooks={CodebookReference("attribution", "1", "77ab" * 16): 14},
)
METHOD = MethodsSection(
    FACTS,
    FOUND,
    (Round("pilot", RoundPurpose.PILOT, documents=("a", "b")),),
    blind=True,
    passes="first",
    unfinished=False,
    version="1.2",
)


def test_the_table_has_every_coefficient_with_interval_and_units() -> None:
    found = latex_table(FOUND, [("same source", Estimate(0.5, 7, interval=(0.25, 0.75)))])
    assert r"Krippendorff's $\alpha$ & $0.743$ & $[" in found
    assert r"same source & $0.500$ & $[0.250, 0.750]$ & 7 \\" in found
    assert "AC1" not in found
    assert "Gwet's AC1 &" in latex_table(FOUND, [], ac1=True)
    assert found.count(r"\begin{") == found.count(r"\end{")


def test_what_was_not_asked_for_has_no_row_in_the_table() -> None:
    found = latex_table(FOUND, [("same source", Estimate(None, 0, "nobody named one"))])
    assert "same source" not in found
    assert "Besides the tag" not in found


def test_of_two_annotators_the_table_has_cohens_kappa() -> None:
    assert r"Cohen's $\kappa$ & $0.500$ &" in latex_table(agreement(table("aabb", "aaba")), [])
    assert "Cohen" not in latex_table(FOUND, [])


def test_the_table_needs_no_interval() -> None:
    assert "jackknife" not in latex_table(agreement(table(*KRIPPENDORFF_C)), [])


def test_nothing_in_a_name_is_a_command_to_latex() -> None:
    assert escape_latex(r"\input{x}_%$#&~^") == (
        r"\textbackslash{}input\{x\}\_\%\$\#\&\textasciitilde{}\textasciicircum{}"
    )
    for text in CORPUS.values():
        assert not re.search(r"(?<!\\)[#$%&_]", escape_latex(text))


def test_the_paragraph_says_what_the_project_knows_and_marks_what_it_does_not() -> None:
    said = methods_paragraph(METHOD)
    for part in (
        "2 annotators",
        "10 news articles",
        "120 sentences",
        "118",
        "“attribution” version 1 (77ab77ab, 14 sets)",
        "pilot (2 documents)",
        "4 of the 10 articles (40%)",
        "Cid: left after the pilot",
        "0.743",
        "annotator 1.2",
    ):
        assert part in said
    assert said.count("[") == said.count("]") >= 5
    assert methods_paragraph(replace(METHOD, blind=not METHOD.blind)) != said


def test_several_rounds_are_listed_with_what_they_were_for() -> None:
    rounds = (
        Round("first", RoundPurpose.PILOT, documents=("a",)),
        Round("main", documents=("b", "c")),
    )
    said = methods_paragraph(replace(METHOD, rounds=rounds))
    assert "2 rounds: first (pilot, 1 document), main (2 documents)" in said


def test_with_gold_the_adjudicated_share_is_stated() -> None:
    gold = summarize_gold(
        [{GoldBasis.UNANIMOUS: 30, GoldBasis.ADJUDICATED: 9}, {GoldBasis.SINGLE: 1}]
    )
    said = methods_paragraph(replace(METHOD, facts=replace(FACTS, gold=gold)))
    assert "40 sentences in 2 articles: unanimous 30 (75%), single 1 (2%), adjudicated 9" in said
    assert states(gold.unreviewed, "1 article")
    assert gold.unreviewed in said


def test_counts_of_one_article_and_one_annotator_go_with_their_verbs() -> None:
    alone = replace(FACTS, tagged=1, shared=0, annotators=FACTS.annotators[:1])
    said = methods_paragraph(replace(METHOD, facts=alone))
    assert "tagged 0 of the 1 article (0%)" in said
    assert "of the 1 annotator is compared" in said


def test_without_overlap_the_paragraph_says_that_there_is_no_figure() -> None:
    lone = agreement(table("ab"))
    assert NOTHING_SHARED in methods_paragraph(replace(METHOD, agreement=lone))


def test_no_name_drives_the_terminal_out_of_the_paragraph() -> None:
    for text in CORPUS.values():
        said = methods_paragraph(
            replace(METHOD, facts=replace(FACTS, excluded={text or "x": text}))
        )
        assert forbidden_bytes(said.encode()) == []


def test_decisions_made_with_suggestions_are_stated() -> None:
    shares = (AssistedShare(SuggestedField.TAG, 30, 120, 40),)
    facts = replace(FACTS, suggestions=SuggestionSummary(("rules",), shares))
    assert states(methods_paragraph(replace(METHOD, facts=facts)), "rules", "30 of 120 tags")
    assert "suggestion" not in methods_paragraph(METHOD).lower()
