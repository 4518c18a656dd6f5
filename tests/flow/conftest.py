"""A centre for each test, and two invented people for all of them."""

import pytest

from station.clock import HeldClock, SystemClock
from station.flow.desk_view import ReadCard
from station.flow.room_view import StartSession
from tests.flow.centre import Centre
from tests.flow.documents import Keys, make_keys
from tests.flow.people import People


@pytest.fixture(scope="session")
def people(tmp_path_factory) -> People:
    return People.invent(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="session")
def keys() -> Keys:
    return make_keys(SystemClock().wall())


@pytest.fixture
def centre(tmp_path, people, keys) -> Centre:
    """One coordinator and seat 1, nobody there yet."""
    centre = Centre(tmp_path, people, keys, HeldClock(SystemClock().wall()))
    centre.open_seat(1)
    return centre


@pytest.fixture
def sitting(centre) -> Centre:
    """Candidate 1 was admitted, sits at seat 1 and sees question 1."""
    centre.lay_card("990000197003010011")
    centre.wish(ReadCard())
    centre.beat(3)
    centre.wish(StartSession())
    centre.beat()
    return centre


@pytest.fixture
def said(centre):
    """What the coordinator says to seats from now on, beside saying it."""
    heard = []
    speak = centre.room._tools.send

    def send(number, message):
        heard.append((number, message))
        return speak(number, message)

    object.__setattr__(centre.room._tools, "send", send)
    return heard
