"""The measures of attribution quality, declared in one table.

`annotator measure`, the screen, the report and `docs/reference/measures.md` take their text from
this table.

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
    MeasuredPart,
    MeasureInput,
    MeasureValue,
    prepare_measure_input,
    undefined,
)


class MeasureKind(StrEnum):
    """The kind of figure a measure gives. Only a share has a numerator and a denominator."""

    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    BAND = "band"
    NUMBER = "number"


class MeasureGroup(StrEnum):
    """The groups of measures, in the order in which they are shown."""

    TAGGING = "Tagging"
    ATTRIBUTION = "Attribution"
    CORROBORATION = "Support for claims"
    PARTIES = "Other parties"
    SPREAD = "Reliance on sources"
    UNNAMED = "Unnamed sources and openness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: what it is, how it is computed, and what a reader must know about it.

    In `sentence`, {n} is the numerator, {d} the denominator and {v} the value. [d claim|claims]
    becomes "claim" if the denominator is 1, and "claims" if not. [n is|are] becomes "is" if the
    numerator or the denominator is 1.

    Attributes:
        id: Its name in files and in the documentation.
        label: Its name for readers, in sentence case.
        function: Computes its value from an input that has the roles it needs.
        group: The group in which it is shown.
        needs: Roles that the codebook must have: at least one of each group.
        formula: The formula in words and in the letters of the documentation.
        meaning: What it shows, as a clause: "how many claims have a source".
        sentence: What one figure says, in plain words.
        warning: What to keep in mind when reading it, in one line.
        says: What can be learned from it, for the documentation.
        does_not_say: What cannot be learned from it.
        not_for: What it must not be used for.
        example: Its figure in the worked example of the documentation.
        reference: Where the formula or idea comes from. Empty if it is this project's own.
        kind: The kind of figure.
        range: The possible values.
        sentence_if_false: What a flag says if it is false.
        companion: The id of a measure to show on the same line.
        parts: What it reads in a set besides the tags.
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
    parts: frozenset[MeasuredPart] = frozenset()

    def value_of(self, measure_input: MeasureInput) -> MeasureValue:
        """Its value, undefined if no tag of the codebook has a role that it needs."""
        for group in self.needs:
            if not group & measure_input.roles:
                roles = " or ".join(role for role in Role if role in group)
                return undefined(f"no tag of the codebook has the role {roles}")
        return self.function(measure_input)


MeasureValues = Mapping[str, MeasureValue]
"""The value of every measure by its id, in the order of `MEASURES`."""

SOURCES, LINKS = frozenset({MeasuredPart.SOURCES}), frozenset({MeasuredPart.LINKS})
SOURCES_AND_LINKS = SOURCES | LINKS
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
        meaning="how many of the article's sentences have a tag",
        sentence="{n} of {d} [d sentence|sentences] [n has|have] a tag",
        warning="until every sentence has a tag, every other figure may change",
        says="How much of the tagging is done.",
        does_not_say="Anything about the article. It describes the annotator's work.",
        not_for="Judging how hard an annotator worked. A skipped sentence and a long-considered "
        "one look the same.",
        example="16/16",
    ),
    Measure(
        id="attribution_rate",
        label="Sentences with a source",
        function=measure_formulas.attribution_rate,
        group=MeasureGroup.ATTRIBUTION,
        needs=(CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        parts=SOURCES,
        formula="sentences of C∪F∪R with a source / |C∪F∪R|",
        reference=ATTRIBUTION,
        meaning="how many claims, confirmations and non-responses have a source",
        sentence="{n} of {d} [d claim, confirmation or non-response|claims, confirmations and "
        "non-responses] [n has|have] a source",
        warning="tagging unsourced statements as background raises this figure",
        says="How often readers learn the source when the article makes a claim, confirms one or "
        "reports that a party did not answer.",
        does_not_say="That the source exists, knows the subject or was quoted correctly.",
        not_for="Ranking outlets by this figure alone. An outlet that rightly states its own "
        "findings without a source scores lower. An annotator who uses *background* freely raises "
        "the figure.",
        example="8/9",
    ),
    Measure(
        id="claim_attribution_rate",
        label="Claims with a source",
        function=measure_formulas.claim_attribution_rate,
        group=MeasureGroup.ATTRIBUTION,
        needs=(CLAIMS,),
        parts=SOURCES,
        formula="sentences of C with a source / |C|",
        reference=ATTRIBUTION,
        meaning="how many claims have a source",
        sentence="{n} of {d} [d claim|claims] [n has|have] a source",
        warning="news that the outlet states in its own voice lowers this figure",
        says="How often readers learn who makes a claim.",
        does_not_say="That a claim without a source is a bad one. News often opens with a "
        "statement by the outlet itself.",
        not_for="Calling the claims without a source rumors.",
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
        meaning="how many tagged sentences are claims, confirmations or non-responses, and not "
        "background",
        sentence="{n} of {d} tagged [d sentence|sentences] [n is a claim, confirmation or "
        "non-response|are claims, confirmations or non-responses]",
        warning="a high figure is neither good nor bad",
        says="Whether an article is mostly statements that need a source, or mostly background. It "
        "tells kinds of articles apart.",
        does_not_say="Anything about quality.",
        not_for="Grading an article. An explainer is rightly low, and a court report is rightly "
        "high.",
        example="9/16",
    ),
    Measure(
        id="corroboration_rate",
        label="Claims supported",
        function=measure_formulas.corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=LINKS,
        formula="c in C* with a link of stance supports from some j in F / |C*|",
        reference=IMVAIN,
        meaning="how many checkable claims the article supports with a confirmation",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported by a confirmation",
        warning="support from the claimant's own side counts. Compare it with independent support",
        says="How often the article gives a confirmation for a claim that can be checked.",
        does_not_say="That the claim is true, or that the supporting source is disinterested.",
        not_for="Fact-checking. A false claim can have support, and a true one can have none.",
        example="1/2",
    ),
    Measure(
        id="partial_corroboration_rate",
        label="Claims supported only in part",
        function=measure_formulas.partial_corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=LINKS,
        formula="c in C* with a link of stance partial from some j in F, and none of stance "
        "supports / |C*|",
        meaning="how many checkable claims have support in part, and none in full",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported only in part",
        warning="only a part of each of these claims has support",
        says="How often one part of a claim has support while the rest stays open or disputed. The "
        "annotator's note tells which part.",
        does_not_say="How large that part is.",
        not_for="Adding half of it to corroboration_rate. No claim counts in both, but the two "
        "count different things.",
        example="1/2",
    ),
    Measure(
        id="independent_corroboration_rate",
        label="Claims supported by an independent source",
        function=measure_formulas.independent_corroboration_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=SOURCES_AND_LINKS,
        formula="c in C* with a link of stance supports from some j in F where s(j) is known, s(j) "
        "≠ s(c), affiliations differ if both are known, and not both kinds are unnamed / |C*|; if "
        "s(c) is unknown, the claim is the outlet's, and k(j) = reporter is not independent of it",
        reference=IMVAIN,
        meaning="how many checkable claims have support from a source independent of the claimant",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported by an independent "
        "source",
        warning="the figure is only as good as the sources and affiliations that were entered",
        says="How often support comes from a source that is neither the claimant nor part of the "
        "claimant's organization. An unnamed source does not count as independent of another "
        "unnamed source.",
        does_not_say="That the two sources learned it separately. Two named sources may repeat the "
        "same press release.",
        not_for="Articles whose affiliations were not entered. Without them, a ministry and its "
        "spokesperson count as two independent sources. Enter an organization's own name as its "
        "affiliation too.",
        example="0/2",
    ),
    Measure(
        id="independence_unknown",
        label="Claims whose support may not be independent",
        function=measure_formulas.independence_unknown,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=SOURCES_AND_LINKS,
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="number of c in C*, not independently corroborated, with a link of stance supports "
        "from some j where k(j) = k(c) = unnamed",
        meaning="how many claims from unnamed sources have support from unnamed sources, and none "
        "from an independent source",
        sentence="{v} [v claim|claims] from an unnamed source [v is|are] supported by an unnamed "
        "source, but not by an independent source",
        warning="readers cannot tell whether the two unnamed sources are the same",
        says="How often the text leaves open whether one unnamed source confirms another, or "
        "itself.",
        does_not_say="That the two are the same person.",
        not_for="Subtracting from independent_corroboration_rate. That figure already leaves these "
        "claims out.",
        example="0",
    ),
    Measure(
        id="reporter_verified_rate",
        label="Claims the outlet checked and supports",
        function=measure_formulas.reporter_verified_rate,
        group=MeasureGroup.CORROBORATION,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=SOURCES_AND_LINKS,
        formula="c in C* with a link of stance supports from some j in F where k(j) = reporter / "
        "|C*|",
        reference=CHANNELS,
        meaning="how many checkable claims the outlet supports with its own check",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] supported by the outlet's own "
        "check",
        warning="only the checks that the article mentions count",
        says="How often the article reports that the outlet itself saw, tried, read or measured "
        "something that supports a claim.",
        does_not_say="How much the outlet checked. Most checking is never printed.",
        not_for="Concluding that an outlet with a figure of 0 does not check its facts.",
        example="1/2",
    ),
    Measure(
        id="reporter_share_of_confirmations",
        label="Confirmations by the outlet itself",
        function=measure_formulas.reporter_share_of_confirmations,
        group=MeasureGroup.CORROBORATION,
        needs=(CONFIRMATIONS,),
        parts=SOURCES,
        formula="sentences of F with kind reporter / |F|",
        reference=CHANNELS,
        meaning="how many confirmations come from the outlet's own check",
        sentence="{n} of {d} [d confirmation|confirmations] [n comes|come] from the outlet itself",
        warning="the figure is high if the outlet checks a lot, and also if others confirm little",
        says="Whether confirmations come from the newsroom or from other sources.",
        does_not_say="How many confirmations there are. Look at the denominator.",
        not_for="Comparing articles that have only one or two confirmations.",
        example="1/2",
    ),
    Measure(
        id="disputed_rate",
        label="Claims contradicted",
        function=measure_formulas.disputed_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=LINKS,
        formula="c in C* with a link of stance contradicts from some j in F / |C*|",
        meaning="how many checkable claims the article contradicts with another statement",
        sentence="{n} of {d} checkable [d claim|claims] [n is|are] contradicted",
        warning="one dispute over several sentences counts several times. Read the list of claims",
        says="How often the article prints a denial of a claim.",
        does_not_say="Who is right, or how many disputes there are. One dispute told in six "
        "sentences counts six times.",
        not_for="Measuring balance or controversy.",
        example="0/2",
    ),
    Measure(
        id="another_party_speaks_rate",
        label="Claims that another party responds to",
        function=measure_formulas.another_party_speaks_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS, CONFIRMATIONS | NON_RESPONSES),
        parts=SOURCES_AND_LINKS,
        formula="c in C* with a link from some j in F∪R where s(j) is known, s(j) ≠ s(c) (any "
        "known s(j) if s(c) is unknown) and k(j) is not reporter / |C*|",
        meaning="how many checkable claims another party responds to, or is reported not to have "
        "answered",
        sentence="another party responds to {n} of {d} checkable [d claim|claims], or is reported "
        "not to have answered",
        warning="any other party counts, not only the one the claim is about",
        says="How often a claim is followed up with another party: support, a denial, or a report "
        "that the party did not answer.",
        does_not_say="That the other party is the one the claim is about, or that it got enough "
        "space.",
        not_for="Proving that everyone could respond. For that, read the two figures on "
        "concerned parties.",
        example="2/2",
    ),
    Measure(
        id="concerned_heard_rate",
        label="Concerned parties that speak",
        function=measure_formulas.concerned_heard_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        formula="concerned sources with a sentence in C∪F / concerned sources",
        meaning="how many of the parties that the claims are about speak in the article",
        sentence="{n} of {d} concerned [d party|parties] [n speaks|speak] in the article",
        warning="the annotator judges who is concerned. Speaking is not the same as a full reply",
        says="How many of the parties that the article is about are quoted or paraphrased in it.",
        does_not_say="Whether they were quoted fairly, or on the point that mattered.",
        not_for="Comparing annotators who disagree on who is concerned. Compare their lists of "
        "parties first.",
        example="1/3",
    ),
    Measure(
        id="concerned_asked_rate",
        label="Concerned parties that speak or were asked",
        function=measure_formulas.concerned_asked_rate,
        group=MeasureGroup.PARTIES,
        needs=(CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        parts=SOURCES,
        formula="concerned sources with a sentence in C∪F∪R / concerned sources",
        meaning="how many of the parties that the claims are about speak, or are reported not to "
        "have answered",
        sentence="{n} of {d} concerned [d party|parties] [n speaks or is reported not to have "
        "answered|speak or are reported not to have answered]",
        warning="only the requests for comment that the article mentions count",
        says="The same as concerned_heard_rate, plus the parties that, as the article reports, did "
        "not answer.",
        does_not_say="That the other parties were not asked. The article may not mention it.",
        not_for="Accusing a newsroom of not asking.",
        example="2/3",
    ),
    Measure(
        id="nonresponse_rate",
        label="Parties that did not answer",
        function=measure_formulas.nonresponse_rate,
        group=MeasureGroup.PARTIES,
        needs=(CONFIRMATIONS, NON_RESPONSES),
        parts=SOURCES,
        formula="parties (distinct sources of F∪R, kind not reporter) with a sentence in R and "
        "none in F / parties",
        reference=CHANNELS,
        meaning="how many of the parties that respond or are asked to respond give no answer",
        sentence="{n} of {d} [d party|parties] that responded or [d was|were] asked to respond "
        "gave no answer",
        warning="0 means that every party gave some answer. It does not mean that everyone was "
        "asked",
        says="Of the parties that confirm, deny or do not answer, how many only do not answer.",
        does_not_say="Anything about parties whose silence the article does not report.",
        not_for="Concluding that a party has something to hide, or that everyone was asked if the "
        "figure is 0.",
        example="1/2",
    ),
    Measure(
        id="mixed_response_rate",
        label="Parties that answered in part",
        function=measure_formulas.mixed_response_rate,
        group=MeasureGroup.PARTIES,
        needs=(CONFIRMATIONS, NON_RESPONSES),
        parts=SOURCES,
        formula="parties with sentences in both R and F / parties",
        meaning="how many parties answer on one point and not on another",
        sentence="{n} of {d} [d party|parties] answered on one point and not on another",
        warning="the figure does not tell which point mattered more",
        says="How many parties answered one question and left another open.",
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
        parts=SOURCES,
        formula="largest n_s / |D|, where n_s is the number of sentences of D by source s; the "
        "largest is taken over sources that are not the reporter",
        reference=BERGER_PARKER,
        meaning="how many of the claims and confirmations with a source come from the most used "
        "source",
        sentence="{n} of {d} [d claim or confirmation with a source comes|claims and confirmations "
        "with a source come] from the most used source",
        warning="one long quotation changes this figure a lot. Compare it with the share in "
        "checkable sentences",
        says="How much the article relies on its main source. In ecology the same figure is the "
        "share of the most common species. The outlet's own checks count in the denominator, but "
        "the outlet is never the main source.",
        does_not_say="Whether that reliance is right. An article on a court ruling rightly relies "
        "on the court.",
        not_for="Comparing articles of very different lengths, or reading it alone. One long "
        "quotation of opinion changes it.",
        companion="checkable_dependence",
        example="4/6",
    ),
    Measure(
        id="checkable_dependence",
        label="Share of the most used source in checkable sentences",
        function=measure_formulas.checkable_dependence,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        formula="same as dependence, over the sentences of C*∪F that have a source",
        reference=BERGER_PARKER,
        meaning="how many of the checkable claims and confirmations with a source come from the "
        "most used source",
        sentence="{n} of {d} checkable [d claim or confirmation with a source comes|claims and "
        "confirmations with a source come] from the most used source",
        warning="an article has few such sentences, so each one changes the figure a lot",
        says="The same as dependence, without opinions, threats and predictions.",
        does_not_say="Anything precise. The denominator is small.",
        not_for="Comparing single articles by a few percentage points.",
        example="1/3",
    ),
    Measure(
        id="single_source",
        label="A single source",
        function=measure_formulas.single_source,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        kind=MeasureKind.FLAG,
        range="true or false",
        formula="true if D has exactly one distinct source and its kind is not reporter; undefined "
        "if D is empty",
        reference=IMVAIN,
        meaning="whether all claims and confirmations with a source come from one source",
        sentence="all claims and confirmations with a source come from one source",
        sentence_if_false="the claims and confirmations with a source come from several sources, "
        "or only from the outlet's own check",
        warning="two spokespeople of one organization count as two sources",
        says="Whether every claim and confirmation with a source goes back to the same source.",
        does_not_say="That the article is wrong if true, or that its sources are independent if "
        "false.",
        not_for="Counting a ministry's second spokesperson as a second voice. Read "
        "independent_corroboration_rate.",
        example="false",
    ),
    Measure(
        id="effective_sources",
        label="Effective number of sources",
        function=measure_formulas.effective_sources,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        kind=MeasureKind.NUMBER,
        range="1 to the number of sources in D",
        formula="exp(−Σ p ln p) over the sources in D (Hill number, q = 1)",
        reference=HILL,
        meaning="how many equally used sources would give the same spread",
        sentence="the sentences are spread as evenly as over {v:.1f} equally used sources",
        warning="the figure describes the spread over sources, and not their quality",
        says="The number of sources that would give the same spread if each was used equally. If "
        "three sources have 4, 1 and 1 sentences, it is 2.4 and not 3. The outlet's own checks "
        "count as a source.",
        does_not_say="Anything about who the sources are. Ten unnamed sources spread as widely as "
        "ten named ones, so unnamed_share appears on the same line.",
        not_for="Comparing articles of very different lengths. In a short article it comes out too "
        "low.",
        companion="unnamed_share",
        example="2.3811",
    ),
    Measure(
        id="evenness",
        label="Evenness of sources",
        function=measure_formulas.evenness,
        group=MeasureGroup.SPREAD,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        kind=MeasureKind.NUMBER,
        formula="entropy / ln(number of sources); undefined if there are fewer than two sources",
        reference=PIELOU,
        meaning="how evenly the article uses its sources",
        sentence="the sources are used with an evenness of {v:.2f}, where 1 is perfectly even",
        warning="two sources with one sentence each are as even as ten",
        says="Whether the sources have about the same number of sentences each.",
        does_not_say="How many sources there are. Two sources with one sentence each are perfectly "
        "even.",
        not_for="Measuring fairness between two sides. It does not know about sides.",
        example="0.7897",
    ),
    Measure(
        id="unnamed_share",
        label="Sentences from unnamed sources",
        function=measure_formulas.unnamed_share,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        formula="sentences of D with kind unnamed / |D|",
        reference=IMVAIN,
        meaning="how many of the claims and confirmations with a source come from unnamed sources",
        sentence="{n} of {d} [d claim or confirmation|claims and confirmations] with a source [n "
        "comes|come] from an unnamed source",
        warning="a source can have a good reason to stay unnamed",
        says="How many statements readers cannot trace to a named source.",
        does_not_say="Whether the source had good reason to stay unnamed.",
        not_for="Faulting an article. On some subjects, no one can speak on the record.",
        example="0/6",
    ),
    Measure(
        id="unnamed_source_share",
        label="Unnamed sources",
        function=measure_formulas.unnamed_source_share,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        formula="distinct sources in D of kind unnamed / distinct sources in D",
        reference=IMVAIN,
        meaning="how many sources are unnamed",
        sentence="{n} of {d} [d source|sources] [n is|are] unnamed",
        warning="a plural such as “officials” counts as one source",
        says="How many sources are unnamed, no matter how often each is used.",
        does_not_say="How many people a plural stands for. “Officials” is one source.",
        not_for="Comparing with figures that count people.",
        example="0/3",
    ),
    Measure(
        id="named_band",
        label="Number of named sources",
        function=measure_formulas.named_band,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS | CONFIRMATIONS,),
        parts=SOURCES,
        kind=MeasureKind.BAND,
        range="0, 1, 2-3 or 4+",
        formula='distinct sources in D with kind person, organization or document: "0", "1", '
        '"2-3", "4+"',
        reference=IMVAIN,
        meaning="how many named sources there are, in steps",
        sentence="the article has {v} named [v source|sources]",
        warning="a named source is not necessarily independent or well informed",
        says="About how many sources have a name. It comes in steps, because the exact number "
        "depends on how finely an annotator separates sources.",
        does_not_say="That the sources are independent of each other or know the subject.",
        not_for="Arithmetic. Steps have no mean. For several articles, you see how many fall in "
        "each step.",
        example="2-3",
    ),
    Measure(
        id="uncorroborated_unnamed_claims",
        label="Unsupported claims from unnamed sources",
        function=measure_formulas.uncorroborated_unnamed_claims,
        group=MeasureGroup.UNNAMED,
        needs=(CLAIMS, CONFIRMATIONS),
        parts=SOURCES_AND_LINKS,
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="number of c in C* with k(c) = unnamed and without independent corroboration",
        reference=IMVAIN,
        meaning="how many checkable claims from unnamed sources have no independent support",
        sentence="{v} checkable [v claim|claims] from an unnamed source [v has|have] no "
        "independent support",
        warning="the figure covers this article only. Other articles may confirm these claims",
        says="How many claims to read with care: the source is unnamed, and no independent source "
        "supports them.",
        does_not_say="That they are false.",
        not_for="Comparing articles of different lengths, because it is a count.",
        example="0",
    ),
    Measure(
        id="unverified_disclosures",
        label="Times the outlet could not verify",
        function=measure_formulas.unverified_disclosures,
        group=MeasureGroup.UNNAMED,
        needs=(NON_RESPONSES,),
        parts=SOURCES,
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
        formula="number of sentences of R with kind reporter",
        meaning="how often the outlet states that it could not verify something",
        sentence="{v} [v sentence says|sentences say] that the outlet could not verify something",
        warning="the figure counts openness, so a low number is not better",
        says="How often the article admits what the outlet does not know.",
        does_not_say="How much the outlet could not verify.",
        not_for="Faulting the article. Such a sentence counts in its favor, if anything.",
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
        annotations: One annotator's work on one document. It can also be a key or gold.
        codebook: Says which role each tag has.
    """
    return evaluate(prepare_measure_input(annotations, codebook))


def is_provisional(values: MeasureValues) -> bool:
    """Whether sentences are still untagged, so that every figure may change."""
    return values["coverage"].value not in {None, 1.0}
