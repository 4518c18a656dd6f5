"""Opens a folder's repositories for what a USB stick takes out or brings in."""

from pathlib import Path

from station.clock import SystemClock
from station.flow.room_memory import RoomMemory
from station.flow.seat_memory import SeatMemory
from station.flow.stick import put_out, take_in
from station.ids import SessionId
from station.modes.folder import StationFolder
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings


def export_results(folder: StationFolder, passphrase: str, stick: Path) -> int:
    """Write a seat's undelivered results to a stick; return how many there are."""
    database = folder.database(folder.identity(passphrase))
    memory = SeatMemory(
        log=EventLog(database),
        shelf=DocumentShelf(database),
        marks=ClockMarks(database),
        settings=Settings(database),
        trust=folder.trust(),
        clock=SystemClock(),
    )
    count = put_out(memory, stick)
    database.close()
    return count


def import_results(folder: StationFolder, passphrase: str, stick: Path) -> int:
    """Put the results on a stick into a coordinator's outbox; return how many there are."""
    database = folder.database(folder.identity(passphrase))
    trust, clock = folder.trust(), SystemClock()
    memory = RoomMemory(
        session=SessionId(""),
        log=EventLog(database),
        shelf=DocumentShelf(database),
        outbox=Outbox(database),
        marks=ClockMarks(database),
        settings=Settings(database),
        pictures=Pictures(database),
        trust=trust,
        clock=clock,
    )
    count = take_in(memory, trust, clock, stick)
    database.close()
    return count
