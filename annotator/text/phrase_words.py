"""Word lists for noun phrases, clauses and what descriptions stand for. Tables without logic."""

from annotator.text.word_lists import word_set

HELPERS = word_set(
    "has have had also then later earlier again himself herself itself themselves already still "
    "now would will could may might can must should did does do not never previously once "
    "initially just only even both further simply recently soon always often first repeatedly "
    "reportedly allegedly separately meanwhile since long so far to yet ever too"
)
"""Words that belong to a verb before its main word: "has also said"."""

NEGATIONS = word_set(
    "not never hasn't haven't hadn't didn't doesn't don't wouldn't won't hasn’t haven’t hadn’t "
    "didn’t doesn’t don’t wouldn’t won’t"
)
"""Words that deny a verb."""

CLAUSE_WORDS = word_set(
    "when while whilst because although though if whether where how why what unless so after "
    "before since until as than"
)
"""Words that begin a dependent clause."""

RELATIVES = word_set("who which that whose whom")
"""Words that begin a relative clause."""

JOINING = word_set("and but or nor yet")
"""Words that join two phrases or clauses."""

FINITE = word_set(
    "is are was were be been being has have had will would could can may might must should did "
    "does do isn't aren't wasn't weren't went took gave came left made got held met saw began "
    "became ran sat stood fell rose grew knew kept let put lost won spent felt thought isn’t "
    "aren’t wasn’t weren’t"
)
"""Verbs that end a subject: auxiliaries, and frequent past forms that no ending shows."""

DETERMINERS = word_set(
    "the a an this that these those his her its their our my some many several most two three "
    "four five six one another"
)
"""Words that begin a noun phrase."""

PRONOUNS = word_set("he she they it we i you")
"""Pronouns that are a subject."""

LEADING = word_set(
    "but and so or yet however meanwhile also then still yesterday today earlier later now "
    "instead indeed overall finally afterward afterwards nevertheless nonetheless moreover "
    "similarly separately additionally furthermore previously recently now here there likewise "
    "thus therefore though first second third next last as well additionally officially "
    "critically interestingly perhaps"
)
"""Adverbs and conjunctions before a subject."""

LEADING_PREPOSITIONS = word_set(
    "in on at by for from with after before during since until under over through across into "
    "despite following amid among about around against between throughout within without upon "
    "via as like unlike of to because"
)
"""Prepositions of a phrase before a subject: "On Friday"."""

UNIT_OF_TIME = word_set("week month year night morning afternoon evening day weekend")
"""What is counted as time."""

WITHOUT_INVERSION = word_set("told tells telling")
"""Verbs that have an object behind them and no subject."""

NO_INVERTED = word_set("that it to in on at by of for with from as if when they")
"""Words that no inverted subject begins with."""

PASSIVE = word_set("is are was were be been being get got")
"""Auxiliaries of the passive."""

FINITE_ONLY = word_set("reads shows lists names records sees hears")
"""Forms of verbs of perception that are no participle."""

BEHIND_PARTICIPLE = word_set("to on in by at from with during of for last earlier this")
"""What follows a participle: "posted on"."""

CONVENED = word_set("meeting election elections strike vote session conference hearing police")
"""What is called without being said: "called a meeting"."""

DETERMINERS_ALONE = word_set(
    "one another these those some many most several two three four five six"
)
"""Determiners that can be a subject by themselves."""

POSSESSIVE_PRONOUNS = word_set("his her its their our my")
"""Pronouns that own what follows."""

DEFINITE = word_set("the this that these those both said")
"""Words before what is known already."""

PREPOSITIONS = word_set(
    "of for at from in with to by on about into over under after before during against between "
    "near behind inside outside within across through throughout since until without like via "
    "around along among amid as than including familiar close who which whose whom that"
)
"""Words that end the core of a noun phrase."""

COMPLEMENTS = word_set("of for at from in with to by on familiar close near behind")
"""Words that a description goes on with."""

NO_PARTICIPLES = word_set(
    "united red need seed breed speed weed feed shed hundred sacred allied armed associated wed "
    "ahmed mohammed saeed hamed jared alfred fred ned ted reed creed unnamed retired senior "
    "advanced federated"
)
"""Words with the ending of a participle that are none."""

PARTICIPLES = word_set(
    "seen made held known written given sent found taken shown led run built born done sworn "
    "brought caught heard read put"
)
"""Participles without a regular ending."""

PLURALS = word_set("people police men women children media data staff authorities")
"""Plurals without an ending."""

NUMERALS = word_set(
    "two three four five six seven eight nine ten dozens hundreds thousands some many several "
    "most few both all other others"
)
"""Words that count people."""

SUBJECT_PRONOUNS = word_set("he she they it we i")
"""Pronouns that are a phrase by themselves."""

NEW_PHRASE = word_set("the a an his her its their he she they it this these")
"""Words that begin another phrase within a run of words."""

CALLED = word_set("party group company newspaper agency network union broadcaster firm")
"""What an organization is behind its initials: "the M5S party"."""

TIMES = word_set(
    "week month year night morning afternoon evening day time hour statement interview letter "
    "email e-mail tweet post speech conference briefing call report note filing weekend end "
    "beginning start middle particular"
)
"""What tells a time or an occasion: "in a statement"."""

FEMALE_WORDS = word_set(
    "ms mrs miss spokeswoman chairwoman congresswoman councilwoman businesswoman policewoman "
    "mother daughter sister wife widow queen princess woman girl aunt grandmother lady actress "
    "nun her she dame"
)
"""Titles, roles and pronouns of women."""

MALE_WORDS = word_set(
    "mr spokesman chairman congressman councilman businessman policeman father son brother "
    "husband king prince man boy uncle grandfather sir lord his he him pope bishop"
)
"""Titles, roles and pronouns of men."""

MANY_PRONOUNS = word_set("they them both")
"""Pronouns for several."""

GENERIC = word_set(
    "company firm business group organization organisation agency association charity club "
    "union newspaper magazine outlet broadcaster network site campaign"
)
"""What any organization can be called."""

SAME = (
    word_set("city town municipality village council borough"),
    word_set("company firm business manufacturer maker retailer operator corporation group"),
    word_set("group organization organisation charity association coalition union body"),
    word_set("ministry department agency office government authority"),
    word_set("report study survey paper document analysis"),
    word_set("letter document memo email e-mail note"),
    word_set("newspaper paper magazine outlet broadcaster daily website"),
    word_set("church organization organisation group"),
    word_set("site website page"),
    word_set("party group movement"),
    word_set("police department force"),
    word_set("court tribunal judge panel"),
    word_set("post posting message blog"),
)
"""Words that can stand for one another: "the company" for a "manufacturer"."""

ADJECTIVES = word_set(
    "public private former current other many several most some top senior local federal national "
    "new old young early recent independent military legal medical political official internal "
    "foreign social financial economic civil human leading major minor different various certain "
    "previous earlier later additional further multiple numerous unnamed anonymous leaked secret "
    "confidential available initial final preliminary annual monthly weekly daily latest similar "
    "common ordinary wealthy poor rich big small large few two-thirds half more less fewer "
    "industry government police campaign court school city county state company union party media "
    "health climate security intelligence defense defence business labor labour law "
    "people hospital prison army navy rescue emergency weather energy water fire flight election"
)
"""Words before a noun that have a capital only at the beginning of a sentence."""

VARIED = word_set(
    "senator governor candidate nominee businessman businesswoman billionaire millionaire mogul "
    "lawmaker congressman congresswoman veteran actor actress singer author striker defender "
    "midfielder goalkeeper republican democrat independent frontrunner front-runner star champion "
    "politician diplomat physician economist scientist activist"
)
"""By what news calls a person again whom it has just named: "the senator"."""

PLACES = word_set(
    "sea ocean river island islands shoal street avenue county city beach bay lake mountain "
    "mountains valley park stadium airport bridge command square road peninsula coast gulf "
    "desert forest canal strait cup prize award awards games act amendment convention war arena "
    "hall tower center centre hills springs heights falls harbor harbour port station carolina "
    "dakota hampshire jersey mexico york zealand korea africa america virginia asia europe "
    "caledonia guinea lanka rica salvador d.c fair festival championship championships expo view"
)
"""Last words of the names of places, events and laws."""

BEFORE_PLACES = word_set(
    "south north east west southern northern eastern western central new los san santa las great "
    "mount fort saudi sri"
)
"""First words of the names of places."""

NO_SPEAKERS = word_set("i we you this that these those which what")
"""Pronouns that name no source outside a quotation."""

CONDITIONS = word_set("if when after before until unless once whenever")
"""Words that begin a clause which tells a condition or a time."""

HEADS_OF_NAMES = word_set(
    "church house municipality union rights friends doctors bank relations affairs studies "
    "sciences services resources ministers nations"
)
"""Words that a name goes on behind with "of", or ends with, beside those of organizations."""

FLOATING = word_set("all both each every either neither regularly together alone twice once")
"""Words that a complement does not go on across."""

PLURAL_MODIFIERS = word_set(
    "sports arms rights news sales operations communications relations affairs services systems "
    "works parks games veterans records savings customs elections sanctions securities prisons "
    "schools rescue women's visitors consumers workers teachers farmers residents drivers parents "
    "students tenants pilots nurses doctors lawyers employees bonds futures resources "
    "goods drugs weapons appeals claims crimes emergencies business as its his this less"
)
"""Plurals that describe the next noun: "arms dealers"."""

ADJECTIVES_IN_ING = word_set(
    "leading ruling working governing remaining existing visiting striking opposing surviving "
    "banking training housing building mining shipping broadcasting consulting engineering "
    "marketing advertising planning nursing fishing rating trading manufacturing breaking "
    "publishing printing lending policing teaching counseling gaming betting farming driving "
    "breastfeeding acting sitting standing founding investigating prosecuting commanding managing "
    "presiding voting polling reporting operating holding parenting living aging ageing incoming "
    "outgoing neighboring neighbouring participating competing developing emerging growing "
    "dissenting protesting grieving underlying following preceding upcoming ongoing king spring "
    "string wing evening morning beijing sterling offering filing briefing ruling finding meeting "
    "hearing warning listing posting booking recording gathering dwelling crossing"
)
"""Words with the ending of a participle that describe a noun, or are one."""

BASE_VERBS = word_set(
    "accept access accommodate achieve address adopt afford aid allow alter apply appoint arrange "
    "arrest attack attend attract avoid ban be become begin block boost break bring build buy "
    "carry catch cause change charge check choose clear close collect combat compete complete "
    "consider contact continue convince cover create cut deal decide decrease defend deliver "
    "deport develop direct distribute draw drop earn educate employ enable encourage end enforce "
    "engage enhance ensure enter escape establish evacuate examine expand expel face feed fight "
    "fill finance fine fire fix follow force free fund gain gather get give go govern grow guide "
    "handle harass have help hire hold honor host house identify improve include increase inform "
    "influence inspect intimidate introduce invest investigate invite involve join keep kill "
    "launch lead learn leave let limit lure make manage meet mislead monitor motivate move need "
    "notify obtain offer open oppose order organize outrage oust pay persuade please prepare "
    "prevent produce promote prosecute protect provide pull punish push put raise reach reassure "
    "receive recruit reduce refuse regulate release remove rename repair replace represent "
    "require rescue restrict retain return run save search seek sell send serve set share shield "
    "shut silence spend start stay stop strengthen study sue summon supply support suspend take "
    "target tax teach track train transfer treat trick try turn unite urge use visit warn wear "
    "win withdraw witness work"
)
"""Verbs that stand behind "to", where a noun without an article hardly stands."""

MISTAKEN = word_set("mistakenly wrongly erroneously incorrectly falsely")
"""Adverbs by which a text calls a belief wrong."""

BEFORE_TO = word_set(
    "adviser advisers advisor advisors aide aides ambassador ambassadors envoy envoys assistant "
    "assistants secretary undersecretary counsel counselor delegate delegates representative "
    "representatives candidate heir witness witnesses consultant consultants lawyer lawyers "
    "attorney party successor source sources letter letters message messages memo memos note "
    "notes email emails e-mail e-mails filing filings submission report reports petition reply "
    "response complaint statement statements close amendment post posts"
)
"""Nouns that go on with "to" and a name: "adviser to the minister"."""
