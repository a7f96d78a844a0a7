"""The prompt for the claims that a sentence answers.

Enter takes the likeliest claim. A number picks another one, and a letter sets the stance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rich.cells import cell_len

from annotator.model.annotation import AnnotationSet, Answer, Sentence
from annotator.model.codebook import SUPPORTS, Codebook, Role, Term
from annotator.text.cell_layout import around, clip, wrap
from annotator.text.safe import Safe, safe_slice, safe_text
from annotator.tui.prompts.prompt import (
    HIGHLIGHT,
    POINTER,
    STANCE_SIGNS,
    STEPS,
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    PromptPiece,
    clip_line,
    more_item,
    safe_piece,
    wrap_items,
)
from annotator.tui.prompts.prompt_keys import DEFAULT_PROMPT_KEYS, PersonalKeys

MOST_CLAIMS, _MOST_LINES, _MOST_LINES_OF_A_CLAIM, _OTHER_LINES = 8, 4, 3, 10
"""The claims to list, the lines for them where there is little room, and those for the rest."""
_LEAST_TEXT = 30
"""The least cells for the text of a claim on one line. If there are fewer, it gets two lines."""
_NOTHING = "0"
_NUMBER_ENDS = frozenset({"space", ","})


def stance_glyph(stance: str | None) -> str:
    """The sign of a stance, one cell. A link without a stance has a question mark."""
    return STANCE_SIGNS.get(stance or "", "?")


@dataclass(frozen=True, slots=True)
class AnswerSelection:
    """The claims that a sentence answers, and the sentences to tag as claims for it."""

    answers: tuple[Answer, ...]
    new_claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimChoices:
    """The claims of the article for the prompt. It reads only the sentences that it needs.

    Attributes:
        annotations: The current set.
        codebook: Which tags are claims, and the stances.
        position: The position of the sentence that answers.
        stances: The stances to choose from. None of them for a non-response.
        ranked: The IDs of the claims to list, the likeliest first.
    """

    annotations: AnnotationSet
    codebook: Codebook
    position: int
    stances: tuple[Term, ...]
    ranked: tuple[str, ...] = ()

    def at(self, number: int) -> Sentence | None:
        """The body sentence with this number on the screen, or None. Not the answering one."""
        there = 1 <= number <= len(self.annotations.sentences) and number - 1 != self.position
        found = self.annotations.sentences[number - 1] if there else None
        return found if found is not None and found.body else None

    def number(self, sentence: str) -> int:
        """The number of a sentence on the screen."""
        return self.annotations.positions[sentence] + 1

    def is_claim(self, sentence: Sentence | None) -> bool:
        """Whether the sentence is a claim in the body text."""
        if sentence is None or not sentence.body:
            return False
        return self.codebook.role(sentence.tag) is Role.CLAIM

    def has_longer_number(self, digits: str, *, claims: bool) -> bool:
        """Whether the article has a longer sentence number that begins with these digits."""
        total = len(self.annotations.sentences)
        first, last = int(digits) * 10, int(digits) * 10 + 9
        while first <= total:
            for number in range(first, min(last, total) + 1):
                found = self.at(number)
                if found is not None and (not claims or self.is_claim(found)):
                    return True
            first, last = first * 10, last * 10 + 9
        return False

    def stance(self, key: str) -> str | None:
        """The stance of a letter, or None."""
        return next((term.id for term in self.stances if term.letter == key), None)


@dataclass(frozen=True, slots=True)
class AnswersPrompt(Prompt[AnswerSelection]):
    """The claims of the article, some of them picked.

    Attributes:
        claims: The claims to choose from.
        picked: The picked answers.
        digits: The digits typed so far of an incomplete number.
        at: The ID of the highlighted claim, whose stance a letter sets.
        offered: Whether enter takes the highlighted claim if none is picked.
        proposed_claim: The ID of the sentence just picked, if it is not a claim.
        new_claims: The IDs of sentences to tag as claims.
        invalid_number: The number just typed, if it cannot be picked.
        refused_letter: The letter of a stance just typed, if there is no stance to set.
        held: Whether enter was pressed after that number, without effect.
        number_ended: Whether the last digit ended a number, so that space only confirms that.
        keys: The keys of prompts, to show them.
    """

    claims: ClaimChoices
    picked: tuple[Answer, ...] = ()
    digits: str = ""
    at: str | None = None
    offered: bool = True
    proposed_claim: str | None = None
    new_claims: tuple[str, ...] = ()
    invalid_number: str = ""
    refused_letter: str = ""
    held: bool = False
    number_ended: bool = False
    keys: PersonalKeys = DEFAULT_PROMPT_KEYS

    def press(
        self, key: str
    ) -> "AnswersPrompt | PromptAnswer[AnswerSelection] | PromptExit | None":
        """A number picks or removes a claim, a letter sets its stance, enter accepts."""
        if self.proposed_claim is not None and key == "y":
            return replace(
                self, new_claims=(*self.new_claims, self.proposed_claim), proposed_claim=None
            )
        # A number may end by itself, and people end numbers with space.
        if self.number_ended and key in _NUMBER_ENDS:
            return replace(self, number_ended=False)
        # Enter typed right after an invalid number would accept the answers without it.
        if self.invalid_number and key == "enter" and not self.held:
            return replace(self, held=True)
        # Any other key declines the offer, and the message has been read.
        here = replace(self, proposed_claim=None, invalid_number="", refused_letter="", held=False)
        return replace(here, number_ended=False)._press(key)

    def _press(
        self, key: str
    ) -> "AnswersPrompt | PromptAnswer[AnswerSelection] | PromptExit | None":
        if key == _NOTHING and not self.digits:
            return PromptAnswer(AnswerSelection(()))
        if key.isdecimal() and key.isascii():
            typed = self._typed(key)
            return replace(typed, number_ended=not typed.digits)
        if key in _EXITS and self.claims.stance(key) is None:
            return _EXITS[key]
        if key == "backspace":
            return self._shorter()
        complete = self._complete()
        if complete.invalid_number:
            return replace(complete, held=key == "enter")
        return complete if self.digits and key in _NUMBER_ENDS else complete._done(key)

    def _done(
        self, key: str
    ) -> "AnswersPrompt | PromptAnswer[AnswerSelection] | PromptExit | None":
        """The result of a key after the number before it is complete."""
        if key == "enter":
            return self if self.proposed_claim is not None else self._accepted()
        stance = self.claims.stance(key)
        if stance is not None:
            return self._with_stance(stance)
        if key in STEPS:
            return self._moved(STEPS[key])
        if key == "space":
            return self._toggled(self.at) if self.at else self
        # The letter of a stance never tags here.
        letters = {term.letter for term in self.claims.codebook.stances}
        return replace(self, refused_letter=key) if key in letters else None

    def _accepted(self) -> PromptAnswer[AnswerSelection]:
        if self.picked or self.at is None or not self.offered:
            return PromptAnswer(AnswerSelection(self.picked, self.new_claims))
        return PromptAnswer(AnswerSelection((Answer(self.at, self.default_stance),)))

    @property
    def default_stance(self) -> str | None:
        """The stance of a claim that is picked without one."""
        return SUPPORTS if self.claims.stances else None

    def _typed(self, digit: str) -> "AnswersPrompt":
        digits = self.digits + digit
        whole = self.claims.at(int(self.digits)) if self.digits else None
        if self.claims.is_claim(whole) and not self._reads_as_claims(digits):
            return self._complete()._typed(digit)
        if int(digits) > len(self.claims.annotations.sentences) or int(digits) == 0:
            return replace(self, digits="", invalid_number=digits)
        longer = replace(self, digits=digits)
        open_ended = self.claims.has_longer_number(digits, claims=self._reads_as_claims(digits))
        return longer if open_ended else longer._complete()

    def _reads_as_claims(self, digits: str) -> bool:
        if self.claims.is_claim(self.claims.at(int(digits))):
            return True
        return self.claims.has_longer_number(digits, claims=True)

    def _complete(self) -> "AnswersPrompt":
        if not self.digits:
            return self
        found = self.claims.at(int(self.digits))
        if found is None:
            return replace(self, digits="", invalid_number=self.digits)
        return replace(self, digits="")._toggled(found.id)

    def _toggled(self, sentence: str) -> "AnswersPrompt":
        kept = tuple(each for each in self.picked if each.claim != sentence)
        if len(kept) < len(self.picked):
            return replace(self, picked=kept, at=sentence, offered=False)
        claim = self.claims.is_claim(self.claims.annotations.sentence(sentence))
        offer = None if claim or sentence in self.new_claims else sentence
        picked = (*kept, Answer(sentence, self.default_stance))
        return replace(self, picked=picked, at=sentence, offered=False, proposed_claim=offer)

    def _with_stance(self, stance: str) -> "AnswersPrompt":
        if self.at is None:
            return self
        there = any(each.claim == self.at for each in self.picked)
        here = self if there else self._toggled(self.at)
        picked = tuple(
            each._replace(stance=stance) if each.claim == self.at else each for each in here.picked
        )
        return replace(here, picked=picked)

    def _shorter(self) -> "AnswersPrompt | PromptExit":
        if self.digits:
            return replace(self, digits=self.digits[:-1])
        if not self.picked:
            return PromptExit.BACK
        return replace(self, picked=self.picked[:-1], offered=False)

    def _moved(self, step: int) -> "AnswersPrompt":
        listed = self._listed()
        if not listed:
            return self
        at = listed.index(self.at) + step if self.at in listed else (0 if step > 0 else -1)
        return replace(self, at=listed[at % len(listed)], offered=True)

    def _listed(self) -> list[str]:
        """The claims to list: the likeliest, and after them what was picked besides."""
        others = [each.claim for each in self.picked] + ([self.at] if self.at else [])
        return [*dict.fromkeys([*self.claims.ranked[:MOST_CLAIMS], *others])]

    def click(self, sentence: str) -> "AnswersPrompt | None":
        """A click on a sentence chooses or removes it."""
        found = self.claims.at(self.claims.number(sentence))
        return self._toggled(sentence) if found is not None else None

    @property
    def fixed_keys(self) -> frozenset[str]:
        """The letters of the stances. Where there is no stance to set, they say so."""
        return frozenset(term.letter for term in self.claims.codebook.stances)

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available while claims are chosen."""
        return frozenset({"checkable", "flag", "note", "help"})

    @property
    def highlights(self) -> Mapping[str, str]:
        """The listed claims: those picked with their stance, and the highlighted one."""
        stances = {each.claim: stance_glyph(each.stance) for each in self.picked}
        at = {self.at: POINTER} if self.at else {}
        return dict.fromkeys(self._listed(), HIGHLIGHT) | at | stances

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The question, and the claims with their stances and sources."""
        message = self._message(width)
        # A message is in the place of the question, so that the rest stays in its rows.
        room = max(_MOST_LINES, rows - _OTHER_LINES) - max(len(message) - 1, 0)
        claims, more = self._claim_lines(width, max(room, 1))
        number = safe_piece(f"{self.digits}▏" if self.digits else "", "strong")
        question = (safe_piece("Which claims does it answer?  ", "muted"), number, *more)
        return (*(message or (clip_line(question, width),)), *claims)

    def _message(self, width: int) -> tuple[PromptLine, ...]:
        """Why a key has no effect, or the offer to make a sentence a claim. Empty if neither."""
        if self.proposed_claim:
            return wrap_items(self._offer(), width)
        why = safe_text(self._why_refused())
        lines = wrap(why, max(width, 1)) if why else ()
        return tuple((PromptPiece(safe_slice(why, *line), "key"),) for line in lines)

    def _why_refused(self) -> str:
        """Why the number or the letter just typed has no effect. Empty if it has."""
        if self.refused_letter:
            return "A sentence with this tag has no stance."
        if not self.invalid_number:
            return ""
        number, total = int(self.invalid_number), len(self.claims.annotations.sentences)
        if not 1 <= number <= total:
            return f"There is no sentence {self.invalid_number}. Sentences run from 1 to {total}."
        if number - 1 == self.claims.position:
            return f"{number} is this sentence. Choose another one."
        return f"{number} is furniture. Choose a sentence of the body text."

    def _claim_lines(self, width: int, room: int) -> tuple[tuple[PromptLine, ...], PromptLine]:
        """As many of the listed claims as there is room for, the highlighted one among them.

        And a note if there are more.
        """
        listed = self._listed()
        if not listed:
            none = "No claim is near. You can type any sentence number."
            return wrap_items([(safe_piece(none),)], width), ()
        spacious = min(room // len(listed), _MOST_LINES_OF_A_CLAIM) if room > _MOST_LINES else 1
        rows = [self._claim(each, width, max(spacious, 1)) for each in listed]
        most = room // max(map(len, rows))
        at = listed.index(self.at) if self.at in listed else 0
        shown = around(rows, at, most)
        more = more_item(above=shown[0] is not rows[0], below=shown[-1] is not rows[-1])
        return tuple(line for row in shown for line in row), more

    def _claim(self, sentence: str, width: int, most: int) -> list[PromptLine]:
        """A claim with its source at the right of its last line. Two lines if one is too short."""
        annotations = self.claims.annotations
        found, number = annotations.sentence(sentence), self.claims.number(sentence)
        answer = next((each for each in self.picked if each.claim == sentence), None)
        digits = len(str(len(annotations.sentences)))
        key = f"{POINTER if sentence == self.at else ' '}{number:>{digits}} "
        glyph = stance_glyph(answer.stance) if answer else " "
        before = (safe_piece(key, "key"), safe_piece(f"{glyph} ", "strong"))
        source = annotations.source_of(found)
        name = clip(safe_text(source.name if source else ""), width // 3)
        room = width - len(key) - 2
        style = "strong" if answer or sentence == self.at else ""
        text = _text_lines(safe_text(" ".join(found.text.split())), room, name, most)
        blank = (safe_piece(" " * (len(key) + 2)),)
        lines = [
            (*(blank if at else before), PromptPiece(line, style)) for at, line in enumerate(text)
        ]
        lines[-1] = (*lines[-1], *_at_the_right(text[-1], name, room))
        return [clip_line(line, width) for line in lines]

    def _offer(self) -> list[PromptLine]:
        found = self.claims.annotations.sentence(self.proposed_claim or "")
        tag = self.claims.codebook.tag(found.tag)
        what = tag.name if tag else "not tagged"
        number = self.claims.number(found.id)
        return [
            (safe_piece(f"{number} is not a claim ({what}).  "),),
            (safe_piece("y ", "key", "y"), safe_piece("make it a claim   ", "muted", "y")),
            (safe_piece("any other key: link it anyway", "muted"),),
        ]

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """Enter with what it takes, the stances, and the other keys."""
        stances = (
            PromptKey(term.letter, f"{stance_glyph(term.id)} {term.name}", term.letter)
            for term in self.claims.stances
        )
        takes = self.at if self.offered and not self.picked else None
        taken = self.digits or (self.claims.number(takes) if takes else "")
        enter = f"take {taken}" if taken else "done"
        done = PromptKey("enter", enter, "enter")
        return (done, _ARROWS, _NUMBER, *stances, _NONE, _SHORTER, _LEAVE)


def _text_lines(text: Safe, room: int, name: Safe, most: int) -> list[Safe]:
    """The text of a claim on at most this many lines, with room for its source on the last one.

    It gets two lines if little of it would fit on one.
    """
    beside = room - (cell_len(name) + 2 if name else 0)
    if cell_len(text) <= beside or (most == 1 and beside >= _LEAST_TEXT):
        return [clip(text, beside)]
    lines = wrap(text, max(room, 1))
    whole, rest = lines[: max(most, 2) - 1], lines[max(most, 2) - 1 :]
    shown = [safe_slice(text, line.start, line.end) for line in whole]
    if rest:
        return [*shown, clip(safe_slice(text, rest[0].start, len(text)), beside)]
    if cell_len(shown[-1]) <= beside:
        return shown
    return [*shown, safe_slice(text, 0, 0)]


def _at_the_right(text: Safe, name: Safe, room: int) -> PromptLine:
    if not name:
        return ()
    space = max(room - cell_len(text) - cell_len(name), 1)
    return (safe_piece(" " * space), PromptPiece(name, "muted"))


_EXITS = {"escape": PromptExit.STOP, "u": PromptExit.BACK}
_NUMBER = PromptKey(
    "number",
    "another",
    help="Type a claim's number to pick it, and again to remove it. You can pick several.",
)
_STANCE = PromptKey(
    "letter",
    "stance",
    help="Pick the highlighted claim with this stance. The prompt lists the letters.",
)
_ARROWS = PromptKey(
    "↑ ↓ space",
    "pick",
    "space",
    "Highlight a claim, `j` and `k` too. Space picks or removes it, and ends a number.",
)
_OFFER = PromptKey(
    "y", "make it a claim", "y", "Tag the sentence you picked as a claim, if it is not one."
)
_DONE = PromptKey(
    "enter", "done", "enter", "Take the claims you picked. If you picked none, the highlighted one."
)
_NONE = PromptKey(_NOTHING, "none", _NOTHING, "Link to no claim.")
_SHORTER = PromptKey(
    "⌫", "undo", "backspace", "Remove the last claim you picked. If there is none, go back a step."
)
_LEAVE = PromptKey("esc", "leave", "escape", "Leave the question. Nothing is linked.")
KEYS = PromptKeys(
    "when you are asked for the claims",
    (_DONE, _NUMBER, _STANCE, _ARROWS, _NONE, _OFFER, _SHORTER, _LEAVE),
)
