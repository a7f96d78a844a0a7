"""Articles with work on them, for tests of formats."""

from dataclasses import replace

from annotator.formats.values import Annotated, Work
from annotator.model.document import Article
from tests.builders import a_cut_article, a_sentence, a_source
from tests.formats.faithful import WRITING


def an_annotated() -> Annotated:
    """An article whose first character is no unit of UTF-16, with something of most fields."""
    cut = a_cut_article("🙂 The port said so.", "Nobody knows.", title="Dark")
    first, second = cut.sentences
    book = WRITING.codebook.reference
    annotations = replace(
        cut.begun_by("Ada", book),
        sentences=(
            replace(first, tag="claim", source="port", checkable=False, cue=a_sentence(
                first.text, cue="said").cue),
            replace(second, tag="confirmation", answers=a_sentence(answers=("s1",)).answers,
                    note="a\nb"),
        ),
        sources=(a_source("Port", concerned=True), a_source("Nobody")),
    )  # fmt: skip
    return Annotated(Article(cut.article.document, cut.article.text), (Work(annotations),))
