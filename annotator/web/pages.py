"""Pages: their templates, their static files, and their data (article, work and class).

Every page loads from our own server only.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from annotator.model.annotation import AnnotationSet, Sentence, SetForm, page_fields
from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome, key_sentences, verdict
from annotator.model.codebook import PARTS, Codebook, Tag, Term
from annotator.model.lesson import LessonStep
from annotator.model.messages import Message
from annotator.model.project import Project
from annotator.model.sitting import ClassPhase, Student
from annotator.report import ENGLISH_MESSAGES, color_css, template_environment, theme_css
from annotator.report.feedback import GRADE_SIGNS, StudentWork
from annotator.report.source_cards import (
    LETTERS,
    LOOKS,
    MEANINGS,
    QUESTION_LABELS,
    VERDICT_LABELS,
    CardAnswer,
    SourceCard,
    SourceCards,
    cards_fragment,
    cards_style,
)
from annotator.stats.grading import GradingConfig, grade_set
from annotator.storage.codebooks import translated
from annotator.text.messages import ENGLISH, Messages, direction_of, known_languages, messages_in
from annotator.text.safe import safe_text
from annotator.web.class_project import LiveArticle
from annotator.web.page_edits import PageEdit, decision_json, sources_json
from annotator.web.sitting import LiveSitting
from annotator.web.student_pass import StudentPass

STYLE_SHEET = "style.css"
CARDS_STYLE = "source_cards.css"
LESSON_STYLE_SHEET = "lesson.css"
STATIC_FILES = {
    STYLE_SHEET: "text/css; charset=utf-8",
    "messages.js": "text/javascript; charset=utf-8",
    "model.js": "text/javascript; charset=utf-8",
    "nodes.js": "text/javascript; charset=utf-8",
    "store.js": "text/javascript; charset=utf-8",
    "attention.js": "text/javascript; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
    "suggestions.js": "text/javascript; charset=utf-8",
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
    LESSON_STYLE_SHEET: "text/css; charset=utf-8",
    "link.js": "text/javascript; charset=utf-8",
    "people.js": "text/javascript; charset=utf-8",
    "start.css": "text/css; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "join.js": "text/javascript; charset=utf-8",
    CARDS_STYLE: "text/css; charset=utf-8",
}
"""The files that pages may request, each with its media type."""

CATALOG_FILES = {f"messages.{each}.js": each for each in known_languages() if each != ENGLISH}
"""The scripts with the texts of each language, made from its catalog."""

STATIC_FILES |= dict.fromkeys(CATALOG_FILES, "text/javascript; charset=utf-8")


@cache
def static_file(name: str) -> str:
    """The text of one of the static files. A style sheet starts with the colors that it needs."""
    if name in CATALOG_FILES:
        return catalog_script(messages_in(CATALOG_FILES[name]))
    if name == CARDS_STYLE:
        return cards_style()
    colors = {STYLE_SHEET: color_css, LESSON_STYLE_SHEET: theme_css}.get(name)
    text = files("annotator.web").joinpath("static", name).read_text("utf-8")
    return colors() + text if colors else text


def script_json(value: Any) -> str:
    """A value as JSON for a script element: nothing in it opens or ends a tag."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def catalog_script(messages: Messages) -> str:
    """The script that gives a page the texts of its scripts; empty for English."""
    if not messages.scripts:
        return ""
    catalog = {"plural": messages.plural, "texts": messages.scripts}
    return f"Messages.load({script_json(catalog)});\n"


def render_page(
    template: str, messages: Messages = ENGLISH_MESSAGES, *, root: str = "", **values: Any
) -> str:
    """A page made from a template, with every text in it escaped.

    Args:
        template: The template's name.
        messages: The texts in the language of the page.
        root: The path before every path of the site; empty if it is at the root of its host.
        values: The other values for the template.
    """
    environment = template_environment("annotator.web", messages.language)
    return environment.get_template(template).render(root=root, **values)


PageData = dict[str, Any]

NO_SOURCES_YET = Message("The sources are shown after the whole key is revealed.")


def article_data(
    blank: AnnotationSet,
    codebook: Codebook,
    project: Project,
    messages: Messages,
    form: SetForm = SetForm.ANNOTATIONS,
) -> PageData:
    """What is the same for every student: the article, the codebook, and what to ask for.

    Args:
        blank: The sentences of the article. Their decisions are not used.
        codebook: The codebook.
        project: The project.
        messages: The texts in the language of the page.
        form: The form of the sets that the page works on.
    """
    return {
        "document": blank.document.id,
        "title": safe_text(blank.title),
        "outlet": safe_text(blank.document.outlet or ""),
        "published": safe_text(blank.document.published or ""),
        "language": safe_text(blank.document.language),
        "direction": direction_of(blank.document.language),
        "codebook_language": safe_text(codebook.language),
        "codebook_direction": direction_of(codebook.language),
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
        "parts": {each: codebook.part_name(each) for each in PARTS},
        "outcomes": {each.value: _outcome(each, messages) for each in KeyOutcome},
    }


_LOOKS = {KeyOutcome.SAME: "good", KeyOutcome.ACCEPTED: "good", KeyOutcome.OTHER: "bad"}


def _outcome(outcome: KeyOutcome, messages: Messages) -> PageData:
    return {
        "sign": GRADE_SIGNS[outcome],
        "label": messages.translate(OUTCOME_LABELS[outcome]),
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


def practice_material(
    key: AnnotationSet, codebook: Codebook, project: Project, messages: Messages
) -> PageData:
    """The article of a key, and the key's verdict on each possible tag of each sentence."""
    return article_data(key, codebook, project, messages) | {
        "sha256": key.document.sha256,
        "verdicts": {
            sentence.id: {
                tag.id: _verdict(sentence, tag.id, codebook, messages) for tag in codebook.tags
            }
            for sentence in key_sentences(key)
        },
    }


def _verdict(sentence: Sentence, tag: str, codebook: Codebook, messages: Messages) -> PageData:
    found = verdict(sentence, tag, codebook)
    return {
        "counts": found.outcome.is_correct,
        "outcome": found.outcome,
        "own": tag == sentence.tag,
        "lines": [safe_text(messages.translate(line)) for line in found.lines],
    }


def set_data(annotations: AnnotationSet) -> PageData:
    """The decisions in a set."""
    return {
        "decisions": {
            each.id: decision_json(each, annotations.form) for each in annotations.sentences
        },
        "sources": sources_json(annotations),
    }


def student_data(
    name: str, student_pass: StudentPass, first_vote: int | None, messages: Messages
) -> PageData:
    """One student's work.

    Args:
        name: The student's name.
        student_pass: The pass that the student works on.
        first_vote: The first vote on its article that the student can take part in.
        messages: The texts in the language of the page.
    """
    reason = student_pass.read_only_reason
    return {
        "first_vote": first_vote,
        "name": safe_text(name),
        "state": set_data(student_pass.annotations),
        "at": student_pass.receipts.at,
        "read_only": reason and safe_text(messages.translate(reason)),
    }


def edit_data(student_pass: StudentPass, page_edit: PageEdit) -> PageData:
    """The sentences after an edit, and whether the save met a conflict."""
    everything = set_data(student_pass.annotations) if page_edit.changes_sources else {}
    return {
        "sentence": page_edit.sentence,
        "decision": student_pass.decision_json(page_edit.sentence),
        "sources": sources_json(student_pass.annotations),
        "conflict": student_pass.conflict,
        **everything,
    }


@cache
def material_of(article: LiveArticle, messages: Messages = ENGLISH_MESSAGES) -> PageData:
    """What is the same for every student of an article who reads the page in one language."""
    codebook = translated(article.codebook, messages.language)
    return article_data(article.blank, codebook, article.project, messages)


def class_data(
    live: LiveSitting, document: str | None = None, messages: Messages = ENGLISH_MESSAGES
) -> PageData:
    """The state of the class that students may see.

    Args:
        live: The sitting.
        document: The document that the state is about (default: the current one).
        messages: The texts in the language of the page.
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
        "revealed": dict(_revealed(article, state.revealed, messages.language)),
        "feedback": has_feedback(live, article),
        "sources": article.revealed_cards(state.revealed) is not None,
    }


def sources_page(found: SourceCards, root: str, home: str, messages: Messages) -> str:
    """The page with the cards of an article's sources.

    Args:
        found: The cards, which the class may see.
        root: The path before every path of the site.
        home: The path of the page to go back to.
        messages: The texts in the language of the page.
    """
    return render_page(
        "sources.html",
        messages,
        root=root,
        home=home,
        title=safe_text(found.title),
        cards=cards_fragment(found, messages, level=2),
        meanings=MEANINGS,
        letters=LETTERS,
        questions=QUESTION_LABELS,
    )


def card_data(card: SourceCard, messages: Messages) -> PageData:
    """The card of a source, as the projector shows it."""
    kinds = (card.kind, card.source.affiliation or "")
    return {
        "id": card.source.id,
        "name": safe_text(card.source.name),
        "about": [safe_text(each) for each in kinds if each],
        "concerned": card.source.concerned,
        "answers": [_card_answer(each, messages) for each in card.answers],
        "described": [safe_text(each.text) for each in card.described],
    }


def _card_answer(answer: CardAnswer, messages: Messages) -> PageData:
    look = LOOKS[answer.verdict]
    return {
        "letter": LETTERS[answer.question],
        "question": messages.translate(QUESTION_LABELS[answer.question]),
        "verdict": messages.translate(VERDICT_LABELS[answer.verdict]),
        "sign": look.sign,
        "color": look.color,
        "reason": safe_text(messages.translate(answer.reason)),
        "places": [each.number for each in answer.places],
    }


def has_feedback(live: LiveSitting, article: LiveArticle) -> bool:
    """Whether students may see their feedback: the lesson has ended, and there is a key."""
    return live.sitting.phase is ClassPhase.ENDED and article.key is not None


def student_feedback(
    votes: Sequence[AnnotationSet], article: LiveArticle, first_vote: int, language: str = ENGLISH
) -> StudentWork:
    """A student's votes compared with the article's key, which there must be.

    Args:
        votes: At least one, the first vote first.
        article: The article.
        first_vote: The number of the first of these votes.
        language: The language of the page.

    Raises:
        ValueError: The key has another text.
    """
    assert article.key is not None  # noqa: S101 (the caller has asked `has_feedback`)
    config = GradingConfig(translated(article.codebook, language))
    *earlier, last = (grade_set(each, article.key, config) for each in votes)
    return StudentWork(article.key, last, tuple(earlier), first_vote)


def talk_data(live: LiveSitting, student: Student) -> PageData:
    """With whom a student talks in this step of the lesson, and about which sentence."""
    lesson = live.sitting.lesson
    pair = next((each for each in lesson.pairs if student.id in each.students), None)
    if lesson.step is not LessonStep.TALK or pair is None:
        return {"talk": None}
    others = (live.sitting.student(each) for each in pair.students if each != student.id)
    names = [safe_text(live.expected.shown_name(each)) for each in others if each is not None]
    return {"talk": {"sentence": pair.sentence, "with": names}}


def _revealed(
    article: LiveArticle, sentences: Iterable[str], language: str
) -> Iterator[tuple[str, PageData]]:
    if article.key is None:
        return
    codebook = translated(article.codebook, language)
    for sentence in sentences:
        if sentence in article.key.positions:
            keyed = article.key.sentence(sentence)
            said = verdict(keyed, None, codebook)
            why = safe_text(said.why)
            yield (
                sentence,
                {"tag": keyed.tag, "accepted_tags": list(keyed.accepted_tags), "why": why},
            )
