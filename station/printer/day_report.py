"""The day's report of the card desk, in Chinese for the file and the inspector.

One A4 page; differences that two persons signed for, and cards that nobody has collected yet, are
listed on pages of their own.
"""

import io
import textwrap
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from station.credential.stock import Stock
from station.ids import StaffId
from station.printer.fonts import Face, missing
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM, RIGHT_MM = 25.0, 185.0
ROW_MM = 9.0
ROWS_A_PAGE = 25
CASE_LINE = 34

_TITLE = Style(size_mm=8, face=Face.SERIF, bold=0.025)
_HEAD = Style(size_mm=4.6, bold=0.022)
_TEXT = Style(size_mm=4.2)
_SMALL = Style(size_mm=3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long one part of making the day's cards took, in seconds."""

    title: str
    cards: int
    p50_s: float
    p95_s: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Uncollected:
    """One card whose holder passed and has not taken it yet.

    Attributes:
        printed: It lies at the card desk; else it is still to be printed.
        since: For a card of an earlier session, the day on which it came to stand so.
    """

    name: str
    serial: str
    item: str
    printed: bool
    since: date | None = None

    def __repr__(self) -> str:
        return f"Uncollected({self.serial})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """What the report says.

    Attributes:
        stock: As it was when the day was closed.
        spreads: Decision, queue, transfer and mechanism apart.
        uncollected: Cards that wait for their holders.
        names: Of the staff, for what they have signed.
    """

    centre: str
    day: date
    by: str
    stock: Stock
    spreads: tuple[Spread, ...]
    sample: bool
    uncollected: tuple[Uncollected, ...] = ()
    names: tuple[tuple[StaffId, str], ...] = ()


def day_pdf(report: DayReport) -> bytes:
    """Compose the report; equal reports give equal bytes.

    Raises:
        CardCharacterMissing, CardTextTooLong: A name cannot be set; nothing was composed.
    """
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas: Any = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("制证日结表")
    setter = TypeSetter(canvas, PAGE_MM[1])
    setter.centred("制证日结表", PAGE_MM[0] / 2, 32, _TITLE)
    setter.centred(f"{report.centre}   {report.day.isoformat()}", PAGE_MM[0] / 2, 42, _TEXT, 150)
    y_mm = _table(setter, 58, "空白卡与色带", _stock_rows(report.stock))
    y_mm = _table(setter, y_mm + 12, "用时(秒)", _time_rows(report.spreads))
    setter.left(f"结账人：{report.by}", LEFT_MM, y_mm + 22, _TEXT, 75)
    setter.left("复核人：", 110, y_mm + 22, _TEXT)
    setter.line(126, y_mm + 23, RIGHT_MM, 0.2)
    if report.sample:
        setter.left("演练样张，无任何效力。", LEFT_MM, 280, _SMALL)
    differences = _difference_rows(report)
    for start in range(0, len(differences), ROWS_A_PAGE):
        canvas.showPage()
        title = f"差异案（共 {len(report.stock.signed)} 件）"
        _table(setter, 32, title, differences[start : start + ROWS_A_PAGE])
    for start in range(0, len(report.uncollected), ROWS_A_PAGE):
        canvas.showPage()
        rows = _uncollected_rows(report.uncollected[start : start + ROWS_A_PAGE])
        title = f"未领取的操作证（共 {len(report.uncollected)} 张）"
        _table(setter, 32, title, rows)
    canvas.save()
    return raw.getvalue()


def _stock_rows(stock: Stock) -> list[tuple[str, ...]]:
    expected, counted, opening = stock.expected, stock.counted or stock.expected, stock.opening
    missing = sum(each.amount.blanks for each in stock.signed)
    ribbons = sum(each.amount.ribbons for each in stock.signed)
    return [
        ("空白卡：上日结存 / 今日领入", f"{opening.blanks} / {stock.received}"),
        ("打印：正式 / 样张", f"{stock.made} / {stock.samples}"),
        ("损坏空白卡 / 已签字差异", f"{stock.spoiled} / {missing:+}"),
        ("应余空白卡 / 实点", f"{expected.blanks} / {counted.blanks}"),
        ("打印后作废 / 废卡实点", f"{stock.cut} / {counted.voids}"),
        ("色带：上日结存 / 今日领入", f"{opening.ribbons} / {stock.ribbons_received}"),
        ("装入打印机 / 已签字差异", f"{stock.ribbons_loaded} / {ribbons:+}"),
        ("应余色带 / 实点", f"{expected.ribbons} / {counted.ribbons}"),
    ]


def _difference_rows(report: DayReport) -> list[tuple[str, ...]]:
    """Return for each difference its case, in lines, and below it how much and who signed."""
    names = dict(report.names)
    rows: list[tuple[str, ...]] = []
    for number, each in enumerate(report.stock.signed, start=1):
        case = "".join("□" if missing(character) else character for character in each.case)
        rows += [(line,) for line in textwrap.wrap(f"{number}. {case}", CASE_LINE)]
        amount = each.amount
        rows.append(
            (
                "、".join(names.get(person, person) for person in (each.first, each.second)),
                f"空白卡 {amount.blanks:+}",
                f"废卡 {amount.voids:+}",
                f"色带 {amount.ribbons:+}",
            )
        )
    return rows


def _time_rows(spreads: tuple[Spread, ...]) -> list[tuple[str, ...]]:
    head = ("", "张数", "P50", "P95")
    rows = [
        (spread.title, f"{spread.cards}", f"{spread.p50_s:.2f}", f"{spread.p95_s:.2f}")
        for spread in spreads
    ]
    return [head, *rows]


def _uncollected_rows(cards: tuple[Uncollected, ...]) -> list[tuple[str, ...]]:
    return [(f"{card.name}  {card.serial}", card.item, _stands(card)) for card in cards]


def _stands(card: Uncollected) -> str:
    state = "在台" if card.printed else "待制"
    return state if card.since is None else f"{state} {card.since:%m-%d}"


def _table(setter: TypeSetter, y_mm: float, title: str, rows: list[tuple[str, ...]]) -> float:
    """Set a table; return where it ends."""
    setter.left(title, LEFT_MM, y_mm, _HEAD)
    setter.line(LEFT_MM, y_mm + 3, RIGHT_MM, 0.3)
    for label, *values in rows:
        y_mm += ROW_MM
        setter.left(label, LEFT_MM, y_mm, _TEXT, 70 if values else RIGHT_MM - LEFT_MM)
        for place, value in enumerate(values):
            setter.right(value, RIGHT_MM - 30 * (len(values) - 1 - place), y_mm, _TEXT)
        setter.line(LEFT_MM, y_mm + 2.6, RIGHT_MM, 0.1)
    return y_mm
