"""Every number of a project's summary equals a recount of its files."""

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from annotator.cli import run
from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edits import SetTag
from annotator.storage.sets import render
from tests.project_factories import a_project, a_set_in, set_in_file

PEOPLE, DOCUMENTS = ("Ada", "Ben", "Cy", "Dee"), ("a", "b", "c", "d", "e")
FINISHED, UNUSABLE = Status.FINISHED, Status.UNUSABLE
SEEDS = range(8)
Captured = pytest.CaptureFixture[str]


def an_odd_project(folder: Path, seed: int) -> Path:
    """A project in which chance says who has tagged what, who is excluded, and what gold there is.

    With the seed 0 nobody has a document in common with anybody.
    """
    chance = Random(seed)  # noqa: S311 (the same each time)
    excluded = {"Dee": "wrote the codebook"} if chance.random() < 0.5 else {}
    a_project(folder, *DOCUMENTS, annotators=PEOPLE[: 3 + len(excluded)], excluded=excluded)
    for number, document in enumerate(DOCUMENTS):
        for who in PEOPLE if seed else PEOPLE[number % 4 :][:1]:
            status = chance.choice([FINISHED, FINISHED, None, UNUSABLE, "none"])
            if status != "none" or not seed:
                put(folder, who, document, status if seed else FINISHED, chance)
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="a", number=2, status=FINISHED)
    if chance.random() < 0.7:
        assert run(["adjudicate", str(folder), "--apply-rules", "--curator", "Grace"]) == 0
    for path in sorted(folder.glob("gold/*.yaml"))[::2]:
        path.unlink()
    return folder


def put(folder: Path, who: str, document: str, status: object, chance: Random) -> None:
    tags = [
        SetTag((f"s{at}",), chance.choice(["claim", "background"]))
        for at in range(1, 4)
        if chance.random() < 0.8
    ]
    reason = "no news" if status is UNUSABLE else None
    path = a_set_in(folder, who, *tags, document=document, status=status, reason=reason)
    # As an import, or a hand, may have it: a name in other letters.
    own = set_in_file(path)
    path.write_bytes(render(replace(own, annotator=chance.choice([who, who.upper()]))))


@dataclass
class Recount:
    """What the files say, read one by one in the plainest way."""

    counted: dict[tuple[str, str], AnnotationSet]
    others: set[str]
    unfinished: int
    gold: list[AnnotationSet]

    @classmethod
    def of(cls, folder: Path) -> "Recount":
        excluded = (
            "Dee"
            if "Dee" in (folder / "project.yaml").read_text().partition("excluded")[2]
            else None
        )
        passes: dict[tuple[str, str], list[AnnotationSet]] = {}
        for path in sorted(
            folder.glob("annotations/*/*.yaml"), key=lambda each: (len(each.name), each.name)
        ):
            own = set_in_file(path)
            name = own.annotator.title()
            if name != excluded:
                passes.setdefault((name, own.document.id), []).append(own)
        done = {
            key: next(each for each in own if each.status is FINISHED)
            for key, own in passes.items()
            if any(each.status is FINISHED for each in own)
        }
        names = {name for name, _ in done}
        begun = sum(
            key not in done and any(each.status is not UNUSABLE for each in own)
            for key, own in passes.items()
        )
        gold = [set_in_file(path) for path in folder.glob("gold/*.yaml")]
        return cls(done, {name for name, _ in passes} - names, begun, gold)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.counted}

    @property
    def by_document(self) -> Counter[str]:
        return Counter(document for _, document in self.counted)

    @property
    def shared(self) -> int:
        return sum(count > 1 for count in self.by_document.values())

    @property
    def compared(self) -> int:
        return len(
            {
                name
                for (name, document), own in self.counted.items()
                if self.by_document[document] > 1 and any(each.tag for each in own.sentences)
            }
        )

    @property
    def sentences(self) -> int:
        return sum(each.body for own in self.counted.values() for each in own.sentences)

    @property
    def tagged(self) -> int:
        return sum(
            each.body and each.tag is not None
            for own in self.counted.values()
            for each in own.sentences
        )

    @property
    def ways(self) -> Counter[str]:
        return Counter(
            each.provenance.basis if each.provenance else "unresolved"
            for own in self.gold
            for each in own.sentences
            if each.body
        )

    @property
    def single(self) -> int:
        """How many gold documents one annotator alone decided."""
        ways = [
            {e.provenance.basis for e in own.sentences if e.body and e.provenance and e.tag}
            for own in self.gold
        ]
        return sum(each == {"single"} for each in ways)


def said_by(captured: Captured, *command: str) -> str:
    captured.readouterr()
    assert run(list(command)) == 0
    return " ".join(captured.readouterr().out.split())


def number(pattern: str, text: str) -> int:
    match = re.search(pattern, text)
    assert match, (pattern, text)
    return int(match[1].replace(",", ""))


@pytest.fixture(scope="module", params=SEEDS)
def odd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Recount]:
    """A project, which the tests only read, and what its files say."""
    folder = an_odd_project(tmp_path_factory.mktemp("odd") / "project", request.param)
    return folder, Recount.of(folder)


def test_the_numbers_of_methods_are_those_of_a_recount(
    odd: tuple[Path, Recount], capsys: Captured
) -> None:
    folder, recount = odd
    said = said_by(capsys, "agree", str(folder), "--methods", "--no-intervals")
    assert number(r"^(\d+) annotators?", said) == len(recount.names)
    assert number(r"tagged (\d+) news", said) == len(recount.by_document)
    assert number(r"Of the (\d+) sentence", said) == recount.sentences
    assert number(r"in their sets?, (\d+) ha", said) == recount.tagged
    assert number(r"(\d+) of the \d+ articles? ", said) == recount.shared
    assert number(r"(\d+) of the \d+ annotators? (?:is|are) compared", said) == recount.compared
    assert number(r"\([0-9a-f]{8}, (\d+) set", said) == len(recount.counted)
    if recount.unfinished:
        assert number(r"(\d+) sets? not finished", said) == recount.unfinished
    total = sum(recount.ways.values())
    if total:
        assert number(r"gold standard has (\d+) sent", said) == total
        assert number(r"sentences? in (\d+) article", said) == len(recount.gold)
        for way, count in recount.ways.items():
            assert number(rf"{way} (\d+) \(", said) == count
        if recount.single:
            assert number(r"In (\d+) articles?, every gold tag", said) == recount.single
    assert "did not see" not in said


def test_the_numbers_of_agree_and_status_are_those_of_a_recount(
    odd: tuple[Path, Recount], capsys: Captured
) -> None:
    folder, recount = odd
    opening = said_by(capsys, "agree", str(folder), "--no-intervals")
    assert number(r"(\d+) sets? on", opening) == len(recount.counted)
    assert number(r"sets? on (\d+) document", opening) == len(recount.by_document)
    assert number(r"documents?, (\d+) of them", opening) == recount.shared
    status = said_by(capsys, "status", str(folder))
    assert number(r"(\d+) documents?:", status) == len(DOCUMENTS)
    assert number(r"(\d+) annotators? ha", status) == len(recount.names)
    assert number(r": (\d+) finished by at least one", status) == len(recount.by_document)
    assert number(r"(\d+) by two or more", status) == recount.shared
    if recount.gold:
        assert number(r"(\d+) unresolved", status) == recount.ways["unresolved"]


def test_status_and_agree_give_one_record_of_facts(
    odd: tuple[Path, Recount], capsys: Captured
) -> None:
    folder, _ = odd
    one = json.loads(said_by(capsys, "status", str(folder), "--json"))["facts"]
    found = json.loads(said_by(capsys, "agree", str(folder), "--json", "--no-intervals"))["facts"]
    assert one | {"gold": None} == found | {"gold": None}


def test_the_caption_of_the_table_counts_who_is_compared(
    odd: tuple[Path, Recount], capsys: Captured
) -> None:
    folder, recount = odd
    said = said_by(capsys, "agree", str(folder), "--latex", "--no-intervals")
    assert number(r"Agreement of (\d+) ", said) == recount.compared
    if recount.compared != len(recount.names):
        assert number(r"of \d+ of (\d+) annotator", said) == len(recount.names)


def test_the_numbers_of_the_card_are_those_of_a_recount(
    odd: tuple[Path, Recount], tmp_path: Path, capsys: Captured
) -> None:
    pytest.importorskip("pyarrow")
    folder, recount = odd
    assert run(["release", str(folder), "-o", str(tmp_path / "release")]) == 0
    capsys.readouterr()
    card = " ".join((tmp_path / "release" / "README.md").read_text("utf-8").split())
    assert number(r"finished sets of (\d+) annotator", card) == len(recount.names)
    assert number(r"annotators? on (\d+) article", card) == len(recount.by_document)
    assert number(r"Two or more annotators finished (\d+)", card) == recount.shared
    if recount.others:
        assert number(r"(\d+) other annotator", card) == len(recount.others)
    if recount.gold:
        assert number(r"(\d+) articles? ha(?:s|ve) a gold standard", card) == len(recount.gold)
        for way, count in recount.ways.items():
            assert number(rf"(\d+) (?:is|are) {way} \(", card) == count
        if recount.single:
            assert number(r"In (\d+) articles?, every gold tag", card) == recount.single
    assert "Near-duplicates" in card
