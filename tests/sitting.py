"""A project of three annotators who do not agree on everything, for tests of adjudication."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edits import SetTag
from annotator.project.adjudication import AdjudicationQueue
from annotator.stats.pass_selection import select_passes
from annotator.storage import codebooks, layout
from tests.making_projects import a_project, a_set_in, the_set

CURATOR = "Grace"
TAGS = {
    "a": {
        "Ada": ("claim", "claim", "background"),
        "Ben": ("claim", "background", "claim"),
        "Cleo": ("claim", "background", "confirmation"),
    },
    "b": {
        "Ada": ("claim", "claim", "background"),
        "Ben": ("claim", "claim", "background"),
    },
}
"""Of document a the first sentence is agreed, the second has a majority; of b all is agreed."""


def a_sitting(folder: Path, *names: str) -> Path:
    """A project with the documents a and b, tagged as in `TAGS`, and c, which nobody has tagged."""
    a_project(folder, *names, annotators=("Ada", "Ben", "Cleo"))
    for document, sets in TAGS.items():
        for name, tags in sets.items():
            tagged(folder, name, *tags, document=document)
    return folder


def tagged(folder: Path, name: str, *tags: str, document: str = "a") -> Path:
    """A finished pass whose sentences have these tags."""
    edits = [SetTag((f"s{number}",), tag) for number, tag in enumerate(tags, 1)]
    return a_set_in(folder, name, *edits, document=document, status=Status.FINISHED)


def the_docket(
    folder: Path, *, majority: bool | None = None, blind: bool = False
) -> AdjudicationQueue:
    """What the curator goes through."""
    project = layout.load_project(folder)
    books = codebooks.project_codebooks(folder, project)
    return AdjudicationQueue(
        folder, project, books, CURATOR, lambda sets: select_passes(sets).passes, majority, blind
    )


def the_gold(folder: Path, document: str = "a") -> AnnotationSet:
    """The gold as it lies there."""
    return the_set(layout.gold_path(folder, document))


def ways(gold: AnnotationSet) -> list[str]:
    """How each sentence came about."""
    return [each.provenance.basis for each in gold.sentences if each.provenance]
