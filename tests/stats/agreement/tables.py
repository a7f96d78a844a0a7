"""Tables of labels for tests: published ones, random ones, and a way to write one down."""

from annotator.stats.agreement.label_matrix import Label, LabelMatrix, matrix_of_labels


def table(*rows: str, labels: str = "", clusters: str = "") -> LabelMatrix:
    """A table with a row for each annotator: a letter is a label, a point is a hole."""
    given = [
        Label(unit, f"annotator {annotator}", label, clusters[unit] if clusters else None)
        for unit in range(len(rows[0]) if rows else 0)
        for annotator, row in enumerate(rows)
        if (label := row[unit]) != "."
    ]
    names = [f"annotator {annotator}" for annotator in range(len(rows))]
    return matrix_of_labels(given, labels, names)


def from_confusion(confusion: list[list[int]]) -> LabelMatrix:
    """The table of two annotators with this confusion matrix."""
    cells = [
        (str(row), str(column))
        for row, counts in enumerate(confusion)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return table("".join(first for first, _ in cells), "".join(second for _, second in cells))


def from_counts(counts: list[str]) -> LabelMatrix:
    """The table of raters if only their counts are known: a unit, how many gave each label."""
    units = [
        "".join(str(label) * int(count) for label, count in enumerate(unit)) for unit in counts
    ]
    return table(*("".join(rater) for rater in zip(*units, strict=True)))


# Krippendorff's "C" data: four observers, twelve units (Krippendorff 2004, chapter 11).
KRIPPENDORFF_C = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Fleiss (1971), table 1: thirty patients, six psychiatrists each, five diagnoses.
FLEISS_1971 = [
    *("00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006"),
    *("10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203"),
    *("00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006"),
]

# Artstein and Poesio (2008), table 1 of section 2: two coders, a hundred utterances.
ARTSTEIN_POESIO = [[46, 6, 0], [0, 32, 0], [0, 6, 10]]
