"""Pages: their templates, their static files, and their data (article, work and class).

Every page loads from our own server only.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from annotator.model.annotation import CLASS_PAGE_FIELDS, AnnotationSet, Sentence
from annotator.model.answer_key import key_sentences, verdict
from annotator.model.codebook import Codebook, Tag, Term
from annotator.model.progress import count_tags
from annotator.model.project import Project
from annotator.model.sitting import Student
from annotator.report import color_css, template_environment
from annotator.text.safe import safe_text
from annotator.web.class_project import LiveArticle
from annotator.web.page_edits import decision_json, sources_json
from annotator.web.sitting import LiveSitting
from annotator.web.student_pass import StudentPass
from annotator.web.tag_distribution import TagDistribution

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
    "people.js": "text/javascript; charset=utf-8",
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
    return {
        "version": live.events.version,
        "document": state.document,
        "phase": sitting.phase,
        "vote": state.vote,
        "asked": list(state.asked),
        "revealed": dict(_revealed(live.articles[state.document], state.revealed)),
    }


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


def teacher_data(live: LiveSitting, *, names: bool) -> PageData:
    """The state of the class for the teacher. Without `names` no student is identifiable."""
    spreads = live.tag_distributions
    before = {each.sentence: each for each in live.previous_distributions}
    numbers = live.blank.positions
    students = live.sitting.students
    view: PageData = {
        **class_data(live),
        "section": safe_text(live.sitting.section or ""),
        "documents": [
            {"id": each, "title": safe_text(article.blank.title)}
            for each, article in live.articles.items()
        ],
        "has_key": live.key is not None,
        "here": len(students),
        "done": sum(_untagged_count(live, each) == 0 for each in students),
        "sentences": [
            {
                **_distribution(each),
                "number": numbers[each.sentence] + 1,
                "text": safe_text(live.blank.sentence(each.sentence).text),
                **_previous_distribution(before.get(each.sentence)),
                "reasons": list(_reasons(live, each.sentence, names=names)),
            }
            for each in spreads
        ],
    }
    return view | _people(live) if names else view


def _people(live: LiveSitting) -> PageData:
    """The students by name: those who joined, those who are missing, and those with unsent work."""
    return {
        "students": [_student(live, each) for each in live.sitting.students],
        "absent": [safe_text(name) for name in live.absent],
        "offline": [
            safe_text(each.name)
            for each in live.sitting.students
            if live.events.may_have_unsent(each.id, live.clock())
        ],
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


def _untagged_count(live: LiveSitting, student: Student) -> int | None:
    student_pass = live.loaded_pass(student)
    return None if student_pass is None else count_tags(student_pass.annotations.sentences).untagged


def _student(live: LiveSitting, student: Student) -> PageData:
    student_pass = live.loaded_pass(student)
    progress = count_tags(student_pass.annotations.sentences) if student_pass is not None else None
    return {
        "id": student.id,
        "name": safe_text(student.name),
        "tagged": progress.tagged if progress else 0,
        "total": progress.total if progress else 0,
        "at": student_pass.receipts.at if student_pass is not None else None,
        "watching": live.events.is_here(student.id, live.clock()),
        "refused": live.events.refused_edits(student.id),
        "trouble": (student_pass.conflict or student_pass.read_only_reason)
        if student_pass is not None
        else None,
    }


def _reasons(
    live: LiveSitting, sentence: str, *, names: bool
) -> Iterator[Mapping[str, str | None]]:
    """The reasons for a sentence, ordered by tag, so that the order does not identify students."""
    if sentence not in live.sitting.asked:
        return
    found = []
    for student in live.sitting.students:
        student_pass = live.loaded_pass(student)
        if student_pass is not None and student_pass.document != live.sitting.document:
            continue
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
