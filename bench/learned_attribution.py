"""Quality of a learned model on a corpus of attribution, such as PolNeAR, next to the rules.

    python -m bench.learned_attribution TRAINING DEVELOPMENT [--every N] [--iterations N]

Both folders are as for `bench.attribution_corpus`, which explains the figures. The model learns
from every nth text of the first folder, with the features of `annotator learn`, and is judged
on the texts of the second one. No weights are kept: the corpus carries no license.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time

from annotator.model.annotation import SegmentedDocument, Span
from annotator.model.codebook import Codebook
from annotator.model.suggestions import FieldSuggestions
from annotator.project.model_fitting import Example, fit_linear, fit_sequence
from annotator.text.learned_features import sentence_features, span_labels, word_sequence
from annotator.text.learned_suggester import ATTRIBUTED, UNATTRIBUTED, LearnedModels, suggest
from bench.attribution_corpus import Compared, compare, figures


def examples(folder: Path, every: int) -> Iterator[Example]:
    """The sentences of every nth text. All their cues and sources are labeled."""
    documents: list[SegmentedDocument] = []

    def remember(document: SegmentedDocument, _: Codebook) -> Mapping[str, FieldSuggestions]:
        documents.append(document)
        return {}

    # Each text is read when its first sentence is asked for.
    for each in compare(folder, every, remember):
        yield _example(each, documents[-1])


def _example(each: Compared, document: SegmentedDocument) -> Example:
    sentences, begin = document.sentences, each.sentence.span[0]
    position = sentences.index(each.sentence)

    def inside(spans: Iterator[Span]) -> list[Span]:
        own = ((start - begin, end - begin) for start, end in spans)
        return [span for span in own if 0 <= span[0] < len(each.sentence.text)]

    words = word_sequence(sentences, position)
    cues = inside(one.cue for one in each.attributed)
    sources = inside(span for one in each.attributed for span in one.sources)
    labels = span_labels(words.words, cues=cues, sources=sources)
    features = sentence_features(sentences, position)
    name = document.article.document.id
    return Example(name, "", bool(each.attributed), features, words.features, labels)


def learn(folder: Path, every: int, iterations: int) -> LearnedModels:
    """The models for every nth text."""
    found = list(examples(folder, every))
    classes = [ATTRIBUTED if each.attributed else UNATTRIBUTED for each in found]
    sys.stdout.write(f"{len(found)} sentences\n")
    return LearnedModels(
        None,
        fit_linear([each.features for each in found], classes),
        fit_sequence([(each.word_features, each.labels) for each in found], iterations),
    )


def main() -> None:
    """Learn, and print the figures of the learned model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("training", type=Path)
    parser.add_argument("development", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=100)
    options = parser.parse_args()
    begin = process_time()
    models = learn(options.training, options.every, options.iterations)
    sys.stdout.write(f"learned in {process_time() - begin:.0f} s of one core\n")
    begin = process_time()
    compared = list(compare(options.development))
    rules_time = process_time() - begin
    begin = process_time()
    learned = list(
        compare(
            options.development, suggested=lambda document, book: suggest(document, book, models)
        )
    )
    speed = len(learned) / (process_time() - begin)
    rules = figures(compared)
    for name, value in figures(learned).items():
        sys.stdout.write(f"{name:<20}{value:8.1f}   rules {rules[name]:8.1f}\n")
    sys.stdout.write(f"{'sentences a second':<20}{speed:8.0f}")
    sys.stdout.write(f"   rules {len(compared) / rules_time:8.0f}\n")


if __name__ == "__main__":
    main()
