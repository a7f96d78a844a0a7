from hypothesis import given

from annotator.stats.agreement.disagreements import most_disputed
from annotator.stats.agreement.table import MISSING, Table
from tests.stats.agreement.tables import table, tables


def test_units_on_which_more_pairs_differ_come_first_with_everybodys_labels() -> None:
    found = most_disputed(table("aaab", "aab.", "abca"), 9)
    assert [(each.unit, round(each.share, 2)) for each in found] == [(2, 1.0), (3, 1.0), (1, 0.67)]
    assert found[1].labels == {"annotator 0": "b", "annotator 2": "a"}


def test_no_more_are_given_than_are_wanted() -> None:
    assert [each.unit for each in most_disputed(table("aaaa", "bbbb"), 2)] == [0, 1]
    assert most_disputed(table("aaaa", "bbbb"), 0) == ()


@given(tables())
def test_every_unit_with_two_different_labels_is_found_once(found: Table) -> None:
    differing = [
        unit
        for unit, labels in enumerate(found.codes.T)
        if len({int(each) for each in labels if each != MISSING}) > 1
    ]
    disputed = most_disputed(found, found.units)
    assert sorted(each.unit for each in disputed) == differing
    shares = [each.share for each in disputed]
    assert shares == sorted(shares, reverse=True)
