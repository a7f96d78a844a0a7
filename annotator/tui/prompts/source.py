"""The prompt for the source: a digit chooses one, typing adds one, enter skips."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from annotator.model.codebook import Term
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.text.source_proposals import SourceProposal
from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    PromptPiece,
    key_lines,
    safe_piece,
    wrap_items,
)

KindGuesser = Callable[[str], str | None]
_MOST_MATCHES = 4


@dataclass(frozen=True, slots=True)
class SourceChoices:
    """The possible sources for the prompt.

    Attributes:
        proposals: The likely sources. A digit chooses one.
        others: The sources without a digit, found by typing.
        kinds: The kinds of source.
        guess: Guesses the kind of a source from its name.
        before: The source of the previous sentence, which `.` chooses.
    """

    proposals: tuple[SourceProposal, ...]
    kinds: tuple[Term, ...]
    guess: KindGuesser
    others: tuple[SourceProposal, ...] = ()
    before: SourceProposal | None = None

    def kind(self, kind: str | None) -> str:
        """A kind's name for people."""
        return next((term.name for term in self.kinds if term.id == kind), kind or "kind?")

    def known(self, name: str) -> SourceProposal | None:
        """The source with this name, or None. Case and white space do not matter."""
        wanted = fold_name(name)
        same = (each for each in (*self.proposals, *self.others) if fold_name(each.name) == wanted)
        return next(same, None)

    def matching(self, typed: str) -> tuple[SourceProposal, ...]:
        """The sources with a word that begins as typed. The article's own sources come first."""
        wanted = fold_name(typed)
        found = [
            each
            for each in (*self.proposals, *self.others)
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


def proposal_lines(
    sources: SourceChoices, at: int | None = None, kind: str | None = None
) -> list[PromptLine]:
    """The proposals, each after its digit.

    Args:
        sources: The possible sources.
        at: The index of the proposal that the arrow keys selected.
        kind: The corrected kind of that proposal.
    """
    items: list[PromptLine] = []
    for index, each in enumerate(sources.proposals):
        digit, there = str(index + 1), at == index
        known = each.source is not None
        called = sources.kind(kind if there and kind else each.kind)
        pieces = (
            safe_piece(f"{'▸' if there else ''}{digit} ", "key", digit),
            safe_piece(each.name, "strong" if each.likely or there else "", digit),
            safe_piece("" if known else f" new, {called}", "muted", digit),
            safe_piece("   "),
        )
        items.append(pieces)
    return items


@dataclass(frozen=True, slots=True)
class SourcePrompt(Prompt[SourceProposal]):
    """The prompt for the source.

    Attributes:
        sources: The possible sources.
        typed: The text typed so far.
        at: The index of the proposal that the arrow keys selected.
        kind: The corrected kind, or None.
    """

    sources: SourceChoices
    typed: str = ""
    at: int | None = None
    kind: str | None = None

    def press(self, key: str) -> "SourcePrompt | PromptAnswer[SourceProposal] | PromptExit | None":
        """A digit chooses, space chooses the most likely source, other characters are typed."""
        if key in {"enter", "escape", "tab", "backspace"}:
            return self._ended(key)
        if key in {"up", "down", "left", "right"}:
            return self._moved(key)
        if not self.typed and (key in {".", "space"} or key.isdecimal()):
            proposal = self._proposed(key)
            return PromptAnswer(proposal) if proposal is not None else self
        character = " " if key == "space" else key
        return self._typing(self.typed + character) if len(character) == 1 else None

    def _proposed(self, key: str) -> SourceProposal | None:
        """The source that a key chooses while nothing is typed."""
        proposals = self.sources.proposals
        if key == ".":
            return self.sources.before
        if key == "space":
            return next((each for each in proposals if each.likely), None)
        number = int(key)
        return proposals[number - 1] if 1 <= number <= len(proposals) else None

    def paste(self, text: str) -> "SourcePrompt":
        """Add the pasted text to the typed text."""
        return self._typing(self.typed + " ".join(text.split()))

    def _typing(self, typed: str) -> "SourcePrompt":
        # The kind was chosen for this name. A selected proposal or another name has its own.
        kind = self.kind if self.at is None and self.typed and typed else None
        return replace(self, typed=typed, at=None, kind=kind)

    def _ended(self, key: str) -> "SourcePrompt | PromptAnswer[SourceProposal] | PromptExit":
        if key == "escape":
            return replace(self, typed="", at=None, kind=None) if self.typed else PromptExit.STOP
        if key == "backspace":
            return self._typing(self.typed[:-1]) if self.typed else PromptExit.BACK
        if key == "tab":
            first = next(iter(self._shown), None)
            return PromptAnswer(first) if first else self
        proposal = self._chosen
        if proposal is not None:
            return PromptAnswer(proposal)
        return self if self.typed.strip() else PromptExit.SKIP

    def _moved(self, key: str) -> "SourcePrompt":
        if key in {"up", "down"}:
            step = 1 if key == "down" else -1
            total = len(self._shown)
            at = (self.at + step) if self.at is not None else (0 if step > 0 else total - 1)
            return replace(self, at=at % total if total else None, kind=None)
        proposal = self._chosen
        if proposal is None or proposal.source is not None:
            return self
        return replace(
            self, kind=self.sources.next_kind(proposal.kind, 1 if key == "right" else -1)
        )

    @property
    def _shown(self) -> tuple[SourceProposal, ...]:
        return self.sources.matching(self.typed) if self.typed else self.sources.proposals

    @property
    def _chosen(self) -> SourceProposal | None:
        """The source that enter chooses: the selected proposal, or else the typed name."""
        if self.at is not None and self.at < len(self._shown):
            found: SourceProposal | None = self._shown[self.at]
        else:
            name = " ".join(self.typed.split())
            if not name or is_pronoun(name):
                return None
            found = self.sources.known(name) or SourceProposal(name, self.sources.guess(name))
        if found is not None and found.source is None and self.kind is not None:
            return replace(found, kind=self.kind)
        return found

    def lines(self, width: int) -> tuple[PromptLine, ...]:
        """The proposals with their digits, or the typed name with its matches, then the keys."""
        if self.typed:
            return (*wrap_items(self._typed_items(), width), *key_lines(_TYPING, width))
        items: list[PromptLine] = [(safe_piece("Who is the source?  ", "muted"),)]
        items += proposal_lines(self.sources, self.at, self.kind)
        return (*wrap_items(items, width), *key_lines(self._keys(), width))

    def _typed_items(self) -> list[PromptLine]:
        name = " ".join(self.typed.split())
        items: list[PromptLine] = [
            (
                safe_piece("Who is the source?  ", "muted"),
                safe_piece(self.typed, "strong"),
                safe_piece("▏ ", "key"),
            )
        ]
        known, proposal = self.sources.known(name), self._chosen
        if is_pronoun(name):
            items.append((safe_piece(f"“{name}” is a pronoun. Type a name.   ", "key"),))
        elif known is not None and known.source is not None:
            items.append((safe_piece("known source: enter chooses it   ", "muted", "enter"),))
        elif proposal is not None and self.at is None:
            kind = self.sources.kind(proposal.kind)
            items.append((safe_piece(f"new, {kind}   ", "muted", "right"),))
        for index, each in enumerate(self._shown):
            style = "strong" if index == self.at else ""
            key: tuple[PromptPiece, ...] = (safe_piece("tab ", "key", "tab"),) if index == 0 else ()
            pointer = "▸" if index == self.at else ""
            items.append((*key, safe_piece(f"{pointer}{each.name}   ", style)))
        return items

    def _keys(self) -> tuple[PromptKey, ...]:
        if self.at is not None:
            return (_CHOOSE, _ITS_KIND, _LEAVE)
        same = (_SAME,) if self.sources.before else ()
        bold = (_LIKELY,) if any(each.likely for each in self.sources.proposals) else ()
        return (_DIGIT, *bold, _NAME, *same, _NONE, _LEAVE)


_DIGIT = PromptKey("1-9", "choose", help="Choose the source with this number.")
_LIKELY = PromptKey("space", "bold one", "space", "Choose the most likely source, shown in bold.")
_NAME = PromptKey(
    "type", "a name", help="Type a name to add a source, or to find one of the article's."
)
_SAME = PromptKey(".", "previous", ".", "Use the source of the previous sentence.")
_NONE = PromptKey("enter", "none", "enter", "Set no source, if you have typed nothing.")
_LEAVE = PromptKey("esc", "cancel", "escape", "Skip the remaining questions on this sentence.")
_CHOOSE = PromptKey("enter", "choose", "enter")
_ITS_KIND = PromptKey("← →", "kind of a new source", "right")
_TAKE = PromptKey("enter", "accept", "enter", "Accept the name you typed.")
_OFFERED = PromptKey(
    "tab ↓", "choose", "tab", "Choose the first suggestion. Use the arrow keys for the others."
)
_KIND = PromptKey("← →", "kind", "right", "Change the kind of a new source.")
_CLEAR = PromptKey("esc", "clear", "escape")
_BACK = PromptKey("⌫", "back", "backspace", "Remove the tag, if you have typed nothing.")
_TYPING = (_TAKE, _OFFERED, _KIND, _CLEAR)
KEYS = PromptKeys(
    "when you are asked for the source",
    (_DIGIT, _LIKELY, _NAME, _TAKE, _OFFERED, _KIND, _SAME, _NONE, _BACK, _LEAVE),
)
