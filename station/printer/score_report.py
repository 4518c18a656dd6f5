"""The score sheet: one A4 page in Chinese that a candidate takes home.

It names what to learn and what comes next, never a question or its answer.
"""

import io
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from station.exam.grading import Reason, ReasonGrade
from station.printer import fonts
from station.printer.fonts import Face
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM = 25.0
RIGHT_MM = 185.0
MOST_TOPICS = 16
TOPICS_MM = 147.0
WEAK_SHARE = 0.6
"""A topic with less of its questions right is named as weak."""


class NextStep(StrEnum):
    """What the candidate does next."""

    CARD_TODAY = "card-today"
    CARD_LATER = "card-later"
    PRACTICAL = "practical"
    RETAKE = "retake"
    TRAIN_AGAIN = "train-again"


_NEXT = {
    NextStep.CARD_TODAY: "您已通过考试。请携带身份证到制证台领取操作证。",
    NextStep.CARD_LATER: "您已通过考试。操作证将由发证机关另行发放，请留意通知。",
    NextStep.PRACTICAL: "您的理论考试已合格。请按通知参加实际操作考试。",
    NextStep.RETAKE: "您可以补考一次。请在离场前到服务台预约补考时间。",
    NextStep.TRAIN_AGAIN: "补考机会已用完。请重新参加培训后再报名考试。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """How a topic went: questions right, of the questions asked."""

    title: str
    right: int
    of: int

    @property
    def share(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.right / self.of if self.of else 1.0


_REASONS = {
    Reason.RIGHT: "答对 {questions} 题，得 {marks} 分",
    Reason.WRONG: "答错 {questions} 题",
    Reason.INCOMPLETE: "少选 {questions} 题，得 {marks} 分（满分 {of} 分）",
    Reason.UNANSWERED: "未作答 {questions} 题",
    Reason.GIVEN: "作废并给分 {questions} 题，得 {marks} 分",
    Reason.STRUCK: "作废不计 {questions} 题",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ScoreReport:
    """What a score sheet says.

    Attributes:
        exam: Title of the blueprint.
        number_tail: Last four characters of the ID number; no more of it is printed.
        reasons: Why the questions brought what they brought (exam.grading.Grade.by_reason).
        reference: Names the attempt to the centre's staff.
        sample: A drill's sheet, marked SAMPLE.
    """

    centre: str
    exam: str
    name: str
    number_tail: str
    seat: int
    day: date
    marks: int
    of: int
    pass_marks: int
    passed: bool
    topics: tuple[TopicLine, ...]
    reasons: tuple[ReasonGrade, ...]
    next_step: NextStep
    reference: str
    sample: bool

    def __repr__(self) -> str:
        return f"ScoreReport({self.reference})"


def score_pdf(report: ScoreReport) -> bytes:
    """Compose a score sheet.

    Raises:
        CardCharacterMissing, CardTextTooLong: A name cannot be set; nothing was composed.
    """
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("安全生产知识考试成绩单")
    if report.sample:
        _sample_mark(canvas)
    setter = TypeSetter(canvas, PAGE_MM[1])
    _head(setter, report)
    _score(canvas, setter, report)
    _why(setter, report)
    bottom_mm = _topics(canvas, setter, report)
    _next(setter, report, bottom_mm)
    _foot(setter, report)
    canvas.save()
    return raw.getvalue()


_TITLE = Style(size_mm=9, face=Face.SERIF, bold=0.025)
_TEXT = Style(size_mm=4.4)
_STRONG = Style(size_mm=4.6, bold=0.022)
_LABEL = Style(size_mm=3.7)
_SMALL = Style(size_mm=3.2)
_MARKS = Style(size_mm=26, bold=0.02)


def _head(setter: TypeSetter, report: ScoreReport) -> None:
    middle_mm = PAGE_MM[0] / 2
    setter.centred("安全生产知识考试成绩单", middle_mm, 33, _TITLE)
    setter.centred(report.exam, middle_mm, 43, _TEXT, RIGHT_MM - LEFT_MM)
    setter.line(LEFT_MM, 49, RIGHT_MM, 0.5)
    day = report.day
    places = (
        ("考生姓名", report.name, LEFT_MM, 60.0, RIGHT_MM),
        ("证件号码", f"尾号 {report.number_tail}", LEFT_MM, 69.5, 108.0),
        ("座位号", str(report.seat), 112.0, 69.5, RIGHT_MM),
        ("考试日期", f"{day.year}年{day.month}月{day.day}日", LEFT_MM, 79.0, 108.0),
        ("考试点", report.centre, 112.0, 79.0, RIGHT_MM),
    )
    for label, value, x_mm, y_mm, to_x_mm in places:
        setter.spread(label, x_mm, y_mm, _LABEL, 4 * _LABEL.size_mm)
        setter.left(value, x_mm + 20, y_mm, _STRONG, to_x_mm - x_mm - 20)


def _score(canvas: Any, setter: TypeSetter, report: ScoreReport) -> None:
    left, bottom = setter.points(LEFT_MM, 128)
    width = (RIGHT_MM - LEFT_MM) * POINTS_IN_MM
    canvas.setFillGray(0.955)
    canvas.roundRect(left, bottom, width, 40 * POINTS_IN_MM, 6, stroke=0, fill=1)
    canvas.setFillGray(0)
    end_mm = setter.left(str(report.marks), LEFT_MM + 10, 117.5, _MARKS)
    setter.left("分", end_mm + 2, 117.5, Style(size_mm=7))
    setter.left(f"满分 {report.of} 分   合格线 {report.pass_marks} 分", LEFT_MM + 72, 103, _TEXT)
    verdict = "合格" if report.passed else "未合格"
    setter.left(verdict, LEFT_MM + 72, 119, Style(size_mm=12, bold=0.035))


def _why(setter: TypeSetter, report: ScoreReport) -> None:
    """Set why the marks are what they are, below them."""
    parts = (
        _REASONS[each.reason].format(questions=each.questions, marks=each.marks, of=each.of)
        for each in report.reasons
    )
    setter.left(
        "；".join(parts), LEFT_MM, 135, Style(size_mm=3.7, least_mm=2.4), RIGHT_MM - LEFT_MM
    )


def _topics(canvas: Any, setter: TypeSetter, report: ScoreReport) -> float:
    """Set the topics as bars, the weakest first; return where they end."""
    y_mm = TOPICS_MM
    setter.left("各知识点答题情况", LEFT_MM, y_mm, _STRONG)
    setter.right("由弱到强排列；答对题数 / 题数", RIGHT_MM, y_mm, _SMALL)
    setter.line(LEFT_MM, y_mm + 2.8, RIGHT_MM, 0.25)
    weakest_first = sorted(report.topics, key=lambda topic: topic.share)
    for topic in weakest_first[:MOST_TOPICS]:
        y_mm += 6.4 if y_mm > TOPICS_MM else 9.4
        weak = topic.share < WEAK_SHARE
        style = Style(size_mm=3.9, bold=0.03 if weak else 0, least_mm=2.2)
        setter.left(topic.title, LEFT_MM, y_mm, style, 62)
        _bar(canvas, setter, y_mm, topic.share, weak=weak)
        setter.right(f"{topic.right}/{topic.of}", 168, y_mm, Style(size_mm=3.9))
        if weak:
            setter.right("需加强", RIGHT_MM, y_mm, Style(size_mm=3.9, bold=0.03))
    return y_mm


def _bar(canvas: Any, setter: TypeSetter, y_mm: float, share: float, *, weak: bool) -> None:
    left, bottom = setter.points(90, y_mm)
    full = 62 * POINTS_IN_MM
    height = 3.0 * POINTS_IN_MM
    canvas.setFillGray(0.9)
    canvas.rect(left, bottom, full, height, stroke=0, fill=1)
    canvas.setFillGray(0.15 if weak else 0.5)
    canvas.rect(left, bottom, full * share, height, stroke=0, fill=1)
    canvas.setFillGray(0)


def _next(setter: TypeSetter, report: ScoreReport, above_mm: float) -> None:
    y_mm = max(above_mm + 14, 238)
    setter.left("下一步", LEFT_MM, y_mm, _STRONG)
    setter.line(LEFT_MM, y_mm + 2.8, RIGHT_MM, 0.25)
    setter.left(_NEXT[report.next_step], LEFT_MM, y_mm + 11, _TEXT, RIGHT_MM - LEFT_MM)


def _foot(setter: TypeSetter, report: ScoreReport) -> None:
    setter.line(LEFT_MM, 274, RIGHT_MM, 0.25)
    remark = "演练样张，无任何效力。" if report.sample else "对成绩有异议的，可向考试点申请复核。"
    setter.left(remark, LEFT_MM, 280, _SMALL)
    setter.right(report.reference, RIGHT_MM, 280, _SMALL)


def _sample_mark(canvas: Any) -> None:
    text = "样张 SAMPLE"
    size = 36 * POINTS_IN_MM
    canvas.saveState()
    canvas.translate(PAGE_MM[0] / 2 * POINTS_IN_MM, PAGE_MM[1] / 2 * POINTS_IN_MM)
    canvas.rotate(50)
    canvas.setFillGray(0.88)
    fonts.draw(canvas, text, (-fonts.width_em(text) * size / 2, -0.37 * size), size)
    canvas.restoreState()
