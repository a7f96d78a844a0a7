from dataclasses import replace

import pytest
from hypothesis import given

from annotator.formats.brat import read, write
from annotator.formats.exchange_types import AnnotatedArticle, ImportResult
from annotator.model.annotation import Cue
from annotator.model.errors import DataError
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS
from tests.statements import states
from tests.strategies import annotated_articles

TEXT = "Cranes stood still. The mayor\nsaid 🙂: “It was\nhackers.” Nobody knows."
LINES = """\
T1\tSpeaker 20 29\tThe mayor
T2\tVerb 30 34\tsaid
T3\tQuotation 39 45;46 55\tIt was hackers.”
T4\tMystery 0 6\tCranes
T5\tClaim 20 29;30 45;46 55\tThe mayor said 🙂: “It was hackers.”
E1\tVerb:T2 Who:T1 What:T3
A1\tflagged T5
A2\tLoud T5
#1\tAnnotatorNotes T5\tC:\\new
N1\tReference T1 Wikidata:Q1\tmayor
*\tEquiv T1 T2
"""
LABELS = {"Speaker": "source", "Verb": "cue", "Quotation": "content"}
TAKING_THEIRS = replace(IMPORT_OPTIONS, annotator="Ada", labels=LABELS)


def taken(lines: str, text: str = TEXT) -> ImportResult:
    files = {"d/port.ann": lines.encode(), "d/port.txt": text.encode()}
    return read(files, TAKING_THEIRS)


def refused(lines: str, text: str = TEXT) -> list[str]:
    with pytest.raises(DataError) as caught:
        taken(lines, text)
    return [str(problem) for problem in caught.value.problems]


@given(annotated_articles())
def test_no_span_crosses_a_newline_and_each_covers_what_it_says(
    annotated: AnnotatedArticle,
) -> None:
    text = annotated.article.text
    for name, data in write([annotated], EXPORT_OPTIONS).items():
        bound = [line for line in data.decode().split("\n") if line.startswith("T")]
        for line in bound if name.endswith(".ann") else ():
            _, places, covered = line.split("\t", 2)
            spans = [tuple(map(int, piece.split())) for piece in places.split(" ", 1)[1].split(";")]
            assert "\n" not in "".join(text[start:end] for start, end in spans)
            assert " ".join(text[start:end] for start, end in spans) == covered


def test_speakers_verbs_and_quotations_become_source_and_cue_by_a_mapping() -> None:
    (annotated_,) = taken(LINES).articles
    first, second, third = annotated_.sets[0].annotations.sentences
    assert (first.tag, third.tag, second.tag) == (None, None, "claim")
    assert second.text == "The mayor\nsaid 🙂: “It was\nhackers.”"
    assert second.source == "the-mayor"
    assert second.cue == Cue("said", (30, 34))
    assert (second.flag, second.note) == (True, "C:\\new")


def test_what_is_not_imported_is_listed_with_its_line() -> None:
    told = taken(LINES).not_imported
    assert [each.split(":")[1] for each in told] == ["8", "10", "11", "4"]
    assert any(states(each, "Mystery", "[0, 6)", "“Cranes”") for each in told)


def test_offsets_that_count_utf_16_are_seen_by_the_covered_text() -> None:
    (annotated_,) = taken("T1\tclaim 57 70\tNobody knows.\n", TEXT).articles
    assert annotated_.sets[0].annotations.sentences[-1].tag == "claim"


def test_a_text_with_carriage_returns_keeps_its_spans() -> None:
    (annotated_,) = taken("T1\tclaim 6 10\tTwo.\n", "One.\r\nTwo.").articles
    assert annotated_.article.text == "One.\nTwo."
    assert [each.text for each in annotated_.sets[0].annotations.sentences] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        ("T1\tclaim 0 6\tPlanes\n", ("d/port.ann:1: T1:", "[0, 6)", "“Planes”")),
        ("T1\tclaim 0 999\tPlanes\n", ("d/port.ann:1: T1:", "[0, 999)", "“Planes”")),
        ("T1\tclaim 5 2\tx\n", ("d/port.ann:1: T1:", "[5, 2)", "“x”")),
        ("T1 claim 0 6 Cranes\n", ("d/port.ann:1:", "“T1 claim 0 6 Cranes”")),
        (
            "R1\tsupports Arg1:T1 Arg2:T9\n",
            ("d/port.ann:1: supports:", "“T1”"),
        ),
        (
            "T1\tclaim 0 6\tCranes\nT2\tbackground 3 6\tnes\n",
            ("d/port.ann:2:", "background [3, 6)", "claim [0, 6)"),
        ),
        ("\udcff", ("d/port.ann:1:", "0", "UTF-8")),
    ],
)
def test_a_broken_line_is_named(lines: str, facts: tuple[str, ...]) -> None:
    files = {"d/port.ann": lines.encode("utf-8", "surrogateescape"), "d/port.txt": TEXT.encode()}
    with pytest.raises(DataError) as caught:
        read(files, TAKING_THEIRS)
    assert any(states(str(problem), *facts) for problem in caught.value.problems)


def test_annotations_without_their_text_are_refused() -> None:
    with pytest.raises(DataError, match=r"port\.ann"):
        read({"port.ann": b""}, IMPORT_OPTIONS)
    (said,) = refused("", "  ")
    assert said.startswith("d/port.txt: port: ")


def test_the_configuration_names_every_type_that_the_files_use() -> None:
    work = taken(LINES).articles
    conf = write(work, EXPORT_OPTIONS)["annotation.conf"].decode()
    sections = [line for line in conf.split("\n") if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert "non-response" in conf.split("[relations]")[0].split("\n")


QUOTED = "“I left,” she said, “and I will not return.” Police declined. The mayor said so."
PARC = {"Attribution": "ignore", "Source": "source", "Content": "content"}


def at(*pieces: str) -> str:
    places = ((QUOTED.index(piece), QUOTED.index(piece) + len(piece)) for piece in pieces)
    return ";".join(f"{start} {end}" for start, end in places) + "\t" + " ".join(pieces)


def test_the_pieces_of_a_span_may_stand_in_any_order() -> None:
    (annotated_,) = taken(
        f"T1\tclaim {at('“and I will not return.”', '“I left,”')}\n", QUOTED
    ).articles
    assert annotated_.sets[0].annotations.sentences[0].text == QUOTED[:44]
    assert refused("T1\tclaim 10 13;1 7\tI left, she\n", QUOTED) != []


def test_an_ignored_trigger_still_joins_its_arguments() -> None:
    lines = (
        f"T1\tSource {at('The mayor')}\nT2\tContent {at('Police declined.')}\n"
        f"T3\tAttribution {at('said so')}\nE1\tAttribution:T3 Who:T1 What:T2\n"
    )
    files = {"p.ann": lines.encode(), "p.txt": QUOTED.encode()}
    result = read(files, replace(IMPORT_OPTIONS, annotator="Ada", labels=PARC))
    _, declined, mayor = result.articles[0].sets[0].annotations.sentences
    assert (declined.source, mayor.source) == ("the-mayor", None)
    assert result.not_imported == ()


def test_a_source_that_a_relation_joins_with_a_sentence_is_that_sentences() -> None:
    lines = (
        f"T1\tclaim {at('Police declined.')}\nT2\tSpeaker {at('The mayor')}\n"
        "R1\tby Arg1:T1 Arg2:T2\n"
    )
    (annotated_,) = taken(lines, QUOTED).articles
    assert [each.source for each in annotated_.sets[0].annotations.sentences] == [
        None,
        "the-mayor",
        None,
    ]


def test_facts_about_unknown_spans_and_texts_without_annotations_are_listed() -> None:
    files = {
        "p.ann": f"T1\tclaim {at('Police declined.')}\nA1\tflagged T9\n".encode(),
        "p.txt": QUOTED.encode(),
        "q.txt": b"Nobody has marked this.",
    }
    text, flag = read(files, TAKING_THEIRS).not_imported
    assert states(text, "q.txt:", ".ann")
    assert states(flag, "p.ann:2:", "flag", "T9")


def test_positions_that_no_semicolon_divides_are_a_line_that_is_refused() -> None:
    files = {"a.ann": b"T1\tclaim 0 3 4 9\tThe port\n", "a.txt": b"The port said so.\n"}
    with pytest.raises(DataError, match=r"a\.ann:1"):
        read(files, IMPORT_OPTIONS)
