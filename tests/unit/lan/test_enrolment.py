"""A new seat and its centre, and somebody between them."""

import queue
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from station.clock import SystemClock
from station.errors.document import SignerUntrusted
from station.errors.lan import EnrolmentBroken, EnrolmentRefused, PortTaken
from station.ids import CentreId
from station.lan.door import Limits
from station.lan.enrolment import WORD, Denied, Grant, Knock, Offer, Reveal, ask
from station.lan.enrolment_desk import EnrolmentDesk
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind
from station.seal.short_code import commitment, new_nonce, short_code

NOW = SystemClock().wall()
PATIENCE_S = 20


class Province:
    def __init__(self, name):
        self.root = new_root(name, NOW)
        asked = request(SignerKind.CENTRE, "centre")
        chain = issue(self.root, asked.csr, SignerKind.CENTRE, "centre", CentreId("T-1"), NOW, 30)
        self.centre = complete(asked, chain)


OURS, ROGUE = Province("Ours"), Province("Rogue")


class Centre:
    """A desk on the loopback, and what it told of."""

    def __init__(self, province=OURS, **choices):
        self.province = province
        self.told = queue.Queue()
        self.desk = EnrolmentDesk(
            province.root.certificate, province.centre.certificate, lambda work: work(), **choices
        )
        self.desk.open(
            ("127.0.0.1", 0),
            lambda asking: self.told.put(("asked", asking)),
            lambda number: self.told.put(("gone", number)),
        )

    def hear(self, kind):
        what, told = self.told.get(timeout=PATIENCE_S)
        assert what == kind
        return told

    def certify(self, asking, seat):
        at = CentreId("T-1")
        return issue(self.province.centre, asking.csr, SignerKind.SEAT, str(seat), at, NOW, 30)

    def reach(self):
        return socket.create_connection(("127.0.0.1", self.desk.port), PATIENCE_S)


@pytest.fixture
def centres():
    opened = []

    def start(province=OURS, **choices):
        opened.append(Centre(province, **choices))
        return opened[-1]

    yield start
    for centre in opened:
        centre.desk.close()


@pytest.fixture
def seats():
    """Seats that ask, each in a thread; gives what each got, or raises what it raised."""
    with ThreadPoolExecutor(8) as pool:

        def start(centre, same=lambda _: True):
            def asks():
                with centre.reach() as connection:
                    return ask(connection, NOW, same)

            return pool.submit(asks)

        yield start


def test_a_seat_gets_its_certificate_and_both_saw_the_same_digits(centres, seats):
    centre, seen = centres(), queue.Queue()
    got = seats(centre, lambda code: seen.put(code) or True)
    asking = centre.hear("asked")
    assert (asking.code, asking.address) == (seen.get(timeout=PATIENCE_S), "127.0.0.1")
    centre.desk.decide(asking.number, centre.certify(asking, 12))
    identity, root = got.result(timeout=PATIENCE_S)
    peer = Trust(OURS.root.certificate).peer(identity.chain, NOW)
    assert (peer.kind, peer.name, peer.centre) == (SignerKind.SEAT, "12", "T-1")
    assert root == OURS.root.certificate
    assert centre.hear("gone") == asking.number


def test_eight_seats_wait_together_and_each_gets_its_own(centres, seats):
    centre = centres(limits=Limits(connections=24, of_one_address=8))
    codes, told = queue.Queue(), []

    def notes(number):
        return lambda code: codes.put((number, code)) or True

    got = [seats(centre, notes(number)) for number in range(8)]
    by_code = {}
    for _ in got:
        number, code = codes.get(timeout=PATIENCE_S)
        by_code[code] = number
        told.append(centre.hear("asked"))
    for asking in reversed(told):
        centre.desk.decide(asking.number, centre.certify(asking, by_code[asking.code] + 1))
    names = [one.result(timeout=PATIENCE_S)[0].name for one in got]
    assert names == [str(number) for number in range(1, 9)]


def test_a_person_who_says_no_at_the_centre_gives_nothing(centres, seats):
    centre = centres()
    got = seats(centre)
    centre.desk.decide(centre.hear("asked").number, None)
    assert isinstance(got.exception(timeout=PATIENCE_S), EnrolmentRefused)


def test_a_person_who_says_no_at_the_seat_takes_nothing(centres, seats):
    centre = centres()
    got = seats(centre, lambda _: False)
    assert isinstance(got.exception(timeout=PATIENCE_S), EnrolmentRefused)
    asking = centre.hear("asked")
    assert centre.hear("gone") == asking.number
    centre.desk.decide(asking.number, centre.certify(asking, 12))  # too late: nobody is there


def test_a_desk_that_closes_says_no_to_whoever_waits(centres, seats):
    centre = centres()
    got = seats(centre)
    centre.hear("asked")
    centre.desk.close()
    assert isinstance(got.exception(timeout=PATIENCE_S), EnrolmentRefused)
    with pytest.raises(OSError, match="refused"):
        centre.reach()


def test_a_desk_opens_again_and_a_port_that_is_taken_is_said(centres):
    centre = centres()
    with pytest.raises(PortTaken):
        EnrolmentDesk(b"", b"", lambda work: work()).open(
            ("127.0.0.1", centre.desk.port), print, print
        )
    port = centre.desk.port
    centre.desk.close()
    centre.desk.open(("127.0.0.1", port), print, print)


def test_somebody_between_shows_other_digits(centres, seats):
    """A rogue centre talks to the seat, and a rogue seat to the centre."""
    ours, rogue, seen = centres(), centres(ROGUE), []
    seats(rogue, lambda code: seen.append(code) or False).exception(timeout=PATIENCE_S)
    seats(ours, lambda _: False).exception(timeout=PATIENCE_S)
    assert rogue.hear("asked").code == seen[0] != ours.hear("asked").code


def test_another_key_than_was_committed_to_is_never_told_of(centres):
    centre = centres()
    with centre.reach() as seat:
        say(seat, Knock(commitment(b"one key", bytes(32))))
        say(seat, Reveal(csr=request(SignerKind.SEAT, "").csr, nonce=bytes(32)))
        assert last_word(seat) is None
    assert centre.told.empty()


def test_a_certificate_of_another_issuer_is_not_taken():
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def rogue():
        say(theirs, Offer(root=OURS.root.certificate, issuer=OURS.centre.certificate, nonce=b"n"))
        asked = request(SignerKind.SEAT, "")
        seat = ("12", CentreId("T-1"), NOW, 30)
        say(theirs, Grant(issue(ROGUE.centre, asked.csr, SignerKind.SEAT, *seat)))
        stop.wait(PATIENCE_S)

    with ours, theirs, ThreadPoolExecutor(1) as pool:
        pool.submit(rogue)
        with pytest.raises(SignerUntrusted):
            ask(ours, NOW, lambda _: True)
        stop.set()


NONSENSE = [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc", WORD.pack(Denied())]


@pytest.mark.parametrize("raw", NONSENSE)
def test_nonsense_ends_an_enrolment_and_the_next_seat_is_served(centres, seats, raw):
    centre = centres()
    with centre.reach() as rogue:
        rogue.sendall(raw)
        rogue.shutdown(socket.SHUT_WR)
        assert last_word(rogue) is None
    got = seats(centre)
    asking = centre.hear("asked")
    centre.desk.decide(asking.number, centre.certify(asking, 3))
    assert got.result(timeout=PATIENCE_S)[0].name == "3"


def test_who_says_nothing_is_shown_out(centres):
    centre = centres(word_s=0.1)
    with centre.reach() as mute:
        assert last_word(mute) is None


def test_a_crowd_of_one_address_gets_no_further_than_its_share(centres):
    centre = centres()
    inside, offered = [], 0
    for _ in range(10):
        with suppress(OSError, EnrolmentBroken):  # turned away at once, or at the first word
            inside.append(centre.reach())
            say(inside[-1], Knock(bytes(32)))
            offered += isinstance(hear(inside[-1]), Offer)
    for one in inside:
        one.close()
    assert offered == 2


@pytest.mark.parametrize("raw", NONSENSE)
def test_nonsense_ends_the_asking_too(raw):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(raw)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(EnrolmentBroken):
            ask(ours, NOW, lambda _: True)


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


def hear(connection):
    head = connection.recv(4, socket.MSG_WAITALL)
    if len(head) < 4:
        raise EnrolmentBroken
    return WORD.unpack(connection.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL))


def last_word(connection):
    """Read to the end; return a grant, if there was one."""
    try:
        while True:
            word = hear(connection)
            if isinstance(word, Grant):
                return word
    except (OSError, EnrolmentBroken):
        return None
