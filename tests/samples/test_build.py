from pathlib import Path

import pytest

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.consistency import Weight, faults
from annotator.storage.articles import read_article
from annotator.storage.codebooks import builtin
from annotator.storage.targets import read_set
from samples.build import ANNOTATOR, FOLDER, built

ARTICLES = sorted(FOLDER.glob("*.txt"))


def finished(article: Path) -> AnnotationSet:
    return read_set(article.with_name(f"{article.stem}.{ANNOTATOR}.yaml"))[0]


def test_there_are_at_least_four_samples() -> None:
    assert len(ARTICLES) >= 4


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_set_is_what_its_decisions_give(article: Path) -> None:
    path = article.with_name(f"{article.stem}.{ANNOTATOR}.yaml")
    assert path.read_bytes() == built(article)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_set_is_finished_whole_and_without_a_fault(article: Path) -> None:
    annotations = finished(article)
    assert annotations.annotator == ANNOTATOR
    assert annotations.status is Status.FINISHED
    assert all(each.tag for each in annotations.sentences if each.body)
    weights = {finding.weight for finding in faults(annotations, builtin())}
    assert weights <= {Weight.HINT}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_samples_article_has_250_to_900_words(article: Path) -> None:
    assert 250 <= len(read_article(article).article.text.split()) <= 900
