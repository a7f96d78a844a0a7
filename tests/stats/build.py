"""Short ways to build codebooks and annotation sets for the tests of the measures."""

from annotator.model.annotation import AnnotationSet, Answer, Document, Sentence, Source
from annotator.model.codebook import Codebook, CodebookReference, Role, Tag
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measures import MeasureValues, measure


def codebook(*roles: Role) -> Codebook:
    """A codebook with one tag for each role, named after it; several of a role are numbered."""
    tags: list[Tag] = []
    for role in roles:
        number = sum(tag.role is role for tag in tags)
        name = f"{role}-{number}" if number else str(role)
        tags.append(Tag(name, name, None, name[0], "red", role, ""))
    return Codebook("test", "1", "0" * 64, tuple(tags))


FOUR = codebook(Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE, Role.BACKGROUND)


def sentence(
    number: int,
    tag: str | None = "background",
    source: str | None = None,
    answers: str = "",
    checkable: bool = True,
    part: str | None = None,
) -> Sentence:
    """A sentence `s<number>`; `answers` reads "1 partial, 2": claims by number, with stances."""
    parsed = tuple(_answer(each) for each in answers.split(",") if each)
    return Sentence(
        f"s{number}",
        (number * 10, number * 10 + 4),
        1,
        "Text",
        part=part,
        tag=tag,
        source=source,
        answers=parsed,
        checkable=checkable,
    )


def _answer(text: str) -> Answer:
    claim, _, stance = text.strip().partition(" ")
    return Answer(f"s{claim}", stance or None)


def annotations(
    *sentences: Sentence,
    sources: tuple[Source, ...] = (),
    document: str = "harbour",
    annotator: str = "Ada",
) -> AnnotationSet:
    """An annotation set of these sentences and sources."""
    return AnnotationSet(
        Document(document, "0" * 64),
        annotator,
        CodebookReference("test", "1", "0" * 64),
        sentences,
        sources,
    )


A = Source("a", "A", "person")
SOURCES = (
    A,
    Source("b", "B", "organization"),
    Source("outlet", "the outlet", "reporter"),
    Source("official", "an official", "unnamed"),
    Source("aide", "an aide", "unnamed"),
)


def values(*sentences: Sentence, sources: tuple[Source, ...] = SOURCES) -> MeasureValues:
    """The measures of an article of these sentences, by the codebook of the four tags."""
    return measure(annotations(*sentences, sources=sources), FOUR)


def ratio(value: MeasureValue) -> tuple[int | None, int | None]:
    """Numerator and denominator."""
    return value.numerator, value.denominator


def worked_example() -> AnnotationSet:
    """The example of docs/measures.md: sixteen sentences of the body, five of them claims."""
    decided = {
        1: sentence(1, "claim"),
        2: sentence(2, "claim", "a"),
        3: sentence(3, "non-response", "t", "1, 2"),
        4: sentence(4, "confirmation", "k", "1 partial, 2 partial"),
        5: sentence(5, "non-response", "k", "2"),
        6: sentence(6, "claim", "a", checkable=False),
        7: sentence(7, "claim", "a", checkable=False),
        8: sentence(8, "confirmation", "outlet", "1 supports, 2 partial"),
        13: sentence(13, "claim", "a", checkable=False),
    }
    return annotations(
        *(decided.get(number, sentence(number)) for number in range(1, 17)),
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
