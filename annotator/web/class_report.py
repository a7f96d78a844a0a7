"""The class report on the class page: of one sitting or the term, with names or for the class."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.sitting import ClassPhase, Sitting, same_section
from annotator.project.answer_keys import read_key
from annotator.project.class_results import ALL_WORK, ResultsScope, class_results
from annotator.project.class_sittings import find_sittings
from annotator.project.locate import Target
from annotator.report.class_page import class_page
from annotator.report.source_cards import is_revealed
from annotator.storage.codebooks import translated
from annotator.text.messages import Messages
from annotator.web.sitting import LiveSitting

_NOT_YET = Message("The results are shown to the class after the whole key is revealed.")


def report(
    live: LiveSitting, messages: Messages, *, term: bool, names: bool, home: str | None
) -> str:
    """The page with the results as they are on the disk now. Waits for the disk.

    Args:
        live: The sitting.
        messages: The texts in the language of the page.
        term: Whether to report all sittings, not this one alone.
        names: Whether the teacher reads it. Without names, it shows only the articles whose key the
            class has seen.
        home: The address of the page to go back to, or None.

    Raises:
        DataError: There is no key, nothing may be shown yet, or a file is damaged.
    """
    scope = _teachers_scope(live, term=term) if names else _class_scope(live, term=term)
    results, _ = class_results(Target(str(live.folder)), None, scope, live.shared.roster)
    about = messages.translate(_about(live, term=term, names=names))
    codebook = translated(results.documents[0].codebook, messages.language)
    return class_page(
        results,
        anonymous=not names,
        about=about,
        home=home,
        messages=messages,
        codebook=codebook,
    )


def _about(live: LiveSitting, *, term: bool, names: bool) -> str:
    sitting = live.sitting
    if term:
        return Message("All sittings") if names or not sitting.section else sitting.section
    return ", ".join(filter(None, (sitting.section, sitting.date)))


def _teachers_scope(live: LiveSitting, *, term: bool) -> ResultsScope:
    return ALL_WORK if term else ResultsScope(sitting=live.sitting.id)


def _class_scope(live: LiveSitting, *, term: bool) -> ResultsScope:
    """The section's own results on the articles whose key it has seen."""
    section = live.sitting.section
    own = [each for each in find_sittings(live.folder) if same_section(each.section, section)]
    if not term:
        own = [live.sitting]
    seen = frozenset(document for each in own for document in _seen(live, each))
    if not seen:
        raise DataError(_NOT_YET)
    return replace(_teachers_scope(live, term=term), documents=seen, section=section)


def _seen(live: LiveSitting, sitting: Sitting) -> Iterator[str]:
    """The documents of a sitting whose whole key its students have seen."""
    for document in sitting.documents:
        try:
            key, _ = read_key(Target(str(live.folder), document))
        except DataError:
            continue
        ended = sitting.phase is ClassPhase.ENDED
        if ended or is_revealed(key, sitting.article_of(document).revealed):
            yield document
