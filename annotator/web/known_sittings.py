"""All sittings of a project, and whose work a name stands for in each of its sections."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.sitting import Sitting, same_section
from annotator.storage import layout, sittings
from annotator.storage.headers import read_header


class KnownSittings:
    """All sittings of a project, as they are now.

    Args:
        folder: The project's folder.

    Raises:
        DataError: A class file of the project is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = (sittings.load(path) for path in layout.class_files(folder))
        self._by_id = {each.id: each for each in found}

    def __contains__(self, sitting: str) -> bool:
        """Whether there is a sitting with this id."""
        return sitting in self._by_id

    def update(self, sitting: Sitting) -> None:
        """Store a sitting as it is now."""
        self._by_id[sitting.id] = sitting

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all sittings."""
        return frozenset(each.code for each in self._by_id.values())

    def last(self, section: str | None, documents: Sequence[str] = ()) -> Sitting | None:
        """The latest sitting of a section that has all these documents, or None.

        Args:
            section: The section, or None for sittings without one.
            documents: The ids of documents.
        """
        wanted = {file_name(each) for each in documents}
        own = (
            each
            for each in self._by_id.values()
            if same_section(each.section, section) and wanted <= set(each.documents)
        )
        return max(own, key=lambda each: (each.date, len(each.id), each.id), default=None)

    def students_elsewhere(self, sitting: Sitting) -> frozenset[str]:
        """The ids of all students who joined a sitting of another section."""
        others = (
            each for each in self._by_id.values() if not same_section(each.section, sitting.section)
        )
        return frozenset(student.id for each in others for student in each.students)

    def person_elsewhere(self, sitting: Sitting, student: str) -> str | None:
        """Who of the roster a student of another section is, if the student chose the name."""
        others = (
            each.student(student)
            for each in self._by_id.values()
            if not same_section(each.section, sitting.section)
        )
        return next((each.person for each in others if each is not None and each.person), None)

    def is_anothers(self, sitting: Sitting, student: str) -> bool:
        """Whether a name in a sitting already stands for another person.

        Work from another sitting of the same section is the same person's. A name in another
        section, or work on these articles outside any sitting, may be anybody's.
        """
        if student in self.students_elsewhere(sitting):
            return True
        paths = layout.annotator_set_files(self._folder, student)
        return any(self._is_of_another(path, sitting, student) for path in paths)

    def _is_of_another(self, path: Path, sitting: Sitting, student: str) -> bool:
        try:
            header = read_header(path)
        except DataError:
            # It is a person's, although the file does not say whose.
            return True
        own = {each.id: each for each in self._same_section_as(sitting)}
        if header.sitting is not None:
            return header.sitting not in own
        # Passes of a class of an earlier version do not name it.
        before = own.get(header.document)
        counted = before is not None and before.student(student) is not None
        return header.document in sitting.documents and not counted

    def _same_section_as(self, sitting: Sitting) -> Iterator[Sitting]:
        for each in self._by_id.values():
            if each.id != sitting.id and same_section(each.section, sitting.section):
                yield each
