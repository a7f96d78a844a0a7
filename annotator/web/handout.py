"""The handout: the student's page as a single file that works without a network."""

import re
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.project import Project
from annotator.report import ENGLISH_MESSAGES
from annotator.storage.codebooks import translated
from annotator.storage.sets import render
from annotator.text.messages import Messages
from annotator.text.safe import safe_text
from annotator.web.pages import (
    STYLE_SHEET,
    article_data,
    catalog_script,
    material_sentences,
    practice_material,
    render_page,
    script_json,
    static_file,
)
from annotator.web.site_security import hash_source

_SCRIPTS = ("messages.js", "", "model.js", "nodes.js", "store.js", "keys.js", "page.js")
"""In their order. The empty name is the catalog of the page's language."""


def handout_page(
    blank: AnnotationSet,
    codebook: Codebook,
    project: Project,
    messages: Messages = ENGLISH_MESSAGES,
) -> str:
    """A self-contained HTML page for tagging a document.

    Args:
        blank: A set on the document without any decisions.
        codebook: The codebook to tag with.
        project: The project, whose settings say what students are asked for.
        messages: The texts in the language of the page.
    """
    codebook = translated(codebook, messages.language)
    told = article_data(blank, codebook, project, messages) | _file_parts(blank)
    return _page("handout.html", messages, blank, told, "yaml.js", "offline.js")


def practice_page(
    key: AnnotationSet,
    codebook: Codebook,
    project: Project,
    messages: Messages = ENGLISH_MESSAGES,
) -> str:
    """A self-contained HTML page for practice, which compares each tag with the key at once.

    Args:
        key: The answer key. The page contains all of it.
        codebook: The codebook to tag with.
        project: The project, whose settings say what students are asked for.
        messages: The texts in the language of the page.
    """
    codebook = translated(codebook, messages.language)
    told = practice_material(key, codebook, project, messages)
    return _page("practice.html", messages, key, told, "practice.js")


def _page(
    template: str, messages: Messages, blank: AnnotationSet, told: dict[str, Any], *own: str
) -> str:
    script = "".join(
        static_file(name) if name else catalog_script(messages) for name in (*_SCRIPTS, *own)
    )
    style = static_file(STYLE_SHEET)
    return render_page(
        template,
        messages,
        title=safe_text(blank.title),
        name="",
        policy=_policy(script, style),
        # Our own files, unescaped. A test checks that nothing in them ends the element.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        material=Markup(script_json(told)),  # noqa: S704 (escaped for a script element)
    )


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {hash_source(script)}; style-src {hash_source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _file_parts(blank: AnnotationSet) -> dict[str, Any]:
    """The parts of the file that no student changes. The page writes the rest as `render` does."""
    bare = tuple(replace(each, part=None) for each in blank.sentences)
    head, body = render(replace(blank, sentences=bare)).decode().split("sentences:\n", 1)
    before, after = re.split(r"(?m)^annotator: .*\n", head, maxsplit=1)
    blocks = re.split(r"(?m)^(?=- )", body)[1:]
    shown = material_sentences(blank)
    sentences = [
        each
        | {"start": sentence.span[0], "block": block}
        | _exact_text(each["text"], sentence.text)
        for each, sentence, block in zip(shown, blank.sentences, blocks, strict=True)
    ]
    return {
        "sha256": blank.document.sha256,
        "head": {"before": before, "after": after},
        "sentences": sentences,
    }


def _exact_text(text: str, exact: str) -> dict[str, str]:
    return {} if text == exact else {"exact": exact}
