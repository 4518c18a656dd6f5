"""Enrolment where no console is open: the seat's end, and the coordinator's in a shell."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue

from station.clock import SystemClock
from station.errors.lan import EnrolmentBroken
from station.ids import SeatNumber, digest_of
from station.lan.discovery import ENROLMENT, look_for_one
from station.lan.enrolment import WORD_S, ask
from station.lan.enrolment_desk import Asking
from station.modes.enrolment_door import EnrolmentDoor
from station.modes.folder import StationFolder
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings

Places = tuple[tuple[str, int], ...]


class SeatAsks:
    """A new seat asks for its certificate, until it has it or somebody hangs up.

    Args:
        folder: Where the seat is to keep everything; made once it has its certificate.
    """

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None
        self._over = False

    def ask(self, places: Places, same: Callable[[str], bool]) -> SeatNumber:
        """Set the seat's folder up with a certificate from its coordinator.

        Args:
            places: Where the coordinator may let seats ask; they are tried in turn.
            same: Shows a person the digits, and says whether both screens show the same.

        Raises:
            EnrolmentBroken: Nobody is there, or it is no coordinator.
            EnrolmentRefused: A person said no.
        """
        with self._reach(places) as connection:
            identity, root = ask(connection, SystemClock().wall(), same)
        StationFolder(self._folder).create(identity, root, self._passphrase, {})
        return SeatNumber(int(identity.name))

    def hang_up(self) -> None:
        """Wait for nobody any more; for any thread."""
        with self._lock:
            self._over = True
            if self._connection is not None:
                _cut(self._connection)

    def _reach(self, places: Places) -> socket.socket:
        for place in places:
            if self._over:
                break
            try:
                connection = socket.create_connection(place, timeout=WORD_S)
            except (OSError, ValueError, OverflowError):  # a typed address may be none at all
                continue
            self._keep(connection)
            return connection
        raise EnrolmentBroken

    def _keep(self, connection: socket.socket) -> None:
        """Let it be cut from now on; at once, if somebody hung up meanwhile."""
        with self._lock:
            self._connection = connection
            if self._over:
                _cut(connection)


def find_enrolment() -> Places:
    """Return where the one coordinator that admits seats now may be reached.

    Raises:
        CoordinatorUnfound: Nobody announces that he does.
        CoordinatorsSeveral: A person must say which.
    """
    return look_for_one(ENROLMENT).places


def admit_seats(
    folder: StationFolder,
    place: tuple[str, int],
    passphrase: str,
    number: Callable[[str], SeatNumber | None],
    listening: Callable[[str], None],
) -> Iterator[SeatNumber]:
    """Give one new seat after the other its certificate; it alone counts for that number then.

    Args:
        number: Shows a person the digits, and returns which seat it is; None to refuse.
        listening: Hears the address, once seats can come.

    Raises:
        PortTaken: Another program listens there.
    """
    centre = folder.identity(passphrase)
    asking: Queue[Asking] = Queue()
    door = EnrolmentDoor(centre, folder.root(), place, lambda work: work())
    database = folder.database(centre)
    certificates = SeatCertificates(Settings(database))
    try:
        listening(door.open(asking.put, lambda _: None))
        while True:
            one = asking.get()
            seat = number(one.code)
            if seat is None:
                door.decide(one.number, None)
                continue
            chain = door.certify(one.csr, seat)
            certificates.note(seat, digest_of(chain[0]))
            door.decide(one.number, chain)
            yield seat
    finally:
        door.close()
        database.close()


def _cut(connection: socket.socket) -> None:
    """Wake up whoever reads from it, and let nothing more come."""
    with suppress(OSError):  # the other side was faster
        connection.shutdown(socket.SHUT_RDWR)
