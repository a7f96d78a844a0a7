"""`annotator tag`, or `annotator ARTICLE` for short: the screen."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.articles import as_text, private_option
from annotator.cli.options import article_options, carry_option, codebook_option, next_pass_option
from annotator.cli.output import complain, say
from annotator.model.asking import Ask, Asking
from annotator.model.faults import Refused
from annotator.model.progress import Progress, count
from annotator.model.words import out_of, so_many, verb_of
from annotator.storage import projects
from annotator.storage.articles import STANDARD_INPUT
from annotator.storage.opening import Opened, open_to_tag
from annotator.storage.settings import Settings, change_settings, read_settings, settings_path
from annotator.storage.targets import Target, place

if TYPE_CHECKING:
    from annotator.model.project import Project
    from annotator.tui.app import AnnotatorApp
    from annotator.tui.commands import Keys
    from annotator.tui.work import Work

TAGGING_NEEDS = (
    "tagging on the screen needs a terminal; without one, `annotator set TARGET SENTENCE "
    "TAG` tags a sentence and `annotator show TARGET` prints the article"
)
Open = Callable[[Target, Mapping[str, str]], Opened]

EPILOG = """\b
Examples:
  annotator article.txt
  annotator article.txt --annotator ada --title "Harbour goes dark"
  annotator article.txt --ask links
  annotator article.ada.yaml
  annotator my-project --annotator ada
  annotator https://example.org/news/blackout
  pandoc article.odt -t plain | annotator - -o article.ada.yaml
"""


@click.command("tag", epilog=EPILOG)
@article_options
@click.option(
    "--ask",
    type=click.Choice([each.value for each in Ask]),
    help="What a tag goes on to ask for: nothing, the source, or also which claims it answers.",
)
@codebook_option
@next_pass_option
@carry_option
@private_option
def command(
    target: Target,
    ask: str | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
    private_address: bool,
) -> None:
    """Open an article and tag it, one key a sentence; all of it is saved as you go.

    TARGET is an article (.txt, .md, or - for standard input), a set that was saved
    (article.ada.yaml), a project's document, or a project: then your documents are listed, and
    you go into one, come back, and go on with the next. A page (.html, or its address) or a .docx
    is made a text file first, and what was taken of it is shown.
    """
    require_terminal(TAGGING_NEEDS)
    open_on_screen(
        as_text(target, private=private_address),
        lambda named, reserved: open_to_tag(named, codebook, reserved, next_pass=next_pass),
        ask,
        carry_over=carry_over,
    )


def open_on_screen(target: Target, open_set: Open, ask: str | None, *, carry_over: bool) -> None:
    """Open a target on the screen; a whole project as the list of its documents.

    Args:
        target: What the person named.
        open_set: Opens it, given the annotator's name and the keys that commands have.
        ask: What a tag goes on to ask for; None: as the project or the settings have it.
        carry_over: Agree to carry the tags over to a text that has changed.

    Raises:
        UsageError: There is no terminal.
        Refused: It cannot be opened.
    """
    from annotator.tui.commands import Keys  # noqa: PLC0415

    settings = known_settings()
    require_terminal(TAGGING_NEEDS)
    keys = Keys({command: (key,) for command, key in settings.keys.items()})
    name = target.annotator or settings.annotator
    if name is None and not target.name.endswith((".yaml", ".yml")):
        name = first_run()
    if name is not None and is_project(target):
        _run_documents(Path(target.name), name, keys, settings, ask)
        return
    opened = open_set(target._replace(annotator=name), keys.reserved)
    if target.name == STANDARD_INPUT:
        _keys_from_terminal()
    folder = place(target).project
    asking = asking_for(ask, projects.load(folder) if folder else None, settings)
    _run(_agreed(opened, carry_over=carry_over), keys, settings, asking)


def asking_for(ask: str | None, project: "Project | None", settings: Settings) -> Asking:
    """What is asked for: as the option says, else the project, else the settings."""
    wanted = ask or (project.ask if project else settings.ask) or Ask.TAGS
    return Asking(Ask(wanted), project.cues if project else True)


def is_project(target: Target) -> bool:
    """Whether a whole project is meant, and no document of it."""
    return target.document is None and (Path(target.name) / projects.HEAD).is_file()


def _run_documents(
    folder: Path, name: str, keys: "Keys", settings: Settings, ask: str | None
) -> None:
    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.worklist import Worklist  # noqa: PLC0415

    worklist = Worklist.of(folder, name, keys.reserved)
    asking = asking_for(ask, worklist.project, settings)
    run_app(AnnotatorApp(worklist, keys, settings.theme or "textual-dark", asking))
    done = sum(figures.done for task in worklist.tasks if (figures := task.figures()) is not None)
    total = len(worklist.tasks)
    say(f"{out_of(done, total, 'document')} {verb_of(done, total, 'is', 'are')} done.")


def known_settings() -> Settings:
    """The person's settings; what is wrong with them is said."""
    settings, faults = read_settings(settings_path())
    for fault in faults:
        say(f"{fault}; the default is used")
    return settings


def require_terminal(words: str) -> None:
    """Refuse to open a screen where there is no terminal to draw it on.

    Raises:
        UsageError: There is none; with `words`, which say what is needed.
    """
    keyboard = sys.stdin.isatty() or os.path.exists("/dev/tty")
    if not (sys.stdout.isatty() and keyboard):
        raise click.UsageError(words)


def first_run() -> str:
    """Ask for the person's name, and remember it."""
    say("Your name stands in the files that you tag. It is asked once.")
    name = ""
    while not name.strip():
        name = click.prompt("Your name", err=True)
    try:
        change_settings(settings_path(), lambda settings: settings._replace(annotator=name.strip()))
    except Refused as refusal:
        complain(*refusal.faults, hint="The name is not remembered; --annotator gives it.")
    return str(name).strip()


def _keys_from_terminal() -> None:
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)


def _agreed(opened: Opened, *, carry_over: bool) -> Opened:
    """The set to work on; a text that has changed and another codebook are asked about."""
    if opened.moved is not None:
        for line in carried(opened):
            say(line)
        if not carry_over and not click.confirm("Carry the tags over to the new text?", err=True):
            raise click.Abort
        opened = opened._replace(annotations=opened.moved.annotations, moved=None)
    if opened.other_codebook and opened.read_only is None:
        was, now = opened.annotations.codebook, opened.codebook
        say(
            f"These tags were made with the codebook {was.name} {was.version}; "
            f"the one at hand is {now.name} {now.version}, and it differs."
        )
        if not click.confirm("Go on with the one at hand? (no: only look)", err=True):
            words = "made with another codebook; here it can only be looked at"
            return opened._replace(read_only=words)
        annotations = replace(opened.annotations, codebook=opened.codebook.reference)
        opened = opened._replace(annotations=annotations)
    return opened


def carried(opened: Opened) -> list[str]:
    """What would become of a set on the article's text as it is now, in lines for a person."""
    moved = opened.moved
    if moved is None:
        return []
    lines = [
        f"The article's text has changed since it was tagged: "
        f"{so_many(len(moved.kept), 'sentence')} found again, {len(moved.added):,} new."
    ]
    for word, sentences in (("gone", moved.lost), ("not told apart", moved.ambiguous)):
        lines += [f"  {word}: {each.id} ({each.tag or 'no tag'}) {each.text}" for each in sentences]
    return lines


def _run(opened: Opened, keys: "Keys", settings: Settings, asking: Asking) -> None:
    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.work import Work  # noqa: PLC0415

    work = Work(opened)
    app = AnnotatorApp(work, keys, settings.theme or "textual-dark", asking)
    run_app(app)
    _farewell(app.work)


def run_app(app: "AnnotatorApp") -> None:
    """Run the screen to its end; where not all is saved or a fault ended it, exit with 1.

    What is on the disk is said then. What could not be saved is kept in a file elsewhere, unless
    the person gave it up.
    """
    try:
        app.run()
    finally:
        saved = app.close()
        if not saved:
            complain(_of_unsaved(app.work))
    failed = bool(app.return_code)
    if failed:
        complain("the screen was ended by a fault in the program; please report what is above")
    if failed and saved:
        say(_of_saved(app))
    if failed or not saved:
        sys.exit(1)


def _of_unsaved(work: "Work") -> str:
    """Keep what could not be saved, and say where; where it cannot be kept, say why."""
    from annotator.tui.work import unsaved  # noqa: PLC0415

    try:
        return unsaved(work.path, work.rescue())
    except Refused as refusal:
        reasons = "; ".join(map(str, refusal.faults))
        return f"{unsaved(work.path, None)}, nor could they be kept elsewhere: {reasons}"


def _of_saved(app: "AnnotatorApp") -> str:
    if not app.has_work or app.work.session.revision == 0:
        return "Nothing that you did is unsaved."
    return f"Everything that you did is saved in {app.work.path}."


def _farewell(work: "Work") -> None:
    """Say what was done and where it is."""
    annotations = work.session.annotations
    progress = count(annotations.sentences)
    if work.session.revision == 0:
        say(f"Nothing was changed. {_how_far(progress)}.")
        return
    status = f", marked {annotations.status}" if annotations.status else ""
    say(f"{_how_far(progress)}{status}; saved in {work.path}.")


def _how_far(progress: Progress) -> str:
    are = verb_of(progress.tagged, progress.total, "is", "are")
    return f"{out_of(progress.tagged, progress.total, 'sentence')} {are} tagged"
