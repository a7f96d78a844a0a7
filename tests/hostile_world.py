"""A project, sets, a key, gold and a codebook in which every text is a hostile one, for tests."""

import itertools
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import (
    AnnotationSet,
    Article,
    Cue,
    Exposure,
    Provenance,
    SegmentedDocument,
    Sentence,
    SetForm,
    Shown,
    Status,
    SuggestedField,
)
from annotator.model.codebook import Codebook
from annotator.model.name_folding import file_name
from annotator.model.project import Project
from annotator.storage import codebooks, documents, layout, project_file, sets
from annotator.storage.articles import render
from annotator.storage.yaml_writer import quote
from tests.factories import a_cut_article, a_source
from tests.hostile import CORPUS

STRINGS = tuple(
    text.strip()
    for text in CORPUS.values()
    if text.strip() and "\0" not in text and "\ud800" not in text and len(text) < 3000
)
"""What an article may hold: no NUL, which is no text, and nothing that is no UTF-8."""

EVERYTHING = " ".join(text for text in STRINGS if len(text) < 200)
TITLE = f"before\x1b]0;HOSTILE\x07after {EVERYTHING}"
NAMES = tuple(f"{text} {TITLE[:300]}" for text in ("Ada", "=Ben", "@Cleo"))
TAGS = ("claim", "confirmation", "non-response", "background")
DOCUMENTS = ("harbour", "other")
FOLDER = "p\x1b]0;HOSTILE\x07before\x1b[2Jafter\u202e\x9b2J"
_OF_CODEBOOK = r'^((?!.*\b(?:key|mark): ")[- a-z_]*(?:: )?)"((?:[^"\\]|\\.)*)"$'
ALONE = "before\x1b]52;c;SE9T\x07after"


@dataclass(frozen=True)
class HostileWorld:
    """Where everything lies.

    Attributes:
        home: The folder of all.
        project: Two documents, three annotators, a key and a gold.
        article: An article with sets and a key beside it.
        codebook: Of a codebook's file, in which every text is hostile.
    """

    home: Path
    project: Path
    article: Path
    codebook: Path

    @property
    def ada(self) -> Path:
        """A set beside the article."""
        return self.article.with_name(f"{self.article.stem}.ada.yaml")

    @property
    def key(self) -> Path:
        """The key beside the article."""
        return self.article.with_name(f"{self.article.stem}.key.yaml")


def a_world(home: Path, *, own_codebook: bool = True) -> HostileWorld:
    """Make it."""
    folder = home / FOLDER
    article = folder / f"{ALONE}.txt"
    world = HostileWorld(home, folder / FOLDER, article, folder / "own.yaml")
    folder.mkdir()
    world.codebook.write_bytes(hostile_codebook())
    segmented = hostile_article("harbour")
    article.write_bytes(render(segmented.article))
    codebook = codebooks.load(world.codebook, {}) if own_codebook else codebooks.builtin()
    alone = (world.ada, world.article.with_name(f"{article.stem}.ben.yaml"))
    for path, name, first in zip(alone, NAMES, range(2), strict=False):
        path.write_bytes(sets.render(tagged(segmented, name, first, codebook)))
    world.key.write_bytes(sets.render(the_key(segmented, codebook)))
    _fill(world.project, codebook, world.codebook if own_codebook else None)
    return world


def _fill(folder: Path, codebook: Codebook, own: Path | None) -> None:
    for name in (
        "documents",
        "keys",
        "gold",
        *(f"annotations/{file_name(each)}" for each in NAMES),
    ):
        (folder / name).mkdir(parents=True)
    if own is not None:
        (folder / "codebook.yaml").write_bytes(own.read_bytes())
    project = Project(
        title=TITLE,
        codebook="codebook.yaml" if own is not None else None,
        annotators=NAMES,
        excluded={NAMES[2]: TITLE},
        aliases={STRINGS[0]: TITLE},
    )
    (folder / layout.PROJECT_FILE).write_bytes(project_file.render(project))
    for document in DOCUMENTS:
        segmented = hostile_article(document)
        layout.document_path(folder, document).write_bytes(documents.render(segmented))
        for first, name in enumerate(NAMES):
            path = layout.annotations_path(folder, name, document)
            path.write_bytes(sets.render(tagged(segmented, name, first, codebook)))
        layout.key_path(folder, document).write_bytes(sets.render(the_key(segmented, codebook)))
    gold = the_gold(hostile_article("harbour"), codebook)
    layout.gold_path(folder, "harbour").write_bytes(sets.render(gold))


def hostile_article(document: str) -> SegmentedDocument:
    """An article of which each paragraph is a hostile sentence."""
    texts = ("The port said so.", *(f"{text} said {document}." for text in STRINGS))
    paragraphs = [" ".join(text.split("\n\n")).strip("\r\n").replace("\r", "\t") for text in texts]
    segmented = a_cut_article(*paragraphs, id=document, title=TITLE, outlet=TITLE, url=TITLE)
    assert isinstance(segmented.article, Article)
    return segmented


def tagged(
    segmented: SegmentedDocument,
    annotator: str,
    first: int,
    codebook: Codebook,
    form: SetForm = SetForm.ANNOTATIONS,
) -> AnnotationSet:
    """A finished set in which each sentence has every kind of text; `first` shifts the tags."""
    annotations = segmented.new_set(annotator, codebook.reference, form)
    sources = tuple(
        a_source(text, id=f"source-{at}", affiliation=text) for at, text in enumerate(STRINGS)
    )
    made = [_decided(each, at, first) for at, each in enumerate(annotations.sentences)]
    return replace(
        annotations, sentences=tuple(made), sources=sources, status=Status.FINISHED, reason=TITLE
    )


def _decided(sentence: Sentence, at: int, first: int) -> Sentence:
    text = STRINGS[at % len(STRINGS)]
    tag = TAGS[(at * 7 // 3 + first * (at % 3)) % len(TAGS)]
    source = None if tag == "background" else f"source-{at % len(STRINGS)}"
    return replace(
        sentence,
        tag=tag,
        source=source,
        via=text,
        note=text,
        flag=True,
        cue=Cue(sentence.text, sentence.span) if source else None,
        shown=_suggested(text, held=at % 3 == 0),
    )


def _suggested(text: str, *, held: bool) -> tuple[Shown, ...]:
    """A suggested tag and source, of a version and a name that are hostile."""
    when = Exposure.NEVER if held else Exposure.BEFORE
    tag = Shown(SuggestedField.TAG, "robot", text, "claim", when, held=held)
    source = Shown(SuggestedField.SOURCE, "robot", text, text, when, (text, TITLE), held=held)
    return tag, source


def the_key(segmented: SegmentedDocument, codebook: Codebook) -> AnnotationSet:
    """The key, in which each sentence is explained by a hostile text."""
    annotations = tagged(segmented, f"Key {TITLE}", 0, codebook, SetForm.KEY)
    sentences = tuple(replace(each, explanation=each.note) for each in annotations.sentences)
    return replace(annotations, sentences=sentences, status=None, reason=None)


def the_gold(segmented: SegmentedDocument, codebook: Codebook) -> AnnotationSet:
    """The gold, in which each decision has a hostile reason."""
    annotations = tagged(segmented, "gold", 1, codebook, SetForm.GOLD)
    votes = {name: {"tag": "claim"} for name in NAMES}
    sentences = tuple(
        replace(each, provenance=Provenance("adjudicated", TITLE, each.note, votes))
        for each in annotations.sentences
    )
    return replace(annotations, sentences=sentences, status=None, reason=None)


def hostile_codebook() -> bytes:
    """The built-in codebook with a hostile text behind each of its own."""
    strings = itertools.cycle(STRINGS)

    def longer(match: re.Match[str]) -> str:
        added = quote(f"{json.loads(chr(34) + match[2] + chr(34))} {next(strings)}")
        return f"{match[1]}{added}"

    text = codebooks.builtin_bytes().decode()
    return re.sub(_OF_CODEBOOK, longer, text, flags=re.MULTILINE).encode()
