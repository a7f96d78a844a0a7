"""Plain words for the figures of one article, the same in the terminal and in the report.

Names of sources stand in them as the annotator typed them: whoever shows the words makes them safe.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.model.codebook import CONTRADICTS, PARTIAL, SUPPORTS
from annotator.model.words import out_of
from annotator.stats.claims import Claim, Outcome, Outcomes, Reply
from annotator.stats.corpus import Range
from annotator.stats.declaration import Measure
from annotator.stats.measures import BY_ID, MEASURES, Values
from annotator.stats.value import Figure, Value

NOTHING = "–"

# {n} is the numerator, {d} the denominator, {v} the value; in [n one|many] the word follows n,
# which is one of one where d is 1.
SAYS: Mapping[str, str] = {
    "coverage": "{n} of {d} [d sentence|sentences] [n has|have] a tag",
    "attribution_rate": "{n} of {d} [d sentence|sentences] resting on somebody's word "
    "[n says|say] whose",
    "claim_attribution_rate": "{n} of {d} [d claim|claims] [n says whose it is|say whose they are]",
    "attributable_share": "{n} of {d} tagged [d sentence|sentences] [n rests|rest] on somebody's "
    "word",
    "corroboration_rate": "{n} of {d} checkable [d claim|claims] [n is|are] supported",
    "partial_corroboration_rate": "{n} of {d} checkable [d claim|claims] [n is|are] supported in "
    "part only",
    "independent_corroboration_rate": "{n} of {d} checkable [d claim|claims] [n is|are] supported "
    "by an independent source",
    "independence_unknown": "{v} [v claim|claims] of an unnamed source [v is|are] supported by an "
    "unnamed source and by nobody known to be independent",
    "reporter_verified_rate": "{n} of {d} checkable [d claim|claims] [n is|are] supported by the "
    "outlet's own check",
    "reporter_share_of_confirmations": "{n} of {d} [d confirmation|confirmations] [n is|are] the "
    "outlet's own",
    "disputed_rate": "{n} of {d} checkable [d claim|claims] [n is|are] denied by somebody",
    "another_party_speaks_rate": "on {n} of {d} checkable [d claim|claims] another party speaks or "
    "is said to be silent",
    "concerned_heard_rate": "{n} of {d} concerned [d party|parties] [n has|have] a say",
    "concerned_asked_rate": "{n} of {d} concerned [d party|parties] [n has|have] a say or "
    "[n is|are] said to be silent",
    "nonresponse_rate": "{n} of {d} answering or silent [d party|parties] gave no answer at all",
    "mixed_response_rate": "{n} of {d} answering or silent [d party|parties] answered one thing "
    "and not another",
    "dependence": "the source used most, the outlet aside, has {n} of {d} sourced "
    "[d sentence|sentences]",
    "checkable_dependence": "of what could be checked, the source used most, the outlet aside, has "
    "{n} of {d}",
    "single_source": "everything sourced rests on one source",
    "effective_sources": "the article is spread as widely as over {v:.1f} equally used sources",
    "evenness": "the sources are used with an evenness of {v:.2f}, where 1 is perfectly even",
    "unnamed_share": "{n} of {d} sourced [d sentence|sentences] [n rests|rest] on an unnamed "
    "source",
    "unnamed_source_share": "{n} of {d} [d source|sources] [n is|are] unnamed",
    "named_band": "{v} named [v source|sources]",
    "uncorroborated_unnamed_claims": "{v} checkable [v claim|claims] of an unnamed source "
    "[v has|have] no independent support",
    "unverified_disclosures": "{v} [v sentence says|sentences say] that the outlet could not "
    "verify something",
}
NOT_SINGLE = "not everything sourced rests on one source other than the outlet"
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SUPPORTED: "supported",
    Outcome.PARTLY: "partly supported",
    Outcome.DISPUTED: "disputed",
    Outcome.UNANSWERED: "unanswered",
    Outcome.NOBODY: "nobody spoke",
}
OUTCOME_MEANS: Mapping[Outcome, str] = {
    Outcome.SUPPORTED: "a confirmation answers it with the stance supports",
    Outcome.PARTLY: "one answers it with partial and none with supports",
    Outcome.DISPUTED: "one answers it with contradicts",
    Outcome.UNANSWERED: "none of these, but somebody is said not to have answered",
    Outcome.NOBODY: "none of these",
}
"""When a claim comes to each, read in this order."""
STANCES = {SUPPORTS: "supported", PARTIAL: "supported in part", CONTRADICTS: "contradicted"}


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one article in words.

    Attributes:
        measure: Which.
        figure: The figure alone: "8/9 (89%)", "2", "yes", "2-3", "2.38" or a dash.
        says: What the figure says, in one sentence, or why there is none.
        warning: What it does not say.
    """

    measure: Measure
    figure: str
    says: str
    warning: str


def opening(values: Values) -> str:
    """What is to be read before any figure: how much is tagged, and that the rest may change."""
    coverage = values["coverage"]
    if not coverage.denominator:
        return _sentence(coverage.reason)
    if coverage.value == 1:
        return _sentence(_says("coverage", coverage))
    return f"Provisional, for {_says('coverage', coverage)}: every figure may change."


def lines(values: Values) -> tuple[Line, ...]:
    """Every measure in words, coverage first; where two belong on one line, both speak there."""
    return tuple(line(measure, values) for measure in MEASURES)


def line(measure: Measure, values: Values) -> Line:
    """One measure in words; the values of the others serve the one that is read beside it."""
    value = values[measure.id]
    says = _says(measure.id, value)
    beside = values[measure.beside] if measure.beside else None
    if measure.beside and beside and beside.defined and value.defined:
        says = f"{says}; {_says(measure.beside, beside)}"
    return Line(measure, figure(value), _sentence(says), _sentence(measure.warning))


def figure(value: Value) -> str:
    """A value as short as it goes: "8/9 (89%)", "2", "yes", "2-3", "2.38", a dash if undefined."""
    if value.denominator and isinstance(value.value, float):
        return f"{value.numerator}/{value.denominator} ({value.value:.0%})"
    return _plain(value.value)


def span(found: Range) -> str:
    """The range of a figure across annotators: "0.50 to 0.89 (3 of 4 annotators)"."""
    who = out_of(found.annotators, found.of, "annotator")
    low, high = _plain(found.low), _plain(found.high)
    return f"{low} ({who})" if low == high else f"{low} to {high} ({who})"


def outcome(outcomes: Outcomes) -> str:
    """What became of a claim: "supported", "partly supported and disputed", "nobody spoke"."""
    return " and ".join(OUTCOMES[each] for each in outcomes)


def claim(found: Claim) -> str:
    """One claim: who says it, what became of it and by whom; sentences by number, from 1."""
    replies = "".join(f"; {reply(each)} ({each.position + 1})" for each in found.replies)
    return f"{said_by(found)}: {outcome(found.outcomes)}{replies}."


def said_by(found: Claim) -> str:
    """Who says a claim, and whether it could be checked: "Said by Ada, not checkable"."""
    who = found.source.name if found.source else "the outlet itself"
    return f"Said by {who}" if found.checkable else f"Said by {who}, not checkable"


def reply(found: Reply) -> str:
    """What one sentence does to a claim: "supported by Ada", "Ada gave no answer"."""
    who = found.source.name if found.source else "somebody not named as a source"
    if found.stance is not None:
        return f"{STANCES[found.stance]} by {who}"
    if found.by_reporter:
        return f"{who} could not verify it"
    return f"{who} gave no answer"


def _says(measure: str, value: Value) -> str:
    if not value.defined:
        return f"{BY_ID[measure].id.replace('_', ' ')} is undefined: {value.reason}"
    if value.value is False:
        return NOT_SINGLE
    numbers = {"n": value.numerator, "d": value.denominator, "v": value.value}
    # Of one, none says whose it is: what goes with a part goes with a whole of one as well.
    alone = {name for name, number in numbers.items() if str(number) == "1"}
    alone |= {"n"} if "d" in alone else set()
    chosen = re.sub(
        r"\[(\w) ([^|\]]*)\|([^\]]*)\]",
        lambda found: found[2] if found[1] in alone else found[3],
        SAYS[measure],
    )
    return chosen.format(**numbers)


def _plain(figure: Figure | None) -> str:
    if figure is None:
        return NOTHING
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
