"""Quality of the suggester `rules` on a corpus of attribution, such as PolNeAR.

    python -m bench.attribution_corpus FOLDER [--every N] [--wrong cue|exact|source] [--json]

FOLDER has `text/*.txt` and, for each text, annotations in brat's standoff format in
`attributions/NAME_ANNOTATOR.ann`, in which an attribution has a source, a cue and a content. The
corpus carries no license, so the project holds no copy of it: fetch it from github.com,
networkdynamics/PolNeAR, and give the folder of its part for training or for development. The unit
is the sentence, as this program cuts it. A sentence counts as having the cues that begin in it.

- has a cue: F1 of whether any cue begins in the sentence.
- cue exact, cue head: F1 of the first suggested cue. It is right if it is one of the sentence's
  cues, or has the same main word as one of them ("asked" of "also repeatedly asked for").
- source head: F1 of the first suggested source whose words are in the sentence. It is right if its
  main word is that of one of the sources of the sentence's attributions.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from annotator.model.annotation import Sentence, Span, SuggestedField
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.project.documents import segment_article
from annotator.storage.articles import article_from
from annotator.storage.codebooks import builtin
from annotator.text.rules_suggester import suggest
from annotator.text.word_lists import word_set

Pairs = list[tuple[bool, bool, bool]]
"""For each sentence: whether there is one, whether one is suggested, whether that one is right."""
_ENTITY = re.compile(r"(T\d+)\t(Source|Cue) (\d+) (?:[\d; ]+ )?(\d+)\t")
_EVENT = re.compile(r"E\d+\tAttribution[\w-]*:T\d+ (.+)")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_WEAK = word_set(
    "a an the is are was were be been being has have had do does did will would can could may might"
    " should shall must to not never also n't still already then now just even only so too very"
    " who which that it he she they we i you"
)
_ENDS_PHRASE = word_set(
    "of for at from with to by in on who which that whose where when and or as about including"
    " among"
)


class Attributed(NamedTuple):
    """A cue of the corpus with the words that stand for its source, in the whole text."""

    cue: Span
    sources: tuple[Span, ...]


class Compared(NamedTuple):
    """A sentence, what the corpus has in it, and what is suggested for it."""

    sentence: Sentence
    attributed: tuple[Attributed, ...]
    cues: Sequence[Suggestion]
    sources: Sequence[Suggestion]


def read_attributions(lines: Iterable[str]) -> Iterator[Attributed]:
    """The attributions of a file of annotations."""
    spans: dict[str, Span] = {}
    for line in lines:
        entity, event = _ENTITY.match(line), _EVENT.match(line)
        if entity is not None:
            spans[entity[1]] = int(entity[3]), int(entity[4])
        if event is not None:
            parts: dict[str, list[Span]] = defaultdict(list)
            for role, name in (each.split(":") for each in event[1].split()):
                if name in spans:
                    parts[role.rstrip("0123456789")].append(spans[name])
            for cue in parts["Cue"]:
                yield Attributed(cue, tuple(parts["Source"]))


def compare(folder: Path, every: int = 1) -> Iterator[Compared]:
    """The sentences of the folder's texts, or of every nth text."""
    annotations: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rpartition("_")[0]].append(path)
    for text in sorted((folder / "text").glob("*.txt"))[::every]:
        found = annotations.get(text.stem)
        if found:
            lines = found[0].read_text(encoding="utf-8").splitlines()
            yield from _compare_text(text, tuple(read_attributions(lines)))


def _compare_text(path: Path, attributed: Sequence[Attributed]) -> Iterator[Compared]:
    text = path.read_text(encoding="utf-8")
    document = segment_article(article_from(text.encode(), path.name).article)
    place = _places(text, document.article.text)
    moved = [
        Attributed(_moved(each.cue, place), tuple(_moved(one, place) for one in each.sources))
        for each in attributed
    ]
    suggested: Mapping[str, FieldSuggestions] = suggest(document, builtin())
    for sentence in document.sentences:
        begin, end = sentence.span
        if sentence.body:
            fields = suggested.get(sentence.id, {})
            yield Compared(
                sentence,
                tuple(each for each in moved if begin <= each.cue[0] < end),
                fields.get(SuggestedField.CUE, ()),
                fields.get(SuggestedField.SOURCE, ()),
            )


def _places(before: str, after: str) -> list[int]:
    """Where each character of a text is after it was read, which changes only the blanks."""
    places, at = [], 0
    for char in before:
        if not char.isspace():
            while at < len(after) and after[at] != char and after[at].isspace():
                at += 1
        places.append(at)
        at += at < len(after) and (after[at] == char or (char.isspace() and after[at].isspace()))
    return places


def _moved(span: Span, places: Sequence[int]) -> Span:
    return places[span[0]], places[span[1] - 1] + 1


# The figures


def figures(compared: Iterable[Compared]) -> dict[str, float]:
    """F1 in percent."""
    pairs: dict[str, Pairs] = {"has a cue": [], "cue exact": [], "cue head": [], "source head": []}
    for each in compared:
        for name, outcome in outcomes(each).items():
            pairs[name].append(outcome)
    return {name: f1(outcomes_) for name, outcomes_ in pairs.items()}


def outcomes(each: Compared) -> dict[str, tuple[bool, bool, bool]]:
    """For each figure: whether there is one, whether one is suggested, and whether it is right."""
    cues = {one.cue for one in each.attributed}
    heads = {cue_head(each.sentence, cue) for cue in cues}
    source_heads = {head for one in each.attributed if (head := _source(each, one))}
    cue = _suggested_cue(each)
    source = _suggested_source(each)
    exact = cue in cues
    head = exact or (cue is not None and cue_head(each.sentence, cue) in heads)
    return {
        "has a cue": (bool(cues), cue is not None, bool(cues)),
        "cue exact": (bool(cues), cue is not None, exact),
        "cue head": (bool(cues), cue is not None, head),
        "source head": (bool(source_heads), source is not None, source in source_heads),
    }


def f1(pairs: Iterable[tuple[bool, bool, bool]]) -> float:
    """F1 in percent of one suggestion for each sentence."""
    listed = list(pairs)
    right = sum(found and correct for _, found, correct in listed)
    whole = sum(there + found for there, found, _ in listed)
    return 100 * 2 * right / whole if whole else 100.0


def cue_head(sentence: Sentence, cue: Span) -> int:
    """Where the main word of a cue begins: its first word that is no helping verb or adverb."""
    words = _words(sentence, cue)
    strong = (at for at, word in words if word not in _WEAK and not word.endswith("ly"))
    return next(strong, cue[0])


def _source(each: Compared, one: Attributed) -> int | None:
    begin, end = each.sentence.span
    here = [span for span in one.sources if begin <= span[0] < end]
    return phrase_head(each.sentence, here[0]) if here else None


def _suggested_cue(each: Compared) -> Span | None:
    value = each.cues[0].value if each.cues else None
    match value:
        case (int(start), int(end)):
            return start, end
        case _:
            return None


def _suggested_source(each: Compared) -> int | None:
    """The main word of the first source, if its words are in the sentence."""
    first = each.sources[0] if each.sources else None
    return phrase_head(each.sentence, first.span) if first and first.span else None


def phrase_head(sentence: Sentence, span: Span) -> int:
    """Where the main word of a noun phrase begins: the last one before a complement."""
    text = sentence.text[span[0] - sentence.span[0] : span[1] - sentence.span[0]]
    head = span[0]
    for match in _WORD.finditer(text):
        between = text[head - span[0] : match.start()]
        if match.start() and (
            match.group().lower() in _ENDS_PHRASE or re.search(r"[,(:—]", between)
        ):
            break
        head = span[0] + match.start()
    return head


def _words(sentence: Sentence, span: Span) -> list[tuple[int, str]]:
    begin = sentence.span[0]
    text = sentence.text[span[0] - begin : span[1] - begin]
    return [(span[0] + match.start(), match.group().lower()) for match in _WORD.finditer(text)]


# What is printed

_FIGURES = {"cue": "has a cue", "exact": "cue exact", "head": "cue head", "source": "source head"}


def _wrong(each: Compared, figure: str) -> str | None:
    there, found, correct = outcomes(each)[_FIGURES[figure]]
    if there == found and (correct or not found):
        return None
    begin = each.sentence.span[0]

    def words(span: Span) -> str:
        return each.sentence.text[span[0] - begin : span[1] - begin]

    marked = "; ".join(
        f"{' & '.join(map(words, one.sources))} > {words(one.cue)}" for one in each.attributed
    )
    cue, source = _suggested_cue(each), each.sources[0] if each.sources else None
    named = f"{source.value}/{words(source.span)}" if source and source.span else ""
    kind = "missed" if not found else "wrong" if there else "extra"
    found_words = words(cue) if cue else None
    lines = (f"corpus: {marked}", f"rules:  {named} > {found_words}")
    return "\n    ".join((f"{kind}: {each.sentence.text}", *lines))


def main() -> None:
    """Print the figures, and on request the errors of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--wrong", choices=_FIGURES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    begin = process_time()
    compared = list(compare(options.folder, options.every))
    found: dict[str, float] = figures(compared)
    found["sentences"] = len(compared)
    found["sentences a second"] = len(compared) / (process_time() - begin)
    if options.wrong:
        wrong = (_wrong(each, options.wrong) for each in compared)
        sys.stdout.writelines(f"{line}\n" for line in wrong if line)
    if options.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    for name, value in found.items():
        sys.stdout.write(f"{name:<20}{value:8.1f}\n")


if __name__ == "__main__":
    main()
