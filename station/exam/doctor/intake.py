"""Files of questions as tables, whatever their form, so that one doctor sees them all."""

from collections import defaultdict

from station.exam.excel import Table, read_table
from station.exam.excel_rows import Progress, silent
from station.exam.formats.gather import Beside, nothing_beside
from station.exam.formats.reader import read_any
from station.exam.imported import Imported
from station.exam.table_row import TableRow, TableSheet

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(
    name: str,
    raw: bytes,
    trade: str = "",
    beside: Beside = nothing_beside,
    progress: Progress = silent,
) -> Table:
    """Read one file.

    Args:
        name: What the file is called; it stands in each place.
        beside: Gives pictures that stand beside the file.
        progress: Hears of every thousand rows of a table.

    Raises:
        StationError: The file cannot be read at all.
    """
    workbook = raw.startswith(b"PK") and b"[Content_Types].xml" in raw[:4096] + raw[-(1 << 20) :]
    named = name.lower().endswith((".csv", ".tsv", ".xlsx", ".xls"))
    if workbook or raw.startswith(_OLD_EXCEL) or named:
        return read_table(raw, name, trade, progress)
    return table_of(name, read_any(name, raw, beside))


def table_of(name: str, bank: Imported) -> Table:
    """Return what another reader found as a table, a sheet for each part."""
    titles = dict(bank.topics)
    parts: defaultdict[str, list[TableRow]] = defaultdict(list)
    for question, place in bank.questions:
        parts[place.part].append(
            TableRow(
                place=place,
                question=question,
                topic=titles.get(question.topic, ""),
                fault=None,
                doubts=bank.doubts.get(place, ()),
                stem=question.stem,
                options=" / ".join(question.options),
                key="".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] for place in question.key),
                separator="",
            )
        )
    for out in bank.left_out:
        parts[out.place.part].append(
            TableRow(
                place=out.place,
                question=None,
                topic="",
                fault=out.code,
                doubts=(),
                stem=out.excerpt,
                options="",
                key="",
                separator="",
            )
        )
    sheets = tuple(
        TableSheet(
            title=title,
            header=0,
            columns={},
            header_separator="",
            rows=tuple(sorted(rows, key=lambda row: row.place.row)),
        )
        for title, rows in parts.items()
    )
    return Table(file=name, sheets=sheets, media=dict(bank.media), declares_order=True)
