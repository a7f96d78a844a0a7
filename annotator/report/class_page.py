"""The class report: what a class found hard, as one page for the teacher or for the class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.model.codebook import Codebook, Tag
from annotator.model.messages import Message, message_in
from annotator.report import ENGLISH_MESSAGES, render
from annotator.report.feedback import Confusion
from annotator.stats.class_results import ClassResults, DocumentResults, Reason, SentenceResult
from annotator.stats.class_term import ClassTerm, SectionTerm, StudentTerm, class_term
from annotator.stats.measure_input import MeasureValue
from annotator.text.messages import Messages, messages_for

MOST_HARD = 5
"""The number of hard sentences that are shown unfolded."""
WIDTH, HEIGHT = 240, 136
_LEFT, _RIGHT, _TOP, _BOTTOM, _INSET = 36, 4, 20, 34, 16
_MOST_LABELS = 6
_BAR, _GAP, _BAR_HEIGHT, _LEAST = 6, 2, 20, 2


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A point of a small chart: where it is, in units of the drawing, and what it stands for.

    Attributes:
        x: The distance from the left.
        y: The distance from the top.
        number: The number of the week, from 1.
        label: Its percentage, or "" if there is no room for it.
        below: Whether the label stands below the point, away from the line.
        title: The week and the figures, for readers who do not see the chart.
    """

    x: float
    y: float
    number: int
    label: str
    title: str
    below: bool = False

    @property
    def label_y(self) -> float:
        """The distance of the label's baseline from the top."""
        return self.y + 16 if self.below else self.y - 7


@dataclass(frozen=True, slots=True)
class TagTrend:
    """The recall of one tag in one section over the term."""

    tag: Tag
    points: tuple[TrendPoint, ...]

    @property
    def line(self) -> str:
        """The points as SVG wants them for a line."""
        return " ".join(f"{each.x:.1f},{each.y:.1f}" for each in self.points)


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A student's share of right answers in one week as a bar.

    Attributes:
        x: The distance from the left, in units of the drawing.
        y: The distance from the top.
        height: Its height. 0 if there is no first vote.
        missing: Whether the student was missing.
    """

    x: int
    y: float
    height: float
    missing: bool = False


@dataclass(frozen=True, slots=True)
class TagReasons:
    """The reasons for one tag of one sentence."""

    tag: str | None
    reasons: tuple[Reason, ...]


BACK_TO_THE_TEACHER = Message("Back to the teacher’s page")


def class_page(
    results: ClassResults,
    *,
    anonymous: bool = False,
    about: str = "",
    home: str | None = None,
    home_label: str = BACK_TO_THE_TEACHER,
    messages: Messages | None = None,
    codebook: Codebook | None = None,
) -> str:
    """One self-contained page with the results of a class.

    Args:
        results: At least one document.
        anonymous: Whether to leave out names, each student's results, and what students wrote.
        about: Which work it is about, as a line below the title.
        home: The address of the page to go back to, if there is one.
        home_label: What the link to that page says.
        messages: The texts in the language of the page (default: that of the codebook).
        codebook: The codebook in this language (default: the codebook of the work).
    """
    messages = messages or messages_for(results.documents[0].codebook.language)
    codebook = codebook or results.documents[0].codebook
    term = class_term(results.lessons, results.members)
    return render(
        "class.html",
        messages,
        language=messages.language,
        codebook=codebook,
        results=results,
        term=term,
        anonymous=anonymous,
        about=about,
        home=home,
        home_label=messages.translate(home_label),
        headings=week_headings(term, messages),
        trends=lambda section: tag_trends(term, section, codebook, messages),
        size=(WIDTH, HEIGHT),
        plot=(_LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM),
        score_bars=lambda student: tuple(_bars(student, None)),
        recall_bars=lambda student, tag: tuple(_bars(student, tag)),
        bars_size=(max(len(term.weeks), 1) * (_BAR + _GAP), _BAR_HEIGHT),
        bar_width=_BAR,
        most_hard=MOST_HARD,
        confusions=lambda found: confusions(found, codebook),
        reasons=lambda found: tuple(reason_groups(found)),
        sentence_at=lambda found, number: found.key.sentences[number - 1].text,
        right_share=_right_share,
    )


def week_headings(term: ClassTerm, messages: Messages = ENGLISH_MESSAGES) -> tuple[str, ...]:
    """What each week of a term is called: its Monday, or the title of its document."""
    return tuple(
        _monday(each.week, messages) if each.week else each.titles[0] for each in term.weeks
    )


_MONTHS = (
    message_in("month", "Jan"),
    message_in("month", "Feb"),
    message_in("month", "Mar"),
    message_in("month", "Apr"),
    message_in("month", "May"),
    message_in("month", "Jun"),
    message_in("month", "Jul"),
    message_in("month", "Aug"),
    message_in("month", "Sep"),
    message_in("month", "Oct"),
    message_in("month", "Nov"),
    message_in("month", "Dec"),
)


def _monday(day: str, messages: Messages) -> str:
    _, month, number = day.split("-")
    date = Message("%(month)s %(day)s", month=_MONTHS[int(month) - 1], day=int(number))
    return messages.translate(date)


def tag_trends(
    term: ClassTerm,
    section: SectionTerm,
    codebook: Codebook,
    messages: Messages = ENGLISH_MESSAGES,
) -> tuple[TagTrend, ...]:
    """The recall of each tag that a section had in the keys of two or more weeks."""
    trends = (TagTrend(tag, tuple(_points(term, section, tag, messages))) for tag in codebook.tags)
    return tuple(each for each in trends if len(each.points) > 1)


def _points(
    term: ClassTerm, section: SectionTerm, tag: Tag, messages: Messages
) -> Iterator[TrendPoint]:
    headings = week_headings(term, messages)
    found = [
        (at, value)
        for at, week in enumerate(section.weeks)
        if (value := week.recall.get(tag.id)) is not None and value.value is not None
    ]
    last = len(section.weeks) - 1
    for place, (at, value) in enumerate(found):
        share = _share(value)
        labeled = len(found) <= _MOST_LABELS or at in {found[0][0], found[-1][0]}
        x = _LEFT + _INSET + (WIDTH - _LEFT - _RIGHT - 2 * _INSET) * at / max(last, 1)
        y = HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share
        of = Message("%(count)s of %(total)s", count=value.numerator, total=value.denominator)
        words = f"{at + 1}. {headings[at]}: {messages.translate(of)}"
        label = f"{share:.0%}" if labeled else ""
        yield TrendPoint(x, y, at + 1, label, words, below=_is_valley(found, place))


def _is_valley(found: Sequence[tuple[int, MeasureValue]], place: int) -> bool:
    """Whether the line goes up on both sides of a point."""
    beside = [_share(found[at][1]) for at in (place - 1, place + 1) if 0 <= at < len(found)]
    return min(beside) > _share(found[place][1]) if beside else False


def _share(value: MeasureValue | None) -> float:
    return float(value.value) if value and isinstance(value.value, int | float) else 0.0


def _bars(student: StudentTerm, tag: str | None) -> Iterator[ScoreBar]:
    """A bar for each week: of the score, or of the recall of a tag."""
    for at, week in enumerate(student.weeks):
        value = None if week is None else week.score if tag is None else week.recall.get(tag)
        # A share of 0 has a low bar, so that it differs from a gap.
        height = max(_LEAST, _BAR_HEIGHT * _share(value)) if value and value.defined else 0
        missing = student.missed[at]
        yield ScoreBar(at * (_BAR + _GAP), _BAR_HEIGHT - height, height, missing)


def _right_share(result: SentenceResult) -> float:
    return result.right / result.students


def confusions(results: DocumentResults, codebook: Codebook | None = None) -> tuple[Confusion, ...]:
    """The wrong tags of the class in the first vote, the most frequent first."""
    names = {tag.id: tag.name for tag in (codebook or results.codebook).tags}
    found = (
        Confusion(names.get(row.tag, row.tag), names.get(tag, tag), count - row.accepted[tag])
        for row in results.confusion
        for tag, count in row.given.items()
        if tag is not None and tag != row.tag and count > row.accepted[tag]
    )
    return tuple(sorted(found, key=lambda each: -each.times))


def reason_groups(results: DocumentResults) -> Iterator[tuple[int, tuple[TagReasons, ...]]]:
    """The reasons by sentence and by tag, in the codebook's order; untagged ones come last."""
    order = [tag.id for tag in results.codebook.tags]

    def position(reason: Reason) -> int:
        return order.index(reason.tag) if reason.tag in order else len(order)

    for number, found in groupby(results.reasons, key=lambda each: each.number):
        by_tag = groupby(sorted(found, key=position), key=lambda each: each.tag)
        yield number, tuple(TagReasons(tag, tuple(own)) for tag, own in by_tag)
