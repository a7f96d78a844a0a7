"""What only some modules may do: know where things are, choose which pass counts, print."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import annotator
from annotator.storage import layout

PACKAGE = Path(annotator.__file__).parent
LAYOUT, SELECTION = "storage/layout.py", "project/pass_selection.py"
OTHER_LAYOUTS = {
    # An export or a release lies in no project, and beside no article.
    "formats/export_layout.py",
    # What looks into folders for all others, and knows no names.
    "storage/files.py",
    # The folder in which a change of several files is prepared.
    "storage/transactions.py",
    # Files of the person and of the package; and a name in a message, for `layout` imports it.
    "storage/samples.py",
    "storage/settings.py",
    "text/messages.py",
    "storage/codebooks.py",
    "storage/project_file.py",
}
LOOKS = {"glob", "rglob", "iterdir", "listdir", "scandir", "walk", "matching_paths"}
OF_A_PATH = {"name", "suffix", "stem"}
FOLDERS = {*layout.PROJECT_FOLDERS, "class"}
A_NAME = re.compile(rf"\S*\.(?:ya?ml|sample|key|gold)\b\S*|(?:{'|'.join(FOLDERS)})/\S*")
MODULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text("utf-8"))


def strings_in(tree: ast.AST) -> Iterator[str]:
    """The strings that are no docstring."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def joined_or_compared(tree: ast.AST) -> Iterator[str]:
    """The strings that a path is joined with, and those that the name of one is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield from strings_in(node.right)
        elif isinstance(node, ast.Compare) and getattr(node.left, "attr", "") in OF_A_PATH:
            yield from (each for right in node.comparators for each in strings_in(right))


def spelled(tree: ast.AST) -> list[str]:
    """The names of files and folders of ours that a module spells."""
    names = [each for each in strings_in(tree) if A_NAME.fullmatch(each)]
    return names + [each for each in joined_or_compared(tree) if each in FOLDERS]


def looked_for(tree: ast.AST) -> list[str]:
    """The calls by which a module looks for files."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = (getattr(each, "attr", getattr(each, "id", "")) for each in calls)
    return [name for name in names if name in LOOKS and name != "walk"] + [
        "files_below with a pattern"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "").endswith("files_below")
        and len(node.args) > 1
    ]


@pytest.mark.parametrize(
    "module", [each for each in MODULES if each not in {LAYOUT, *OTHER_LAYOUTS}]
)
def test_no_other_module_spells_or_looks_for_the_files_of_a_project_or_beside_an_article(
    module: str,
) -> None:
    tree = parsed(module)
    assert (spelled(tree), looked_for(tree)) == ([], [])


@pytest.mark.parametrize(
    "code",
    [
        'path.with_name(f"{stem}.{who}.yaml")',
        'folder / "documents" / name',
        'path.parent.name == "gold"',
        'path.parent.name in {"gold", "keys"}',
        'f"annotations/{name}"',
        'endings = {".yaml", ".yml"}',
        'folder.glob("*")',
        'files_below(folder, "*.txt")',
    ],
)
def test_a_module_that_knew_where_things_are_would_be_noticed(code: str) -> None:
    assert spelled(ast.parse(code)) or looked_for(ast.parse(code))


def choices(tree: ast.AST) -> list[str]:
    """The places where a module chooses among passes by which is wanted, or by their status."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
            found += [ast.unparse(each) for each in parts if _is_member(each, "PassChoice")]
        elif isinstance(node, ast.comprehension):
            inside = [each for test in node.ifs for each in ast.walk(test)]
            found += [
                ast.unparse(each) for each in inside if _is_member(each, "Status", "UNUSABLE")
            ]
    return found


def _is_member(node: ast.AST, of: str, name: str | None = None) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == of
        and name in {None, node.attr}
    )


@pytest.mark.parametrize("module", [each for each in MODULES if each != SELECTION])
def test_no_other_module_chooses_which_pass_counts(module: str) -> None:
    assert choices(parsed(module)) == []


def test_the_module_that_chooses_is_noticed() -> None:
    assert choices(parsed(SELECTION))


def outputs(tree: ast.AST) -> list[str]:
    """What a module prints with, or writes to the terminal by."""
    names = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr))
    return [each for each in names if each in {"print", "sys.stdout", "sys.stderr"}]


@pytest.mark.parametrize("module", [each for each in MODULES if each.startswith("project/")])
def test_a_use_case_prints_nothing(module: str) -> None:
    assert outputs(parsed(module)) == []


def test_a_module_that_printed_would_be_noticed() -> None:
    assert outputs(ast.parse("print(found)"))
    assert outputs(ast.parse("sys.stderr.write(found)"))
