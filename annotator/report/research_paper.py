"""Agreement for a research paper: a LaTeX table, and a methods paragraph with blanks to fill in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.plurals import plural, verb, verb_of_total
from annotator.model.project import Round
from annotator.project.project_summary import (
    AnnotatorSummary,
    GoldSummary,
    ProjectSummary,
    SuggestionSummary,
)
from annotator.stats.agreement.result import Agreement, Estimate, named_coefficients
from annotator.text.safe import safe_text

BLANK = "[{}]"
"""Marks what only the authors know."""
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
)
_SYMBOLS = str.maketrans({"’": "'", "α": r"$\alpha$", "κ": r"$\kappa$"})


def escape_latex(text: str) -> str:
    """Text for LaTeX, without commands and without invisible characters."""
    return safe_text(text).translate(_ESCAPES)


def latex_table(
    agreement: Agreement,
    others: Sequence[tuple[str, Estimate]],
    annotators: int | None = None,
    *,
    ac1: bool = False,
    heading: str = "Fields other than the tag",
) -> str:
    """A table of the coefficients, of α by tag, and of further figures.

    It needs no LaTeX package. Names from the codebook are escaped. For two annotators it includes
    Cohen's κ. Further figures that are undefined have no row.

    Args:
        agreement: Agreement on the tags.
        others: Further figures by their names, which are already LaTeX.
        annotators: The number of all annotators, if only some of them are compared.
        ac1: Whether to include Gwet's AC1.
        heading: The heading above the further figures, in LaTeX.
    """
    whole = list(_whole(agreement, ac1=ac1))
    by_tag = [
        (rf"\quad {escape_latex(tag)}", figure) for tag, figure in agreement.alpha_by_label.items()
    ]
    besides = [(rf"\quad {name}", each) for name, each in others if each.value is not None]
    lines = [
        r"\begin{table}",
        r"\centering",
        r"\begin{tabular}{lrcr}",
        r"\hline",
        r" & value & 95\% interval & units \\",
        r"\hline",
        *_rows(whole),
        r"\hline",
        r"\multicolumn{4}{l}{$\alpha$ of each label against the rest} \\",
        *_rows(by_tag),
        *([r"\hline", rf"\multicolumn{{4}}{{l}}{{{heading}}} \\"] if besides else []),
        *_rows(besides),
        r"\hline",
        r"\end{tabular}",
        rf"\caption{{Agreement of {_compared(len(agreement.annotators), annotators)} on "
        rf"{plural(agreement.units.compared, 'unit')}"
        rf"{_over(agreement, [*whole, *by_tag, *besides])}.}}",
        r"\label{tab:agreement}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def _compared(some: int, total: int | None) -> str:
    if total is None or total == some:
        return plural(some, "annotator")
    return f"{some:,} of {plural(total, 'annotator')}"


def _whole(agreement: Agreement, *, ac1: bool) -> Iterator[tuple[str, Estimate]]:
    *figures, (gwet, gwet_ac1) = named_coefficients(agreement)
    for name, figure in figures:
        yield _latex_name(name), figure
    if len(agreement.pairs) == 1:
        yield r"Cohen's $\kappa$", agreement.pairs[0].kappa
    if ac1:
        yield _latex_name(gwet), gwet_ac1


def _latex_name(coefficient: str) -> str:
    return f"{coefficient[0].upper()}{coefficient[1:]}".translate(_SYMBOLS)


def _rows(figures: Iterable[tuple[str, Estimate]]) -> list[str]:
    return [
        rf"{name} & {_cell(each)} & {_ends(each)} & {each.units:,} \\" for name, each in figures
    ]


def _cell(figure: Estimate) -> str:
    return "--" if figure.value is None else f"${figure.value:z.3f}$"


def _ends(figure: Estimate) -> str:
    if figure.interval is None:
        return "--"
    low, high = figure.interval
    return f"$[{low:z.3f}, {high:z.3f}]$"


def _over(agreement: Agreement, figures: Iterable[tuple[str, Estimate]]) -> str:
    """How the intervals were computed, for the caption, and why some defined figures have none."""
    basis = agreement.basis
    if basis is None:
        return ""
    defined = [each for _, each in figures if each.value is not None]
    reasons = dict.fromkeys(each.no_interval for each in defined if each.interval is None)
    missing = f". No interval (--): {escape_latex(' or '.join(reasons))}" if reasons else ""
    if all(each.interval is None for each in defined):
        return missing
    over = rf". 95\% intervals: jackknife over {basis.count:,} {basis.over}, with Student's $t$"
    return over + missing


@dataclass(frozen=True)
class MethodsSection:
    """The facts for a methods section.

    Attributes:
        facts: The summary of the project.
        agreement: Agreement on the tags.
        rounds: The rounds that are included.
        blind: Whether the program hid annotators' work from one another.
        passes: Which passes count: "first" or "latest".
        unfinished: Whether passes in progress are included.
        version: The version of this program.
    """

    facts: ProjectSummary
    agreement: Agreement
    rounds: Sequence[Round]
    blind: bool
    passes: str
    unfinished: bool
    version: str


def methods_paragraph(method: MethodsSection) -> str:
    """A paragraph on how the data were annotated; what the project does not know is in []."""
    facts = method.facts
    sentences = (
        _annotators(facts),
        _apart(method),
        _codebooks(facts.codebooks),
        _rounds(method.rounds),
        _overlap(facts),
        _left_out(facts),
        _suggestions(facts.suggestions),
        _figures(method),
        _gold(facts.gold),
        f"All figures were computed with annotator {method.version}.",
    )
    return safe_text(" ".join(each for each in sentences if each))


def _annotators(facts: ProjectSummary) -> str:
    people = facts.annotators
    who = BLANK.format("who the annotators are, how they were trained and paid")
    tagged = sum(each.tagged for each in people)
    sentences = plural(sum(each.sentences for each in people), "sentence")
    return (
        f"{plural(len(people), 'annotator')} ({who}) tagged "
        f"{plural(facts.tagged, 'news article')}{_each(people)}. Of the {sentences} in their "
        f"{'set' if facts.sets == 1 else 'sets'}, {tagged:,} {verb(tagged, 'has', 'have')} a tag."
    )


def _each(people: Sequence[AnnotatorSummary]) -> str:
    """How many articles each annotator tagged; empty for a single annotator."""
    counts = sorted(each.documents for each in people)
    if len(counts) < 2:
        return ""
    if counts[0] == counts[-1]:
        return f", {counts[0]:,} each"
    return f", between {counts[0]:,} and {counts[-1]:,} each"


def _apart(method: MethodsSection) -> str:
    if len(method.facts.annotators) < 2:
        return ""
    otherwise = BLANK.format("whether they saw it elsewhere, or tagged in another program")
    if method.blind:
        return f"The program did not show annotators one another's work {otherwise}."
    return "Annotators could see one another's work."


def _codebooks(used: Mapping[CodebookReference, int]) -> str:
    if not used:
        return ""
    named = " and ".join(
        f"“{book.name}” version {book.version} ({book.sha256[:8]}, {plural(count, 'set')})"
        for book, count in used.items()
    )
    what = "codebook" if len(used) == 1 else "codebooks"
    return f"They followed the {what} {named} {BLANK.format('where to read it')}."


def _rounds(rounds: Sequence[Round]) -> str:
    if not rounds:
        return f"{BLANK.format('whether there was a pilot, and what changed after it')}."
    listed = ", ".join(map(_round, rounds))
    if len(rounds) == 1:
        return f"There was one round: {listed}."
    changed = BLANK.format("what changed between them")
    return f"There were {len(rounds)} rounds: {listed} {changed}."


def _round(round_: Round) -> str:
    documents = plural(len(round_.documents), "document")
    purpose = "" if round_.purpose == round_.id else f"{round_.purpose}, "
    return f"{round_.id} ({purpose}{documents})"


def _overlap(facts: ProjectSummary) -> str:
    share = f" ({facts.shared / facts.tagged:.0%})" if facts.tagged else ""
    chosen = BLANK.format("how the articles were chosen")
    annotators = len(facts.annotators)
    return (
        f"Two or more annotators tagged {facts.shared:,} of the "
        f"{plural(facts.tagged, 'article')}{share} {chosen}. "
        f"{facts.compared:,} of the {plural(annotators, 'annotator')} "
        f"{verb_of_total(facts.compared, annotators, 'is', 'are')} compared on these articles."
    )


def _left_out(facts: ProjectSummary) -> str:
    said = [f"{name}: {reason}" for name, reason in facts.excluded.items()]
    said += [f"{plural(facts.unfinished, 'set')} not finished"] if facts.unfinished else []
    said += [f"{plural(facts.unusable, 'set')} marked unusable"] if facts.unusable else []
    return f"Excluded from the agreement: {'; '.join(said)}." if said else ""


def _figures(method: MethodsSection) -> str:
    agreement = method.agreement
    alpha = agreement.krippendorff_alpha
    which = f"the {method.passes} finished pass of each annotator"
    if method.unfinished:
        which += " (or a pass in progress if none was finished)"
    if alpha.value is None:
        return f"For {which}, Krippendorff's α is undefined: {alpha.reason}."
    return (
        f"For {which}, nominal Krippendorff's α is {alpha.value:z.3f}{_between(agreement)}, "
        f"computed on {plural(agreement.units.compared, 'sentence')} with two tags or more."
    )


def _between(agreement: Agreement) -> str:
    """The interval of α, or why it has none; empty if no intervals were requested."""
    alpha, basis = agreement.krippendorff_alpha, agreement.basis
    if basis is None:
        return ""
    if alpha.interval is None:
        return f" (no interval: {alpha.no_interval})"
    low, high = alpha.interval
    return (
        f" (95% interval {low:z.3f} to {high:z.3f}, jackknife over {basis.count:,} "
        f"{basis.over} with Student's t)"
    )


def _suggestions(found: SuggestionSummary) -> str:
    """What annotators saw of suggestions; empty if there were none."""
    shares = ", ".join(
        f"{each.assisted:,} of {plural(each.decisions, each.field.value)}"
        if each.field is not SuggestedField.ANSWERS
        else f"the answers of {each.assisted:,} of {plural(each.decisions, 'sentence')}"
        for each in found.shares
        if each.assisted
    )
    if not shares:
        return ""
    suggesters = " and ".join(found.suggesters)
    return f"Suggestions by {suggesters} helped with these decisions: {shares}."


def _gold(gold: GoldSummary) -> str:
    if not gold.total:
        return f"{BLANK.format('how disagreements were resolved, if they were')}."
    listed = ", ".join(
        f"{by.value} {count:,} ({count / gold.total:.0%})"
        for by, count in gold.sentences.items()
        if count
    )
    return (
        f"The gold standard has {plural(gold.total, 'sentence')} in "
        f"{plural(gold.documents, 'article')}: {listed}.{gold.unreviewed}"
    )
