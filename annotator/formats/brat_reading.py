"""brat standoff, read: T, E, R, A and # lines, each checked against the text beside it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from annotator.formats.building import article_of, harvested
from annotator.formats.columns import BY_NAME, OF_DOCUMENT, OF_SET, Kind
from annotator.formats.folders import whose
from annotator.formats.marks import work_of
from annotator.formats.offsets import Places, Span
from annotator.formats.reading import json_value, stem, unescaped
from annotator.formats.regions import Marked, Region, Relation, facts_of, placed
from annotator.formats.values import Files, Found, Harvest, Taking
from annotator.model.faults import Fault, Faults, Refused
from annotator.storage.tree import by_line
from annotator.text.decoding import decoded

FLAGS = {"checkable": "not_checkable", "concerned": "concerned", "flag": "flagged"}
"""Columns that are true or false, and the attribute that says that they are not as usual."""

_COLUMN_OF = {attribute: column for column, attribute in FLAGS.items()}
_HEAD = {column.name for column in (*OF_DOCUMENT, *OF_SET)} | {"unheard"}
_T = re.compile(r"(T\S+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*;?)\t(.*)")
_R = re.compile(r"R\S+\t(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*")
_E = re.compile(r"(E\S+)\t(\S+?):(\S+)((?:\s+\S+:\S+)*)\s*")
_A = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.+))?")
_NOTE = re.compile(r"#\S*\t(\S+) (\S+)(?:\t(.*))?")
_PASSED_OVER = re.compile(r"[N*]\S*\t.*")


@dataclass(slots=True)
class _Standoff:
    """What the lines of one file say.

    Attributes:
        regions: By the names of their T lines.
        triggers: The T line of each event.
        events: The events of each T line.
        relations: Between T lines or events.
        facts: Of T lines or events, by names of columns.
        told: The line that first says something of each.
        head: What is said of the document and the set.
    """

    file: str
    places: Places
    regions: dict[str, Region] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    not_taken: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, message: str, line: int) -> None:
        """Keep a fault."""
        self.faults.append(Fault(message, self.file, line))

    def facts_of(self, target: str, line: int) -> dict[str, Any]:
        """The facts of a T line or event, to which a line adds."""
        self.told.setdefault(target, line)
        return self.facts.setdefault(target, {})

    def leave(self, what: str, line: int) -> None:
        """Keep what is not taken."""
        self.not_taken.append(f"{self.file}:{line}: {what}")


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of a folder of .ann files, each with its .txt beside it.

    Raises:
        Refused: With everything that is wrong in them.
    """
    annotated = [name for name in files if name.endswith(".ann")]
    readings = (_of_file(name, files, taking) for name in annotated)
    alone = [
        f"{name}: it has no .ann file beside it"
        for name in files
        if name.endswith(".txt") and f"{name.removesuffix('.txt')}.ann" not in files
    ]
    first = next(iter([*annotated, *files]), "")
    return harvested(readings, first, "has no .ann file", taking, alone)


def _of_file(name: str, files: Files, taking: Taking) -> Iterator[Found]:
    beside = f"{name.removesuffix('.ann')}.txt"
    if beside not in files:
        raise Refused(Fault(f"its text is not beside it: {PurePath(beside).name}", name))
    places = Places(decoded(files[beside], beside))
    said = _Standoff(name, places)
    lines = decoded(files[name], name).split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            _take(line.removesuffix("\r"), number, said)
    _check_ends(said)
    faults, regions = Faults(), [*said.regions.values()]
    faults.found += said.faults
    with faults:
        regions = placed(regions, places, taking, name)
    faults.refuse(by_line)
    article = article_of(said.head, places.text, beside, stem(name))
    about = whose(name) | said.head
    regions = [_with_facts(region, said) for region in regions]
    for target, facts in said.facts.items():
        if facts and target not in said.regions.keys() | said.triggers.keys():
            said.leave(
                f"{', '.join(facts)} of {target}, which is no T or E line", said.told[target]
            )
    others = said.head.get("unheard", [])
    marked = Marked(article, about, regions, said.relations, name, others)
    work, notes = work_of(marked, taking)
    yield Found(article, work, (*said.not_taken, *notes), name)


def _take(line: str, number: int, said: _Standoff) -> None:
    for pattern, take in _LINES.items():
        match = pattern.fullmatch(line)
        if match is not None:
            take(match, number, said)
            return
    said.refuse(f"this is no line of brat's: “{line[:40]}”", number)


def _text_bound(match: re.Match[str], number: int, said: _Standoff) -> None:
    key, label, where, words = match.groups()
    # In any order: brat writes them as they were marked, and their words so too.
    pieces = tuple(_span(piece) for piece in where.split(";") if piece)
    if key in said.regions:
        said.refuse(f"{key} is there twice", number)
        return
    said.regions[key] = Region(key, pieces[0], label, {}, number, words, pieces, key)


def _span(piece: str) -> Span:
    start, end = piece.split(" ")
    return int(start), int(end)


def _relation(match: re.Match[str], number: int, said: _Standoff) -> None:
    label, start, end = match.groups()
    said.relations.append(Relation(start, end, label, number))


def _event(match: re.Match[str], number: int, said: _Standoff) -> None:
    key, label, trigger, arguments = match.groups()
    said.triggers[key] = trigger
    said.events.setdefault(trigger, []).append(key)
    for argument in arguments.split():
        said.relations.append(Relation(trigger, argument.split(":", 1)[1], label, number))


def _attribute(match: re.Match[str], number: int, said: _Standoff) -> None:
    name, target, value = match.groups()
    facts = said.facts_of(target, number)
    if name in _COLUMN_OF:
        facts[_COLUMN_OF[name]] = name != FLAGS["checkable"]
    elif name == "kind" and value is not None:
        facts["kind"] = value
    else:
        said.leave(f"the attribute {name} of {target}", number)


def _note(match: re.Match[str], number: int, said: _Standoff) -> None:
    name, target, text = match.group(1), match.group(2), match.group(3) or ""
    facts = said.facts_of(target, number)
    if name == "AnnotatorNotes" and target[0] in "TE":
        facts["note"] = "\n".join([*([facts["note"]] if "note" in facts else []), text])
    elif name in BY_NAME:
        value = _value(BY_NAME[name].kind, text, number, said)
        (said.head if name in _HEAD else facts)[name] = value
    else:
        said.leave(f"the note {name} of {target}: {text[:60]}", number)


def _value(kind: Kind, text: str, number: int, said: _Standoff) -> Any:
    if kind in {Kind.WORDS, Kind.VOTES, Kind.SOURCES}:
        return json_value(text, said.file, number)
    return unescaped(text)


def _pass_over(match: re.Match[str], number: int, said: _Standoff) -> None:
    said.leave(match[0][:60], number)


_LINES: Mapping[re.Pattern[str], Callable[[re.Match[str], int, _Standoff], None]] = {
    _T: _text_bound,
    _R: _relation,
    _E: _event,
    _A: _attribute,
    _NOTE: _note,
    _PASSED_OVER: _pass_over,
}


def _check_ends(said: _Standoff) -> None:
    """See that relations join what is there, and say of events that their trigger is meant."""
    resolved = []
    for relation in said.relations:
        ends = [_region_of(end, said) for end in (relation.start, relation.end)]
        for end in ends:
            if end not in said.regions and not said.faults:
                said.refuse(f"there is no {end}", relation.line)
        resolved.append(Relation(ends[0], ends[1], relation.label, relation.line))
    said.relations = resolved


def _region_of(key: str, said: _Standoff) -> str:
    return said.triggers.get(key, key)


def _with_facts(region: Region, said: _Standoff) -> Region:
    facts: dict[str, Any] = {}
    for target in (region.key, *said.events.get(region.key, ())):
        facts |= said.facts.get(target, {})
    if "sha256" in said.head and "note" in facts:
        facts["note"] = unescaped(facts["note"])
    return replace(region, facts=facts_of(facts))
