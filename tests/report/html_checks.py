"""Reading a page as a browser would: its elements, and what is wrong with them."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "base", "wbr", "source", "col"}
# SVG draws these without an end of their own.
EMPTY = {"line", "rect", "circle"}
ACTIVE = {"script", "iframe", "object", "embed", "form", "input", "button", "img", "video", "audio"}


@dataclass
class Element:
    """One element with its attributes and the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Elements(HTMLParser):
    """Collects the elements of a page; `problems` says where it does not nest."""

    found: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "li"}:
            self.handle_data(" ")
        if not self.open or self.open.pop().tag != tag:
            self.problems.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


@cache
def elements(html: str) -> list[Element]:
    """The elements of a page, in their order; a page that does not nest fails the test."""
    parser = Elements()
    parser.feed(html)
    parser.close()
    assert parser.problems == []
    assert parser.open == []
    return parser.found


def dangers(html: str) -> list[str]:
    """What in a page could run or load something, or lead anywhere but to http, https or itself."""
    found = []
    for element in elements(html):
        if element.tag in ACTIVE or element.tag == "link":
            found.append(f"<{element.tag}>")
        for name, value in element.attributes.items():
            if name.startswith("on") or name in {"src", "srcset", "style", "action", "xlink:href"}:
                found.append(f"{name}={value}")
            if name == "href" and not value.startswith(("#", "http://", "https://")):
                found.append(f"href={value}")
    return found


def dead_links(html: str) -> list[str]:
    """The links within a page that lead nowhere, and the references to ids that are not there."""
    found = elements(html)
    ids = {each.attributes["id"] for each in found if "id" in each.attributes}
    named = [each.attributes.get("href", "") for each in found]
    wanted = [name[1:] for name in named if name.startswith("#")]
    for each in found:
        wanted += each.attributes.get("aria-labelledby", "").split()
    return sorted(set(wanted) - ids)


def repeated_ids(html: str) -> list[str]:
    """Ids that more than one element has."""
    ids = [each.attributes["id"] for each in elements(html) if "id" in each.attributes]
    return sorted({each for each in ids if ids.count(each) > 1})


def text_of(html: str, tag: str) -> list[str]:
    """The text of each element of a tag, white space folded."""
    return [" ".join(each.text.split()) for each in elements(html) if each.tag == tag]
