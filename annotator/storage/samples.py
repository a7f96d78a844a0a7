"""The sample articles in the package, each with a finished set and some with a key."""

from functools import cache
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Article, SetForm
from annotator.model.errors import DataError, Problem
from annotator.storage import layout
from annotator.storage.articles import article_from
from annotator.storage.files import files_below, matching_paths
from annotator.storage.sets import read_set

FOLDER = Path(__file__).parents[1] / "samples"


@cache
def sample_names() -> tuple[str, ...]:
    """The names of the samples, in order."""
    return tuple(path.stem for path in sorted(matching_paths(FOLDER, "*.txt")))


def sample_files() -> dict[str, bytes]:
    """The content of every file of the samples, by its name."""
    return {path.name: path.read_bytes() for path in sorted(files_below(FOLDER))}


def sample_article(name: str) -> Article:
    """The article of a sample.

    Raises:
        DataError: There is no such sample.
    """
    path = _path(name)
    return article_from(path.read_bytes(), path.name).article


def sample_key(name: str) -> AnnotationSet | None:
    """The answer key of a sample; None if it has none.

    Raises:
        DataError: There is no such sample.
    """
    path = layout.set_beside(_path(name), SetForm.KEY)
    return read_set(path)[0] if path.exists() else None


def _path(name: str) -> Path:
    if name not in sample_names():
        known = ", ".join(sample_names())
        raise DataError(Problem(f"There is no sample “{name}”. The samples are {known}."))
    return layout.article_path(FOLDER, name)
