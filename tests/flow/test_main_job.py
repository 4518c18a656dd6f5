"""One candidate walks through the centre, and so does one who should not."""

import pytest

from station.credential.card_job import CardStage
from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.exam.attempt import replay
from station.exam.attempt_events import EVENT
from station.flow import seat_view as seat
from station.flow.card_view import ConfirmHandOver, HandOver, Holder
from station.flow.desk_view import DecideTogether, ReadCard, Verdict
from station.flow.room_view import Arrival, VouchAtSeat
from station.flow.signatures import Signature
from station.ids import StaffId, StreamId
from station.seal.envelope import open_envelope
from station.sync.attempt_bundle import ATTEMPT_BUNDLE
from tests.flow.documents import PINS
from tests.flow.people import NUMBERS

ATTEMPT = StreamId("attempt/session-1/c-1")


def answer_all(centre, *, right: int) -> None:
    """Answer the paper: so many rightly, the rest wrongly."""
    for index in range(4):
        screen = centre.press(1, seat.GoTo(index))
        wanted = "right" if index < right else "wrong"
        option = next(n for n, text in enumerate(screen.options) if text.startswith(wanted))
        assert centre.press(1, seat.ChooseOption(option)).chosen == {option}


def hand_in(centre):
    centre.press(1, seat.AskSubmit())
    centre.press(1, seat.ConfirmSubmit())
    centre.beat(2)
    return centre.screens[1]


def signatures(first="s-1", second="s-2", **pins):
    typed = {**PINS, **pins}
    return tuple(Signature(staff=StaffId(who), pin=typed[who]) for who in (first, second))


def decide(centre, admit, *signed):
    first, second = signed
    centre.wish(DecideTogether(admit=admit, first=first, second=second))


def test_from_the_id_card_to_the_card_in_the_hand(sitting):
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    answer_all(sitting, right=3)
    screen = hand_in(sitting)
    assert (screen.marks, screen.of, screen.passed, screen.card_today) == (3, 4, True, True)
    assert screen.delivered
    row = sitting.console_state.roster[0]
    assert (row.arrival, row.marks, row.passed) == (Arrival.FINISHED, 3, True)
    (card,) = sitting.console_state.cards
    assert card.stage is CardStage.PRINTED
    assert len(sitting.printer_below.tray) == 1
    sitting.wish(HandOver(card.serial))
    assert sitting.console_state.sheet.holder is Holder.KNOWN
    sitting.wish(ConfirmHandOver(serial=card.serial, signature=b"strokes", together=None))
    assert sitting.console_state.cards[0].stage is CardStage.HANDED_OVER


def test_only_the_province_can_read_what_leaves_the_seat(sitting, keys):
    answer_all(sitting, right=4)
    hand_in(sitting)
    ((_, envelope),) = sitting.outbox.pending()
    opened = open_envelope(envelope, keys.sealing.private, keys.trust, sitting.clock.wall())
    bundle = ATTEMPT_BUNDLE.unpack(opened.content)
    assert bundle.records == sitting.log.read(ATTEMPT)
    attempt = replay(EVENT.unpack(record.body) for record in bundle.records)
    assert attempt.graded.marks == 4
    assert b"question" not in envelope
    assert NUMBERS[0].encode() not in opened.content


def test_a_failed_candidate_gets_a_score_and_no_card(sitting):
    answer_all(sitting, right=2)
    screen = hand_in(sitting)
    assert (screen.marks, screen.passed, screen.card_today) == (2, False, False)
    assert sitting.printer_below.tray == []
    assert sitting.console_state.cards[0].stage is CardStage.COMPOSED


def impostor(centre):
    """The genuine card of candidate 2 lies there, and candidate 1 stands behind it."""
    centre.lay_card(NUMBERS[1])
    centre.wish(ReadCard())
    centre.beat(2)
    return centre.console_state


def test_an_impostor_with_a_genuine_card_is_refused(centre):
    state = impostor(centre)
    assert state.desk.verdict is Verdict.REFUSE
    assert not state.desk.admitted
    assert state.roster[1].arrival is Arrival.TO_DECIDE
    assert not centre.room.copies


@pytest.mark.parametrize(
    ("signed", "trouble"),
    [
        (signatures("s-1", "s-1"), TwoPersonsNeeded),
        (signatures(**{"s-2": PINS["s-1"]}), PinWrong),
        (signatures(**{"s-1": ""}), PinWrong),
    ],
)
def test_one_person_alone_overrules_nothing(centre, signed, trouble):
    impostor(centre)
    decide(centre, True, *signed)
    assert isinstance(centre.console_state.desk.trouble, trouble)
    assert not centre.console_state.desk.admitted


def test_two_persons_together_can_decide_otherwise(centre):
    impostor(centre)
    decide(centre, True, *signatures())
    assert centre.console_state.desk.admitted
    assert centre.console_state.roster[1].arrival is Arrival.ADMITTED


def test_two_persons_can_refuse_for_good(centre):
    impostor(centre)
    decide(centre, False, *signatures())
    assert centre.console_state.roster[1].arrival is Arrival.REFUSED
    centre.wish(ReadCard())
    centre.beat()
    assert not centre.console_state.desk.admitted


def test_a_card_that_nobody_expects_lets_nobody_in(centre):
    centre.reader_below.lift()
    centre.wish(ReadCard())
    assert centre.console_state.desk.trouble.code == "FLO-01"


def test_the_wrong_face_at_the_seat_calls_two_persons_quietly(centre):
    centre.cameras[1].stand_here(NUMBERS[1])
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(30)
    centre.pass_ms(1_000)
    assert isinstance(centre.screens[1], seat.CheckScreen)
    assert centre.screens[1].unsure
    assert centre.console_state.seats[0].unsure
    first, second = signatures()
    centre.wish(VouchAtSeat(centre.console_state.seats[0].seat, first, second))
    centre.beat()
    assert isinstance(centre.screens[1], seat.ReadyScreen)


def test_a_seat_without_a_camera_is_vouched_for(tmp_path, people, keys, centre):
    centre.kill_seat(1)
    centre.open_seat(1, camera=False)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat()
    assert centre.screens[1].unsure
    first, second = signatures()
    centre.wish(VouchAtSeat(centre.console_state.seats[0].seat, first, second))
    centre.beat()
    assert isinstance(centre.screens[1], seat.ReadyScreen)
