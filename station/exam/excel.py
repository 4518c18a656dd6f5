"""Question sheets of exam centres: Excel workbooks made by hand over ten years.

Every row that is not blank ends as a question or as a refused row; none vanishes, and none is
guessed.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.exam.excel_columns import Columns, Meaning, find_columns
from station.exam.excel_file import BadCell, Cell, Sheet, read_sheets
from station.exam.option_cell import (
    RIGHT_AND_WRONG,
    is_right_and_wrong,
    read_key,
    split_options,
    without_letters,
)
from station.exam.question import Question, QuestionKind, must_keep_order
from station.exam.row_fault import RowFault, RowRefused
from station.exam.stem_number import refuse_if_fault, without_numbers
from station.ids import QuestionId, TopicId

UNSORTED = "unsorted"
"""The topic of questions on a sheet that names neither chapter nor trade."""

_KINDS = {
    QuestionKind.JUDGE: re.compile("(判断|是非|对错|正误)题?|JUDGE"),
    QuestionKind.SINGLE: re.compile("(单选|单项选择|数字类选择|单项选择类)题?|SINGLE"),
    QuestionKind.MULTIPLE: re.compile("(多选|多项选择|不定项选择)题?|MULTIPLE|MULTI"),
}
_DIFFICULTIES = {
    1: {"1", "易", "容易", "简单", "低"},
    2: {"", "2", "中", "中等", "一般", "适中"},
    3: {"3", "难", "困难", "较难", "高"},
}
_PICTURE = re.compile(
    r"[如见下上左右附]面?图(?![纸样例形表册])|(?<![一-鿿])图(中|\s*\d)|图\s*所?示(?!意)|img:|<img",
    re.IGNORECASE,
)
_NO = frozenset({"", "0", "否", "无", "没有", "N", "NO", "FALSE", "×"})


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


@dataclass(frozen=True, slots=True)
class _Read:
    sheet: str
    row: int
    question: Question
    topic_name: str


def read_workbook(raw: bytes, trade: str = "") -> Workbook:
    """Read all sheets of a workbook.

    Ids are made from kind, stem and options, so that the same question has the same id in every
    file, whatever its row.

    Args:
        trade: The topic of questions that name neither chapter nor trade themselves.

    Raises:
        WorkbookUnreadable: Not an .xlsx workbook, or a broken one.
        WorkbookTooLarge: It would unpack to more than a question bank can be.
    """
    read: list[_Read] = []
    refused: list[RefusedRow] = []
    for sheet in read_sheets(raw):
        for outcome in _sheet(sheet, trade):
            if isinstance(outcome, RefusedRow):
                refused.append(outcome)
            else:
                read.append(outcome)
    kept, doubled = _without_doubles(read)
    names: dict[TopicId, str] = {}
    for row in kept:
        names.setdefault(row.question.topic, row.topic_name)
    return Workbook(
        questions=tuple(row.question for row in kept),
        topics=tuple(names.items()),
        refused=(*refused, *doubled),
        sources=tuple((row.sheet, row.row) for row in kept),
    )


def _sheet(sheet: Sheet, trade: str) -> Iterable[_Read | RefusedRow]:
    columns = find_columns(sheet.rows)
    if columns is None:
        return _refuse_all(sheet, 0, RowFault.NO_HEADER)
    if sheet.hidden:
        return _refuse_all(sheet, columns.header + 1, RowFault.HIDDEN_SHEET)
    if columns.unclear:
        return _refuse_all(sheet, columns.header + 1, RowFault.HEADER_UNCLEAR)
    rows = sheet.rows[columns.header + 1 :]
    stems = without_numbers([_stem(columns, cells) for _, cells in rows])
    outcomes: list[_Read | RefusedRow] = []
    for (number, cells), stem in zip(rows, stems, strict=True):
        try:
            question, name = _question(columns, cells, stem, trade)
            outcomes.append(_Read(sheet.title, number, question, name))
        except RowRefused as refusal:
            outcomes.append(RefusedRow(sheet=sheet.title, row=number, why=refusal.fault))
    return outcomes


def _refuse_all(sheet: Sheet, first: int, why: RowFault) -> Iterable[RefusedRow]:
    return [RefusedRow(sheet=sheet.title, row=number, why=why) for number, _ in sheet.rows[first:]]


def _question(
    columns: Columns, cells: Sequence[Cell], stem: str | RowFault, trade: str
) -> tuple[Question, str]:
    def cell(meaning: Meaning) -> str:
        return _cell(cells, columns.at.get(meaning))

    kind = _kind(cell(Meaning.KIND))
    if not cell(Meaning.STEM):
        raise RowRefused(RowFault.STEM_EMPTY)
    stem = refuse_if_fault(stem)
    options = _options(columns, cells, kind)
    key = read_key(cell(Meaning.KEY), kind, options)
    shown = " ".join((stem, *options))
    wanted = cell(Meaning.HAS_PICTURE).upper() not in _NO or cell(Meaning.PICTURE)
    if wanted or _PICTURE.search(shown):
        raise RowRefused(RowFault.PICTURE_MISSING)
    topic, name = _topic(cell(Meaning.TOPIC) or cell(Meaning.TRADE) or trade or UNSORTED)
    question = Question(
        id=_id(kind, stem, options),
        revision=1,
        kind=kind,
        stem=stem,
        options=options,
        key=key,
        topic=topic,
        difficulty=_difficulty(cell(Meaning.DIFFICULTY)),
        explanation=cell(Meaning.EXPLANATION),
        keep_order=must_keep_order(kind, options),
    )
    return question, name


def _cell(cells: Sequence[Cell], column: int | None) -> str:
    text = cells[column] if column is not None else ""
    if isinstance(text, BadCell):
        raise RowRefused(RowFault(text.value))
    return text


def _stem(columns: Columns, cells: Sequence[Cell]) -> str:
    text = cells[columns.at[Meaning.STEM]]
    return "" if isinstance(text, BadCell) else text


def _kind(word: str) -> QuestionKind:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).upper()
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(plain):
            return kind
    raise RowRefused(RowFault.KIND_UNKNOWN)


def _options(columns: Columns, cells: Sequence[Cell], kind: QuestionKind) -> tuple[str, ...]:
    if columns.letters:
        pieces = [_cell(cells, column) for column in columns.letters]
        while pieces and not pieces[-1]:
            pieces.pop()
        options = without_letters(pieces)
    else:
        text = _cell(cells, columns.at.get(Meaning.OPTIONS))
        options = split_options(text) if text else ()
    if kind is QuestionKind.JUDGE:
        if not options and _cell(cells, columns.at[Meaning.KEY]).upper() not in ("A", "B"):
            options = RIGHT_AND_WRONG
        if options and not is_right_and_wrong(options):
            raise RowRefused(RowFault.JUDGE_OPTIONS)
    if not options:
        raise RowRefused(RowFault.OPTIONS_EMPTY)
    if len(options) < 2:
        raise RowRefused(RowFault.OPTIONS_TOO_FEW)
    return options


def _topic(text: str) -> tuple[TopicId, str]:
    """Take "1.2 Electric shock" apart; a chapter without a number is its own id."""
    numbered = re.match(r"(\d+(?:[.．]\d+)*)[.．、\s]*(.*)", text, re.DOTALL)
    plain = re.sub(r"\s+", " ", text).strip()
    if numbered is None:
        return TopicId(plain), plain
    number = unicodedata.normalize("NFKC", numbered.group(1))
    return TopicId(number), numbered.group(2).strip() or number


def _difficulty(word: str) -> int:
    for difficulty, words in _DIFFICULTIES.items():
        if word.upper() in words:
            return difficulty
    raise RowRefused(RowFault.DIFFICULTY_UNKNOWN)


def _id(kind: QuestionKind, stem: str, options: Sequence[str]) -> QuestionId:
    plain = [_compact(text) for text in (kind.value, stem, *sorted(options))]
    return QuestionId("q-" + hashlib.sha256("\n".join(plain).encode()).hexdigest()[:20])


def _compact(text: str) -> str:
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))


def _without_doubles(read: Iterable[_Read]) -> tuple[list[_Read], list[RefusedRow]]:
    """Keep the first of equal questions; none of them, if their answers disagree."""
    groups: defaultdict[QuestionId, list[_Read]] = defaultdict(list)
    for row in read:
        groups[row.question.id].append(row)
    kept: list[_Read] = []
    refused: list[RefusedRow] = []
    for rows in groups.values():
        answers = {frozenset(row.question.options[i] for i in row.question.key) for row in rows}
        why = RowFault.DUPLICATE if len(answers) == 1 else RowFault.DUPLICATE_DISAGREES
        first = rows[:1] if len(answers) == 1 else []
        kept += first
        refused += [RefusedRow(sheet=row.sheet, row=row.row, why=why) for row in rows[len(first) :]]
    return kept, refused
