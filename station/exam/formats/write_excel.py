"""Questions as a workbook in the form that exam centres use."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from station.errors.formats import QuestionNotExportable
from station.exam.excel import read_workbook
from station.exam.excel_fields import is_own_id
from station.exam.excel_parts import is_drawing
from station.exam.formats.excel_svg import with_drawings
from station.exam.jsonl import LETTERS
from station.exam.question import Pool, Question, QuestionKind, Source, must_keep_order
from station.ids import Digest, TopicId

COLUMNS = {
    "编号": 14,
    "版次": 6,
    "章节": 18,
    "试题类型": 10,
    "题目内容": 60,
    "题目选项": 50,
    "题目答案": 10,
    "难度": 8,
    "答案解析": 50,
    "是否有图": 30,
    "准操项目": 10,
    "行业": 14,
    "重点领域": 14,
    "人员类别": 16,
    "用途": 8,
    "法规依据": 30,
    "出题来源": 10,
    "乱序": 8,
    "互斥组": 12,
}
"""Each header, and how wide its column is."""
PICTURE_COLUMN = get_column_letter(list(COLUMNS).index("是否有图") + 1)
PICTURE_WIDTH_PX = 200
POINTS_EACH_PX = 0.75

_POOLS = {Pool.SECURE: "保密", Pool.PRACTICE: "练习"}
_SOURCES = {Source.NATIONAL: "国家", Source.PROVINCE: "省级", Source.UNSAID: ""}
_KINDS = {
    QuestionKind.JUDGE: "判断题",
    QuestionKind.SINGLE: "单选题",
    QuestionKind.MULTIPLE: "多选题",
}


def write_workbook(
    questions: Sequence[Question],
    topics: Mapping[TopicId, str],
    media: Mapping[Digest, bytes] = MappingProxyType({}),
    shown: Callable[[bytes], bytes | None] = lambda _: None,
) -> bytes:
    """Write a workbook that reads back to the same questions.

    A workbook holds all of a question, and pictures as PNG, JPEG, GIF, or SVG behind a PNG of it;
    it has no place for cases. An id that could be the number of a row is made again from what the
    question says.

    Args:
        shown: Draws an SVG as a PNG; None if it cannot be drawn.

    Raises:
        QuestionNotExportable: A question would not read back the same.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("题库")
    for column, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    drawn = _Drawn(media, shown)
    pictures = [[drawn.picture(q, name) for name in q.pictures] for q in questions]
    rows = [[_cell(sheet, text, q) for text in _row(q, topics)] for q in questions]
    sheet.append(list(COLUMNS))
    for number, (row, found) in enumerate(zip(rows, pictures, strict=True), start=2):
        for picture in found:
            sheet.add_image(picture, f"{PICTURE_COLUMN}{number}")
            sheet.row_dimensions[number].height = picture.height * POINTS_EACH_PX
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    raw = with_drawings(packed.getvalue(), drawn.drawings)
    _refuse_changed(questions, raw)
    return raw


def _row(question: Question, topics: Mapping[TopicId, str]) -> tuple[str, ...]:
    title = topics.get(question.topic) or question.topic
    chapter = question.topic if title == question.topic else f"{question.topic} {title}"
    options = "".join(
        f"**{LETTERS[index]}.{option}" for index, option in enumerate(question.options)
    )
    answer = "".join(LETTERS[index] for index in question.key)
    keeps = question.keep_order and not must_keep_order(question.kind, question.options)
    return (
        question.id,
        str(question.revision),
        chapter,
        _KINDS[question.kind],
        question.stem,
        options,
        answer,
        str(question.difficulty),
        question.explanation,
        "是" if question.pictures else "",
        "、".join(question.trades),
        "、".join(question.industries),
        "、".join(question.key_areas),
        "、".join(question.person_classes),
        _POOLS[question.pool],
        "；".join(question.laws),
        _SOURCES[question.source],
        "否" if keeps else "",
        question.exclusive,
    )


class _Drawn:
    """The pictures of a sheet, in its order, and which of them are drawings.

    Attributes:
        drawings: Each SVG by the number of its picture, from 0.
    """

    def __init__(
        self, media: Mapping[Digest, bytes], shown: Callable[[bytes], bytes | None]
    ) -> None:
        self.drawings: dict[int, bytes] = {}
        self._media = media
        self._shown = shown
        self._count = 0

    def picture(self, question: Question, name: Digest) -> Image:
        """Return a picture as the sheet shows it."""
        raw = self._media.get(name)
        if raw is not None and is_drawing(raw):
            self.drawings[self._count] = raw
            raw = self._shown(raw)
        self._count += 1
        return _picture(question, raw)


def _picture(question: Question, raw: bytes | None) -> Image:
    """Return a picture as a sheet shows it; its file stays as it is."""
    try:
        picture = Image(io.BytesIO(raw or b""))
    except OSError as exc:
        raise QuestionNotExportable(question=question.id, why="picture") from exc
    if picture.format not in ("png", "jpeg", "gif"):  # others would be written as PNG
        raise QuestionNotExportable(question=question.id, why="picture")
    picture.height = round(picture.height * PICTURE_WIDTH_PX / picture.width)
    picture.width = PICTURE_WIDTH_PX
    return picture


def _cell(sheet: WriteOnlyWorksheet, text: str, question: Question) -> Cell:
    try:
        cell = WriteOnlyCell(sheet, text)
    except IllegalCharacterError as exc:
        raise QuestionNotExportable(question=question.id, why="characters") from exc
    cell.data_type = "s"  # "=1+1" is a text here and never a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _refuse_changed(questions: Sequence[Question], raw: bytes) -> None:
    """Read the workbook as a centre would, and compare."""
    book = read_workbook(raw)
    by_row = {row: q for q, (_, row) in zip(book.questions, book.sources, strict=True)}
    for row, question in enumerate(questions, start=2):
        again = by_row.get(row)
        if again is not None and not is_own_id(question.id):
            again = replace(again, id=question.id, revision=question.revision)
        if again != question:
            raise QuestionNotExportable(question=question.id, why="Excel")
