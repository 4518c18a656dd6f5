"""Rogues in the room: a crowd, mutes, liars and slow talkers, and one honest seat beside them.

The hub is a process of its own, with the real flow and store. What is looked at is whether each
rogue is refused, what the hub's memory comes to, and whether the honest seat is answered all the
while. How fast it was answered is printed, not judged.
"""

import multiprocessing
import socket
import sys
import threading
import time
from contextlib import suppress

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from bench._room import hub_process
from bench._room.chaos_room import Life
from bench._room.hub_process import HubPlace
from bench._room.made import RoomMaker
from bench._session import chain
from station.clock import SystemClock
from station.errors.document import SignerOfWrongKind
from station.errors.flow import AttemptNotHere, EnvelopeForeign
from station.errors.lan import MessageMalformed
from station.errors.store import StreamFenced, StreamForked
from station.exam.attempt_events import EVENT, Answered
from station.ids import Epoch, QuestionId
from station.lan.exchange import SEAT_FRAME_BYTES
from station.lan.messages import (
    FROM_HUB,
    FROM_SEAT,
    VERSION,
    Acknowledge,
    Append,
    Deliver,
    Delivered,
    Hello,
    Refused,
)
from station.lan.replica import BATCH
from station.lan.timing import Timing
from station.seal.envelope import seal
from station.seal.tls import client_context
from tests.unit.lan.raw_peer import RawSeat

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux"),
]

ROGUE_ADDRESS = "127.0.0.2"
FEWEST = 10
"""Answers of the honest seat in a test."""
MEMORY_MB = 96
"""What a crowd, or one rogue seat, may cost the hub."""


@pytest.fixture(scope="module")
def made():
    return RoomMaker(SystemClock().wall()).room(2)


class Room:
    """A hub in a process, and what it weighs."""

    def __init__(self, made, folder):
        methods = multiprocessing.get_context("forkserver")
        methods.set_forkserver_preload(["bench._room.hub_process"])
        timing = Timing(first_word_s=2.0, ping_every_s=5.0, ping_wait_s=10.0)
        self.made = made
        self.hub = Life(methods, hub_process.run, made, HubPlace(folder=folder, timing=timing))
        _, self.port = self.hub.hear()
        for raw in made.tickets.values():
            self.hub.say("seat", raw)
        self._process = psutil.Process(self.hub.process.pid)
        self._before = self._process.memory_info().rss

    @property
    def grown_mb(self):
        return (self._process.memory_info().rss - self._before) / 2**20

    def enter(self, number):
        """Return a seat with a valid certificate that has said hello."""
        identity = self.made.seats[number].identity()
        seat = RawSeat(client_context(identity, self.made.trust), self.port)
        hello = Hello(version=VERSION, software="rogue", wall=SystemClock().wall(), term=0)
        seat.say(FROM_SEAT.pack(hello))
        return seat

    def stream(self, number):
        return self.made.ticket(number).ticket.stream

    def close(self):
        self.hub.kill()


@pytest.fixture
def room(made, tmp_path):
    room = Room(made, tmp_path)
    yield room
    room.close()


def records(stream, count):
    return chain(EVENT, stream, [Answered(QuestionId("q"), (n % 4,)) for n in range(count)])


def until(seat, *kinds):
    """Return the next message of one of these kinds."""
    while not isinstance(message := FROM_HUB.unpack(seat.hear()), kinds):
        pass
    return message


class Honest:
    """Seat 1 goes on answering, and notes how long each answer took to be saved twice."""

    def __init__(self, room):
        self.waits = []
        self._records = list(records(room.stream(1), 5_000))
        self._stream = room.stream(1)
        self._seat = room.enter(1)
        self._over = threading.Event()
        self._trouble = None
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def _answer(self):
        try:
            for record in self._records:
                began = time.monotonic()
                self._seat.say(FROM_SEAT.pack(Append(self._stream, (record,))))
                said = until(self._seat, Acknowledge, Refused)
                assert said == Acknowledge(self._stream, record.seq + 1)
                self.waits.append(time.monotonic() - began)
                if self._over.wait(0.02) and len(self.waits) >= FEWEST:
                    return
        except (OSError, ConnectionClosed, AssertionError) as trouble:
            self._trouble = trouble

    def end(self):
        self._over.set()
        self._thread.join()
        self._seat.end()
        assert self._trouble is None
        waits = sorted(self.waits)
        at_99 = waits[round(0.99 * (len(waits) - 1))]
        print(f"{len(waits)} answers saved twice, p99 {at_99 * 1000:.1f} ms")


@pytest.fixture
def honest(room):
    honest = Honest(room)
    yield honest
    honest.end()


def rude(room, address=ROGUE_ADDRESS):
    return socket.create_connection(("127.0.0.1", room.port), 20, source_address=(address, 0))


def test_ten_thousand_connections_of_one_address_cost_little(room, honest):
    kept = []
    for _ in range(10_000):
        with suppress(OSError):  # turned away
            kept.append(rude(room))
        if len(kept) > 300:
            kept.pop(0).close()
    print(f"{room.grown_mb:.1f} MB more")
    assert room.grown_mb < MEMORY_MB
    for connection in kept:
        connection.close()


def test_slow_talkers_before_tls_are_shown_out(room, honest):
    """The first bytes of a TLS record, and then one byte now and again."""
    slow = []
    for n in range(3, 13):
        connection = rude(room, f"127.0.0.{n}")
        connection.sendall(b"\x16\x03\x01\x40\x00")
        slow.append(connection)
    for connection in slow:
        connection.settimeout(20)
        with suppress(OSError):
            connection.sendall(b"\x01")
            assert connection.recv(1) == b""
        connection.close()


def test_slow_talkers_after_tls_are_shown_out(room, honest, made):
    context = client_context(made.seats[2].identity(), made.trust)
    plain = rude(room)
    with context.wrap_socket(plain, server_hostname="coordinator") as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        slow.settimeout(20)
        with suppress(OSError):
            while slow.recv(100):
                pass


@pytest.mark.parametrize(
    "garbage", [b"GET / HTTP/1.0\r\n\r\n", bytes(5_000), b"\x16\x03\x01\xff\xff" * 900]
)
def test_who_speaks_no_tls_is_shown_out(room, honest, garbage):
    for _ in range(20):
        with suppress(OSError), rude(room) as connection:
            connection.sendall(garbage)
            connection.settimeout(20)
            while connection.recv(1_000):
                pass


def test_who_is_no_seat_hears_so_and_nothing_else(room, honest, made):
    for kit in (made.desk, made.centre):
        context = client_context(kit.identity(), made.trust)
        with suppress(OSError, ConnectionClosed), RawSeat(context, room.port) as rogue:
            assert FROM_HUB.unpack(rogue.hear()) == Refused(SignerOfWrongKind.code)
    bare = client_context(None, made.trust)
    with pytest.raises((OSError, ConnectionClosed)):
        RawSeat(bare, room.port)


def test_a_seat_that_lies_touches_no_other(room, honest, made):
    """Valid certificate, foreign program: seat 2 says what it must not say."""
    own, foreign = room.stream(2), room.stream(1)
    good = records(own, 4)
    with room.enter(2) as rogue:

        def answer(message):
            rogue.say(FROM_SEAT.pack(message))
            return until(rogue, Acknowledge, Refused, Delivered)

        assert answer(Append(foreign, records(foreign, 1))) == Refused(AttemptNotHere.code, foreign)
        assert answer(Append(own, records(foreign, 1))) == Refused(StreamForked.code, own)
        assert answer(Append(own, good[:2])) == Acknowledge(own, 3)
        for _ in range(50):  # once more, and once more
            assert answer(Append(own, good[:2])) == Acknowledge(own, 3)
        assert answer(Append(own, good[3:])) == Acknowledge(own, 3)  # a gap: from there, please
        rewritten = chain(EVENT, own, [Answered(QuestionId("other"), (0,))] * 3)
        assert answer(Append(own, rewritten)) == Refused(StreamForked.code, own)
        later = type(good[2])(
            **{name: getattr(good[2], name) for name in good[2].__slots__} | {"epoch": Epoch(9)}
        )
        assert answer(Append(own, (later,))) == Refused(StreamFenced.code, own)
        assert answer(Deliver(own, b"no envelope")).code.startswith("DOC")
        seal_to = made.ticket(2).ticket.seal_to
        signer = made.seats[2].identity()
        mine = [seal(b"a bundle", seal_to, own.encode(), signer) for _ in range(2)]
        theirs = seal(b"a bundle", seal_to, foreign.encode(), signer)
        assert answer(Deliver(foreign, theirs)) == Refused(AttemptNotHere.code, foreign)
        assert answer(Deliver(own, theirs)) == Refused(EnvelopeForeign.code, own)
        assert isinstance(answer(Deliver(own, mine[0])), Delivered)
        assert answer(Deliver(own, mine[1])) == Refused(EnvelopeForeign.code, own)
        rogue.say(b"\xa1" * 100)
        assert until(rogue, Refused) == Refused(MessageMalformed.code)


def test_huge_messages_are_bounded(room, honest):
    """As much as a frame may hold, again and again, and never a word heard."""
    frame = FROM_SEAT.pack(Deliver(room.stream(2), bytes(SEAT_FRAME_BYTES - 1_000)))
    with suppress(OSError, ConnectionClosed), room.enter(2) as rogue:
        for _ in range(60):
            rogue.say(frame)
    print(f"{room.grown_mb:.1f} MB more")
    assert room.grown_mb < MEMORY_MB


def test_huge_batches_are_refused(room, honest):
    """The seats' own program sends no more than so many records at once."""
    batch = records(room.stream(2), 3_000)
    with room.enter(2) as rogue:
        rogue.say(FROM_SEAT.pack(Append(room.stream(2), batch[:BATCH])))
        assert until(rogue, Acknowledge, Refused) == Acknowledge(room.stream(2), BATCH + 1)
        rogue.say(FROM_SEAT.pack(Append(room.stream(2), batch)))
        assert until(rogue, Acknowledge, Refused) == Refused(MessageMalformed.code)
