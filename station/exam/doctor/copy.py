"""The rows again as a workbook, with what was found to the right of them.

Every row and column stays where it was, so that the report's places are the copy's too, and the
copy can be mended and looked at again. A single .xlsx is taken as it is, pictures and all, and
gets two columns more; of other files the texts are written anew.
"""

import io
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from station.exam.doctor.examine import Examined
from station.exam.doctor.finding import Finding, Outcome
from station.exam.doctor.mends import Mend
from station.exam.doctor.report import mend_of
from station.exam.excel import Table
from station.exam.excel_cells import BadCell
from station.exam.excel_file import column_name, read_sheets
from station.exam.imported import Place
from station.messages import Translate
from station.messages.bank import REPORT_TEXTS

_FILLS = {
    Outcome.REFUSED: PatternFill("solid", fgColor="F6C7C3"),
    Outcome.WARNED: PatternFill("solid", fgColor="FBE7B2"),
}
_WIDTHS = (11, 60)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_NOT_OPENPYXLS = (BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError, IndexError)
"""How openpyxl says that it cannot read what others can."""


class _Notes:
    """What is to be said of each row."""

    def __init__(self, examined: Examined, mends: Iterable[Mend], translate: Translate) -> None:
        self._outcomes = examined.outcomes
        self._found: defaultdict[Place, list[Finding]] = defaultdict(list)
        for finding in examined.findings:
            self._found[finding.place].append(finding)
        self._mended = {(mend.place, mend.column): mend.after for mend in mends}
        self._translate = translate

    @property
    def heads(self) -> tuple[str, str]:
        """What stands above the two columns."""
        return self._word("outcome"), self._word("what")

    def of(self, place: Place) -> tuple[str, str, PatternFill | None]:
        """Return how a row ended, what to do, and its colour; of no row, nothing."""
        outcome = self._outcomes.get(place)
        if outcome is None:
            return "", "", None
        said = "\n".join(mend_of(finding, self._translate) for finding in self._found[place])
        return self._word(outcome.value), said, _FILLS.get(outcome)

    def mended(self, place: Place, column: int, text: str) -> str:
        """Return the text of a cell, mended if that was asked for; column from 0."""
        return self._mended.get((place, column_name(column)), text)

    def mends(self) -> Mapping[tuple[Place, str], str]:
        """Return every mend: the row and the letters of the column, and the text after."""
        return self._mended

    def _word(self, key: str) -> str:
        return self._translate(REPORT_TEXTS[key])


def as_workbook(
    files: Sequence[tuple[Table, bytes]],
    examined: Examined,
    mends: Iterable[Mend],
    translate: Translate,
) -> bytes:
    """Return an .xlsx: the rows in their places, mended if asked, then their result and mend."""
    notes = _Notes(examined, mends, translate)
    if len(files) == 1:
        book = _as_it_is(files[0][1])
        if book is not None:
            _freeze(book, files[0][1])
            _annotate(book, files[0][0], notes)
            return _packed(book)
    book = Workbook(write_only=True)
    for table, raw in files:
        headers = {sheet.title: sheet.header for sheet in table.sheets}
        for title, rows in _sheets(table, raw):
            if rows:
                page = book.create_sheet(_title(book, title))
                _write(page, rows, Place(file=table.file, part=title, row=headers[title]), notes)
    return _packed(book)


def _as_it_is(raw: bytes) -> Workbook | None:
    """Open an .xlsx with all that openpyxl keeps of it; None if it is another file."""
    if not raw.startswith(b"PK"):
        return None
    try:
        with warnings.catch_warnings():  # of drawings and extensions that it leaves out
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(raw))
    except _NOT_OPENPYXLS:
        return None


def _freeze(book: Workbook, raw: bytes) -> None:
    """Put what a formula showed in its place: it would be saved without its result."""
    for sheet in read_sheets(raw):
        cells = dict(sheet.rows)
        page: Any = book[sheet.title]
        for line in page.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    shown = cells.get(cell.row, ())[cell.column - 1 : cell.column]
                    cell.value = "".join(text for text in shown if not isinstance(text, BadCell))


def _annotate(book: Workbook, table: Table, notes: _Notes) -> None:
    for sheet in table.sheets:
        if sheet.title not in book.sheetnames:
            continue
        page = book[sheet.title]
        first = page.max_column + 1
        _widen(page, first)
        if sheet.header:
            _set(page, sheet.header, first, notes.heads)
        for row in sheet.rows:
            result, said, fill = notes.of(row.place)
            _set(page, row.place.row, first, (result, said), fill)
    for (place, column), text in notes.mends().items():
        if place.part in book.sheetnames:
            cell = book[place.part][f"{column}{place.row}"]
            cell.value, cell.data_type = _fit(text), "s"


def _set(
    page: Any, row: int, first: int, texts: Sequence[str], fill: PatternFill | None = None
) -> None:
    for column, text in enumerate(texts, start=first):
        cell = page.cell(row=row, column=column, value=_fit(text))
        cell.data_type, cell.alignment = "s", _WRAPPED
        if fill is not None:
            cell.fill = fill


def _write(
    page: Any, rows: Sequence[tuple[int, Sequence[str]]], header: Place, notes: _Notes
) -> None:
    """Write a sheet anew.

    Args:
        header: The place of its header; row 0 if it has none.
    """
    width = max(len(cells) for _, cells in rows)
    _widen(page, width + 1)
    last = 0
    for number, cells in rows:
        for _ in range(last + 1, number):
            page.append([])  # a blank row keeps the next ones in their places
        last = number
        place = Place(file=header.file, part=header.part, row=number)
        result, said, fill = (*notes.heads, None) if number == header.row else notes.of(place)
        texts = [notes.mended(place, n, cell) for n, cell in enumerate(cells)]
        padded = [*texts, *[""] * (width - len(texts))]
        line = [_cell(page, text, None) for text in padded]
        page.append([*line, _cell(page, result, fill), _cell(page, said, fill)])


def _widen(page: Any, first: int) -> None:
    for column, width in enumerate(_WIDTHS, start=first):
        page.column_dimensions[get_column_letter(column)].width = width


def _packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(table: Table, raw: bytes) -> Iterator[tuple[str, Sequence[tuple[int, Sequence[str]]]]]:
    """Return the cells of each sheet; of a file that is no table, stem, options and answer."""
    if table.declares_order:
        for sheet in table.sheets:
            told = [(r.place.row, (r.stem, r.options, r.key)) for r in sheet.rows]
            yield sheet.title, told
        return
    for cells in read_sheets(raw):
        rows = [
            (number, ["" if isinstance(cell, BadCell) else cell for cell in line])
            for number, line in cells.rows
        ]
        yield cells.title, rows


def _title(book: Workbook, title: str) -> str:
    plain = "".join(character for character in title if character not in "[]:*?/\\")[:25] or "1"
    taken = set(book.sheetnames)
    number = 2
    name = plain
    while name in taken:
        name = f"{plain} {number}"
        number += 1
    return name


def _cell(page: Any, text: str, fill: PatternFill | None) -> Any:
    cell = WriteOnlyCell(page, value=_fit(text))
    cell.data_type = "s"  # a text that begins with "=" stays a text
    cell.alignment = _WRAPPED
    if fill is not None:
        cell.fill = fill
    return cell


def _fit(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
