"""Runs the commands that the documentation shows, and writes their output into the pages.

`python docs/transcripts.py` updates the pages. With `--check` it names the pages that are out of
date. A block that begins with ```console has commands after `$`. All commands of a page run one
after another in a folder with the samples.

Two comments stand for work on the screen. `<!-- tagged: NAME FOLDER -->` tags and finishes NAME's
documents, in the project in FOLDER. If FOLDER is not a project, they become files in it, to be
submitted to the project `news`. `<!-- decided: NAME -->` decides as NAME all sentences on which
annotators differ.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from annotator.model.adjudication import Adjudicate, AdoptDecision
from annotator.model.annotation import AnnotationSet
from annotator.model.decisions import GAP, SLIP
from annotator.model.session import Session
from annotator.project import document_tasks
from annotator.project.adjudication import AdjudicationDocument, AdjudicationQueue
from annotator.storage import codebooks, layout
from annotator.storage.files import overwrite
from annotator.storage.sets import read_set, render

ROOT = Path(__file__).parent.parent
PAGES = (
    ROOT / "docs" / "tutorials" / "first-project.md",
    ROOT / "docs" / "tutorials" / "first-lesson.md",
)
PROJECT = "news"
STEP = re.compile(
    r"^```console\n(.*?)^```$|^<!-- tagged: (\S+) (\S+) -->$|^<!-- decided: (\S+) -->$", re.M | re.S
)
COMMAND = re.compile(r"^\$ (.*)$", re.M)
DIFFERENT_TAGS = {
    "Ada": {"dam-warning": {"s5": "claim"}, "school-lunch": {"s12": "claim"}},
    "Cleo": {
        "harbour-blackout": {"s7": "confirmation", "s13": "claim", "s14": "confirmation"},
    },
    "Ben": {
        "border-market": {"s6": "claim", "s9": "claim", "s14": "background"},
        "cannery-closure": {"s7": "background", "s15": "claim"},
        "dam-warning": {"s6": "claim", "s10": "claim", "s16": "background"},
        "harbour-blackout": {"s8": "claim", "s14": "claim"},
        "school-lunch": {"s9": "background", "s15": "claim"},
    },
}
"""The tags of each annotator in the documentation that differ from the samples."""
REASONS = {"border-market": {"s6": GAP, "s9": GAP}, "school-lunch": {"s12": SLIP}}
"""The reasons that the curator in the documentation gives for some of her decisions."""


def with_current_output(text: str, folder: Path) -> str:
    """The page with the current output of its commands.

    Args:
        text: The page.
        folder: The folder where its commands run. Files that they make stay there.
    """
    pieces, end = [], 0
    for step in STEP.finditer(text):
        pieces.append(text[end : step.start()])
        if step[2]:
            tag_all(folder, step[2], folder / step[3])
            pieces.append(step[0])
        elif step[4]:
            decide_all(folder / PROJECT, step[4])
            pieces.append(step[0])
        else:
            printed = (
                f"$ {command}\n{output_of(command, folder)}" for command in COMMAND.findall(step[1])
            )
            pieces.append("```console\n" + "".join(printed) + "```")
        end = step.end()
    return "".join(pieces) + text[end:]


def output_of(command: str, folder: Path) -> str:
    """What a command prints, on both streams."""
    environment = os.environ | {
        "PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "ANNOTATOR_CONFIG_DIR": str(folder.parent / "settings"),
        "COLUMNS": "96",
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Grace",
        "GIT_AUTHOR_EMAIL": "grace@example.org",
        "GIT_COMMITTER_NAME": "Grace",
        "GIT_COMMITTER_EMAIL": "grace@example.org",
    }
    done = subprocess.run(  # noqa: S602 (the commands are those of our own pages)
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def make_work_folder(folder: Path) -> Path:
    """A folder to run commands in, with the sample articles, and `annotator` on the path."""
    work, bin_ = folder / "work", folder / "bin"
    (work / "articles").mkdir(parents=True)
    for pattern in ("*.txt", "*.key.yaml"):
        for sample in (ROOT / "annotator" / "samples").glob(pattern):
            shutil.copy(sample, work / "articles")
    bin_.mkdir()
    program = bin_ / "annotator"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n', "utf-8")
    program.chmod(0o755)
    return work


def tag_all(folder: Path, annotator: str, into: Path) -> None:
    """Tag and finish an annotator's documents like the samples, except for `DIFFERENT_TAGS`."""
    project = into if (into / layout.PROJECT_FILE).exists() else folder / PROJECT
    for task in document_tasks.annotator_tasks(project, layout.load_project(project), annotator):
        if not task.path.exists():
            path = task.path if into == project else into / f"{task.document}.{annotator}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            overwrite(path, render(_tagged(task.document, annotator)))


def _tagged(document: str, annotator: str) -> AnnotationSet:
    finished, _ = read_set(ROOT / "annotator" / "samples" / f"{document}.sample.yaml")
    other = DIFFERENT_TAGS[annotator].get(document, {})
    sentences = tuple(
        replace(each, tag=other[each.id], answers=()) if each.id in other else each
        for each in finished.sentences
    )
    return replace(finished, annotator=annotator, sentences=sentences)


def decide_all(folder: Path, curator: str) -> None:
    """Decide every sentence on which annotators differ as the samples have it."""
    project = layout.load_project(folder)
    books = codebooks.project_codebooks(folder, project)
    queue = AdjudicationQueue(folder, project, books, curator)
    for document in queue.documents:
        queue.write(queue.load(document))
        loaded = queue.load(document)
        overwrite(loaded.path, render(_decided(loaded, curator)))


def _decided(document: AdjudicationDocument, curator: str) -> AnnotationSet:
    adjudication = document.adjudication
    session = Session(adjudication.gold, document.codebook)
    finished, _ = read_set(ROOT / "annotator" / "samples" / f"{document.document}.sample.yaml")
    for sentence in adjudication.pending:
        wanted = finished.sentence(sentence).tag
        found = adjudication.decisions[sentence]
        name = next((each for each in found if found[each].tag == wanted), min(found))
        reason = REASONS.get(document.document, {}).get(sentence)
        votes = {sentence: adjudication.records(sentence)}
        adoption = AdoptDecision(sentence, found[name], name)
        session.apply(Adjudicate(adoption, (sentence,), curator, votes, reason))
    return session.annotations


def main() -> int:
    """Update every page, or with `--check` name those that are out of date."""
    stale = []
    for page in PAGES:
        before = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            after = with_current_output(before, make_work_folder(Path(folder)))
        if after != before:
            stale.append(page.name)
            if "--check" not in sys.argv[1:]:
                page.write_text(after, "utf-8")
    if "--check" in sys.argv[1:] and stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
