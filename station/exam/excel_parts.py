"""The parts of an .xlsx workbook that a table reader leaves out: number forms and pictures."""

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from station.exam.excel_container import ZIP_BROKEN, PartCells
from station.exam.excel_raised import raised_texts

MAX_PICTURE_BYTES = 16 << 20
MAX_PICTURES_BYTES = 256 << 20

STRINGS = "xl/sharedStrings.xml"
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
_WPS_CALL = re.compile(r'DISPIMG\(\s*"([^"]+)"')
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 49: "@"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a sheet.

    Attributes:
        first: Row on which its upper edge lies, from 1.
        last: Row on which its lower edge lies.
        raw: The picture's file; None if it is of a form that cannot be shown.
    """

    first: int
    last: int
    raw: bytes | None


@dataclass(slots=True)
class Parts:
    """What was found.

    Attributes:
        sheets: Part of each sheet, by the sheet's title.
        forms: Number form of each cell style.
        pictures: Pictures that float over each sheet, by the sheet's title.
        named: Pictures that a formula of WPS calls by name.
        raised: Texts with raised figures, by what they are without their form.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    pictures: defaultdict[str, list[Picture]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, bytes | None] = field(default_factory=dict)
    raised: dict[str, str] = field(default_factory=dict)


def read_parts(raw: bytes, cells: Mapping[str, PartCells]) -> Parts:
    """Read the parts of a container that check_container has let pass.

    A part that is broken is taken as absent: what depends on it is then refused row by row.
    """
    parts = Parts()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            book = _Package(archive)
            links = book.links("xl/workbook.xml")
            for sheet in book.all("xl/workbook.xml", "sheet"):
                target = links.get(_attribute(sheet, "id"), "")
                parts.sheets[sheet.get("name", "")] = target
            parts.forms = _forms(book)
            for title, part in parts.sheets.items():
                for name in cells[part].drawings if part in cells else ():
                    where = book.links(part).get(name, "")
                    parts.pictures[title] += _anchored(book, where)
            parts.named = _named(book)
            raised = [part for part in (STRINGS, *parts.sheets.values()) if _raises(cells, part)]
            parts.raised = raised_texts(
                string for part in raised for tag in ("si", "is") for string in book.all(part, tag)
            )
    except (etree.LxmlError, *ZIP_BROKEN):
        return parts
    return parts


def called_picture(cell: str) -> str | None:
    """Return the name of the picture that a cell of WPS shows; None for any other cell."""
    call = _WPS_CALL.search(cell)
    return call.group(1) if call else None


def is_drawing(raw: bytes) -> bool:
    """Whether a picture's file is an SVG."""
    start = raw[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and b"<svg" in start


class _Package:
    """Parts by name, each parsed once; a part that is not there is empty."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = MAX_PICTURES_BYTES
        self._media: dict[str, bytes | None] = {}
        self._links: dict[str, Mapping[str, str]] = {}

    def all(self, part: str, tag: str) -> list[etree._Element]:
        """Return every element of a tag's local name."""
        if part not in self._names:
            return []
        found: list[etree._Element] = []
        with self._archive.open(part) as stream:
            walk = etree.iterparse(
                stream, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
            )
            found.extend(element for _, element in walk)
        return found

    def links(self, part: str) -> Mapping[str, str]:
        """Return the parts that a part points to, by the names it has for them."""
        if part not in self._links:
            folder, name = posixpath.split(part)
            found = {}
            for link in self.all(f"{folder}/_rels/{name}.rels", "Relationship"):
                target = link.get("Target", "")
                inside = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                if link.get("TargetMode") != "External":
                    found[link.get("Id", "")] = posixpath.normpath(inside)
            self._links[part] = found
        return self._links[part]

    def picture(self, part: str) -> bytes | None:
        """Return a picture's file; None if it is absent, too large or of an unknown form."""
        if part not in self._media:
            self._media[part] = self._unpack(part)
        return self._media[part]

    def _unpack(self, part: str) -> bytes | None:
        if part not in self._names:
            return None
        size = self._archive.getinfo(part).file_size
        if size > min(MAX_PICTURE_BYTES, self._left):
            return None
        self._left -= size
        raw = self._archive.read(part)
        return raw if raw.startswith(_MAGIC) or is_drawing(raw) else None


def _forms(book: _Package) -> list[str]:
    own = {
        form.get("numFmtId", ""): form.get("formatCode", "")
        for form in book.all("xl/styles.xml", "numFmt")
    }
    forms = []
    for styles in book.all("xl/styles.xml", "cellXfs"):
        for style in styles:
            number = style.get("numFmtId", "0")
            built_in = _BUILT_IN.get(int(number)) if number.isdecimal() else None
            forms.append(own.get(number) or built_in or "?")
    return forms


def _raises(cells: Mapping[str, PartCells], part: str) -> bool:
    return part in cells and cells[part].raised


def _anchored(book: _Package, drawing: str) -> list[Picture]:
    links = book.links(drawing)
    found = []
    for tag in ("twoCellAnchor", "oneCellAnchor"):
        for anchor in book.all(drawing, tag):
            rows = [int(row.text or 0) + 1 for row in anchor.iter("{*}row")]
            for blip in anchor.iter("{*}blip"):
                raw = _shown(book, links, blip)
                if rows:
                    found.append(Picture(rows[0], rows[-1], raw))
    return found


def _shown(book: _Package, links: Mapping[str, str], blip: etree._Element) -> bytes | None:
    """Return what a place shows: the drawing, where one lies behind the picture."""
    for behind in blip.iter("{*}svgBlip"):
        drawing = book.picture(links.get(_attribute(behind, "embed"), ""))
        if drawing is not None:
            return drawing
    return book.picture(links.get(_attribute(blip, "embed"), ""))


def _named(book: _Package) -> dict[str, bytes | None]:
    links = book.links("xl/cellimages.xml")
    named = {}
    for image in book.all("xl/cellimages.xml", "cellImage"):
        names = [str(one.get("name", "")) for one in image.iter("{*}cNvPr")]
        blips = [_attribute(blip, "embed") for blip in image.iter("{*}blip")]
        if names and blips:
            named[names[0]] = book.picture(links.get(blips[0], ""))
    return named


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without its namespace."""
    for full, value in element.items():
        if str(full).rpartition("}")[2] == name and str(full) != name:
            return str(value)
    return str(element.get(name, ""))
