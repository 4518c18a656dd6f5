"""Between seat and coordinator: what is sent again, what is refused, what is heard late."""

from dataclasses import replace

import pytest

from station.errors.document import DrillMixedWithProduction, SignerUntrusted
from station.errors.store import StreamFenced
from station.exam.attempt_events import EVENT, Paused
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.room_view import Arrival, HoldAll, ResumeAll, StartSession
from station.flow.seat_view import Saved
from station.ids import Epoch, SeatNumber, StaffId, StreamId
from station.lan.messages import (
    Acknowledge,
    Append,
    Deliver,
    Go,
    Hold,
    Refused,
    SeatDoing,
    Vouch,
)
from station.seal.documents import sign
from station.seal.identity import complete, issue, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.sync.rule_pack import RULE_PACK, PackKind
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
OTHER = StreamId("attempt/session-1/c-2")
SEAT_1, SEAT_2 = SeatNumber(1), SeatNumber(2)
MINUTE_MS = 60_000


def test_the_wall_shows_what_a_seat_is_at(sitting):
    sitting.press(1, seat.ChooseOption(0))
    sitting.pass_ms(1_000)
    tile = sitting.console_state.seats[0]
    assert (tile.online, tile.doing, tile.answered, tile.questions) == (
        True,
        SeatDoing.RUNNING,
        1,
        4,
    )
    assert sitting.console_state.roster[0].arrival is Arrival.SITTING


def test_a_dead_seat_shows_within_five_seconds(sitting):
    sitting.pass_ms(1_000)
    assert sitting.console_state.seats[0].online
    sitting.seats.clear()
    sitting.pass_ms(5_000)
    assert not sitting.console_state.seats[0].online


def test_saved_twice_is_said_only_when_it_is(sitting):
    sitting.beat()
    assert sitting.press(1, seat.ChooseOption(0)).saved is Saved.TWICE
    sitting.connect(False)
    assert sitting.press(1, seat.ChooseOption(1)).saved is Saved.HERE
    sitting.connect(True)
    sitting.beat()
    assert sitting.screens[1].saved is Saved.TWICE
    assert sitting.room.copies[ATTEMPT].attempt.answers != {}


def test_the_same_records_again_change_nothing(sitting, said):
    records = sitting.log.read(ATTEMPT)
    sitting.room.received(SEAT_1, Append(ATTEMPT, records))
    assert said[-1] == (SEAT_1, Acknowledge(ATTEMPT, len(records) + 1))
    assert sitting.log.read(ATTEMPT) == records


def test_a_gap_is_answered_with_where_the_copy_ends(sitting, said):
    records = sitting.log.read(ATTEMPT)
    far = replace(records[-1], seq=records[-1].seq + 5)
    sitting.room.received(SEAT_1, Append(ATTEMPT, (far,)))
    assert said[-1] == (SEAT_1, Acknowledge(ATTEMPT, len(records) + 1))
    assert sitting.log.read(ATTEMPT) == records


def test_another_seats_attempt_is_refused(sitting, said):
    records = sitting.log.read(ATTEMPT)
    sitting.room.received(SEAT_2, Append(ATTEMPT, records))
    assert said[-1] == (SEAT_2, Refused("FLO-03", ATTEMPT))
    sitting.room.received(SEAT_2, Deliver(ATTEMPT, b"an envelope"))
    assert said[-1] == (SEAT_2, Refused("FLO-03", ATTEMPT))
    assert sitting.outbox.count() == 0


def test_a_rewritten_stream_is_refused_and_the_copy_stays(sitting, said):
    records = sitting.log.read(ATTEMPT)
    forged = replace(records[-1], wall=records[-1].wall + 1)
    sitting.room.received(SEAT_1, Append(ATTEMPT, (forged,)))
    assert said[-1] == (SEAT_1, Refused("STO-04", ATTEMPT))
    assert sitting.log.read(ATTEMPT) == records


def test_an_epoch_that_nobody_gave_out_is_refused(sitting, said):
    records = sitting.log.read(ATTEMPT)
    ahead = replace(records[-1], seq=len(records) + 1, epoch=Epoch(2), previous=records[-1].digest)
    sitting.room.received(SEAT_1, Append(ATTEMPT, (ahead,)))
    assert said[-1] == (SEAT_1, Refused("STO-05", ATTEMPT))


def test_a_seat_that_was_fenced_off_says_so(sitting):
    sitting.seats[1].received(Refused(StreamFenced.code, ATTEMPT))
    assert isinstance(sitting.screens[1], seat.FaultScreen)
    assert isinstance(sitting.screens[1].error, StreamFenced)


def test_a_seat_that_was_away_hears_start_and_pause_when_it_comes_back(centre):
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    centre.connect(False)
    centre.wish(StartSession())
    assert isinstance(centre.screens[1], seat.ReadyScreen)
    centre.connect(True)
    centre.beat()
    assert isinstance(centre.screens[1], seat.QuestionScreen)
    centre.connect(False)
    centre.wish(HoldAll("a call"))
    assert not centre.screens[1].locked
    centre.connect(True)
    centre.beat()
    assert centre.screens[1].locked


def test_a_late_candidate_has_the_rest_of_the_time(centre):
    centre.wish(StartSession())
    centre.pass_ms(4 * MINUTE_MS)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    screen = centre.screens[1]
    assert isinstance(screen, seat.ReadyScreen)
    assert screen.started
    question = centre.press(1, seat.BeginExam())
    assert question.remaining_ms == 6 * MINUTE_MS


@pytest.mark.parametrize("early_ms", [1, 0])
def test_the_paper_cannot_be_handed_in_too_early(tmp_path, people, keys, centre, early_ms):
    centre.session = replace(
        centre.session,
        rules=replace(
            centre.session.rules,
            exam=replace(centre.session.rules.exam, earliest_submit_minutes=3),
        ),
    )
    centre.close_coordinator()
    centre.open_coordinator()
    centre.connect(True)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    centre.wish(StartSession())
    centre.beat()
    centre.pass_ms(3 * MINUTE_MS - early_ms)
    assert centre.screens[1].may_submit_in_ms == early_ms
    centre.press(1, seat.AskSubmit())
    centre.press(1, seat.ConfirmSubmit())
    centre.beat(2)
    handed_in = isinstance(centre.screens[1], seat.ScoreScreen)
    assert handed_in is (early_ms == 0)


def ticket_with(centre, raw_rule_pack):
    """Return the ticket that seat 1 was given, under other rules."""
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    ticket = centre.room.copies[ATTEMPT].issued.ticket
    return replace(ticket, stream=StreamId("attempt/session-1/c-9"), rule_pack=raw_rule_pack)


def test_rules_that_another_province_signed_are_refused(centre):
    now = centre.clock.wall()
    root = new_root("Elsewhere", now)
    asked = request(SignerKind.PROVINCE, "Elsewhere")
    chain = issue(root, asked.csr, SignerKind.PROVINCE, "Elsewhere", "", now, 30)
    raw = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(centre.session.rules), complete(asked, chain))
    ticket = ticket_with(centre, raw)
    fresh = centre.open_seat(2)
    fresh.received(ticket)
    assert isinstance(centre.screens[2].error, SignerUntrusted)


def test_simulated_devices_serve_in_no_real_exam(centre, keys):
    rules = replace(centre.session.rules, kind=PackKind.PRODUCTION)
    raw = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules), keys.province)
    ticket = ticket_with(centre, raw)
    fresh = centre.open_seat(2)
    fresh.received(ticket)
    assert isinstance(centre.screens[2].error, DrillMixedWithProduction)


def test_a_hold_outlives_the_coordinator_with_the_name_of_who_said_it(sitting):
    sitting.connect(False)
    sitting.wish(HoldAll("a call"))
    sitting.close_coordinator()
    sitting.open_coordinator()
    assert sitting.console_state.paused
    sitting.connect(True)
    sitting.beat()
    assert sitting.screens[1].locked
    events = [EVENT.unpack(record.body) for record in sitting.log.read(ATTEMPT)]
    assert events[-1] == Paused(StaffId("s-1"))


def test_a_hold_that_was_lifted_is_not_imposed_again_by_a_restart(sitting):
    sitting.wish(HoldAll("a call"))
    sitting.beat()
    sitting.connect(False)
    sitting.wish(ResumeAll(*signatures(), "over"))
    sitting.close_coordinator()
    sitting.open_coordinator()
    assert not sitting.console_state.paused
    sitting.connect(True)
    sitting.beat()
    assert not sitting.screens[1].locked


def test_nobody_begins_while_the_room_is_on_hold(centre):
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    centre.wish(HoldAll("a call"))
    centre.wish(StartSession())
    centre.beat()
    assert isinstance(centre.screens[1], seat.ReadyScreen)
    assert not centre.screens[1].started
    assert isinstance(centre.press(1, seat.BeginExam()), seat.ReadyScreen)
    centre.wish(ResumeAll(*signatures(), "over"))
    centre.beat()
    assert isinstance(centre.screens[1], seat.QuestionScreen)
    assert not centre.screens[1].locked


def test_a_candidate_admitted_while_the_room_is_on_hold_begins_with_it(centre):
    centre.wish(StartSession())
    centre.wish(HoldAll("a call"))
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    assert isinstance(centre.press(1, seat.BeginExam()), seat.ReadyScreen)
    centre.wish(ResumeAll(*signatures(), "over"))
    centre.beat()
    assert isinstance(centre.screens[1], seat.QuestionScreen)


@pytest.mark.parametrize("message", [Hold(OTHER, True, StaffId("s-1")), Go(OTHER, bytes(32))])
def test_what_is_said_of_another_attempt_does_not_touch_this_one(sitting, message):
    before = sitting.screens[1]
    sitting.seats[1].received(message)
    sitting.beat()
    assert sitting.screens[1] == before


def test_vouching_for_one_candidate_does_not_let_another_begin(centre):
    centre.cameras[1].stand_here(NUMBERS[1])
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat()
    centre.seats[1].received(Vouch(OTHER, StaffId("s-1"), StaffId("s-2")))
    centre.beat()
    assert isinstance(centre.screens[1], seat.CheckScreen)
