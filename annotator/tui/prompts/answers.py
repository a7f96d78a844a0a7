"""The prompt for the claims that a sentence answers: numbers choose claims, letters a stance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size

from annotator.model.annotation import AnnotationSet, Answer, Sentence
from annotator.model.codebook import SUPPORTS, Codebook, Role, Term
from annotator.text.cell_layout import clip
from annotator.text.safe import safe_text
from annotator.tui.prompts.prompt import (
    HIGHLIGHT,
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    clip_line,
    key_lines,
    safe_piece,
    wrap_items,
)

_LOOK_BACK = 400
_MOST_BEFORE, _MOST_AFTER = 6, 2


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
    """

    annotations: AnnotationSet
    codebook: Codebook
    position: int
    stances: tuple[Term, ...]

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
        claim = sentence is not None and self.codebook.role(sentence.tag) is Role.CLAIM
        return claim and sentence is not None and sentence.body

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

    def nearest(self) -> Iterator[str]:
        """The IDs of the claims to propose: the nearest before, and a few that follow."""
        sentences = self.annotations.sentences
        before = range(self.position - 1, max(self.position - _LOOK_BACK, 0) - 1, -1)
        after = range(self.position + 1, min(self.position + _LOOK_BACK, len(sentences)))
        for positions, most in ((before, _MOST_BEFORE), (after, _MOST_AFTER)):
            found = (sentences[each].id for each in positions if self.is_claim(sentences[each]))
            yield from (claim for claim, _ in zip(found, range(most), strict=False))

    def stance(self, key: str) -> str | None:
        """The stance of a letter, or None."""
        return next((term.id for term in self.stances if term.letter == key), None)


@dataclass(frozen=True, slots=True)
class AnswersPrompt(Prompt[AnswerSelection]):
    """The claims of the article, some of them chosen.

    Attributes:
        claims: The claims to choose from.
        picked: The chosen answers.
        digits: The digits typed so far of an incomplete number.
        at: The ID of the claim whose stance a letter sets.
        proposed_claim: The ID of the sentence just chosen, if it is not a claim.
        new_claims: The IDs of sentences to tag as claims.
        invalid_number: The number just typed, if it cannot be chosen.
        held: Whether enter was pressed after that number, without effect.
    """

    claims: ClaimChoices
    picked: tuple[Answer, ...] = ()
    digits: str = ""
    at: str | None = None
    proposed_claim: str | None = None
    new_claims: tuple[str, ...] = ()
    invalid_number: str = ""
    held: bool = False

    def press(
        self, key: str
    ) -> "AnswersPrompt | PromptAnswer[AnswerSelection] | PromptExit | None":
        """A number chooses or removes a claim, a letter sets its stance, enter accepts."""
        if self.proposed_claim is not None and key == "y":
            return replace(
                self, new_claims=(*self.new_claims, self.proposed_claim), proposed_claim=None
            )
        # Enter typed right after an invalid number would accept the answers without it.
        if self.invalid_number and key == "enter" and not self.held:
            return replace(self, held=True)
        # Any other key declines the offer, and the message about a number has been read.
        self = replace(self, proposed_claim=None, invalid_number="", held=False)  # noqa: PLW0642
        if key.isdecimal() and key.isascii():
            return self._typed(key)
        ways = {"escape": PromptExit.STOP, "u": PromptExit.BACK}
        if key in ways and self.claims.stance(key) is None:
            return ways[key]
        if key == "backspace":
            return self._shorter()
        complete = self._complete()
        return (
            replace(complete, held=key == "enter")
            if complete.invalid_number
            else complete._done(key)
        )

    def _done(
        self, key: str
    ) -> "AnswersPrompt | PromptAnswer[AnswerSelection] | PromptExit | None":
        """The result of a key after the number before it is complete."""
        if key == "enter":
            if self.proposed_claim is not None:
                return self
            return PromptAnswer(AnswerSelection(self.picked, self.new_claims))
        if key in {"up", "down"}:
            return self._moved(1 if key == "down" else -1)
        if key in {"space", ","}:
            return self._toggled(self.at) if self.at and key == "space" else self
        stance = self.claims.stance(key)
        if stance is None:
            return None
        return self._with_stance(stance)

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
        found = self.claims.at(int(self.digits)) if self.digits else None
        if found is None:
            return replace(self, digits="", invalid_number=self.digits or self.invalid_number)
        return replace(self, digits="")._toggled(found.id)

    def _toggled(self, sentence: str) -> "AnswersPrompt":
        kept = tuple(each for each in self.picked if each.claim != sentence)
        if len(kept) < len(self.picked):
            return replace(self, picked=kept, at=sentence)
        stance = SUPPORTS if self.claims.stances else None
        claim = self.claims.is_claim(self.claims.annotations.sentence(sentence))
        offer = None if claim or sentence in self.new_claims else sentence
        return replace(
            self, picked=(*kept, Answer(sentence, stance)), at=sentence, proposed_claim=offer
        )

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
        return replace(self, picked=self.picked[:-1], at=None) if self.picked else PromptExit.BACK

    def _moved(self, step: int) -> "AnswersPrompt":
        listed = self._listed()
        if not listed:
            return self
        at = listed.index(self.at) + step if self.at in listed else (0 if step > 0 else -1)
        return replace(self, at=listed[at % len(listed)])

    def _listed(self) -> list[str]:
        ids = {*self.claims.nearest(), *(each.claim for each in self.picked)}
        return sorted(ids, key=self.claims.number)

    def click(self, sentence: str) -> "AnswersPrompt | None":
        """A click on a sentence chooses or removes it."""
        found = self.claims.at(self.claims.number(sentence))
        return self._toggled(sentence) if found is not None else None

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available while claims are chosen."""
        return frozenset({"flag", "note", "help"})

    @property
    def highlights(self) -> Mapping[str, str]:
        """The chosen claims."""
        return {each.claim: HIGHLIGHT for each in self.picked}

    def lines(self, width: int) -> tuple[PromptLine, ...]:
        """The question, the claims with their first words and sources, the keys."""
        number = safe_piece(f"{self.digits}▏" if self.digits else "", "strong")
        question = (safe_piece("Which claims does it answer?  ", "muted"), number)
        listed = [clip_line(self._claim(each, width), width) for each in self._listed()]
        missed = (
            wrap_items([(safe_piece(self._why_missed(), "key"),)], width)
            if self.invalid_number
            else ()
        )
        none = (
            ()
            if listed
            else ((safe_piece("No claim is near. You can type any sentence number."),),)
        )
        offer = wrap_items(self._offer(), width) if self.proposed_claim else ()
        return (question, *missed, *none, *listed, *offer, *key_lines(self._keys(), width))

    def _why_missed(self) -> str:
        """Why the typed number cannot be chosen."""
        number, total = int(self.invalid_number), len(self.claims.annotations.sentences)
        if not 1 <= number <= total:
            return f"There is no sentence {self.invalid_number}. Sentences run from 1 to {total}."
        if number - 1 == self.claims.position:
            return f"{number} is this sentence. Choose another one."
        return f"{number} is furniture. Choose a sentence of the body text."

    def _claim(self, sentence: str, width: int) -> PromptLine:
        annotations = self.claims.annotations
        found, number = annotations.sentence(sentence), str(self.claims.number(sentence))
        answer = next((each for each in self.picked if each.claim == sentence), None)
        sign = "▸" if sentence == self.at else " "
        # Equally wide on every line, if any line has a stance.
        names = [self.claims.codebook.stance_name(each.stance) for each in self.picked]
        wide = max((cell_len(name) + 1 for name in names if name), default=0)
        given = self.claims.codebook.stance_name(answer.stance if answer else None)
        state = set_cell_size(given, wide)
        source = annotations.source_of(found)
        name = f" ‹{clip(safe_text(source.name), 24)}›" if source else ""
        mark = "✓ " if answer else "  "
        space = width - len(number) - 6 - wide - len(name)
        return (
            safe_piece(f"{sign}{number:>{len(str(self.claims.position + 1))}} ", "key"),
            safe_piece(f"{mark}{state}", "strong"),
            safe_piece(
                clip(safe_text(" ".join(found.text.split())), max(space, 12)),
                "strong" if answer else "",
            ),
            safe_piece(name, "muted"),
        )

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

    def _keys(self) -> tuple[PromptKey, ...]:
        stances = (PromptKey(term.letter, term.name) for term in self.claims.stances)
        return (_NUMBER, *stances, _DONE, _LEAVE)


_NUMBER = PromptKey(
    "type",
    "its number",
    help="Type a claim's number to choose it, and again to remove it. You can choose several.",
)
_STANCE = PromptKey(
    "letter",
    "stance",
    help="Set the stance on the last claim you chose. The prompt lists the letters.",
)
_ARROWS = PromptKey(
    "↑ ↓ space", "choose", "", "Move through the listed claims, and choose or remove one."
)
_OFFER = PromptKey(
    "y", "make it a claim", "y", "Tag the sentence you chose as a claim, if it is not one."
)
_DONE = PromptKey(
    "enter", "done", "enter", "Keep your choice. If you chose nothing, nothing is linked."
)
_SHORTER = PromptKey(
    "⌫", "remove", "backspace", "Remove the last claim you chose. If there is none, go back a step."
)
_BACK = PromptKey("u", "back", "u", "Undo the previous step.")
_LEAVE = PromptKey(
    "esc", "cancel", "escape", "Cancel, and skip the remaining questions on this sentence."
)
KEYS = PromptKeys(
    "when you are asked for the claims",
    (_NUMBER, _STANCE, _ARROWS, _OFFER, _DONE, _SHORTER, _BACK, _LEAVE),
)
