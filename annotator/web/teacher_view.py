"""What the teacher's page and the projector show: students, sentences, reasons, pairs, lesson."""

from collections.abc import Iterator, Sequence

from annotator.model.class_reasons import ReasonGroup, ReasonState, StudentReason, group_reasons
from annotator.model.lesson import ProjectorScreen
from annotator.model.lesson_steps import next_step
from annotator.model.progress import TagCounts, count_tags
from annotator.model.sitting import ClassPhase, Student
from annotator.report import ENGLISH_MESSAGES
from annotator.report.source_cards import SourceCard
from annotator.text.messages import Messages
from annotator.text.safe import safe_text
from annotator.web.pages import PageData, card_data, class_data
from annotator.web.sitting import LiveSitting
from annotator.web.student_status import StudentActivity, StudentStatus, student_status
from annotator.web.tag_distribution import TagDistribution


def teacher_data(
    live: LiveSitting, messages: Messages = ENGLISH_MESSAGES, *, names: bool
) -> PageData:
    """The state of the class for the teacher. Without `names` no student is identifiable."""
    students = [_student(live, each, messages) for each in live.sitting.students]
    absent = [safe_text(name) for name in live.absent]
    pairs = live.sitting.lesson.pairs
    view: PageData = {
        **class_data(live, None, messages),
        "section": safe_text(live.sitting.section or ""),
        "documents": [
            {"id": each, "title": safe_text(article.blank.title)}
            for each, article in live.articles.items()
        ],
        "has_key": live.key is not None,
        "here": len(students),
        "expected": len(absent),
        "done": sum(each["status"] == StudentStatus.DONE for each in students),
        "lesson": _lesson(live, messages),
        "talk": pairs[0].sentence if pairs else None,
        "sentences": list(_sentences(live, names=names)),
        "source": _shown_source(live, messages),
    }
    if names:
        view |= {
            "cards": [
                {"id": each.source.id, "name": safe_text(each.source.name)}
                for each in _cards(live, messages)
            ],
            "students": students,
            "absent": absent,
            "offline": list(_offline(live)),
            **_pairs(live),
        }
    return view


def _lesson(live: LiveSitting, messages: Messages) -> PageData:
    lesson = live.sitting.lesson
    last = live.history.last(live.sitting)
    screen = lesson.projector.screen
    known = lesson.projector.sentence in live.blank.positions
    shown = {ProjectorScreen.SENTENCE: known, ProjectorScreen.SOURCE: _shown_source(live, messages)}
    if not shown.get(screen, True):
        screen = ProjectorScreen.TASK
    return {
        "step": lesson.step,
        "next": next_step(live.sitting, has_key=live.key is not None),
        "minutes": lesson.minutes,
        "starts": [
            {"step": each.step, "since": each.since, "minutes": each.minutes}
            for each in lesson.starts
        ],
        "screen": screen,
        "sentence": lesson.projector.sentence,
        "theme": live.sitting.projector_theme,
        "undo": messages.translate(last.name) if last is not None else None,
    }


def _cards(live: LiveSitting, messages: Messages) -> Sequence[SourceCard]:
    """The cards of the sources; none before the whole key is revealed."""
    found = live.article.revealed_cards(live.sitting.revealed, messages.language)
    return found.cards if found else ()


def _shown_source(live: LiveSitting, messages: Messages) -> PageData | None:
    """The card on the projector, and its place among the cards."""
    view = live.sitting.lesson.projector
    cards = _cards(live, messages) if view.screen is ProjectorScreen.SOURCE else ()
    for number, each in enumerate(cards, 1):
        if each.source.id == view.source:
            return {**card_data(each, messages), "number": number, "of": len(cards)}
    return None


# Sentences.


def _sentences(live: LiveSitting, *, names: bool) -> Iterator[PageData]:
    before = {each.sentence: each for each in live.previous_distributions}
    numbers = live.blank.positions
    reasons = list(reason_groups(live))
    for each in live.tag_distributions:
        own = [group for group in reasons if group.sentence == each.sentence]
        yield {
            **_distribution(each),
            "number": numbers[each.sentence] + 1,
            "text": safe_text(live.blank.sentence(each.sentence).text),
            **_previous_distribution(before.get(each.sentence)),
            "reasons": [_reason(group, names=names) for group in own if names or _is_shown(group)],
        }


def _distribution(distribution: TagDistribution) -> PageData:
    return {
        "id": distribution.sentence,
        "counts": dict(distribution.counts),
        "agreement": round(distribution.agreement, 3),
        "split": distribution.lacks_clear_majority,
    }


def _previous_distribution(distribution: TagDistribution | None) -> PageData:
    """The tags of a sentence in the previous vote, for comparison with the current one."""
    if distribution is None:
        return {"before": {}, "was_split": False}
    return {"before": dict(distribution.counts), "was_split": distribution.lacks_clear_majority}


def reason_groups(live: LiveSitting) -> tuple[ReasonGroup, ...]:
    """The reasons for the sentences that students were asked about, equal ones together."""
    return group_reasons(_student_reasons(live), live.sitting.lesson.reasons)


def _student_reasons(live: LiveSitting) -> Iterator[StudentReason]:
    for student in live.sitting.students:
        student_pass = live.loaded_pass(student)
        if student_pass is None or student_pass.document != live.sitting.document:
            continue
        for sentence in live.sitting.asked:
            decided = student_pass.annotations.sentence(sentence)
            if decided.note:
                yield StudentReason(
                    sentence, decided.tag or "", decided.note, live.expected.shown_name(student)
                )


def _is_shown(group: ReasonGroup) -> bool:
    return group.state is ReasonState.APPROVED


def _reason(group: ReasonGroup, *, names: bool) -> PageData:
    shown: PageData = {
        "id": group.id,
        "tag": group.tag,
        "note": safe_text(group.text),
        "count": len(group.students),
    }
    if names:
        students = [safe_text(each) for each in group.students]
        shown |= {"names": students, "state": group.state, "merged": list(group.merged)}
    return shown


# Students.


def _student(live: LiveSitting, student: Student, messages: Messages) -> PageData:
    student_pass = live.loaded_pass(student)
    progress = _progress(live, student)
    here = live.events.is_here(student.id, live.clock())
    activity = StudentActivity(
        progress.tagged,
        progress.total,
        here,
        live.events.last_edit(student.id),
        live.events.last_report(student.id),
    )
    trouble = student_pass and (student_pass.conflict or student_pass.read_only_reason)
    status, since = student_status(activity, _open_since(live), live.clock())
    return {
        "id": student.id,
        "name": safe_text(live.expected.shown_name(student)),
        "tagged": progress.tagged,
        "total": progress.total,
        "at": student_pass.receipts.at if student_pass is not None else None,
        "watching": here,
        "status": status,
        "since": since,
        "refused": live.events.refused_edits(student.id),
        "trouble": trouble and messages.translate(trouble),
    }


def _progress(live: LiveSitting, student: Student) -> TagCounts:
    """How far a student is. Without a loaded pass nothing is tagged yet."""
    student_pass = live.loaded_pass(student)
    if student_pass is not None:
        return student_pass.tag_counts
    return count_tags(live.article_of(student).blank.sentences)


def _open_since(live: LiveSitting) -> float | None:
    is_open = live.sitting.phase is ClassPhase.OPEN
    return live.sitting.lesson.since if is_open else None


def _offline(live: LiveSitting) -> Iterator[str]:
    for each in live.sitting.students:
        if live.events.may_have_unsent(each.id, live.clock()):
            yield safe_text(live.expected.shown_name(each))


def _pairs(live: LiveSitting) -> PageData:
    names = {each.id: safe_text(live.expected.shown_name(each)) for each in live.sitting.students}
    pairs = live.sitting.lesson.pairs
    paired = {student for pair in pairs for student in pair.students}
    return {
        "pairs": [
            {
                "sentence": pair.sentence,
                "students": [names[each] for each in pair.students if each in names],
            }
            for pair in pairs
        ],
        "unpaired": [name for student, name in names.items() if student not in paired],
    }
