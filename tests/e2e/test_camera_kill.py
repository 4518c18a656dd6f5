"""The seat as its mode builds it, whose camera process is killed in the middle of the check."""

import shutil
from contextlib import suppress
from functools import partial

import psutil
import pytest

from station.camera.pictures import jpeg
from station.camera.portrait import demo_portraits
from station.camera.sface import SFaceEngine
from station.flow.room_view import StartSession
from station.modes.demo.processes import RobotWindow, wait_until
from tests.e2e.papers import PASSPHRASE, bank, make_seat, open_session, ticket_for
from tests.e2e.test_window_kill import CLOCK, Room
from tests.flow.documents import make_keys

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


@pytest.fixture
def footage(tmp_path):
    """A camera's folder: an empty chair, and the candidate."""
    folder = tmp_path / "camera"
    engine, portrait = SFaceEngine(), demo_portraits()[0]
    portrait.write_live(engine, folder / "person", 6)
    (folder / "chair").mkdir()
    chair = next(portrait.live(engine, 1)) // 12
    (folder / "chair" / "0.jpg").write_bytes(jpeg(chair))
    (folder / "now.txt").write_text("chair", encoding="utf-8")
    return folder


@pytest.fixture
def room(tmp_path, footage):
    keys = make_keys(CLOCK.wall())
    session = open_session(keys, bank())
    make_seat(tmp_path / "seat", keys)
    room = Room(tmp_path, keys, session)
    face = min((footage / "person").iterdir()).read_bytes()
    room.issued = ticket_for(session, 0, reference=face)
    yield room
    room.close()


@pytest.fixture
def seat(tmp_path, room, footage):
    choices = {"folder": str(tmp_path / "seat"), "hub": room.address}
    choices["camera"] = f"simulated:{footage}"
    log = tmp_path / "seat.log"
    window = RobotWindow("seat", choices, {"STATION_PASSPHRASE": PASSPHRASE}, log)
    yield window
    window.stop()


def camera_process(seat):
    """The camera process of the seat's program; None while there is none."""
    for child in psutil.Process(seat.pid).children():
        with suppress(psutil.NoSuchProcess):  # or dead, and not yet buried
            if "spawn_main" in " ".join(child.cmdline()):
                return child
    return None


@pytest.mark.parametrize("blow", ["kill", "suspend"])
def test_f05_a_camera_process_that_dies_or_hangs_costs_a_look_and_no_exam(
    room, seat, footage, blow
):
    seat.wait(lambda look: look["is"] == "WaitingScreen" and look["online"], "the hub")
    room.do(partial(room.flow.seat_candidate, room.issued))
    room.do(partial(room.flow.intent, StartSession()))
    seat.wait(lambda look: look["is"] == "CheckScreen" and look["frame"], "the live picture")
    first = camera_process(seat)
    getattr(first, blow)()
    wait_until(lambda: camera_process(seat) not in (None, first), "a camera process again")
    shutil.rmtree(footage / "chair")
    (footage / "now.txt").write_text("person", encoding="utf-8")
    seat.wait(lambda look: look["is"] in ("ReadyScreen", "QuestionScreen"), "to be known")
    assert not first.is_running()
    assert room.errors == []
