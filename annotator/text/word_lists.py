"""Lists of words for cues and for sources: verbs that attribute, phrases, parts of names.

The lists were compiled for this project. What belongs in the lists for cues follows the guidelines
of two corpora in which people marked the cue of every attribution, PARC 3.0 (Pareti 2016) and
PolNeAR (Newell et al. 2018), and accounts of reporting verbs in English (Quirk et al. 1985, 16.31;
Bergler 1992 on reporting verbs in newspapers): a cue is the verb, with what makes it one ("claimed
responsibility"), a preposition ("according to"), or a noun in a phrase ("in a statement"). The
lists for sources hold what news calls people, organizations and documents. They are facts of the
language and copy no corpus.
"""

from collections.abc import Iterable, Iterator


def word_set(words: str) -> frozenset[str]:
    """The words in a text, as a set."""
    return frozenset(words.split())


def word_tuple(words: str) -> tuple[str, ...]:
    """The words in a text, in order."""
    return tuple(words.split())


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


HONORIFICS = word_set(
    "Mr Mrs Ms Mx Miss Dr Prof Professor Rev Reverend Fr Father Sister Brother Bishop Archbishop "
    "Cardinal Pope Imam Rabbi Sir Dame Lord Lady King Queen Prince Princess President Vice- "
    "President Chancellor Premier Prime Minister Secretary Undersecretary Governor Gov Senator "
    "Sen Sens Rep Reps Congressman Congresswoman Councillor Councilman Councilwoman Cllr Mayor "
    "Deputy Judge Justice Chief Sheriff Detective Det Inspector Insp Constable Officer "
    "Superintendent Supt Commissioner Commander Cmdr General Gen Colonel Col Lieutenant Lt Major "
    "Maj Captain Capt Sergeant Sgt Corporal Cpl Private Pvt Admiral Adm Brigadier Brig Ambassador "
    "Amb Envoy Director Chairman Chairwoman Chairperson Chair Spokesman Spokeswoman Spokesperson "
    "Coach Captain Principal Dean Rector Attorney Lawyer Reporter Shadow Home Foreign Acting "
    "Speaker Former Vice Managing Executive Senior Junior Assistant Co-founder Founder"
)
"""Capitalized words before a person's name that are not part of it."""

ROLES = word_set(
    "actor activist administrator adviser advisor aide ambassador analyst architect artist "
    "auditor attorney author authors banker biologist bishop blogger board-member boss captain "
    "chair chairman chairperson chairwoman chancellor chef chemist chief clerk co-author "
    "co-founder coach colonel commander commissioner constable consultant contractor coordinator "
    "coroner councillor curator dean defendant deputy detective diplomat director doctor driver "
    "economist editor employee engineer envoy executive expert farmer firefighter fisherman "
    "founder general governor head historian inspector insider investigator journalist judge "
    "lawmaker lawyer leader lecturer lieutenant manager master mayor mechanic member midwife "
    "minister negotiator neighbour neighbor nurse officer official operator organiser organizer "
    "owner paramedic parent partner pastor physician physicist pilot player plaintiff policeman "
    "policewoman politician premier president priest principal producer professor programmer "
    "prosecutor psychologist publisher rector representative researcher resident rider sailor "
    "scientist secretary senator sergeant sheriff shopkeeper singer soldier solicitor specialist "
    "spokesman spokesperson spokeswoman staffer statistician student superintendent supervisor "
    "surgeon teacher technician barrister ceo cfo coo lobbyist strategist scholar campaigner ally "
    "mediator columnist host anchor pollster candidate nominee delegate congressman congresswoman "
    "councilman councilwoman spokespeople operative donor trader trainer treasurer trustee tutor "
    "user veteran vet vice-president victim volunteer warden witness worker pundit businessman "
    "businesswoman undersecretary ombudsman monk nun imam rabbi goalkeeper striker defender "
    "midfielder referee skipper bosses"
)
"""Roles of people: without a name after them, an unnamed source."""

GROUPS = word_set(
    "people persons sources insiders witnesses residents neighbours neighbors villagers locals "
    "parents mothers fathers relatives pupils students teachers workers employees staff survivors "
    "victims families fishermen fisherwomen firefighters policemen passengers commuters customers "
    "shoppers voters protesters protestors demonstrators activists campaigners critics opponents "
    "supporters observers scholars academics economists lawmakers negotiators rescuers children "
    "men women youths guards troops soldiers rebels hackers bystanders onlookers figures someone "
    "somebody person man woman boy girl poster family couple tenants individuals farmers nurses "
    "media outlets crew nobody mother father son daughter wife husband brother sister widow "
    "widower grandmother grandfather uncle aunt cousin friend friends colleague colleagues "
    "classmate classmates"
)
"""Further words for unnamed people, most of them plural."""

DOCUMENTS = word_set(
    "advisory affidavit agreement article bill blog book budget bulletin charter contract "
    "decree diary dispatch document documents dossier draft email emails e-mail e-mails figures "
    "filing filings findings footage guideline guidelines indictment invoice judgment judgement "
    "lawsuit leaflet letter letters log logs manual manuscript map memo memoir memoirs "
    "memorandum message messages minutes newsletter note notes notice notices pamphlet paper "
    "papers petition post posting posts record records register report reports resolution "
    "review ruling statement statements statistics study studies submission subpoena summary "
    "survey text texts transcript transcripts treaty tweet verdict video warrant website data "
    "image images photo photos photograph photographs results evidence projections recording "
    "recordings poll polls census audit analysis complaint lawsuits videos"
)
"""What a document is called."""

ORGANIZATIONS = word_set(
    "academy administration agency airline airlines airport alliance army assembly association "
    "authorities authority bank board borough brewery brigade broadcaster bureau business cabinet "
    "cathedral centre center chamber charity church city clinic club coalition coastguard college "
    "commission committee community company confederation congress consortium contractor "
    "cooperative corporation corps council county court defence defense department directorate "
    "district division embassy enterprise exchange factory federation firm fleet force forces "
    "foundation fund garrison government group guard guild headquarters hospital "
    "industry inquiry inspectorate institute institution journal laboratory league magazine maker "
    "management manufacturer mill mine ministry mission municipality museum navy network "
    "newspaper observatory office operator opposition orchestra organisation organization outlet "
    "owners panel parish parliament party patrol platform police port prison producer prosecution "
    "publisher railway regiment registry regulator retailer school secretariat senate service "
    "services shipyard society squad station studio supplier syndicate team theatre theater "
    "television treasury tribunal trust tv union unions university utility watchdog workshop zoo"
)
"""What an organization is called, or is named with."""

ORGANIZATION_ENDINGS = word_set(
    "Times Post Journal Courier Herald Tribune Gazette Chronicle Globe Guardian Telegraph Weekly "
    "Daily News Press Broadcasting Radio Television Today Catering Foods Motors Energy Power Grid "
    "Hydro Steel Holdings Partners Brothers Sons Industries International Systems Technologies "
    "Pharmaceuticals Insurance Rail Railways Airways Shipping Logistics Works Watch Alliance "
    "Survey Nations House Parliament Senate Union Kingdom Republic States"
)
"""Last words of what a house is named by, with a capital."""

COMPANY_SUFFIXES = word_set(
    "Inc Corp Co Cos Ltd Limited plc PLC LLC LLP GmbH AG SA SpA NV BV AB AS Oy Pty Bros"
)
"""What companies have behind their names."""

REPORTERS = word_set(
    "reporter reporters correspondent correspondents photographer photographers journalists"
)
"""The outlet's own people, where a name of an outlet stands before them."""

NAME_PARTICLES = word_set("of for & de da del della di du van von der den la le bin ibn al el und")
"""Small words within a name."""

NON_NAMES = word_set(
    "A An The This That These Those In On At By For From To With Without Within Of Off Over Under "
    "After Before During Since Until Till While When Where Why How What Which Who Whose Whether "
    "If Unless Although Though Because As And But Or Nor So Yet Both Either Neither Not No None "
    "Nobody Nothing Everybody Everyone Everything Some Somebody Someone Something Any Anybody "
    "Anyone All Each Every Many Most Much More Few Several Other Others Another One Two Three "
    "Four Five Six Seven Eight Nine Ten Eleven Twelve Dozens Hundreds Thousands Millions First "
    "Second Third Last Next Then Now Here There Today Yesterday Tomorrow Tonight Meanwhile "
    "However Still Also Only Even Just Almost About Around Above Across Against Along Among "
    "Between Beyond Despite Except Like Near Out Through Throughout Toward Towards Up Upon Via "
    "According Asked Speaking Writing Citing Quoting Earlier Later Early Late Soon Once Again "
    "Never Always Often Sometimes Perhaps Maybe Instead Thus Therefore Hence Moreover Furthermore "
    "Nevertheless Indeed Finally Yes Well Please Thanks God TV Internet"
)
"""What has a capital only because it begins a sentence, or names nobody that speaks."""

AM_PM = word_set("GMT UTC CET CEST BST EST EDT CST PST a.m p.m AM PM BC AD CE")
"""Capitals that tell the time."""

BEFORE_MONTHS = word_set("in of since until till by on from last next this early late mid during")
"""What stands before a month or a weekday, and hardly before a name like it."""

STOP_WORDS = word_set(
    "a an the this that these those its his her their our my your in on at by for from to with of "
    "off over under after before during since until while when where why how what which who whom "
    "whose whether if unless although though because as and but or nor so yet not no it he she "
    "they we you i him them us is are was were be been being has have had do does did will would "
    "can could may might must shall should there here then than up out about into onto near "
    "between among through against around across also only even just still again never always "
    "often including except without within once if both either neither such same other each every "
    "via amid despite per whereas asked least last next asking dated seen made given taken left "
    "fell rose came went began "
    "opened closed killed told"
)
"""Where a describing phrase ends, or has not begun."""

ARTICLES = word_set("the a an its his her their this that these those")
"""What stands before a noun and is no part of a name."""

COMPLEMENTS = word_set("of for at in from with to by on familiar close near behind about")
"""Words that carry a describing phrase on: "a spokesman for the council"."""

FEELINGS = (
    r"(?:is|are|was|were|remains?) (?:\w+ly |also )?(?:concerned|worried|confident|convinced"
    r"|hopeful|optimistic|adamant|skeptical|sceptical|doubtful|certain|afraid|disappointed)"
    r"(?= (?:that|about|the|of|it|he|she|they|there|[A-Z]\w+)\b)"
)
"""Adjectives that tell what a person thinks, with their verb, as a regular expression."""
