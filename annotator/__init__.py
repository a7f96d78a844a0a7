"""annotator: the sources of a news article and what they say, sentence by sentence.

    >>> import annotator
    >>> found = annotator.read("annotator/samples/harbour-blackout.sample.yaml")
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
    from annotator.api.corpus import export as export
    from annotator.api.corpus import measures as measures
    from annotator.api.corpus import read as read
    from annotator.api.corpus import store as store
    from annotator.api.corpus import to_records as to_records
    from annotator.api.editing import DataWarning as DataWarning
    from annotator.api.editing import SetSession as SetSession
    from annotator.api.editing import check as check
    from annotator.api.editing import load_codebook as load_codebook
    from annotator.api.editing import new_set as new_set
    from annotator.api.editing import open as open  # noqa: A004 (it is `annotator.open`)
    from annotator.api.editing import read_article as read_article
    from annotator.api.editing import save as save
    from annotator.api.editing import segment as segment
    from annotator.model.annotation import AnnotationSet as AnnotationSet
    from annotator.model.annotation import Answer as Answer
    from annotator.model.annotation import Article as Article
    from annotator.model.annotation import Cue as Cue
    from annotator.model.annotation import Document as Document
    from annotator.model.annotation import SegmentedDocument as SegmentedDocument
    from annotator.model.annotation import Sentence as Sentence
    from annotator.model.annotation import Source as Source
    from annotator.model.annotation import Status as Status
    from annotator.model.answer_key import AcceptTag as AcceptTag
    from annotator.model.answer_key import ExplainTag as ExplainTag
    from annotator.model.codebook import Codebook as Codebook
    from annotator.model.edits import Batch as Batch
    from annotator.model.edits import ClearTag as ClearTag
    from annotator.model.edits import EditSource as EditSource
    from annotator.model.edits import JoinSentences as JoinSentences
    from annotator.model.edits import MergeSources as MergeSources
    from annotator.model.edits import SetAnswers as SetAnswers
    from annotator.model.edits import SetCheckable as SetCheckable
    from annotator.model.edits import SetCue as SetCue
    from annotator.model.edits import SetFlag as SetFlag
    from annotator.model.edits import SetNote as SetNote
    from annotator.model.edits import SetPart as SetPart
    from annotator.model.edits import SetSource as SetSource
    from annotator.model.edits import SetStatus as SetStatus
    from annotator.model.edits import SetTag as SetTag
    from annotator.model.edits import SetVia as SetVia
    from annotator.model.edits import SplitSentence as SplitSentence
    from annotator.model.errors import DataError as DataError
    from annotator.model.errors import Problem as Problem

_NAMES_BY_MODULE = {
    "annotator.api.corpus": (
        "Collection",
        "agreement",
        "export",
        "measures",
        "read",
        "store",
        "to_records",
    ),
    "annotator.api.editing": (
        "DataWarning",
        "SetSession",
        "check",
        "load_codebook",
        "new_set",
        "open",
        "read_article",
        "save",
        "segment",
    ),
    "annotator.model.annotation": (
        "AnnotationSet",
        "Answer",
        "Article",
        "Cue",
        "Document",
        "SegmentedDocument",
        "Sentence",
        "Source",
        "Status",
    ),
    "annotator.model.answer_key": (
        "AcceptTag",
        "ExplainTag",
    ),
    "annotator.model.codebook": ("Codebook",),
    "annotator.model.edits": (
        "Batch",
        "ClearTag",
        "EditSource",
        "JoinSentences",
        "MergeSources",
        "SetAnswers",
        "SetCheckable",
        "SetCue",
        "SetFlag",
        "SetNote",
        "SetPart",
        "SetSource",
        "SetStatus",
        "SetTag",
        "SetVia",
        "SplitSentence",
    ),
    "annotator.model.errors": (
        "DataError",
        "Problem",
    ),
}
_PLACES = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}
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
