"""Workbooks as rows of plain text: what each cell shows, or why that cannot be known."""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel_container import ZIP_BROKEN, check_container

MAX_ROWS = 1 << 20
"""Rows of all sheets together, blank ones included."""

MAX_COLUMNS = 64


class BadCell(StrEnum):
    """Why a cell's text cannot be known."""

    DATE = "date-cell"
    NUMBER = "number-cell"
    ERROR = "error-cell"
    CHARACTERS = "bad-characters"


Cell = str | BadCell
"""A cell's text without the blanks around it; "" if it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet's rows that are not blank.

    Attributes:
        rows: Row number as the sheet counts (from 1), and its cells from column A.
    """

    title: str
    hidden: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_sheets(raw: bytes) -> tuple[Sheet, ...]:
    """Read every sheet of a workbook.

    Raises:
        WorkbookUnreadable: Not an .xlsx workbook, or a broken one.
        WorkbookTooLarge: It would unpack to more than a question bank can be.
    """
    check_container(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that we do not read
            workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            sheets = _sheets(workbook.worksheets)
    except (InvalidFileException, ParseError, *ZIP_BROKEN, *_BROKEN) as exc:
        raise WorkbookUnreadable(why=type(exc).__name__) from exc
    if not sheets:
        raise WorkbookUnreadable(why="no sheets")
    return sheets


_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError)
"""What openpyxl raises on XML that is well formed but no workbook."""


def _sheets(worksheets: Iterable[Any]) -> tuple[Sheet, ...]:
    sheets = []
    left = MAX_ROWS
    for worksheet in worksheets:
        rows = []
        blank: object = None  # openpyxl gives the same row for each one that a sheet leaves out
        lines = worksheet.iter_rows(min_row=1, max_row=MAX_ROWS, min_col=1, max_col=MAX_COLUMNS)
        for number, line in enumerate(lines, start=1):
            left -= 1
            if left < 0:
                raise WorkbookTooLarge(what="rows")
            if line is blank:
                continue
            cells = tuple(_text(cell) for cell in line)
            if any(cells):
                rows.append((number, cells))
            else:
                blank = line
        hidden = worksheet.sheet_state != "visible"
        sheets.append(Sheet(title=worksheet.title, hidden=hidden, rows=tuple(rows)))
    return tuple(sheets)


def _text(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return BadCell.ERROR
    match value:
        case bool():
            return str(value).upper()
        case str():
            return _clean(value)
        case int() | float():
            return _number(value, cell.number_format)
        case _:
            return BadCell.DATE  # Excel turned "1-2" into a day; what stood there is lost


def _clean(text: str) -> Cell:
    """Take out blanks around the text and what cannot be seen; refuse what cannot be printed."""
    text = re.sub(r"[\t\r\xa0]+", " ", text.replace("\r\n", "\n"))
    if any(unicodedata.category(character) == "Cf" for character in text):
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    kinds = {unicodedata.category(character) for character in set(text) - {"\n"}}
    if kinds & {"Cc", "Co", "Cs", "Cn"} or "\ufffd" in text or re.search("_x[0-9A-F]{4}_", text):
        return BadCell.CHARACTERS
    return text.strip()


def _number(value: float, number_format: str) -> Cell:
    """Say a number as the sheet shows it, if that is plain to see."""
    if number_format in ("General", "@"):
        text = repr(value)
        return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else BadCell.NUMBER
    if decimals := re.fullmatch(r"0(?:\.(0+))?(?:_ )?", number_format):
        return f"{value:.{len(decimals.group(1) or '')}f}"
    return BadCell.NUMBER
