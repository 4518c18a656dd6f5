"""Who may be at the other end of the room's network: by the certificate, and of this centre."""

import ssl

from station.clock import Clock
from station.errors.document import SignerOfWrongKind
from station.ids import CentreId, Digest, SeatNumber
from station.lan.register import SeatRegister
from station.seal.identity import Peer, Trust
from station.seal.kinds import SignerKind
from station.seal.tls import peer_of


class PeerCheck:
    """Knows the machines of one centre; each end of the network has one."""

    def __init__(
        self,
        trust: Trust,
        centre: CentreId,
        clock: Clock,
        register: SeatRegister | None = None,
    ) -> None:
        self._register = register or SeatRegister()
        self._trust = trust
        self._centre = centre
        self._clock = clock

    def seat(self, tls: ssl.SSLObject) -> SeatNumber:
        """Return the number in a seat's certificate.

        Raises:
            SignerUntrusted: It is not of our province, or out of date.
            SignerOfWrongKind: It is not a seat, or one of another centre.
            SeatRevoked: Its certificate was withdrawn, or a newer one counts.
        """
        peer = self._peer(tls, SignerKind.SEAT)
        seat = SeatNumber(int(peer.name))
        self._register.check(seat, peer.fingerprint)
        return seat

    def coordinator(self, tls: ssl.SSLObject | ssl.SSLSocket) -> Digest:
        """Make sure that it is a coordinator of our own centre; return its fingerprint.

        Raises:
            SignerUntrusted: It is not of our province, or out of date.
            SignerOfWrongKind: It is no coordinator, or that of another centre.
        """
        return self._peer(tls, SignerKind.COORDINATOR).fingerprint

    def _peer(self, tls: ssl.SSLObject | ssl.SSLSocket, kind: SignerKind) -> Peer:
        peer = peer_of(tls, self._trust, self._clock.wall())
        if peer.kind is not kind or peer.centre != self._centre:
            raise SignerOfWrongKind
        return peer
