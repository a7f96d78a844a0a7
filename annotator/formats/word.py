"""Articles from .docx files, by python-docx: the text as Word shows it, and the title.

python-docx gives only the paragraphs of the body itself, and only their plain runs. Tracked
insertions, moved text, content controls, fields, tables, text boxes and notes hold text too, so it
is read from the elements, by their names.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from annotator.formats.registry import require
from annotator.formats.taken import article_of_text
from annotator.model.faults import Fault, Refused
from annotator.storage.articles import Metadata, Reading, refuse_other_files
from annotator.text.listed import listed

MOST_ENTRIES = 2_000
MOST_BYTES = 64_000_000
MOST_TIMES = 200
_FEW_BYTES = 1_000_000

# Deleted or moved away; codes of fields, properties, and how a word is pronounced.
_LEFT_OUT = listed(
    "del moveFrom delText instrText delInstrText rPr pPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr rt"
    " rubyPr ctrlPr"
)
_TYPED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_OFF = frozenset(["0", "false", "off"])
_OF_A_FONT = range(0xE000, 0xF900)  # a sign that only its own font can show
_END = "\0"  # of a paragraph; no text can hold it


def article_of_word(data: bytes, file: str, given: Metadata) -> Reading:
    """The article in a .docx file.

    Args:
        data: The file.
        file: Its name.
        given: What is known of it; it goes before what the file says.

    Raises:
        Refused: It is no such file, unpacks to too much, or holds no text.
    """
    refuse_other_files(data, file, word=True)
    require("docx")
    _refuse_bombs(data, file)
    import docx  # noqa: PLC0415 (a sixth of a second)

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        paragraphs, notes = reader.paragraphs(document.element.body), list(reader.of_notes())
        title = document.core_properties.title
    except (KeyError, ValueError, SyntaxError, AttributeError, OSError, RecursionError,
            zipfile.BadZipFile, IndexError, TypeError, NotImplementedError) as error:  # fmt: skip
        raise Refused(Fault("is no .docx file that can be read; is it whole?", file)) from error
    known = given.over(Metadata(title=title or None))
    text = "\n\n".join((*paragraphs, *notes))
    reading = article_of_text(text, PurePath(file).stem, known, file)
    return reading._replace(warnings=(*reading.warnings, *_about_notes(len(notes), file)))


def _about_notes(notes: int, file: str) -> Iterator[str]:
    if notes:
        what = "1 footnote is" if notes == 1 else f"{notes} footnotes are"
        yield str(Fault(f"{what} at the end of the text, in the order of the references", file))


class _Reader:
    """Reads the text of a document's elements as Word shows it, with all changes accepted."""

    def __init__(self, document: Any) -> None:
        self._relations = document.part.rels.values()
        self._styles = {_attribute(each, "styleId"): each for each in document.styles.element}
        self._notes: dict[tuple[str, str], None] = {}
        self._boxes: list[str] = []

    def paragraphs(self, element: Any) -> list[str]:
        """The paragraphs below an element that are not empty, in order."""
        text = "".join(self._pieces(element))
        return list(filter(None, (each.strip() for each in text.split(_END))))

    def of_notes(self) -> Iterator[str]:
        """The text of each note that was referred to in what was read."""
        for kind, number in self._notes:
            for note in self._elements_of(kind):
                if _attribute(note, "id") == number:
                    yield "\n".join(self.paragraphs(note))

    def _elements_of(self, kind: str) -> list[Any]:
        from docx.oxml import parse_xml  # noqa: PLC0415 (loaded already, by who made this)

        parts = [each.target_part for each in self._relations if each.reltype.endswith(f"/{kind}s")]
        return [note for part in parts for note in parse_xml(part.blob)]

    def _pieces(self, element: Any) -> Iterator[str]:
        """The text below an element; `_END` stands behind each paragraph."""
        for child in element:
            name = _name(child)
            if name in _LEFT_OUT or self._is_gone(child, name):
                continue
            if name in _NOTES:
                self._notes.setdefault((_NOTES[name], _attribute(child, "id")))
            elif name == "txbxContent":
                self._boxes += self.paragraphs(child)
            elif name == "p":
                yield from self._paragraph(child)
            elif name in _TYPED or name in {"t", "sym"}:
                yield _typed(child, name)
            else:
                yield from self._pieces(_shown(child) if name == "AlternateContent" else child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        """Its text, and behind it that of the text boxes that are anchored in it.

        Where its mark is deleted or hidden, the next one goes on in the same line.
        """
        yield from self._pieces(paragraph)
        mark = _child(_child(paragraph, "pPr"), "rPr")
        if any(_is_on(_child(mark, name)) for name in ("del", "moveFrom", "vanish")):
            return
        yield _END
        boxes, self._boxes = self._boxes, []
        yield from (f"{box}{_END}" for box in boxes)

    def _is_gone(self, element: Any, name: str) -> bool:
        """Whether a run is hidden, a row or cell deleted, or a control still to be filled in."""
        if name == "r":
            return self._is_hidden(element)
        signs = {
            "tr": ("trPr", "del"),
            "tc": ("tcPr", "cellDel"),
            "sdt": ("sdtPr", "showingPlcHdr"),
        }
        properties, sign = signs.get(name, ("", ""))
        return _is_on(_child(_child(element, properties), sign))

    def _is_hidden(self, run: Any) -> bool:
        """Whether a run is hidden, by itself or by a style: the nearest that says so decides."""
        own = _child(run, "rPr")
        paragraph = next((each for each in run.iterancestors() if _name(each) == "p"), None)
        said = (
            _child(own, "vanish"),
            self._of_style(_child(own, "rStyle")),
            self._of_style(_child(_child(paragraph, "pPr"), "pStyle")),
        )
        return _is_on(next((each for each in said if each is not None), None))

    def _of_style(self, named: Any) -> Any:
        """What a style, or the nearest that it is based on, says of hiding; None for nothing."""
        seen: set[str] = set()
        while named is not None and _attribute(named, "val") not in seen:
            seen.add(_attribute(named, "val"))
            style = self._styles.get(_attribute(named, "val"))
            said = _child(_child(style, "rPr"), "vanish")
            if said is not None:
                return said
            named = _child(style, "basedOn")
        return None


def _name(element: Any) -> str:
    """What an element is called, in whatever namespace; a comment is called nothing."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    children = () if element is None else element
    return next((each for each in children if _name(each) == name), None)


def _attribute(element: Any, name: str) -> str:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def _is_on(sign: Any) -> bool:
    return sign is not None and _attribute(sign, "val").lower() not in _OFF


def _typed(element: Any, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = int(_attribute(element, "char") or "0", 16)
        return "" if code in _OF_A_FONT or not code else chr(code)
    return _TYPED[name]


def _shown(alternatives: Any) -> Any:
    """The first of an element's alternatives that holds text: the same text stands in each."""
    held = (each for each in alternatives if any(_name(part) == "t" for part in each.iter()))
    return next(held, ())


def _refuse_bombs(data: bytes, file: str) -> None:
    """See that the archive unpacks to no more than a document does; nothing is unpacked here.

    What an entry says of its size is the most that is ever read of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(Fault("is no .docx file: it is no zip archive", file)) from error
    size = sum(entry.file_size for entry in entries)
    times = size // max(len(data), 1)
    if (
        len(entries) > MOST_ENTRIES
        or size > MOST_BYTES
        or (times > MOST_TIMES and size > _FEW_BYTES)
    ):
        message = f"unpacks to {len(entries):,} parts and {size:,} bytes, more than any document"
        raise Refused(Fault(message, file))
