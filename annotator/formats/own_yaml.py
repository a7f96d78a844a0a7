"""Our own YAML: annotation sets, keys and gold, with the articles that lie beside them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import PurePath

from annotator.formats.building import harvested
from annotator.formats.spacing import recovered
from annotator.formats.values import Files, Found, Harvest, Taking, Work
from annotator.model.annotation import AnnotationSet
from annotator.model.document import Article
from annotator.model.faults import Fault, Refused
from annotator.storage import annotations as annotation_files
from annotator.storage.articles import article_from
from annotator.storage.headers import SETS, format_in
from annotator.storage.projects import number_of


def read(files: Files, taking: Taking) -> Harvest:
    """The sets in YAML files, on the articles beside them or on what their sentences give.

    Raises:
        Refused: With everything that is wrong in them.
    """
    named = [name for name in files if PurePath(name).suffix in {".yaml", ".yml"}]
    # A folder may hold other YAML too, such as a codebook.
    sets = [name for name in named if format_in(files[name], name) in SETS] or named
    texts = _texts(files)
    readings = (_of_set(name, files[name], texts) for name in sets)
    others = [f"{name}: it is no annotation set" for name in named if name not in sets]
    first = next(iter([*sets, *files]), "")
    return harvested(readings, first, "has no annotation set", taking, others)


def _of_set(name: str, data: bytes, texts: Mapping[str, str]) -> Iterator[Found]:
    annotations = annotation_files.parse(data, name)
    text = texts.get(annotations.document.sha256) or _recovered(annotations, name)
    work = Work(annotations, number_of(PurePath(name).stem))
    yield Found(Article(annotations.document, text), work, (), name)


def _texts(files: Files) -> dict[str, str]:
    """The texts of the articles among the files, by their hashes."""
    texts: dict[str, str] = {}
    for name, data in files.items():
        if PurePath(name).suffix in {".txt", ".md"}:
            # What is no article is no concern of ours unless a set needs it, and then that is said.
            with suppress(Refused):
                article = article_from(data, name).article
                texts[article.document.sha256] = article.text
    return texts


def _recovered(annotations: AnnotationSet, name: str) -> str:
    text, same = recovered(annotations, name)
    if not same:
        message = "the article that it was made on is not beside it; put its text file there"
        raise Refused(Fault(message, name))
    return text
