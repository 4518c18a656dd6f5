"""The picture on a card is cut to the head, and never worse than what came."""

import cv2
import numpy as np
import pytest

from station.camera.pictures import jpeg, picture
from station.flow.card_portrait import portrait


@pytest.fixture(scope="module")
def head(people):
    return picture(people.portraits[0].enrolment_jpeg())


def face_in(engine, raw):
    frame = picture(raw)
    (face,) = engine.faces(frame)
    left, _, wide, tall = face.box_px
    return tall / frame.shape[0], (left + wide / 2) / frame.shape[1]


def in_a_room(head, x, y, size=(600, 900)):
    """A head somewhere in a large grey room."""
    room = np.full((*size, 3), 150, np.uint8)
    small = cv2.resize(head, (150, round(150 * head.shape[0] / head.shape[1])))
    room[y : y + small.shape[0], x : x + small.shape[1]] = small
    return jpeg(room)


def test_an_id_photo_stays_as_it_is(people, head):
    raw = jpeg(head)
    share, middle = face_in(people.engine, portrait(raw, people.engine))
    assert share > 0.35
    assert middle == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("x", "y"), [(60, 40), (600, 200), (375, 300)])
def test_a_small_head_somewhere_in_a_picture_fills_the_card(people, head, x, y):
    raw = in_a_room(head, x, y)
    before, _ = face_in(people.engine, raw)
    share, middle = face_in(people.engine, portrait(raw, people.engine))
    assert before < 0.3
    assert share > 0.4
    assert middle == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize("raw", [b"", b"no picture", jpeg(np.full((300, 200, 3), 99, np.uint8))])
def test_what_shows_nobody_is_left_to_the_composer(people, raw):
    assert portrait(raw, people.engine) == raw
