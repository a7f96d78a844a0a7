"""The measures of attribution quality, declared in one table from which everything else comes.

What `measure` prints and what the screen, the report and `docs/reference/measures.md` show comes
from the table.

There is no total score, because its weights would be invented. A measure describes what the text
discloses, in sentences. It never describes the truth.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, Role
from annotator.stats import measure_formulas
from annotator.stats.measure_input import (
    MeasureInput,
    MeasureValue,
    prepare_measure_input,
    undefined,
)


class MeasureKind(StrEnum):
    """What sort of figure a measure gives; only a share has a numerator and a denominator."""

    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    BAND = "band"
    NUMBER = "number"


class MeasureGroup(StrEnum):
    """What a measure is about, in the order in which they are explained."""

    TAGGING = "How much is tagged"
    ATTRIBUTION = "Attribution"
    CORROBORATION = "Corroboration"
    PARTIES = "Other parties"
    SPREAD = "Dependence and spread"
    UNNAMED = "Unnamed sources, and candour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: what it is, how it is computed, and what a reader must know about it.

    In `sentence`, {n} is the numerator, {d} the denominator and {v} the value. Of [d claim|claims]
    the first is taken where the number is 1; of [n is|are] also where the denominator is 1.

    Attributes:
        id: Its name in files and in the documentation.
        label: Its name where a person reads it, in sentence case.
        function: Gives its value for an input that has the roles it needs.
        group: What it is about.
        needs: Roles of which the codebook must have some: of each group at least one.
        formula: The formula in words and in the letters of the documentation.
        meaning: What the figure is, in plain words.
        sentence: What one figure says, in plain words.
        warning: What it is easily mistaken for, in one line.
        says: What can be learned from it, for the documentation.
        does_not_say: What cannot be learned from it.
        not_for: What it must not be used for.
        example: Its figure in the worked example of the documentation.
        reference: Where the formula or the idea is from; empty where it is this project's own.
        kind: What sort of figure it is.
        range: Between what the figure lies.
        sentence_if_false: What a flag says where it is false.
        companion: The id of a measure that is to be read on the same line.
    """

    id: str
    label: str
    function: Callable[[MeasureInput], MeasureValue]
    group: MeasureGroup
    needs: tuple[frozenset[Role], ...]
    formula: str
    meaning: str
    sentence: str
    warning: str
    says: str
    does_not_say: str
    not_for: str
    example: str
    reference: str = ""
    kind: MeasureKind = MeasureKind.SHARE
    range: str = "0 to 1"
    sentence_if_false: str = ""
    companion: str | None = None

    def value_of(self, measure_input: MeasureInput) -> MeasureValue:
        """Its value; undefined where no tag of the codebook has a role that it needs."""
        for group in self.needs:
            if not group & measure_input.roles:
                roles = " or ".join(role for role in Role if role in group)
                return undefined(f"no tag of the codebook has the role {roles}")
        return self.function(measure_input)


MeasureValues = Mapping[str, MeasureValue]
"""The value of every measure by its id, in the order of `MEASURES`."""

CLAIMS, CONFIRMATIONS, NON_RESPONSES = (
    frozenset({role}) for role in (Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE)
)
WHOLE_NUMBER = "a whole number from 0"
BERGER_PARKER = "Berger and Parker 1970"
HILL = "Hill 1973; Jost 2006"
PIELOU = "Pielou 1966; Shannon 1948"
IMVAIN = "Center for News Literacy, IMVAIN"
ATTRIBUTION = "Pareti 2016 (PARC 3.0); Newell et al. 2018 (PolNeAR)"
CHANNELS = "Spangher et al. 2023"


MEASURES: tuple[Measure, ...] = (
    Measure(
        id="coverage",
        label="Sentences tagged",
        function=measure_formulas.coverage,
        group=MeasureGroup.TAGGING,
        needs=(),
        formula="(N − |U|) / N",
        meaning="how much of the body has been tagged",
        sentence="{n} of {d} [d sentence|sentences] [n has|have] a tag",
        warning="until it is 1, every other figure is provisional",
        says="How far the tagging has come.",
        does_not_say="Anything about the article: it is about the annotator's work.",
        not_for="Comparing annotators' diligence: skipping a sentence and thinking long about it "
        "look alike.",
        example="16/16",
    ),
    Measure(
        id="attribution_rate",
        label="Sentences with a source",
        function=measure_formulas.attribution_rate,
        group=MeasureGroup.ATTRIBUTION,
        needs=(CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        formula="sentences of C∪F∪R with a source / |C∪F∪R|",
        reference=ATTRIBUTION,
        meaning="how many of the sentences that rest on somebody's word say whose",
        sentence="{n} of {d} [d sentence|sentences] resting on somebody's word [n says|say] whose",
        warning="calling an unsourced figure background raises it",
        says="For how many of the sentences that put something forward, confirm it or report a "
        "silence the reader is told whose word it is.",
        does_not_say="That the source exists, knows the matter, or was quoted rightly.",
        not_for="Ranking outlets by itself. An outlet that states its own findings, without a "
        "source and rightly so, comes out lower, and a lenient hand with *background* raises it.",
        example="8/9",
    ),
    Measure(
        id="claim_attribution_rate",
        label="Claims with a source",
        function=measure_formulas.claim_attribution_rate,
        group=MeasureGroup.ATTRIBUTION,
        needs=(CLAIMS,),
        formula="sentences of C with a source / |C|",
        reference=ATTRIBUTION,
        meaning="how many of the claims say whose they are",
        sentence="{n} of {d} [d claim|claims] [n says whose it is|say whose they are]",
        warning="the outlet's own statement of the news lowers it",
        says="The same for the claims alone, where attribution matters most.",
        does_not_say="That an unsourced claim is a bad one: the statement of the news is often "
        "the outlet's own.",
        not_for="Calling the remaining claims rumours.",
        example="4/5",
    ),
    Measure(
        id="attributable_share",
        label="Sentences that rest on sources",
        function=measure_formulas.attributable_share,
        group=MeasureGroup.ATTRIBUTION,
        needs=(CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        formula="|C∪F∪R| / (N−|U|)",
        reference=ATTRIBUTION,
        meaning="how much of the article rests on somebody's word rather than on settled context",
        sentence="{n} of {d} tagged [d sentence|sentences] [n rests|rest] on somebody's word",
        warning="it describes an article, and high is neither good nor bad",
        says="Whether an article is mostly reported speech or mostly settled context; it tells "
        "kinds of article apart.",
        does_not_say="Anything about quality.",
        not_for="Giving a mark: an explainer is low and a court report is high, and both are as "
        "they should be.",
        example="9/16",
    ),
    Measure(
        id="corroboration_rate",
        label="Claims supported",
        function=measure_formulas.corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        formula="c in C* with a link from some j in F of stance supports / |C*|",
        reference=IMVAIN,
        meaning="how many of the checkable claims somebody in the article supports",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported",
        warning="whoever supports, the claimant's own side included: read it beside the "
        "independent rate",
        says="How often the article itself carries somebody who says “yes, that is so” to a "
        "claim that could be checked.",
        does_not_say="That the claim is true, or that whoever supports it had no interest in it.",
        not_for="Fact-checking. A false claim can be supported and a true one can stand alone.",
        example="1/2",
    ),
    Measure(
        id="partial_corroboration_rate",
        label="Claims supported only in part",
        function=measure_formulas.partial_corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        formula="c in C* with a link of stance partial and none of stance supports / |C*|",
        meaning="how many of the checkable claims are supported in part and never in full",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported in part only",
        warning="part of the claim stands, not the claim",
        says="How often a part is borne out and another is left open or disputed; the "
        "annotator's note says which part.",
        does_not_say="How large the part is.",
        not_for="Adding to corroboration_rate as if it were half of it. The two never count the "
        "same claim, but what they count differs.",
        example="1/2",
    ),
    Measure(
        id="independent_corroboration_rate",
        label="Claims supported by an independent source",
        function=measure_formulas.independent_corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        formula="as corroboration_rate by a j with s(j) known, s(j) ≠ s(c), affiliations "
        "different where both are known, and not both kinds unnamed; where s(c) is unknown the "
        "claim is the outlet's, and k(j) = reporter is not independent of it",
        reference=IMVAIN,
        meaning="how many of the checkable claims a source independent of the claimant supports",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported by an independent "
        "source",
        warning="independent as far as sources and affiliations were entered",
        says="How often support comes from somebody who is not the claimant, not of the "
        "claimant's house, and not an unnamed voice beside an unnamed voice.",
        does_not_say="That the two had no common origin: two named sources may both repeat one "
        "press release.",
        not_for="Any finding about an article whose affiliations were not entered. Give an "
        "organization its own name as its affiliation, too; without it a ministry and its "
        "spokesman are two.",
        example="0/2",
    ),
    Measure(
        id="independence_unknown",
        label="Claims whose support may not be independent",
        function=measure_formulas.independence_unknown,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="count of c in C*, not independently corroborated, that a j of stance supports "
        "answers where both kinds are unnamed",
        meaning="how many claims of an unnamed source an unnamed source supports and nobody "
        "independent",
        sentence="{v} [v claim|claims] of an unnamed source [v is|are] supported by an unnamed "
        "source and by nobody known to be independent",
        warning="nobody can tell from the text whether the two are one",
        says="In how many cases the text leaves it open whether one anonymous voice confirms "
        "another or itself.",
        does_not_say="That they are the same person.",
        not_for="Subtracting from independent_corroboration_rate: those claims are not in it.",
        example="0",
    ),
    Measure(
        id="reporter_verified_rate",
        label="Claims the outlet checked and supports",
        function=measure_formulas.reporter_verified_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        formula="as corroboration_rate with k(j) = reporter",
        reference=CHANNELS,
        meaning="how many of the checkable claims the outlet says it checked and found so",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported by the outlet's own "
        "check",
        warning="only checks that the text discloses",
        says="How often the text says what the outlet itself saw, tried, read or measured.",
        does_not_say="How much checking was done: most of it is never printed.",
        not_for="Concluding that an outlet with 0 does not check its facts.",
        example="1/2",
    ),
    Measure(
        id="reporter_share_of_confirmations",
        label="Confirmations by the outlet itself",
        function=measure_formulas.reporter_share_of_confirmations,
        group=MeasureGroup.CORROBORATION,
        needs=(CONFIRMATIONS,),
        formula="j in F with kind reporter / |F|",
        reference=CHANNELS,
        meaning="how many of the confirmations are the outlet's own check",
        sentence="{n} of {d} [d confirmation|confirmations] [n is|are] the outlet's own",
        warning="few confirmations by others raise it as much as many checks do",
        says="Whether confirmations come from the newsroom's own eyes or from others.",
        does_not_say="How many confirmations there are: read it with its denominator.",
        not_for="Comparing articles that have one or two confirmations.",
        example="1/2",
    ),
    Measure(
        id="disputed_rate",
        label="Claims contradicted",
        function=measure_formulas.disputed_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS, CONFIRMATIONS),
        formula="c in C* with a link of stance contradicts / |C*|",
        meaning="how many of the checkable claims somebody in the article denies",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] denied by somebody",
        warning="one dispute over many sentences counts many times: read the list of claims",
        says="How often the article gives a denial the reader can see beside the claim.",
        does_not_say="Who is right, and how many disputes there are: one quarrel told in six "
        "sentences is six.",
        not_for="Measuring balance or controversy.",
        example="0/2",
    ),
    Measure(
        id="another_party_speaks_rate",
        label="Claims that another party responds to",
        function=measure_formulas.another_party_speaks_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS, CONFIRMATIONS | NON_RESPONSES),
        formula="c in C* with a link from j in F∪R, s(j) known, s(j) ≠ s(c) (any known s(j) "
        "where s(c) is unknown), k(j) not reporter / |C*|",
        meaning="for how many of the checkable claims another party is heard or was asked",
        sentence="on {n} of {d} checkable [d claim|claims] another party speaks or is said to be "
        "silent",
        warning="any other party, not necessarily the one concerned",
        says="How often a claim does not go without another voice, be it support, denial or a "
        "reported silence.",
        does_not_say="That the voice is that of the party concerned, or that it got the room it "
        "needed.",
        not_for="Proving that everybody could reply; for that read the two concerned rates.",
        example="2/2",
    ),
    Measure(
        id="concerned_heard_rate",
        label="Parties concerned that speak",
        function=measure_formulas.concerned_heard_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS | CONFIRMATIONS,),
        formula="concerned sources with a sentence in C∪F / concerned sources",
        meaning="how many of the parties that the claims are about have their say",
        sentence="{n} of {d} concerned [d party|parties] [n has|have] a say",
        warning="who is concerned is the annotator's judgement, and heard is not heard in full",
        says="Which part of those whom the article is about says something in it.",
        does_not_say="Whether they were quoted fairly, or on the point that mattered.",
        not_for="Comparing annotators who did not agree on who is concerned: compare that list "
        "first.",
        example="1/3",
    ),
    Measure(
        id="concerned_asked_rate",
        label="Parties concerned that speak or were asked",
        function=measure_formulas.concerned_asked_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        formula="concerned sources with a sentence in C∪F∪R / concerned sources",
        meaning="how many of the parties that the claims are about have their say or are said to "
        "be silent",
        sentence="{n} of {d} concerned [d party|parties] [n has|have] a say or [n is|are] said "
        "to be silent",
        warning="asked as far as the text says so",
        says="The same, with those added of whom the article says that they did not answer.",
        does_not_say="That the others were not asked: the text may be silent about it.",
        not_for="Accusing a newsroom of not having asked.",
        example="2/3",
    ),
    Measure(
        id="nonresponse_rate",
        label="Parties that did not answer",
        function=measure_formulas.nonresponse_rate,
        group=MeasureGroup.PARTIES,
        needs=(CONFIRMATIONS, NON_RESPONSES),
        formula="parties (distinct sources of F∪R, kind not reporter) with a sentence in R and "
        "none in F / parties",
        reference=CHANNELS,
        meaning="how many of the parties that were to answer gave no answer",
        sentence="{n} of {d} answering or silent [d party|parties] gave no answer at all",
        warning="0 means that no silence is reported, not that all were asked",
        says="How many of those who confirm, deny or are silent do nothing but be silent.",
        does_not_say="Anything about those whose silence is not reported.",
        not_for="Concluding that a party has something to hide, or that all were asked where it "
        "is 0.",
        example="1/2",
    ),
    Measure(
        id="mixed_response_rate",
        label="Parties that answered in part",
        function=measure_formulas.mixed_response_rate,
        group=MeasureGroup.PARTIES,
        needs=(CONFIRMATIONS, NON_RESPONSES),
        formula="parties with sentences in both R and F / parties",
        meaning="how many of the parties answered one thing and not another",
        sentence="{n} of {d} answering or silent [d party|parties] answered one thing and not "
        "another",
        warning="it says nothing of which of the two mattered",
        says="How many answered one question and left another.",
        does_not_say="Which question was the important one.",
        not_for="Calling such a party evasive.",
        example="1/2",
    ),
    Measure(
        id="dependence",
        label="Share of the most used source",
        function=measure_formulas.dependence,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        formula="largest n_s / |D|, n_s the sentences of D by source s, the largest taken over "
        "sources that are not the reporter",
        reference=BERGER_PARKER,
        meaning="how much of what is sourced rests on the one source that is used most",
        sentence="the source used most, the outlet aside, has {n} of {d} sourced [d "
        "sentence|sentences]",
        warning="one long quotation moves it: read it beside checkable_dependence",
        says="How far the article leans on its main source. It is the share of the commonest "
        "species in ecology, with sentences for individuals; the outlet's own checks stay in the "
        "denominator and are never the main source.",
        does_not_say="Whether the leaning is right: on a court's ruling an article rightly leans "
        "on the court.",
        not_for="Comparing articles of very different length, or reading it alone: one long "
        "quotation of opinion moves it.",
        companion="checkable_dependence",
        example="4/6",
    ),
    Measure(
        id="checkable_dependence",
        label="Share of the most used source in checkable sentences",
        function=measure_formulas.checkable_dependence,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        formula="the same as dependence over the sourced sentences of C*∪F",
        reference=BERGER_PARKER,
        meaning="how much of what is sourced and could be checked rests on the one source used "
        "most",
        sentence="of what could be checked, the source used most, the outlet aside, has {n} of {d}",
        warning="there are few such sentences in an article, so that each moves it far",
        says="The same without opinions, threats and predictions: how far what could be checked "
        "leans on one source.",
        does_not_say="More than its small denominator bears.",
        not_for="Comparing single articles to the percentage point.",
        example="1/3",
    ),
    Measure(
        id="single_source",
        label="A single source",
        function=measure_formulas.single_source,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        kind=MeasureKind.FLAG,
        range="true or false",
        formula="true where D has exactly one distinct source and its kind is not reporter; "
        "undefined where D is empty",
        reference=IMVAIN,
        meaning="whether everything sourced rests on one source",
        sentence="everything sourced rests on one source",
        sentence_if_false="not everything sourced rests on one source other than the outlet",
        warning="two speakers of one house are two sources here",
        says="Whether every sourced claim and confirmation goes back to one and the same source.",
        does_not_say="That the article is wrong, or that two sources are independent.",
        not_for="Counting two spokespeople of one ministry as a second source; read "
        "independent_corroboration_rate.",
        example="false",
    ),
    Measure(
        id="effective_sources",
        label="Effective number of sources",
        function=measure_formulas.effective_sources,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        kind=MeasureKind.NUMBER,
        range="1 to the number of sources in D",
        formula="exp(−Σ p ln p) over the sources in D (Hill number, q = 1)",
        reference=HILL,
        meaning="over how many equally used sources the article would be spread as widely",
        sentence="the article is spread as widely as over {v:.1f} equally used sources",
        warning="spread over sources; says nothing of their quality",
        says="The number of sources that, if all were used equally, would give the same spread. "
        "With sentences shared 4, 1, 1 it is 2.4, not 3. The outlet's own checks count as a "
        "source.",
        does_not_say="Anything about who they are: ten anonymous voices spread as well as ten "
        "named ones, so that unnamed_share stands on the same line.",
        not_for="Comparing articles of very different length: with few sentences it falls short "
        "of what a longer text by the same reporter would show.",
        companion="unnamed_share",
        example="2.3811",
    ),
    Measure(
        id="evenness",
        label="Evenness of sources",
        function=measure_formulas.evenness,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        kind=MeasureKind.NUMBER,
        formula="entropy / ln(number of sources); undefined below two",
        reference=PIELOU,
        meaning="how evenly the sources in use are used",
        sentence="the sources are used with an evenness of {v:.2f}, where 1 is perfectly even",
        warning="two sources with a sentence each are as even as ten",
        says="Whether the sources in use have about as many sentences each.",
        does_not_say="How many they are: two sources with one sentence each are perfectly even.",
        not_for="Measuring fairness between two sides; it knows no sides.",
        example="0.7897",
    ),
    Measure(
        id="unnamed_share",
        label="Sentences from unnamed sources",
        function=measure_formulas.unnamed_share,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        formula="sentences of D with kind unnamed / |D|",
        reference=IMVAIN,
        meaning="how much of what is sourced rests on sources without a name",
        sentence="{n} of {d} sourced [d sentence|sentences] [n rests|rest] on an unnamed source",
        warning="a source may have good reason to be unnamed",
        says="How much of what is sourced the reader cannot trace to anybody.",
        does_not_say="Whether anonymity was warranted.",
        not_for="Blaming an article: on some subjects nobody can speak by name.",
        example="0/6",
    ),
    Measure(
        id="unnamed_source_share",
        label="Unnamed sources",
        function=measure_formulas.unnamed_source_share,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        formula="distinct sources in D of kind unnamed / distinct sources in D",
        reference=IMVAIN,
        meaning="how many of the sources have no name",
        sentence="{n} of {d} [d source|sources] [n is|are] unnamed",
        warning="a plural (“officials”) counts as one source",
        says="How many of the sources are unnamed, however much each is used.",
        does_not_say="How many people stand behind a plural: “officials” is one source.",
        not_for="Comparing with figures that count people.",
        example="0/3",
    ),
    Measure(
        id="named_band",
        label="Number of named sources",
        function=measure_formulas.named_band,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        kind=MeasureKind.BAND,
        range="0, 1, 2-3 or 4+",
        formula='distinct sources in D with kind person, organization or document: "0", "1", '
        '"2-3", "4+"',
        reference=IMVAIN,
        meaning="how many named sources there are, roughly",
        sentence="{v} named [v source|sources]",
        warning="named is neither independent nor informed",
        says="About how many sources have a name. It is a band because the exact number depends "
        "on how finely sources are told apart.",
        does_not_say="That they are independent of each other or know the matter.",
        not_for="Arithmetic: bands have no mean, and a corpus shows how many articles fall in "
        "each.",
        example="2-3",
    ),
    Measure(
        id="uncorroborated_unnamed_claims",
        label="Unsupported claims from unnamed sources",
        function=measure_formulas.uncorroborated_unnamed_claims,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS, CONFIRMATIONS),
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="count of c in C* with k(c) = unnamed and without independent corroboration",
        reference=IMVAIN,
        meaning="how many checkable claims of an unnamed source have no independent support",
        sentence="{v} checkable [v claim|claims] of an unnamed source [v has|have] no "
        "independent support",
        warning="it looks at this article alone; elsewhere they may be confirmed",
        says="The claims at which a reader does well to pause: nobody has put a name to them and "
        "nobody independent supports them.",
        does_not_say="That they are false.",
        not_for="Comparing articles of different length: it is a count.",
        example="0",
    ),
    Measure(
        id="unverified_disclosures",
        label="Times the outlet could not verify",
        function=measure_formulas.unverified_disclosures,
        group=MeasureGroup.UNNAMED,
        needs=(NON_RESPONSES,),
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="count of R with kind reporter",
        meaning="how often the outlet says that it could not verify something",
        sentence="{v} [v sentence says|sentences say] that the outlet could not verify something",
        warning="it counts candour, so that a low count is no praise",
        says="How often the text owns up to what it does not know.",
        does_not_say="How much could not be verified.",
        not_for="Holding it against the article: it speaks for the article, if anything.",
        example="0",
    ),
)
MEASURE_BY_ID: Mapping[str, Measure] = {measure.id: measure for measure in MEASURES}
KEY_MEASURES = tuple(
    MEASURE_BY_ID[each]
    for each in (
        "claim_attribution_rate",
        "corroboration_rate",
        "independent_corroboration_rate",
        "another_party_speaks_rate",
        "nonresponse_rate",
        "unnamed_source_share",
    )
)
"""The six shares that answer a reader's first questions, in the order in which they are shown."""


def evaluate(measure_input: MeasureInput) -> MeasureValues:
    """The value of every measure for a prepared annotation set, by the measure's id."""
    return {each.id: each.value_of(measure_input) for each in MEASURES}


def measure(annotations: AnnotationSet, codebook: Codebook) -> MeasureValues:
    """The value of every measure for one annotation set, by the measure's id.

    Args:
        annotations: One annotator's work on one document; of any form, a key or gold too.
        codebook: Says which role each tag has.
    """
    return evaluate(prepare_measure_input(annotations, codebook))


def is_provisional(values: MeasureValues) -> bool:
    """Whether sentences are still untagged, so that every figure may change."""
    return values["coverage"].value not in {None, 1.0}
