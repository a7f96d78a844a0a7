"""Numbers in words."""


def so_many(number: int, what: str) -> str:
    """So many of something whose plural has an s: "1 set", "1,000 sets"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
