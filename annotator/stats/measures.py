"""The measures of attribution quality, declared in one table from which all else is derived.

There is no total score: its weights would be invented. A measure speaks of what the text
discloses, of sentences, and never of the truth.
"""

from collections.abc import Mapping

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, Role
from annotator.stats import formulas
from annotator.stats.declaration import Kind, Measure
from annotator.stats.index import View, view
from annotator.stats.value import Value

Values = Mapping[str, Value]
"""The value of every measure by its id, in the order of `MEASURES`."""

C, F, R = (frozenset({role}) for role in (Role.CLAIM, Role.CONFIRMATION, Role.NON_RESPONSE))
WHOLE = "a whole number from 0"
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
        (C | F | R,),
        "sentences of C∪F∪R with a source / |C∪F∪R|",
        "how many of the sentences that rest on somebody's word say whose",
        "calling an unsourced figure background raises it",
        ATTRIBUTION,
    ),
    Measure(
        "claim_attribution_rate",
        formulas.claim_attribution_rate,
        (C,),
        "sentences of C with a source / |C|",
        "how many of the claims say whose they are",
        "the outlet's own statement of the news lowers it",
        ATTRIBUTION,
    ),
    Measure(
        "attributable_share",
        formulas.attributable_share,
        (C | F | R,),
        "|C∪F∪R| / (N−|U|)",
        "how much of the article rests on somebody's word rather than on settled context",
        "it describes an article, and high is neither good nor bad",
        ATTRIBUTION,
    ),
    Measure(
        "corroboration_rate",
        formulas.corroboration_rate,
        (C, F),
        "c in C* with a link from some j in F of stance supports / |C*|",
        "how many of the checkable claims somebody in the article supports",
        "whoever supports, the claimant's own side included: read it beside the independent rate",
        IMVAIN,
    ),
    Measure(
        "partial_corroboration_rate",
        formulas.partial_corroboration_rate,
        (C, F),
        "c in C* with a link of stance partial and none of stance supports / |C*|",
        "how many of the checkable claims are supported in part and never in full",
        "part of the claim stands, not the claim",
    ),
    Measure(
        "independent_corroboration_rate",
        formulas.independent_corroboration_rate,
        (C, F),
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
        (C, F),
        "count of c in C*, not independently corroborated, that a j of stance supports answers "
        "where both kinds are unnamed",
        "how many claims of an unnamed source an unnamed source supports and nobody independent",
        "nobody can tell from the text whether the two are one",
        kind=Kind.COUNT,
        range=WHOLE,
    ),
    Measure(
        "reporter_verified_rate",
        formulas.reporter_verified_rate,
        (C, F),
        "as corroboration_rate with k(j) = reporter",
        "how many of the checkable claims the outlet says it checked and found so",
        "only checks that the text discloses",
        CHANNELS,
    ),
    Measure(
        "reporter_share_of_confirmations",
        formulas.reporter_share_of_confirmations,
        (F,),
        "j in F with kind reporter / |F|",
        "how many of the confirmations are the outlet's own check",
        "few confirmations by others raise it as much as many checks do",
        CHANNELS,
    ),
    Measure(
        "disputed_rate",
        formulas.disputed_rate,
        (C, F),
        "c in C* with a link of stance contradicts / |C*|",
        "how many of the checkable claims somebody in the article denies",
        "one dispute over many sentences counts many times: read the list of claims",
    ),
    Measure(
        "another_party_speaks_rate",
        formulas.another_party_speaks_rate,
        (C, F | R),
        "c in C* with a link from j in F∪R, s(j) known, s(j) ≠ s(c) (any known s(j) where s(c) is "
        "unknown), k(j) not reporter / |C*|",
        "for how many of the checkable claims another party is heard or was asked",
        "any other party, not necessarily the one concerned",
    ),
    Measure(
        "concerned_heard_rate",
        formulas.concerned_heard_rate,
        (C | F,),
        "concerned sources with a sentence in C∪F / concerned sources",
        "how many of the parties that the claims are about have their say",
        "who is concerned is the annotator's judgement, and heard is not heard in full",
    ),
    Measure(
        "concerned_asked_rate",
        formulas.concerned_asked_rate,
        (C | F | R,),
        "concerned sources with a sentence in C∪F∪R / concerned sources",
        "how many of the parties that the claims are about have their say or are said to be silent",
        "asked as far as the text says so",
    ),
    Measure(
        "nonresponse_rate",
        formulas.nonresponse_rate,
        (F, R),
        "parties (distinct sources of F∪R, kind not reporter) with a sentence in R and none in F "
        "/ parties",
        "how many of the parties that were to answer gave no answer",
        "0 means that no silence is reported, not that all were asked",
        CHANNELS,
    ),
    Measure(
        "mixed_response_rate",
        formulas.mixed_response_rate,
        (F, R),
        "parties with sentences in both R and F / parties",
        "how many of the parties answered one thing and not another",
        "it says nothing of which of the two mattered",
    ),
    Measure(
        "dependence",
        formulas.dependence,
        (C | F,),
        "largest n_s / |D|, n_s the sentences of D by source s, the largest taken over sources "
        "that are not the reporter",
        "how much of what is sourced rests on the one source that is used most",
        "one long quotation moves it: read it beside checkable_dependence",
        BERGER_PARKER,
        beside="checkable_dependence",
    ),
    Measure(
        "checkable_dependence",
        formulas.checkable_dependence,
        (C | F,),
        "the same as dependence over the sourced sentences of C*∪F",
        "how much of what is sourced and could be checked rests on the one source used most",
        "there are few such sentences in an article, so that each moves it far",
        BERGER_PARKER,
    ),
    Measure(
        "single_source",
        formulas.single_source,
        (C | F,),
        "true where D has exactly one distinct source and its kind is not reporter; undefined "
        "where D is empty",
        "whether everything sourced rests on one source",
        "two speakers of one house are two sources here",
        IMVAIN,
        Kind.FLAG,
        "true or false",
    ),
    Measure(
        "effective_sources",
        formulas.effective_sources,
        (C | F,),
        "exp(−Σ p ln p) over the sources in D (Hill number, q = 1)",
        "over how many equally used sources the article would be spread as widely",
        "spread over sources; says nothing of their quality",
        HILL,
        Kind.NUMBER,
        "1 to the number of sources in D",
        beside="unnamed_share",
    ),
    Measure(
        "evenness",
        formulas.evenness,
        (C | F,),
        "entropy / ln(number of sources); undefined below two",
        "how evenly the sources in use are used",
        "two sources with a sentence each are as even as ten",
        PIELOU,
        Kind.NUMBER,
    ),
    Measure(
        "unnamed_share",
        formulas.unnamed_share,
        (C | F,),
        "sentences of D with kind unnamed / |D|",
        "how much of what is sourced rests on sources without a name",
        "a source may have good reason to be unnamed",
        IMVAIN,
    ),
    Measure(
        "unnamed_source_share",
        formulas.unnamed_source_share,
        (C | F,),
        "distinct sources in D of kind unnamed / distinct sources in D",
        "how many of the sources have no name",
        "a plural (“officials”) counts as one source",
        IMVAIN,
    ),
    Measure(
        "named_band",
        formulas.named_band,
        (C | F,),
        'distinct sources in D with kind person, organisation or document: "0", "1", "2-3", "4+"',
        "how many named sources there are, roughly",
        "named is neither independent nor informed",
        IMVAIN,
        Kind.BAND,
        "0, 1, 2-3 or 4+",
    ),
    Measure(
        "uncorroborated_unnamed_claims",
        formulas.uncorroborated_unnamed_claims,
        (C, F),
        "count of c in C* with k(c) = unnamed and without independent corroboration",
        "how many checkable claims of an unnamed source have no independent support",
        "it looks at this article alone; elsewhere they may be confirmed",
        IMVAIN,
        Kind.COUNT,
        WHOLE,
    ),
    Measure(
        "unverified_disclosures",
        formulas.unverified_disclosures,
        (R,),
        "count of R with kind reporter",
        "how often the outlet says that it could not verify something",
        "it counts candour, so that a low count is no praise",
        kind=Kind.COUNT,
        range=WHOLE,
    ),
)
BY_ID: Mapping[str, Measure] = {measure.id: measure for measure in MEASURES}


def evaluate(prepared: View) -> Values:
    """The value of every measure for a prepared annotation set, by the measure's id."""
    return {each.id: each.of(prepared) for each in MEASURES}


def measure(annotations: AnnotationSet, codebook: Codebook) -> Values:
    """The value of every measure for one annotation set, by the measure's id.

    Args:
        annotations: One annotator's work on one document; of any form, a key or gold too.
        codebook: Says which role each tag has.
    """
    return evaluate(view(annotations, codebook))


def provisional(values: Values) -> bool:
    """Whether sentences are still untagged, so that every figure may change."""
    return values["coverage"].value not in {None, 1.0}
