import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.cutting import cut
from bench.cutting import TRAPS, load_traps, ours, score
from tests.text.alphabets import TEXTS

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


@given(TEXTS | NEWS)
def test_no_character_is_lost_and_none_stands_twice(text: str) -> None:
    at = 0
    for piece in cut(text):
        assert text[at : piece.start].strip() == ""
        assert piece.start < piece.end
        assert text[piece.start : piece.end] == text[piece.start : piece.end].strip()
        at = piece.end
    assert text[at:].strip() == ""


@given(TEXTS | NEWS)
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
