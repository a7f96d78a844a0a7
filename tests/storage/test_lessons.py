"""Every lesson in the package is whole, and a lesson that is not is refused."""

import pytest

from annotator.model.errors import DataError
from annotator.storage.codebooks import builtin
from annotator.storage.lessons import FOLDER, LESSON_MINUTES, LessonPlan, lesson, lessons, parse

FIRST = (FOLDER / "who-says-so.yaml").read_text("utf-8")
LONGEST_SENTENCE, HARDEST_GRADE = 34, 10


@pytest.mark.parametrize("each", lessons(), ids=lambda each: each.id)
class TestEveryLesson:
    def test_its_file_has_its_name(self, each: LessonPlan) -> None:
        assert (FOLDER / f"{each.id}.yaml").is_file()

    def test_its_steps_take_a_lesson(self, each: LessonPlan) -> None:
        assert sum(step.minutes for step in each.plan) == LESSON_MINUTES

    def test_its_article_has_16_to_24_sentences_and_all_four_tags(self, each: LessonPlan) -> None:
        body = [sentence for sentence in each.article.sentences if sentence.part is None]
        assert 16 <= len(body) <= 24
        assert {sentence.tag for sentence in body} == {tag.id for tag in builtin().tags}

    def test_every_sentence_of_its_body_is_explained(self, each: LessonPlan) -> None:
        body = [sentence for sentence in each.article.sentences if sentence.part is None]
        assert all(sentence.explanation for sentence in body)

    def test_its_article_is_readable(self, each: LessonPlan) -> None:
        body = [s.text for s in each.article.sentences if s.part is None]
        assert max(len(text.split()) for text in body) <= LONGEST_SENTENCE
        assert readability_grade(body) <= HARDEST_GRADE

    def test_every_step_has_a_slide(self, each: LessonPlan) -> None:
        assert all(step.slides for step in each.plan)


def readability_grade(sentences: list[str]) -> float:
    """The school grade of a text by the automated readability index."""
    words = [word for text in sentences for word in text.split()]
    letters = sum(char.isalnum() for word in words for char in word)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43


def test_lessons_are_numbered_from_one_without_a_gap() -> None:
    assert [each.number for each in lessons()] == list(range(1, len(lessons()) + 1))


def test_no_two_lessons_share_a_source() -> None:
    names = [source.name for each in lessons() for source in each.article.sources]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("- minutes: 5\n", "- minutes: 6\n", "plan"),
        ('      cue: "told"', '      cue: "whispered"', "article"),
        ("{claim: 8, stance: partial}", "{claim: 7, stance: partial}", "article"),
        ("    - number: 3\n", "    - number: 4\n", "article"),
        ('      source: "Lena Ortiz"', '      source: "Lena"', "article"),
        ("    sentence: 6\n", "    sentence: 1\n", "plan"),
        ('  codebook: "A counter-accusation"', '  codebook: "No such rule"', "mistakes"),
        ('question: "Where', 'questions: "Where', ""),
    ],
)
def test_a_lesson_that_does_not_fit_together_is_refused_with_its_place(
    before: str, after: str, place: str
) -> None:
    assert before in FIRST
    with pytest.raises(DataError) as refusal:
        parse(FIRST.replace(before, after, 1).encode(), "lesson.yaml")
    problem = refusal.value.problems[0]
    assert problem.line
    assert (problem.path or "").startswith(place)


def test_a_sentence_without_an_explanation_is_refused() -> None:
    lines = FIRST.splitlines(keepends=True)
    bare = "".join(line for line in lines if 'explanation: "The timetable' not in line)
    with pytest.raises(DataError, match="explanation"):
        parse(bare.encode(), "lesson.yaml")


def test_a_lesson_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(DataError, match="who-says-so"):
        lesson("who-says-what")
