"""`annotator adjudicate`: from several annotators' sets to the gold of a project."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.adjudicate_printing import (
    Row,
    print_gaps,
    print_status,
    read_rows,
    record_of_gaps,
    record_of_status,
)
from annotator.cli.counting import passes_option, unfinished_option
from annotator.cli.options import folder_argument, remembered_annotator
from annotator.cli.output import complain, print_json, say
from annotator.cli.tag import asking_for, first_run, known_settings, require_terminal, run_app
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.words import so_many, verb
from annotator.stats.passes import Passes, choose
from annotator.storage import assignments, codebooks, projects
from annotator.storage.docket import Docket
from annotator.storage.project_sets import ProjectSet, project_gold

if TYPE_CHECKING:
    from annotator.tui.app import Makes

NEEDS = (
    "adjudicating on the screen needs a terminal; without one, --status says what is to be decided "
    "and --accept writes the gold of what annotators agree on"
)
SCREEN, STATUS, ACCEPT, GAPS = None, "status", "accept", "gaps"

EPILOG = """\b
Examples:
  annotator adjudicate my-project --curator grace
  annotator adjudicate my-project --blind --majority
  annotator adjudicate my-project --document harbour
  annotator adjudicate my-project --status --json
  annotator adjudicate my-project --accept           by rule alone, without a screen
  annotator adjudicate my-project --gaps             what the codebook left open

\b
The keys, the rules, and what the gold says of each sentence: docs/adjudication.md.
"""


@click.command("adjudicate", epilog=EPILOG)
@folder_argument
@click.option("--document", "-d", metavar="ID", help="This document alone.")
@click.option("--curator", metavar="NAME", help="Who decides; else your name as in the settings.")
@click.option("--blind", is_flag=True, help="Hide whose decision is whose, and shuffle them.")
@click.option(
    "--majority/--no-majority",
    default=None,
    help="Whether more than half is enough; else as the gold so far has it, at first not.",
)
@passes_option()
@unfinished_option
@click.option("--status", "what", flag_value=STATUS, help="Say how far each document is.")
@click.option("--accept", "what", flag_value=ACCEPT, help="Write what rules alone decide.")
@click.option("--gaps", "what", flag_value=GAPS, help="List what the codebook left open.")
@click.option("--json", "as_json", is_flag=True, help="With --status or --gaps: JSON.")
@click.pass_context
def command(
    context: click.Context, /, folder: Path, what: str | None, as_json: bool, **options: Any
) -> None:
    """Go from disagreement to disagreement in the project in DIR, and decide.

    Sentences on which all annotators agree are accepted as they are. The gold lies in DIR/gold, a
    file for each document, and says of each sentence how it came about, with the votes. Decisions
    stay when annotations come later; only what those put into question is asked again.
    """
    if as_json and what not in {STATUS, GAPS}:
        raise click.UsageError("--json goes with --status or --gaps")
    if what == GAPS:
        context.exit(_gaps(folder, as_json=as_json))
    if what is SCREEN:
        require_terminal(NEEDS)
    docket = _docket(folder, what, options)
    documents = [options["document"]] if options["document"] else list(docket.documents)
    if what == STATUS:
        context.exit(_status(docket, documents, as_json=as_json))
    if what == ACCEPT:
        context.exit(_accept(docket, documents))
    context.exit(_on_screen(docket, options["document"]))


def _docket(folder: Path, what: str | None, options: dict[str, Any]) -> Docket:
    from annotator.tui.commands import Keys  # noqa: PLC0415

    project = assignments.with_documents(folder, projects.load(folder))
    which, unfinished = Passes(options["passes"]), options["unfinished"]

    def chosen(passes: Iterable[ProjectSet]) -> Iterable[ProjectSet]:
        return choose(passes, which, unfinished=unfinished).passes

    return Docket(
        folder,
        project,
        codebooks.of_project(folder, project, Keys().reserved),
        _curator(what, options["curator"]),
        chosen,
        options["majority"],
        options["blind"],
    )


def _curator(what: str | None, named: str | None) -> str:
    name = (named or "").strip() or remembered_annotator()
    if name:
        return name
    if what is SCREEN:
        return first_run()
    if what == ACCEPT:
        raise click.UsageError("say whose gold it is with --curator NAME")
    return "curator"


def _status(docket: Docket, documents: list[str], *, as_json: bool) -> int:
    rows, faults = read_rows(docket, documents)
    if as_json:
        print_json(record_of_status(docket, rows, faults))
    else:
        print_status(rows)
        complain(*faults)
    return 1 if faults else 0


def _accept(docket: Docket, documents: list[str]) -> int:
    """Write the gold of each document as far as rules and earlier decisions make it."""
    rows, unread = read_rows(docket, documents)
    unwritten, written = Faults(), 0
    for row in rows:
        hearing = row.hearing
        if not hearing.annotators or hearing.written:
            continue
        with unwritten:
            docket.write(hearing)
            written += 1
    faults = [*unread, *unwritten.found]
    complain(*faults)
    say(_accepted(rows, written))
    return 1 if faults else 0


def _accepted(rows: list[Row], written: int) -> str:
    said = [f"The gold of {so_many(written, 'document')} is written"]
    without = sum(not row.hearing.annotators for row in rows)
    left = sum(len(row.hearing.case.pending) for row in rows if row.hearing.annotators)
    if without:
        said.append(f"{without} {verb(without, 'has', 'have')} no finished set yet")
    said.append(
        f"to be decided: {so_many(left, 'sentence')}" if left else "nothing is left to decide"
    )
    return "; ".join(said) + "."


def _gaps(folder: Path, *, as_json: bool) -> int:
    project = projects.load(folder)
    found = project_gold(folder)
    if not (found.sets or found.faults):
        raise Refused(Fault("has no gold yet; `annotator adjudicate` makes it", str(folder)))
    gold = [each.annotations for each in found.sets]
    if as_json:
        print_json(record_of_gaps(folder, project, gold))
    else:
        print_gaps(folder, project, gold)
    complain(*found.faults)
    return 1 if found.faults else 0


def _on_screen(docket: Docket, document: str | None) -> int:
    from functools import partial  # noqa: PLC0415 (what only the screen needs)

    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.case import CaseWork  # noqa: PLC0415
    from annotator.tui.commands import Keys  # noqa: PLC0415
    from annotator.tui.screens.adjudication import AdjudicationScreen  # noqa: PLC0415
    from annotator.tui.screens.docket import DocketScreen  # noqa: PLC0415

    if not docket.documents:
        raise Refused(Fault("has no documents; `annotator add` adds some", str(docket.folder)))
    settings = known_settings()
    keys = Keys({command: (key,) for command, key in settings.keys.items()})
    asking = asking_for(None, docket.project, settings)
    begin: Makes
    if document is None:
        begin = partial(DocketScreen, docket)
    else:
        begin = partial(AdjudicationScreen, CaseWork.of(docket, document))
    app = AnnotatorApp(begin, keys, settings.theme or "textual-dark", asking)
    run_app(app)
    _farewell(docket, document)
    return 0


def _farewell(docket: Docket, document: str | None) -> None:
    """Say what is left."""
    if document is None:
        say(f"What is left to decide: annotator adjudicate {docket.folder} --status")
        return
    hearing = docket.hear(document)
    left = len(hearing.case.pending)
    where = f"saved in {hearing.path}" if hearing.earlier else "nothing is written"
    say(f"To be decided: {so_many(left, 'sentence')}; {where}.")
