"""The coordinator on bad days: whoever was let in gets a paper and a card, and nobody is stuck."""

from dataclasses import replace

import pytest

from station.credential.card_events import CARD_EVENT, Sent
from station.credential.card_job import CardStage
from station.errors.camera import CameraAbsent
from station.errors.document import TwoKeysNeeded
from station.errors.flow import CameTooLate, CardPictureMissing
from station.errors.store import StoreFull
from station.exam.attempt_events import EVENT, Cause, Graded, Submitted
from station.flow import seat_view as seat
from station.flow.card_view import PrintAgain
from station.flow.desk_view import ClearDesk, CompareAgain, ReadCard, Verdict
from station.flow.room_view import Arrival, StartSession
from station.ids import SeatNumber, StreamId
from station.lan.messages import Append
from station.store.stream import Record
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, decide, hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
MINUTE_MS = 60_000


def admit(centre):
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)


def restart(centre):
    centre.close_coordinator()
    centre.open_coordinator()
    centre.connect(True)
    centre.beat(3)


@pytest.fixture
def without_keys(centre):
    """Candidate 1 is admitted while the bank is not open: there is no paper."""
    opened = centre.session
    centre.session = replace(opened, papers=None)
    restart(centre)
    admit(centre)
    assert isinstance(centre.console_state.trouble, TwoKeysNeeded)
    assert centre.console_state.roster[0].arrival is Arrival.ADMITTED
    assert isinstance(centre.screens[1], seat.WaitingScreen)
    centre.session = opened
    return centre


def test_whoever_was_admitted_without_a_paper_gets_it_after_a_restart(without_keys):
    restart(without_keys)
    assert isinstance(without_keys.screens[1], seat.ReadyScreen)
    without_keys.wish(StartSession())
    without_keys.beat()
    answer_all(without_keys, right=4)
    hand_in(without_keys)
    assert without_keys.console_state.cards[0].stage is CardStage.PRINTED


def test_a_ticket_that_could_not_be_saved_is_issued_when_the_card_is_laid_down_again(centre):
    put, errors = centre.room._tools.memory.shelf.put, [StoreFull()]

    def full_once(*what):
        if errors:
            raise errors.pop()
        put(*what)

    centre.room._tools.memory.shelf.put = full_once
    admit(centre)
    assert isinstance(centre.screens[1], seat.WaitingScreen)
    admit(centre)
    assert isinstance(centre.screens[1], seat.ReadyScreen)
    admit(centre)
    assert len(centre.room.copies) == 1


def test_a_recalled_candidate_is_known_by_the_face_that_was_compared(without_keys, people):
    restart(without_keys)
    reference = without_keys.room.copies[ATTEMPT].issued.ticket.reference
    assert reference != people.portraits[0].enrolment_jpeg()
    assert isinstance(without_keys.screens[1], seat.ReadyScreen)  # the seat's camera knows it


def test_a_card_that_could_not_be_composed_is_printed_all_the_same(centre):
    put, errors = centre.cards._tools.pictures.put, [StoreFull()]

    def full_once(*what):
        if errors and what[1] == "panel":
            raise errors.pop()
        put(*what)

    centre.cards._tools.pictures.put = full_once
    admit(centre)
    centre.wish(StartSession())
    centre.beat()
    assert not centre.console_state.cards
    answer_all(centre, right=4)
    hand_in(centre)
    admit(centre)
    assert centre.console_state.cards[0].stage is CardStage.PRINTED


def test_a_card_whose_picture_is_gone_is_made_anew_and_printed_once(sitting):
    answer_all(sitting, right=4)
    sitting.connect(False)
    hand_in(sitting)
    with sitting.database.writing():
        sitting.database.execute("DELETE FROM picture WHERE role = 'panel'")
    sitting.cards._cards["card-1"].drawn = None
    sitting.connect(True)
    sitting.beat(2)
    (card,) = sitting.console_state.cards
    assert card.stage is CardStage.NOT_PRINTED
    assert isinstance(card.reason, CardPictureMissing)
    sitting.wish(PrintAgain(card.serial))
    sitting.beat(2)
    assert sitting.console_state.cards[0].stage is CardStage.PRINTED
    assert len(sitting.printer_below.tray) == 1


def test_a_printed_card_that_could_not_be_noted_is_noted_when_there_is_room(sitting):
    write, full = sitting.log.write, []

    def full_after_sent(stream, epoch, elapsed, wall, bodies):
        if full and stream.startswith("card/"):
            raise StoreFull
        if stream.startswith("card/") and isinstance(CARD_EVENT.unpack(bodies[0]), Sent):
            full.append(True)
        return write(stream, epoch, elapsed, wall, bodies)

    sitting.log.write = full_after_sent
    answer_all(sitting, right=4)
    hand_in(sitting)
    assert sitting.console_state.cards[0].stage is CardStage.PRINTING
    full.clear()
    sitting.log.write = write
    sitting.pass_ms(1_000)
    sitting.pass_ms(1_000)
    assert sitting.console_state.cards[0].stage is CardStage.PRINTED
    assert len(sitting.printer_below.tray) == 1


def test_a_pass_that_the_answers_do_not_bear_out_prints_no_card(sitting):
    """The seat's program lies: it says "passed" over a paper without answers."""
    sitting.seats.clear()
    records = sitting.log.read(ATTEMPT)
    sitting.room.received(SeatNumber(1), Append(ATTEMPT, lies(records)))
    sitting.beat(2)
    assert sitting.console_state.roster[0].passed
    assert sitting.console_state.cards[0].stage is CardStage.COMPOSED
    assert sitting.printer_below.tray == []


def lies(records):
    last, made = records[-1], []
    for event in (Submitted(Cause.STAFF), Graded(marks=4, of=4, passed=True)):
        last = Record(
            stream=last.stream,
            seq=last.seq + 1,
            epoch=last.epoch,
            elapsed=last.elapsed,
            wall=last.wall,
            previous=last.digest,
            body=EVENT.pack(event),
        )
        made.append(last)
    return tuple(made)


class Unplugged:
    def read(self):
        raise CameraAbsent

    def close(self) -> None:
        pass


def test_without_a_camera_two_persons_decide_without_a_comparison(centre):
    working = centre.cameras[0]
    object.__setattr__(centre.desk._tools, "camera", Unplugged())
    admit(centre)
    desk = centre.console_state.desk
    assert desk.verdict is Verdict.NONE
    assert desk.to_decide
    first, second = signatures(**{"s-2": "00000"})
    decide(centre, True, first, second)
    assert centre.console_state.desk.trouble.code == "IDN-12"
    centre.beat(3)
    assert centre.console_state.desk.trouble.code == "IDN-12"  # the camera's trouble hides it not
    decide(centre, True, *signatures())
    assert centre.console_state.desk.admitted
    object.__setattr__(centre.desk._tools, "camera", working)
    centre.wish(ClearDesk())
    centre.beat(2)
    assert centre.console_state.desk.trouble is None


def test_after_the_last_comparison_two_persons_can_still_decide(centre):
    centre.cameras[0].stand_here(NUMBERS[1])
    admit(centre)
    for _ in range(3):
        centre.wish(CompareAgain())
    admit(centre)
    assert centre.console_state.desk.verdict is Verdict.NONE
    assert centre.console_state.desk.to_decide


def test_a_face_refused_once_is_decided_on_though_it_fits_the_next_time(centre):
    centre.cameras[0].stand_here(NUMBERS[1])
    admit(centre)
    centre.cameras[0].stand_here(NUMBERS[0])
    centre.wish(CompareAgain())
    desk = centre.console_state.desk
    assert (desk.verdict, desk.admitted, desk.to_decide) == (Verdict.PASS, False, True)


def test_another_look_after_the_decision_does_not_replace_the_evidence(centre):
    admit(centre)
    pictures, name = centre.desk._tools.file.pictures, StreamId("check-in/session-1/c-1")
    before = pictures.get(name, "door")
    centre.cameras[0].stand_here(NUMBERS[1])
    centre.wish(CompareAgain())
    assert pictures.get(name, "door") == before
    assert centre.console_state.desk.captured_photo == before


@pytest.mark.parametrize(("late_ms", "admitted"), [(0, True), (1, False)])
def test_the_door_closes_when_the_rules_say_so(centre, late_ms, admitted):
    rules = centre.session.rules
    exam = replace(rules.exam, late_entry_minutes=5)
    centre.session = replace(centre.session, rules=replace(rules, exam=exam))
    restart(centre)
    centre.wish(StartSession())
    centre.pass_ms(5 * MINUTE_MS + late_ms)
    admit(centre)
    assert (ATTEMPT in centre.room.copies) is admitted
    assert isinstance(centre.console_state.desk.trouble, CameTooLate) is not admitted


def test_nobody_is_given_a_paper_without_time(centre):
    centre.wish(StartSession())
    centre.pass_ms(10 * MINUTE_MS)
    admit(centre)
    assert isinstance(centre.console_state.desk.trouble, CameTooLate)
    assert not centre.room.copies
