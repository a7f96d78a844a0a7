"""What holds in every set."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Answer, Sentence, Status
from annotator.model.changes import answer_index
from annotator.model.codebook import CodebookReference
from annotator.model.lint import (
    Severity,
    lint_sentence,
    lint_set,
    relevant_findings,
    set_inconsistencies,
    text_inconsistencies,
)
from annotator.model.prompt_level import PromptLevel, PromptSettings
from tests.factories import (
    BACKGROUND,
    BOOK,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    parts_of,
)
from tests.statements import states
from tests.strategies import annotation_sets, tagged_articles

TEXT = "One. Two."


@given(annotation_sets())
def test_a_sound_set_contradicts_nothing(annotations: AnnotationSet) -> None:
    assert not list(set_inconsistencies(parts_of(annotations)))


@given(tagged_articles())
def test_a_set_goes_with_the_text_it_was_made_on(article: tuple[str, AnnotationSet]) -> None:
    text, annotations = article
    assert not list(text_inconsistencies(text, annotations.sentences))


def test_two_sources_have_two_ids() -> None:
    annotations = a_set(sources=(a_source("Owls"), a_source("OWLS")))
    (inconsistency,) = set_inconsistencies(parts_of(annotations))
    assert inconsistency.steps == ("sources", 1, "id")


def test_a_sentence_missing_at_the_end_is_noticed_by_the_text() -> None:
    (inconsistency,) = text_inconsistencies(TEXT, a_set("One.").sentences)
    assert "cut short" in inconsistency.message


def test_a_sentence_missing_before_another_is_noticed_by_the_text() -> None:
    (inconsistency,) = text_inconsistencies(TEXT, a_set("One.", "Two.").sentences[1:])
    assert states(inconsistency.message, "0", "s2")


def test_a_sentence_that_stands_elsewhere_is_noticed_by_the_text() -> None:
    first, second = a_set("One.", "Two.").sentences
    (inconsistency,) = text_inconsistencies(TEXT, (first, replace(second, text="Too.")))
    assert inconsistency.steps == ("sentences", 1, "span")


def test_a_text_without_any_sentence_is_noticed() -> None:
    assert list(text_inconsistencies(TEXT, ()))
    assert not list(text_inconsistencies(" \n", ()))


OWLS, PORT = a_source("Owls"), a_source("Port")
SUPPORTS = Answer("s1", "supports")


def codes(annotations: AnnotationSet) -> list[str]:
    """The codes of everything that is found."""
    return [finding.code for finding in lint_set(annotations, BOOK)]


def answering(
    tag: str | None = CONFIRMATION, source: str | None = "port", **fields: Any
) -> Sentence:
    """A sentence that answers the first."""
    fields.setdefault("answers", (SUPPORTS,))
    return a_sentence("The port is dark.", tag, source=source, **fields)


def with_claim(second: Sentence, **fields: Any) -> AnnotationSet:
    """A claim of the owls and this sentence."""
    fields.setdefault("sources", (OWLS, PORT) if second.source == "port" else (OWLS,))
    return a_set(a_sentence("Owls cut the power.", CLAIM, source="owls"), second, **fields)


def test_a_claim_and_its_confirmation_go_together() -> None:
    assert codes(with_claim(answering())) == []


def test_an_untagged_set_goes_together() -> None:
    assert codes(a_set("One.", "Two.")) == []


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (answering("rumour"), "unknown-tag"),
        (a_sentence("One.", CLAIM, accepted_tags=("rumour",)), "unknown-tag"),
        (answering(NON_RESPONSE), "stance-of-silence"),
        (answering(answers=("s1",)), "no-stance"),
        (answering(answers=(SUPPORTS, Answer("s1", "partial"))), "answered-twice"),
        (answering(answers=(SUPPORTS, Answer("s2", "partial"))), "answers-itself"),
        (answering(answers=()), "no-link"),
        (answering(NON_RESPONSE, answers=()), "no-link"),
        (answering(source=None), "no-source"),
        (answering(source="owls"), "own-source"),
        (a_sentence("Dark", CLAIM, part="title"), "tagged-furniture"),
        (answering(BACKGROUND), "leftover"),
        (a_sentence("One said.", BACKGROUND, cue="said"), "leftover"),
        (a_sentence("One.", CLAIM, answers=(SUPPORTS,)), "leftover"),
        (answering(checkable=False), "leftover"),
        (a_sentence("One.", BACKGROUND, via="the Weekly"), "leftover"),
    ],
)
def test_what_does_not_go_together_in_a_sentence_has_its_code(second: Sentence, code: str) -> None:
    found = lint_set(with_claim(second), BOOK)
    assert [(finding.code, finding.sentence) for finding in found] == [(code, "s2")]


@pytest.mark.parametrize("first", [a_sentence("One."), a_sentence("One.", CLAIM, part="title")])
def test_a_link_to_a_sentence_that_is_no_longer_a_claim_is_found(first: Sentence) -> None:
    annotations = a_set(first, answering(), sources=(PORT,))
    found = [finding for finding in lint_set(annotations, BOOK) if finding.sentence == "s2"]
    assert [finding.code for finding in found] == ["no-claim"]


def test_fields_of_an_untagged_sentence_are_not_leftovers() -> None:
    assert codes(with_claim(answering(tag=None))) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (a_source("She", id="port"), "pronoun"),
        (a_source("OWLS", id="port"), "same-name"),
        (a_source("Port", kind=None), "no-kind"),
    ],
)
def test_what_is_odd_about_a_source_has_its_code(source: Any, code: str) -> None:
    found = lint_set(with_claim(answering(), sources=(OWLS, source)), BOOK)
    assert [(finding.code, finding.source) for finding in found] == [(code, "port")]


def test_a_source_that_no_sentence_names_is_a_hint_unless_it_is_concerned() -> None:
    assert codes(a_set(sources=(OWLS,))) == ["unused-source"]
    assert codes(a_set(sources=(a_source("Owls", concerned=True),))) == []


def test_a_kind_that_the_codebook_left_out_is_found() -> None:
    codebook = a_codebook(kinds=BOOK.kinds[:1])
    (finding,) = lint_set(
        a_set(a_sentence("One.", CLAIM, source="owls"), sources=(OWLS,)), codebook
    )
    assert finding.code == "unknown-kind"


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (CodebookReference("attribution", "1", "e" * 64), "attribution 1"),
        (CodebookReference("attribution", "2", "c" * 64), "attribution 1"),
    ],
)
def test_another_codebook_is_a_warning(reference: CodebookReference, words: str) -> None:
    (finding,) = lint_set(a_set(codebook=reference), BOOK)
    assert (finding.code, finding.severity) == ("other-codebook", Severity.WARNING)
    assert words in finding.reason


def test_a_status_and_its_reason_go_together() -> None:
    assert codes(a_set(status=Status.UNUSABLE)) == ["no-reason"]
    assert codes(a_set(reason="a live blog")) == ["reason-alone"]
    assert codes(a_set(status=Status.UNUSABLE, reason="a live blog")) == []


def test_a_finished_set_without_a_tag_somewhere_is_odd() -> None:
    done = a_set(a_sentence("One.", BACKGROUND), "Two.", status=Status.FINISHED)
    (finding,) = lint_set(done, BOOK)
    assert (finding.code, finding.sentence) == ("untagged", "s2")


def test_one_sentence_is_judged_as_it_is_among_all() -> None:
    annotations = with_claim(answering(source="owls"))
    alone = [
        finding
        for sentence in annotations.sentences
        for finding in lint_sentence(sentence, annotations, BOOK)
    ]
    assert alone == [each for each in lint_set(annotations, BOOK) if each.sentence]


def test_who_answers_a_claim_is_known() -> None:
    annotations = a_set(
        "One.", a_sentence("Two.", answers=("s1",)), a_sentence("3.", answers=("s1",))
    )
    assert answer_index(annotations) == {"s1": ("s2", "s3")}


@pytest.mark.parametrize(
    ("ask", "codes"),
    [
        (PromptLevel.TAGS, []),
        (PromptLevel.SOURCES, ["no-source"]),
        (PromptLevel.LINKS, ["no-link", "no-source"]),
    ],
)
def test_what_is_not_asked_for_is_not_missed(ask: PromptLevel, codes: list[str]) -> None:
    annotations = a_set(a_sentence("One.", CONFIRMATION))
    found = relevant_findings(
        annotations.sentences[0], annotations, a_codebook(), PromptSettings(ask)
    )
    assert sorted(each.code for each in found) == codes


def test_what_stays_from_an_earlier_tag_is_no_doubt() -> None:
    annotations = a_set(a_sentence("One.", BACKGROUND, source="a"), sources=(a_source("a"),))
    assert (
        relevant_findings(
            annotations.sentences[0], annotations, a_codebook(), PromptSettings(PromptLevel.LINKS)
        )
        == ()
    )
