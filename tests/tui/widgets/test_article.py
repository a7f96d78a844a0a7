from annotator.model.edits import SetTag
from annotator.model.session import Session
from annotator.tui.widgets.article import ArticleView
from tests.factories import a_codebook, a_set


def test_keys_pressed_before_the_article_stands_on_the_screen_are_taken() -> None:
    session = Session(a_set("One.", "Two.", "Three."), a_codebook())
    view = ArticleView(session.annotations, session.codebook, 1)
    change = session.apply(SetTag(("s2",), "claim"))
    assert change is not None
    view.show(session.annotations, change.diff.changed_positions)
    view.move(2)
    view.move_by_page(1)
    assert view.cursor == 2
