"""Time of the measures: `python -m bench.measures` prints the best of several runs.

Times are CPU times, so other programs have little effect.
"""

import random
import time
from collections.abc import Callable

from annotator.model.annotation import AnnotationSet, Answer, Document, Sentence, Source
from annotator.model.codebook import KINDS, STANCES, Codebook, CodebookReference, Role, Tag
from annotator.stats.claims import claims
from annotator.stats.corpus import MeasuredSet, corpus_articles, corpus_record
from annotator.stats.intervals import corpus_intervals
from annotator.stats.measure_input import prepare_measure_input
from annotator.stats.measure_wording import measure_lines
from annotator.stats.measures import MeasureValues, evaluate, measure

CODEBOOK = Codebook(
    "bench",
    "1",
    "0" * 64,
    tuple(
        Tag(role.value, role.value, None, role.value[0], "red", role, "")
        for role in (Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE, Role.BACKGROUND)
    ),
)


def article(sentences: int, seed: int = 1) -> AnnotationSet:
    """An article with random decisions: every sentence has a tag, a source and two answers."""
    chance = random.Random(seed)
    sources = tuple(
        Source(f"x{number}", "X", chance.choice(KINDS), chance.choice((None, "m", "k")))
        for number in range(max(4, sentences // 20))
    )
    return AnnotationSet(
        Document(f"n{seed}", "0" * 64),
        "Ada",
        CodebookReference("bench", "1", "0" * 64),
        tuple(_sentence(chance, number, sentences, sources) for number in range(sentences)),
        sources,
    )


def _sentence(chance: random.Random, number: int, of: int, sources: tuple[Source, ...]) -> Sentence:
    answers = tuple(Answer(f"s{chance.randrange(of)}", chance.choice(STANCES)) for _ in range(2))
    return Sentence(
        f"s{number}",
        (number * 10, number * 10 + 4),
        1,
        "Text",
        tag=chance.choice(CODEBOOK.tags).id,
        source=chance.choice(sources).id,
        answers=answers,
    )


def best(run: Callable[[], object], times: int) -> float:
    """The minimum CPU time of several runs, in milliseconds."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return min(seconds) * 1_000


def one_article(sentences: int, times: int) -> None:
    """Print the times for one article of this length."""
    annotations = article(sentences)
    measure_input = prepare_measure_input(annotations, CODEBOOK)
    values = evaluate(measure_input)
    show(
        f"{sentences} sentences, all measures", best(lambda: measure(annotations, CODEBOOK), times)
    )
    show(f"{sentences} sentences, list of claims", best(lambda: claims(measure_input), times))
    show(f"{sentences} sentences, words", best(lambda: measure_lines(values), times))


def corpus(count: int) -> None:
    """Print the times for this number of articles of forty sentences."""
    sets = [article(40, seed) for seed in range(count)]
    measured = [MeasuredSet(each.document, "Ada", measure(each, CODEBOOK)) for each in sets]
    show(f"{count} articles, all measures", best(lambda: _measure_each(sets), 1))
    show(f"{count} articles, micro and macro", best(lambda: corpus_record(measured, {}), 1))
    show(
        f"{count} articles, intervals", best(lambda: corpus_intervals(corpus_articles(measured)), 1)
    )


def _measure_each(sets: list[AnnotationSet]) -> list[MeasureValues]:
    return [measure(each, CODEBOOK) for each in sets]


def show(what: str, milliseconds: float) -> None:
    """Print one time with its name."""
    print(f"{what:32} {milliseconds:9.2f} ms")


def main() -> None:
    """Print all times, one per line."""
    one_article(40, 50)
    one_article(10_000, 7)
    corpus(2_000)


if __name__ == "__main__":
    main()
