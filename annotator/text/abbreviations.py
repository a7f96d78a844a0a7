"""What a full stop means after a short form, and the words that help to tell: tables, no code.

The trained model underneath knows some six thousand abbreviations, many of
which are ordinary words that a scanner misread. The forms that news really uses
are few and closed, so they are declared here, by what may follow them.
"""

from enum import Enum, auto
from types import MappingProxyType

from annotator.text.listed import in_order, listed


class Kind(Enum):
    """What a short form does to the full stop behind it, when a capital follows."""

    LEADS = auto()  # never ends a sentence: a name or a figure must follow
    COMPANY = auto()  # ends it, unless the capital is an officer, a day or a further suffix
    PLACE = auto()  # ends it only before a word that opens sentences
    MONTH = auto()  # a day's number belongs to it, else like PLACE
    NUMBERED = auto()  # a number belongs to it; before a word it is the word itself ("no.")
    TIME = auto()  # ends it, unless a day or a time zone follows
    LISTED = auto()  # stands at the end of a list, so a capital opens a sentence


_ENGLISH = {
    Kind.LEADS: (
        "Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Rev Fr Msgr Hon Gov Lt Sen Rep Reps Sens Govs Gen "
        "Col Maj Capt Cmdr Comdr Adm Sgt Cpl Pvt Spc Pfc Det Insp Supt Supts Pres Amb Atty Asst "
        "Dist Assoc Dep Sec Mt Ft ST MT FT vs v e.g i.e cf approx ca viz Wm Geo Chas "
        "Thos Jos Lt.Col max min avg est Brig Cllr Sup Ald Ret"
    ),
    Kind.COMPANY: "Inc Corp Co Cos Ltd plc PLC LLC Bros Pty S.A N.V A.G S.p.A L.P Mfg",
    Kind.PLACE: (
        "U.S U.N U.K E.U D.C U.S.A U.A.E L.A N.Y N.J N.C S.C N.D S.D N.H N.M W.Va R.I P.R B.C "
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo "
        "Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo Ont Que Sask "
        "St Ave Blvd Rd Hwy Rte Sq Pkwy Ln Bldg Ctr "
        "Jr Sr Esq Ph.D M.D B.A M.A M.P J.D D.D.S R.N Dept Univ Assn Natl Intl Gov't ft lb lbs oz "
        "yds sq"
    ),
    Kind.MONTH: "Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec",
    Kind.NUMBERED: "No Nos no nos Fig Figs Vol Art Ch pp p Sect Sec Op",
    Kind.TIME: "a.m p.m A.M P.M",
    Kind.LISTED: "etc al",
}

_GERMAN = {
    Kind.LEADS: "Dr Prof Hr Fr St Nr z.B z d.h u.a bzw ca vgl Abs Art geb gest Ing Dipl Kap inkl",
    Kind.PLACE: "Mio Mrd Tsd Str Jh n.Chr v.Chr o.ä e.V",
    Kind.LISTED: "usw etc",
}

_FRENCH = {
    Kind.LEADS: "M MM Mme Mmes Mlle Me Dr Pr St Ste art env p.ex cf vol n",
    Kind.PLACE: "av boul bd J.-C S.A",
    Kind.LISTED: "etc",
}

_SPANISH = {
    Kind.LEADS: "Sr Sra Sres Sras Srta Dr Dra D Dña Lic Ing Gral Cnel Pdte Ud Uds p.ej núm art pág",
    Kind.PLACE: "EE.UU EE UU S.A Av Avda a.C d.C",
    Kind.LISTED: "etc",
}


def _by_form(table: dict[Kind, str]) -> dict[str, Kind]:
    return {form: kind for kind, forms in table.items() for form in in_order(forms)}


ABBREVIATIONS = MappingProxyType(
    {
        "en": _by_form(_ENGLISH),
        "de": _by_form(_GERMAN),
        "fr": _by_form(_FRENCH),
        "es": _by_form(_SPANISH),
    }
)
"""For each language that has a table, the forms without their last full stop."""

OPENERS = MappingProxyType(
    {
        "en": listed(
            "A All Also Although An And Another Any Anyone As At Because Before Both But By Can "
            "Did Do Does During Each Either Even Every Everyone Few For From Had Has He Her Here "
            "His How However I If In Instead Is It Its Many Meanwhile More Most Much My Neither "
            "Nearly Never No Nobody None Nor Not Nothing Now On Once One Only Or Other Others Our "
            "Several She Since So Some Someone Such Than That The Their Then There These They This "
            "Those Though Three Through Thus Two Under Until Was We Were What When Where Whether "
            "Which While Who Whose Why With Without Yet You Your After Asked According It's He's "
            "She's They're I'm We're Then"
        ),
        "de": listed(
            "Aber Alle Am An Auch Auf Aus Bei Beim Da Damit Dann Das Dem Den Der Des Die Diese "
            "Dieser Doch Ein Eine Einen Einer Er Es Für Im In Ihr Ihre Ist Man Mit Nach Nicht Noch "
            "Nun Nur Sein Seine Seit Sie So Trotz Und Um Unter Viele Vom Von Vor Was Weil Wenn Wer "
            "Wie Wir Zu Zum Zur Zwei Ich Drei Keine Kein"
        ),
        "fr": listed(
            "À Au Aucun Aussi Aux Avec Ce Ceci Cela Ces Cet Cette Chez Comme Dans De Depuis Des Du "
            "Elle Elles En Et Il Ils Je La Le Les Leur Lui Mais Ne Ni Nous On Ou Où Par Pas Pour "
            "Quand Que Qui Quoi Sa Sans Selon Ses Si Son Sous Sur Tous Tout Un Une Vous"
        ),
        "es": listed(
            "A Al Ante Aún Aunque Cada Como Con Cuando De Del Desde Después Dos El Ella Ellas "
            "Ellos En Entre Era Es Esa Ese Esta Este Esto Fue Hasta Hay La Las Lo Los Mientras "
            "Muchos Nadie Ni No Nos O Otra Otro Para Pero Por Que Quien Se Según Si Sin Sobre Su "
            "Sus También Tras Un Una Uno Y Ya Yo"
        ),
    }
)
"""Words that open a sentence far oftener than they continue a name behind a short form.

Closed-class words only. "Will" and "May" are left out: they are names too.
"""

OFFICES = listed(
    "Chief CEO CFO COO President Vice Chairman Chairwoman Chair Executive Director Founder "
    "Managing Senior Spokesman Spokeswoman General Treasurer"
)
"""A capital behind a company's name that belongs to it: "Union Corp. President Al Dunn"."""

DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
ZONES = listed("EST EDT CST CDT MST MDT PST PDT GMT UTC BST CET Eastern Central Pacific")

TIME_PHRASES = frozenset(
    ["At", "By", "Around", "About", "Since", "Before", "After", "Until", "From", "Shortly", "Just"]
)
"""A sentence that has got no further than one of these and a time of day has not ended."""

LABELS = listed(
    "a an plan group hall vitamin hepatitis type class block section gate ward wing exhibit unit "
    "zone line terminal pier schedule appendix annex grade division room building phase tier "
    "option influenza witness category strain league serie model platform bay"
)
"""Words after which a single letter is a label and not somebody's initial: "Plan B"."""

SPEECH = listed(
    "said says asked asks told added wrote shouted yelled cried wondered tweeted replied answered "
    "exclaimed demanded called posted screamed joked continued insisted warned declared recalled "
    "remarked quipped chanted pleaded countered announced noted"
)
"""Verbs behind a name that hand the quotation before them to whoever spoke it."""

HANDING_OVER = ("说", "說", "表示", "问", "問", "写道", "寫道", "指出", "と", "って")
"""The same in Chinese and Japanese, where they stand close behind the closing mark."""

ORDINAL_LANGUAGES = frozenset(
    ["de", "da", "nb", "nn", "no", "fi", "cs", "hr", "sl", "et", "lv", "sk", "hu", "is"]
)
"""Languages that write an ordinal number with a full stop: "3. Oktober"."""

MONTH_NAMES = listed(
    "january february march april may june july august september october november december jan feb "
    "mar apr aug sept sep oct nov dec januar februar märz mai juni juli oktober dezember janvier "
    "février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
"""The months' names in lower case, in the languages that have a table."""
