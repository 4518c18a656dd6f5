"""F11: a seat dies, and the exam goes on at another, with nothing lost and nothing doubled."""

import pytest

from station.errors.session import SeatHoldsOther, SeatNotReady, SeatTaken
from station.exam.attempt import replay
from station.exam.attempt_events import EVENT, Answered, IdentityConfirmed, Reopened
from station.exam.session_orders import ORDER, Move
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.room_view import AskMove, DropMove, MoveCandidate, SettleDispute
from station.ids import NOWHERE, CandidateId, SeatNumber, StreamId
from station.lan.messages import CardLaid, SeatDoing
from station.reader.simulated import SimulatedSamV
from station.reader.usb import open_reader
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
CANDIDATE = CandidateId("c-1")
OFFLINE_MS = 6_000


def move(centre, to, why="screen broken"):
    centre.wish(MoveCandidate(CANDIDATE, to, why))
    centre.beat(4)


def events(centre):
    return [EVENT.unpack(record.body) for record in centre.log.read(ATTEMPT)]


@pytest.fixture
def spare(sitting):
    """Candidate 1 has answered at seat 1; seat 2 is free, and its camera sees the candidate."""
    sitting.press(1, seat.GoTo(2))
    sitting.press(1, seat.ChooseOption(1))
    sitting.press(1, seat.ToggleFlag())
    sitting.cameras[2].stand_here(NUMBERS[0])
    sitting.open_seat(2)
    for _ in range(30):
        sitting.pass_ms(1_000)
    return sitting


def test_f11_a_dead_seats_exam_goes_on_at_any_free_seat(spare):
    before = spare.screens[1]
    spare.kill_seat(1)
    spare.pass_ms(90_000)
    assert not spare.console_state.seats[0].online
    move(spare, 2)
    after = spare.screens[2]
    assert isinstance(after, seat.QuestionScreen)
    assert (after.index, after.chosen, after.flagged) == (2, {1}, True)
    assert abs(after.remaining_ms - before.remaining_ms) <= 2_000
    assert after.stem == before.stem
    assert after.options == before.options


def test_f11_who_comes_is_looked_at_again_and_the_time_lost_is_written_down(spare):
    spare.cameras[2].stand_here(NUMBERS[1])
    spare.kill_seat(1)
    spare.pass_ms(90_000)
    move(spare, 2)
    assert isinstance(spare.screens[2], seat.CheckScreen)
    remaining = spare.room.copies[ATTEMPT].attempt.remaining(spare.room.copies[ATTEMPT].elapsed)
    spare.pass_ms(60_000)
    spare.cameras[2].stand_here(NUMBERS[0])
    for _ in range(40):
        spare.pass_ms(100)
    assert abs(spare.screens[2].remaining_ms - remaining) <= 5_000
    kinds = [type(event) for event in events(spare)]
    assert kinds.count(IdentityConfirmed) == 2
    (reopened,) = [event for event in events(spare) if isinstance(event, Reopened)]
    assert reopened.seat == 2
    assert 85_000 <= reopened.lost_ms <= 95_000


def test_f11_the_result_is_sealed_at_the_new_seat_and_reaches_the_coordinator(spare):
    spare.kill_seat(1)
    spare.pass_ms(OFFLINE_MS)
    move(spare, 2)
    spare.press(2, seat.AskSubmit())
    spare.press(2, seat.ConfirmSubmit())
    spare.beat(3)
    assert isinstance(spare.screens[2], seat.ScoreScreen)
    assert spare.screens[2].delivered
    assert spare.outbox.count() == 1


def test_a_seat_that_lives_is_fenced_off_says_so_and_is_free(spare):
    move(spare, 2)
    assert spare.screens[1] == seat.MovedScreen(seat=1, to=2, drill=True)
    spare.press(1, seat.ChooseOption(0))
    assert spare.room.copies[ATTEMPT].left == {}
    assert spare.console_state.room.disputes == ()
    spare.pass_ms(1_000)
    assert spare.room.seats[1].doing is SeatDoing.IDLE
    assert spare.console_state.seats[0].free
    spare.kill_seat(1)
    spare.open_seat(1)
    assert isinstance(spare.screens[1], seat.WaitingScreen)


def test_what_a_seat_alone_held_is_a_dispute_and_never_merged(spare):
    spare.room.left(1)
    spare.cut_off.add(1)
    assert spare.press(1, seat.ChooseOption(2)).chosen == {2}  # it goes on alone
    spare.pass_ms(OFFLINE_MS)
    move(spare, 2)
    assert spare.screens[2].chosen == {1}
    spare.cut_off.clear()
    spare.connect(True)
    spare.beat(2)
    assert isinstance(spare.screens[1], seat.MovedScreen)
    (dispute,) = spare.console_state.room.disputes
    assert (dispute.left, dispute.here, dispute.apart) == (1, 2, ((3, (2,), (1,)),))
    assert spare.room.copies[ATTEMPT].attempt.answers != {}
    assert [e.choices for e in events(spare) if isinstance(e, Answered)] == [(1,)]
    spare.press(2, seat.AskSubmit())
    spare.press(2, seat.ConfirmSubmit())
    spare.beat(3)
    assert spare.console_state.cards == () or not spare.printer_below.tray
    spare.wish(SettleDispute(ATTEMPT, 1, True, *signatures()))
    assert spare.console_state.room.disputes == ()
    leftovers = [one.records for one in spare.room.leftovers.values()]
    spare.close_coordinator()
    spare.open_coordinator()
    assert spare.console_state.room.disputes == ()
    assert [one.records for one in spare.room.leftovers.values()] == leftovers


def test_a_coordinator_that_restarts_between_ticket_and_fence_still_fences(spare):
    memory = spare.room._tools.memory
    put = memory.shelf.put
    records = spare.log.read(ATTEMPT)
    spare.kill_seat(1)
    spare.pass_ms(OFFLINE_MS)
    move(spare, 2)
    assert put
    spare.close_coordinator()
    spare.open_coordinator()
    spare.connect(True)
    spare.beat(3)
    assert spare.room.copies[ATTEMPT].issued.seat == 2
    assert spare.log.read(ATTEMPT)[: len(records)] == records


def test_f13_a_seat_and_the_coordinator_lose_their_power_and_the_used_time_is_known(spare):
    """Nothing was answered for a while: only signs of life have told how much time is used."""
    for _ in range(60):
        spare.pass_ms(1_000)
    before = spare.screens[1]
    spare.kill_seat(1)
    spare.close_coordinator()
    spare.clock.pass_ms(90_000)
    spare.open_coordinator()
    spare.connect(True)
    spare.beat(3)
    spare.pass_ms(1_000)
    move(spare, 2)
    assert isinstance(spare.screens[2], seat.QuestionScreen)
    assert abs(spare.screens[2].remaining_ms - before.remaining_ms) <= 2_000
    (reopened,) = [event for event in events(spare) if isinstance(event, Reopened)]
    assert 85_000 <= reopened.lost_ms <= 95_000


def test_a_candidate_is_not_moved_where_no_exam_can_be(spare):
    move(spare, 2, why="  ")
    assert spare.room.copies[ATTEMPT].issued.seat == 1
    spare.kill_seat(2)
    spare.pass_ms(OFFLINE_MS)
    move(spare, 2)
    assert isinstance(spare.errors[-1], SeatNotReady)
    spare.open_seat(2)
    spare.lay_card(NUMBERS[1])
    spare.cameras[0].stand_here(NUMBERS[1])
    spare.wish(ReadCard())
    spare.beat(4)
    spare.pass_ms(1_000)
    move(spare, 2)
    assert isinstance(spare.errors[-1], SeatTaken)


def test_a_seat_with_other_answers_of_the_exam_does_not_get_it_back(spare):
    spare.kill_seat(1)
    spare.pass_ms(OFFLINE_MS)
    move(spare, 2)
    spare.open_seat(2) if 2 not in spare.seats else None
    move(spare, 1)
    assert isinstance(spare.errors[-1], SeatNotReady | SeatHoldsOther)


def test_a_candidate_taken_off_a_seat_goes_on_later_at_another(spare):
    move(spare, None, why="ill")
    assert spare.screens[1] == seat.MovedScreen(seat=1, to=NOWHERE, drill=True)
    spare.pass_ms(120_000)
    spare.pass_ms(1_000)
    move(spare, 2, why="well again")
    assert isinstance(spare.screens[2], seat.QuestionScreen)
    assert spare.screens[2].chosen == {1}
    orders = [ORDER.unpack(one.body) for one in spare.log.read(StreamId("room/session-1"))]
    moves = [order for order in orders if isinstance(order, Move)]
    assert [(one.left, one.to, one.epoch, one.why) for one in moves] == [
        (1, NOWHERE, 2, "ill"),
        (NOWHERE, 2, 3, "well again"),
    ]


def test_a_seat_whose_disk_was_replaced_asks_for_its_history_and_forks_nothing(spare):
    before = spare.screens[1]
    spare.kill_seat(1)
    for file in spare.folder.glob("seat-1.db*"):
        file.unlink()
    spare.open_seat(1)
    spare.beat(4)
    assert isinstance(spare.screens[1], seat.QuestionScreen)
    assert spare.screens[1].chosen == before.chosen
    assert spare.room.copies[ATTEMPT].issued.ticket.epoch == 2
    hand_in(spare)
    assert replay(events(spare)).graded is not None
    assert spare.errors == []


class Tray:
    """An ID card reader at a seat."""

    def __init__(self, people):
        self.people, self.number, self.reads = people, None, 0

    def read_card(self):
        self.reads += 1
        if self.number is None:
            return None
        reader = SimulatedSamV()
        reader.lay(self.people.cards[self.number])
        opened = open_reader(backend=reader)
        try:
            return opened.read_card()
        finally:
            opened.close()

    def close(self):
        pass


def offer(centre):
    return centre.console_state.room.offer


def test_f11_the_card_laid_down_at_a_free_seat_and_one_press_move_the_candidate(spare):
    """R: any free seat, the ID card, one confirmation; the answers and the time are the same."""
    spare.kill_seat(2)
    spare.seat_readers[2] = Tray(spare.people)
    spare.open_seat(2)
    before = spare.screens[1]
    spare.kill_seat(1)
    for _ in range(6):
        spare.pass_ms(1_000)
    assert offer(spare) is None
    spare.seat_readers[2].number = NUMBERS[0]
    for _ in range(3):
        spare.pass_ms(1_000)
    assert (offer(spare).candidate, offer(spare).left, offer(spare).to) == (CANDIDATE, 1, 2)
    assert offer(spare).free == (2,)
    assert spare.screens[2].card_laid
    spare.wish(MoveCandidate(CANDIDATE, offer(spare).to, "seat failed"))
    spare.beat(4)
    assert isinstance(spare.screens[2], seat.QuestionScreen)
    assert (spare.screens[2].index, spare.screens[2].chosen) == (before.index, before.chosen)
    assert offer(spare) is None
    reads = spare.seat_readers[2].reads
    for _ in range(10):
        spare.pass_ms(1_000)
    assert spare.seat_readers[2].reads == reads  # nobody's card is read at a seat that is taken


def test_a_card_that_nobody_expects_moves_nobody(spare):
    spare.kill_seat(2)
    spare.seat_readers[2] = Tray(spare.people)
    spare.seat_readers[2].number = NUMBERS[1]  # on the roster, and without an exam yet
    spare.open_seat(2)
    for _ in range(4):
        spare.pass_ms(1_000)
    assert offer(spare) is None
    spare.room.received(SeatNumber(2), CardLaid("990000197003010099"))
    spare.beat()
    assert offer(spare) is None


def test_the_card_read_at_the_desk_offers_the_seats_that_are_free(spare):
    spare.lay_card(NUMBERS[0])
    spare.wish(ReadCard())
    spare.beat()
    assert (offer(spare).left, offer(spare).to, offer(spare).free) == (1, None, (2,))
    spare.wish(DropMove())
    assert offer(spare) is None


def test_a_name_on_the_roster_offers_them_too_until_the_result_is_safe(spare):
    spare.wish(AskMove(CANDIDATE))
    assert offer(spare).name == spare.console_state.roster[0].name
    assert offer(spare).tail == NUMBERS[0][-4:]
    hand_in(spare)
    assert offer(spare) is None
    spare.wish(AskMove(CANDIDATE))
    assert offer(spare) is None
