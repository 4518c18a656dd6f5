"""Several frames, of which the middle one counts, in a bounded time."""

from statistics import median_low

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.camera.middle_look import ENOUGH_FRAMES, LEAST_FRAMES, LOOK_S, middle_look
from station.camera.portrait import demo_portraits
from station.identity.likeness import likeness
from station.identity.rules import FaceRules, QualityRules

RULES = QualityRules()
RULES_OF_PASSING = FaceRules().chip_pass
EMPTY = np.full((480, 640, 3), 120, np.uint8)


class Film:
    """A camera that shows these frames, round and round."""

    def __init__(self, *frames):
        self.frames = frames
        self.taken = 0

    def read(self):
        self.taken += 1
        return self.frames[(self.taken - 1) % len(self.frames)]

    def close(self):
        pass


@pytest.fixture(scope="module")
def persons(engine):
    return [next(portrait.live(engine, 1)) for portrait in demo_portraits()]


@pytest.fixture(scope="module")
def known(engine, persons):
    return engine.embed(persons[0], engine.faces(persons[0])[0])


def look(engine, known, film, now=lambda: 0.0):
    return middle_look(film, engine, known, RULES, frames=9, now=now)


def test_f07_one_lucky_frame_lets_no_stranger_in(engine, known, persons):
    """Of the likest frames one is the candidate's own: a picture shown for a moment."""
    film = Film(persons[1], persons[1], persons[0], persons[1], persons[1])
    found = look(engine, known, film)
    assert max(found.similarities) > 0.9
    assert found.middle.similarity < RULES_OF_PASSING
    assert found.middle.frame is persons[1]
    assert found.middle.similarity == median_low(found.similarities)


def test_one_spoiled_frame_turns_no_candidate_away(engine, known, persons):
    dark = (persons[0] * 0.2).astype(np.uint8)
    film = Film(EMPTY, dark, persons[0], persons[1], persons[0], persons[0], persons[0])
    found = look(engine, known, film)
    assert found.middle.frame is persons[0]
    assert len(found.similarities) == ENOUGH_FRAMES
    assert film.taken == 7


def test_how_alike_a_face_is_does_not_end_the_look(engine, known, persons):
    films = [Film(person) for person in persons]
    for film in films:
        look(engine, known, film)
    assert [film.taken for film in films] == [ENOUGH_FRAMES, ENOUGH_FRAMES]


def test_where_nobody_is_the_last_frame_says_why(engine, known):
    found = look(engine, known, Film(EMPTY))
    last = found.middle
    assert (last.similarity, last.embedding, last.face, last.measures.count) == (
        None,
        None,
        None,
        0,
    )
    assert (found.similarities, found.suspicions) == ((), ())


def test_a_slow_computer_gives_its_answer_in_time(engine, known, persons):
    times = iter(np.arange(0, 100, LOOK_S))
    film = Film(persons[1])
    assert look(engine, known, film, now=lambda: next(times)).middle.similarity is not None
    assert film.taken == LEAST_FRAMES


def test_what_was_seen_shows_no_face_by_accident(engine, known, persons):
    assert "array" not in repr(look(engine, known, Film(persons[0])))


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=15), st.floats(-1, 1))
def test_what_counts_is_reached_by_half_of_the_frames_and_never_by_fewer(similarities, threshold):
    reached = sum(each >= threshold for each in similarities)
    assert (likeness(similarities) >= threshold) is (2 * reached > len(similarities))
