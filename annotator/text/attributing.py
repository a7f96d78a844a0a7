"""The words that attribute: verbs with their forms, and phrases. Tables, no code of their own.

The lists were compiled for this project. What belongs in them follows the guidelines of two
corpora in which people marked the cue of every attribution, PARC 3.0 (Pareti 2016) and PolNeAR
(Newell et al. 2018), and accounts of reporting verbs in English (Quirk et al. 1985, 16.31; Bergler
1992 on reporting verbs in newspapers): a cue is the verb, with what makes it one ("claimed
responsibility"), a preposition ("according to"), or a noun in a phrase ("in a statement").
"""

from collections.abc import Iterable, Iterator

from annotator.text.listed import in_order, listed

IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "foretell": ("foretells", "foretold", "foretelling"),
    "swear": ("swears", "swore", "swearing"),
    "see": ("sees", "saw", "seeing"),
    "find": ("finds", "found", "finding"),
    "hear": ("hears", "heard", "hearing"),
    "show": ("shows", "showed", "shown", "showing"),
    "think": ("thinks", "thought"),
    "know": ("knows", "knew"),
    "read": ("reads", "read"),
    "feel": ("feels", "felt"),
    "understand": ("understands", "understood"),
    "go on": ("went on",),
    "admit": ("admits", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipping"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "label": ("labels", "labelled", "labeled", "labelling", "labeling"),
    "dub": ("dubs", "dubbed", "dubbing"),
}
"""The forms of verbs that no rule makes, by the verb."""

SAYING = in_order(
    "accuse acknowledge add admit advise affirm allege announce apologise apologize argue assert "
    "assure attest aver caution cite claim clarify comment complain concede confess confide "
    "confirm contend counter declare denounce deny disclose elaborate emphasise emphasize exclaim "
    "explain foretell hint imply inform insist interject joke lament maintain mention muse "
    "opine pledge point-out predict proclaim promise quip quote reassure rebut recall recount "
    "reason refute reiterate remark remind repeat reply report respond retort reveal say state "
    "stipulate stress suggest surmise swear tell testify theorise theorize threaten tweet "
    "underline underscore urge volunteer vow warn write"
)
"""Verbs that hardly ever do anything but attribute what stands beside them."""

JUDGING = in_order(
    "blame call characterise characterize condemn criticise criticize decry describe dismiss dub "
    "hail label praise reject welcome"
)
"""Verbs by which somebody judges; they attribute where somebody is their subject."""

THINKING = in_order(
    "anticipate assume believe calculate conclude consider doubt estimate expect fear feel figure "
    "forecast hope know plan reckon recommend speculate suspect think "
    "understand worry agree ask demand propose go-on"
)
"""Verbs of belief, of wish and of asking."""

SHOWING = in_order(
    "count describe detail detect determine discover document examine find hear identify indicate "
    "list log mention name note notice observe post publish read record register see show specify "
    "spot verify warn watch"
)
"""What documents do to what they hold, and reporters to what they check."""

ALSO_NOUNS = listed(
    "reports claims comments reasons states notes lists names fears hopes plans estimates "
    "answers demands "
    "forecasts promises threatens tweets counters logs records documents posts calls "
    "labels figures remarks pledges vows replies details"
)
"""Forms that are nouns too; they are no verb behind an article or a possessive."""

PHRASES = (
    r"according to",
    r"in the words of",
    r"(?:is|are|was|were|been) (?:quoted|cited) as (?:saying|telling|writing)",
    r"claim(?:ed|s|ing)? (?:responsibility|credit)",
    r"continued(?=[:,] [\"“‘'«„])",
    r"(?<=except to )say|(?<=other than to )say|(?<=but to )say",
)
"""Phrases that attribute by themselves, as regular expressions."""

_NOT = r"(?:(?:did|does|do|has|have|had) not|didn['’]t|doesn['’]t|hasn['’]t|haven['’]t|hadn['’]t)"
_COULD_NOT = r"(?:could not|couldn['’]t|can not|cannot|can['’]t)"
_WOULD_NOT = r"(?:would not|wouldn['’]t|will not|won['’]t)"
_ADVERBS = (
    r"(?: (?:immediately|yet|directly|initially|independently|also|further|publicly|so far))*"
)
_DISCLOSE = r"(?:say|comment|answer|confirm|discuss|elaborate|specify|disclose|give|provide|name)"

SILENCES = (
    rf"(?:declin|refus)(?:ed|es|ing) (?:to (?:{_DISCLOSE}|be (?:interviewed|quoted|named)|respond"
    r"|speak)(?: further)?|comment|requests?|an? (?:request|interview))",
    rf"{_NOT}{_ADVERBS} (?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|comment(?:ed)?)"
    rf"(?! by)",
    rf"{_NOT}{_ADVERBS} return(?:ed)? (?:\w+ ){{0,3}}(?:calls?|messages?|e-?mails?|requests?)",
    rf"{_COULD_NOT}{_ADVERBS} be{_ADVERBS} (?:reached|contacted|located)",
    rf"{_COULD_NOT}{_ADVERBS} (?:comment|say|confirm)",
    rf"{_COULD_NOT}{_ADVERBS} be{_ADVERBS} (?:verified|confirmed|corroborated|established)",
    rf"{_COULD_NOT}{_ADVERBS} (?:verify|corroborate|establish)",
    r"(?:was|were|is|are) (?:un|not |not immediately )available for(?: \w+)? (?:comment|interview)",
    rf"{_WOULD_NOT}{_ADVERBS} {_DISCLOSE}",
    r"made no comment|had no comment|offered no comment|gave no (?:comment|answer|reply)",
    r"remained silent|ignored (?:\w+ ){0,2}(?:requests?|questions?|calls?)",
)
"""How a text says that somebody was asked and gave no answer, or could not check."""

PAPERS = (
    r"(?:statement|note|letter|report|filing|memo|memorandum|e-?mail|post|tweet|message"
    r"|(?:press|news) release|communiqu[eé]|article|op-ed|blog|affidavit|ruling|judgment|complaint)"
)
"""Nouns for what somebody wrote, as a regular expression."""

CITING = ("citing", "quoting", "in the words of", "according to")
"""Words behind which the source stands."""


def forms(verbs: Iterable[str]) -> tuple[str, ...]:
    """The forms that attribute of each verb: "denies", "denied", "denying"; longest first."""
    found = {form for verb in verbs for form in _forms(verb.replace("-", " "))}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _forms(verb: str) -> Iterator[str]:
    if verb in IRREGULAR:
        yield from IRREGULAR[verb]
        return
    stem, space, rest = verb.partition(" ")
    for form in _regular(stem):
        yield f"{form}{space}{rest}"


def _regular(verb: str) -> tuple[str, str, str]:
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return third, f"{verb}ed", f"{verb}ing"


PRESENT_PLURAL = in_order(
    "say tell believe think hope fear expect warn insist argue deny allege maintain agree suspect "
    "doubt"
)
"""Base forms that stand behind a plural: "residents say"."""
