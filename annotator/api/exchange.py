"""Storing corpora as articles and sets in a folder or project, and exporting them."""

from contextlib import nullcontext
from os import PathLike
from pathlib import Path

from annotator.api.corpus import Collection, read
from annotator.api.messages import python_messages
from annotator.formats import registry
from annotator.formats.annotated_corpus import SetFilter
from annotator.formats.exchange_types import AnnotatedArticle, ExportOptions
from annotator.formats.import_pipeline import plan_for_folder, plan_for_project, write_import
from annotator.model.errors import DataError, Problem
from annotator.project.documents import segment_article
from annotator.project.output_files import write_files
from annotator.project.project_store import lock_project
from annotator.storage.layout import PROJECT_FILE

AnyPath = str | PathLike[str]
_NOTHING = "None of these has a set to export. `which` chooses the annotators, gold or all."


@python_messages()
def store(collection: Collection, folder: AnyPath) -> tuple[Path, ...]:
    """Store articles and their sets in a project or folder: all of them or none.

    `read` and `store` together do what `annotator import` does.

    Args:
        collection: The articles with their sets.
        folder: A project's folder, or another folder, which is created if necessary.

    Returns:
        The new files. In a project, an existing article stays unchanged.

    Raises:
        DataError: A file already exists, a set does not match the project, or a file cannot be
            written. Nothing has changed.
    """
    place, corpus = Path(folder), collection.articles
    in_project = (place / PROJECT_FILE).is_file()
    with lock_project(place) if in_project else nullcontext():
        plan = (
            plan_for_project(place, corpus, segment_article)
            if in_project
            else plan_for_folder(place, corpus)
        )
        write_import(place, plan)
    return tuple(each.path for each in plan.files)


@python_messages()
def export(
    collection: Collection | AnyPath,
    output: AnyPath,
    *,
    format: str | None = None,  # noqa: A002 (it is what the command line calls it)
    which: str = "annotators",
    raw: bool = False,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write sets in another format, as `annotator export` does.

    Args:
        collection: A collection, or the path of a project, a folder of sets, or a set.
        output: The file to write, or a folder for a format with several files.
        format: The format, from docs/reference/formats.md (default: by the ending
            .jsonl, .csv or .parquet).
        which: The work to export: "annotators", "gold" or "all".
        raw: Whether to leave CSV cells as they are, not made safe for spreadsheets.
        force: Whether to replace files with other content.

    Returns:
        The files that contain the work.

    Raises:
        DataError: The format is unknown or cannot hold the work, there is no work, or a file cannot
            be written. Nothing has changed.
    """
    source = collection if isinstance(collection, Collection) else read(collection)
    place = Path(output)
    chosen_format = registry.find_format(_format_name(place, format))
    corpus = _select(source.articles, _set_filter(which))
    if not corpus:
        raise DataError(_NOTHING)
    files = chosen_format.write(corpus, ExportOptions(source.codebook, raw))
    if chosen_format.folder:
        folder = place
    else:
        folder, files = place.parent, {place.name: next(iter(files.values()))}
    write_files(folder, files, force=force)
    return tuple(folder / name for name in files)


def _format_name(output: Path, name: str | None) -> str:
    known = name or registry.format_by_ending(output.suffix.lower())
    if known is None:
        names = ", ".join(each.name for each in registry.FORMATS if each.writes)
        message = f"The name does not show the format. Give --format ({names})."
        raise DataError(Problem(message, str(output)))
    return known


def _set_filter(which: str) -> SetFilter:
    try:
        return SetFilter(which)
    except ValueError as error:
        names = ", ".join(f'"{each}"' for each in SetFilter)
        raise DataError(f"Unknown value “{which}”. `which` is one of {names}.") from error


def _select(articles: tuple[AnnotatedArticle, ...], which: SetFilter) -> list[AnnotatedArticle]:
    chosen = (
        AnnotatedArticle(
            each.article,
            tuple(
                numbered_set
                for numbered_set in each.sets
                if which.includes(numbered_set.annotations.form)
            ),
        )
        for each in articles
    )
    return [each for each in chosen if each.sets]
