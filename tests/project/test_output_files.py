"""Pages take the place of pages alone."""

from pathlib import Path

import pytest

from annotator.cli import run


@pytest.mark.parametrize("command", ["worksheet", "handout"])
def test_a_page_takes_an_earlier_pages_place_and_never_the_articles(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article, page = tmp_path / "article.txt", tmp_path / "page.html"
    article.write_text("The port said so on Monday.\n", "utf-8")
    for _ in range(2):
        assert run([command, str(article), "-o", str(page)]) == 0
    assert run([command, str(article), "-o", str(article)]) == 1
    assert "already exists" in capsys.readouterr().err
    assert article.read_text("utf-8") == "The port said so on Monday.\n"


def test_a_table_takes_an_earlier_tables_place_and_never_the_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article, table = tmp_path / "article.txt", tmp_path / "figures.csv"
    article.write_text("The port said so on Monday.\n", "utf-8")
    run(["set", str(article), "s1", "claim", "--annotator", "ada"])
    tags = str(article.with_name("article.ada.yaml"))
    for _ in range(2):
        assert run(["measure", tags, "--csv", str(table)]) == 0
    for kept in (str(article), tags):
        before = Path(kept).read_bytes()
        assert run(["measure", tags, "--csv", kept]) == 1
        assert "already exists" in capsys.readouterr().err
        assert Path(kept).read_bytes() == before
