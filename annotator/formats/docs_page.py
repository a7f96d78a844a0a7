"""The page `docs/reference/formats.md`, made from the registry and the columns.

A test compares the two. To write it:
`python -m annotator.formats.docs_page docs/reference/formats.md`.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator.formats.registry import FORMATS, INSTALL_COMMAND, LOST_IN_ALL, Format
from annotator.formats.row_columns import COLUMNS
from annotator.formats.spans import SpanRole
from annotator.storage.files import overwrite

_OPENING = f"""\
# Formats: in from where articles and labels are, out to where datasets go

This page is made from the program's own table of formats; `make schemas` writes it anew.

    annotator export my-project --format jsonl -o sentences.jsonl
    annotator export my-project --format brat --set gold -o gold-brat
    annotator import my-project labels.jsonl --annotator ada
    annotator release my-project -o dataset --license LICENSE --citation CITATION.cff

`export` takes a project, a folder of sets or one set; `--set` says whose work: `annotators` (the
default), `gold` or `all` (keys too). `import` takes into a project, or into a plain folder as
articles and sets beside them. It reads and checks everything first: where anything is wrong, every
fault is named with its file and line, and nothing is taken. `--dry-run` stops before the writing.

`--skip-faulty` takes the sets that are sound and lists everything that was left out; the exit code
is then 1. A set is taken whole or not at all. `--json` prints what was written, what was not taken
and what was left out. What is alike in many places is told once; `--list-all`, which every command
has, lists all of it.

Where a file does not say who tagged, `--annotator` does, or a folder: `annotators/NAME/`, as
`export` writes it, or a folder for each annotator with the same files in each. Names of documents
are folded as `annotator add` folds them; two names that would be one document are refused.

Parquet, INCEpTION, web pages and .docx need the extra packages: `{INSTALL_COMMAND}`.
"""

_LABELS = """\
## Labels of theirs

A label is taken for the tag, part or mark of the same id or name. Where theirs are called
otherwise, `--labels FILE` names a file with a line for each:

```yaml
Assertion: claim
Speaker: source
Verb of speech: cue
Quotation: content
Sentiment: ignore
```

On the right stands a tag of the codebook, a part (`title`, `dateline`, `byline`, `caption`,
`pullquote`, `other`), or one of {marks}. A labelled span becomes a sentence; the text between
such spans is cut into sentences without a tag. Sources, cues and contents are no sentences: where
relations or events join them, the source becomes that of every sentence in which the content or the
cue stands, and the cue that of its sentence; alone, each belongs to the sentence that it stands in.
Whatever is not taken is listed with its place.

Of Label Studio's exports take JSON. JSON-MIN is read too. It has the labelled spans and what is
said of the whole text, but no relations, and it does not say to which region a further choice or
text belongs. The control for the annotator's name is called `tagged_by`, because JSON-MIN keeps
`annotator` for itself. A label of Prodigy's for a whole text (`label`, `accept`) becomes the tag
where the text is one sentence. Not listed is what tools keep for themselves: tokens, times, and
Prodigy's names that begin with `_`.

A brat span may have its pieces in any order. An event's arguments belong together even if its
trigger's label is `ignore`.

## Positions

Positions are code points in every file that is written, except for INCEpTION. On reading, positions
may count code points, UTF-16 units or bytes, and a line break may count as one or as two. All
positions of a set count the same. Where a file says which words are at a position, they must be
there. Where it does not, a position must not be inside a word. If several ways of counting fit,
the one is taken in which most spans begin and end as sentences do. If none fits, or two fit equally
well, the set is refused.

`--positions code-points`, `utf-16` or `bytes` names the unit. Spans may then begin or end inside
words. A text with carriage returns keeps its spans.
"""

_ARTICLES = """\
## Articles

`annotator ARTICLE` and `annotator add` read plain text and Markdown (`.txt`, `.md`), web pages
(`.html`, or an `http` or `https` address: the main text with title, outlet and date, by
trafilatura; the address is kept), and Word files (`.docx`). `annotator ARTICLE` shows what was
taken of a page or a Word file and asks before it keeps it as a text file beside it, which is then
tagged. `annotator add` also reads CSV and JSON Lines with an article in each row, under the columns
`id`, `text`, `title`, `outlet`, `url`, `published`, `language`; `--column text=body` names another.

Both are taken as a reader sees them. Of a Word file that is the body with every tracked change
accepted: inserted and moved text, content controls, fields, tables (a paragraph per cell) and text
boxes are in the article, deleted and hidden text is not. Footnotes and endnotes follow the text,
and a message says so; comments, headers and footers are left out. On a web page, `<q>` gets its
quotation marks, a raised note mark (`unsafe.<sup>1</sup>`) is left out and other raised figures are
kept (`km²`), and text that is struck out or hidden is left out.

What is no article is refused, whatever its name: annotation sets, keys, gold, codebooks, projects,
exports of this and other tools, PDFs, pictures, spreadsheets. The message says what it is and which
command takes it. An article that is so long that its finished set could not be opened again (more
than about 22,000 sentences) is refused too.

Addresses of one's own machine or network are refused unless `--private-address` is given, and so
is what is larger than `--max-size`, takes longer than a minute, or leads on more than five times.
"""

_RELEASE = """\
## A release

`annotator release` makes a folder that can be published as it is: the rows in JSON Lines and
Parquet, divided by article into train, validation and test (`--split`, `--seed`); the codebook;
`measures.csv`; `agreement.csv`, with `agreement.json` for what is no table; a dataset card with
what is known, and `TO FILL IN` where nothing is; the licence and the citation; and `SHA256SUMS`.
Keys, and annotators whom the project excludes, are never in it.
`annotator.read("FOLDER")` and `annotator import` read the rows of all parts together.

The card declares the columns, so that `load_dataset("FOLDER")` gives the tags as numbers of a
ClassLabel in the codebook's order, whose names are in `features["tag"].names`; in the files
themselves, and so for pandas, polars and DuckDB, they are words.

`--without-text` leaves the articles' words out: the text of sentences and cues, and remarks that
have quotation marks or share three words in a row with the article. Titles, addresses and the
names of sources stay. `annotator rehydrate FOLDER ARTICLES` puts the words back where an article
has the very text that was tagged, and names those that have not.
"""

_ROWS = """\
## The columns of a row

JSON Lines, CSV and Parquet have a row for each sentence and annotator. In CSV lists are written in
words (`s1:partial s2` for answers), the decisions and the unused sources as JSON, and a cell that a
spreadsheet would run as a formula gets an apostrophe before it, which `import` takes off again;
`--raw` writes and reads cells exactly as they are. In Parquet the order of the labels stands as a
JSON list in the metadata of the columns `tag`, `part` and `kind`, under `labels`:

```python
import json
import pyarrow.parquet as parquet
from datasets import ClassLabel, Dataset

rows = Dataset.from_parquet("sentences.parquet")
order = json.loads(parquet.read_schema("sentences.parquet").field("tag").metadata[b"labels"])
rows = rows.cast_column("tag", ClassLabel(names=order))
```

To take in rows of others, `text` is enough, and `tag` for the labels; `--column text=sentence`
names another column. Where there is no `start`, sentences are put together one blank apart.
Every CSV file that is read, here and by other commands, is UTF-8 with its columns named in the
first line, and its cells separated by commas, semicolons or tabs.
"""


def page() -> str:
    """The whole page."""
    marks = ", ".join(f"`{mark}`" for mark in SpanRole)
    parts = (
        _OPENING,
        "## The formats\n",
        _table(("name", "what it is", "in", "out", "positions in"), map(_row, FORMATS)),
        "\n## What each cannot carry\n",
        "If a format goes both in and out, everything that is not listed here comes back from\n"
        "an export and import unchanged: tests write and read again whatever may be decided about\n"
        "texts in any script. A format that only goes out cannot be imported.\n",
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
    yield f"- all of them: {'; '.join(LOST_IN_ALL)}."
    for each in formats:
        if each.writes:
            refused = [f"{what} (it is refused)" for what in each.refuses]
            yield f"- `{each.name}`: {'; '.join((*each.lacks, *refused)) or 'nothing else'}."


if __name__ == "__main__":
    overwrite(Path(sys.argv[1]), page().encode())
