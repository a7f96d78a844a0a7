"""The prompt for the source: enter takes the likeliest one with its cue, a key takes another one.

A name can be picked from the text, word by word, or typed after `/`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from rich.cells import cell_len

from annotator.model.annotation import Span
from annotator.model.codebook import Term
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.text.cell_layout import WrappedLine, wrap
from annotator.text.cues import word_spans
from annotator.text.names import source_name
from annotator.text.proposals import Mention, SourceProposal
from annotator.text.safe import safe_slice
from annotator.tui.prompts.prompt import (
    POINTER,
    STEPS,
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    clip_line,
    more_item,
    safe_piece,
    visible_lines,
    wrap_items,
)
from annotator.tui.prompts.prompt_keys import DEFAULT_PROMPT_KEYS, PersonalKeys
from annotator.tui.prompts.word_mark import MARK_KEYS, WordMark, is_letter

KindGuesser = Callable[[str], str | None]
NOBODY = "0"
"""The key for no source."""
_MOST_MATCHES, _MOST_LINES, _OTHER_LINES, _FALLBACK_PASSAGES = 4, 4, 10, 12
_PASSAGE_LINES = 2
"""The lines of a sentence that are shown around marked words."""


class SourceLine(NamedTuple):
    """A line of the list: a possible source and its key.

    Attributes:
        key: The key that takes it. Empty if there are more sources than keys.
        proposal: The source, or None for nobody.
    """

    key: str
    proposal: SourceProposal | None


class Passage(NamedTuple):
    """A sentence from which a name can be picked.

    Attributes:
        sentence: Its ID.
        text: Its text.
        number: Its number on the screen. 0 if it is not shown.
    """

    sentence: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class SourceChoices:
    """The possible sources for the prompt.

    Attributes:
        rows: The possible sources with their keys, and nobody, the likeliest first.
        kinds: The kinds of source.
        guess: Guesses the kind of a source from its name.
        before: The source of the previous sentence, which `.` takes.
        cue: The likeliest cue, for a source that brings none of its own.
        mentions: The words that can name a source, nearest first.
        passages: The sentences around this one, from which a name can be picked, in order.
        here: The index of this sentence among them.
        takes_cue: Whether the cue is set with the source.
        tag_keys: The letters that tag. No other meaning has priority over them.
        claim: Whether the sentence is a claim, for which `h` sets checkable.
        ranked: Whether the first row is the likeliest answer. If not, none is highlighted.
        ghost: A suggested source with its cue, which enter takes while no row is highlighted.
    """

    rows: tuple[SourceLine, ...]
    kinds: tuple[Term, ...]
    guess: KindGuesser
    before: SourceProposal | None = None
    cue: Span | None = None
    mentions: tuple[Mention, ...] = ()
    passages: tuple[Passage, ...] = (Passage("", ""),)
    here: int = 0
    takes_cue: bool = True
    tag_keys: frozenset[str] = frozenset()
    claim: bool = False
    ranked: bool = True
    ghost: SourceProposal | None = None

    @property
    def proposals(self) -> tuple[SourceProposal, ...]:
        """The possible sources, without nobody."""
        return tuple(each.proposal for each in self.rows if each.proposal is not None)

    @property
    def nobody_first(self) -> bool:
        """Whether nobody is the likeliest answer, so that no cue is likely either."""
        return bool(self.rows) and self.rows[0].proposal is None

    def kind(self, kind: str | None) -> str:
        """A kind's name for people."""
        return next((term.name for term in self.kinds if term.id == kind), kind or "kind?")

    def row(self, key: str) -> SourceLine | None:
        """The row with this key, or None."""
        return next((each for each in self.rows if key and each.key == key), None)

    def known(self, name: str) -> SourceProposal | None:
        """The source with this name, or None. Case and white space do not matter."""
        wanted = fold_name(name)
        return next((each for each in self.proposals if fold_name(each.name) == wanted), None)

    def matching(self, typed: str) -> tuple[SourceProposal, ...]:
        """The sources with a word that begins as typed. The article's own sources come first."""
        wanted = fold_name(typed)
        found = [
            each
            for each in self.proposals
            if fold_name(each.name).startswith(wanted)
            or any(word.startswith(wanted) for word in fold_name(each.name).split())
        ]
        return tuple(sorted(found, key=lambda each: each.source is None)[:_MOST_MATCHES])

    def next_kind(self, kind: str | None, step: int) -> str | None:
        """The next kind in the codebook's order. The first follows the last."""
        ids = [term.id for term in self.kinds]
        if not ids:
            return kind
        at = ids.index(kind) + step if kind in ids else (0 if step > 0 else -1)
        return ids[at % len(ids)]

    def named(self, name: str, kind: str | None = None) -> SourceProposal:
        """The source with this name, or a new one."""
        return self.known(name) or SourceProposal(name, kind or self.guess(name))

    @property
    def stops(self) -> tuple[Mention, ...]:
        """Where tab goes in the text: the mentions. If there are none, words with a capital."""
        there = {each.sentence for each in self.passages}
        mentions = tuple(each for each in self.mentions if each.sentence in there)
        above = self.passages[self.here :: -1][:_FALLBACK_PASSAGES]
        return mentions or tuple(_capitals(above))

    @property
    def sentence(self) -> Passage:
        """The sentence that the source is asked for."""
        return self.passages[self.here]


def _capitals(passages: Iterable[Passage]) -> Iterator[Mention]:
    """The runs of words with a capital, as places to go to. They are no proposals."""
    for sentence, text, _ in passages:
        runs: list[Span] = []
        for start, end in word_spans(text):
            if not text[start].isupper() or not source_name(text[start:end]):
                continue
            joined = bool(runs) and text[runs[-1][1] : start] == " "
            runs[-1:] = [(runs[-1][0], end)] if joined else [*runs[-1:], (start, end)]
        yield from (Mention(sentence, run, "", None) for run in runs)


def row_items(
    choices: SourceChoices, at: int | None = None, kind: str | None = None
) -> list[PromptLine]:
    """The possible sources, each after its key.

    Args:
        choices: The possible sources.
        at: The index of the highlighted row.
        kind: The corrected kind of that row's source.
    """
    items: list[PromptLine] = []
    for index, (key, proposal) in enumerate(choices.rows):
        here = index == at
        name = proposal.name if proposal else "nobody"
        new = proposal is not None and proposal.source is None
        called = choices.kind(
            kind if here and kind else proposal.kind if proposal is not None else None
        )
        items.append(
            (
                safe_piece(POINTER if here else " ", "key", key),
                safe_piece(f"{key} " if key else "", "key", key),
                safe_piece(name, "strong" if here else "", key),
                safe_piece((f" new, {called}" if here else " new") if new else "", "muted", key),
                safe_piece("  "),
            )
        )
    return items


def _hung(item: PromptLine, width: int) -> Iterator[PromptLine]:
    """A row of the list in as many lines as it needs, which hang after its key.

    If there is no room for the kind after the name, it gets a line of its own.
    """
    pointer, key, name, kind, _ = item
    indent = cell_len(pointer.text + key.text)
    margin = safe_piece(" " * indent)
    lines = [
        name._replace(text=safe_slice(name.text, line.start, line.end))
        for line in wrap(name.text, max(width - indent, 1))
    ]
    if indent + cell_len(lines[-1].text + kind.text) > width:
        lines.append(kind._replace(text=safe_slice(kind.text, 1, len(kind.text))))
        kind = safe_piece("")
    for at, line in enumerate(lines):
        before = (margin,) if at else (pointer, key)
        after = (kind,) if at == len(lines) - 1 else ()
        yield clip_line((*before, line, *after), width)


@dataclass(frozen=True, slots=True)
class SourceDecision:
    """The answer: the source, and the cue that comes with it.

    Attributes:
        source: The source. None for nobody.
        cue: The cue, in code points of the sentence's text. None for no cue.
        key: The key under which the source was listed. Empty if it was not.
        asks_for_details: Whether the person wants the form with all fields instead.
    """

    source: SourceProposal | None
    cue: Span | None = None
    key: str = ""
    asks_for_details: bool = False


@dataclass(frozen=True, slots=True)
class SourcePick:
    """Words marked in the text to name the source.

    Attributes:
        passage: The index of the passage.
        mark: The marked words.
        stop: The index of the stop that tab reached last.
    """

    passage: int
    mark: WordMark
    stop: int


@dataclass(frozen=True, slots=True)
class SourcePrompt(Prompt[SourceDecision]):
    """The prompt for the source.

    Attributes:
        sources: The possible sources.
        at: The index of the highlighted row, or None.
        kind: The corrected kind of the highlighted or typed name, or None.
        corrected: The cue that the person chose, or None while the proposed one stays.
        correcting: Whether arrow keys move the cue.
        typed: The typed name, or None while the keys take sources.
        match: The index of the match that the arrow keys selected while typing.
        pick: The words marked to name the source, or None.
        keys: The keys of prompts, to show them.
    """

    sources: SourceChoices
    at: int | None = 0
    kind: str | None = None
    corrected: WordMark | None = None
    correcting: bool = False
    typed: str | None = None
    match: int | None = None
    pick: SourcePick | None = None
    keys: PersonalKeys = DEFAULT_PROMPT_KEYS

    def press(self, key: str) -> "SourcePrompt | PromptAnswer[SourceDecision] | PromptExit | None":
        """Enter takes the highlighted source, a key its own, `/` begins typing, tab picking."""
        if self.typed is not None:
            return self._press_typing(key, self.typed)
        if self.pick is not None:
            return self._press_picking(key, self.pick)
        if self.correcting:
            corrected = self._press_correcting(key)
            if corrected is not None:
                return corrected
        return self._press_list(key)

    # The list

    def _press_list(
        self, key: str
    ) -> "SourcePrompt | PromptAnswer[SourceDecision] | PromptExit | None":
        if key in self.sources.tag_keys:
            return None
        if key in _EXITS:
            return _EXITS[key]
        if key in STEPS:
            return replace(self, at=self._moved(STEPS[key]), kind=None, correcting=False)
        if key in {"left", "right"}:
            return self._with_next_kind(1 if key == "right" else -1)
        return self._press_command(key)

    def _press_command(
        self, key: str
    ) -> "SourcePrompt | PromptAnswer[SourceDecision] | PromptExit | None":
        commands: dict[str, Callable[[], SourcePrompt | PromptAnswer[SourceDecision] | None]] = {
            "enter": self._take_highlighted,
            "tab": lambda: self._picking(0) or self,
            "/": lambda: replace(self, typed="", match=None, kind=None),
            "s": lambda: PromptAnswer(SourceDecision(None, asks_for_details=True)),
            "=": lambda: self._with_next_kind(1),
            "e": self._begin_correcting,
            "-": self._with_or_without_cue,
            ".": lambda: self._take(self.sources.before) if self.sources.before else self,
        }
        if key in commands:
            return commands[key]()
        row = self.sources.row(key)
        if row is not None:
            return self._take(row.proposal, key)
        # Digits never tag here, also those that no source has.
        return self if key.isdecimal() else None

    def _moved(self, step: int) -> int | None:
        """The index of the row a step further. From no row, it is the first or the last one."""
        total = len(self.sources.rows)
        if self.at is None:
            return None if not total else 0 if step > 0 else total - 1
        return (self.at + step) % total if total else 0

    @property
    def _highlighted(self) -> SourceLine:
        rows = self.sources.rows
        nothing = SourceLine("", None)
        return nothing if self.at is None or self.at >= len(rows) else rows[self.at]

    def _take_highlighted(self) -> "SourcePrompt | PromptAnswer[SourceDecision]":
        if self.at is None:
            ghost = self.sources.ghost
            return self if ghost is None else self._take(ghost)
        key, proposal = self._highlighted
        return self._take(self._with_kind(proposal), key)

    def _with_kind(self, proposal: SourceProposal | None) -> SourceProposal | None:
        if proposal is None or proposal.source is not None or self.kind is None:
            return proposal
        return replace(proposal, kind=self.kind)

    def _with_next_kind(self, step: int) -> "SourcePrompt":
        proposal = self._chosen
        if proposal is None or proposal.source is not None:
            return self
        kind = self.sources.next_kind(self.kind or proposal.kind, step)
        return replace(self, kind=kind)

    def _take(self, proposal: SourceProposal | None, key: str = "") -> PromptAnswer[SourceDecision]:
        return PromptAnswer(SourceDecision(proposal, self._cue_for(proposal), key))

    # The cue

    def _cue_for(self, proposal: SourceProposal | None) -> Span | None:
        """The cue that is set with a source: the corrected one, or else the proposed one."""
        if not self.sources.takes_cue:
            return None
        if self.corrected is not None:
            return self.corrected.span
        if proposal is None:
            return None
        listed = self.sources.known(proposal.name)
        own = proposal.cue or (listed.cue if listed else None)
        return own or (None if self.sources.nobody_first else self.sources.cue)

    @property
    def cue(self) -> Span | None:
        """The cue that enter sets, in code points of the sentence's text."""
        undecided = self.at is None and self._chosen is None and self.corrected is None
        if undecided and self.typed is None and self.pick is None:
            # A cue may be listed where sources are not. It comes with whichever is chosen.
            return self.sources.cue if self.sources.takes_cue else None
        return self._cue_for(self._chosen)

    @property
    def _text(self) -> str:
        return self.sources.sentence.text

    def _begin_correcting(self) -> "SourcePrompt | None":
        if not self.sources.takes_cue:
            return None
        mark = WordMark.on(self._text, self.cue or self.sources.cue)
        return replace(self, corrected=mark, correcting=True)

    def _with_or_without_cue(self) -> "SourcePrompt | None":
        """The prompt without a cue. If a cue was chosen or removed, the proposed one is back."""
        if not self.sources.takes_cue:
            return None
        without = WordMark.on(self._text, None) if self.corrected is None else None
        return replace(self, corrected=without, correcting=False)

    def _press_correcting(self, key: str) -> "SourcePrompt | None":
        """The prompt after a key that corrects the cue, or None if the key does not."""
        mark = self.corrected or WordMark.on(self._text, None)
        if self.keys.runs(key, "checkable"):
            return None
        if key == "escape":
            return replace(self, corrected=None, correcting=False)
        if key in {"backspace", "delete"}:
            return replace(self, corrected=mark.cleared)
        moved = mark.moved(key)
        return replace(self, corrected=moved) if moved is not None else None

    # Typing

    def _press_typing(
        self, key: str, typed: str
    ) -> "SourcePrompt | PromptAnswer[SourceDecision] | None":
        if key == "escape" or (key == "backspace" and not typed):
            return replace(self, typed=None, match=None, kind=None)
        if key in {"up", "down"}:
            return self._with_match(1 if key == "down" else -1)
        if key in {"left", "right"}:
            return self._with_next_kind(1 if key == "right" else -1)
        if key in {"enter", "tab"}:
            first = next(iter(self._matches), None) if key == "tab" else None
            proposal = first or self._chosen
            return self._take(proposal) if proposal is not None else self
        if key == "backspace":
            return self._typing(typed[:-1])
        character = " " if key == "space" else key
        return self._typing(typed + character) if len(character) == 1 else None

    def paste(self, text: str) -> "SourcePrompt":
        """Add the pasted text to the typed text."""
        return self._typing((self.typed or "") + " ".join(text.split()))

    def _typing(self, typed: str) -> "SourcePrompt":
        # The kind was chosen for this name. Another name has its own.
        kind = self.kind if self.match is None and self.typed and typed else None
        typing = replace(self, typed=typed, match=None, kind=kind, pick=None, correcting=False)
        return replace(typing, match=0) if typing._completes_a_name else typing

    @property
    def _completes_a_name(self) -> bool:
        """Whether the typed text is a part of a listed name, and not a whole name itself."""
        return bool(self._matches) and self.sources.known(self._typed_name) is None

    def _with_match(self, step: int) -> "SourcePrompt":
        """The prompt with the next name highlighted. The typed text comes before the first one."""
        places = [None, *range(len(self._matches))]
        at = (places.index(self.match) + step) % len(places)
        return replace(self, match=places[at], kind=None)

    @property
    def _typed_name(self) -> str:
        """The typed text, with one space between its words."""
        return " ".join((self.typed or "").split())

    @property
    def _matches(self) -> tuple[SourceProposal, ...]:
        return self.sources.matching(self.typed) if self.typed else ()

    @property
    def _typed_source(self) -> SourceProposal | None:
        """The source that enter takes while typing: the highlighted match, or the typed name."""
        if self.match is not None and self.match < len(self._matches):
            return self._matches[self.match]
        name = self._typed_name
        return None if not name or is_pronoun(name) else self.sources.named(name)

    @property
    def _chosen(self) -> SourceProposal | None:
        """The source that enter takes."""
        if self.typed is not None:
            return self._with_kind(self._typed_source)
        if self.pick is not None:
            return self._with_kind(self._picked_source(self.pick))
        return self._with_kind(self._highlighted.proposal)

    # Picking from the text

    def _picking(self, stop: int) -> "SourcePrompt | None":
        """The prompt with a stop of the text marked. None if there is no such stop."""
        stops = self.sources.stops
        if not 0 <= stop < len(stops):
            return None
        found = stops[stop]
        ids = [each.sentence for each in self.sources.passages]
        passage = ids.index(found.sentence)
        mark = WordMark.on(self.sources.passages[passage].text, found.span)
        return replace(self, pick=SourcePick(passage, mark, stop), kind=None, correcting=False)

    def _press_picking(
        self, key: str, pick: SourcePick
    ) -> "SourcePrompt | PromptAnswer[SourceDecision] | PromptExit | None":
        if key in {"escape", "backspace"}:
            return replace(self, pick=None, kind=None)
        if key in {"tab", "shift+tab"}:
            return self._picking(pick.stop + (1 if key == "tab" else -1)) or self
        if key == "enter":
            proposal = self._chosen
            return self._take(proposal) if proposal is not None else self
        if key == "/":
            return replace(self, pick=None, typed=self._picked_name(pick), match=None)
        moved = self._moved_pick(key, pick)
        if moved is not None:
            return replace(self, pick=moved, kind=self.kind if moved == pick else None)
        return self._press_list(key) if key in _ALSO_PICKING or key.isdecimal() else None

    def _moved_pick(self, key: str, pick: SourcePick) -> SourcePick | None:
        """The pick after an arrow key or a letter. It goes on from one sentence to the next."""
        if self.keys.runs(key, "checkable"):
            return None
        moved = pick.mark.moved(key)
        if moved is not None and moved != pick.mark:
            return replace(pick, mark=moved)
        if is_letter(key) and key.islower():
            return self._moved_to(key, pick)
        if key not in _PASSAGE_STEPS:
            return pick if moved is not None else None
        step, begin = _PASSAGE_STEPS[key]
        passage = pick.passage + step
        if not 0 <= passage < len(self.sources.passages):
            return pick
        mark = WordMark.on(self.sources.passages[passage].text, None)
        return replace(pick, passage=passage, mark=mark.moved(begin) or mark)

    def _moved_to(self, letter: str, pick: SourcePick) -> SourcePick:
        """The pick on a word with this initial: in its sentence, those before, those after."""
        total = len(self.sources.passages)
        for passage in (*range(pick.passage, -1, -1), *range(pick.passage + 1, total)):
            text = self.sources.passages[passage].text
            mark = pick.mark if passage == pick.passage else WordMark.on(text, None)
            found = mark.moved_to(letter)
            if found is not None:
                return replace(pick, passage=passage, mark=found)
        return pick

    def _picked_name(self, pick: SourcePick) -> str:
        stop = self.sources.stops[pick.stop]
        at_stop = WordMark.on(pick.mark.text, stop.span)
        here = self.sources.passages[pick.passage].sentence == stop.sentence
        named = stop.name if here and at_stop.span == pick.mark.span else ""
        return named or _quoted(pick.mark) + source_name(pick.mark.marked_text)

    def _picked_source(self, pick: SourcePick) -> SourceProposal | None:
        name = self._picked_name(pick)
        if not name or is_pronoun(name):
            return None
        stop = self.sources.stops[pick.stop]
        return self.sources.named(name, stop.kind if name == stop.name else None)

    # What is shown

    def is_text(self, key: str) -> bool:
        """Characters are text while a name is typed. Letters move a mark, but for `h`."""
        if self.typed is not None:
            return len(key) == 1 or key == "space"
        marking = self.pick is not None or self.correcting
        return marking and is_letter(key) and not self.keys.runs(key, "checkable")

    @property
    def fixed_keys(self) -> frozenset[str]:
        """The keys of tags and sources."""
        return self.sources.tag_keys | {each.key for each in self.sources.rows if each.key}

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available. While a name is typed, every letter is text."""
        if self.typed is not None:
            return frozenset()
        marking = self.pick is not None or self.correcting
        return frozenset(
            {"checkable", "help"} if marking else {"checkable", "flag", "note", "help"}
        )

    @property
    def marked(self) -> Mapping[str, Span]:
        """The words picked, or the cue while it is corrected."""
        if self.pick is not None:
            span = self.pick.mark.span
            sentence = self.sources.passages[self.pick.passage].sentence
        elif self.correcting and self.corrected is not None:
            span, sentence = self.corrected.span, self.sources.sentence.sentence
        else:
            return {}
        return {sentence: span} if span else {}

    @property
    def underlined(self) -> Mapping[str, Span | None]:
        """The cue that enter sets."""
        sentence = self.sources.sentence.sentence
        return {sentence: self.cue} if self.sources.takes_cue else {}

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The question with the cue, and the sources with their keys."""
        if self.typed is not None:
            return wrap_items(self._typed_items(self.typed), width)
        if self.pick is not None:
            question = wrap_items(self._pick_question(self.pick), width)
            return (*question, *self._pick_lines(self.pick, width))
        items = row_items(self.sources, self.at, self.kind)
        each_apart = len(items) <= rows - _OTHER_LINES
        wrapped = (line for item in items for line in _hung(item, width))
        listed = tuple(wrapped) if each_apart else wrap_items(items, width)
        shown = visible_lines(listed, max(_MOST_LINES, rows - _OTHER_LINES))
        more = more_item(above=shown[:1] != listed[:1], below=shown[-1:] != listed[-1:])
        question = wrap_items([self._question(), more], width)
        ghost = wrap_items(self._ghost_items(), width)
        return (*question, *ghost, *shown)

    def _ghost_items(self) -> list[PromptLine]:
        """The suggestion that enter takes, if there is one."""
        ghost = self.sources.ghost
        if ghost is None or self.at is not None:
            return []
        words = f"{ghost.name}{self._new_kind(ghost)}"
        cue = f"  “{self._text[slice(*ghost.cue)]}”" if ghost.cue else ""
        return [(safe_piece(f"suggested: {words}{cue}  ", "muted", "enter"),)]

    def _question(self) -> PromptLine:
        if self.correcting and self.corrected is not None:
            words = self.corrected.marked_text
            found = safe_piece(f"“{words}”" if words else "none", "strong")
            return (safe_piece("Which words are the cue?  ", "muted"), found)
        return (safe_piece("Who is the source?  ", "muted"), *self._cue_pieces())

    def _cue_pieces(self) -> PromptLine:
        if not self.sources.takes_cue:
            return ()
        if self.cue is not None:
            words = self._text[slice(*self.cue)]
            return (safe_piece("cue ", "muted", "e"), safe_piece(f"“{words}”", "", "e"))
        found = "no cue" if self._highlighted.proposal is None else "no cue found"
        return (safe_piece(found, "muted", "e"),)

    def _pick_question(self, pick: SourcePick) -> tuple[PromptLine, ...]:
        """The question, the name and its kind, which may need a line each."""
        question = (safe_piece("Which words name the source?  ", "muted"),)
        name, proposal = self._picked_name(pick), self._chosen
        if proposal is None:
            why = f"“{name}” is a pronoun. Mark a name." if name else "Mark at least one word."
            return (question, (safe_piece(why, "key"),))
        kind = self._new_kind(proposal)
        name_piece = safe_piece(f"{proposal.name} ", "strong")
        return (question, (name_piece,), (safe_piece(kind.lstrip(), "muted", "="),))

    def _new_kind(self, proposal: SourceProposal) -> str:
        """That a source is new, with its kind. Empty for a known source."""
        return "" if proposal.source else f" new, {self.sources.kind(proposal.kind)}"

    def _pick_lines(self, pick: SourcePick, width: int) -> tuple[PromptLine, ...]:
        """The words around the mark. Their sentence may be above or below the screen."""
        passage, (start, end) = self.sources.passages[pick.passage], pick.mark.span or (0, 0)
        number = f"{passage.number:>3} " if passage.number else ""
        lines = wrap(passage.text, max(width - len(number), 1))
        at = next((index for index, line in enumerate(lines) if start < line.end), 0)
        first = min(at, max(len(lines) - _PASSAGE_LINES, 0))
        leads = (number, *([" " * len(number)] * (_PASSAGE_LINES - 1)))
        return tuple(
            clip_line(
                (safe_piece(before, "muted"), *_marked(passage.text, line, start, end)), width
            )
            for line, before in zip(lines[first:], leads, strict=False)
        )

    def _typed_items(self, typed: str) -> list[PromptLine]:
        name = self._typed_name
        items: list[PromptLine] = [
            (
                safe_piece("Who is the source?  ", "muted"),
                safe_piece(typed, "strong"),
                safe_piece("▏ ", "key"),
            )
        ]
        known, proposal = self.sources.known(name), self._chosen
        if is_pronoun(name):
            items.append((safe_piece(f"“{name}” is a pronoun. Type a name.   ", "key"),))
        elif known is not None and known.source is not None:
            items.append((safe_piece("known source: enter takes it   ", "muted", "enter"),))
        elif proposal is not None and self.match is None:
            kind = self.sources.kind(proposal.kind)
            makes = ("enter makes a new source: ", f"{name}, ", f"{kind}   ")
            items += ((safe_piece(each, "muted", "right"),) for each in makes)
        for index, each in enumerate(self._matches):
            here = index == self.match
            key: PromptLine = (safe_piece("tab ", "key", "tab"),) if index == 0 else ()
            pointer = POINTER if here else " "
            named = safe_piece(f"{pointer}{each.name}", "strong" if here else "")
            shown = self._chosen if here and self._chosen is not None else each
            items.append((*key, named, safe_piece(f"{self._new_kind(shown)}   ", "muted")))
        return items

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """The keys of what is being done: choosing, typing, picking or correcting the cue."""
        checkable = (_CHECKABLE,) if self.sources.claim else ()
        chosen = self._chosen
        is_new = chosen is not None and chosen.source is None
        if self.typed is not None:
            offered = (_OFFERED,) if self._matches else ()
            return (_ACCEPT, *offered, *((_KIND,) if is_new else ()), _LIST)
        if self.pick is not None:
            return (*_PICKING, *((_NEXT_KIND,) if is_new else ()), *checkable, _LIST)
        if self.correcting:
            return (*_CORRECTING, *checkable, _LIST)
        kind = (_KIND,) if is_new else ()
        same = (_SAME,) if self.sources.before else ()
        cue = (_CUE, _WITHOUT_CUE) if self.sources.takes_cue else ()
        take = (_TAKE,) if self.at is not None else () if self.sources.ghost is None else (_GHOST,)
        return (*take, _MOVE, *kind, _PICK, _TYPE, *cue, *same, *checkable, _BACK, _LEAVE)


def _marked(text: str, line: WrappedLine, start: int, end: int) -> PromptLine:
    """A line of a text, with what is marked of it."""
    first, last = max(line.start, min(start, line.end)), min(line.end, max(end, line.start))
    return (
        safe_piece(text[line.start : first], "muted"),
        safe_piece(text[first:last], "strong"),
        safe_piece(text[last : line.end], "muted"),
    )


def _quoted(mark: WordMark) -> str:
    """The quotation mark before the marked words, if the one that closes it is among them."""
    opening = mark.text[mark.span[0] - 1 : mark.span[0]] if mark.span and mark.span[0] else ""
    return opening if _CLOSING.get(opening, "\n") in mark.marked_text else ""


_CLOSING = {'"': '"', "“": "”", "‘": "’", "«": "»", "„": "“"}
_PASSAGE_STEPS = {
    "up": (-1, "home"),
    "down": (1, "home"),
    "left": (-1, "end"),
    "right": (1, "home"),
}
_ALSO_PICKING = frozenset([".", "=", "-"])
"""The keys of the list that keep their meaning while a name is picked."""
_EXITS = {"escape": PromptExit.STOP, "backspace": PromptExit.BACK, "u": PromptExit.BACK}
_TAKE = PromptKey(
    "enter", "take", "enter", "Take the highlighted source and the underlined cue with it."
)
_GHOST = PromptKey("enter", "take suggestion", "enter")
_KEY = PromptKey(
    "1-9 a-z", "take", "", "Take the source with this key. A source keeps its key in this article."
)
_MOVE = PromptKey("↑ ↓", "choose", "down", "Highlight another source. `j` and `k` do the same.")
_NOBODY = PromptKey("0", "nobody", NOBODY, "Set no source.")
_PICK = PromptKey(
    "tab", "pick in text", "tab", "Mark the nearest name in the text. Press again for the next one."
)
_TYPE = PromptKey("/", "type", "/", "Type a name. From then on every letter is text.")
_CUE = PromptKey(
    "e", "cue", "e", "Correct the cue. Backspace removes it. Enter takes it with the source."
)
_WITHOUT_CUE = PromptKey(
    "-", "no cue", "-", "Take the source without a cue. Press again for the proposed cue."
)
_SAME = PromptKey(".", "previous", ".", "Take the source of the previous sentence.")
_NEXT_KIND = PromptKey("=", "kind", "=", "Change the kind of a new source, also of a marked name.")
_KIND = PromptKey("← →", "kind", "right", "Change the kind of a new source.")
_CHECKABLE = PromptKey(
    "h", "checkable or not", "h", "Mark the claim as not checkable, or checkable again."
)
_DETAILS = PromptKey(
    "s", "details", "s", "Open the form: kind, affiliation, concerned, via, standing."
)
_BACK = PromptKey("⌫ u", "undo", "backspace", "Undo the previous step, also the tag.")
_LEAVE = PromptKey("esc", "leave", "escape", "Leave the remaining questions. The tag stays.")
_ACCEPT = PromptKey("enter", "take", "enter", "Take the name that you typed or marked.")
_NEXT = PromptKey("tab", "next", "tab")
_PREVIOUS = PromptKey(
    "shift+tab", "previous", "shift+tab", "While you pick: go back to the previous name."
)
_OFFERED = PromptKey(
    "tab ↓",
    "choose, ↑ as typed",
    "tab",
    "While you type: take the first match, or choose another one. Up returns to what you typed.",
)
_LIST = PromptKey("esc", "back to the list", "escape")
_NO_CUE = PromptKey("⌫", "no cue", "backspace")
_PICKING = (_ACCEPT, _NEXT, *MARK_KEYS)
_CORRECTING = (_TAKE, *MARK_KEYS, _NO_CUE)
KEYS = PromptKeys(
    "when you are asked for the source",
    (
        *(_TAKE, _KEY, _MOVE, _NOBODY, _SAME, _PICK, _PREVIOUS, _TYPE, _ACCEPT, _OFFERED, _KIND),
        *(_NEXT_KIND, _CUE, _WITHOUT_CUE, _CHECKABLE, _DETAILS, _BACK, _LEAVE),
    ),
)
