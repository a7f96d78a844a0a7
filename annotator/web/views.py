"""What the pages are told: the article and codebook, a student's work, the class as it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.classroom import Student
from annotator.model.codebook import Codebook, Tag, Term
from annotator.model.keys import asked
from annotator.model.practice import verdict
from annotator.model.progress import count
from annotator.model.project import Project
from annotator.text.safe import visible
from annotator.web.desk import Desk
from annotator.web.room import Room
from annotator.web.tallies import Spread
from annotator.web.wording import decision, sources

View = dict[str, Any]


def material(blank: AnnotationSet, codebook: Codebook, project: Project) -> View:
    """What is the same for every student: the article, the codebook, and what is asked for."""
    return {
        "document": blank.document.id,
        "title": visible(blank.title),
        "outlet": visible(blank.document.outlet or ""),
        "published": visible(blank.document.published or ""),
        "language": visible(blank.document.language),
        "ask": project.ask,
        "cues": project.cues,
        "sentences": material_sentences(blank),
        "tags": [_tag(each, number) for number, each in enumerate(codebook.tags, 1)],
        "order": [{"question": visible(step.question), "tag": step.tag} for step in codebook.order],
        "kinds": [_term(each) for each in codebook.kinds],
        "stances": [_term(each) for each in codebook.stances],
    }


def material_sentences(blank: AnnotationSet) -> list[View]:
    """The sentences of the article, as they are shown."""
    return [_sentence(each) for each in blank.sentences]


def _sentence(sentence: Sentence) -> View:
    return {
        "id": sentence.id,
        "paragraph": sentence.paragraph,
        "part": sentence.part,
        "text": visible(sentence.text),
    }


def _tag(tag: Tag, number: int) -> View:
    return {
        "id": tag.id,
        "name": visible(tag.name),
        "key": tag.key or str(number),
        "mark": visible(tag.mark),
        "colour": tag.colour,
        "role": tag.role,
        "definition": visible(tag.definition),
        "decision": visible(tag.decision),
    }


def _term(term: Term) -> View:
    return {"id": term.id, "name": visible(term.name), "definition": visible(term.definition)}


def practice(key: AnnotationSet, codebook: Codebook, project: Project) -> View:
    """The article of a key, and what the key says of each tag that a sentence may be given."""
    return material(key, codebook, project) | {
        "sha256": key.document.sha256,
        "verdicts": {
            sentence.id: {tag.id: _verdict(sentence, tag.id, codebook) for tag in codebook.tags}
            for sentence in asked(key)
        },
    }


def _verdict(sentence: Sentence, tag: str, codebook: Codebook) -> View:
    found = verdict(sentence, tag, codebook)
    return {
        "counts": found.outcome.counts,
        "own": tag == sentence.tag,
        "lines": [visible(line) for line in found.lines],
    }


def state(annotations: AnnotationSet) -> View:
    """What was decided so far in a set."""
    return {
        "decisions": {each.id: decision(each) for each in annotations.sentences},
        "sources": sources(annotations),
    }


def work(student: Student, desk: Desk) -> View:
    """One student's work."""
    return {
        "name": visible(student.name),
        "state": state(desk.annotations),
        "at": desk.counted.at,
        "read_only": desk.read_only and visible(desk.read_only),
    }


def edited(desk: Desk, sentence: str) -> View:
    """What became of an edit of a sentence."""
    return {
        "sentence": sentence,
        "decision": decision(desk.annotations.sentence(sentence)),
        "sources": sources(desk.annotations),
        "conflict": desk.conflict,
    }


def standing(room: Room) -> View:
    """The class as every student may see it."""
    classroom = room.classroom
    return {
        "version": room.hearing.version,
        "phase": classroom.phase,
        "vote": classroom.vote,
        "asked": list(classroom.asked),
        "revealed": dict(_revealed(room)),
    }


def _revealed(room: Room) -> Iterator[tuple[str, View]]:
    if room.key is None:
        return
    for sentence in room.classroom.revealed:
        if sentence in room.key.positions:
            keyed = room.key.sentence(sentence)
            said = verdict(keyed, None, room.codebook)
            why = visible(said.why)
            yield sentence, {"tag": keyed.tag, "also": list(keyed.also), "why": why}


def led(room: Room, *, names: bool) -> View:
    """The class as its instructor sees it; without `names` nobody can be recognised."""
    spreads = room.spreads
    before = {each.sentence: each for each in room.before}
    numbers = room.blank.positions
    view: View = {
        **standing(room),
        "has_key": room.key is not None,
        "here": len(room.classroom.students),
        "done": sum(_left(room, each) == 0 for each in room.classroom.students),
        "sentences": [
            {
                **_spread(each),
                "number": numbers[each.sentence] + 1,
                "text": visible(room.blank.sentence(each.sentence).text),
                **_before(before.get(each.sentence)),
                "reasons": list(_reasons(room, each.sentence, names=names)),
            }
            for each in spreads
        ],
    }
    if names:
        view |= {
            "students": [_student(room, each) for each in room.classroom.students],
            "absent": [visible(name) for name in room.absent],
            "offline": [
                visible(each.name)
                for each in room.classroom.students
                if room.hearing.may_have_unsent(each.id, room.clock())
            ],
        }
    return view


def _spread(spread: Spread) -> View:
    return {
        "id": spread.sentence,
        "counts": dict(spread.counts),
        "agreement": round(spread.agreement, 3),
        "split": spread.split,
    }


def _before(spread: Spread | None) -> View:
    """How the vote before came out on a sentence, which is what a second vote is compared with."""
    if spread is None:
        return {"before": {}, "was_split": False}
    return {"before": dict(spread.counts), "was_split": spread.split}


def _left(room: Room, student: Student) -> int | None:
    desk = room.open_desk_of(student)
    return None if desk is None else count(desk.annotations.sentences).untagged


def _student(room: Room, student: Student) -> View:
    desk = room.open_desk_of(student)
    progress = count(desk.annotations.sentences) if desk is not None else None
    return {
        "id": student.id,
        "name": visible(student.name),
        "tagged": progress.tagged if progress else 0,
        "total": progress.total if progress else 0,
        "at": desk.counted.at if desk is not None else None,
        "watching": room.hearing.is_here(student.id, room.clock()),
        "refused": room.hearing.refused(student.id),
        "trouble": (desk.conflict or desk.read_only) if desk is not None else None,
    }


def _reasons(room: Room, sentence: str, *, names: bool) -> Iterator[Mapping[str, str | None]]:
    """The notes on a sentence of which a reason was asked, by tag, so that no order tells who."""
    if sentence not in room.classroom.asked:
        return
    found = []
    for student in room.classroom.students:
        desk = room.open_desk_of(student)
        note = desk.annotations.sentence(sentence).note if desk is not None else None
        if desk is not None and note:
            tag = desk.annotations.sentence(sentence).tag
            found.append((tag or "", visible(note), visible(student.name) if names else None))
    yield from (
        {"tag": tag, "note": note, "name": name}
        for tag, note, name in sorted(found, key=lambda each: each[:2])
    )
