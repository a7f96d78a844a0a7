"""The style sheet, which is read again only if a color changed."""

from pathlib import Path, PurePath

from textual.css.stylesheet import Stylesheet

_FOLDER = Path(__file__).parent
SHEET_STYLES = _FOLDER / "sheets.tcss"
"""The styles of dialogs and pages over the article. The first of them that opens reads them."""
DOCUMENT_LIST_STYLES = _FOLDER / "documents.tcss"
ADJUDICATION_STYLES = _FOLDER / "adjudication.tcss"


class KeptStylesheet(Stylesheet):
    """A style sheet that keeps its rules while its variables stay the same.

    Textual sets the variables of the theme several times before the first paint, and reads every
    rule again each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept_variables: dict[str, str] = {}
        self._outdated = False

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use these variables from the next reading on."""
        if variables != self._kept_variables:
            self._kept_variables, self._outdated = dict(variables), True
            super().set_variables(variables)

    def read(self, filename: str | PurePath) -> None:
        """Read a file of styles. Its rules are used from the next reading on."""
        super().read(filename)
        self._outdated = True

    def parse(self) -> None:
        """Read the rules that are not read yet."""
        super().parse()
        self._outdated = False

    def reparse(self) -> None:
        """Read all rules again if a variable changed, or those of new files."""
        if self._outdated:
            self.parse()
