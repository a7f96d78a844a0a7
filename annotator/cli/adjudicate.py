"""`annotator adjudicate`: make a project's gold standard from several annotators' sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from annotator.cli.options import (
    default_annotator,
    folder_argument,
    renamed_option,
    unfinished_option,
)
from annotator.cli.output import (
    data_console,
    print_json,
    print_message,
    print_name_table,
    print_problems,
    show_progress,
)
from annotator.cli.sets import passes_option
from annotator.cli.tag import (
    ask_name,
    load_settings,
    make_app,
    prompt_settings,
    require_terminal,
    run_app,
)
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.decisions import GoldBasis, codebook_gaps
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.plurals import count_of_total, plural, verb, verb_of_total
from annotator.model.project import Project
from annotator.project.adjudication import AdjudicationDocument, AdjudicationQueue
from annotator.project.pass_selection import PassChoice, PassRule
from annotator.project.project_sets import read_project_gold
from annotator.storage import assignments, codebooks, layout
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.tui.app import ScreenFactory

NO_SUCH_TAG = "this codebook has no such tag"


@dataclass(frozen=True, slots=True)
class AdjudicationStatus:
    """A document and the state of its gold standard."""

    document: AdjudicationDocument

    @property
    def gold(self) -> str:
        """The state of its gold file for programs: none, written (up to date), or behind."""
        if self.document.previous_gold is None:
            return "none"
        return "written" if self.document.is_up_to_date else "behind"


def read_statuses(
    queue: AdjudicationQueue, documents: Sequence[str]
) -> tuple[list[AdjudicationStatus], list[Problem]]:
    """The state of each document, and the problems of those that could not be read."""
    rows: list[AdjudicationStatus] = []
    problems = ProblemCollector()
    for each in show_progress(documents):
        with problems:
            rows.append(AdjudicationStatus(queue.load(each)))
    return rows, problems.problems


def print_status(rows: Iterable[AdjudicationStatus]) -> None:
    """Print one line per document: sentences by basis of the decision, and those to review."""
    headings = ["document", "sets", *GoldBasis, "review", "gold"]
    print_name_table(data_console(), headings, [_cells(row) for row in rows], padding=1)


_GOLD_LABELS = {"written": "up to date", "behind": "outdated"}


def _cells(row: AdjudicationStatus) -> list[str]:
    document = row.document
    if not document.annotators:
        return [document.document, "0", *("" for _ in GoldBasis), "", ""]
    counts = [document.counts[by] for by in GoldBasis]
    figures = (len(document.annotators), *counts, len(document.adjudication.to_review))
    return [document.document, *map(str, figures), _GOLD_LABELS.get(row.gold, row.gold)]


def status_record(
    queue: AdjudicationQueue, rows: Iterable[AdjudicationStatus], problems: Iterable[Problem]
) -> Any:
    """The status of the documents as a JSON value."""
    return {
        "project": str(queue.folder),
        "documents": [_document(row) for row in rows],
        "problems": [{"message": each.message, "file": each.file} for each in problems],
    }


def _document(row: AdjudicationStatus) -> dict[str, Any]:
    document, case = row.document, row.document.adjudication
    return {
        "document": document.document,
        "annotators": list(document.annotators),
        **{by.value: document.counts[by] for by in GoldBasis},
        "with_assisted_votes": {by.value: n for by, n in document.assisted_counts.items()},
        "open": list(case.unresolved) if document.annotators else [],
        "to_review": list(case.to_review),
        "lost": [{"tag": each.tag, "text": each.text} for each in case.missing_sentences],
        "gold": row.gold,
    }


GapGroup = tuple[str, tuple[str, ...]]
"""The tag that was decided on, and the others that were voted for."""
Gap = tuple[AnnotationSet, Sentence]


def _grouped(gold: Iterable[AnnotationSet]) -> Mapping[GapGroup, list[Gap]]:
    found: dict[GapGroup, list[Gap]] = {}
    for annotations, sentence in codebook_gaps(gold):
        own = sentence.tag or sentence.part or ""
        others = {each.get("tag") or each.get("part", "") for each in _votes(sentence).values()}
        found.setdefault((own, tuple(sorted(others - {own}))), []).append((annotations, sentence))
    return dict(sorted(found.items()))


def _votes(sentence: Sentence) -> Mapping[str, Mapping[str, str]]:
    return sentence.provenance.decisions if sentence.provenance else {}


def _rules(
    folder: Path, project: Project, gold: Sequence[AnnotationSet]
) -> Mapping[CodebookReference, Codebook]:
    return codebooks.project_codebooks(folder, project) if gold else {}


def gaps_record(folder: Path, project: Project, gold: Sequence[AnnotationSet]) -> Any:
    """The gaps in the codebook, by tag and rule, as a JSON value."""
    books = _rules(folder, project, gold)
    return [
        {
            "tag": tag,
            "voted_too": list(others),
            "rules": {each: _rule(books, found[0][0], each) for each in (tag, *others)},
            "sentences": [
                {
                    "document": annotations.document.id,
                    "sentence": sentence.id,
                    "text": sentence.text,
                    "note": sentence.note,
                    "curator": sentence.provenance.curator if sentence.provenance else None,
                    "decisions": {name: dict(vote) for name, vote in _votes(sentence).items()},
                }
                for annotations, sentence in found
            ],
        }
        for (tag, others), found in _grouped(gold).items()
    ]


def _rule(
    books: Mapping[CodebookReference, Codebook], annotations: AnnotationSet, tag: str
) -> str | None:
    codebook = books.get(annotations.codebook)
    found = codebook.tag(tag) if codebook else None
    return found.decision if found else None


def print_gaps(folder: Path, project: Project, gold: Sequence[AnnotationSet]) -> None:
    """Print the gaps in the codebook, by tag and rule, as input for its next version."""
    console, books = data_console(), _rules(folder, project, gold)
    grouped = _grouped(gold)
    if not grouped:
        console.print("No decision names a gap in the codebook as its reason.")
    for (tag, others), found in grouped.items():
        against = f" (also voted: {', '.join(others)})" if others else ""
        console.print(Text(safe_line(f"{tag}{against}: {len(found)}"), "bold"))
        for each in (tag, *others):
            rule = _rule(books, found[0][0], each) or NO_SUCH_TAG
            console.print(Text(safe_line(f"  {each}: {rule}"), "italic"))
        for annotations, sentence in found:
            place = f"  {annotations.document.id} {sentence.id}: "
            console.print(Text.assemble((safe_line(place), "cyan"), safe_text(sentence.text)))
            said = "; ".join(
                f"{name}: {vote.get('tag') or vote.get('part', '')}"
                for name, vote in _votes(sentence).items()
            )
            note = f" ({sentence.note})" if sentence.note else ""
            console.print(Text(safe_text(f"    {said}{note}"), "dim"))


NEEDS = (
    "the adjudication screen needs a terminal. Without one, use --status to see what is undecided, "
    "or --apply-rules to write what the rules decide."
)
SCREEN, STATUS, ACCEPT, GAPS = None, "status", "accept", "gaps"

EPILOG = """\b
Examples:
  annotator adjudicate my-project --curator grace
  annotator adjudicate my-project --blind --majority
  annotator adjudicate my-project --document harbour
  annotator adjudicate my-project --status --json
  annotator adjudicate my-project --apply-rules      decide by rule, without the screen
  annotator adjudicate my-project --gaps             list gaps in the codebook

\b
docs/how-to/adjudicate.md explains the keys, the rules and the gold files.
"""


@click.command("adjudicate", epilog=EPILOG)
@folder_argument
@click.option("--document", "-d", metavar="ID", help="Only this document.")
@click.option(
    "--curator", metavar="NAME", help="Curator's name (default: the name in your settings)."
)
@click.option("--blind", is_flag=True, help="Hide annotators' names and shuffle their decisions.")
@click.option(
    "--majority/--no-majority",
    default=None,
    help="Accept majority decisions (default: the setting of the gold standard, or no).",
)
@passes_option()
@unfinished_option
@click.option("--status", "what", flag_value=STATUS, help="Show the progress of each document.")
@renamed_option(
    "--apply-rules",
    "what",
    former=["--accept"],
    flag_value=ACCEPT,
    help="Write what the rules decide, without the screen.",
)
@click.option("--gaps", "what", flag_value=GAPS, help="List gaps in the codebook.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (with --status or --gaps).")
@click.pass_context
def command(
    context: click.Context, /, folder: Path, what: str | None, as_json: bool, **options: Any
) -> None:
    """Resolve disagreements in the project in DIR to make a gold standard.

    The screen leads you from one disagreement to the next. Sentences on which all annotators agree
    are accepted as they are. The gold standard is in DIR/gold, one file per document. It records
    how each sentence was decided, and the votes.

    Your decisions are kept when annotators finish more sets. You review again only those that the
    new sets call into question.
    """
    if as_json and what not in {STATUS, GAPS}:
        raise click.UsageError("--json needs --status or --gaps")
    if what == GAPS:
        context.exit(_gaps(folder, as_json=as_json))
    if what is SCREEN:
        require_terminal(NEEDS)
    queue = _load_queue(folder, what, options)
    documents = [options["document"]] if options["document"] else list(queue.documents)
    if what == STATUS:
        context.exit(_status(queue, documents, as_json=as_json))
    if what == ACCEPT:
        context.exit(_accept(queue, documents))
    context.exit(_on_screen(queue, options["document"]))


def _load_queue(folder: Path, what: str | None, options: dict[str, Any]) -> AdjudicationQueue:
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    project = assignments.with_round_documents(folder, layout.load_project(folder))
    return AdjudicationQueue(
        folder,
        project,
        codebooks.project_codebooks(folder, project, KeyBindings().reserved),
        _curator(what, options["curator"]),
        PassRule(PassChoice(options["passes"]), options["unfinished"]),
        options["majority"],
        options["blind"],
    )


def _curator(what: str | None, named: str | None) -> str:
    name = (named or "").strip() or default_annotator()
    if name:
        return name
    if what is SCREEN:
        return ask_name()
    if what == ACCEPT:
        raise click.UsageError("Name the curator with --curator NAME.")
    return "curator"


def _status(queue: AdjudicationQueue, documents: list[str], *, as_json: bool) -> int:
    rows, problems = read_statuses(queue, documents)
    if as_json:
        print_json(status_record(queue, rows, problems))
    else:
        print_status(rows)
        print_problems(*problems)
    return 1 if problems else 0


def _accept(queue: AdjudicationQueue, documents: list[str]) -> int:
    """Write what the rules and earlier decisions settle in the gold file of each document."""
    rows, unread = read_statuses(queue, documents)
    unwritten, written = ProblemCollector(), 0
    for row in rows:
        document = row.document
        if not document.annotators or document.is_up_to_date:
            continue
        with unwritten:
            queue.write(document)
            written += 1
    problems = [*unread, *unwritten.problems]
    print_problems(*problems)
    print_message(_accepted(rows, written))
    return 1 if problems else 0


def _accepted(rows: list[AdjudicationStatus], written: int) -> str:
    said = [f"Wrote the gold standard of {plural(written, 'document')}."]
    without = sum(not row.document.annotators for row in rows)
    left = sum(len(row.document.adjudication.pending) for row in rows if row.document.annotators)
    if without:
        said.append(f"{without:,} {verb(without, 'has', 'have')} no finished set yet.")
    said.append(f"{plural(left, 'sentence')} left to decide.")
    said += _assisted_votes(rows)
    return " ".join(said)


def _assisted_votes(rows: Iterable[AdjudicationStatus]) -> Iterator[str]:
    """How much of what annotators agree on they decided with suggestions."""
    for by in (GoldBasis.UNANIMOUS, GoldBasis.MAJORITY):
        total = sum(row.document.counts[by] for row in rows)
        assisted = sum(row.document.assisted_counts.get(by, 0) for row in rows)
        if assisted:
            sentences = count_of_total(assisted, total, f"{by.value} sentence")
            verb = verb_of_total(assisted, total, "has", "have")
            yield f"{sentences} {verb} votes made with suggestions."


def _gaps(folder: Path, *, as_json: bool) -> int:
    project = layout.load_project(folder)
    found = read_project_gold(folder)
    if not (found.sets or found.problems):
        words = "has no gold standard yet. Run `annotator adjudicate` to make one."
        raise DataError(Problem(words, str(folder)))
    gold = [each.annotations for each in found.sets]
    if as_json:
        print_json(gaps_record(folder, project, gold))
    else:
        print_gaps(folder, project, gold)
    print_problems(*found.problems)
    return 1 if found.problems else 0


def _on_screen(queue: AdjudicationQueue, document: str | None) -> int:
    from functools import partial  # noqa: PLC0415 (what only the screen needs)

    from annotator.tui.screens.adjudication import (  # noqa: PLC0415
        AdjudicationQueueScreen,
        AdjudicationScreen,
        AdjudicationSession,
    )

    if not queue.documents:
        words = "has no documents. Run `annotator add` to add some."
        raise DataError(Problem(words, str(queue.folder)))
    person = load_settings()
    prompts = prompt_settings(None, queue.project, person.settings)
    begin: ScreenFactory
    if document is None:
        begin = partial(AdjudicationQueueScreen, queue)
    else:
        begin = partial(AdjudicationScreen, AdjudicationSession.of(queue, document))
    run_app(make_app(begin, person, prompts))
    _say_rest(queue, document)
    return 0


def _say_rest(queue: AdjudicationQueue, document: str | None) -> None:
    """Print what is left to decide."""
    if document is None:
        print_message(f"To see what is left: annotator adjudicate {queue.folder} --status")
        return
    hearing = queue.load(document)
    left = len(hearing.adjudication.pending)
    where = f"Saved to {hearing.path}." if hearing.previous_gold else "Nothing was written."
    print_message(f"{plural(left, 'sentence')} left to decide. {where}")
