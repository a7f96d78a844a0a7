"""Sets built from columns, and texts put together from their sentences."""

from dataclasses import replace

import pytest

from annotator.formats.exchange_types import ImportedRow
from annotator.formats.row_columns import COLUMNS, DOCUMENT_COLUMNS, ROW_COLUMNS
from annotator.formats.set_builder import MAX_GAP, RawSet, build_set, join_sentences, recover_text
from annotator.model.annotation import AnnotationSet, text_hash
from annotator.model.errors import DataError
from annotator.storage.file_records import HeaderRecord, RowRecord
from tests.factories import a_cut_article, a_document, a_sentence, a_set

CUT = a_cut_article("One.", "Two.")


def of_text(text: str) -> AnnotationSet:
    """A set on the two sentences that names this text."""
    return a_set("One.", "Two.", document=a_document(sha256=text_hash(text)))


def test_what_stands_between_sentences_is_put_there_where_it_is_known() -> None:
    assert join_sentences(CUT.sentences, ["", "\n\n"], "\n") == ("One.\n\nTwo.\n", False)


def test_what_is_not_known_is_guessed_by_its_width_and_by_the_paragraphs() -> None:
    assert join_sentences(CUT.sentences, [None, None]) == ("One.\n\nTwo.", True)
    assert join_sentences(a_set("One.", "Two.").sentences, [None, None]) == ("One. Two.", True)


def test_a_sentence_further_off_than_in_any_article_is_refused() -> None:
    far = a_sentence("Far.", start=MAX_GAP + 1)
    assert len(join_sentences([a_sentence("Far.", start=MAX_GAP)], [None])[0]) == MAX_GAP + 4
    with pytest.raises(ValueError, match="100,001 code points after"):
        join_sentences([far], [None])
    with pytest.raises(DataError, match="f: s1 begins 100,001"):
        recover_text(replace(a_set("Far."), sentences=(far,)), "f")


@pytest.mark.parametrize("text", ["One. Two.", "One. Two.\n"])
def test_a_text_is_recovered_if_its_hash_matches(text: str) -> None:
    assert recover_text(of_text(text), "f") == (text, True)


def test_a_text_with_another_hash_is_reported_as_guessed() -> None:
    assert recover_text(of_text("One.  Two."), "f") == ("One. Two.", False)


HEADER = {
    "annotator": "Ada",
    "codebook": "attribution",
    "codebook_version": "1",
    "codebook_sha256": "0" * 64,
}
ONE = {"sentence": "s1", "start": 0, "end": 4, "paragraph": 1, "text": "One."}


def built(*rows: dict[str, object], **header: object) -> AnnotationSet:
    stated = [ImportedRow(row, line) for line, row in enumerate(rows, 2)]
    return build_set(RawSet(a_document(), HEADER | header, stated, "f")).annotations


def problems(*rows: dict[str, object], **header: object) -> list[tuple[int | None, str | None]]:
    with pytest.raises(DataError) as caught:
        built(*rows, **header)
    return [(each.line, each.path) for each in caught.value.problems]


def test_every_column_but_those_of_the_text_has_a_type() -> None:
    typed = {*HeaderRecord.__struct_encode_fields__, *RowRecord.__struct_encode_fields__}
    apart = {*(column.name for column in ROW_COLUMNS), "document", "sha256"}
    assert typed == {column.name for column in COLUMNS} - apart
    assert apart & {column.name for column in DOCUMENT_COLUMNS} == {"document", "sha256"}


def test_every_problem_is_named_at_once_with_its_line_and_column() -> None:
    two = {"sentence": "s2", "start": 5, "end": 9, "paragraph": 1, "text": "Two."}
    faulty = {"tag": "Not An Id", "source": "Port", "kind": "ghost", "checkable": "maybe"}
    lost = {"answers": [{"claim": "s9"}], "cue": "Two"}
    found = problems(ONE | faulty, two | lost, status="done")
    assert found[-2:] == [(3, "cue"), (3, "answers[0].claim")]
    assert set(found[:-2]) == {(2, "status"), (2, "tag"), (2, "checkable"), (2, "kind")}
    assert len(found) == 6


def test_what_only_a_key_or_gold_has_is_refused_in_other_sets() -> None:
    assert problems(ONE | {"explanation": "Why."}) == [(2, "explanation")]
    assert problems(ONE | {"provenance": "majority"}, form="key") == [(2, "provenance")]
    assert built(ONE | {"explanation": "Why."}, form="key").sentences[0].explanation == "Why."


def test_a_source_of_two_kinds_is_refused_where_the_second_is() -> None:
    two = {"sentence": "s2", "start": 5, "end": 9, "paragraph": 1, "text": "Two."}
    said = {"source": "Port", "kind": "person"}
    assert problems(ONE | said, two | said | {"kind": "unnamed"}) == [(3, "kind")]


def test_a_number_stands_for_a_text_and_a_whole_float_for_a_number() -> None:
    sentence = built(ONE | {"note": 12.0, "seconds": 3.0, "via": True}).sentences[0]
    assert (sentence.note, sentence.seconds, sentence.via) == ("12", 3, "true")


def test_what_is_said_of_nothing_is_not_judged() -> None:
    assert built(ONE | {"kind": "ghost", "cue_start": "x", "votes": 3}).sources == ()
