"""The collection slip (领证告知单): one A4 page in Chinese that goes home with a card.

It says what was handed over and where anybody can look the card up, and from which day.
"""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from station.credential.template import Certificate
from station.printer.fonts import Face
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM, RIGHT_MM = 25.0, 185.0
ROW_MM = 10.5

SITE = "cx.mem.gov.cn"
ACCOUNT = "国家安全生产考试"
"""The only places that tell what a card is worth (RULES 2.6); a centre has none of its own."""

_CALLED = {
    Certificate.OPERATION: "中华人民共和国特种作业操作证",
    Certificate.MANAGER: "安全生产知识和管理能力考核合格证",
}
_EXAMINED = {Certificate.OPERATION: "准操项目", Certificate.MANAGER: "行业类别"}

_TITLE = Style(size_mm=9, face=Face.SERIF, bold=0.025)
_HEAD = Style(size_mm=4.6, bold=0.022)
_TEXT = Style(size_mm=4.4)
_LABEL = Style(size_mm=3.8)
_SMALL = Style(size_mm=3.2)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CollectionSlip:
    """What a slip says.

    Attributes:
        number_tail: Last four characters of the ID number; no more of it is printed.
        review_by: None where the certificate is renewed and not reviewed.
        serial: Names the card's record to the centre's staff.
        lookup_days: So many days after the hand-over the card can be looked up.
        sample: A drill's slip, of no effect.
    """

    centre: str
    issuer: str
    name: str
    number_tail: str
    certificate: Certificate
    item: str
    serial: str
    print_number: int
    valid_from: date
    valid_until: date
    review_by: date | None
    handed_over: date
    lookup_days: int
    sample: bool

    def __repr__(self) -> str:
        return f"CollectionSlip({self.serial})"

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What was handed over, as label and value."""
        review = [] if self.review_by is None else [("应复审日期", f"{_day(self.review_by)} 前")]
        return (
            ("持证人", f"{self.name}（证件尾号 {self.number_tail}）"),
            ("证件", f"{_CALLED[self.certificate]}（实体卡）一张"),
            (_EXAMINED[self.certificate], self.item),
            ("有效期限", f"{_day(self.valid_from)} 至 {_day(self.valid_until)}"),
            *review,
            ("签发机关", self.issuer),
            ("领取日期", _day(self.handed_over)),
            ("领取地点", self.centre),
            ("卡片记录", f"{self.serial}（第 {self.print_number} 次制作）"),
        )

    def lookup(self) -> tuple[str, ...]:
        """Where and from when the card can be looked up, line by line."""
        first = self.handed_over + timedelta(days=self.lookup_days)
        return (
            f"约自 {_day(first)} 起，可以在下列官方平台查询本证：",
            f"1. 网站 {SITE}",
            f"2. 微信公众号“{ACCOUNT}”",
            "请勿相信其他查询网站。届时仍查不到的，请联系本考试点。",
        )


def slip_pdf(slip: CollectionSlip) -> bytes:
    """Compose a slip; equal slips give equal bytes.

    Raises:
        CardCharacterMissing, CardTextTooLong: A name cannot be set; nothing was composed.
    """
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas: Any = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("领证告知单")
    setter = TypeSetter(canvas, PAGE_MM[1])
    setter.centred("领证告知单", PAGE_MM[0] / 2, 34, _TITLE)
    y_mm = 50.0
    setter.line(LEFT_MM, y_mm, RIGHT_MM, 0.4)
    for label, value in slip.rows():
        y_mm += ROW_MM
        setter.left(label, LEFT_MM, y_mm, _LABEL)
        setter.left(value, LEFT_MM + 28, y_mm, _TEXT, RIGHT_MM - LEFT_MM - 28)
        setter.line(LEFT_MM, y_mm + 3.4, RIGHT_MM, 0.1)
    y_mm += 18
    setter.left("查询方式", LEFT_MM, y_mm, _HEAD)
    for line in slip.lookup():
        y_mm += ROW_MM
        setter.left(line, LEFT_MM, y_mm, _TEXT, RIGHT_MM - LEFT_MM)
    if slip.sample:
        setter.left("演练样张，无任何效力。", LEFT_MM, 280, _SMALL)
    canvas.save()
    return raw.getvalue()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
