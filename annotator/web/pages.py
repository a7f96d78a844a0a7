"""Pages: their templates, their static files, and their data (article, work and class).

Every page loads from our own server only.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from annotator.model.annotation import CLASS_PAGE_FIELDS, AnnotationSet, Sentence
from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome, key_sentences, verdict
from annotator.model.classroom import ClassPhase, Student
from annotator.model.codebook import Codebook, Tag, Term
from annotator.model.progress import count_tags
from annotator.model.project import Project
from annotator.report import color_css, template_environment
from annotator.report.feedback import GRADE_SIGNS, StudentWork
from annotator.stats.grading import GradingConfig, grade_set
from annotator.text.safe import safe_text
from annotator.web.classroom import LiveClassroom, TagDistribution
from annotator.web.page_edits import decision_json, sources_json
from annotator.web.student_pass import StudentPass

STYLE_SHEET = "style.css"
STATIC_FILES = {
    STYLE_SHEET: "text/css; charset=utf-8",
    "model.js": "text/javascript; charset=utf-8",
    "nodes.js": "text/javascript; charset=utf-8",
    "store.js": "text/javascript; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "practice.js": "text/javascript; charset=utf-8",
    "online.js": "text/javascript; charset=utf-8",
    "teach.js": "text/javascript; charset=utf-8",
}
"""The files that pages may request, each with its media type."""


@cache
def static_file(name: str) -> str:
    """The text of one of the static files. The style sheet starts with the colors."""
    text = files("annotator.web").joinpath("static", name).read_text("utf-8")
    return color_css() + text if name == STYLE_SHEET else text


def render_page(template: str, *, root: str = "", **values: Any) -> str:
    """A page made from a template, with every text in it escaped.

    Args:
        template: The template's name.
        root: The path before every path of the site; empty if it is at the root of its host.
        values: The other values for the template.
    """
    return template_environment("annotator.web").get_template(template).render(root=root, **values)


PageData = dict[str, Any]


def article_data(blank: AnnotationSet, codebook: Codebook, project: Project) -> PageData:
    """What is the same for every student: the article, the codebook, and what to ask for."""
    return {
        "document": blank.document.id,
        "title": safe_text(blank.title),
        "outlet": safe_text(blank.document.outlet or ""),
        "published": safe_text(blank.document.published or ""),
        "language": safe_text(blank.document.language),
        "prompt_level": project.prompt_level,
        "cues": project.cues,
        "sentences": material_sentences(blank),
        "tags": [_tag(each, number) for number, each in enumerate(codebook.tags, 1)],
        "order": [
            {"question": safe_text(step.question), "tag": step.tag} for step in codebook.order
        ],
        "kinds": [_term(each) for each in codebook.kinds],
        "stances": [_term(each) for each in codebook.stances],
        "fields": [
            {"name": each.name, "type": each.type, "default": each.default}
            for each in CLASS_PAGE_FIELDS
        ],
        "outcomes": {each.value: _outcome(each) for each in KeyOutcome},
    }


_LOOKS = {KeyOutcome.SAME: "good", KeyOutcome.ACCEPTED: "good", KeyOutcome.OTHER: "bad"}


def _outcome(outcome: KeyOutcome) -> PageData:
    return {
        "sign": GRADE_SIGNS[outcome],
        "label": OUTCOME_LABELS[outcome],
        "look": _LOOKS.get(outcome, "neutral"),
    }


def material_sentences(blank: AnnotationSet) -> list[PageData]:
    """The sentences of the article, as the page shows them."""
    return [_sentence(each) for each in blank.sentences]


def _sentence(sentence: Sentence) -> PageData:
    return {
        "id": sentence.id,
        "paragraph": sentence.paragraph,
        "part": sentence.part,
        "text": safe_text(sentence.text),
    }


def _tag(tag: Tag, number: int) -> PageData:
    return {
        "id": tag.id,
        "name": safe_text(tag.name),
        "key": tag.key or str(number),
        "mark": safe_text(tag.mark),
        "color": tag.color,
        "role": tag.role,
        "definition": safe_text(tag.definition),
        "decision": safe_text(tag.decision),
    }


def _term(term: Term) -> PageData:
    return {"id": term.id, "name": safe_text(term.name), "definition": safe_text(term.definition)}


def practice_material(key: AnnotationSet, codebook: Codebook, project: Project) -> PageData:
    """The article of a key, and the key's verdict on each possible tag of each sentence."""
    return article_data(key, codebook, project) | {
        "sha256": key.document.sha256,
        "verdicts": {
            sentence.id: {tag.id: _verdict(sentence, tag.id, codebook) for tag in codebook.tags}
            for sentence in key_sentences(key)
        },
    }


def _verdict(sentence: Sentence, tag: str, codebook: Codebook) -> PageData:
    found = verdict(sentence, tag, codebook)
    return {
        "counts": found.outcome.is_correct,
        "outcome": found.outcome,
        "own": tag == sentence.tag,
        "lines": [safe_text(line) for line in found.lines],
    }


def set_data(annotations: AnnotationSet) -> PageData:
    """The decisions in a set."""
    return {
        "decisions": {each.id: decision_json(each) for each in annotations.sentences},
        "sources": sources_json(annotations),
    }


def student_data(student: Student, student_pass: StudentPass) -> PageData:
    """One student's work."""
    return {
        "name": safe_text(student.name),
        "first_vote": student.joined,
        "state": set_data(student_pass.annotations),
        "at": student_pass.receipts.at,
        "read_only": student_pass.read_only_reason and safe_text(student_pass.read_only_reason),
    }


def edit_data(student_pass: StudentPass, sentence: str) -> PageData:
    """The sentence after an edit, and whether the save met a conflict."""
    return {
        "sentence": sentence,
        "decision": decision_json(student_pass.annotations.sentence(sentence)),
        "sources": sources_json(student_pass.annotations),
        "conflict": student_pass.conflict,
    }


def class_data(live: LiveClassroom) -> PageData:
    """The state of the class that students may see."""
    classroom = live.classroom
    return {
        "version": live.events.version,
        "phase": classroom.phase,
        "vote": classroom.vote,
        "asked": list(classroom.asked),
        "revealed": dict(_revealed(live)),
        "feedback": has_feedback(live),
    }


def has_feedback(live: LiveClassroom) -> bool:
    """Whether students may see their feedback: the lesson has ended, and there is a key."""
    return live.classroom.phase is ClassPhase.ENDED and live.key is not None


def student_feedback(
    votes: Sequence[AnnotationSet], key: AnnotationSet, codebook: Codebook, first_vote: int
) -> StudentWork:
    """A student's votes compared with the key.

    Args:
        votes: At least one, the first vote first.
        key: The answer key of the article.
        codebook: The codebook of the class.
        first_vote: The number of the first of these votes.

    Raises:
        ValueError: The key has another text.
    """
    config = GradingConfig(codebook)
    *earlier, last = (grade_set(each, key, config) for each in votes)
    return StudentWork(key, last, tuple(earlier), first_vote)


def _revealed(classroom: LiveClassroom) -> Iterator[tuple[str, PageData]]:
    if classroom.key is None:
        return
    for sentence in classroom.classroom.revealed:
        if sentence in classroom.key.positions:
            keyed = classroom.key.sentence(sentence)
            said = verdict(keyed, None, classroom.codebook)
            why = safe_text(said.why)
            yield (
                sentence,
                {"tag": keyed.tag, "accepted_tags": list(keyed.accepted_tags), "why": why},
            )


def teacher_data(classroom: LiveClassroom, *, names: bool) -> PageData:
    """The state of the class for the teacher. Without `names` no student is identifiable."""
    spreads = classroom.tag_distributions
    before = {each.sentence: each for each in classroom.previous_distributions}
    numbers = classroom.blank.positions
    view: PageData = {
        **class_data(classroom),
        "has_key": classroom.key is not None,
        "here": len(classroom.classroom.students),
        "done": sum(_untagged_count(classroom, each) == 0 for each in classroom.classroom.students),
        "sentences": [
            {
                **_distribution(each),
                "number": numbers[each.sentence] + 1,
                "text": safe_text(classroom.blank.sentence(each.sentence).text),
                **_previous_distribution(before.get(each.sentence)),
                "reasons": list(_reasons(classroom, each.sentence, names=names)),
            }
            for each in spreads
        ],
    }
    if names:
        view |= {
            "students": [_student(classroom, each) for each in classroom.classroom.students],
            "absent": [safe_text(name) for name in classroom.absent],
            "offline": [
                safe_text(each.name)
                for each in classroom.classroom.students
                if classroom.events.may_have_unsent(each.id, classroom.clock())
            ],
        }
    return view


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


def _untagged_count(classroom: LiveClassroom, student: Student) -> int | None:
    student_pass = classroom.loaded_pass(student)
    return None if student_pass is None else count_tags(student_pass.annotations.sentences).untagged


def _student(classroom: LiveClassroom, student: Student) -> PageData:
    student_pass = classroom.loaded_pass(student)
    progress = count_tags(student_pass.annotations.sentences) if student_pass is not None else None
    return {
        "id": student.id,
        "name": safe_text(student.name),
        "tagged": progress.tagged if progress else 0,
        "total": progress.total if progress else 0,
        "at": student_pass.receipts.at if student_pass is not None else None,
        "watching": classroom.events.is_here(student.id, classroom.clock()),
        "refused": classroom.events.refused_edits(student.id),
        "trouble": (student_pass.conflict or student_pass.read_only_reason)
        if student_pass is not None
        else None,
    }


def _reasons(
    classroom: LiveClassroom, sentence: str, *, names: bool
) -> Iterator[Mapping[str, str | None]]:
    """The reasons for a sentence, ordered by tag, so that the order does not identify students."""
    if sentence not in classroom.classroom.asked:
        return
    found = []
    for student in classroom.classroom.students:
        student_pass = classroom.loaded_pass(student)
        note = (
            student_pass.annotations.sentence(sentence).note if student_pass is not None else None
        )
        if student_pass is not None and note:
            tag = student_pass.annotations.sentence(sentence).tag
            found.append((tag or "", safe_text(note), safe_text(student.name) if names else None))
    yield from (
        {"tag": tag, "note": note, "name": name}
        for tag, note, name in sorted(found, key=lambda each: each[:2])
    )
