"""Key presses per sentence: finished sets, tagged again on the real screen by the cheapest keys.

    python -m bench.presses PATH... [--mode MODE] [--suggester NAME] [--dearest N] [--json]

A PATH is an annotation set, a folder of sets, or a project. Each set is tagged again from its own
sentences, without any decision, under its own codebook, and with every question asked (`--ask
links`). `press_search` finds the cheapest keys, typed letters included. Then every key is pressed
on the real screen, in an app without a terminal. The tag, the source's name, the cue, the answers
with their stances, and whether a claim is checkable must come out as they were.

The screen sees only what it has been told so far, so no proposal knows the finished set. The
search knows it, as a person knows what to answer who has read the article.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from textual import events

from annotator.formats.annotated_corpus import find_set_files
from annotator.model.annotation import (
    AnnotationSet,
    Sentence,
    SetForm,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.navigation import next_body_position
from annotator.model.suggestion_settings import (
    RULES,
    SuggestionMode,
    SuggestionSettings,
    modes_of,
)
from annotator.model.suggestions import (
    DocumentSuggestions,
    FieldSuggestions,
    Suggester,
    Suggestion,
)
from annotator.project.open_set import OpenSet, lock_set
from annotator.storage import codebooks, layout
from annotator.storage.layout import PassFile
from annotator.storage.sets import read_set
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from bench.press_prompts import Decision, decision
from bench.press_search import Press, Search, Task
from bench.rehearsal import LISTED, PROMPTS, Rehearsal, Suggesting

KINDS = (
    *("tag", "source chosen", "source typed", "cue", "answers", "checkable"),
    *("none", "other"),
)
"""The kinds of presses. `none` are those that say that there is no source, cue or answer.

A key that repeats the last tag with its source counts as a tag, and so does one that takes a ghost.
"""
SIZE = (80, 24)
_SHORTEST_BLOCK = 3
_MOST_BLOCK_STATES = 600


@dataclass(frozen=True, slots=True)
class FinishedSet:
    """A finished set with its codebook, the number of its pass, and what is suggested."""

    annotations: AnnotationSet
    codebook: Codebook
    number: int = 1
    suggesting: Suggesting = LISTED

    @property
    def name(self) -> str:
        """The annotator and the document."""
        own = self.annotations
        more = f".{self.number}" if self.number > 1 else ""
        return f"{own.annotator}/{own.document.id}{more}"

    @property
    def started(self) -> AnnotationSet:
        """The set before its first decision."""
        sentences = tuple(each.without_decisions for each in self.annotations.sentences)
        return replace(self.annotations, sentences=sentences, sources=(), status=None, reason=None)


# Reading


def finished_sets(paths: Iterable[Path]) -> Iterator[FinishedSet]:
    """The annotation sets in files, folders and projects.

    Raises:
        DataError: A set cannot be read, or its codebook is not there.
    """
    for path in paths:
        files = list(_set_files(path))
        if not files:
            raise DataError(Problem("has no annotation sets", str(path)))
        yield from map(_finished_set, files)


def _set_files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise DataError(Problem("This file or folder does not exist.", str(path)))
    if not path.is_dir():
        yield path
        return
    files = layout.set_files(path) if layout.is_project(path) else find_set_files(path)
    yield from (each for each in files if read_set(each)[0].form is SetForm.ANNOTATIONS)


def _finished_set(path: Path) -> FinishedSet:
    annotations = read_set(path)[0]
    folder = layout.project_folder(path.resolve())
    known = {codebooks.builtin().reference: codebooks.builtin()}
    if folder is not None:
        known |= codebooks.project_codebooks(folder, layout.load_project(folder))
    own = known.get(annotations.codebook) or codebooks.former_builtin(annotations.codebook)
    if own is None:
        made_with = f"{annotations.codebook.name} {annotations.codebook.version}"
        raise DataError(Problem(f"its codebook, {made_with}, is not here", str(path)))
    number = layout.submitted_pass_number(path.stem, annotations.document.id, annotations.annotator)
    return FinishedSet(annotations, own, number)


# Suggesting


PERFECT, TAGS_SHOWN = "perfect", "rules-with-tags"
SUGGESTERS = (RULES, TAGS_SHOWN, PERFECT)
"""The rules without tags, the rules with all of their tags, and the finished set itself."""


def with_suggestions(finished: FinishedSet, mode: str, suggester: str) -> FinishedSet:
    """A finished set that is tagged again with suggestions.

    Args:
        finished: The finished set.
        mode: How they are shown.
        suggester: One of `SUGGESTERS`.
    """
    show = dict(modes_of(SuggestionMode(mode)))
    if mode == SuggestionMode.GHOST:
        # A ghost shows no answers. A list of them is what it is compared with.
        show[SuggestedField.ANSWERS] = SuggestionMode.LIST
    found = None
    if suggester == PERFECT:
        own = finished.annotations
        found = DocumentSuggestions(
            Suggester(PERFECT, "1", "0" * 64),
            own.document.key,
            own.codebook,
            {each.id: _perfect(own, each) for each in own.sentences if each.body},
        )
    tags = frozenset(finished.codebook.by_id) if suggester != RULES else frozenset()
    settings = SuggestionSettings(show=show)
    return replace(finished, suggesting=Suggesting(settings, found, tags))


def _perfect(annotations: AnnotationSet, sentence: Sentence) -> FieldSuggestions:
    """The decisions on a sentence, as suggestions."""
    source = annotations.source_of(sentence)
    values: dict[SuggestedField, SuggestedValue | None] = {
        SuggestedField.TAG: sentence.tag,
        SuggestedField.SOURCE: source.name if source else "",
        SuggestedField.KIND: source.kind if source else None,
        SuggestedField.CUE: sentence.cue.span if sentence.cue else None,
    }
    return {field: (Suggestion(value),) for field, value in values.items() if value is not None}


# Planning


class Plan:
    """The cheapest presses for a whole set, found sentence by sentence.

    Args:
        finished: The finished set.
    """

    def __init__(self, finished: FinishedSet) -> None:
        self._finished = finished.annotations
        self._screen = Rehearsal(finished.started, finished.codebook, finished.suggesting)
        self._wanted = decisions(finished.annotations)
        self._waiting: list[int] = []

    def presses(self) -> list[Press]:
        """All presses, in order.

        Raises:
            DataError: No keys lead to a decision.
        """
        found: list[Press] = []
        positions = list(self._wanted)
        while positions:
            block = self._block(positions)
            found += self._cheapest(block)
            positions = positions[len(block) :]
        for position in self._waiting:
            found += self._search({}, position) or ()
            found += self._found(self._search({position: self._wanted[position]}, None), position)
        return found

    def _block(self, positions: Sequence[int]) -> list[int]:
        """The next position, or several if all of them get the same."""
        first = self._wanted[positions[0]]
        alike = []
        for each in positions:
            if self._wanted[each] != first:
                break
            alike.append(each)
        plain = first.tag is not None and not first.cue and not first.answers
        return alike if plain and len(alike) >= _SHORTEST_BLOCK else alike[:1]

    def _cheapest(self, block: Sequence[int]) -> list[Press]:
        """The presses for each sentence alone, or for all at once if that is cheaper."""
        begin = self._screen.snapshot()
        alone = [press for position in block for press in self._sentence(position)]
        if len(block) == 1:
            return alone
        end = self._screen.snapshot()
        self._screen.restore(begin)
        wanted = {each: self._wanted[each] for each in block}
        together = self._search(wanted, self._after(block[-1]), len(alone) - 1)
        if together is not None:
            return list(together)
        self._screen.restore(end)
        return alone

    def _sentence(self, position: int) -> tuple[Press, ...]:
        wanted = self._wanted[position]
        found = self._search({position: wanted}, self._after(position))
        if found is None and self._forward(position):
            now = wanted._replace(answers=wanted.answers - self._forward(position))
            found = self._search({position: now}, self._after(position))
            self._waiting.append(position)
        return self._found(found, position)

    def _forward(self, position: int) -> frozenset[Any]:
        """The answers to claims further down, which are not tagged yet."""
        positions = self._finished.positions
        answers = self._wanted[position].answers
        return frozenset(each for each in answers if positions[each.claim] > position)

    def _after(self, position: int) -> int:
        return next_body_position(self._finished.sentences, position)

    def _search(
        self, wanted: Mapping[int, Decision], cursor: int | None, most: int | None = None
    ) -> tuple[Press, ...] | None:
        sources = (self._finished.source_of(self._finished.sentences[each]) for each in wanted)
        names = tuple({each.name: None for each in sources if each})
        task = Task(wanted, cursor, self._wanted, names)
        if most is not None:
            task = task._replace(blocks=True, most=most, states=_MOST_BLOCK_STATES)
        return Search(self._screen, task).run()

    def _found(self, presses: tuple[Press, ...] | None, position: int) -> tuple[Press, ...]:
        """The presses. They may be none, where nothing is left to decide."""
        if presses is not None:
            return presses
        where = f"{self._finished.document.id}, {self._finished.sentences[position].id}"
        raise DataError(f"{where}: no keys lead to {describe(self._wanted[position])}.")


def decisions(annotations: AnnotationSet) -> dict[int, Decision]:
    """The decisions on the sentences of the body, by position."""
    return {
        at: decision(annotations, each)
        for at, each in enumerate(annotations.sentences)
        if each.body
    }


def describe(wanted: Decision) -> str:
    """A decision in words."""
    answers = ", ".join(
        f"{each.claim} {each.stance or ''}".strip() for each in sorted(wanted.answers)
    )
    words = (
        wanted.tag or "no tag",
        f"source “{wanted.source}”" if wanted.source else "no source",
        f"cue “{wanted.cue.text}” at {wanted.cue.span[0]}" if wanted.cue else "no cue",
        f"answers {answers}" if answers else "no answers",
        "" if wanted.checkable else "not checkable",
    )
    return ", ".join(each for each in words if each)


# Playing


class Player(AnnotatorApp):
    """The app, which counts the keys that it receives."""

    pressed = 0

    async def on_event(self, event: events.Event) -> None:
        """Count a key, and handle it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.pressed += 1
        await super().on_event(event)


async def play(finished: FinishedSet, presses: Iterable[Press]) -> tuple[AnnotationSet, int]:
    """The set after the presses on the real screen, and the number of keys that it received."""
    with tempfile.TemporaryDirectory() as folder:
        file = PassFile(1, Path(folder) / "presses.yaml")
        opened = OpenSet(finished.started, finished.codebook, file)
        work = FileSession(lock_set(finished.suggesting.added_to(opened)))
        app = Player(work, KeyBindings(), prompts=PROMPTS)
        try:
            async with app.run_test(size=SIZE) as pilot:
                await pilot.pause()
                for press in presses:
                    await pilot.press(press.key)
                    # A ghost is taken when it is seen, which is after the next paint.
                    await pilot.pause()
                annotations = work.session.annotations
        finally:
            app.work.close()
        return annotations, app.pressed


def differences(finished: AnnotationSet, played: AnnotationSet) -> list[str]:
    """The sentences whose decisions differ, each in one line."""
    now = decisions(played)
    return [
        f"{finished.sentences[at].id}: {describe(now[at])}. It should be {describe(wanted)}."
        for at, wanted in decisions(finished).items()
        if now[at] != wanted
    ]


# Counting


@dataclass(frozen=True, slots=True)
class Count:
    """The presses for one set.

    Attributes:
        name: The annotator and the document.
        presses: Each press with its kind.
        decisions: The decisions by position.
    """

    name: str
    presses: tuple[tuple[Press, str], ...]
    decisions: Mapping[int, Decision]

    @property
    def sentences(self) -> int:
        """The number of sentences of the body."""
        return len(self.decisions)

    @property
    def kinds(self) -> Counter[str]:
        """The presses by kind."""
        return Counter(kind for _, kind in self.presses)

    @property
    def by_sentence(self) -> dict[int, list[Press]]:
        """The presses by the position of their sentence."""
        found: dict[int, list[Press]] = {}
        for press, _ in self.presses:
            found.setdefault(press.position, []).append(press)
        return found


def count_presses(finished: FinishedSet) -> Count:
    """The cheapest presses for a set, played on the real screen.

    Raises:
        DataError: No keys lead to a decision, or the screen's outcome differs.
    """
    presses = Plan(finished).presses()
    played, pressed = asyncio.run(play(finished, presses))
    wrong = differences(finished.annotations, played)
    if pressed != len(presses):
        wrong.append(f"The screen received {pressed} keys instead of {len(presses)}.")
    if wrong:
        raise DataError([Problem(each, finished.name) for each in wrong])
    wanted = decisions(finished.annotations)
    kinds = tuple((each, kind_of(each, wanted.get(each.position))) for each in presses)
    return Count(finished.name, kinds, wanted)


_OF_COMMANDS = {
    "source": "source chosen",
    "same_source": "source chosen",
    "cue": "cue",
    "answers": "answers",
    "checkable": "checkable",
}
_OF_PROMPTS = {
    "source": ("source chosen", "source"),
    "cue": ("cue", "cue"),
    "answers": ("answers", "answers"),
}
"""For each module of prompts: the kind of its presses, and the field that they decide."""


def kind_of(press: Press, wanted: Decision | None) -> str:
    """The kind of a press on a sentence with this decision."""
    if press.command.startswith("tag:") or press.command in {"repeat", "take_suggestion"}:
        return "tag"
    if press.typed and (press.prompt or press.command) in {"source", "same_source"}:
        return "source typed"
    if press.command or press.prompt not in _OF_PROMPTS:
        return _OF_COMMANDS.get(press.command, "other")
    kind, field = _OF_PROMPTS[press.prompt]
    return kind if getattr(wanted, field, None) else "none"


# Showing


def figures(counts: Sequence[Count]) -> dict[str, Any]:
    """The figures over several sets, and for each of them."""
    return _figures(counts) | {"by_document": {each.name: _figures([each]) for each in counts}}


def _figures(counts: Sequence[Count]) -> dict[str, Any]:
    sentences = sum(each.sentences for each in counts)
    kinds = sum((each.kinds for each in counts), Counter[str]())
    return {
        "presses_per_sentence": kinds.total() / sentences if sentences else None,
        "sentences": sentences,
        "by_kind": {each: kinds[each] / sentences if sentences else None for each in KINDS},
    }


def report(counts: Sequence[Count]) -> str:
    """The tables: presses per sentence by document, and by kind."""
    width = max(len(each.name) for each in counts)
    lines = [f"{'':<{width}}{'sentences':>11}{'presses':>9}{'per sentence':>14}"]
    lines += [_row(each.name, [each], width) for each in counts]
    lines += [_row("all", counts, width), ""]
    lines += [
        f"{kind:<{width}}{value:>34.2f}"
        for kind, value in _figures(counts)["by_kind"].items()
        if value is not None
    ]
    return "\n".join(lines)


def _row(name: str, counts: Sequence[Count], width: int) -> str:
    presses = sum(len(each.presses) for each in counts)
    sentences = sum(each.sentences for each in counts)
    ratio = f"{presses / sentences:.2f}" if sentences else "–"
    return f"{name:<{width}}{sentences:>11}{presses:>9}{ratio:>14}"


def dearest(counts: Iterable[Count], most: int) -> list[str]:
    """The sentences with the most presses, each with its keys and its decision."""
    each = [
        (len(presses), count.name, position, " ".join(press.key for press in presses), wanted)
        for count in counts
        for position, presses in count.by_sentence.items()
        if (wanted := count.decisions.get(position)) is not None
    ]
    return [
        f"{number:>3}  {name} {position + 1}: {keys}\n     {describe(wanted)}"
        for number, name, position, keys, wanted in sorted(each, key=lambda one: -one[0])[:most]
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, and print the tables or JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.presses", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="set, folder, project")
    parser.add_argument(
        "--mode",
        choices=[each.value for each in SuggestionMode],
        default=SuggestionMode.LIST.value,
        help="how suggestions are shown (default: list)",
    )
    parser.add_argument(
        "--suggester", choices=SUGGESTERS, default=RULES, help="who makes them (default: rules)"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--dearest", type=int, default=0, metavar="N", help="list N sentences")
    options = parser.parse_args(arguments)
    try:
        counts = run(options.paths, options.mode, options.suggester)
    except DataError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    shown = json.dumps(figures(counts), indent=2) if options.json else report(counts)
    listed = dearest(counts, options.dearest)
    sys.stdout.write("\n".join([shown, *([""] if listed else []), *listed]) + "\n")
    return 0


def run(
    paths: Iterable[Path], mode: str = SuggestionMode.LIST.value, suggester: str = RULES
) -> list[Count]:
    """The counts of all sets, several at a time.

    Args:
        paths: The sets.
        mode: How suggestions are shown.
        suggester: One of `SUGGESTERS`.

    Raises:
        DataError: A set cannot be read, or it does not come out as it was.
    """
    sets = [with_suggestions(each, mode, suggester) for each in finished_sets(paths)]
    workers = min(len(sets), os.cpu_count() or 1)
    if workers < 2:
        return [count_presses(each) for each in sets]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return list(pool.map(count_presses, sets))


if __name__ == "__main__":
    sys.exit(main())
