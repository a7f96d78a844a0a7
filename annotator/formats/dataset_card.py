"""The dataset card for Hugging Face, with blanks for what the project does not know.

Its header declares the columns, made from the Parquet schema. The tags are declared as a
ClassLabel, so that `datasets` gives numbers in the order of the codebook, although the files hold
words. `rows.features["tag"].names` has the words.
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
from annotator.model.decisions import GoldBasis
from annotator.model.plurals import plural, verb
from annotator.project.project_summary import (
    GoldSummary,
    ProjectSummary,
    SuggestionSummary,
)
from annotator.storage.layout import CODEBOOK_FILE

if TYPE_CHECKING:
    import pyarrow as pa

NO_AGREEMENT = "No article was finished by two annotators, so agreement is not known."
CLASS_LABEL_COLUMN = "tag"


def feature_lines(schema: "pa.Schema") -> Iterator[str]:
    """The lines of `dataset_info` in the header of a card."""
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
    "This dataset does not include the text of the articles. It has their addresses and hashes, "
    "and the positions and tags of their sentences. The text of sentences and cues, and notes that "
    "quote the articles, are left out. If you have the articles, restore the text with "
    "`annotator rehydrate`, which checks each article by its hash."
)
REHYDRATED_NOTE = (
    "This dataset was published without the text of the articles. "
    "The text was restored with `annotator rehydrate`."
)
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True, slots=True)
class DatasetDescription:
    """What is known about a dataset.

    Attributes:
        title: Its title.
        records: Its rows.
        parts: The part of the split that each document is in.
        codebook: The codebook that defines its tags.
        seed: The random seed of the split.
        license_name: The name of the license; None if none was given.
        without_text: Whether the text of the articles is left out.
        pseudonyms: Whether annotators' names are replaced with numbers.
        agreement: The description of each coefficient by its name; empty if unknown.
        facts: The summary of the sets and gold in the dataset.
        twins: The number of identical texts that are in more than one part.
        features: The lines of the header that declare the columns.
    """

    title: str
    records: Sequence[Mapping[str, Any]]
    parts: Mapping[str, str]
    codebook: Codebook
    seed: int
    license_name: str | None
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
    yield f"license: {json.dumps(facts.license_name or 'unknown')}"
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
    yield BLANK.format("the purpose of the dataset and its intended users")
    yield (
        "\nSentences of news articles, each tagged as a claim, a confirmation, a non-response or "
        f"background. The dataset has {plural(len(facts.records), 'row')} from "
        f"{plural(len(facts.parts), 'article')}, one row per sentence and annotator. Of the "
        f"{plural(len(body), 'row')} of body text, {tagged:,} {verb(tagged, 'has', 'have')} a tag. "
        "If the annotators recorded them, claims, confirmations and non-responses also have a "
        "source, a cue (the words that attribute the sentence to the source), and the claims that "
        "they respond to.\n"
    )
    yield from _withheld(facts)
    yield from _parts(facts)
    yield from _tags(facts)
    yield from _people(facts)
    yield "## Columns\n"
    yield "| Column | Type | Meaning |\n| --- | --- | --- |"
    yield from (f"| `{each.name}` | {each.kind.value} | {each.meaning} |" for each in COLUMNS)
    yield "\n## Source of the articles\n"
    yield f"Outlets: {_outlets(facts)}\n"
    yield BLANK.format(
        "how the articles were chosen, when they were published, and your right to use them"
    )
    yield "\n## License and citation\n"
    yield f"License: {facts.license_name or BLANK.format('the license')}\n"
    yield "Citation: see CITATION.cff, if it is included. " + BLANK.format("how to cite the data")
    yield "\n## Limitations\n"
    yield (
        "The tags show what an article discloses. They do not show what is true. "
        + BLANK.format("known limits, biases, and personal data in the articles")
    )


def _withheld(facts: DatasetDescription) -> Iterator[str]:
    if facts.without_text:
        yield f"{WITHOUT_TEXT_NOTE}\n"


def _parts(facts: DatasetDescription) -> Iterator[str]:
    counts = Counter(facts.parts.values())
    rows = Counter(facts.parts[record["document"]] for record in facts.records)
    yield "## Splits\n"
    yield f"The articles were split at random with the seed {facts.seed}.\n"
    twins = (
        f"{plural(facts.twins, 'identical text')} {verb(facts.twins, 'is', 'are')} in more than "
        "one split."
        if facts.twins
        else "No article or identical text is in more than one split."
    )
    yield (
        f"{twins} Near-duplicates were not checked. Rewrites of one wire story, or two versions of "
        "an article, can be in different splits, so test results may be too optimistic.\n"
    )
    yield "| Split | Articles | Rows |\n| --- | --- | --- |"
    yield from (f"| {part} | {count:,} | {rows[part]:,} |" for part, count in counts.items())
    yield ""


def _tags(facts: DatasetDescription) -> Iterator[str]:
    body = [record for record in facts.records if record["part"] is None]
    counts = Counter((record["form"], record["tag"]) for record in body)
    codebook = facts.codebook
    yield "## Tags\n"
    yield f"The codebook is {codebook.name}, version {codebook.version}: see `{CODEBOOK_FILE}`.\n"
    yield "`datasets` gives the tags as numbers from 0, in this order.\n"
    yield "| Tag | Annotators' rows | Gold rows | Definition |\n| --- | --- | --- | --- |"
    known: dict[str | None, str] = {
        tag.id: " ".join(tag.definition.split()) for tag in codebook.tags
    }
    others = sorted({record["tag"] for record in body if record["tag"]} - set(known))
    for own, words in (known | dict.fromkeys(others, "not in this codebook")).items():
        yield _tag_row(f"`{own}`", counts, own, words)
    none = "no tag from the annotator, or an unresolved sentence in the gold standard"
    yield _tag_row("none", counts, None, none) + "\n"


def _tag_row(
    shown: str, counts: Mapping[tuple[str, str | None], int], tag: str | None, words: str
) -> str:
    both = (f"{counts[form.value, tag]:,}" for form in (SetForm.ANNOTATIONS, SetForm.GOLD))
    return f"| {shown} | {' | '.join(both)} | {words} |"


def _people(facts: DatasetDescription) -> Iterator[str]:
    yield "## Annotators and agreement\n"
    yield " ".join(
        [*_annotators(facts), BLANK.format("who they are, and how they were trained and paid")]
    )
    yield f"\n{_suggestions(facts.facts.suggestions)}"
    yield f"\n{_gold(facts.facts.gold)}"
    if facts.agreement:
        yield "\nAgreement on the tags of sentences (`agreement.csv` has more):\n"
        yield from (f"- {name}: {words}" for name, words in facts.agreement.items())
    elif facts.facts.shared:
        yield "\nNo agreement coefficient is defined for these data."
    else:
        yield f"\n{NO_AGREEMENT}"
    yield ""


def _annotators(dataset: DatasetDescription) -> Iterator[str]:
    facts = dataset.facts
    tagged, shared = plural(facts.tagged, "article"), facts.shared
    people = len(facts.annotators)
    yield (
        f"The dataset has finished sets of {plural(people, 'annotator')} on {tagged}. Two or more "
        f"annotators finished {shared:,} of them."
    )
    if dataset.pseudonyms:
        yield "Annotators' names are replaced with numbers."
    others, out = len(facts.others), len(facts.excluded_at_work)
    if others:
        yield (
            f"{plural(others, 'other annotator')} {verb(others, 'has', 'have')} rows but no "
            "finished article."
        )
    if out:
        yield f"All rows of {plural(out, 'excluded annotator')} are left out."


def _suggestions(found: SuggestionSummary) -> str:
    """How much of the decisions was made with suggestions, which bends what is measured on them."""
    if not found.suggesters:
        return (
            "The sets record no suggestions. (Older versions of annotator did not record which "
            "sources the screen offered.)"
        )
    shares = "; ".join(
        f"{each.field.value}: {each.assisted:,} of {each.decisions:,}"
        f"{f' ({each.assisted / each.decisions:.0%})' if each.decisions else ''}"
        f"{f', withheld by design: {each.withheld:,}' if each.withheld else ''}"
        for each in found.shares
    )
    return (
        f"Decisions that annotators made with a suggestion of {', '.join(found.suggesters)} "
        f"in view (column `shown`), by field: {shares}. Suggestions pull decisions toward them, so "
        "do not measure the suggester on assisted decisions."
    )


def _gold(gold: GoldSummary) -> str:
    """How the gold standard was made, which shows how reliable it is."""
    if not gold.documents:
        return "There is no gold standard: disagreements were not resolved."
    ways = "; ".join(
        f"{count:,} {verb(count, 'is', 'are')} {by.value} ({_PROVENANCE_WORDS[by]})"
        for by, count in gold.sentences.items()
        if count
    )
    return (
        f"{plural(gold.documents, 'article')} {verb(gold.documents, 'has', 'have')} a gold "
        f"standard. Of {verb(gold.documents, 'its', 'their')} {plural(gold.total, 'sentence')} "
        f"of body text, {ways or 'none is decided'}.{gold.unreviewed}{_assisted(gold)}"
    )


def _assisted(gold: GoldSummary) -> str:
    """The sentences whose votes were made with suggestions, after a blank; or empty."""
    listed = ", ".join(
        f"{count:,} of the {gold.sentences[by]:,} {by.value}"
        for by, count in gold.assisted.items()
        if count
    )
    return f" Some votes were made with suggestions: in {listed}." if listed else ""


_PROVENANCE_WORDS = {
    GoldBasis.UNANIMOUS: "all annotators chose the same tag",
    GoldBasis.MAJORITY: "more than half chose the same tag",
    GoldBasis.SINGLE: "only one annotator tagged it, without review",
    GoldBasis.ADJUDICATED: "a curator decided",
    GoldBasis.UNRESOLVED: "no tag yet",
}


def _outlets(facts: DatasetDescription) -> str:
    found = Counter(
        {record["document"]: record["outlet"] for record in facts.records}.values()
    ).most_common(20)
    known = [f"{name or 'unknown'} ({count})" for name, count in found]
    return ", ".join(known)
