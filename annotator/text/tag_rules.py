"""The likely role of a sentence, from its words and its source. It says nothing if it is unsure.

What a sentence does comes first, as in the codebook: a non-response, an answer to another source's
claim, a claim, and only then background, which needs words that show it.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from annotator.model.annotation import Sentence, Span
from annotator.model.codebook import CONTRADICTS, REPORTER, SUPPORTS, Role
from annotator.text.quotations import quotation_spans
from annotator.text.word_lists import verb_forms, word_set

_DENYING = frozenset(
    verb_forms(word_set("deny reject dispute dismiss refute rebut contradict disprove disavow"))
)
_CONFIRMING = frozenset(
    verb_forms(word_set("confirm acknowledge admit concede verify corroborate"))
)
_SAYING = frozenset(verb_forms(word_set("say tell write report ask complain claim argue add call")))
# News: when it happened, and how much of it there is.
_RECENT = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tomorrow|tonight|now"
    r"|(?:this|last|next|past) (?:week|month|year|spring|summer|fall|autumn|winter|morning"
    r"|afternoon|evening|night)|recently|earlier|later|so far|currently|still|already|again"
    r"|(?:hours|minutes|days|weeks|months) (?:ago|later|earlier|before|after)"
    r"|will|would|could|may|might|should|must|plans?|expected|likely)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:s|[-–]\d\d(?:\d\d)?)?\b")
_COUNT = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?"
    r"|billions?|half|most|percent|double[ds]?)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:because|blam\w+|credit\w*|caus(?:e|ed|es|ing) (?:by|the)|due to|led to|accus\w+|claim\w*"
    r"|alleg\w+|reported\w*|supposed\w*|believed|thought|known for|critici\w+|fail\w*|wrong\w*"
    r"|controvers\w+|worst|best|first|largest|biggest|I|we|you|my|our|your|n['’]t|should)\b"
)
_PAST_YEAR = re.compile(
    r"\b(?:since|in|during|until|from|between|by|of|signed in|completed in)"
    r" (?:the |early |late |mid-)?(?:(?:spring|summer|fall|autumn|winter|January|February|March"
    r"|April|May|June|July|August|September|October|November|December)(?: of)? )?"
    r"(?:1[5-9]|20)\d\d"
)
_SETTLED = re.compile(
    r"\b(?:lies|belongs?|serves|consists?|is located|are located|is headquartered|is based"
    r"|are based|is owned|are owned|was founded|were founded|was established|was built|was created"
    r"|was born|is home to|is part of|is known as|are known as|is named after|is made up of"
    r"|has its head|forms the|stands for|refers to|dates (?:from|back)|is held (?:on|every|each|in)"
    r"|also (?:makes|owns|runs|operates|sells|publishes))\b"
    r"|^(?:The|An?) [\w’' -]{3,60}, (?:an?|the) [^,]{3,80}, (?:is|was|opened|has|lies|belongs)\b"
)
_MOST_WORDS = 35
_PREFIXES = ("to ", "has ", "have ", "had ")


class LikelyRole(NamedTuple):
    """What a sentence seems to do.

    Attributes:
        role: The role.
        reason: Why.
        stance: For a confirmation: its stance towards the claim.
    """

    role: Role
    reason: str
    stance: str | None = None


class Signals(NamedTuple):
    """What is known about a sentence.

    Attributes:
        sentence: The sentence.
        silence: The words that report a non-response, in code points of its own text.
        cue: The words that attribute it to its source.
        speaker: The source's name, and the source's kind; None if it has no source.
        claimants: The names of the sources of the claims above.
        possible_cue: Whether any words of it could attribute.
        inside: Whether it begins inside a quotation.
    """

    sentence: Sentence
    silence: Span | None
    cue: Span | None
    speaker: tuple[str, str | None] | None
    claimants: Collection[str]
    possible_cue: bool
    inside: bool


def likely_role(signals: Signals) -> LikelyRole | None:
    """The likely role of a sentence; None if its words do not show it."""
    if signals.silence is not None:
        words = signals.sentence.text[slice(*signals.silence)]
        return LikelyRole(Role.NON_RESPONSE, f"“{words}” says that there was no answer.")
    if signals.speaker is not None:
        return _answer(signals) or LikelyRole(Role.CLAIM, "A source says it.")
    if not signals.possible_cue and not signals.inside and is_settled(signals.sentence.text):
        return LikelyRole(Role.BACKGROUND, "It was so before this news, and nobody says it.")
    return None


def _answer(signals: Signals) -> LikelyRole | None:
    """The role of a sentence that answers what another source has said above."""
    if signals.speaker is None:
        return None
    name, kind = signals.speaker
    if not any(each != name for each in signals.claimants):
        return None
    words = _verb(signals)
    if words in _DENYING:
        return LikelyRole(Role.CONFIRMATION, f"“{words}” answers a claim.", CONTRADICTS)
    if words in _CONFIRMING:
        return LikelyRole(Role.CONFIRMATION, f"“{words}” answers a claim.", SUPPORTS)
    if kind == REPORTER and words not in _SAYING:
        return LikelyRole(Role.CONFIRMATION, "The reporters saw it themselves.", SUPPORTS)
    return None


def _verb(signals: Signals) -> str:
    """The cue without a helping verb: "denied" of "has denied"."""
    if signals.cue is None:
        return ""
    words = signals.sentence.text[slice(*signals.cue)].lower()
    return words.split(" ")[-1] if words.startswith(_PREFIXES) else words.removesuffix(" that")


def is_settled(text: str) -> bool:
    """Whether a sentence has only history, a definition or general knowledge.

    It is written for precision: a sentence with a figure, a judgment, a quotation or a word about
    the news is never settled, whatever else it has.
    """
    if quotation_spans(text) or len(text.split()) > _MOST_WORDS:
        return False
    without_years = _YEAR.sub("", text)
    if any(each.search(without_years) for each in (_RECENT, _COUNT, _JUDGES)):
        return False
    return _PAST_YEAR.search(text) is not None or _SETTLED.search(text) is not None
