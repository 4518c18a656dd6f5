"""kill -9 on the real window: Qt, lanes on threads, mutual TLS to a real hub and a real room."""

import os
import random
import threading
from functools import partial

import pytest

from station.clock import SystemClock
from station.exam.attempt import Phase
from station.flow.lane import InlineLane
from station.flow.room import RoomFlow
from station.flow.room_memory import RoomMemory
from station.flow.room_tools import RoomTools
from station.flow.room_view import StartSession, VouchAtSeat
from station.flow.signatures import Signature
from station.flow.signing import Signing, SigningTools
from station.ids import SeatNumber, StaffId
from station.lan.hub import Hub
from station.modes.demo.processes import RobotWindow, wait_until
from station.seal.derive import store_key
from station.seal.identity import complete, issue, request
from station.seal.kinds import SignerKind
from station.seal.tls import peer_of, server_context
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings
from tests.e2e.papers import PASSPHRASE, bank, make_seat, open_session, paper_of, ticket_for
from tests.flow.documents import CENTRE, PINS, make_keys

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

SEAT = SeatNumber(1)
CLOCK = SystemClock()
DRIFT_MS = 2_000


class Room:
    """A coordinator without a window: the real hub and the real flow of the room."""

    def __init__(self, folder, keys, session):
        self._lock = threading.RLock()
        self.database = open_database(folder / "centre.db", store_key(keys.centre))
        self.outbox = Outbox(self.database)
        self.finished, self.errors = [], []
        self._hub = Hub(
            server_context(_desk(keys), keys.trust),
            "127.0.0.1",
            0,
            identify=lambda tls: SeatNumber(int(peer_of(tls, keys.trust, CLOCK.wall()).name)),
            post=self.do,
            clock=CLOCK,
        )
        self.flow = RoomFlow(
            RoomTools(
                session=session,
                clock=CLOCK,
                store=InlineLane(),
                signing=Signing(
                    SigningTools(
                        staff=session.package.staff,
                        settings=Settings(self.database),
                        store=InlineLane(),
                        office=InlineLane(),
                        clock=CLOCK,
                    )
                ),
                memory=RoomMemory(
                    session=session.package.session,
                    log=EventLog(self.database),
                    shelf=DocumentShelf(self.database),
                    outbox=self.outbox,
                    pictures=Pictures(self.database),
                    settings=Settings(self.database),
                    marks=ClockMarks(self.database),
                    trust=keys.trust,
                    clock=CLOCK,
                ),
                send=self._hub.send,
                finished=self.finished.append,
                changed=lambda: None,
                failed=self.errors.append,
            )
        )
        self.flow.start(lambda: None, self.errors.append)
        self._hub.start(self.flow.joined, self.flow.received, self.flow.left)

    @property
    def address(self):
        return f"127.0.0.1:{self._hub.port}"

    def do(self, work):
        with self._lock:
            return work()

    def close(self):
        self._hub.stop()
        self.database.close()


def _desk(keys):
    asked = request(SignerKind.COORDINATOR, "coordinator")
    kind, name = SignerKind.COORDINATOR, "coordinator"
    chain = issue(keys.centre, asked.csr, kind, name, CENTRE, CLOCK.wall(), 30)
    return complete(asked, chain)


@pytest.fixture
def dice():
    seed = int(os.environ.get("STATION_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"STATION_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def room(tmp_path):
    keys = make_keys(CLOCK.wall())
    session = open_session(keys, bank())
    make_seat(tmp_path / "seat", keys)
    room = Room(tmp_path, keys, session)
    room.issued = ticket_for(session, 0)
    yield room
    room.close()


@pytest.fixture
def switch_on(tmp_path, room):
    """Start the seat's window, as often as it is asked for."""
    windows = []

    def start():
        choices = {"folder": str(tmp_path / "seat"), "hub": room.address, "camera": "none"}
        secrets = {"STATION_PASSPHRASE": PASSPHRASE}
        windows.append(RobotWindow("seat", choices, secrets, tmp_path / "seat.log"))
        return windows[-1]

    yield start
    windows[-1].stop()


def test_the_window_goes_on_where_each_cut_left_it(room, switch_on, dice):
    """The session runs already: this candidate is late, and hears ticket and start at once."""
    room.do(partial(room.flow.intent, StartSession()))
    seat = switch_on()
    seat.wait(lambda look: look["is"] == "WaitingScreen" and look["online"], "the hub")
    room.do(partial(room.flow.seat_candidate, room.issued))
    seat.wait(lambda look: look["is"] == "CheckScreen", "the check")
    first, second = (Signature(staff=StaffId(who), pin=pin) for who, pin in PINS.items())
    room.do(partial(room.flow.intent, VouchAtSeat(seat=SEAT, first=first, second=second)))
    seat.wait(lambda look: look["is"] == "ReadyScreen" and look["started"], "the start")
    seat.press("begin")
    chosen, total = {}, seat.wait(lambda look: look.get("index") == 0, "question 1")["total"]
    cuts = sorted(dice.sample(range(1, total), 3))
    for index in range(total):
        seat.wait(lambda look, at=index: look.get("index") == at, f"question {index}")
        chosen[index] = [dice.randrange(2)]
        seat.press(f"choice-{chosen[index][0]}")
        before = seat.wait(lambda look, at=index: look.get("chosen") == chosen[at], "the answer")
        if index in cuts:
            seat = _cut(seat, switch_on, before)
        if index + 1 < total:
            seat.press("next")
    seat.press("overview")
    seat.press("submit")
    seat.do(do="press", name="confirm-submit")
    seat.kill()  # the paper may be in, marked, sealed or none of these
    seat = switch_on()
    seat.wait(lambda look: look["is"] in ("QuestionScreen", "ScoreScreen"), "the seat again")
    if seat.look()["is"] == "QuestionScreen":
        for name in ("overview", "submit", "confirm-submit"):
            seat.press(name)
    wait_until(lambda: room.do(room.outbox.count) == 1, "the sealed result")
    copy = room.flow.copies[room.issued.ticket.stream]
    places = {item.question: index for index, item in enumerate(paper_of(room.issued).items)}
    saved = {places[question]: list(made) for question, made in copy.attempt.answers.items()}
    assert saved == chosen
    assert copy.attempt.phase is Phase.GRADED
    assert room.errors == []


def _cut(seat, switch_on, before):
    seat.kill()
    shown = [each for each in seat.shown if each["index"] == before["index"]]
    assert shown[-1]["chosen"] == before["chosen"]
    seat = switch_on()
    after = seat.wait(lambda look: look.get("index") is not None, "the exam to go on")
    for name in ("index", "stem", "options", "chosen", "answered", "flagged"):
        assert after[name] == before[name], name
    assert abs(before["remaining_ms"] - after["remaining_ms"]) <= DRIFT_MS
    return seat
