"""Cue words: verbs that attribute, with their forms, and phrases. Tables without logic.

The lists were compiled for this project. What belongs in them follows the guidelines of two
corpora in which people marked the cue of every attribution, PARC 3.0 (Pareti 2016) and PolNeAR
(Newell et al. 2018), and accounts of reporting verbs in English (Quirk et al. 1985, 16.31; Bergler
1992 on reporting verbs in newspapers): a cue is the verb, with what makes it one ("claimed
responsibility"), a preposition ("according to"), or a noun in a phrase ("in a statement").
"""

from collections.abc import Iterable, Iterator

from annotator.text.word_lists import word_set, word_tuple

IRREGULAR_FORMS = {
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

SAYING_VERBS = word_tuple(
    "accuse acknowledge add admit advise affirm allege announce apologise apologize argue assert "
    "assure attest aver caution cite claim clarify comment complain concede confess confide "
    "confirm contend counter declare denounce deny disclose elaborate emphasise emphasize exclaim "
    "explain foretell hint imply inform insist interject joke lament maintain mention muse "
    "opine pledge point-out predict proclaim promise quip quote reassure rebut recall recount "
    "reason refute reiterate remark remind repeat reply report respond retort reveal say state "
    "stipulate stress suggest surmise swear tell testify theorise theorize threaten tweet signal "
    "voice express plead boast shout whisper exhort reckon blurt reaffirm rule object hint-at "
    "encourage underline underscore urge volunteer vow warn write"
)
"""Verbs that nearly always attribute the text next to them."""

JUDGING_VERBS = word_tuple(
    "blame call characterise characterize condemn criticise criticize decry describe dismiss dub "
    "hail label praise reject welcome applaud commend slam denounce lambast chide liken dispute"
)
"""Verbs by which somebody judges; they attribute where somebody is their subject."""

THINKING_VERBS = word_tuple(
    "anticipate assume believe calculate conclude consider doubt estimate expect fear feel figure "
    "forecast hope know plan reckon recommend speculate suspect think "
    "understand worry agree ask demand propose go-on"
)
"""Verbs of belief, of wish and of asking."""

SHOWING_VERBS = word_tuple(
    "count describe detail detect determine discover document examine find hear identify indicate "
    "list log mention name note notice observe post publish read record register see show specify "
    "spot verify warn watch"
)
"""What documents do to what they hold, and reporters to what they check."""

ALSO_NOUNS = word_set(
    "reports claims comments reasons states notes lists names fears hopes plans estimates "
    "answers demands "
    "forecasts promises threatens tweets counters logs records documents posts calls "
    "labels figures remarks pledges vows replies details shows quotes counts hints jokes signals "
    "rules voices objects protests doubts worries watches notices mentions registers spots attacks "
    "stresses repeats laments urges finds attributes"
)
"""Forms that are nouns too; they are no verb behind an article or a possessive."""

PHRASES = (
    r"according to|in (?:the|his|her|their) (?:words|opinion|view|telling) of",
    r"(?:is|are|was|were|been) (?:quoted|cited) as (?:saying|telling|writing)",
    r"claim(?:ed|s|ing)? (?:responsibility|credit)",
    r"continued(?=[:,] [\"“‘'«„])",
    r"(?<=except to )say|(?<=other than to )say|(?<=but to )say",
)
"""Phrases that attribute by themselves, as regular expressions."""

_HAS_NOT = (
    r"(?:(?:did|does|do|has|have|had) not|didn['’]t|doesn['’]t|don['’]t|hasn['’]t|haven['’]t"
    r"|hadn['’]t|never|(?:has|have|had) never)"
)
_COULD_NOT = r"(?:could not|couldn['’]t|can not|cannot|can['’]t)"
_WOULD_NOT = r"(?:would not|wouldn['’]t|will not|won['’]t)"
_WAS_NOT = r"(?:(?:was|were|is|are) not|wasn['’]t|weren['’]t|isn['’]t|aren['’]t)"
_ADVERBS = (
    r"(?: (?:immediately|yet|directly|initially|independently|also|further|publicly|promptly"
    r"|formally|officially|so far))*"
)
_GIVE = (
    r"(?:give|provide|offer|make|release)"
    r"(?= (?:\w+ ){0,2}(?:comments?|details?|reasons?|explanations?|answers?|names?|numbers?"
    r"|figures?"
    r"|statements?|information|specifics|interviews?|breakdowns?|evidence|particulars))"
)
_DISCLOSE = (
    rf"(?:say|comment|answer|confirm|discuss|elaborate|specify|disclose|name|identify|reveal"
    rf"|respond|reply|explain|speculate|{_GIVE}|(?:speak|talk)(?= (?:to|with|about|on|publicly)\b)"
    r"|be (?:interviewed|quoted|named|identified|drawn))"
)
_ASKED = (
    r"(?:calls?|messages?|e-?mails?|requests?|questions?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y"
    r"|ies)"
    r"|letters?|texts?|voicemails?|faxes)"
)
_MANY = r"(?:(?!to\b)[\w'’-]+ ){0,3}"
_TREATED = r"(?! to (?:\w+ )?(?:treatment|therapy|medication|drugs?|stimul\w+|commands?|controls?))"
_BY_ROAD = (
    r"(?! (?:by (?:road|car|boat|land|sea|air|rail|foot|train|rescue\w*)|before|until|in time)\b)"
)

NON_RESPONSES = (
    rf"(?:declin|refus)(?:ed|es|ing)(?: to {_DISCLOSE}(?: further)?|(?: further| all)? comment"
    rf"| (?:{_MANY})(?:requests?|interviews?)|(?=,? (?:through|via|by|on) [^.;]{{1,60}} to"
    rf" {_DISCLOSE}))",
    rf"(?:turned down|rejected) {_MANY}(?:requests?(?= for)|interviews?)",
    rf"{_HAS_NOT}{_ADVERBS} (?:respond(?:ed)?{_TREATED}|repl(?:y|ied)"
    rf"|answer(?:ed)?(?: (?:the|his|her|its|their) phone)?|comment(?:ed)?"
    rf"|spoken(?: publicly)?(?= (?:about|on|publicly|to)\b)|elaborated?|specif(?:y|ied))",
    rf"(?:did not|didn['’]t){_ADVERBS} (?:(?:say|explain|disclose)(?= (?:why|how|what|when|where"
    rf"|who"
    rf"|whether|if|which)\b)|{_GIVE}|(?:want|wish) to {_DISCLOSE}|(?:pick up|take) (?=(?:the|h\w+"
    rf"|any)"
    r" (?:phone|calls?)))",
    rf"{_HAS_NOT}{_ADVERBS} return(?:ed)? {_MANY}{_ASKED}",
    rf"(?:(?:has|have|had|is|are|was|were) yet|failed|fails) to (?:respond{_TREATED}|reply|comment"
    rf"|answer(?= (?:to )?{_MANY}{_ASKED}|[.,;]|$)|return(?= {_MANY}{_ASKED}))",
    rf"(?:chose|opted|preferred|elected|decided) not to {_DISCLOSE}",
    rf"{_COULD_NOT}{_ADVERBS} be{_ADVERBS} (?:reached|contacted|located|found for"
    rf" comment){_BY_ROAD}",
    rf"{_COULD_NOT}{_ADVERBS} (?:comment|say(?! (?:no|enough|goodbye)\b)|confirm)",
    rf"{_COULD_NOT}{_ADVERBS} be{_ADVERBS} (?:verified|confirmed|corroborated|established)",
    rf"{_COULD_NOT}{_ADVERBS} (?:verify|corroborate|establish)",
    rf"(?:was|were|is|are) (?:unable|not able) to{_ADVERBS} (?:verify|confirm|corroborate|comment"
    rf"|establish"
    r"|(?:reach|contact)(?= (?:him|her|them|[A-Z]\w+|an? \w+|the \w+)(?: (?:for comment|on \w+day)"
    r"|[.,;]|$)))",
    r"(?:(?:was|were|is|are) (?:un|not |not immediately )|wasn['’]t |weren['’]t )available"
    r" (?:for(?: \w+)? (?:comments?|interviews?|questions)|to (?:comment|speak|talk|answer"
    r"|respond))",
    rf"{_WAS_NOT} (?:immediately (?:available|reachable)(?! (?:in|for (?!comment|interview)))"
    r"|reachable)|(?:was|were) unreachable for comment",
    rf"{_WOULD_NOT}{_ADVERBS} {_DISCLOSE}",
    r"(?:would|could|will) neither confirm(?: (?:nor|or) deny)?|neither confirm(?:ed|s) nor"
    r" den(?:ied|ies)",
    r"(?:ma[dk]es?|had|has|have|offered|gave|issued) no (?:(?:immediate|further|public|official"
    r"|other)"
    r" )*(?:comments?|statement)",
    r"(?:gave|gives|provided|offered) no (?:(?:immediate|further|other|more) )*(?:answers?|reply"
    r"|response"
    r"|details?|reasons?|explanations?|information|specifics)",
    r"(?:was|were|has been|had been) no (?:(?:immediate|official|public|further) )*(?:comment"
    r"|response"
    r"|reply|word)(?= (?:from|by)\b| on (?:the|whether)\b|[.,;]|$)",
    r"(?:received|receives|got|heard) no (?:(?:immediate|official|further|other|public) )*"
    r"(?:answers?|comment|reply|replies|responses?)(?= (?:from|by|to|on|before|after)\b|[.,;]|$)",
    r"(?:remained|remains|stayed|kept) (?:silent|mum|tight-lipped)",
    rf"ignor(?:ed|es|ing) {_MANY}{_ASKED}",
    r"hung up(?= when\b| on (?:a|the|our) (?:reporter|caller|journalist)|[.,;]? (?:after|as) )",
    rf"(?:referred|directed|forwarded|deferred) {_MANY}(?:questions|inquiries|enquiries|queries"
    rf"|requests"
    r"|calls|comment)(?= to\b)",
)
"""How a text says that somebody was asked and gave no answer, or could not check."""

UNANSWERED_REQUESTS = (
    rf"\b{_ASKED}\b[^.;:“\"]{{0,80}}? (?P<cue>(?:went|rang|(?:was|were)(?: left)?|remained)"
    rf" (?:unanswered"
    r"|unreturned|unheeded|not (?:immediately )?(?:returned|answered))(?! to\b))",
    r"\b(?:attempts?|efforts?|calls?|tries) to (?:reach|contact|speak|interview|talk|locate|find)\b"
    r"[^.;:“\"]{0,80}? (?P<cue>(?:was|were|proved) (?:unsuccessful|not (?:immediately )?successful"
    r"|fruitless|in vain)|failed|went unanswered)",
    r"\b(?:neither|nobody|no one|no-one|none)\b[^.;:“\"]{0,60}? (?P<cue>(?:(?:immediately|has|have"
    r"|had) )*"
    r"(?:responded|replied|answered|commented)(?! the)|(?:was|were)(?: immediately)? available(?="
    r" (?:to"
    r" (?:comment|speak|talk|answer)|for (?:comment|interview)))|could(?: immediately)? be"
    r" (?:reached"
    r"|contacted)|would comment|returned (?:\w+ ){0,2}(?:calls?|messages?|e-?mails?))",
)
"""The same where the subject is what was asked, or nobody: the cue is the predicate."""

NON_SPEAKERS = word_set(
    "engine engines motor motors patient patients tumor tumour dog dogs horse animal animals gun "
    "guns "
    "cannon siren sirens alarm alarms bell bells phone phones radio screen server servers computer "
    "system systems ship vessel plane aircraft drone vehicle car truck brake brakes rudder body "
    "skin "
    "disease virus infection market markets summit peak deal agreement compromise verdict "
    "consensus "
    "settlement truce ceasefire quorum village valley island town site area wreck room rooms seat "
    "seats ticket tickets vaccine vaccines drug treatment data details detail information results "
    "result figures copy copies transcript record records video footage service electricity water "
    "food help rescuers firefighters crews divers climbers ambulances paramedics troops child"
)
"""What cannot be asked for a comment: where it is the subject, "did not respond" is no silence."""

PAPERS = (
    r"(?:statement|note|letter|report|filing|memo|memorandum|e-?mail|post|tweet|message"
    r"|(?:press|news) release|communiqu[eé]|article|op-ed|blog|affidavit|ruling|judgment|complaint)"
)
"""Nouns for something written, as a regular expression."""

CITING_PHRASES = ("citing", "quoting", "in the words of", "according to")
"""Words behind which the source stands."""


def verb_forms(verbs: Iterable[str]) -> tuple[str, ...]:
    """The forms that attribute of each verb: "denies", "denied", "denying"; longest first."""
    found = {form for verb in verbs for form in _forms(verb.replace("-", " "))}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _forms(verb: str) -> Iterator[str]:
    if verb in IRREGULAR_FORMS:
        yield from IRREGULAR_FORMS[verb]
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


PRESENT_PLURAL = word_tuple(
    "say tell believe think hope fear expect warn insist argue deny allege maintain agree suspect "
    "doubt contend predict acknowledge concede recall"
)
"""Base forms that stand behind a plural: "residents say"."""

BARE_ALSO_NOUNS = word_tuple(
    "show indicate suggest reveal estimate claim confirm report note accuse describe blame call "
    "state find dispute caution conclude complain worry point-out assert list name add propose "
    "forecast demand question criticize praise welcome reject announce explain admit see"
)
"""The same where the form may be a noun, or an infinitive: a plural has to stand before it."""

HEARSAY = (
    "reportedly|allegedly|supposedly|purportedly",
    r"(?:is|are|was|were) (?:widely )?(?:said|alleged|believed|thought|rumou?red|reported"
    r"|understood)"
    r" to(?= \w)",
)
"""Words that attribute without naming a source."""

FEELINGS = (
    r"(?:is|are|was|were|remains?) (?:\w+ly |also )?(?:concerned|worried|confident|convinced"
    r"|hopeful|optimistic|adamant|skeptical|sceptical|doubtful|certain|afraid|disappointed)"
    r"(?= (?:that|about|the|of|it|he|she|they|there|[A-Z]\w+)\b)"
)
"""Adjectives that tell what a person thinks, with their verb, as a regular expression."""
