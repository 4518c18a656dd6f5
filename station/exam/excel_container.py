"""A workbook's container, looked through before anything of it is kept in memory.

A workbook is a zip of XML parts. The zip's declared sizes are checked first (the zip module
never unpacks more of a member than it declares), then each part is walked once with a bare
parser that keeps nothing.
"""

import functools
import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable

MAX_RAW_BYTES = 256 << 20
MAX_MEMBERS = 20_000
MAX_XML_BYTES = 256 << 20
"""All XML parts together, unpacked; pictures are never unpacked."""

MAX_RATIO = 200
SMALL_BYTES = 1 << 20
"""A part no larger than this may be packed as tightly as it likes."""

MAX_CELLS_IN_ROW = 16_384
"""Excel's own limit."""

MAX_DEPTH = 64
CHUNK_BYTES = 1 << 20


MAX_AREA = 24_000_000
"""Cells of the rectangle that a sheet's cells span; readers hold all of it."""

MAX_STYLED = 4_000_000
"""Numbers whose form is kept."""


@dataclass(slots=True)
class PartCells:
    """What was seen of the cells of one part, beside their texts.

    Attributes:
        styles: Index of the style of each number that has one, by the cell's name ("B7").
        errors: Names of the cells that show an error.
        drawings: Names of the links to what is drawn on the sheet.
        hidden: Numbers of the rows that are not shown.
        raised: Some of its text is raised or lowered.
    """

    styles: dict[str, int] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)
    drawings: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    raised: bool = False


def check_container(raw: bytes) -> dict[str, PartCells]:
    """Make sure that a workbook can be parsed within bounded time and memory.

    Returns:
        What was seen of the cells of each sheet, by the name of its part.

    Raises:
        WorkbookTooLarge: It unpacks to more than a question bank can be.
        WorkbookUnreadable: It is no zip of XML, or its XML declares a document type.
    """
    if len(raw) > MAX_RAW_BYTES:
        raise WorkbookTooLarge(why="the file")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            parts = [part for part in members if part.filename.lower().endswith(XML_NAMES)]
            if len(members) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_XML_BYTES:
                raise WorkbookTooLarge(why="its parts")
            return {part.filename: _check_part(archive, part) for part in parts}
    except (*ZIP_BROKEN, expat.ExpatError) as exc:
        raise WorkbookUnreadable(why="damaged, or no workbook") from exc


XML_NAMES = (".xml", ".rels", ".vml")

ZIP_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on damaged, encrypted or exotic members."""


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> PartCells:
    if part.file_size > SMALL_BYTES and part.file_size > max(1, part.compress_size) * MAX_RATIO:
        raise WorkbookTooLarge(why="packed too tightly")
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.StartDoctypeDeclHandler = walk.doctype
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    walk.check_area()
    return walk.cells


class _Walk:
    """Counts what a row and a nesting hold, and how far apart the cells are."""

    def __init__(self) -> None:
        self.cells = PartCells()
        self._depth = 0
        self._in_row = 0
        self._last_row = 0
        self._row_digits = ""
        self._widest = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise WorkbookTooLarge(why="rows too long")
        if name in _OF_NO_MATTER:
            return
        match name.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "row":
                self._in_row = 0
                self._row_digits = attributes.get("r", "")
                self._last_row = max(self._last_row + 1, _number(self._row_digits))
                if attributes.get("hidden") in ("1", "true"):
                    self.cells.hidden.add(self._last_row)
            case "vertAlign":
                self.cells.raised = True
            case "drawing":
                self.cells.drawings += [
                    value for key, value in attributes.items() if key.endswith(":id")
                ]

    def end(self, _: str) -> None:
        self._depth -= 1

    def doctype(self, *_: object) -> NoReturn:
        raise WorkbookUnreadable(why="a document type in its XML")

    def check_area(self) -> None:
        """Refuse a sheet whose cells lie too far apart to be held as a table."""
        if self._last_row * self._widest > MAX_AREA:
            raise WorkbookTooLarge(why="cells too far apart")

    def _cell(self, attributes: dict[str, str]) -> None:
        self._in_row += 1
        name = attributes.get("r", "")
        letters = name.rstrip(_DIGITS)
        if name[len(letters) :] != self._row_digits:  # elsewhere than its row says
            self._last_row = max(self._last_row, _number(name.lstrip(_CAPITALS)))
        self._widest = max(self._widest, self._in_row, _column(letters))
        kind = attributes.get("t", "n")
        if kind == "e":
            self.cells.errors.add(name)
        elif kind == "n" and attributes.get("s", "0") != "0":
            self.cells.styles[name] = _number(attributes["s"])
        if self._in_row > MAX_CELLS_IN_ROW:
            raise WorkbookTooLarge(why="rows too long")
        if len(self.cells.styles) + len(self.cells.errors) > MAX_STYLED:
            raise WorkbookTooLarge(why="too many cells")


_OF_NO_MATTER = frozenset({"v", "t", "si", "r", "rPr", "phoneticPr"})
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"


def _number(digits: str) -> int:
    if not digits:
        return 0
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise WorkbookUnreadable(why="damaged, or no workbook")
    return int(digits)


@functools.lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Return the number of a column: 1 for "A", 28 for "AB"."""
    column = 0
    for letter in letters[:8]:
        column = column * 26 + ord(letter) - 64
    return column
