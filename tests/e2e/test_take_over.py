"""F14 with real processes: the coordinator is killed at any instant, and a standby goes on.

The hub is a process with the real flow, TLS and store, and a second disk. It is killed while a
seat's records arrive. The standby is started on the second disk, at another address. What was
acknowledged is there, what was not is taken once, and the first coordinator serves nobody any more.
"""

import multiprocessing
import random
import shutil
import sys

import pytest
from websockets.exceptions import ConnectionClosed

from bench._room import hub_process
from bench._room.chaos_room import Life
from bench._room.hub_process import HubPlace
from bench._room.made import RoomMaker
from bench._session import chain
from station.clock import SystemClock
from station.errors.session import CoordinatorPassed
from station.exam.attempt_events import EVENT, Answered
from station.ids import Digest, QuestionId
from station.lan.messages import (
    FROM_HUB,
    FROM_SEAT,
    VERSION,
    Acknowledge,
    Append,
    Hello,
    Refused,
    Welcome,
)
from station.lan.replica import BATCH
from station.lan.terms import TermWatch
from station.seal.tls import client_context
from tests.unit.lan.raw_peer import RawSeat

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="a process is forked from a warm one"),
]

KILLS = 6
RECORDS = 120
WHOM = Digest(b"coordinator")
"""Both have one certificate here: the term alone has to tell them apart."""


@pytest.fixture(scope="module")
def made():
    return RoomMaker(SystemClock().wall()).room(1)


class Centre:
    """Two machines: the first with a second disk, and the one that takes over."""

    def __init__(self, made, folder):
        self.made = made
        self.first, self.second = folder / "first", folder / "second"
        for each in (self.first, self.second):
            each.mkdir()
        self.stream = made.ticket(1).ticket.stream
        self._lives = []
        self._methods = multiprocessing.get_context("forkserver")
        self._methods.set_forkserver_preload(["bench._room.hub_process"])

    def start(self, place):
        hub = Life(self._methods, hub_process.run, self.made, place)
        self._lives.append(hub)
        _, port = hub.hear()
        return hub, port

    def enter(self, port, term):
        """Seat 1 comes in, having served this term; return it and the hub's first word."""
        identity = self.made.seats[1].identity()
        seat = RawSeat(client_context(identity, self.made.trust), port)
        hello = Hello(version=VERSION, software="test", wall=SystemClock().wall(), term=term)
        seat.say(FROM_SEAT.pack(hello))
        return seat, FROM_HUB.unpack(seat.hear())

    def kill(self, hub):
        self._lives.remove(hub)
        hub.kill()

    def end(self):
        for life in self._lives:
            life.kill()


@pytest.fixture
def centre(made, tmp_path):
    centre = Centre(made, tmp_path)
    yield centre
    centre.end()


def until(seat, *kinds):
    """Return the next message of one of these kinds."""
    while not isinstance(message := FROM_HUB.unpack(seat.hear()), kinds):
        pass
    return message


def acknowledged(seat):
    """Read what the dead hub had still said; return the last record that it held."""
    held = 0
    try:
        while True:
            message = until(seat, Acknowledge)
            held = max(held, message.next_seq - 1)
    except (ConnectionClosed, OSError):
        return held


@pytest.mark.parametrize("kill", range(KILLS))
def test_f14_a_coordinator_killed_at_any_instant_is_taken_over_without_loss(centre, kill):
    dice = random.Random(kill)
    records = chain(
        EVENT, centre.stream, [Answered(QuestionId("q"), (n % 4,)) for n in range(RECORDS)]
    )
    hub, port = centre.start(HubPlace(folder=centre.first, second=centre.second))
    hub.say("seat", centre.made.tickets[1])
    seat, welcome = centre.enter(port, 0)
    terms = TermWatch(0)
    terms.check(welcome, WHOM)
    sent = dice.randrange(10, RECORDS)
    for record in records[:sent]:
        seat.say(FROM_SEAT.pack(Append(centre.stream, (record,))))
    for _ in range(dice.randrange(sent // 2)):
        until(seat, Acknowledge)
    centre.kill(hub)
    held = acknowledged(seat)
    seat.end()

    began = SystemClock().mono()
    standby, port = centre.start(HubPlace(folder=centre.second, term=2))
    seat, welcome = centre.enter(port, terms.term)
    assert isinstance(welcome, Welcome)
    terms.check(welcome, WHOM)
    seat.say(FROM_SEAT.pack(Append(centre.stream, records[-1:])))  # a gap: says where it ends
    there = until(seat, Acknowledge, Refused)
    assert held < there.next_seq <= sent + 1
    for first in range(there.next_seq - 1, RECORDS, BATCH):
        batch = records[first : first + BATCH]
        seat.say(FROM_SEAT.pack(Append(centre.stream, batch)))
        assert until(seat, Acknowledge, Refused) == Acknowledge(centre.stream, batch[-1].seq + 1)
    print(f"taken over in {(SystemClock().mono() - began) / 1000:.1f} s by the program")
    standby.say("look")
    _, (attempt,) = standby.hear()
    assert attempt.records == tuple(records)
    seat.end()


def test_f14_the_first_coordinator_comes_back_and_no_seat_serves_it(centre):
    hub, port = centre.start(HubPlace(folder=centre.first, second=centre.second))
    hub.say("seat", centre.made.tickets[1])
    seat, _ = centre.enter(port, 0)
    centre.kill(hub)
    seat.end()
    shutil.copytree(centre.second, centre.second.with_name("taken"))
    _, port = centre.start(HubPlace(folder=centre.second.with_name("taken"), term=2))
    seat, welcome = centre.enter(port, 0)
    terms = TermWatch(0)
    terms.check(welcome, WHOM)
    _, old = centre.start(HubPlace(folder=centre.first, second=centre.second))
    stray, welcome = centre.enter(old, terms.term)
    with pytest.raises(CoordinatorPassed):
        terms.check(welcome, WHOM)  # the seat hangs up by itself ...
    assert until(stray, Refused) == Refused(CoordinatorPassed.code)  # ... and is told no
    stray.end()
    seat.end()
