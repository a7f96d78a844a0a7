"""`annotator tag`, or `annotator ARTICLE` for short: open an article on the screen.

A web page or a .docx file is converted to a text file first. Other commands open the screen from
here too.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    next_pass_option,
    private_address_option,
    prompt_level_option,
)
from annotator.cli.output import print_message, print_problems
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import count_of_total, plural, verb_of_total
from annotator.model.progress import TagCounts, count_tags
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.project.locate import Target, locate
from annotator.project.open_set import OpenSet, open_for_tagging
from annotator.storage import layout
from annotator.storage.articles import STANDARD_INPUT, ArticleReading, read_article, render
from annotator.storage.files import replace_file as put
from annotator.storage.settings import Settings, change_settings, read_settings, settings_path
from annotator.text.safe import safe_line

if TYPE_CHECKING:
    from annotator.model.project import Project
    from annotator.tui.app import AnnotatorApp
    from annotator.tui.commands import KeyBindings
    from annotator.tui.file_session import FileSession

TAGGING_NEEDS = (
    "tagging on the screen needs a terminal; without one, `annotator set TARGET SENTENCE "
    "TAG` tags a sentence and `annotator show TARGET` prints the article"
)
SetOpener = Callable[[Target, Mapping[str, str]], OpenSet]

EPILOG = """\b
Examples:
  annotator article.txt
  annotator article.txt --annotator ada --title "Harbour goes dark"
  annotator article.txt --prompt-level links
  annotator article.ada.yaml
  annotator my-project --annotator ada
  annotator https://example.org/news/blackout
  pandoc article.odt -t plain | annotator - -o article.ada.yaml
"""


@click.command("tag", epilog=EPILOG)
@article_options
@prompt_level_option(
    "What a tag goes on to ask for: nothing, the source, or also which claims it answers."
)
@codebook_option
@next_pass_option
@carry_over_option
@private_address_option
def command(
    target: Target,
    prompt_level: str | None,
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
        convert_to_text(target, private=private_address),
        lambda named, reserved: open_for_tagging(named, codebook, reserved, next_pass=next_pass),
        prompt_level,
        carry_over=carry_over,
    )


def open_on_screen(
    target: Target, open_set: SetOpener, ask: str | None, *, carry_over: bool
) -> None:
    """Open a target on the screen; a whole project as the list of its documents.

    Args:
        target: What the person named.
        open_set: Opens it, given the annotator's name and the keys that commands have.
        ask: What a tag goes on to ask for; None: as the project or the settings have it.
        carry_over: Agree to carry the tags over to a text that has changed.

    Raises:
        UsageError: There is no terminal.
        DataError: It cannot be opened.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    settings = load_settings()
    require_terminal(TAGGING_NEEDS)
    keys = KeyBindings({command: (key,) for command, key in settings.keys.items()})
    name = target.annotator or settings.annotator
    if name is None and not layout.is_yaml(Path(target.name)):
        name = ask_name()
    if name is not None and is_project(target):
        _run_documents(Path(target.name), name, keys, settings, ask)
        return
    opened = open_set(target._replace(annotator=name), keys.reserved)
    if target.name == STANDARD_INPUT:
        _keys_from_terminal()
    folder = locate(target).project
    prompts = prompt_settings(ask, layout.load_project(folder) if folder else None, settings)
    _run(_confirm(opened, carry_over=carry_over), keys, settings, prompts)


def prompt_settings(
    ask: str | None, project: "Project | None", settings: Settings
) -> PromptSettings:
    """What is asked for: as the option says, else the project, else the settings."""
    wanted = ask or (project.prompt_level if project else settings.prompt_level) or PromptLevel.TAGS
    return PromptSettings(PromptLevel(wanted), project.cues if project else True)


def is_project(target: Target) -> bool:
    """Whether a whole project is meant, and no document of it."""
    return target.document is None and layout.is_project(Path(target.name))


def _run_documents(
    folder: Path, name: str, keys: "KeyBindings", settings: Settings, ask: str | None
) -> None:
    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.screens.task_list import TaskList  # noqa: PLC0415

    task_list = TaskList.for_annotator(folder, name, keys.reserved)
    prompts = prompt_settings(ask, task_list.project, settings)
    run_app(AnnotatorApp(task_list, keys, settings.theme, prompts))
    done = sum(
        figures.is_done for task in task_list.tasks if (figures := task.progress()) is not None
    )
    total = len(task_list.tasks)
    print_message(
        f"{count_of_total(done, total, 'document')} {verb_of_total(done, total, 'is', 'are')} done."
    )


def load_settings() -> Settings:
    """The person's settings; what is wrong with them is said."""
    settings, problems = read_settings(settings_path())
    for problem in problems:
        print_message(f"{problem}; the default is used")
    return settings


def require_terminal(words: str) -> None:
    """Refuse to open a screen where there is no terminal to draw it on.

    Raises:
        UsageError: There is none; with `words`, which say what is needed.
    """
    keyboard = sys.stdin.isatty() or os.path.exists("/dev/tty")
    if not (sys.stdout.isatty() and keyboard):
        raise click.UsageError(words)


def ask_name() -> str:
    """Ask for the person's name, and remember it."""
    print_message("Your name stands in the files that you tag. It is asked once.")
    name = ""
    while not name.strip():
        name = click.prompt("Your name", err=True)
    try:
        change_settings(settings_path(), lambda settings: settings._replace(annotator=name.strip()))
    except DataError as refusal:
        print_problems(*refusal.problems, hint="The name is not remembered; --annotator gives it.")
    return str(name).strip()


def _keys_from_terminal() -> None:
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)


def _confirm(open_set: OpenSet, *, carry_over: bool) -> OpenSet:
    """The set to work on; a text that has changed and another codebook are asked about."""
    if open_set.reanchored is not None:
        for line in describe_carry_over(open_set):
            print_message(line)
        if not carry_over and not click.confirm("Carry the tags over to the new text?", err=True):
            raise click.Abort
        open_set = open_set._replace(annotations=open_set.reanchored.annotations, reanchored=None)
    if open_set.other_codebook and open_set.read_only_reason is None:
        was, now = open_set.annotations.codebook, open_set.codebook
        print_message(
            f"These tags were made with the codebook {was.name} {was.version}; "
            f"the one at hand is {now.name} {now.version}, and it differs."
        )
        if not click.confirm("Go on with the one at hand? (no: only look)", err=True):
            words = "made with another codebook; here it can only be looked at"
            return open_set._replace(read_only_reason=words)
        annotations = replace(open_set.annotations, codebook=open_set.codebook.reference)
        open_set = open_set._replace(annotations=annotations)
    return open_set


def describe_carry_over(open_set: OpenSet) -> list[str]:
    """What would become of a set on the article's text as it is now, in lines for a person."""
    moved = open_set.reanchored
    if moved is None:
        return []
    lines = [
        f"The article's text has changed since it was tagged: "
        f"{plural(len(moved.found_ids), 'sentence')} found again, {len(moved.added):,} new."
    ]
    for word, sentences in (("gone", moved.lost), ("not told apart", moved.ambiguous)):
        lines += [f"  {word}: {each.id} ({each.tag or 'no tag'}) {each.text}" for each in sentences]
    return lines


def _run(
    open_set: OpenSet, keys: "KeyBindings", settings: Settings, prompts: PromptSettings
) -> None:
    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.file_session import FileSession  # noqa: PLC0415

    session = FileSession(open_set)
    app = AnnotatorApp(session, keys, settings.theme, prompts)
    run_app(app)
    _say_result(app.work)


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
            print_problems(_rescue_unsaved(app.work))
    failed = bool(app.return_code)
    if failed:
        print_problems(
            "the screen was ended by a fault in the program; please report what is above"
        )
    if failed and saved:
        print_message(_describe_saved(app))
    if failed or not saved:
        sys.exit(1)


def _rescue_unsaved(session: "FileSession") -> str:
    """Keep what could not be saved, and say where; where it cannot be kept, say why."""
    from annotator.tui.file_session import unsaved_message  # noqa: PLC0415

    try:
        return unsaved_message(session.path, session.rescue())
    except DataError as refusal:
        reasons = "; ".join(map(str, refusal.problems))
        return f"{unsaved_message(session.path, None)}, nor could they be kept elsewhere: {reasons}"


def _describe_saved(app: "AnnotatorApp") -> str:
    if not app.has_work or app.work.session.revision == 0:
        return "Nothing that you did is unsaved."
    return f"Everything that you did is saved in {app.work.path}."


def _say_result(session: "FileSession") -> None:
    """Say what was done and where it is."""
    annotations = session.session.annotations
    progress = count_tags(annotations.sentences)
    if session.session.revision == 0:
        print_message(f"Nothing was changed. {_describe_progress(progress)}.")
        return
    status = f", marked {annotations.status}" if annotations.status else ""
    print_message(f"{_describe_progress(progress)}{status}; saved in {session.path}.")


def _describe_progress(progress: TagCounts) -> str:
    are = verb_of_total(progress.tagged, progress.total, "is", "are")
    return f"{count_of_total(progress.tagged, progress.total, 'sentence')} {are} tagged"


EXCERPT_LENGTH = 300
READY_SUFFIXES = ("", *layout.TEXT_ENDINGS, *layout.YAML_ENDINGS)


def summarize_article(article_file: ArticleReading) -> str:
    """What was taken of an article, in one line."""
    document, text = article_file.article.document, article_file.article.text
    known = [document.title, document.outlet, document.published, document.url]
    said = " · ".join(each for each in known if each)
    return f"{plural(len(text.split()), 'word')} taken{': ' if said else ''}{said}"


def convert_to_text(target: Target, *, private: bool) -> Target:
    """The target; where it is a page or a .docx, the text file that is made of it.

    What was taken is shown, and nothing is made unless the person agrees. A text file that was
    made before is what is gone on with.

    Raises:
        DataError: The article cannot be read, or another file has the name.
    """
    # Most targets are ready to be tagged, and do without loading what reads pages.
    if "://" not in target.name and Path(target.name).suffix.lower() in READY_SUFFIXES:
        return target
    from annotator.formats.articles import ArticleOptions, is_table, needs_conversion, read_articles  # noqa: PLC0415
    from annotator.formats.fetching import Fetcher  # noqa: PLC0415

    if is_table(target.name):
        message = "holds an article in each row; `annotator add DIR FILE` adds them to a project"
        raise DataError(Problem(message, target.name))
    if not needs_conversion(target.name):
        return target
    path = _text_file(target.name)
    if path.exists():
        _refuse_other(path, target)
        print_message(f"{path} was made of it before, and is opened.")
        return target._replace(name=str(path))
    ways = ArticleOptions(target.encoding, target.most, fetch=Fetcher(private))
    (article_file,) = read_articles(target.name, target.metadata, ways)
    _show_article(article_file)
    question = safe_line(f"Keep it as {path} and tag it?")
    if not click.confirm(question, default=True, err=True):
        raise click.Abort
    put(path, render(article_file.article), None)
    return target._replace(name=str(path))


def _text_file(name: str) -> Path:
    from annotator.formats.articles import page_name  # noqa: PLC0415
    from annotator.formats.fetching import is_address  # noqa: PLC0415
    from annotator.model.name_folding import file_name  # noqa: PLC0415

    if is_address(name):
        return layout.article_path(Path(), file_name(page_name(name)))
    return layout.text_beside(Path(name))


def _refuse_other(path: Path, target: Target) -> None:
    from annotator.formats.fetching import is_address  # noqa: PLC0415

    said = read_article(path).article.document.url
    if is_address(target.name) and said != target.name:
        message = f"is there already, and is not said to be of {target.name}; move it away"
        raise DataError(Problem(message, str(path)))


def _show_article(article_file: ArticleReading) -> None:
    text = article_file.article.text
    print_message(summarize_article(article_file))
    for warning in (*article_file.warnings, *article_file.notices):
        print_message(warning)
    if len(text) <= 2 * EXCERPT_LENGTH:
        print_message(" ".join(text.split()))
        return
    print_message(f"It begins: {' '.join(text[:EXCERPT_LENGTH].split())}")
    print_message(f"It ends: {' '.join(text[-EXCERPT_LENGTH:].split())}")
