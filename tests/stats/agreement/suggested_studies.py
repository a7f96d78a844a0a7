"""Studies of suggestions for tests: sets in which some suggestions are shown and some withheld."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from annotator.model.annotation import (
    AnnotationSet,
    Exposure,
    Sentence,
    Shown,
    Status,
    SuggestedField,
)
from annotator.model.suggestion_settings import is_held
from annotator.stats.agreement.pairing import ComparableSet
from annotator.storage.codebooks import builtin
from tests.factories import a_document, a_sentence, a_set

CODEBOOK = builtin()
TAGS = tuple(CODEBOOK.by_id)


def a_tag_suggestion(tag: str, *, held: bool = False, **fields: object) -> Shown:
    """A suggested tag that was seen before the decision, or withheld."""
    exposure = Exposure.NEVER if held else Exposure.BEFORE
    shown = Shown(SuggestedField.TAG, "rules", "1", tag, exposure, held=held)
    return replace(shown, **fields)  # type: ignore[arg-type]


def a_decision(tag: str, suggested: str, *, held: bool = False, **fields: object) -> Sentence:
    """A sentence with a tag and a suggested one."""
    sentence = a_sentence(tag=tag, shown=(a_tag_suggestion(suggested, held=held),))
    return replace(sentence, **fields)  # type: ignore[arg-type]


def a_finished_set(annotator: str, document: str, *sentences: Sentence) -> AnnotationSet:
    """A finished set on a document."""
    return a_set(
        *sentences,
        annotator=annotator,
        document=a_document(id=document),
        codebook=CODEBOOK.reference,
        status=Status.FINISHED,
    )


def compared(*sets: AnnotationSet) -> list[ComparableSet]:
    """The sets, ready to be compared."""
    return [ComparableSet(each, CODEBOOK) for each in sets]


def a_study(
    seed: int,
    pull: float,
    *,
    documents: int = 40,
    annotators: Sequence[str] = ("Ada", "Ben"),
    hold: float = 0.25,
    agreement: float = 0.7,
    by_annotator: bool = False,
) -> Iterator[AnnotationSet]:
    """The sets of a study with a planted effect, in which documents differ in difficulty.

    Where a suggestion is shown, annotators agree with it more often by `pull` on average.
    """
    random = Random(seed)  # noqa: S311 (no secret)
    for number in range(documents):
        document = f"d{number}"
        easy = random.betavariate(agreement * 10, (1 - agreement) * 10)
        pulled = easy + pull * (1 - easy) / (1 - agreement)
        suggested = [random.choice(TAGS) for _ in range(random.randint(6, 18))]
        for annotator in annotators:
            whose = annotator if by_annotator else ""
            held = [
                is_held(str(seed), document, f"s{at}", hold, whose)
                for at in range(1, len(suggested) + 1)
            ]
            yield a_finished_set(
                annotator,
                document,
                *(
                    a_decision(_decide(tag, easy if out else pulled, random), tag, held=out)
                    for tag, out in zip(suggested, held, strict=True)
                ),
            )


def _decide(suggested: str, share: float, random: Random) -> str:
    if random.random() < share:
        return suggested
    return random.choice([each for each in TAGS if each != suggested])


def shares(found: Mapping[str, object]) -> Mapping[str, object]:
    """The counts of a record without its intervals."""
    return {name: found[name] for name in ("numerator", "denominator")}
