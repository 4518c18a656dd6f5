"""Question tables of exam centres: files made by hand over ten years (.xlsx, .xls, .csv).

Every row that is not blank ends as a question or as a refused row; none vanishes, and none is
guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from station.errors.exam import WorkbookTooLarge, WorkbookUnreadable
from station.exam.collector import collector_at_rest
from station.exam.excel_blocks import blocks_of
from station.exam.excel_cells import Cell
from station.exam.excel_columns import Columns, find_columns
from station.exam.excel_file import Sheet, column_name, read_sheets
from station.exam.excel_guess import guess_columns
from station.exam.excel_rows import BlockReader, Progress, silent
from station.exam.imported import Imported, LeftOut, Place
from station.exam.question import Question
from station.exam.row_fault import RowDoubt, RowFault
from station.exam.table_row import TableRow, TableSheet
from station.ids import Digest, QuestionId, TopicId

EXCERPT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that did not become a question.

    Attributes:
        row: Number as the sheet counts, from 1.
    """

    sheet: str
    row: int
    why: RowFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """What a workbook holds: questions and refused rows together are all its rows.

    Attributes:
        topics: Each topic that a question has, and its name, in the order of the rows.
        sources: Sheet and row of each question, in the order of the questions.
    """

    questions: tuple[Question, ...]
    topics: tuple[tuple[TopicId, str], ...]
    refused: tuple[RefusedRow, ...]
    sources: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All that a file holds, row by row, before its rows are compared with one another.

    Attributes:
        declares_order: The file says itself which options may be shuffled.
    """

    file: str
    sheets: tuple[TableSheet, ...]
    media: dict[Digest, bytes] = field(default_factory=dict)
    declares_order: bool = False

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows of all sheets."""
        return tuple(row for sheet in self.sheets for row in sheet.rows)


def read_table(raw: bytes, file: str = "", trade: str = "", progress: Progress = silent) -> Table:
    """Read all sheets of a file, row by row.

    Ids are made from kind, stem and options, so that the same question has the same id in every
    file, whatever its row.

    Args:
        file: What the file is called, for the places of its rows.
        trade: The topic of questions that name neither chapter nor trade themselves.
        progress: Hears of every thousand rows.

    Raises:
        WorkbookUnreadable: Neither .xlsx, .xls nor .csv, or a broken one.
        WorkbookTooLarge: It would unpack to more than a question bank can be.
    """
    media: dict[Digest, bytes] = {}
    with collector_at_rest():
        sheets = [_sheet(sheet, file, trade, media, progress) for sheet in _sheets_of(raw, file)]
        sheets = with_ids_apart(sheets)
    return Table(file=file, sheets=tuple(sheets), media=media)


def _sheets_of(raw: bytes, file: str) -> tuple[Sheet, ...]:
    """Read the sheets; a refusal names the file."""
    try:
        return read_sheets(raw)
    except (WorkbookUnreadable, WorkbookTooLarge) as refusal:
        raise type(refusal)(**{**refusal.facts, "file": file}) from refusal


def read_workbook(raw: bytes, trade: str = "") -> Workbook:
    """Read all sheets of a file as one bank: of equal questions only the first is kept.

    Raises:
        WorkbookUnreadable: Neither .xlsx, .xls nor .csv, or a broken one.
        WorkbookTooLarge: It would unpack to more than a question bank can be.
    """
    bank = imported([read_table(raw, trade=trade)])
    return Workbook(
        questions=tuple(question for question, _ in bank.questions),
        topics=bank.topics,
        refused=tuple(
            RefusedRow(sheet=out.place.part, row=out.place.row, why=RowFault(out.code))
            for out in bank.left_out
        ),
        sources=tuple((place.part, place.row) for _, place in bank.questions),
    )


def imported(tables: Iterable[Table]) -> Imported:
    """Put tables together; of equal questions the first is kept, and none if answers disagree."""
    media: dict[Digest, bytes] = {}
    left_out: list[LeftOut] = []
    sheets: list[TableSheet] = []
    for table in tables:
        media |= table.media
        sheets += table.sheets
    rows = [row for sheet in with_ids_apart(sheets) for row in sheet.rows]
    doubles = double_rows(rows)
    questions: list[tuple[Question, Place]] = []
    topics: dict[TopicId, str] = {}
    for row in rows:
        why = row.fault or doubles.get(row.place)
        if why is None and row.question is not None:
            questions.append((row.question, row.place))
            topics.setdefault(row.question.topic, row.topic)
        elif why is not None and row.fault is not None:
            left_out.append(LeftOut(place=row.place, code=str(why), excerpt=row.stem[:EXCERPT]))
    left_out += [
        LeftOut(place=row.place, code=doubles[row.place].value, excerpt=row.stem[:EXCERPT])
        for row in rows
        if row.place in doubles
    ]
    return Imported(
        questions=tuple(questions),
        topics=tuple(topics.items()),
        left_out=tuple(left_out),
        media=media,
    )


def double_rows(rows: Iterable[TableRow]) -> dict[Place, RowFault]:
    """Return the rows that say again what a row above says, and those whose answers disagree."""
    groups: defaultdict[QuestionId, list[TableRow]] = defaultdict(list)
    for row in rows:
        if row.question is not None:
            groups[row.said or row.question.id].append(row)
    doubles: dict[Place, RowFault] = {}
    for same in groups.values():
        if len(same) == 1:
            continue
        answers = {_right(row.question) for row in same if row.question}
        agree = len(answers) == 1
        why = RowFault.DUPLICATE if agree else RowFault.DUPLICATE_DISAGREES
        doubles |= {row.place: why for row in same[1 if agree else 0 :]}
    return doubles


def _right(question: Question) -> frozenset[str]:
    return frozenset("".join(question.options[place].split()) for place in question.key)


def _sheet(
    sheet: Sheet, file: str, trade: str, media: dict[Digest, bytes], progress: Progress
) -> TableSheet:
    columns = find_columns(sheet.rows) or guess_columns(sheet.rows)
    fault = _fault_of(sheet, columns)
    if columns is None or fault:
        first = columns.header + 1 if columns else 0
        refused = fault or RowFault.NO_HEADER
        rows = tuple(_refused(sheet, file, line, refused) for line in sheet.rows[first:])
        return TableSheet(title=sheet.title, header=0, columns={}, header_separator="", rows=rows)
    blocks, no_questions = blocks_of(sheet, columns)
    read = [
        row
        for block in blocks
        for row in BlockReader(sheet, block, file, trade, media, progress).read()
    ]
    read += [
        _refused(sheet, file, line, no_questions[line[0]])
        for line in sheet.rows
        if line[0] in no_questions
    ]
    named = {meaning.value: column_name(at) for meaning, at in columns.at.items()}
    if columns.letters:
        named["options"] = column_name(columns.letters[0])
    return TableSheet(
        title=sheet.title,
        header=sheet.rows[columns.header][0] if columns.header >= 0 else 0,
        columns=named,
        header_separator=columns.separator,
        rows=tuple(sorted(read, key=lambda row: row.place.row)),
    )


def with_ids_apart(sheets: Sequence[TableSheet]) -> list[TableSheet]:
    """Take ids of their own from questions that share one: they are then named by their words."""
    named: defaultdict[tuple[QuestionId, int], set[QuestionId]] = defaultdict(set)
    for sheet in sheets:
        for row in sheet.rows:
            if row.question is not None and row.said not in (None, row.question.id):
                named[row.question.id, row.question.revision].add(row.said)
    shared = {name for name, said in named.items() if len(said) > 1}
    if not shared:
        return list(sheets)
    return [
        replace(sheet, rows=tuple(_without_id(row, shared) for row in sheet.rows))
        for sheet in sheets
    ]


def _without_id(row: TableRow, shared: Collection[tuple[QuestionId, int]]) -> TableRow:
    question = row.question
    if question is None or row.said is None or (question.id, question.revision) not in shared:
        return row
    return replace(
        row,
        question=replace(question, id=row.said, revision=1),
        doubts=(*row.doubts, RowDoubt.ID_REPEATED),
    )


def _fault_of(sheet: Sheet, columns: Columns | None) -> RowFault | None:
    if columns is None:
        return RowFault.NO_HEADER
    if sheet.hidden:
        return RowFault.HIDDEN_SHEET
    return RowFault.HEADER_UNCLEAR if columns.unclear else None


def _refused(
    sheet: Sheet, file: str, line: tuple[int, tuple[Cell, ...]], fault: RowFault
) -> TableRow:
    number, cells = line
    return TableRow(
        place=Place(file=file, part=sheet.title, row=number),
        question=None,
        topic="",
        fault=fault,
        doubts=(),
        stem=" ".join(str(cell) for cell in cells if cell)[:200],
        options="",
        key="",
        separator="",
    )
