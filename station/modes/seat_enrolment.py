"""The two ends of a seat's enrolment over the network; see station.lan.enrolment."""

import socket
from collections.abc import Callable
from pathlib import Path

from station.clock import SystemClock
from station.errors.lan import EnrolmentBroken, PortTaken
from station.ids import CentreId, SeatNumber, digest_of
from station.lan.discovery import ENROLMENT, announced, look_for_one
from station.lan.enrolment import WORD_S, admit, ask
from station.modes.folder import StationFolder
from station.modes.seat_register import note_certificate
from station.store.settings import Settings


def ask_for_certificate(
    folder: Path,
    places: tuple[tuple[str, int], ...],
    passphrase: str,
    same: Callable[[str], bool],
) -> SeatNumber:
    """Set a new seat's folder up with a certificate from its coordinator.

    Args:
        places: Where 'station coordinator admit' may wait; they are tried in turn.
        same: Shows a person the digits, and says whether both screens show the same.

    Raises:
        EnrolmentBroken: Nobody is there, or it is no coordinator.
        EnrolmentRefused: A person said no.
    """
    with _reach(places) as connection:
        identity, root = ask(connection, SystemClock().wall(), same)
    StationFolder(folder).create(identity, root, passphrase, {})
    return SeatNumber(int(identity.name))


def find_enrolment() -> tuple[tuple[str, int], ...]:
    """Return where the one coordinator that admits seats now may be reached.

    Raises:
        CoordinatorUnfound: Nobody announces that he does.
        CoordinatorsSeveral: A person must say which.
    """
    return look_for_one(ENROLMENT).places


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
        port = listener.getsockname()[1]
        with announced(ENROLMENT, (place[0], port), CentreId(centre.centre)):
            listening(port)
            connection, _ = listener.accept()
    with connection:
        seat, leaf = admit(connection, centre, folder.root(), SystemClock().wall(), number)
    database = folder.database(centre)
    note_certificate(Settings(database), seat, digest_of(leaf))
    database.close()
    return seat


def _reach(places: tuple[tuple[str, int], ...]) -> socket.socket:
    for place in places:
        try:
            return socket.create_connection(place, timeout=WORD_S)
        except (OSError, ValueError, OverflowError):  # a typed address may be none at all
            continue
    raise EnrolmentBroken
