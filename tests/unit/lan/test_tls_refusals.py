"""Who fails at TLS gets nothing, and is told of with the reason."""

import socket
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from station.errors.document import SignerOfWrongKind
from station.errors.lan import (
    CertificateExpired,
    CertificateForeign,
    CertificateMissing,
    NoSeatSpeaks,
)
from station.lan.messages import FROM_HUB, FROM_SEAT, Refused
from station.seal.identity import complete, issue, request
from station.seal.kinds import SignerKind
from station.seal.tls import client_context

from .conftest import CLOCK, HELLO, Centre
from .raw_peer import RawSeat

FORTY_MINUTES_MS = 2_400_000


@pytest.fixture
def told(hub, flow):
    """Who was turned away, and why."""
    hub.turned_away = lambda address, why: flow.note(address, "turned away", type(why))
    return hub


def knock(context, port):
    """Come with this TLS and say hello; return what is answered, which is a refusal or nothing."""
    with suppress(OSError, ConnectionClosed), RawSeat(context, port) as seat:
        seat.say(FROM_SEAT.pack(HELLO))
        return FROM_HUB.unpack(seat.hear())
    return None


def without_certificate(centre):
    return client_context(None, centre.trust)


def of_another_province(centre):
    context = Centre().seat(7)
    context.load_verify_locations(cadata=centre.trust.root)
    return context


def out_of_date(centre):
    asked, then = request(SignerKind.SEAT, "7"), CLOCK.wall() - FORTY_MINUTES_MS
    chain = issue(centre.centre, asked.csr, SignerKind.SEAT, "7", "T-1", then, 0)
    return client_context(complete(asked, chain), centre.trust)


def of_another_centre(centre):
    neighbour = centre.identity(SignerKind.CENTRE, "Next Centre", centre.root, "T-2")
    foreign = centre.identity(SignerKind.SEAT, "7", neighbour, "T-2")
    return client_context(foreign, centre.trust)


def of_another_kind(centre):
    return client_context(centre.coordinator, centre.trust)


@pytest.mark.parametrize(
    ("come", "why"),
    [
        (without_certificate, CertificateMissing),
        (of_another_province, CertificateForeign),
        (out_of_date, CertificateExpired),
        (of_another_centre, SignerOfWrongKind),
        (of_another_kind, SignerOfWrongKind),
    ],
)
def test_who_has_no_certificate_of_ours_is_told_of(centre, told, flow, come, why):
    assert knock(come(centre), told.port) in (None, Refused(why.code))
    assert flow.until("127.0.0.1", "turned away", why)


def test_who_speaks_no_tls_is_told_of(told, flow):
    with socket.create_connection(("127.0.0.1", told.port), 20) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with suppress(OSError):
            plain.recv(1)
    assert flow.until("127.0.0.1", "turned away", NoSeatSpeaks)
