"""On a disk that is nearly full pictures are dropped, and nobody loses an exam by it."""

from station.errors.store import PictureNotKept
from station.flow import seat_view as seat
from station.ids import StreamId
from station.store.pictures import REFERENCE, Pictures
from tests.flow.people import NUMBERS
from tests.flow.test_desk import decide, desk, read

ANN, _ = NUMBERS
ATTEMPT = StreamId("attempt/session-1/c-1")


def fill(pictures):
    pictures.reserve_bytes = 1 << 62


def test_two_persons_let_in_whose_picture_found_no_room(centre):
    fill(centre.room._tools.memory.pictures)
    read(centre, ANN)
    shown = desk(centre)
    assert isinstance(shown.trouble, PictureNotKept)
    assert shown.to_decide
    assert decide(centre, True).admitted
    assert ATTEMPT in centre.room.copies


def test_a_seat_takes_its_candidate_though_the_face_found_no_room(centre):
    restart_seat = centre.open_seat(1)
    fill(restart_seat._tools.memory.pictures)
    read(centre, ANN)
    centre.beat()
    assert isinstance(centre.screens[1], seat.ReadyScreen)
    assert Pictures(restart_seat.database).get(ATTEMPT, REFERENCE) is None
