"""The dataset card for Hugging Face: what is known, with blanks for what is not.

Its head declares the columns, made from the Parquet schema. The tags are declared as a ClassLabel,
so that `datasets` gives numbers in the codebook's order, though the files hold words:
`rows.features["tag"].names` has the words.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.formats.parquet import LABELS
from annotator.formats.row_columns import COLUMNS
from annotator.model.annotation import SetForm
from annotator.model.codebook import Codebook
from annotator.model.gold_basis import GoldBasis
from annotator.model.plurals import plural, verb
from annotator.project.project_summary import GoldSummary, ProjectSummary
from annotator.storage.layout import CODEBOOK_FILE

if TYPE_CHECKING:
    import pyarrow as pa

NO_AGREEMENT = "No article has finished work of two annotators, so no agreement is known."
CLASS_LABEL_COLUMN = "tag"


def feature_lines(schema: "pa.Schema") -> Iterator[str]:
    """The lines of `dataset_info` in a card's head."""
    yield "dataset_info:"
    yield "  features:"
    for field in schema:
        if field.name == CLASS_LABEL_COLUMN:
            yield from _class_label(field)
        else:
            yield from _field(field, "  ")


def _class_label(field: "pa.Field") -> Iterator[str]:
    yield f"  - name: {field.name}"
    yield "    dtype:"
    yield "      class_label:"
    yield "        names:"
    for number, name in enumerate(json.loads(field.metadata[LABELS.encode()])):
        yield f'          "{number}": {json.dumps(name)}'


def _field(field: "pa.Field", margin: str) -> Iterator[str]:
    import pyarrow as pa  # noqa: PLC0415 (a third of a second)

    yield f"{margin}- name: {field.name}"
    if not pa.types.is_list(field.type):
        yield f"{margin}  dtype: {field.type}"
    elif not pa.types.is_struct(field.type.value_type):
        yield f"{margin}  list: {field.type.value_type}"
    else:
        yield f"{margin}  list:"
        for inner in field.type.value_type:
            yield from _field(inner, f"{margin}  ")


BLANK = "[TO FILL IN: {}]"
WITHOUT_TEXT_NOTE = (
    "The articles' words are left out: there are addresses, hashes, places and tags, and no text "
    "of sentences or cues and no notes that quote. Whoever has the articles puts the words back "
    "with `annotator rehydrate`, which checks each article by its hash."
)
REHYDRATED_NOTE = "The articles' words were left out, and were put back with `annotator rehydrate`."
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True, slots=True)
class DatasetDescription:
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
        facts: What is counted of the work that the dataset is made of.
        twins: How many texts, letter by letter, are in more than one part.
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
    facts: ProjectSummary
    twins: int = 0
    features: Sequence[str] = ()


def dataset_card(facts: DatasetDescription) -> str:
    """The README of the dataset."""
    return "\n".join([*_head(facts), "", *_body(facts), ""])


def _head(facts: DatasetDescription) -> Iterator[str]:
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


def _body(facts: DatasetDescription) -> Iterator[str]:
    body = [record for record in facts.records if record["part"] is None]
    tagged = sum(record["tag"] is not None for record in body)
    yield f"# {facts.title}\n"
    yield BLANK.format("what the dataset is for, and for whom")
    yield (
        f"\n{plural(len(facts.records), 'row')}, one for each sentence and annotator, of "
        f"{plural(len(facts.parts), 'article')}. Of the {plural(len(body), 'row')} of body text "
        f"{tagged:,} {verb(tagged, 'has', 'have')} a tag; claims, confirmations and non-responses "
        "have their source, the words that attribute, and the claims that they answer, as far as "
        "somebody gave them.\n"
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


def _withheld(facts: DatasetDescription) -> Iterator[str]:
    if facts.without_text:
        yield f"{WITHOUT_TEXT_NOTE}\n"


def _parts(facts: DatasetDescription) -> Iterator[str]:
    counts = Counter(facts.parts.values())
    rows = Counter(facts.parts[record["document"]] for record in facts.records)
    yield "## Parts\n"
    yield f"Divided by article, with the seed {facts.seed}.\n"
    twins = (
        f"{plural(facts.twins, 'text')} {verb(facts.twins, 'is', 'are')}, letter by letter, in "
        "more than one part."
        if facts.twins
        else "No article, and no text that is the same letter by letter, is in two parts."
    )
    yield (
        f"{twins} Near-duplicates are not looked for: rewrites of one wire story, or two versions "
        "of an article, may be in different parts, and then a test on one part knows the text of "
        "another.\n"
    )
    yield "| part | articles | rows |\n| --- | --- | --- |"
    yield from (f"| {part} | {count:,} | {rows[part]:,} |" for part, count in counts.items())
    yield ""


def _tags(facts: DatasetDescription) -> Iterator[str]:
    body = [record for record in facts.records if record["part"] is None]
    counts = Counter((record["form"], record["tag"]) for record in body)
    codebook = facts.codebook
    yield "## Tags\n"
    yield f"The codebook is {codebook.name} {codebook.version}, in `{CODEBOOK_FILE}`.\n"
    yield "`datasets` gives the tags as numbers, counted from 0 in this order.\n"
    yield "| tag | annotators' rows | gold rows | definition |\n| --- | --- | --- | --- |"
    known: dict[str | None, str] = {
        tag.id: " ".join(tag.definition.split()) for tag in codebook.tags
    }
    others = sorted({record["tag"] for record in body if record["tag"]} - set(known))
    for own, words in (known | dict.fromkeys(others, "not in this codebook")).items():
        yield _tag_row(f"`{own}`", counts, own, words)
    none = "an annotator gave no tag; in gold nobody has decided (unresolved)"
    yield _tag_row("none", counts, None, none) + "\n"


def _tag_row(
    shown: str, counts: Mapping[tuple[str, str | None], int], tag: str | None, words: str
) -> str:
    both = (f"{counts[form.value, tag]:,}" for form in (SetForm.ANNOTATIONS, SetForm.GOLD))
    return f"| {shown} | {' | '.join(both)} | {words} |"


def _people(facts: DatasetDescription) -> Iterator[str]:
    yield "## Annotators and agreement\n"
    yield " ".join([*_annotators(facts), BLANK.format("who they are, how they were trained, paid")])
    yield f"\n{_gold(facts.facts.gold)}"
    if facts.agreement:
        yield "\nAgreement on the tags of sentences (`agreement.csv` has more):\n"
        yield from (f"- {name}: {words}" for name, words in facts.agreement.items())
    elif facts.facts.shared:
        yield "\nNo coefficient of agreement is defined for these data."
    else:
        yield f"\n{NO_AGREEMENT}"
    yield ""


def _annotators(dataset: DatasetDescription) -> Iterator[str]:
    facts = dataset.facts
    tagged, shared = plural(facts.tagged, "article"), facts.shared
    yield (
        f"Annotators: {len(facts.annotators):,}. Their finished work is on {tagged}; {shared:,} "
        f"{verb(shared, 'has', 'have')} that of two or more."
    )
    if dataset.pseudonyms:
        yield "They have numbers for names."
    others, out = len(facts.others), len(facts.excluded_at_work)
    if others:
        yield (
            f"{plural(others, 'further annotator')} {verb(others, 'has', 'have')} rows and no "
            "finished work."
        )
    if out:
        yield f"{plural(out, 'annotator')} {verb(out, 'is', 'are')} left out with all work."


def _gold(gold: GoldSummary) -> str:
    """How the gold came about, which says how far it can be relied on."""
    if not gold.documents:
        return "There is no gold: what the annotators decided was not settled."
    ways = "; ".join(
        f"{count:,} {verb(count, 'is', 'are')} {by.value} ({_PROVENANCE_WORDS[by]})"
        for by, count in gold.sentences.items()
        if count
    )
    return (
        f"Articles with gold, which is what the annotators' work was settled to: "
        f"{gold.documents:,}. Of {verb(gold.documents, 'its', 'their')} "
        f"{plural(gold.total, 'sentence')} of body text, {ways or 'none is decided'}."
        f"{gold.unreviewed}"
    )


_PROVENANCE_WORDS = {
    GoldBasis.UNANIMOUS: "all who tagged it decided the same",
    GoldBasis.MAJORITY: "more than half did",
    GoldBasis.SINGLE: "one annotator alone tagged it, and nobody reviewed that",
    GoldBasis.ADJUDICATED: "a curator decided",
    GoldBasis.UNRESOLVED: "no tag: nobody has decided",
}


def _outlets(facts: DatasetDescription) -> str:
    found = Counter(
        {record["document"]: record["outlet"] for record in facts.records}.values()
    ).most_common(20)
    known = [f"{name or 'not known'} ({count})" for name, count in found]
    return ", ".join(known)
