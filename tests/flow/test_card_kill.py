"""F15 and F17 over the real CardFlow: whatever dies and whenever, no card is doubled or lost.

The eyes of a person are those of the test: it looks into the emulated trays and counts.
"""

import random
import shutil

import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_events import CARD_EVENT
from station.credential.card_job import CardStage
from station.errors.printer import PrinterAbsent, RibbonMissing
from station.flow.card_view import AnswerTray, PrintAgain
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.mechanism import Condition, FeedFails, SilentAfterPrint, StuckAfterPrint
from station.printer.spooler import SpooledPrinter
from station.printer.usb import open_printer
from tests.flow.card_desk import CardDesk, PowerCut, many
from tests.flow.documents import open_session
from tests.unit.printer.emulated_queue import EmulatedQueue, sides_of

CARDS = 3
EVENTS = 3 * CARDS
"""Released, Sent and Printed of each card."""


class Watched:
    """Calls `heard` before each packet that reaches it."""

    heard = staticmethod(lambda: None)

    def received(self, endpoint: int, data: bytes) -> None:
        self.heard()
        super().received(endpoint, data)


class WatchedEvolis(Watched, SimulatedEvolis):
    pass


class WatchedMagicard(Watched, SimulatedMagicard):
    pass


class WatchedQueue(EmulatedQueue):
    """A print queue; a person looks at the cards that came out behind it."""

    stuck = ()
    condition = None

    def plug(self):
        if self._server is None:
            super().plug()

    @property
    def tray(self):
        return [Sheet(sides_of(document)[0][:, :, 0]) for document in self.documents]


class Sheet:
    """A card from a queue's printer."""

    def __init__(self, black):
        self.front = {"k": black}
        self.black = black


KINDS = {"evolis": WatchedEvolis, "magicard": WatchedMagicard}


def plug_queue(queue):
    return SpooledPrinter("card", queue.server, sleep_ms=lambda _: None)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, keys, people):
    """A store in which all cards are composed, and what its clock said then."""
    folder = tmp_path_factory.mktemp("prepared")
    now = SystemClock().wall()
    session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
    session = many(session, CARDS, people.portraits[0].enrolment_jpeg())
    desk = CardDesk(folder, session, HeldClock(now), (WatchedEvolis(),), people)
    desk.open()
    desk.admit_all()
    assert desk.stages() == [CardStage.COMPOSED] * CARDS
    desk.close()
    return folder, session, now


@pytest.fixture
def make_desk(prepared, tmp_path, people):
    folder, session, now = prepared
    opened = []

    def make(printers: int = 1, kind=WatchedEvolis, plug=open_printer) -> CardDesk:
        shutil.copytree(folder, tmp_path / "desk")
        below = tuple(kind() for _ in range(printers))
        desk = CardDesk(tmp_path / "desk", session, HeldClock(now), below, people, plug=plug)
        desk.open()
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()
        for below in desk.below:
            below.unplug()


def all_pass(desk):
    for number in range(1, CARDS + 1):
        desk.passed(number)


def care(desk):
    """Do what careful staff do until every card is there; return how often they were asked."""
    asked = 0
    for below in desk.below:
        below.condition = Condition.FINE
        below.plug()
    for _ in range(6):
        desk.second(3)
        for number in range(1, CARDS + 1):
            row = desk.row(number)
            if row.stage is CardStage.UNKNOWN:
                asked += 1
                desk.flow.intent(AnswerTray(row.serial, desk.cards_of(number) > 0))
            elif row.stage is CardStage.NOT_PRINTED:
                desk.flow.intent(PrintAgain(row.serial))
    return asked


def assert_each_card_once(desk):
    assert desk.stages() == [CardStage.PRINTED] * CARDS
    assert [desk.cards_of(number) for number in range(1, CARDS + 1)] == [1] * CARDS


def kill_at(desk, when, step):
    """Let all pass, and kill the program before or after the saving of an event."""
    seen = []

    def cut(moment, stream, bodies):
        if moment == when:
            seen.append((stream, CARD_EVENT.unpack(bodies[0])))
            if len(seen) > step:
                raise PowerCut

    desk.cut = cut
    with pytest.raises(PowerCut):
        all_pass(desk)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", range(EVENTS))
@pytest.mark.parametrize("printers", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_f17_the_program_is_killed_at_each_step_of_the_journal(
    make_desk, when, step, printers, kind
):
    desk = make_desk(printers, KINDS[kind])
    kill_at(desk, when, step)
    doubtful = desk.row(1)
    desk.restart()
    unknown = [row for row in desk.flow.rows() if row.stage is CardStage.UNKNOWN]
    all_pass(desk)  # the room tells it again after a restart
    asked = care(desk)
    assert asked == len(unknown) <= 1
    assert doubtful is not None
    assert_each_card_once(desk)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", range(EVENTS))
def test_f17_the_program_is_killed_at_each_step_before_a_print_queue(make_desk, when, step):
    """A queue never says what became of a card: each one is asked for, once.

    Only the one that was killed just before its first byte is asked for again after it was printed.
    """
    desk = make_desk(1, WatchedQueue, plug_queue)
    kill_at(desk, when, step)
    desk.restart()
    all_pass(desk)
    assert care(desk) == CARDS + (when == "after" and step % 3 == 1)
    assert_each_card_once(desk)


def packets_of_a_job(make_desk, kind) -> int:
    desk, packets = make_desk(kind=kind), []
    desk.below[0].heard = lambda: packets.append(1)
    desk.passed(1)
    return len(packets)


@pytest.mark.parametrize("share", [0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1])
@pytest.mark.parametrize("kind", KINDS.values())
def test_f17_the_program_is_killed_while_it_sends(make_desk, tmp_path, share, kind):
    whole = packets_of_a_job(make_desk, kind)
    shutil.rmtree(tmp_path / "desk")
    desk, packets = make_desk(kind=kind), []

    def heard():
        packets.append(1)
        if len(packets) > share * (whole - 1):
            desk.below[0].heard = lambda: None
            raise PowerCut

    desk.below[0].heard = heard
    with pytest.raises(PowerCut):
        desk.passed(1)
    desk.restart()
    assert desk.row(1).stage is CardStage.UNKNOWN
    desk.second(5)
    assert desk.row(1).stage is CardStage.UNKNOWN, "never decided without a person"
    all_pass(desk)
    assert care(desk) == 1
    assert_each_card_once(desk)


@pytest.mark.parametrize("seed", range(24))
def test_f17_the_cable_is_pulled_at_any_byte(make_desk, seed):
    desk = make_desk(printers=2)
    rng = random.Random(seed)
    torn = desk.below[seed % 2]
    torn.unplug_after(rng.choice([rng.randrange(40), rng.randrange(12_000)]))
    all_pass(desk)
    for row in desk.flow.rows():
        assert row.stage in (CardStage.PRINTED, CardStage.UNKNOWN)
        assert desk.cards_of(int(row.serial[5:])) <= 1
    care(desk)
    assert_each_card_once(desk)


@pytest.mark.parametrize("fault", [FeedFails(), StuckAfterPrint(), SilentAfterPrint()])
@pytest.mark.parametrize("printers", [1, 2])
def test_f17_a_fault_of_the_mechanism(make_desk, fault, printers):
    desk = make_desk(printers)
    desk.below[0].story = [fault]
    all_pass(desk)
    care(desk)
    assert_each_card_once(desk)


@pytest.mark.parametrize(
    "condition", [c for c in Condition if c is not Condition.FINE], ids=lambda c: c.name
)
def test_f15_the_other_printer_goes_on(make_desk, condition):
    desk = make_desk(printers=2)
    desk.below[0].condition = condition
    all_pass(desk)
    assert_each_card_once(desk)
    assert len(desk.below[1].tray) == CARDS
    bad, good = desk.flow.printers()
    assert bad.trouble is not None
    assert good.trouble is None


def test_f15_an_empty_feeder_sends_its_card_to_the_other_printer(make_desk):
    desk = make_desk(printers=2)
    desk.below[0].cards = 1
    all_pass(desk)
    assert_each_card_once(desk)
    assert [len(below.tray) for below in desk.below] == [1, 2]


def test_f15_all_printers_in_trouble_lose_no_card_and_go_on_when_one_is_cared_for(make_desk):
    desk = make_desk(printers=2)
    for below in desk.below:
        below.condition = Condition.NO_RIBBON
    all_pass(desk)
    assert desk.stages() == [CardStage.NOT_PRINTED, CardStage.QUEUED, CardStage.QUEUED]
    assert isinstance(desk.row(1).reason, RibbonMissing)
    desk.second(2)
    desk.below[1].condition = Condition.FINE
    desk.second(2)
    assert_each_card_once(desk)
    assert desk.row(1).reason is None


def test_f15_a_printer_that_is_plugged_in_again_takes_part(make_desk):
    desk = make_desk(printers=2)
    desk.below[0].unplug()
    desk.passed(1)
    assert isinstance(desk.flow.printers()[0].trouble, PrinterAbsent)
    desk.second()
    desk.below[0].plug()
    desk.second()
    assert desk.flow.printers()[0].trouble is None
    desk.passed(2)
    desk.passed(3)
    assert [len(below.tray) for below in desk.below] == [1, 2]


def test_cards_are_taken_in_turn(make_desk):
    desk = make_desk(printers=2)
    all_pass(desk)
    assert [len(below.tray) for below in desk.below] == [2, 1]
