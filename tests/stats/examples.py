"""Articles whose measures are known: the example of `docs/reference/measures.md`, and sources."""

from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measures import MeasureValues, measure
from tests.factories import FOUR_TAGS, a_numbered_sentence, a_set_of

A = Source("a", "A", "person")
SOURCES = (
    A,
    Source("b", "B", "organization"),
    Source("outlet", "the outlet", "reporter"),
    Source("official", "an official", "unnamed"),
    Source("aide", "an aide", "unnamed"),
)


def measure_sentences(*sentences: Sentence, sources: tuple[Source, ...] = SOURCES) -> MeasureValues:
    """The measures of an article of these sentences, by the codebook of the four tags."""
    return measure(a_set_of(*sentences, sources=sources), FOUR_TAGS)


def ratio(value: MeasureValue) -> tuple[int | None, int | None]:
    """Numerator and denominator."""
    return value.numerator, value.denominator


def worked_example() -> AnnotationSet:
    """The example of docs/reference/measures.md: sixteen body sentences, five of them claims."""
    decided = {
        1: a_numbered_sentence(1, "claim"),
        2: a_numbered_sentence(2, "claim", "a"),
        3: a_numbered_sentence(3, "non-response", "t", "1, 2"),
        4: a_numbered_sentence(4, "confirmation", "k", "1 partial, 2 partial"),
        5: a_numbered_sentence(5, "non-response", "k", "2"),
        6: a_numbered_sentence(6, "claim", "a", checkable=False),
        7: a_numbered_sentence(7, "claim", "a", checkable=False),
        8: a_numbered_sentence(8, "confirmation", "outlet", "1 supports, 2 partial"),
        13: a_numbered_sentence(13, "claim", "a", checkable=False),
    }
    return a_set_of(
        *(decided.get(number, a_numbered_sentence(number)) for number in range(1, 17)),
        sources=(
            Source("a", "A", "organization"),
            Source("t", "T", "organization", concerned=True),
            Source("k", "K", "organization", concerned=True),
            Source("outlet", "the outlet", "reporter"),
            Source("q", "Q", "organization", concerned=True),
        ),
    )


WORKED_SHARES = {
    "coverage": (16, 16),
    "attribution_rate": (8, 9),
    "claim_attribution_rate": (4, 5),
    "attributable_share": (9, 16),
    "corroboration_rate": (1, 2),
    "partial_corroboration_rate": (1, 2),
    "independent_corroboration_rate": (0, 2),
    "reporter_verified_rate": (1, 2),
    "reporter_share_of_confirmations": (1, 2),
    "disputed_rate": (0, 2),
    "another_party_speaks_rate": (2, 2),
    "concerned_heard_rate": (1, 3),
    "concerned_asked_rate": (2, 3),
    "nonresponse_rate": (1, 2),
    "mixed_response_rate": (1, 2),
    "dependence": (4, 6),
    "checkable_dependence": (1, 3),
    "unnamed_share": (0, 6),
    "unnamed_source_share": (0, 3),
}
WORKED_FIGURES = {
    "independence_unknown": 0,
    "uncorroborated_unnamed_claims": 0,
    "unverified_disclosures": 0,
    "single_source": False,
    "named_band": "2-3",
    "effective_sources": 2.3811,
    "evenness": 0.7897,
}
