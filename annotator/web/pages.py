"""Pages: their templates, their static files, and their data (article, work and class).

Every page loads from our own server only.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from annotator.model.annotation import AnnotationSet, Sentence, SetForm, page_fields
from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome, key_sentences, verdict
from annotator.model.codebook import Codebook, Tag, Term
from annotator.model.lesson import LessonStep
from annotator.model.project import Project
from annotator.model.sitting import ClassPhase, Student
from annotator.report import color_css, template_environment
from annotator.report.feedback import GRADE_SIGNS, StudentWork
from annotator.stats.grading import GradingConfig, grade_set
from annotator.text.safe import safe_text
from annotator.web.class_project import LiveArticle
from annotator.web.page_edits import decision_json, sources_json
from annotator.web.sitting import LiveSitting
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
    "class_state.js": "text/javascript; charset=utf-8",
    "bars.js": "text/javascript; charset=utf-8",
    "lesson.js": "text/javascript; charset=utf-8",
    "reasons.js": "text/javascript; charset=utf-8",
    "class_list.js": "text/javascript; charset=utf-8",
    "teach.js": "text/javascript; charset=utf-8",
    "projector.js": "text/javascript; charset=utf-8",
    "enter.js": "text/javascript; charset=utf-8",
    "link.js": "text/javascript; charset=utf-8",
    "lesson.css": "text/css; charset=utf-8",
    "people.js": "text/javascript; charset=utf-8",
    "start.css": "text/css; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "join.js": "text/javascript; charset=utf-8",
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


def article_data(
    blank: AnnotationSet,
    codebook: Codebook,
    project: Project,
    form: SetForm = SetForm.ANNOTATIONS,
) -> PageData:
    """What is the same for every student: the article, the codebook, and what to ask for.

    Args:
        blank: The sentences of the article. Their decisions are not used.
        codebook: The codebook.
        project: The project.
        form: The form of the sets that the page works on.
    """
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
            for each in page_fields(form)
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
        "decisions": {
            each.id: decision_json(each, annotations.form) for each in annotations.sentences
        },
        "sources": sources_json(annotations),
    }


def student_data(student: Student, student_pass: StudentPass, first_vote: int | None) -> PageData:
    """One student's work.

    Args:
        student: The student.
        student_pass: The pass that the student works on.
        first_vote: The first vote on its article that the student can take part in.
    """
    return {
        "first_vote": first_vote,
        "name": safe_text(student.name),
        "state": set_data(student_pass.annotations),
        "at": student_pass.receipts.at,
        "read_only": student_pass.read_only_reason and safe_text(student_pass.read_only_reason),
    }


def edit_data(student_pass: StudentPass, sentence: str) -> PageData:
    """The sentence after an edit, and whether the save met a conflict."""
    return {
        "sentence": sentence,
        "decision": student_pass.decision_json(sentence),
        "sources": sources_json(student_pass.annotations),
        "conflict": student_pass.conflict,
    }


@cache
def material_of(article: LiveArticle) -> PageData:
    """What is the same for every student of an article."""
    return article_data(article.blank, article.codebook, article.project)


def class_data(live: LiveSitting, document: str | None = None) -> PageData:
    """The state of the class that students may see.

    Args:
        live: The sitting.
        document: The document that the state is about (default: the current one).
    """
    sitting = live.sitting
    state = sitting.article_of(document or sitting.document)
    article = live.articles[state.document]
    return {
        "version": live.events.version,
        "document": state.document,
        "phase": sitting.phase,
        "vote": state.vote,
        "asked": list(state.asked),
        "revealed": dict(_revealed(article, state.revealed)),
        "feedback": has_feedback(live, article),
    }


def has_feedback(live: LiveSitting, article: LiveArticle) -> bool:
    """Whether students may see their feedback: the lesson has ended, and there is a key."""
    return live.sitting.phase is ClassPhase.ENDED and article.key is not None


def student_feedback(
    votes: Sequence[AnnotationSet], article: LiveArticle, first_vote: int
) -> StudentWork:
    """A student's votes compared with the article's key, which there must be.

    Args:
        votes: At least one, the first vote first.
        article: The article.
        first_vote: The number of the first of these votes.

    Raises:
        ValueError: The key has another text.
    """
    assert article.key is not None  # noqa: S101 (the caller has asked `has_feedback`)
    config = GradingConfig(article.codebook)
    *earlier, last = (grade_set(each, article.key, config) for each in votes)
    return StudentWork(article.key, last, tuple(earlier), first_vote)


def talk_data(live: LiveSitting, student: Student) -> PageData:
    """With whom a student talks in this step of the lesson, and about which sentence."""
    lesson = live.sitting.lesson
    pair = next((each for each in lesson.pairs if student.id in each.students), None)
    if lesson.step is not LessonStep.TALK or pair is None:
        return {"talk": None}
    others = (live.sitting.student(each) for each in pair.students if each != student.id)
    names = [safe_text(each.name) for each in others if each is not None]
    return {"talk": {"sentence": pair.sentence, "with": names}}


def _revealed(article: LiveArticle, sentences: Iterable[str]) -> Iterator[tuple[str, PageData]]:
    if article.key is None:
        return
    for sentence in sentences:
        if sentence in article.key.positions:
            keyed = article.key.sentence(sentence)
            said = verdict(keyed, None, article.codebook)
            why = safe_text(said.why)
            yield (
                sentence,
                {"tag": keyed.tag, "accepted_tags": list(keyed.accepted_tags), "why": why},
            )
