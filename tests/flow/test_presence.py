"""The watch during the exam: noticed, shown on the wall, decided by two persons."""

import numpy as np
import pytest

from station.credential.card_job import CardStage
from station.errors.camera import CameraAbsent
from station.errors.flow import IncidentNotHere, ReasonMissing
from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.exam.attempt import Phase
from station.exam.attempt_events import EVENT, Amiss, Noticed
from station.flow import seat_view
from station.flow.card_view import CardRow
from station.flow.desk_view import ReadCard
from station.flow.room_view import DecideIncident, StartSession, VouchAtSeat
from station.flow.signatures import Signature
from station.ids import SeatNumber, StaffId, StreamId
from station.lan.messages import Still
from tests.flow.documents import PINS
from tests.flow.people import NUMBERS

ANN, BEN = (StaffId(who) for who in PINS)
EMPTY = np.full((480, 640, 3), 12, np.uint8)


class Shows:
    """A camera that shows one thing, or is unplugged."""

    def __init__(self, frame):
        self.frame = frame

    def read(self):
        if self.frame is None:
            raise CameraAbsent
        return self.frame

    def close(self):
        pass


def watch(centre, seconds=100):
    for _ in range(0, seconds, 2):  # more at once would be a seat that stood still
        centre.pass_ms(2_000)


def put_before(centre, frame):
    """Put something else before the camera of seat 1; None unplugs it."""
    camera = centre.cameras[1]
    camera.read = Shows(frame).read


def back_to_normal(centre):
    del centre.cameras[1].read


def copy_of(centre):
    (copy,) = centre.room.copies.values()
    return copy


def decide(centre, *, harmless=True, reasons=("掉了笔", "看见了"), staff=None, pins=None):
    (row, *_) = centre.console_state.incidents
    first, second = staff or (ANN, BEN)
    one, other = pins or (PINS[first], PINS[second])
    centre.wish(
        DecideIncident(
            stream=row.stream,
            seq=row.seq,
            harmless=harmless,
            first=Signature(staff=first, pin=one),
            first_reason=reasons[0],
            second=Signature(staff=second, pin=other),
            second_reason=reasons[1],
        )
    )


def hand_in_all_right(centre):
    for index in range(4):
        screen = centre.press(1, seat_view.GoTo(index))
        option = next(n for n, text in enumerate(screen.options) if text.startswith("right"))
        centre.press(1, seat_view.ChooseOption(option))
    centre.press(1, seat_view.AskSubmit())
    centre.press(1, seat_view.ConfirmSubmit())
    centre.beat(2)


def noticed(centre):
    return [event.what for _, event in copy_of(centre).noticed.values()]


def test_a_candidate_who_stays_is_never_noticed(sitting):
    watch(sitting, 300)
    assert noticed(sitting) == []
    assert sitting.console_state.incidents == ()


AMISS = [
    (EMPTY, Amiss.COVERED),
    (np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8), Amiss.ABSENT),
    (None, Amiss.NO_CAMERA),
]


@pytest.mark.parametrize(("frame", "what"), AMISS)
def test_what_is_amiss_is_on_the_wall_and_the_exam_goes_on(sitting, frame, what):
    put_before(sitting, frame)
    watch(sitting, 130)
    (row,) = sitting.console_state.incidents
    assert (row.what, row.seat) == (what, 1)
    assert sitting.console_state.seats[0].amiss is what
    assert (row.still == b"") == (frame is None)
    assert row.reference.startswith(b"\xff\xd8")
    screen = sitting.screens[1]
    assert isinstance(screen, seat_view.QuestionScreen)
    assert screen.trouble is None
    before = screen.index
    assert sitting.press(1, seat_view.GoTo(before + 1)).index == before + 1


def test_f07_another_person_sits_down_in_the_middle_of_the_exam(sitting):
    sitting.cameras[1].stand_here(NUMBERS[1])
    watch(sitting, 130)
    (row,) = sitting.console_state.incidents
    assert row.what is Amiss.OTHER_PERSON
    (event,) = [event for _, event in copy_of(sitting).noticed.values()]
    assert event.similarity < event.threshold
    assert event.picture is not None


def test_a_short_absence_is_no_incident(sitting):
    for _ in range(15):
        put_before(sitting, EMPTY)
        watch(sitting, 8)
        back_to_normal(sitting)
        watch(sitting, 4)
    assert noticed(sitting) == []


def test_f07_an_open_incident_holds_the_card_back_until_two_persons_close_it(sitting):
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    back_to_normal(sitting)
    hand_in_all_right(sitting)
    assert copy_of(sitting).attempt.phase is Phase.GRADED
    assert copy_of(sitting).open_incidents == 1
    assert stage(sitting) is CardStage.COMPOSED
    decide(sitting)
    assert sitting.console_state.incidents == ()
    sitting.pass_ms(1_000)
    assert stage(sitting) is CardStage.PRINTED


def test_f07_what_is_upheld_leaves_the_wall_and_keeps_the_card(sitting):
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    hand_in_all_right(sitting)
    decide(sitting, harmless=False)
    sitting.pass_ms(1_000)
    assert sitting.console_state.incidents == ()
    assert stage(sitting) is CardStage.COMPOSED


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"staff": (ANN, ANN)}, TwoPersonsNeeded),
        ({"pins": ("wrong", "wrong")}, PinWrong),
        ({"reasons": ("", "x")}, ReasonMissing),
        ({"reasons": ("x" * 201, "x")}, ReasonMissing),
    ],
)
def test_f07_nobody_closes_an_incident_alone_or_without_a_reason(sitting, wrong, error):
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    decide(sitting, **wrong)
    assert isinstance(sitting.console_state.trouble, error)
    assert copy_of(sitting).open_incidents == 1


def test_a_decision_over_nothing_is_refused(sitting):
    sitting.wish(
        DecideIncident(
            stream=StreamId("attempt/none"),
            seq=1,
            harmless=True,
            first=Signature(staff=ANN, pin="1"),
            first_reason="x",
            second=Signature(staff=BEN, pin="1"),
            second_reason="x",
        )
    )
    assert isinstance(sitting.console_state.trouble, IncidentNotHere)


def test_incidents_pictures_and_decisions_outlive_the_coordinator(sitting):
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    back_to_normal(sitting)
    watch(sitting, 130)
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    assert len(sitting.console_state.incidents) == 2
    decide(sitting)
    (before,) = sitting.console_state.incidents
    sitting.close_coordinator()
    sitting.open_coordinator()
    assert sitting.console_state.incidents == (before,)
    assert before.still
    assert copy_of(sitting).open_incidents == 1


def test_pictures_wait_for_the_network_and_answers_go_first(sitting):
    sitting.connect(False)
    put_before(sitting, EMPTY)
    watch(sitting, 130)
    sitting.press(1, seat_view.ChooseOption(0))
    assert sitting.console_state.incidents == ()
    order = []
    hear = sitting.room.received
    sitting.room.received = lambda seat, message: (
        order.append(type(message).__name__),
        hear(seat, message),
    )
    sitting.connect(True)
    watch(sitting, 2)
    assert order.index("Append") < order.index("Still")
    (row,) = sitting.console_state.incidents
    assert row.still


def test_a_seat_cannot_put_pictures_on_the_wall_that_no_event_tells_of(sitting):
    (stream,) = sitting.room.copies
    for raw in (b"anything", bytes(60_000)):
        sitting.room.received(1, Still(stream, raw))
        sitting.room.received(2, Still(stream, raw))
    assert copy_of(sitting).stills == {}


def test_what_was_noticed_is_an_event_of_the_attempt(sitting):
    put_before(sitting, None)
    watch(sitting, 130)
    (stream,) = sitting.room.copies
    events = [EVENT.unpack(record.body) for record in sitting.log.read(stream)]
    (event,) = [event for event in events if isinstance(event, Noticed)]
    assert (event.what, event.picture, event.similarity) == (Amiss.NO_CAMERA, None, None)


def test_f07_a_seat_that_never_had_a_camera_keeps_no_card_back(centre):
    """Two persons vouched for the candidate there; the wall says that no camera looks on."""
    centre.kill_seat(1)
    centre.open_seat(1, camera=False)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    vouch(centre)
    centre.wish(StartSession())
    watch(centre, 200)
    assert noticed(centre) == []
    assert not centre.console_state.seats[0].camera
    hand_in_all_right(centre)
    centre.pass_ms(1_000)
    assert stage(centre) is CardStage.PRINTED


def test_a_camera_that_is_lost_is_flagged_once_and_again_only_after_it_was_back(sitting):
    put_before(sitting, None)
    watch(sitting, 400)
    assert noticed(sitting) == [Amiss.NO_CAMERA]
    back_to_normal(sitting)
    watch(sitting, 130)
    put_before(sitting, None)
    watch(sitting, 200)
    assert noticed(sitting) == [Amiss.NO_CAMERA, Amiss.NO_CAMERA]


def vouch(centre):
    first, second = (Signature(staff=who, pin=PINS[who]) for who in (ANN, BEN))
    centre.wish(VouchAtSeat(SeatNumber(1), first, second))
    centre.beat(3)


def stage(centre) -> CardStage:
    rows: tuple[CardRow, ...] = centre.console_state.cards
    return rows[0].stage
