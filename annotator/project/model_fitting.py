"""Fits models to decisions, with scikit-learn and python-crfsuite. Nothing else imports these.

Each result is plain weights. A fitted model of either library is never stored or loaded again.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError
from annotator.text.learned_features import (
    LABELS,
    OUTSIDE,
    sentence_features,
    word_labels,
    word_sequence,
)
from annotator.text.learned_suggester import ATTRIBUTED, UNATTRIBUTED, LearnedModels
from annotator.text.linear_model import LinearModel
from annotator.text.sequence_model import SequenceModel

INSTALL_COMMAND = "pip install 'attribution-annotator[learn]'"
_DIGITS: Final = 4
"""Digits that a weight is rounded to; a feature whose weights all round to 0 is left out."""
_STRENGTH = 0.5  # of the weights of a linear model: more follows the decisions more closely
_MAX_ITERATIONS = 200
_SEQUENCE_SETTINGS = {"c1": 0.05, "c2": 0.05}
_RARE, _MANY = 2, 20_000
"""Where there are at least this many sentences, features that occur once are left out."""


@dataclass(frozen=True, slots=True)
class Example:
    """A decided sentence, as the models see it.

    Attributes:
        document: The id of its document.
        tag: Its tag.
        attributed: Whether it has a source or a cue.
        features: Its features.
        word_features: The features of its words.
        labels: The labels of its words.
    """

    document: str
    tag: str
    attributed: bool
    features: Sequence[str]
    word_features: Sequence[Sequence[str]]
    labels: Sequence[str]


def examples_in(annotations: AnnotationSet) -> Iterator[Example]:
    """The decided sentences of a set: those of the body with a tag."""
    sentences = annotations.sentences
    for position, sentence in enumerate(sentences):
        if sentence.body and sentence.tag is not None:
            yield Example(
                annotations.document.id,
                sentence.tag,
                sentence.source is not None or sentence.cue is not None,
                sentence_features(sentences, position),
                word_sequence(sentences, position).features,
                word_labels(annotations, position),
            )


def require_libraries() -> None:
    """Make sure that the libraries of the extra `learn` are installed.

    Raises:
        DataError: One is not.
    """
    try:
        import pycrfsuite  # noqa: F401, PLC0415 (only to learn)
        import sklearn  # noqa: F401, PLC0415
    except ImportError as error:
        words = f"Learning needs {error.name}, which is not installed. Run: {INSTALL_COMMAND}"
        raise DataError(words) from None


def fit(examples: Sequence[Example]) -> LearnedModels:
    """The models that fit these decisions. The same decisions give the same models."""
    features = [each.features for each in examples]
    attributed = [ATTRIBUTED if each.attributed else UNATTRIBUTED for each in examples]
    return LearnedModels(
        fit_linear(features, [each.tag for each in examples]),
        fit_linear(features, attributed),
        fit_sequence([(each.word_features, each.labels) for each in examples]),
    )


def fit_linear(features: Sequence[Sequence[str]], classes: Sequence[str]) -> LinearModel | None:
    """A linear model of classes; None if there is only one class.

    Args:
        features: The features of each example.
        classes: The class of each example.
    """
    if len(set(classes)) < 2:
        return None
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 (only to learn)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    known = CountVectorizer(analyzer=_as_it_is, binary=True, min_df=_least(len(features)))
    seen = known.fit_transform(features)
    fitted = LogisticRegression(C=_STRENGTH, max_iter=5 * _MAX_ITERATIONS).fit(seen, classes)
    names = [str(each) for each in known.get_feature_names_out()]
    return _linear_model([str(each) for each in fitted.classes_], names, fitted)


def _linear_model(classes: Sequence[str], names: Sequence[str], fitted: Any) -> LinearModel:
    weights, bias = fitted.coef_.T.tolist(), fitted.intercept_.tolist()
    if len(classes) == 2:  # for two classes, it has the weights of the second one only
        weights, bias = [[0.0, *each] for each in weights], [0.0, *bias]
    found = {name: _rounded(each) for name, each in zip(names, weights, strict=True)}
    return LinearModel(tuple(classes), _rounded(bias), _without_zeros(found))


def fit_sequence(
    examples: Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]],
    iterations: int = _MAX_ITERATIONS,
) -> SequenceModel | None:
    """A model of the labels of words; None if all words have the label `OUTSIDE`.

    Args:
        examples: The features of each word of a sentence, and their labels.
        iterations: The maximum number of steps toward the best weights.
    """
    used = [label for label in LABELS if any(label in labels for _, labels in examples)]
    if used in ([], [OUTSIDE]):
        return None
    counts = Counter(each for items, _ in examples for item in items for each in set(item))
    least = _least(len(examples))
    names = sorted(each for each, count in counts.items() if count >= least)
    return _sequence_model(used, names, _fitted_sequence(examples, names, iterations))


def _fitted_sequence(
    examples: Iterable[tuple[Sequence[Sequence[str]], Sequence[str]]],
    names: Sequence[str],
    iterations: int,
) -> Any:
    """What CRFsuite found, read from its file, which is then deleted.

    It gets the numbers of features: what it prints of a name with odd characters is not read again.
    """
    import pycrfsuite  # noqa: PLC0415 (only to learn)

    numbers = {name: str(number) for number, name in enumerate(names)}
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({**_SEQUENCE_SETTINGS, "max_iterations": iterations})
    for items, labels in examples:
        if items:
            numbered = [[numbers[each] for each in item if each in numbers] for item in items]
            trainer.append(numbered, list(labels))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        found = tagger.info()
        tagger.close()
    return found


def _sequence_model(labels: Sequence[str], names: Sequence[str], found: Any) -> SequenceModel:
    place = {label: at for at, label in enumerate(labels)}
    weights: dict[str, list[float]] = {}
    for (number, label), weight in found.state_features.items():
        name = names[int(number)]
        weights.setdefault(name, [0.0] * len(labels))[place[label]] = weight
    transitions = tuple(
        _rounded(found.transitions.get((before, label), 0.0) for label in labels)
        for before in labels
    )
    rounded = {name: _rounded(each) for name, each in weights.items()}
    return SequenceModel(tuple(labels), transitions, _without_zeros(rounded))


def _as_it_is(features: Sequence[str]) -> Sequence[str]:
    return features


def _least(count: int) -> int:
    return _RARE if count >= _MANY else 1


def _rounded(weights: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(each), _DIGITS) + 0.0 for each in weights)


def _without_zeros(weights: Mapping[str, tuple[float, ...]]) -> Mapping[str, tuple[float, ...]]:
    return {name: each for name, each in sorted(weights.items()) if any(each)}


# Calibration


def calibrated(model: LinearModel, factor: float) -> LinearModel:
    """The model with all scores multiplied: its probabilities change, but not their order."""

    def scaled(each: Iterable[float]) -> tuple[float, ...]:
        return _rounded(factor * weight for weight in each)

    weights = {name: scaled(each) for name, each in model.weights.items()}
    return LinearModel(model.classes, scaled(model.bias), _without_zeros(weights))


def calibration(judged: Sequence[Mapping[str, float]], right: Sequence[str]) -> float:
    """The factor for scores with which probabilities fit best what was right, from 0.25 to 4.

    Args:
        judged: The probability of each class, for examples that the model was not fitted to.
        right: The right class of each example.
    """
    factors = [2 ** (step / 8) for step in range(-16, 17)]
    pairs = [(dict(each), label) for each, label in zip(judged, right, strict=True) if each]
    return min(factors, key=lambda factor: _log_loss(pairs, factor)) if pairs else 1.0


_LEAST_PROBABILITY = 1e-9


def _log_loss(pairs: Iterable[tuple[Mapping[str, float], str]], factor: float) -> float:
    from math import log  # noqa: PLC0415

    loss = 0.0
    for shares, label in pairs:
        powers = {name: max(share, _LEAST_PROBABILITY) ** factor for name, share in shares.items()}
        loss -= log(powers.get(label, _LEAST_PROBABILITY) / sum(powers.values()))
    return loss


FitModels = Callable[[Sequence[Example]], LearnedModels]
"""Gives the models that fit decisions."""
