"""A workbook's container, looked through before anything of it is kept in memory.

A workbook is a zip of XML parts. The zip's declared sizes are checked first (the zip module
never unpacks more of a member than it declares), then each part is walked once with a bare
parser that keeps nothing.
"""

import io
import zipfile
import zlib
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


def check_container(raw: bytes) -> None:
    """Make sure that a workbook can be parsed within bounded time and memory.

    Raises:
        WorkbookTooLarge: It unpacks to more than a question bank can be.
        WorkbookUnreadable: It is no zip of XML, or its XML declares a document type.
    """
    if len(raw) > MAX_RAW_BYTES:
        raise WorkbookTooLarge(what="file")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            parts = [part for part in members if part.filename.lower().endswith(XML_NAMES)]
            if len(members) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_XML_BYTES:
                raise WorkbookTooLarge(what="parts")
            for part in parts:
                _check_part(archive, part)
    except (*ZIP_BROKEN, expat.ExpatError) as exc:
        raise WorkbookUnreadable(why=type(exc).__name__) from exc


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


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > SMALL_BYTES and part.file_size > max(1, part.compress_size) * MAX_RATIO:
        raise WorkbookTooLarge(what="packing")
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.StartDoctypeDeclHandler = walk.doctype
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Walk:
    """Counts what a row and a nesting hold."""

    def __init__(self) -> None:
        self._depth = 0
        self._cells = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        match name.rpartition(":")[2]:
            case "row":
                self._cells = 0
            case "c":
                self._cells += 1
        if self._depth > MAX_DEPTH or self._cells > MAX_CELLS_IN_ROW:
            raise WorkbookTooLarge(what="row")

    def end(self, _: str) -> None:
        self._depth -= 1

    def doctype(self, *_: object) -> NoReturn:
        raise WorkbookUnreadable(why="DOCTYPE")
