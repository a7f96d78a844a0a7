"""Our own YAML: annotation sets, answer keys and gold, with the articles next to them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import PurePath

from annotator.formats.exchange_types import Files, ImportedSet, ImportOptions, ImportResult
from annotator.formats.set_builder import import_result, recover_text
from annotator.model.annotation import AnnotationSet, Article
from annotator.model.errors import DataError, Problem
from annotator.project.pass_selection import NumberedSet
from annotator.storage import sets as annotation_files
from annotator.storage.articles import article_from
from annotator.storage.headers import SET_FORMATS, format_in
from annotator.storage.layout import TEXT_ENDINGS, is_yaml, stem_pass_number


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The sets in YAML files, with the articles next to them or the text of their sentences.

    Raises:
        DataError: With all errors in them.
    """
    named = [name for name in files if is_yaml(PurePath(name))]
    # A folder may have other YAML files too, such as a codebook.
    sets = [name for name in named if format_in(files[name], name) in SET_FORMATS] or named
    texts = _texts(files)
    readings = (_of_set(name, files[name], texts) for name in sets)
    others = [f"{name}: not an annotation set" for name in named if name not in sets]
    first = next(iter([*sets, *files]), "")
    return import_result(readings, first, "has no annotation set", options, others)


def _of_set(name: str, data: bytes, texts: Mapping[str, str]) -> Iterator[ImportedSet]:
    annotations = annotation_files.parse(data, name)
    text = texts.get(annotations.document.sha256) or _recovered(annotations, name)
    numbered_set = NumberedSet(annotations, stem_pass_number(PurePath(name).stem))
    yield ImportedSet(Article(annotations.document, text), numbered_set, (), name)


def _texts(files: Files) -> dict[str, str]:
    """The texts of the articles among the files, by their hashes."""
    texts: dict[str, str] = {}
    for name, data in files.items():
        if PurePath(name).suffix in TEXT_ENDINGS:
            # A file that is not an article matters only if a set needs it, which is then an error.
            with suppress(DataError):
                article = article_from(data, name).article
                texts[article.document.sha256] = article.text
    return texts


def _recovered(annotations: AnnotationSet, name: str) -> str:
    text, same = recover_text(annotations, name)
    if not same:
        message = "The article of this set is missing. Put the article's text file next to it."
        raise DataError(Problem(message, name))
    return text
