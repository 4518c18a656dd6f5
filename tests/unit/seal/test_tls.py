"""The room's TLS, both sides in one process. OpenSSL reads this machine's clock, so do we."""

import ssl

import pytest

from station.clock import SystemClock
from station.errors.document import SignerUntrusted
from station.ids import UnixMs
from station.seal.identity import Trust, new_root
from station.seal.kinds import SignerKind
from station.seal.tls import client_context, peer_of, server_context
from tests.unit.seal.invented import CENTRE, DAY_MS, enrol, rogue

TODAY = SystemClock().wall()
ROOT = new_root("Invented Province", UnixMs(TODAY - 100 * DAY_MS))
TRUST = Trust(ROOT.certificate)


def member(issuer, kind, name, centre=CENTRE, ago=0, days=30):
    return enrol(issuer, kind, name, centre, UnixMs(TODAY - ago * DAY_MS), days)


PROVINCE = member(ROOT, SignerKind.PROVINCE, "Invented Province", "")
CENTRE_A = member(ROOT, SignerKind.CENTRE, "Centre A", ago=50, days=400)
COORDINATOR = member(CENTRE_A, SignerKind.COORDINATOR, "coordinator")
SEAT = member(CENTRE_A, SignerKind.SEAT, "seat-07")
OLD_SEAT = member(CENTRE_A, SignerKind.SEAT, "seat-08", ago=40)
OLD_COORDINATOR = member(CENTRE_A, SignerKind.COORDINATOR, "coordinator", ago=40)

FOREIGN_ROOT = new_root("Invented Province", TODAY)
FOREIGN_TRUST = Trust(FOREIGN_ROOT.certificate)
FOREIGN_CENTRE = member(FOREIGN_ROOT, SignerKind.CENTRE, "Centre A")
FOREIGN_SEAT = member(FOREIGN_CENTRE, SignerKind.SEAT, "seat-07")
FOREIGN_COORDINATOR = member(FOREIGN_CENTRE, SignerKind.COORDINATOR, "coordinator")


def connect(server, client, name="coordinator"):
    """Shake hands over memory; return the server's end and the client's."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client_end = client.wrap_bio(to_client, to_server, server_hostname=name)
    server_end = server.wrap_bio(to_server, to_client, server_side=True)
    waiting = [client_end, server_end]
    for end in [client_end, server_end] * 3:
        try:
            if end in waiting:
                end.do_handshake()
                waiting.remove(end)
        except ssl.SSLWantReadError:
            continue
    assert not waiting
    return server_end, client_end


def test_seat_and_coordinator_know_each_other():
    ends = connect(server_context(COORDINATOR, TRUST), client_context(SEAT, TRUST))
    seat, coordinator = (peer_of(end, TRUST, TODAY) for end in ends)
    assert (seat.kind, seat.name, seat.centre) == (SignerKind.SEAT, "seat-07", CENTRE)
    assert coordinator.kind is SignerKind.COORDINATOR
    assert seat == TRUST.peer(SEAT.chain, TODAY)
    assert {end.version() for end in ends} == {"TLSv1.3"}


@pytest.mark.parametrize("name", ["coordinator", "localhost", "127.0.0.1"])
def test_the_coordinator_is_known_by_its_word_whatever_its_address(name):
    connect(server_context(COORDINATOR, TRUST), client_context(SEAT, TRUST), name)


@pytest.mark.parametrize("client", [COORDINATOR, CENTRE_A, SEAT], ids=lambda one: one.kind)
def test_the_province_knows_its_own(client):
    ends = connect(server_context(PROVINCE, TRUST), client_context(client, TRUST), "province")
    assert peer_of(ends[0], TRUST, TODAY).kind is client.kind
    assert peer_of(ends[1], TRUST, TODAY).kind is SignerKind.PROVINCE


def test_a_client_without_a_name_may_enrol_where_that_is_allowed():
    server = server_context(PROVINCE, TRUST, clients_unknown=True)
    server_end, _ = connect(server, client_context(None, TRUST), "province")
    with pytest.raises(SignerUntrusted):
        peer_of(server_end, TRUST, TODAY)
    server_end, _ = connect(server, client_context(SEAT, TRUST), "province")
    assert peer_of(server_end, TRUST, TODAY).name == "seat-07"


REFUSED = {
    "nobody": (COORDINATOR, TRUST, None, TRUST),
    "a foreign seat": (COORDINATOR, TRUST, FOREIGN_SEAT, TRUST),
    "a foreign coordinator": (FOREIGN_COORDINATOR, FOREIGN_TRUST, SEAT, TRUST),
    "a seat that plays coordinator": (SEAT, TRUST, SEAT, TRUST),
    "a province that plays coordinator": (PROVINCE, TRUST, SEAT, TRUST),
    "a centre that plays coordinator": (CENTRE_A, TRUST, SEAT, TRUST),
    "a seat out of date": (COORDINATOR, TRUST, OLD_SEAT, TRUST),
    "a coordinator out of date": (OLD_COORDINATOR, TRUST, SEAT, TRUST),
}


@pytest.mark.parametrize("story", REFUSED.values(), ids=REFUSED)
def test_the_handshake_is_refused(story):
    server, server_trust, client, client_trust = story
    with pytest.raises(ssl.SSLError):
        connect(server_context(server, server_trust), client_context(client, client_trust))


def test_a_foreign_client_is_refused_even_where_the_unknown_may_enrol():
    server = server_context(PROVINCE, TRUST, clients_unknown=True)
    with pytest.raises(ssl.SSLError):
        connect(server, client_context(FOREIGN_SEAT, TRUST), "province")


def test_older_tls_is_not_spoken():
    older = client_context(SEAT, TRUST)
    older.minimum_version = ssl.TLSVersion.TLSv1_2
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        connect(server_context(COORDINATOR, TRUST), older)


def test_our_clock_counts_too():
    server_end, _ = connect(server_context(COORDINATOR, TRUST), client_context(SEAT, TRUST))
    with pytest.raises(SignerUntrusted):
        peer_of(server_end, TRUST, UnixMs(TODAY + 31 * DAY_MS))


def test_a_centre_cannot_pass_off_a_province_or_anothers_seat():
    for kind, centre in ((SignerKind.PROVINCE, ""), (SignerKind.SEAT, "centre-b")):
        chain = (rogue(CENTRE_A, kind, centre=centre, now=TODAY), *CENTRE_A.chain)
        with pytest.raises(SignerUntrusted):
            TRUST.peer_in_tls(chain[0], TODAY)


def test_a_leaf_of_another_root_is_not_taken_for_ours():
    foreign = member(FOREIGN_ROOT, SignerKind.PROVINCE, "Invented Province", "")
    with pytest.raises(SignerUntrusted):
        TRUST.peer_in_tls(foreign.certificate, TODAY)
