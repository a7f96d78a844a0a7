"""Time from the start of a process to the painted list of documents, for several sizes."""

import json
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from annotator.model.project import Assignment, Project, Round, RoundAssignments
from annotator.project.documents import segment_article
from annotator.project.project_store import create_project
from annotator.storage import assignments, documents, layout
from annotator.storage.articles import article_from
from annotator.storage.transactions import apply_writes
from bench.articles import article
from bench.first_paint import painted

SIZES = (40, 5_000)
ROUNDS = 7


def run() -> dict[str, float]:
    """Median seconds to the first paint for both sizes, run alternately, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            [sys.executable, "-m", "annotator", str(a_project(Path(folder), size)), "-a", "bench"]
            for size in SIZES
        ]
        for command in commands:
            painted(command)
        times = [[painted(command) for command in commands] for _ in range(ROUNDS)]
    few, many = (statistics.median(column) for column in zip(*times, strict=True))
    return {"few_s": few, "many_s": many, "ratio": many / few}


def a_project(folder: Path, size: int) -> Path:
    """A project with this number of documents, all assigned to one annotator."""
    place = folder / str(size)
    title = "The harbour authority"
    create_project(place, Project(title, annotators=("bench",), rounds=(Round("main"),)))
    (place / "documents").mkdir()
    segmented = segment_article(article_from(article(20).encode(), "article.txt").article)
    names = [f"article-{number:04}" for number in range(size)]
    for name in names:
        document = replace(segmented.article.document, id=name, title=f"Crane number {name}")
        one = segmented._replace(article=segmented.article._replace(document=document))
        layout.document_path(place, name).write_bytes(documents.render(one))
    entries = tuple(Assignment(name, ("bench",)) for name in names)
    apply_writes(
        place, [assignments.to_file_write(place, RoundAssignments("main", "main", entries))]
    )
    return place


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
