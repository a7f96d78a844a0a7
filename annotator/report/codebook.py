"""The codebook as a page to hand out."""

from annotator.model.codebook import Codebook
from annotator.report import rendered


def page(codebook: Codebook) -> str:
    """One self-contained HTML page with the whole codebook."""
    sections = (
        ("Kinds of source", codebook.kinds),
        ("Stances", codebook.stances),
        ("Furniture, which is not tagged", codebook.parts),
    )
    return rendered("codebook.html", codebook=codebook, sections=sections)
