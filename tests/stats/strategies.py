"""Random annotation sets: few sources, kinds and affiliations, so that they often coincide."""

from dataclasses import dataclass

from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Answer, Sentence, Source
from annotator.model.codebook import KINDS, STANCES, Codebook, Role
from tests.stats.build import FOUR, annotations, codebook, sentence

SOURCES = ("a", "b", "c", "d")
LONGEST = 9
# The last id is of no sentence.
SENTENCES = tuple(f"s{number}" for number in range(LONGEST + 1))
# Most of the draws are of whole codebooks: where a role is missing, little else is tested.
CODEBOOKS = tuple(
    codebook(*roles)
    for roles in (
        tuple(Role),
        tuple(Role),
        (*Role, *Role),
        (Role.CLAIM, Role.CONFIRMATION, Role.CONFIRMATION),
        (Role.CLAIM, Role.NON_RESPONSE),
        (Role.BACKGROUND, Role.NONE),
    )
)

kinds = st.sampled_from((*KINDS, "unnamed", "reporter", "rumour", None))
likely_kinds = st.sampled_from(("unnamed", "unnamed", "reporter", "person"))
likely_stances = st.sampled_from(("supports", "supports", "partial", "contradicts"))
affiliations = st.sampled_from((None, None, "", "Ministry", " ministry ", "Army"))
answers = st.lists(
    st.builds(Answer, st.sampled_from(SENTENCES), st.sampled_from((*STANCES, "supports", None))),
    max_size=3,
).map(tuple)


@dataclass(frozen=True)
class Case:
    """An annotation set and the codebook that it is measured by."""

    annotations: AnnotationSet
    codebook: Codebook


@st.composite
def sources(draw: st.DrawFn) -> tuple[Source, ...]:
    """A few sources; a sentence may name one that is not among them."""
    known = draw(st.lists(st.sampled_from(SOURCES), unique=True))
    return tuple(
        Source(each, each.upper(), draw(kinds), draw(affiliations), draw(st.booleans()))
        for each in known
    )


@st.composite
def sentence_lists(draw: st.DrawFn, tags: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Up to nine sentences with anything left over that a person may leave."""
    count = draw(st.integers(0, LONGEST))
    tag = st.sampled_from((*tags, *tags, "stranger", None))
    return tuple(
        Sentence(
            f"s{number}",
            (number * 10, number * 10 + 4),
            1,
            "Text",
            part=draw(st.sampled_from((None, None, None, None, "title"))),
            tag=draw(tag),
            source=draw(st.sampled_from((*SOURCES, None))),
            answers=draw(answers),
            checkable=draw(st.sampled_from((True, True, False))),
        )
        for number in range(count)
    )


@st.composite
def loose(draw: st.DrawFn, *books: Codebook) -> Case:
    """Anything at all by one of the codebooks: of these, or of all that there are here."""
    book = draw(st.sampled_from(books or CODEBOOKS))
    sentences = draw(sentence_lists(tuple(tag.id for tag in book.tags)))
    return Case(annotations(*sentences, sources=draw(sources())), book)


@st.composite
def dense(draw: st.DrawFn) -> Case:
    """Three claims and six answers to them, all sourced, many unnamed: what is rare otherwise."""
    known = tuple(
        Source(each, each.upper(), draw(likely_kinds), draw(affiliations), draw(st.booleans()))
        for each in SOURCES
    )
    said = [
        sentence(
            number,
            "claim" if number < 3 else draw(st.sampled_from(("confirmation", "non-response"))),
            draw(st.sampled_from((*SOURCES, *SOURCES, None))),
            "" if number < 3 else f"{draw(st.integers(0, 2))} {draw(likely_stances)}",
            draw(st.sampled_from((True, True, True, False))),
        )
        for number in range(LONGEST)
    ]
    return Case(annotations(*said, sources=known), FOUR)


def cases(*books: Codebook) -> st.SearchStrategy[Case]:
    """Annotation sets of both sorts; the dense ones are by the codebook of the four tags."""
    return st.one_of(loose(*books), dense())
