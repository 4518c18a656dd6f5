"""A seat is carried away in the middle of an exam: what it alone holds comes on a stick."""

import pytest

from station.errors.document import DocumentForged, EnvelopeSealed, SignerOfWrongKind
from station.errors.flow import AttemptNotHere
from station.errors.session import StickMissing, StickUnwritable
from station.exam.attempt_events import EVENT, Answered
from station.exam.session_orders import ORDER, Dispute
from station.flow import seat_view as seat
from station.flow.carried import open_attempt, pack_attempt
from station.flow.room_view import MoveCandidate, SettleDispute, StopAll, TakeStickIn
from station.ids import CentreId, SeatNumber, StreamId
from station.lan.messages import Curtain
from tests.flow.documents import CENTRE
from tests.flow.test_main_job import answer_all, hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
KEY = bytes(range(32))


@pytest.fixture
def cut_off(sitting, tmp_path):
    """Seat 1 answered two questions with the network gone; a spare seat is there."""
    sitting.open_seat(2)
    sitting.cut_off.add(1)
    sitting.room.left(SeatNumber(1))
    for index in range(2):
        sitting.press(1, seat.GoTo(index))
        sitting.press(1, seat.ChooseOption(1))
    sitting.stick = tmp_path / "stick"
    return sitting


def answers(centre):
    records = centre.log.read(ATTEMPT)
    return [e for e in map(EVENT.unpack, (r.body for r in records)) if isinstance(e, Answered)]


def save_at_the_seat(centre):
    centre.press(1, seat.OpenCarry())
    return centre.press(1, seat.SaveToStick())


def move_to_2(centre):
    candidate = centre.room.copies[ATTEMPT].issued.ticket.candidate
    centre.wish(MoveCandidate(candidate, SeatNumber(2), "its network card is dead"))
    centre.beat(3)


def disputes(centre):
    found = (ORDER.unpack(one.body) for one in centre.log.read(StreamId("room/session-1")))
    return [order for order in found if isinstance(order, Dispute)]


def test_an_exam_goes_on_elsewhere_with_what_came_on_the_stick(cut_off):
    assert answers(cut_off) == []
    assert save_at_the_seat(cut_off).saved == 1
    cut_off.wish(TakeStickIn())
    assert cut_off.console_state.from_stick == 1
    assert len(answers(cut_off)) == 2
    move_to_2(cut_off)
    assert isinstance(cut_off.screens[2], seat.QuestionScreen | seat.CheckScreen)
    assert cut_off.seats[2].sitting.attempt.answers.keys() == {a.question for a in answers(cut_off)}
    assert disputes(cut_off) == []
    cut_off.wish(TakeStickIn())  # the same stick once more, after the move: it all is here
    assert disputes(cut_off) == []


def test_what_comes_after_the_move_is_a_dispute_and_is_never_merged(cut_off):
    save_at_the_seat(cut_off)
    move_to_2(cut_off)
    cut_off.wish(TakeStickIn())
    assert answers(cut_off) == []
    assert [(one.stream, one.seat) for one in disputes(cut_off)] == [(ATTEMPT, 1)]
    (row,) = cut_off.console_state.room.disputes
    assert [number for number, _, _ in row.apart] == [1, 2]
    cut_off.wish(SettleDispute(ATTEMPT, SeatNumber(1), True, *signatures()))
    assert cut_off.console_state.room.disputes == ()


def test_a_stick_that_is_read_while_the_console_is_off_is_asked_about_at_its_start(cut_off):
    """The power goes after the leftover is saved and before anybody was asked."""
    save_at_the_seat(cut_off)
    move_to_2(cut_off)
    cut_off.room.orders.give, give = lambda *_: None, cut_off.room.orders.give
    cut_off.wish(TakeStickIn())
    cut_off.room.orders.give = give
    assert disputes(cut_off) == []
    cut_off.close_coordinator()
    cut_off.open_coordinator()
    assert [(one.stream, one.seat) for one in disputes(cut_off)] == [(ATTEMPT, 1)]
    cut_off.close_coordinator()
    cut_off.open_coordinator()
    assert len(disputes(cut_off)) == 1


def test_the_exam_at_the_seat_stays_as_it_is(cut_off):
    before = cut_off.seats[1].sitting.attempt
    screen = save_at_the_seat(cut_off)
    cut_off.press(1, seat.ChooseOption(0))  # nobody works at a paper that cannot be seen
    assert cut_off.seats[1].sitting.attempt == before
    assert isinstance(screen, seat.CarryScreen)
    assert isinstance(cut_off.press(1, seat.CloseCarry()), seat.QuestionScreen)


def test_f20_the_way_out_hangs_before_everything(sitting, tmp_path):
    sitting.stick = tmp_path
    save_at_the_seat(sitting)
    sitting.wish(StopAll())
    sitting.beat()
    assert sitting.screens[1].curtain is Curtain.EVACUATE


def test_a_finished_exam_comes_sealed_and_counts_once(cut_off):
    answer_all(cut_off, right=4)
    hand_in(cut_off)
    assert save_at_the_seat(cut_off).saved == 1
    cut_off.wish(TakeStickIn())
    cut_off.wish(TakeStickIn())
    assert cut_off.outbox.count() == 1
    cut_off.press(1, seat.CloseCarry())
    cut_off.cut_off.clear()
    cut_off._join(1)
    cut_off.beat(5)
    assert cut_off.outbox.count() == 1


def test_without_a_stick_nothing_is_written_and_it_is_said(cut_off):
    cut_off.stick = None
    screen = save_at_the_seat(cut_off)
    assert isinstance(screen.trouble, StickMissing)
    cut_off.wish(TakeStickIn())
    assert isinstance(cut_off.console_state.trouble, StickMissing)


def test_a_stick_that_refuses_is_said(cut_off, tmp_path):
    (tmp_path / "file").write_text("no folder")
    cut_off.stick = tmp_path / "file" / "stick"
    assert isinstance(save_at_the_seat(cut_off).trouble, StickUnwritable)


def test_where_the_coordinator_has_everything_there_is_nothing_to_save(centre, tmp_path):
    centre.stick = tmp_path
    assert save_at_the_seat(centre).saved == 0


def test_a_finder_reads_nothing_and_nobody_else_writes_for_a_seat(keys, sitting):
    records = sitting.log.read(ATTEMPT)
    now, trust = sitting.clock.wall(), keys.trust
    raw = pack_attempt(ATTEMPT, records, KEY, keys.seats[1])
    assert all(record.body not in raw for record in records)
    number, message = open_attempt(raw, trust, CENTRE, now, lambda _: KEY)
    assert (number, message.records) == (1, records)
    with pytest.raises(EnvelopeSealed):
        open_attempt(raw, trust, CENTRE, now, lambda _: bytes(32))
    with pytest.raises(AttemptNotHere):
        open_attempt(raw, trust, CENTRE, now, lambda _: None)
    with pytest.raises(SignerOfWrongKind):
        open_attempt(raw, trust, CentreId("another"), now, lambda _: KEY)
    with pytest.raises(DocumentForged):
        open_attempt(raw[:-1] + bytes([raw[-1] ^ 1]), trust, CENTRE, now, lambda _: KEY)
    with pytest.raises(SignerOfWrongKind):
        pack_attempt(ATTEMPT, records, KEY, keys.coordinator)


def test_another_seats_copy_of_the_exam_is_not_taken(cut_off):
    """Seat 2 never had this exam: what it signs of it is nobody's."""
    copy = cut_off.room.copies[ATTEMPT]
    cut_off.stick.mkdir()
    raw = pack_attempt(
        ATTEMPT, cut_off.log.read(ATTEMPT), copy.issued.go.paper_key, cut_off.keys.seats[2]
    )
    (cut_off.stick / "x.attempt").write_bytes(raw)
    cut_off.wish(TakeStickIn())
    assert isinstance(cut_off.console_state.trouble, AttemptNotHere)
