"""Random sessions with suggestions, each killed at a random instant: what the file says is checked.

A session sees suggestions, edits, undoes and redoes, and saves each state with the real saver. The
next session goes on from the file that the kill left. Each session is a forked process, so that a
thousand of them take no minute of starts.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Exposure,
    Sentence,
    Shown,
    Source,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.changes import Edit
from annotator.model.codebook import STANCES
from annotator.model.edits import (
    Batch,
    ClearTag,
    EditSource,
    JoinSentences,
    MergeSources,
    SetAnswers,
    SetCue,
    SetNote,
    SetSource,
    SetTag,
    SplitSentence,
)
from annotator.model.errors import DataError
from annotator.model.name_folding import fold_name
from annotator.model.session import Session
from annotator.storage.files import Fingerprint
from annotator.storage.save_events import SaveEvent, SaveSuccess
from annotator.storage.saver import Saver
from annotator.storage.sets import parse, render
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, FOUR_TAGS, NON_RESPONSE, a_set_on

TEXT = (
    "The port said it was closed. Nobody else knew why. The mayor confirmed it on Monday.\n"
    "The Night Owls denied it. The owner did not respond. It was dark."
)
NAMES = ("the port", "The  PORT", "Night Owls", "the Owls", "the mayor", "")
TAGS = (CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND)
KINDS = ("organization", "person", "")
LONGEST, SESSIONS_ON_A_FILE = 0.08, 10
"""Seconds until a kill, and sessions until a new file."""


# A session, until it is killed


@dataclass
class RandomSession:
    """One session on a file.

    Attributes:
        path: The file.
        chance: Random numbers.
        pipe: Where it says what it does: "state N HASH" before a save, "saved N" after it.
    """

    path: Path
    chance: random.Random
    pipe: int

    def run(self) -> None:
        """Take steps without end."""
        data = self.path.read_bytes()
        session = Session(parse(data, "f"), FOUR_TAGS)
        saver = Saver(self.path, Fingerprint.from_bytes(data), render, self._report)
        while True:
            before = session.annotations
            self._step(session)
            after = session.annotations
            if after is before:
                continue
            state = sha256(render(after)).hexdigest()
            self._say(f"state {session.revision} {state}")
            saver.save(after, session.revision)
            if self.chance.random() < 0.2:
                saver.wait()

    def _step(self, session: Session) -> None:
        kind = self.chance.choice(("see", "see", "edit", "edit", "edit", "undo", "redo"))
        if kind == "see":
            sentence = self.chance.choice(session.annotations.sentences)
            session.shown.record(sentence.id, self._suggestions(session.annotations, sentence))
        elif kind == "edit":
            with suppress(DataError, KeyError):
                session.apply(self._edit(session.annotations))
        else:
            (session.undo if kind == "undo" else session.redo)()

    def _suggestions(self, annotations: AnnotationSet, sentence: Sentence) -> list[Shown]:
        fields = self.chance.sample(list(SuggestedField), self.chance.randint(1, 3))
        return [self._suggestion(each, annotations, sentence) for each in fields]

    def _suggestion(
        self, field: SuggestedField, annotations: AnnotationSet, sentence: Sentence
    ) -> Shown:
        exposure = self.chance.choice(list(Exposure))
        offered = self.chance.sample(NAMES[:-1], 3) if field is SuggestedField.SOURCE else ()
        return Shown(
            field,
            self.chance.choice(("rules", "learned")),
            "1",
            self._value(field, annotations, sentence),
            exposure,
            tuple(offered),
            self._value(field, annotations, sentence) if exposure is Exposure.AFTER else None,
            exposure is Exposure.NEVER and self.chance.random() < 0.8,
        )

    def _value(
        self, field: SuggestedField, annotations: AnnotationSet, sentence: Sentence
    ) -> SuggestedValue:
        match field:
            case SuggestedField.TAG:
                return self.chance.choice((*TAGS, ""))
            case SuggestedField.SOURCE:
                return self.chance.choice(NAMES)
            case SuggestedField.KIND:
                return self.chance.choice(KINDS)
            case SuggestedField.CUE:
                return self._span(sentence)
            case SuggestedField.ANSWERS:
                return self._answers(annotations)

    def _span(self, sentence: Sentence) -> tuple[int, ...]:
        start, end = sentence.span
        if self.chance.random() < 0.2 or end - start < 2:
            return ()
        first = self.chance.randrange(start, end - 1)
        return first, self.chance.randint(first + 1, min(end, first + 4))

    def _answers(self, annotations: AnnotationSet) -> tuple[Answer, ...]:
        ids = list(annotations.positions)
        claims = self.chance.sample(ids, self.chance.randint(0, min(2, len(ids))))
        return tuple(Answer(each, self.chance.choice((None, *STANCES))) for each in claims)

    def _edit(self, annotations: AnnotationSet) -> Edit:
        sentence = self.chance.choice(annotations.sentences)
        ids = (sentence.id,)
        tag = SetTag(ids, self.chance.choice(TAGS))
        source = self._source(annotations)
        edits: tuple[Edit, ...] = (
            tag,
            Batch((tag, SetSource(ids, source))),
            SetSource(ids, source),
            SetSource(ids, None),
            SetAnswers(ids, self._answers(annotations)),
            ClearTag(ids),
            SetNote(sentence.id, self.chance.choice(("why?", ""))),
            *self._of_sources(annotations),
            *self._of_places(annotations, sentence),
        )
        return self.chance.choice(edits)

    def _source(self, annotations: AnnotationSet) -> Source:
        known = self.chance.choice((None, *annotations.sources))
        name = self.chance.choice(NAMES[:-1])
        number = f"n{self.chance.randrange(10**6)}"
        return known or Source(number, name, self.chance.choice(KINDS[:-1]))

    def _of_sources(self, annotations: AnnotationSet) -> Iterator[Edit]:
        if annotations.sources:
            one, other = self.chance.choices(annotations.sources, k=2)
            yield EditSource(replace(one, name=self.chance.choice(NAMES[:-1])))
            yield MergeSources(one.id, other.id)

    def _of_places(self, annotations: AnnotationSet, sentence: Sentence) -> Iterator[Edit]:
        span = self._span(sentence)
        yield SetCue(sentence.id, Cue(TEXT[slice(*span)], (span[0], span[1])) if span else None)
        yield SplitSentence(sentence.id, self.chance.randint(*sentence.span))
        position = annotations.positions[sentence.id]
        following = annotations.sentences[position + 1 : position + 2]
        gap = TEXT[sentence.span[1] : following[0].span[0]] if following else ""
        yield JoinSentences(sentence.id, gap)

    def _report(self, outcome: SaveEvent) -> None:
        word = "saved" if isinstance(outcome, SaveSuccess) else type(outcome).__name__
        self._say(f"{word} {outcome.revision}")

    def _say(self, words: str) -> None:
        os.write(self.pipe, f"{words}\n".encode())


def killed_session(path: Path, chance: random.Random) -> str:
    """Run a session, kill it at a random instant, and give what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            RandomSession(path, random.Random(chance.random()), writing).run()  # noqa: S311
        except Exception as error:  # noqa: BLE001 (the parent says what it was)
            os.write(writing, f"failed {error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


# What the file says


def check_file(data: bytes, before: bytes, said: str) -> int:
    """Check a file after a kill. Gives the number of suggestions in it.

    Args:
        data: The file.
        before: The file before the session.
        said: What the session said.
    """
    lines = [line.split(" ") for line in said.split("\n")[:-1]]
    assert not [line for line in lines if line[0] not in {"state", "saved"}], said
    saved = max((int(line[1]) for line in lines if line[0] == "saved"), default=0)
    states = {line[2] for line in lines if line[0] == "state" and int(line[1]) >= saved}
    states |= {sha256(before).hexdigest()} if not saved else set()
    assert sha256(data).hexdigest() in states, "the file is no state that was to be saved"
    assert render(parse(data, "f")) == data
    raw = yaml.safe_load(data)
    sources = {each["id"]: each for each in raw.get("sources", [])}
    recorded = [
        (sentence, field, shown)
        for sentence in raw["sentences"]
        for field, shown in sentence.get("shown", {}).items()
    ]
    for sentence, field, shown in recorded:
        expected = recomputed(field, shown["value"], sentence, sources)
        assert str(shown["taken"]).lower() == expected, (sentence, field)
    return len(recorded)


def recomputed(
    field: str, suggested: Any, sentence: Mapping[str, Any], sources: Mapping[str, Any]
) -> str:
    """Whether a suggestion was taken, from the plain data of the file alone."""
    own, wanted = _own(field, sentence, sources), _compared(field, suggested)
    if own == wanted:
        return "true" if own or "tag" in sentence else "false"
    return "changed" if _parts(field, own) & _parts(field, wanted) else "false"


def _own(field: str, sentence: Mapping[str, Any], sources: Mapping[str, Any]) -> Any:
    """The annotator's value in the form in which values are compared."""
    source = sources.get(sentence.get("source", ""), {})
    values: Mapping[str, Any] = {
        "tag": sentence.get("tag", ""),
        "source": source.get("name", ""),
        "kind": source.get("kind", ""),
        "cue": sentence.get("cue", {}).get("span", []),
        "answers": sentence.get("answers", []),
    }
    return _compared(field, values[field])


def _compared(field: str, value: Any) -> Any:
    if field == "source":
        return fold_name(value)
    return _links(value) if field == "answers" else value


def _parts(field: str, value: Any) -> set[Any]:
    """What two different values can have in common."""
    if field == "source":
        return _words(value)
    if field == "cue":
        return set(range(*value)) if value else set()
    return _claims(value) if field == "answers" else set()


def _links(answers: list[Mapping[str, str]]) -> list[tuple[str, str | None]]:
    return [(each["claim"], each.get("stance")) for each in answers]


def _claims(links: list[tuple[str, str | None]]) -> set[str]:
    return {claim for claim, _ in links}


def _words(name: str) -> set[str]:
    return set(name.split()) - {"a", "an", "the", "of", "and", "for", "in", "on", "at", "to"}


def main(path: Path, sessions: int, seed: int) -> None:
    """Run sessions, and print how many suggestions were checked in how many files."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    checked = changed = 0
    for number in range(sessions):
        if number % SESSIONS_ON_A_FILE == 0:
            path.write_bytes(render(a_set_on(TEXT)))
        before = path.read_bytes()
        said = killed_session(path, chance)
        data = path.read_bytes()
        checked += check_file(data, before, said)
        changed += data != before
    print(f"{sessions} sessions, {changed} changed the file, {checked} suggestions checked")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
