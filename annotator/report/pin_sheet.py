"""The PINs of a class on slips, to cut and hand out: a page to print, or a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.report import render

PIN_COLUMNS = ("id", "name", "section", "pin")


@dataclass(frozen=True, slots=True)
class PinSlip:
    """What a student gets.

    Attributes:
        id: The person's id in the roster.
        name: The name.
        section: The section, or "".
        pin: The PIN.
    """

    id: str
    name: str
    section: str
    pin: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The slip in a table with `PIN_COLUMNS`."""
        return self.id, self.name, self.section, self.pin


def pin_sheet(slips: Sequence[PinSlip], address: str = "", qr: str = "") -> str:
    """The slips as a page to print, by section.

    Args:
        slips: The slips.
        address: Where students open the class page, or "".
        qr: The QR code of the address, as an SVG element, or "".
    """
    ordered = sorted(slips, key=lambda each: each.section.casefold())
    return render("pins.html", slips=ordered, address=address, qr=qr)
