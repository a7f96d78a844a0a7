"""What a search knows of each prompt: which of its states and answers can lead to a decision.

Nothing here decides how many presses an answer takes. It only spares the search what cannot help.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Span
from annotator.model.name_folding import fold_name
from annotator.text.names import source_name
from annotator.tui.prompts.answers import AnswerSelection, AnswersPrompt
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source import SourceDecision, SourcePrompt
from annotator.tui.prompts.word_mark import WordMark


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
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """The characters of the names."""
        return tuple(sorted({*"".join(self._names)}))

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
        corrected, cues = prompt.corrected, self._cues
        if corrected is not None and not any(each == corrected.span for each in cues):
            # The cue is corrected first, and only then the source is looked for.
            if not isinstance(before, SourcePrompt) or before.at != prompt.at or elsewhere:
                return False
            return self._may_mark_cue(corrected, before.corrected)
        if prompt.typed:
            return prompt.typed in self._beginnings
        return prompt.pick is None or self._may_mark(prompt, prompt.pick.mark)

    def _may_mark(self, prompt: SourcePrompt, mark: WordMark) -> bool:
        """Whether words marked for the name can become it. Tab may give a fuller name."""
        stop = prompt.sources.stops[prompt.pick.stop] if prompt.pick else None
        if stop is not None and stop.span == mark.span:
            return True
        named = self._named_in(mark)
        if not named:
            # The sentence is only passed on the way to another one.
            return mark.first == mark.last and mark.first in {0, len(mark.words) - 1}
        return mark.first == mark.last or any(_overlap(mark, *each) for each in named)

    def _named_in(self, mark: WordMark) -> tuple[tuple[int, int], ...]:
        """The words of a text, from the first to the last, that become the name."""
        if mark.text not in self._found:
            wanted = {fold_name(each) for each in self._names}
            most = max((len(each.split()) for each in wanted), default=0) + _WORDS_MORE
            self._found[mark.text] = tuple(
                (first, last)
                for first in range(len(mark.words))
                for last in range(first, min(first + most, len(mark.words)))
                if fold_name(source_name(mark.text[mark.words[first][0] : mark.words[last][1]]))
                in wanted
            )
        return self._found[mark.text]

    def _may_mark_cue(self, mark: WordMark, before: WordMark | None) -> bool:
        """Whether a mark can become a wanted cue: it is as long, or it has words of it."""
        if not self._cues:
            # Only the keys that remove a mark are of use.
            return before is None or mark.span is None
        size = mark.last - mark.first
        kept = before is not None and size == before.last - before.first
        return kept or any(
            size < len(mark.text[start:end].split())
            or (mark.span is not None and mark.span[0] < end and start < mark.span[1])
            for start, end in self._cues
        )

    @cached_property
    def _cues(self) -> tuple[Span, ...]:
        """The wanted cues, in code points of their sentences."""
        begins = ((at, each.cue) for at, each in self._wanted.items() if each.cue)
        sentences = self._annotations.sentences
        return tuple(
            (cue.span[0] - sentences[at].span[0], cue.span[1] - sentences[at].span[0])
            for at, cue in begins
        )

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
        if wanted is None or not isinstance(result, PromptAnswer) or result.value is None:
            return True
        value = result.value
        if isinstance(value, SourceDecision):
            return self._may_attribute(prompt, value, wanted)
        if isinstance(value, AnswerSelection):
            return frozenset(value.answers) <= wanted.answers
        return wanted.cue is not None and self._in_text(position, value) == wanted.cue.span

    def _may_attribute(
        self, prompt: Prompt[Any] | None, value: SourceDecision, wanted: Decision
    ) -> bool:
        corrected = isinstance(prompt, SourcePrompt) and prompt.corrected is not None
        if corrected and value.cue not in (self._cues or (None,)):
            return False
        name = fold_name(value.source.name) if value.source else None
        return value.asks_for_details or name == wanted.source

    def _in_text(self, position: int, span: Span) -> Span:
        begin = self._annotations.sentences[position].span[0]
        return span[0] + begin, span[1] + begin


def _overlap(mark: WordMark, first: int, last: int) -> bool:
    return mark.first <= last and first <= mark.last


def _beginnings(name: str) -> Iterator[str]:
    words = name.split(" ")
    for first in range(len(words)):
        rest = " ".join(words[first:])
        yield from (rest[:end] for end in range(1, len(rest) + 1))


def without_effect(prompt: Prompt[Any] | None) -> Prompt[Any] | None:
    """The prompt without what makes no difference: the highlighted row while typing."""
    if isinstance(prompt, SourcePrompt) and (prompt.typed is not None or prompt.pick is not None):
        return replace(prompt, at=0, kind=None)
    return prompt


def is_typing(*states: object) -> bool:
    """Whether a name is typed in one of these states of a prompt."""
    return any(isinstance(each, SourcePrompt) and each.typed is not None for each in states)
