"""The sets of a project that the student's page can work on: a key, and an annotator's tasks."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.codebook import CodebookReference
from annotator.project.answer_keys import open_key
from annotator.project.document_tasks import Task
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import open_task
from annotator.storage import layout
from annotator.web.page_sets import PageSet, SetView


def _blank(folder: Path, document: str) -> AnnotationSet:
    article = load_article(locate(Target(str(folder), document)))
    assert article is not None  # noqa: S101 (a document of a project has its article)
    return segmented(article).new_set("", CodebookReference("", "", ""))


def key_set(folder: Path, document: str, owner: str, back: str = "") -> PageSet:
    """The answer key of a document, on the page. Waits for the disk.

    Args:
        folder: The project's folder.
        document: The document's id.
        owner: The name of the person who makes the key.
        back: The path of the page to go back to; empty if there is none.

    Raises:
        DataError: The document does not exist, or is damaged.
    """
    view = SetView(
        owner,
        layout.load_project(folder),
        _blank(folder, document),
        SetForm.KEY,
        finishes=False,
        back=back,
    )
    target = Target(str(folder), document, owner)
    return PageSet(view, lambda: open_key(target), str(folder.resolve()), document)


def task_set(folder: Path, task: Task, back: str = "", onward: str = "") -> PageSet:
    """An annotator's task, on the page. Waits for the disk.

    Args:
        folder: The project's folder.
        task: The task.
        back: The path of the list; empty if there is none.
        onward: The path that leads to the next document; empty if there is none.

    Raises:
        DataError: The document does not exist, or is damaged.
    """
    view = SetView(
        task.annotator,
        layout.load_project(folder),
        _blank(folder, task.document),
        back=back,
        onward=onward,
    )
    place = (str(folder.resolve()), task.annotator, task.document)
    return PageSet(view, lambda: open_task(folder, task), *place)
