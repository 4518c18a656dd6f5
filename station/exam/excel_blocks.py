"""A sheet as blocks of rows: what stands above a row, or beside it in a merged cell, counts for it.

Centres write a chapter once and leave the cells below it blank, part a sheet by lines such as
"二、判断题", and give the second part a header of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from station.exam.excel_cells import BadCell, Cell
from station.exam.excel_columns import Columns, Line, columns_at, names_answers
from station.exam.excel_file import Sheet
from station.exam.kinds import is_chapter_heading, kind_of_heading, kind_of_sheet
from station.exam.question import QuestionKind
from station.exam.row_fault import RowFault

MAX_TITLE = 16
WRITTEN_ONCE = 0.5
"""At least this share of a column is blank where each value is written once for many rows."""


@dataclass(slots=True)
class Block:
    """Rows below one header.

    Attributes:
        titles: The header's cells; empty if there is none.
        rows: Those that may be questions.
        kinds: What a line above a row, or the sheet's title, says that it is.
        chapters: What a line above a row says that its chapter is.
    """

    columns: Columns
    titles: tuple[Cell, ...] = ()
    rows: list[Line] = field(default_factory=list)
    kinds: dict[int, QuestionKind | None] = field(default_factory=dict)
    chapters: dict[int, str] = field(default_factory=dict)


def blocks_of(sheet: Sheet, columns: Columns) -> tuple[list[Block], dict[int, RowFault]]:
    """Part a sheet below its first header.

    Returns:
        The blocks, and the rows that are headers or headings and no questions.
    """
    blocks = [_block(sheet, columns)]
    kind, chapter = kind_of_sheet(sheet.title), ""
    for _, cells in sheet.rows[: max(0, columns.header)]:
        kind = kind_of_heading(_alone(cells)) or kind
    no_questions: dict[int, RowFault] = {}
    rows, index = sheet.rows, columns.header + 1
    while index < len(rows):
        number, cells = rows[index]
        alone = _alone(cells)
        if alone and (named := kind_of_heading(alone)):
            kind = named
            no_questions[number] = RowFault.HEADING
        elif alone and is_chapter_heading(alone):
            chapter = alone
            no_questions[number] = RowFault.HEADING
        elif header := _header_again(rows, index, blocks[-1]):
            for line in rows[index : header.header + 1]:
                no_questions[line[0]] = RowFault.HEADER_REPEATED
            if header.header > index or not _is_same(blocks[-1].titles, cells):
                blocks.append(_block(sheet, header))
            index = header.header
        else:
            blocks[-1].rows.append(rows[index])
            blocks[-1].kinds[number] = kind
            blocks[-1].chapters[number] = chapter
        index += 1
    return blocks, no_questions


def carried_down(
    rows: Sequence[Line], column: int | None, merged: Sequence[tuple[int, int, int, int]]
) -> Mapping[int, str]:
    """Return what a column says of each row: its cell, the merged cell, or what stands above.

    What stands above counts only where the column is written once for many rows: mostly blank,
    and never the same twice in turn.
    """
    if column is None:
        return {}
    said = {number: _text(cells, column) for number, cells in rows}
    numbers, end = list(said), 0
    for top, left, bottom, right in sorted(merged):
        if left <= column <= right and end <= top < bottom:
            end = bottom
            inside = numbers[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom + 1)]
            if inside and inside[0] == top + 1:
                first = _text(rows[bisect_left(numbers, top + 1)][1], left)
                said |= {number: said[number] or first for number in inside}
    filled = [text for text in said.values() if text]
    once = all(one != other for one, other in pairwise(filled))
    first_text = next(iter(said.values()), "")
    if first_text and once and len(filled) <= WRITTEN_ONCE * len(said):
        above = ""
        for number, text in said.items():
            above = said[number] = text or above
    return said


def _block(sheet: Sheet, columns: Columns) -> Block:
    return Block(columns, sheet.rows[columns.header][1] if columns.header >= 0 else ())


def _header_again(rows: Sequence[Line], index: int, block: Block) -> Columns | None:
    """Return the columns of a header within a sheet; most rows are told by a glance."""
    cells = rows[index][1]
    if block.titles and cells[0] == block.titles[0] and _is_same(block.titles, cells):
        return columns_at(rows[index : index + 1], 0) and replace(block.columns, header=index)
    if not any(names_answers(cell) for cell in cells if 0 < len(cell) < MAX_TITLE):
        return None
    found = columns_at(rows[: index + 2], index)
    return None if found is None or found.unclear else found


def _is_same(titles: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    return tuple(filter(None, titles)) == tuple(filter(None, cells))


def _alone(cells: Sequence[Cell]) -> str:
    """Return the only text of a row; "" if there are several, or none."""
    filled = [cell for cell in cells if cell]
    return str(filled[0]) if len(filled) == 1 and not isinstance(filled[0], BadCell) else ""


def _text(cells: Sequence[Cell], column: int) -> str:
    text = cells[column] if column < len(cells) else ""
    return "" if isinstance(text, BadCell) else text
