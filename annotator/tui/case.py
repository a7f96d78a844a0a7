"""What the adjudication screen works on: a document's gold, and what everybody decided of it."""

from annotator.storage.docket import Docket, Hearing
from annotator.tui.work import Work


class CaseWork(Work):
    """A document's gold, opened to be decided on; it is saved as any set is.

    Args:
        docket: How the project is adjudicated, and by whom.
        hearing: The document as it stands.

    Raises:
        Refused: The gold cannot be kept there.
    """

    def __init__(self, docket: Docket, hearing: Hearing) -> None:
        super().__init__(docket.open(hearing))
        self.case = hearing.case
        self.curator = docket.curator
        self.blind = docket.blind

    @classmethod
    def of(cls, docket: Docket, document: str) -> "CaseWork":
        """The case of a document, by its id.

        Raises:
            Refused: There is none, or it cannot be opened.
        """
        return cls(docket, docket.hear(document))
