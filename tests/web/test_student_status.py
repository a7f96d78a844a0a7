from annotator.web.student_status import (
    STUCK_SECONDS,
    StudentActivity,
    StudentStatus,
    student_status,
)

OPENED, NOW = 1000.0, 1000.0 + STUCK_SECONDS


def test_who_has_tagged_everything_is_done_also_when_away() -> None:
    activity = StudentActivity(17, 17, here=False, last_edit=1100)
    assert student_status(activity, OPENED, NOW) == (StudentStatus.DONE, 1100)


def test_who_has_no_open_page_is_away_since_the_last_report() -> None:
    activity = StudentActivity(3, 17, here=False, last_report=1050)
    assert student_status(activity, OPENED, NOW) == (StudentStatus.AWAY, 1050)


def test_who_has_no_tag_has_not_started_since_tagging_opened() -> None:
    assert student_status(StudentActivity(0, 17, here=True), OPENED, NOW) == (
        StudentStatus.NOT_STARTED,
        OPENED,
    )


def test_who_has_tagged_nothing_for_minutes_is_stuck_and_before_that_working() -> None:
    activity = StudentActivity(3, 17, here=True, last_edit=OPENED)
    assert student_status(activity, OPENED, NOW)[0] is StudentStatus.STUCK
    assert student_status(activity, OPENED, NOW - 1)[0] is StudentStatus.WORKING


def test_nobody_is_stuck_while_tagging_is_closed_or_just_after_it_opened() -> None:
    activity = StudentActivity(3, 17, here=True, last_edit=1)
    assert student_status(activity, None, NOW)[0] is StudentStatus.WORKING
    assert student_status(activity, OPENED, OPENED + 1)[0] is StudentStatus.WORKING


def test_an_article_without_sentences_is_never_done() -> None:
    assert (
        student_status(StudentActivity(0, 0, here=True), OPENED, NOW)[0] is not StudentStatus.DONE
    )
