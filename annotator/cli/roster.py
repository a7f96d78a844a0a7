"""`annotator roster`: who is who, by the roster and by what you say."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import file_option, folder_argument, json_option
from annotator.cli.output import data_console, print_json, print_message, print_name_table
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.person_matching import Identification, PersonIndex, PersonMatches, match_people
from annotator.model.plurals import plural
from annotator.model.project import Project
from annotator.project.output_files import write_page, write_table
from annotator.project.people import (
    answers_of,
    describe_people,
    save_people,
    shown_names_of,
    student_names,
    with_identification,
    with_merged,
    without_name,
)
from annotator.project.pins import make_pins
from annotator.project.project_store import lock_project
from annotator.project.roster import (
    MAX_ROSTER_BYTES,
    NO_ROSTER_COLUMNS,
    Roster,
    RosterColumns,
    person_index,
    read_roster,
)
from annotator.report.pin_sheet import PIN_COLUMNS, PinSlip, pin_sheet
from annotator.storage import layout, people
from annotator.storage.files import read_limited
from annotator.text.strict_text import csv_text

EPILOG = """\b
Examples:
  annotator roster media-class --roster canvas-export.csv
  annotator roster media-class --roster canvas-export.csv --person "Tony L=9012"
  annotator roster media-class --not-listed "Guest"
  annotator roster media-class --same-as "Ada 2=Ada Byron"
  annotator roster media-class --ask-again "Tony L"
  annotator roster media-class                 show what you said
  annotator roster media-class --roster canvas-export.csv --pins pins.html

\b
Names are matched in either order. Accents, middle names and initials do not matter, and neither
does a number that the class page added. If a name fits two people, or only resembles one, you are
asked. Your answers are kept in class/people.yaml for the term. `grade` and `collect` use them. The
exit code is 1 if a name is still open.
"""

name_column_option = click.option(
    "--name-column",
    "names",
    multiple=True,
    metavar="COL",
    help="Roster column with the name, if not detected (repeatable).",
)
id_column_option = click.option(
    "--id-column",
    "keys",
    multiple=True,
    metavar="COL",
    help="Roster column with the platform's id, if not detected (repeatable).",
)


@click.command("roster", epilog=EPILOG)
@folder_argument
@file_option("--roster", help="Canvas or Moodle export, or a list with the students.")
@click.option(
    "--person",
    "said",
    multiple=True,
    metavar="NAME=ID",
    help="Say who typed NAME, by id or full name in the roster (repeatable).",
)
@click.option(
    "--not-listed", multiple=True, metavar="NAME", help="Say that NAME is not in the roster."
)
@click.option(
    "--same-as",
    "same",
    multiple=True,
    metavar="NAME=NAME",
    help="Say that the first name is the student shown under the second one (repeatable).",
)
@click.option("--ask-again", multiple=True, metavar="NAME", help="Remove your answer about NAME.")
@file_option(
    "--pins",
    help="Make PINs for students who have none, on slips (.html) or as a .csv table.",
)
@click.option("--new-pin", metavar="ID", multiple=True, help="With --pins: only a new PIN for ID.")
@click.option("--new-pins", is_flag=True, help="With --pins: new PINs for all students.")
@name_column_option
@id_column_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    roster: str | None,
    said: tuple[str, ...],
    not_listed: tuple[str, ...],
    same: tuple[str, ...],
    ask_again: tuple[str, ...],
    pins: str | None,
    new_pin: tuple[str, ...],
    new_pins: bool,
    names: tuple[str, ...],
    keys: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show who typed which name in the project DIR, and say who is who."""
    known = load_roster(roster, RosterColumns(names, keys))
    if known is None and (said or names or keys):
        raise click.UsageError("--person, --name-column and --id-column need a --roster FILE.")
    if (pins or new_pin or new_pins) and (known is None or not pins):
        raise click.UsageError("PINs need --pins FILE and a --roster FILE.")
    index = person_index(known) if known else PersonIndex(())
    if pins:
        _write_pins(folder, Path(pins), index, new_pin, again=new_pins)
        return
    new = [_identification(each, index) for each in said]
    new += [Identification(name, None) for name in not_listed if name.strip()]
    new += map(_same_student, same)
    if new or ask_again:
        _change(folder, new, ask_again)
    project = layout.load_project(folder)
    answers = people.load(folder)
    if known is None:
        _show_answers(answers, as_json=as_json)
        return
    context.exit(_show_matches(folder, project, index, answers, as_json=as_json))


def _write_pins(
    folder: Path, file: Path, index: PersonIndex, only: Sequence[str], *, again: bool
) -> None:
    """Make PINs and write them, which is the only time that they can be read."""
    layout.load_project(folder)
    numbers = [_number_of(each.strip(), index) for each in only] or range(len(index.people))
    chosen = {index.people[at].id: index.people[at] for at in numbers}

    def write(made: Mapping[str, str]) -> None:
        slips = [
            PinSlip(each, chosen[each].display_name, chosen[each].section, pin)
            for each, pin in made.items()
        ]
        _write_slips(file, slips)

    made = make_pins(folder, chosen, again=again or bool(only), show=write)
    if not made:
        print_message(
            "All students have a PIN already, so nothing was written. A PIN can be read only when "
            "it is made. Add --new-pin ID for one student, or --new-pins for all."
        )
        return
    print_message(
        f"Wrote {plural(len(made), 'PIN')} to {file}. Print it, hand the slips out, then delete "
        "the file: the project keeps only hashes."
    )


def _write_slips(file: Path, slips: Sequence[PinSlip]) -> None:
    if file.suffix.lower() == ".csv":
        write_table(file, csv_text([PIN_COLUMNS, *(each.row for each in slips)]))
    elif file.suffix.lower() in {".html", ".htm"}:
        write_page(file, pin_sheet(slips))
    else:
        raise click.UsageError("--pins writes a file that ends in .html or .csv.")


def load_roster(file: str | None, heads: RosterColumns = NO_ROSTER_COLUMNS) -> Roster | None:
    """The roster in a file, or None if no file is named.

    Args:
        file: The path of the file.
        heads: The columns that were named.

    Raises:
        DataError: The file cannot be read, or is not a known export.
    """
    if file is None:
        return None
    return read_roster(read_limited(Path(file), MAX_ROSTER_BYTES), file, heads)


def _identification(said: str, index: PersonIndex) -> Identification:
    name, sign, person = said.rpartition("=")
    if not (sign and name.strip() and person.strip()):
        raise click.UsageError('--person takes NAME=ID, such as --person "Tony L=9012".')
    return Identification(name.strip(), index.people[_number_of(person.strip(), index)].id)


def _same_student(said: str) -> Identification:
    name, sign, shown = said.partition("=")
    if not (sign and name.strip() and shown.strip()):
        raise click.UsageError('--same-as takes NAME=NAME, such as --same-as "Ada 2=Ada Byron".')
    return Identification(name.strip(), None, shown.strip())


def _number_of(person: str, index: PersonIndex) -> int:
    """The only person with an id, a login or a full name."""
    found = index.with_id(person) or _named(person, index)
    if len(found) == 1:
        return found[0]
    if not found:
        raise DataError(f"The roster has nobody with the id or name “{person}”.")
    several = ", ".join(describe_people(index.people[at] for at in found))
    raise DataError(f"“{person}” is not unique in the roster. Use an id: {several}.")


def _named(person: str, index: PersonIndex) -> tuple[int, ...]:
    wanted = file_name(person)
    return tuple(at for at, each in enumerate(index.people) if file_name(each.name) == wanted)


def _change(folder: Path, new: Sequence[Identification], ask_again: Sequence[str]) -> None:
    with lock_project(folder):
        before = known = people.load(folder)
        for name in ask_again:
            if not name.strip() or without_name(known, name) == known:
                raise DataError(Problem(f"There is no answer about “{name}”.", str(folder)))
            known = without_name(known, name)
        for each in new:
            if each.same_as is not None:
                known = with_merged(known, each.name, each.same_as)
            else:
                known = with_identification(known, each)
        if known != before:
            save_people(folder, known)
    print_message(f"Saved {layout.people_path(folder)}.")


def _show_answers(answers: Sequence[Identification], *, as_json: bool) -> None:
    if as_json:
        print_json({"people": [_answer_record(each) for each in answers]})
    elif not answers:
        print_message("Nothing was said yet. Add --roster FILE to see who is who.")
    else:
        rows = [(each.name, _answer_words(each)) for each in answers]
        print_name_table(data_console(), ("name", "person"), rows)


def _answer_record(answer: Identification) -> dict[str, str | None]:
    record = {"name": answer.name, "person": answer.person}
    return record | ({"same_as": answer.same_as} if answer.same_as else {})


def _answer_words(answer: Identification) -> str:
    return f"same as {answer.same_as}" if answer.same_as else answer.person or "not in the roster"


def _show_matches(
    folder: Path,
    project: Project,
    index: PersonIndex,
    said: Sequence[Identification],
    *,
    as_json: bool,
) -> int:
    """Show who typed each name. Returns the exit code."""
    answers, shown = answers_of(said), shown_names_of(said)
    names = tuple(dict.fromkeys(shown.of(name) for name in student_names(folder, project)))
    matches = match_people(index, names, answers)
    if as_json:
        print_json(_record(names, index, matches))
    else:
        _print_matches(names, index, matches, answers)
        _print_open(folder, index, matches)
    return 1 if matches.asked or matches.unknown else 0


def _print_matches(
    names: Sequence[str], index: PersonIndex, matches: PersonMatches, answers: Any
) -> None:
    rows = [_row(name, index, matches, answers) for name in names]
    if rows:
        print_name_table(data_console(), ("name", "person", "id", "section", ""), rows)
    else:
        print_message("This project has no work and no annotators yet.")


def _row(
    name: str, index: PersonIndex, matches: PersonMatches, answers: Any
) -> tuple[str, str, str, str, str]:
    if name in matches.matched:
        person = index.people[matches.matched[name]]
        how = "you said so" if file_name(name) in answers else ""
        return name, person.name, person.id, person.section, how
    how = "not in the roster" if name in matches.not_listed else "who is this?"
    return name, "", "", "", how


def _print_open(folder: Path, index: PersonIndex, matches: PersonMatches) -> None:
    for name, found in matches.asked.items():
        print_message(who_is_this(name, describe_people(index.people[at] for at in found)))
    for name in matches.unknown:
        print_message(who_is_this(name, ()))
    count = len(matches.asked) + len(matches.unknown)
    if count:
        print_message(
            f"{plural(count, 'name')} open. Say who it is with --person NAME=ID, or --not-listed "
            f"NAME. Your answers are kept in {layout.people_path(folder)}."
        )


def who_is_this(name: str, people: Sequence[str]) -> str:
    """The question who typed a name, with the people who may have."""
    if not people:
        return f"Who is “{name}”? The roster has no similar name."
    return f"Who is “{name}”? It may be {' or '.join(people)}."


def _record(names: Sequence[str], index: PersonIndex, matches: PersonMatches) -> Any:
    return {
        "names": [
            {
                "name": name,
                "person": index.people[matches.matched[name]].id
                if name in matches.matched
                else None,
                "candidates": [index.people[at].id for at in matches.asked.get(name, ())],
                "listed": name not in matches.not_listed,
            }
            for name in names
        ]
    }
