"""The third column of the teacher's page, next to the class and the key: what a suggester says.

It exists only after the vote, and only for the teacher. No page of students and no projector asks
for it.
"""

from annotator.model.annotation import Sentence, SuggestedField, SuggestedValue
from annotator.model.errors import DataError
from annotator.model.sitting import ClassPhase
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import FieldSuggestions
from annotator.report.source_cards import is_revealed
from annotator.text.safe import safe_text
from annotator.web.page_suggestions import SuggestionLibrary
from annotator.web.pages import PageData
from annotator.web.sitting import LiveSitting


def is_after_vote(live: LiveSitting) -> bool:
    """Whether the lesson has ended, or tagging is closed and the whole key is revealed."""
    phase = live.sitting.phase
    if phase is not ClassPhase.CLOSED:
        return phase is ClassPhase.ENDED
    revealed = live.sitting.revealed
    return bool(revealed) and live.key is not None and is_revealed(live.key, revealed)


def machine_column(library: SuggestionLibrary, live: LiveSitting) -> PageData:
    """What the project's suggester says of the current article. Waits for the disk.

    Tags are there only where the project's evaluation of the suggester allows them.
    """
    article = live.article
    settings = article.project.suggestions
    name = settings.by if settings is not None else RULES
    try:
        found = library.find(name, article.document, article.codebook)
    except DataError:
        found = None
    if found is None or found.document != article.blank.document.key:
        return {}
    return {
        "by": safe_text(name),
        "sentences": {
            each.id: _values(each, found.sentences[each.id])
            for each in article.blank.sentences
            if each.body and each.id in found.sentences
        },
    }


def _values(sentence: Sentence, fields: FieldSuggestions) -> PageData:
    tag = str(_first(fields, SuggestedField.TAG)) or None
    span = [each for each in _first(fields, SuggestedField.CUE) if isinstance(each, int)]
    start, end = (each - sentence.span[0] for each in span) if len(span) == 2 else (0, 0)
    return {
        "tag": tag,
        "source": safe_text(str(_first(fields, SuggestedField.SOURCE))),
        "cue": safe_text(sentence.text[max(start, 0) : max(end, 0)]),
    }


def _first(fields: FieldSuggestions, field: SuggestedField) -> SuggestedValue:
    return next((each.value for each in fields.get(field, ())), "")
