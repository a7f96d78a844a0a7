"""annotator: who says so, and who answers, sentence by sentence.

    >>> import annotator
    >>> found = annotator.read("samples/harbour-blackout.sample.yaml")
    >>> [each.values["coverage"].value for each in annotator.measures(found)]
    [1.0]

What is here is loaded when it is first asked for: importing the package imports nothing heavy.
"""

__version__ = "0.1.0"

# Known to type checkers by its name alone; importing it takes longer than everything else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotator.api.corpus import Collection as Collection
    from annotator.api.corpus import agreement as agreement
    from annotator.api.corpus import measures as measures
    from annotator.api.corpus import read as read
    from annotator.api.corpus import to_records as to_records
    from annotator.model.annotation import AnnotationSet as AnnotationSet
    from annotator.model.annotation import Article as Article
    from annotator.model.annotation import Document as Document
    from annotator.model.errors import DataError as DataError

_PLACES = {
    "Collection": "annotator.api.corpus",
    "agreement": "annotator.api.corpus",
    "measures": "annotator.api.corpus",
    "read": "annotator.api.corpus",
    "to_records": "annotator.api.corpus",
    "AnnotationSet": "annotator.model.annotation",
    "Article": "annotator.model.annotation",
    "Document": "annotator.model.annotation",
    "DataError": "annotator.model.errors",
}
__all__ = ["__version__", *_PLACES]  # noqa: PLE0604 (they are names)


def __getattr__(name: str) -> object:
    """What the package offers, from the module that has it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What the package offers, loaded or not."""
    return sorted({*globals(), *_PLACES})
