"""The network's end of enrolment, as the coordinator opens and closes it."""

from collections.abc import Callable
from contextlib import ExitStack

from station.clock import SystemClock
from station.ids import CentreId, SeatNumber
from station.lan.discovery import ENROLMENT, announced, own_addresses
from station.lan.enrolment_desk import Asking, Chain, EnrolmentDesk
from station.lan.exchange import Post
from station.modes.enrol import SEAT_DAYS
from station.seal.identity import Identity, issue
from station.seal.kinds import SignerKind


class EnrolmentDoor:
    """Listens for new seats and announces it on the network, while it is open.

    Args:
        centre: The centre's identity, which vouches for seats.
        root: The province's root certificate, DER.
        place: Host and port to listen at.
    """

    def __init__(self, centre: Identity, root: bytes, place: tuple[str, int], post: Post) -> None:
        self._centre = centre
        self._host, self._port = place
        self._desk = EnrolmentDesk(root, centre.certificate, post)
        self._open = ExitStack()

    def open(self, asked: Callable[[Asking], None], gone: Callable[[int], None]) -> str:
        """Let new seats ask; return the address at which they can.

        Raises:
            PortTaken: Another program listens there.
        """
        self._desk.open((self._host, self._port), asked, gone)
        self._open.callback(self._desk.close)
        place = (self._host, self._desk.port)
        self._open.enter_context(announced(ENROLMENT, place, CentreId(self._centre.centre)))
        return f"{own_addresses(self._host)[0]}:{self._desk.port}"

    def close(self) -> None:
        """Let nobody ask any more; whoever waits hears no."""
        self._open.close()

    def decide(self, number: int, chain: Chain | None) -> None:
        """Hand over a certificate, or say no."""
        self._desk.decide(number, chain)

    def certify(self, csr: bytes, seat: SeatNumber) -> Chain:
        """Sign a certificate for a seat's own key.

        Raises:
            DocumentForged, DocumentMalformed: It is no request, or not the asker's own.
        """
        now, centre = SystemClock().wall(), CentreId(self._centre.centre)
        return issue(self._centre, csr, SignerKind.SEAT, str(seat), centre, now, SEAT_DAYS)
