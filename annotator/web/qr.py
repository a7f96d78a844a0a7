"""The address of a class as a QR code, for the terminal and for the projector."""

import segno

from annotator.model.palette import BLACK, WHITE


def qr_half_blocks(address: str) -> str:
    """A QR code in half blocks, two rows per line, to print in black on white."""
    rows = [list(row) for row in _code(address).matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_half(*pair) for pair in zip(*both, strict=True)) for both in pairs)


def _half(upper: int, lower: int) -> str:
    return {(0, 0): " ", (0, 1): "▄", (1, 0): "▀", (1, 1): "█"}[bool(upper), bool(lower)]


def qr_data_uri(address: str) -> str:
    """A QR code as a data URI of an image, dark on light in every theme."""
    return str(_code(address).svg_data_uri(border=4, dark=BLACK, light=WHITE))


def _code(address: str) -> segno.QRCode:
    # The lowest error correction: a screen has no scratches, and the modules should be large.
    return segno.make_qr(address, error="l")
