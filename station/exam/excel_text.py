"""Tables as text (.csv), in the encodings that Chinese offices use."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel_cells import Cell, clean, has_invisible

MAX_TEXT_BYTES = 128 << 20
MAX_LINES = 1 << 20
MAX_COLUMNS = 64
MAX_FIELD = 1 << 17
DELIMITERS = ",\t;，"


MAX_RECORD_LINES = 40
"""A record with line breaks in its cells goes over no more lines than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """The rows of a table that are not blank, counted as a sheet counts them.

    Attributes:
        invisible: Numbers of rows with characters that take no room.
        quoted: Numbers of rows whose quotes do not pair; they were read as signs of the text.
    """

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    invisible: frozenset[int]
    quoted: frozenset[int]


def read_text(raw: bytes) -> TextTable:
    """Read a table.

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
    quoted: set[int] = set()
    try:
        for line, (values, paired) in enumerate(_records(text, _delimiter(text)), start=1):
            if not paired:
                quoted.add(line)
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
    return TextTable(rows=tuple(rows), invisible=frozenset(invisible), quoted=frozenset(quoted))


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """Yield each record, and whether its quotes pair as in a table."""
    try:
        deque(_strictly(text, delimiter), maxlen=0)  # nothing is kept before all of it pairs
    except csv.Error:
        yield from _records_with_loose_quotes(text, delimiter)
        return
    yield from ((values, True) for values in _strictly(text, delimiter))


def _strictly(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _records_with_loose_quotes(text: str, delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """Read record by record; where quotes do not pair, a line is a record and they are text."""
    lines = text.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        taken, values = _paired(lines[at : at + MAX_RECORD_LINES], delimiter)
        if taken:
            yield values, True
        else:
            line = lines[at].rstrip("\r\n")
            yield next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []), False
        at += max(1, taken)


def _paired(lines: Sequence[str], delimiter: str) -> tuple[int, list[str]]:
    """Return how many lines make a record, and its values; none if its quotes do not pair."""
    record, quotes = "", 0
    for taken, line in enumerate(lines, start=1):
        record += line
        quotes += line.count('"')
        if quotes % 2:
            continue  # a cell goes on in the next line
        try:
            return taken, next(_strictly(record, delimiter), [])
        except csv.Error:
            return 0, []
    return 0, []


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
