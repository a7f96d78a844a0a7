import csv
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.dataset_card import NO_AGREEMENT
from annotator.formats.exchange_types import AnnotatedArticle, Files
from annotator.formats.export_layout import CHECKSUM_FILE, parse_shares, split_documents
from annotator.formats.release import (
    ReleaseOptions,
    quotes_article,
    rehydrate,
    release,
    with_text,
    without_text,
)
from annotator.formats.row_columns import COLUMNS
from annotator.formats.rows import rows_of
from annotator.model.annotation import SetForm, Shown, Status, SuggestedField
from annotator.model.errors import DataError
from annotator.project.pass_selection import NumberedSet
from annotator.stats.intervals import too_few_reason
from annotator.storage import codebooks
from tests.formats.builders import an_annotated_article
from tests.strategies import annotated_articles

PLAN = ReleaseOptions("Bay news", codebooks.builtin(), codebooks.builtin_bytes(), (80, 10, 10), 7)
ids = st.lists(st.text("abc123-", min_size=1), unique=True)


def by_two() -> AnnotatedArticle:
    first = an_annotated_article()
    own = replace(first.sets[0].annotations, status=Status.FINISHED)
    other = replace(own, annotator="Ben", sentences=(own.sentences[0], replace(
        own.sentences[1], tag="background", note="“The port said so”", answers=())))  # fmt: skip
    key = replace(own, form=SetForm.KEY)
    return AnnotatedArticle(first.article, (NumberedSet(own), NumberedSet(other), NumberedSet(key)))


def rows(files: Files) -> list[dict[str, object]]:
    lines = files["data/train.jsonl"].decode().split("\n")
    return [json.loads(line) for line in lines if line]


@given(annotated_articles())
def test_rows_without_text_get_it_back_and_hold_no_word_of_it_before(
    annotated: AnnotatedArticle,
) -> None:
    text = annotated.article.text
    whole = list(rows_of([annotated]))
    bare = [without_text(row, text) for row in whole]
    assert all(
        row[column.name] is None for row in bare for column in COLUMNS if column.quotes_article
    )
    told, missing = rehydrate(bare, {annotated.article.document.sha256: text})
    assert not missing
    remarks = {"note", "explanation", "reason", "status_reason"}
    assert [{k: v for k, v in row.items() if k not in remarks} for row in told] == [
        {k: v for k, v in row.items() if k not in remarks} for row in whole
    ]


def test_a_text_of_another_hash_is_never_put_in() -> None:
    bare = [without_text(row, "") for row in rows_of([an_annotated_article()])]
    told, missing = rehydrate(bare, {"f" * 64: "another text that is as long as the first one"})
    assert told == bare
    assert missing == {"harbour"}


@pytest.mark.parametrize("place", [(0, 999), (5, 5), (-1, 3), (None, 3), ("0", 3)])
def test_a_place_outside_the_text_is_refused(place: tuple[object, object]) -> None:
    with pytest.raises(DataError, match=re.escape(str(place[0]))):
        with_text({"start": place[0], "end": place[1]}, "short text")


@pytest.mark.parametrize(
    ("note", "quoting"),
    [
        ("confirms the outage, not the cause", False),
        ("THE PORT, said: so", True),
        ("see “port”", True),
        ("see ‘port’ and 'dark'", True),
        ("the port's claim", False),
        ("port", False),
        ("", False),
    ],
)
def test_a_note_quotes_where_it_has_marks_or_three_words_of_the_article(
    note: str, quoting: bool
) -> None:
    assert quotes_article(note, "“It is dark”, the port said so on Monday.") == quoting


@pytest.mark.parametrize(
    ("note", "quoting"),
    [("港口说周一停电", True), ("港口否认", False), ("港口: 说周一停电了", True), ("กรุงเทพ", True)],
)
def test_a_note_without_blanks_quotes_where_it_has_six_characters_of_the_article(
    note: str, quoting: bool
) -> None:
    assert quotes_article(note, "港口说周一停电了。กรุงเทพมหานคร") == quoting


@given(ids, st.integers())
def test_each_article_is_in_one_part_and_the_parts_are_as_large_as_asked_for(
    documents: list[str], seed: int
) -> None:
    parts = split_documents(documents, (80, 10, 10), seed)
    assert parts == split_documents(reversed(documents), (80, 10, 10), seed)
    assert set(parts) == set(documents)
    for name, share in zip(("train", "validation", "test"), (80, 10, 10), strict=True):
        count = sum(each == name for each in parts.values())
        assert abs(count - len(documents) * share / 100) <= 1


@pytest.mark.parametrize("text", ["", "80,10", "80,10,11", "25,25,25,25", "a,b", "-10,110", "1e2"])
def test_shares_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_shares(text)


def test_a_release_has_its_parts_its_card_and_sums_that_are_right() -> None:
    files = release([by_two()], replace(PLAN, others={"LICENSE": b"MIT"}, license_name="mit"))
    assert {"data/train.jsonl", "data/train.parquet", "README.md", "codebook.yaml", "measures.csv",
            "agreement.json", "agreement.csv", "LICENSE", CHECKSUM_FILE} == set(files)  # fmt: skip
    for line in files[CHECKSUM_FILE].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(files[name]).hexdigest() == digest
    card = files["README.md"].decode()
    assert (
        f"observed agreement: 0.500 over 2 sentences; no interval: {too_few_reason(2, 'units')}"
        in card
    )
    assert "[TO FILL IN: how to cite the data]" in card
    assert 'license: "mit"' in card
    assert "words are left out" not in card


def with_gold() -> AnnotatedArticle:
    plain = by_two()
    gold = replace(plain.sets[0].annotations, form=SetForm.GOLD)
    return replace(plain, sets=(*plain.sets, NumberedSet(gold)))


def test_the_card_tells_annotators_and_their_rows_from_gold() -> None:
    card = release([with_gold()], PLAN)["README.md"].decode()
    assert "finished sets of 2 annotators" in card
    assert "1 article has a gold standard" in card
    assert "| `claim` | 2 | 1 | " in card
    assert "| train | 1 | 6 |" in card


def test_the_card_has_no_agreement_if_no_pass_is_finished() -> None:
    plain = by_two()
    work = tuple(replace(each, annotations=replace(each.annotations, status=None))
                 for each in plain.sets)  # fmt: skip
    card = release([replace(plain, sets=work)], PLAN)["README.md"].decode()
    assert NO_AGREEMENT in card


def test_each_coefficient_and_each_measure_is_in_a_row_of_a_table() -> None:
    files = release([with_gold()], PLAN)
    agreement = list(csv.DictReader(files["agreement.csv"].decode().splitlines()))
    assert {"variable": "tag", "coefficient": "percent", "value": "0.5", "units": "2"}.items() <= (
        agreement[0].items()
    )
    assert any(row["annotators"] == "Ada and Ben" for row in agreement)
    measures = list(csv.DictReader(files["measures.csv"].decode().splitlines()))
    assert {(row["annotator"], row["form"], row["pass"]) for row in measures} == {
        ("Ada", "annotations", "1"), ("Ben", "annotations", "1"), ("Ada", "gold", "1")
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Ben", "ben ", "BEN"])
def test_keys_and_excluded_annotators_are_not_published(name: str) -> None:
    files = release([by_two()], replace(PLAN, excluded=(name,)))
    assert [(row["annotator"], row["form"]) for row in rows(files)] == [("Ada", "annotations")] * 2
    with pytest.raises(DataError, match="no sets to publish"):
        release([by_two()], replace(PLAN, excluded=("Ben", "Ada")))


def test_without_text_and_under_numbers_no_word_and_no_name_is_in_any_file() -> None:
    files = release([by_two()], replace(PLAN, without_text=True, pseudonyms=True))
    assert {row["annotator"] for row in rows(files)} == {"annotator-1", "annotator-2"}
    for name, data in files.items():
        if name != "codebook.yaml":
            assert b"Ada" not in data, name
            assert b"The port said" not in data, name
            assert b"Nobody knows" not in data, name


def test_datasets_loads_the_folder_by_its_card(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    root = str(tmp_path)
    plain = by_two()
    (own, *others) = plain.sets
    odd = replace(own.annotations.sentences[1], tag="rumour")
    sentences = (own.annotations.sentences[0], odd)
    numbered_set = replace(own, annotations=replace(own.annotations, sentences=sentences))
    for name, data in release([replace(plain, sets=(numbered_set, *others))], PLAN).items():
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    loaded = datasets.load_dataset(f"{root}/set", cache_dir=f"{root}/cache")
    assert set(loaded) == {"train"}
    rows = loaded["train"]
    names = ["claim", "confirmation", "non-response", "background", "rumour"]
    assert rows.features["tag"] == datasets.ClassLabel(names=names)
    assert rows["tag"][:] == [0, 4, 0, 3]
    of_files = datasets.Dataset.from_parquet(f"{root}/set/data/train.parquet", cache_dir=root)
    assert {**rows.features, "tag": None} == {**of_files.features, "tag": None}
    assert of_files["tag"][:] == ["claim", "rumour", "claim", "background"]


def test_the_card_has_the_share_of_decisions_made_with_a_suggestion() -> None:
    annotated = by_two()
    shown = (Shown(SuggestedField.TAG, "rules", "1", "claim"),)
    sets = [
        replace(
            each,
            annotations=replace(
                each.annotations,
                sentences=tuple(
                    replace(sentence, shown=shown) if sentence.tag == "background" else sentence
                    for sentence in each.annotations.sentences
                ),
            ),
        )
        for each in annotated.sets
    ]
    card = release([replace(annotated, sets=tuple(sets))], PLAN)["README.md"].decode()
    tags = sum(
        sentence.body and sentence.tag is not None
        for each in sets[:2]
        for sentence in each.annotations.sentences
    )
    assisted = sum(s.tag == "background" for each in sets[:2] for s in each.annotations.sentences)
    assert f"tag: {assisted} of {tags} ({assisted / tags:.0%})" in card
    assert "rules" in card
    assert "record no suggestions" in release([annotated], PLAN)["README.md"].decode()
