"""Every command there is, over a world in which every text is hostile: what it prints is safe."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli import COMMANDS, run
from tests.hostile import forbidden_bytes
from tests.hostile_world import NAMES, HostileWorld, a_world


def lines(world: HostileWorld) -> dict[str, list[list[str]]]:
    """What each command is run with; paths, names and texts are hostile ones."""
    project, ada, article = str(world.project), str(world.ada), str(world.article)
    own = ["--codebook", str(world.codebook)]
    name, home = NAMES[0], world.home
    missing = str(world.article.with_name("missing\x1b[2J.txt"))
    return {
        "tag": [[article], [ada], [missing]],
        "set": [[article, "s2", "claim", "-a", name, *own], [ada, "s2", "claim"], [missing, "s1"]],
        "source": [[ada, name, "--rename", name], [ada, "source-1", "--rename", name, *own]],
        "finish": [[article, "-a", name, *own], [ada]],
        "show": [[ada], [ada, "--plain"], [ada, "--json"], [str(world.key)], [missing]],
        "measure": [[ada], [ada, "--json"], [project], [project, "--json"]],
        "report": [[ada, "-o", str(home / "r.html")], [project, "-o", str(home / "r\x1b[2J.html")]],
        "check": [[project], [project, "--json", "--strict"], [ada], [missing]],
        "codebook": [own, [*own, "--json"], ["--codebook", missing]],
        "key": [[article, "s1", "claim", "--explanation", name, *own], [str(world.key)]],
        "practice": [[article, *own], [str(world.key)]],
        "grade": [[project], [project, "--json"], [project, "-d", "harbour"]],
        "class-report": [
            [project, "--json"],
            [project, "-o", str(home / "c.html")],
            [project, "-d", name],
        ],
        "worksheet": [[article, "-o", str(home / "w.html")], [missing]],
        "handout": [[article, "-o", str(home / "h.html")], [missing]],
        "serve": [[missing], [ada]],
        "links": [[project], [project, name], [missing], [project, NAMES[1], "--revoke"]],
        "lessons": [[], ["--json"]],
        "lesson": [["start", name], ["start", "who-says-so", str(home / "l\x1b[2J")]],
        "samples": [[], ["--json"], [str(home / "samples\x1b[2J"), "--yes"]],
        "roster": [
            [project, "--roster", missing],
            [project, "--not-listed", name],
            [project],
            [project, "--ask-again", name, "--json"],
        ],
        "forget": [[project, name], [project, NAMES[1]]],
        "init": [[str(home / "new\x1b[2J"), "--title", name, f"--annotator={name}"], [project]],
        "add": [[project, article], [project, missing]],
        "assign": [
            [project, "--dry-run"],
            [project, "--seed", name, "--dry-run"],
            [project, "--documents", article],
        ],
        "status": [[project], [project, "--json"]],
        "settings": [[], ["--check"], ["--json"]],
        "collect": [
            [project, str(world.article.parent), "--dry-run"],
            [project, str(world.project / "annotations"), "--json"],
        ],
        "resegment": [[project, "harbour", "--split", "s1", name], [project, name, "--join", "s1"]],
        "learn": [[project, "--from", name], [missing, "--from", "gold"]],
        "suggest": [
            [article],
            [article, "--json"],
            [project],
            [project, "--json", "--force"],
            [project, "-d", name],
            [project, "--evaluate"],
            [project, "--evaluate", "--against", name, "--unfinished"],
            [project, "--order", "uncertainty", "--seed", name],
            [ada, "--with", name],
            [project, "--plan", "--effect", "20"],
            [name, "--plan"],
            [missing],
        ],
        "migrate": [
            [project, "--to", name],
            [project, "--to", str(world.codebook), "--map", f"{name}=claim"],
        ],
        "agree": [
            *([project], [project, "--json"], [project, "--latex", "--methods"]),
            *([project, "--suggested"], [project, "--suggested", "--json"]),
        ],
        "adjudicate": [[project], [project, "--status"], [project, "--curator", name]],
        "export": [
            [project, "--format", "csv", "-o", str(home / "e\x1b[2J.csv")],
            [ada, "--format", name],
            [project, "--person", name, "-o", str(home / "person")],
        ],
        "import": [[project, missing], [project, article, "-a", name], [project, ada]],
        "release": [[project, "-o", str(home / "rel\x1b[2J")], [missing, "-o", missing]],
        "rehydrate": [[project, article], [missing, missing]],
        "help": [[], [name], ["--all"]],
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileWorld]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("world")
        patch.setenv("ANNOTATOR_CONFIG_DIR", str(home / "settings"))
        yield a_world(home)


def test_each_command_has_lines_here(tmp_path: Path) -> None:
    assert (
        lines(HostileWorld(tmp_path, tmp_path, tmp_path / "a.txt", tmp_path)).keys()
        == COMMANDS.keys()
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_of_a_hostile_world_is_safe(
    world: HostileWorld, command: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for arguments in lines(world)[command]:
        run([command, *arguments])
        printed = capfdbinary.readouterr()
        assert forbidden_bytes(printed.out + printed.err) == []
        assert printed.out + printed.err, f"{arguments} printed nothing"
