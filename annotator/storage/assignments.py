"""Assignments: one file for each round, one line for each document, so that git can merge them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.model.project import Assignment, Project, Round, RoundAssignments
from annotator.storage import strict_yaml
from annotator.storage.layout import assignments_path
from annotator.storage.project_file import AssignmentsRecord
from annotator.storage.strict_yaml import Steps, format_line, read_record
from annotator.storage.transactions import FileWrite, file_write
from annotator.storage.yaml_writer import flow_mapping, flow_sequence, id_field, quote

_FORMAT = "attribution-assignments"


def parse(data: bytes, file: str) -> RoundAssignments:
    """The assignments in a file's bytes.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    record = read_record(data, file, _FORMAT, AssignmentsRecord, _repeated)
    entries = (Assignment(each.id, tuple(each.annotators), each.pass_) for each in record.documents)
    return RoundAssignments(record.round, record.seed, tuple(entries))


def _repeated(record: AssignmentsRecord) -> Iterator[tuple[Steps, str]]:
    seen: set[tuple[str, str]] = set()
    for position, each in enumerate(record.documents):
        for number, annotator in enumerate(each.annotators):
            if (each.id, annotator) in seen:
                message = f"“{annotator}” has the document {each.id} twice in this round. Keep one."
                yield ("documents", position, "annotators", number), message
            seen.add((each.id, annotator))


def render(assignments: RoundAssignments) -> bytes:
    """The file of a round's assignments."""
    data = "".join(f"{line}\n" for line in _lines(assignments)).encode()
    return strict_yaml.check_size(data, assignments_path(Path(), assignments.round).name)


def _lines(assignments: RoundAssignments) -> Iterator[str]:
    yield f"format: {format_line(_FORMAT)}"
    yield f"round: {assignments.round}"
    yield f"seed: {quote(assignments.seed)}"
    yield "documents:" if assignments.entries else "documents: []"
    for each in assignments.entries:
        number = f"pass: {each.number}" if each.number > 1 else None
        names = f"annotators: {flow_sequence([quote(name) for name in each.annotators])}"
        yield "- " + flow_mapping(id_field("id", each.document), names, number)


def load(folder: Path, round_: str) -> RoundAssignments:
    """The assignments of a round; empty if there are none.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    path = assignments_path(folder, round_)
    if not path.exists():
        return RoundAssignments(round_)
    return read(path)


def read(path: Path) -> RoundAssignments:
    """The assignments in a file.

    Raises:
        DataError: It cannot be read, or has problems.
    """
    return parse(strict_yaml.read_bytes(path), str(path))


def load_all(folder: Path, project: Project) -> tuple[RoundAssignments, ...]:
    """The assignments of all rounds of a project, in the order of the rounds."""
    return tuple(load(folder, each.id) for each in project.rounds)


def with_round_documents(folder: Path, project: Project) -> Project:
    """The project with the documents of each round: those that it names, or else those assigned.

    Raises:
        DataError: A file of assignments cannot be read, or has problems.
    """
    rounds = (
        each if each.documents else replace(each, documents=_documents(load(folder, each.id)))
        for each in project.rounds
    )
    return replace(project, rounds=tuple(rounds))


def _documents(assignments: RoundAssignments) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.document for each in assignments.entries))


def codebook_file(folder: Path, project: Project, document: str, number: int = 1) -> str | None:
    """The codebook's file for a document; None for the built-in codebook.

    It is the codebook of this pass's round, or else of the first round with the document. A round
    without a codebook uses the project's.

    Raises:
        DataError: A file of assignments cannot be read, or has problems.
    """
    if not any(each.codebook for each in project.rounds):
        return project.codebook
    own = round_of(folder, project, document, number)
    return (own.codebook if own is not None else None) or project.codebook


def round_of(folder: Path, project: Project, document: str, number: int = 1) -> Round | None:
    """The round of a pass over a document, or else the first round with the document, or None.

    Raises:
        DataError: A file of assignments cannot be read, or has problems.
    """
    numbers = [
        (
            each,
            (number,) if document in each.documents else _numbers(load(folder, each.id), document),
        )
        for each in project.rounds
    ]
    having = [each for each, own in numbers if own]
    same = [each for each, own in numbers if number in own]
    return next(iter((*same, *having)), None)


def _numbers(assignments: RoundAssignments, document: str) -> tuple[int, ...]:
    return tuple(each.number for each in assignments.entries if each.document == document)


def to_file_write(folder: Path, assignments: RoundAssignments) -> FileWrite:
    """The file write for a round's assignments, for `project_store.save_project`.

    Raises:
        DataError: The existing file cannot be read.
    """
    return file_write(assignments_path(folder, assignments.round), render(assignments))
