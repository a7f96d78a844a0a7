"""The page `docs/reference/formats.md`, made from the registry and the columns.

A test compares the two. To write it:
`python -m docs.formats_page docs/reference/formats.md`.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator.formats.registry import FORMATS, INSTALL_COMMAND, LOST_IN_ALL, Format
from annotator.formats.row_columns import COLUMNS
from annotator.formats.spans import SpanRole
from annotator.storage.files import overwrite

_OPENING = f"""\
# Formats

Import articles and labels from other tools, and export annotation sets and datasets.

    annotator export my-project --format jsonl -o sentences.jsonl
    annotator export my-project --format brat --set gold -o gold-brat
    annotator import my-project labels.jsonl --annotator ada
    annotator release my-project -o dataset --license LICENSE --citation CITATION.cff

`make schemas` writes this page from the program's own table of formats.

## Export and import

`export` takes a project, a folder of sets, or one set. `--set` chooses the sets: `annotators` (the
default), `gold`, or `all` (answer keys too).

`import` writes to a project, or to a plain folder as articles with their sets next to them. It
reads and checks everything first. If anything is wrong, it lists every error with its file and
line, and imports nothing. `--dry-run` checks the files and writes nothing.

`--skip-faulty` imports the valid sets and lists everything that was left out. The exit code is then
1. A set is imported as a whole or not at all. `--json` prints what was written, what was not
imported and what was left out. If a message applies to many places, it is printed once. To print it
for each place, use `--list-all`.

If the files do not name the annotator, use `--annotator`, or put the files in folders:
`annotators/NAME/`, as `export` writes them, or one folder per annotator with the same files in
each. Document names are simplified as in `annotator add`. If two different names become the same
name, this is an error.

Parquet, INCEpTION, web pages and Word files need extra packages: `{INSTALL_COMMAND}`.
"""

_LABELS = """\
## Labels from other tools

A label becomes the tag, part or role with the same id or name. For labels with other names, list
their meanings in a file, one per line, and name it with `--labels FILE`:

```yaml
Assertion: claim
Speaker: source
Verb of speech: cue
Quotation: content
Sentiment: ignore
```

The right side is a tag of the codebook, a part (`title`, `dateline`, `byline`, `caption`,
`pullquote`, `other`), or one of {marks}.

A labeled span becomes a sentence. The text between such spans is split into sentences without a
tag. Sources, cues and contents do not become sentences. If relations or events join them, the
source is set on every sentence that contains the content or the cue. The cue is set on the sentence
that contains it. A source, cue or content without relations belongs to the sentence that contains
it. Everything that is not imported is listed with its place, except for internal data of the tools:
tokens, times, and Prodigy's names that begin with `_`.

### Label Studio

In Label Studio, export as JSON. JSON-MIN also works, but it has no relations, and it does not tell
which region a choice or a text belongs to. It has the labeled spans and what applies to the whole
text. The control for the annotator's name is called `tagged_by`, because JSON-MIN uses the name
`annotator` itself.

### Prodigy

If a text is a single sentence, a label of the whole text (`label`, `accept`) becomes its tag.

### brat

The fragments of a span can be in any order. The arguments of an event belong together even if the
label of its trigger is `ignore`.

## Positions

Files that `export` writes count positions in code points, except for INCEpTION. On import,
positions can count code points, UTF-16 units or bytes, and a line break can count as one or two.
All positions of a set count in the same way.

If a file quotes the words at a position, the words must match. If it does not, a position must not
be inside a word. If several ways of counting fit, `import` uses the one in which most spans begin
and end where sentences do. If no way fits, or two fit equally well, the set is not imported, and
this is an error.

To name the unit yourself, use `--positions code-points`, `utf-16` or `bytes`. Spans can then begin
or end inside words. Carriage returns in a text do not move its spans.
"""

_ARTICLES = """\
## Articles

`annotator ARTICLE` and `annotator add` read these files:

- plain text and Markdown (`.txt`, `.md`),
- web pages (`.html`, or an `http` or `https` address). trafilatura extracts the main text with its
  title, outlet and date. The address is kept.
- Word files (`.docx`).

`annotator ARTICLE` shows the text that it found in a web page or a Word file. If you agree, it
saves the text next to the file, and you tag that text.

`annotator add` also reads CSV and JSON Lines with one article per row, in the columns `id`, `text`,
`title`, `outlet`, `url`, `published` and `language`. If a column has another name, use
`--column text=body`.

Word files and web pages are read as a reader sees them:

- From a Word file, the program reads the body with every tracked change accepted. This includes
  inserted and moved text, content controls, fields, tables (one paragraph per cell) and text boxes,
  but no deleted or hidden text. Footnotes and endnotes follow the text, and a message says so.
  Comments, headers and footers are left out.
- On a web page, `<q>` gets its quotation marks. A superscript that marks a note
  (`unsafe.<sup>1</sup>`) is left out, and other superscript numbers are kept (`km²`). Text that is
  struck out or hidden is left out.

Files that are not articles are rejected, whatever their names: annotation sets, answer keys, gold,
codebooks, projects, exports of this and other tools, PDFs, images and spreadsheets. The message
says what the file is and which command reads it. An article with more than about 22,000 sentences
is also rejected, because its finished set could not be opened again.

Addresses of your own computer or network are rejected unless you use `--private-address`. A page is
also rejected if it is larger than `--max-size`, takes longer than a minute, or redirects more than
five times.
"""

_RELEASE = """\
## Release

`annotator release` makes a folder that is ready to publish:

- the rows in JSON Lines and Parquet, split by article into train, validation and test (`--split`,
  `--seed`),
- the codebook,
- `measures.csv`,
- `agreement.csv`, and `agreement.json` with the figures that do not fit in a table,
- a dataset card (`README.md`) that marks missing information with `TO FILL IN`,
- the license and the citation,
- `SHA256SUMS`.

A release never has answer keys, or sets of annotators whom the project excludes. To read the rows
of all parts together, use `annotator.read("FOLDER")` or `annotator import`.

The card declares the columns, so that `load_dataset("FOLDER")` gives the tags as numbers of a
ClassLabel, in the order of the codebook. Their names are in `features["tag"].names`. In the files
themselves, and in pandas, polars and DuckDB, tags are words.

`--without-text` leaves out the text of sentences and cues. It also leaves out notes that have
quotation marks or share three words in a row with the article. Titles, addresses and the names of
sources stay. `annotator rehydrate FOLDER ARTICLES` restores the text of each article whose text is
exactly the one that was tagged, and lists the others.
"""

_ROWS = """\
## The columns of a row

JSON Lines, CSV and Parquet have one row per sentence and annotator.

In CSV, the entries of a list are separated by spaces, such as `s1:partial s2` for answers.
Decisions and unused sources are JSON. If a spreadsheet would run a cell as a formula, the cell gets
an apostrophe in front, which `import` removes. With `--raw`, cells are written and read exactly as
they are.

In Parquet, the metadata of the columns `tag`, `part` and `kind` has the order of the labels, as a
JSON list under `labels`:

```python
import json
import pyarrow.parquet as parquet
from datasets import ClassLabel, Dataset

rows = Dataset.from_parquet("sentences.parquet")
order = json.loads(parquet.read_schema("sentences.parquet").field("tag").metadata[b"labels"])
rows = rows.cast_column("tag", ClassLabel(names=order))
```

To import rows from another tool, you need only a column `text`, and `tag` for the labels. If a
column has another name, use `--column text=sentence`. Without the column `start`, sentences are
joined with one space between them.

Every CSV file that is read, here and by other commands, must be UTF-8. Its first line names the
columns, and its cells are separated by commas, semicolons or tabs.
"""


def page() -> str:
    """The whole page."""
    marks = ", ".join(f"`{mark}`" for mark in SpanRole)
    parts = (
        _OPENING,
        "## The formats\n",
        _table(("name", "description", "import", "export", "positions"), map(_row, FORMATS)),
        "\n## What each format cannot hold\n",
        "If you export to a format and import it again, everything that is not listed here comes\n"
        "back unchanged. Tests check this for every field and for texts in many scripts.\n",
        "\n".join(_lacks(FORMATS)) + "\n",
        _LABELS.format(marks=marks),
        _ARTICLES,
        _RELEASE,
        _ROWS,
        _table(
            ("column", "holds", "meaning"),
            ((f"`{each.name}`", each.kind.value, each.meaning) for each in COLUMNS),
        ),
    )
    return "\n".join(parts)


def _row(each: Format) -> Sequence[str]:
    yes = {True: "yes", False: ""}
    return f"`{each.name}`", each.title, yes[each.reads], yes[each.writes], each.positions


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _lacks(formats: Iterable[Format]) -> Iterator[str]:
    yield f"- all formats: {'; '.join(LOST_IN_ALL)}."
    for each in formats:
        if each.writes:
            refused = [f"{what} (this is an error)" for what in each.refuses]
            yield f"- `{each.name}`: {'; '.join((*each.lacks, *refused)) or 'nothing else'}."


if __name__ == "__main__":
    overwrite(Path(sys.argv[1]), page().encode())
