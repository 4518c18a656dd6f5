"""F17: the program is killed at every step that a card's whole way is written down in.

The way has all that can happen to a card: an empty feeder, a printer that falls silent, a card
that is cut up and printed anew, and the hand-over. The eyes and hands of the staff are the test's.
"""

from functools import partial

import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_events import (
    CARD_EVENT,
    Event,
    TrayAnswered,
    VoidReason,
    WentUnknown,
)
from station.credential.card_job import CardStage
from station.flow import card_view as view
from station.flow.stock import STREAM
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.mechanism import SilentAfterPrint
from station.printer.plug import LANGUAGES, plug_in
from station.printer.usb import UsbCardPrinter
from tests.flow.card_desk import CardDesk, PowerCut, many
from tests.flow.documents import open_session
from tests.flow.test_card_counter import SERIAL, signed

CARDS = 10
ROUNDS = 60


class Staff:
    """Careful people at one card desk, who go on where the program was killed.

    Attributes:
        asked: Stages that a person had to answer for.
    """

    def __init__(self, desk):
        self.desk = desk
        self.asked = 0

    def see_it_through(self):
        """Do what the screen asks for, until the holder has the card."""
        for _ in range(ROUNDS):
            row = self.desk.row(1)
            if row is None:
                self.desk.admit_all()
            elif row.stage is CardStage.HANDED_OVER:
                return
            else:
                self.act(row)
            self.desk.second(2)
        raise AssertionError(f"the card is lost: {self.desk.row(1)}")

    def act(self, row):
        desk, printer = self.desk, self.desk.below[0]
        match row.stage:
            case CardStage.COMPOSED | CardStage.QUEUED:
                desk.passed(1)
            case CardStage.NOT_PRINTED:
                desk.passed(1)
                if printer.cards == 0:
                    printer.load(CARDS)
                    printer.story = [SilentAfterPrint()]
                desk.flow.intent(view.PrintAgain(SERIAL))
            case CardStage.UNKNOWN:
                self.asked += 1
                there = len(printer.tray) > row.print_number - 1
                printer.unplug()
                printer.plug()
                desk.flow.intent(view.AnswerTray(SERIAL, there))
            case CardStage.PRINTED if row.print_number == 1:
                first, second = signed()
                desk.flow.intent(view.VoidCard(SERIAL))
                desk.flow.intent(view.TakePicture(SERIAL))
                desk.flow.intent(
                    view.ConfirmVoid(
                        serial=SERIAL, reason=VoidReason.SMUDGED, first=first, second=second
                    )
                )
            case CardStage.PRINTED:
                desk.flow.intent(view.HandOver(SERIAL))
                desk.flow.intent(
                    view.ConfirmHandOver(serial=SERIAL, signature=b"strokes", together=None)
                )
            case CardStage.VOIDED:
                desk.passed(1)
                desk.flow.intent(view.PrintAgain(SERIAL))


@pytest.fixture
def make_desk(tmp_path, keys, people):
    opened = []

    def make(kind):
        now = SystemClock().wall()
        session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
        session = many(session, 1, people.portraits[0].enrolment_jpeg())
        below = kind(cards=0)
        desk = CardDesk(tmp_path, session, HeldClock(now), (below,), people)
        desk.plug = plug_when_there
        desk.open()
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()


def plug_when_there(below):
    return UsbCardPrinter(partial(plug_in, below, tuple(LANGUAGES.values())))


def written(desk):
    return [CARD_EVENT.unpack(record.body) for record in desk.log.read(f"card/{SERIAL}")]


KINDS = {"evolis": SimulatedEvolis, "magicard": SimulatedMagicard}
STEPS = {"evolis": 17, "magicard": 17}
"""How many times something is written down on the whole way; held by the first test."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_way_has_every_event_of_a_card(make_desk, kind):
    desk = make_desk(KINDS[kind])
    steps = []
    desk.cut = lambda moment, stream, _: moment == "before" and steps.append(stream)
    Staff(desk).see_it_through()
    assert {type(event) for event in written(desk)} == set(Event.__args__)
    assert STREAM in steps
    assert len(steps) == STEPS[kind]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("kind", "step"), [(k, s) for k in KINDS for s in range(STEPS[k])])
def test_f17_the_program_is_killed_at_each_step_of_a_cards_whole_way(make_desk, kind, step, moment):
    desk, seen = make_desk(KINDS[kind]), []
    staff = Staff(desk)

    def cut(when, stream, _):
        if when == moment:
            seen.append(stream)
            if len(seen) > step:
                raise PowerCut

    desk.cut = cut
    with pytest.raises(PowerCut):
        staff.see_it_through()
    desk.restart()
    doubtful = desk.row(1)
    if doubtful is not None and doubtful.stage is CardStage.UNKNOWN:
        desk.second(5)
        assert desk.row(1).stage is CardStage.UNKNOWN, "no program decides what lies in a tray"
    staff.see_it_through()
    events = written(desk)
    printer = desk.below[0]
    assert len(printer.tray) == 2, "the one that was cut up, and the one in the holder's hand"
    assert desk.row(1).print_number == 2
    unknown = sum(isinstance(event, WentUnknown) for event in events)
    answered = sum(isinstance(event, TrayAnswered) for event in events)
    assert unknown == answered <= staff.asked <= unknown + 1, "asked again if killed at the answer"
    stock = desk.flow._tools.stock._live.state
    assert stock.printed == {(SERIAL, 1), (SERIAL, 2)}
    assert stock.voided == {(SERIAL, 1)}
