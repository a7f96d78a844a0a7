"""The adjudication screen: the tagging screen's desk, with everybody's decisions beside it."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from annotator.model.adjudicating import Decided, Taken, reasoned, signed
from annotator.model.asking import Asking
from annotator.model.ballots import Ballot, ballots
from annotator.model.edit import Edit
from annotator.model.faults import Refused
from annotator.model.gold import REASONS
from annotator.model.navigation import next_position
from annotator.tui.actions import actions
from annotator.tui.actions.flow import go_on
from annotator.tui.case import CaseWork
from annotator.tui.commands import ADJUDICATION, Command, Keys
from annotator.tui.screens.dialogs import AskText, Choice, Choose
from annotator.tui.screens.kept import KeptScreen
from annotator.tui.widgets.decisions import Decisions, DecisionsView
from annotator.tui.widgets.detail import Detail
from annotator.tui.widgets.keybar import Hint

NOTHING_LEFT = "Nothing is left to decide here."
_OTHER, _NONE = "other", "none"


class AdjudicationScreen(KeptScreen):
    """One document's gold under work: every edit of it is the curator's decision."""

    table: ClassVar[tuple[Command, ...]] = ADJUDICATION

    def __init__(self, work: CaseWork, keys: Keys, asking: Asking) -> None:
        super().__init__(work, keys, asking)
        self.add_class("-adjudicating")
        self._case, self._curator, self._blind = work.case, work.curator, work.blind
        self._votes = {each.id: self._case.votes(each.id) for each in self._case.gold.sentences}
        self._reasons: dict[str, str] = {}
        self._own: dict[str, Callable[[], Awaitable[None] | None]] = {
            "let_stand": self._let_stand,
            "next_untagged": self._to_next,
            "reason": self._ask_for_reason,
            "all_decisions": self._ask_whose,
            "choose_tag": self.ask_for_tag,
        }

    # What it is made of

    def beside(self) -> ComposeResult:
        """The decisions, and below them what the gold says, where there is room."""
        with Vertical(id="beside"):
            yield Decisions()
            yield Detail()

    def whose(self) -> str:
        """Who decides."""
        return f"gold by {self._curator}"

    def foot(self) -> tuple[Hint, ...]:
        """The numbers of the decisions, what only this screen has, the tags, then the rest."""
        hints = super().foot()
        # Digits take decisions here.
        keys = [each.key for each in hints if each.asks.startswith("tag:")]
        letters = " ".join(key for key in keys if not key.isdecimal())
        tags = [Hint(letters, "tag", "choose_tag")] if letters else []
        own = [each for each in hints if each.asks in self._own]
        shared = [each for each in hints if each.asks in actions()]
        most = max(map(len, self._case.decisions.values()), default=0)
        digits = "1" if most < 2 else f"1-{min(most, 9)}"
        take = [Hint(digits, "take", "all_decisions", keep=True)] if most else []
        return (*take, *tags, *own, *shared)

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence that is to be decided, going round at the end."""
        return next_position(self.session.annotations.sentences, after, self._case.waits)

    def onward(self, last: int) -> int:
        """To the next that is to be decided; where none is, the cursor stays, and that is said."""
        position = self.next_waiting(last)
        if position is None:
            self.say(NOTHING_LEFT)
            return self.article.cursor
        return position

    def redraw_head(self) -> None:
        """Draw the header, the decisions and the detail anew."""
        super().redraw_head()
        sentences = self.session.annotations.sentences
        sentence = sentences[self.article.cursor]
        view = DecisionsView(
            self._case,
            self.session.codebook,
            sentence,
            sum(map(self._case.waits, sentences)),
            self._blind,
            self._reasons.get(sentence.id) if self._case.waits(sentence) else None,
        )
        self.query_one(Decisions).show(view, wide=self.has_class("-wide"))

    def on_resize(self) -> None:
        """The decisions stand otherwise on a wide screen."""
        self.call_after_refresh(self.redraw_head)

    # Keys

    def asked_by(self, pressed: str) -> str:
        """What a key asks for; a digit asks for the decision of that number."""
        asks = super().asked_by(pressed)
        return f"take:{pressed}" if asks == "take" else asks

    def carry_out(self, asks: str) -> None:
        """Do what is asked for: what only this screen has, or what every desk has."""
        command, _, number = asks.partition(":")
        if command == "take":
            self.close_prompt()
            self._take(int(number or 1))
        elif command in self._own:
            self.close_prompt()
            result = self._own[command]()
            if isawaitable(result):
                self.begin(result)
        else:
            super().carry_out(asks)

    def on_decisions_pressed(self, event: Decisions.Pressed) -> None:
        """A decision was clicked."""
        self.carry_out(event.asks)

    async def begin_next_pass(self) -> None:
        """Gold has no passes."""
        self.say("Gold has no passes; any decision in it can be made anew.")

    # Deciding

    def do(self, edit: Edit) -> bool:
        """Carry out an edit as the curator's decision on every sentence that it decides."""
        session = self.session
        reason = self._reasons.get(self.selection[0])
        try:
            whole = signed(
                edit, session.annotations, session.codebook, self._curator, self._votes, reason
            )
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return False
        return super().do(whole)

    def _take(self, number: int) -> None:
        sentence = self._sentence_id
        found = self._ballots(sentence)
        if not 1 <= number <= len(found):
            there = f"they are numbered 1 to {len(found)}" if found else "nobody has tagged it"
            self.say(f"There is no decision {number} on this sentence; {there}.", alarm=True)
            return
        ballot = found[number - 1]
        # What is selected besides has decisions of its own.
        self.article.move(self.article.cursor)
        taken = Taken(
            sentence, ballot.decision, ballot.annotator or f"number {number}", self._case.aliases
        )
        if self.do(taken):
            go_on(self)

    def _let_stand(self) -> None:
        ids = self.selection
        sentences = [self.session.annotations.sentence(each) for each in ids]
        if any(each.body and each.tag is None for each in sentences):
            self.say("Nothing stands there yet: take a decision, or give it a tag.", alarm=True)
            return
        reason = self._reasons.get(ids[0])
        if super().do(Decided(None, ids, self._curator, self._votes, reason)):
            go_on(self)

    def _to_next(self) -> None:
        position = self.next_waiting(self.article.cursor)
        if position is None:
            self.say(NOTHING_LEFT)
        else:
            self.article.move(position)

    async def _ask_whose(self) -> None:
        sentence = self._sentence_id
        codebook = self.session.codebook
        choices = []
        for number, ballot in enumerate(self._ballots(sentence), 1):
            tag = codebook.tag(ballot.decision.tag)
            said = [
                ballot.annotator or "",
                tag.name if tag else ballot.decision.part or "",
                ballot.decision.source.name if ballot.decision.source else "",
                ballot.decision.note or "",
            ]
            key = str(number) if number < 10 else " "
            choices.append(Choice(key, " · ".join(filter(None, said)), str(number)))
        if not choices:
            self.say("Nobody has tagged this sentence.", alarm=True)
            return
        answer = await self.ask(Choose("Take whose decision?", choices))
        if answer is not None:
            self._take(int(answer))

    @property
    def _sentence_id(self) -> str:
        return self.session.annotations.sentences[self.article.cursor].id

    def _ballots(self, sentence: str) -> tuple[Ballot, ...]:
        return ballots(self._case, sentence, blind=self._blind)

    # Reasons

    async def _ask_for_reason(self) -> None:
        choices = [Choice(str(at), each, each) for at, each in enumerate(REASONS, 1)]
        choices += [Choice("o", "in other words", _OTHER), Choice("0", "no reason", _NONE)]
        ids = self.selection
        answer = await self.ask(Choose("Why was a decision needed?", choices))
        if answer == _OTHER:
            answer = await self.ask(AskText("Why was a decision needed?"))
        if answer is not None:
            self._give_reason(ids, None if answer == _NONE else answer.strip() or None)

    def _give_reason(self, ids: tuple[str, ...], reason: str | None) -> None:
        """Keep a reason with what is decided, and for what is still to be."""
        annotations = self.session.annotations
        waiting = [each for each in ids if self._case.waits(annotations.sentence(each))]
        for each in waiting:
            self._reasons.pop(each, None)
            if reason is not None:
                self._reasons[each] = reason
        decided = [each for each in ids if each not in waiting]
        given = reasoned(annotations, decided, reason)
        if given.sentences:
            super().do(given)
        elif waiting:
            self.say(f"{reason or 'no reason'}: kept with the decision on it.")
            self.redraw_head()
        else:
            self.say("It was decided by rule; a reason goes with a curator's decision.", alarm=True)
