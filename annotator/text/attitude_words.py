"""Words for what a source wants, feels, supports or seems to do: weak cues.

The cues of `cues` attribute a statement. These words tell of an attitude, an intention or an
impression, which guidelines for the annotation of attribution also count (PARC 3.0, PolNeAR) and
which many annotators mark. A suggester offers them with a low score, where no other cue is found.
The screen never proposes them.
"""

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.annotation import Span
from annotator.text.quotations import quotation_spans
from annotator.text.word_lists import verb_forms, word_tuple

_JUDGE = word_tuple(
    "advocate applaud assail attack bash bemoan blast challenge champion chastise chide "
    "congratulate criticize decry defend demonize denigrate deplore deride disavow discount "
    "disparage downplay echo endorse excoriate extol favor favour hail highlight "
    "impugn insinuate lambaste lament lampoon laud mock oppose portray pprefer "
    "rail ridicule scoff scold skewer slam spurn tout trumpet vilify"
)
_SPEAK = word_tuple(
    "allude articulate broach chant discuss intimate "
    "mention preach question quiz raise retweet talk-about unveil brag chat "
    "hint joke rant respond vent"
)
_WANT = word_tuple("want wish desire crave dread loathe detest resent relish seek vow refuse")
_SEEM = word_tuple("seem appear sound")
_MIND = word_tuple("guess ponder presume wonder envision imagine recognize realize deem dislike")
_BACK = r"(?:back|support)(?:ed|s|ing)(?= (?!of\b|by\b|up\b|off\b|away\b|down\b|out\b))"
_TO = (
    r"(?:(?:plan|intend|hope|decid|agre|offer|threaten|vow|pledg|expect|prepar|aim|refus|declin"
    r"|attempt)(?:n?ed|s|es|n?ing|e|ied|ies|ying)?(?= to \w))"
)
_BE = (
    r"(?:(?:is|are|was|were|be|been|being|am|[’']s|[’']re)(?: (?:\w+ly|not|also|still|so|very))? )"
)
_ADJECTIVES = (
    r"(?:eager|reluctant|willing|unwilling|ready|determined|anxious|keen|hesitant)(?= to\b)"
    r"|(?:aware|confident|convinced|sure|certain|afraid|glad|proud|sorry|skeptical|sceptical"
    r"|critical|dismissive|supportive|wary|fond|optimistic|pessimistic|hopeful|doubtful)"
    r"(?= (?:of|that|about)\b)"
    r"|(?:angry|concerned|worried|upset|disappointed|surprised|outraged|alarmed|frustrated"
    r"|enthusiastic|excited|vocal|silent|unhappy|uncertain|unsure)(?= (?:about|that|by|at|with|on)"
    r"\b)"
)
_SEEN = (
    r"(?:expected|known|believed|thought|supposed|rumored|projected"
    r"|predicted|estimated|said|deemed)(?= (?:to|that|for|as)\b)"
    r"|(?:seen|viewed|regarded|perceived|described|cast|portrayed|known|considered|touted|billed)"
    r"(?= as\b)"
)
_NOUNS = (
    r"(?:support|enthusiasm|sympathy|preference|contempt|disdain|admiration|respect)(?= for\b)"
    r"|(?:opposition|resistance|objections?|commitment|refusal|desire|decision|plans?|pledge|vow"
    r"|promise|proposal|intention)(?= to\b)"
    r"|(?:criticisms?|endorsements?|accusations?|denunciations?|mentions?|praise|fears?|views?"
    r"|condemnation|assessments?|predictions?|interpretation|characterization)(?= of\b)"
    r"|(?:attacks?|views?|positions?|stance|comments?|assault|remarks)(?= on\b)"
    r"|(?:questions?|doubts?|concerns?|worries|complaints?|claims?|comments?|remarks|fears|feelings"
    r"|skepticism|lies?)(?= (?:about|over|regarding)\b)"
    r"|(?:claims?|idea|notion|belief|suggestions?|assertions?|assumption|argument|allegations?"
    r"|promise|view|hope|fear|conclusion|theory|impression|news|rumors?|proof|sense)(?= that\b)"
    r"|calls?(?= for\b)"
)
_POINTS = (
    r"(?:point|refer|respond|object|allud|react)(?:ed|s|ing|red|ring|es)?(?= to\b)"
    r"|(?:talk|spoke|speak|boast|complain|rav|worr|warn|brag|jok|ask|lie)(?:ed|s|ing|ies|ied|e)?"
    r"(?= (?:about|of)\b)"
    r"|(?:call|push|argu|campaign|advocat|vot|ask)(?:ed|s|es|ing|e)?(?= (?:for|against)\b)"
    r"|(?:took|takes?|taking) (?:issue|aim|a (?:swipe|shot|jab))(?= (?:with|at)\b)"
    r"|(?:came|comes|come) out (?:for|against)|(?:laid|lays) out|made clear|makes clear"
    r"|(?:mak|made|mak(?:es|ing)) (?:the|a|his|her) case|in favor of|weighed in"
    r"|(?:lashed|lashes|hit|hits|fired|pushed|pushes|struck|shot) (?:out|back)"
    r"|(?:said|say|saying|asks?|asked|asking|learn|learned|deciding|unclear|determine|wonder"
    r"|question|know|known|see)(?= (?:whether|if|why|how)\b)"
    r"|(?:would|['’]d) (?:like|love|prefer|rather)"
    r"|(?:lik|lov|hat|need)(?:es|s|ed|e)(?= to\b)"
)


@cache
def _pattern() -> re.Pattern[str]:
    verbs = [*_JUDGE, *_SPEAK, *_WANT, *_SEEM, *_MIND]
    forms = [*verb_forms(verbs), *(verb.replace("-", " ") for verb in verbs)]
    words = "|".join(sorted(set(forms), key=lambda each: (-len(each), each)))
    return re.compile(
        rf"(?<![\w-])(?:{_BE}(?:{_SEEN}|{_ADJECTIVES})|{_SEEN}|{_ADJECTIVES}|{_NOUNS}|{_POINTS}"
        rf"|{_BACK}|{_TO}|{words})(?![\w-])"
    )


def attitudes(text: str) -> Iterator[Span]:
    """The words of a sentence that tell of an attitude, outside quotations, in order.

    Args:
        text: The sentence's own text.
    """
    quoted = quotation_spans(text)
    for match in _pattern().finditer(text):
        start, end = match.span()
        if not any(begin < end and start < stop for begin, stop in quoted):
            yield start, end
