"""A dataset ready to publish: data, codebook, measures, agreement, card and checksums.

The text of articles that may not be published can be left out, and restored later.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from annotator.formats.dataset_card import DatasetDescription, dataset_card, feature_lines
from annotator.formats.exchange_types import AnnotatedArticle, Files
from annotator.formats.export_layout import CHECKSUM_FILE, DATA_FOLDER, split_documents
from annotator.formats.json_values import as_span, json_lines, json_text
from annotator.formats.parquet import schema_of, table_bytes, tag_order
from annotator.formats.registry import require_package
from annotator.formats.row_columns import COLUMNS
from annotator.formats.rows import rows_of
from annotator.model.annotation import Provenance, SetForm
from annotator.model.codebook import Codebook
from annotator.model.edits import merge_aliases
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.project.pass_selection import NumberedSet as WorkOn
from annotator.project.project_summary import (
    PassSummary,
    ProjectSummary,
    summarize_gold_sets,
    summarize_project,
    summarize_suggestions,
)
from annotator.stats.corpus import MEASURE_COLUMNS, MeasuredSet, measure_rows
from annotator.storage.layout import CODEBOOK_FILE
from annotator.text.strict_text import csv_text

if TYPE_CHECKING:
    from annotator.stats.agreement.project_agreement import ProjectAgreement
    from annotator.stats.agreement.result import Estimate

DatasetRow = dict[str, Any]
QUOTED_WORDS = 3
"""A note that shares this number of words in a row with the article counts as quoting it."""
QUOTED_CHARACTERS = 6
"""The same for scripts without spaces between words: the number of characters in a row."""

# Thai, Lao, Burmese, Khmer, and the scripts of Chinese and Japanese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_LETTER = re.compile(rf"[{_UNSPACED}]")
# An apostrophe inside a word is not a quotation mark. A single mark before a word is one.
_QUOTATION = re.compile(r"""["“”„‟«»‹›「」『』〝〞‘‚]|(?<!\w)'""")
_REMARKS = ("note", "explanation", "reason", "status_reason")


def without_text(record: Mapping[str, Any], text: str) -> DatasetRow:
    """A row without the text of the article; positions, tags and sources stay.

    Args:
        record: The row, with all columns.
        text: The article's text.
    """
    kept = dict(record) | {column.name: None for column in COLUMNS if column.quotes_article}
    for name in _REMARKS:
        if kept[name] is not None and quotes_article(kept[name], text):
            kept[name] = None
    return kept


def quotes_article(remark: str, text: str) -> bool:
    """Whether a remark quotes an article: quotation marks, or a run of its words."""
    if _QUOTATION.search(remark):
        return True
    words = _words_of(remark)
    own = f" {' '.join(_words_of(text))} "
    return any(f" {' '.join(run)} " in own for run in _runs(words))


def _words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The shortest runs of words that count as a quotation."""
    for at, word in enumerate(words):
        length = QUOTED_CHARACTERS if _LETTER.match(word) else QUOTED_WORDS
        if at + length <= len(words):
            yield words[at : at + length]


def with_text(record: Mapping[str, Any], text: str) -> DatasetRow:
    """A row with the text of the article restored from its positions.

    Raises:
        DataError: A position is not inside the text.
    """
    told = dict(record)
    told["text"] = _text_at(text, record.get("start"), record.get("end"))
    if record.get("cue_start") is not None:
        told["cue"] = _text_at(text, record.get("cue_start"), record.get("cue_end"))
    return told


def _text_at(text: str, start: object, end: object) -> str:
    span = as_span(start, end)
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        raise DataError(f"[{start}, {end}) is not inside the text")
    return text[span[0] : span[1]]


Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """The options of a dataset.

    Attributes:
        title: Its title.
        codebook: The codebook that defines its tags.
        codebook_file: The content of the codebook's file.
        split_shares: The shares of train, validation and test, in percent.
        seed: The random seed of the split.
        without_text: Whether to leave out the text of the articles.
        pseudonyms: Whether to replace annotators' names with numbers.
        excluded: The annotators to leave out.
        aliases: Other names of sources, each with the name that it counts as.
        license_name: The name of the license.
        others: Further files, such as LICENSE and CITATION.cff.
    """

    title: str
    codebook: Codebook
    codebook_file: bytes
    split_shares: Sequence[int]
    seed: int
    without_text: bool = False
    pseudonyms: bool = False
    excluded: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    license_name: str | None = None
    others: Files = field(default_factory=dict)


def release(corpus: Sequence[AnnotatedArticle], plan: ReleaseOptions) -> Files:
    """The files of a dataset.

    Raises:
        DataError: No sets are left, or pyarrow is not installed.
    """
    require_package("pyarrow")
    everything = (_kept(annotated, plan.excluded) for annotated in corpus)
    # An article without sets has no row and is not in the dataset.
    kept = [annotated for annotated in everything if annotated.sets]
    if plan.pseudonyms:
        kept = _with_pseudonyms(kept)
    texts = {each.article.document.id: each.article.text for each in kept}
    records = list(rows_of(kept))
    if not records:
        raise DataError("There are no sets to publish.")
    if plan.without_text:
        records = [without_text(record, texts[record["document"]]) for record in records]
    parts = split_documents(texts, plan.split_shares, plan.seed)
    agreed = _agreement(kept, plan)
    facts = DatasetDescription(
        plan.title, records, parts, plan.codebook, plan.seed, plan.license_name, plan.without_text,
        plan.pseudonyms,
        _coefficients_in_words(agreed),
        _facts(corpus, plan),
        _count_duplicates(texts, parts),
        tuple(feature_lines(schema_of(tag_order(records, plan.codebook)))),
    )  # fmt: skip
    files = {
        **data_files(records, parts, plan.codebook),
        "README.md": dataset_card(facts).encode("utf-8", "backslashreplace"),
        CODEBOOK_FILE: plan.codebook_file,
        "measures.csv": _measures(kept, plan).encode("utf-8", "backslashreplace"),
        **_agreement_files(agreed),
        **plan.others,
    }
    return files | {CHECKSUM_FILE: checksums(files)}


def _facts(corpus: Sequence[AnnotatedArticle], plan: ReleaseOptions) -> ProjectSummary:
    """The summary of the sets and gold, including excluded annotators."""
    all_work = [numbered_set for annotated in corpus for numbered_set in annotated.sets]
    works = (
        PassSummary.from_set(each.annotations, each.number)
        for each in all_work
        if each.annotations.form is SetForm.ANNOTATIONS
    )
    gold = (each.annotations for each in all_work if each.annotations.form is SetForm.GOLD)
    excluded = dict.fromkeys(plan.excluded, "")
    left_out = set(map(file_name, plan.excluded))
    own = (
        each.annotations
        for each in all_work
        if each.annotations.form is SetForm.ANNOTATIONS
        if file_name(each.annotator) not in left_out
    )
    return replace(
        summarize_project(works, len(corpus), excluded),
        gold=summarize_gold_sets(gold),
        suggestions=summarize_suggestions(own, lambda _, tag: plan.codebook.role(tag)),
    )


def _count_duplicates(texts: Mapping[str, str], parts: Mapping[str, str]) -> int:
    """The number of identical texts that are in more than one part."""
    found: dict[str, set[str]] = {}
    for document, text in texts.items():
        found.setdefault(text, set()).add(parts[document])
    return sum(len(own) > 1 for own in found.values())


def data_files(
    records: Sequence[Record], parts: Mapping[str, str], codebook: Codebook
) -> dict[str, bytes]:
    """The rows of each part, in JSON Lines and in Parquet."""
    files: dict[str, bytes] = {}
    for part in dict.fromkeys(parts.values()):
        own = [record for record in records if parts[record["document"]] == part]
        files[f"{DATA_FOLDER}/{part}.jsonl"] = json_lines(own)
        files[f"{DATA_FOLDER}/{part}.parquet"] = table_bytes(own, codebook)
    return files


def checksums(files: Files) -> bytes:
    """The SHA-256 of each file, as `sha256sum --check` reads it."""
    lines = (
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    )
    return "".join(lines).encode()


def _kept(annotated: AnnotatedArticle, excluded: Sequence[str]) -> AnnotatedArticle:
    left_out = set(map(file_name, excluded))
    work = tuple(
        each
        for each in annotated.sets
        if file_name(each.annotations.annotator) not in left_out
        and each.annotations.form is not SetForm.KEY
    )
    return AnnotatedArticle(annotated.article, work)


def _with_pseudonyms(corpus: Sequence[AnnotatedArticle]) -> list[AnnotatedArticle]:
    """The sets with a number for each name of an annotator or curator, in the votes too."""
    names: set[str] = set()
    for own in (
        numbered_set.annotations for annotated in corpus for numbered_set in annotated.sets
    ):
        names.add(own.annotator)
        for gold in (each.provenance for each in own.sentences):
            names |= {*gold.decisions, *([gold.curator] if gold.curator else [])} if gold else set()
    numbers = {name: f"annotator-{number}" for number, name in enumerate(sorted(names), 1)}
    return [
        replace(
            annotated,
            sets=tuple(_numbered(numbered_set, numbers) for numbered_set in annotated.sets),
        )
        for annotated in corpus
    ]


def _numbered(numbered_set: WorkOn, numbers: Mapping[str, str]) -> WorkOn:
    own = numbered_set.annotations
    # The id of a sitting has the date and the section of the class.
    sentences = tuple(
        replace(each, provenance=_of_numbers(each.provenance, numbers)) if each.provenance else each
        for each in own.sentences
    )
    return replace(
        numbered_set,
        annotations=replace(
            own, sitting=None, annotator=numbers[own.annotator], sentences=sentences
        ),
    )


def _of_numbers(gold: Provenance, numbers: Mapping[str, str]) -> Provenance:
    votes = {numbers[name]: vote for name, vote in gold.decisions.items()}
    return replace(gold, curator=numbers[gold.curator] if gold.curator else None, decisions=votes)


def _measures(corpus: Iterable[AnnotatedArticle], plan: ReleaseOptions) -> str:
    """The measures of every set as CSV; the last columns are its form and the pass."""
    table: list[Sequence[object]] = [(*MEASURE_COLUMNS, "form", "pass")]
    for numbered_set in (work for annotated in corpus for work in annotated.sets):
        own = merge_aliases(numbered_set.annotations, plan.aliases)
        measured = MeasuredSet.from_set(own, plan.codebook)
        table += [(*row, own.form.value, numbered_set.number) for row in measure_rows([measured])]
    return csv_text(table)


def _agreement(corpus: Sequence[AnnotatedArticle], plan: ReleaseOptions) -> "ProjectAgreement":
    from annotator.project.agreement import compare_passes  # noqa: PLC0415 (it loads numpy)

    passes = [
        numbered_set
        for annotated in corpus
        for numbered_set in annotated.sets
        if numbered_set.annotations.form is SetForm.ANNOTATIONS
    ]
    return compare_passes(passes, plan.codebook, plan.aliases, intervals=True)


def _agreement_files(agreed: "ProjectAgreement") -> dict[str, bytes]:
    """The agreement in JSON, and as a table with one coefficient per row."""
    from annotator.stats.agreement.project_agreement import (  # noqa: PLC0415 (it loads numpy)
        ESTIMATE_COLUMNS,
        estimate_rows,
        project_agreement_record,
    )

    table = [ESTIMATE_COLUMNS, *(tuple(row.values()) for row in estimate_rows(agreed))]
    return {
        "agreement.json": json_text(project_agreement_record(agreed), indent=1).encode(),
        "agreement.csv": csv_text(table).encode("utf-8", "backslashreplace"),
    }


def _coefficients_in_words(agreed: "ProjectAgreement") -> dict[str, str]:
    """The defined coefficients of agreement on tags, each as a phrase."""
    from annotator.stats.agreement.result import ascii_name, named_coefficients  # noqa: PLC0415 (it loads numpy)

    return {
        ascii_name(name): _coefficient_in_words(figure)
        for name, figure in named_coefficients(agreed.tag)
        if figure.value is not None
    }


def _coefficient_in_words(figure: "Estimate") -> str:
    words = f"{figure.value:.3f} over {plural(figure.units, 'sentence')}"
    if figure.interval is None:
        return f"{words}; no interval: {figure.no_interval}"
    return f"{words}; 95% interval {figure.interval[0]:.3f} to {figure.interval[1]:.3f}"


def rehydrate(records: Iterable[Record], texts: Mapping[str, str]) -> tuple[list[Record], set[str]]:
    """Rows with the text of their articles restored, and the documents whose text is missing.

    Args:
        records: The rows.
        texts: The texts of articles by their hashes.

    Raises:
        DataError: A position is not inside its text.
    """
    told: list[Record] = []
    missing: set[str] = set()
    for record in records:
        text = texts.get(str(record.get("sha256")))
        if text is None:
            missing.add(str(record.get("document")))
        told.append(record if text is None else with_text(record, text))
    return told, missing
