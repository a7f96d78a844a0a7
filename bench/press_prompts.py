"""What a search knows of each prompt: which of its keys, states and answers can help.

Nothing here decides how many presses an answer takes. It only spares the search what cannot help:
moving a mark away from the words that it has to reach, or typing what no name begins with.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Span
from annotator.model.name_folding import fold_name
from annotator.text.cues import word_spans
from annotator.text.names import source_name
from annotator.tui.prompts.answers import AnswerSelection, AnswersPrompt
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source import SourceChoices, SourceDecision, SourceLine, SourcePrompt
from annotator.tui.prompts.word_mark import WordMark

Words = tuple[int, int]
"""The first and the last of some words of a text."""


class Decision(NamedTuple):
    """What is compared of a sentence.

    Attributes:
        source: The folded name, by which the program knows a source: case does not matter.
    """

    tag: str | None = None
    source: str | None = None
    cue: Cue | None = None
    answers: frozenset[Answer] = frozenset()
    checkable: bool = True


_WORDS_MORE = 3
"""How many words more than a name may be marked, for an article or a title that is taken off."""
_ARROWS = (
    *("left", "right", "up", "down", "home", "end"),
    *("shift+left", "shift+right", "shift+up", "shift+down"),
)
_LIST_KEYS = ("enter", ".", "tab", "/", "e", "-", "s", "escape", "backspace")
UNDECIDED = Decision()


def decision(annotations: AnnotationSet, sentence: Sentence) -> Decision:
    """The decision on a sentence."""
    source = annotations.source_of(sentence)
    return Decision(
        sentence.tag,
        fold_name(source.name) if source else None,
        sentence.cue,
        frozenset(sentence.answers),
        sentence.checkable,
    )


class Aim:
    """A wanted decision, as prompts see it.

    Args:
        annotations: The set, for the positions of its sentences.
        wanted: The decisions by position.
        names: The names of the wanted sources, as they may be typed.
    """

    def __init__(
        self, annotations: AnnotationSet, wanted: Mapping[int, Decision], names: tuple[str, ...]
    ) -> None:
        self._annotations, self._wanted, self._names = annotations, wanted, names
        self._found: dict[str, tuple[Words, ...]] = {}
        self._picks: dict[int, _Picks] = {}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(map(fold_name, self._names))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """What may be typed of a name: its beginning, or that of one of its later words."""
        return frozenset(each for name in self._names for each in _beginnings(name))

    @cached_property
    def _claims(self) -> dict[str, Answer]:
        return {answer.claim: answer for each in self._wanted.values() for answer in each.answers}

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        return tuple(str(self._annotations.positions[each] + 1) for each in self._claims)

    # Keys

    def keys(self, prompt: Prompt[Any], every: tuple[str, ...]) -> tuple[str, ...]:
        """The keys that can help in a state of a prompt.

        Args:
            prompt: The prompt.
            every: All keys, for a prompt that is not known here.
        """
        if isinstance(prompt, SourcePrompt):
            return tuple(dict.fromkeys(self._keys_of_source(prompt)))
        if isinstance(prompt, AnswersPrompt):
            return self._keys_of_answers(prompt)
        if isinstance(prompt, CuePrompt):
            return ("enter", "backspace", "escape", *self._keys_of_cue(prompt.mark))
        return every

    def _keys_of_source(self, prompt: SourcePrompt) -> Iterator[str]:
        if prompt.typed is not None:
            yield from self._keys_of_typing(prompt.typed)
        elif prompt.pick is not None:
            yield from self._keys_of_picking(prompt)
        else:
            if prompt.correcting and prompt.corrected is not None:
                yield from ("backspace", *self._keys_of_cue(prompt.corrected))
            yield from _LIST_KEYS
            wanted = [row.key for row in prompt.sources.rows if self._is_wanted(row)]
            yield from (each for each in wanted if each)
            # Moving to another row serves to take a wanted one, and its cue.
            yield from ("down", "up") if wanted else ()

    def _is_wanted(self, row: SourceLine) -> bool:
        name = fold_name(row.proposal.name) if row.proposal else None
        return any(each.source == name for each in self._wanted.values())

    def _keys_of_typing(self, typed: str) -> Iterator[str]:
        yield from ("enter", "tab", "down", "up")
        size = len(typed)
        following = {each[size] for each in self._beginnings if each[:size] == typed != each}
        yield from ("space" if each == " " else each for each in sorted(following))

    def _keys_of_picking(self, prompt: SourcePrompt) -> Iterator[str]:
        yield from ("enter", "tab", "shift+tab", "/", *_ARROWS)
        yield from self._picks_of(prompt.sources).letters

    def _keys_of_cue(self, mark: WordMark) -> Iterator[str]:
        ends = [words for each in self._cues if (words := _words_at(mark, each)) is not None]
        if ends:
            yield from _ARROWS
            yield from _initials(mark.text, mark.words, ends)

    def _keys_of_answers(self, prompt: AnswersPrompt) -> tuple[str, ...]:
        stances = (term.letter for term in prompt.claims.stances)
        digits = (each for each in "123456789" if any(each in number for number in self._numbers))
        letters = (each for each in stances if each)
        return ("enter", "0", "space", "down", "up", "y", "escape", *digits, *letters)

    # States of prompts

    def may_follow(self, prompt: Prompt[Any], before: Prompt[Any]) -> bool:
        """Whether a state of a prompt can lead to a wanted answer."""
        if isinstance(prompt, SourcePrompt):
            return self._may_name(prompt, before)
        if isinstance(prompt, AnswersPrompt):
            return self._may_pick(prompt, before)
        if isinstance(prompt, CuePrompt) and isinstance(before, CuePrompt):
            return self._may_mark_cue(prompt.mark, before.mark)
        return True

    def _may_name(self, prompt: SourcePrompt, before: Prompt[Any]) -> bool:
        elsewhere = prompt.typed is not None or prompt.pick is not None
        corrected, cues = prompt.corrected, self._cues or (None,)
        if corrected is not None and corrected.span not in cues:
            # The cue is corrected first, and only then the source is looked for.
            if not isinstance(before, SourcePrompt) or before.at != prompt.at or elsewhere:
                return False
            return self._may_mark_cue(corrected, before.corrected)
        if elsewhere and not self._names:
            return False
        if prompt.typed:
            return prompt.typed in self._beginnings
        return prompt.pick is None or self._may_mark(prompt)

    def _may_mark(self, prompt: SourcePrompt) -> bool:
        """Whether words marked for the name can become it."""
        picks, pick = self._picks_of(prompt.sources), prompt.pick
        if pick is None or not picks.reachable:
            return False
        mark, stop = pick.mark, prompt.sources.stops[pick.stop]
        if mark.first == mark.last or stop.span == mark.span:
            return True
        return any(_overlap(mark, each) for each in picks.of(pick.passage))

    def _picks_of(self, sources: SourceChoices) -> "_Picks":
        if id(sources) not in self._picks:
            named = tuple(self._named_in(each.text) for each in sources.passages)
            stops = any(fold_name(each.name) in self._folded for each in sources.stops)
            self._picks[id(sources)] = _Picks(sources, named, stops)
        return self._picks[id(sources)]

    def _named_in(self, text: str) -> tuple[Words, ...]:
        """The words of a text, from the first to the last, that become the name."""
        if text not in self._found:
            folded = fold_name(text)
            heads = {each.split()[0] for each in self._folded if each}
            there = any(each in folded for each in heads)
            self._found[text] = tuple(self._search_names(text)) if there else ()
        return self._found[text]

    def _search_names(self, text: str) -> Iterator[Words]:
        words = word_spans(text)
        most = max((len(each.split()) for each in self._folded), default=0) + _WORDS_MORE
        for first in range(len(words)):
            for last in range(first, min(first + most, len(words))):
                if fold_name(source_name(text[words[first][0] : words[last][1]])) in self._folded:
                    yield first, last

    def _may_mark_cue(self, mark: WordMark, before: WordMark | None) -> bool:
        """Whether a mark can become a wanted cue.

        It is as long as before, or shorter than the cue, or it has words of it and few more.
        """
        if not self._cues:
            # Only the keys that remove a mark are of use.
            return before is None or mark.span is None
        size = mark.last - mark.first
        was = before.last - before.first if before is not None else size
        if size == was:
            return True
        return any(
            size < len(mark.text[start:end].split())
            or (
                mark.span is not None
                and mark.span[0] < end
                and start < mark.span[1]
                and size <= max(was, len(mark.text[start:end].split()))
            )
            for start, end in self._cues
        )

    @cached_property
    def _cues(self) -> tuple[Span, ...]:
        """The wanted cues, in code points of their sentences."""
        cues = (self._own_cue(at, each) for at, each in self._wanted.items())
        return tuple(each for each in cues if each is not None)

    def _may_pick(self, prompt: AnswersPrompt, before: Prompt[Any]) -> bool:
        was = before.picked if isinstance(before, AnswersPrompt) else ()
        return (
            all(each.claim in self._claims or each in was for each in prompt.picked)
            # The stance of a claim is set before the next claim is chosen.
            and all(
                each == self._claims.get(each.claim, each) or each.claim == prompt.at
                for each in prompt.picked
            )
            and (not prompt.digits or any(each.startswith(prompt.digits) for each in self._numbers))
        )

    # Answers

    def may_answer(
        self, prompt: Prompt[Any] | None, position: int, result: PromptAnswer[Any] | PromptExit
    ) -> bool:
        """Whether the result of a prompt can be a wanted one, so that the screen is asked."""
        wanted = self._wanted.get(position)
        if wanted is None or not isinstance(result, PromptAnswer):
            return True
        value = result.value
        if isinstance(value, SourceDecision):
            return self._may_attribute(prompt, position, value, wanted)
        if isinstance(value, AnswerSelection):
            return frozenset(value.answers) <= wanted.answers
        return bool(value == self._own_cue(position, wanted))

    def _may_attribute(
        self, prompt: Prompt[Any] | None, position: int, value: SourceDecision, wanted: Decision
    ) -> bool:
        """Whether the source is the wanted one. The cue is corrected before it is chosen."""
        takes_cue = isinstance(prompt, SourcePrompt) and prompt.sources.takes_cue
        if value.asks_for_details:
            return wanted.cue is None
        if takes_cue and value.cue != self._own_cue(position, wanted):
            return False
        return (fold_name(value.source.name) if value.source else None) == wanted.source

    def _own_cue(self, position: int, wanted: Decision) -> Span | None:
        if wanted.cue is None:
            return None
        begin = self._annotations.sentences[position].span[0]
        return wanted.cue.span[0] - begin, wanted.cue.span[1] - begin


class _Picks:
    """Where a wanted name is in the text that a name can be picked from."""

    def __init__(
        self, sources: SourceChoices, named: tuple[tuple[Words, ...], ...], at_stop: bool
    ) -> None:
        # The choices are kept, so that no other object gets their ID.
        self._sources, self._named = sources, named
        self.reachable = at_stop or any(named)
        found = (
            _initials(each.text, word_spans(each.text), list(there))
            for each, there in zip(sources.passages, named, strict=True)
            if there
        )
        self.letters = tuple(dict.fromkeys(letter for some in found for letter in some))

    def of(self, passage: int) -> tuple[Words, ...]:
        """The words of a passage that become the name."""
        return self._named[passage]


def _initials(text: str, words: tuple[Span, ...], ends: list[Words]) -> Iterator[str]:
    """The letters that bring a mark to these words: a small one moves it, a capital extends it."""
    for first, last in ends:
        for letter in (text[words[first][0]].lower(), text[words[last][0]].upper()):
            if letter.isalpha() and letter.isascii():
                yield letter


def _words_at(mark: WordMark, span: Span) -> Words | None:
    """The words at exactly this place, or None."""
    there = WordMark.on(mark.text, span)
    return (there.first, there.last) if there.span == span else None


def _overlap(mark: WordMark, words: Words) -> bool:
    return mark.first <= words[1] and words[0] <= mark.last


def _beginnings(name: str) -> Iterator[str]:
    words = name.split(" ")
    for first in range(len(words)):
        rest = " ".join(words[first:])
        yield from (rest[:end] for end in range(1, len(rest) + 1))


def state_of(prompt: Prompt[Any] | None) -> tuple[object, ...]:
    """What tells two states of a prompt apart, on the same state of the screen."""
    if isinstance(prompt, SourcePrompt):
        return _state_of_source(prompt)
    if isinstance(prompt, CuePrompt):
        return (CuePrompt, prompt.mark.first, prompt.mark.last)
    if isinstance(prompt, AnswersPrompt):
        own = (prompt.picked, prompt.digits, prompt.at, prompt.offered, prompt.new_claims)
        return (*own, prompt.proposed_claim, prompt.invalid_number, prompt.held)
    return () if prompt is None else (prompt,)


def _state_of_source(prompt: SourcePrompt) -> tuple[object, ...]:
    cue = (prompt.corrected.first, prompt.corrected.last) if prompt.corrected else None
    if prompt.typed is not None:
        # The highlighted row makes no difference while typing.
        return (SourcePrompt, cue, prompt.typed, prompt.match)
    if prompt.pick is not None:
        mark = prompt.pick.mark
        place = (prompt.pick.passage, mark.first, mark.last, prompt.pick.stop)
        return (SourcePrompt, cue, place)
    return (SourcePrompt, cue, prompt.correcting, prompt.at)


def part_of(before: Prompt[Any] | None, after: object) -> str:
    """What a key decides that leads from one state of a prompt to another: its name, or the cue.

    Empty if no prompt is open.
    """
    if before is None:
        return ""
    if isinstance(before, SourcePrompt) and isinstance(after, SourcePrompt):
        return "source" if before.corrected == after.corrected else "cue"
    return type(before).__module__.rpartition(".")[2]


def is_typing(*states: object) -> bool:
    """Whether a name is typed in one of these states of a prompt."""
    return any(isinstance(each, SourcePrompt) and each.typed is not None for each in states)
