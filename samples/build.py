"""Makes each sample's annotation set, and its key, from its article and the decisions on it.

`python -m samples.build` writes `ID.sample.yaml`, and `ID.key.yaml` where the decisions explain
themselves; with `--check` it says which are not current.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from annotator.model.annotation import Answer, Cue, Sentence, SetForm, Source, Status
from annotator.model.answer_key import AcceptTag, ExplainTag
from annotator.model.changes import Edit
from annotator.model.edits import (
    EditSource,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSource,
    SetStatus,
    SetTag,
    SetVia,
)
from annotator.model.name_folding import identifier
from annotator.model.session import Session
from annotator.project.documents import segment_article
from annotator.storage.articles import read_article
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.samples import FOLDER
from annotator.storage.sets import render

DECISIONS = Path(__file__).parent / "decisions"
ANNOTATOR = "sample"
Decision = Mapping[str, Any]


def files(article: Path) -> dict[Path, bytes]:
    """The files that belong to a sample's article: its finished set, and its key if it has one."""
    found = {article.with_name(f"{article.stem}.{ANNOTATOR}.yaml"): built(article)}
    if any("explanation" in each for each in _decisions(article)["sentences"]):
        found[article.with_name(f"{article.stem}.{SetForm.KEY}.yaml")] = built(article, SetForm.KEY)
    return found


def _decisions(article: Path) -> Decision:
    text = (DECISIONS / f"{article.stem}.yaml").read_text("utf-8")
    decisions: Decision = yaml.safe_load(text)
    return decisions


def built(article: Path, form: SetForm = SetForm.ANNOTATIONS) -> bytes:
    """The file of a sample's finished set, or of its key.

    Raises:
        ValueError: The decisions are not on the article's sentences.
    """
    decisions = _decisions(article)
    codebook = builtin()
    segmented = segment_article(read_article(article).article)
    session = Session(segmented.new_set(ANNOTATOR, codebook.reference, form), codebook)
    pairs = _paired(session.annotations.sentences, decisions["sentences"])
    sources = _sources(decisions["sources"])
    for edit in (
        *(SetTag((sentence.id,), each["tag"]) for sentence, each in pairs if "tag" in each),
        *_attributed(pairs, sources),
        *(edit for sentence, each in pairs for edit in _edits(sentence, each, pairs)),
        *(EditSource(source) for source in sources.values() if source.concerned),
        *(_of_key(pairs) if form is SetForm.KEY else ()),
        SetStatus(Status.FINISHED),
    ):
        session.apply(edit)
    return render(session.annotations)


def _paired(
    sentences: tuple[Sentence, ...], decisions: list[Decision]
) -> list[tuple[Sentence, Decision]]:
    if len(sentences) != len(decisions):
        raise ValueError(f"{len(sentences)} sentences, {len(decisions)} decisions")
    for sentence, each in zip(sentences, decisions, strict=True):
        if not sentence.text.startswith(each["text"]):
            raise ValueError(f"{sentence.id} reads {sentence.text!r}, not {each['text']!r}")
    return list(zip(sentences, decisions, strict=True))


def _sources(described: list[Decision]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for each in described:
        taken = {source.id for source in sources.values()}
        source = identifier(each["name"], taken)
        sources[each["name"]] = Source(
            source,
            each["name"],
            each.get("kind"),
            each.get("affiliation"),
            each.get("concerned", False),
        )
    return sources


def _attributed(
    pairs: list[tuple[Sentence, Decision]], sources: Mapping[str, Source]
) -> Iterator[Edit]:
    for sentence, each in pairs:
        if "source" in each:
            yield SetSource((sentence.id,), sources[each["source"]])


def _edits(
    sentence: Sentence, decision: Decision, pairs: list[tuple[Sentence, Decision]]
) -> Iterator[Edit]:
    ids = (sentence.id,)
    if decision.get("part") != sentence.part:
        yield SetPart(ids, decision.get("part"))
    if "cue" in decision:
        start = sentence.span[0] + sentence.text.index(decision["cue"])
        yield SetCue(sentence.id, Cue(decision["cue"], (start, start + len(decision["cue"]))))
    if "answers" in decision:
        answers = (
            Answer(_claim(each["claim"], pairs), each.get("stance")) for each in decision["answers"]
        )
        yield SetAnswers(ids, tuple(answers))
    if "via" in decision:
        yield SetVia(ids, decision["via"])
    if not decision.get("checkable", True):
        yield SetCheckable(ids, False)
    if "note" in decision:
        yield SetNote(sentence.id, decision["note"])
    if decision.get("flag"):
        yield SetFlag(ids, True)


def _of_key(pairs: list[tuple[Sentence, Decision]]) -> Iterator[Edit]:
    for sentence, decision in pairs:
        for tag in decision.get("accepted_tags", ()):
            yield AcceptTag(sentence.id, tag)
        if "explanation" in decision:
            yield ExplainTag(sentence.id, decision["explanation"])


def _claim(words: str, pairs: list[tuple[Sentence, Decision]]) -> str:
    return next(sentence.id for sentence, _ in pairs if sentence.text.startswith(words))


def main() -> int:
    """Write every sample's files, or with `--check` name those that are not current."""
    check = "--check" in sys.argv[1:]
    stale = []
    articles = sorted(FOLDER.glob("*.txt"))
    for target, data in (pair for article in articles for pair in files(article).items()):
        if not target.exists() or target.read_bytes() != data:
            stale.append(target.name)
            if not check:
                overwrite(target, data)
    if check and stale:
        sys.stderr.write(f"not current: {', '.join(stale)}; run python -m samples.build\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
