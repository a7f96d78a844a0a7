"""Tables of words."""

from annotator.text.listed import in_order, listed


def test_words_are_parted_by_any_white_space_and_each_counts_once() -> None:
    assert listed("to by\n to") == {"to", "by"}


def test_where_the_order_counts_it_stays() -> None:
    assert in_order("to by at") == ("to", "by", "at")
