from annotator.report.codebook import page
from annotator.storage.codebooks import builtin
from tests.builders import a_codebook, a_tag
from tests.hostile import CORPUS
from tests.report.pages import dangers


def test_the_page_has_every_tag_with_its_mark_key_and_definition() -> None:
    html = page(builtin())
    for tag in builtin().tags:
        assert f'<span class="mark">{tag.mark}</span> {tag.name}' in html
        assert f"key {tag.key}" in html


def test_the_page_asks_nothing_of_the_network_and_runs_nothing() -> None:
    html = page(builtin())
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert dangers(html) == []


def test_nothing_hostile_in_a_codebook_becomes_markup_or_a_control_code() -> None:
    hostile = "".join(text for text in CORPUS.values() if "\ud800" not in text)
    html = page(a_codebook(a_tag("claim", definition=hostile)))
    assert "<script>" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
