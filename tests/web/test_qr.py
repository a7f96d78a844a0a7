"""The QR codes of a class."""

import segno

from annotator.web.qr import qr_half_blocks


def test_a_qr_code_in_half_blocks_has_every_module_where_it_belongs() -> None:
    address = "http://192.168.1.20:8000/?code=ACDEFH"
    drawn = [
        [character in full for character in line]
        for line in qr_half_blocks(address).splitlines()
        for full in ("▀█", "▄█")
    ]
    wanted = [[bool(each) for each in row] for row in segno.make_qr(address, error="l").matrix]
    within = slice(2, 2 + len(wanted))
    assert [row[within] for row in drawn[within]] == wanted
    assert sum(map(sum, drawn)) == sum(map(sum, wanted))
