"""Files of question tables (.xlsx, .xls, .csv) as rows of plain text."""

import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.excel_cells import BadCell, Cell, clean, has_invisible, number
from station.exam.excel_container import PartCells, check_container
from station.exam.excel_parts import Parts, Picture, read_parts
from station.exam.excel_text import read_text

MAX_ROWS = 1 << 20
"""Rows of all sheets together, blank ones included."""

MAX_COLUMNS = 64
MAX_OLD_BYTES = 96 << 20
"""Of an .xls file, which is not packed."""

_OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (CalamineError, PasswordError, XmlError, ZipError, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet's rows that are not blank.

    Attributes:
        rows: Row number as the sheet counts (from 1), and its cells from column A.
        merged: Ranges of merged cells: first row, first column, last row, last column; from 0.
        pictures: Pictures that float over it.
        named: Pictures that its cells may call by name.
        unsure: Rows on which a number may be shown otherwise than it is stored.
        invisible: Rows with characters that take no room; they were taken out.
        hidden_rows: Rows that Excel does not show; they are read all the same.
        quoted: Rows of a table as text whose quotes do not pair.
    """

    title: str
    hidden: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    pictures: tuple[Picture, ...] = ()
    named: Mapping[str, bytes | None] = field(default_factory=dict)
    unsure: frozenset[int] = frozenset()
    invisible: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    quoted: frozenset[int] = frozenset()


def read_sheets(raw: bytes) -> tuple[Sheet, ...]:
    """Read every sheet of a file; what kind of file it is, its first bytes say.

    Raises:
        WorkbookUnreadable: Not a workbook nor a table as text, or a broken one.
        WorkbookTooLarge: It would unpack to more than a question bank can be.
    """
    if raw.startswith(b"PK"):
        cells = check_container(raw)
        sheets = tuple(_workbook(raw, cells, read_parts(raw, cells)))
    elif raw.startswith(_OLD_MAGIC):
        if len(raw) > MAX_OLD_BYTES:
            raise WorkbookTooLarge(why="the file")
        sheets = tuple(_workbook(raw, None, Parts()))
    else:
        text = read_text(raw)
        sheets = (
            Sheet(
                title="",
                hidden=False,
                rows=text.rows,
                invisible=text.invisible,
                quoted=text.quoted,
            ),
        )
    if not any(sheet.rows for sheet in sheets):
        raise WorkbookUnreadable(why="no rows")
    return sheets


def _workbook(raw: bytes, cells: Mapping[str, PartCells] | None, parts: Parts) -> Iterable[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        left = MAX_ROWS
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            left = _less(left, sheet.height)
            known = cells.get(parts.sheets.get(about.name, ""), PartCells()) if cells else None
            hidden = about.visible is not SheetVisibleEnum.Visible
            yield _sheet(sheet, known, parts, hidden=hidden)
    except _BROKEN as exc:
        raise WorkbookUnreadable(why=_reason(exc)) from exc
    except BaseException as exc:  # a panic of the reader is no Exception
        if type(exc).__name__ != "PanicException":
            raise
        raise WorkbookUnreadable(why="damaged, or no workbook") from exc


def _reason(exc: Exception) -> str:
    locked = isinstance(exc, PasswordError) or "password" in str(exc).lower()
    return "locked with a password" if locked else "damaged, or no workbook"


def _less(left: int, rows: int) -> int:
    if rows > left:
        raise WorkbookTooLarge(why="too many rows")
    return left - rows


def _sheet(sheet: CalamineSheet, known: PartCells | None, parts: Parts, *, hidden: bool) -> Sheet:
    rows = []
    unsure = set()
    invisible = set()
    for line, values in enumerate(sheet.iter_rows(), start=1):
        if not any(value != "" for value in values):
            continue
        cells = tuple(
            value_text(value, line, column, known, parts)
            for column, value in enumerate(values[:MAX_COLUMNS])
        )
        if known is None and any(type(v) is float and v != math.floor(v) for v in values):
            unsure.add(line)
        if any(type(v) is str and v and has_invisible(v) for v in values[:MAX_COLUMNS]):
            invisible.add(line)
        if any(cells):
            rows.append((line, cells))
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        title=sheet.name,
        hidden=hidden,
        rows=tuple(rows),
        merged=tuple((a, b, c, d) for (a, b), (c, d) in merged),
        pictures=tuple(parts.pictures.get(sheet.name, ())),
        named=parts.named,
        unsure=frozenset(unsure),
        invisible=frozenset(invisible),
        hidden_rows=frozenset(known.hidden) if known else frozenset(),
    )


def value_text(value: Any, line: int, column: int, known: PartCells | None, parts: Parts) -> Cell:
    """Say one cell's value as the sheet shows it."""
    match value:
        case str():
            if known and known.errors and _name(line, column) in known.errors:
                return BadCell.ERROR
            return clean(parts.raised.get(value, value) if parts.raised else value)
        case bool():
            return str(value).upper()
        case int() | float():
            return number(value, _form(line, column, known, parts.forms))
        case _:
            return BadCell.DATE  # Excel turned "1-2" into a day; what stood there is lost


def _form(line: int, column: int, known: PartCells | None, forms: list[str]) -> str:
    style = known.styles.get(_name(line, column), 0) if known else 0
    return forms[style] if style < len(forms) and style else ""


def _name(line: int, column: int) -> str:
    return f"{column_name(column)}{line}"


def column_name(column: int) -> str:
    """Return a column's letters: "A" for 0, "AB" for 27."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
