"""Who should be here, and who of them is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.model.classroom import Student
from annotator.model.names import file_name
from annotator.report.gradebook import Roster, missing


@dataclass(frozen=True, slots=True)
class Expected:
    """The people of a class.

    Attributes:
        annotators: As the project names them.
        roster: The learning platform's own export, which goes before them where there is one.
    """

    annotators: tuple[str, ...] = ()
    roster: Roster | None = None

    def absent(self, students: Sequence[Student]) -> tuple[str, ...]:
        """Who has not joined, by name."""
        if self.roster is not None:
            return _missing(self.roster, tuple(each.name for each in students))
        here = {student.id for student in students}
        return tuple(name for name in self.annotators if file_name(name) not in here)


@lru_cache(maxsize=2)
def _missing(roster: Roster, names: tuple[str, ...]) -> tuple[str, ...]:
    # It is asked for with every look at a class, and changes only when somebody joins.
    return missing(roster, names)
