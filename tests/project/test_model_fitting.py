"""Models that are fitted by libraries, and decoded without them."""

from pathlib import Path
from random import Random

import pytest

from annotator.project.model_fitting import (
    Example,
    calibrated,
    calibration,
    examples_in,
    fit,
    fit_linear,
    fit_sequence,
)
from annotator.storage.codebooks import builtin
from annotator.text.linear_model import LinearModel
from tests.learned import decided_sets

CHANCE = Random(7)  # noqa: S311
LETTERS = "abcdefgh"
ITEMS = [
    [[*CHANCE.sample(LETTERS, 3), "the:odd → name"] for _ in range(CHANCE.randint(1, 6))]
    for _ in range(60)
]
LABELED = [
    ["B-cue" if "a" in item else "B-source" if "b" in item else "O" for item in sequence]
    for sequence in ITEMS
]


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [one for each in decided_sets(8, builtin().reference) for one in examples_in(each)]


def test_the_same_decisions_give_the_same_models(examples: list[Example]) -> None:
    assert fit(examples) == fit(list(examples))


def test_a_linear_model_gives_the_probabilities_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 (slow to load)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    features = [sequence[0] for sequence in ITEMS]
    for count in (2, 3):
        classes = [f"class{at % count}" for at in range(len(features))]
        found = fit_linear(features, classes)
        assert found is not None
        known = CountVectorizer(analyzer=lambda each: each, binary=True)
        seen = known.fit_transform(features)
        wanted = LogisticRegression(C=0.5, max_iter=1000).fit(seen, classes)
        for each, row in zip(features, wanted.predict_proba(seen), strict=True):
            own = found.probabilities(each)
            assert [own[name] for name in wanted.classes_] == pytest.approx(row, abs=2e-3)


def test_labels_are_those_of_crfsuite(tmp_path: Path) -> None:
    import pycrfsuite  # noqa: PLC0415 (only here)

    pairs = [(items, labels) for items, labels in zip(ITEMS, LABELED, strict=True)]
    found = fit_sequence(pairs)
    assert found is not None
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.05, "max_iterations": 200})
    for items, labels in pairs:
        trainer.append(items, labels)
    trainer.train(str(tmp_path / "model"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "model"))
    for items, _ in pairs:
        assert list(found.label(items)) == tagger.tag(items)


def test_what_has_only_one_value_has_no_model() -> None:
    assert fit_linear([["a"], ["b"]], ["claim", "claim"]) is None
    assert fit_sequence([([["a"]], ["O"])]) is None
    assert fit_sequence([]) is None


def test_calibration_makes_overconfident_probabilities_less_extreme_and_keeps_their_order() -> None:
    model = LinearModel(("a", "b"), (0.0, 0.0), {"x": (4.0, 0.0)})
    judged = [model.probabilities(["x"])] * 10
    factor = calibration(judged, ["a"] * 7 + ["b"] * 3)
    assert factor < 1
    shares = calibrated(model, factor).probabilities(["x"])
    assert list(shares) == ["a", "b"]
    assert shares["a"] == pytest.approx(0.7, abs=0.05)
