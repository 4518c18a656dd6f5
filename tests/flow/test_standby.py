"""F14: the coordinator dies, and a standby goes on from its second disk."""

from dataclasses import replace

import pytest

from station.credential.card_job import CardStage
from station.errors.session import CoordinatorPassed, CoordinatorTwin
from station.errors.store import StoreUnreadable
from station.exam.attempt import Phase
from station.flow import seat_view as seat
from station.flow.card_view import PrintAgain
from station.flow.room_view import HoldAll, ResumeAll
from station.flow.second_disk import SecondDisk, SecondDiskTools
from station.ids import Digest, SeatNumber, StreamId
from station.lan.messages import VERSION, Hello, Refused, Welcome
from station.seal.derive import store_key
from tests.flow.centre import LANE
from tests.flow.test_main_job import answer_all, hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
OURS, OTHER = Digest(b"ours"), Digest(b"another")


@pytest.fixture
def mirrored(sitting, keys):
    """Candidate 1 sits at seat 1; all that the coordinator saves is on a second disk too."""
    (sitting.folder / "second").mkdir()
    sitting.database.mirror_into(sitting.folder / "second" / "copy.db", store_key(keys.centre))
    return sitting


def die_and_take_over(centre):
    """The power of the coordinator is cut: nothing is closed, and the standby is started."""
    centre.connect(False)
    centre.printer.close()
    centre.reader.close()
    centre.open_coordinator("second/copy.db", term=2)
    centre.connect(True)
    centre.beat(3)


def test_f14_a_standby_goes_on_where_the_coordinator_died_and_nothing_is_lost(mirrored):
    answer_all(mirrored, right=3)
    mirrored.wish(HoldAll("a call"))
    mirrored.beat()
    records = mirrored.log.read(ATTEMPT)
    die_and_take_over(mirrored)
    assert mirrored.log.read(ATTEMPT)[: len(records)] == records
    assert mirrored.console_state.started
    assert mirrored.console_state.paused
    assert mirrored.screens[1].locked
    mirrored.wish(ResumeAll(*signatures(), "over"))
    mirrored.beat()
    assert hand_in(mirrored).delivered
    assert mirrored.room.copies[ATTEMPT].attempt.phase is Phase.GRADED
    assert len(mirrored.printer_below.tray) == 1


def test_f14_what_a_seat_answered_meanwhile_follows(mirrored):
    mirrored.connect(False)
    answer_all(mirrored, right=4)
    assert isinstance(hand_in(mirrored), seat.ScoreScreen)
    die_and_take_over(mirrored)
    mirrored.beat(3)
    assert mirrored.outbox.count() == 1
    assert mirrored.screens[1].delivered


@pytest.mark.parametrize(
    ("hello", "served"),
    [({"served": OTHER}, False), ({"served": OURS, "rival": OTHER}, True), ({}, True)],
)
def test_f14_another_coordinator_of_the_same_term_is_told_loudly(mirrored, said, hello, served):
    """A seat says whom it serves, and whom it refused: so both consoles hear of the other."""
    object.__setattr__(mirrored.room._tools, "certificate", OURS)
    wall = mirrored.clock.wall()
    hello = Hello(version=VERSION, software="test", wall=wall, term=1, **hello)
    mirrored.room.joined(SeatNumber(1), hello)
    mirrored.beat()
    assert ((SeatNumber(1), Refused(CoordinatorTwin.code)) not in said) == served
    loud = isinstance(mirrored.console_state.trouble, CoordinatorTwin)
    assert loud == (OTHER in (hello.served, hello.rival))
    mirrored.wish(HoldAll("a call"))  # a press does not wipe it away
    assert isinstance(mirrored.console_state.trouble, CoordinatorTwin) == loud


def test_f14_the_first_coordinator_comes_back_and_steps_down(mirrored):
    said = []
    telling = mirrored.room.telling
    telling._tools = replace(telling._tools, send=lambda *what: said.append(what))
    hello = Hello(version=VERSION, software="test", wall=mirrored.clock.wall(), term=2)
    mirrored.room.joined(SeatNumber(1), hello)
    assert said == [(SeatNumber(1), Refused(CoordinatorPassed.code))]
    assert mirrored.room.passed
    before = mirrored.log.streams("room/")
    mirrored.wish(HoldAll("too late"))
    assert not mirrored.console_state.paused
    assert isinstance(mirrored.console_state.trouble, CoordinatorPassed)
    assert mirrored.log.streams("room/") == before


def test_f14_a_coordinator_that_was_passed_prints_no_card(mirrored):
    """Its queue stops: the standby prints what is due, and nobody gets two cards."""
    cards, mirrored.printer_below.cards = mirrored.printer_below.cards, 0
    answer_all(mirrored, right=4)
    hand_in(mirrored)
    (card,) = mirrored.console_state.cards
    mirrored.room.passed = True
    mirrored.printer_below.load(cards)
    mirrored.cards.intent(PrintAgain(card.serial))
    for _ in range(5):
        mirrored.pass_ms(1_000)
    assert mirrored.console_state.cards[0].stage is CardStage.QUEUED
    assert mirrored.printer_below.tray == []


def test_f14_how_long_no_coordinator_ran_stands_in_the_ledger(mirrored):
    for _ in range(10):
        mirrored.pass_ms(1_000)
    alive = mirrored.clock.wall()
    mirrored.connect(False)
    for _ in range(270):  # the seat goes on; the coordinator is dead and sees nothing
        mirrored.clock.pass_ms(1_000)
        mirrored.seats[1].tick()
    die_and_take_over(mirrored)
    ((since, until),) = mirrored.console_state.room.away
    assert abs(since - alive) <= 5_000
    assert until - since >= 270_000
    assert mirrored.console_state.room.outages == ()  # no candidate lost anything
    mirrored.close_coordinator()
    mirrored.open_coordinator("second/copy.db", term=2)
    assert mirrored.console_state.room.away == ((since, until),)  # a restart is none


class SlowDisk:
    """A second disk that is pulled out and plugged in by the test."""

    def __init__(self):
        self.whole, self.there, self.copies = True, True, 0
        self.apart = True

    def attach(self):
        if not self.there:
            raise StoreUnreadable(reason="gone")
        self.whole, self.copies = True, self.copies + 1


def test_f14_a_second_disk_that_is_lost_is_shown_and_taken_back(centre):
    disk = SlowDisk()
    centre.close_coordinator()
    centre.second_disk = SecondDiskTools(
        clock=centre.clock,
        store=LANE,
        is_whole=lambda: disk.whole,
        is_apart=lambda: disk.apart,
        attach=disk.attach,
    )
    centre.open_coordinator()
    centre.pass_ms(5_000)
    assert centre.console_state.second_disk is SecondDisk.WHOLE
    disk.whole = disk.there = False
    centre.pass_ms(5_000)
    assert centre.console_state.second_disk is SecondDisk.LOST
    for _ in range(70):
        centre.pass_ms(1_000)
    assert disk.copies == 0
    disk.there = True
    for _ in range(35):
        centre.pass_ms(1_000)
    assert centre.console_state.second_disk is SecondDisk.WHOLE
    assert disk.copies == 1
    disk.apart = False
    centre.pass_ms(5_000)
    assert centre.console_state.second_disk is SecondDisk.SAME


def test_a_seat_remembers_whom_it_served_when_it_is_started_again(mirrored):
    mirrored.seats[1].received(Welcome(version=VERSION, wall=0, term=7))
    assert mirrored.seats[1]._tools.memory.settings.get("term") == "7"
    mirrored.seats[1].received(Welcome(version=VERSION, wall=0, term=3))
    assert mirrored.seats[1]._tools.memory.settings.get("term") == "7"
