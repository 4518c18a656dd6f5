"""Opens a folder's repositories for what a USB stick takes out or brings in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.clock import SystemClock
from station.flow.room_memory import RoomMemory
from station.flow.seat_memory import SeatMemory
from station.flow.stick import put_out, put_start_out, take_in, take_start_in
from station.ids import CentreId, SessionId
from station.modes.folder import StationFolder
from station.modes.open_session import session_package
from station.store.clock_mark import ClockMarks
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings


def export_exams(folder: StationFolder, passphrase: str, stick: Path) -> int:
    """Write what no coordinator holds of a seat's exams to a stick; return how many there are."""
    with _open(folder, passphrase) as (database, _):
        return put_out(_seat_memory(folder, database), folder.identity(passphrase), stick)


def import_start(folder: StationFolder, passphrase: str, stick: Path) -> None:
    """Take in the start of the candidate who sits at a seat, from a stick."""
    with _open(folder, passphrase) as (database, _):
        take_start_in(_seat_memory(folder, database), stick)


def import_exams(
    folder: StationFolder, passphrase: str, session: SessionId | None, stick: Path
) -> int:
    """Take in what is on a stick at a coordinator that does not run; return of how many exams.

    Args:
        session: Of which session the exams are that are not over; the newest, if it is not said.
    """
    with _open(folder, passphrase) as (database, centre):
        clock, trust = SystemClock(), folder.trust()
        package = session_package(DocumentShelf(database), trust, centre, session, clock.wall())
        memory = _room_memory(folder, database, package.session)
        taken = take_in(memory, trust, centre, clock, stick)
    if taken.failure is not None:
        raise taken.failure
    return taken.count


def export_start(
    folder: StationFolder, passphrase: str, session: SessionId | None, stick: Path
) -> int:
    """Write the start of a session that has begun to a stick; return for how many seats.

    Args:
        session: Which one; the newest, if it is not said.
    """
    with _open(folder, passphrase) as (database, centre):
        shelf, now = DocumentShelf(database), SystemClock().wall()
        package = session_package(shelf, folder.trust(), centre, session, now)
        return put_start_out(_room_memory(folder, database, package.session), stick)


@contextmanager
def _open(folder: StationFolder, passphrase: str) -> Iterator[tuple[Database, CentreId]]:
    identity = folder.identity(passphrase)
    database = folder.database(identity)
    try:
        yield database, CentreId(identity.centre)
    finally:
        database.close()


def _seat_memory(folder: StationFolder, database: Database) -> SeatMemory:
    return SeatMemory(
        log=EventLog(database),
        shelf=DocumentShelf(database),
        pictures=Pictures(database),
        marks=ClockMarks(database),
        settings=Settings(database),
        trust=folder.trust(),
        clock=SystemClock(),
    )


def _room_memory(folder: StationFolder, database: Database, session: SessionId) -> RoomMemory:
    return RoomMemory(
        session=session,
        log=EventLog(database),
        shelf=DocumentShelf(database),
        outbox=Outbox(database),
        marks=ClockMarks(database),
        settings=Settings(database),
        pictures=Pictures(database),
        trust=folder.trust(),
        clock=SystemClock(),
    )
