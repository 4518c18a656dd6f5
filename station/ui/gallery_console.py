"""Invented states of the coordinator's window."""

from dataclasses import replace

from station.credential.card_job import CardStage
from station.credential.release import Obstacle
from station.credential.stock import Stock, Tally
from station.errors.document import DocumentOutOfTime
from station.errors.identity import PinWrong
from station.errors.printer import PrinterAbsent, RibbonMissing
from station.errors.store import StoreFull
from station.exam.attempt_events import Amiss
from station.flow.card_view import (
    CardRow,
    HandOverSheet,
    Holder,
    Lap,
    Part,
    PrinterRow,
    VoidSheet,
)
from station.flow.console_view import ConsoleState
from station.flow.desk_view import DeskState, Step, Verdict
from station.flow.room_view import Arrival, IncidentRow, RosterRow, SeatTile
from station.flow.stock_view import StockSheet
from station.identity.check_in_events import Refused
from station.ids import CandidateId, CardSerial, SeatNumber, StaffId, StreamId, UnixMs
from station.lan.messages import SeatDoing
from station.printer.port import PrinterState
from station.ui.gallery_desk import desk_states
from station.ui.gallery_figure import figure_frame, figure_png
from station.ui.gallery_room import room_states

FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN_NAMES = ("建国", "秀英", "志强", "丽", "伟民", "桂芳", "海涛", "永红", "小明")
SEATS = 88
ITEM = "低压电工作业"


def _name(number: int) -> str:
    return FAMILY_NAMES[number % 16] + GIVEN_NAMES[number * 5 % 9]


def _tail(number: int) -> str:
    return f"{number * 137 % 1000:03}{'X' if number % 11 == 0 else number % 10}"


def _arrival(number: int) -> Arrival:
    if number in (5, 40):
        return Arrival.FINISHED
    if number > 84:
        return Arrival.EXPECTED
    return {7: Arrival.REFUSED, 84: Arrival.TO_DECIDE}.get(number, Arrival.SITTING)


def _row(number: int) -> RosterRow:
    arrival = _arrival(number)
    finished = arrival is Arrival.FINISHED
    return RosterRow(
        candidate=CandidateId(f"c{number}"),
        name="阿卜杜拉·买买提艾力·吐尔逊" if number == 4 else _name(number),
        tail=_tail(number),
        seat=SeatNumber(number),
        arrival=arrival,
        marks=(91 if number == 5 else 74) if finished else None,
        passed=number == 5 if finished else None,
    )


DOING = {
    5: SeatDoing.SUBMITTED,
    12: SeatDoing.PAUSED,
    31: SeatDoing.FAULT,
    40: SeatDoing.SUBMITTED,
    66: SeatDoing.CHECKING,
    67: SeatDoing.READY,
}


def _tile(number: int) -> SeatTile:
    free = number in (7, 84) or number > 84
    doing = SeatDoing.IDLE if free else DOING.get(number, SeatDoing.RUNNING)
    sitting = doing in (SeatDoing.RUNNING, SeatDoing.PAUSED)
    return SeatTile(
        seat=SeatNumber(number),
        online=number not in (23, 88),
        doing=doing,
        unsure=False,
        name="" if free else _name(number),
        tail="" if free else _tail(number),
        answered=100 if doing is SeatDoing.SUBMITTED else (number * 29 % 60 + 30) * sitting,
        questions=0 if free else 100,
        remaining_ms=(48 * 60 + number) * 1000 if sitting else None,
        camera=number != 86,
    )


def _card(number: int, stage: CardStage, seconds: float | None = None) -> CardRow:
    return CardRow(
        candidate=CandidateId(f"c-{number}"),
        serial=CardSerial(f"A{number:05}"),
        name=_name(number),
        item=ITEM,
        stage=stage,
        reason=PrinterAbsent() if stage is CardStage.NOT_PRINTED else None,
        seconds=seconds,
    )


CARDS = (
    _card(101, CardStage.HANDED_OVER, 9.4),
    replace(
        _card(102, CardStage.PRINTED, 8.7),
        laps=(
            Lap(Part.DECISION, 0.1),
            Lap(Part.QUEUE, 0.0),
            Lap(Part.TRANSFER, 0.4),
            Lap(Part.MECHANISM, 8.2),
        ),
    ),
    _card(103, CardStage.UNKNOWN),
    replace(
        _card(104, CardStage.PRINTING),
        laps=(
            Lap(Part.DECISION, 0.1),
            Lap(Part.QUEUE, 12.4),
            Lap(Part.MECHANISM, 3, running=True),
        ),
    ),
    _card(105, CardStage.NOT_PRINTED),
    replace(
        _card(106, CardStage.QUEUED),
        laps=(Lap(Part.DECISION, 0.1), Lap(Part.QUEUE, 5, running=True)),
    ),
    _card(107, CardStage.COMPOSED),
    replace(_card(108, CardStage.COMPOSED), obstacles=(Obstacle.GRANT_EXPIRED,)),
    replace(_card(110, CardStage.HANDED_OVER), revoked=True),
    replace(_card(111, CardStage.NEW), serial=CardSerial(""), obstacles=(Obstacle.NO_GRANT,)),
    replace(_card(112, CardStage.COMPOSED), obstacles=(Obstacle.PRACTICAL_MISSING,)),
    replace(_card(109, CardStage.VOIDED), print_number=2),
)

PRINTERS = (
    PrinterRow(
        name="1",
        printing=CardSerial("A00104"),
        state=PrinterState.READY,
        prints_left=312,
        trouble=None,
    ),
    PrinterRow(
        name="2",
        printing=None,
        state=PrinterState.NO_RIBBON,
        prints_left=None,
        trouble=RibbonMissing(),
    ),
)

AMISS = {
    SeatNumber(19): Amiss.SECOND_PERSON,
    SeatNumber(33): Amiss.COVERED,
    SeatNumber(58): Amiss.OTHER_PERSON,
}


def _incident(seat: SeatNumber, what: Amiss, minute: int) -> IncidentRow:
    return IncidentRow(
        stream=StreamId(f"attempt/{seat}"),
        seq=20,
        seat=seat,
        name=_name(seat),
        tail=_tail(seat),
        what=what,
        at=UnixMs(1_795_312_800_000 + minute * 60_000),
        still=figure_png(480, 360, coat="#7A3E3E", hair="#8A8078"),
        reference=figure_png(300, 400),
    )


STOCK = StockSheet(
    uncollected=tuple(_name(number) for number in range(102, 113)),
    stock=Stock(
        expected=Tally(blanks=156, voids=2, ribbons=3),
        received=200,
        made=43,
        cut=2,
        spoiled=1,
    ),
    unanswered=0,
    closed=False,
    trouble=None,
)

STAFF = (
    (StaffId("s1"), "监考 李老师"),
    (StaffId("s2"), "监考 陈老师"),
    (StaffId("s3"), "考点管理员 周主任"),
)


def console_states() -> dict[str, ConsoleState]:
    """Return the states by the names of their pictures. Needs a QGuiApplication."""
    empty = DeskState.of_nobody(None, None)
    admitted = replace(
        empty,
        step=Step.PERSON,
        live=figure_frame(),
        candidate=CandidateId("c12"),
        name="王小明",
        tail="1009",
        seat=SeatNumber(12),
        chip_photo=figure_png(102, 126),
        enrolment_photo=figure_png(295, 413),
        captured_photo=figure_png(640, 480),
        similarity=0.71,
        threshold=0.45,
        verdict=Verdict.PASS,
        admitted=True,
    )
    refused = replace(
        admitted,
        captured_photo=figure_png(640, 480, coat="#7A3E3E", hair="#8A8078"),
        similarity=0.21,
        verdict=Verdict.REFUSE,
        admitted=False,
    )
    grey = replace(refused, similarity=0.39, verdict=Verdict.GREY, enrolment_photo=b"")
    running = ConsoleState(
        title="2026-11-22 上午 低压电工作业 复审",
        drill=False,
        started=True,
        paused=False,
        roster=tuple(_row(number) for number in range(1, SEATS + 1)),
        seats=tuple(_tile(number) for number in range(1, SEATS + 1)),
        cards=CARDS,
        printers=PRINTERS,
        desk=admitted,
        outbox=2,
        records=117,
        staff=STAFF,
        duty=STAFF[0][0],
        trouble=None,
    )
    before = replace(
        running,
        started=False,
        drill=True,
        roster=tuple(
            replace(row, arrival=Arrival.EXPECTED, marks=None, passed=None)
            for row in running.roster
        ),
        seats=tuple(
            replace(tile, online=True, doing=SeatDoing.IDLE, name="", questions=0)
            for tile in running.seats
        ),
        cards=(),
        desk=empty,
        outbox=0,
    )
    holder = HandOverSheet(
        serial=CardSerial("A00102"),
        name="阿卜杜拉·买买提艾力·吐尔逊",
        tail="0012",
        proof=figure_png(300, 190),
        head=figure_png(295, 413),
        seen=figure_png(640, 480),
        holder=Holder.KNOWN,
        trouble=None,
    )
    void = VoidSheet(
        serial=CardSerial("A00102"),
        name="韩永红",
        print_number=1,
        proof=figure_png(1011, 638),
        picture=b"",
        trouble=None,
    )
    return {
        "card-hand-over": replace(running, sheet=holder),
        "card-hand-over-unsure": replace(
            running, sheet=replace(holder, holder=Holder.UNSURE, trouble=PinWrong())
        ),
        "card-void": replace(running, sheet=void),
        "card-stock": replace(running, sheet=STOCK),
        "card-stock-locked": replace(
            running,
            sheet=replace(
                STOCK,
                stock=replace(
                    STOCK.stock, counted=Tally(blanks=154, voids=2, ribbons=3), locked=True
                ),
            ),
        ),
        "card-stock-recounted": replace(
            running,
            sheet=replace(
                STOCK, stock=replace(STOCK.stock, counted=STOCK.stock.expected, locked=True)
            ),
        ),
        "card-void-pictured": replace(running, sheet=replace(void, picture=figure_png(640, 480))),
        "console-before": before,
        "console-running": running,
        "console-grey": replace(running, desk=grey),
        **{f"desk-{name}": replace(running, desk=desk) for name, desk in desk_states(grey).items()},
        **room_states(running),
        "console-cards": replace(running, cards=tuple(CARDS[place] for place in (1, 3, 9, 10, 5))),
        "console-unsure": replace(
            running,
            seats=tuple(
                replace(tile, unsure=True, reference=figure_png(300, 400))
                if tile.doing is SeatDoing.CHECKING
                else tile
                for tile in running.seats
            ),
        ),
        "console-incident": replace(
            running,
            seats=tuple(
                replace(tile, amiss=AMISS[tile.seat]) if tile.seat in AMISS else tile
                for tile in running.seats
            ),
            incidents=tuple(
                _incident(SeatNumber(seat), what, minute)
                for minute, (seat, what) in enumerate(AMISS.items())
            ),
        ),
        "console-impostor": replace(
            running,
            desk=desk_states(grey)["sent-away"],
            incidents=(
                replace(
                    _incident(SeatNumber(7), Amiss.OTHER_PERSON, 0),
                    stream=StreamId("check-in/7"),
                    what=Refused.ANOTHER_PERSON,
                ),
            ),
        ),
        "console-refused": replace(running, desk=refused, drill=True),
        "console-trouble": replace(
            running,
            desk=replace(empty, live=None, trouble=DocumentOutOfTime()),
            trouble=StoreFull(),
        ),
    }
