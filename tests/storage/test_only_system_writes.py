"""Nothing is written past the calls that a test can fail: storage/system.py has them all."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import annotator

HOME = Path(annotator.__file__).parent
SYSTEM = "storage/system.py"
METHODS = frozenset({
    "chmod", "hardlink_to", "lchmod", "makedirs", "mkdir", "mkdtemp", "mkstemp", "rmdir", "rmtree",
    "symlink_to", "touch", "truncate", "unlink", "write_bytes", "write_text",
})  # fmt: skip
"""Whatever has such a method changes what is on the disk."""
OF_MODULES = {
    "os": {"link", "mkfifo", "mknod", "open", "remove", "removedirs", "rename", "renames",
           "replace", "symlink", "write"},
    "shutil": {"copy", "copy2", "copyfile", "copytree", "make_archive", "move", "unpack_archive"},
    "tempfile": {"NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile"},
}  # fmt: skip
NAMES = METHODS.union({"open"}, *OF_MODULES.values())
ALLOWED = {
    # No file: the devices that stand for a terminal and for nothing.
    ("cli/output.py", "open"),
    ("cli/output.py", "os.open"),
    ("cli/tag.py", "os.open"),
    # A folder of the system's own for what no other disk takes.
    ("storage/saver.py", "tempfile.mkdtemp"),
    # A folder of the system's own for a library that can only train into a file.
    ("project/model_fitting.py", "tempfile.TemporaryDirectory"),
}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a module that is called or imported."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    return tuple(each for each in tree if isinstance(each, (ast.Call, ast.ImportFrom)))


def writing_calls(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The calls in a module that change what is on the disk, as they are written."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        last = getattr(node.func, "attr", getattr(node.func, "id", None))
        if last not in NAMES:
            continue
        called = ast.unparse(node.func)
        module, _, name = called.rpartition(".")
        if (
            (name in METHODS and module not in {"SYSTEM", "system"})
            or name in OF_MODULES.get(module, ())
            or (name == "open" and module not in {"os"} and _opens_to_write(node))
        ):
            yield called


def _opens_to_write(call: ast.Call) -> bool:
    arguments = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    modes = [each.value for each in arguments if isinstance(each, ast.Constant)]
    return any(isinstance(mode, str) and set("wax+") & set(mode) and len(mode) < 4
               for mode in modes)  # fmt: skip


def test_only_one_module_calls_what_changes_the_disk() -> None:
    found = {
        (path.relative_to(HOME).as_posix(), call)
        for path in HOME.rglob("*.py")
        for call in writing_calls(nodes(path))
    }
    assert {each for each in found if each[0] != SYSTEM} == ALLOWED


def test_the_names_of_others_for_such_calls_are_not_taken() -> None:
    for path in HOME.rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module in OF_MODULES:
                taken = {each.name for each in node.names}
                assert not taken & (OF_MODULES[node.module] | METHODS), path


def test_a_call_past_them_would_be_found() -> None:
    source = (
        "path.write_text('x')\nos.replace(a, b)\nshutil.rmtree(x)\npath.open('wb')\n"
        "open(file, 'a')\nopen(file)\ntext.replace('a', 'b')\nsystem.remove(path)\n"
    )
    found = ["path.write_text", "os.replace", "shutil.rmtree", "path.open", "open"]
    assert list(writing_calls(ast.walk(ast.parse(source)))) == found
