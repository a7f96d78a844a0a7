"""The dataset card in the form of Hugging Face: what is known, and blanks for what is not."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.formats.columns import COLUMNS
from annotator.model.annotation import Form
from annotator.model.codebook import Codebook

BLANK = "[TO FILL IN: {}]"
WITHHELD = (
    "The articles' words are left out: there are addresses, hashes, places and tags, and no text "
    "of sentences or cues and no notes that quote. Whoever has the articles puts the words back "
    "with `annotator rehydrate`, which checks each article by its hash."
)
PUT_BACK = "The articles' words were left out, and were put back with `annotator rehydrate`."
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a dataset.

    Attributes:
        title: What it is called.
        records: Its rows.
        parts: The part of each document.
        codebook: What its tags mean.
        seed: Of the parts.
        licence: The licence's name; None where none was given.
        without_text: Whether the articles' words are left out.
        pseudonyms: Whether annotators have numbers for names.
        agreement: Coefficients by their names, with what is said of each; empty where unknown.
        excluded: How many annotators are left out.
        features: The lines of the head that declare the columns.
    """

    title: str
    records: Sequence[Mapping[str, Any]]
    parts: Mapping[str, str]
    codebook: Codebook
    seed: int
    licence: str | None
    without_text: bool
    pseudonyms: bool
    agreement: Mapping[str, str]
    excluded: int = 0
    features: Sequence[str] = ()


def card(facts: Facts) -> str:
    """The README of the dataset."""
    return "\n".join([*_head(facts), "", *_body(facts), ""])


def _head(facts: Facts) -> Iterator[str]:
    languages = sorted({str(record["language"]) for record in facts.records})
    yield "---"
    yield f"pretty_name: {json.dumps(facts.title, ensure_ascii=False)}"
    yield f"license: {json.dumps(facts.licence or 'unknown')}"
    yield f"language: {json.dumps(languages)}"
    yield "task_categories: [text-classification]"
    yield "tags: [attribution, journalism, news, sources]"
    rows = len(facts.records)
    yield f"size_categories: [{next((name for most, name in _SIZES if rows < most), 'n>1M')}]"
    yield "configs:"
    yield "- config_name: default"
    yield "  data_files:"
    for part in dict.fromkeys(facts.parts.values()):
        yield f'  - {{split: {part}, path: "data/{part}.parquet"}}'
    yield from facts.features
    yield "---"


def _body(facts: Facts) -> Iterator[str]:
    articles = len({record["document"] for record in facts.records})
    yield f"# {facts.title}\n"
    yield BLANK.format("what the dataset is for, and for whom")
    yield (
        f"\n{len(facts.records):,} rows, one for each sentence and annotator, of {articles:,} "
        "articles. Each sentence has a tag; claims, confirmations and non-responses have their "
        "source, the words that attribute, and the claims that they answer.\n"
    )
    yield from _withheld(facts)
    yield from _parts(facts)
    yield from _tags(facts)
    yield from _people(facts)
    yield "## Columns\n"
    yield "| column | holds | meaning |\n| --- | --- | --- |"
    yield from (f"| `{each.name}` | {each.kind.value} | {each.meaning} |" for each in COLUMNS)
    yield "\n## Where the articles come from\n"
    yield f"Outlets: {_outlets(facts)}\n"
    yield BLANK.format("how the articles were chosen, from when, and on what right they are used")
    yield "\n## Licence and citation\n"
    yield f"Licence: {facts.licence or BLANK.format('the licence; no LICENSE file was given')}"
    yield "Citation: see CITATION.cff, if it is there. " + BLANK.format("how to cite it")
    yield "\n## What it must not be used for\n"
    yield (
        "Tags say what an article discloses, and nothing about what is true. "
        + BLANK.format("known limits, biases, and personal data in the articles")
    )


def _withheld(facts: Facts) -> Iterator[str]:
    if facts.without_text:
        yield f"{WITHHELD}\n"


def _parts(facts: Facts) -> Iterator[str]:
    counts = Counter(facts.parts.values())
    rows = Counter(facts.parts[record["document"]] for record in facts.records)
    yield "## Parts\n"
    yield f"Divided by article, with the seed {facts.seed}; no article is in two parts.\n"
    yield "| part | articles | rows |\n| --- | --- | --- |"
    yield from (f"| {part} | {count:,} | {rows[part]:,} |" for part, count in counts.items())
    yield ""


def _tags(facts: Facts) -> Iterator[str]:
    body = [record for record in facts.records if record["part"] is None]
    counts = Counter((record["form"], record["tag"]) for record in body)
    book = facts.codebook
    yield "## Tags\n"
    yield f"The codebook is {book.name} {book.version}, in `codebook.yaml`.\n"
    yield "`datasets` gives the tags as numbers, counted from 0 in this order.\n"
    yield "| tag | annotators' rows | gold rows | definition |\n| --- | --- | --- | --- |"
    known: dict[str | None, str] = {tag.id: " ".join(tag.definition.split()) for tag in book.tags}
    others = sorted({record["tag"] for record in body if record["tag"]} - set(known))
    for own, words in (known | dict.fromkeys(others, "not in this codebook")).items():
        yield _tag_row(f"`{own}`", counts, own, words)
    yield _tag_row("none", counts, None, "not tagged") + "\n"


def _tag_row(
    shown: str, counts: Mapping[tuple[str, str | None], int], tag: str | None, words: str
) -> str:
    both = (f"{counts[form.value, tag]:,}" for form in (Form.ANNOTATIONS, Form.GOLD))
    return f"| {shown} | {' | '.join(both)} | {words} |"


def _people(facts: Facts) -> Iterator[str]:
    made = {(record["form"], record["annotator"], record["document"]) for record in facts.records}
    people = {who for form, who, _ in made if form == Form.ANNOTATIONS}
    gold = sum(form == Form.GOLD for form, *_ in made)
    yield "## Annotators and agreement\n"
    named = " They have numbers for names." if facts.pseudonyms else ""
    left = f" {facts.excluded} more are left out." if facts.excluded else ""
    yield f"Annotators: {len(people)}.{named}{left} " + BLANK.format(
        "who they are, how they were trained and paid"
    )
    yield f"\nArticles with gold, which is what the annotators' work was settled to: {gold:,}."
    if facts.agreement:
        yield "\nAgreement on the tags of sentences (`agreement.csv` has more):\n"
        yield from (f"- {name}: {words}" for name, words in facts.agreement.items())
    else:
        yield "\nNo article has finished work of two annotators, so no agreement is known."
    yield ""


def _outlets(facts: Facts) -> str:
    found = Counter(
        {record["document"]: record["outlet"] for record in facts.records}.values()
    ).most_common(20)
    known = [f"{name or 'not known'} ({count})" for name, count in found]
    return ", ".join(known)
