"""The header and the footer: no figure is cut, and every tag is there."""

from itertools import chain

import pytest

from annotator.model.codebook import Role
from annotator.model.progress import TagCounts
from annotator.tui.widgets.header_footer import HeaderView, Hint, count_lines, hint_rows, top_line
from tests.factories import a_codebook, a_tag

NAMES = "allegation Bureau claim denial eyewitness forecast guess history interview joke"
TAGS = tuple(
    a_tag(name, mark=name[0].upper(), key=name[0], role=Role.NONE) for name in NAMES.split()
)
HINTS = tuple(Hint(tag.key or "", tag.name, f"tag:{tag.id}", keep=True) for tag in TAGS)


def counted(tags: int, each: int, flagged: int = 0) -> HeaderView:
    """A header over a number of tags, each given to a number of 200 sentences."""
    chosen = TAGS[:tags]
    counts = TagCounts({tag.id: each for tag in chosen}, 200 - tags * each, flagged)
    return HeaderView("title", "ada", a_codebook(*chosen), counts)


@pytest.mark.parametrize("width", range(30, 130, 7))
@pytest.mark.parametrize("tags", [4, 10])
def test_every_count_is_shown_in_full_in_every_width(tags: int, width: int) -> None:
    view = counted(tags, 17, flagged=12)
    lines = [line.plain for line in count_lines(view, width)]
    assert max(map(len, lines)) <= width
    shown = " ".join(" ".join(lines).split())
    figures = [f"{tag.mark} 17" for tag in TAGS[:tags]]
    assert all(each in shown for each in (f"{tags * 17} of 200", "⚑ 12", *figures))


@pytest.mark.parametrize("width", range(30, 130, 7))
@pytest.mark.parametrize("tags", [4, 10])
def test_the_counts_stay_in_their_rows_while_you_tag(tags: int, width: int) -> None:
    rows = {len(count_lines(counted(tags, each), width)) for each in (0, 1, 9, 10, 19)}
    assert len(rows) == 1


@pytest.mark.parametrize("width", [38, 58, 78])
@pytest.mark.parametrize("most", [2, 3, 6])
def test_the_footer_shortens_the_names_of_tags_before_it_takes_more_rows(
    width: int, most: int
) -> None:
    quitting = Hint("q", "quit", "leave", keep=True)
    rows = hint_rows((*HINTS, quitting), width, most)
    shown = tuple(chain.from_iterable(rows))
    assert len(rows) <= most
    assert [each.command for each in shown if each.is_tag] == [each.command for each in HINTS]
    assert all(sum(each.width for each in row) - 2 <= width for row in rows)
    tags = [each for each in shown if each.is_tag]
    for name, each in zip(HINTS, tags, strict=True):
        assert name.word.startswith(each.word.rstrip("…"))


@pytest.mark.parametrize("saved", ["NOT SAVED", "finished, saved in another-folder.ada.yaml"])
@pytest.mark.parametrize("width", [38, 44, 78])
def test_the_header_shows_whether_all_is_saved_in_every_width(saved: str, width: int) -> None:
    view = counted(4, 1)._replace(annotator="an annotator with a name", saved=saved)
    first = str(top_line(view, width))
    assert len(first) <= width
    assert saved[: width - 1] in first
