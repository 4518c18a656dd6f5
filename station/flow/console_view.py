"""The whole of the coordinator's window: desk, room and cards."""

from dataclasses import dataclass

from station.errors import StationError
from station.flow.card_view import CardIntent, CardRow, CardSheet, PrinterRow
from station.flow.desk_view import DeskIntent, DeskState
from station.flow.door_list import ShowDoorList
from station.flow.enrolment_view import EnrolmentIntent, EnrolmentState
from station.flow.own_health import OwnState
from station.flow.room_view import (
    IncidentRow,
    RoomIntent,
    RoomState,
    RosterRow,
    SeatTile,
    TakeStickIn,
)
from station.flow.second_disk import SecondDisk
from station.ids import StaffId


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConsoleState:
    """The whole of the coordinator's window.

    Attributes:
        outbox: Sealed results that wait for the province.
        records: What the centre wrote down itself and has not put into an envelope yet.
        staff: Who may sign, as (id, name).
        duty: Who of them is signed in at this console; None while nobody is.
        started: The session runs.
        paused: Every clock is held.
        incidents: What was noticed at seats and nobody has decided over, the oldest first.
        room: What concerns the room as a whole.
        enrolment: The certificates of the seats.
        second_disk: Whether a standby could take over without loss.
        own: How the coordinator's own computer is.
        from_stick: How many exams the last USB stick brought; None before any did.
        second_pc: Whether a second PC follows, half a second behind.
    """

    title: str
    drill: bool
    started: bool
    paused: bool
    roster: tuple[RosterRow, ...]
    seats: tuple[SeatTile, ...]
    cards: tuple[CardRow, ...]
    desk: DeskState
    outbox: int
    staff: tuple[tuple[StaffId, str], ...]
    trouble: StationError | None
    records: int = 0
    duty: StaffId | None = None
    printers: tuple[PrinterRow, ...] = ()
    incidents: tuple[IncidentRow, ...] = ()
    sheet: CardSheet | None = None
    room: RoomState = RoomState()
    enrolment: EnrolmentState = EnrolmentState()
    second_disk: SecondDisk = SecondDisk.NONE
    second_pc: SecondDisk = SecondDisk.NONE
    from_stick: int | None = None
    own: OwnState = OwnState()


ConsoleIntent = DeskIntent | RoomIntent | CardIntent | EnrolmentIntent | ShowDoorList | TakeStickIn
