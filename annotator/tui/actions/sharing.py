"""Commands that take the article elsewhere: the clipboard and the browser."""

import asyncio
import webbrowser

from textual.app import App, SuspendNotSupported

from annotator.model.plurals import verb
from annotator.text.safe import safe_text
from annotator.text.web_address import sentence_link, web_address
from annotator.tui.actions.editor import Editor
from annotator.tui.screens.dialogs import Choice, ChoiceDialog


async def copy(editor: Editor) -> None:
    """Ask what to copy to the clipboard: the selected sentences, the article, or a link."""
    sentences = verb(len(editor.selection), "sentence", "sentences")
    choices = [
        Choice("y", f"the {sentences}", "sentence"),
        Choice("a", "the article", "article"),
        Choice("l", "a link to the sentence", "link"),
    ]
    answer = await editor.ask(ChoiceDialog("Copy to the clipboard", choices))
    copied = {
        "sentence": (f"the {sentences}", _selected_text),
        "article": ("the article", _article_text),
        "link": ("the link", _link),
    }
    if answer is not None:
        what, text_of = copied[answer]
        # Another program gets the text, so no control or hidden character may be in it.
        text = safe_text(text_of(editor), newlines=True)
        editor.article.app.copy_to_clipboard(text)
        editor.show_message(
            f"Sent {what} to the clipboard, {len(text)} characters. Some terminals do not allow it."
        )


def _selected_text(editor: Editor) -> str:
    annotations = editor.session.annotations
    return " ".join(" ".join(annotations.sentence(each).text.split()) for each in editor.selection)


def _article_text(editor: Editor) -> str:
    if editor.text is not None:
        return editor.text
    return "\n".join(each.text for each in editor.session.annotations.sentences)


def _link(editor: Editor) -> str:
    annotations = editor.session.annotations
    return sentence_link(annotations.document, annotations.sentence(editor.selection[0]))


async def open_address(editor: Editor) -> None:
    """Open the article's address in the browser."""
    url = editor.session.annotations.document.url
    address = web_address(url)
    if not url:
        editor.show_message("The article has no web address. Set it with --url.", alarm=True)
    elif address is None:
        editor.show_message(f"“{url}” is not an http or https address.", alarm=True)
    elif await _browse(editor.article.app, address):
        editor.show_message(f"Opened {address} in your browser.")
    else:
        editor.show_message(f"No browser opened. The address is {address}", alarm=True)


async def _browse(app: App[object], address: str) -> bool:
    """Open an address in the browser. One that runs in the terminal gets the whole screen."""
    try:
        browser = await asyncio.to_thread(webbrowser.get)
        if type(browser) is not webbrowser.GenericBrowser:
            return await asyncio.to_thread(browser.open, address)
        with app.suspend():
            return browser.open(address)
    except (webbrowser.Error, OSError, SuspendNotSupported):
        return False
