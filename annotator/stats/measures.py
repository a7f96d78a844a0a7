"""The measures of attribution quality, declared in one table from which everything else is derived.

There is no total score, because its weights would be invented. A measure describes what the text
discloses, in sentences. It never describes the truth.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, Role
from annotator.stats import formulas
from annotator.stats.measure_input import MeasureInput, MeasureValue, prepare, undefined


class MeasureKind(StrEnum):
    """What sort of figure a measure gives; only a share has a numerator and a denominator."""

    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    BAND = "band"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: what it is, how it is reckoned, and what has to be said beside it.

    Attributes:
        id: Its name in files, on the screen and in the documentation.
        function: Gives its value for a view that has the roles it needs.
        needs: Roles of which the codebook must have some: of each group at least one.
        formula: The formula in words and in the letters of the documentation.
        meaning: What the figure is, in plain words.
        warning: What it is easily mistaken for, in one line.
        reference: Where the formula or the idea is from; empty where it is this project's own.
        kind: What sort of figure it is.
        range: Between what the figure lies.
        companion: The id of a measure that is to be read on the same line.
    """

    id: str
    function: Callable[[MeasureInput], MeasureValue]
    needs: tuple[frozenset[Role], ...]
    formula: str
    meaning: str
    warning: str
    reference: str = ""
    kind: MeasureKind = MeasureKind.SHARE
    range: str = "0 to 1"
    companion: str | None = None

    def value_of(self, prepared: MeasureInput) -> MeasureValue:
        """Its value; undefined where no tag of the codebook has a role that it needs."""
        for group in self.needs:
            if not group & prepared.roles:
                roles = " or ".join(role for role in Role if role in group)
                return undefined(f"no tag of the codebook has the role {roles}")
        return self.function(prepared)


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
        "coverage",
        formulas.coverage,
        (),
        "(N − |U|) / N",
        "how much of the body has been tagged",
        "until it is 1, every other figure is provisional",
    ),
    Measure(
        "attribution_rate",
        formulas.attribution_rate,
        (CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        "sentences of C∪F∪R with a source / |C∪F∪R|",
        "how many of the sentences that rest on somebody's word say whose",
        "calling an unsourced figure background raises it",
        ATTRIBUTION,
    ),
    Measure(
        "claim_attribution_rate",
        formulas.claim_attribution_rate,
        (CLAIMS,),
        "sentences of C with a source / |C|",
        "how many of the claims say whose they are",
        "the outlet's own statement of the news lowers it",
        ATTRIBUTION,
    ),
    Measure(
        "attributable_share",
        formulas.attributable_share,
        (CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        "|C∪F∪R| / (N−|U|)",
        "how much of the article rests on somebody's word rather than on settled context",
        "it describes an article, and high is neither good nor bad",
        ATTRIBUTION,
    ),
    Measure(
        "corroboration_rate",
        formulas.corroboration_rate,
        (CLAIMS, CONFIRMATIONS),
        "c in C* with a link from some j in F of stance supports / |C*|",
        "how many of the checkable claims somebody in the article supports",
        "whoever supports, the claimant's own side included: read it beside the independent rate",
        IMVAIN,
    ),
    Measure(
        "partial_corroboration_rate",
        formulas.partial_corroboration_rate,
        (CLAIMS, CONFIRMATIONS),
        "c in C* with a link of stance partial and none of stance supports / |C*|",
        "how many of the checkable claims are supported in part and never in full",
        "part of the claim stands, not the claim",
    ),
    Measure(
        "independent_corroboration_rate",
        formulas.independent_corroboration_rate,
        (CLAIMS, CONFIRMATIONS),
        "as corroboration_rate by a j with s(j) known, s(j) ≠ s(c), affiliations different where "
        "both are known, and not both kinds unnamed; where s(c) is unknown the claim is the "
        "outlet's, and k(j) = reporter is not independent of it",
        "how many of the checkable claims a source independent of the claimant supports",
        "independent as far as sources and affiliations were entered",
        IMVAIN,
    ),
    Measure(
        "independence_unknown",
        formulas.independence_unknown,
        (CLAIMS, CONFIRMATIONS),
        "count of c in C*, not independently corroborated, that a j of stance supports answers "
        "where both kinds are unnamed",
        "how many claims of an unnamed source an unnamed source supports and nobody independent",
        "nobody can tell from the text whether the two are one",
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
    ),
    Measure(
        "reporter_verified_rate",
        formulas.reporter_verified_rate,
        (CLAIMS, CONFIRMATIONS),
        "as corroboration_rate with k(j) = reporter",
        "how many of the checkable claims the outlet says it checked and found so",
        "only checks that the text discloses",
        CHANNELS,
    ),
    Measure(
        "reporter_share_of_confirmations",
        formulas.reporter_share_of_confirmations,
        (CONFIRMATIONS,),
        "j in F with kind reporter / |F|",
        "how many of the confirmations are the outlet's own check",
        "few confirmations by others raise it as much as many checks do",
        CHANNELS,
    ),
    Measure(
        "disputed_rate",
        formulas.disputed_rate,
        (CLAIMS, CONFIRMATIONS),
        "c in C* with a link of stance contradicts / |C*|",
        "how many of the checkable claims somebody in the article denies",
        "one dispute over many sentences counts many times: read the list of claims",
    ),
    Measure(
        "another_party_speaks_rate",
        formulas.another_party_speaks_rate,
        (CLAIMS, CONFIRMATIONS | NON_RESPONSES),
        "c in C* with a link from j in F∪R, s(j) known, s(j) ≠ s(c) (any known s(j) where s(c) is "
        "unknown), k(j) not reporter / |C*|",
        "for how many of the checkable claims another party is heard or was asked",
        "any other party, not necessarily the one concerned",
    ),
    Measure(
        "concerned_heard_rate",
        formulas.concerned_heard_rate,
        (CLAIMS | CONFIRMATIONS,),
        "concerned sources with a sentence in C∪F / concerned sources",
        "how many of the parties that the claims are about have their say",
        "who is concerned is the annotator's judgement, and heard is not heard in full",
    ),
    Measure(
        "concerned_asked_rate",
        formulas.concerned_asked_rate,
        (CLAIMS | CONFIRMATIONS | NON_RESPONSES,),
        "concerned sources with a sentence in C∪F∪R / concerned sources",
        "how many of the parties that the claims are about have their say or are said to be silent",
        "asked as far as the text says so",
    ),
    Measure(
        "nonresponse_rate",
        formulas.nonresponse_rate,
        (CONFIRMATIONS, NON_RESPONSES),
        "parties (distinct sources of F∪R, kind not reporter) with a sentence in R and none in F "
        "/ parties",
        "how many of the parties that were to answer gave no answer",
        "0 means that no silence is reported, not that all were asked",
        CHANNELS,
    ),
    Measure(
        "mixed_response_rate",
        formulas.mixed_response_rate,
        (CONFIRMATIONS, NON_RESPONSES),
        "parties with sentences in both R and F / parties",
        "how many of the parties answered one thing and not another",
        "it says nothing of which of the two mattered",
    ),
    Measure(
        "dependence",
        formulas.dependence,
        (CLAIMS | CONFIRMATIONS,),
        "largest n_s / |D|, n_s the sentences of D by source s, the largest taken over sources "
        "that are not the reporter",
        "how much of what is sourced rests on the one source that is used most",
        "one long quotation moves it: read it beside checkable_dependence",
        BERGER_PARKER,
        companion="checkable_dependence",
    ),
    Measure(
        "checkable_dependence",
        formulas.checkable_dependence,
        (CLAIMS | CONFIRMATIONS,),
        "the same as dependence over the sourced sentences of C*∪F",
        "how much of what is sourced and could be checked rests on the one source used most",
        "there are few such sentences in an article, so that each moves it far",
        BERGER_PARKER,
    ),
    Measure(
        "single_source",
        formulas.single_source,
        (CLAIMS | CONFIRMATIONS,),
        "true where D has exactly one distinct source and its kind is not reporter; undefined "
        "where D is empty",
        "whether everything sourced rests on one source",
        "two speakers of one house are two sources here",
        IMVAIN,
        MeasureKind.FLAG,
        "true or false",
    ),
    Measure(
        "effective_sources",
        formulas.effective_sources,
        (CLAIMS | CONFIRMATIONS,),
        "exp(−Σ p ln p) over the sources in D (Hill number, q = 1)",
        "over how many equally used sources the article would be spread as widely",
        "spread over sources; says nothing of their quality",
        HILL,
        MeasureKind.NUMBER,
        "1 to the number of sources in D",
        companion="unnamed_share",
    ),
    Measure(
        "evenness",
        formulas.evenness,
        (CLAIMS | CONFIRMATIONS,),
        "entropy / ln(number of sources); undefined below two",
        "how evenly the sources in use are used",
        "two sources with a sentence each are as even as ten",
        PIELOU,
        MeasureKind.NUMBER,
    ),
    Measure(
        "unnamed_share",
        formulas.unnamed_share,
        (CLAIMS | CONFIRMATIONS,),
        "sentences of D with kind unnamed / |D|",
        "how much of what is sourced rests on sources without a name",
        "a source may have good reason to be unnamed",
        IMVAIN,
    ),
    Measure(
        "unnamed_source_share",
        formulas.unnamed_source_share,
        (CLAIMS | CONFIRMATIONS,),
        "distinct sources in D of kind unnamed / distinct sources in D",
        "how many of the sources have no name",
        "a plural (“officials”) counts as one source",
        IMVAIN,
    ),
    Measure(
        "named_band",
        formulas.named_band,
        (CLAIMS | CONFIRMATIONS,),
        'distinct sources in D with kind person, organization or document: "0", "1", "2-3", "4+"',
        "how many named sources there are, roughly",
        "named is neither independent nor informed",
        IMVAIN,
        MeasureKind.BAND,
        "0, 1, 2-3 or 4+",
    ),
    Measure(
        "uncorroborated_unnamed_claims",
        formulas.uncorroborated_unnamed_claims,
        (CLAIMS, CONFIRMATIONS),
        "count of c in C* with k(c) = unnamed and without independent corroboration",
        "how many checkable claims of an unnamed source have no independent support",
        "it looks at this article alone; elsewhere they may be confirmed",
        IMVAIN,
        MeasureKind.COUNT,
        WHOLE_NUMBER,
    ),
    Measure(
        "unverified_disclosures",
        formulas.unverified_disclosures,
        (NON_RESPONSES,),
        "count of R with kind reporter",
        "how often the outlet says that it could not verify something",
        "it counts candour, so that a low count is no praise",
        kind=MeasureKind.COUNT,
        range=WHOLE_NUMBER,
    ),
)
MEASURE_BY_ID: Mapping[str, Measure] = {measure.id: measure for measure in MEASURES}


def evaluate(prepared: MeasureInput) -> MeasureValues:
    """The value of every measure for a prepared annotation set, by the measure's id."""
    return {each.id: each.value_of(prepared) for each in MEASURES}


def measure(annotations: AnnotationSet, codebook: Codebook) -> MeasureValues:
    """The value of every measure for one annotation set, by the measure's id.

    Args:
        annotations: One annotator's work on one document; of any form, a key or gold too.
        codebook: Says which role each tag has.
    """
    return evaluate(prepare(annotations, codebook))


def is_provisional(values: MeasureValues) -> bool:
    """Whether sentences are still untagged, so that every figure may change."""
    return values["coverage"].value not in {None, 1.0}
