"""A codebook that changes midway."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Provenance, Status
from annotator.model.codebook import DecisionStep, Role, Rule
from annotator.model.codebook_migration import CodebookMigration, mapping_problems, migrate_set
from annotator.model.errors import DataError
from annotator.model.lint import Severity, lint_set
from tests.factories import (
    BACKGROUND,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    a_tag,
)
from tests.statements import states
from tests.strategies import tagged_articles

OLD = a_codebook()
SHARPER = a_tag(CLAIM, decision="only with a source")
NEW = a_codebook(SHARPER, *OLD.tags[1:], version="2", sha256="e" * 64)
FEWER = a_codebook(*OLD.tags[:2], OLD.tags[3], version="2", sha256="e" * 64)


def test_a_sentence_whose_rule_changed_is_flagged_says_why_and_opens_its_pass() -> None:
    annotations = a_set(
        a_sentence("One.", CLAIM, note="mine"),
        a_sentence("Two.", BACKGROUND),
        status=Status.FINISHED,
    )
    result = migrate_set(annotations, CodebookMigration(OLD, NEW, {}), ask=True)
    first, second = result.annotations.sentences
    assert (first.tag, first.flag) == (CLAIM, True)
    assert first.note is not None
    own, question = first.note.split("\n")
    assert own == "mine"
    assert states(question, "codebook 2", "rule", "“claim”")
    assert second == annotations.sentences[1]
    assert result.annotations.status is None
    assert result.annotations.codebook == NEW.reference
    ((reviewed, why),) = result.to_review
    assert reviewed.id == "s1"
    assert states(why, "rule", "“claim”")


def test_where_no_rule_changed_a_finished_pass_stays_finished() -> None:
    annotations = a_set(a_sentence("Two.", BACKGROUND), status=Status.FINISHED)
    result = migrate_set(annotations, CodebookMigration(OLD, NEW, {}), ask=True)
    assert result.annotations == replace(annotations, codebook=NEW.reference)
    assert result.to_review == ()


def test_an_earlier_pass_is_carried_and_nobody_is_asked_about_it() -> None:
    annotations = a_set(a_sentence("One.", CLAIM), status=Status.FINISHED)
    result = migrate_set(annotations, CodebookMigration(OLD, NEW, {}), ask=False)
    assert result.annotations == replace(annotations, codebook=NEW.reference)
    assert len(result.to_review) == 1


def test_a_tag_becomes_another_one_with_the_stances_of_its_role() -> None:
    annotations = a_set(
        a_sentence("One.", CLAIM),
        a_sentence("Two.", NON_RESPONSE, answers=("s1",), source="owls"),
        sources=(a_source("Owls"),),
    )
    migration = CodebookMigration(OLD, FEWER, {NON_RESPONSE: CONFIRMATION})
    result = migrate_set(annotations, migration, ask=True)
    second = result.annotations.sentences[1]
    assert (second.tag, second.answers[0].stance) == (CONFIRMATION, "supports")
    assert not [
        each for each in lint_set(result.annotations, FEWER) if each.severity is Severity.ERROR
    ]


def test_a_tag_that_is_gone_is_asked_for_and_can_be_taken_off() -> None:
    annotations = a_set(a_sentence("One.", NON_RESPONSE))
    with pytest.raises(DataError, match="--map non-response=TAG"):
        migrate_set(annotations, CodebookMigration(OLD, FEWER, {}), ask=True)
    result = migrate_set(annotations, CodebookMigration(OLD, FEWER, {NON_RESPONSE: ""}), ask=True)
    assert result.annotations.sentences[0].tag is None
    assert "is gone" in (result.annotations.sentences[0].note or "")


def test_a_mapping_from_or_to_what_is_no_tag_is_refused() -> None:
    migration = CodebookMigration(OLD, NEW, {"rumour": CLAIM, CLAIM: "hearsay"})
    old, new = mapping_problems(migration, {CLAIM})
    assert states(old, "no tag “rumour”")
    assert states(new, "new codebook", "no tag “hearsay”")


def test_a_keys_further_tags_and_the_votes_of_gold_are_carried_too() -> None:
    votes = {"Ada": {"tag": NON_RESPONSE, "source": "owls"}, "Ben": {"source": "owls"}}
    annotations = a_set(
        a_sentence(
            "One.",
            CLAIM,
            accepted_tags=(NON_RESPONSE,),
            provenance=Provenance("majority", decisions=votes),
        )
    )
    (sentence,) = migrate_set(
        annotations, CodebookMigration(OLD, FEWER, {NON_RESPONSE: BACKGROUND}), ask=False
    ).annotations.sentences
    assert sentence.accepted_tags == (BACKGROUND,)
    assert sentence.provenance
    assert sentence.provenance.decisions == {
        "Ada": {"tag": BACKGROUND, "source": "owls"},
        "Ben": {"source": "owls"},
    }


def test_what_changed_for_no_tag_in_particular_is_said() -> None:
    other = a_codebook(
        *OLD.tags,
        a_tag("hearsay", role=Role.CLAIM),
        order=(DecisionStep(CLAIM, "?"),),
        sha256="e" * 64,
    )
    said = " ".join(CodebookMigration(OLD, other, {}).notices())
    assert "order of decision" in said
    assert "“hearsay” is new" in said
    assert "still called version 1" in said
    assert list(CodebookMigration(OLD, NEW, {}).notices()) == []
    assert list(CodebookMigration(OLD, OLD, {}).notices()) == []


def test_an_example_more_is_no_other_rule() -> None:
    more = OLD.tags[0]._replace(examples=("He said so.",))
    assert CodebookMigration(OLD, a_codebook(more, *OLD.tags[1:]), {}).changed_tags() == {}
    ruled = OLD.tags[0]._replace(rules=(Rule("also this", ""),))
    assert list(CodebookMigration(OLD, a_codebook(ruled, *OLD.tags[1:]), {}).changed_tags()) == [
        CLAIM
    ]


@given(tagged_articles(), st.booleans())
def test_to_the_same_tags_nothing_but_the_codebook_changes(
    article: tuple[str, AnnotationSet], ask: bool
) -> None:
    _, annotations = article
    same = a_codebook(version="2", sha256="e" * 64)
    result = migrate_set(annotations, CodebookMigration(OLD, same, {}), ask=ask)
    assert result.to_review == ()
    assert result.annotations == replace(annotations, codebook=same.reference)
