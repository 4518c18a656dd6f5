"""A new seat and its centre, and somebody between them."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from station.clock import SystemClock
from station.errors.document import DocumentForged, SignerUntrusted
from station.errors.lan import EnrolmentBroken, EnrolmentRefused
from station.ids import CentreId, SeatNumber
from station.lan.enrolment import WORD, Denied, Grant, Knock, Offer, Reveal, admit, ask
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.short_code import commitment, new_nonce, short_code

NOW = SystemClock().wall()


class Province:
    def __init__(self, name):
        self.root = new_root(name, NOW)
        asked = request(SignerKind.CENTRE, "centre")
        chain = issue(self.root, asked.csr, SignerKind.CENTRE, "centre", CentreId("T-1"), NOW, 30)
        self.centre = complete(asked, chain)


OURS, ROGUE = Province("Ours"), Province("Rogue")


def enrol(*, province=OURS, same=lambda _: True, number=lambda _: SeatNumber(12)):
    """Let a seat ask and a centre admit over a real socket; return what each got or raised."""
    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor(1) as pool:
        given = pool.submit(admit, theirs, province.centre, province.root.certificate, NOW, number)
        try:
            got = ask(ours, NOW, same)
        except (EnrolmentBroken, EnrolmentRefused, SignerUntrusted) as error:
            got = error
            ours.close()
        return got, given.exception() or given.result()


def test_a_seat_gets_its_certificate_and_both_saw_the_same_digits():
    seen = []

    def same(code):
        seen.append(code)
        return True

    def number(code):
        seen.append(code)
        return SeatNumber(12)

    (identity, root), (seat, leaf) = enrol(same=same, number=number)
    assert len(set(seen)) == 1
    assert len(seen) == 2
    peer = Trust(OURS.root.certificate).peer(identity.chain, NOW)
    assert (peer.kind, peer.name, peer.centre) == (SignerKind.SEAT, "12", "T-1")
    assert (root, seat, leaf) == (OURS.root.certificate, 12, identity.certificate)


def test_a_person_who_says_no_at_the_centre_gives_nothing():
    got, given = enrol(number=lambda _: None)
    assert isinstance(got, EnrolmentRefused)
    assert isinstance(given, EnrolmentRefused)


def test_a_person_who_says_no_at_the_seat_takes_nothing():
    got, _ = enrol(same=lambda _: False)
    assert isinstance(got, EnrolmentRefused)


def test_somebody_between_shows_other_digits():
    """A rogue centre talks to the seat, and a rogue seat to the centre."""
    codes = {"seat": [], "centre": []}
    enrol(province=ROGUE, same=lambda code: codes["seat"].append(code) or False)
    enrol(number=codes["centre"].append)
    assert codes["seat"] != codes["centre"]


def test_another_key_than_was_committed_to_is_refused():
    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor(1) as pool:
        given = pool.submit(admit, theirs, OURS.centre, OURS.root.certificate, NOW, SeatNumber)
        say(ours, Knock(commitment(b"one key", bytes(32))))
        csr = request(SignerKind.SEAT, "").csr
        say(ours, Reveal(csr=csr, nonce=bytes(32)))
        assert isinstance(given.exception(timeout=20), DocumentForged)


def test_a_certificate_of_another_issuer_is_not_taken():
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def rogue():
        say(theirs, Offer(root=OURS.root.certificate, issuer=OURS.centre.certificate, nonce=b"n"))
        asked = request(SignerKind.SEAT, "")
        seat = ("12", CentreId("T-1"), NOW, 30)
        say(theirs, Grant(issue(ROGUE.centre, asked.csr, SignerKind.SEAT, *seat)))
        stop.wait(20)

    with ours, theirs, ThreadPoolExecutor(1) as pool:
        pool.submit(rogue)
        with pytest.raises(SignerUntrusted):
            ask(ours, NOW, lambda _: True)
        stop.set()


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc", WORD.pack(Denied())],
)
def test_nonsense_ends_an_enrolment(raw):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(raw)
        ours.shutdown(socket.SHUT_WR)
        with pytest.raises(EnrolmentBroken):
            admit(theirs, OURS.centre, OURS.root.certificate, NOW, SeatNumber)


def test_digits_hang_on_every_part():
    parts = {
        "root": b"r",
        "issuer": b"i",
        "csr": b"c",
        "of_seat": new_nonce(),
        "of_centre": new_nonce(),
    }
    code = short_code(**parts)
    assert len(code.replace(" ", "")) == 6
    assert all(short_code(**{**parts, name: b"other"}) != code for name in parts)


def say(connection, word):
    raw = WORD.pack(word)
    connection.sendall(len(raw).to_bytes(4, "big") + raw)
