"""Marked-up text (XHTML of QTI, HTML of Moodle) as text that a candidate can read.

Paragraphs, list entries and table rows become lines; cells stand between bars.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.formula import formula
from station.exam.formats.xml_tree import Element, local, namespace, text_of

_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "blockquote", "pre", "address"),
        *("section", "article", "aside", "figure", "figcaption", "header", "footer", "main"),
        *("nav", "hr", "fieldset", "form"),
    )
)
_SILENT = frozenset(
    ("script", "style", "head", "title", "meta", "link", "rt", "rp", "col", "colgroup")
) | {"stylesheet"}
_MEDIA = frozenset(
    ("video", "audio", "iframe", "embed", "applet", "canvas", "source", "track", "include")
)
_KNOWN = re.compile(
    r"|http://www\.w3\.org/(1999/xhtml|1998/Math/MathML|2000/svg|2001/XInclude)"
    r"|https?://www\.imsglobal\.org/\S*"
)
_SPOKEN = re.compile(r"http://www\.w3\.org/20[0-9]{2}/10/synthesis")
"""Marks for speech: what they hold is read as it stands."""

_SHOWN = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"))
_STRESS = frozenset(("b", "strong", "i", "em", "u", "ins", "del", "s", "strike", "mark"))
_NEARLY_ALL = 0.8
_HIGH = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOW = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


@dataclass(frozen=True, slots=True)
class Readable:
    """What stands in a piece of markup.

    Attributes:
        pictures: Where its pictures are (`src`), or an SVG drawn within it, in order.
        stressed: Some of it, not nearly all, is bold, struck through or the like; a plain text
            does not show that.
    """

    text: str
    pictures: tuple[str | bytes, ...]
    stressed: bool = False


Visit = Callable[[Element, "Walk"], bool]
"""Looks at an element first; true if it has dealt with all of it."""


class Walk:
    """Collects text in the order in which it is read.

    Args:
        visit: What is done with the elements that are not plain markup.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._lines = [""]
        self._exact: dict[int, str] = {}
        self.pictures: list[str | bytes] = []
        self.stressed = 0

    def readable(self) -> Readable:
        """Return what was collected."""
        lines = {n: re.sub(r" {2,}", " ", line).strip() for n, line in enumerate(self._lines)}
        parts = [part for n, line in lines.items() if (part := self._exact.get(n, line))]
        if len(parts) > 1:
            parts = [part.strip("\n") for part in parts]
        text = "\n".join(parts)
        refuse_bad_characters(text)
        stressed = 0 < self.stressed < _NEARLY_ALL * len(text)
        return Readable(text, tuple(self.pictures), stressed)

    def text(self, text: str | None) -> None:
        """Add running text; blanks and line breaks in it are one blank."""
        self._lines[-1] += re.sub(r"[ \t\r\n\f\xa0]+", " ", text or "")

    def line(self) -> None:
        """Go on in a new line."""
        if self._lines[-1].strip():
            self._lines.append("")

    def inside(self, element: Element) -> None:
        """Walk over what an element holds."""
        self.text(element.text)
        for each in element:
            if local(each):
                self.element(each)
            elif each.tag is etree.Entity:
                raise ItemRefused(ItemFault.MARKUP_WRONG, "entity")
            self.text(each.tail)

    def element(self, element: Element) -> None:
        """Walk over one element, without what follows it."""
        name = local(element).lower()
        if name in _SILENT or self._visit(element, self):
            return
        space = namespace(element)
        if _SPOKEN.fullmatch(space):
            self.inside(element)
            return
        if not _KNOWN.fullmatch(space):
            raise ItemRefused(ItemFault.MARKUP_WRONG, name)
        match name:
            case "img" | "image":
                self.pictures.append(element.get("src") or element.get("href") or "")
            case "object" | "picture":
                self._object(element)
            case "svg":
                self.pictures.append(etree.tostring(element, method="c14n", with_tail=False))
            case "math":
                self.text(formula(element))
            case "br":
                self.line()
            case "sup" | "sub":
                self._raised(
                    element, _HIGH if name == "sup" else _LOW, "^" if name == "sup" else "_"
                )
            case "pre":
                self._pre(element)
            case _ if name in _MEDIA:
                raise ItemRefused(ItemFault.MEDIA_UNKNOWN, name)
            case _ if name in _BLOCKS:
                self._block(element, name)
            case _ if name in _STRESS:
                self.stressed += len(text_of(element).strip())
                self.inside(element)
            case _:
                self.inside(element)

    def _block(self, element: Element, name: str) -> None:
        self.line()
        if name == "tr":
            self._row(element)
        else:
            self.text({"li": "· "}.get(name))
            self.inside(element)
        self.line()

    def _row(self, element: Element) -> None:
        cells = [cell for cell in element if local(cell).lower() in ("td", "th")]
        texts = []
        for cell in cells:
            walk = Walk(self._visit)
            walk.inside(cell)
            inner = walk.readable()
            self.pictures += inner.pictures
            texts.append(inner.text.replace("\n", " "))
        self.text(" | ".join(texts))

    def _pre(self, element: Element) -> None:
        if len(element):
            self._block(element, "p")
        else:
            self.line()
            self._exact[len(self._lines) - 1] = element.text or ""
            self._lines.append("")

    def _object(self, element: Element) -> None:
        kind = element.get("type", "image/" if local(element) == "picture" else "")
        source = element.get("data", "")
        inner = next((each for each in element if local(each).lower() == "img"), None)
        if kind.startswith("image/") and kind not in _SHOWN and (len(element) or element.text):
            self.inside(element)  # what stands in its place
        elif source and kind.startswith("image/"):
            self.pictures.append(source)
        elif local(element).lower() == "picture" and inner is not None:
            self.pictures.append(inner.get("src", ""))
        else:
            raise ItemRefused(ItemFault.MEDIA_UNKNOWN, kind or "object")

    def _raised(self, element: Element, signs: dict[str, str], mark: str) -> None:
        walk = Walk(self._visit)
        walk.inside(element)
        inner = walk.readable().text
        if all(sign in signs for sign in inner):
            self.text("".join(signs[sign] for sign in inner))
        else:
            self.text(f"{mark}({inner})" if len(inner) > 1 else f"{mark}{inner}")


def plain_markup(_: Element, __: Walk) -> bool:
    """Deal with nothing specially."""
    return False


def read_html(html: str) -> Readable:
    """Read a piece of HTML, as loosely written as HTML is.

    Raises:
        ItemRefused: It holds what cannot become text and pictures.
    """
    if not html.strip():
        return Readable("", ())
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(f"<html><body>{html}</body></html>", parser)
    except (etree.LxmlError, ValueError) as exc:
        raise ItemRefused(ItemFault.MARKUP_WRONG, "HTML") from exc
    if root is None:
        raise ItemRefused(ItemFault.MARKUP_WRONG, "HTML")
    walk = Walk(plain_markup)
    walk.inside(root)
    return walk.readable()


def refuse_bad_characters(text: Iterable[str]) -> None:
    """Refuse what cannot be shown: control characters, private and unassigned code points.

    Raises:
        ItemRefused: There is one.
    """
    for character in set(text) - {"\n", "\t", "\r"}:
        if unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn") or character == "\ufffd":
            raise ItemRefused(ItemFault.BAD_CHARACTERS)
