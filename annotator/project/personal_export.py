"""One person's data: everything that a project stores about a student or annotator, to hand over.

`personal_data` knows where the data is. Deleting removes the same data that is given here.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.project.answer_keys import key_targets, load_submissions
from annotator.project.locate import Target
from annotator.project.personal_data import (
    Data,
    PersonalData,
    find_personal_data,
    find_shared_files,
    sentence_records,
)
from annotator.stats.grading import GradingConfig, document_grades_record, grade_set
from annotator.storage import layout
from annotator.storage.sets import read_set


@dataclass(frozen=True, slots=True)
class PersonalExport:
    """Everything that a project stores about one person.

    Attributes:
        person: The name.
        names: The name in every spelling that the project has.
        sets: The person's annotation sets as plain data, with every decision, note and time.
        shared: What the other files store about the person, by their path in the project.
        grades: For each graded document, the answers and how they compare with the key.
        files: The person's own files, by their path in the project.
    """

    person: str
    names: tuple[str, ...]
    sets: tuple[Data, ...]
    shared: dict[str, Data]
    grades: tuple[Data, ...]
    files: dict[str, bytes]

    @property
    def record(self) -> Data:
        """All of it as plain data, without the copies of the files."""
        record = asdict(replace(self, files={}))
        return {name: value for name, value in record.items() if name != "files"} | {
            "files": list(self.files)
        }


def export_person(folder: Path, name: str) -> PersonalExport:
    """Everything that a project stores about a person, and nothing about others.

    Args:
        folder: The project's folder.
        name: The name, in any spelling that folds to the same file name.

    Raises:
        DataError: The project stores nothing about this person, or one of its files cannot be read.
    """
    layout.load_project(folder)
    found = find_personal_data(folder, name)
    if not found:
        raise DataError(Problem(f"The project stores nothing about “{name}”.", str(folder)))
    shared = find_shared_files(folder, found)
    return PersonalExport(
        _written_name(found),
        found.names,
        tuple(_set_record(folder, path) for path in found.work if layout.is_yaml(path)),
        {_inside(folder, each.path): each.own for each in shared},
        tuple(_grades(folder, found)),
        {_inside(folder, path): path.read_bytes() for path in found.work},
    )


def _written_name(found: PersonalData) -> str:
    """The name as people write it: the folded name only if there is no other spelling."""
    return next((name for name in found.names if name != found.student), found.student)


def _inside(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _set_record(folder: Path, path: Path) -> Data:
    record: Data = {"file": _inside(folder, path)}
    try:
        annotations, _ = read_set(path)
    except DataError as error:
        return record | {"problem": f"This file cannot be read: {error}. A copy is attached."}
    return record | {
        "document": annotations.document.id,
        "title": annotations.title,
        "annotator": annotations.annotator,
        "status": annotations.status,
        "reason": annotations.reason,
        "sitting": annotations.sitting,
        "vote": annotations.vote,
        "sources": [asdict(each) for each in annotations.sources],
        "sentences": sentence_records(annotations),
    }


def _grades(folder: Path, found: PersonalData) -> Iterator[Data]:
    if not layout.key_files(folder):
        return
    for target in key_targets(Target(str(folder))):
        submissions = load_submissions(target, as_filed=True)
        config = GradingConfig(submissions.codebook, aliases=submissions.aliases)
        for each in submissions.counting():
            if file_name(each.annotator) == found.student:
                graded = replace(
                    grade_set(each.annotations, submissions.key, config), pass_number=each.number
                )
                record = document_grades_record(submissions.key, (graded,), ())
                yield {"document": record["id"], "title": record["title"], **record["students"][0]}
