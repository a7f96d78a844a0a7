"""What is proposed for a sentence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Source
from annotator.text.proposals import Proposals, kind_of, propose, unranked
from bench.source_proposals import compare, figures, sets_in
from tests.factories import CLAIM, SAMPLES, a_document, a_sentence, a_set, a_source
from tests.hostile import CORPUS
from tests.strategies import annotation_sets

PENN = a_source("Dora Penn", kind="person")
ORR = a_source("Ravi Orr", kind="person")


def last(*sentences: str, outlet: str | None = None) -> Proposals:
    """What is proposed for the last of these sentences, none of which is decided."""
    annotations = a_set(*sentences, document=a_document(outlet=outlet))
    return propose(annotations, len(sentences) - 1)


def quoted(*texts: str, source: Source = PENN, paragraphs: tuple[int, ...] = ()) -> Proposals:
    """What is proposed for the last of these sentences, when those before it have a source."""
    sentences = [
        a_sentence(text, CLAIM, source=source.id, paragraph=paragraph)
        for text, paragraph in zip(texts, paragraphs or (1,) * len(texts), strict=True)
    ]
    sentences[-1] = sentences[-1].without_decisions
    return propose(a_set(*sentences, sources=(source,)), len(texts) - 1)


def test_the_named_speaker_is_first_with_its_cue() -> None:
    text = "Labour's Shadow Home Secretary Ann Orr said it was late."
    found = last(text)
    assert (found.sources[0].name, found.sources[0].kind) == ("Ann Orr", "person")
    assert found.sources[0].cue is not None
    assert text[slice(*found.sources[0].cue)] == "said"
    assert not found.nobody


@pytest.mark.parametrize(
    "text",
    [
        "Shares in Brandt fell 4.2 percent to 61.30 crowns.",
        "Orr was charged with taking hard drives from the club.",
        "He was released on bail on Thursday.",
        "The board, which has invited him to a hearing, set the date on Tuesday.",
        "Sweden defeated Korea by a late goal of captain Lena Berg.",
        "The tax rose from three to five percent in May.",
    ],
)
def test_a_sentence_without_an_attribution_has_nobody_first(text: str) -> None:
    assert last(text).nobody


def test_each_proposed_source_brings_its_own_cue() -> None:
    text = "Penn wrote that Orr was late, but Orr denied it."
    cues = {each.name: each.cue for each in last(text).sources}
    assert text[slice(*(cues["Penn"] or ()))] == "wrote"
    assert text[slice(*(cues["Orr"] or ()))] == "denied"


@pytest.mark.parametrize(
    ("text", "names", "cue"),
    [
        ("The mayor and the council said it was late.", ["mayor", "council"], "said"),
        ("Both Ann Orr and the Port Guild deny it.", ["Ann Orr", "Port Guild"], "deny"),
        ("Neither Ann Orr nor the guild would comment.", ["Ann Orr", "guild"], "would comment"),
        ("It was late, according to Orr and the guild.", ["Orr", "guild"], "according to"),
    ],
)
def test_everyone_who_attributes_together_is_offered_with_the_cue(
    text: str, names: list[str], cue: str
) -> None:
    first = last(text).sources[:2]
    assert [each.name for each in first] == names
    assert [each.cue and text[slice(*each.cue)] for each in first] == [cue, cue]


def test_a_clause_before_and_is_nobody_who_attributes() -> None:
    found = last("Ann Orr met the mayor and the council said it was late.")
    assert [each.name for each in found.sources if each.cue] == ["council"]


@pytest.mark.parametrize(
    "text",
    [
        "The guard mistakenly thought it was a bomb.",
        "Penn conceded a penalty in the last minute.",
        "He went to meet Orr, who had told Penn that it was late.",
    ],
)
def test_what_attributes_a_part_or_is_called_wrong_is_nobody(text: str) -> None:
    assert last(text).nobody


def test_a_verb_that_introduces_a_quotation_comes_before_one_without_a_statement() -> None:
    text = "Dora Penn wrote to Orr and said it was late."
    assert text[slice(*(last(text).sources[0].cue or ()))] == "said"
    text = "The Observer quoted critics like Ravi Orr, with Orr stating: “It was far too late.”"
    assert last(text).sources[0].name == "Ravi Orr"


def test_a_full_name_behind_a_name_of_an_organization_is_known_by_the_surname() -> None:
    full = "A student at University of Ruhe Saltmere Amneh Tafari heard of it."
    texts = (full, "She wrote a post.", "Tafari said it was late.")
    found = last(*texts)
    assert (found.sources[0].name, found.sources[0].kind) == ("Amneh Tafari", "person")
    first = propose(a_set(*texts), 0)
    assert "Amneh Tafari" in [each.name for each in first.sources]
    assert "Amneh Tafari" in [each.name for each in first.mentions]


def test_a_surname_that_opens_a_sentence_stands_for_the_name_above() -> None:
    found = last("Dora Penn left the board.", "Penn was late.")
    assert found.sources[0].name == "Dora Penn"
    assert found.mentions[0].name == "Dora Penn"


def test_a_surname_keeps_the_one_whom_the_text_calls_so() -> None:
    father = a_source("Omar El Tafari", kind="person")
    sentences = [
        a_sentence("Ahmed Tafari, a boy from Ruhe, was arrested."),
        a_sentence("Tafari was taken to the station."),
        a_sentence("His father Omar El Tafari said it was late.", CLAIM, source=father.id),
        a_sentence("The school gave Tafari his books."),
    ]
    found = propose(a_set(*sentences, sources=(father,)), 3)
    assert "Ahmed Tafari" in [each.name for each in found.sources]


def test_a_source_without_a_kind_is_known_by_its_surname() -> None:
    source = a_source("Dora Penn", kind=None)
    first = a_sentence("Dora Penn said it was late.", CLAIM, source=source.id)
    found = propose(a_set(first, a_sentence("Dr. Penn said it was dark."), sources=(source,)), 1)
    assert found.sources[0].source == source


def test_the_owner_of_a_document_is_offered_too() -> None:
    found = last("The Observer's analysis of the data concluded that it was late.")
    assert {"Observer's analysis of the data", "Observer"} <= {each.name for each in found.sources}


def test_the_speaker_of_a_quotation_is_known_where_it_opens_within_a_sentence() -> None:
    texts = ("We need to “make sure that it is late.", "It has to be,” Ann Orr said.")
    found = propose(a_set(*texts), 0)
    assert (found.sources[0].name, found.nobody) == ("Ann Orr", False)


def test_an_open_quotation_carries_its_source() -> None:
    carried = quoted("“We left,” Penn said, “at noon.", "It was late.").carried
    assert carried is not None
    assert (carried.source, carried.cue) == (PENN, None)


def test_a_quotation_carries_its_source_where_its_own_words_repeat_it() -> None:
    carried = quoted("Penn said: “We left.", "It was late,” she said.").carried
    assert carried is not None
    assert carried.source == PENN
    assert carried.cue is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Penn stated,", "“We left at noon.”"),
        ("Penn has called the plan “dangerous”:", "“We face a bad year."),
        ("“We left at noon,” Penn said.", "“It was late.”"),
        ("“We left at noon.", "“It was late.”"),
        ("“We left at noon.", "It was late.”"),
    ],
)
def test_a_quotation_carries_on_in_the_next_paragraph(first: str, second: str) -> None:
    carried = quoted(first, second, paragraphs=(1, 2)).carried
    assert carried is not None
    assert carried.source == PENN


def test_a_new_speaker_ends_what_a_quotation_carries() -> None:
    found = quoted("“We left,” Penn said.", "“We did not,” said Ravi Orr.")
    assert found.carried is None
    assert found.sources[0].name == "Ravi Orr"


def test_a_quotation_whose_speaker_follows_later_has_that_speaker() -> None:
    annotations = a_set("“We left at noon.", "It was late,” said Ravi Orr, a sailor.")
    found = propose(annotations, 0)
    assert (found.sources[0].name, found.sources[0].cue, found.nobody) == ("Ravi Orr", None, False)


def test_a_new_quotation_with_a_later_speaker_carries_nothing_on() -> None:
    sentences = (
        a_sentence("“We left at noon,” Penn said.", CLAIM, source=PENN.id, paragraph=1),
        a_sentence("“We stayed.", paragraph=2),
        a_sentence("It was fun,” said Ravi Orr.", paragraph=2),
    )
    found = propose(a_set(*sentences, sources=(PENN,)), 1)
    assert found.carried is None
    assert found.sources[0].name == "Ravi Orr"


def test_all_of_the_articles_sources_are_listed_and_no_name_twice() -> None:
    sources = tuple(a_source(f"House {number}") for number in range(30))
    found = propose(a_set("Orr and Penn met at the Port Authority.", sources=sources), 0)
    names = [each.name for each in found.sources]
    assert {each.name for each in sources} <= set(names)
    assert len(set(names)) == len(names)


def test_a_long_description_is_offered_in_short_too() -> None:
    names = [each.name for each in last("Critics of the port in the north said so.").sources]
    assert {"critics of the port in the north", "critics of the port"} <= set(names)


def test_mentions_are_in_the_sentence_first_and_then_in_those_before() -> None:
    mentions = last("Dora Penn left.", "The Relief Council Ann Orr leads met.").mentions
    assert [each.sentence for each in mentions] == ["s2"] * 2 + ["s1"]
    assert {each.name for each in mentions} == {"Relief Council", "Ann Orr", "Dora Penn"}


def test_the_outlet_is_listed_however_many_names_there_are() -> None:
    names = "Ann Lee, Bo Ray, Cy Orr, Di Fox, Ed Kay, Flo Hay, Gus Poe, Hal Coe and Ida Roe met."
    assert "Bay News" in [each.name for each in last(names, outlet="Bay News").sources]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("I visited the festival on Saturday, and the square was full.", True),
        ("When the gates opened, I saw a line of cars.", True),
        ("He was born before World War I in a village.", False),
        ("“I saw a line of cars,” Dora Penn said.", False),
        ("The square was full.", False),
    ],
)
def test_an_eyewitness_without_an_outlet_is_listed_as_the_reporter(
    text: str, *, listed: bool
) -> None:
    assert (
        ("reporter", "reporter") in [(each.name, each.kind) for each in last(text).sources]
    ) is (listed)
    assert "reporter" not in [each.name for each in last(text, outlet="Bay News").sources]


def test_what_the_outlet_could_not_verify_is_its_own_check() -> None:
    found = last("The video could not be independently verified.", outlet="Bay News")
    assert (found.sources[0].name, found.sources[0].kind) == ("Bay News", "reporter")


def test_hearsay_has_a_cue_and_nobody() -> None:
    text = "The mayor reportedly left."
    found = last(text)
    assert found.nobody
    assert not any(each.cue for each in found.sources)


def test_a_name_before_a_colon_speaks() -> None:
    found = last("Dora Penn, the mayor, left.", "Penn: We left at noon and came back.")
    assert (found.sources[0].name, found.sources[0].cue) == ("Dora Penn", None)
    assert last("Dora Penn defended the plan: “We had to do it at once.”").sources[0].name == (
        "Dora Penn"
    )


def test_a_signed_quotation_has_the_speaker_who_signed_it() -> None:
    texts = ("“We left at noon.", "It was late.” — Dora Penn", "“We stayed.” — Ravi Orr")
    assert [propose(a_set(*texts), at).sources[0].name for at in range(3)] == [
        "Dora Penn",
        "Dora Penn",
        "Ravi Orr",
    ]
    assert quoted(*texts, paragraphs=(1, 1, 2)).carried is None


def test_a_pronoun_that_nobody_fits_has_the_source_quoted_last() -> None:
    sentence = a_sentence("Penn said so.", CLAIM, source=PENN.id)
    text = "He said that Orr denied it."
    found = propose(a_set(sentence, text, sources=(PENN,)), 1)
    assert found.sources[0].source == PENN
    assert found.sources[0].cue is not None
    assert text[slice(*found.sources[0].cue)] == "said"


def test_in_another_language_only_a_quotation_is_carried_on() -> None:
    sentences = (a_sentence("Penn: «Alles ist gut.", CLAIM, source=PENN.id), "Ganz gut.» Ada said.")
    annotations = a_set(*sentences, sources=(PENN,), document=a_document(language="de"))
    found = propose(annotations, 1)
    assert found.carried is not None
    assert (found.carried.source, found.cue, found.mentions) == (PENN, None, ())


def test_the_kind_of_a_name_is_guessed() -> None:
    assert kind_of("Dora Penn") == "person"


def test_most_first_answers_in_the_samples_are_right() -> None:
    found = [each for _, annotations in sets_in([SAMPLES]) for each in compare(annotations)]
    result = figures(found)
    assert result["first answer right %"] >= 88
    assert result["source and cue right %"] >= 85
    assert result["carried wrong"] == 0


@given(annotation_sets(), st.data())
def test_any_set_gets_proposals_whose_spans_lie_in_its_sentences(
    annotations: AnnotationSet, data: st.DataObject
) -> None:
    if not annotations.sentences:
        return
    position = data.draw(st.integers(0, len(annotations.sentences) - 1))
    found = propose(annotations, position)
    text = annotations.sentences[position].text
    cues = [found.cue, *(each.cue for each in found.sources)]
    assert all(0 <= cue[0] < cue[1] <= len(text) for cue in cues if cue)
    for mention in found.mentions:
        start, end = mention.span
        assert 0 <= start < end <= len(annotations.sentence(mention.sentence).text)
    assert found.carried is None or found.carried.source in annotations.sources


@given(annotation_sets(), st.data())
def test_the_sentences_own_decision_and_later_ones_change_nothing(
    annotations: AnnotationSet, data: st.DataObject
) -> None:
    if not annotations.sentences:
        return
    position = data.draw(st.integers(0, len(annotations.sentences) - 1))
    before, after = annotations.sentences[:position], annotations.sentences[position:]
    blank = replace(annotations, sentences=before + tuple(each.without_decisions for each in after))
    assert propose(annotations, position) == propose(blank, position)


@given(annotation_sets())
def test_unranked_sources_are_those_of_the_article_in_the_order_of_the_text(
    annotations: AnnotationSet,
) -> None:
    found = unranked(annotations)
    assert {each.source for each in found.sources} == {*annotations.sources}
    first = {each.source: at for at, each in reversed([*enumerate(annotations.sentences)])}
    places = [
        first[each.source.id] for each in found.sources if each.source and each.source.id in first
    ]
    assert places == sorted(places)
    assert (found.ranked, found.nobody, found.cue, found.carried) == (False, False, None, None)
    assert not found.mentions
    assert not any(each.cue for each in found.sources)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_a_hostile_text_gets_proposals(text: str) -> None:
    annotations = a_set("Dora Penn spoke.", f"“{text},” she said.", f"{text} It said so.")
    for position in range(3):
        propose(annotations, position)


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_any_text_gets_proposals(texts: list[str]) -> None:
    annotations = a_set(*(text or "x" for text in texts))
    for position in range(len(texts)):
        propose(annotations, position)
