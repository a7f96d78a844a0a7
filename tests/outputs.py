"""Everything that the program prints and writes, kept in a folder to be compared with `diff -r`.

`python -m tests.outputs FOLDER` runs every command on the samples and on projects made from them.
It keeps of each run what was typed, the exit code, both streams, and every file that it wrote or
removed, byte for byte. Run it before and after a change that shall change nothing.

Only the command line is used, so that it outlives every renaming of modules. Where the samples
themselves have changed, `--samples FOLDER` runs it on the former ones.
"""

import argparse
import os
import re
import runpy
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from tests.factories import SAMPLES

MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of a random name is made in it)
"""Where a system keeps files in memory; they are many, and each is synced."""
ENVIRONMENT = {
    "COLUMNS": "100",
    "LINES": "30",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "dumb",
    "USER": "reader",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
WARM = (
    *("click", "rich.console", "rich.table", "rich.text", "yaml", "msgspec", "numpy", "jinja2"),
    *("nupunkt", "filelock", "platformdirs", "wcwidth", "cassis", "trafilatura", "docx"),
    *("pyarrow.parquet", "starlette.applications", "textual.app", "segno"),
)
"""What others wrote and our commands load: it is loaded once, so that a run takes no second."""
COMMANDS = (
    *("tag", "set", "source", "finish", "show", "check", "measure", "report", "codebook"),
    *("key", "practice", "grade", "worksheet", "serve", "handout", "roster", "forget"),
    *("init", "add", "assign", "status", "agree", "adjudicate", "collect", "resegment", "migrate"),
    "suggest",
    *("import", "export", "release", "rehydrate"),
)
ARTICLES = ("border-market", "cannery-closure", "dam-warning", "harbour-blackout", "school-lunch")
WRITTEN = ("jsonl", "csv", "parquet", "brat", "label-studio", "doccano", "prodigy", "inception")
ENDINGS = {"jsonl": ".jsonl", "csv": ".csv", "parquet": ".parquet", "doccano": ".jsonl",
           "prodigy": ".jsonl"}  # fmt: skip
"""The formats that are one file; the others are folders."""
OTHERWISE = {
    "Ada": {"dam-warning": {"s5": "claim"}, "school-lunch": {"s12": "claim"}},
    "Ben": {
        "border-market": {"s6": "claim", "s9": "claim", "s14": "background"},
        "cannery-closure": {"s7": "background", "s15": "claim"},
        "dam-warning": {"s6": "claim", "s10": "claim", "s16": "background"},
        "harbour-blackout": {"s8": "claim", "s14": "claim"},
        "school-lunch": {"s9": "background", "s15": "claim"},
    },
    "Cleo": {"harbour-blackout": {"s7": "confirmation", "s13": "claim", "s14": "confirmation"}},
}
"""Where these annotators judge otherwise than the samples do."""
SHORT = "The port is dark, police said.\n\nThe mayor denied it.\n\nIt was dark.\n"


class OutputFolder:
    """A folder in which commands run one after another, and the folder in which they are kept."""

    def __init__(self, folder: Path, kept: Path, samples: Path) -> None:
        self.folder, self.kept, self.samples = folder, kept, samples
        self._number = 0
        folder.mkdir(parents=True)

    def run(self, line: str, typed: str = "", **variables: str) -> None:
        """Run `annotator` with the words of a line, and keep what came of it."""
        self._number += 1
        words = shlex.split(line)
        name = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:60]
        kept = self.kept / f"{self._number:02}-{name}"
        kept.mkdir(parents=True)
        before = _files(self.folder)
        code = _run(words, self.folder, kept, typed, variables)
        after = _files(self.folder)
        (kept / "argv").write_text("".join(f"{each}\n" for each in words), "utf-8")
        (kept / "exit").write_text(f"{code}\n", "utf-8")
        gone = sorted(before.keys() - after.keys())
        (kept / "removed").write_text("".join(f"{each}\n" for each in gone), "utf-8")
        for path, data in after.items():
            if before.get(path) != data:
                target = kept / "files" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._masked(data))
        for stream in ("stdout", "stderr"):
            said = kept / stream
            said.write_bytes(self._masked(said.read_bytes()))

    def _masked(self, data: bytes) -> bytes:
        # The folder has a random name; its length is always the same, so lines break alike.
        return data.replace(str(self.folder.parent).encode(), b"/world")

    def write(self, path: str, text: str) -> None:
        """Put a text into a file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace words in a file, which must be there."""
        text = (self.folder / path).read_text("utf-8")
        if old not in text:
            raise ValueError(f"{path} does not say {old!r}")
        self.write(path, text.replace(old, new, 1))

    def copy(self, sample: str, path: str) -> None:
        """Put a file of the samples here."""
        self.write(path, (self.samples / sample).read_text("utf-8"))

    def tagged(self, name: str, document: str, path: str) -> None:
        """Put an annotator's finished set here: it is the sample's, a few tags aside."""
        head, *sentences = (
            (self.samples / f"{document}.sample.yaml").read_text("utf-8").split("\n- id: s")
        )
        other = OTHERWISE.get(name, {}).get(document, {})
        judged = [_otherwise(each, other.get(f"s{each.split()[0]}")) for each in sentences]
        head = head.replace('annotator: "sample"', f'annotator: "{name}"')
        self.write(path, "\n- id: s".join((head, *judged)))


def _otherwise(sentence: str, tag: str | None) -> str:
    if tag is None:
        return sentence
    without = re.sub(r"\n  answers:(\n  - .*)+", "", sentence)
    return re.sub(r"\n  tag: .*", f"\n  tag: {tag}", without)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _run(
    words: list[str], folder: Path, kept: Path, typed: str, variables: Mapping[str, str]
) -> int:
    """Run the program in a process of its own; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    with suppress(BaseException):
        _connect(kept, typed)
        os.chdir(folder)
        os.environ.update(variables)
        sys.argv = ["annotator", *words]
        code = _exit_code()
    os._exit(code)


def _connect(kept: Path, typed: str) -> None:
    given = tempfile.TemporaryFile()  # noqa: SIM115 (it ends with the process)
    given.write(typed.encode())
    given.seek(0)
    os.dup2(given.fileno(), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(kept / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        stream = os.fdopen(number, "w", encoding="utf-8", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)


def _exit_code() -> int:
    try:
        runpy.run_module("annotator", run_name="__main__", alter_sys=True)
        code: object = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 (it is kept, as a person would see it)
        sys.excepthook(*sys.exc_info())
        code = 99
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


def helps(w: OutputFolder) -> None:
    """Every page of help, and what is said to those who use it wrongly."""
    w.run("--help")
    w.run("--version")
    w.run("")
    for command in COMMANDS:
        w.run(f"{command} --help")
    w.run("show --help", COLUMNS="60")
    w.run("shwo --plain")
    w.run("set")
    w.run("measure --passes third .")
    w.run("nothing-here.txt")
    w.run("export . --format word -o x")
    w.run("", _ANNOTATOR_COMPLETE="bash_source")
    w.run("", _ANNOTATOR_COMPLETE="bash_complete", COMP_WORDS="annotator me", COMP_CWORD="1")


def reading(w: OutputFolder) -> None:
    """The samples, read in every way."""
    for name in ARTICLES:
        w.copy(f"{name}.sample.yaml", f"{name}.ada.yaml")
        w.copy(f"{name}.txt", f"{name}.txt")
    for name in ARTICLES:
        w.run(f"show {name}.ada.yaml")
        w.run(f"measure {name}.ada.yaml")
    w.run("show harbour-blackout.ada.yaml --plain")
    w.run("show harbour-blackout.ada.yaml --json")
    w.run("show harbour-blackout.ada.yaml", COLUMNS="60")
    w.run("show harbour-blackout.txt --annotator ada")
    w.run("show harbour-blackout.txt")
    w.run("measure harbour-blackout.ada.yaml --json")
    w.run("measure . --json")
    w.run("measure .")
    w.run("measure . --csv measures.csv")
    w.run("measure . --csv raw.csv --raw")
    w.run("report harbour-blackout.ada.yaml -o one.html")
    w.run("report . -o all.html")
    w.run("report dam-warning.txt -o article.html")
    w.run("check . --strict")
    w.run("check . --json --strict")
    w.run("codebook")
    w.run("codebook --json")
    w.run("codebook --html codebook.html")
    w.run("codebook --copy own.yaml")
    w.run("codebook --copy own.yaml")
    w.run("codebook --codebook own.yaml")


def colors(w: OutputFolder) -> None:
    """What a terminal shows in colors: alone here, because colors may change on purpose."""
    w.copy("harbour-blackout.sample.yaml", "harbour-blackout.ada.yaml")
    for line in ("show harbour-blackout.ada.yaml", "measure harbour-blackout.ada.yaml", "codebook"):
        w.run(line, FORCE_COLOR="1", TERM="xterm-256color", COLORTERM="truecolor")


def tagging(w: OutputFolder) -> None:
    """An article tagged without a screen, from nothing to a second pass."""
    w.copy("harbour-blackout.txt", "article.txt")
    w.write("short.txt", SHORT)
    w.run("set article.txt s4 claim --annotator ada")
    w.run(
        'set article.txt s8 confirmation -a ada --source "Port Authority" --cue said '
        "--answers s3 --answers s4:partial --kind organization"
    )
    w.run('set article.ada.yaml s6 claim --no-checkable --via "the Courier" --note "sure?" --flag')
    w.run('set article.ada.yaml s7 n --source Coastwire --affiliation "The house" --answers s4')
    w.run('set article.ada.yaml s8 --source "Maria Lind"')
    w.run("set article.ada.yaml s1 --part title")
    w.run("set article.ada.yaml s4 --untag")
    w.run('set article.ada.yaml s9 --cue "not there"')
    w.run("set article.ada.yaml s99 claim")
    w.run("set article.ada.yaml s9 nothing-of-the-kind")
    w.run("set article.txt s4 claim")
    w.run('source article.ada.yaml Coastwire --rename "The Coastwire"')
    w.run('source article.ada.yaml "Maria Lind" --kind person --affiliation "Port Authority"')
    w.run('source article.ada.yaml "Maria Lind" --merge-into "The Coastwire"')
    w.run('source article.ada.yaml "Brenn Grid" --concerned')
    w.run("source article.ada.yaml Nobody --rename Another")
    w.run("show article.ada.yaml")
    w.run("check article.ada.yaml --strict")
    w.run("finish article.ada.yaml", "n\n")
    w.run("finish article.ada.yaml --yes")
    w.run("set article.ada.yaml s4 claim")
    w.run("set article.txt s4 claim -a ada --next-pass")
    w.run('finish article.ada.2.yaml --unusable "not a news article"')
    w.run("finish article.ada.2.yaml --usable")
    w.run("measure .")
    w.run('set short.txt s1 claim -a ben --title "Dark" --outlet "The Bay" --date 2026-03-02')
    w.run("set short.txt s2 f -a ben --answers s1:contradicts --source mayor")
    w.replace("short.txt", "It was dark.", "It was dark. It was cold.")
    w.run("set short.txt s3 b -a ben")
    w.run("set short.txt s3 b -a ben --carry-over")
    w.run("show short.ben.yaml --plain")
    w.run("article.txt --annotator ada")


def keys(w: OutputFolder) -> None:
    """An answer key, and what a class is given."""
    for name in ("harbour-blackout", "school-lunch"):
        w.copy(f"{name}.txt", f"{name}.txt")
        w.copy(f"{name}.key.yaml", f"{name}.key.yaml")
    w.tagged("Ben", "harbour-blackout", "harbour-blackout.ben.yaml")
    w.tagged("Cleo", "harbour-blackout", "harbour-blackout.cleo.yaml")
    w.run("key harbour-blackout.txt --check")
    w.run("key harbour-blackout.txt --check --json")
    w.run("key harbour-blackout.txt s14 --also confirmation --yes")
    w.run('key harbour-blackout.txt s8 --also claim --explanation "It may be both." --yes')
    w.run("key harbour-blackout.txt s8 --not-also claim")
    w.run("key harbour-blackout.txt s14")
    w.run("grade .")
    w.run("grade . --sources --links --json")
    w.run("grade harbour-blackout.key.yaml -o marks.csv --feedback feedback")
    w.run("worksheet harbour-blackout.txt -o sheet.html --key answers.html")
    w.run("handout harbour-blackout.txt -o lesson.html --ask links")
    w.run("handout school-lunch.txt -o practice.html --practice")
    w.run("practice school-lunch.txt --plain", "c\nb\nf\nn\nc\nb\nc\nf\nn\nb\nc\nc\nc\nb\nb\nb\n")
    w.run("practice nothing.txt --plain")
    w.run("report harbour-blackout.txt -o compared.html")
    w.write(
        "canvas.csv",
        "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
        "Ben,1,u1,ben@example.org,A\nCleo,2,u2,cleo@example.org,A\nDora,3,u3,dora@example.org,A\n",
    )
    w.run("grade . -d harbour-blackout -o canvas-marks.csv --roster canvas.csv --points 10")
    w.run("grade . -o moodle.csv --platform moodle --raw")


def project(w: OutputFolder) -> None:
    """A project of three annotators, from the articles to the gold and the release."""
    for name in ARTICLES:
        w.copy(f"{name}.txt", f"articles/{name}.txt")
    w.run('init news --title "Coast news" -a Ada -a Ben --ask links')
    w.run("init news")
    w.run("add news articles")
    w.run("add news articles/harbour-blackout.txt")
    w.run("status news")
    w.run("assign news --round pilot --take 2 --dry-run")
    w.run("assign news --round pilot --take 2")
    w.run("assign news --share 0.67 --copies 2")
    w.run("assign news -a Ada -a Ben -a Cleo --dry-run")
    w.run("assign news -a Ada -a Ben -a Cleo")
    w.run("status news --documents")
    w.run("agree news")
    for name in ARTICLES:
        w.tagged("Ada", name, f"handed-in/{name}.ada.yaml")
        w.tagged("Ben", name, f"handed-in/b/{name}.yaml")
    w.tagged("Cleo", "harbour-blackout", "handed-in/cleo.yaml")
    w.write("handed-in/what.yaml", "format: attribution-annotations/1\nannotator: [\n")
    w.run("collect news handed-in --dry-run")
    w.run("collect news handed-in")
    w.run("collect news handed-in --json")
    w.run("status news")
    w.run("status news --json")
    w.run("check news")
    w.run("check news --strict --json")
    w.run("measure news")
    w.run("measure news --json")
    w.run("measure news -d harbour-blackout")
    w.run("measure news --csv news.csv")
    w.run("report news -o news.html")
    _agreement(w)
    _gold(w)
    _release(w)
    _changes(w)


def _gold(w: OutputFolder) -> None:
    w.run("show news -d dam-warning -a Ben")
    w.run("set news -d dam-warning -a Cleo s3 claim --source police --flag --note unsure")
    w.run("agree news --unfinished --no-intervals --by-document")
    w.run("status news")
    w.run("adjudicate news --status")
    w.run("adjudicate news --curator Grace --accept --majority")
    w.run("adjudicate news --status --json")
    w.run("adjudicate news --gaps")
    w.run("adjudicate news --gaps --json")
    w.run("agree news --against gold")
    w.run("agree news --against gold --json")
    w.run("key news -d school-lunch s3 claim --also background")
    w.run("grade news")
    w.run("class-report news -o class.html --json")
    w.run("worksheet news -d school-lunch -o sheet.html")
    w.run("handout news -d school-lunch -o lesson.html")


def _release(w: OutputFolder) -> None:
    w.write("LICENSE", "Do with it what you like.\n")
    w.write("CITATION.cff", "cff-version: 1.2.0\ntitle: Coast news\nmessage: Cite it.\n")
    w.run(
        "release news -o dataset --license LICENSE --license-name cc-by-4.0 "
        "--citation CITATION.cff --title Coast"
    )
    w.run("release news -o bare --without-text --pseudonyms --split 60,20,20 --seed 7 --set all")
    w.run("rehydrate bare articles -o whole")
    w.run("rehydrate bare articles/dam-warning.txt")


def _changes(w: OutputFolder) -> None:
    w.run("recut news harbour-blackout --join s9 --dry-run")
    w.run("recut news harbour-blackout --join s9")
    w.run("recut news dam-warning --split s5 Haldern")
    w.run("check news --strict")
    w.run("codebook --copy next.yaml")
    w.replace("next.yaml", 'version: "2"', 'version: "3"')
    w.replace("next.yaml", "A quotation from earlier days", "An earlier quotation")
    w.run("recode news --to next.yaml --dry-run")
    w.run("recode news --to next.yaml")
    w.run("agree news --no-intervals")
    w.run("forget news Cleo --yes")
    w.run("forget news Ben --yes --names remove")
    w.run("check news")
    w.run("status news")


def _agreement(w: OutputFolder) -> None:
    w.run("agree news")
    w.run("agree news --json")
    w.run("agree news --by-document --by-round --most 3 --no-intervals")
    w.run("agree news --round pilot --no-intervals")
    w.run("agree news --over-time --no-intervals")
    w.run("agree news --latex")
    w.run("agree news --methods")
    w.run("agree news --latex --methods --ac1 --bands")
    w.run("agree news --ac1 --bands --most 0")
    w.write(
        "labels.csv",
        "unit,coder,code\n"
        + "".join(
            f"u{unit},{coder},{(unit * step) % 3}\n"
            for unit in range(12)
            for coder, step in (("A", 1), ("B", 2), ("C", 4))
        ),
    )
    table = "agree --table labels.csv --item unit --annotator coder --label code"
    w.run(table)
    w.run(f"{table} --level ordinal --json")
    w.run(f"{table} --latex")
    w.run(f"{table} --methods")
    w.run("agree --table labels.csv --item nothing --annotator coder --label code")


def exchange(w: OutputFolder) -> None:
    """Every format written, and what was written taken in again."""
    w.run("init news -a Ada -a Ben")
    for name in ("border-market", "harbour-blackout"):
        w.copy(f"{name}.txt", f"{name}.txt")
        w.run(f"add news {name}.txt")
        for person in ("Ada", "Ben"):
            w.tagged(person, name, f"handed-in/{name}.{person}.yaml")
    w.run("collect news handed-in")
    w.run("adjudicate news --curator Grace --accept")
    for form in WRITTEN:
        target = f"out-{form}{ENDINGS.get(form, '')}"
        w.run(f"export news --format {form} -o {target}")
        w.run(f"import again-{form} {target} --format {form}")
    for form in ("jsonl", "csv", "brat", "doccano"):
        w.run(f"export news --format {form} --set all -o all-{form}{ENDINGS.get(form, '')}")
    w.run("export news --format csv -o -")
    w.run("export news --format csv --raw -o raw.csv")
    w.run("export news --format csv -o raw.csv")
    w.run("import whole all-jsonl.jsonl --dry-run --json")
    w.run("init other -a Ada -a Ben")
    w.run("import other out-jsonl.jsonl")
    w.run("import other out-jsonl.jsonl")
    w.run("import yaml handed-in --format yaml")
    _from_others(w)


def _from_others(w: OutputFolder) -> None:
    w.write(
        "doccano.jsonl",
        '{"id": 1, "text": "The port is closed, police said. Nobody knows why.", "entities": '
        '[{"id": 1, "label": "Assertion", "start_offset": 0, "end_offset": 32}, '
        '{"id": 2, "label": "Speaker", "start_offset": 20, "end_offset": 26}], "relations": []}\n',
    )
    w.write("mapping.yaml", "Assertion: claim\nSpeaker: source\n")
    w.run("import taken doccano.jsonl --format doccano -a ada")
    w.run("import labeled doccano.jsonl --format doccano -a ada --labels mapping.yaml")
    w.write("rows.csv", "sentence,label\nThe port is closed.,claim\nNobody knows.,odd\n")
    columns = "--column text=sentence --column tag=label -a ada"
    w.run(f"import rows rows.csv {columns}")
    w.run(f"import sound rows.csv {columns} --skip-faulty")
    w.write("brat/a.txt", "The port is closed. Nobody knows.\n")
    w.write("brat/a.ann", "T1\tclaim 0 19\tThe port is closed.\nT2\tclaim 20 99\tNobody\n")
    w.run("import fromb brat --format brat -a ada")
    w.write("corpus.jsonl", '{"guid": "g1", "body": "One is so. Two is not.", "outlet": "Bay"}\n')
    w.run("add news corpus.jsonl --column text=body --column id=guid")
    w.write(
        "page.html",
        "<html><head><title>Ferry</title></head><body><article><h1>Ferry late</h1>"
        "<p>The ferry was late on Monday, the company said in a long statement.</p>"
        "<p>Passengers waited for three hours in the rain, two of them told the paper.</p>"
        "</article></body></html>",
    )
    w.run("add news page.html")
    w.write("known.csv", "file,title,outlet\nextra.txt,Extra,The Bay\n")
    w.write("extra.txt", SHORT)
    w.run("add news extra.txt --metadata known.csv")
    w.run("add news known.csv missing.txt")


def faulty(w: OutputFolder) -> None:
    """Files with faults: each is named, in one way everywhere."""
    w.copy("harbour-blackout.txt", "article.txt")
    problems = {
        "syntax": ("sentences:", "sentences: [\n"),
        "unknown": ("tag: claim", "tag: clame"),
        "span": ("span: [0, 18]", "span: [0, 9]"),
        "double": ("- id: s2\n", "- id: s1\n"),
        "source": ("source: night-owls", "source: day-owls"),
        "status": ("status: finished", "status: finnished"),
        "field": ("  tag: claim", "  tga: claim"),
        "format": ("attribution-annotations/1", "attribution-annotations/9"),
        "quoted": ("status: finished", 'status: "finished" # done'),
    }
    for name, (old, new) in problems.items():
        path = f"{name}.ada.yaml"
        w.copy("harbour-blackout.sample.yaml", path)
        w.replace(path, old, new)
        w.run(f"check {path}")
        w.run(f"measure {path}")
    w.run("check .")
    w.run("check . --json --list-all")
    w.run("measure .")
    w.run("show syntax.ada.yaml")
    w.run("set unknown.ada.yaml s3 claim")
    w.run("codebook --copy own.yaml")
    w.replace("own.yaml", 'key: "f"', 'key: "c"')
    w.run("codebook --codebook own.yaml")
    w.run("check own.yaml")
    w.write("hostile.txt", "before\x1b]0;HOSTILE\x07after \u202eright\n\n=1+1 said \x9b2J so.\n")
    w.run("set hostile.txt s2 claim -a =ada")
    w.run("show hostile.txt -a =ada")
    w.run("report hostile.txt -o hostile.html")
    w.run("export . --format csv -o rows.csv")
    w.run("tag article.txt -a ada")
    w.run("serve article.txt")


Scene = Callable[[OutputFolder], None]
SCENES: tuple[Scene, ...] = (project, exchange, reading, helps, faulty, tagging, keys, colors)
"""The longest first."""


def _warm() -> Iterator[str]:
    for name in WARM:
        try:
            import_module(name)
        except ImportError:
            yield name


def main() -> int:
    """Run all of it."""
    parser = argparse.ArgumentParser(description="Keep everything that the program writes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    parser.add_argument("--only", choices=[each.__name__ for each in SCENES])
    given = parser.parse_args()
    folder, samples = given.folder.resolve(), given.samples.resolve()
    if folder.exists() and any(folder.iterdir()):
        parser.error(f"{folder} is not empty")
    began = time.monotonic()
    worlds = Path(tempfile.mkdtemp(prefix="outputs-", dir=MEMORY if MEMORY.is_dir() else None))
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | ENVIRONMENT | {"HOME": str(worlds / "home")})
    time.tzset()
    if missing := list(_warm()):
        sys.stderr.write(f"not installed, so not all is run: {', '.join(missing)}\n")
    scenes = [each for each in SCENES if given.only in {None, each.__name__}]
    played = _play(scenes, lambda name: OutputFolder(worlds / name, folder / name, samples))
    shutil.rmtree(worlds)
    runs = sum(1 for _ in folder.glob("*/*/argv"))
    sys.stderr.write(f"{runs} runs in {time.monotonic() - began:.0f} s\n")
    return 0 if played else 1


def _play(scenes: list[Scene], world: Callable[[str], OutputFolder]) -> bool:
    """Play the scenes, two at a time; whether all of them came to their end."""
    waiting, running, well = scenes[::-1], set[int](), True
    while waiting or running:
        while waiting and len(running) < 2:
            scene = waiting.pop()
            child = os.fork()
            if not child:
                _play_one(scene, world)
            running.add(child)
        child, status = os.wait()
        running.discard(child)
        well = well and status == 0
    return well


def _play_one(scene: Scene, world: Callable[[str], OutputFolder]) -> NoReturn:
    code = 1
    try:
        scene(world(scene.__name__))
        code = 0
    except BaseException:  # noqa: BLE001 (the process ends here)
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
