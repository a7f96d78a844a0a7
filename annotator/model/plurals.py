"""Counts in words, with noun and verb in agreement: "1 set", "2 of 3 sets are"."""


def plural(number: int, what: str, many: str | None = None) -> str:
    """A count with its noun: "1 set", "1,000 sets".

    Args:
        number: The count.
        what: The noun in the singular.
        many: The noun in the plural; None if it only adds an s.
    """
    return f"{number:,} {verb(number, what, many or f'{what}s')}"


def verb(number: int, one: str, many: str) -> str:
    """The form that agrees with a count: "is" with 1, "are" with 0 or 2."""
    return one if number == 1 else many


def count_of_total(number: int, total: int, what: str, many: str | None = None) -> str:
    """A count out of a total. The noun agrees with the total: "1 of 3 sets", "0 of 1 set"."""
    return f"{number:,} of {plural(total, what, many)}"


def verb_of_total(number: int, total: int, one: str, many: str) -> str:
    """The form that agrees with a count out of a total. "1 of 1" is singular."""
    return verb(1 if total == 1 else number, one, many)
