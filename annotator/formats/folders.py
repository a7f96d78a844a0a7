"""Where the files of sets lie in a folder for a tool that has a file for each set."""

from pathlib import PurePath, PurePosixPath

from annotator.formats.values import Work
from annotator.model.annotation import Form
from annotator.model.document import Article
from annotator.model.names import file_name

_ANNOTATORS = "annotators"
LAID_OUT = (_ANNOTATORS, "annotation", "curation", *(form.value for form in Form))
"""Folders that are not named after an annotator: their layout says whose work is where."""


def stem_of(work: Work, article: Article) -> str:
    """The path of a set's file without its ending, from the folder that all of them go to."""
    own = work.annotations
    whose_ = PurePosixPath(_ANNOTATORS, file_name(own.annotator))
    folder = whose_ if own.form is Form.ANNOTATIONS else PurePosixPath(own.form.value)
    ending = "" if work.number == 1 else f".{work.number}"
    return str(folder / f"{article.document.id}{ending}")


def whose(file: str) -> dict[str, str]:
    """The columns of a set that the folders of its file say; none where they are not laid out so.

    The annotator's name is then the folded one.
    """
    folders = PurePath(file).parts[:-1]
    if len(folders) > 1 and folders[-2] == _ANNOTATORS:
        return {"annotator": folders[-1]}
    if folders and folders[-1] in {Form.KEY.value, Form.GOLD.value}:
        return {"form": folders[-1]}
    return {}
