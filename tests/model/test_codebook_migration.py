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


def test_a_sentence_whose_rule_changed_is_flagged_with_the_reason_and_reopens_its_pass() -> None:
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
    assert states(question, "Codebook 2", "rule", "“claim”")
    assert second == annotations.sentences[1]
    assert result.annotations.status is None
    assert result.annotations.codebook == NEW.reference
    ((reviewed, why),) = result.to_review
    assert reviewed.id == "s1"
    assert states(why, "rule", "“claim”")


def test_a_finished_pass_stays_finished_if_no_rule_of_its_tags_changed() -> None:
    annotations = a_set(a_sentence("Two.", BACKGROUND), status=Status.FINISHED)
    result = migrate_set(annotations, CodebookMigration(OLD, NEW, {}), ask=True)
    assert result.annotations == replace(annotations, codebook=NEW.reference)
    assert result.to_review == ()


def test_an_earlier_pass_moves_to_the_new_codebook_without_flags() -> None:
    annotations = a_set(a_sentence("One.", CLAIM), status=Status.FINISHED)
    result = migrate_set(annotations, CodebookMigration(OLD, NEW, {}), ask=False)
    assert result.annotations == replace(annotations, codebook=NEW.reference)
    assert len(result.to_review) == 1


def test_a_renamed_tag_gets_the_stances_of_its_new_role() -> None:
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


def test_a_tag_that_the_new_codebook_lacks_needs_a_mapping_and_can_be_removed() -> None:
    annotations = a_set(a_sentence("One.", NON_RESPONSE))
    with pytest.raises(DataError, match="--map non-response=TAG"):
        migrate_set(annotations, CodebookMigration(OLD, FEWER, {}), ask=True)
    result = migrate_set(annotations, CodebookMigration(OLD, FEWER, {NON_RESPONSE: ""}), ask=True)
    assert result.annotations.sentences[0].tag is None
    assert states(result.annotations.sentences[0].note or "", f"“{NON_RESPONSE}”")


def test_a_mapping_from_or_to_an_unknown_tag_is_refused() -> None:
    migration = CodebookMigration(OLD, NEW, {"rumour": CLAIM, CLAIM: "hearsay"})
    old, new = mapping_problems(migration, {CLAIM})
    assert states(old, "no tag “rumour”")
    assert states(new, "new codebook", "no tag “hearsay”")


def test_accepted_tags_and_recorded_decisions_get_their_new_tags() -> None:
    decisions = {"Ada": {"tag": NON_RESPONSE, "source": "owls"}, "Ben": {"source": "owls"}}
    annotations = a_set(
        a_sentence(
            "One.",
            CLAIM,
            accepted_tags=(NON_RESPONSE,),
            provenance=Provenance("majority", decisions=decisions),
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


def test_changes_apart_from_single_tags_are_listed() -> None:
    other = a_codebook(
        *OLD.tags,
        a_tag("hearsay", role=Role.CLAIM),
        order=(DecisionStep(CLAIM, "?"),),
        sha256="e" * 64,
    )
    said = " ".join(CodebookMigration(OLD, other, {}).notices())
    assert "order of decision" in said
    assert states(said, "“hearsay”", "version, 1")
    assert list(CodebookMigration(OLD, NEW, {}).notices()) == []
    assert list(CodebookMigration(OLD, OLD, {}).notices()) == []


def test_another_example_does_not_change_a_rule() -> None:
    more = OLD.tags[0]._replace(examples=("He said so.",))
    assert CodebookMigration(OLD, a_codebook(more, *OLD.tags[1:]), {}).changed_tags() == {}
    ruled = OLD.tags[0]._replace(rules=(Rule("also this", ""),))
    assert list(CodebookMigration(OLD, a_codebook(ruled, *OLD.tags[1:]), {}).changed_tags()) == [
        CLAIM
    ]


@given(tagged_articles(), st.booleans())
def test_with_the_same_tags_only_the_codebook_changes(
    article: tuple[str, AnnotationSet], ask: bool
) -> None:
    _, annotations = article
    same = a_codebook(version="2", sha256="e" * 64)
    result = migrate_set(annotations, CodebookMigration(OLD, same, {}), ask=ask)
    assert result.to_review == ()
    assert result.annotations == replace(annotations, codebook=same.reference)
