"""The way into a class as a QR code: on the terminal, and on the projector."""

import segno

from annotator.model.palette import BLACK, WHITE


def qr_half_blocks(address: str) -> str:
    """A QR code in half blocks, two rows of it on a line, to be printed in black on white."""
    rows = [list(row) for row in _code(address).matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_half(*pair) for pair in zip(*both, strict=True)) for both in pairs)


def _half(upper: int, lower: int) -> str:
    return {(0, 0): " ", (0, 1): "▄", (1, 0): "▀", (1, 1): "█"}[bool(upper), bool(lower)]


def qr_data_uri(address: str) -> str:
    """A QR code as the address of a picture, dark on light in every theme."""
    return str(_code(address).svg_data_uri(border=4, dark=BLACK, light=WHITE))


def _code(address: str) -> segno.QRCode:
    # The least redundancy: it is on a screen, where nothing is scratched, and has to be large.
    return segno.make_qr(address, error="l")
