"""Agreement for a research paper: a LaTeX table, and a paragraph on methods with blanks to fill."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.codebook import CodebookReference
from annotator.model.plurals import plural, verb, verb_of_total
from annotator.model.project import Round
from annotator.project.project_summary import AnnotatorSummary, GoldSummary, ProjectSummary
from annotator.stats.agreement.result import Agreement, Estimate, named_coefficients
from annotator.text.safe import safe_text

BLANK = "[{}]"
"""How what only the authors know is marked."""
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
    """Text for LaTeX: nothing in it is a command, and nothing in it is invisible."""
    return safe_text(text).translate(_ESCAPES)


def latex_table(
    agreement: Agreement,
    others: Sequence[tuple[str, Estimate]],
    everybody: int | None = None,
    *,
    ac1: bool = False,
    heading: str = "Besides the tag",
) -> str:
    """A table of the coefficients, of α by tag, and of what hangs on the tags.

    It needs no package. Names from the codebook are escaped. Of two annotators it has Cohen's κ;
    what is undefined of that which hangs on the tags, because it was not asked for, has no row.

    Args:
        agreement: Agreement on the tags.
        others: Further figures by their names, which are LaTeX already.
        everybody: How many annotators there are, where those that are compared are some of them.
        ac1: Whether Gwet's AC1 is in it.
        heading: Stands over the further figures, in LaTeX.
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
        r" & figure & 95\,\% interval & units \\",
        r"\hline",
        *_rows(whole),
        r"\hline",
        r"\multicolumn{4}{l}{$\alpha$ of each label against the rest} \\",
        *_rows(by_tag),
        *([r"\hline", rf"\multicolumn{{4}}{{l}}{{{heading}}} \\"] if besides else []),
        *_rows(besides),
        r"\hline",
        r"\end{tabular}",
        rf"\caption{{Agreement of {_compared(len(agreement.annotators), everybody)} on "
        rf"{plural(agreement.units.compared, 'unit')}"
        rf"{_over(agreement, [*whole, *by_tag, *besides])}.}}",
        r"\label{tab:agreement}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def _compared(some: int, everybody: int | None) -> str:
    if everybody is None or everybody == some:
        return plural(some, "annotator")
    return f"{some:,} of {plural(everybody, 'annotator')}"


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
    """Over what the intervals are, for the caption, and why figures that are defined have none."""
    basis = agreement.basis
    if basis is None:
        return ""
    defined = [each for _, each in figures if each.value is not None]
    reasons = dict.fromkeys(each.no_interval for each in defined if each.interval is None)
    missing = f"; --: no interval, because {escape_latex(' or '.join(reasons))}" if reasons else ""
    if all(each.interval is None for each in defined):
        return missing
    over = (
        rf"; 95\,\% intervals by the jackknife over {basis.count:,} {basis.over} and Student's $t$"
    )
    return over + missing


@dataclass(frozen=True)
class MethodsSection:
    """What a section on methods has to say.

    Attributes:
        facts: What the project holds.
        agreement: On the tags.
        rounds: The rounds that are meant.
        blind: Whether the program kept annotators from seeing one another's work.
        passes: Which passes these are: "first" or "latest".
        unfinished: Whether passes under work are among them.
        version: Of this program.
    """

    facts: ProjectSummary
    agreement: Agreement
    rounds: Sequence[Round]
    blind: bool
    passes: str
    unfinished: bool
    version: str


def methods_paragraph(method: MethodsSection) -> str:
    """A paragraph on how the data were annotated; what the project does not know stands in []."""
    facts = method.facts
    sentences = (
        _annotators(facts),
        _apart(method),
        _codebooks(facts.codebooks),
        _rounds(method.rounds),
        _overlap(facts),
        _left_out(facts),
        _figures(method),
        _gold(facts.gold),
        f"All figures are by annotator {method.version}.",
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
    """How many articles each one tagged; nothing of one alone, who tagged all of them."""
    counts = sorted(each.documents for each in people)
    if len(counts) < 2:
        return ""
    if counts[0] == counts[-1]:
        return f", {counts[0]:,} each"
    return f", between {counts[0]:,} and {counts[-1]:,} each"


def _apart(method: MethodsSection) -> str:
    if len(method.facts.annotators) < 2:
        return ""
    otherwise = BLANK.format("whether they saw it in another way, or tagged in another program")
    if method.blind:
        return f"The program did not show them one another's work; {otherwise}."
    return "They could see one another's work."


def _codebooks(used: Mapping[CodebookReference, int]) -> str:
    if not used:
        return ""
    named = " and ".join(
        f"“{book.name}” version {book.version} ({book.sha256[:8]}, {plural(count, 'set')})"
        for book, count in used.items()
    )
    what = "codebook" if len(used) == 1 else "codebooks"
    return f"They followed the {what} {named}, {BLANK.format('where it can be read')}."


def _rounds(rounds: Sequence[Round]) -> str:
    if not rounds:
        return f"{BLANK.format('whether there was a pilot, and what was changed after it')}."
    listed = "; ".join(map(_round, rounds))
    if len(rounds) == 1:
        return f"There was one round: {listed}."
    changed = BLANK.format("what was changed between them")
    return f"There were {len(rounds)} rounds: {listed}; {changed}."


def _round(round_: Round) -> str:
    documents = plural(len(round_.documents), "document")
    purpose = "" if round_.purpose == round_.id else f"{round_.purpose}, "
    return f"{round_.id} ({purpose}{documents})"


def _overlap(facts: ProjectSummary) -> str:
    share = f" ({facts.shared / facts.tagged:.0%})" if facts.tagged else ""
    chosen = BLANK.format("how the articles were chosen")
    annotators = len(facts.annotators)
    return (
        f"{facts.shared:,} of the {plural(facts.tagged, 'article')}{share} "
        f"{verb_of_total(facts.shared, facts.tagged, 'was', 'were')} tagged "
        "by two annotators or more, which "
        f"{facts.compared:,} of the {plural(annotators, 'annotator')} "
        f"{verb_of_total(facts.compared, annotators, 'has', 'have')} a part in; {chosen}."
    )


def _left_out(facts: ProjectSummary) -> str:
    said = [f"{name}: {reason}" for name, reason in facts.excluded.items()]
    said += [f"{plural(facts.unfinished, 'set')} not finished"] if facts.unfinished else []
    said += [f"{plural(facts.unusable, 'set')} marked unusable"] if facts.unusable else []
    return f"Left out of the agreement: {'; '.join(said)}." if said else ""


def _figures(method: MethodsSection) -> str:
    agreement = method.agreement
    alpha = agreement.krippendorff_alpha
    which = f"the {method.passes} finished pass of each annotator"
    if method.unfinished:
        which += " (or the pass under work where none was finished)"
    if alpha.value is None:
        return f"Over {which}, Krippendorff's α is undefined: {alpha.reason}."
    return (
        f"Over {which}, on {plural(agreement.units.compared, 'sentence')} with two tags or more, "
        f"nominal Krippendorff's α is {alpha.value:z.3f}{_between(agreement)}."
    )


def _between(agreement: Agreement) -> str:
    """The interval of α, or why it has none; nothing where none was asked for."""
    alpha, basis = agreement.krippendorff_alpha, agreement.basis
    if basis is None:
        return ""
    if alpha.interval is None:
        return f" (no interval: {alpha.no_interval})"
    low, high = alpha.interval
    return (
        f" (95 % interval {low:z.3f} to {high:z.3f}, by the jackknife over {basis.count:,} "
        f"{basis.over} and Student's t)"
    )


def _gold(gold: GoldSummary) -> str:
    if not gold.total:
        return f"{BLANK.format('how disagreements were settled, if they were')}."
    listed = ", ".join(
        f"{by.value} {count:,} ({count / gold.total:.0%})"
        for by, count in gold.sentences.items()
        if count
    )
    return (
        f"The gold standard has {plural(gold.total, 'sentence')} in "
        f"{plural(gold.documents, 'article')}: {listed}.{gold.unreviewed}"
    )
