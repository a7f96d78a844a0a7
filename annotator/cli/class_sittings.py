"""The sittings with which `annotator serve` begins: of which sections, and new ones or not."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from annotator.cli.output import print_message
from annotator.model.errors import DataError, Problem
from annotator.model.sitting import ClassPhase, Sitting, same_section
from annotator.project.roster import Roster
from annotator.storage import layout
from annotator.storage.layout import document_ids
from annotator.text.safe import safe_text

if TYPE_CHECKING:
    from annotator.web.sitting import LiveSitting
    from annotator.web.sittings import LiveSittings

NEW_SITTING, GO_ON = "new", "continue"


class SittingOptions(NamedTuple):
    """How `annotator serve` begins sittings.

    Attributes:
        documents: The documents that were named.
        starting: Whether to begin a new sitting or to go on with the last one; None to decide.
        deal: Whether the documents are dealt out.
        closes: When tagging closes by itself, or None.
        language: The language of its pages; None for that of the codebook.
        browser_language: Whether a page may have the language that its browser asks for.
        pins: Whether students need a PIN; None to decide.
    """

    documents: tuple[str, ...]
    starting: str | None = None
    deal: bool = False
    closes: datetime | None = None
    language: str | None = None
    browser_language: bool | None = None
    pins: bool | None = None

    def needs_pins(self, roster: Roster | None) -> bool:
        """Whether students need a PIN: at home, nobody sees who types a name."""
        decided = self.closes is not None if self.pins is None else self.pins
        return decided and roster is not None


def chosen_sections(named: tuple[str, ...], roster: Roster | None) -> tuple[str | None, ...]:
    """The sections that each have a sitting: those that were named, or those of the roster.

    Raises:
        UsageError: The roster does not have one of them.
    """
    known = roster.all_sections if roster is not None else ()
    for each in named if known else ():
        if not any(same_section(each, section) for section in known):
            words = f"The roster has no section “{each}”. It has {', '.join(known)}."
            raise click.UsageError(words)
    wanted: dict[str, str] = {}
    for each in filter(None, map(str.strip, named)):
        wanted.setdefault(" ".join(each.split()).casefold(), each)
    return tuple(wanted.values()) or known or (None,)


def begin_sitting(sittings: "LiveSittings", section: str | None, how: SittingOptions) -> None:
    """Begin a section's sitting, or go on with its last one.

    Raises:
        DataError: There is none to go on with, or the document is not clear.
        UsageError: The last one has ended, and nobody can be asked.
    """
    last = sittings.known.last(section, how.documents)
    if last is None and how.starting == GO_ON:
        raise DataError(f"{_whose(section)} has no sitting to go on with.")
    if last is not None and _goes_on(last, how.starting):
        if how.deal and not last.deal:
            raise click.UsageError(
                "The sitting that would go on does not deal documents out. Add --new-sitting to "
                "begin a new one, or leave out --deal."
            )
        live = sittings.resume(last)
        _set_language(live, how)
        _set_homework(live, how)
        if last.date != date.today().isoformat():  # noqa: DTZ011 (the teacher's own day)
            title = safe_text(live.blank.title)
            began = f"of {last.date}" if last.date else "of an earlier version"
            print_message(
                f"{title}: going on with the sitting {began}. To begin a new one, stop "
                "the page and add --new-sitting."
            )
        return
    folder = sittings.project.folder
    documents = how.documents or (_only_document(folder),)
    closes = how.closes.timestamp() if how.closes else None
    pins = how.needs_pins(sittings.project.roster)
    live = sittings.open(section, documents, deal=how.deal, closes=closes, pins=pins)
    _set_language(live, how)


def _set_language(live: "LiveSitting", how: SittingOptions) -> None:
    """Set what the options say about the languages of a sitting; the rest stays as it is."""
    live.set_language(
        live.sitting.language if how.language is None else how.language,
        browser_language=live.sitting.browser_language
        if how.browser_language is None
        else how.browser_language,
    )


def _set_homework(live: "LiveSitting", how: SittingOptions) -> None:
    """Set what the options say about homework of a sitting that goes on; the rest stays."""
    closes = how.closes.timestamp() if how.closes else live.sitting.closes
    decided = how.closes is not None or how.pins is not None
    pins = how.needs_pins(live.shared.roster) if decided else live.sitting.pins
    live.set_homework(closes, pins=pins)


def _goes_on(last: Sitting, starting: str | None) -> bool:
    """Whether to go on with the last sitting. One that has ended is never gone on with unasked."""
    if starting is not None:
        return starting == GO_ON
    if last.phase is not ClassPhase.ENDED:
        return True
    when = f"the sitting of {last.date}" if last.date else "the earlier sitting"
    whose = f" of section {last.section}" if last.section else ""
    if not sys.stdin.isatty():
        raise click.UsageError(
            safe_text(
                f"{when.capitalize()}{whose} has ended. Add --new-sitting to begin a new one, or "
                "--continue to go on with it."
            )
        )
    question = f"{when.capitalize()}{whose} has ended. Begin a new sitting? (No: go on with it.)"
    return not click.confirm(safe_text(question), default=True, err=True)


def _whose(section: str | None) -> str:
    return f"Section “{section}”" if section else "The project"


def _only_document(folder: Path) -> str:
    layout.load_project(folder)
    found = document_ids(folder)
    if not found:
        raise DataError(
            Problem("The project has no document yet. Add one with `annotator add`.", str(folder))
        )
    if len(found) > 1:
        raise DataError(
            Problem(
                f"The project has several documents. Choose one: --document {'|'.join(found[:9])}",
                str(folder),
            )
        )
    return found[0]
