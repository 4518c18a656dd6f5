"""The two ends of a seat's enrolment over the network; see station.lan.enrolment."""

import socket
from collections.abc import Callable
from pathlib import Path

from station.clock import SystemClock
from station.errors.lan import EnrolmentBroken, PortTaken
from station.ids import SeatNumber, digest_of
from station.lan.enrolment import PERSON_S, admit, ask
from station.modes.folder import StationFolder
from station.modes.seat_register import note_certificate
from station.store.settings import Settings


def ask_for_certificate(
    folder: Path, place: tuple[str, int], passphrase: str, same: Callable[[str], bool]
) -> SeatNumber:
    """Set a new seat's folder up with a certificate from its coordinator.

    Args:
        place: Where 'station coordinator admit' waits.
        same: Shows a person the digits, and says whether both screens show the same.

    Raises:
        EnrolmentBroken: Nobody is there, or it is no coordinator.
        EnrolmentRefused: A person said no.
    """
    try:
        connection = socket.create_connection(place, timeout=PERSON_S)
    except OSError as exc:
        raise EnrolmentBroken from exc
    with connection:
        identity, root = ask(connection, SystemClock().wall(), same)
    StationFolder(folder).create(identity, root, passphrase, {})
    return SeatNumber(int(identity.name))


def admit_one(
    folder: StationFolder,
    place: tuple[str, int],
    passphrase: str,
    number: Callable[[str], SeatNumber | None],
    listening: Callable[[int], None],
) -> SeatNumber:
    """Wait for one new seat and give it its certificate; it alone counts for that number then.

    Args:
        number: Shows a person the digits, and returns which seat it is; None to refuse.
        listening: Hears the port, once seats can come.

    Raises:
        PortTaken: Another program listens there.
        EnrolmentBroken, EnrolmentRefused, DocumentForged: Nothing was given.
    """
    centre = folder.identity(passphrase)
    try:
        listener = socket.create_server(place)
    except OSError as exc:
        raise PortTaken(port=place[1]) from exc
    with listener:
        listening(listener.getsockname()[1])
        connection, _ = listener.accept()
    with connection:
        seat, leaf = admit(connection, centre, folder.root(), SystemClock().wall(), number)
    database = folder.database(centre)
    note_certificate(Settings(database), seat, digest_of(leaf))
    database.close()
    return seat
