from annotator.model.class_reasons import (
    ReasonState,
    StudentReason,
    decide_reasons,
    group_reasons,
    merge_reasons,
)

ADA = StudentReason("s2", "claim", "They say it themselves.", "Ada")
BEN = StudentReason("s2", "claim", "they say  it themselves", "Ben")
ZOE = StudentReason("s2", "claim", "It is their own word.", "Zoe")
DAN = StudentReason("s2", "background", "They say it themselves.", "Dan")


def test_equal_reasons_for_the_same_tag_are_one_group() -> None:
    groups = group_reasons([ADA, ZOE, BEN, DAN], ())
    assert [(each.tag, each.students) for each in groups] == [
        ("background", ("Dan",)),
        ("claim", ("Ada", "Ben")),
        ("claim", ("Zoe",)),
    ]
    assert {each.state for each in groups} == {ReasonState.NEW}


def test_a_reason_that_is_rewritten_is_not_approved() -> None:
    decisions = decide_reasons((), [ADA.id], ReasonState.APPROVED)
    [approved] = group_reasons([BEN], decisions)
    [rewritten] = group_reasons([StudentReason("s2", "claim", "Ben is stupid", "Ada")], decisions)
    assert (approved.state, rewritten.state) == (ReasonState.APPROVED, ReasonState.NEW)


def test_reasons_that_the_teacher_merges_are_counted_together() -> None:
    decisions = merge_reasons((), ZOE.id, ADA.id)
    [group] = group_reasons([ADA, ZOE, BEN], decisions)
    assert (group.text, len(group.students), group.merged) == (ADA.text, 3, (ZOE.id,))
    apart = merge_reasons(decisions, ZOE.id, None)
    assert len(group_reasons([ADA, ZOE, BEN], apart)) == 2


def test_what_was_counted_with_a_reason_moves_with_it() -> None:
    third = StudentReason("s2", "claim", "Nobody else says so.", "Eve")
    decisions = merge_reasons(merge_reasons((), third.id, ZOE.id), ZOE.id, ADA.id)
    [group] = group_reasons([ADA, ZOE, third], decisions)
    assert len(group.students) == 3


def test_reasons_for_different_tags_are_never_merged() -> None:
    assert len(group_reasons([ADA, DAN], merge_reasons((), DAN.id, ADA.id))) == 2


def test_no_reason_disappears_when_two_are_merged_with_each_other() -> None:
    decisions = merge_reasons(merge_reasons((), ZOE.id, ADA.id), ADA.id, ZOE.id)
    assert sum(len(each.students) for each in group_reasons([ADA, ZOE], decisions)) == 2
