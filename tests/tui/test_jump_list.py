from annotator.tui.jump_list import MOST_JUMPS, JumpList

ALL = ("a", "b", "c")


def test_going_back_and_forward_returns_to_the_same_place() -> None:
    jumps = JumpList().with_jump("a").with_jump("b")
    jumps, found = jumps.back("c", ALL)
    assert found == "b"
    jumps, found = jumps.back("b", ALL)
    assert found == "a"
    assert jumps.back("a", ALL) == (jumps, None)
    jumps, found = jumps.forward("a", ALL)
    assert found == "b"
    jumps, found = jumps.forward("b", ALL)
    assert found == "c"


def test_a_sentence_that_is_gone_is_passed_over() -> None:
    jumps = JumpList().with_jump("a").with_jump("gone")
    assert jumps.back("c", ALL)[1] == "a"


def test_a_new_jump_leaves_nothing_ahead_and_the_list_stays_short() -> None:
    jumps, _ = JumpList().with_jump("a").back("b", ALL)
    assert jumps.with_jump("c").ahead == ()
    for number in range(2 * MOST_JUMPS):
        jumps = jumps.with_jump(str(number))
    assert len(jumps.behind) == MOST_JUMPS
