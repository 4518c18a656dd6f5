"""Which certificate counts for each seat: the newest one that the centre gave, or none any more."""

import threading
from collections.abc import Mapping

from station.errors.session import SeatRevoked
from station.ids import Digest, SeatNumber


class SeatRegister:
    """Read by the hub's thread at each connection, changed by the flow's.

    A seat that the register does not know is let in: its certificate is the first of its number.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Mapping[SeatNumber, str] = {}

    def take(self, counts: Mapping[SeatNumber, str]) -> tuple[SeatNumber, ...]:
        """Go by these certificates from now on; return the seats for which that is news.

        Args:
            counts: By seat, as SeatCertificates.counted says.
        """
        with self._lock:
            before, self._counts = self._counts, dict(counts)
        return tuple(seat for seat, counted in counts.items() if before.get(seat) != counted)

    def check(self, seat: SeatNumber, fingerprint: Digest) -> None:
        """Let a seat in.

        Raises:
            SeatRevoked: Its certificate was withdrawn, or a newer one counts.
        """
        with self._lock:
            counted = self._counts.get(seat)
        if counted not in (None, fingerprint.hex()):
            raise SeatRevoked
