"""Counts in words, with the noun and the verb that agree: "1 set", "2 of 3 sets are"."""


def plural(number: int, what: str, many: str | None = None) -> str:
    """So many of something: "1 set", "1,000 sets".

    Args:
        number: How many.
        what: One of them.
        many: Several of them; None where the plural has an s.
    """
    return f"{number:,} {verb(number, what, many or f'{what}s')}"


def verb(number: int, one: str, many: str) -> str:
    """The word that goes with so many of something: "is" with 1, "are" with 0 or 2."""
    return one if number == 1 else many


def count_of_total(number: int, total: int, what: str, many: str | None = None) -> str:
    """So many out of a total, whose noun goes with the total: "1 of 3 sets", "0 of 1 set"."""
    return f"{number:,} of {plural(total, what, many)}"


def verb_of_total(number: int, total: int, one: str, many: str) -> str:
    """The word that goes with so many out of a total: one of one is never several."""
    return verb(1 if total == 1 else number, one, many)
