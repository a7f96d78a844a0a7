"""What is loaded, and when: each layer alone, and an article that is opened."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

import pytest

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
ALL_OF_IT = """
import sys
from importlib import import_module
from pkgutil import walk_packages

package, forbidden, apart = sys.argv[1], sys.argv[2].split(), tuple(sys.argv[3].split())
found = import_module(package)
for each in walk_packages(getattr(found, "__path__", []), f"{package}."):
    if not each.name.startswith(apart):
        import_module(each.name)
print(*[name for name in forbidden if name in sys.modules])
"""
OPENED = """
import os, sys
from functools import partialmethod
from annotator.cli import run
from annotator.tui.app import AnnotatorApp
from annotator.tui.widgets.article import ArticleView

def painted(article, crop):
    loaded = " ".join(sys.modules)
    styles = " ".join(os.path.basename(path) for path, _ in article.app.stylesheet.source)
    print(article.app.work.path.name, loaded, styles, sep="\\n", file=sys.__stdout__, flush=True)
    os._exit(0)

sys.stdin.isatty = sys.stdout.isatty = lambda: True
ArticleView.render_lines = painted
AnnotatorApp.run = partialmethod(AnnotatorApp.run, headless=True, size=(120, 40))
run(["article.txt", "--annotator", "ada"])
"""
HEAVY = "numpy textual"
OUTSIDE = f"{HEAVY} rich yaml msgspec random click jinja2 starlette uvicorn"
ABOVE = "annotator.cli annotator.tui annotator.web"
LAYERS = [
    ("annotator.model", f"{OUTSIDE} filelock nupunkt {ABOVE}", ""),
    ("annotator.text", f"{HEAVY} yaml msgspec random {ABOVE}", ""),
    (
        "annotator.stats",
        f"{OUTSIDE} {ABOVE}",
        "annotator.stats.agreement annotator.stats.intervals",
    ),
    ("annotator.stats.agreement", f"textual rich yaml msgspec click {ABOVE}", ""),
    ("annotator.storage", f"{HEAVY} rich click annotator.stats annotator.formats {ABOVE}", ""),
    ("annotator.outside", f"{HEAVY} pyarrow trafilatura docx cassis urllib3 click {ABOVE}", ""),
    ("annotator.formats", f"{HEAVY} pyarrow trafilatura docx cassis click {ABOVE}", ""),
    ("annotator.report", f"{HEAVY} yaml msgspec click annotator.formats {ABOVE}", ""),
    ("annotator.web", f"{HEAVY} annotator.cli annotator.tui annotator.formats", ""),
    ("annotator.api", f"{HEAVY} click {ABOVE}", ""),
    ("annotator.cli", "textual starlette uvicorn annotator.tui annotator.web", ""),
    ("annotator.tui.commands", HEAVY, ""),
]
"""A layer, what loading all of it loads nothing of, and the parts of it that are another layer."""
NOT_TO_OPEN = (
    *("nupunkt", "numpy", "jinja2", "pyarrow", "trafilatura", "docx", "starlette", "uvicorn"),
    *("annotator.api", "annotator.formats", "annotator.stats", "annotator.report", "annotator.web"),
    *("annotator.model.edits", "annotator.model.project", "annotator.model.answer_key"),
    *("annotator.storage.project_", "annotator.storage.saver", "annotator.storage.transactions"),
    "annotator.storage.headers",
    *("annotator.tui.screens.task_list", "annotator.tui.screens.practice"),
    *("annotator.tui.screens.help", "annotator.tui.screens.dialogs"),
    *("annotator.tui.command_palette", "importlib.resources", "zipfile"),
)
"""The beginnings of the names of what an article is painted without."""


def in_a_fresh_interpreter(script: str, *arguments: str, folder: Path | None = None) -> list[str]:
    """The lines that a script prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        check=True,
        cwd=folder,
        text=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(("layer", "forbidden", "apart"), LAYERS, ids=[each[0] for each in LAYERS])
def test_all_of_a_layer_is_loaded_without(layer: str, forbidden: str, apart: str) -> None:
    assert in_a_fresh_interpreter(ALL_OF_IT, layer, forbidden, apart) == [""]


def test_an_article_is_opened_before_anything_is_loaded_that_comes_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    (tmp_path / "article.txt").write_text("Power failed on Monday. The port said so.\n")
    path, modules, styles = in_a_fresh_interpreter(OPENED, folder=tmp_path)
    assert path == "article.ada.yaml"
    loaded = modules.split()
    assert "annotator.tui.screens.tagging" in loaded
    assert [each for each in loaded if each.startswith(NOT_TO_OPEN)] == []
    assert [each for each in styles.split() if each.endswith(".tcss")] == ["annotator.tcss"]


def there(name: str) -> bool:
    """Whether there is a module of this name, or one below a part of it that is a wildcard."""
    plain = name.removesuffix(".**").removesuffix(".*")
    try:
        return find_spec(plain) is not None
    except ModuleNotFoundError:
        return False


def ours() -> list[str]:
    package = find_spec("annotator")
    assert package is not None
    places = package.submodule_search_locations
    return [each.name for each in walk_packages(places, "annotator.", onerror=lambda _: None)]


@pytest.mark.parametrize(
    "name",
    sorted({name for row in LAYERS for part in row for name in part.split()}),
)
def test_what_a_layer_is_loaded_without_exists(name: str) -> None:
    assert there(name)


@pytest.mark.parametrize("beginning", NOT_TO_OPEN)
def test_what_an_article_is_opened_without_exists(beginning: str) -> None:
    if beginning.endswith("_"):
        assert [each for each in ours() if each.startswith(beginning)]
    else:
        assert there(beginning)


def named_in_contracts() -> Iterator[tuple[str, str]]:
    """Each module that a contract names, with the contract."""
    settings = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["importlinter"]
    for contract in settings["contracts"]:
        (prefix,) = contract.get("containers", [""])
        below = [each for line in contract.get("layers", ()) for each in line.split(" | ")]
        named = [f"{prefix}.{each}" if prefix else each for each in below]
        for part in ("containers", "source_modules", "forbidden_modules", "modules"):
            named += contract.get(part, ())
        for arrow in contract.get("ignore_imports", ()):
            named += arrow.split(" -> ")
        yield from ((contract["name"], name) for name in named)


@pytest.mark.parametrize(("contract", "name"), list(named_in_contracts()))
def test_what_a_contract_names_exists(contract: str, name: str) -> None:
    assert there(name), contract


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ("msgspec", "raise AttributeError('no such thing')"),
        ("nupunkt", "raise ImportError('cannot be loaded')"),
        ("yaml", "from os import nothing_of_the_kind"),
        ("filelock", "x = 1"),
    ],
)
def test_what_a_package_breaks_when_it_is_loaded_is_one_sentence(
    tmp_path: Path, package: str, code: str
) -> None:
    (tmp_path / f"{package}.py").write_text(code, "utf-8")
    # Where no rule says whether a sentence ends, nupunkt does.
    (tmp_path / "a.txt").write_text("It is so. so it is.", "utf-8")
    program = "import sys; sys.argv[0] = 'annotator'; from annotator.__main__ import main; main()"
    command = [sys.executable, "-c", program, "set", str(tmp_path / "a.txt"), "s1", "claim"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ran = subprocess.run(
        [*command, "-a", "ada"], capture_output=True, text=True, env=environment, check=False
    )
    assert ran.returncode == 1
    assert package in ran.stderr
    assert "pip install" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
