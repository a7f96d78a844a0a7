"""The catalogs of translations: extracts the texts of pages, updates the catalogs, compiles them.

Run `make messages` after you change a text on a page or a translation. `make check` lists what is
missing in a language, and fails if something is, or if the compiled files are not current.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from annotator.text.messages import ENGLISH, LANGUAGES, LOCALES, PLURAL_TABLE

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "annotator"
TEMPLATE = LOCALES / "messages.pot"
_METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("web/static/**.js", "javascript"),
]
_OPTIONS: dict[str, dict[str, Any]] = {
    "**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}
}
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "Message": None,
    "message_in": ((1, "c"), 2),
    "CountMessage": (1, 2),
}
_COMMENT = "Translators:"
# So that a catalog changes only if a text does.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"%\(\w+\)s|</?\w+")
LONG, MIRRORED = "en-XA", "ar-XB"
"""Pseudo-languages: texts that are 40 percent longer, and texts from right to left."""


def extracted() -> Catalog:
    """All texts of pages, as they are in the code now."""
    catalog = Catalog(project="annotator", charset="utf-8", creation_date=_NO_DATE)
    catalog.header_comment = "# The texts of the pages of annotator, in English."
    found = extract_from_dir(
        PACKAGE,
        _METHODS,
        _OPTIONS,
        keywords=_KEYWORDS,
        comment_tags=[_COMMENT],
        strip_comment_tags=True,
    )
    for file, _, text, comments, context in sorted(found, key=lambda each: each[:2]):
        catalog.add(text, None, [(f"annotator/{file}", 0)], auto_comments=comments, context=context)
    for each in catalog:
        # Babel sees a place in every % of a text. Ours are the named ones.
        if each.id and not _places(each.id):
            each.flags -= {"python-format"}
    return catalog


def catalog_path(language: str) -> Path:
    """The catalog of a language."""
    return LOCALES / f"{language}.po"


def compiled_path(language: str, folder: Path = LOCALES) -> Path:
    """The compiled catalog of a language."""
    return folder / f"{language}.json"


def read_catalog(language: str) -> Catalog:
    """The catalog of a language; an empty one if it has none yet."""
    path = catalog_path(language)
    if not path.exists():
        return Catalog(language, project="annotator", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, language)


def updated(language: str, texts: Catalog) -> Catalog:
    """The catalog of a language with exactly these texts."""
    catalog = read_catalog(language)
    catalog.update(texts, no_fuzzy_matching=True)
    catalog.creation_date = catalog.revision_date = _NO_DATE
    catalog.obsolete.clear()
    return catalog


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False)


def compiled(catalog: Catalog) -> bytes:
    """The compiled form of a catalog. What is not translated is left out."""
    texts: dict[str, dict[str, Any]] = {"pages": {}, "scripts": {}}
    for each in sorted(filter(_is_translated, catalog), key=_name):
        # A script's texts are also for pages, which have them from there.
        in_script = any(file.endswith(".js") for file, _ in each.locations)
        forms = _forms(each)
        value = forms if isinstance(each.id, tuple | list) else forms[0]
        texts["scripts" if in_script else "pages"][_name(each)] = value
    content = {"plural": _plural_table(catalog), **texts}
    return (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode()


def _name(message: Message) -> str:
    own = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}\x04{own}" if message.context else own


def _is_translated(message: Message) -> bool:
    return bool(message.id) and all(_forms(message)) and not message.fuzzy


def _forms(message: Message) -> list[str]:
    """The translation, or the translation of each plural form; empty where there is none."""
    found = message.string
    return list(found) if isinstance(found, list | tuple) else [found or ""]


def _plural_table(catalog: Catalog) -> str:
    form = c2py(catalog.plural_expr)
    return "".join(str(form(number)) for number in range(PLURAL_TABLE))


def problems(language: str, texts: Catalog) -> Iterator[str]:
    """What is missing or wrong in the catalog of a language, each in one line."""
    catalog = read_catalog(language)
    for wanted in texts:
        if not wanted.id:
            continue
        own = catalog.get(wanted.id if isinstance(wanted.id, str) else wanted.id[0], wanted.context)
        if own is None or not _is_translated(own):
            yield f"{language}: not translated: {_name(wanted)!r}"
            continue
        yield from (
            f"{language}: other places than in English: {each!r}"
            for each in _forms(own)
            if not _same_places(wanted.id, each)
        )


def _places(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return sorted(_PLACE.findall(text if isinstance(text, str) else text[-1]))


def _same_places(text: str | tuple[str, ...] | list[str], translation: str) -> bool:
    own = sorted(_PLACE.findall(translation))
    # The form for one may say "one" in words.
    return own == _places(text) or (not isinstance(text, str) and own == _places(text[0]))


def stale_files(texts: Catalog) -> Iterator[Path]:
    """The files that `make messages` would change."""
    for each in languages():
        path = compiled_path(each)
        if not path.exists() or path.read_bytes() != compiled(updated(each, texts)):
            yield path


def languages() -> tuple[str, ...]:
    """The languages with a catalog: all but English."""
    return tuple(each for each in LANGUAGES if each != ENGLISH)


def write_messages() -> None:
    """Extract all texts, and update and compile the catalog of each language."""
    texts = extracted()
    LOCALES.mkdir(exist_ok=True)
    _write(TEMPLATE, texts)
    for each in languages():
        catalog = updated(each, texts)
        _write(catalog_path(each), catalog)
        compiled_path(each).write_bytes(compiled(catalog))


# Pseudo-languages.

_ACCENTED = str.maketrans("AEIOUYaeiouycnsz", "ÅÉÎÖÛÝåéîöûýçñšž")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
_KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>|&\w+;)")


def lengthened(text: str) -> str:
    """A text with accents, in brackets, and 40 percent longer."""
    parts = _KEPT.split(text)
    accented = "".join(
        each if place % 2 else each.translate(_ACCENTED) for place, each in enumerate(parts)
    )
    words = " ".join(["lôñg"] * max(1, round(len(text) * 0.4 / 5)))
    return f"⟦{accented} {words}⟧"


def mirrored(text: str) -> str:
    """A text in brackets, in letters that run from right to left."""
    parts = _KEPT.split(text.replace("&", ""))
    arabic = (
        each if place % 2 else each.lower().translate(_ARABIC) for place, each in enumerate(parts)
    )
    return f"⟦{''.join(arabic)}⟧"


PSEUDO_LANGUAGES: Mapping[str, Any] = {LONG: lengthened, MIRRORED: mirrored}


def write_pseudo_languages(folder: Path) -> None:
    """Compile the pseudo-languages into a folder for the variable ANNOTATOR_LOCALES."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, change in PSEUDO_LANGUAGES.items():
        catalog = extracted()
        for each in catalog:
            if each.id:
                own = each.id
                each.string = change(own) if isinstance(own, str) else tuple(map(change, own))
        compiled_path(language, folder).write_bytes(compiled(catalog))


def _check() -> int:
    texts = extracted()
    found = [line for each in languages() for line in problems(each, texts)]
    found += [f"{path.name} is not current. Run `make messages`." for path in stale_files(texts)]
    sys.stdout.write("".join(f"{each}\n" for each in found))
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Write the catalogs, or check them (--check), or write pseudo-languages (--pseudo FOLDER)."""
    if arguments == ["--check"]:
        return _check()
    if arguments[:1] == ["--pseudo"]:
        write_pseudo_languages(Path(arguments[1]))
    else:
        write_messages()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
