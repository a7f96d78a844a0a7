from pathlib import Path

import pytest

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.lint import Severity, lint_set
from annotator.stats.borderline import borderline_sentences
from annotator.storage.articles import read_article
from annotator.storage.codebooks import builtin
from annotator.storage.samples import FOLDER
from annotator.storage.sets import read_set
from samples.build import ANNOTATOR, files

ARTICLES = sorted(FOLDER.glob("*.txt"))


def finished(article: Path) -> AnnotationSet:
    return read_set(article.with_name(f"{article.stem}.{ANNOTATOR}.yaml"))[0]


def test_there_are_at_least_four_samples() -> None:
    assert len(ARTICLES) >= 4


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_set_and_key_are_what_its_decisions_give(article: Path) -> None:
    for path, data in files(article).items():
        assert path.read_bytes() == data


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_set_is_finished_whole_and_without_a_fault(article: Path) -> None:
    annotations = finished(article)
    assert annotations.annotator == ANNOTATOR
    assert annotations.status is Status.FINISHED
    assert all(each.tag for each in annotations.sentences if each.body)
    weights = {finding.severity for finding in lint_set(annotations, builtin())}
    assert weights <= {Severity.HINT}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_article_has_250_to_900_words(article: Path) -> None:
    assert 250 <= len(read_article(article).article.text.split()) <= 900


@pytest.mark.parametrize("sample", ["harbour-blackout", "school-lunch"])
def test_a_sample_has_a_key_on_which_every_border_sentence_is_explained(sample: str) -> None:
    key, _ = read_set(FOLDER / f"{sample}.key.yaml")
    assert key.form is SetForm.KEY
    assert {finding.severity for finding in lint_set(key, builtin())} <= {Severity.HINT}
    assert all(border.explained for border in borderline_sentences(key, (), builtin()))


def test_a_key_accepts_a_second_tag_for_a_sentence_that_can_be_read_in_two_ways() -> None:
    key, _ = read_set(FOLDER / "harbour-blackout.key.yaml")
    assert any(sentence.accepted_tags for sentence in key.sentences)
