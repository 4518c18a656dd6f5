"""Tables as text (.csv), in the encodings that Chinese offices use."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel_cells import Cell, clean, has_invisible

MAX_TEXT_BYTES = 128 << 20
MAX_LINES = 1 << 20
MAX_COLUMNS = 64
MAX_FIELD = 1 << 17
DELIMITERS = ",\t;，"


def read_text(raw: bytes) -> tuple[tuple[tuple[int, tuple[Cell, ...]], ...], frozenset[int]]:
    """Read the rows of a table that are not blank; rows are counted as a sheet counts them.

    Returns:
        The rows, and the numbers of those with characters that take no room.

    Raises:
        WorkbookUnreadable: Neither UTF-8, UTF-16 with its mark nor GB 18030, or no table.
        WorkbookTooLarge: More than a question bank can be.
    """
    if len(raw) > MAX_TEXT_BYTES:
        raise WorkbookTooLarge(why="the file")
    text = _decode(raw)
    if "\0" in text:
        raise WorkbookUnreadable(why="no text")
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    invisible: set[int] = set()
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for line, values in enumerate(lines, start=1):
            if line > MAX_LINES or len(values) > 16_384:
                raise WorkbookTooLarge(why="too many rows")
            cells = tuple(clean(value) for value in values[:MAX_COLUMNS])
            if any(cells):
                rows.append((line, cells))
            if any(map(has_invisible, values[:MAX_COLUMNS])):
                invisible.add(line)
    except csv.Error as exc:
        raise WorkbookUnreadable(why="damaged, or no workbook") from exc
    if max((len(cells) for _, cells in rows), default=0) < 2:
        raise WorkbookUnreadable(why="no columns")
    return tuple(rows), frozenset(invisible)


def _decode(raw: bytes) -> str:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif raw.startswith(BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookUnreadable(why="the encoding")


def _delimiter(text: str) -> str:
    """Return the sign that cuts the first lines into the most columns."""
    start = text[:4_000].splitlines()[:10]
    counted = Counter({sign: sum(line.count(sign) for line in start) for sign in DELIMITERS[:3]})
    sign, times = counted.most_common(1)[0]
    return sign if times else ","
