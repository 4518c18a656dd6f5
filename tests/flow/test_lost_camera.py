"""A camera that hangs or fails costs one look: not the exam, not the desk."""

import pytest

from station.errors.camera import CameraAbsent, CameraStopped
from station.exam.attempt_events import EVENT, Amiss, IdentityConfirmed
from station.flow import seat_view
from station.flow.desk_view import DecideTogether, ReadCard
from station.flow.lane import InlineLane
from station.flow.room_view import StartSession
from station.flow.signatures import Signature
from station.ids import StaffId
from station.lan.messages import SeatDoing
from tests.flow.documents import PINS
from tests.flow.people import NUMBERS
from tests.flow.test_presence import noticed, vouch, watch


class StuckLane:
    """A camera's lane which can be made to hang; what it was asked runs once it moves again."""

    def __init__(self):
        self.stuck = False
        self.begun = []
        self._inner = InlineLane()

    def run(self, *look):
        if self.stuck:
            self.begun.append(look)
        else:
            self._inner.run(*look)

    def move_again(self):
        self.stuck = False
        for look in self.begun:
            self._inner.run(*look)


@pytest.fixture
def lane():
    return StuckLane()


@pytest.fixture
def hung_seat(centre, lane):
    """Candidate 1 is in the middle of the exam at seat 1, whose camera can be made to hang."""
    centre.kill_seat(1)
    centre.eyes[1] = lane
    centre.open_seat(1)
    admit(centre)
    centre.wish(StartSession())
    centre.beat()
    assert isinstance(centre.screens[1], seat_view.QuestionScreen)
    return centre


def admit(centre):
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)


def fail_frames(camera, frames):
    """Make the next frames of a camera fail."""
    play = camera.read

    def read():
        nonlocal frames
        if frames == 0:
            return play()
        frames -= 1
        raise CameraAbsent

    camera.read = read


def tile(centre):
    return centre.console_state.seats[0]


def test_f05_a_camera_that_hangs_in_the_exam_is_noticed_once_and_the_exam_goes_on(hung_seat, lane):
    lane.stuck = True
    watch(hung_seat, 200)
    assert noticed(hung_seat) == [Amiss.NO_CAMERA]
    assert len(lane.begun) <= 2  # nothing piles up behind a look that hangs
    assert not tile(hung_seat).camera
    before = hung_seat.screens[1].index
    assert hung_seat.press(1, seat_view.GoTo(before + 1)).index == before + 1
    watch(hung_seat, 200)
    assert noticed(hung_seat) == [Amiss.NO_CAMERA]


def test_a_camera_that_moves_again_is_looked_through_again(hung_seat, lane):
    lane.stuck = True
    watch(hung_seat, 200)
    lane.move_again()
    watch(hung_seat, 130)
    assert tile(hung_seat).camera
    lane.stuck = True
    watch(hung_seat, 200)
    assert noticed(hung_seat) == [Amiss.NO_CAMERA, Amiss.NO_CAMERA]


def test_a_camera_that_hangs_at_the_desk_opens_the_way_of_two_persons(centre, lane):
    centre.close_coordinator()
    centre.eyes[0] = lane
    centre.open_coordinator()
    centre.connect(True)
    centre.eye.run(centre.cameras[0].read, lambda _: None, lambda _: None)
    lane.stuck = True
    admit(centre)
    assert not centre.console_state.desk.to_decide  # not before it had its time
    for _ in range(60):
        centre.pass_ms(100)
    desk = centre.console_state.desk
    assert (desk.to_decide, desk.admitted) == (True, False)
    assert isinstance(desk.trouble, CameraStopped)
    first, second = (Signature(staff=StaffId(who), pin=pin) for who, pin in list(PINS.items())[:2])
    centre.wish(DecideTogether(admit=True, first=first, second=second, candidate=desk.candidate))
    assert centre.console_state.desk.admitted


def test_one_failed_frame_at_the_seat_is_tried_again(centre):
    fail_frames(centre.cameras[1], 2)
    admit(centre)
    centre.beat(3)
    assert not tile(centre).unsure
    assert not centre.screens[1].unsure
    centre.pass_ms(1_000)
    centre.pass_ms(1_000)
    assert tile(centre).doing is SeatDoing.READY
    (stream,) = centre.room.copies
    events = [EVENT.unpack(record.body) for record in centre.log.read(stream)]
    (confirmed,) = [event for event in events if isinstance(event, IdentityConfirmed)]
    assert (confirmed.decided_by, confirmed.similarity > 0.36) == ((), True)


def test_a_camera_that_fails_for_seconds_calls_two_persons_and_may_come_back(centre):
    fail_frames(centre.cameras[1], -1)
    admit(centre)
    watch(centre, 10)
    assert tile(centre).unsure
    assert centre.screens[1].unsure
    del centre.cameras[1].read
    watch(centre, 4)
    assert tile(centre).doing is SeatDoing.READY


def test_a_hung_camera_at_the_seat_calls_two_persons(centre, lane):
    centre.kill_seat(1)
    centre.eyes[1] = lane
    centre.open_seat(1)
    lane.stuck = True
    admit(centre)
    watch(centre, 14)
    assert tile(centre).unsure
    vouch(centre)
    watch(centre, 2)
    assert tile(centre).doing is SeatDoing.READY


def test_the_wall_knows_how_the_camera_of_an_idle_seat_is(centre):
    watch(centre, 4)
    assert tile(centre).camera
    fail_frames(centre.cameras[1], -1)
    watch(centre, 64)
    assert not tile(centre).camera
    del centre.cameras[1].read
    watch(centre, 8)
    assert tile(centre).camera


def test_the_wall_knows_that_a_camera_was_lost_in_the_exam(sitting):
    assert tile(sitting).camera
    fail_frames(sitting.cameras[1], -1)
    watch(sitting, 130)
    assert not tile(sitting).camera
