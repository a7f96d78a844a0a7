"""Who tags what: a file for each round, with a line for each document, so that git merges it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.model.faults import Refused
from annotator.model.project import Assignment, Assignments, Project
from annotator.storage import strict_yaml
from annotator.storage.convert import convert
from annotator.storage.emit import flow, quote, sequence, word_field
from annotator.storage.project_records import AssignmentsRecord
from annotator.storage.together import Exchange, as_it_is
from annotator.storage.tree import Tree, by_line
from annotator.storage.versions import bring_up, line_of

_FORMAT = "attribution-assignments"
FOLDER = "assignments"


def parse(data: bytes, file: str) -> Assignments:
    """The assignments that a file's bytes hold.

    Raises:
        Refused: With everything that is wrong in it, each fault with its line and path.
    """
    tree = strict_yaml.load(data, file)
    bring_up(tree, _FORMAT)
    record = convert(tree, tree.root, (), AssignmentsRecord)
    if record is not None:
        _refuse_repeated(tree, record)
    if record is None or tree.faults:
        raise Refused(by_line(tree.faults))
    entries = (Assignment(each.id, tuple(each.annotators), each.pass_) for each in record.documents)
    return Assignments(record.round, record.seed, tuple(entries))


def _refuse_repeated(tree: Tree, record: AssignmentsRecord) -> None:
    seen: set[tuple[str, str]] = set()
    for position, each in enumerate(record.documents):
        for number, annotator in enumerate(each.annotators):
            if (each.id, annotator) in seen:
                message = f"“{annotator}” has the document {each.id} twice in this round; keep one"
                tree.refuse(("documents", position, "annotators", number), message)
            seen.add((each.id, annotator))


def render(assignments: Assignments) -> bytes:
    """The file of a round's assignments."""
    data = "".join(f"{line}\n" for line in _lines(assignments)).encode()
    return strict_yaml.fit(data, f"{assignments.round}.yaml")


def _lines(assignments: Assignments) -> Iterator[str]:
    yield f"format: {line_of(_FORMAT)}"
    yield f"round: {assignments.round}"
    yield f"seed: {quote(assignments.seed)}"
    yield "documents:" if assignments.entries else "documents: []"
    for each in assignments.entries:
        number = f"pass: {each.number}" if each.number > 1 else None
        who = f"annotators: {sequence([quote(name) for name in each.annotators])}"
        yield "- " + flow(word_field("id", each.document), who, number)


def path_of(folder: Path, round_: str) -> Path:
    """Where a project keeps the assignments of a round."""
    return folder / FOLDER / f"{round_}.yaml"


def load(folder: Path, round_: str) -> Assignments:
    """The assignments of a round; none where nothing was assigned.

    Raises:
        Refused: The file cannot be read, or has faults.
    """
    path = path_of(folder, round_)
    if not path.exists():
        return Assignments(round_)
    return read(path)


def read(path: Path) -> Assignments:
    """The assignments in a file.

    Raises:
        Refused: It cannot be read, or has faults.
    """
    return parse(strict_yaml.read(path), str(path))


def load_all(folder: Path, project: Project) -> tuple[Assignments, ...]:
    """The assignments of every round that the project has, in the order of its rounds."""
    return tuple(load(folder, each.id) for each in project.rounds)


def with_documents(folder: Path, project: Project) -> Project:
    """The project with the documents of each round: those that it names, else those assigned.

    Raises:
        Refused: A file of assignments cannot be read, or has faults.
    """
    rounds = (
        each if each.documents else replace(each, documents=_documents(load(folder, each.id)))
        for each in project.rounds
    )
    return replace(project, rounds=tuple(rounds))


def _documents(assignments: Assignments) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.document for each in assignments.entries))


def codebook_file(folder: Path, project: Project, document: str, number: int = 1) -> str | None:
    """The file of the codebook that a document is tagged by; None for the built-in one.

    It is that of the round in which this pass is made, else of the first round that has the
    document; a round without a codebook has the project's.

    Raises:
        Refused: A file of assignments cannot be read, or has faults.
    """
    if not any(each.codebook for each in project.rounds):
        return project.codebook
    rounds = {
        each: (number,) if document in each.documents else _numbers(load(folder, each.id), document)
        for each in project.rounds
    }
    having = [each for each, numbers in rounds.items() if numbers]
    same = [each for each in having if number in rounds[each]]
    own = next((each.codebook for each in (*same, *having)), None)
    return own or project.codebook


def _numbers(assignments: Assignments, document: str) -> tuple[int, ...]:
    return tuple(each.number for each in assignments.entries if each.document == document)


def to_save(folder: Path, assignments: Assignments) -> Exchange:
    """The exchange that writes the assignments of a round, for `project_writing.save`.

    Raises:
        Refused: The file that is there cannot be read.
    """
    return as_it_is(path_of(folder, assignments.round), render(assignments))
