"""The sets of a project that the student's page can work on: a key, and an annotator's tasks."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.project import Project
from annotator.model.prompt_level import PromptSettings
from annotator.model.suggestion_settings import (
    SuggestionMode,
    SuggestionSettings,
)
from annotator.project.answer_keys import open_key
from annotator.project.document_tasks import Task
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import OpenSet, codebook_at, open_for_reading, open_task
from annotator.storage import layout
from annotator.storage.layout import PassFile
from annotator.web.page_sets import PageSet, SetView
from annotator.web.page_suggestions import PageSuggestions, SuggestionLibrary


def _blank(folder: Path, document: str) -> AnnotationSet:
    article = load_article(locate(Target(str(folder), document)))
    assert article is not None  # noqa: S101 (a document of a project has its article)
    return segmented(article).new_set("", CodebookReference("", "", ""))


def key_set(
    folder: Path,
    document: str,
    owner: str,
    back: str,
    back_label: str,
    library: SuggestionLibrary | None = None,
) -> PageSet:
    """The answer key of a document, on the page. Waits for the disk.

    The rules suggest sources to its owner, whatever annotators see. No student sees them.

    Args:
        folder: The project's folder.
        document: The document's id.
        owner: The name of the person who makes the key.
        back: The path of the page to go back to.
        back_label: The words of the link that leads there.
        library: The suggestions of the project; None for a key without any.

    Raises:
        DataError: The document does not exist, or is damaged.
    """
    project = layout.load_project(folder)
    view = SetView(
        owner,
        project,
        _blank(folder, document),
        SetForm.KEY,
        finishes=False,
        back=back,
        back_label=back_label,
    )
    target = Target(str(folder), document, owner)

    def suggest(open_set: OpenSet) -> PageSuggestions | None:
        if library is None:
            return None
        return _suggestions(library, project, SuggestionSettings(), open_set)

    place = (str(folder.resolve()), document)
    return PageSet(view, lambda: open_key(target), *place, suggest=suggest)


def task_settings(project: Project, task: Task) -> SuggestionSettings:
    """Which suggestions an annotator sees in a task, and how: those of its round."""
    own = next((each for each in project.rounds if each.id == task.round), None)
    return project.suggestions_in(own)


def _shows(settings: SuggestionSettings) -> bool:
    return set(settings.show.values()) != {SuggestionMode.OFF}


def _suggestions(
    library: SuggestionLibrary, project: Project, settings: SuggestionSettings, open_set: OpenSet
) -> PageSuggestions | None:
    """What a page shows of suggestions. None where nothing is shown, or nothing is known."""
    if not _shows(settings):
        return None
    document = open_set.annotations.document
    try:
        found = library.find(settings.by, document.id, open_set.codebook)
    except DataError:
        # A damaged file of suggestions keeps nobody from working. `annotator check` names it.
        return None
    if found is None or found.document != document.key:
        return None
    prompts = PromptSettings(project.prompt_level, project.cues)
    return PageSuggestions(settings, prompts, found)


def task_set(
    folder: Path,
    find_task: Callable[[], Task],
    library: SuggestionLibrary,
    back: str = "",
    onward: str = "",
) -> PageSet:
    """An annotator's task, on the page. Waits for the disk.

    Args:
        folder: The project's folder.
        find_task: Gives the task, which may be another pass on the document later.
        library: The suggestions of the project.
        back: The path of the list; empty if there is none.
        onward: The path that leads to the next document; empty if there is none.

    Raises:
        DataError: The document does not exist, or is damaged.
    """
    task = find_task()
    view = SetView(
        task.annotator,
        layout.load_project(folder),
        _blank(folder, task.document),
        back=back,
        onward=onward,
    )
    place = (str(folder.resolve()), task.annotator, task.document)

    def suggest(open_set: OpenSet) -> PageSuggestions | None:
        project = layout.load_project(folder)
        return _suggestions(library, project, task_settings(project, find_task()), open_set)

    def prepare() -> None:
        with suppress(DataError):  # opening the set reports it
            found, project = find_task(), layout.load_project(folder)
            settings = task_settings(project, found)
            if _shows(settings):
                target = Target(str(folder), found.document, found.annotator)
                codebook = codebook_at(locate(target), number=found.number)
                library.find(settings.by, found.document, codebook)

    return PageSet(
        view, lambda: open_task(folder, find_task()), *place, suggest=suggest, prepare=prepare
    )


def others_set(folder: Path, reader: str, path: Path, back: str = "") -> PageSet:
    """Another annotator's set, to be read by `reader` only. Waits for the disk.

    Raises:
        DataError: The set cannot be read.
    """

    def opened() -> OpenSet:
        annotations, codebook = open_for_reading(Target(str(path)))
        words = Message(
            "This is the work of %(name)s. It is read-only here.", name=annotations.annotator
        )
        return OpenSet(annotations, codebook, PassFile(1, path), read_only_reason=words)

    annotations = opened().annotations
    view = SetView(reader, layout.load_project(folder), annotations, finishes=False, back=back)
    return PageSet(view, opened, str(path.resolve()), "of another", reader)
