"""`annotator grade`: grades work against the key, for you, a gradebook and the students."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.options import (
    codebook_option,
    dry_run_option,
    file_option,
    json_option,
    language_option,
    raw_option,
)
from annotator.cli.output import (
    LIST_ALL_HINT,
    data_console,
    first_of,
    join_names,
    message_console,
    print_json,
    print_message,
    print_problems,
    show_progress,
)
from annotator.cli.roster import (
    id_column_option,
    load_roster,
    name_column_option,
    who_is_this,
)
from annotator.cli.sets import passes_option
from annotator.model.annotation import Status
from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.project.answer_keys import KeySubmissions, key_targets, load_submissions
from annotator.project.class_sittings import find_sittings, present_elsewhere
from annotator.project.locate import Target
from annotator.project.output_files import replaced_files, write_pages, write_table, write_zip
from annotator.project.pass_selection import PassChoice
from annotator.project.people import describe_people, load_answers
from annotator.project.roster import Platform, Roster, RosterColumns
from annotator.report.gradebook import (
    Gradebook,
    GradeChange,
    gradebook,
)
from annotator.report.grades import (
    DocumentGrades,
    expected_without_work,
    feedback_page_names,
    feedback_pages,
    grade_comments,
    maximum_note,
    plain_rows,
    point_columns,
)
from annotator.stats.grading import (
    ClassReply,
    Grade,
    GradingConfig,
    class_recall,
    class_replies,
    document_grades_record,
    lacks_clear_majority,
)
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measure_wording import DASH
from annotator.storage import layout
from annotator.storage.archives import archive_bytes, is_archive
from annotator.text.safe import safe_text
from annotator.text.strict_text import csv_text

MOST_REPLACED, MOST_CHANGES = 5, 20
"""The number of replaced files that are named, and of changed grades shown for each section."""
MANY = 30
"""The number of pages from which a progress bar is shown."""

EPILOG = """\b
Examples:
  annotator grade my-project
  annotator grade my-project --document harbour-blackout -o grades.csv
  annotator grade my-project -o canvas.csv --roster canvas-export.csv --points 10
  annotator grade my-project -o moodle.csv --platform moodle --roster grades.csv
  annotator grade my-project -o canvas.csv --roster canvas-export.csv --dry-run
  annotator grade article.key.yaml --sources --links --feedback feedback
  annotator grade my-project --document harbour-blackout --feedback feedback.zip

\b
How grades are computed: docs/reference/grades.md. The exit code is 1 if a set cannot be used, or
if a student's work matches no person in the roster.
"""


@click.command("grade", epilog=EPILOG)
@click.argument("target", metavar="DIR", type=click.Path())
@click.option("--document", "-d", metavar="ID", help="Document to grade (default: all with a key).")
@file_option("--output", "-o", help="Write the grades as CSV.")
@json_option
@file_option("--feedback", metavar="FOLDER|ZIP", help="Write a feedback page for each student.")
@language_option("--page-language", "Language of the feedback pages (default: the codebook's).")
@click.option("--sources", is_flag=True, help="Also grade the sources.")
@click.option("--links", is_flag=True, help="Also grade the links and their stances.")
@passes_option("Vote to grade.")
@click.option("--section", metavar="NAME", help="Grade only the work of one section.")
@click.option("--sitting", metavar="ID", help="Grade only the work of one sitting.")
@file_option("--roster", help="Canvas or Moodle export with the students' ids.")
@click.option(
    "--platform",
    type=click.Choice([each.value for each in Platform]),
    help="Platform that imports the CSV (default: the roster's, or plain).",
)
@click.option(
    "--points",
    type=click.FloatRange(min=0, min_open=True),
    default=None,
    help="Maximum points per article in a gradebook (default: those of the platform, or 100).",
)
@name_column_option
@id_column_option
@click.option(
    "--column", metavar="NAME", help="Column for the grades (default: the article's title)."
)
@dry_run_option
@click.option("--yes", "-y", is_flag=True, help="Replace existing files without asking.")
@raw_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    /,
    target: str,
    document: str | None,
    output: str | None,
    as_json: bool,
    feedback: str | None,
    page_language: str | None,
    sources: bool,
    links: bool,
    passes: str,
    section: str | None,
    sitting: str | None,
    codebook: str | None,
    dry_run: bool,
    yes: bool,
    **gradebook: Any,
) -> None:
    """Grade students' work against the answer key, by student and by sentence.

    DIR is a project or a folder of articles. It can also be an article or a key. Each student's
    first finished vote counts, or the first vote if none is finished. Work made in class counts if
    it is of vote 1. Missing tags and wrong tags
    are counted separately.
    """
    grades = [
        DocumentGrades.of(each, PassChoice(passes), sources=sources, links=links)
        for each in _submissions(Target(target, document), codebook, section, sitting)
    ]
    how = _GradebookOptions(**gradebook)
    if output is None and (how.roster is not None or how.platform is not None):
        raise click.UsageError("Name the file for the gradebook with -o FILE.")
    how = replace(how, section=section or _section_of(Path(target), sitting))
    table = _table(grades, how, Path(target)) if output is not None else _MarksTable(())
    written = [_csv_file(Path(output), table, how)] if output is not None else []
    if feedback is not None:
        written.append(_feedback_files(Path(feedback), grades, page_language))
    for each in grades:
        _say_late(each)
    _write(written, dry_run=dry_run, yes=yes)
    if as_json or not written:
        _print_grades(grades, as_json=as_json)
    problems = [problem for each in grades for problem in each.submissions.problems]
    print_problems(*problems)
    context.exit(1 if problems or table.unmatched else 0)


def _print_grades(grades: Sequence[DocumentGrades], *, as_json: bool) -> None:
    if as_json:
        print_json({"documents": [_record(each) for each in grades]})
        return
    for each in grades:
        print_grades(data_console(), each.submissions, each.config, each.grades)


@dataclass(frozen=True, slots=True)
class _Output:
    """Files to write.

    Attributes:
        what: What they are, in words.
        folder: The folder.
        files: The content of each file, by its path in the folder.
        write: Writes them.
    """

    what: str
    folder: Path
    files: Mapping[str, bytes]
    write: Callable[[], None]


def _csv_file(path: Path, table: "_MarksTable", how: "_GradebookOptions") -> _Output:
    text = csv_text(table.rows, raw=how.raw)
    return _Output(
        str(path), path.parent, {path.name: text.encode()}, lambda: write_table(path, text)
    )


def _write(outputs: Sequence[_Output], *, dry_run: bool, yes: bool) -> None:
    """Write the files. Asks first if that replaces a file with other content."""
    if dry_run:
        for each in outputs:
            print_message(f"Would write {each.what}.")
        print_message("Nothing was written.")
        return
    replaced = [path for each in outputs for path in replaced_files(each.folder, each.files)]
    if replaced and not yes:
        _confirm(replaced)
    for each in outputs:
        each.write()
        print_message(f"Wrote {each.what}.")


def _confirm(replaced: Sequence[Path]) -> None:
    """Ask whether to replace files. Without a terminal, nothing is replaced."""
    named = join_names([str(path) for path in replaced], MOST_REPLACED)
    if not sys.stdin.isatty():
        words = "already exists with other content. Use -y to replace it. Nothing was written."
        raise DataError([Problem(words, str(path)) for path in replaced])
    click.confirm(safe_text(f"Replace {named}?"), abort=True, err=True)


def _submissions(
    target: Target, codebook: str | None, section: str | None, sitting: str | None
) -> list[KeySubmissions]:
    """The keys of a target, and the work on them of one section or sitting, or all of it."""
    found = [load_submissions(each, codebook) for each in key_targets(target)]
    if section is None and sitting is None:
        return found
    if not layout.is_project(Path(target.name)):
        raise click.UsageError("--section and --sitting need a project.")
    chosen = find_sittings(Path(target.name), section, sitting)
    documents = {document for each in chosen for document in each.documents}
    used = [each for each in found if each.key.document.id in documents]
    if not used:
        raise DataError(f"No answer key exists for {', '.join(sorted(documents))}.")
    return [each.made_in(chosen) for each in used]


def _section_of(folder: Path, sitting: str | None) -> str | None:
    """The section of a sitting, if one was chosen."""
    return None if sitting is None else find_sittings(folder, None, sitting)[0].section


def _say_late(grades: DocumentGrades) -> None:
    if grades.late:
        print_message(
            f"{grades.late_note} With --passes latest, the last vote of every student is graded."
        )


def _record(grades: DocumentGrades) -> Any:
    submissions = grades.submissions
    return document_grades_record(submissions.key, grades.grades, submissions.absent)


def _platform(named: str | None, roster: Roster | None) -> Platform:
    """The platform for the grades: as named, or the roster's, or plain."""
    if named is None:
        return roster.platform if roster else Platform.PLAIN
    if roster is not None and roster.platform != named:
        raise click.UsageError(f"The roster is an export from {roster.platform}, not from {named}.")
    return Platform(named)


@dataclass(frozen=True, slots=True)
class _GradebookOptions:
    """How to write the grades in a gradebook.

    Attributes:
        points: The points for an article without errors; None for those of the platform.
        column: The name of the grades' column; None for the article's title.
        roster: The path of the platform's export.
        platform: The platform that imports the file; None to use the roster's.
        names: The roster columns with the name, if they were named.
        keys: The roster columns with the platform's id, if they were named.
        raw: Whether cells are written unchanged, not made safe for spreadsheets.
        section: The section whose work is graded; None for all.
    """

    points: float | None
    column: str | None
    roster: str | None
    platform: str | None
    names: tuple[str, ...]
    keys: tuple[str, ...]
    raw: bool
    section: str | None = None


class _MarksTable(NamedTuple):
    """Rows for a file, and whether some student's work is missing from them."""

    rows: Sequence[Sequence[Any]]
    unmatched: bool = False


def _table(grades: Sequence[DocumentGrades], how: _GradebookOptions, target: Path) -> _MarksTable:
    """The grades as the platform imports them."""
    if how.roster is None and (how.names or how.keys):
        raise click.UsageError("--name-column and --id-column need a --roster FILE.")
    known = load_roster(how.roster, RosterColumns(how.names, how.keys))
    where = _platform(how.platform, known)
    if where is Platform.PLAIN and known is None:
        return _MarksTable(plain_rows(grades))
    if how.column is not None and len(grades) > 1:
        raise click.UsageError("--column works for one document only. Add --document ID.")
    return _book(grades, where, known, how, target)


def _book(
    graded: Sequence[DocumentGrades],
    platform: Platform,
    roster: Roster | None,
    how: _GradebookOptions,
    target: Path,
) -> _MarksTable:
    grades = point_columns(graded, roster, how.points, how.column)
    folder = layout.project_folder(target)
    answers = load_answers(folder) if folder else {}
    book = gradebook(platform, grades, grade_comments(graded), roster, answers)
    section = how.section
    elsewhere = present_elsewhere(find_sittings(folder), section) if folder and section else ()
    idle = expected_without_work(book, graded, roster, answers, section, elsewhere)
    _say_unmatched(replace(book, without_work=idle), platform, roster)
    _say_open(book, how.roster, folder)
    if roster is not None:
        _print_changes(book)
        print_message(_changes(book))
    if platform is Platform.MOODLE:
        print_message(maximum_note(book.maximum, grades[0].points))
    return _MarksTable(book.rows, bool(book.unknown or book.ambiguous))


def _print_changes(book: Gradebook) -> None:
    """Print the cells that an upload would change, by section. Grades that stay are left out."""
    cells = [each for each in book.cells if each.kind not in {None, "same"}]
    order = ("cleared", "changed", "new")
    cells.sort(key=lambda each: (each.section, order.index(each.kind or "new")))
    sections = sorted({each.section for each in cells})
    for section in sections:
        own = [each for each in cells if each.section == section]
        if section:
            counts = Counter(each.kind for each in own)
            said = ", ".join(f"{counts[kind]} {kind}" for kind in order[::-1] if counts[kind])
            print_message(f"Section {section}: {said}")
        _print_section(own)


def _print_section(cells: Sequence[GradeChange]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "student", "column"):
        table.add_column(Text(safe_text(heading)), overflow="fold")
    for heading in ("now", "after"):
        table.add_column(Text(safe_text(heading)), justify="right")
    shown, more = first_of(cells, MOST_CHANGES)
    for each in shown:
        row = (each.kind or "", each.student, each.column, each.before or DASH, each.after)
        table.add_row(*(Text(safe_text(cell)) for cell in row))
    message_console().print(table)
    if more:
        print_message(f"… and {more:,} more ({LIST_ALL_HINT})")


def _changes(book: Gradebook) -> str:
    """What an upload would change, in words."""
    found = book.changes
    counts = {
        "new": found.new,
        "changed": found.changed,
        "cleared": found.cleared,
        "not matched": len(book.unknown) + len(book.ambiguous),
    } | ({"unchanged": found.same} if found.same else {})
    listed = ", ".join(f"{count:,} {words}" for words, count in counts.items())
    return f"Grades after an upload: {listed}."


def _say_unmatched(book: Gradebook, platform: Platform, roster: Roster | None) -> None:
    if roster is None:
        print_message(
            f"Without a roster, {platform} has only names to match. "
            f"Add its export with --roster FILE."
        )
    for words, names in (
        ("Submitted work, but not in the roster", book.unknown),
        ("Submitted work, and not in the roster, as you said", book.not_listed),
        ("In the roster, but submitted no work", book.without_work),
    ):
        if names:
            # A roster may have the family name first, with a comma.
            between = "; " if any("," in each for each in names) else ", "
            print_message(f"{words}: {between.join(names)}")


def _say_open(book: Gradebook, roster: str | None, folder: Path | None) -> None:
    """Ask who typed each name that fits several people, or only resembles one."""
    for name in book.ambiguous:
        print_message(who_is_this(name, describe_people(book.candidates[name])))
    if folder and roster and (book.ambiguous or book.unknown):
        print_message(
            f"To say who it is: annotator roster {folder} --roster {roster} --person NAME=ID"
        )


def _feedback_files(place: Path, grades: Sequence[DocumentGrades], language: str | None) -> _Output:
    def shown(works: Any) -> Any:
        return show_progress(works, "Writing feedback", MANY)

    pages = feedback_pages(grades, language, shown)
    what = f"{plural(len(pages), 'page')} to {place}"
    if is_archive(place):
        names, notes = feedback_page_names(tuple(pages), grades)
        for each in notes:
            print_message(each)
        packed = {names[student]: page.encode() for student, page in pages.items()}
        zipped = {place.name: archive_bytes(packed)}
        return _Output(what, place.parent, zipped, lambda: write_zip(place, packed))
    by_name = {f"{file_name(name)}.html": page for name, page in pages.items()}
    encoded = {name: page.encode() for name, page in by_name.items()}
    return _Output(what, place, encoded, lambda: write_pages(place, by_name))


WIDE = 100


def print_grades(
    console: Console, submissions: KeySubmissions, config: GradingConfig, grades: Sequence[Grade]
) -> None:
    """Print each student's grade for a document, the class's answers, and absent students."""
    console.print(Text(safe_text(submissions.key.title), "bold"))
    if not grades:
        console.print(Text("No work was submitted."))
    else:
        console.print(_students(config, grades, console.width))
        console.print(Text("\nHow the class answered", "bold"))
        console.print(_class(config.codebook, class_replies(grades), console.width))
        console.print(_recall(config.codebook, grades))
    if submissions.absent:
        console.print(Text(safe_text(f"Absent: {', '.join(submissions.absent)}")))
    unfinished = [each.annotator for each in grades if each.annotations.status != Status.FINISHED]
    if unfinished:
        console.print(Text(safe_text(f"Not marked finished: {', '.join(unfinished)}"), "dim"))
    console.print()


def _students(config: GradingConfig, grades: Sequence[Grade], width: int) -> Table:
    shown = [each for each in KeyOutcome if any(mark.counts[each] for mark in grades)]
    extra = {"sources": config.sources, "links": config.links, "stances": config.links}
    wanted = [heading for heading, asked in extra.items() if asked]
    # A narrow terminal has no room for recall by tag. The CSV and the JSON always have it.
    tags = config.codebook.tags if width >= WIDE or not wanted else ()
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold")
    words = (OUTCOME_LABELS[each] for each in shown)
    for heading in ("score", "", *words, *(safe_text(tag.mark) for tag in tags), *wanted):
        table.add_column(
            Text(safe_text(heading)), justify="right", min_width=_longest_word(heading)
        )
    for grade in grades:
        counts = (str(grade.counts[each]) for each in shown)
        recall = (_recalled(grade.recall.get(tag.id)) for tag in tags)
        name = Text(safe_text(grade.annotator))
        table.add_row(
            name, *map(safe_text, (*_figures(grade.score), *counts, *recall, *_others(grade)))
        )
    return table


def _recalled(value: MeasureValue | None) -> str:
    return f"{value.numerator}/{value.denominator}" if value else DASH


def _longest_word(heading: str) -> int:
    return max((len(word) for word in heading.split()), default=4)


def _figures(value: MeasureValue) -> tuple[str, str]:
    if value.value is None:
        return DASH, ""
    return f"{value.numerator}/{value.denominator}", f"{value.value:.0%}"


def _others(grade: Grade) -> list[str]:
    cells = []
    if grade.sources:
        cells.append(_figures(grade.sources.share)[0])
    if grade.links:
        f1 = grade.links.f1.value
        cells += [f"{f1:.2f}" if isinstance(f1, float) else DASH]
        cells.append(_figures(grade.links.stances)[0])
    return cells


def _class(codebook: Codebook, replies: Sequence[ClassReply], width: int) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("", style="dim", no_wrap=True)
    table.add_column("key", no_wrap=True)
    for tag in codebook.tags:
        table.add_column(Text(safe_text(tag.mark)), justify="right", min_width=3)
    table.add_column("none", justify="right")
    table.add_column("", no_wrap=True)
    left = width - 27 - 4 * len(codebook.tags)
    table.add_column("", no_wrap=True, overflow="ellipsis", max_width=max(left, 20))
    for each in replies:
        none = each.outcomes[KeyOutcome.UNTAGGED] + each.outcomes[KeyOutcome.RESEGMENTED]
        table.add_row(
            safe_text(each.sentence.id),
            _key_marks(codebook, each),
            *(safe_text(str(each.tags.get(tag.id, ""))) for tag in codebook.tags),
            str(none) if none else "",
            "split" if lacks_clear_majority(each) else "",
            Text(safe_text(each.sentence.text), "dim"),
        )
    return table


def _key_marks(codebook: Codebook, reply: ClassReply) -> Text:
    """The letter of the key's tag, followed by those of the other accepted tags."""
    tags = (reply.sentence.tag, *reply.sentence.accepted_tags)
    marks = [found.mark if (found := codebook.tag(tag)) else "?" for tag in tags]
    return Text(safe_text("|".join(marks)), "bold")


def _recall(codebook: Codebook, grades: Sequence[Grade]) -> Text:
    found = class_recall(grades)
    shares = (
        f"{tag.name} {'/'.join(map(str, (value.numerator, value.denominator)))}"
        for tag in codebook.tags
        if (value := found.get(tag.id))
    )
    words = f"Recall (the class chose the key's own tag): {', '.join(shares)}"
    return Text.assemble("\n", (safe_text(words), "dim"))
