"""Rows whose options are separated otherwise than their sheet or its header says."""

from collections import Counter
from collections.abc import Iterator

from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import Doubt, Finding
from station.exam.imported import Place
from station.exam.table_row import TableSheet

ENOUGH_ROWS = 5
MOST = 0.8
"""Share of a sheet's rows that make a separator the sheet's own."""


def find_separators(sheet: TableSheet, file: str) -> Iterator[Finding]:
    """Compare each row's separator with the sheet's own, and that with the header's word."""
    used = [(row, row.separator) for row in sheet.rows if row.separator]
    if len(used) < ENOUGH_ROWS:
        return
    own, times = Counter(separator for _, separator in used).most_common(1)[0]
    column = sheet.columns.get("options", "")
    if times < MOST * len(used):
        return
    if sheet.header_separator and own != sheet.header_separator:
        yield Finding(
            code=Doubt.SEPARATOR_UNLIKE_HEADER.value,
            place=Place(file=file, part=sheet.title, row=sheet.header),
            column=column,
            excerpt=sheet.header_separator,
            about=shown(own),
        )
    for row, separator in used:
        if separator != own:
            yield Finding(
                code=Doubt.SEPARATOR_UNLIKE.value,
                place=row.place,
                column=column,
                excerpt=excerpt(row.options),
                about=shown(own),
            )


def shown(separator: str) -> str:
    """Return a separator so that it can be seen."""
    return "↵" if separator == "\n" else separator
