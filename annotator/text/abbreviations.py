"""What a full stop means after a short form, and the words that help to tell: tables, no code.

The trained model underneath knows some six thousand abbreviations, many of
which are ordinary words that a scanner misread. The forms that news really uses
are few and closed, so they are declared here, by what may follow them.
"""

from enum import Enum, auto
from types import MappingProxyType

from annotator.text.word_lists import word_set, word_tuple


class AbbreviationKind(Enum):
    """What a short form does to the full stop behind it, when a capital follows."""

    LEADS = auto()  # never ends a sentence: a name or a figure must follow
    COMPANY = auto()  # ends it, unless the capital is an officer, a day or a further suffix
    PLACE = auto()  # ends it only before a word that opens sentences
    MONTH = auto()  # a day's number belongs to it, else like PLACE
    NUMBERED = auto()  # a number belongs to it; before a word it is the word itself ("no.")
    TIME = auto()  # ends it, unless a day or a time zone follows
    LISTED = auto()  # ends a list, so a capital opens a sentence


_ENGLISH = {
    AbbreviationKind.LEADS: (
        "Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Rev Fr Msgr Hon Gov Lt Sen Rep Reps Sens Govs Gen "
        "Col Maj Capt Cmdr Comdr Adm Sgt Cpl Pvt Spc Pfc Det Insp Supt Supts Pres Amb Atty Asst "
        "Dist Assoc Dep Sec Mt Ft ST MT FT vs v e.g i.e cf approx ca viz Wm Geo Chas eg ie ed "
        "Thos Jos Lt.Col max min avg est Brig Cllr Sup Ald Ret"
    ),
    AbbreviationKind.COMPANY: "Inc Corp Co Cos Ltd plc PLC LLC Bros Pty S.A N.V A.G S.p.A L.P Mfg",
    AbbreviationKind.PLACE: (
        "U.S U.N U.K E.U D.C U.S.A U.A.E L.A N.Y N.J N.C S.C N.D S.D N.H N.M W.Va R.I P.R B.C "
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo "
        "Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo Ont Que Sask "
        "St Ave Blvd Rd Hwy Rte Sq Pkwy Ln Bldg Ctr "
        "Jr Sr Esq Ph.D M.D B.A M.A M.P J.D D.D.S R.N Dept Univ Assn Natl Intl Gov't ft lb lbs oz "
        "yds sq"
    ),
    AbbreviationKind.MONTH: "Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec",
    AbbreviationKind.NUMBERED: "No Nos no nos Fig Figs Vol Art Ch pp p Sect Sec Op para paras",
    AbbreviationKind.TIME: "a.m p.m A.M P.M",
    AbbreviationKind.LISTED: "etc al",
}

_GERMAN = {
    AbbreviationKind.LEADS: (
        "Dr Prof Hr Fr St Nr z.B z B d.h h u.a u bzw ca vgl Abs Art geb gest Ing Dipl Kap inkl med "
        "jur rer nat phil Hrn Bd Bgm Gen Rep sog evtl ggf zzgl einschl exkl Tel lt max min Ludw"
    ),
    AbbreviationKind.PLACE: "Mio Mrd Tsd Str Jh n.Chr v.Chr o.ä e.V Co GmbH",
    AbbreviationKind.LISTED: "usw etc",
}

_FRENCH = {
    AbbreviationKind.LEADS: (
        "M MM Mme Mmes Mlle Me Mgr Dr Pr St Ste art env p.ex ex cf vol n no éd chap réf tél"
    ),
    AbbreviationKind.PLACE: "av boul bd J.-C S.A s",
    AbbreviationKind.LISTED: "etc",
}

_SPANISH = {
    AbbreviationKind.LEADS: (
        "Sr Sra Sres Sras Srta Dr Dra Dres D Dña Lic Ing Gral Cnel Cmte Pdte Ud Uds Vd Prof Profa "
        "p.ej ej núm núms art pág págs Mons Sto Sta Av Avda EE"
    ),
    AbbreviationKind.PLACE: "EE.UU UU S.A a.C d.C",
    AbbreviationKind.LISTED: "etc",
}

_ITALIAN = {
    AbbreviationKind.LEADS: (
        "sig sigg sig.ra sig.na sig.re dott dott.ssa dr prof prof.ssa avv ing arch geom rag on sen "
        "cav comm mons don S SS Sig Sigg Sig.ra Dott Dott.ssa Dr Prof Prof.ssa Avv Ing Arch On Sen "
        "Mons Gen gen col Col cap ten mar art artt pag pagg es cfr ecc.ti ca n nn vol tel int"
    ),
    AbbreviationKind.PLACE: "S.p.A S.r.l d.C a.C sec",
    AbbreviationKind.LISTED: "ecc",
}

_DUTCH = {
    AbbreviationKind.LEADS: (
        "dhr mevr mw mej dr drs ir ing mr prof ds St Dhr Mevr Mw Dr Drs Ir Mr Prof H.K.H Z.K.H "
        "ca d.w.z o.a bijv bv m.n t.a.v i.v.m nr nrs blz art jl m.b.t resp o.l.v z.g zgn"
    ),
    AbbreviationKind.PLACE: "N.V B.V n.Chr v.Chr",
    AbbreviationKind.LISTED: "enz etc e.d",
}

_PORTUGUESE = {
    AbbreviationKind.LEADS: (
        "Sr Sra Srs Sras Srta Dr Dra Drs Dras Prof Profa Eng Exmo Exma D Dom Mons Gen Cel Cap Maj "
        "Sto Sta Av R art arts pág págs núm n nº p.ex ex cf vol Pe Fr Des Min"
    ),
    AbbreviationKind.PLACE: "S.A a.C d.C EUA Ltda Cia",
    AbbreviationKind.LISTED: "etc",
}

_RUSSIAN = {
    AbbreviationKind.LEADS: (
        "ул пр просп пл пер д кв корп стр обл р-н пос с им проф акад доц св г-н г-жа тов ст см ср "
        "напр т.н т.е рис табл гл п пп млн млрд тыс т"
    ),
    AbbreviationKind.PLACE: "г гг в вв руб коп долл н.э ч мин сек чел",
    AbbreviationKind.LISTED: "др пр т.д т.п",
}

_SWEDISH = {
    AbbreviationKind.LEADS: (
        "kl bl.a bl t.ex ex d.v.s dvs s.k t.o.m fr.o.m p.g.a ca c:a nr dr prof f.d m.fl.s st kap "
        "sid jfr ev resp fil tel"
    ),
    AbbreviationKind.PLACE: "kr milj mdr f.Kr e.Kr",
    AbbreviationKind.LISTED: "m.m osv etc m.fl",
}

_POLISH = {
    AbbreviationKind.LEADS: (
        "ul al pl os tzw tj tzn m.in np im św ks bp abp dr hab prof inż mgr mec gen płk ppłk mjr "
        "kpt "
        "por sierż woj pow gm nr art ust pkt str poz zob ok godz min tel p pp Dr Prof Ks"
    ),
    AbbreviationKind.PLACE: "r rr w wiek zł gr n.e p.n.e",
    AbbreviationKind.LISTED: "itd itp in",
}


def _by_form(table: dict[AbbreviationKind, str]) -> dict[str, AbbreviationKind]:
    return {form: kind for kind, forms in table.items() for form in word_tuple(forms)}


ABBREVIATIONS = MappingProxyType(
    {
        "en": _by_form(_ENGLISH),
        "de": _by_form(_GERMAN),
        "fr": _by_form(_FRENCH),
        "es": _by_form(_SPANISH),
        "it": _by_form(_ITALIAN),
        "nl": _by_form(_DUTCH),
        "pt": _by_form(_PORTUGUESE),
        "ru": _by_form(_RUSSIAN),
        "sv": _by_form(_SWEDISH),
        "pl": _by_form(_POLISH),
    }
)
"""For each language that has a table, the forms without their last full stop."""

OPENERS = MappingProxyType(
    {
        "en": word_set(
            "A All Also Although An And Another Any Anyone As At Because Before Both But By Can "
            "Did Do Does During Each Either Even Every Everyone Few For From Had Has He Her Here "
            "His How However I If In Instead Is It Its Many Meanwhile More Most Much My Neither "
            "Nearly Never No Nobody None Nor Not Nothing Now On Once One Only Or Other Others Our "
            "Several She Since So Some Someone Such Than That The Their Then There These They This "
            "Those Though Three Through Thus Two Under Until Was We Were What When Where Whether "
            "Which While Who Whose Why With Without Yet You Your After Asked According It's He's "
            "She's They're I'm We're Then"
        ),
        "de": word_set(
            "Aber Alle Am An Auch Auf Aus Bei Beim Da Damit Dann Das Dem Den Der Des Die Diese "
            "Dieser Doch Ein Eine Einen Einer Er Es Für Im In Ihr Ihre Ist Man Mit Nach Nicht Noch "
            "Nun Nur Sein Seine Seit Sie So Trotz Und Um Unter Viele Vom Von Vor Was Weil Wenn Wer "
            "Wie Wir Zu Zum Zur Zwei Ich Drei Keine Kein Niemand Jemand Dann Danach Davor Heute "
            "Gestern Morgen Als Ob Dort Hier Jetzt Später Dies Dieses Diesen Dabei Dazu Deshalb "
            "Jeder Jede Mehr Meine Unser Unsere Während Wo Warum Alles Beide Mehrere Einige Laut"
        ),
        "fr": word_set(
            "À Au Aucun Aussi Aux Avec Ce Ceci Cela Ces Cet Cette Chez Comme Dans De Depuis Des Du "
            "Elle Elles En Et Il Ils Je La Le Les Leur Lui Mais Ne Ni Nous On Ou Où Par Pas Pour "
            "Quand Que Qui Quoi Sa Sans Selon Ses Si Son Sous Sur Tous Tout Un Une Vous Puis "
            "Personne Rien Alors Après Avant Chaque Plusieurs"
        ),
        "es": word_set(
            "A Al Ante Aún Aunque Cada Como Con Cuando De Del Desde Después Dos El Ella Ellas "
            "Ellos En Entre Era Es Esa Ese Esta Este Esto Fue Hasta Hay La Las Lo Los Mientras "
            "Muchos Nadie Ni No Nos O Otra Otro Para Pero Por Que Quien Se Según Si Sin Sobre Su "
            "Sus También Tras Un Una Uno Y Ya Yo"
        ),
        "it": word_set(
            "A Ad Al Alla Anche Che Chi Ci Come Con Così Da Dal Dalla Del Dopo Due E È Ecco Era "
            "Gli "
            "Ha Hanno I Il In La Le Lo Loro Ma Nei Nel Nella Nessuno Noi Non Nulla O Ogni Ora Per "
            "Perché Poi Prima Quando Quello Questa Questo Qui Se Secondo Si Sono Su Tra Tutti "
            "Tutto "
            "Un Una Uno Vi"
        ),
        "nl": word_set(
            "Aan Al Alle Als Bij Daar Dan Dat De Deze Die Dit Door Een En Er Geen Haar Het Hier "
            "Hij "
            "Hoe Hun Ik In Is Maar Men Met Na Naar Niemand Niet Nog Nu Of Om Onder Ook Op Over "
            "Sinds "
            "Te Toen Tot Twee Uit Van Veel Volgens Voor Waar Waarom Want Was Wat We Wie Wij Ze Zij "
            "Zijn Zo Zonder"
        ),
        "pt": word_set(
            "A Ainda Ao Aos Após As Até Cada Com Como Da Das De Depois Do Dois Dos E É Ela Elas "
            "Ele "
            "Eles Em Entre Era Essa Esse Esta Este Eu Foi Há Isso Já Mais Mas Muitos Na Não Nas "
            "Nem "
            "Ninguém No Nos Nós O Onde Os Ou Para Pela Pelo Por Quando Que Quem São Se Segundo Sem "
            "Ser Seu Sua Tudo Um Uma"
        ),
        "ru": word_set(
            "А Без Более Был Была Были Было В Вам Вас Ведь Во Вот Все Всё Вы Где Да Два Для До Его "
            "Ее Её Если Есть Еще Ещё За Здесь И Из Или Им Их К Каждый Как Когда Кто Ко Мне Многие "
            "Мы "
            "На Над Не Нет Ни Никто Ничего Но О Об Он Она Они Оно От По Под После Потом При Про С "
            "Сейчас Со Там Так Такой Также Тогда Только Три Ты У Чем Что Чтобы Эта Это Этот Эти Я"
        ),
        "sv": word_set(
            "Alla Allt Av De Dem Den Denna Det Detta Då Där Efter Ej Eller En Enligt Ett Från För "
            "Ha Han Har Hon Hur I Ingen Inget Innan Inte Jag Kan Man Med Men Mot När Nu Och Om På "
            "Sedan Som Så Till Två Under Ur Ut Vad Var Varför Vem Vi Vid Är Än"
        ),
        "pl": word_set(
            "A Ale Bo Był Była Było Były By Co Czy Dla Do Dwa Gdy Gdzie I Ich Ja Jak Jego Jej Jest "
            "Jeśli Już Każdy Kiedy Kto Która Który Lub Ma Między My Na Nad Nie Nikt Nic O Od On "
            "Ona "
            "One Oni Oraz Po Pod Potem Przed Przez Przy Są Się Ta Tak Tam Te Tego Ten To Tu Tylko "
            "Tym U W Wczoraj We Wszyscy Z Za Ze Że"
        ),
    }
)
"""Words that open a sentence far oftener than they continue a name behind a short form.

Closed-class words only. "Will" and "May" are left out: they are names too.
"""

OFFICES = word_set(
    "Chief CEO CFO COO President Vice Chairman Chairwoman Chair Executive Director Founder "
    "Managing Senior Spokesman Spokeswoman General Treasurer"
)
"""A capital behind a company's name that belongs to it: "Union Corp. President Al Dunn"."""

WEEKDAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
ZONES = word_set("EST EDT CST CDT MST MDT PST PDT GMT UTC BST CET Eastern Central Pacific")

TIME_PHRASES = frozenset(
    ["At", "By", "Around", "About", "Since", "Before", "After", "Until", "From", "Shortly", "Just"]
)
"""A sentence that has got no further than one of these and a time of day has not ended."""

LABELS = word_set(
    "a an plan group hall vitamin hepatitis type class block section gate ward wing exhibit unit "
    "zone line terminal pier schedule appendix annex grade division room building phase tier "
    "option influenza witness category strain league serie model platform bay"
)
"""Words after which a single letter is a label and not somebody's initial: "Plan B"."""

SPEECH_VERBS = word_set(
    "said says asked asks told added wrote shouted yelled cried wondered tweeted replied answered "
    "exclaimed demanded called posted screamed joked continued insisted warned declared recalled "
    "remarked quipped chanted pleaded countered announced noted thought repeated explained "
    "whispered murmured shrieked snapped responded protested"
)
"""Verbs behind a name that hand the quotation before them to whoever spoke it."""

UNSPACED_SPEECH_VERBS = (
    *("说", "說", "表示", "问", "問", "写道", "寫道", "指出", "喊", "答", "と", "って"),
    *("قال", "قالت", "سأل", "سألت", "أضاف", "أضافت", "صرخ", "صرخت", "رد", "ردت", "كتب", "كتبت"),
)
"""The same in Chinese, Japanese and Arabic, close behind the closing mark."""

LANGUAGES_WITHOUT_TABLES = frozenset(["zh", "yue", "ja", "hi", "mr", "ne", "bn", "my"])
"""Languages whose stops stand at sentences' ends and nowhere else, so that no table is needed."""

BEFORE_ORDINALS = word_set(
    "der die das dem den des am im vom zum zur beim ins ein eine einen einem einer eines seinen "
    "seinem seiner seine sein ihren ihrem ihrer ihre ihr mein meinem meinen unser unserem jeder "
    "jedes jeden jedem bis und oder als auf dieser diesem diesen den det dens sin sit sitt "
    "papst könig kaiser queen zar"
)
"""German and Nordic words behind which a number with a full stop is an ordinal: "der 1. FC"."""

MARKED_NAMES = word_set(
    "Yahoo Yum Jeopardy Wham Joomla Kahoot Panic Guess Oliver Zumba Hooray Bam Ka-Pow Shazam OK"
)
"""Names that are written with an exclamation or a question mark."""

COMPANY_WORDS = word_set(
    "Inc Inc. Corp Ltd LLC PLC Group Holdings Records Brands Foundation Media Studios Mail Sports "
    "News Japan Entertainment Network Comics Magazine"
)
"""What follows a company's name and belongs to it: "Yahoo! Inc."."""

CONTINUING_OPENERS = word_set(
    "On In At For And Of To With By From As Or But After Before During Over"
)
"""Openers that go on with a sentence too, where capitals do not tell."""

DOMAINS = word_set(
    "com org net gov edu info biz io uk de fr eu ch at tv app dev py js html pdf csv"
)
"""What follows a full stop without a blank in names of machines and files."""

ORDINAL_LANGUAGES = frozenset(
    ["de", "da", "nb", "nn", "no", "fi", "cs", "hr", "sl", "et", "lv", "sk", "hu", "is", "pl"]
)
"""Languages that write an ordinal number with a full stop: "3. Oktober"."""

MONTH_NAMES = word_set(
    "january february march april may june july august september october november december jan feb "
    "mar apr aug sept sep oct nov dec januar februar märz mai juni juli oktober dezember janvier "
    "février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
"""The months' names in lower case, in the languages that have a table."""
