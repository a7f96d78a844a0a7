import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.cutting import cut
from annotator.text.sentences import has_language_tables
from bench.cutting import HARDER_TRAPS, TRAPS, load_traps, ours, score, score_harder
from bench.furniture import load_pages, score_pages
from tests.strategies import hard_texts

PHRASES = [
    *("He said so.", "“It is gone.”", "U.S. officials", "Mr. Hale left at 6 p.m.", "By Ada Roe"),
    *("\n", "\n\n", " ", "\t", "VESTRY, April 21 (NPS) —", "# Head", "- item", "…"),
    *("(She did not.)", "3.5", "example.com", "Photo: x", "\u2028", "。", "؟", '"', "’"),
]
NEWS = st.lists(st.sampled_from(PHRASES), max_size=30).map("".join)


def cut_texts(text: str, language: str = "en") -> list[str]:
    return [text[piece.start : piece.end] for piece in cut(text, language)]


def parts(text: str) -> list[tuple[str | None, str]]:
    return [(piece.part, text[piece.start : piece.end]) for piece in cut(text)]


@given(hard_texts | NEWS)
def test_no_character_is_lost_and_none_stands_twice(text: str) -> None:
    at = 0
    for piece in cut(text):
        assert text[at : piece.start].strip() == ""
        assert piece.start < piece.end
        assert text[piece.start : piece.end] == text[piece.start : piece.end].strip()
        at = piece.end
    assert text[at:].strip() == ""


@given(hard_texts | NEWS)
def test_paragraphs_count_from_one_and_never_fall(text: str) -> None:
    numbers = [piece.paragraph for piece in cut(text)]
    assert numbers == sorted(numbers)
    assert all(number >= 1 for number in numbers)


@pytest.mark.parametrize("tuned", [True, False])
def test_the_traps_are_cut_as_their_list_says(tuned: bool) -> None:
    traps = [trap.sentences for trap in load_traps(TRAPS) if trap.tuned is tuned]
    assert score(traps, ours).f1 >= 97


def test_there_are_at_least_120_traps() -> None:
    assert len(load_traps(TRAPS)) >= 120


def test_a_quotation_is_cut_where_a_sentence_ends_inside_it() -> None:
    text = "“We had no warning. Nobody called,” said Ruth Abara, who lives opposite."
    assert cut_texts(text) == [
        "“We had no warning.",
        "Nobody called,” said Ruth Abara, who lives opposite.",
    ]


def test_what_stands_around_an_article_is_found_and_stands_alone() -> None:
    text = (
        "Harbour goes dark\n\nBy Marta Lindqvist\n\nPORT CALDER, March 2 (Coastwire) — "
        "Power failed on Monday. It came back.\n\nPhoto: the harbour at night\n\n"
        "Nobody was hurt, the mayor said."
    )
    assert parts(text) == [
        ("title", "Harbour goes dark"),
        ("byline", "By Marta Lindqvist"),
        ("dateline", "PORT CALDER, March 2 (Coastwire) —"),
        (None, "Power failed on Monday."),
        (None, "It came back."),
        ("caption", "Photo: the harbour at night"),
        (None, "Nobody was hurt, the mayor said."),
    ]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Ostervik, Thursday, February 12, 2026", "dateline"),
        ("New Calder, 4 March 2026", "dateline"),
        ("Vestry remembers March 3, 2020", "title"),
        ("Smoke, Fire and March", "title"),
    ],
)
def test_a_place_may_stand_before_a_date(line: str, part: str) -> None:
    assert parts(f"Harbour goes dark\n\n{line}\n\nPower failed on Monday.")[1] == (part, line)


def test_a_dash_alone_does_not_count_as_a_word_of_a_heading() -> None:
    heading = "Group F — Sweden 1 – 0 Korea Republic"
    text = f"Sweden won on Monday.\n\n{heading}\n\nSweden had the ball for most of the game."
    assert parts(text)[1] == ("title", heading)
    counted = heading.replace("—", "and").replace("–", "to")
    assert parts(text.replace(heading, counted))[1] == (None, counted)


@pytest.mark.parametrize(
    "sentence",
    [
        "By Monday the water had gone.",
        "Photos of the wreck were published on Tuesday.",
        "Sunday was quiet, residents said.",
        "He left.",
        "“We will rebuild,” the mayor said.",
    ],
)
def test_a_sentence_of_the_body_is_never_lost_among_furniture(sentence: str) -> None:
    text = f"Power failed on Monday, the port said.\n\n{sentence}\n\nNobody was hurt."
    assert parts(text)[1] == (None, sentence)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Der Hafen war am 3. Oktober geschlossen, sagte Dr. Weber. Die Firma schwieg.", 2),
        ("de", "Er sagte: „Wir gehen. Es ist spät.“ Die Firma schwieg. »Gut.« Sie ging.", 5),
        ("de", "„Kommt ihr?“, fragte sie. „Nein!“ Er blieb. „Warum?“ fragte sie.", 4),
        ("fr", "Le port a été fermé, a déclaré M. Durand. La société n'a pas répondu.", 2),
        ("zh", "港口周一关闭。公司没有回应。", 2),
        ("ar", "أغلق الميناء يوم الاثنين. من المسؤول؟ لم ترد الشركة.", 3),
        ("hi", "बंदरगाह सोमवार को बंद रहा। कंपनी ने जवाब नहीं दिया।", 2),
    ],
)
def test_other_languages_are_cut_at_their_own_marks(language: str, text: str, count: int) -> None:
    assert len(cut_texts(text, language)) == count


BEFORE, BEHIND = "Mayor quits over bridge", "The council meets on Friday, its clerk said."
LEDE = "The mayor of Port Calder resigned on Tuesday, the council said."


def part_of(line: str, language: str = "en") -> set[str | None]:
    """The parts that a line between two paragraphs is cut into."""
    text = f"{BEFORE}\n\n{LEDE}\n\n{line}\n\n{BEHIND}"
    start = text.index(line)
    found = cut(text, language)
    return {piece.part for piece in found if start <= piece.start < start + len(line)}


@pytest.mark.parametrize(
    "mark",
    ["[1]", "[2][3]", "¹", " (3)", "†", "\u200b", "\u00ad", " #calder", " https://a.example/1"],
)
@pytest.mark.parametrize("sentence", ["He lost", "The bridge held, he said"])
def test_a_sentence_is_body_whatever_trails_behind_its_stop(sentence: str, mark: str) -> None:
    assert part_of(f"{sentence}.{mark}") == {None}
    assert cut(f"{sentence}.{mark}\n\n{BEHIND}")[0].part is None


@pytest.mark.parametrize(
    "line",
    [
        "“Nobody told us.” — Ada Lind, shopkeeper",
        '"We lost" - Ben Roth',
        '"Is that all?" Penn said. "We need a mayor!"',
        "Reporting by the Ledger showed a leak.",
        "Video by residents shows flames",
        "With reporting by Ada Lind, the series won a prize.",
        "Sen. Dora Penn (D-Calder) — She says no.",
        "PENN, a nurse — We did nothing.",
        "WITNESS: I cannot say",
        "Copyright law protects songs.",
        "Register of voters had no account of it.",
        "Getty Images sued the firm.",
        "Related cases are rising",
        "Nobody expected it",
        "Help!",
    ],
)
def test_a_line_with_a_speaker_or_a_finite_verb_is_body(line: str) -> None:
    assert part_of(line) == {None}


def test_a_repeated_line_is_body_where_it_says_who_speaks() -> None:
    said = "The bakers said they would not go back to work on Monday"
    text = f"Strike\n\n{said}.\n\n{said}, and then they left for home.\n\n{BEHIND}"
    assert {piece.part for piece in cut(text)[1:]} == {None}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Home | World | Sport"),
        ("en", "Read more: What we know"),
        ("en", "Advertisement"),
        ("en", "Sign up for our morning newsletter."),
        ("de", "Lesen Sie auch: Was wir wissen"),
        ("fr", "Publicité"),
        ("ja", "関連記事"),
    ],
)
def test_what_frames_a_page_is_other(language: str, line: str) -> None:
    assert part_of(line, language) == {"other"}
    assert [piece.part for piece in cut(f"{line}\n\n{BEFORE}\n\n{BEHIND}", language)][:2] == [
        "other",
        "title",
    ]


@pytest.mark.parametrize(
    "head",
    ["(CNN) --", "(CNN)", "March 3 (UPI) --", "KELDON (Reuters) -", "Keldon (dpa) -", "NEW DELHI:"],
)
def test_a_dateline_of_any_agency_is_taken_off_its_sentence(head: str) -> None:
    text = f"{BEFORE}\n\n{LEDE}\n\n{head} The river rose again.\n\n{BEHIND}"
    assert ("dateline", head) in parts(text)
    assert (None, "The river rose again.") in parts(text)


@pytest.mark.parametrize("tuned", [True, False])
def test_furniture_is_found_and_hardly_a_body_line_is_lost(tuned: bool) -> None:
    scores = score_pages(page for page in load_pages() if page.tuned is tuned)
    assert scores.precision >= 0.98
    assert scores.recall >= 0.88


def test_there_are_at_least_80_marked_pages_and_100_harder_traps() -> None:
    assert len(load_pages()) >= 80
    assert len(load_traps(HARDER_TRAPS)) >= 100


@pytest.mark.parametrize("tuned", [True, False])
def test_the_harder_traps_are_cut_as_their_list_says(tuned: bool) -> None:
    assert score_harder(trap for trap in load_traps(HARDER_TRAPS) if trap.tuned is tuned).f1 >= 97


@pytest.mark.parametrize("mark", ["\u2028\u2028", "\u2029", "\u000b", "\u0085"])
def test_every_line_separator_divides_as_a_newline_does(mark: str) -> None:
    assert parts(f"{BEFORE}{mark}{LEDE}") == [("title", BEFORE), (None, LEDE)]


def test_an_entity_for_a_blank_stands_between_sentences() -> None:
    assert cut_texts("He left.&nbsp;Police came.&#160;Nobody spoke.") == [
        "He left.",
        "Police came.",
        "Nobody spoke.",
    ]


def test_a_language_without_tables_is_known_to_have_none() -> None:
    assert [has_language_tables(each) for each in ("en-US", "it", "ja", "da", "ar")] == [
        *(True, True, True),
        *(False, False),
    ]


@pytest.mark.parametrize("invisible", ["\u061c", "\u034f", "\u206a", "\ufe01", "\u180e"])
def test_no_invisible_character_behind_a_stop_makes_a_sentence_a_title(invisible: str) -> None:
    first = f"The ferry sank in the night.{invisible}"
    assert parts(f"{first}\n\nDivers found nobody.")[0] == (None, first)


@pytest.mark.parametrize("trail", ["#storm", "https://t.co/a1", "#storm #sea", "@ledger"])
def test_hashtags_and_links_behind_a_stop_stay_with_its_sentence(trail: str) -> None:
    paragraph = f"The ferry sank. {trail}"
    assert cut_texts(f"Divers are out\n\n{paragraph}\n\nThey found nobody.")[1] == paragraph


@pytest.mark.parametrize("blank", ["\u2009", "\u2005", "\u202f", "\u00a0", " "])
def test_a_blank_of_any_width_inside_french_marks_keeps_them_together(blank: str) -> None:
    sentences = [f"«{blank}Où est-il{blank}?{blank}»", "Nul ne sait.", f"«{blank}Assez.{blank}»"]
    assert cut_texts(" ".join([*sentences, "Il part."]), "fr") == [*sentences, "Il part."]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("sv", ["Kl. 10 började mötet.", "Dr. Berg talade."]),
        ("nl", ["Bijv. Gent zwijgt.", "Niemand kwam."]),
        ("pl", ["Ul. Długa jest zamknięta.", "Nikt nie wie."]),
    ],
)
def test_a_short_form_that_opens_its_sentence_with_a_capital_is_known(
    language: str, sentences: list[str]
) -> None:
    assert cut_texts(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ['The show "Help! My House!" ended.', "Nobody saw it."],
        ["“Stop!” he said.", "“We won!", "We did it!” they cried."],
        ['He shouted "Stop!', 'Police!" and ran.'],
    ],
)
def test_a_cry_inside_a_title_ends_no_sentence_and_inside_speech_it_does(
    sentences: list[str],
) -> None:
    assert cut_texts(" ".join(sentences)) == sentences


def test_a_quotation_that_is_glued_to_the_sentence_before_keeps_its_opening_mark() -> None:
    assert cut_texts("Two men died.“Who knew?” Kost asked.") == [
        "Two men died.",
        "“Who knew?” Kost asked.",
    ]


def test_a_dash_before_a_capital_opens_the_next_turn_where_talk_is_written_with_dashes() -> None:
    turns = ["«¿Por qué?», preguntó Gil.", "—No lo sé —dijo Paz."]
    assert cut_texts(" ".join(turns), "es") == turns


def test_books_listed_with_their_authors_first_are_sources_under_such_a_heading() -> None:
    listed = ["Sources", "Kost, Irma. “The Gym.” Harbor Press, 2019.", "Ahl, J. (2020). Halls."]
    article = ["The gym opens", "The gym opened on Monday.", "Nobody came.", *listed]
    assert [part for part, _ in parts("\n\n".join(article))][3:] == ["other", "other", "other"]


def test_a_label_of_an_advertisement_may_say_that_the_story_goes_on() -> None:
    lines = ["The gym opened.", "Advertisement - story continues below", "Ad spending rose."]
    assert [part for part, _ in parts("\n\n".join(lines))] == [None, "other", None]


def test_a_sentence_that_begins_with_an_entity_is_no_hashtag() -> None:
    text = "It was dark. &#8220;Enough.&#8221; She left."
    pieces = [text[each.start : each.end] for each in cut(text, "en")]
    assert pieces == ["It was dark.", "&#8220;Enough.&#8221;", "She left."]
