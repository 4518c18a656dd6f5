"""《答卷存档》: one attempt, question by question, for whoever decides a disputed score (F24).

It shows what the candidate saw, each change of an answer with its time, and why each question
brought what it brought. It holds secret questions: two persons open it, and it leaves no copy.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from station.clock import CHINA
from station.exam.grading import Grade, ItemGrade, Reason
from station.exam.paper import Paper, PaperItem
from station.ids import CandidateId, Digest, ElapsedMs, QuestionId, SeatNumber, SessionId, UnixMs
from station.printer.paper_sheet import LETTERS, broken
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM, RIGHT_MM = 20.0, 190.0
TOP_MM, BOTTOM_MM, FOOT_MM = 22.0, 276.0, 286.0
INDENT_MM = 6.0

_TITLE = Style(size_mm=6.5, bold=0.03)
_TEXT = Style(size_mm=3.6)
_BOLD = Style(size_mm=3.6, bold=0.03)
_SMALL = Style(size_mm=2.8)
_LINE_MM = 5.4
_REASONS = {
    Reason.RIGHT: "全部选对，得满分",
    Reason.WRONG: "选了错误选项，不得分",
    Reason.INCOMPLETE: "少选，按规则包计分",
    Reason.UNANSWERED: "未作答，不得分",
    Reason.GIVEN: "本题作废，全体给分",
    Reason.STRUCK: "本题作废，不计入总分",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One saved change of an answer.

    Attributes:
        at: Exam time.
        wall: Wall time, by the seat's clock.
        choices: Indexes of the options chosen from then on, as shown.
    """

    at: ElapsedMs
    wall: UnixMs
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AnswerRecord:
    """An attempt as it lies in the province's archive.

    Attributes:
        signer: Whose signature holds: the seat, and its centre.
        grade: The province's own marking, of today's rules on voided questions.
        seat_marks: What the seat marked it with.
        opened_by: The two persons who open this record.
    """

    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    signer: str
    envelope: Digest
    rule_pack: Digest
    received_at: UnixMs
    paper: Paper
    changes: dict[QuestionId, tuple[Change, ...]]
    grade: Grade
    seat_marks: int
    opened_by: tuple[str, str]
    opened_at: UnixMs


def answer_pdf(record: AnswerRecord) -> bytes:
    """Set the record of one attempt; equal records give equal bytes.

    Raises:
        CardCharacterMissing: No font has one of its characters; nothing was composed.
    """
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("答卷存档")
    setter = TypeSetter(canvas, PAGE_MM[1])
    setter.centred("答卷存档", PAGE_MM[0] / 2, TOP_MM, _TITLE)
    y_mm = TOP_MM + 12
    lines = [*_facts(record), ("", _TEXT, 0.0)]
    for number, (item, given) in enumerate(
        zip(record.paper.items, record.grade.items, strict=True), start=1
    ):
        lines += _question(number, item, given, record.changes.get(item.question, ()))
    for text, style, indent_mm in lines:
        if y_mm > BOTTOM_MM:
            _foot(canvas, setter, record)
            canvas.showPage()
            y_mm = TOP_MM
        setter.left(text, LEFT_MM + indent_mm, y_mm, style)
        y_mm += _LINE_MM
    _foot(canvas, setter, record)
    canvas.save()
    return raw.getvalue()


_Set = tuple[str, Style, float]


def _facts(record: AnswerRecord) -> Iterator[_Set]:
    paper, grade = record.paper, record.grade
    equal = "与考位评分一致" if grade.marks == record.seat_marks else "与考位评分不一致"
    facts = (
        f"考试：{paper.title}（{paper.blueprint} 第 {paper.blueprint_version} 版）",
        f"场次：{record.session}    考生编号：{record.candidate}    座位：{record.seat}",
        f"得分：{grade.marks} / {grade.of}    合格线：{paper.pass_marks} / {paper.marks}",
        f"结论：{'合格' if grade.passed else '不合格'}    （{equal}：{record.seat_marks}）",
        f"签名：{record.signer}，验证有效；收到时间：{_time(record.received_at)}",
        f"结果信封 SHA-256：{record.envelope.hex()}",
        f"规则包 SHA-256：{record.rule_pack.hex()}",
        f"题库 SHA-256：{paper.bank.hex()}",
        f"抽题种子：{paper.seed.hex()}",
        f"调阅人：{record.opened_by[0]}、{record.opened_by[1]}    时间：{_time(record.opened_at)}",
    )
    for fact in facts:
        for line in broken(fact, RIGHT_MM - LEFT_MM, _TEXT):
            yield line, _TEXT, 0.0


def _question(
    number: int, item: PaperItem, given: ItemGrade, changes: tuple[Change, ...]
) -> Iterator[_Set]:
    room_mm = RIGHT_MM - LEFT_MM
    head = f"{number}. {item.question} 修订 {item.revision}    得 {given.marks} / {given.of} 分"
    yield f"{head}    {_REASONS[given.reason]}", _BOLD, 0.0
    if item.case_text:
        for line in broken(f"案例 {item.case}：{item.case_text}", room_mm, _TEXT):
            yield line, _TEXT, 0.0
    for line in broken(item.stem, room_mm, _TEXT):
        yield line, _TEXT, 0.0
    for digest in item.pictures:
        yield f"图 {digest.hex()}", _SMALL, INDENT_MM
    for place, option in enumerate(item.options):
        marks = ("√" if place in item.key else "　") + ("●" if place in given.chosen else "○")
        for line in broken(f"{marks} {LETTERS[place]}. {option}", room_mm - INDENT_MM, _TEXT):
            yield line, _TEXT, INDENT_MM
    told = "；".join(
        f"{_clock(change.at)}（{_time(change.wall)[11:]}）选 {_letters(change.choices)}"
        for change in changes
    )
    for line in broken(f"作答经过：{told or '没有作答'}", room_mm - INDENT_MM, _SMALL):
        yield line, _SMALL, INDENT_MM
    yield "", _SMALL, 0.0


def _letters(choices: tuple[int, ...]) -> str:
    return "".join(LETTERS[place] for place in choices) or "（清空）"


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1_000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1_000, CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _foot(canvas: Canvas, setter: TypeSetter, record: AnswerRecord) -> None:
    setter.line(LEFT_MM, FOOT_MM - 5, RIGHT_MM, 0.2)
    setter.left("含未公开试题，仅限复核使用；√ 正确选项，● 考生所选", LEFT_MM, FOOT_MM, _SMALL)
    name = f"{record.session} {record.candidate}  第 {canvas.getPageNumber()} 页"
    setter.right(name, RIGHT_MM, FOOT_MM, _SMALL)
