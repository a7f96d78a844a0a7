"""Annotation sets, keys and gold as files."""

import io
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from ruamel.yaml import YAML

from annotator.model.annotation import AnnotationSet, Answer, Provenance, SetForm, Status
from annotator.model.codebook import KINDS, PARTS, STANCES
from annotator.model.errors import DataError
from annotator.storage.sets import SetRenderer, parse, render
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_document, a_sentence, a_set, a_source
from tests.statements import states
from tests.strategies import annotation_sets

FILE = "harbour.ada.yaml"


def refused(text: str) -> list[str]:
    """What parsing says of this file, one fault a line."""
    with pytest.raises(DataError) as caught:
        parse(text.encode(), FILE)
    return [str(problem).removeprefix(f"{FILE}:") for problem in caught.value.problems]


def a_file(**fields: object) -> str:
    """A sound file with two sentences and a source."""
    annotations = a_set(
        a_sentence("A group said it cut the power.", CLAIM, source="night-owls", cue="said"),
        a_sentence("The port is dark.", CONFIRMATION, answers=(Answer("s1", "partial"),)),
        sources=(a_source(),),
        **fields,
    )
    return render(annotations).decode()


@given(annotation_sets())
def test_what_is_written_is_read_back_as_it_was(annotations: AnnotationSet) -> None:
    assert parse(render(annotations), FILE) == annotations


@given(annotation_sets())
def test_every_reader_of_yaml_reads_the_same(annotations: AnnotationSet) -> None:
    data = render(annotations)
    assert YAML(typ="safe", pure=True).load(data.decode()) == yaml.safe_load(data)


@pytest.mark.parametrize("name", ["No", "012", "1e3", "~", "=", "<<", "null", "12:30:45", ".nan"])
def test_a_source_of_an_awkward_name_keeps_it_in_every_reader(name: str) -> None:
    sentence = a_sentence(tag=CLAIM, source="x-1")
    annotations = a_set(sentence, sources=(a_source(name, id="x-1"),))
    data = render(annotations)
    assert parse(data, FILE).sources[0].name == name
    for read in (
        yaml.safe_load(data),
        yaml.load(data, yaml.CSafeLoader),
        YAML(typ="safe", pure=True).load(io.BytesIO(data)),
    ):
        assert read["sources"][0]["name"] == name


def test_the_file_has_the_shape_of_the_documentation() -> None:
    annotations = a_set(
        a_sentence("Owls said “no”.", CLAIM, source="night-owls", cue="said"),
        a_sentence(
            "It’s dark, 李雷 found.",
            CONFIRMATION,
            paragraph=2,
            answers=(Answer("s1", "partial"), Answer("s1", "supports")),
            checkable=False,
            note='names "another"\ncause',
            flag=True,
        ),
        sources=(
            a_source(),
            a_source("Port Authority", concerned=True, affiliation="Bay"),
            a_source("Ana Rhee", kind="person", standing="unclear", standing_reason='"No" title'),
        ),
        document=a_document(outlet="Bay \x1b Post"),
    )
    assert render(annotations).decode() == (
        "format: attribution-annotations/1\n"
        'document: {id: harbour, title: "Harbour dark", outlet: "Bay \\x1B Post", language: en, '
        f'sha256: "{"d" * 64}"}}\n'
        'annotator: "Ada"\n'
        f'codebook: {{name: attribution, version: "1", sha256: "{"c" * 64}"}}\n'
        "next_id: 3\n"
        "sources:\n"
        '- {id: night-owls, name: "Night Owls", kind: organization}\n'
        '- {id: port-authority, name: "Port Authority", kind: organization, affiliation: "Bay", '
        "concerned: true}\n"
        '- {id: ana-rhee, name: "Ana Rhee", kind: person, standing: unclear, '
        'standing_reason: "\\"No\\" title"}\n'
        "sentences:\n"
        "- id: s1\n"
        "  span: [0, 15]\n"
        "  paragraph: 1\n"
        '  text: "Owls said “no”."\n'
        "  tag: claim\n"
        "  source: night-owls\n"
        '  cue: {text: "said", span: [5, 9]}\n'
        "- id: s2\n"
        "  span: [16, 36]\n"
        "  paragraph: 2\n"
        '  text: "It’s dark, 李雷 found."\n'
        "  tag: confirmation\n"
        "  answers:\n"
        "  - {claim: s1, stance: partial}\n"
        "  - {claim: s1, stance: supports}\n"
        "  checkable: false\n"
        '  note: "names \\"another\\"\\ncause"\n'
        "  flag: true\n"
    )


def test_gold_shows_every_vote_on_its_own_line() -> None:
    votes = {"Ada": {"tag": CLAIM}, "n" * 1100: {"tag": BACKGROUND, "source": "Night Owls"}}
    provenance = Provenance("adjudicated", "Grace", "edge case", votes)
    gold = a_set(a_sentence(tag=CLAIM, provenance=provenance), form=SetForm.GOLD)
    assert '      "Ada": {tag: claim}\n' in render(gold).decode()
    assert parse(render(gold), FILE) == gold


def test_one_changed_decision_is_a_change_of_at_most_three_lines() -> None:
    before = a_set("The port is closed.", "Nobody knows why.")
    after = replace(
        before, sentences=(replace(before.sentences[0], tag=CLAIM), before.sentences[1])
    )
    old, new = (render(each).splitlines() for each in (before, after))
    assert len(set(new) - set(old)) == 1
    assert len(new) == len(old) + 1


def test_a_renderer_writes_an_unchanged_sentence_from_what_it_kept() -> None:
    renderer = SetRenderer()
    before = a_set(*("The port is closed." for _ in range(40)))
    after = replace(
        before, sentences=(replace(before.sentences[0], tag=CLAIM), *before.sentences[1:])
    )
    for annotations in (before, after, before):
        assert renderer.render(annotations) == render(annotations)


def test_a_lone_surrogate_survives() -> None:
    annotations = a_set("What \ud83d is this?", annotator="\udcff")
    assert parse(render(annotations), FILE) == annotations


def test_a_lone_surrogate_where_a_number_should_be_is_named_with_its_line() -> None:
    (said,) = refused(a_file().replace("paragraph: 1", 'paragraph: "\\ud800"', 1))
    assert "sentences[0].paragraph: This must be a whole number from 1" in said


def test_a_newer_format_is_refused_untouched_whatever_else_it_says() -> None:
    (said,) = refused("format: attribution-annotations/3\nmoods: 3\n")
    assert states(said, "1: format:", "attribution-annotations/3", "attribution-annotations/2")
    assert "moods" not in said


@pytest.mark.parametrize("line", ["", "format: 7\n", "format: attribution-annotations/0\n"])
def test_a_file_of_no_known_format_is_refused(line: str) -> None:
    assert len(refused(line + "a: 1\n")) == 1


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("id: s2", "id: s1", ("18: sentences[1].id:", "s1")),
        ("id: s2", "id: s7", ("18: sentences[1].id:", "next_id", "3", "s7")),
        ("id: s2", "id: no", ("18: sentences[1].id:",)),
        ("span: [31, 48]", "span: [29, 46]", ("19: sentences[1].span:", "29")),
        ("span: [31, 48]", "span: [31, 49]", ("19: sentences[1].span:", "18")),
        ("span: [31, 48]", "span: [31]", ("19: sentences[1].span:",)),
        ("span: [8, 12]", "span: [9, 13]", ("17: sentences[0].cue:",)),
        ("source: night", "source: day", ("16: sentences[0].source:", "day-owls")),
        ("claim: s1", "claim: s9", ("24: sentences[1].answers[0].claim:", "s9")),
        ("partial", "half", ("24: sentences[1].answers[0].stance:", *STANCES)),
        ("kind: organization", "kind: band", ("9: sources[0].kind:", *KINDS)),
        ("paragraph: 1\n", "paragraph: one\n", ("13: sentences[0].paragraph:", "1")),
        ("tag: claim", "tgg: claim", ("15: sentences[0].tgg:", "“tgg”", "“tag”")),
        (
            "tag: claim",
            "accepted_tags: [claim]",
            ("15: sentences[0].accepted_tags:", "“accepted_tags”"),
        ),
        ("tag: claim", "part: hat", ("15: sentences[0].part:", *PARTS)),
        ("next_id: 3", "next_id: 3\nstatus: done", ("8: status:", *Status)),
        ('annotator: "Ada"\n', "", ("1:", "“annotator”")),
        ("sentences:\n", "sentence:\n", ("10: sentence:", "“sentence”", "“sentences”")),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_path(
    old: str, new: str, facts: tuple[str, ...]
) -> None:
    sound = "# by hand\n# twice\n" + a_file()
    assert old in sound
    assert any(states(each, *facts) for each in refused(sound.replace(old, new, 1)))


def test_faults_of_every_layer_are_named_in_one_go() -> None:
    wrong = (
        a_file()
        .replace("next_id: 3", "next_id: 3\nnext_id: 4\nmood: &m low")
        .replace("paragraph: 1", "paragraph: one", 1)
        .replace("claim: s1", "claim: s5")
    )
    assert [problem.split(": ")[1] for problem in refused(wrong)] == [
        "next_id",
        "mood",
        "sentences[0].paragraph",
        "sentences[1].answers[0].claim",
    ]


def test_a_link_to_an_unreadable_sentence_is_no_fault_of_its_own() -> None:
    wrong = a_file().replace("paragraph: 1", "paragraph: one", 1)
    assert len(refused(wrong)) == 1


def test_a_status_and_its_reason_are_kept() -> None:
    annotations = a_set(status=Status.UNUSABLE, reason="a live blog")
    assert parse(render(annotations), FILE) == annotations


def test_words_that_yaml_takes_for_something_else_are_texts() -> None:
    plain = a_file().replace('"Night Owls"', "No").replace('"Ada"', "12:30:45")
    annotations = parse(plain.encode(), FILE)
    assert annotations.sources[0].name == "No"
    assert annotations.annotator == "12:30:45"


def test_a_file_with_windows_newlines_or_a_mark_before_it_reads_the_same() -> None:
    data = a_file().encode()
    assert parse(data.replace(b"\n", b"\r\n"), FILE) == parse(data, FILE)
    assert parse(b"\xef\xbb\xbf" + data, FILE) == parse(data, FILE)


def test_a_link_to_a_claim_whose_id_is_no_text_is_named() -> None:
    wrong = a_file().replace("id: s1", "id: [s1]", 1)
    assert [problem.split(": ")[1] for problem in refused(wrong)] == [
        "sentences[0].id",
        "sentences[1].answers[0].claim",
    ]
