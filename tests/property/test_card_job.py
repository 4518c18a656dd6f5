"""What is promised about a card, whatever is asked of it and in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from station.credential.card_commands import (
    AnswerTray,
    Compose,
    HandOver,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
    Void,
)
from station.credential.card_events import CARD_EVENT, VoidReason
from station.credential.card_job import CardStage, CardWay, decide, evolve, replay
from station.ids import CandidateId, CardSerial, Digest, StaffId
from tests.unit.credential.made import TODAY, facts, grant


def void(first, second):
    return Void(
        reason=VoidReason.DAMAGED,
        first=StaffId(first),
        second=StaffId(second),
        picture=Digest(bytes(32)),
    )


COMMANDS = st.sampled_from(
    [
        Compose(serial=CardSerial("C-1"), candidate=CandidateId("a"), raster=Digest(bytes(32))),
        Compose(serial=CardSerial("C-2"), candidate=CandidateId("a"), raster=Digest(bytes(32))),
        Compose(serial=CardSerial("C-1"), candidate=CandidateId("b"), raster=Digest(bytes(32))),
        Release(facts(), TODAY),
        Release(facts(), TODAY),
        Release(facts(passed=False), TODAY),
        Release(facts(grant=grant(serial="C-2")), TODAY),
        Release(facts(candidate="b", grant=grant(candidate="b")), TODAY),
        Send("printer-1"),
        Send("printer-2"),
        ReportPrinted(transfer_ms=300, mechanism_ms=8_000),
        ReportNotPrinted("PRN-02"),
        ReportUnknown("PRN-03"),
        AnswerTray(True, StaffId("s")),
        AnswerTray(False, StaffId("s")),
        HandOver(by=(StaffId("s"), StaffId("t")), unsigned="a broken hand"),
        HandOver(by=(StaffId("s"), StaffId("t"))),
        void("s", "t"),
        void("s", "s"),
    ]
)


class Desk:
    """The card desk with a pencil and a tray: an independent account of the same card.

    Each card handed to the printer is put down as a stroke, and rubbed out only by word that it
    was not printed.
    """

    def __init__(self):
        self.picture = None
        self.leave = False
        self.strokes = []
        self.gone = False

    @property
    def at_printer(self):
        return bool(self.strokes) and self.strokes[-1] == "printing"

    @property
    def doubtful(self):
        return bool(self.strokes) and self.strokes[-1] == "doubtful"

    @property
    def in_tray(self):
        return bool(self.strokes) and self.strokes[-1] == "tray" and not self.gone

    def takes(self, command):
        """Do what a careful person would do; say whether anything was done."""
        idle = not (self.at_printer or self.doubtful or self.in_tray or self.gone or self.leave)
        match command:
            case Compose():
                fits = self.picture in (None, (command.serial, command.candidate))
                if not idle or not fits:
                    return False
                self.picture = (command.serial, command.candidate)
            case Release():
                given = command.facts.grant
                mine = self.picture == (given.serial, command.facts.candidate)
                if not idle or not mine or not command.facts.passed:
                    return False
                self.leave = True
            case Send():
                if not self.leave:
                    return False
                self.leave = False
                self.strokes.append("printing")
            case ReportPrinted() | ReportNotPrinted() | ReportUnknown():
                if not self.at_printer:
                    return False
                words = {ReportPrinted: "tray", ReportNotPrinted: "none", ReportUnknown: "doubtful"}
                self.strokes[-1] = words[type(command)]
            case AnswerTray():
                if not self.doubtful:
                    return False
                self.strokes[-1] = "tray" if command.printed else "none"
            case HandOver():
                if not self.in_tray or not command.unsigned:
                    return False
                self.gone = True
            case Void():
                if not (self.in_tray or self.gone) or command.first == command.second:
                    return False
                self.strokes[-1], self.gone = "cut", False
        return True


@given(st.lists(COMMANDS, max_size=60))
def test_a_card_keeps_its_promises(commands):
    card, log, desk = CardWay(), [], Desk()
    for command in commands:
        events = decide(card, command)
        assert bool(events) == desk.takes(command)
        for event in events:
            card = evolve(card, event)
            log.append(event)
    assert card.sent == len(desk.strokes)
    assert desk.strokes.count("tray") <= 1, "two cards of one grant"
    assert card.blanks == desk.strokes.count("tray") + desk.strokes.count("cut")
    assert card.print_number == desk.strokes.count("cut") + 1
    assert (card.stage is CardStage.UNKNOWN) == desk.doubtful
    assert (card.stage is CardStage.PRINTING) == desk.at_printer
    assert (card.stage is CardStage.HANDED_OVER) == desk.gone
    assert replay(CARD_EVENT.unpack(CARD_EVENT.pack(event)) for event in log) == card
