"""A seat whose clock is behind takes a ticket under rules that began this morning."""

import pytest

from station.clock import HeldClock
from station.errors.document import DocumentOutOfTime, SignerOfWrongKind, SignerUntrusted
from station.errors.lan import (
    CertificateForeign,
    ClockUnbelievable,
    CoordinatorEarlier,
    CoordinatorForeign,
    VersionUnknown,
)
from station.errors.session import CoordinatorPassed, CoordinatorTwin
from station.flow.papers import issue_ticket
from station.flow.seat_memory import SeatMemory
from station.flow.seat_view import WaitingScreen
from station.ids import UnixMs
from station.lan.messages import VERSION, Refused, Welcome
from station.lan.offered_time import OfferedTime
from station.seal.derive import store_key
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings

DAY_MS = 86_400_000


@pytest.fixture
def ticket(centre):
    entry, now = centre.session.package.roster[0], centre.clock.wall()
    return issue_ticket(
        centre.session, entry, reference=b"", check_in=(), started_at=None, now=now
    ).ticket


def memory(tmp_path, centre, clock, judged_at=None):
    database = open_database(tmp_path / "seat.db", store_key(centre.keys.seats[2]))
    return SeatMemory(
        log=EventLog(database),
        shelf=DocumentShelf(database),
        pictures=Pictures(database),
        marks=ClockMarks(database),
        settings=Settings(database),
        trust=centre.keys.trust,
        clock=clock,
        judged_at=judged_at,
    )


def test_it_judges_by_the_coordinators_time_if_that_is_later(tmp_path, centre, ticket):
    now = centre.clock.wall()
    behind = HeldClock(UnixMs(now - 2 * DAY_MS))
    offered = OfferedTime(behind)
    seat = memory(tmp_path, centre, behind, offered.latest)
    with pytest.raises(DocumentOutOfTime):
        seat.take_ticket(ticket)
    offered.hear(Welcome(version=VERSION, wall=now, term=1))
    assert seat.take_ticket(ticket).ticket == ticket


def test_an_offer_makes_nothing_valid_that_has_run_out(tmp_path, centre, ticket):
    now = centre.clock.wall()
    ahead = HeldClock(UnixMs(now + 6 * 365 * DAY_MS))
    offered = OfferedTime(ahead)
    offered.hear(Welcome(version=VERSION, wall=now, term=1))
    with pytest.raises((DocumentOutOfTime, SignerUntrusted)):
        memory(tmp_path, centre, ahead, offered.latest).take_ticket(ticket)


def test_a_free_seat_says_that_a_date_is_wrong_until_the_coordinator_is_there(centre):
    seat = centre.open_seat(2)
    seat.received(Refused(ClockUnbelievable.code))
    screen = centre.screens[2]
    assert isinstance(screen, WaitingScreen)
    assert isinstance(screen.trouble, ClockUnbelievable)
    seat.online(True)
    assert centre.screens[2].trouble is None


REFUSALS = [
    (SignerOfWrongKind, CoordinatorForeign),
    (SignerUntrusted, CoordinatorForeign),
    (CertificateForeign, CoordinatorForeign),
    (VersionUnknown, VersionUnknown),
    (CoordinatorPassed, CoordinatorEarlier),
    (CoordinatorTwin, CoordinatorTwin),
]


@pytest.mark.parametrize(("said", "shown"), REFUSALS, ids=lambda kind: kind.code)
def test_who_answers_and_is_not_served_stands_on_the_free_seat_for_a_minute(centre, said, shown):
    seat = centre.seats[1]
    seat.online(False)
    seat.received(Refused(said.code))
    assert isinstance(centre.screens[1].trouble, shown)
    centre.clock.pass_ms(59_000)
    seat.tick()
    assert isinstance(centre.screens[1].trouble, shown)
    centre.clock.pass_ms(2_000)
    seat.tick()
    assert centre.screens[1].trouble is None
    seat.received(Refused(said.code))
    seat.online(True)
    assert centre.screens[1].trouble is None


def test_an_exam_goes_on_whoever_answers(sitting):
    before = sitting.screens[1].remaining_ms
    sitting.seats[1].received(Refused(CoordinatorPassed.code))
    sitting.pass_ms(1_000)
    assert before - sitting.screens[1].remaining_ms == 1_000
    assert not sitting.screens[1].locked
