"""The tables again as a workbook, with the findings beside the rows."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, PatternFill

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
_WIDE = {"A": 11, "B": 60}


def as_workbook(
    files: Sequence[tuple[Table, bytes]],
    examined: Examined,
    mends: Iterable[Mend],
    translate: Translate,
) -> bytes:
    """Return an .xlsx: result and mend first, then the cells of each row, mended if asked.

    Pictures and forms of cells stay behind in the original.
    """
    book = Workbook(write_only=True)
    found: defaultdict[Place, list[Finding]] = defaultdict(list)
    for finding in examined.findings:
        found[finding.place].append(finding)
    mended = {(mend.place, mend.column): mend.after for mend in mends}
    for table, raw in files:
        for title, rows in _sheets(table, raw):
            page = book.create_sheet(_title(book, title))
            page.freeze_panes = "C2"
            for column, width in _WIDE.items():
                page.column_dimensions[column].width = width
            page.append([translate(REPORT_TEXTS[key]) for key in ("outcome", "what")])
            for number, cells in rows:
                place = Place(file=table.file, part=title, row=number)
                outcome = examined.outcomes.get(place)
                texts = [mended.get((place, column_name(n)), cell) for n, cell in enumerate(cells)]
                said = "\n".join(mend_of(finding, translate) for finding in found[place])
                result = translate(REPORT_TEXTS[outcome.value]) if outcome else ""
                fill = _FILLS.get(outcome) if outcome else None
                page.append([_cell(page, text, fill) for text in (result, said, *texts)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(table: Table, raw: bytes) -> Iterable[tuple[str, Sequence[tuple[int, Sequence[str]]]]]:
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
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000])
    cell.data_type = "s"  # a text that begins with "=" stays a text
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if fill is not None:
        cell.fill = fill
    return cell
