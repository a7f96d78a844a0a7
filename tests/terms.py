"""A made-up term: six weeks, two sections, an article a week, with everything that can happen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

from annotator.model.annotation import SegmentedDocument, SetForm, Status
from annotator.model.name_folding import file_name
from annotator.model.sitting import ClassPhase, Sitting, Student
from annotator.storage import documents, layout, sittings
from annotator.storage.codebooks import builtin
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE, a_cut_article
from tests.project_factories import store_set

SECTIONS = {
    "MEDIA-101-01": ("Ada Byron", "Bo Lind", "Cleo Núñez", "Dev Rao"),
    "MEDIA-101-02": ("Eve Okafor", "Finn Ó Briain", "Gus Li"),
}
DAYS = ("2026-09-08", "2026-09-15", "2026-09-22", "2026-09-29", "2026-10-06", "2026-10-13")
"""The Tuesdays on which the first section meets. The second one meets two days later."""
MISSING = {("Bo Lind", 1), ("Gus Li", 2), ("Gus Li", 5)}
LATE = {("Dev Rao", 4), ("Eve Okafor", 0)}
NO_LESSON = ("MEDIA-101-02", 3)
ALIAS = ("Cleo Núñez", 2, "cleo n")
"""A student who joined under another name in one week, as the teacher found out."""
KEY = (CLAIM, CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND, BACKGROUND)


@dataclass(frozen=True, slots=True)
class TermVote:
    """What one student tagged in one vote."""

    section: str
    week: int
    student: str
    vote: int
    tags: tuple[str | None, ...]


def the_votes(seed: int = 17) -> tuple[TermVote, ...]:
    """All votes of the term. Students get better over the weeks, and in second votes."""
    chance = Random(seed)  # noqa: S311 (made-up answers)
    return tuple(_votes(chance))


def _votes(chance: Random) -> Iterator[TermVote]:
    for section, students in SECTIONS.items():
        for week in range(len(DAYS)):
            for name in students:
                if (section, week) == NO_LESSON or (name, week) in MISSING:
                    continue
                for vote in (2,) if (name, week) in LATE else (1, 2):
                    right = 0.4 + 0.07 * week + 0.15 * (vote - 1)
                    tags = tuple(
                        tag if chance.random() < right else chance.choice((None, *set(KEY) - {tag}))
                        for tag in KEY
                    )
                    yield TermVote(section, week, name, vote, tags)


def sitting_id(section: str, week: int) -> str:
    """The id of a section's sitting in a week."""
    return f"{_day(section, week)}-{section.lower()}"


def _day(section: str, week: int) -> str:
    later = 2 * list(SECTIONS).index(section)
    return f"{DAYS[week][:8]}{int(DAYS[week][8:]) + later:02d}"


def typed_name(student: str, week: int) -> str:
    """The name under which a student joined in a week."""
    return ALIAS[2] if (student, week) == ALIAS[:2] else student


def a_term(folder: Path, votes: tuple[TermVote, ...] | None = None) -> Path:
    """The project of the term, as the class page leaves it."""
    folder.mkdir()
    (folder / layout.PROJECT_FILE).write_text("format: attribution-project/1\n", "utf-8")
    sittings.make_private_folders(folder)
    for week in range(len(DAYS)):
        _add_article(folder, week)
    for each in votes if votes is not None else the_votes():
        _add_vote(folder, each)
    for section in SECTIONS:
        for week in range(len(DAYS)):
            if (section, week) != NO_LESSON:
                _add_sitting(folder, section, week)
    return folder


def article(week: int) -> str:
    """The id of the article of a week."""
    return f"article-{week + 1}"


def _cut(week: int) -> SegmentedDocument:
    texts = (f"In week {week + 1} the {place} was open." for place in _PLACES)
    return a_cut_article(*texts, id=article(week), title=f"Article {week + 1}")


_PLACES = ("harbor", "market", "station", "school", "library", "pool")


def _add_article(folder: Path, week: int) -> None:
    path = layout.document_path(folder, article(week))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(documents.render(_cut(week)))
    key = _cut(week).new_set("Ms Rivera", builtin().reference, SetForm.KEY)
    tagged = zip(key.sentences, KEY, strict=True)
    sentences = tuple(replace(each, tag=tag) for each, tag in tagged)
    store_set(layout.key_path(folder, article(week)), replace(key, sentences=sentences))


def _add_vote(folder: Path, vote: TermVote) -> None:
    name = typed_name(vote.student, vote.week)
    made = _cut(vote.week).new_set(name, builtin().reference)
    tagged = list(zip(made.sentences, vote.tags, strict=True))
    note = f"I read it twice, wrote {name}."
    sentences = tuple(
        replace(each, tag=tag, note=note if at == 2 and tag else None)
        for at, (each, tag) in enumerate(tagged)
    )
    own = replace(
        made,
        sentences=sentences,
        status=Status.FINISHED,
        sitting=sitting_id(vote.section, vote.week),
        vote=vote.vote,
    )
    number = 1 if (vote.student, vote.week) in LATE else vote.vote
    store_set(layout.annotations_path(folder, name, article(vote.week), number), own)


def _add_sitting(folder: Path, section: str, week: int) -> None:
    joined = tuple(
        _student(name, week) for name in SECTIONS[section] if (name, week) not in MISSING
    )
    sitting = Sitting(
        sitting_id(section, week),
        f"CDEFG{week + 2}",
        "secret",
        (article(week),),
        article(week),
        section,
        _day(section, week),
        phase=ClassPhase.ENDED,
        students=joined,
    )
    sittings.save(layout.class_path(folder, sitting.id), sitting)


def _student(name: str, week: int) -> Student:
    typed = typed_name(name, week)
    token = sha256(f"{name} {week}".encode()).hexdigest()
    joined = 2 if (name, week) in LATE else 1
    return Student(file_name(typed), typed, token, joined, article(week), f"row-{name}")
