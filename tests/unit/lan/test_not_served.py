"""A seat says who answers and is not served: another centre's, another province's, of no kind."""

import pytest

from station.clock import SystemClock
from station.errors.document import SignerOfWrongKind
from station.errors.lan import CertificateForeign, VersionUnknown
from station.lan import handshake
from station.lan.messages import VERSION, Refused
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.tls import server_context
from tests.unit.lan.test_seat_behind import linked

NOW = SystemClock().wall()


def certify(issuer, kind, name, centre):
    asked = request(kind, name)
    return complete(asked, issue(issuer, asked.csr, kind, name, centre, NOW, 30))


class Seat:
    """A seat of centre T-1 in a province, and what it hears of whoever answers."""

    def __init__(self, flow, start_hub):
        self._flow, self._start_hub = flow, start_hub
        self.root = new_root("Ours", NOW)
        centre = certify(self.root, SignerKind.CENTRE, "ours", "T-1")
        self.identity = certify(centre, SignerKind.SEAT, "7", "T-1")
        self.desk = certify(centre, SignerKind.COORDINATOR, "coordinator", "T-1")

    def hears_of(self, desk, root, code):
        hub = self._start_hub(context=server_context(desk, Trust(root.certificate)))
        trust = Trust(self.root.certificate)
        note = self._flow.note
        link = linked(hub, self.identity, trust, self._flow, heard=lambda said: note("heard", said))
        self._flow.until("heard", Refused(code))
        link.stop()


@pytest.fixture
def seat(flow, start_hub):
    return Seat(flow, start_hub)


def test_a_coordinator_of_another_centre(seat):
    other = certify(seat.root, SignerKind.CENTRE, "other", "T-2")
    desk = certify(other, SignerKind.COORDINATOR, "coordinator", "T-2")
    seat.hears_of(desk, seat.root, SignerOfWrongKind.code)


def test_a_coordinator_of_another_province(seat):
    root = new_root("Theirs", NOW)
    centre = certify(root, SignerKind.CENTRE, "theirs", "T-1")
    desk = certify(centre, SignerKind.COORDINATOR, "coordinator", "T-1")
    seat.hears_of(desk, root, CertificateForeign.code)


def test_a_coordinator_of_another_version(seat, monkeypatch):
    monkeypatch.setattr(handshake, "VERSION", VERSION + 1)
    seat.hears_of(seat.desk, seat.root, VersionUnknown.code)
