"""`annotator tag`, or `annotator ARTICLE` for short: open an article on the screen.

A web page or a .docx file is converted to a text file first. Other commands also open the screen
from here.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.project.locate import Target, locate
from annotator.project.open_set import OpenSet, open_for_tagging
from annotator.storage import layout
from annotator.storage.articles import STANDARD_INPUT, ArticleReading, read_article, render
from annotator.storage.files import replace_file as put
from annotator.storage.settings import Settings, change_settings, read_settings_file, settings_path
from annotator.text.safe import safe_line

if TYPE_CHECKING:
    from annotator.model.project import Project
    from annotator.tui.app import AnnotatorApp, StartContent
    from annotator.tui.commands import KeyBindings
    from annotator.tui.file_session import FileSession

TAGGING_NEEDS = (
    "Tagging on the screen needs a terminal. Without one, use `annotator set TARGET SENTENCE "
    "TAG` to tag a sentence and `annotator show TARGET` to print the article."
)
_PROJECT_SUGGESTS = (
    "This project says how suggestions are shown, in its project.yaml. Leave out --suggestions."
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


class PersonalSettings(NamedTuple):
    """The settings of the person at this computer.

    Attributes:
        settings: Those that can be used.
        notice: The message on the screen that some cannot. Empty if all can.
    """

    settings: Settings
    notice: str = ""


@click.command("tag", epilog=EPILOG)
@article_options
@prompt_level_option(
    "Questions after a tag: none, the source, or the source and the claims it answers "
    "(default: the project's or your settings)."
)
@click.option(
    "--suggestions",
    type=click.Choice([each.value for each in SuggestionMode]),
    help="How suggestions are shown in an article that is not in a project (default: your "
    "settings, or a list for source, kind and cue).",
)
@codebook_option
@next_pass_option
@carry_over_option
@private_address_option
def command(
    target: Target,
    prompt_level: str | None,
    suggestions: str | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
    private_address: bool,
) -> None:
    """Tag an article. `annotator ARTICLE` does the same.

    One key tags a sentence. Your work is saved as you go. Press ? for help.

    TARGET is an article (.txt, .md, or - for standard input), an annotation set
    (article.ada.yaml), or a project. A project opens a list of your documents, unless you choose
    one with --document. A web page (.html or an address) or .docx file is saved as a text file
    first, after you have seen its text.
    """
    require_terminal(TAGGING_NEEDS)
    open_on_screen(
        convert_to_text(target, private=private_address),
        lambda named, reserved: open_for_tagging(named, codebook, reserved, next_pass=next_pass),
        prompt_level,
        suggestions,
        carry_over=carry_over,
    )


def open_on_screen(
    target: Target,
    open_set: SetOpener,
    ask: str | None,
    suggestions: str | None = None,
    *,
    carry_over: bool,
) -> None:
    """Open a target on the screen. A whole project opens as the list of its documents.

    Args:
        target: The target that the person named.
        open_set: Opens the target, with the annotator's name and the keys of the commands.
        ask: The questions after a tag. None uses the level of the project or the settings.
        suggestions: How suggestions are shown. None uses what the project or the settings say.
        carry_over: Move the tags to a changed text without asking.

    Raises:
        UsageError: There is no terminal, or a project has its own way of showing suggestions.
        DataError: The target cannot be opened.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    person = load_settings()
    settings = person.settings
    require_terminal(TAGGING_NEEDS)
    keys = KeyBindings(settings.keys)
    name = target.annotator or settings.annotator
    if name is None and not layout.is_yaml(Path(target.name)):
        name = ask_name()
    if suggestions is not None and (is_project(target) or locate(target).project is not None):
        raise click.UsageError(_PROJECT_SUGGESTS)
    if name is not None and is_project(target):
        _run_documents(Path(target.name), name, keys, person, ask)
        return
    opened = open_set(target._replace(annotator=name), keys.reserved)
    if target.name == STANDARD_INPUT:
        _keys_from_terminal()
    folder = locate(target).project
    prompts = prompt_settings(ask, layout.load_project(folder) if folder else None, settings)
    mode = suggestions or settings.suggestions
    if mode is not None and folder is None:
        modes = modes_of(SuggestionMode(mode))
        opened = opened._replace(suggestion_settings=SuggestionSettings(show=modes))
    _run(_confirm(opened, carry_over=carry_over), person, prompts)


def prompt_settings(
    ask: str | None, project: "Project | None", settings: Settings
) -> PromptSettings:
    """The questions after a tag: from the option, the project or the settings, in this order."""
    wanted = ask or (project.prompt_level if project else settings.prompt_level) or PromptLevel.TAGS
    return PromptSettings(PromptLevel(wanted), project.cues if project else True)


def is_project(target: Target) -> bool:
    """Whether the target is a whole project and not one of its documents."""
    return target.document is None and layout.is_project(Path(target.name))


def _run_documents(
    folder: Path, name: str, keys: "KeyBindings", person: PersonalSettings, ask: str | None
) -> None:
    from annotator.tui.screens.task_list import TaskList  # noqa: PLC0415

    task_list = TaskList.for_annotator(folder, name, keys.reserved)
    prompts = prompt_settings(ask, task_list.project, person.settings)
    run_app(make_app(task_list, person, prompts))
    done = sum(
        figures.is_done for task in task_list.tasks if (figures := task.progress()) is not None
    )
    total = len(task_list.tasks)
    print_message(
        f"{count_of_total(done, total, 'document')} {verb_of_total(done, total, 'is', 'are')} done."
    )


def make_app(
    begin: "StartContent", person: PersonalSettings, prompts: PromptSettings | None = None
) -> "AnnotatorApp":
    """The app with the person's settings. What they change on the screen is remembered."""
    from annotator.tui.app import AnnotatorApp  # noqa: PLC0415
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415
    from annotator.tui.settings_memory import SettingsMemory  # noqa: PLC0415

    settings = person.settings
    app = AnnotatorApp(
        begin,
        KeyBindings(settings.keys),
        settings.theme,
        prompts,
        settings.scroll_margin,
        advancing=settings.advance is not False,
        memory=SettingsMemory(settings_path()),
    )
    app.notice = person.notice
    return app


def load_settings() -> PersonalSettings:
    """The person's settings. Prints a message for each setting that is wrong."""
    from annotator.tui.key_settings import check_settings  # noqa: PLC0415 (with the screen)

    settings, problems = check_settings(read_settings_file(settings_path()))
    for problem in problems:
        print_message(f"{str(problem).rstrip('.')}. Using the default.")
    errors = plural(len(problems), "error")
    notice = f"Your settings file has {errors}. To list: annotator settings --check"
    return PersonalSettings(settings, notice if problems else "")


def require_terminal(words: str) -> None:
    """Check that there is a terminal to draw the screen on.

    Raises:
        UsageError: There is none. `words` is the message.
    """
    keyboard = sys.stdin.isatty() or os.path.exists("/dev/tty")
    if not (sys.stdout.isatty() and keyboard):
        raise click.UsageError(words)


def ask_name() -> str:
    """Ask for the person's name, and save it in the settings."""
    print_message("Your name is saved in the files that you tag. You are asked only once.")
    name = ""
    while not name.strip():
        name = click.prompt("Your name", err=True)
    try:
        change_settings(settings_path(), lambda settings: settings._replace(annotator=name.strip()))
    except DataError as refusal:
        print_problems(
            *refusal.problems, hint="Your name was not saved. Next time, use --annotator NAME."
        )
    return str(name).strip()


def _keys_from_terminal() -> None:
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)


def _confirm(open_set: OpenSet, *, carry_over: bool) -> OpenSet:
    """The set to work on, after questions about a changed text and a different codebook."""
    if open_set.reanchored is not None:
        for line in describe_carry_over(open_set):
            print_message(line)
        if not carry_over and not click.confirm("Move the tags to the new text?", err=True):
            raise click.Abort
        open_set = open_set._replace(annotations=open_set.reanchored.annotations, reanchored=None)
    if open_set.other_codebook and open_set.read_only_reason is None:
        was, now = open_set.annotations.codebook, open_set.codebook
        print_message(
            f"This set was made with the codebook {was.name} {was.version}. "
            f"Your codebook is {now.name} {now.version}, and it differs."
        )
        if not click.confirm("Continue with your codebook? (no: open the set read-only)", err=True):
            words = "This set was made with another codebook. It is read-only here."
            return open_set._replace(read_only_reason=words)
        annotations = replace(open_set.annotations, codebook=open_set.codebook.reference)
        open_set = open_set._replace(annotations=annotations)
    return open_set


def describe_carry_over(open_set: OpenSet) -> list[str]:
    """What would change in a set with the article's current text, in lines for a person."""
    moved = open_set.reanchored
    if moved is None:
        return []
    lines = [
        f"The article's text has changed since it was tagged: "
        f"{plural(len(moved.found_ids), 'sentence')} found again, {len(moved.added):,} new."
    ]
    for word, sentences in (("gone", moved.lost), ("ambiguous", moved.ambiguous)):
        lines += [f"  {word}: {each.id} ({each.tag or 'no tag'}) {each.text}" for each in sentences]
    return lines


def _run(open_set: OpenSet, person: PersonalSettings, prompts: PromptSettings) -> None:
    from annotator.tui.file_session import FileSession  # noqa: PLC0415

    app = make_app(FileSession(open_set), person, prompts)
    run_app(app)
    _say_result(app.work)


def run_app(app: "AnnotatorApp") -> None:
    """Run the screen. Exit with 1 if some work is not saved or an error ended the screen.

    A message then tells what is saved. Work that could not be saved is kept in a rescue file,
    unless the person gave it up.
    """
    try:
        app.run()
    finally:
        saved = app.close()
        if not saved:
            print_problems(_rescue_unsaved(app.work))
    failed = bool(app.return_code)
    if failed:
        print_problems("An error in the program ended the screen. Please report the text above.")
    if failed and saved:
        print_message(_describe_saved(app))
    if failed or not saved:
        sys.exit(1)


def _rescue_unsaved(session: "FileSession") -> str:
    """Save unsaved work to a rescue file. Gives the message with its path, or why that failed."""
    from annotator.tui.file_session import unsaved_message  # noqa: PLC0415

    try:
        return unsaved_message(session.path, session.rescue())
    except DataError as refusal:
        reasons = "; ".join(map(str, refusal.problems))
        return f"{unsaved_message(session.path, None)} Saving them elsewhere also failed: {reasons}"


def _describe_saved(app: "AnnotatorApp") -> str:
    if not app.has_work or app.work.session.revision == 0:
        return "You changed nothing, so nothing is lost."
    return f"All of your work is saved in {app.work.path}."


def _say_result(session: "FileSession") -> None:
    """Print what was done and where it is saved."""
    annotations = session.session.annotations
    progress = count_tags(annotations.sentences)
    if session.session.revision == 0:
        print_message(f"Nothing changed. {_describe_progress(progress)}.")
        return
    status = f", marked {annotations.status}" if annotations.status else ""
    print_message(f"{_describe_progress(progress)}{status}. Saved {session.path}.")


def _describe_progress(progress: TagCounts) -> str:
    are = verb_of_total(progress.tagged, progress.total, "is", "are")
    return f"{count_of_total(progress.tagged, progress.total, 'sentence')} {are} tagged"


EXCERPT_LENGTH = 300
READY_SUFFIXES = ("", *layout.TEXT_ENDINGS, *layout.YAML_ENDINGS)


def summarize_article(article_file: ArticleReading) -> str:
    """What was read from an article, in one line."""
    document, text = article_file.article.document, article_file.article.text
    known = [document.title, document.outlet, document.published, document.url]
    said = " · ".join(each for each in known if each)
    return f"Read {plural(len(text.split()), 'word')}{': ' if said else ''}{said}"


def convert_to_text(target: Target, *, private: bool) -> Target:
    """The target, or for a web page or .docx file the text file made from it.

    The person sees the text, and the file is written only if the person agrees. A text file that
    was made before is used again.

    Raises:
        DataError: The article cannot be read, or another file has the name.
    """
    # Most targets are ready to be tagged. They do not need the modules that read pages.
    if "://" not in target.name and Path(target.name).suffix.lower() in READY_SUFFIXES:
        return target
    from annotator.formats.articles import ArticleOptions, is_table, needs_conversion, read_articles  # noqa: PLC0415
    from annotator.formats.fetching import Fetcher  # noqa: PLC0415

    if is_table(target.name):
        message = "has an article in each row. Add them to a project with `annotator add DIR FILE`."
        raise DataError(Problem(message, target.name))
    if not needs_conversion(target.name):
        return target
    path = _text_file(target.name)
    if path.exists():
        _refuse_other(path, target)
        print_message(f"Opening {path}, which was made from it before.")
        return target._replace(name=str(path))
    ways = ArticleOptions(target.encoding, target.most, fetch=Fetcher(private))
    (article_file,) = read_articles(target.name, target.metadata, ways)
    _show_article(article_file)
    question = safe_line(f"Save it as {path} and tag it?")
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
        message = f"already exists, and its address is not {target.name}. Move or rename the file."
        raise DataError(Problem(message, str(path)))


def _show_article(article_file: ArticleReading) -> None:
    text = article_file.article.text
    print_message(summarize_article(article_file))
    for warning in (*article_file.warnings, *article_file.notices):
        print_message(warning)
    if len(text) <= 2 * EXCERPT_LENGTH:
        print_message(" ".join(text.split()))
        return
    print_message(f"First words: {' '.join(text[:EXCERPT_LENGTH].split())}")
    print_message(f"Last words: {' '.join(text[-EXCERPT_LENGTH:].split())}")
