"""Tables of words."""

from annotator.text.word_lists import word_set, word_tuple


def test_words_are_parted_by_any_white_space_and_each_counts_once() -> None:
    assert word_set("to by\n to") == {"to", "by"}


def test_where_the_order_counts_it_stays() -> None:
    assert word_tuple("to by at") == ("to", "by", "at")
