"""Articles with work on them, for tests of formats."""

from dataclasses import replace

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.model.annotation import Article
from annotator.project.pass_selection import NumberedSet
from tests.factories import a_cut_article, a_sentence, a_source
from tests.formats.round_trip import EXPORT_OPTIONS


def an_annotated_article() -> AnnotatedArticle:
    """An article whose first character is no unit of UTF-16, with something of most fields."""
    segmented = a_cut_article("🙂 The port said so.", "Nobody knows.", title="Dark")
    first, second = segmented.sentences
    book = EXPORT_OPTIONS.codebook.reference
    annotations = replace(
        segmented.new_set("Ada", book),
        sentences=(
            replace(first, tag="claim", source="port", checkable=False, cue=a_sentence(
                first.text, cue="said").cue),
            replace(second, tag="confirmation", answers=a_sentence(answers=("s1",)).answers,
                    note="a\nb"),
        ),
        sources=(a_source("Port", concerned=True), a_source("Nobody")),
    )  # fmt: skip
    return AnnotatedArticle(
        Article(segmented.article.document, segmented.article.text), (NumberedSet(annotations),)
    )
