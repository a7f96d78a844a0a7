"""Whom names, descriptions and pronouns stand for."""

import pytest

from annotator.model.annotation import Source
from annotator.text.attribution import attributions
from annotator.text.coreference import ArticleContext
from tests.factories import CLAIM, a_document, a_sentence, a_set

PENN = Source("dora-penn", "Dora Penn", "person")
OKAFOR = Source("karl-okafor", "Karl Okafor", "person")
OWLS = Source("night-owls", "Night Owls", "organization")
LETTER = Source("leaked-letter", "leaked internal letter", "document")
OFFICIALS = Source("port-officials", "port officials", "unnamed")
BRANDT = Source("brandt", "Brandt Foods Ltd.", "organization")


def meant(*above: tuple[str, Source | None] | str, last: str) -> str | None:
    """Whom the subject of the last sentence stands for, after sentences with their sources."""
    pairs = [(each, None) if isinstance(each, str) else each for each in above]
    sources = dict.fromkeys(source for _, source in pairs if source)
    annotations = a_set(
        *(a_sentence(text, CLAIM, source=source and source.id) for text, source in pairs),
        last,
        sources=tuple(sources),
    )
    found = attributions(last)[0]
    assert found.subject is not None
    entity = ArticleContext(annotations, len(pairs)).resolve(found.subject)
    return entity.name if entity else None


CASES: tuple[tuple[tuple[tuple[str, Source | None] | str, ...], str, str], ...] = (
    (("Prime Minister Ravi Orr met the mayor.",), "Orr said so.", "Ravi Orr"),
    ((("Penn said so.", PENN),), "She added that it was late.", "Dora Penn"),
    (
        (("Penn said so.", PENN), ("Okafor denied it.", OKAFOR)),
        "She added that it was late.",
        "Dora Penn",
    ),
    (("Anton Brezan, the mayor, left at noon.",), "The mayor said so.", "Anton Brezan"),
    (
        (("A group of hackers, the Night Owls, claimed responsibility.", OWLS),),
        "The group said it was easy.",
        "Night Owls",
    ),
    ((("A leaked letter says so.", LETTER), "It rained."), "The letter says more.", LETTER.name),
    ((("Port officials said so.", OFFICIALS),), "They said more would follow.", OFFICIALS.name),
    ((("Brandt said so.", BRANDT),), "It declined to comment.", BRANDT.name),
    ((("Brandt said so.", BRANDT),), "The company declined to comment.", BRANDT.name),
    (("The World Salt Office (WSO) met.",), "WSO said so.", "World Salt Office"),
    (
        ("The Municipality of Livorno asked for money.",),
        "The city said so.",
        "Municipality of Livorno",
    ),
    (("Mihal Rossen, the president, left.",), "His office said so.", "Mihal Rossen's office"),
)


@pytest.mark.parametrize(("above", "last", "name"), CASES, ids=[case[1] for case in CASES])
def test_a_subject_stands_for_whom_the_text_above_names(
    above: tuple[tuple[str, Source | None] | str, ...], last: str, name: str
) -> None:
    assert meant(*above, last=last) == name


def test_a_role_gets_the_name_that_follows() -> None:
    annotations = a_set("The town's mayor said so.", "The mayor, Anton Brezan, saw it.")
    subject = attributions(annotations.sentences[0].text)[0].subject
    assert subject is not None
    entity = ArticleContext(annotations, 0).resolve(subject)
    assert entity is not None
    assert entity.name == "Anton Brezan"


def test_a_pronoun_that_nobody_fits_stands_for_nobody() -> None:
    assert meant("It rained.", last="She said so.") is None


def test_a_name_of_the_outlet_is_its_reporter() -> None:
    annotations = a_set(
        "LPA could not verify the video.", document=a_document(outlet="Lantern Press Agency")
    )
    subject = attributions(annotations.sentences[0].text)[0].subject
    assert subject is not None
    entity = ArticleContext(annotations, 0).resolve(subject)
    assert entity is not None
    assert (entity.name, entity.kind) == ("LPA", "reporter")


def test_only_near_sentences_are_read() -> None:
    far = ["Mayor Ilse Varga spoke.", *["It rained all day."] * 500, "Varga said so."]
    annotations = a_set(*far)
    subject = attributions("Varga said so.")[0].subject
    assert subject is not None
    entity = ArticleContext(annotations, len(far) - 1).resolve(subject)
    assert entity is not None
    assert entity.name == "Varga"
