from dataclasses import replace

from annotator.model.adjudication import AdjudicationSettings, adjudicate_document
from annotator.model.annotation import Answer, Article, SegmentedDocument, Source, text_hash
from annotator.storage.sets import parse, render
from tests.factories import a_codebook, a_document, a_sentence, a_set
from tests.hostile import CORPUS


def test_gold_with_votes_of_any_name_comes_back_from_its_file_as_it_was() -> None:
    text = "The port is dark. The port says no."
    document = a_document(sha256=text_hash(text))
    names = [name for name in CORPUS.values() if name.strip()]
    sets = [
        a_set(
            a_sentence("The port is dark.", "claim", source="x", checkable=False),
            a_sentence("The port says no.", "confirmation", answers=(Answer("s1", "partial"),)),
            document=document,
            annotator=name,
            sources=(Source("x", name),),
        )
        for name in names
    ]
    blank = tuple(replace(each, tag=None, source=None, answers=()) for each in sets[0].sentences)
    segmented = SegmentedDocument(Article(document, text), blank, 3)
    gold = adjudicate_document(segmented, sets, AdjudicationSettings(a_codebook(), "Cy")).gold
    assert parse(render(gold), "gold.yaml") == gold
