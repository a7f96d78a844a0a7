"""Who is proposed as the source of a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Source
from annotator.text.source_proposals import MAX_PROPOSALS, propose_sources
from tests.factories import CLAIM, a_document, a_sentence, a_set, a_source

OWLS = a_source()
VARGA = a_source("Ilse Varga", kind="person")


def of(*sentences: str, sources: tuple[Source, ...] = (), outlet: str | None = None) -> list[str]:
    """The names proposed for the last sentence; the likeliest in stars."""
    annotations = a_set(*sentences, sources=sources, document=a_document(outlet=outlet))
    found = propose_sources(annotations, len(sentences) - 1)
    return [f"*{each.name}*" if each.likely else each.name for each in found]


def test_the_articles_sources_keep_their_numbers_and_new_names_follow() -> None:
    found = of("The Port Authority said so.", sources=(OWLS, VARGA))
    assert found == ["Night Owls", "Ilse Varga", "*Port Authority*"]


def test_a_short_form_or_a_title_is_no_new_name() -> None:
    assert of("Varga said so.", sources=(VARGA,)) == ["*Ilse Varga*"]
    assert "*Ilse Varga*" in of("Mayor Ilse Varga said so.", sources=(VARGA,))


def test_a_sentence_that_names_nobody_likely_has_the_source_of_the_one_before() -> None:
    annotations = a_set(
        a_sentence("Varga said so.", CLAIM, source=VARGA.id),
        "It expects more.",
        sources=(OWLS, VARGA),
    )
    likely = [each.source for each in propose_sources(annotations, 1) if each.likely]
    assert likely == [VARGA]


def test_names_of_the_sentence_before_are_proposed_too() -> None:
    assert "Port Authority" in of("The Port Authority met.", "It said so.")


def test_the_outlet_is_proposed_as_reporter_under_one_name() -> None:
    annotations = a_set(
        "LPA could not verify the video.", document=a_document(outlet="Lantern Press Agency")
    )
    kinds = [(each.name, each.kind) for each in propose_sources(annotations, 0)]
    assert kinds.count(("LPA", "reporter")) == 1
    assert [kind for _, kind in kinds].count("reporter") == 1


def test_a_reporter_of_the_outlet_is_the_outlet() -> None:
    assert of("A Bay News reporter counted nine.", outlet="Bay News")[0] == "*Bay News*"


def test_of_many_sources_those_are_proposed_that_are_meant_or_spoke_last() -> None:
    sources = tuple(a_source(f"House {number}") for number in range(20))
    annotations = a_set(
        a_sentence("So it is.", CLAIM, source=sources[15].id),
        "House 3 said so.",
        sources=sources,
    )
    found = propose_sources(annotations, 1)
    names = [each.name for each in found]
    assert len(found) <= MAX_PROPOSALS
    assert {"House 3", "House 15"} <= set(names)
    assert [each.name for each in found if each.likely] == ["House 3"]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.integers(0, 12))
def test_there_is_never_more_than_a_digit_can_choose_nor_one_name_twice(
    texts: list[str], known: int
) -> None:
    sources = tuple(a_source(f"House {number}") for number in range(known))
    annotations: AnnotationSet = a_set(*(text or "." for text in texts), sources=sources)
    for position in range(len(texts)):
        found = propose_sources(annotations, position)
        assert len(found) <= MAX_PROPOSALS
        assert len({each.name for each in found}) == len(found)
        assert sum(each.likely for each in found) <= 1
