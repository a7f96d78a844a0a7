"""Runs the commands that the documentation shows, and writes what they print into it.

`python docs/transcripts.py` writes the pages anew; with `--check` it says which are not true any
more. A block that begins with ```console has commands behind `$`; all of a page run one after
another in a folder with the samples. A line `<!-- tagged: NAME FOLDER -->` stands for what a
person does on the screen: NAME's documents are tagged and finished, in the project in FOLDER or,
where FOLDER is none, as files of the project `news` in it to be handed in. A line
`<!-- decided: NAME -->` stands for NAME deciding on the screen wherever annotators differ.
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
from annotator.model.gold_basis import GAP, SLIP
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
OTHERWISE = {
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
"""Where the annotators of the documentation judge otherwise than the samples do."""
REASONS = {"border-market": {"s6": GAP, "s9": GAP}, "school-lunch": {"s12": SLIP}}
"""Why the curator of the documentation decided as she did; of the others she does not say."""


def renewed(text: str, folder: Path) -> str:
    """A page with the output of its commands as it is now.

    Args:
        text: The page.
        folder: Where its commands run; what they make stays there.
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
                f"$ {command}\n{ran(command, folder)}" for command in COMMAND.findall(step[1])
            )
            pieces.append("```console\n" + "".join(printed) + "```")
        end = step.end()
    return "".join(pieces) + text[end:]


def ran(command: str, folder: Path) -> str:
    """What a command prints, on whichever stream."""
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


def prepared(folder: Path) -> Path:
    """A folder to run commands in, with the samples' articles, and `annotator` on the way."""
    work, bin_ = folder / "work", folder / "bin"
    (work / "articles").mkdir(parents=True)
    for pattern in ("*.txt", "*.key.yaml"):
        for sample in (ROOT / "samples").glob(pattern):
            shutil.copy(sample, work / "articles")
    bin_.mkdir()
    program = bin_ / "annotator"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n', "utf-8")
    program.chmod(0o755)
    return work


def tag_all(folder: Path, annotator: str, into: Path) -> None:
    """Tag and finish all that an annotator was given, as the samples are, a few aside."""
    project = into if (into / layout.PROJECT_FILE).exists() else folder / PROJECT
    for task in document_tasks.annotator_tasks(project, layout.load_project(project), annotator):
        if not task.path.exists():
            path = task.path if into == project else into / f"{task.document}.{annotator}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            overwrite(path, render(_tagged(task.document, annotator)))


def _tagged(document: str, annotator: str) -> AnnotationSet:
    finished, _ = read_set(ROOT / "samples" / f"{document}.sample.yaml")
    other = OTHERWISE[annotator].get(document, {})
    sentences = tuple(
        replace(each, tag=other[each.id], answers=()) if each.id in other else each
        for each in finished.sentences
    )
    return replace(finished, annotator=annotator, sentences=sentences)


def decide_all(folder: Path, curator: str) -> None:
    """Decide, wherever the annotators differ, as the one who judges as the samples do."""
    project = layout.load_project(folder)
    books = codebooks.project_codebooks(folder, project)
    docket = AdjudicationQueue(folder, project, books, curator)
    for document in docket.documents:
        docket.write(docket.load(document))
        hearing = docket.load(document)
        overwrite(hearing.path, render(_decided(hearing, curator)))


def _decided(hearing: AdjudicationDocument, curator: str) -> AnnotationSet:
    case, session = hearing.case, Session(hearing.case.gold, hearing.codebook)
    finished, _ = read_set(ROOT / "samples" / f"{hearing.document}.sample.yaml")
    for sentence in case.pending:
        wanted, found = finished.sentence(sentence).tag, case.decisions[sentence]
        name = next((each for each in found if found[each].tag == wanted), min(found))
        reason = REASONS.get(hearing.document, {}).get(sentence)
        votes = {sentence: case.records(sentence)}
        taken = AdoptDecision(sentence, found[name], name)
        session.apply(Adjudicate(taken, (sentence,), curator, votes, reason))
    return session.annotations


def main() -> int:
    """Write every page anew, or with `--check` name those that are not true any more."""
    stale = []
    for page in PAGES:
        before = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            after = renewed(before, prepared(Path(folder)))
        if after != before:
            stale.append(page.name)
            if "--check" not in sys.argv[1:]:
                page.write_text(after, "utf-8")
    if "--check" in sys.argv[1:] and stale:
        sys.stderr.write(f"not true any more: {', '.join(stale)}; run make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
