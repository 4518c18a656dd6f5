"""The seat on bad days: a slow disk, a full disk, a wrong clock, and the next candidate waiting."""

from dataclasses import replace

import pytest

from station.clock import HeldClock, SystemClock
from station.errors import StationError
from station.errors.store import StoreFull
from station.exam.attempt_events import EVENT, Opened
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.lane import InlineLane
from station.flow.room_view import StartSession
from station.ids import SessionId, StreamId, UnixMs
from station.lan.messages import Go
from station.seal.shut import shut
from tests.flow.centre import Centre
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, hand_in

ATTEMPT = StreamId("attempt/session-1/c-1")
YEAR_MS = 366 * 86_400_000


class SlowLane:
    """A lane whose thread works only when it is told to."""

    def __init__(self) -> None:
        self._tasks = []
        self.slow = False

    def run(self, task, done, failed) -> None:
        self._tasks.append((task, done, failed))
        if not self.slow:
            self.work()

    def work(self) -> None:
        while self._tasks:
            InlineLane().run(*self._tasks.pop(0))


@pytest.fixture
def slow(tmp_path, people, keys) -> tuple[Centre, SlowLane]:
    """A centre whose seat 1 has a lane that can be slow; candidate 1 is admitted."""
    centre = Centre(tmp_path, people, keys, HeldClock(SystemClock().wall()))
    centre.seat_lane = SlowLane()
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    return centre, centre.seat_lane


def work(centre, lane) -> None:
    for _ in range(6):
        lane.work()
        centre.beat()


def opened(centre) -> int:
    events = [EVENT.unpack(record.body) for record in centre.log.read(ATTEMPT)]
    return sum(isinstance(event, Opened) for event in events)


def test_a_ticket_that_comes_twice_while_the_disk_is_slow_opens_one_attempt(slow):
    centre, lane = slow
    lane.slow = True
    centre.open_seat(1)
    centre.connect(True)
    work(centre, lane)
    assert opened(centre) == 1


def test_a_ticket_that_comes_while_a_restarted_seat_still_reads_changes_nothing(slow):
    centre, lane = slow
    centre.open_seat(1)
    centre.kill_seat(1)
    lane.slow = True
    centre.open_seat(1)
    work(centre, lane)
    assert opened(centre) == 1
    assert not isinstance(centre.screens[1], seat.FaultScreen)


def test_the_start_right_behind_a_ticket_is_heard(slow):
    centre, lane = slow
    centre.wish(StartSession())
    lane.slow = True
    centre.open_seat(1)
    work(centre, lane)
    assert centre.seats[1].sitting.paper is not None


def fill(database) -> None:
    """Leave no page free, and take away what the last pages still hold."""
    (pages,) = database.row("PRAGMA page_count")
    database.row(f"PRAGMA max_page_count = {pages}")
    try:
        while True:
            (index,) = database.row("SELECT count(*) FROM setting")
            with database.writing():
                database.execute("INSERT INTO setting VALUES (?, ?)", (f"fill-{index}", "x" * 200))
    except StoreFull:
        pass


def make_room(database) -> None:
    database.row("PRAGMA max_page_count = 1000000")


def test_a_result_that_found_no_room_is_handed_in_without_a_press_once_there_is(sitting):
    answer_all(sitting, right=4)
    database, log = sitting.seats[1].database, sitting.seats[1]._tools.memory.log
    write = log.write

    def full_after_submit(*what):
        records = write(*what)
        fill(database)
        return records

    log.write = full_after_submit
    hand_in(sitting)
    log.write = write
    assert sitting.outbox.count() == 0
    make_room(database)
    for _ in range(12):
        sitting.pass_ms(1_000)
    assert sitting.outbox.count() == 1
    assert sitting.screens[1].delivered
    assert len(sitting.printer_below.tray) == 1


def test_a_result_that_the_coordinator_had_no_room_for_is_offered_again(sitting):
    answer_all(sitting, right=4)
    fill(sitting.database)
    hand_in(sitting)
    assert sitting.outbox.count() == 0
    make_room(sitting.database)
    for _ in range(12):
        sitting.pass_ms(1_000)
    assert sitting.outbox.count() == 1
    assert len(sitting.printer_below.tray) == 1


def test_a_seat_that_could_not_go_on_for_want_of_room_goes_on_when_there_is(sitting):
    sitting.press(1, seat.ChooseOption(1))
    sitting.kill_seat(1)
    refused = [StoreFull(), StoreFull()]
    opening = sitting.before_seat_start = lambda flow: _refuse(flow, refused)
    sitting.open_seat(1)
    assert opening
    assert isinstance(sitting.screens[1].error, StoreFull)
    for _ in range(15):
        sitting.pass_ms(1_000)
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    assert sitting.screens[1].chosen == {1}


def _refuse(flow, errors: list[StationError]) -> None:
    log = flow._tools.memory.log
    write = log.write

    def refusing(*what):
        if errors:
            raise errors.pop()
        return write(*what)

    log.write = refusing


@pytest.mark.parametrize("years", [-20, 5])
def test_a_clock_that_lost_its_battery_does_not_end_an_exam(sitting, years):
    sitting.press(1, seat.ChooseOption(1))
    before = sitting.screens[1].remaining_ms
    sitting.kill_seat(1)
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() + years * YEAR_MS))
    sitting.open_seat(1)
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    assert sitting.screens[1].remaining_ms == before


def next_ticket(centre):
    """A ticket for another candidate at seat 1, and the start that follows it."""
    issued = centre.room.copies[ATTEMPT].issued
    stream, key = StreamId("attempt/session-1/c-9"), bytes(range(32))
    sealed = shut(b"not opened here", key, stream.encode())
    return replace(issued.ticket, stream=stream, sealed_paper=sealed), Go(stream, key)


def test_the_next_candidate_waits_until_the_result_before_is_safe(sitting):
    ticket, _ = next_ticket(sitting)
    sitting.seats[1].received(ticket)
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    answer_all(sitting, right=4)
    sitting.connect(False)
    assert isinstance(hand_in(sitting), seat.ScoreScreen)
    sitting.seats[1].received(ticket)
    assert isinstance(sitting.screens[1], seat.ScoreScreen)
    sitting.connect(True)
    sitting.deliver()
    assert sitting.outbox.count() == 1
    assert isinstance(sitting.screens[1], seat.CheckScreen)


def test_a_result_of_the_session_before_blocks_nobody_and_is_delivered(sitting):
    answer_all(sitting, right=4)
    sitting.connect(False)
    hand_in(sitting)
    ticket, _ = next_ticket(sitting)
    ticket = replace(ticket, session=SessionId("session-2"))
    sitting.room.copies.clear()  # the coordinator holds another session now
    sitting.connect(True)
    sitting.seats[1].received(ticket)
    sitting.beat()
    assert isinstance(sitting.screens[1], seat.CheckScreen | seat.ReadyScreen)
    assert sitting.outbox.count() == 1
