"""A dataset made ready to publish: data, codebook, measures, agreement, card and checksums."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from annotator.formats.card import Dataset, card
from annotator.formats.features import features
from annotator.formats.parquet import schema_of, table_bytes, tag_order
from annotator.formats.registry import require
from annotator.formats.released import CODEBOOK, DATA, SUMS
from annotator.formats.rows import rows_of
from annotator.formats.splits import split
from annotator.formats.values import Annotated, Files
from annotator.formats.values import Work as WorkOn
from annotator.formats.withheld import with_text, without_text
from annotator.formats.writing import json_lines_of, json_text
from annotator.model.annotation import Form, Provenance
from annotator.model.codebook import Codebook
from annotator.model.faults import Refused
from annotator.model.gold import counted
from annotator.model.names import file_name
from annotator.model.sources import united
from annotator.model.words import so_many
from annotator.project.facts import Facts, Work, facts_of
from annotator.stats.corpus import Measured
from annotator.stats.records import COLUMNS as MEASURE_COLUMNS
from annotator.stats.records import rows as measure_rows
from annotator.text.spreadsheet import csv_text

if TYPE_CHECKING:
    from annotator.stats.agreement.project import Compared
    from annotator.stats.agreement.result import Figure

Record = dict[str, Any]
_COEFFICIENTS = {
    "percent": "observed agreement",
    "krippendorff_alpha": "Krippendorff's alpha",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a dataset is to be made.

    Attributes:
        title: What it is called.
        codebook: What its tags mean.
        codebook_file: The codebook's file.
        parts: The shares of train, validation and test, in percent.
        seed: Of the parts.
        without_text: Leave the articles' words out.
        pseudonyms: Give annotators numbers for names.
        excluded: Annotators who are left out.
        aliases: Other names of sources, each with the name that it counts as.
        licence: The licence's name.
        others: Further files, such as LICENSE and CITATION.cff.
    """

    title: str
    codebook: Codebook
    codebook_file: bytes
    parts: Sequence[int]
    seed: int
    without_text: bool = False
    pseudonyms: bool = False
    excluded: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    licence: str | None = None
    others: Files = field(default_factory=dict)


def release(corpus: Sequence[Annotated], plan: Plan) -> Files:
    """The files of a dataset.

    Raises:
        Refused: Nobody's work is left, or pyarrow is not installed.
    """
    require("pyarrow")
    everything = (_kept(annotated, plan.excluded) for annotated in corpus)
    # An article of which nobody's work is left has no row, and is no part of the dataset.
    kept = [annotated for annotated in everything if annotated.work]
    if plan.pseudonyms:
        kept = _under_numbers(kept)
    texts = {each.article.document.id: each.article.text for each in kept}
    records = list(rows_of(kept))
    if not records:
        raise Refused("nobody's work is left to be published")
    if plan.without_text:
        records = [without_text(record, texts[record["document"]]) for record in records]
    parts = split(texts, plan.parts, plan.seed)
    agreed = _agreement(kept, plan)
    facts = Dataset(
        plan.title, records, parts, plan.codebook, plan.seed, plan.licence, plan.without_text,
        plan.pseudonyms, _words(agreed), _facts(corpus, plan), _twins(texts, parts),
        tuple(features(schema_of(tag_order(records, plan.codebook)))),
    )  # fmt: skip
    files = {
        **data_files(records, parts, plan.codebook),
        "README.md": card(facts).encode("utf-8", "backslashreplace"),
        CODEBOOK: plan.codebook_file,
        "measures.csv": _measures(kept, plan).encode("utf-8", "backslashreplace"),
        **_agreement_files(agreed),
        **plan.others,
    }
    return files | {SUMS: sums(files)}


def _facts(corpus: Sequence[Annotated], plan: Plan) -> Facts:
    """What is counted of the work, those who are left out among it."""
    all_work = [work for annotated in corpus for work in annotated.work]
    works = (
        Work.of(each.annotations, each.number)
        for each in all_work
        if each.annotations.form is Form.ANNOTATIONS
    )
    gold = (counted(each.annotations) for each in all_work if each.annotations.form is Form.GOLD)
    return facts_of(works, len(corpus), dict.fromkeys(plan.excluded, ""), gold)


def _twins(texts: Mapping[str, str], parts: Mapping[str, str]) -> int:
    """How many texts are in more than one part under several names."""
    found: dict[str, set[str]] = {}
    for document, text in texts.items():
        found.setdefault(text, set()).add(parts[document])
    return sum(len(own) > 1 for own in found.values())


def data_files(
    records: Sequence[Record], parts: Mapping[str, str], book: Codebook
) -> dict[str, bytes]:
    """The rows of each part, in JSON Lines and in Parquet."""
    files: dict[str, bytes] = {}
    for part in dict.fromkeys(parts.values()):
        own = [record for record in records if parts[record["document"]] == part]
        files[f"{DATA}/{part}.jsonl"] = json_lines_of(own)
        files[f"{DATA}/{part}.parquet"] = table_bytes(own, book)
    return files


def sums(files: Files) -> bytes:
    """The SHA-256 of each file, as `sha256sum --check` reads it."""
    lines = (
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    )
    return "".join(lines).encode()


def _kept(annotated: Annotated, excluded: Sequence[str]) -> Annotated:
    left_out = set(map(file_name, excluded))
    work = tuple(
        each
        for each in annotated.work
        if file_name(each.annotations.annotator) not in left_out
        and each.annotations.form is not Form.KEY
    )
    return Annotated(annotated.article, work)


def _under_numbers(corpus: Sequence[Annotated]) -> list[Annotated]:
    """The work with a number for each name of an annotator or curator, in the votes too."""
    names: set[str] = set()
    for own in (work.annotations for annotated in corpus for work in annotated.work):
        names.add(own.annotator)
        for gold in (each.provenance for each in own.sentences):
            names |= {*gold.votes, *([gold.curator] if gold.curator else [])} if gold else set()
    numbers = {name: f"annotator-{number}" for number, name in enumerate(sorted(names), 1)}
    return [
        replace(annotated, work=tuple(_numbered(work, numbers) for work in annotated.work))
        for annotated in corpus
    ]


def _numbered(work: WorkOn, numbers: Mapping[str, str]) -> WorkOn:
    own = work.annotations
    sentences = tuple(
        replace(each, provenance=_of_numbers(each.provenance, numbers)) if each.provenance else each
        for each in own.sentences
    )
    return replace(
        work, annotations=replace(own, annotator=numbers[own.annotator], sentences=sentences)
    )


def _of_numbers(gold: Provenance, numbers: Mapping[str, str]) -> Provenance:
    votes = {numbers[name]: vote for name, vote in gold.votes.items()}
    return replace(gold, curator=numbers[gold.curator] if gold.curator else None, votes=votes)


def _measures(corpus: Iterable[Annotated], plan: Plan) -> str:
    """The measures of every set, as CSV; the last columns say what it is, and which pass."""
    table: list[Sequence[object]] = [(*MEASURE_COLUMNS, "form", "pass")]
    for work in (work for annotated in corpus for work in annotated.work):
        own = united(work.annotations, plan.aliases)
        measured = Measured.of(own, plan.codebook)
        table += [(*row, own.form.value, work.number) for row in measure_rows([measured])]
    return csv_text(table)


def _agreement(corpus: Sequence[Annotated], plan: Plan) -> "Compared":
    from annotator.stats.agreement.project import (  # noqa: PLC0415 (it loads numpy)
        compare_passes,
    )

    passes = [
        work
        for annotated in corpus
        for work in annotated.work
        if work.annotations.form is Form.ANNOTATIONS
    ]
    return compare_passes(passes, plan.codebook, plan.aliases, intervals=True)


def _agreement_files(agreed: "Compared") -> dict[str, bytes]:
    """All of the agreement in JSON, and each coefficient in a row of a table."""
    from annotator.stats.agreement.project_records import (  # noqa: PLC0415 (it loads numpy)
        FIGURE_COLUMNS,
        compared_record,
        figure_rows,
    )

    table = [FIGURE_COLUMNS, *(tuple(row.values()) for row in figure_rows(agreed))]
    return {
        "agreement.json": json_text(compared_record(agreed), indent=1).encode(),
        "agreement.csv": csv_text(table).encode("utf-8", "backslashreplace"),
    }


def _words(agreed: "Compared") -> dict[str, str]:
    """The coefficients of the tags that are defined, each in words."""
    figures = ((words, getattr(agreed.tag, name)) for name, words in _COEFFICIENTS.items())
    return {words: _in_words(figure) for words, figure in figures if figure.value is not None}


def _in_words(figure: "Figure") -> str:
    words = f"{figure.value:.3f} over {so_many(figure.units, 'sentence')}"
    if figure.interval is None:
        return f"{words}; no interval: {figure.no_interval}"
    return f"{words}; 95 % interval {figure.interval[0]:.3f} to {figure.interval[1]:.3f}"


def rehydrated(
    records: Iterable[Record], texts: Mapping[str, str]
) -> tuple[list[Record], set[str]]:
    """Rows with the words of their articles put back, and the documents that are not at hand.

    Args:
        records: The rows.
        texts: The texts of articles by their hashes.

    Raises:
        Refused: A place is not inside its text.
    """
    told: list[Record] = []
    missing: set[str] = set()
    for record in records:
        text = texts.get(str(record.get("sha256")))
        if text is None:
            missing.add(str(record.get("document")))
        told.append(record if text is None else with_text(record, text))
    return told, missing
