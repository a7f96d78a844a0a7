"""The tagging screen: the whole article, one key a sentence, saved as it is pressed."""

from annotator.model.faults import Refused
from annotator.tui.screens.kept import KeptScreen


class TaggingScreen(KeptScreen):
    """One annotator's pass over a document, or a key to it."""

    async def begin_next_pass(self) -> None:
        """Go on in a further file where this pass is finished."""
        try:
            self.work = self.work.next_pass()
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return
        self._saved_revision = 0
        self.work.save(0)
        self.article.show(self.session.annotations, None)
        self.say(f"Pass begun in {self.work.path.name}; the one before is kept as it was.")
        self.redraw_head()
